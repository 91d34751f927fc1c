//! Numbers, percentages, amounts and days in the language's own typography.

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
        let digits = number.abs().to_string();
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut text = String::with_capacity(digits.len() * 2);
        if number.is_sign_negative() && !number.is_zero() {
            text.push(MINUS);
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(&self.text("number.group", &[]));
            }
            text.push(digit);
        }
        if !decimals.is_empty() {
            text.push_str(&self.text("number.decimal", &[]));
            text.push_str(decimals);
        }
        text
    }

    /// A number with its unit: `32,67 €`, `25,5 %`. A unit like `€/h` keeps only its first part.
    pub fn amount(&self, number: Decimal, unit: &str) -> String {
        let form = self.word(&format!("currency.{unit}"));
        if let Some(form) = form.filter(|_| !unit.is_empty()) {
            let sign = if number.is_sign_negative() && !number.is_zero() {
                "\u{2212}"
            } else {
                ""
            };
            return format!(
                "{sign}{}",
                form.replace("{number}", &self.number(number.abs()))
            );
        }
        let number = self.number(number);
        match unit {
            "" => number,
            "%" => self.text("number.percent", &[("number", &number)]),
            _ => self
                .text("number.amount", &[("number", &number), ("unit", unit)])
                .replace(' ', "\u{a0}"),
        }
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

#[cfg(test)]
mod tests {
    use super::Locale;
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
