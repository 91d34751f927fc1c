//! Price lists (hinnastot): groups of fees with their VAT, units, rules, customer groups, times and
//! surcharges.

mod category;
mod derived;
mod fee;
mod file;
mod pair;
mod price;
mod rule;
mod succession;
mod validity;
mod vat;

use rust_decimal::Decimal;

use super::shared::{Markdown, Marked, Note, Text};
use crate::diagnostic::Place;
use crate::yaml::{Spanned, Word, record};

pub use category::{Category, CategoryFile, CategoryKind, named};
pub use derived::{DerivedPrice, derived_price, derived_row, derived_rule};
pub use fee::FeeFile;
pub use file::{GroupFile, PricesFile, written};
pub use price::{NoPrice, Part, Price};
pub use rule::{Change, Derived, FeeRule, Quantity};
pub use succession::{Succession, successions};
pub use validity::{Later, LaterFile, Stage, State, Validity, VatChange};
pub use vat::{Vat, VatBasis};

record! {
    /// A surcharge or, when negative, a discount in percent (korotus, alennus).
    pub struct Surcharge {
        /// When it is added.
        name: Text,
        /// How much: 50.
        percent: Decimal,
    }
}

record! {
    /// A fee added once to every order (tilausmaksu).
    pub struct OrderFee {
        /// What it is called: Tilausmaksu.
        name: Text,
        /// How much.
        price: Decimal,
    }
}

record! {
    /// A decision made elsewhere that a price follows (perusteena oleva päätös).
    pub struct Follows {
        /// The decision: Verohallinnon päätös kilometrikorvauksista.
        decision: Spanned<Text>,
        /// The year it is for.
        year: i16,
        /// Its address.
        link: Option<Spanned<String>>,
    }
}

record! {
    /// VAT of a use of the same thing (käyttötarkoitus).
    pub struct VatUse {
        /// The use: liikuntakäyttö.
        name: Text,
        /// How it is taxed.
        vat: Vat,
    }
}

/// How the fees of a group stand on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    #[default]
    Table,
    Bullets,
    Numbered,
}

impl Word for Style {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("table", Style::Table),
            ("bullets", Style::Bullets),
            ("numbered", Style::Numbered),
        ]
    }
}

/// What a fee has from its group, a group from its section, a section from its page.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    pub vat: Option<Vat>,
    pub basis: Option<VatBasis>,
    pub unit: Option<Text>,
    /// The paragraph by which prices are exempt.
    pub law: Option<Text>,
    /// Computed prices are rounded to whole multiples of this; cents when `None`.
    pub rounding: Option<Decimal>,
    pub categories: Vec<Category>,
    /// When the VAT changes while prices hold.
    pub vat_changes: Vec<VatChange>,
}

impl Terms {
    fn narrowed(&self, vat: Option<Vat>, basis: Option<VatBasis>, unit: Option<Text>) -> Self {
        let unit = unit.or_else(|| self.unit.clone());
        // A basis says how taxed prices are published; it does not outlive another status.
        let untaxed = vat.is_some_and(|vat| !matches!(vat, Vat::Taxable(_)));
        let inherited = self.basis.filter(|_| !untaxed);
        Self {
            vat: vat.or(self.vat),
            basis: basis.or(inherited),
            unit,
            // The paragraph explains a status, not another one.
            law: self
                .law
                .clone()
                .filter(|_| vat.is_none_or(|vat| Some(vat) == self.vat)),
            rounding: self.rounding,
            categories: self.categories.clone(),
            // A status of its own does not change with the list's.
            vat_changes: match vat {
                Some(vat) if Some(vat) != self.vat => Vec::new(),
                _ => self.vat_changes.clone(),
            },
        }
    }
}

/// The fees of a section.
#[derive(Debug, Clone)]
pub struct Prices {
    pub groups: Vec<Group>,
}

/// A column of prices for a customer group, a season, a place (hintasarake).
#[derive(Debug, Clone)]
pub struct PriceColumn {
    pub label: Text,
    /// Its note mark.
    pub mark: Option<Box<Spanned<String>>>,
    /// The heads above it, the topmost first.
    pub heads: Vec<Text>,
    /// The categories that its label and heads name, by their place in [`Group::categories`].
    pub categories: Vec<usize>,
    pub place: Place,
}

/// A group of fees (maksuryhmä).
#[derive(Debug, Clone)]
pub struct Group {
    /// Empty for the only group of a section.
    pub id: String,
    pub number: Option<String>,
    pub title: Option<Text>,
    pub text: Option<Markdown>,
    pub caption: Option<Text>,
    pub head: Option<Text>,
    pub style: Style,
    pub vat: Option<Vat>,
    pub basis: Option<VatBasis>,
    pub rounding: Option<Decimal>,
    /// Prices with VAT stand before those without.
    pub gross_first: bool,
    /// Columns of prices; empty where a fee has one price, or one without VAT and one with it.
    pub columns: Vec<PriceColumn>,
    /// The heading of the change from the first price column to the last.
    pub change: Option<Text>,
    pub categories: Vec<Category>,
    pub fees: Vec<Fee>,
    pub surcharges: Vec<Surcharge>,
    pub order_fee: Option<OrderFee>,
    pub validity: Validity,
    pub follows: Option<Follows>,
    pub started: bool,
    pub calculator: bool,
    pub exemptions: Vec<Markdown>,
    pub notes: Vec<Note>,
    pub place: Place,
}

/// A fee (maksu) with its VAT and unit resolved.
#[derive(Debug, Clone)]
pub struct Fee {
    pub id: String,
    pub name: Marked,
    pub unit: Text,
    pub prices: Pair,
    /// The published amount of tax, where the document prints it.
    pub tax: Option<Decimal>,
    /// Where its prices stand; [`Fee::place`] is that of its name.
    pub places: PricePlaces,
    /// What the price is made from; compared with it where one is published.
    pub derived: Option<Derived>,
    pub vat: Vat,
    pub vat_label: Option<Text>,
    pub law: Option<Text>,
    pub vat_uses: Vec<VatUse>,
    pub vat_changes: Vec<VatChange>,
    pub rounding: Option<Decimal>,
    pub started: bool,
    pub minimum: Option<Text>,
    pub limit: Option<Text>,
    pub includes: Option<Text>,
    /// Customer group, season, days, times and place, each a category's name or a text.
    pub scopes: Vec<Scope>,
    /// How often a serial ticket can be used, and the ticket it is compared with.
    pub uses: Option<Decimal>,
    pub single: Option<Spanned<String>>,
    /// How long a card is valid.
    pub period: Option<Quantity>,
    pub deposit: Option<Decimal>,
    pub refund: Option<Text>,
    pub validity: Validity,
    pub later: Vec<Later>,
    pub follows: Option<Follows>,
    pub or: Option<NoPrice>,
    pub addon: bool,
    pub sanction: bool,
    pub text: Option<Markdown>,
    pub keywords: String,
    pub place: Place,
}

/// Where the prices of a fee stand, those that are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct PricePlaces {
    pub price: Option<Place>,
    pub net: Option<Place>,
    pub gross: Option<Place>,
    pub tax: Option<Place>,
}

/// For whom, when or where a fee holds.
#[derive(Debug, Clone)]
pub struct Scope {
    pub kind: CategoryKind,
    pub text: Text,
    pub place: Place,
}

/// The published prices of a fee.
#[derive(Debug, Clone)]
pub enum Pair {
    /// One price that VAT does not split.
    Single(Price),
    /// Without VAT only; with VAT is computed.
    Net(Price),
    /// With VAT only; without VAT is computed.
    Gross(Price),
    Both(Price, Price),
    /// One price for each of the group's columns.
    Row(Vec<Price>),
    /// None; it follows from another fee.
    Derived,
}

impl Pair {
    /// Every price in order.
    pub fn prices(&self) -> Vec<&Price> {
        match self {
            Pair::Single(price) | Pair::Net(price) | Pair::Gross(price) => vec![price],
            Pair::Both(net, gross) => vec![net, gross],
            Pair::Row(prices) => prices.iter().collect(),
            Pair::Derived => Vec::new(),
        }
    }

    /// Every amount without VAT beside the one with it, where both are published.
    pub fn both(&self) -> Vec<(Decimal, Decimal)> {
        let Pair::Both(net, gross) = self else {
            return Vec::new();
        };
        let (net, gross) = (net.amounts(), gross.amounts());
        if net.len() != gross.len() {
            return Vec::new();
        }
        net.into_iter().zip(gross).collect()
    }
}
