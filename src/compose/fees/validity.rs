//! When prices hold, whether they do on the day of the site, and what comes next.

use jiff::civil::Date;

use crate::compose::context::Context;
use crate::content::{Page, PageKind};
use crate::link::Target;
use crate::page::{Block, FeeValidity, Link, Prose};
use crate::section::prices::{Fee, Follows, Group, OrderFee, State, Validity, VatChange};

/// "Voimassa 1.1.2025–31.12.2025", and whether that is now.
pub fn of(context: &Context, validity: &Validity) -> Option<FeeValidity> {
    let time = time(context, validity)?;
    let state = validity.state(context.content.day());
    Some(FeeValidity {
        text: context.word(&format!("validity.{}", state.key()), &[("time", &time)]),
        state: state.key(),
    })
}

/// The same as a phrase among a fee's conditions.
pub fn phrase(context: &Context, validity: &Validity) -> Option<String> {
    let time = time(context, validity)?;
    let state = validity.state(context.content.day());
    Some(context.word(
        &format!("validity.short.{}", state.key()),
        &[("time", &time)],
    ))
}

fn time(context: &Context, validity: &Validity) -> Option<String> {
    let day = |day: Date| context.locale.day(day);
    match (validity.from, validity.until) {
        (None, None) => None,
        (Some(from), None) => Some(context.word("validity.from", &[("from", &day(from))])),
        (None, Some(until)) => Some(context.word("validity.until", &[("until", &day(until))])),
        (Some(from), Some(until)) => Some(context.word(
            "validity.between",
            &[("from", &day(from)), ("until", &day(until))],
        )),
    }
}

/// The day the price in force began, and the prices that come later.
pub fn later(context: &Context, fee: &Fee, group: &Group) -> Vec<String> {
    let today = context.content.day();
    let since = fee.begun(today).map(|later| {
        let day = context.locale.day(later.from);
        context.word("validity.since", &[("day", &day)])
    });
    let coming = fee
        .later
        .iter()
        .filter(|later| today.is_none_or(|today| later.from > today));
    let coming = coming.map(|later| {
        let mut parts: Vec<String> = Vec::new();
        for (index, price) in later.prices.iter().enumerate() {
            let words = super::price_words(context, context.page, price);
            parts.push(match group.columns.get(index) {
                Some(column) => format!("{} {words}", super::matrix::label(context, column)),
                None => words,
            });
        }
        let ruled = [
            ("tariff.new-base", later.base),
            ("tariff.new-rate", later.rate),
            ("tariff.at-least", later.at_least),
            ("tariff.at-most", later.at_most),
        ];
        for (key, amount) in ruled {
            let amount = amount.map(|amount| context.money(amount));
            parts.extend(amount.map(|price| context.word(key, &[("price", &price)])));
        }
        if let Some(rate) = later.vat.and_then(|vat| vat.rate()) {
            let rate = context.locale.percent(rate);
            parts.push(context.word("validity.with-vat", &[("rate", &rate)]));
        }
        let day = context.locale.day(later.from);
        let divider = if group.columns.is_empty() && later.vat.is_none() && later.rate.is_none() {
            " / "
        } else {
            ", "
        };
        context.word(
            "validity.next",
            &[("day", &day), ("price", &parts.join(divider))],
        )
    });
    since.into_iter().chain(coming).collect()
}

/// What holds for all prices of a group.
pub fn terms(context: &Context, group: &Group) -> Vec<String> {
    let order = group.order_fee.as_ref().map(|fee| order_fee(context, fee));
    let told = group.follows.as_ref();
    let told = told.filter(|follows| follows.link.is_none());
    let follows = told.map(|follows| {
        let words = self::follows(context, follows);
        format!("{}.", capital(&words))
    });
    order.into_iter().chain(follows).collect()
}

fn order_fee(context: &Context, fee: &OrderFee) -> String {
    let values = [
        ("name", context.text(&fee.name)),
        ("price", context.money(fee.price)),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    context.word("fee.order-fee", &values)
}

/// The same as a link, where the decision has an address.
pub fn link(context: &Context, told: Option<&Follows>) -> Option<Link> {
    let told = told?;
    let target = Target::in_key(&told.link.as_ref()?.value);
    Some(Link {
        href: context.resolved(target)?,
        text: capital(&follows(context, told)),
        current: false,
    })
}

/// "perusteena Verohallinnon päätös kilometrikorvauksista (2025)".
pub fn follows(context: &Context, follows: &Follows) -> String {
    let values = [
        ("decision", context.text(&follows.decision.value)),
        ("year", follows.year.to_string()),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    context.word("fee.follows", &values)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// What holds for a whole list: its time, what it replaces and what replaces it, an order fee.
pub fn list(context: &Context) -> Option<Block> {
    if context.page.kind != PageKind::PriceList {
        return None;
    }
    let head = &context.page.head();
    let mut sentences: Vec<String> = Vec::new();
    let validity = context.page.validity();
    let versions = others(context);
    sentences.extend(of(context, &validity).map(|validity| validity.text));
    sentences.extend(head.decision.as_ref().map(|decision| {
        let decision = context.text(&decision.value);
        context.word("figures.decision", &[("decision", &decision)])
    }));
    sentences.extend(versions);
    sentences.extend(vat_changes(context, &head.vat_changes));
    sentences.extend(
        head.order_fee
            .as_ref()
            .map(|fee| order_fee(context, &fee.value)),
    );
    sentences.extend(head.follows.as_ref().map(|told| {
        let words = follows(context, &told.value);
        let words = format!("{}.", capital(&words));
        match told.value.link.as_ref() {
            Some(link) => format!("[{}]({})", words, link.value),
            None => words,
        }
    }));
    let html = context.markdown("lista").words(&sentences.join(" "));
    (!sentences.is_empty()).then_some(Block::Prose(Prose { html }))
}

/// What the VAT is or will be: "Arvonlisävero on 1.1.2026 alkaen 13,5 %."
fn vat_changes(context: &Context, changes: &[VatChange]) -> Vec<String> {
    let changes = changes.iter().filter_map(|change| {
        let rate = context.locale.percent(change.vat.rate()?);
        let day = context.locale.day(change.from);
        Some(context.word("validity.vat", &[("day", &day), ("rate", &rate)]))
    });
    changes.collect()
}

/// The list before this one and the one after it, as links.
fn others(context: &Context) -> Vec<String> {
    let content = context.content;
    let line = |key: &str, page: &Page| {
        let time = time(context, &page.validity()).unwrap_or_default();
        let link = format!("[{}](/{})", context.plain(page.short()), page.address);
        context.word(key, &[("link", &link), ("time", &time)])
    };
    let mut lines = Vec::new();
    if let Some(page) = content.replaced(context.page) {
        lines.push(line("validity.replaces", page));
    }
    let this = Some(context.page.address.as_str());
    let replacing = |page: &&Page| content.replaced(page).map(|old| old.address.as_str()) == this;
    if let Some(page) = content.pages.iter().find(replacing) {
        let key = match page.validity().state(content.day()) {
            State::Upcoming => "validity.replaced-later",
            _ => "validity.replaced",
        };
        lines.push(line(key, page));
    }
    lines
}
