//! What times that follow one another leave out: a day between two seasons, a weekday, half an
//! hour. A long time that is left out is meant, and so is one within the times of one price.

use jiff::civil::Date;

use super::Span;

/// A time that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The time itself.
    pub span: Span,
    /// Whose time ends before it, by number.
    pub before: usize,
    /// Whose time begins after it.
    pub after: usize,
}

/// The most days between two seasons that nobody has meant.
pub const MOST_DAYS: usize = 7;

/// The most weekdays left out of those that are named.
const MOST_WEEKDAYS: usize = 2;

/// Minutes that are more than a way of writing (`8–15.59`) and less than a pause.
const MINUTES: std::ops::Range<u16> = 2..60;

/// The gaps between the times of several prices; none when they are of different kinds.
pub fn gaps(times: &[&[Span]]) -> Vec<Gap> {
    let kind = |span: &Span| std::mem::discriminant(span);
    let mut spans = times.iter().flat_map(|spans| spans.iter());
    let first = spans.next().map(kind);
    let mixed = spans.any(|span| Some(kind(span)) != first);
    if mixed || times.len() < 2 || times.iter().any(|spans| spans.is_empty()) {
        return Vec::new();
    }
    match times.first().and_then(|spans| spans.first()) {
        Some(Span::Season(..)) => seasons(times),
        Some(Span::Weekdays(_)) => weekdays(times).into_iter().collect(),
        Some(Span::Times(..)) => hours(times),
        Some(Span::Days(..)) => days(times),
        None => Vec::new(),
    }
}

/// Days of the year, of a leap year, and who covers each.
fn seasons(times: &[&[Span]]) -> Vec<Gap> {
    let mut days = year();
    let mut owners: Vec<Vec<usize>> = vec![Vec::new(); days.len()];
    for (owner, spans) in times.iter().enumerate() {
        for span in *spans {
            let Span::Season(from, until) = span else {
                continue;
            };
            for (day, owners) in days.iter().zip(&mut owners) {
                let inside = match from <= until {
                    true => from <= day && day <= until,
                    false => day >= from || day <= until,
                };
                if inside {
                    owners.push(owner);
                }
            }
        }
    }
    // The day of a leap year goes with the day before it: "1.12.–28.2.".
    if let Some(leap) = days.iter().position(|day| *day == (2, 29)) {
        days.remove(leap);
        owners.remove(leap);
    }
    let count = days.len();
    let at = |index: usize| owners.get(index % count);
    let covered = |index: usize| at(index).is_some_and(|owners| !owners.is_empty());
    let mut found = Vec::new();
    for last in (0..count).filter(|index| covered(*index) && !covered(index + 1)) {
        let Some(length) = (1..=MOST_DAYS).find(|length| covered(last + length + 1)) else {
            continue;
        };
        let (Some(before), Some(after)) = (at(last), at(last + length + 1)) else {
            continue;
        };
        let (Some(from), Some(until)) = (
            days.get((last + 1) % count),
            days.get((last + length) % count),
        ) else {
            continue;
        };
        found.extend(between(before, after, Span::Season(*from, *until)));
    }
    found
}

/// A gap is one when nobody is on both sides of it.
fn between(before: &[usize], after: &[usize], span: Span) -> Option<Gap> {
    let closed = before.iter().any(|owner| after.contains(owner));
    let (before, after) = (*before.first()?, *after.first()?);
    (!closed).then_some(Gap {
        span,
        before,
        after,
    })
}

fn year() -> Vec<(i8, i8)> {
    let first = Date::constant(2024, 1, 1);
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    let days = days.take_while(|day| day.year() == first.year());
    days.map(|day| (day.month(), day.day())).collect()
}

fn weekdays(times: &[&[Span]]) -> Option<Gap> {
    let named = |day: &u8| {
        let mut spans = times.iter().flat_map(|spans| spans.iter());
        spans.any(|span| matches!(span, Span::Weekdays(days) if days.contains(day)))
    };
    let missing: Vec<u8> = (0..7).filter(|day| !named(day)).collect();
    let few = (1..=MOST_WEEKDAYS).contains(&missing.len());
    few.then_some(Gap {
        span: Span::Weekdays(missing),
        before: times.len() - 2,
        after: times.len() - 1,
    })
}

fn hours(times: &[&[Span]]) -> Vec<Gap> {
    let mut all: Vec<(u16, u16, usize)> = Vec::new();
    for (owner, spans) in times.iter().enumerate() {
        for span in *spans {
            match span {
                Span::Times(from, until) if from <= until => all.push((*from, *until, owner)),
                // Over midnight.
                Span::Times(from, until) => {
                    all.extend([(*from, 24 * 60, owner), (0, *until, owner)])
                }
                _ => {}
            }
        }
    }
    all.sort_unstable();
    let long = |from: u16, until: u16| MINUTES.contains(&(until.saturating_sub(from)));
    joints(&all)
        .into_iter()
        .filter(|(from, until, ..)| long(*from, *until))
        .filter_map(|(from, until, before, after)| {
            between(&[before], &[after], Span::Times(from, until))
        })
        .collect()
}

fn days(times: &[&[Span]]) -> Vec<Gap> {
    let mut all: Vec<(Date, Date, usize)> = Vec::new();
    for (owner, spans) in times.iter().enumerate() {
        for span in *spans {
            if let Span::Days(from, until) = span {
                all.push((*from, *until, owner));
            }
        }
    }
    all.sort_unstable();
    joints(&all)
        .into_iter()
        .filter_map(|(end, start, before, after)| {
            let (from, until) = days_between(end, start)?;
            between(&[before], &[after], Span::Days(from, until))
        })
        .collect()
}

/// The few days between the last day of something and the first day of what follows it.
pub fn days_between(end: Date, start: Date) -> Option<(Date, Date)> {
    let few = usize::try_from((start - end).get_days() - 1).ok()?;
    let gap = (end.tomorrow().ok()?, start.yesterday().ok()?);
    (1..=MOST_DAYS).contains(&few).then_some(gap)
}

/// Where times in order of their beginnings do not follow at once: the end so far, the next
/// beginning, and whose they are.
fn joints<T: Copy + Ord>(all: &[(T, T, usize)]) -> Vec<(T, T, usize, usize)> {
    let mut found = Vec::new();
    let Some((_, mut end, mut owner)) = all.first().copied() else {
        return found;
    };
    for (from, until, next) in all.iter().skip(1).copied() {
        if from > end {
            found.push((end, from, owner, next));
        }
        if until > end {
            (end, owner) = (until, next);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::gaps;
    use crate::calendar::{Span, spans};
    use crate::locale::Locale;

    fn between(times: &[&str]) -> Vec<Span> {
        let fi = Locale::finnish();
        let read: Vec<Vec<Span>> = times.iter().map(|text| spans(text, &fi)).collect();
        let read: Vec<&[Span]> = read.iter().map(Vec::as_slice).collect();
        gaps(&read).into_iter().map(|gap| gap.span).collect()
    }

    #[test]
    fn a_few_days_between_seasons_are_a_gap() {
        let first = [Span::Season((9, 1), (9, 1))];
        assert_eq!(between(&["1.6.–31.8.", "2.9.–31.5."]), first);
        let turn = [Span::Season((1, 1), (1, 6))];
        assert_eq!(between(&["7.1.–31.5.", "1.6.–31.12."]), turn);
        // Closed from May to November, a leap day, and Christmas within one season.
        assert_eq!(between(&["1.12.–28.2.", "1.3.–30.4."]), []);
        assert_eq!(between(&["1.1.–28.2.", "1.3.–31.12."]), []);
        assert_eq!(between(&["1.6.–31.8.", "1.9.–23.12. ja 27.12.–31.5."]), []);
        assert_eq!(between(&["1.6.–31.8."]), []);
    }

    #[test]
    fn a_weekday_that_nobody_names_is_a_gap() {
        assert_eq!(between(&["ma–to", "la–su"]), [Span::Weekdays(vec![4])]);
        assert_eq!(between(&["ma–pe", "la–su"]), []);
        assert_eq!(between(&["ma", "pe"]), []);
    }

    #[test]
    fn half_an_hour_is_a_gap_and_a_night_is_not() {
        assert_eq!(between(&["8–16", "16.30–21"]), [Span::Times(960, 990)]);
        assert_eq!(between(&["8–16", "16–21"]), []);
        assert_eq!(between(&["8–15.59", "16–21"]), []);
        assert_eq!(between(&["8–12", "14–21"]), []);
        assert_eq!(between(&["8–16", "16.30–21", "12–18"]), []);
    }

    #[test]
    fn days_of_the_calendar_follow_one_another() {
        let days = between(&["1.1.2025–31.5.2025", "3.6.2025–31.8.2025"]);
        assert_eq!(days.len(), 1);
        assert_eq!(between(&["1.1.2025–31.5.2025", "1.6.2025–31.8.2025"]), []);
        assert_eq!(between(&["1.1.2025–31.5.2025", "1.8.2025–31.8.2025"]), []);
        assert_eq!(between(&["1.1.2025–31.5.2025", "8–16"]), []);
    }
}
