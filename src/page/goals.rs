//! Goals as they stand on a page.

use serde::Serialize;

use super::{Download, Head, Link, Note, Numbers};

/// A table of goals: one body per goal, one row per action (tavoitetaulukko).
#[derive(Debug, Clone, Serialize)]
pub struct GoalTable {
    pub id: String,
    pub caption: String,
    /// Column headings, always four: goal, action, measure, outcome.
    pub heads: Vec<Head>,
    pub goals: Vec<Goal>,
    pub notes: Vec<Note>,
    /// Why findings about the goals may stand.
    pub remarks: Vec<String>,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Goal {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Plain text.
    pub title: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    pub actions: Vec<Action>,
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
}

/// Cells are HTML made from Markdown: paragraphs and lists; empty when nothing was published.
#[derive(Debug, Clone, Serialize)]
pub struct Action {
    pub action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    pub measure: String,
    /// Names of its indicators, where they are all the measure there is.
    pub indicators: Vec<String>,
    /// When it is due, in the document's words ("Kevät 2024").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    pub outcome: String,
    /// What came of it last year.
    pub last: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// How far a goal is: always a word, never a colour alone.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// Symbol and colour: `done`, `on-track`, `in-progress`, `not-started` or `not-done`.
    pub key: &'static str,
    pub text: String,
}

/// Goals of all areas under one status (tavoitteet tilan mukaan).
#[derive(Debug, Clone, Serialize)]
pub struct Statuses {
    pub id: String,
    /// The status in words, or that none is told.
    pub caption: String,
    pub downloads: Vec<Download>,
    /// `None` for goals without a given status.
    pub status: Option<Status>,
    pub rows: Vec<StatusRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StatusRow {
    pub goal: Link,
    pub area: String,
    /// HTML.
    pub action: String,
    /// HTML.
    pub outcome: String,
    /// The name of the indicator that the row is about, and its outcome beside its target.
    pub indicator: Option<String>,
    pub figures: Option<String>,
}
