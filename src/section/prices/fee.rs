//! A fee as a line or a record, and from there to a resolved fee.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::PricePlaces;
use super::category::refuse_wrong_days;
use super::pair::prices;
use super::price::{amount, price};
use super::rule::{Fraction, Tiers, derived};
use super::vat::status;
use super::{
    CategoryKind, Fee, FeeRule, Follows, Later, NoPrice, Pair, Price, Quantity, Scope, Terms,
    Validity, Vat, VatBasis, VatUse,
};
use crate::diagnostic::Finding;
use crate::finance::tariff::Tariff;
use crate::section::shared::{Id, Markdown, Marked, Text, is_line, slug};
use crate::yaml::{Bars, Decode, Node, Piece, Reader, Shape, Spanned, record};

record! {
    /// A fee as a record.
    pub struct FeeFile {
        /// The fee's name as published.
        name: Spanned<Text>,
        /// Permanent id; from the name when left out.
        id: Option<Spanned<Id>>,
        /// The unit: €/h.
        unit: Option<Text>,
        /// The price, where one is published: 7,00, 7,00 alkaen, 5,00–8,00, a word, or "words".
        price: Option<Spanned<Price>>,
        /// The price without VAT.
        net: Option<Spanned<Price>>,
        /// The price with VAT.
        gross: Option<Spanned<Price>>,
        /// The published amount of VAT.
        tax: Option<Spanned<Decimal>>,
        /// One price for each of the group's price columns.
        prices: Option<Bars>,
        /// How the price is taxed.
        vat: Option<Vat>,
        /// The paragraph of the law that makes it exempt.
        vat_law: Option<Text>,
        /// Which price is published.
        vat_basis: Option<VatBasis>,
        /// How the document prints the VAT: alv 0 %.
        vat_label: Option<Text>,
        /// Uses of the same thing with VAT of their own.
        vat_uses: Vec<VatUse>,
        /// A rule: what is paid at once.
        base: Option<Decimal>,
        /// A rule: what each unit costs.
        rate: Option<Decimal>,
        /// The unit of a rule's quantity; from the unit when left out.
        per: Option<Text>,
        /// Units that the base includes.
        included: Option<Decimal>,
        /// Quantities are charged by started steps of this size.
        step: Option<Decimal>,
        /// A rule: tiers, each line a part of the quantity and its rate, 0–100 | 5,00.
        marginal: Option<Tiers>,
        /// A rule: classes, each line a range and its price, yli 150 | 800.
        classes: Option<Tiers>,
        /// A rule: classes, each line a range and the rate of the whole quantity.
        class_rates: Option<Tiers>,
        /// A rule: a percentage of something.
        percent: Option<Decimal>,
        /// What the percentage is taken of: bruttotulot kuukaudessa.
        of: Option<Text>,
        /// Only what is above this counts.
        above: Option<Decimal>,
        /// The price is for this long, and a part of it is paid for a part: 12 kk.
        pro_rata: Option<Quantity>,
        /// The smallest price.
        at_least: Option<Decimal>,
        /// The largest price.
        at_most: Option<Decimal>,
        /// A smaller charge is not collected.
        smallest: Option<Decimal>,
        /// The price is rounded to multiples of this.
        rounded_to: Option<Decimal>,
        /// Quantities worked out on the page, divided by bars.
        example: Option<Bars>,
        /// The fee that this one is made from, by id or name.
        of_fee: Option<Spanned<String>>,
        /// Percent added to that fee.
        plus: Option<Decimal>,
        /// Percent taken off that fee.
        minus: Option<Decimal>,
        /// A share of that fee: 1/4.
        times: Option<Fraction>,
        /// How many times a serial ticket can be used.
        uses: Option<Decimal>,
        /// The single ticket that a serial ticket is compared with.
        single: Option<Spanned<String>>,
        /// How long a card is valid: 3 kk.
        period: Option<Quantity>,
        /// A deposit.
        deposit: Option<Decimal>,
        /// When the deposit is given back.
        refund: Option<Text>,
        /// Charged by started unit.
        started: bool,
        /// The shortest time or smallest quantity.
        minimum: Option<Text>,
        /// The largest quantity.
        limit: Option<Text>,
        /// What the price includes.
        includes: Option<Text>,
        /// Whom the price is for: a customer group or a text.
        r#for: Option<Spanned<Text>>,
        /// When the price holds: a season or dates, 1.6.–31.8.
        season: Option<Spanned<Text>>,
        /// Days of the week: ma–to.
        days: Option<Spanned<Text>>,
        /// Times of day: 8–16.
        times_of_day: Option<Spanned<Text>>,
        /// Where the price holds.
        at: Option<Spanned<Text>>,
        /// The first day the price holds.
        from: Option<Spanned<Date>>,
        /// The last day the price holds.
        until: Option<Spanned<Date>>,
        /// Later prices, each a line: 1.1.2026 | 6,50, with a new rate of VAT last.
        later: Vec<Later>,
        /// A decision made elsewhere that the price follows.
        follows: Option<Follows>,
        /// Another way of pricing.
        or: Option<NoPrice>,
        /// An add-on to the fee above.
        addon: bool,
        /// A sanction, not a fee.
        sanction: bool,
        /// A note mark.
        note: Option<Spanned<String>>,
        /// Longer Markdown.
        text: Option<Markdown>,
        /// More words people search by.
        keywords: Option<String>,
    }
}

/// A fee as a line or a record.
#[derive(Debug, Clone)]
pub enum FeeEntry {
    Line(Bars),
    Record(Box<FeeFile>),
}

impl Decode for FeeEntry {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        if is_line(node) {
            return Bars::decode(node, reader).map(FeeEntry::Line);
        }
        FeeFile::decode(node, reader).map(|file| FeeEntry::Record(Box::new(file)))
    }

    fn shape() -> Shape {
        Shape::record_or::<FeeFile>("line-or-record")
    }
}

impl FeeFile {
    /// Some key makes its price.
    pub fn has_rule(&self) -> bool {
        self.base.is_some()
            || self.rate.is_some()
            || self.marginal.is_some()
            || self.classes.is_some()
            || self.class_rates.is_some()
            || self.percent.is_some()
            || self.of_fee.is_some()
    }

    /// Where its prices stand.
    pub fn places(&self) -> PricePlaces {
        let of = |price: &Option<Spanned<Price>>| price.as_ref().map(|price| price.place);
        PricePlaces {
            price: of(&self.price),
            net: of(&self.net),
            gross: of(&self.gross),
            tax: self.tax.as_ref().map(|tax| tax.place),
        }
    }

    /// A fee of which nothing but the name is known.
    fn named(name: Spanned<Text>) -> Self {
        Self {
            place: name.place,
            name,
            id: None,
            unit: None,
            price: None,
            net: None,
            gross: None,
            tax: None,
            prices: None,
            vat: None,
            vat_law: None,
            vat_basis: None,
            vat_label: None,
            vat_uses: Vec::new(),
            base: None,
            rate: None,
            per: None,
            included: None,
            step: None,
            marginal: None,
            classes: None,
            class_rates: None,
            percent: None,
            of: None,
            above: None,
            pro_rata: None,
            at_least: None,
            at_most: None,
            smallest: None,
            rounded_to: None,
            example: None,
            of_fee: None,
            plus: None,
            minus: None,
            times: None,
            uses: None,
            single: None,
            period: None,
            deposit: None,
            refund: None,
            started: false,
            minimum: None,
            limit: None,
            includes: None,
            r#for: None,
            season: None,
            days: None,
            times_of_day: None,
            at: None,
            from: None,
            until: None,
            later: Vec::new(),
            follows: None,
            or: None,
            addon: false,
            sanction: false,
            note: None,
            text: None,
            keywords: None,
        }
    }
}

/// A field that a cell of a one-line fee fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Name,
    Unit,
    Price,
    Net,
    Tax,
    Gross,
    Rate,
}

/// What a group tells its fees.
pub struct Setting<'a> {
    pub columns: &'a [Column],
    /// Price columns after them.
    pub prices: usize,
    pub terms: &'a Terms,
    pub label: &'a Option<Text>,
}

pub fn fee(entry: FeeEntry, setting: &Setting, reader: &mut Reader) -> Option<Fee> {
    let mut file = match entry {
        FeeEntry::Record(file) => *file,
        FeeEntry::Line(bars) => line(&bars, setting, reader)?,
    };
    let own = setting
        .terms
        .narrowed(file.vat, file.vat_basis, file.unit.take());
    let Some(vat) = own.vat else {
        return reader.fail(Finding::error("price-without-vat", file.place));
    };
    let told = file.per.is_some();
    let mut unit = own.unit.clone().unwrap_or_default();
    let derived = derived(&file, reader).ok()?;
    let prices = prices(&mut file, setting, vat, &own, &derived, &unit, reader)?;
    if let Pair::Single(Price::Rule(rule))
    | Pair::Net(Price::Rule(rule))
    | Pair::Gross(Price::Rule(rule)) = &prices
    {
        unit = ruled_unit(&unit, rule, told);
    }
    let ruled = matches!(
        &prices,
        Pair::Single(Price::Rule(_)) | Pair::Net(Price::Rule(_)) | Pair::Gross(Price::Rule(_))
    );
    // A rule changes by its keys, a price by a line; the VAT of either may change alone.
    let wrong = |later: &&Later| {
        let keys = [later.base, later.rate, later.at_least, later.at_most];
        let changed = keys.iter().any(Option::is_some);
        if ruled {
            !later.prices.is_empty()
        } else {
            changed || (later.prices.is_empty() && later.vat.is_none())
        }
    };
    if let Some(later) = file.later.iter().find(wrong) {
        let finding = Finding::error("later-of-rule", later.place);
        return reader.fail(if ruled {
            finding
        } else {
            finding.helped_by("help-price")
        });
    }
    let wanted = if ruled {
        0..=0
    } else if setting.prices > 0 {
        setting.prices..=setting.prices
    } else {
        1..=2
    };
    if let Some(later) = file
        .later
        .iter()
        .filter(|later| !later.prices.is_empty())
        .find(|later| !wanted.contains(&later.prices.len()))
    {
        let finding = Finding::error("wrong-cell-count", later.place);
        let finding = finding.with("expected", (wanted.end() + 1).to_string());
        return reader.fail(finding.with("found", (later.prices.len() + 1).to_string()));
    }
    let mut name = Marked::new(&file.name.value, file.name.place);
    name.mark = file.note.take().map(Box::new).or(name.mark);
    // "+ lisähenkilö" is an add-on by its own sign, which the page draws.
    let addon = file.addon || name.text.starts_with("+ ");
    let scopes = scopes(&mut file, reader);
    let places = file.places();
    Some(Fee {
        id: file.id.map_or_else(|| slug(&name.text), |id| id.value.0),
        name,
        unit,
        prices,
        tax: file.tax.map(|tax| tax.value),
        places,
        derived,
        vat,
        vat_label: file.vat_label.or_else(|| setting.label.clone()),
        law: file.vat_law.or(own.law),
        vat_uses: file.vat_uses,
        vat_changes: own.vat_changes,
        rounding: own.rounding,
        started: file.started,
        minimum: file.minimum,
        limit: file.limit,
        includes: file.includes,
        scopes,
        uses: file.uses,
        single: file.single,
        period: file.period,
        deposit: file.deposit,
        refund: file.refund,
        validity: Validity::read(file.from, file.until, reader)?,
        later: file.later,
        follows: file.follows,
        or: file.or,
        addon,
        sanction: file.sanction,
        text: file.text,
        keywords: file.keywords.unwrap_or_default(),
        place: file.name.place,
    })
}

/// The unit of a rule's amounts: a class has a price, and what is told to be charged by something
/// else than the group is charged by that.
fn ruled_unit(unit: &Text, rule: &FeeRule, told: bool) -> Text {
    let currency = |unit: &str| unit.split('/').next().unwrap_or_default().to_owned();
    match &rule.tariff {
        Tariff::Classes { .. } | Tariff::ProRata { .. } => unit.map(currency),
        Tariff::Percent { .. } => unit.clone(),
        _ if told => {
            let currency = currency(unit);
            rule.per.map(|per| format!("{currency}/{per}"))
        }
        _ => unit.clone(),
    }
}

fn scopes(file: &mut FeeFile, reader: &mut Reader) -> Vec<Scope> {
    let told = [
        (CategoryKind::Customer, file.r#for.take()),
        (CategoryKind::Season, file.season.take()),
        (CategoryKind::Days, file.days.take()),
        (CategoryKind::Times, file.times_of_day.take()),
        (CategoryKind::Place, file.at.take()),
    ];
    let scope = |(kind, text): (CategoryKind, Option<Spanned<Text>>)| {
        let text = text?;
        refuse_wrong_days(&text, Some(kind), reader);
        Some(Scope {
            kind,
            text: text.value,
            place: text.place,
        })
    };
    told.into_iter().filter_map(scope).collect()
}

/// A value that stands in a cell.
fn at<T>(piece: &Piece, value: T) -> Spanned<T> {
    Spanned {
        value,
        place: piece.place,
    }
}

fn line(bars: &Bars, setting: &Setting, reader: &mut Reader) -> Option<FeeFile> {
    let expected = setting.columns.len() + setting.prices;
    if let [name, only] = bars.pieces.as_slice()
        && expected > 2
        && NoPrice::WORDS.iter().any(|(word, _)| *word == only.text)
    {
        // "Koululaiset | free": the same for every price.
        let named = Spanned {
            value: Text::of(name, reader)?,
            place: name.place,
        };
        let price = price(only, reader);
        return Some(FeeFile {
            price: price
                .filter(|_| setting.prices == 0)
                .map(|price| at(only, price)),
            prices: (setting.prices > 0).then(|| Bars {
                pieces: vec![only.clone(); setting.prices],
                place: bars.place,
            }),
            place: bars.place,
            ..FeeFile::named(named)
        });
    }
    if bars.pieces.len() != expected {
        let finding = Finding::error("wrong-cell-count", bars.place);
        let finding = finding.with("expected", expected.to_string());
        return reader.fail(finding.with("found", bars.pieces.len().to_string()));
    }
    let mut name = None;
    let mut file = FeeFile::named(Spanned {
        value: Text::default(),
        place: bars.place,
    });
    for (piece, column) in bars.pieces.iter().zip(setting.columns) {
        match column {
            Column::Name => {
                name = Some(Spanned {
                    value: Text::of(piece, reader)?,
                    place: piece.place,
                })
            }
            Column::Unit => {
                file.unit = Some(Text::of(piece, reader)?).filter(|unit| !unit.is_empty())
            }
            Column::Price => file.price = Some(at(piece, price(piece, reader)?)),
            Column::Net => file.net = Some(at(piece, price(piece, reader)?)),
            Column::Tax => file.tax = Some(at(piece, amount(piece, reader)?)),
            Column::Gross => file.gross = Some(at(piece, price(piece, reader)?)),
            Column::Rate => file.vat = Some(status(piece, reader)?),
        }
    }
    let Some(name) = name.filter(|name| !name.value.is_empty()) else {
        return reader.fail(Finding::error("missing-key", bars.place).with("key", "name"));
    };
    let cells = bars.pieces.get(setting.columns.len()..)?.to_vec();
    file.prices = (setting.prices > 0).then_some(Bars {
        pieces: cells,
        place: bars.place,
    });
    Some(FeeFile {
        name,
        place: bars.place,
        ..file
    })
}
