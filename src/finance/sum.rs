//! Sums of rows (yhteensä-rivi).

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// The sum of all terms; `None` without terms or past the range of exact numbers.
pub fn total(terms: &[Decimal]) -> Option<Computed> {
    if terms.is_empty() {
        return None;
    }
    let value = terms
        .iter()
        .try_fold(Decimal::ZERO, |sum, term| sum.checked_add(*term))?;
    Some(Computed {
        value,
        inputs: terms.to_vec(),
        rule: Rule::Sum,
    })
}

#[cfg(test)]
mod tests {
    use super::total;
    use rust_decimal::Decimal;

    #[test]
    fn nothing_has_no_sum() {
        assert_eq!(total(&[]), None);
        assert_eq!(
            total(&[Decimal::from(2), Decimal::from(-5)]).map(|sum| sum.value),
            Some(Decimal::from(-3))
        );
    }
}
