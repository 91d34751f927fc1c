//! The fee search of the front page: a plain form that leads to the price list.

use super::context::Context;
use crate::content::Page;
use crate::link::Target;
use crate::page::{Block, Link, Search};
use crate::section::generated::Generated;

pub fn block(context: &Context, list: &Page, generated: &Generated) -> Block {
    let hints = generated.hints.iter().filter_map(|hint| {
        let href = context.resolved(Target::in_key(&hint.to.value))?;
        Some(Link {
            href,
            text: context.text(&hint.text),
            current: false,
        })
    });
    Block::Search(Search {
        action: context.way(list, None),
        hints: hints.collect(),
    })
}
