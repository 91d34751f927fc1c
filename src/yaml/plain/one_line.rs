//! Records on one line between braces: `{ one: "{number} maksu", other: "{number} maksua" }`.

use super::{LONGEST_KEY, Line, Plain, has_twins};
use crate::diagnostic::Place;
use crate::yaml::tree::{Entry, Node, Style, Value};

impl<'a> Plain<'a> {
    /// The record and how many bytes it takes.
    pub(super) fn record_on_line(&self, line: Line<'a>) -> Option<(Node, usize)> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut rest = line.from(1)?;
        loop {
            let (key, colon) = rest
                .text
                .split_once(": ")
                .map(|(key, _)| (key, key.len()))?;
            is_simple(key).then_some(())?;
            let place = self.place(rest.start, rest.start + colon);
            let value = rest.from(colon + 1)?;
            let (node, end) = self.simple(value)?;
            let key = key.to_owned();
            entries.push(Entry { key, place, node });
            rest = value.from(end)?;
            if rest.text.starts_with('}') {
                break;
            }
            rest = rest.text.starts_with(", ").then(|| rest.from(1))??;
        }
        (!has_twins(&entries)).then_some(())?;
        // Its place ends with its last value.
        let place = Place {
            end: entries.last()?.node.place.end,
            ..self.place(line.start, line.start)
        };
        let value = Value::Map(entries);
        Some((Node { place, value }, rest.start + 1 - line.start))
    }

    /// A value between braces, and how many bytes it takes.
    fn simple(&self, line: Line<'a>) -> Option<(Node, usize)> {
        if line.text.starts_with(['"', '\'']) {
            return self.quoted(line);
        }
        let end = line.text.find([',', '}'])?;
        let text = line.text.get(..end)?.trim_end_matches(' ');
        is_simple(text).then_some(())?;
        Some((
            self.scalar(line, text, text.len(), Style::Plain),
            text.len(),
        ))
    }
}

/// Whether a text means nothing else between braces than itself.
fn is_simple(text: &str) -> bool {
    let simple = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/' | '%' | '_');
    let begins = text.starts_with(char::is_alphanumeric) && !text.ends_with(' ');
    begins && text.len() <= LONGEST_KEY && text.chars().all(simple)
}
