//! One later price of a fee that is published without VAT and with it: nobody can tell which of the
//! two it is, so both are asked for.

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::vat;
use crate::section::prices::{Fee, Later, Pair, Price, Vat};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let paired = page
        .fees()
        .filter(|fee| matches!(fee.prices, Pair::Both(..)));
    let found = paired.flat_map(|fee| {
        let later = fee.later.iter();
        later.filter_map(|later| of_price(content, fee, later))
    });
    found.collect()
}

fn of_price(content: &Content, fee: &Fee, later: &Later) -> Option<Finding> {
    let [price] = later.prices.as_slice() else {
        return None;
    };
    // Words and "not decided" have no two sides.
    let amount = *price.amounts().first()?;
    let shown = |number: Decimal| content.locale.number(number);
    let finding = Finding::error("later-of-pair", later.place)
        .about(fee.name.text.as_str())
        .with("day", content.locale.day(later.from))
        .with("price", shown(amount))
        .and_at(fee.places.net, "label.net")
        .and_at(fee.places.gross, "label.gross");
    Some(match (price, sides(fee, later, amount)) {
        (Price::Amount(_), Some((net, gross))) => {
            finding.with("net", shown(net)).with("gross", shown(gross))
        }
        _ => finding.helped_by("help-plain"),
    })
}

/// What the price would be without VAT, and what it would be with it.
fn sides(fee: &Fee, later: &Later, price: Decimal) -> Option<(Decimal, Decimal)> {
    let Vat::Taxable(rate) = fee.vat_on(Some(later.from)) else {
        return None;
    };
    let cents = |side: crate::finance::Computed| side.rounded(2);
    Some((
        cents(vat::net(price, rate)?),
        cents(vat::gross(price, rate)?),
    ))
}
