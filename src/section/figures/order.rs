//! The order rows are printed in: as written, by code, by name or by a column.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Cell, Missing, Row, Table};
use crate::yaml::{Decode, Node, Reader, Shape, Spanned};

/// The order of rows (järjestys).
#[derive(Debug, Clone)]
pub struct Order {
    pub by: By,
    pub descending: bool,
}

/// What rows are ordered by.
#[derive(Debug, Clone)]
pub enum By {
    Code,
    Name,
    /// A column by its label.
    Column(Spanned<String>),
}

impl Decode for Order {
    /// `code`, `name` or a column's label; `descending` may follow.
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        let (by, descending) = match text.strip_suffix(" descending") {
            Some(by) => (by.trim(), true),
            None => (text.as_str(), false),
        };
        let by = match by {
            "code" => By::Code,
            "name" => By::Name,
            label => By::Column(Spanned {
                value: label.to_owned(),
                place: node.place,
            }),
        };
        Some(Order { by, descending })
    }

    fn shape() -> Shape {
        Shape::of("text").with_words(["code", "name"])
    }
}

/// How words are ordered in the language, and what the figure of a row in a column is.
type Keys<'k> = (
    &'k dyn Fn(&str) -> String,
    &'k dyn Fn(usize, usize) -> Option<Decimal>,
);

impl Table {
    /// The rows as they are printed, by their numbers. Each row keeps the rows below it, and sums
    /// of rows above them stay behind those rows.
    pub fn printed(
        &self,
        sort_key: &dyn Fn(&str) -> String,
        figure: &dyn Fn(usize, usize) -> Option<Decimal>,
    ) -> Vec<usize> {
        let mut printed = Vec::with_capacity(self.rows.len());
        self.print_below(None, (sort_key, figure), &mut printed);
        printed
    }

    fn print_below(&self, parent: Option<usize>, keys: Keys, printed: &mut Vec<usize>) {
        let rows = self.rows.iter().enumerate();
        let level: Vec<usize> = rows
            .filter(|(_, row)| row.parent == parent)
            .map(|(index, _)| index)
            .collect();
        // Rows change places only among those that one sum covers.
        let mut level = level;
        if let Some(order) = &self.order {
            let sums = |index: &usize| self.rows.get(*index).is_some_and(Row::is_running);
            for run in level.split_mut(sums) {
                run.sort_by(|a, b| self.compared(order, *a, *b, keys));
            }
        }
        for index in level {
            printed.push(index);
            self.print_below(Some(index), keys, printed);
        }
    }

    fn compared(&self, order: &Order, a: usize, b: usize, (sort_key, figure): Keys) -> Ordering {
        let (Some(first), Some(second)) = (self.rows.get(a), self.rows.get(b)) else {
            return Ordering::Equal;
        };
        let turned = |ordering: Ordering| {
            if order.descending {
                ordering.reverse()
            } else {
                ordering
            }
        };
        match &order.by {
            By::Code => turned(natural(
                first.code.as_deref().unwrap_or_default(),
                second.code.as_deref().unwrap_or_default(),
            )),
            By::Name => turned(sort_key(&first.name.text).cmp(&sort_key(&second.name.text))),
            By::Column(label) => {
                let Some(column) = self.column(&label.value) else {
                    return Ordering::Equal;
                };
                // What has no number stays last in either direction, kind by kind.
                match (figure(a, column), figure(b, column)) {
                    (Some(first), Some(second)) => turned(first.cmp(&second)),
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (None, None) => missing(first, column).cmp(&missing(second, column)),
                }
            }
        }
    }
}

fn missing(row: &Row, column: usize) -> Missing {
    match row.value(column).map(|value| value.cell) {
        Some(Cell::Missing(missing)) => missing,
        _ => Missing::Empty,
    }
}

/// The order of codes: digits by their number, so that `2.10` follows `2.9`.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut first, mut second) = (pieces(a).into_iter(), pieces(b).into_iter());
    loop {
        let ordering = match (first.next(), second.next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(first), Some(second)) => compared(&first, &second),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

/// Runs of digits and of everything else; spaces only divide.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut digits = None;
    for character in text.chars() {
        let digit = character.is_ascii_digit();
        if character == ' ' || digits != Some(digit) {
            pieces.push(String::new());
        }
        digits = (character != ' ').then_some(digit);
        if let Some(piece) = pieces.last_mut().filter(|_| character != ' ') {
            piece.push(character);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn compared(first: &str, second: &str) -> Ordering {
    let number = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.trim_start_matches('0').to_owned())
    };
    match (number(first), number(second)) {
        (Some(first), Some(second)) => (first.len(), first).cmp(&(second.len(), second)),
        _ => first.cmp(second),
    }
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn codes_stand_in_the_order_of_their_numbers() {
        let mut codes = vec!["8 01 50", "§ 192", "2.10", "8 01 5", "2.9", "§ 20", "2"];
        codes.sort_by(|a, b| natural(a, b));
        assert_eq!(
            codes,
            ["2", "2.9", "2.10", "8 01 5", "8 01 50", "§ 20", "§ 192"]
        );
    }
}
