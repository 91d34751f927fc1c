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

/// The exact number with as many decimals as were written. A unit `€` or `%` may follow.
pub fn parse(text: &str) -> Result<Decimal, Fault> {
    let text = text.trim_end_matches(['€', '%']).trim();
    // An en dash right before a digit is a minus that a word processor has changed.
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = split_decimals(digits)?;
    let whole = ungrouped(whole)?;
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
    number.set_sign_negative(negative && !number.is_zero());
    Ok(number)
}

fn split_decimals(digits: &str) -> Result<(&str, &str), Fault> {
    let Some((whole, decimals)) = digits.rsplit_once([',', '.']) else {
        return Ok((digits, ""));
    };
    let all_digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits || whole.is_empty() {
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

/// Digits without the spaces between groups of three.
fn ungrouped(whole: &str) -> Result<String, Fault> {
    let groups: Vec<&str> = whole.split(is_space).collect();
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
    use super::{Fault, parse};

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
            ("12345678901234567,89", "12345678901234567.89"),
        ] {
            assert_eq!(
                parse(text).map(|n| n.to_string()).as_deref(),
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
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }
}
