//! A price, or what stands in its place: a range, a lowest price, a rule, words, or why there is
//! none.

use rust_decimal::Decimal;

use super::rule::FeeRule;
use crate::diagnostic::Finding;
use crate::finance::number;
use crate::section::figures::{Missing, quoted};
use crate::section::shared::{Markdown, Text};
use crate::yaml::{Decode, Node, Piece, Reader, Shape, Style, Value, Word};

/// A price (hinta), or why there is none.
#[derive(Debug, Clone)]
pub enum Price {
    /// An amount with the decimals that were published; 0,00 is an amount.
    Amount(Decimal),
    /// The lowest price: `7,00 alkaen`.
    From(Decimal),
    /// `5,00–8,00`.
    Range(Decimal, Decimal),
    /// Several prices in one cell: `7,00 (aikuiset) / 5,00 (lapset)`.
    Several(Vec<Part>),
    /// A rule that gives the price of a quantity.
    Rule(Box<FeeRule>),
    /// Words where an amount cannot say it.
    Words(Box<Markdown>),
    /// A dash: no price for this.
    Nothing,
    /// Why there is no amount.
    None(NoPrice),
}

/// One of several prices in a cell.
#[derive(Debug, Clone)]
pub struct Part {
    pub amount: Decimal,
    /// What it is for, as published in brackets.
    pub label: Option<Text>,
}

/// Why a price has no amount (hinnan laji).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPrice {
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
    /// Not yet decided (ei vielä päätetty).
    NotDecided,
    /// Part of another price (sisältyy hintaan).
    Included,
}

impl NoPrice {
    /// By the word in YAML.
    pub const WORDS: [(&'static str, NoPrice); 7] = [
        ("free", NoPrice::Free),
        ("case-by-case", NoPrice::CaseByCase),
        ("at-cost", NoPrice::AtCost),
        ("as-measured", NoPrice::AsMeasured),
        ("not-offered", NoPrice::NotOffered),
        ("not-decided", NoPrice::NotDecided),
        ("included", NoPrice::Included),
    ];

    /// The word in YAML.
    pub fn key(self) -> &'static str {
        let word = NoPrice::WORDS.iter().find(|(_, kind)| *kind == self);
        word.map_or("", |(word, _)| word)
    }
}

impl Word for NoPrice {
    fn words() -> Vec<(&'static str, Self)> {
        NoPrice::WORDS.to_vec()
    }
}

impl Price {
    /// The one amount of a price.
    pub fn amount(&self) -> Option<Decimal> {
        match self {
            Price::Amount(amount) => Some(*amount),
            _ => None,
        }
    }

    /// Every amount of a price, for sorting and for the shortest summary.
    pub fn amounts(&self) -> Vec<Decimal> {
        match self {
            Price::Amount(amount) | Price::From(amount) => vec![*amount],
            Price::Range(low, high) => vec![*low, *high],
            Price::Several(parts) => parts.iter().map(|part| part.amount).collect(),
            _ => Vec::new(),
        }
    }

    /// `amount`, `from`, `range`, `several`, `rule`, `words`, `nothing`, or the word in YAML.
    pub fn key(&self) -> &'static str {
        match self {
            Price::Amount(_) => "amount",
            Price::From(_) => "from",
            Price::Range(..) => "range",
            Price::Several(_) => "several",
            Price::Rule(_) => "rule",
            Price::Words(_) => "words",
            Price::Nothing => "nothing",
            Price::None(kind) => kind.key(),
        }
    }

    /// The same price with its amounts changed: with tax, without it. `None` where nothing changes,
    /// for there is no amount.
    pub fn with_amounts(&self, change: &impl Fn(Decimal) -> Option<Decimal>) -> Option<Price> {
        Some(match self {
            Price::Amount(amount) => Price::Amount(change(*amount)?),
            Price::From(amount) => Price::From(change(*amount)?),
            Price::Range(low, high) => Price::Range(change(*low)?, change(*high)?),
            Price::Several(parts) => {
                let changed = parts.iter().map(|part| {
                    Some(Part {
                        amount: change(part.amount)?,
                        label: part.label.clone(),
                    })
                });
                Price::Several(changed.collect::<Option<Vec<_>>>()?)
            }
            Price::Rule(rule) => Price::Rule(Box::new(rule.with_amounts(change)?)),
            Price::Words(_) | Price::Nothing | Price::None(_) => return None,
        })
    }
}

impl Decode for Price {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        let quoted = matches!(
            &node.value,
            Value::Scalar(_, Style::Quoted | Style::Escaped)
        );
        // Words in YAML's own quotes are words in quotes.
        let amount = text.chars().any(|c| c.is_ascii_digit()) || Missing::of(&text).is_some();
        let word = NoPrice::WORDS.iter().any(|(word, _)| *word == text);
        let text = if quoted && !amount && !word && !text.starts_with('"') {
            format!("\"{text}\"")
        } else {
            text
        };
        price(
            &Piece {
                text,
                place: node.place,
            },
            reader,
        )
    }

    fn shape() -> Shape {
        Shape::of("price").with_words(NoPrice::WORDS.map(|(word, _)| word))
    }
}

/// The price of a cell.
pub fn price(piece: &Piece, reader: &mut Reader) -> Option<Price> {
    let text = piece.text.as_str();
    if let Some((_, kind)) = NoPrice::WORDS.iter().find(|(word, _)| *word == text) {
        return Some(Price::None(*kind));
    }
    match text {
        "" => return reader.fail(Finding::error("empty-price", piece.place)),
        _ if Missing::of(text) == Some(Missing::Nil) => return Some(Price::Nothing),
        _ => {}
    }
    if let Some(words) = quoted(text) {
        let piece = Piece {
            text: words.to_owned(),
            place: piece.place,
        };
        let text = Text::of(&piece, reader)?;
        let place = piece.place;
        return Some(Price::Words(Box::new(Markdown { text, place })));
    }
    if let Some(lowest) = lowest(text, reader) {
        let piece = Piece {
            text: lowest,
            place: piece.place,
        };
        return amount(&piece, reader).map(Price::From);
    }
    let parts: Vec<&str> = text.split(" / ").collect();
    if parts.len() > 1 {
        let parts: Option<Vec<Part>> = parts
            .into_iter()
            .map(|part| labelled(part, piece, reader))
            .collect();
        return parts.map(Price::Several);
    }
    if let Some((low, high)) = range(text) {
        let end = |text: &str| Piece {
            text: text.to_owned(),
            place: piece.place,
        };
        let (low, high) = (amount(&end(low), reader), amount(&end(high), reader));
        let (low, high) = (low?, high?);
        if low > high {
            let finding = Finding::error("range-backwards", piece.place);
            return reader.fail(finding.with("text", text));
        }
        return Some(Price::Range(low, high));
    }
    amount(piece, reader).map(Price::Amount)
}

/// `alkaen 7,00`, `7,00 € alkaen` and `7 €:sta alkaen` without the words.
fn lowest(text: &str, reader: &Reader) -> Option<String> {
    let words = reader.locale.text("price-from", &[]);
    let lower = text.to_lowercase();
    let word = words.split(' ').find(|word| {
        let begins = lower
            .strip_prefix(*word)
            .is_some_and(|rest| rest.starts_with(' '));
        let ends = lower
            .strip_suffix(*word)
            .is_some_and(|rest| rest.ends_with(' '));
        begins || ends
    })?;
    let bare = lower
        .strip_prefix(word)
        .or_else(|| lower.strip_suffix(word))?
        .trim();
    // A case ending after the sign: "7 €:sta".
    let bare = bare.split_once(':').map_or(bare, |(number, _)| number);
    Some(bare.trim().to_owned())
}

/// `5,00–8,00`: a dash between digits.
fn range(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text
        .split_once('–')
        .or_else(|| text.split_once(" - "))
        .or_else(|| text.split_once('-'))?;
    let (low, high) = (low.trim(), high.trim());
    let digit = |text: &str| text.chars().next().is_some_and(|c| c.is_ascii_digit());
    (digit(low) && digit(high)).then_some((low, high))
}

/// `7,00 (aikuiset)`.
fn labelled(text: &str, whole: &Piece, reader: &mut Reader) -> Option<Part> {
    let (number, label) = match text.split_once('(') {
        Some((number, rest)) => (number.trim(), rest.strip_suffix(')')),
        None => (text.trim(), None),
    };
    let piece = |text: &str| Piece {
        text: text.trim().to_owned(),
        place: whole.place,
    };
    let label = match label {
        Some(label) => Some(Text::of(&piece(label), reader)?),
        None => None,
    };
    Some(Part {
        amount: amount(&piece(number), reader)?,
        label,
    })
}

/// An amount that is not negative.
pub fn amount(piece: &Piece, reader: &mut Reader) -> Option<Decimal> {
    let text = piece.text.as_str();
    match reader.number(text) {
        // A share of something is not an amount of money.
        Ok(_) if text.ends_with('%') => {
            reader.fail(Finding::error("not-a-price", piece.place).with("text", text))
        }
        Ok(amount) if amount.is_sign_negative() => {
            reader.fail(Finding::error("negative-price", piece.place).with("text", text))
        }
        Ok(amount) => Some(amount),
        Err(number::Fault::NotANumber) => {
            reader.fail(Finding::error("not-a-price", piece.place).with("text", text))
        }
        Err(fault) => reader.fail(fault.finding(text, piece.place)),
    }
}
