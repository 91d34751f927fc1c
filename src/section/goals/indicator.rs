//! Indicators (mittarit): what a goal is measured by, its target, and what came of it.

use rust_decimal::Decimal;

use super::Status;
use super::scale::{Rung, Scale, Verdict};
use crate::diagnostic::Place;
use crate::finance::number::Fault;
use crate::finance::target::{self, Direction, Target, Trend};
use crate::section::figures::Missing;
use crate::section::shared::Text;
use crate::yaml::{
    Decode, Nested, Node, Piece, Reader, Shape, Spanned, Style, Value, Word, record,
};

record! {
    /// An indicator as a file gives it.
    pub struct IndicatorFile {
        /// What is measured.
        name: Spanned<Text>,
        /// The unit of all its figures.
        unit: Option<Text>,
        /// A number, "at least 95", "at most 30", "20–30", or words that no rule reads.
        target: Option<Raw>,
        /// Which way is better; from the target when it says so.
        better: Option<Direction>,
        /// Where it started.
        start: Option<Figure>,
        /// Last year's outcome.
        last: Option<Figure>,
        /// The outcome.
        actual: Option<Figure>,
        /// When, in the document's words.
        due: Option<Spanned<Text>>,
        /// Who answers for it.
        responsible: Option<Text>,
        /// Only where the document says it; computed from target and outcome otherwise.
        status: Option<Spanned<String>>,
        /// What one should know of it.
        note: Option<Text>,
    }
}

/// An indicator (mittari).
#[derive(Debug, Clone)]
pub struct Indicator {
    pub name: Text,
    pub unit: Option<Text>,
    pub target: Option<Aim>,
    /// Which way is better, as far as anybody has told.
    pub better: Option<Direction>,
    pub start: Option<Figure>,
    pub last: Option<Figure>,
    pub actual: Option<Figure>,
    pub due: Option<Spanned<Text>>,
    pub responsible: Option<Text>,
    /// As written; a check makes sure that the scale has it.
    pub status: Option<Spanned<String>>,
    pub note: Option<Text>,
    pub place: Place,
}

/// A target as written (tavoitetaso).
#[derive(Debug, Clone)]
pub enum Aim {
    Target(Target),
    /// No rule is computed.
    Words(Text),
}

/// A figure of an indicator, as published.
#[derive(Debug, Clone)]
pub enum Figure {
    Number(Decimal),
    /// One of the signs.
    Missing(Missing),
    /// Written in quotes.
    Words(Text),
}

impl Figure {
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Figure::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// What target and outcome say of an indicator.
#[derive(Debug, Clone, Copy)]
pub enum ByRule<'a> {
    /// The scale has no limits, or the outcome is below all of them.
    Reached(bool),
    Rung(&'a Rung),
}

impl Indicator {
    /// The status that was published.
    pub fn by_hand<'a>(&self, scale: Scale<'a>) -> Option<Verdict<'a>> {
        scale.verdict(&self.status.as_ref()?.value)
    }

    /// The status by rule; `None` where words or a missing figure keep it from being computed.
    pub fn by_rule<'a>(&self, scale: Scale<'a>) -> Option<ByRule<'a>> {
        let (target, actual) = self.compared()?;
        let reached = target.reached(self.better, actual)?;
        let limits: Vec<_> = scale.rungs.iter().map(|rung| rung.at_least).collect();
        let rung = target::rung(target, self.better, actual, &limits);
        let rung = rung.and_then(|index| scale.rungs.get(index));
        Some(rung.map_or(ByRule::Reached(reached), ByRule::Rung))
    }

    /// What the rule says, where it speaks against the published status.
    pub fn conflict<'a>(&self, scale: Scale<'a>) -> Option<ByRule<'a>> {
        let (by_hand, by_rule) = (self.by_hand(scale)?, self.by_rule(scale)?);
        let (target, actual) = self.compared()?;
        let reached = target.reached(self.better, actual)?;
        let limit = match by_hand {
            Verdict::Own(given) => given.at_least,
            Verdict::Shipped(_) => None,
        };
        let below = |limit: Decimal| {
            let share = target.share(self.better, actual);
            !reached && share.is_some_and(|share| share.value < limit)
        };
        let against = match (limit, by_rule) {
            (Some(_), ByRule::Rung(made)) => by_hand.key() != made.key(),
            (Some(limit), ByRule::Reached(_)) if below(limit) => true,
            // What has no limit is somebody's judgement; only its opposite speaks against it.
            _ => match by_hand.looks() {
                Status::Done => !reached,
                Status::NotStarted | Status::NotDone => reached,
                Status::OnTrack | Status::InProgress => false,
            },
        };
        against.then_some(by_rule)
    }

    /// From last year's outcome to this one.
    pub fn trend(&self) -> Option<Trend> {
        let (last, actual) = (
            self.last.as_ref()?.number()?,
            self.actual.as_ref()?.number()?,
        );
        Some(target::trend(last, actual, self.better?))
    }

    /// Target and outcome, when both are numbers.
    pub fn compared(&self) -> Option<(Target, Decimal)> {
        let Some(Aim::Target(target)) = &self.target else {
            return None;
        };
        Some((*target, self.actual.as_ref()?.number()?))
    }
}

impl Decode for Indicator {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let file = IndicatorFile::decode(node, reader)?;
        let unit = file.unit.as_deref().unwrap_or_default();
        let target = match &file.target {
            Some(raw) => Some(aim(raw, unit, reader)?),
            None => None,
        };
        let told = match &target {
            Some(Aim::Target(target)) => target.direction(),
            _ => None,
        };
        Some(Indicator {
            name: file.name.value,
            unit: file.unit,
            target,
            better: file.better.or(told),
            start: file.start,
            last: file.last,
            actual: file.actual,
            due: file.due,
            responsible: file.responsible,
            status: file.status,
            note: file.note,
            place: file.name.place,
        })
    }

    fn shape() -> Shape {
        Shape::record::<IndicatorFile>()
    }
}

impl Word for Direction {
    fn words() -> Vec<(&'static str, Self)> {
        vec![("higher", Direction::Higher), ("lower", Direction::Lower)]
    }
}

/// A value that is read once its unit is known.
#[derive(Debug, Clone)]
pub struct Raw(Node);

impl Decode for Raw {
    fn decode(node: &Node, _: &mut Reader) -> Option<Self> {
        Some(Self(node.clone()))
    }

    fn shape() -> Shape {
        Shape::of("number-or-text").or_nested(Nested::Languages)
    }
}

/// What targets begin with, in the languages that data is written in.
const AT_LEAST: [&str; 6] = ["vähintään ", "väh. ", "minst ", "at least ", "≥", ">="];
const AT_MOST: [&str; 6] = ["enintään ", "korkeintaan ", "högst ", "at most ", "≤", "<="];

fn aim(raw: &Raw, unit: &str, reader: &mut Reader) -> Option<Aim> {
    if let Value::Scalar(text, _) = &raw.0.value
        && let Some(target) = target_in(text.trim(), unit, reader)
    {
        return Some(Aim::Target(target));
    }
    Text::decode(&raw.0, reader).map(Aim::Words)
}

fn target_in(text: &str, unit: &str, reader: &Reader) -> Option<Target> {
    let number = |text: &str| {
        let bare = text.trim().strip_suffix(unit).unwrap_or(text);
        reader.number(bare.trim()).ok()
    };
    let after = |starts: [&str; 6]| {
        let lower = text.to_lowercase();
        let start = starts.iter().find(|start| lower.starts_with(*start))?;
        number(text.get(start.len()..)?)
    };
    if let Some(least) = after(AT_LEAST) {
        return Some(Target::AtLeast(least));
    }
    if let Some(most) = after(AT_MOST) {
        return Some(Target::AtMost(most));
    }
    if let Some(exact) = number(text) {
        return Some(Target::Number(exact));
    }
    let mut dashes = text
        .match_indices(['–', '-', '−'])
        .filter(|(at, _)| *at > 0);
    dashes.find_map(|(at, dash)| {
        let low = number(text.get(..at)?)?;
        let high = number(text.get(at + dash.len()..)?)?;
        (low <= high).then_some(Target::Between(low, high))
    })
}

impl Decode for Figure {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        if let Some(missing) = Missing::of(&text) {
            return Some(Figure::Missing(missing));
        }
        let fault = match reader.number(&text) {
            Ok(number) => return Some(Figure::Number(number)),
            Err(fault) => fault,
        };
        if matches!(node.value, Value::Scalar(_, Style::Plain | Style::Folded)) {
            let finding = fault.finding(&text, node.place);
            return reader.fail(match fault {
                Fault::NotANumber => finding.helped_by("help-words"),
                _ => finding,
            });
        }
        let place = node.place;
        Text::of(&Piece { text, place }, reader).map(Figure::Words)
    }

    fn shape() -> Shape {
        Shape::of("number-or-text")
    }
}

#[cfg(test)]
mod tests {
    use super::target_in;
    use crate::diagnostic::FileId;
    use crate::finance::target::Target;
    use crate::locale::Locale;
    use crate::yaml::Reader;
    use rust_decimal::Decimal;

    #[test]
    fn targets_are_read_as_people_write_them() {
        let fi = Locale::finnish();
        let reader = Reader::new(FileId(0), &fi);
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        for (text, unit, target) in [
            ("95", "", Target::Number(number("95"))),
            ("-5", "", Target::Number(number("-5"))),
            ("Vähintään 95 %", "%", Target::AtLeast(number("95"))),
            ("minst 4,0", "", Target::AtLeast(number("4.0"))),
            ("≥ 4", "", Target::AtLeast(number("4"))),
            ("enintään 1 200 pv", "pv", Target::AtMost(number("1200"))),
            ("högst 30", "", Target::AtMost(number("30"))),
            ("20–30", "", Target::Between(number("20"), number("30"))),
            ("-2 - 2,5", "", Target::Between(number("-2"), number("2.5"))),
        ] {
            assert_eq!(target_in(text, unit, &reader), Some(target), "{text}");
        }
        for words in [
            "Kasvaa edellisvuodesta",
            "vähintään kolme",
            "30–20",
            "noin 5",
            "",
        ] {
            assert_eq!(target_in(words, "", &reader), None, "{words}");
        }
    }
}
