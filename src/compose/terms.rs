//! Explained words.

use super::context::Context;
use crate::page::{self, Block};
use crate::section::terms::Terms;

pub fn block(context: &Context, terms: &Terms) -> Block {
    let terms = terms.terms.iter().map(|term| page::Term {
        id: term.id.clone(),
        term: context.text(&term.term),
        abbreviation: term.abbreviation.as_ref().map(|text| context.text(text)),
        html: context.markdown(&term.id).blocks(&term.text.text),
    });
    Block::Terms(page::Terms {
        terms: terms.collect(),
    })
}
