//! What follows what in time: a list in place of another one, a group or a fee after one of the
//! same name.

use crate::content::{Content, Page};
use crate::diagnostic::Place;

use super::{CategoryKind, Fee, Group, Validity};

/// Two of one name with times of their own, the one that begins first before the other.
#[derive(Debug, Clone, Copy)]
pub struct Succession<'a> {
    pub name: &'a str,
    pub first: (Validity, Place),
    pub second: (Validity, Place),
}

/// All such pairs of a page.
pub fn successions<'a>(content: &'a Content, page: &'a Page) -> Vec<Succession<'a>> {
    let mut found: Vec<Succession> = of_lists(content, page).into_iter().collect();
    let groups: Vec<&Group> = page.groups().collect();
    let mut timed = Vec::new();
    for group in &groups {
        found.extend(of_fees(group));
        if let Some(title) = &group.title {
            timed.push((title.as_str(), group.validity, group.place, *group));
        }
    }
    let same = |one: &Group, other: &Group| {
        let names = |group: &Group| -> Vec<String> {
            let fees = group.fees.iter();
            fees.map(|fee| fee.name.text.as_str().to_owned()).collect()
        };
        bare(one) == bare(other) && names(one) == names(other)
    };
    found.extend(pairs(timed, |one, other| same(one, other)));
    found
}

fn of_lists<'a>(content: &'a Content, page: &'a Page) -> Option<Succession<'a>> {
    let old = content.replaced(page)?;
    let ends = old.head().valid_until.as_ref()?;
    let begins = page.head().valid_from.as_ref()?;
    Some(Succession {
        name: page.short(),
        first: (old.validity(), ends.place),
        second: (page.validity(), begins.place),
    })
}

/// Fees that differ in nothing but when they hold and what they cost.
fn of_fees(group: &Group) -> Vec<Succession<'_>> {
    let fees = group.fees.iter();
    let timed = fees.map(|fee| (fee.name.text.as_str(), fee.validity, fee.place, fee));
    pairs(timed.collect(), |one, other| {
        one.name.text == other.name.text && one.unit == other.unit && scopes(one) == scopes(other)
    })
}

fn scopes(fee: &Fee) -> Vec<(CategoryKind, &str)> {
    let scopes = fee.scopes.iter();
    scopes
        .map(|scope| (scope.kind, scope.text.as_str()))
        .collect()
}

/// The title without its dates and years.
fn bare(group: &Group) -> String {
    let title = group.title.iter().flat_map(|title| title.chars());
    title.filter(|c| c.is_alphabetic()).collect()
}

type Timed<'a, T> = (&'a str, Validity, Place, &'a T);

/// Each with the next one of the same name, in order of their first days. What has no end or no
/// beginning is followed by nothing for certain.
fn pairs<'a, T>(
    mut timed: Vec<Timed<'a, T>>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<Succession<'a>> {
    timed.retain(|(_, validity, ..)| !validity.is_open());
    timed.sort_by_key(|(_, validity, ..)| validity.from);
    let mut found = Vec::new();
    for (index, (name, validity, place, one)) in timed.iter().enumerate() {
        let mut after = timed.iter().skip(index + 1);
        let next = after.find(|(.., other)| same(one, other));
        let next = next.filter(|(_, next, ..)| next.from.is_some() && validity.until.is_some());
        found.extend(next.map(|(_, next, next_place, _)| Succession {
            name,
            first: (*validity, *place),
            second: (*next, *next_place),
        }));
    }
    found
}
