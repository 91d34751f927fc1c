//! A later price that begins after the fee's last day: the last day is the whole fee's, so the page
//! says that the fee has ended while it shows the new price.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for fee in page.fees() {
        let Some(until) = fee.validity.until else {
            continue;
        };
        let after = fee.later.iter().filter(|later| later.from > until);
        let finding = after.map(|later| {
            Finding::warning("later-after-end", later.place)
                .about(fee.name.text.as_str())
                .with("from", content.locale.day(later.from))
                .with("until", content.locale.day(until))
                .and_at(fee.place, "label.first")
        });
        found.extend(finding);
    }
    found
}
