//! Value added tax (arvonlisävero, alv): from one price of a pair to the other.

use rust_decimal::Decimal;

use super::{Computed, Rule, rounding};

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
///
/// Either side may have been rounded from the other, to cents or to `multiple`.
pub fn misfit(
    net_price: Decimal,
    gross_price: Decimal,
    rate: Decimal,
    multiple: Option<Decimal>,
) -> Option<(Decimal, Decimal)> {
    let (up, down) = (gross(net_price, rate)?, net(gross_price, rate)?);
    let cents = (up.rounded(CENTS), down.rounded(CENTS));
    if cents.0 == gross_price || cents.1 == net_price {
        return None;
    }
    let rounded = |made: &Computed| rounding::to_multiple(made.value, multiple?);
    if rounded(&up) == Some(gross_price) || rounded(&down) == Some(net_price) {
        return None;
    }
    Some(cents)
}

/// Multiples that prices in cash are rounded to.
const COINS: [Decimal; 2] = [
    Decimal::from_parts(5, 0, 0, false, 2),
    Decimal::from_parts(10, 0, 0, false, 2),
];

/// The multiple, of five or ten cents, that explains a pair which does not fit to cents: either
/// side was rounded to it. Rounding to whole euros would explain almost anything.
pub fn rounded_to(net_price: Decimal, gross_price: Decimal, rate: Decimal) -> Option<Decimal> {
    let fits = |multiple| misfit(net_price, gross_price, rate, Some(multiple)).is_none();
    COINS.into_iter().find(|multiple| fits(*multiple))
}

/// What a price is multiplied by: 1.255 at 25.5 %.
pub fn factor(rate: Decimal) -> Option<Decimal> {
    rate.checked_div(Decimal::ONE_HUNDRED)?
        .checked_add(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::{gross, misfit, rounded_to};
    use rust_decimal::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    // Pairs from Kalajoki's price list of technical services, VAT 25.5 %.
    #[test]
    fn either_side_may_be_the_rounded_one() {
        let rate = number("25.5");
        let agrees =
            |net, gross, multiple| misfit(number(net), number(gross), rate, multiple).is_none();
        assert!(agrees("90.00", "112.95", None));
        assert!(agrees("28.69", "36.00", None));
        assert!(!agrees("24.79", "31.00", None));
        // 24.79 × 1.255 = 31.111…, to five cents 31.10.
        assert!(agrees("24.79", "31.10", Some(number("0.05"))));
    }

    #[test]
    fn coins_explain_a_few_cents_and_no_euros() {
        let to = |net, gross| rounded_to(number(net), number(gross), number("25.5"));
        // 24.79 × 1.255 = 31.111…
        assert_eq!(to("24.79", "31.10"), Some(number("0.05")));
        // 20.01 × 1.255 = 25.11255, and 25.05 is no nearest multiple.
        assert_eq!(to("20.01", "25.05"), None);
        // 24.50 × 1.255 = 30.7475: 30.75 is five cents, 30.70 ten.
        assert_eq!(to("24.50", "30.70"), Some(number("0.10")));
        assert_eq!(to("24.79", "31.00"), None);
    }

    #[test]
    fn tax_is_rounded_once_to_cents() {
        let made = gross(number("24.79"), number("25.5")).map(|made| made.rounded(2));
        assert_eq!(made, Some(number("31.11")));
    }
}
