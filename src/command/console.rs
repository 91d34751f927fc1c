//! The one writer to the terminal: colours, language, progress. It notices when nobody listens.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anstream::ColorChoice;

use super::Colour;
use crate::locale::Locale;
use crate::report::Style;

pub struct Console {
    quiet: bool,
    colour: ColorChoice,
    /// Asked for on the command line.
    language: Option<String>,
    broken: bool,
}

impl Console {
    pub fn new(quiet: bool, colour: Colour, language: Option<String>) -> Self {
        let colour = match colour {
            Colour::Auto => ColorChoice::Auto,
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        };
        Self {
            quiet,
            colour,
            language,
            broken: false,
        }
    }

    /// The language asked for, else the site's, else the machine's, else Finnish.
    pub fn locale(&self, site: Option<&str>) -> Locale {
        let machine = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let asked = [self.language.as_deref(), site, machine.as_deref()];
        asked
            .into_iter()
            .flatten()
            .find_map(Locale::shipped)
            .unwrap_or_else(Locale::finnish)
    }

    /// The language asked for on the command line.
    #[cfg(feature = "serve")]
    pub fn asked_language(&self) -> Option<String> {
        self.language.clone()
    }

    /// Always with colours: they are taken out again where they do not belong.
    pub fn style(&self) -> Style {
        Style::Coloured
    }

    /// Findings and failures, on standard error.
    pub fn complain(&mut self, text: &str) {
        let mut stream = anstream::AutoStream::new(std::io::stderr().lock(), self.colour);
        // What cannot be told on standard error cannot be told at all; the exit code remains.
        let _ = stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush());
    }

    /// The outcome, on standard output.
    pub fn say(&mut self, text: &str) {
        if self.quiet {
            return;
        }
        let mut stream = anstream::AutoStream::new(std::io::stdout().lock(), self.colour);
        let said = writeln!(stream, "{text}").and_then(|()| stream.flush());
        self.broken |= said.is_err();
    }

    /// What was asked for, on standard output as it is, also when all else is quiet.
    pub fn give(&mut self, text: &str) {
        let mut stream = std::io::stdout().lock();
        let given = stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush());
        self.broken |= given.is_err();
    }

    /// Whether something could not be said.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Progress of a long build, shown when standard error is a terminal.
    pub fn progress(&self) -> Progress {
        let shown = !self.quiet && std::io::stderr().is_terminal();
        Progress {
            shown,
            started: Instant::now(),
            last: Mutex::new(None),
        }
    }
}

/// A line that counts pages, drawn anew a few times a second once a build takes long.
pub struct Progress {
    shown: bool,
    started: Instant,
    last: Mutex<Option<Instant>>,
}

/// A build is long after this.
const LONG: Duration = Duration::from_secs(1);
/// The line is drawn again after this.
const PAUSE: Duration = Duration::from_millis(100);

impl Progress {
    pub fn show(&self, done: usize, total: usize) {
        if !self.shown || self.started.elapsed() < LONG {
            return;
        }
        let Ok(mut last) = self.last.try_lock() else {
            return;
        };
        if last.is_some_and(|last| last.elapsed() < PAUSE) {
            return;
        }
        *last = Some(Instant::now());
        let mut stream = std::io::stderr().lock();
        let _ = write!(stream, "\r{done} / {total}").and_then(|()| stream.flush());
    }

    /// Clears the line.
    pub fn end(&self) {
        let drawn = self.last.lock().is_ok_and(|last| last.is_some());
        if drawn {
            let mut stream = std::io::stderr().lock();
            let _ = write!(stream, "\r\u{1b}[K").and_then(|()| stream.flush());
        }
    }
}
