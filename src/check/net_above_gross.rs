//! A price without VAT that is above the one with it, whatever the VAT: most often the two have
//! been swapped.

use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::vat;
use crate::section::prices::Fee;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    page.fees().flat_map(|fee| of_fee(content, fee)).collect()
}

fn of_fee(content: &Content, fee: &Fee) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in fee.stages(content.day()) {
        for (net, gross) in stage.prices.both() {
            if net <= gross {
                continue;
            }
            let finding = Finding::warning("net-above-gross", stage.place)
                .about(fee.name.text.as_str())
                .with("net", content.locale.number(net))
                .with("gross", content.locale.number(gross))
                .and_at(stage.net, "label.net");
            let rate = swapped_by(content, fee, (net, gross), stage.vat.rate());
            found.push(match rate {
                Some(rate) => finding
                    .with("rate", content.locale.percent(rate))
                    .helped_by("help-swapped"),
                None => finding,
            });
        }
    }
    found
}

/// The rate by which the prices belong together the other way round: the fee's own, or where it
/// has none, the highest of the country that fits.
fn swapped_by(
    content: &Content,
    fee: &Fee,
    (net, gross): (Decimal, Decimal),
    own: Option<Decimal>,
) -> Option<Decimal> {
    let rates = own.map_or_else(|| content.vat_rates.different(), |own| vec![own]);
    let fits = |rate: &Decimal| vat::misfit(gross, net, *rate, fee.rounding).is_none();
    rates.into_iter().filter(fits).max()
}
