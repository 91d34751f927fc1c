//! VAT of fees: the status, and which price of a pair is published.

use rust_decimal::Decimal;

use crate::diagnostic::Finding;
use crate::yaml::{Decode, Node, Numbers, Piece, Reader, Shape, Word};

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
    /// What is not a rate, by the word in YAML.
    const WORDS: [(&'static str, Vat); 3] = [
        ("exempt", Vat::Exempt),
        ("outside-scope", Vat::OutsideScope),
        ("unknown", Vat::Unknown),
    ];

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

    /// The rate in percent, of what is taxable.
    pub fn rate(self) -> Option<Decimal> {
        match self {
            Vat::Taxable(rate) => Some(rate),
            _ => None,
        }
    }
}

/// A rate with its sign, or zero.
const RATE: &str = r"^(\P{L}*[0-9]\P{L}*%\s*|[^1-9\p{L}]*0[^1-9\p{L}]*)$";

impl Decode for Vat {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let piece = Piece {
            text: String::decode(node, reader)?,
            place: node.place,
        };
        status(&piece, reader)
    }

    fn shape() -> Shape {
        let rate = Shape::of("vat-rate").matching(RATE, Numbers::Zero);
        rate.with_words(Vat::WORDS.map(|(word, _)| word))
    }
}

/// The status of a cell: a rate or a word.
pub fn status(piece: &Piece, reader: &mut Reader) -> Option<Vat> {
    let text = piece.text.as_str();
    if let Some((_, vat)) = Vat::WORDS.iter().find(|(word, _)| *word == text) {
        return Some(*vat);
    }
    match reader.number(text) {
        Ok(rate) if rate.is_zero() => Some(Vat::Zero),
        Ok(rate) if rate > Decimal::ZERO && rate < Decimal::ONE_HUNDRED && text.ends_with('%') => {
            Some(Vat::Taxable(rate.normalize()))
        }
        _ => reader.fail(Finding::error("not-a-vat-status", piece.place).with("text", text)),
    }
}

/// Which price is published (hinnan peruste); the other side is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VatBasis {
    Net,
    Gross,
    Both,
}

impl Word for VatBasis {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("net", VatBasis::Net),
            ("gross", VatBasis::Gross),
            ("both", VatBasis::Both),
        ]
    }
}
