//! A site as a command meets it: its folder, what keeps it from being read, and how long it took.

use std::path::Path;
use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::choice::Choice;
use super::console::Console;
use super::{ERRORS, FAILURE};
use crate::content::Content;
use crate::diagnostic::{Findings, Level};
use crate::locale::Locale;
use crate::report::human;
use crate::{Checked, Failure, load};

/// The site checked, after it was built into an output before; when that cannot even be tried, the reason is told.
pub fn checked(
    command: &str,
    (site, output): (&Path, Option<&Path>),
    choice: &Choice,
    console: &mut Console,
) -> Option<Checked> {
    let locale = console.locale(None);
    if let Some(words) = choice.unknown_rule(&locale) {
        console.complain(&format!("{words}\n"));
        return None;
    }
    if !has_content(command, site, console) {
        return None;
    }
    let day = choice.date.or_else(told_day);
    let checked = match output {
        Some(output) => crate::check_after(site, day, output),
        None => crate::check(site, day),
    };
    match checked {
        Ok(checked) => Some(checked),
        Err(failure) => {
            console.complain(&format!("{}\n", failure.words(&locale)));
            None
        }
    }
}

/// The content of a site without errors, looked at on a day; what keeps it from being read is told,
/// and the exit code is the error.
pub fn read(
    command: &str,
    folder: &Path,
    day: Option<Date>,
    console: &mut Console,
) -> Result<Content, u8> {
    if !has_content(command, folder, console) {
        return Err(FAILURE);
    }
    let loaded = load::content(folder).map_err(|unreadable| {
        let failure = Failure::Unreadable(unreadable);
        let words = failure.words(&console.locale(None));
        console.complain(&format!("{words}\n"));
        FAILURE
    })?;
    let Some(mut content) = loaded.content else {
        let locale = console.locale(loaded.language.as_deref());
        let errors = loaded.findings.sorted();
        let errors = errors
            .iter()
            .filter(|finding| finding.level == Level::Error);
        let errors: Findings = errors.cloned().collect();
        console.complain(&human(&errors, &loaded.sources, &locale, console.style()));
        let folder = folder.display().to_string();
        let words = locale.text("command.errors-first", &[("folder", &folder)]);
        console.complain(&format!("{words}\n"));
        return Err(ERRORS);
    };
    content.look_at(day.or_else(told_day).or(content.newest));
    Ok(content)
}

/// Whether the folder holds a site; when it does not, that is told.
pub fn has_content(command: &str, site: &Path, console: &mut Console) -> bool {
    let is_there = site.join("content").is_dir();
    if !is_there {
        let folder = site.display().to_string();
        let values = [("folder", folder.as_str()), ("command", command)];
        let words = console.locale(None).text("command.no-content", &values);
        console.complain(&format!("{words}\n"));
    }
    is_there
}

/// The folder as a command names it after its other words; nothing where it may be left out.
pub fn named(site: &Path) -> String {
    let name = site.display().to_string();
    match name.as_str() {
        "." | "./" | "" => String::new(),
        _ if name.contains(' ') => format!(" \"{name}\""),
        _ => format!(" {name}"),
    }
}

/// The day that `SOURCE_DATE_EPOCH` tells, the usual clock of repeatable builds: seconds since the
/// beginning of 1970.
pub fn told_day() -> Option<Date> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(moment.to_zoned(TimeZone::UTC).date())
}

/// Seconds since the command began: `0,02`.
pub fn seconds(started: Instant, locale: &Locale) -> String {
    let milliseconds = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
    locale.number(rust_decimal::Decimal::new(milliseconds, 3).round_dp(2))
}
