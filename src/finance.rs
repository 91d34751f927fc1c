//! Municipal arithmetic in exact decimals: no files, no words, no floats.
//! Every figure that is made here comes with its trace: what it was made of and by which rule.

pub mod change;
pub mod difference;
pub mod index;
pub mod margin;
pub mod number;
pub mod per_resident;
pub mod ratio;
pub mod realisation;
pub mod rounding;
pub mod share;
pub mod sum;
pub mod surcharge;
pub mod target;
pub mod tariff;
pub mod trend;
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
    /// One figure less another (erotus, poikkeama).
    Difference,
    /// A figure in percent of its base (indeksi).
    Index,
    /// One figure divided by another (suhdeluku).
    Ratio,
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
            Rule::Difference => "difference",
            Rule::Index => "index",
            Rule::Ratio => "ratio",
            Rule::Share => "share",
            Rule::GrossFromNet => "gross-from-net",
            Rule::NetFromGross => "net-from-gross",
            Rule::Surcharge => "surcharge",
        }
    }

    /// Terms are added or subtracted, so that the rounding of each moves the result.
    pub fn adds(self) -> bool {
        matches!(
            self,
            Rule::Margin | Rule::MarginFromPositive | Rule::Sum | Rule::Difference
        )
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

    /// The least and the greatest the figure can be when every input is itself rounded: half a
    /// unit of its last decimal to either side. The number of residents is exact.
    pub fn range(&self) -> (Decimal, Decimal) {
        let half = |number: &Decimal| Decimal::new(5, number.scale() + 1);
        let exact = self.rule == Rule::PerResident;
        let mut values = vec![self.value];
        for corner in 0..(1_u32 << self.inputs.len().min(2)) {
            let moved: Vec<Decimal> = self
                .inputs
                .iter()
                .enumerate()
                .map(|(index, number)| match (corner >> index.min(8)) & 1 {
                    _ if index > 0 && exact => *number,
                    0 => number.checked_sub(half(number)).unwrap_or(*number),
                    _ => number.checked_add(half(number)).unwrap_or(*number),
                })
                .collect();
            let made = match (self.rule, moved.as_slice()) {
                (Rule::Change, [now, base]) => change::percent(*now, *base),
                (Rule::Index, [now, base]) => index::percent(*now, *base),
                (Rule::Realisation, [part, whole]) => realisation::percent(*part, *whole),
                (Rule::Share, [part, whole]) => share::percent(*part, *whole),
                (Rule::Ratio, [part, whole]) => ratio::quotient(*part, *whole, self.is_percent()),
                (Rule::PerResident, [total, residents]) => per_resident::amount(*total, *residents),
                _ => None,
            };
            values.extend(made.map(|made| made.value));
        }
        let least = values.iter().min().copied().unwrap_or(self.value);
        let greatest = values.iter().max().copied().unwrap_or(self.value);
        (least, greatest)
    }

    /// Whether a ratio was made in percent.
    fn is_percent(&self) -> bool {
        match self.inputs.as_slice() {
            [part, whole] => part.checked_div(*whole) != Some(self.value),
            _ => false,
        }
    }
}
