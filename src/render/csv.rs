//! Tables as CSV (RFC 4180, UTF-8): numbers bare with a decimal point, text cells kept from being
//! read as formulas.

use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};

use crate::page::{Cell, Fees, GoalTable, Head, Price, Statuses, Table, unmarked};

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
    let units = table.rows.iter().any(|row| row.unit.is_some());
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
            line.push(text(row.unit.as_deref().unwrap_or_default()));
        }
        line.extend(row.cells.iter().map(figure));
        line
    });
    written(std::iter::once(head).chain(rows))
}

/// A table of goals, one line per action.
pub fn goals(goals: &GoalTable) -> Written {
    let head = heads(&goals.heads);
    let rows = goals.goals.iter().flat_map(|goal| {
        goal.actions.iter().map(|action| {
            let number = goal
                .number
                .as_ref()
                .map(|number| format!("{number}. "))
                .unwrap_or_default();
            let due = action
                .due
                .as_ref()
                .map(|due| format!("\n{due}"))
                .unwrap_or_default();
            let status = action
                .status
                .as_ref()
                .map(|status| format!("{}\n", status.text))
                .unwrap_or_default();
            vec![
                text(&format!("{number}{}", goal.title)),
                text(&stripped(&action.action)),
                text(&format!("{}{due}", stripped(&action.measure))),
                text(&format!("{status}{}", stripped(&action.outcome))),
            ]
        })
    });
    written(std::iter::once(head).chain(rows))
}

/// Goals of one status.
pub fn statuses(statuses: &Statuses, words: &BTreeMap<String, String>) -> Written {
    let word = |key: &str| text(words.get(key).map_or(key, String::as_str));
    let head = ["goal", "area", "action", "outcome"].map(word).to_vec();
    let rows = statuses.rows.iter().map(|row| {
        vec![
            text(&row.goal.text),
            text(&row.area),
            text(&stripped(&row.action)),
            text(&stripped(&row.outcome)),
        ]
    });
    written(std::iter::once(head).chain(rows))
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
    written(std::iter::once(head).chain(rows))
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
fn stripped(html: &str) -> String {
    let mut plain = String::new();
    let mut tag = false;
    let broken = html
        .replace("</p>", "\n")
        .replace("</li>", "\n")
        .replace("<br>", "\n")
        .replace("<br />", "\n");
    for character in broken.chars() {
        match character {
            '<' => tag = true,
            '>' if tag => tag = false,
            other if !tag => plain.push(other),
            _ => {}
        }
    }
    let plain = plain
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
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
