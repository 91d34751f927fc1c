//! Numbers as people write them: `-3 150 893`, `−95,9`, `12.10`, `40 €`, `25,5 %`.
//! What cannot be read for certain is refused, never guessed.

mod plain;
mod slip;

use rust_decimal::Decimal;

use crate::diagnostic::{Finding, Place};

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Something else than digits, a sign, spaces and one decimal mark.
    NotANumber,
    /// `1.280`: one thousand or one and a bit?
    ThousandsOrDecimals,
    /// `1.234,50`, `1.280.320`: a mark where a space stands between thousands.
    MarkedThousands,
    /// `32,67,5`: more marks than one number has.
    Marks,
    /// Groups that are not three digits: `12 34`.
    Grouping,
    /// `010`.
    LeadingZero,
    /// More digits than are kept exactly.
    TooLong,
    /// `12, 50`, `,5`: a mark without a digit on both sides.
    Comma,
    /// `2,03.`: a mark at the end.
    EndMark,
    /// `12-`, `— 12`: a minus that does not stand before the number, or is none.
    Minus,
    /// `12,5 t€`, `12 kk`: words after the number.
    Unit,
    /// `”12”`.
    Quotes,
    /// `[12,10]`.
    Brackets,
}

impl Fault {
    /// The finding about a text at a place.
    pub fn finding(self, text: &str, place: Place) -> Finding {
        let help = match self {
            Fault::NotANumber => "help",
            Fault::ThousandsOrDecimals => "help-thousands",
            Fault::MarkedThousands => "help-marked-thousands",
            Fault::Marks => "help-marks",
            Fault::Grouping => "help-grouping",
            Fault::LeadingZero => "help-leading-zero",
            Fault::TooLong => "help-too-long",
            Fault::Comma => "help-comma",
            Fault::EndMark => "help-end",
            Fault::Minus => "help-minus",
            Fault::Unit => "help-unit",
            Fault::Quotes => "help-quotes",
            Fault::Brackets => "help-brackets",
        };
        let finding = Finding::error("not-a-number", place).with("text", text);
        let finding = match self {
            Fault::ThousandsOrDecimals => {
                let (thousands, decimals) = slip::readings(text);
                finding
                    .with("thousands", thousands)
                    .with("decimals", decimals)
            }
            Fault::MarkedThousands => {
                finding.with("proper", slip::spaced(text).unwrap_or_default())
            }
            Fault::EndMark => finding.with("bare", text.trim_end_matches(['.', ','])),
            _ => finding,
        };
        finding.helped_by(help)
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

/// Their codes, which may stand there too.
const CODES: [&str; 6] = ["EUR", "GBP", "USD", "SEK", "NOK", "DKK"];

/// What a minus is written with: the key of a keyboard, the sign itself, and what a word processor
/// makes of them, an en dash and the hyphens.
const MINUSES: [char; 5] = ['-', '\u{2212}', '\u{2013}', '\u{2010}', '\u{2011}'];

/// The exact number with as many decimals as were written. A unit `€` or `%` may follow, brackets
/// make it negative, and `10,-` is ten.
pub fn parse(text: &str, mark: Mark) -> Result<Decimal, Fault> {
    if let Some(number) = plain::plain(text, mark) {
        return Ok(number);
    }
    parse_any(text, mark).map_err(|fault| match fault {
        Fault::NotANumber => slip::slip(text),
        other => other,
    })
}

/// A number in any of the ways it may be written.
fn parse_any(text: &str, mark: Mark) -> Result<Decimal, Fault> {
    let is_sign = |sign: &char| *sign == '%' || CURRENCIES.contains(sign);
    if text.chars().filter(is_sign).count() > 1 {
        return Err(Fault::NotANumber);
    }
    let text = without_currency(text.strip_suffix('%').unwrap_or(text));
    let (bracketed, text) = match text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => (true, inner.trim()),
        None => (false, text),
    };
    let text = without_currency(text);
    let (negative, digits) = match text.strip_prefix(MINUSES) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = without_currency(digits);
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

/// Whether two numbers differ by one pair of neighbouring digits that changed places: 1 871 105 and
/// 1 871 150.
pub fn are_swapped(one: Decimal, other: Decimal) -> bool {
    let (one, other) = (one.abs().to_string(), other.abs().to_string());
    let pairs: Vec<_> = one.bytes().zip(other.bytes()).collect();
    let off: Vec<usize> = (0..pairs.len())
        .filter(|at| pairs.get(*at).is_some_and(|(a, b)| a != b))
        .collect();
    let [first, second] = off.as_slice() else {
        return false;
    };
    let at = |index: usize| pairs.get(index).copied();
    let crossed = at(*first).zip(at(*second));
    one.len() == other.len()
        && first + 1 == *second
        && crossed.is_some_and(|((a, b), (c, d))| a == d && b == c)
}

/// A number without the currency on one side of it.
fn without_currency(text: &str) -> &str {
    let text = text.trim();
    if let Some(bare) = text
        .strip_prefix(CURRENCIES)
        .or_else(|| text.strip_suffix(CURRENCIES))
    {
        return bare.trim();
    }
    let is_code = |part: &str| CODES.iter().any(|code| code.eq_ignore_ascii_case(part));
    let split = |at: Option<usize>| text.split_at_checked(at?);
    match (split(Some(3)), split(text.len().checked_sub(3))) {
        (Some((code, bare)), _) if is_code(code) => bare.trim(),
        (_, Some((bare, code))) if is_code(code) => bare.trim(),
        _ => text,
    }
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
        return Err(match slip::spaced(digits) {
            Some(_) => Fault::MarkedThousands,
            None => Fault::Marks,
        });
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

/// The spaces that spreadsheets, word processors and PDFs put between thousands: no-break, narrow,
/// thin, as wide as a digit. A tab divides cells.
fn is_space(character: char) -> bool {
    character.is_whitespace() && !character.is_control()
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
            ("-1 539 366", "-1539366"),
            ("1\u{2007}280\u{2009}320", "1280320"),
            ("1\u{200a}280\u{205f}320", "1280320"),
            ("\u{2212}12", "-12"),
            ("\u{2013}12", "-12"),
            ("\u{2011}12", "-12"),
            ("12,00\u{a0}€", "12.00"),
            ("12,50 ", "12.50"),
            ("12.50 €", "12.50"),
            ("25,5%", "25.5"),
            ("12,\u{2013}", "12"),
            ("12 EUR", "12"),
            ("12 eur", "12"),
            ("EUR 12,50", "12.50"),
            ("-12 €", "-12"),
            ("€ -12", "-12"),
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
            ("1.280.320", Fault::MarkedThousands),
            ("32,67,5", Fault::Marks),
            ("1.28.320", Fault::Marks),
            ("41,00 €€", Fault::Unit),
            ("€ 41,00 €", Fault::NotANumber),
            ("€-€12", Fault::NotANumber),
            ("41,00 €%", Fault::NotANumber),
            ("12 34", Fault::Grouping),
            ("1234 567", Fault::Grouping),
            ("010", Fault::LeadingZero),
            ("1_000", Fault::NotANumber),
            ("1e3", Fault::NotANumber),
            (",5", Fault::Comma),
            ("", Fault::NotANumber),
            ("12,", Fault::EndMark),
            ("12, 50", Fault::Comma),
            ("--1", Fault::Minus),
            ("12-", Fault::Minus),
            ("\u{2014} 12", Fault::Minus),
            ("noin 40", Fault::NotANumber),
            ("12e", Fault::Unit),
            ("12 euroa", Fault::Unit),
            ("12,5 t€", Fault::Unit),
            ("-12,5 milj. €", Fault::Unit),
            ("12,50 €/h", Fault::Unit),
            ("[12,10]", Fault::Brackets),
            ("{ a: 20,72 }", Fault::Brackets),
            ("\u{201d}12\u{201d}", Fault::Quotes),
            ("\u{201c}12\u{201d}", Fault::Quotes),
            ("no", Fault::NotANumber),
            ("12:30", Fault::NotANumber),
            ("0x10", Fault::NotANumber),
            ("1.280.320,50", Fault::MarkedThousands),
            ("1,280,320.50", Fault::MarkedThousands),
            ("1\t280", Fault::NotANumber),
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
