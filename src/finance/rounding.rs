//! The one rounding rule of the project: half away from zero (kaupallinen pyöristys).

use rust_decimal::{Decimal, RoundingStrategy};

/// Rounds half away from zero and keeps exactly `decimals` decimals: 31.375 is 31.38, −0.125 is
/// −0.13, 2 at two decimals is 2.00.
pub fn half_away_from_zero(number: Decimal, decimals: u32) -> Decimal {
    let mut rounded =
        number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    if rounded.is_zero() {
        rounded.abs()
    } else {
        rounded
    }
}

/// Rounds half away from zero to a whole multiple: 12.43 to 0.05 is 12.45. `None` when the multiple
/// is zero.
pub fn to_multiple(number: Decimal, multiple: Decimal) -> Option<Decimal> {
    let count = half_away_from_zero(number.checked_div(multiple)?, 0);
    count.checked_mul(multiple)
}

/// Whether figures differ by no more than half a unit of their last decimal for each rounded term.
pub fn within_rounding(published: Decimal, computed: Decimal, terms: usize) -> bool {
    let unit = Decimal::new(1, published.scale());
    let tolerance = unit.checked_mul(Decimal::from(terms / 2));
    let off = published.checked_sub(computed).map(|off| off.abs());
    off.zip(tolerance)
        .is_some_and(|(off, tolerance)| off <= tolerance)
}

#[cfg(test)]
mod tests {
    use super::{half_away_from_zero, to_multiple, within_rounding};
    use rust_decimal::Decimal;

    #[test]
    fn small_coins_round_to_five_cents() {
        for (number, rounded) in [("12.43", "12.45"), ("12.42", "12.40"), ("12.425", "12.45")] {
            let number: Decimal = number.parse().expect("a number");
            let made = to_multiple(number, Decimal::new(5, 2)).map(|made| made.to_string());
            assert_eq!(made.as_deref(), Some(rounded));
        }
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (number, rounded) in [
            ("31.375", "31.38"),
            ("-0.125", "-0.13"),
            ("2", "2.00"),
            ("-0.004", "0.00"),
            ("0.005", "0.01"),
        ] {
            let number: Decimal = number.parse().expect("a number");
            assert_eq!(half_away_from_zero(number, 2).to_string(), rounded);
        }
    }

    #[test]
    fn one_euro_is_rounding_and_ten_are_not() {
        let off = |euros: i64, terms| {
            within_rounding(
                Decimal::from(-34_100 + euros),
                Decimal::from(-34_100),
                terms,
            )
        };
        assert!(off(1, 3) && off(-1, 3));
        assert!(!off(2, 3) && !off(10, 3));
        assert!(off(4, 9) && !off(10, 9));
    }
}
