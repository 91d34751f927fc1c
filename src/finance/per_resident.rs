//! Euros per resident (euroa asukasta kohti).

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// An amount divided by the number of residents; `None` without residents.
pub fn amount(total: Decimal, residents: Decimal) -> Option<Computed> {
    let value = total.checked_div(residents)?;
    Some(Computed {
        value,
        inputs: vec![total, residents],
        rule: Rule::PerResident,
    })
}

#[cfg(test)]
mod tests {
    use super::amount;
    use rust_decimal::Decimal;

    #[test]
    fn nobody_pays_nothing() {
        assert_eq!(amount(Decimal::ONE, Decimal::ZERO), None);
        let made = amount(Decimal::from(-1_871_150), Decimal::from(7_000));
        assert_eq!(
            made.map(|made| made.rounded(1).to_string()).as_deref(),
            Some("-267.3")
        );
    }
}
