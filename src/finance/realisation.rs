//! The degree of realisation (toteuma-%): how much of the budget has come true.

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// Actuals in percent of the budget; `None` without a budget.
pub fn percent(actuals: Decimal, budget: Decimal) -> Option<Computed> {
    let value = actuals
        .checked_div(budget)?
        .checked_mul(Decimal::ONE_HUNDRED)?;
    Some(Computed {
        value,
        inputs: vec![actuals, budget],
        rule: Rule::Realisation,
    })
}

#[cfg(test)]
mod tests {
    use super::percent;
    use rust_decimal::Decimal;

    #[test]
    fn half_a_year_uses_about_half_of_the_budget() {
        let made = percent(Decimal::from(-1_539_366), Decimal::from(-2_983_250));
        assert_eq!(
            made.map(|made| made.rounded(1).to_string()).as_deref(),
            Some("51.6")
        );
        assert_eq!(percent(Decimal::ONE, Decimal::ZERO), None);
    }
}
