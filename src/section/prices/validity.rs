//! When a price holds (voimassaolo), and what it becomes next.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::price::price;
use super::vat::status;
use super::{Fee, Pair, Price, Vat};
use crate::diagnostic::{Finding, Place};
use crate::yaml::{
    Bars, CELLS, Decode, Node, Numbers, Reader, Shape, Spanned, Value as Yaml, not_a_day,
    parse_day, record,
};

/// From a day until a day, both included; open where none is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Validity {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// Where a day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    InForce,
    /// Takes effect later.
    Upcoming,
    Ended,
}

impl State {
    /// The key of its words on a page.
    pub fn key(self) -> &'static str {
        match self {
            State::InForce => "in-force",
            State::Upcoming => "upcoming",
            State::Ended => "ended",
        }
    }
}

impl Validity {
    /// The time two keys give; a finding when the end is before the beginning.
    pub fn read(
        from: Option<Spanned<Date>>,
        until: Option<Spanned<Date>>,
        reader: &mut Reader,
    ) -> Option<Self> {
        if let (Some(from), Some(until)) = (&from, &until)
            && from.value > until.value
        {
            let day = |day: &Spanned<Date>| reader.locale.day(day.value);
            let finding = Finding::error("ends-before-it-begins", until.place)
                .with("from", day(from))
                .with("until", day(until));
            return reader.fail(finding.and_at(from.place, "label.first"));
        }
        Some(Self {
            from: from.map(|day| day.value),
            until: until.map(|day| day.value),
        })
    }

    /// Neither end is told.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    /// Where a day stands; in force when the site is built for no day.
    pub fn state(&self, day: Option<Date>) -> State {
        let Some(day) = day else {
            return State::InForce;
        };
        if self.from.is_some_and(|from| day < from) {
            State::Upcoming
        } else if self.until.is_some_and(|until| day > until) {
            State::Ended
        } else {
            State::InForce
        }
    }
}

/// A new VAT from a day on (arvonlisäveron muutos).
#[derive(Debug, Clone)]
pub struct VatChange {
    pub from: Date,
    pub vat: Vat,
    pub place: Place,
}

impl Decode for VatChange {
    /// `1.1.2026 | 13,5 %`.
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let bars = Bars::decode(node, reader)?;
        let [day, vat] = bars.pieces.as_slice() else {
            let finding = Finding::error("wrong-cell-count", bars.place).with("expected", "2");
            return reader.fail(finding.with("found", bars.pieces.len().to_string()));
        };
        let Some(from) = parse_day(&day.text) else {
            return reader.fail(not_a_day(&day.text, day.place));
        };
        Some(Self {
            from,
            vat: status(vat, reader)?,
            place: bars.place,
        })
    }

    fn shape() -> Shape {
        Shape::of("line").matching(CELLS, Numbers::None)
    }
}

record! {
    /// What changes of a rule from a day on.
    pub struct LaterFile {
        /// The first day.
        from: Date,
        /// The new base.
        base: Option<Decimal>,
        /// The new price of a unit.
        rate: Option<Decimal>,
        /// The new smallest price.
        at_least: Option<Decimal>,
        /// The new largest price.
        at_most: Option<Decimal>,
        /// The new VAT.
        vat: Option<Vat>,
    }
}

/// A later price: from a day on.
#[derive(Debug, Clone)]
pub struct Later {
    pub from: Date,
    /// One price, or the one without VAT and the one with it, or one for each price column.
    pub prices: Vec<Price>,
    /// The VAT from that day on, where it changes too.
    pub vat: Option<Vat>,
    /// What changes of a rule; the rest of it holds on.
    pub base: Option<Decimal>,
    pub rate: Option<Decimal>,
    pub at_least: Option<Decimal>,
    pub at_most: Option<Decimal>,
    pub place: Place,
}

/// What a fee costs for a time.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    pub vat: Vat,
    pub prices: Cow<'a, Pair>,
    /// The price with VAT where both are published, or else what the fee or the change begins with.
    pub place: Place,
    /// The price without VAT where both are published.
    pub net: Option<Place>,
}

impl Fee {
    /// The prices on a day: the newest of the later ones that have begun, or else the first ones.
    pub fn prices_on(&self, day: Option<Date>) -> Cow<'_, Pair> {
        let later = self.begun(day);
        let ruled = |price: &Price| match (price, later) {
            (Price::Rule(rule), Some(later)) => Some(Price::Rule(Box::new(rule.changed(later)))),
            _ => None,
        };
        let changed = match &self.prices {
            Pair::Single(price) => ruled(price).map(Pair::Single),
            Pair::Net(price) => ruled(price).map(Pair::Net),
            Pair::Gross(price) => ruled(price).map(Pair::Gross),
            _ => None,
        };
        if let Some(changed) = changed {
            return Cow::Owned(changed);
        }
        let begun = later.map(|later| later.prices.as_slice());
        match (&self.prices, begun.filter(|prices| !prices.is_empty())) {
            (Pair::Row(_), Some(prices)) => Cow::Owned(Pair::Row(prices.to_vec())),
            (_, Some([net, gross])) => Cow::Owned(Pair::Both(net.clone(), gross.clone())),
            (Pair::Single(_), Some([price])) => Cow::Owned(Pair::Single(price.clone())),
            (Pair::Net(_), Some([price])) => Cow::Owned(Pair::Net(price.clone())),
            (Pair::Gross(_) | Pair::Both(..) | Pair::Derived, Some([price])) => {
                Cow::Owned(Pair::Gross(price.clone()))
            }
            _ => Cow::Borrowed(&self.prices),
        }
    }

    /// What it costs on a day and after each later change of its prices.
    pub fn stages(&self, day: Option<Date>) -> Vec<Stage<'_>> {
        let begun = self.begun(day);
        let own = self.places.gross.unwrap_or(self.place);
        let now = Stage {
            vat: self.vat_on(day),
            prices: self.prices_on(day),
            place: begun.map_or(own, |later| later.place),
            net: self.places.net.filter(|_| begun.is_none()),
        };
        let later = self.later.iter();
        let later = later.filter(|later| !later.prices.is_empty());
        let later = later.filter(|later| day.is_none_or(|day| later.from > day));
        let later = later.map(|later| Stage {
            vat: self.vat_on(Some(later.from)),
            prices: self.prices_on(Some(later.from)),
            place: later.place,
            net: None,
        });
        std::iter::once(now).chain(later).collect()
    }

    /// The VAT on a day.
    pub fn vat_on(&self, day: Option<Date>) -> Vat {
        let begun = self.begun(day).and_then(|later| later.vat);
        let listed = self.vat_changes.iter();
        let listed = listed.filter(|change| day.is_some_and(|day| change.from <= day));
        let listed = listed.max_by_key(|change| change.from);
        begun.unwrap_or_else(|| listed.map_or(self.vat, |change| change.vat))
    }

    /// The later price that holds on a day.
    pub fn begun(&self, day: Option<Date>) -> Option<&Later> {
        let day = day?;
        let begun = self.later.iter().filter(|later| later.from <= day);
        begun.max_by_key(|later| later.from)
    }
}

impl Decode for Later {
    /// `1.1.2026 | 6,50`, or `1.1.2026 | 5,18 | 6,50` where both sides are published; a new rate of
    /// VAT stands last.
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        if matches!(node.value, Yaml::Map(_)) {
            let file = LaterFile::decode(node, reader)?;
            return Some(Self {
                from: file.from,
                prices: Vec::new(),
                vat: file.vat,
                base: file.base,
                rate: file.rate,
                at_least: file.at_least,
                at_most: file.at_most,
                place: file.place,
            });
        }
        let bars = Bars::decode(node, reader)?;
        let Some((first, rest)) = bars
            .pieces
            .split_first()
            .filter(|(_, rest)| !rest.is_empty())
        else {
            let finding = Finding::error("wrong-cell-count", bars.place).with("expected", "2");
            return reader.fail(finding.with("found", bars.pieces.len().to_string()));
        };
        let Some(from) = parse_day(&first.text) else {
            return reader.fail(not_a_day(&first.text, first.place));
        };
        // A rate may stand last: 1.1.2026 | 7,50 | 13,5 %.
        let rated = rest
            .split_last()
            .filter(|(last, rest)| last.text.ends_with('%') && !rest.is_empty());
        let (vat, rest) = match rated {
            Some((last, rest)) => (Some(status(last, reader)?), rest),
            None => (None, rest),
        };
        let prices: Option<Vec<Price>> = rest.iter().map(|piece| price(piece, reader)).collect();
        Some(Self {
            from,
            prices: prices?,
            vat,
            base: None,
            rate: None,
            at_least: None,
            at_most: None,
            place: bars.place,
        })
    }

    fn shape() -> Shape {
        let later = Shape::record_or::<LaterFile>("line-or-record");
        later.matching(CELLS, Numbers::None)
    }
}
