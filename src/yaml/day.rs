//! Days as people write them, `30.6.2024` or `2024-06-30`, and what is wrong with those that
//! cannot be read. Only a day of the calendar is one.

use jiff::civil::Date;

use crate::diagnostic::{Finding, Place};

/// What a day looks like in its two spellings.
pub const DAY: &str = r"^\s*([0-9]{1,4}\s*\.\s*[0-9]{1,4}\s*\.\s*[0-9]{4}|[0-9]{4}\s*-\s*[0-9]{1,4}\s*-\s*[0-9]{1,4})\s*$";

/// A day in one of its two spellings.
pub fn parse_day(text: &str) -> Option<Date> {
    read(text).ok()
}

/// The finding about a text that is not a day.
pub fn not_a_day(text: &str, place: Place) -> Finding {
    let finding = Finding::error("not-a-day", place).with("text", text);
    match read(text) {
        Err(Fault::ShortYear(proper)) => finding.with("proper", proper).helped_by("help-year"),
        Err(Fault::NoYear) => finding.helped_by("help-no-year"),
        Err(Fault::Month) => finding.helped_by("help-month"),
        Err(Fault::Calendar { month, days }) => finding
            .with("month", month)
            .with("days", days.to_string())
            .helped_by("help-calendar"),
        Err(Fault::Form) | Ok(_) => finding,
    }
}

/// Why a text is not a day.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// Something else than three numbers.
    Form,
    /// `30.6.24`, and how it is written in full.
    ShortYear(String),
    /// `30.6.`.
    NoYear,
    /// `6.30.2024`.
    Month,
    /// `31.2.2024`: the month and how many days it has.
    Calendar { month: String, days: i8 },
}

fn read(text: &str) -> Result<Date, Fault> {
    let dotted = text.contains('.');
    let parts = text.split(if dotted { '.' } else { '-' });
    // "30. 6. 2024" is the same day.
    let mut parts = parts.map(str::trim);
    let mut part = || parts.next();
    let (year, month, day) = match [part(), part(), part(), part()] {
        [Some(day), Some(month), None | Some(""), None] if dotted => {
            return Err(without_year(day, month));
        }
        [Some(day), Some(month), Some(year), None] if dotted => (year, month, day),
        [Some(year), Some(month), Some(day), None] if !dotted => (year, month, day),
        _ => return Err(Fault::Form),
    };
    let (Some(whole_year), Some(month), Some(day)) = (number(year), number(month), number(day))
    else {
        return Err(Fault::Form);
    };
    match year.len() {
        4 => date(whole_year, month, day),
        2 if dotted => Err(Fault::ShortYear(format!("{day}.{month}.20{year}"))),
        _ => Err(Fault::Form),
    }
}

/// What is wrong with `30.6.`, and with `31.2.` besides that.
fn without_year(day: &str, month: &str) -> Fault {
    let (Some(day), Some(month)) = (number(day), number(month)) else {
        return Fault::Form;
    };
    match date(2024, month, day) {
        Ok(_) => Fault::NoYear,
        Err(Fault::Calendar { days, .. }) => Fault::Calendar {
            month: month.to_string(),
            days,
        },
        Err(fault) => fault,
    }
}

fn date(year: i16, month: i16, day: i16) -> Result<Date, Fault> {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(Fault::Form);
    };
    let first = Date::new(year, month, 1).map_err(|_| Fault::Month)?;
    Date::new(year, month, day).map_err(|_| Fault::Calendar {
        month: format!("{month}/{year}"),
        days: first.days_in_month(),
    })
}

fn number(part: &str) -> Option<i16> {
    let digits = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits { part.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{not_a_day, parse_day};
    use crate::diagnostic::{FileId, Place};

    #[test]
    fn a_day_is_read_in_its_usual_spellings() {
        let day = parse_day("2024-06-30");
        assert!(day.is_some());
        for text in [
            "30.6.2024",
            "30.06.2024",
            "30. 6. 2024",
            "30.\u{a0}6.\u{a0}2024",
            "2024-6-30",
        ] {
            assert_eq!(parse_day(text), day, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_told_by_its_slip() {
        for (text, help) in [
            ("31.2.2024", "help-calendar"),
            ("31.6.2024", "help-calendar"),
            ("29.2.2023", "help-calendar"),
            ("0.6.2024", "help-calendar"),
            ("6.30.2024", "help-month"),
            ("30.6.24", "help-year"),
            ("30.6.", "help-no-year"),
            ("30.6", "help-no-year"),
            ("31.2.", "help-calendar"),
            ("2024-6", "help"),
            ("30,6,2024", "help"),
            ("30/6/2024", "help"),
            ("1.1.1.2024", "help"),
            ("+1.1.2024", "help"),
            ("2024", "help"),
            ("kesäkuu", "help"),
            ("", "help"),
        ] {
            assert_eq!(parse_day(text), None, "{text}");
            assert_eq!(not_a_day(text, Place::top(FileId(0))).help, help, "{text}");
        }
    }
}
