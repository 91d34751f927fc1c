//! Price lists (hinnastot): groups of fees with their VAT, units, conditions and surcharges.

mod file;

use rust_decimal::Decimal;

use super::shared::{Markdown, Marked, Note, Text};
use crate::diagnostic::{Finding, Place};
use crate::finance::number;
use crate::yaml::{Decode, Node, Piece, Reader, record};

pub use file::written;

record! {
    /// A surcharge in percent (korotus).
    pub struct Surcharge {
        /// When it is added.
        name: Text,
        /// How much: 50.
        percent: Decimal,
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

impl Decode for Style {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        reader.one_of(
            node,
            &[
                ("table", Style::Table),
                ("bullets", Style::Bullets),
                ("numbered", Style::Numbered),
            ],
        )
    }
}

/// The VAT status of a fee (arvonlisäverokohtelu). "Alv 0 %" in a document does not say which of
/// the last four is meant (AVL 1501/1993).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vat {
    /// Taxable at this rate, in percent.
    Taxable(Decimal),
    /// Exempt by law (veroton).
    Exempt,
    /// Not a sale in the sense of the law: charges of an authority (ei arvonlisäveron alaista).
    OutsideScope,
    /// Taxable at the rate of zero.
    Zero,
    /// The document does not say.
    Unknown,
}

impl Vat {
    /// The key of its words on a page.
    pub fn key(self) -> &'static str {
        match self {
            Vat::Taxable(_) => "taxable",
            Vat::Exempt => "exempt",
            Vat::OutsideScope => "outside-scope",
            Vat::Zero => "zero",
            Vat::Unknown => "unknown",
        }
    }
}

impl Decode for Vat {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        match text.as_str() {
            "exempt" => return Some(Vat::Exempt),
            "outside-scope" => return Some(Vat::OutsideScope),
            "unknown" => return Some(Vat::Unknown),
            _ => {}
        }
        match number::parse(&text) {
            Ok(rate) if rate.is_zero() => Some(Vat::Zero),
            Ok(rate)
                if rate > Decimal::ZERO && rate < Decimal::ONE_HUNDRED && text.ends_with('%') =>
            {
                Some(Vat::Taxable(rate.normalize()))
            }
            _ => reader.fail(Finding::error("not-a-vat-status", node.place).with("text", text)),
        }
    }
}

/// Which price is published (hinnan peruste); the other side is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VatBasis {
    Net,
    Gross,
    Both,
}

impl Decode for VatBasis {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        reader.one_of(
            node,
            &[
                ("net", VatBasis::Net),
                ("gross", VatBasis::Gross),
                ("both", VatBasis::Both),
            ],
        )
    }
}

/// A price (hinta), or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// Euros with the decimals that were published; 0,00 is an amount.
    Amount(Decimal),
    /// Free of charge (maksuton).
    Free,
    /// Priced case by case (tapauskohtaisesti).
    CaseByCase,
    /// Actual costs (toteutuneiden kustannusten mukaan).
    AtCost,
    /// By measurement (mittauksen mukaan).
    AsMeasured,
    /// Not to be had (ei vuokrata).
    NotOffered,
}

impl Price {
    /// The prices without an amount, by their word in YAML.
    pub const WORDS: [(&'static str, Price); 5] = [
        ("free", Price::Free),
        ("case-by-case", Price::CaseByCase),
        ("at-cost", Price::AtCost),
        ("as-measured", Price::AsMeasured),
        ("not-offered", Price::NotOffered),
    ];

    pub fn amount(self) -> Option<Decimal> {
        match self {
            Price::Amount(amount) => Some(amount),
            _ => None,
        }
    }

    /// `amount`, or the word in YAML.
    pub fn key(self) -> &'static str {
        let word = Price::WORDS.iter().find(|(_, price)| *price == self);
        word.map_or("amount", |(word, _)| word)
    }
}

impl Decode for Price {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        price(
            &Piece {
                text,
                place: node.place,
            },
            reader,
        )
    }
}

fn price(piece: &Piece, reader: &mut Reader) -> Option<Price> {
    let text = piece.text.as_str();
    if let Some((_, price)) = Price::WORDS.iter().find(|(word, _)| *word == text) {
        return Some(*price);
    }
    if text.is_empty() {
        return reader.fail(Finding::error("empty-price", piece.place));
    }
    match number::parse(text) {
        Ok(amount) if amount.is_sign_negative() => {
            reader.fail(Finding::error("negative-price", piece.place).with("text", text))
        }
        Ok(amount) => Some(Price::Amount(amount)),
        Err(number::Fault::NotANumber) => {
            reader.fail(Finding::error("not-a-price", piece.place).with("text", text))
        }
        Err(fault) => reader.fail(fault.finding(text, piece.place)),
    }
}

/// What a fee has from its group, a group from its section, a section from its page.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    pub vat: Option<Vat>,
    pub basis: Option<VatBasis>,
    pub unit: Option<Text>,
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
        }
    }
}

/// The fees of a section.
#[derive(Debug, Clone)]
pub struct Prices {
    pub groups: Vec<Group>,
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
    pub fees: Vec<Fee>,
    pub surcharges: Vec<Surcharge>,
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
    pub vat: Vat,
    pub vat_label: Option<Text>,
    pub started: bool,
    pub minimum: Option<Text>,
    pub limit: Option<Text>,
    pub includes: Option<Text>,
    pub season: Option<Text>,
    pub or: Option<Price>,
    pub addon: bool,
    pub sanction: bool,
    pub text: Option<Markdown>,
    pub keywords: String,
    pub place: Place,
}

/// The published prices of a fee.
#[derive(Debug, Clone, Copy)]
pub enum Pair {
    /// One price that VAT does not split.
    Single(Price),
    /// Without VAT only; with VAT is computed.
    Net(Price),
    /// With VAT only; without VAT is computed.
    Gross(Price),
    Both(Price, Price),
}
