//! The accessibility statement in the order of the act's model (306/2019, 9 §).

use super::context::Context;
use crate::page::{Block, Statement, StatementPart};
use crate::section::accessibility::Accessibility;
use crate::section::{Section, ids};

pub fn block(context: &Context, section: &Section, statement: &Accessibility) -> Block {
    let text = |text: &str| context.markdown(&section.id).words(text);
    let day = |day| context.locale.day(day);
    let (made, reviewed) = (day(statement.made), day(statement.reviewed));
    let mut status = text(&context.word(
        &format!("accessibility.status.{}", statement.status.key()),
        &[],
    ));
    if !statement.gaps.is_empty() {
        status.push_str(&text(&gaps(context, statement)));
    }
    let assessed = context.word(
        &format!("accessibility.assessed.{}", statement.assessed.key()),
        &[],
    );
    let dates = context.word(
        "accessibility.dates",
        &[("made", &made), ("reviewed", &reviewed)],
    );
    let feedback = context.word("accessibility.feedback-text", &[]);
    let authority = context.word("accessibility.authority-text", &[]);
    let parts = [
        ("service", text(&context.plain(&statement.service.text))),
        ("status-heading", status),
        ("made", text(&format!("{dates} {assessed}"))),
        (
            "feedback",
            text(&format!(
                "{feedback}\n\n{}",
                context.plain(&statement.feedback.text)
            )),
        ),
        (
            "authority",
            text(&format!(
                "{authority}\n\n{}",
                context.plain(&statement.authority.text)
            )),
        ),
    ];
    let part = |(key, html): (&str, String)| StatementPart {
        id: ids::part_of_statement(section, key),
        title: context.word(&format!("accessibility.{key}"), &[]),
        html,
    };
    Block::Statement(Statement {
        parts: parts.into_iter().map(part).collect(),
    })
}

/// The known gaps as a Markdown list.
fn gaps(context: &Context, statement: &Accessibility) -> String {
    let lines = statement.gaps.iter().map(|gap| {
        let planned = context.locale.day(gap.planned);
        let (what, why) = (context.plain(&gap.gap), context.plain(&gap.reason));
        let values = [
            ("gap", what.as_str()),
            ("reason", why.as_str()),
            ("planned", &planned),
        ];
        format!("- {}", context.word("accessibility.gap", &values))
    });
    let intro = context.word("accessibility.gaps", &[]);
    format!("{intro}\n\n{}", lines.collect::<Vec<_>>().join("\n"))
}
