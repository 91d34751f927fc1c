//! Why findings that somebody has accepted may stand, as readers of the page are told.

use super::context::Context;
use crate::diagnostic::Place;
use crate::page;
use crate::section::accepted::Accepted;
use crate::section::{Body, Section};

/// The reasons to print under one part of a section: a table or a group of fees, by its number; a
/// section of goals is one part. A finding belongs to the last part that begins before it.
pub fn reasons(context: &Context, section: &Section, part: usize) -> Vec<String> {
    let starts: Vec<Place> = match &section.body {
        Body::Figures(figures) => figures.tables.iter().map(|table| table.place).collect(),
        Body::Prices(prices) => prices.groups.iter().map(|group| group.place).collect(),
        _ => Vec::new(),
    };
    let printed = printed(context, section);
    let own = printed.filter(|(_, place)| {
        let before = starts.iter().filter(|start| start.start <= place.start);
        before.count().saturating_sub(1) == part
    });
    own.map(|(accepted, _)| words(context, accepted)).collect()
}

/// The acceptances that are printed and hold, with the places of their findings.
fn printed<'a>(
    context: &'a Context,
    section: &'a Section,
) -> impl Iterator<Item = (&'a Accepted, Place)> {
    let wanted = section.accepted.iter().filter(|accepted| accepted.print);
    wanted.filter_map(|accepted| {
        let place = context.content.standing.get(&accepted.place)?;
        Some((accepted, *place))
    })
}

fn words(context: &Context, accepted: &Accepted) -> String {
    let reason = context.text(&accepted.reason);
    let Some(at) = &accepted.at else {
        return reason;
    };
    let at = context.locale.typeset(at);
    let at = if context.language == 0 {
        at
    } else {
        page::foreign(&at)
    };
    context.word("remark.accepted", &[("at", &at), ("reason", &reason)])
}
