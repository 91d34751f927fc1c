//! Change from a base in percent (muutosprosentti).

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// How much `now` differs from `base`, in percent of the base's size: expenses that grow from
/// −100 to −120 grow by 20 %. `None` when the base is zero or the signs differ, for then no
/// percentage says anything, and past the range of exact numbers.
pub fn percent(now: Decimal, base: Decimal) -> Option<Computed> {
    let turned = now.is_sign_negative() != base.is_sign_negative() && !now.is_zero();
    if base.is_zero() || turned {
        return None;
    }
    let ratio = now.checked_sub(base)?.checked_div(base)?;
    let value = ratio.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(Computed {
        value,
        inputs: vec![now, base],
        rule: Rule::Change,
    })
}

#[cfg(test)]
mod tests {
    use super::percent;
    use rust_decimal::Decimal;

    fn rounded(now: i64, base: i64) -> Option<String> {
        percent(Decimal::from(now), Decimal::from(base)).map(|made| made.rounded(1).to_string())
    }

    #[test]
    fn expenses_that_shrink_change_by_a_negative_percentage() {
        // Kemijärvi, Asuminen ja ympäristö: personnel 30.6.2024 against the budget of 2024.
        assert_eq!(rounded(-312_578, -709_230).as_deref(), Some("-55.9"));
        assert_eq!(rounded(-709_230, -676_800).as_deref(), Some("4.8"));
    }

    #[test]
    fn no_percentage_from_zero_or_across_zero() {
        assert_eq!(rounded(5, 0), None);
        assert_eq!(rounded(5, -5), None);
        assert_eq!(rounded(0, -5).as_deref(), Some("-100.0"));
    }
}
