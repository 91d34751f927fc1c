//! Municipal arithmetic in exact decimals: no files, no words, no floats.
//! Every figure that is made here comes with its trace: what it was made of and by which rule.

pub mod change;
pub mod margin;
pub mod number;
pub mod per_resident;
pub mod realisation;
pub mod rounding;
pub mod share;
pub mod sum;
pub mod surcharge;
pub mod vat;

use rust_decimal::Decimal;

/// How a figure was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The operating margin (toimintakate): income plus expenses, expenses being negative.
    Margin,
    /// The operating margin where expenses are published without a minus: income less expenses.
    MarginFromPositive,
    /// A sum of rows (yhteensä).
    Sum,
    /// A change from a base, in percent (muutosprosentti).
    Change,
    /// An amount divided by the number of residents (euroa asukasta kohti).
    PerResident,
    /// Actuals divided by the budget, in percent (toteuma-%).
    Realisation,
    /// A part divided by the whole, in percent (osuus).
    Share,
    /// A price with VAT from the price without (alv lisätään).
    GrossFromNet,
    /// A price without VAT from the price with (alv vähennetään).
    NetFromGross,
    /// A price raised by a percentage (korotus).
    Surcharge,
}

impl Rule {
    /// Kebab-case name; the key of its words in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Rule::Margin => "margin",
            Rule::MarginFromPositive => "margin-from-positive",
            Rule::Sum => "sum",
            Rule::Change => "change",
            Rule::PerResident => "per-resident",
            Rule::Realisation => "realisation",
            Rule::Share => "share",
            Rule::GrossFromNet => "gross-from-net",
            Rule::NetFromGross => "net-from-gross",
            Rule::Surcharge => "surcharge",
        }
    }
}

/// A computed figure: exact value, and the inputs in the order the rule names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    pub value: Decimal,
    pub inputs: Vec<Decimal>,
    pub rule: Rule,
}

impl Computed {
    /// The value at a number of decimals.
    pub fn rounded(&self, decimals: u32) -> Decimal {
        rounding::half_away_from_zero(self.value, decimals)
    }
}
