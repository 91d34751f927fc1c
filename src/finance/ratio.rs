//! Ratios of two figures (suhdeluku): annual margin of depreciation, equity ratio, loans per margin.

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// The first divided by the second, times a hundred when in percent; `None` when the second is
/// zero.
pub fn quotient(first: Decimal, second: Decimal, in_percent: bool) -> Option<Computed> {
    let plain = first.checked_div(second)?;
    let value = if in_percent {
        plain.checked_mul(Decimal::ONE_HUNDRED)?
    } else {
        plain
    };
    Some(Computed {
        value,
        inputs: vec![first, second],
        rule: Rule::Ratio,
    })
}

#[cfg(test)]
mod tests {
    use super::quotient;
    use rust_decimal::Decimal;

    #[test]
    fn the_annual_margin_covers_depreciation() {
        let made = quotient(Decimal::from(3_000), Decimal::from(2_500), true);
        assert_eq!(made.map(|made| made.value), Some(Decimal::from(120)));
        assert_eq!(quotient(Decimal::ONE, Decimal::ZERO, false), None);
    }
}
