//! A published amount of VAT that is not the difference of the two published prices.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::prices::{Fee, Pair};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    page.fees().filter_map(|fee| of_fee(content, fee)).collect()
}

fn of_fee(content: &Content, fee: &Fee) -> Option<Finding> {
    let Pair::Both(net, gross) = &fee.prices else {
        return None;
    };
    let (net, gross, tax) = (net.amount()?, gross.amount()?, fee.tax?);
    let difference = gross.checked_sub(net)?;
    let shown = |number| content.locale.number(number);
    (difference != tax).then(|| {
        let finding = Finding::warning("tax-mismatch", fee.places.tax.unwrap_or(fee.place))
            .about(fee.name.text.as_str())
            .with("tax", shown(tax))
            .with("net", shown(net))
            .with("gross", shown(gross))
            .with("difference", shown(difference));
        finding
            .and_at(fee.places.net, "label.net")
            .and_at(fee.places.gross, "label.gross")
    })
}
