//! The days on which what the pages tell changes by itself (muutospäivät): prices and rates of VAT
//! that take effect, lists, groups and fees that begin to hold or no longer do.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Content, Page};
use crate::section::prices::{Fee, Group, Validity};

impl Content {
    /// All such days: each the first one on which something is different.
    pub fn days(&self) -> BTreeSet<Date> {
        self.pages.iter().flat_map(of_page).collect()
    }

    /// When the pages last changed, looked at on the site's day: the newest day that the data is
    /// from or that something took effect on.
    pub fn updated(&self) -> Option<Date> {
        let day = self.day?;
        let newest = self.days().into_iter().chain(self.newest);
        newest.filter(|known| *known <= day).max().or(Some(day))
    }
}

fn of_page(page: &Page) -> Vec<Date> {
    let changes = page.head.vat_changes.iter().map(|change| change.from);
    let groups = page.groups().flat_map(of_group);
    let fees = page.fees().flat_map(of_fee);
    let own = turns(&page.validity()).into_iter().chain(changes);
    own.chain(groups).chain(fees).collect()
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
