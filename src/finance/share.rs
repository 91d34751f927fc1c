//! Shares of a whole (osuus).

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// A part in percent of the whole; `None` when the whole is zero.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Computed> {
    let value = part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(Computed {
        value,
        inputs: vec![part, whole],
        rule: Rule::Share,
    })
}

/// Whether shares in percent may be all of one whole: their sum is off 100 by no more than half a
/// unit of the last decimal of each.
pub fn make_whole(shares: &[Decimal]) -> bool {
    let halves = shares
        .iter()
        .map(|share| Decimal::new(5, share.scale() + 1));
    let tolerance = halves.fold(Decimal::ZERO, |sum, half| sum + half);
    let sum = shares
        .iter()
        .try_fold(Decimal::ZERO, |sum, share| sum.checked_add(*share));
    sum.and_then(|sum| sum.checked_sub(Decimal::ONE_HUNDRED))
        .is_some_and(|off| off.abs() <= tolerance)
}

#[cfg(test)]
mod tests {
    use super::{make_whole, percent};
    use rust_decimal::Decimal;

    #[test]
    fn a_third_is_thirty_three_percent() {
        let made = percent(Decimal::ONE, Decimal::from(3));
        assert_eq!(
            made.map(|made| made.rounded(1).to_string()).as_deref(),
            Some("33.3")
        );
    }

    #[test]
    fn rounded_thirds_make_a_whole_and_a_forgotten_tenth_does_not() {
        let shares = |texts: &[&str]| {
            let numbers = texts.iter().map(|text| text.parse().expect("a number"));
            numbers.collect::<Vec<Decimal>>()
        };
        assert!(make_whole(&shares(&["33", "33", "33"])));
        assert!(make_whole(&shares(&["33.3", "33.3", "33.3"])));
        assert!(!make_whole(&shares(&["60.0", "25.0", "14.0"])));
        assert!(!make_whole(&shares(&["60", "30"])));
    }
}
