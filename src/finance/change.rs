//! Change from a base in percent (muutosprosentti).

use rust_decimal::Decimal;

use super::rounding::half_away_from_zero;
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

/// How somebody came to a percentage that is not the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Decimals were cut off instead of rounded.
    Truncated,
    /// It tells how large the figure is of its base, not how much it changed.
    Ratio,
    /// The sign is the other one.
    OtherSign,
}

/// The slip that explains a published percentage; `None` where it is right or none does.
pub fn slip(published: Decimal, now: Decimal, base: Decimal) -> Option<Slip> {
    let scale = published.scale();
    let change = percent(now, base)?;
    let ratio = change.value.checked_add(Decimal::ONE_HUNDRED)?;
    let cut = |number: Decimal| number.trunc_with_scale(scale);
    if change.rounded(scale) == published {
        None
    } else if cut(change.value) == published {
        Some(Slip::Truncated)
    } else if half_away_from_zero(ratio, scale) == published || cut(ratio) == published {
        Some(Slip::Ratio)
    } else if change.rounded(scale) == -published {
        Some(Slip::OtherSign)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Slip, percent, slip};
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
    fn slips_are_recognised() {
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        let slip = |published, now, base| slip(number(published), number(now), number(base));
        // Kemijärvi: personnel of the city's marketing, services bought for employment.
        assert_eq!(slip("10.6", "-62190", "-56180"), Some(Slip::Truncated));
        assert_eq!(slip("575.1", "-110600", "-19229"), Some(Slip::Ratio));
        assert_eq!(slip("-4.8", "-709230", "-676800"), Some(Slip::OtherSign));
        assert_eq!(slip("4.8", "-709230", "-676800"), None);
        assert_eq!(slip("33.3", "-709230", "-676800"), None);
    }

    #[test]
    fn no_percentage_from_zero_or_across_zero() {
        assert_eq!(rounded(5, 0), None);
        assert_eq!(rounded(5, -5), None);
        assert_eq!(rounded(0, -5).as_deref(), Some("-100.0"));
    }
}
