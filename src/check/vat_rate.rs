//! A rate of VAT that was not in force in the country on the day of the price list, told once for
//! a section. A list without a day may have any rate that the country has ever had.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::Body;
use crate::section::prices::{Fee, Group, State, Validity, Vat};
use crate::vat_rates::Rate;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for section in page.sections() {
        let Body::Prices(prices) = &section.body else {
            continue;
        };
        let mut told: Vec<Decimal> = Vec::new();
        for group in &prices.groups {
            for day in days(content, page, group) {
                for fee in &group.fees {
                    let Vat::Taxable(rate) = fee.vat_on(day) else {
                        continue;
                    };
                    if told.contains(&rate) {
                        continue;
                    }
                    if let Some(finding) = out_of_force(content, day, rate, fee) {
                        told.push(rate);
                        found.push(finding);
                    }
                }
            }
        }
    }
    found.extend(later(content, page));
    found
}

/// The day the prices of a group begin to hold, and the day of the site when they hold then.
fn days(content: &Content, page: &Page, group: &Group) -> Vec<Option<Date>> {
    let begins = group.validity.from.or(page.list_day());
    let holds = |day: &Date| {
        let state = |validity: Validity| validity.state(Some(*day)) == State::InForce;
        state(page.validity()) && state(group.validity)
    };
    let now = content
        .day()
        .filter(holds)
        .filter(|day| begins.is_none_or(|begins| begins < *day));
    // Old lists stay on sites: only one that says how long it holds claims to hold now.
    let until = group.validity.until.or(page.validity().until);
    let now = now.filter(|_| begins.is_some() && until.is_some());
    std::iter::once(begins).chain(now.map(Some)).collect()
}

fn out_of_force(content: &Content, day: Option<Date>, rate: Decimal, fee: &Fee) -> Option<Finding> {
    let of_day = day.map(|day| (day, content.vat_rates.on(day)));
    // Of a time before the first rate that is told nothing is known.
    let of_day = of_day.filter(|(_, rates)| !rates.is_empty());
    let fits = match of_day {
        Some((day, _)) => content.vat_rates.in_force(rate, day),
        None => content.vat_rates.known(rate),
    };
    let finding = Finding::warning("vat-rate-not-in-force", fee.place)
        .about(fee.name.text.as_str())
        .with("rate", content.locale.percent(rate));
    (!fits).then(|| match &of_day {
        Some((day, rates)) => finding
            .with("day", content.locale.day(*day))
            .with("known", listed(content, rates.iter().copied())),
        None => finding
            .with("known", listed(content, content.vat_rates.rates.iter()))
            .helped_by("help-never"),
    })
}

/// Later prices whose VAT is no longer in force on their day: the change was forgotten.
fn later(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for fee in page.fees() {
        for later in &fee.later {
            let Vat::Taxable(rate) = fee.vat_on(Some(later.from)) else {
                continue;
            };
            let rates = content.vat_rates.on(later.from);
            if rates.is_empty() || content.vat_rates.in_force(rate, later.from) {
                continue;
            }
            found.push(
                Finding::warning("vat-rate-not-in-force", later.place)
                    .about(fee.name.text.as_str())
                    .with("rate", content.locale.percent(rate))
                    .with("day", content.locale.day(later.from))
                    .with("known", listed(content, rates.iter().copied()))
                    .helped_by("help-later"),
            );
        }
    }
    found
}

/// The different rates, the highest first: `25,5 %, 14 %, 10 %`.
fn listed<'a>(content: &Content, rates: impl Iterator<Item = &'a Rate>) -> String {
    let mut rates: Vec<Decimal> = rates.map(|rate| rate.rate.normalize()).collect();
    rates.sort_unstable_by(|a, b| b.cmp(a));
    rates.dedup();
    let shown = rates.iter().map(|rate| content.locale.percent(*rate));
    shown.collect::<Vec<_>>().join(", ")
}
