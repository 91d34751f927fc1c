//! A table that is to be printed in a unit whose size nobody knows.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let locale = &content.locale;
    let mut found = Vec::new();
    for table in page.tables() {
        let Some(shown) = &table.show_in else {
            continue;
        };
        for unit in [&shown.value, &table.unit] {
            if locale.scale(unit).is_none() {
                let known: Vec<&str> = locale.scales().collect();
                found.push(
                    Finding::error("unknown-scale", shown.place)
                        .with("text", unit.as_str())
                        .with("known", known.join(", ")),
                );
            }
        }
    }
    found
}
