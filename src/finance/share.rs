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

#[cfg(test)]
mod tests {
    use super::percent;
    use rust_decimal::Decimal;

    #[test]
    fn a_third_is_thirty_three_percent() {
        let made = percent(Decimal::ONE, Decimal::from(3));
        assert_eq!(
            made.map(|made| made.rounded(1).to_string()).as_deref(),
            Some("33.3")
        );
    }
}
