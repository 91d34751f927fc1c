//! The days on which what the pages tell changes by itself (muutospäivät): prices and rates of VAT
//! that take effect, lists, groups and fees that begin to hold or no longer do.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Content, PageHead};
use crate::section::prices::{Fee, Group, Validity};
use crate::section::{Body, Section};

impl Content {
    /// All such days: each the first one on which something is different.
    pub fn days(&self) -> BTreeSet<Date> {
        let pages = self.pages.iter();
        pages.flat_map(|page| &page.facts.days).copied().collect()
    }

    /// When the pages last changed, looked at on the site's day: the newest day that the data is
    /// from or that something took effect on.
    pub fn updated(&self) -> Option<Date> {
        let day = self.day()?;
        let newest = self.days().into_iter().chain(self.newest);
        newest.filter(|known| *known <= day).max().or(Some(day))
    }
}

/// Those that the head of a page tells of.
pub fn of_head(head: &PageHead) -> Vec<Date> {
    let changes = head.vat_changes.iter().map(|change| change.from);
    turns(&head.validity()).into_iter().chain(changes).collect()
}

/// Those that a section of a page tells of.
pub fn of_section(section: &Section) -> Vec<Date> {
    let Body::Prices(prices) = &section.body else {
        return Vec::new();
    };
    let groups = prices.groups.iter().flat_map(of_group);
    groups.chain(section.fees().flat_map(of_fee)).collect()
}

fn of_group(group: &Group) -> Vec<Date> {
    turns(&group.validity)
}

fn of_fee(fee: &Fee) -> Vec<Date> {
    let later = fee.later.iter().map(|later| later.from);
    let rates = fee.vat_changes.iter().map(|change| change.from);
    let turns = turns(&fee.validity).into_iter();
    turns.chain(later).chain(rates).collect()
}

/// The first day of a time, and the first one after it.
fn turns(validity: &Validity) -> Vec<Date> {
    let over = validity.until.and_then(|until| until.tomorrow().ok());
    validity.from.into_iter().chain(over).collect()
}
