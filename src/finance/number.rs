//! Numbers as people write them: `-3 150 893`, `−95,9`, `12.10`, `40 €`, `25,5 %`.
//! What cannot be read for certain is refused, never guessed.

use rust_decimal::Decimal;

use crate::diagnostic::{Finding, Place};

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Something else than digits, a sign, spaces and one decimal mark.
    NotANumber,
    /// `1.280`: one thousand or one and a bit?
    ThousandsOrDecimals,
    /// Groups that are not three digits: `12 34`.
    Grouping,
    /// `010`.
    LeadingZero,
    /// More digits than are kept exactly.
    TooLong,
}

impl Fault {
    /// The finding about a text at a place.
    pub fn finding(self, text: &str, place: Place) -> Finding {
        let help = match self {
            Fault::NotANumber => "help",
            Fault::ThousandsOrDecimals => "help-thousands",
            Fault::Grouping => "help-grouping",
            Fault::LeadingZero => "help-leading-zero",
            Fault::TooLong => "help-too-long",
        };
        Finding::error("not-a-number", place)
            .with("text", text)
            .helped_by(help)
    }
}

/// Digits an amount may have in all.
const MOST_DIGITS: usize = 20;

/// What stands before the decimals in a language; the other one stands between thousands, if
/// anything but a space does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// `1 234,50`. A point is read as well, for spreadsheets write it: `1234.50`.
    #[default]
    Comma,
    /// `1,234.50`.
    Point,
}

/// Signs of currencies, which may stand on either side.
const CURRENCIES: [char; 3] = ['€', '£', '$'];

/// The exact number with as many decimals as were written. A unit `€` or `%` may follow, brackets
/// make it negative, and `10,-` is ten.
pub fn parse(text: &str, mark: Mark) -> Result<Decimal, Fault> {
    let text = text.trim_end_matches(['€', '£', '$', '%']).trim();
    let (bracketed, text) = match text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => (true, inner.trim()),
        None => (false, text),
    };
    let text = text.trim_end_matches(CURRENCIES).trim();
    // An en dash right before a digit is a minus that a word processor has changed.
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches(CURRENCIES).trim_start();
    let digits = digits
        .strip_suffix(",-")
        .or_else(|| digits.strip_suffix(",\u{2013}"))
        .unwrap_or(digits);
    if bracketed && negative {
        return Err(Fault::NotANumber);
    }
    let (whole, decimals) = match mark {
        Mark::Comma => split_decimals(digits)?,
        Mark::Point => split_point(digits)?,
    };
    let whole = match mark {
        Mark::Point if whole.contains(',') => ungrouped(whole, |c| c == ',')?,
        _ => ungrouped(whole, is_space)?,
    };
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(Fault::LeadingZero);
    }
    if whole.len() + decimals.len() > MOST_DIGITS {
        return Err(Fault::TooLong);
    }
    let plain = if decimals.is_empty() {
        whole
    } else {
        format!("{whole}.{decimals}")
    };
    let mut number = Decimal::from_str_exact(&plain).map_err(|_| Fault::NotANumber)?;
    number.set_sign_negative((negative || bracketed) && !number.is_zero());
    Ok(number)
}

/// Decimals after a point; commas before it stand between thousands.
fn split_point(digits: &str) -> Result<(&str, &str), Fault> {
    let Some((whole, decimals)) = digits.rsplit_once('.') else {
        // "12,50" in a language that writes 12.50 may be either.
        let last = digits.rsplit_once(',').map(|(_, last)| last.len());
        return match last {
            Some(length) if length != 3 => Err(Fault::ThousandsOrDecimals),
            _ => Ok((digits, "")),
        };
    };
    let all_digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits || whole.is_empty() || whole.contains('.') {
        return Err(Fault::NotANumber);
    }
    Ok((whole, decimals))
}

fn split_decimals(digits: &str) -> Result<(&str, &str), Fault> {
    let Some((whole, decimals)) = digits.rsplit_once([',', '.']) else {
        return Ok((digits, ""));
    };
    let all_digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits || whole.is_empty() {
        return Err(Fault::NotANumber);
    }
    let digit = |c: char| c.is_ascii_digit() || is_space(c) || matches!(c, ',' | '.');
    if !whole.chars().all(digit) {
        return Err(Fault::NotANumber);
    }
    if whole.contains([',', '.']) {
        return Err(Fault::ThousandsOrDecimals);
    }
    let dotted = digits.contains('.') && decimals.len() == 3 && whole != "0";
    if dotted {
        Err(Fault::ThousandsOrDecimals)
    } else {
        Ok((whole, decimals))
    }
}

/// Digits without what stands between groups of three.
fn ungrouped(whole: &str, between: fn(char) -> bool) -> Result<String, Fault> {
    let groups: Vec<&str> = whole.split(between).collect();
    if groups
        .iter()
        .any(|group| group.is_empty() || !group.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(Fault::NotANumber);
    }
    let (first, rest) = groups.split_first().ok_or(Fault::NotANumber)?;
    let grouped =
        rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    if grouped {
        Ok(groups.concat())
    } else {
        Err(Fault::Grouping)
    }
}

/// The spaces that spreadsheets and PDFs put between thousands.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

#[cfg(test)]
mod tests {
    use super::{Fault, Mark, parse};

    #[test]
    fn numbers_are_read_as_written() {
        for (text, number) in [
            ("-3 150 893", "-3150893"),
            ("\u{2212}95,9", "-95.9"),
            ("\u{2013}1 905 112", "-1905112"),
            ("- 34 110", "-34110"),
            ("24,70", "24.70"),
            ("12.10", "12.10"),
            ("1\u{a0}280\u{202f}320", "1280320"),
            ("40 €", "40"),
            ("25,5 %", "25.5"),
            ("0,00", "0.00"),
            ("-0", "0"),
            ("10,-", "10"),
            ("(1 234)", "-1234"),
            ("£ 12.50", "12.50"),
            ("12345678901234567,89", "12345678901234567.89"),
        ] {
            assert_eq!(
                parse(text, Mark::Comma).map(|n| n.to_string()).as_deref(),
                Ok(number),
                "{text}"
            );
        }
    }

    #[test]
    fn doubtful_numbers_are_refused() {
        for (text, fault) in [
            ("1.280", Fault::ThousandsOrDecimals),
            ("1.280.320", Fault::ThousandsOrDecimals),
            ("12 34", Fault::Grouping),
            ("1234 567", Fault::Grouping),
            ("010", Fault::LeadingZero),
            ("1_000", Fault::NotANumber),
            ("1e3", Fault::NotANumber),
            (",5", Fault::NotANumber),
            ("", Fault::NotANumber),
            ("12,", Fault::NotANumber),
            ("--1", Fault::NotANumber),
            ("noin 40", Fault::NotANumber),
            ("123456789012345678901", Fault::TooLong),
        ] {
            assert_eq!(parse(text, Mark::Comma), Err(fault), "{text}");
        }
    }

    #[test]
    fn english_numbers_have_commas_between_thousands() {
        for (text, number) in [
            ("1,234", Ok("1234")),
            ("£1,234,567.50", Ok("1234567.50")),
            ("(1,234)", Ok("-1234")),
            ("1.280", Ok("1.280")),
            ("1 234", Ok("1234")),
            ("12,50", Err(Fault::ThousandsOrDecimals)),
            ("12,34,567", Err(Fault::Grouping)),
        ] {
            let read = parse(text, Mark::Point).map(|number| number.to_string());
            assert_eq!(read.as_deref().map_err(|fault| *fault), number, "{text}");
        }
    }
}
