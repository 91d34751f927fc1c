//! Index (indeksi): a figure in percent of its base, so that the base is 100.

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// `now` in percent of `base`; `None` when the base is zero or the signs differ.
pub fn percent(now: Decimal, base: Decimal) -> Option<Computed> {
    let turned = now.is_sign_negative() != base.is_sign_negative() && !now.is_zero();
    if base.is_zero() || turned {
        return None;
    }
    let value = now.checked_div(base)?.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(Computed {
        value,
        inputs: vec![now, base],
        rule: Rule::Index,
    })
}

#[cfg(test)]
mod tests {
    use super::percent;
    use rust_decimal::Decimal;

    #[test]
    fn the_base_is_a_hundred() {
        let index = |now: i64, base: i64| {
            percent(Decimal::from(now), Decimal::from(base)).map(|made| made.rounded(1).to_string())
        };
        assert_eq!(index(-110, -100).as_deref(), Some("110.0"));
        assert_eq!(index(5, 0), None);
        assert_eq!(index(5, -5), None);
    }
}
