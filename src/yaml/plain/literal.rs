//! Texts of many lines after `|`.

use super::{LONGEST_VALUE, Line, Plain, trimmed};
use crate::yaml::tree::{Node, Style, Value};

impl Plain<'_> {
    /// The lines below a bar that are further right than the column `above`.
    pub(super) fn literal(&mut self, line: Line, above: usize) -> Option<Node> {
        if line.text != "|" {
            return None;
        }
        let (column, first, _) = self.line_at(self.next)?;
        if column <= above || trimmed(first).is_empty() {
            return None;
        }
        let start = self.next + column;
        let mut text = String::new();
        let mut empty_lines = 0;
        let mut end = start;
        while let Some((spaces, written, next)) = self.line_at(self.next) {
            let written = written.strip_suffix('\r').unwrap_or(written);
            if written.is_empty() && spaces <= column {
                // The last line of a file without its end is left to others.
                self.text.get(..next)?.ends_with('\n').then_some(())?;
                empty_lines += 1;
            } else if spaces < column {
                (spaces <= above).then_some(())?;
                end = self.next + spaces;
                break;
            } else {
                text.extend(std::iter::repeat_n('\n', empty_lines));
                empty_lines = 0;
                let from = self.next + column;
                text.push_str(self.text.get(from..self.next + spaces + written.len())?);
                text.push('\n');
            }
            self.next = next;
            end = next;
        }
        if text.len() > LONGEST_VALUE {
            return None;
        }
        self.advance();
        Some(Node {
            place: self.place(start, end),
            value: Value::Scalar(text, Style::Block),
        })
    }
}
