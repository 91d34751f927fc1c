//! What `--timings` tells after a build: its stages by the clock, and the slowest pages.

use std::time::{Duration, Instant};

use rust_decimal::Decimal;

use crate::locale::Locale;
use crate::timings::{self, Stage, Time, Timings};

/// So many of the slowest pages are told.
const SLOWEST: usize = 10;

/// The stages of the build that began at a moment, and its slowest pages.
pub fn told(started: Instant, locale: &Locale) -> String {
    let measured = timings::measured();
    let whole = Time {
        wall: started.elapsed(),
        threads: measured.stages.iter().map(|(_, time)| time.threads).sum(),
    };
    format!(
        "{}{}",
        table(&measured.stages, whole, locale),
        slowest(&measured, locale)
    )
}

fn table(stages: &[(Stage, Time)], whole: Time, locale: &Locale) -> String {
    let word = |key: &str| locale.text(&format!("command.timings.{key}"), &[]);
    let row = |name: String, time: &Time| {
        let figures = [time.wall, time.threads].map(|time| seconds(time, locale));
        [name, figures[0].clone(), figures[1].clone()]
    };
    let mut rows = vec![["stage", "wall", "threads"].map(word)];
    rows.extend(
        stages
            .iter()
            .map(|(stage, time)| row(word(stage.key()), time)),
    );
    rows.push(row(word("whole"), &whole));
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let (name, wall, threads) = (width(0), width(1), width(2));
    let lines = rows
        .iter()
        .map(|[stage, one, all]| format!("{stage:<name$}  {one:>wall$}  {all:>threads$}\n"));
    lines.collect()
}

fn slowest(measured: &Timings, locale: &Locale) -> String {
    if measured.pages.is_empty() {
        return String::new();
    }
    let pages = measured.pages.iter().take(SLOWEST);
    let lines = pages.map(|(path, took)| format!("{:>8}  {path}\n", seconds(*took, locale)));
    let heading = locale.text("command.timings.pages", &[]);
    format!("{heading}\n{}", lines.collect::<String>())
}

/// To a tenth of a millisecond: `0,0123`.
fn seconds(time: Duration, locale: &Locale) -> String {
    let parts = i64::try_from(time.as_micros() / 100).unwrap_or(i64::MAX);
    locale.number(Decimal::new(parts, 4))
}
