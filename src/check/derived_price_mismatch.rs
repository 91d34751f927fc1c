//! A published price that is not what its own rule makes of another fee's price.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for fee in page.fees() {
        if let Some((published, computed)) = fee.derived_mismatch(page, content.day) {
            found.push(
                Finding::warning("derived-price-mismatch", fee.place)
                    .about(fee.name.text.as_str())
                    .with("published", content.locale.number(published))
                    .with("computed", content.locale.number(computed)),
            );
        }
    }
    found
}
