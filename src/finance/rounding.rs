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

#[cfg(test)]
mod tests {
    use super::half_away_from_zero;
    use rust_decimal::Decimal;

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
}
