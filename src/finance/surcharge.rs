//! Prices raised by a percentage (korotus): evenings +50 %, Sundays +100 %.

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// The price with `percent` of itself added: +50 % of 90 is 135.
pub fn raised(price: Decimal, percent: Decimal) -> Option<Computed> {
    let factor = percent
        .checked_div(Decimal::ONE_HUNDRED)?
        .checked_add(Decimal::ONE)?;
    let value = price.checked_mul(factor)?;
    Some(Computed {
        value,
        inputs: vec![price, percent],
        rule: Rule::Surcharge,
    })
}

#[cfg(test)]
mod tests {
    use super::raised;
    use rust_decimal::Decimal;

    #[test]
    fn a_hundred_percent_doubles() {
        let price = Decimal::from(82);
        assert_eq!(
            raised(price, Decimal::from(50)).map(|made| made.value),
            Some(Decimal::from(123))
        );
        assert_eq!(
            raised(price, Decimal::from(100)).map(|made| made.value),
            Some(Decimal::from(164))
        );
    }
}
