//! The proof that two texts say the same: their values and their comments.

use crate::diagnostic::Place;
use crate::yaml::{Node, Style, Value};

/// Whether two trees hold the same values, wherever they stand.
pub fn values(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Empty, Value::Empty) => true,
        // The empty lines at the end of a block are never read.
        (Value::Scalar(one, Style::Block), Value::Scalar(other, Style::Block)) => {
            one.trim_end_matches('\n') == other.trim_end_matches('\n')
        }
        (Value::Scalar(one, style), Value::Scalar(other, other_style)) => {
            words(one) == words(other) && style == other_style
        }
        (Value::List(one), Value::List(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| values(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            let mut pairs = one.iter().zip(other);
            let same = |one: &crate::yaml::Entry, other: &crate::yaml::Entry| {
                one.key == other.key && values(&one.node, &other.node)
            };
            one.len() == other.len() && pairs.all(|(one, other)| same(one, other))
        }
        _ => false,
    }
}

/// A value without the no-break spaces that pasting leaves at its end, where nobody reads them; in
/// quotes they stand before the last sign.
pub fn words(value: &str) -> &str {
    let words = value.trim_end_matches(['\u{a0}', '\u{202f}']);
    if words.is_empty() { value } else { words }
}

/// Whether two texts have the same comments in the same order.
pub fn comments(one: (&str, &[Place]), other: (&str, &[Place])) -> bool {
    texts(one).eq(texts(other))
}

fn texts<'a>((text, places): (&'a str, &'a [Place])) -> impl Iterator<Item = &'a str> {
    let raw = places.iter().map(|place| text.get(place.range()));
    raw.map(|raw| raw.unwrap_or_default().trim_end())
}
