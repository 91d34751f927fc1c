//! Neither price of a pair follows from the other by the VAT rate. Lists are made from either
//! side, so a pair is right when the gross price is the rounded one or the net price is.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::vat;
use crate::section::prices::{Fee, Pair, Vat};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    page.fees().filter_map(|fee| of_fee(content, fee)).collect()
}

fn of_fee(content: &Content, fee: &Fee) -> Option<Finding> {
    let prices = fee.prices_on(content.day);
    let (Vat::Taxable(rate), Pair::Both(net, gross)) = (fee.vat_on(content.day), &*prices) else {
        return None;
    };
    let (net, gross) = (net.amount()?, gross.amount()?);
    let (up, down) = vat::misfit(net, gross, rate, fee.rounding)?;
    let shown = |number| content.locale.number(number);
    let finding = Finding::warning("vat-mismatch", fee.place)
        .about(fee.name.text.as_str())
        .with("net", shown(net))
        .with("gross", shown(gross))
        .with("rate", shown(rate))
        .with("up", shown(up))
        .with("down", shown(down));
    Some(if net > gross {
        finding.helped_by("help-swapped")
    } else {
        finding
    })
}
