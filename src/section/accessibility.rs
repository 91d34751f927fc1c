//! The accessibility statement (saavutettavuusseloste), as the Finnish act on digital services
//! requires it (laki digitaalisten palvelujen tarjoamisesta 306/2019, 9 §). Every key is required.

use super::accepted::Accepted;
use jiff::civil::Date;

use super::shared::{Markdown, Text};
use super::{Body, Written};
use crate::yaml::{Decode, Node, Reader, Word, record};

record! {
    /// The statement as a file gives it.
    pub struct Accessibility {
        /// Always `accessibility`.
        kind: String,
        /// The heading of the first part.
        title: Text,
        /// Which service and who answers for it.
        service: Markdown,
        /// How far the service meets the requirements.
        status: Status,
        /// What does not work yet, why and until when.
        gaps: Vec<Gap>,
        /// The day the statement was made.
        made: Date,
        /// The day it was last reviewed.
        reviewed: Date,
        /// Who assessed it.
        assessed: Assessment,
        /// Where to send feedback: an address or a telephone number, Markdown.
        feedback: Markdown,
        /// The supervising authority with its contacts, Markdown.
        authority: Markdown,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

record! {
    /// A known gap (puute).
    pub struct Gap {
        /// What does not work.
        gap: Text,
        /// Why.
        reason: Text,
        /// When it is planned to be mended.
        planned: Date,
    }
}

/// How far the service meets the requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Full,
    Partial,
    None,
}

impl Status {
    pub fn key(self) -> &'static str {
        match self {
            Status::Full => "full",
            Status::Partial => "partial",
            Status::None => "none",
        }
    }
}

impl Word for Status {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("full", Status::Full),
            ("partial", Status::Partial),
            ("none", Status::None),
        ]
    }
}

/// Who assessed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assessment {
    Own,
    External,
}

impl Assessment {
    pub fn key(self) -> &'static str {
        match self {
            Assessment::Own => "self",
            Assessment::External => "external",
        }
    }
}

impl Word for Assessment {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("self", Assessment::Own),
            ("external", Assessment::External),
        ]
    }
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = Accessibility::decode(node, reader)?;
    Some(Written {
        title: file.title.clone(),
        text: None,
        accepted: file.accepted.clone(),
        body: Body::Accessibility(Box::new(file)),
    })
}
