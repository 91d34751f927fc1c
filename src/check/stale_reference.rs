//! A fee that follows a decision of a year that has passed on the day the site is built for.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::Body;
use crate::section::prices::Follows;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let Some(now) = content.day.map(|day| day.year()) else {
        return Vec::new();
    };
    let mut all: Vec<&Follows> = page.head.follows.iter().map(|told| &told.value).collect();
    for section in &page.sections {
        if let Body::Prices(prices) = &section.body {
            all.extend(
                prices
                    .groups
                    .iter()
                    .filter_map(|group| group.follows.as_ref()),
            );
        }
    }
    all.extend(page.fees().filter_map(|fee| fee.follows.as_ref()));
    let stale = all.into_iter().filter(|follows| follows.year < now);
    let finding = stale.map(|follows| {
        Finding::warning("stale-reference", follows.decision.place)
            .with("year", follows.year.to_string())
            .with("now", now.to_string())
    });
    finding.collect()
}
