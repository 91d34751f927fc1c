//! Value added tax (arvonlisävero, alv): from one price of a pair to the other.

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// Decimals of a price in euros.
const CENTS: u32 = 2;

/// The price with tax from the price without. `rate` in percent: 25.5.
pub fn gross(net: Decimal, rate: Decimal) -> Option<Computed> {
    let value = net.checked_mul(factor(rate)?)?;
    Some(Computed {
        value,
        inputs: vec![net, rate],
        rule: Rule::GrossFromNet,
    })
}

/// The price without tax from the price with.
pub fn net(gross: Decimal, rate: Decimal) -> Option<Computed> {
    let value = gross.checked_div(factor(rate)?)?;
    Some(Computed {
        value,
        inputs: vec![gross, rate],
        rule: Rule::NetFromGross,
    })
}

/// What each side of a published pair would be by the other, when they do not belong together:
/// the price with tax, then the one without. `None` for a pair that does.
pub fn misfit(
    net_price: Decimal,
    gross_price: Decimal,
    rate: Decimal,
) -> Option<(Decimal, Decimal)> {
    if pair_agrees(net_price, gross_price, rate) {
        return None;
    }
    Some((
        gross(net_price, rate)?.rounded(CENTS),
        net(gross_price, rate)?.rounded(CENTS),
    ))
}

/// Whether a published pair belongs together: either side may have been rounded from the other.
fn pair_agrees(net_price: Decimal, gross_price: Decimal, rate: Decimal) -> bool {
    let up = gross(net_price, rate).map(|made| made.rounded(CENTS));
    let down = net(gross_price, rate).map(|made| made.rounded(CENTS));
    up == Some(gross_price) || down == Some(net_price)
}

/// What a price is multiplied by: 1.255 at 25.5 %.
pub fn factor(rate: Decimal) -> Option<Decimal> {
    rate.checked_div(Decimal::ONE_HUNDRED)?
        .checked_add(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::{gross, pair_agrees};
    use rust_decimal::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    // Pairs from Kalajoki's price list of technical services, VAT 25.5 %.
    #[test]
    fn either_side_may_be_the_rounded_one() {
        let rate = number("25.5");
        assert!(pair_agrees(number("90.00"), number("112.95"), rate));
        assert!(pair_agrees(number("28.69"), number("36.00"), rate));
        assert!(!pair_agrees(number("24.79"), number("31.00"), rate));
    }

    #[test]
    fn tax_is_rounded_once_to_cents() {
        let made = gross(number("24.79"), number("25.5")).map(|made| made.rounded(2));
        assert_eq!(made, Some(number("31.11")));
    }
}
