//! Fees as they stand on a page.

use serde::Serialize;

use super::{Band, Download, Link, Mark, Note, Numbers, Table};

/// A group of fees: a table or a list (maksuryhmä).
#[derive(Debug, Clone, Serialize)]
pub struct Fees {
    pub id: String,
    pub number: Option<String>,
    /// Heading of the group (h3), when it has one.
    pub title: Option<String>,
    /// HTML before the fees.
    pub intro: Option<String>,
    pub style: FeeStyle,
    /// Caption of the table.
    pub caption: String,
    /// The caption says what the heading above does not.
    pub told: bool,
    /// Second line of the caption.
    pub legend: String,
    /// First column's heading: "Nimeke", "Kone".
    pub head: String,
    /// The fees show a price without VAT and one with it; otherwise one price column.
    pub both: bool,
    /// The price with VAT stands first.
    pub gross_first: bool,
    /// The amount of VAT stands between the two.
    pub taxed: bool,
    /// A price for each customer group, season or place.
    pub matrix: bool,
    /// Headings of the price columns: two when `both`, else one; one for each column of a matrix.
    pub price_heads: Vec<String>,
    /// Note marks of the columns of a matrix.
    pub head_marks: Vec<Option<Mark>>,
    /// Short labels under prices on phones, like `price_heads`.
    pub price_labels: Vec<String>,
    /// Heads over the columns of a matrix; empty where they have none.
    pub bands: Vec<Vec<Band>>,
    /// When the prices hold, and whether they do on the day of the site.
    pub validity: Option<FeeValidity>,
    /// Sentences about all prices of the group: an order fee, what they follow.
    pub terms: Vec<String>,
    /// The decision that all prices follow, where it has an address.
    pub follows: Option<Link>,
    /// Some fee has a unit.
    pub units: bool,
    pub fees: Vec<Fee>,
    /// "+50 %: iltaisin ja lauantaisin".
    pub surcharges: Vec<Surcharge>,
    /// Who does not pay, HTML.
    pub exemptions: Vec<String>,
    pub notes: Vec<Note>,
    pub remarks: Vec<String>,
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeeStyle {
    Table,
    Bullets,
    Numbered,
}

#[derive(Debug, Clone, Serialize)]
pub struct Fee {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// `€/h`; empty when none was published.
    pub unit: String,
    /// What follows an amount in running text: `/alkava viikko` for `€/alkava viikko`.
    pub per: String,
    /// One or two prices, as the group's `price_heads`.
    pub prices: Vec<Price>,
    /// The VAT rate in percent, for machines: `25.5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// VAT in words when it is not the group's ("alv 0 %", "veroton").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat: Option<String>,
    /// Conditions in short phrases: minimum time, limit, season, started unit, what is included.
    pub conditions: Vec<String>,
    /// Longer text, HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The rule's numbers, for machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleNumbers>,
    /// Tiers or classes of a rule, each with its rate or price.
    pub tiers: Vec<FeeTier>,
    /// Worked examples of a rule.
    pub examples: Vec<String>,
    /// The later prices, each with its day.
    pub later: Vec<String>,
    /// The decision that the price follows, where it has an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<Link>,
    /// No longer in force, or not yet, on the day of the site: `ended`, `upcoming`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// An add-on to the fee above it.
    pub addon: bool,
    /// A sanction, not a fee.
    pub sanction: bool,
    /// Words people search by, never shown.
    pub keywords: String,
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
}

#[derive(Debug, Clone, Serialize)]
pub struct Price {
    /// `32,67 €`, "Hinnoitellaan tapauskohtaisesti", "Maksuton".
    pub text: String,
    /// `32.67`, or `None` when there is no amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// All amounts, for machines: two of a range.
    pub amounts: Vec<String>,
    /// HTML in place of the text, made from Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// What a screen reader says in place of a dash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
    /// `amount`, `from`, `range`, `several`, `rule`, `words`, `nothing`, or why there is none:
    /// `free`, `case-by-case`, `at-cost`, `as-measured`, `not-offered`, `not-decided`, `included`.
    pub state: &'static str,
    /// Longer than an amount, and still a price: a range, a rule, several.
    pub long: bool,
    /// Computed from the other side.
    pub computed: bool,
}

/// When prices hold (voimassaolo).
#[derive(Debug, Clone, Serialize)]
pub struct FeeValidity {
    pub text: String,
    /// `in-force`, `upcoming` or `ended` on the day of the site.
    pub state: &'static str,
}

/// The numbers of a rule (säännön luvut), each as `4.20`; of the side of VAT that is published.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RuleNumbers {
    /// `linear`, `marginal`, `classes`, `class-rates`, `percent` or `pro-rata`.
    pub kind: &'static str,
    /// The unit of the quantity.
    pub per: String,
    /// Named numbers: `base`, `rate`, `included`, `percent`, `above`, `price`, `whole`, `step`,
    /// `at-least`, `at-most`, `smallest`, `rounded-to`.
    pub numbers: Vec<(&'static str, String)>,
    /// Bounds and amounts of tiers: from, to, amount, and the rate of a class beyond its bound.
    pub tiers: Vec<[Option<String>; 4]>,
    /// Quantities and the prices they come to.
    pub examples: Vec<[String; 2]>,
}

/// A tier or a class with its rate or price.
#[derive(Debug, Clone, Serialize)]
pub struct FeeTier {
    pub range: String,
    pub price: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Surcharge {
    pub name: String,
    /// "+50 %".
    pub text: String,
}

/// The calculator of hourly work, with the same prices as a plain table (laskuri).
#[derive(Debug, Clone, Serialize)]
pub struct Calculator {
    pub id: String,
    /// One choice per fee.
    pub choices: Vec<Choice>,
    pub occasions: Vec<Occasion>,
    /// VAT rate as a factor in thousandths for whole-cent arithmetic in the page: 1255.
    pub vat_factor: Option<String>,
    /// "25,5 %".
    pub vat_text: Option<String>,
    /// ISO 4217 code of the currency: EUR.
    pub currency: &'static str,
    /// The computed table.
    pub table: Table,
}

#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub name: String,
    /// Net price in cents.
    pub cents: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Occasion {
    pub name: String,
    /// Factor in hundredths: 100, 150, 200.
    pub factor: String,
}
