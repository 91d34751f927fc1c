//! A fee that follows a decision of a year that has passed on the day the site is built for.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::prices::Follows;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    // Of a whole list or group, the decision itself is what people know it by.
    let named = |follows: &Follows| follows.decision.value.as_str().to_owned();
    let mut all: Vec<(String, &Follows)> = Vec::new();
    let listed = page.head().follows.iter().map(|told| &told.value);
    all.extend(listed.map(|follows| (named(follows), follows)));
    let of_groups = page.groups().filter_map(|group| group.follows.as_ref());
    all.extend(of_groups.map(|follows| (named(follows), follows)));
    all.extend(page.fees().filter_map(|fee| {
        let follows = fee.follows.as_ref()?;
        Some((fee.name.text.as_str().to_owned(), follows))
    }));
    if all.is_empty() {
        return Vec::new();
    }
    let Some(now) = content.day().map(|day| day.year()) else {
        return Vec::new();
    };
    let stale = all.into_iter().filter(|(_, follows)| follows.year < now);
    let finding = stale.map(|(name, follows)| {
        Finding::warning("stale-reference", follows.decision.place)
            .about(name)
            .with("year", follows.year.to_string())
            .with("now", now.to_string())
    });
    finding.collect()
}
