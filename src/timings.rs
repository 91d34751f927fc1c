//! Where the time of a build goes: its stages by the clock, and the pages that took longest.
//! Nothing is measured, and nothing told, until [`start`] is called; a process measures one build.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// A part of a build, in the order they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Walking the folders and reading the files.
    Read,
    /// Files to what they say.
    Parse,
    Check,
    /// Templates, styles and scripts, ready for pages.
    Theme,
    Compose,
    /// Pages to HTML, CSV and JSON, but not their charts.
    Render,
    Charts,
    /// Comparing files with what is there, and writing those that differ.
    Write,
    /// The sums of the files a site is made from, and the manifest's text.
    Manifest,
    /// Putting the new site in the place of the old one.
    Swap,
}

impl Stage {
    pub const ALL: [Stage; 10] = [
        Stage::Read,
        Stage::Parse,
        Stage::Check,
        Stage::Theme,
        Stage::Compose,
        Stage::Render,
        Stage::Charts,
        Stage::Write,
        Stage::Manifest,
        Stage::Swap,
    ];

    /// The key of its word in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Parse => "parse",
            Stage::Check => "check",
            Stage::Theme => "theme",
            Stage::Compose => "compose",
            Stage::Render => "render",
            Stage::Charts => "charts",
            Stage::Write => "write",
            Stage::Manifest => "manifest",
            Stage::Swap => "swap",
        }
    }
}

/// How long a stage took.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// While at least one thread was at it: stages that go on side by side share this time.
    pub wall: Duration,
    /// Of all threads together, without the stages inside this one.
    pub threads: Duration,
}

/// What was measured.
#[derive(Debug, Default)]
pub struct Timings {
    pub stages: Vec<(Stage, Time)>,
    /// Every page by its file, the slowest first.
    pub pages: Vec<(String, Duration)>,
}

#[derive(Default)]
struct State {
    stages: [Tally; Stage::ALL.len()],
    pages: Vec<(String, Duration)>,
}

#[derive(Default)]
struct Tally {
    time: Time,
    /// Threads at it now, and since when there has been any.
    busy: usize,
    since: Option<Instant>,
}

static STATE: OnceLock<Mutex<State>> = OnceLock::new();

thread_local! {
    /// The time of the stages inside the one that this thread is at.
    static INSIDE: std::cell::Cell<Duration> = const { std::cell::Cell::new(Duration::ZERO) };
}

/// Measures from now on.
pub fn start() {
    STATE.get_or_init(Mutex::default);
}

/// Does the work of a stage.
pub fn of<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    let Some(state) = STATE.get() else {
        return work();
    };
    let started = Instant::now();
    locked(state).stages[stage as usize].begin(started);
    let outside = INSIDE.replace(Duration::ZERO);
    let done = work();
    let ended = Instant::now();
    let took = ended - started;
    let own = took.saturating_sub(INSIDE.replace(outside + took));
    locked(state).stages[stage as usize].end(ended, own);
    done
}

/// Does the work of one page, whatever its stages; what comes of it is the page's path.
pub fn of_page<E>(work: impl FnOnce() -> Result<String, E>) -> Result<(), E> {
    let started = Instant::now();
    let path = work()?;
    if let Some(state) = STATE.get() {
        locked(state).pages.push((path, started.elapsed()));
    }
    Ok(())
}

/// What has been measured so far; nothing before [`start`].
pub fn measured() -> Timings {
    let Some(state) = STATE.get() else {
        return Timings::default();
    };
    let state = locked(state);
    let times = state.stages.iter().map(|tally| tally.time);
    let mut pages = state.pages.clone();
    pages.sort_by(|(path, took), (other, less)| less.cmp(took).then_with(|| path.cmp(other)));
    Timings {
        stages: Stage::ALL.into_iter().zip(times).collect(),
        pages,
    }
}

impl Tally {
    fn begin(&mut self, now: Instant) {
        self.busy += 1;
        self.since.get_or_insert(now);
    }

    fn end(&mut self, now: Instant, own: Duration) {
        self.time.threads += own;
        self.busy -= 1;
        if self.busy == 0 {
            let since = self.since.take().unwrap_or(now);
            self.time.wall += now.saturating_duration_since(since);
        }
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // A worker that panicked has not left the figures half-changed.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_does_not_count_those_inside_it() {
        start();
        let pause = Duration::from_millis(20);
        let both = || {
            of(Stage::Render, || {
                std::thread::sleep(pause);
                of(Stage::Charts, || std::thread::sleep(3 * pause));
            });
        };
        let began = Instant::now();
        std::thread::scope(|threads| {
            threads.spawn(both);
            threads.spawn(both);
        });
        let whole = began.elapsed();
        let stages = measured().stages;
        let time = |stage| {
            let mut found = stages.iter().filter(|(of, _)| *of == stage);
            found.next().map(|found| found.1).unwrap_or_default()
        };
        let (render, charts) = (time(Stage::Render), time(Stage::Charts));
        assert!(render.threads >= 2 * pause && charts.threads >= 6 * pause);
        assert!(render.threads + charts.threads <= 2 * whole);
        assert!(render.wall >= 4 * pause && render.wall <= whole);
    }
}
