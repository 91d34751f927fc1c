//! Goals (tavoitteet): goal, actions, measures and what came of them.

use super::shared::{Id, Markdown, Marked, Note, Text, slug};
use super::{Body, Written};
use crate::diagnostic::{Finding, Place};
use crate::yaml::{Bars, Decode, Node, Reader, Spanned, record};

record! {
    /// A section of goals as a file gives it.
    pub struct GoalsFile {
        /// `goals`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown between the heading and the table.
        text: Option<Markdown>,
        /// The four column headings: goal | action | measure | outcome.
        columns: Option<Bars>,
        /// The goals in order.
        goals: Vec<GoalFile>,
        /// Notes under the table.
        notes: Vec<Note>,
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
        /// What is done for it: one or more.
        actions: Vec<Action>,
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
        due: Option<Text>,
        /// What had come of it by the report's day.
        outcome: Option<Markdown>,
        /// Only where the document says it: done, on-track, in-progress, not-started, not-done.
        status: Option<Status>,
    }
}

/// How far an action is (tila).
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

impl Decode for Status {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        reader.one_of(node, &Status::ALL.map(|status| (status.key(), status)))
    }
}

/// Goals of a section.
#[derive(Debug, Clone)]
pub struct Goals {
    /// Four headings, or none where the language's usual ones serve.
    pub columns: Option<[Marked; 4]>,
    pub goals: Vec<Goal>,
    pub notes: Vec<Note>,
}

/// A goal (tavoite).
#[derive(Debug, Clone)]
pub struct Goal {
    pub id: String,
    pub number: Option<String>,
    pub goal: Text,
    pub actions: Vec<Action>,
    pub place: Place,
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = GoalsFile::decode(node, reader)?;
    let columns = match file.columns {
        Some(bars) => Some(four(bars, reader)?),
        None => None,
    };
    let goals = file.goals.into_iter().map(goal).collect();
    let body = Body::Goals(Goals {
        columns,
        goals,
        notes: file.notes,
    });
    Some(Written {
        title: file.title,
        text: file.text,
        body,
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
    let (number, goal, place) = (file.number, file.goal.value, file.goal.place);
    Goal {
        id,
        number,
        goal,
        actions: file.actions,
        place,
    }
}
