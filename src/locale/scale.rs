//! The sizes of units: `1 000 €`, `milj. €`, `£000`.

use rust_decimal::Decimal;

use super::Locale;

impl Locale {
    /// How many ones a unit is; `None` for a unit that is no multiple of one. A spelling with
    /// another kind of space is the same unit.
    pub fn scale(&self, unit: &str) -> Option<Decimal> {
        let plain: String = unit
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        let number = self.word(&format!("unit-scale.{plain}"))?;
        Decimal::from_str_exact(number).ok()
    }

    /// The units whose size is known.
    pub fn scales(&self) -> impl Iterator<Item = &str> {
        self.below("unit-scale").map(|(unit, _)| unit)
    }
}
