//! Amounts of money in a currency, as the language writes them: `32,67 €`, `£32.67`.

use rust_decimal::Decimal;

use super::Locale;

impl Locale {
    /// An amount with its currency.
    pub fn money(&self, amount: Decimal, currency: &str) -> String {
        self.amount(amount, currency)
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;
    use rust_decimal::Decimal;

    #[test]
    fn pounds_stand_before_the_amount_in_english() {
        let en = Locale::shipped("en").expect("English is shipped");
        assert_eq!(en.money(Decimal::new(123_450, 2), "£"), "£1,234.50");
        let fi = Locale::finnish();
        assert_eq!(fi.money(Decimal::new(-700, 2), "€"), "−7,00\u{a0}€");
    }
}
