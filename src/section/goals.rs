//! Goals (tavoitteet): goal, actions, measures and what came of them.

mod counts;
mod indicator;
mod scale;

use super::accepted::Accepted;
use super::shared::{Id, Markdown, Marked, Note, Text, slug};
use super::{Body, Written};
use crate::diagnostic::{Finding, Place};
use crate::markdown;
use crate::yaml::{Bars, Decode, Node, Reader, Spanned, Word, record};

pub use counts::{Count, Counts};
pub use indicator::{Aim, ByRule, Figure, Indicator, IndicatorFile};
pub use scale::{Rung, Scale, Verdict};

record! {
    /// A section of goals as a file gives it.
    pub struct GoalsFile {
        /// Always `goals`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown between the heading and the table.
        text: Option<Markdown>,
        /// The four column headings: goal | action | measure | outcome.
        columns: Option<Bars>,
        /// The document's own statuses; the site's when left out.
        statuses: Vec<Rung>,
        /// The goals in order.
        goals: Vec<GoalFile>,
        /// How many came to what, as published.
        counts: Option<Counts>,
        /// Notes under the table.
        notes: Vec<Note>,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

record! {
    /// A goal as a file gives it.
    pub struct GoalFile {
        /// The published number, when there is one.
        number: Option<String>,
        /// The goal in the document's words.
        goal: Spanned<Text>,
        /// Permanent id; from the words when left out.
        id: Option<Spanned<Id>>,
        /// Who answers for it.
        responsible: Option<Text>,
        /// What is done for it.
        actions: Vec<Action>,
        /// How it is measured as a whole.
        measure: Option<Markdown>,
        /// When, in the document's words.
        due: Option<Spanned<Text>>,
        /// What had come of it as a whole.
        outcome: Option<Markdown>,
        /// What came of it last year.
        last: Option<Markdown>,
        /// Only where the document says it: a word or key of the scale.
        status: Option<Spanned<String>>,
        /// What measures it.
        indicators: Vec<Indicator>,
    }
}

record! {
    /// An action (toimenpide) with its measure and outcome.
    pub struct Action {
        /// What is done.
        action: Option<Markdown>,
        /// How it is measured.
        measure: Option<Markdown>,
        /// When, in the document's words: "Kevät 2024".
        due: Option<Spanned<Text>>,
        /// What had come of it by the report's day.
        outcome: Option<Markdown>,
        /// What came of it last year.
        last: Option<Markdown>,
        /// Who answers for it.
        responsible: Option<Text>,
        /// Only where the document says it: a word or key of the scale, or without a scale done,
        /// on-track, in-progress, not-started, not-done.
        status: Option<Spanned<String>>,
        /// What measures it.
        indicators: Vec<Indicator>,
    }
}

/// How far an action is (tila), and what a status of another scale looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Done,
    OnTrack,
    InProgress,
    NotStarted,
    NotDone,
}

impl Status {
    pub const ALL: [Status; 5] = [
        Status::Done,
        Status::OnTrack,
        Status::InProgress,
        Status::NotStarted,
        Status::NotDone,
    ];

    /// The word in YAML; also the key of its words on a page.
    pub fn key(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::OnTrack => "on-track",
            Status::InProgress => "in-progress",
            Status::NotStarted => "not-started",
            Status::NotDone => "not-done",
        }
    }
}

impl Word for Status {
    fn words() -> Vec<(&'static str, Self)> {
        Status::ALL.map(|status| (status.key(), status)).to_vec()
    }
}

/// Goals of a section.
#[derive(Debug, Clone)]
pub struct Goals {
    /// Four headings, or none where the language's usual ones serve.
    pub columns: Option<Box<[Marked; 4]>>,
    /// The section's own scale, or none.
    pub statuses: Vec<Rung>,
    pub goals: Vec<Goal>,
    pub counts: Option<Box<Counts>>,
    pub notes: Vec<Note>,
}

impl Goals {
    /// All indicators with their goals, in order.
    pub fn indicators(&self) -> impl Iterator<Item = (&Goal, &Indicator)> {
        let of = |goal| Goal::indicators(goal).map(move |each| (goal, each));
        self.goals.iter().flat_map(of)
    }
}

impl Action {
    /// What the page calls it: the goal, and what is done for it.
    pub fn name(&self, goal: &Goal) -> String {
        let words = self.action.as_ref().map(|text| markdown::plain(&text.text));
        let line = words.as_deref().and_then(|words| words.lines().next());
        line.map_or_else(
            || goal.goal.to_string(),
            |line| format!("{}, {line}", goal.goal),
        )
    }
}

/// A goal (tavoite).
#[derive(Debug, Clone)]
pub struct Goal {
    pub id: String,
    pub number: Option<String>,
    pub goal: Text,
    pub responsible: Option<Text>,
    /// One or more: what is said of the goal as a whole comes first, as an action without words.
    pub actions: Vec<Action>,
    /// Those of the goal as a whole, where its actions are all that is said of it.
    pub indicators: Vec<Indicator>,
    pub place: Place,
}

impl Goal {
    /// Its own indicators and those of its actions.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        let of_actions = self.actions.iter().flat_map(|action| &action.indicators);
        self.indicators.iter().chain(of_actions)
    }
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = GoalsFile::decode(node, reader)?;
    let columns = match file.columns {
        Some(bars) => Some(Box::new(four(bars, reader)?)),
        None => None,
    };
    let mut goals: Vec<Goal> = file.goals.into_iter().map(goal).collect();
    goals.shrink_to_fit();
    let body = Body::Goals(Goals {
        columns,
        statuses: file.statuses,
        goals,
        counts: file.counts.map(Box::new),
        notes: file.notes,
    });
    Some(Written {
        title: file.title,
        text: file.text,
        body,
        accepted: file.accepted,
    })
}

fn four(bars: Bars, reader: &mut Reader) -> Option<[Marked; 4]> {
    let marked: Option<Vec<_>> = bars
        .pieces
        .iter()
        .map(|piece| Marked::of(piece, reader))
        .collect();
    let marked = marked?;
    let count = marked.len();
    match marked.try_into() {
        Ok(columns) => Some(columns),
        Err(_) => {
            let finding = Finding::error("wrong-cell-count", bars.place).with("expected", "4");
            reader.fail(finding.with("found", count.to_string()))
        }
    }
}

fn goal(file: GoalFile) -> Goal {
    let id = file
        .id
        .map_or_else(|| slug(&file.goal.value), |id| id.value.0);
    let mut whole = Action {
        place: file.place,
        action: None,
        measure: file.measure,
        due: file.due,
        outcome: file.outcome,
        last: file.last,
        responsible: None,
        status: file.status,
        indicators: file.indicators,
    };
    let told = whole.due.is_some()
        || whole.status.is_some()
        || [&whole.measure, &whole.outcome, &whole.last]
            .iter()
            .any(|text| text.is_some());
    let (mut actions, mut indicators) = (file.actions, Vec::new());
    if told || actions.is_empty() {
        actions.insert(0, whole);
    } else {
        indicators = std::mem::take(&mut whole.indicators);
    }
    Goal {
        id,
        number: file.number,
        goal: file.goal.value,
        responsible: file.responsible,
        actions,
        indicators,
        place: file.goal.place,
    }
}
