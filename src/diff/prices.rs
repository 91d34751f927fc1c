//! Prices of fees as their page prints them, their VAT, unit and times, and fees that came or went.

use std::borrow::Cow;

use super::pairs::{Pair, pairs};
use super::{Change, Effect, Kind, Shown, View, What, texts};
use crate::compose::plain::{Column, Price};
use crate::finance::change;
use crate::section::prices::{Fee, Group};
use crate::section::{Body, Section};

/// A fee with where it stands.
#[derive(Clone, Copy)]
struct Seen<'a> {
    view: &'a View<'a>,
    section: &'a Section,
    group: &'a Group,
    fee: &'a Fee,
}

/// When the whole list holds, and the fee of every order.
pub fn list(old: &View, new: &View) -> impl Iterator<Item = Change> {
    let time = |view: &View| Some(Shown::text(view.plain.validity(&view.page.validity())));
    let time = Change::between(Kind::Validity, "", &[], time(old), time(new));
    let order = |view: &View| {
        let fee = &view.page.head().order_fee.as_ref()?.value;
        let text = format!("{} {}", fee.name.as_str(), view.plain.money(fee.price));
        Some(Shown::text(text))
    };
    let order = Change::between(Kind::Price, "", &[], order(old), order(new));
    time.into_iter().chain(order)
}

pub fn changes(old: &View, new: &View) -> Vec<Change> {
    let mut changes = groups(old, new);
    // A fee keeps its id wherever on the page it stands.
    let key = |seen: Seen| Cow::Owned(seen.fee.id.clone());
    for pair in pairs(seen(old), seen(new), key) {
        match pair {
            Pair::Both(old, new) => changes.extend(of_fee(old, new)),
            Pair::Added(new) => changes.push(Change {
                new: Some(Shown::text(new.all())),
                ..new.change(What::Added)
            }),
            Pair::Removed(old) => changes.push(Change {
                old: Some(Shown::text(old.all())),
                ..old.change(What::Removed)
            }),
        }
    }
    // Fees of sections that came or went are told with them.
    let has = |view: &View, change: &Change| {
        let id = change.id.split('/').next().unwrap_or_default();
        view.page.section(id).is_some()
    };
    changes.retain(|change| has(old, change) && has(new, change));
    changes
}

/// When the fees of a group hold together, and what is added to them.
fn groups(old: &View, new: &View) -> Vec<Change> {
    let key = |(section, group): (&Section, &Group)| {
        let id = format!("{}/{}", section.id, group.id);
        Cow::Owned(id)
    };
    let mut changes = Vec::new();
    for pair in pairs(in_sections(old), in_sections(new), key) {
        let Pair::Both((_, before), (section, group)) = pair else {
            continue;
        };
        let title = group.title.as_deref().unwrap_or_default();
        let name = [&*section.title, title];
        let time =
            |view: &View, group: &Group| Some(Shown::text(view.plain.validity(&group.validity)));
        let time = (time(old, before), time(new, group));
        changes.extend(Change::between(
            Kind::Validity,
            &section.id,
            &name,
            time.0,
            time.1,
        ));
        let (before, now) = (charges(old, before), charges(new, group));
        let key = |(name, _): &(String, Shown)| Cow::Owned(name.clone());
        for pair in pairs(&before, &now, key) {
            let (before, now) = match pair {
                Pair::Both(before, now) => (Some(before), Some(now)),
                Pair::Added(now) => (None, Some(now)),
                Pair::Removed(before) => (Some(before), None),
            };
            let charge = now.or(before).map_or("", |(name, _)| name);
            let name = [&*section.title, title, charge];
            let shown = |charge: Option<&(String, Shown)>| charge.map(|(_, shown)| shown.clone());
            let change =
                Change::between(Kind::Price, &section.id, &name, shown(before), shown(now));
            changes.extend(change);
        }
    }
    changes
}

/// What is added to the fees of a group, by name: surcharges in percent, and the fee of an order.
fn charges(view: &View, group: &Group) -> Vec<(String, Shown)> {
    let surcharges = group.surcharges.iter().map(|surcharge| {
        let shown = Shown {
            text: view.locale.percent(surcharge.percent),
            number: Some(surcharge.percent),
        };
        (surcharge.name.to_string(), shown)
    });
    let order = group.order_fee.iter().map(|fee| {
        let shown = Shown {
            text: view.plain.money(fee.price),
            number: Some(fee.price),
        };
        (fee.name.to_string(), shown)
    });
    surcharges.chain(order).collect()
}

fn in_sections<'a>(view: &'a View) -> impl Iterator<Item = (&'a Section, &'a Group)> {
    view.page.sections().iter().flat_map(|section| {
        let groups = match &section.body {
            Body::Prices(prices) => prices.groups.as_slice(),
            _ => &[],
        };
        groups.iter().map(move |group| (section, group))
    })
}

fn seen<'a>(view: &'a View<'a>) -> impl Iterator<Item = Seen<'a>> {
    in_sections(view).flat_map(move |(section, group)| {
        group.fees.iter().map(move |fee| Seen {
            view,
            section,
            group,
            fee,
        })
    })
}

fn of_fee(old: Seen, new: Seen) -> Vec<Change> {
    let id = new.id();
    let name = [&*new.section.title, &*new.fee.name.text];
    let named = texts::named(&id, &name[..1], &old.fee.name.text, &new.fee.name.text);
    let of = |kind, shown: &dyn Fn(Seen) -> String| {
        let [old, new] = [old, new].map(|seen| Some(Shown::text(shown(seen))));
        Change::between(kind, &id, &name, old, new)
    };
    // A later price that has begun is told as the price.
    let only_time_passed = later(old.fee) == later(new.fee);
    let others = [
        of(Kind::Price, &|seen| seen.view.plain.deposit(seen.fee)),
        of(Kind::Unit, &|seen| seen.fee.unit.to_string()),
        of(Kind::Vat, &|seen| seen.view.plain.vat(seen.fee)),
        of(Kind::Validity, &|seen| match only_time_passed {
            true => seen.view.plain.validity(&seen.fee.validity),
            false => seen.view.plain.fee_validity(seen.fee, seen.group),
        }),
    ];
    let prices = prices(old, new);
    named
        .into_iter()
        .chain(prices)
        .chain(others.into_iter().flatten())
        .collect()
}

/// The later prices as they are written.
fn later(fee: &Fee) -> Vec<String> {
    let written = fee.later.iter().map(|later| {
        let keys = [later.base, later.rate, later.at_least, later.at_most];
        format!("{} {:?} {:?} {keys:?}", later.from, later.prices, later.vat)
    });
    written.collect()
}

fn prices(old: Seen, new: Seen) -> Vec<Change> {
    let (before, now) = (old.prices(), new.prices());
    let key = |price: &Price| Cow::Owned(format!("{:?}", price.column));
    let changes = pairs(&before, &now, key).into_iter().filter_map(|pair| {
        let (before, now) = match pair {
            Pair::Both(before, now) => (Some(before), Some(now)),
            Pair::Added(now) => (None, Some(now)),
            Pair::Removed(before) => (Some(before), None),
        };
        let column = now.or(before).map(|price| new.column(price));
        let name = [
            &*new.section.title,
            &*new.fee.name.text,
            column.as_deref().unwrap_or_default(),
        ];
        let number = |price: Option<&Price>| price.and_then(|price| price.number);
        let percent = number(now)
            .zip(number(before))
            .and_then(|(now, before)| change::percent(now, before));
        let shown = |price: Option<&Price>| {
            price.map(|price| Shown {
                text: price.text.clone(),
                number: price.number,
            })
        };
        let change = Change::between(Kind::Price, &new.id(), &name, shown(before), shown(now))?;
        Some(Change {
            effect: percent.map(|made| Effect::Percent(made.rounded(1))),
            ..change
        })
    });
    changes.collect()
}

impl Seen<'_> {
    fn id(&self) -> String {
        format!("{}/{}", self.section.id, self.fee.id)
    }

    fn change(&self, what: What) -> Change {
        let name = [
            self.section.title.to_string(),
            self.fee.name.text.to_string(),
        ];
        Change::new(what, Kind::Fee, self.id(), name.into())
    }

    fn prices(&self) -> Vec<Price> {
        self.view.plain.prices(self.fee, self.group)
    }

    /// All prices on one line.
    fn all(&self) -> String {
        let prices = self.prices();
        let told = prices.iter().map(|price| match self.column(price) {
            column if column.is_empty() => price.text.clone(),
            column => format!("{} {column}", price.text),
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// What people call one of several prices.
    fn column(&self, price: &Price) -> String {
        let word = |key: &str| self.view.locale.text(&format!("diff.{key}"), &[]);
        match &price.column {
            Some(Column::Net) => word("net"),
            Some(Column::Gross) => word("gross"),
            Some(Column::Named(name)) => name.clone(),
            None => String::new(),
        }
    }
}
