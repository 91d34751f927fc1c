//! Numbers, percentages, amounts and days in the language's own typography.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Locale;
use crate::finance::number::Mark;

/// No-break space.
const NBSP: char = '\u{a0}';
/// The minus sign.
const MINUS: char = '\u{2212}';

impl Locale {
    /// What stands before decimals in data written in this language.
    pub fn mark(&self) -> Mark {
        match self.word("number.decimal") {
            Some(".") => Mark::Point,
            _ => Mark::Comma,
        }
    }

    /// A number with all its decimals: `−1 539 366`, `25,00`.
    pub fn number(&self, number: Decimal) -> String {
        let mut text = String::with_capacity(24);
        self.push_number(&mut text, number);
        text
    }

    /// A number at the end of a text.
    pub fn push_number(&self, text: &mut String, number: Decimal) {
        if is_negative(number) {
            text.push(MINUS);
        }
        self.push_digits(text, number);
    }

    /// The digits of a number in groups of three, without its sign.
    fn push_digits(&self, text: &mut String, number: Decimal) {
        let mut room = [b'0'; ROOM];
        let digits = digits(number, &mut room);
        let (whole, decimals) = match number.scale() {
            0 => (&*digits, ""),
            _ => digits.split_once('.').unwrap_or((&digits, "")),
        };
        let (mut group, mut rest) = whole.split_at(whole.len() % 3);
        text.push_str(group);
        while !rest.is_empty() {
            if !group.is_empty() {
                text.push_str(&self.words.group);
            }
            (group, rest) = rest.split_at(3);
            text.push_str(group);
        }
        if !decimals.is_empty() {
            text.push_str(&self.words.decimal);
            text.push_str(decimals);
        }
    }

    /// A number with its unit: `32,67 €`, `25,5 %`. A unit like `€/h` keeps only its first part.
    pub fn amount(&self, number: Decimal, unit: &str) -> String {
        let form = self.words.currencies.get(unit);
        if let Some(form) = form.filter(|_| !unit.is_empty()) {
            let mut text = String::with_capacity(form.len() + 24);
            if is_negative(number) {
                text.push(MINUS);
            }
            for (index, part) in form.split("{number}").enumerate() {
                if index > 0 {
                    self.push_digits(&mut text, number);
                }
                text.push_str(part);
            }
            return text;
        }
        match unit {
            "" => self.number(number),
            "%" => self.in_form(&self.words.percent, number, unit),
            _ => unbroken(self.in_form(&self.words.amount, number, unit)),
        }
    }

    /// A form with `{number}` and `{unit}` in it.
    fn in_form(&self, form: &str, number: Decimal, unit: &str) -> String {
        let mut text = String::with_capacity(form.len() + unit.len() + 24);
        for (index, part) in form.split(['{', '}']).enumerate() {
            match part {
                "number" if index % 2 == 1 => self.push_number(&mut text, number),
                "unit" if index % 2 == 1 => text.push_str(unit),
                _ => text.push_str(part),
            }
        }
        text
    }

    pub fn percent(&self, number: Decimal) -> String {
        self.amount(number, "%")
    }

    /// `30.6.2024`.
    pub fn day(&self, day: Date) -> String {
        let (d, m, y) = (
            day.day().to_string(),
            day.month().to_string(),
            day.year().to_string(),
        );
        let month = self.text(&format!("month.{m}"), &[]);
        let values = [
            ("day", d.as_str()),
            ("month", m.as_str()),
            ("name", month.as_str()),
            ("year", y.as_str()),
        ];
        self.text("number.day", &values)
            .replace(' ', &NBSP.to_string())
    }
}

/// A text that no line break comes into.
fn unbroken(text: String) -> String {
    if text.contains(' ') {
        text.replace(' ', "\u{a0}")
    } else {
        text
    }
}

fn is_negative(number: Decimal) -> bool {
    number.is_sign_negative() && !number.is_zero()
}

/// Room for the digits of a number that 64 bits hold, its point, and all decimals there may be.
const ROOM: usize = 32;

/// The digits of a number with a decimal point, as `Decimal` writes them.
fn digits(number: Decimal, room: &mut [u8; ROOM]) -> Cow<'_, str> {
    let usual = u64::try_from(number.mantissa().unsigned_abs());
    let (Ok(mut rest), Ok(scale)) = (usual, usize::try_from(number.scale())) else {
        return Cow::Owned(number.abs().to_string());
    };
    let mut first = ROOM;
    let mut put = |byte| {
        first -= 1;
        room[first] = byte;
    };
    for _ in 0..scale {
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    if scale > 0 {
        put(b'.');
    }
    put(b'0' + (rest % 10) as u8);
    rest /= 10;
    while rest > 0 {
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    Cow::Borrowed(std::str::from_utf8(&room[first..]).unwrap_or_default())
}

/// A number as machines read it, `-1539366.50`: what `Decimal` writes, for every cell of a site.
pub fn exact(number: Decimal) -> String {
    let mut room = [b'0'; ROOM];
    let digits = digits(number, &mut room);
    let sign = if number.is_sign_negative() { "-" } else { "" };
    [sign, &digits].concat()
}

#[cfg(test)]
mod tests {
    use super::{Locale, exact};
    use rust_decimal::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn finnish_numbers_have_no_break_spaces_and_a_real_minus() {
        let fi = Locale::finnish();
        assert_eq!(fi.number(number("-1539366")), "−1\u{a0}539\u{a0}366");
        assert_eq!(fi.number(number("25.00")), "25,00");
        assert_eq!(fi.number(number("-0.00")), "0,00");
        assert_eq!(fi.amount(number("32.67"), "€"), "32,67\u{a0}€");
        assert_eq!(fi.percent(number("-55.9")), "−55,9\u{a0}%");
    }

    #[test]
    fn digits_are_those_of_the_exact_number() {
        for text in [
            "0",
            "0.00",
            "-0.00",
            "7",
            "0.05",
            "100",
            "-12.50",
            "18446744073709551615",
            "18446744073709551616",
            "0.0000000000000000000000000001",
            "1844674407.3709551615",
            "79228162514264337593543950335",
        ] {
            assert_eq!(exact(number(text)), number(text).to_string());
        }
    }

    #[test]
    fn english_numbers_have_their_own_form() {
        let en = Locale::shipped("en").expect("English is shipped");
        assert_eq!(en.number(number("-1539366.50")), "−1,539,366.50");
    }

    #[test]
    fn pounds_stand_before_the_amount_in_english() {
        let en = Locale::shipped("en").expect("English is shipped");
        assert_eq!(en.amount(number("1234.50"), "£"), "£1,234.50");
        let fi = Locale::finnish();
        assert_eq!(fi.amount(number("-7.00"), "€"), "−7,00\u{a0}€");
    }
}
