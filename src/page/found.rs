//! Findings on the page that they are about, for those who preview it.

use serde::Serialize;

use crate::diagnostic::Place;

/// A finding (havainto) as a preview shows it. Published pages have none.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// Counted on the page from one; figures, rows and fees refer to it.
    pub number: usize,
    pub rule: &'static str,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// The level in words.
    pub word: String,
    /// What it is about, where a name tells it.
    pub about: Option<String>,
    pub message: String,
    /// The next step; empty when there is none to tell.
    pub help: String,
    pub file: String,
    pub line: usize,
    pub column: usize,
    /// The address on the page of what it is about.
    pub href: Option<String>,
    #[serde(skip)]
    pub place: Place,
}

/// The numbers of a thing's findings, left out where it has none.
pub type Numbers = Vec<usize>;
