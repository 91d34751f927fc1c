//! Explained words (sanasto).

use super::accepted::Accepted;
use super::shared::{Id, Markdown, Text, slug};
use super::{Body, Written};
use crate::diagnostic::Place;
use crate::yaml::{Decode, Node, Reader, Spanned, record};

record! {
    /// A section of terms as a file gives it.
    pub struct TermsFile {
        /// Always `terms`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown between the heading and the terms.
        text: Option<Markdown>,
        /// The terms in order.
        terms: Vec<TermFile>,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

record! {
    /// A term as a file gives it.
    pub struct TermFile {
        /// The word that is explained.
        term: Spanned<Text>,
        /// Its abbreviation: TP.
        abbreviation: Option<Text>,
        /// Permanent id; from the word when left out.
        id: Option<Spanned<Id>>,
        /// Markdown that explains it.
        text: Markdown,
    }
}

/// The terms of a section.
#[derive(Debug, Clone)]
pub struct Terms {
    pub terms: Vec<Term>,
}

/// A term (termi) and its meaning.
#[derive(Debug, Clone)]
pub struct Term {
    pub id: String,
    pub term: Text,
    pub abbreviation: Option<Text>,
    pub text: Markdown,
    pub place: Place,
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = TermsFile::decode(node, reader)?;
    let terms = file.terms.into_iter().map(term).collect();
    Some(Written {
        title: file.title,
        text: file.text,
        body: Body::Terms(Terms { terms }),
        accepted: file.accepted,
    })
}

fn term(file: TermFile) -> Term {
    let id = file
        .id
        .map_or_else(|| slug(&file.term.value), |id| id.value.0);
    let (term, abbreviation, place) = (file.term.value, file.abbreviation, file.term.place);
    Term {
        id,
        term,
        abbreviation,
        text: file.text,
        place,
    }
}
