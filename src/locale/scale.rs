//! The sizes of units: `1 000 €`, `milj. €`, `£000`.

use rust_decimal::Decimal;

use super::Locale;

impl Locale {
    /// How many ones a unit is; `None` for a unit that is no multiple of one. A spelling with
    /// another kind of space is the same unit.
    pub fn scale(&self, unit: &str) -> Option<Decimal> {
        let scales = &self.words.scales;
        if !unit.contains(char::is_whitespace) {
            return scales.get(unit).copied();
        }
        let plain = unit.chars().filter(|character| !character.is_whitespace());
        scales.get(&plain.collect::<String>()).copied()
    }

    /// The units whose size is known.
    pub fn scales(&self) -> impl Iterator<Item = &str> {
        self.below("unit-scale").map(|(unit, _)| unit)
    }
}
