//! Neither price of a pair follows from the other by the VAT rate. Lists are made from either
//! side, so a pair is right when the gross price is the rounded one or the net price is. Told with
//! what explains the pair: another rate of the country, no VAT at all, or nothing; rounding to five
//! or ten cents that the list does not tell of is only a note.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Place};
use crate::finance::vat;
use crate::section::prices::{Fee, Vat};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    page.fees().flat_map(|fee| of_fee(content, fee)).collect()
}

fn of_fee(content: &Content, fee: &Fee) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in fee.stages(content.day()) {
        let Vat::Taxable(rate) = stage.vat else {
            continue;
        };
        // A net price above the gross one is told by its own rule.
        let pairs = stage.prices.both().into_iter();
        let pairs = pairs.filter(|(net, gross)| net <= gross);
        let told = pairs.filter_map(|pair| of_pair(content, fee, stage.place, pair, rate));
        found.extend(told.map(|finding| finding.and_at(stage.net, "label.net")));
    }
    found
}

fn of_pair(
    content: &Content,
    fee: &Fee,
    place: Place,
    (net, gross): (Decimal, Decimal),
    rate: Decimal,
) -> Option<Finding> {
    let (up, down) = vat::misfit(net, gross, rate, fee.rounding)?;
    let shown = |number| content.locale.number(number);
    let told = |finding: Finding| {
        finding
            .about(fee.name.text.as_str())
            .with("net", shown(net))
            .with("gross", shown(gross))
            .with("rate", shown(rate))
            .with("up", shown(up))
            .with("down", shown(down))
    };
    let mismatch = || told(Finding::warning("vat-mismatch", place));
    let mut rates = explaining(content, fee, (net, gross));
    let rounded = vat::rounded_to(net, gross, rate);
    if rounded.is_some() {
        // Of small prices almost any rate makes the same cents: only a change of the rate that was
        // forgotten is likelier than rounding.
        rates.retain(|other| content.vat_rates.adjoin(rate, *other));
    }
    if !rates.is_empty() {
        let known = rates.iter().map(|rate| in_force(content, *rate));
        let known = known.collect::<Vec<_>>().join("; ");
        return Some(mismatch().with("known", known).helped_by("help-rate"));
    }
    if let Some(multiple) = rounded {
        let note = told(Finding::note("vat-rounded", place));
        return Some(note.with("multiple", shown(multiple)));
    }
    if net == gross {
        return Some(mismatch().helped_by("help-same"));
    }
    Some(mismatch())
}

/// How many rates may fit a pair before they say nothing.
const MOST: usize = 3;

/// The other rates of the country by which the prices belong together, the newest first.
fn explaining(content: &Content, fee: &Fee, (net, gross): (Decimal, Decimal)) -> Vec<Decimal> {
    let fits = |rate: &Decimal| vat::misfit(net, gross, *rate, fee.rounding).is_none();
    let rates = content.vat_rates.different().into_iter();
    let rates: Vec<Decimal> = rates.filter(|rate| !rate.is_zero()).filter(fits).collect();
    if rates.len() > MOST {
        Vec::new()
    } else {
        rates
    }
}

/// `24 % (1.1.2013–31.8.2024)`.
fn in_force(content: &Content, rate: Decimal) -> String {
    let day = |day: Date| content.locale.day(day);
    let span = |(from, until): &(Date, Option<Date>)| {
        format!("{}–{}", day(*from), until.map(day).unwrap_or_default())
    };
    let times = content.vat_rates.times(rate);
    let times = times.iter().map(span).collect::<Vec<_>>().join(", ");
    format!("{} ({times})", content.locale.percent(rate))
}
