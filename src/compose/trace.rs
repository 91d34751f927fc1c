//! How figures were made: inputs, rule and result of every computed figure, in words.

use rust_decimal::Decimal;

use self::Piece::{Enclosed, Number, Percent, Sign};
use super::context::Context;
use crate::finance::{Computed, Rule};
use crate::page::{Step, Trace};
use crate::section::computed::{self, Made};
use crate::section::figures::{Row, Table};
use crate::section::text::Text;

/// The steps of a table, where it computes anything.
pub fn of_table(context: &Context, id: &str, table: &Table) -> Option<Trace> {
    let mut steps = Vec::new();
    let sheet = context.sheet(table);
    for (index, row) in table.rows.iter().enumerate() {
        // Sums of the rows one sees beneath need no telling, unless they differ.
        for column in 0..table.columns.len() {
            let Some(made) = sheet.cell(index, column).made() else {
                continue;
            };
            let seen = made.computed.rule == Rule::Sum && row.number(column).is_some();
            if !seen
                || row
                    .number(column)
                    .is_some_and(|number| !made.agrees(number))
            {
                steps.push(of_cell(context, table, row, column, &made));
            }
        }
        steps.extend(unknown_base(context, row));
    }
    if let Some(name) = &table.total {
        for column in 0..table.columns.len() {
            let Some(total) = computed::total(&sheet, column) else {
                continue;
            };
            steps.push(Step {
                name: column_name(context, table, column),
                formula: formula(context, &total, total.value),
                rule: ruled(context, &name.value, &context.word("rule.sum", &[])),
                remark: None,
            });
        }
    }
    let title = context.word("trace.title", &[]);
    (!steps.is_empty()).then(|| Trace {
        id: format!("{id}-trace"),
        title,
        steps: quieted(steps),
    })
}

fn of_cell(context: &Context, table: &Table, row: &Row, column: usize, made: &Made) -> Step {
    let published = row.number(column);
    let decimals = published.map_or(made.decimals(), |number| number.scale());
    let result = made.computed.rounded(decimals);
    let typeset = |text: Option<&Text>| text.map(|text| context.text(text));
    let base = typeset(made.base).unwrap_or_default();
    let of = typeset(made.of).unwrap_or_default();
    let day = made
        .population
        .map(|known| context.locale.day(known.date))
        .unwrap_or_default();
    let source = made
        .population
        .and_then(|known| known.source.as_ref().map(|source| context.text(source)))
        .unwrap_or_default();
    let key = match made.computed.rule {
        Rule::Share if made.base.is_some() => "rule.share-of".to_owned(),
        Rule::Realisation => "rule.realised".to_owned(),
        rule => format!("rule.{}", rule.key()),
    };
    Step {
        name: column_name(context, table, column),
        formula: formula(context, &made.computed, result),
        rule: ruled(
            context,
            &row.name.text,
            &context.word(
                &key,
                &[
                    ("base", &base),
                    ("of", &of),
                    ("day", &day),
                    ("source", &source),
                ],
            ),
        ),
        remark: published.filter(|number| *number != result).map(|number| {
            let number = context.locale.number(number);
            context.word("trace.published", &[("number", &number)])
        }),
    }
}

/// Says that some changes cannot be followed, for the document does not tell their base.
fn unknown_base(context: &Context, row: &Row) -> Option<Step> {
    row.change_of.as_ref()?;
    let told = row.base.iter().filter(|(base, _)| base.is_some()).count();
    let numbers = row
        .values
        .iter()
        .flatten()
        .filter(|value| value.cell.number().is_some())
        .count();
    (numbers > told).then(|| Step {
        name: String::new(),
        formula: String::new(),
        rule: ruled(
            context,
            &row.name.text,
            &context.word("rule.base-unknown", &[]),
        ),
        remark: None,
    })
}

fn column_name(context: &Context, table: &Table, column: usize) -> String {
    let label = table.columns.get(column);
    label.map_or_else(String::new, |column| context.column_name(column))
}

/// A row and how it is made: "Toimintakate: toimintatulot + toimintamenot".
fn ruled(context: &Context, row: &Text, rule: &str) -> String {
    format!("{}: {rule}", context.text(row))
}

/// A rule in words is told once for steps that follow each other.
pub fn quieted(mut steps: Vec<Step>) -> Vec<Step> {
    let mut last = String::new();
    for step in &mut steps {
        if step.rule == last {
            step.rule.clear();
        } else {
            last.clone_from(&step.rule);
        }
    }
    steps
}

/// A piece of the arithmetic.
#[derive(Clone, Copy)]
enum Piece<'a> {
    Sign(&'a str),
    Number(Decimal),
    /// In brackets when it is negative.
    Enclosed(Decimal),
    Percent(Decimal),
}

/// The arithmetic of a computed figure.
pub fn formula(context: &Context, made: &Computed, result: Decimal) -> String {
    let of = |pieces: &[Piece]| written(context, pieces);
    match (made.rule, made.inputs.as_slice()) {
        (Rule::Change, [now, base]) => of(&[
            Sign("("),
            Enclosed(*now),
            Sign(" − "),
            Enclosed(*base),
            Sign(") ÷ "),
            Enclosed(*base),
            Sign(" = "),
            Percent(result),
        ]),
        (Rule::Difference, [first, second]) => of(&[
            Number(*first),
            Sign(" − "),
            Enclosed(*second),
            Sign(" = "),
            Number(result),
        ]),
        (Rule::Index, [now, base]) => of(&[
            Enclosed(*now),
            Sign(" ÷ "),
            Enclosed(*base),
            Sign(" × 100 = "),
            Number(result),
        ]),
        (Rule::Realisation | Rule::Share, [part, whole]) => {
            of(&divided(*part, *whole, Percent(result)))
        }
        (Rule::Ratio | Rule::PerResident, [part, whole]) => {
            of(&divided(*part, *whole, Number(result)))
        }
        (Rule::MarginFromPositive, [income, expenses]) => of(&[
            Number(*income),
            Sign(" − "),
            Enclosed(*expenses),
            Sign(" = "),
            Number(result),
        ]),
        (_, terms) => of(&added(terms, result)),
    }
}

pub fn quotient(context: &Context, part: Decimal, whole: Decimal, result: &str) -> String {
    written(context, &divided(part, whole, Sign(result)))
}

fn divided(part: Decimal, whole: Decimal, result: Piece) -> [Piece; 5] {
    [
        Number(part),
        Sign(" ÷ "),
        Enclosed(whole),
        Sign(" = "),
        result,
    ]
}

/// Terms with their signs between them: `1 076 109 − 3 150 893`.
fn added(terms: &[Decimal], result: Decimal) -> Vec<Piece<'static>> {
    let mut pieces = Vec::with_capacity(2 * terms.len() + 1);
    for (index, term) in terms.iter().enumerate() {
        match (index, term.is_sign_negative()) {
            (0, _) => pieces.push(Number(*term)),
            (_, true) => pieces.extend([Sign(" − "), Number(term.abs())]),
            (_, false) => pieces.extend([Sign(" + "), Number(*term)]),
        }
    }
    pieces.extend([Sign(" = "), Number(result)]);
    pieces
}

fn written(context: &Context, pieces: &[Piece]) -> String {
    let locale = context.locale;
    let mut text = String::with_capacity(64);
    for piece in pieces {
        match *piece {
            Sign(sign) => text.push_str(sign),
            Enclosed(number) if number.is_sign_negative() => {
                text.push('(');
                locale.push_number(&mut text, number);
                text.push(')');
            }
            Number(number) | Enclosed(number) => locale.push_number(&mut text, number),
            Percent(number) => text.push_str(&locale.percent(number)),
        }
    }
    text
}
