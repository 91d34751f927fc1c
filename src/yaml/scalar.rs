//! Single values: text, yes or no, numbers, days, and rows of cells divided by bars.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::day::{DAY, not_a_day, parse_day};
use super::{Decode, NUMBER, Node, Numbers, Reader, Shape, Style, Value};
use crate::diagnostic::{Finding, Place};

impl Decode for String {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Scalar(text, _) = &node.value else {
            return reader.wrong_type(node, "text");
        };
        Some(text.trim().to_owned())
    }

    fn shape() -> Shape {
        Shape::of("text")
    }
}

impl Decode for bool {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        match String::decode(node, reader)?.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            other => {
                reader.fail(Finding::error("not-true-or-false", node.place).with("text", other))
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn shape() -> Shape {
        Shape::of("yes-no")
    }
}

impl Decode for Decimal {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        match reader.number(&text) {
            Ok(number) => Some(number),
            Err(fault) => reader.fail(fault.finding(&text, node.place)),
        }
    }

    fn shape() -> Shape {
        Shape::of("number").matching(NUMBER, Numbers::Any)
    }
}

impl Decode for i16 {
    /// A year or another small whole number.
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(number) if plain => Some(number),
            _ => reader.fail(Finding::error("not-a-whole-number", node.place).with("text", text)),
        }
    }

    fn shape() -> Shape {
        Shape::of("whole-number").matching(r"^\s*[0-9]+\s*$", Numbers::Whole)
    }
}

impl Decode for Date {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        match parse_day(&text) {
            Some(day) => Some(day),
            None => reader.fail(not_a_day(&text, node.place)),
        }
    }

    fn shape() -> Shape {
        Shape::of("day").matching(DAY, Numbers::None)
    }
}

/// A row of cells written on one line, divided by bars, `Traktori | 32,67 | 41,00`, or by tabs.
#[derive(Debug, Clone)]
pub struct Bars {
    pub pieces: Vec<Piece>,
    pub place: Place,
}

/// One cell of a row: its trimmed text and where it stands.
#[derive(Debug, Clone)]
pub struct Piece {
    pub text: String,
    pub place: Place,
}

impl Decode for Bars {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Scalar(text, style) = &node.value else {
            return reader.wrong_type(node, "row");
        };
        // Only where the letters stand in the file as they are is a piece's place exact.
        let exact = matches!(style, Style::Plain | Style::Quoted);
        let shift = usize::from(*style == Style::Quoted);
        let mut start = node.place.start as usize + shift;
        let mut pieces = Vec::new();
        // Cells pasted from a spreadsheet are divided by tabs.
        let divider = if text.contains('|') { '|' } else { '\t' };
        for part in divided(text, divider) {
            let trimmed = part.trim();
            let lead = part.len() - part.trim_start().len();
            let place = Place::new(reader.file, start + lead, start + lead + trimmed.len());
            let place = if exact { place } else { node.place };
            if divider == '\t' && trimmed.is_empty() {
                // A merged cell of a spreadsheet has its value in the first of its cells only.
                reader.findings.push(Finding::error("merged-cells", place));
            }
            pieces.push(Piece {
                text: trimmed.to_owned(),
                place,
            });
            start += part.len() + 1;
        }
        Some(Bars {
            pieces,
            place: node.place,
        })
    }

    fn shape() -> Shape {
        Shape::of("line")
    }
}

/// The cells of a line. A divider inside a cell that is in double quotes is a part of it.
fn divided(text: &str, divider: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, character) in text.char_indices() {
        let begins = || {
            text.get(start..at)
                .is_some_and(|before| before.trim().is_empty())
        };
        if character == '"' && (quoted || begins()) {
            quoted = !quoted;
        } else if character == divider && !quoted {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    if quoted {
        // A quote that never ends is a sign for inches or seconds.
        return text.split(divider).collect();
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::{Bars, divided};
    use crate::diagnostic::{FileId, Findings};
    use crate::locale::Locale;
    use crate::yaml::{Decode, Reader, tree};

    #[test]
    fn a_bar_in_quotes_divides_nothing() {
        assert_eq!(
            divided("a | \"b | c\" | 5", '|'),
            ["a ", " \"b | c\" ", " 5"]
        );
        assert_eq!(divided("näyttö 24\" | 5", '|'), ["näyttö 24\" ", " 5"]);
        assert_eq!(divided("a | \"auki | 5", '|'), ["a ", " \"auki ", " 5"]);
    }

    #[test]
    fn words_and_numbers_stay_as_they_are_written() {
        for text in [
            "no",
            "yes",
            "on",
            "null",
            "~",
            "010",
            "1e3",
            "0x10",
            "12:30",
            "1_000",
            "2024-06-30",
        ] {
            let mut findings = Findings::default();
            let node = tree(text, 0, FileId(0), &mut findings).expect("a value");
            let fi = Locale::finnish();
            let mut reader = Reader::new(FileId(0), &fi);
            assert_eq!(String::decode(&node, &mut reader).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_piece_is_placed_where_its_letters_stand() {
        let fi = Locale::finnish();
        for (text, places) in [
            ("ä | 1", vec!["ä", "1"]),
            ("\"ä | 1\"", vec!["ä", "1"]),
            ("'ä | 1'", vec!["ä", "1"]),
            // Where the letters differ from the file's, the whole value is shown.
            ("\"\\u00e4 | 1\"", vec!["\"\\u00e4 | 1\""; 2]),
            ("ä |\n  1", vec!["ä |\n  1"; 2]),
        ] {
            let mut findings = Findings::default();
            let node = tree(text, 0, FileId(0), &mut findings).expect("a value");
            let mut reader = Reader::new(FileId(0), &fi);
            let bars = Bars::decode(&node, &mut reader).expect("a row");
            let found = bars
                .pieces
                .iter()
                .filter_map(|piece| text.get(piece.place.range()));
            assert_eq!(found.collect::<Vec<_>>(), places, "{text}");
        }
    }
}
