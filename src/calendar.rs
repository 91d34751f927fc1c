//! Seasons, weekdays and times of day (kaudet, viikonpäivät, kellonajat) as people write them:
//! `1.6.–31.8.`, `ma–pe`, `8–16`. What cannot be read stays a text and is not judged.

pub mod due;

use jiff::civil::Date;

use crate::locale::Locale;

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
    let joined = text
        .replace(&format!(" {and} "), ",")
        .replace('\u{2013}', "-");
    let parts: Vec<&str> = joined
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let read: Option<Vec<Span>> = parts.iter().map(|part| span(part, locale)).collect();
    read.unwrap_or_default()
}

fn span(text: &str, locale: &Locale) -> Option<Span> {
    let bare = text.trim_start_matches("klo").trim();
    let (first, last) = match bare.split_once('-') {
        Some((first, last)) => (first.trim(), last.trim()),
        None => (bare, bare),
    };
    if let (Some(first), Some(last)) = (weekday(first, locale), weekday(last, locale)) {
        let mut days = vec![first];
        let mut day = first;
        while day != last {
            day = (day + 1) % 7;
            days.push(day);
        }
        return Some(Span::Weekdays(days));
    }
    if let (Some(first), Some(last)) = (day_of_year(first), day_of_year(last)) {
        return Some(Span::Season(first, last));
    }
    if let (Some(first), Some(last)) = (crate::yaml::parse_day(first), crate::yaml::parse_day(last))
    {
        return Some(Span::Days(first, last));
    }
    if bare.contains('-')
        && let (Some(first), Some(last)) = (minutes(first), minutes(last))
    {
        return Some(Span::Times(first, last));
    }
    None
}

/// `30.6.` as month and day.
pub fn day_of_year(text: &str) -> Option<(i8, i8)> {
    // A leap year, so that 29.2. is a day.
    let day = crate::yaml::parse_day(&format!("{text}2024")).filter(|_| text.ends_with('.'))?;
    Some((day.month(), day.day()))
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
    let (hours, minutes) = text.split_once(['.', ':']).unwrap_or((text, "0"));
    let whole = |part: &str| -> Option<u16> {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if digits { part.parse().ok() } else { None }
    };
    let (hours, minutes) = (whole(hours)?, whole(minutes)?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
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
    use super::{Span, overlap, spans};
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
    fn a_winter_goes_over_the_turn_of_the_year() {
        let winter = Span::Season((11, 1), (4, 30));
        assert!(overlap(&winter, &Span::Season((4, 30), (5, 1))));
        assert!(!overlap(&winter, &Span::Season((5, 1), (10, 31))));
        assert!(!overlap(&Span::Times(480, 960), &Span::Times(960, 1200)));
    }
}
