//! One figure less another (erotus): deviations from a budget, changes in euros.

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// The first less the second; `None` past the range of exact numbers.
pub fn of(first: Decimal, second: Decimal) -> Option<Computed> {
    Some(Computed {
        value: first.checked_sub(second)?,
        inputs: vec![first, second],
        rule: Rule::Difference,
    })
}

#[cfg(test)]
mod tests {
    use super::of;
    use rust_decimal::Decimal;

    #[test]
    fn using_more_than_the_budget_is_a_negative_deviation_of_expenses() {
        let made = of(Decimal::from(-120), Decimal::from(-100));
        assert_eq!(made.map(|made| made.value), Some(Decimal::from(-20)));
    }
}
