//! Tables as CSV (RFC 4180, UTF-8): numbers bare with a decimal point, text cells kept from being
//! read as formulas.

use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};

use crate::page::{
    Action, Cell, Fees, GoalTable, Head, Indicators, Price, Statuses, Table, unmarked,
};

type Written = Result<Vec<u8>, csv::Error>;

/// A table of figures.
pub fn table(table: &Table, words: &BTreeMap<String, String>) -> Written {
    let computed = words
        .get("computed")
        .map_or("", String::as_str)
        .to_lowercase();
    let word = |key: &str| words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    // Codes and units have columns of their own, where rows have them.
    let coded = table.rows.iter().any(|row| row.code.is_some());
    let units = table.scaled || table.rows.iter().any(|row| row.unit.is_some());
    let mut head = heads(&table.heads);
    let titles = [(units, "unit"), (coded, "code")];
    for (_, title) in titles.iter().filter(|(shown, _)| *shown) {
        head.insert(1, text(&word(title)));
    }
    let rows = table.rows.iter().map(|row| {
        let name = if row.computed {
            format!("{} ({computed})", row.name)
        } else {
            row.name.clone()
        };
        let mut line = vec![text(&name)];
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
    head.extend(used.map(|(key, _)| text(words.get(*key).map_or(*key, String::as_str))));
    let rows = goals.goals.iter().flat_map(|goal| {
        goal.actions.iter().map(move |action| {
            let number = goal
                .number
                .as_ref()
                .map(|number| format!("{number}. "))
                .unwrap_or_default();
            let status = action
                .status
                .as_ref()
                .map(|status| format!("{}\n", status.text))
                .unwrap_or_default();
            let mut row = vec![
                text(&format!("{number}{}", goal.title)),
                text(&stripped(&action.action)),
                text(&measure(action)),
                text(&format!("{status}{}", stripped(&action.outcome))),
            ];
            if responsible {
                let own = action.responsible.as_ref().or(goal.responsible.as_ref());
                row.push(text(own.map_or("", String::as_str)));
            }
            if last {
                row.push(text(&stripped(&action.last)));
            }
            row
        })
    });
    written(std::iter::once(head).chain(rows))
}

/// How an action is measured, and when it is due.
fn measure(action: &Action) -> String {
    let lines = stripped(&action.measure);
    let lines = std::iter::once(lines).chain(action.indicators.iter().cloned());
    let mut measure = lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    if let Some(due) = &action.due {
        measure = format!("{measure}\n{due}");
    }
    measure
}

/// A table of indicators: a name, a unit and a goal in every row, and what else is used.
pub fn indicators(made: &Indicators, words: &BTreeMap<String, String>) -> Written {
    let word = |key: &str| text(words.get(key).map_or(key, String::as_str));
    let all = || made.goals.iter().flat_map(|goal| &goal.indicators);
    let due = all().any(|each| each.due.is_some());
    let responsible = all().any(|each| each.responsible.is_some());
    let computed = word("computed").to_lowercase();
    let mut head = heads(&made.heads);
    let mut first = vec![word("goal")];
    first.append(&mut head);
    first.insert(2, word("unit"));
    first.extend(due.then(|| word("due")));
    first.extend(responsible.then(|| word("responsible")));
    let optional = |value: &Option<String>| text(value.as_deref().unwrap_or_default());
    let rows = made.goals.iter().flat_map(|goal| {
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
                            text(&format!("{} ({computed})", status.text))
                        }
                        (Some(status), _) => text(&status.text),
                        (None, Some(cell)) => figure(cell),
                        (None, None) => String::new(),
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
    let word = |key: &str| text(words.get(key).map_or(key, String::as_str));
    let head = ["goal", "area", "action", "outcome"].map(word).to_vec();
    let rows = statuses.rows.iter().map(|row| {
        vec![
            text(&row.goal.text),
            text(&row.area),
            text(&lines(&row.action, &row.indicator)),
            text(&lines(&row.outcome, &row.figures)),
        ]
    });
    written(std::iter::once(head).chain(rows))
}

/// HTML and a text below it.
fn lines(html: &str, more: &Option<String>) -> String {
    let mut lines = stripped(html);
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
    let word = |key: &str| words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let labels = if fees.matrix {
        &fees.price_labels
    } else {
        &fees.price_heads
    };
    let mut head = vec![
        "id".to_owned(),
        text(&word("kind")),
        text(&fees.head),
        text(&word("unit")),
    ];
    head.extend(labels.iter().map(|head| text(head)));
    head.extend([text(&word("vat")), text(&word("conditions"))]);
    let rows = fees.fees.iter().map(|fee| {
        let kind = match (fee.sanction, fee.addon) {
            (true, _) => word("sanction"),
            (_, true) => word("addon"),
            _ => word("fee"),
        };
        let mut row = vec![
            fee.id.clone(),
            text(&kind),
            text(&fee.name),
            text(&fee.unit),
        ];
        row.extend(fee.prices.iter().map(price));
        let mut conditions = fee.conditions.clone();
        let tiers = fee.tiers.iter();
        conditions.extend(tiers.map(|tier| format!("{}: {}", tier.range, tier.price)));
        conditions.extend(fee.examples.iter().chain(&fee.later).cloned());
        conditions.extend(fee.text.as_deref().map(stripped));
        row.extend([
            text(fee.vat.as_deref().unwrap_or_default()),
            text(&conditions.join("; ")),
        ]);
        row
    });
    let width = labels.len();
    // What is added to the fees, and what holds for all of them, stands below them.
    let surcharges = fees.surcharges.iter().map(|surcharge| {
        let mut row = vec![
            String::new(),
            text(&word("surcharge")),
            text(&surcharge.name),
            text(&surcharge.text),
        ];
        row.resize(4 + width + 2, String::new());
        row
    });
    let terms = fees.terms.iter().map(|term| {
        let mut row = vec![String::new(), text(&word("remark"))];
        row.resize(4 + width + 1, String::new());
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

fn written(rows: impl Iterator<Item = Vec<String>>) -> Written {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

fn heads(heads: &[Head]) -> Vec<String> {
    let path = |head: &Head| {
        let parts = head.groups.iter().chain([&head.text]).cloned();
        text(&parts.collect::<Vec<_>>().join(" / "))
    };
    heads.iter().map(path).collect()
}

fn figure(cell: &Cell) -> String {
    cell.number.clone().unwrap_or_else(|| text(&cell.text))
}

fn price(price: &Price) -> String {
    price.number.clone().unwrap_or_else(|| text(&price.text))
}

/// A text that a spreadsheet would read as a formula gets an apostrophe in front.
fn text(text: &str) -> String {
    let plain = unmarked(text).replace('\u{a0}', " ").replace('\u{ad}', "");
    if plain.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{plain}")
    } else {
        plain
    }
}

/// HTML of a cell without its tags: a line per paragraph and item.
pub fn stripped(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.starts_with('<') {
            true => rest.find('>'),
            false => rest.find(';'),
        };
        let Some(end) = end else { break };
        let (mark, after) = rest.split_at(end + 1);
        match mark {
            "</p>" | "</li>" | "<br>" | "<br />" => plain.push('\n'),
            "&lt;" => plain.push('<'),
            "&gt;" => plain.push('>'),
            "&quot;" => plain.push('"'),
            "&amp;" => plain.push('&'),
            tag if tag.starts_with('<') => {}
            // No sign of ours: it stands for itself.
            _ => {
                plain.push('&');
                rest = &rest[1..];
                continue;
            }
        }
        rest = after;
    }
    if !rest.starts_with('<') {
        plain.push_str(rest);
    }
    plain
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::{stripped, text};

    #[test]
    fn formulas_are_text_and_lines_stay_apart() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("+ lisähenkilö"), "'+ lisähenkilö");
        assert_eq!(text("Suomu 6"), "Suomu 6");
        assert_eq!(
            stripped("<p>A &amp; B</p>\n<ul>\n<li>yksi</li>\n<li>kaksi</li>\n</ul>"),
            "A & B\nyksi\nkaksi"
        );
    }
}
