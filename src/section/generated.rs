//! Sections made from other pages: comparisons, lists and indexes (koosteet).

use super::accepted::Accepted;
use super::shared::{Markdown, Text};
use super::{Body, Written};
use crate::diagnostic::{Finding, Place};
use crate::yaml::{Decode, Node, Reader, Spanned, Word, record};

record! {
    /// A generated section as a file gives it.
    pub struct GeneratedFile {
        /// What is made.
        kind: Kind,
        /// The heading; not needed by fee-search.
        title: Option<Text>,
        /// Markdown before the rest.
        text: Option<Markdown>,
        /// The page it is made from; this page when left out.
        page: Option<Spanned<String>>,
        /// Ready-made searches of fee-search.
        hints: Vec<Hint>,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

record! {
    /// A link beside the search field.
    pub struct Hint {
        /// Its text.
        text: Text,
        /// A page, and an id on it after `#`.
        to: Spanned<String>,
    }
}

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Figures of the reports below a page, side by side.
    Comparison,
    /// Share of the budget used, by report.
    Areas,
    /// Topics of a price list.
    FeeTopics,
    /// The search field that leads to a price list.
    FeeSearch,
    /// Goals of the reports below a page, by status.
    GoalsByStatus,
    /// All fees of a price list in alphabetical order.
    FeeIndex,
}

impl Kind {
    pub const ALL: [Kind; 6] = [
        Kind::Comparison,
        Kind::Areas,
        Kind::FeeTopics,
        Kind::FeeSearch,
        Kind::GoalsByStatus,
        Kind::FeeIndex,
    ];

    /// The word in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Comparison => "comparison",
            Kind::Areas => "areas",
            Kind::FeeTopics => "fee-topics",
            Kind::FeeSearch => "fee-search",
            Kind::GoalsByStatus => "goals-by-status",
            Kind::FeeIndex => "fee-index",
        }
    }

    /// Only the search field stands without a heading.
    pub fn needs_title(self) -> bool {
        self != Kind::FeeSearch
    }

    pub fn named(name: &str) -> Option<Self> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Word for Kind {
    fn words() -> Vec<(&'static str, Self)> {
        Kind::ALL.map(|kind| (kind.name(), kind)).to_vec()
    }
}

/// A section to be made.
#[derive(Debug, Clone)]
pub struct Generated {
    pub kind: Kind,
    /// The page it is made from, as written.
    pub page: Option<Spanned<String>>,
    pub hints: Vec<Hint>,
    pub place: Place,
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = GeneratedFile::decode(node, reader)?;
    let kind = file.kind;
    if file.title.is_none() && kind.needs_title() {
        return reader.fail(Finding::error("missing-key", file.place).with("key", "title"));
    }
    let body = Generated {
        kind,
        page: file.page,
        hints: file.hints,
        place: file.place,
    };
    let title = file.title.unwrap_or_default();
    Some(Written {
        title,
        text: file.text,
        body: Body::Generated(body),
        accepted: file.accepted,
    })
}
