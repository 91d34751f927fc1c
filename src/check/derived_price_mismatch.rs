//! A published price that is not what its own rule makes of another fee's price.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for fee in page.fees() {
        if let Some((published, computed)) = fee.derived_mismatch(page, content.day()) {
            let places = fee.places;
            let own = places.price.or(places.net).or(places.gross);
            let finding = Finding::warning("derived-price-mismatch", own.unwrap_or(fee.place))
                .about(fee.name.text.as_str())
                .with("published", content.locale.number(published))
                .with("computed", content.locale.number(computed));
            let of = fee.derived.as_ref().map(|derived| &derived.of.value);
            let other = of.and_then(|of| page.fee(of)).map(|fee| fee.place);
            found.push(finding.and_at(other, "label.other-price"));
        }
    }
    found
}
