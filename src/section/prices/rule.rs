//! Fees that follow from a rule (hinnoittelusääntö): its amounts, its unit, its limits, and the
//! quantities that show it at work.

use rust_decimal::Decimal;

use super::fee::FeeFile;
use super::validity::Later;
use crate::diagnostic::{Finding, Place};
use crate::finance::tariff::{Limits, Seam, Tariff, Tier, seams};
use crate::section::shared::Text;
use crate::yaml::{Bars, CELLS, Decode, NUMBER, Nested, Node, Numbers, Reader, Shape, Spanned};

/// A rule with its words.
#[derive(Debug, Clone)]
pub struct FeeRule {
    pub tariff: Tariff,
    pub limits: Limits,
    /// The unit of the quantity: m², h, henkilö.
    pub per: Text,
    /// What a percentage is taken of.
    pub of: Option<Text>,
    /// Quantities worked out on the page.
    pub examples: Vec<Decimal>,
    pub place: Place,
}

impl FeeRule {
    /// The same rule with some of its amounts new from a day on.
    pub fn changed(&self, later: &Later) -> Self {
        let tariff = match &self.tariff {
            Tariff::Linear {
                base,
                rate,
                included,
            } => Tariff::Linear {
                base: later.base.unwrap_or(*base),
                rate: later.rate.unwrap_or(*rate),
                included: *included,
            },
            Tariff::Marginal { base, tiers } => Tariff::Marginal {
                base: later.base.unwrap_or(*base),
                tiers: tiers.clone(),
            },
            Tariff::ClassRates { base, tiers } => Tariff::ClassRates {
                base: later.base.unwrap_or(*base),
                tiers: tiers.clone(),
            },
            other => other.clone(),
        };
        let limits = Limits {
            at_least: later.at_least.or(self.limits.at_least),
            at_most: later.at_most.or(self.limits.at_most),
            ..self.limits.clone()
        };
        Self {
            tariff,
            limits,
            ..self.clone()
        }
    }

    /// The same rule with its amounts changed; `None` past the range of exact numbers.
    pub fn with_amounts(&self, change: &impl Fn(Decimal) -> Option<Decimal>) -> Option<Self> {
        let broken = std::cell::Cell::new(false);
        let total = |amount: Decimal| {
            change(amount).unwrap_or_else(|| {
                broken.set(true);
                amount
            })
        };
        let changed = Self {
            tariff: self.tariff.with_amounts(&total),
            limits: Limits {
                at_least: self.limits.at_least.map(total),
                at_most: self.limits.at_most.map(total),
                smallest: self.limits.smallest.map(total),
                ..self.limits.clone()
            },
            ..self.clone()
        };
        (!broken.get()).then_some(changed)
    }

    /// Every amount of money in the rule.
    pub fn amounts(&self) -> Vec<Decimal> {
        let limits = [
            self.limits.at_least,
            self.limits.at_most,
            self.limits.smallest,
        ];
        let mut all: Vec<Decimal> = limits.into_iter().flatten().collect();
        match &self.tariff {
            Tariff::Linear { base, rate, .. } => all.extend([*base, *rate]),
            Tariff::Marginal { base, .. } | Tariff::ClassRates { base, .. } => all.push(*base),
            Tariff::ProRata { price, .. } => all.push(*price),
            Tariff::Classes { .. } | Tariff::Percent { .. } => {}
        }
        for tier in self.tariff.tiers() {
            all.push(tier.amount);
            all.extend(tier.excess);
        }
        all
    }

    /// The quantities to work out: those given, or one that tells most.
    pub fn quantities(&self) -> Vec<Decimal> {
        if self.examples.is_empty() {
            vec![self.tariff.telling_quantity()]
        } else {
            self.examples.clone()
        }
    }
}

/// A price made from another fee's (johdettu hinta).
#[derive(Debug, Clone)]
pub struct Derived {
    /// The other fee's id or name.
    pub of: Spanned<String>,
    pub change: Change,
    pub limits: Limits,
    /// Quantities worked out, where the other fee has a rule; its own when empty.
    pub examples: Vec<Decimal>,
}

/// What is done to the other fee's price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Added, in percent of it: +50 % is one and a half times the price.
    Plus(Decimal),
    /// Taken off, in percent of it.
    Minus(Decimal),
    /// A fraction of it: 1/4.
    Times(Decimal, Decimal),
}

/// A share written as `1/4`, `0,25` or `25 %`.
#[derive(Debug, Clone, Copy)]
pub struct Fraction(pub Decimal, pub Decimal);

impl Decode for Fraction {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        let (first, second) = match (text.split_once('/'), text.strip_suffix('%')) {
            (Some((first, second)), _) => (first, second.to_owned()),
            (None, Some(percent)) => (percent, "100".to_owned()),
            (None, None) => (text.as_str(), "1".to_owned()),
        };
        let number = |text: &str| reader.number(text.trim()).ok();
        match (number(first), number(&second)) {
            (Some(first), Some(second)) if !second.is_zero() => Some(Self(first, second)),
            _ => reader.fail(Finding::error("not-a-fraction", node.place).with("text", text)),
        }
    }

    fn shape() -> Shape {
        Shape::of("share").matching(NUMBER, Numbers::Any)
    }
}

/// Tiers in order, each a line: `0–100 | 5,00`.
#[derive(Debug, Clone)]
pub struct Tiers {
    pub tiers: Vec<Tier>,
}

impl Decode for Tiers {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let lines = Vec::<Bars>::decode(node, reader)?;
        let read: Vec<_> = lines.iter().map(|line| tier(line, reader)).collect();
        let tiers = read.into_iter().collect::<Option<Vec<_>>>()?;
        for (index, seam) in seams(&tiers) {
            let rule = match seam {
                Seam::Gap => "tier-gap",
                Seam::Overlap => "tier-overlap",
            };
            let bounds = |line: &Bars| line.pieces.first().map(|piece| piece.text.clone());
            let (Some(line), Some(before)) = (lines.get(index), lines.get(index - 1)) else {
                continue;
            };
            let finding = Finding::error(rule, line.place)
                .with("first", bounds(before).unwrap_or_default())
                .with("second", bounds(line).unwrap_or_default())
                .and_at(before.place, "label.previous");
            reader.findings.push(finding);
        }
        Some(Self { tiers })
    }

    fn shape() -> Shape {
        let line = Shape::of("line").matching(CELLS, Numbers::None);
        line.listed()
    }
}

fn tier(line: &Bars, reader: &mut Reader) -> Option<Tier> {
    let (bounds, amount, excess) = match line.pieces.as_slice() {
        [bounds, amount] => (bounds, amount, None),
        [bounds, amount, excess] => (bounds, amount, Some(excess)),
        _ => return reader.fail(Finding::error("tier-cells", line.place)),
    };
    let amount = super::price::amount(amount, reader)?;
    let excess = match excess {
        Some(piece) => Some(super::price::amount(piece, reader)?),
        None => None,
    };
    match ends(&bounds.text, reader) {
        Some(ends) => Some(Tier {
            amount,
            excess,
            ..ends
        }),
        None => reader.fail(Finding::error("not-a-tier", bounds.place).with("text", &bounds.text)),
    }
}

/// `0–100`, `alle 60`, `enintään 60`, `yli 100`, `vähintään 100`, `100–`; a tier without its amount.
fn ends(text: &str, reader: &Reader) -> Option<Tier> {
    let small = text.to_lowercase();
    let number = |text: &str| reader.number(text.trim()).ok();
    let open = Tier {
        from: None,
        to: None,
        above: false,
        below: false,
        amount: Decimal::ZERO,
        excess: None,
    };
    let upper = |to, below| Tier {
        to: Some(to),
        below,
        ..open.clone()
    };
    let lower = |from, above| Tier {
        from: Some(from),
        above,
        ..open.clone()
    };
    for key in ["tier.below", "tier.up-to", "tier.above", "tier.from"] {
        let words = reader.locale.text(key, &[]);
        for word in words.split(" | ") {
            let bare = small
                .strip_prefix(word)
                .or_else(|| small.strip_suffix(word))
                .map(str::trim);
            if let Some(bound) = bare.and_then(number) {
                return Some(match key {
                    "tier.below" => upper(bound, true),
                    "tier.up-to" => upper(bound, false),
                    "tier.above" => lower(bound, true),
                    _ => lower(bound, false),
                });
            }
        }
    }
    let (from, to) = small
        .split_once('–')
        .or_else(|| small.split_once(" - "))
        .or_else(|| small.split_once('-'))?;
    let (from, to) = (from.trim(), to.trim());
    match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => Some(Tier {
            from: Some(from),
            ..upper(to, false)
        }),
        (Some(from), None) if to.is_empty() => Some(lower(from, false)),
        (None, Some(to)) if from.is_empty() => Some(upper(to, false)),
        _ => None,
    }
}

/// Two keys that do not make one rule together.
fn mixed(file: &FeeFile) -> Option<(&'static str, &'static str)> {
    let kinds = [
        ("of-fee", file.of_fee.is_some()),
        ("marginal", file.marginal.is_some()),
        ("classes", file.classes.is_some()),
        ("class-rates", file.class_rates.is_some()),
        ("percent", file.percent.is_some()),
        ("pro-rata", file.pro_rata.is_some()),
        ("rate", file.rate.is_some()),
    ];
    let mut told = kinds.iter().filter(|(_, told)| *told).map(|(key, _)| *key);
    let first = told.next();
    if let (Some(first), Some(second)) = (first, told.next()) {
        return Some((first, second));
    }
    let published = file.price.is_some() || file.net.is_some() || file.gross.is_some();
    let based = first.is_none_or(|kind| matches!(kind, "marginal" | "class-rates" | "rate"));
    match first {
        // A published price is compared with the one made from another fee.
        Some("of-fee" | "pro-rata") | None if !based && published => None,
        Some(kind) if published && !matches!(kind, "of-fee" | "pro-rata") => Some((kind, "price")),
        Some(kind) if file.included.is_some() && kind != "rate" => Some((kind, "included")),
        Some(kind) if file.base.is_some() && !based => Some((kind, "base")),
        None if file.base.is_some() && published => Some(("base", "price")),
        _ => None,
    }
}

/// The rule of a fee's record, where it has one; `Err` with findings where its keys do not make one.
pub fn rule(file: &FeeFile, unit: &str, reader: &mut Reader) -> Result<Option<FeeRule>, ()> {
    if let Some((first, second)) = mixed(file) {
        reader.findings.push(
            Finding::error("mixed-rules", file.name.place)
                .with("first", first)
                .with("second", second),
        );
        return Err(());
    }
    let zero = Decimal::ZERO;
    let base = file.base.unwrap_or(zero);
    let tariff = if let Some(tiers) = &file.marginal {
        Tariff::Marginal {
            base,
            tiers: tiers.tiers.clone(),
        }
    } else if let Some(tiers) = &file.classes {
        Tariff::Classes {
            tiers: tiers.tiers.clone(),
        }
    } else if let Some(tiers) = &file.class_rates {
        Tariff::ClassRates {
            base,
            tiers: tiers.tiers.clone(),
        }
    } else if let Some(percent) = file.percent {
        Tariff::Percent {
            percent,
            above: file.above.unwrap_or(zero),
        }
    } else if let (Some(whole), Some(price)) = (
        &file.pro_rata,
        file.price.as_ref().map(|price| &price.value),
    ) {
        let Some(price) = price.amount() else {
            let finding = Finding::error("rule-without-amount", file.name.place);
            reader.findings.push(finding);
            return Err(());
        };
        Tariff::ProRata {
            price,
            whole: whole.number,
        }
    } else if file.base.is_some() || file.rate.is_some() {
        Tariff::Linear {
            base,
            rate: file.rate.unwrap_or(zero),
            included: file.included.unwrap_or(zero),
        }
    } else {
        return Ok(None);
    };
    let per = match (&file.per, &file.pro_rata) {
        (Some(per), _) => per.clone(),
        (None, Some(whole)) => whole.unit.clone(),
        // "€/m²" is charged by m².
        (None, None) => Text::from(unit.split_once('/').map_or("", |(_, per)| per).to_owned()),
    };
    let examples = examples(file, reader)?;
    let limits = limits(file);
    let places = file.example.iter().flat_map(|bars| &bars.pieces);
    for (quantity, piece) in examples.iter().zip(places) {
        if tariff.price(*quantity, &limits).is_none() {
            let finding = Finding::error("example-outside", piece.place);
            reader.findings.push(finding.with("text", &piece.text));
            return Err(());
        }
    }
    Ok(Some(FeeRule {
        tariff,
        limits,
        per,
        of: file.of.clone(),
        examples,
        place: file.name.place,
    }))
}

fn examples(file: &FeeFile, reader: &mut Reader) -> Result<Vec<Decimal>, ()> {
    let mut examples = Vec::new();
    for piece in file.example.iter().flat_map(|bars| &bars.pieces) {
        match reader.number(&piece.text) {
            Ok(number) => examples.push(number),
            Err(fault) => {
                reader
                    .findings
                    .push(fault.finding(&piece.text, piece.place));
                return Err(());
            }
        }
    }
    Ok(examples)
}

fn limits(file: &FeeFile) -> Limits {
    Limits {
        step: file.step,
        at_least: file.at_least,
        at_most: file.at_most,
        smallest: file.smallest,
        rounded_to: file.rounded_to,
    }
}

/// `12 kk`: a number and what is counted.
#[derive(Debug, Clone)]
pub struct Quantity {
    pub number: Decimal,
    pub unit: Text,
}

impl Decode for Quantity {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::decode(node, reader)?;
        let split = |text: &str| {
            let digits = text
                .char_indices()
                .take_while(|(_, c)| c.is_ascii_digit() || matches!(c, ',' | '.'))
                .last()
                .map_or(0, |(at, c)| at + c.len_utf8());
            (
                text.get(..digits).unwrap_or_default().to_owned(),
                text.get(digits..).unwrap_or_default().trim().to_owned(),
            )
        };
        let number = reader.number(&split(&text).0).ok();
        let number = number.filter(|number| *number > Decimal::ZERO);
        let unit = text.map(|text| split(text).1);
        match number {
            Some(number) if !unit.is_empty() => Some(Self { number, unit }),
            _ => reader
                .fail(Finding::error("not-a-quantity", node.place).with("text", text.as_str())),
        }
    }

    fn shape() -> Shape {
        let quantity = Shape::of("quantity").or_nested(Nested::Languages);
        quantity.matching(r"^\s*[0-9][0-9.,]*(\s+\S|[^0-9.,\s])", Numbers::None)
    }
}

/// The change that a record's keys make to another fee's price.
pub fn derived(file: &FeeFile, reader: &mut Reader) -> Result<Option<Derived>, ()> {
    let Some(of) = &file.of_fee else {
        return Ok(None);
    };
    let change = match (file.plus, file.minus, file.times) {
        (Some(percent), None, None) => Change::Plus(percent),
        (None, Some(percent), None) => Change::Minus(percent),
        (None, None, Some(Fraction(first, second))) => Change::Times(first, second),
        _ => {
            reader
                .findings
                .push(Finding::error("change-of-fee", of.place));
            return Err(());
        }
    };
    Ok(Some(Derived {
        of: of.clone(),
        change,
        limits: limits(file),
        examples: examples(file, reader)?,
    }))
}
