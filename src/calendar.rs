//! Seasons, weekdays and times of day (kaudet, viikonpäivät, kellonajat) as people write them:
//! `1.6.–31.8.`, `ma–pe`, `8–16`. What cannot be read stays a text and is not judged.

pub mod due;
mod gaps;

use jiff::civil::Date;

use crate::locale::Locale;

pub use gaps::{Gap, days_between, gaps};

/// A time that comes again: days of the year, of the week, or minutes of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Month and day, both included; the end may lie in the next year.
    Season((i8, i8), (i8, i8)),
    /// Days of the week from Monday, 0 to 6.
    Weekdays(Vec<u8>),
    /// Minutes from midnight, the end not included.
    Times(u16, u16),
    /// Days of the calendar, both included.
    Days(Date, Date),
}

/// The spans of a text; none when some part of it cannot be read.
pub fn spans(text: &str, locale: &Locale) -> Vec<Span> {
    let and = locale.text("calendar.and", &[]);
    let joined = text.replace(&format!(" {and} "), ",").replace(DASHES, "-");
    let parts: Vec<&str> = joined
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let read: Option<Vec<Span>> = parts.iter().map(|part| span(part, locale)).collect();
    read.unwrap_or_default()
}

/// What stands between the ends of a span besides the dash of a keyboard.
const DASHES: [char; 5] = ['\u{2013}', '\u{2014}', '\u{2212}', '\u{2010}', '\u{2011}'];

fn span(text: &str, locale: &Locale) -> Option<Span> {
    let bare = text.trim_start_matches("klo").trim();
    // A day may have dashes of its own: 2024-06-01-2024-08-31.
    let dashes = bare.match_indices('-').filter_map(|(at, _)| {
        let (first, last) = (bare.get(..at)?, bare.get(at + 1..)?);
        Some((first.trim(), last.trim()))
    });
    let mut ends: Vec<(&str, &str)> = dashes.collect();
    let between = |(first, last): &(&str, &str)| {
        named_days(first, last, locale)
            .or_else(|| days(first, last))
            .or_else(|| times(first, last))
            .or_else(|| undotted(first, last))
    };
    let found = ends.iter().find_map(between);
    ends.push((bare, bare));
    let whole = |(first, last): &(&str, &str)| {
        named_days(first, last, locale).or_else(|| days(first, last))
    };
    found.or_else(|| ends.last().and_then(whole))
}

fn named_days(first: &str, last: &str, locale: &Locale) -> Option<Span> {
    let (mut day, last) = (weekday(first, locale)?, weekday(last, locale)?);
    let mut days = vec![day];
    while day != last {
        day = (day + 1) % 7;
        days.push(day);
    }
    Some(Span::Weekdays(days))
}

/// `1.6.–31.8.`, `1.–30.6.`, `1.6.–31.8.2024`, `1.6.2024–31.8.2024`.
fn days(first: &str, last: &str) -> Option<Span> {
    if let Some(last) = crate::yaml::parse_day(last) {
        if let Some(first) = crate::yaml::parse_day(first) {
            return Some(Span::Days(first, last));
        }
        let (month, day) = day_of_year(first).or_else(|| day_in(first, last.month()))?;
        // The year is said once, of the last day.
        let late = (month, day) > (last.month(), last.day());
        let first = Date::new(last.year() - i16::from(late), month, day).ok()?;
        return Some(Span::Days(first, last));
    }
    let dotted = |text: &str| day_of_year(text);
    let last_day = dotted(last).or_else(|| dotted(first).and(day_of_year(&format!("{last}."))))?;
    let first = dotted(first)
        .or_else(|| day_in(first, last_day.0))
        .or_else(|| day_of_year(&format!("{first}.")))?;
    Some(Span::Season(first, last_day))
}

/// `1.` of a month.
fn day_in(text: &str, month: i8) -> Option<(i8, i8)> {
    let day = text.strip_suffix('.').filter(|day| !day.contains('.'))?;
    day_of_year(&format!("{day}.{month}."))
}

fn times(first: &str, last: &str) -> Option<Span> {
    Some(Span::Times(minutes(first)?, minutes(last)?))
}

/// `1.6–31.8`, where it cannot be a time of day.
fn undotted(first: &str, last: &str) -> Option<Span> {
    let day = |text: &str| day_of_year(&format!("{text}.")).filter(|_| text.contains('.'));
    Some(Span::Season(day(first)?, day(last)?))
}

/// `30.6.` as month and day.
pub fn day_of_year(text: &str) -> Option<(i8, i8)> {
    if !text.ends_with('.') {
        return None;
    }
    // A leap year, so that 29.2. is a day.
    let day = crate::yaml::parse_day(&format!("{text}2024"))?;
    Some((day.month(), day.day()))
}

/// The first day in a text that no calendar has: `31.2.`, `31.6.2024`.
pub fn impossible_day(text: &str) -> Option<&str> {
    let words = text.split(|c: char| c.is_whitespace() || c == '-' || DASHES.contains(&c));
    let words = words.map(|word| word.trim_matches([',', ';', '(', ')']));
    words.filter(|word| word.contains('.')).find(|word| {
        let dated = match word.strip_suffix('.') {
            Some(_) => format!("{word}2024"),
            None => (*word).to_owned(),
        };
        let parts: Vec<Option<i16>> = dated.split('.').map(|part| part.parse().ok()).collect();
        let [Some(day), Some(month), Some(year)] = parts.as_slice() else {
            return false;
        };
        let dated_well = (1..=12).contains(month) && (1900..2200).contains(year) && *day > 0;
        dated_well && crate::yaml::parse_day(&dated).is_none()
    })
}

/// Whether a text is made of days only: digits, dots and dashes.
pub fn looks_like_days(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-');
    text.contains('.') && text.chars().all(|c| sign(c) || DASHES.contains(&c))
}

fn weekday(text: &str, locale: &Locale) -> Option<u8> {
    let wanted = text.to_lowercase();
    (0..7).find(|day| {
        let names = locale.text(&format!("calendar.weekday.{day}"), &[]);
        names.split(' ').any(|name| name == wanted)
    })
}

/// `8`, `8.30` and `16:00` as minutes from midnight.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(['.', ':']).unwrap_or((text, "00"));
    if minutes.len() != 2 {
        return None;
    }
    let whole = |part: &str| -> Option<u16> {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if digits { part.parse().ok() } else { None }
    };
    let (hours, minutes) = (whole(hours)?, whole(minutes)?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// A span as people write it: `1.6.–31.8.`, `ma, pe`, `8–16.30`.
pub fn written(span: &Span, locale: &Locale) -> String {
    let season = |(month, day): (i8, i8)| format!("{day}.{month}.");
    let hour = |minutes: u16| match (minutes / 60, minutes % 60) {
        (hours, 0) => hours.to_string(),
        (hours, minutes) => format!("{hours}.{minutes:02}"),
    };
    let weekday = |day: &u8| {
        let names = locale.text(&format!("calendar.weekday.{day}"), &[]);
        names.split(' ').next().unwrap_or_default().to_owned()
    };
    let (first, last) = match span {
        Span::Season(from, until) => (season(*from), season(*until)),
        Span::Times(from, until) => (hour(*from), hour(*until)),
        Span::Days(from, until) => (locale.day(*from), locale.day(*until)),
        Span::Weekdays(days) => {
            let days: Vec<String> = days.iter().map(weekday).collect();
            return days.join(", ");
        }
    };
    if first == last {
        return first;
    }
    format!("{first}–{last}")
}

/// Whether two spans of the same kind have a moment in common.
pub fn overlap(first: &Span, second: &Span) -> bool {
    match (first, second) {
        (Span::Season(a, b), Span::Season(c, d)) => {
            let runs = |(start, end): ((i8, i8), (i8, i8))| {
                // A season over the turn of the year is two runs.
                if start <= end {
                    vec![(start, end)]
                } else {
                    vec![(start, (12, 31)), ((1, 1), end)]
                }
            };
            let (first, second) = (runs((*a, *b)), runs((*c, *d)));
            first
                .iter()
                .any(|(a, b)| second.iter().any(|(c, d)| a <= d && c <= b))
        }
        (Span::Weekdays(first), Span::Weekdays(second)) => {
            first.iter().any(|day| second.contains(day))
        }
        (Span::Times(a, b), Span::Times(c, d)) => a < d && c < b,
        (Span::Days(a, b), Span::Days(c, d)) => a <= d && c <= b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, impossible_day, overlap, spans};
    use crate::locale::Locale;

    #[test]
    fn people_write_times_in_their_own_ways() {
        let fi = Locale::finnish();
        let weekdays = |text| spans(text, &fi);
        assert_eq!(weekdays("ma–to"), [Span::Weekdays(vec![0, 1, 2, 3])]);
        assert_eq!(weekdays("la-su"), [Span::Weekdays(vec![5, 6])]);
        assert_eq!(spans("klo 8–16.30", &fi), [Span::Times(480, 990)]);
        let summer = Span::Season((6, 1), (8, 31));
        assert_eq!(spans("1.6.–31.8.", &fi), vec![summer.clone()]);
        assert_eq!(
            spans("1.6.-31.8. ja 1.12.-6.1.", &fi),
            [summer, Span::Season((12, 1), (1, 6))]
        );
        assert_eq!(spans("kesäkausi", &fi), []);
    }

    #[test]
    fn a_season_has_many_spellings() {
        let fi = Locale::finnish();
        let summer = [Span::Season((6, 1), (8, 31))];
        for text in [
            "1.6.–31.8.",
            "1.6.-31.8.",
            "1.6. – 31.8.",
            "1.6. - 31.8.",
            "1.6.\u{2014}31.8.",
            "1.6–31.8",
            "1.6 – 31.8",
            "1.6–31.8.",
            "1.6.–31.8",
            "01.06.–31.08.",
            "1. 6. – 31. 8.",
        ] {
            assert_eq!(spans(text, &fi), summer, "{text}");
        }
        assert_eq!(spans("1.–30.6.", &fi), [Span::Season((6, 1), (6, 30))]);
        let day = |text: &str| crate::yaml::parse_day(text).expect("a day");
        let days = |first, last| [Span::Days(day(first), day(last))];
        for text in [
            "1.6.2024–31.8.2024",
            "1.6.–31.8.2024",
            "2024-06-01 – 2024-08-31",
            "2024-06-01–2024-08-31",
        ] {
            assert_eq!(spans(text, &fi), days("1.6.2024", "31.8.2024"), "{text}");
        }
        assert_eq!(
            spans("1.11.–30.4.2025", &fi),
            days("1.11.2024", "30.4.2025")
        );
        assert_eq!(spans("8.30–16.00", &fi), [Span::Times(510, 960)]);
        for text in ["1.6.–31.2.", "1.6.31.8.", "1,6.–31.8.", "8.3–16"] {
            assert_eq!(spans(text, &fi), [], "{text}");
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_found() {
        assert_eq!(impossible_day("1.6.–31.2."), Some("31.2."));
        assert_eq!(impossible_day("TOT. 31.6.2024"), Some("31.6.2024"));
        for text in [
            "29.2.",
            "1.6.–31.8.",
            "klo 8.30.",
            "1.2.3",
            "kohta 31.20.",
            "2024",
        ] {
            assert_eq!(impossible_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_winter_goes_over_the_turn_of_the_year() {
        let winter = Span::Season((11, 1), (4, 30));
        assert!(overlap(&winter, &Span::Season((4, 30), (5, 1))));
        assert!(!overlap(&winter, &Span::Season((5, 1), (10, 31))));
        assert!(!overlap(&Span::Times(480, 960), &Span::Times(960, 1200)));
    }
}
