//! Tables as CSV (RFC 4180, UTF-8): numbers bare with a decimal point, text cells kept from being
//! read as formulas.

use std::borrow::Cow;
use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};

use super::plain::{plain, stripped};
use crate::page::{Action, Cell, Fees, GoalTable, Head, Indicators, Price, Statuses, Table};

type Written = Result<Vec<u8>, csv::Error>;

/// A cell as it is written.
type Text<'t> = Cow<'t, str>;

/// A table of figures.
pub fn table(table: &Table, words: &BTreeMap<String, String>) -> Written {
    let computed = words
        .get("computed")
        .map_or("", String::as_str)
        .to_lowercase();
    // Codes and units have columns of their own, where rows have them.
    let coded = table.rows.iter().any(|row| row.code.is_some());
    let units = table.scaled || table.rows.iter().any(|row| row.unit.is_some());
    let mut head = heads(&table.heads);
    let titles = [(units, "unit"), (coded, "code")];
    for (_, title) in titles.iter().filter(|(shown, _)| *shown) {
        head.insert(1, word(words, title));
    }
    let rows = table.rows.iter().map(|row| {
        let mut line = Vec::with_capacity(row.cells.len() + 3);
        line.push(if row.computed {
            made(format!("{} ({computed})", row.name))
        } else {
            text(&row.name)
        });
        if coded {
            line.push(text(row.code.as_deref().unwrap_or_default()));
        }
        if units {
            let own = row.unit.as_deref();
            line.push(text(own.unwrap_or(if row.heading {
                ""
            } else {
                &table.unit
            })));
        }
        line.extend(row.cells.iter().map(figure));
        line
    });
    written(std::iter::once(head).chain(rows))
}

/// A table of goals, one line per action; what only some tables have stands in columns at the end.
pub fn goals(goals: &GoalTable, words: &BTreeMap<String, String>) -> Written {
    let actions = || goals.goals.iter().flat_map(|goal| &goal.actions);
    let responsible = actions().any(|action| action.responsible.is_some())
        || goals.goals.iter().any(|goal| goal.responsible.is_some());
    let last = actions().any(|action| !action.last.is_empty());
    let more = [("responsible", responsible), ("last_year", last)];
    let mut head = heads(&goals.heads);
    let used = more.iter().filter(|(_, used)| *used);
    head.extend(used.map(|(key, _)| word(words, key)));
    let rows = goals.goals.iter().flat_map(|goal| {
        goal.actions.iter().map(move |action| {
            let title = match &goal.number {
                Some(number) => made(format!("{number}. {}", goal.title)),
                None => text(&goal.title),
            };
            let outcome = match &action.status {
                Some(status) => made(format!("{}\n{}", status.text, stripped(&action.outcome))),
                None => of_html(&action.outcome),
            };
            let mut row = vec![title, of_html(&action.action), measure(action), outcome];
            if responsible {
                let own = action.responsible.as_ref().or(goal.responsible.as_ref());
                row.push(text(own.map_or("", String::as_str)));
            }
            if last {
                row.push(of_html(&action.last));
            }
            row
        })
    });
    written(std::iter::once(head).chain(rows))
}

/// How an action is measured, and when it is due.
fn measure(action: &Action) -> Text<'_> {
    if action.indicators.is_empty() && action.due.is_none() {
        return of_html(&action.measure);
    }
    let lines = stripped(&action.measure);
    let indicators = action.indicators.iter().map(String::as_str);
    let lines = std::iter::once(&*lines).chain(indicators);
    let mut measure = lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    if let Some(due) = &action.due {
        measure = format!("{measure}\n{due}");
    }
    made(measure)
}

/// A table of indicators: a name, a unit and a goal in every row, and what else is used.
pub fn indicators(table: &Indicators, words: &BTreeMap<String, String>) -> Written {
    let word = |key| word(words, key);
    let all = || table.goals.iter().flat_map(|goal| &goal.indicators);
    let due = all().any(|each| each.due.is_some());
    let responsible = all().any(|each| each.responsible.is_some());
    let computed = word("computed").to_lowercase();
    let mut head = heads(&table.heads);
    let mut first = vec![word("goal")];
    first.append(&mut head);
    first.insert(2, word("unit"));
    first.extend(due.then(|| word("due")));
    first.extend(responsible.then(|| word("responsible")));
    let rows = table.goals.iter().flat_map(|goal| {
        let computed = computed.clone();
        goal.indicators.iter().map(move |each| {
            let mut row = vec![
                text(&goal.goal.text),
                text(&each.name),
                optional(&each.unit),
            ];
            row.extend(
                each.cells
                    .iter()
                    .map(|cell| match (&cell.status, &cell.figure) {
                        (Some(status), _) if cell.computed => {
                            made(format!("{} ({computed})", status.text))
                        }
                        (Some(status), _) => text(&status.text),
                        (None, Some(cell)) => figure(cell),
                        (None, None) => Text::default(),
                    }),
            );
            row.extend(due.then(|| optional(&each.due)));
            row.extend(responsible.then(|| optional(&each.responsible)));
            row
        })
    });
    written(std::iter::once(first).chain(rows))
}

/// Goals of one status.
pub fn statuses(statuses: &Statuses, words: &BTreeMap<String, String>) -> Written {
    let head = ["goal", "area", "action", "outcome"];
    let head = head.map(|key| word(words, key)).to_vec();
    let rows = statuses.rows.iter().map(|row| {
        vec![
            text(&row.goal.text),
            text(&row.area),
            made(lines(&row.action, &row.indicator)),
            made(lines(&row.outcome, &row.figures)),
        ]
    });
    written(std::iter::once(head).chain(rows))
}

/// HTML and a text below it.
fn lines(html: &str, more: &Option<String>) -> String {
    let mut lines = stripped(html).into_owned();
    if let Some(more) = more {
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(more);
    }
    lines
}

/// A group of fees.
pub fn fees(fees: &Fees, words: &BTreeMap<String, String>) -> Written {
    let word = |key| word(words, key);
    let labels = if fees.matrix {
        &fees.price_labels
    } else {
        &fees.price_heads
    };
    let mut head = vec![
        Text::from("id"),
        word("kind"),
        text(&fees.head),
        word("unit"),
    ];
    head.extend(labels.iter().map(|head| text(head)));
    head.extend([word("vat"), word("conditions")]);
    let rows = fees.fees.iter().map(|fee| {
        let kind = match (fee.sanction, fee.addon) {
            (true, _) => word("sanction"),
            (_, true) => word("addon"),
            _ => word("fee"),
        };
        let mut row = vec![Text::from(&fee.id), kind, text(&fee.name), text(&fee.unit)];
        row.extend(fee.prices.iter().map(price));
        let mut conditions = fee.conditions.clone();
        let tiers = fee.tiers.iter();
        conditions.extend(tiers.map(|tier| format!("{}: {}", tier.range, tier.price)));
        conditions.extend(fee.examples.iter().chain(&fee.later).cloned());
        conditions.extend(fee.text.as_deref().map(|html| stripped(html).into_owned()));
        row.extend([
            text(fee.vat.as_deref().unwrap_or_default()),
            made(conditions.join("; ")),
        ]);
        row
    });
    let width = labels.len();
    // What is added to the fees, and what holds for all of them, stands below them.
    let surcharges = fees.surcharges.iter().map(|surcharge| {
        let mut row = vec![
            Text::default(),
            word("surcharge"),
            text(&surcharge.name),
            text(&surcharge.text),
        ];
        row.resize(4 + width + 2, Text::default());
        row
    });
    let terms = fees.terms.iter().map(|term| {
        let mut row = vec![Text::default(), word("remark")];
        row.resize(4 + width + 1, Text::default());
        row.push(text(term));
        row
    });
    written(
        std::iter::once(head)
            .chain(rows)
            .chain(surcharges)
            .chain(terms),
    )
}

fn written<'t>(rows: impl Iterator<Item = Vec<Text<'t>>>) -> Written {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

fn heads(heads: &[Head]) -> Vec<Text<'_>> {
    heads.iter().map(head).collect()
}

/// A head after those above it.
fn head(head: &Head) -> Text<'_> {
    if head.groups.is_empty() {
        return text(&head.text);
    }
    made(format!("{} / {}", head.groups.join(" / "), head.text))
}

fn figure(cell: &Cell) -> Text<'_> {
    let number = cell.number.as_deref();
    number.map_or_else(|| text(&cell.text), Text::from)
}

fn price(price: &Price) -> Text<'_> {
    let number = price.number.as_deref();
    number.map_or_else(|| text(&price.text), Text::from)
}

/// A word of the theme.
fn word<'t>(words: &'t BTreeMap<String, String>, key: &'t str) -> Text<'t> {
    text(words.get(key).map_or(key, String::as_str))
}

fn optional(value: &Option<String>) -> Text<'_> {
    text(value.as_deref().unwrap_or_default())
}

fn of_html(html: &str) -> Text<'_> {
    match stripped(html) {
        Cow::Borrowed(plain) => text(plain),
        Cow::Owned(plain) => made(plain),
    }
}

/// A text put together for its cell.
fn made(own: String) -> Text<'static> {
    Text::Owned(text(&own).into_owned())
}

/// A text that a spreadsheet would read as a formula gets an apostrophe in front.
fn text(text: &str) -> Text<'_> {
    let plain = plain(text, &['\u{a0}']);
    if plain.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Text::Owned(format!("'{plain}"))
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn formulas_are_text() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("+ lisähenkilö"), "'+ lisähenkilö");
        assert_eq!(text("Suomu 6"), "Suomu 6");
    }
}
