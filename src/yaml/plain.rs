//! The YAML that nearly all files are written in, read in one pass: records and lists by
//! indentation, values on one line, texts after `|`. What is written in another way, or wrong, is
//! left to the whole reader, which reads the same tree and finds the words for what is wrong.

mod literal;
mod one_line;
mod scalar;
mod scan;

use std::collections::HashSet;

use super::tree::{Entry, Node, Style, Value};
use crate::diagnostic::{FileId, Place};
use scalar::{Stop, begins_plain, plain, quoted};

/// Bytes of a text that surely has fewer values than a file may have.
const LARGEST_TEXT: usize = 1_000_000;
/// Bytes of a value that is surely not too long.
const LONGEST_VALUE: usize = 100_000;
/// Bytes of a key that YAML surely takes for one.
const LONGEST_KEY: usize = 1000;
/// How deep lists and records are inside each other at most.
const DEEPEST: usize = 16;

/// The tree of a text without hidden characters and the places of its comments, the same as the
/// whole reader's; `None` when the text is not surely plain and right.
pub fn tree(text: &str, offset: usize, file: FileId) -> Option<(Node, Vec<Place>)> {
    if text.len() > LARGEST_TEXT || !is_usual(text) {
        return None;
    }
    let mut plain = Plain {
        text,
        offset,
        file,
        next: 0,
        line: None,
        comments: Vec::new(),
    };
    plain.advance();
    plain.line.filter(|line| line.column == 0)?;
    let node = plain.block(0)?;
    plain.line.is_none().then_some((node, plain.comments))
}

/// Whether a text has no tabs and none of the last characters of Unicode's first plane, some of which
/// YAML refuses.
fn is_usual(text: &str) -> bool {
    scan::find(text.as_bytes(), [b'\t', 0xef]).is_none()
}

/// Reads a text line by line.
struct Plain<'a> {
    text: &'a str,
    offset: usize,
    file: FileId,
    /// Where the line after this one begins.
    next: usize,
    /// The line to read, or what is left of it; `None` at the end.
    line: Option<Line<'a>>,
    comments: Vec<Place>,
}

/// What stands on a line from a column on, without line end and spaces around it; never empty.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    column: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    /// The rest of the line from a byte on; `None` when nothing is there.
    fn from(self, byte: usize) -> Option<Self> {
        let rest = self.text.get(byte..)?;
        let text = rest.trim_start_matches(' ');
        let skipped = byte + rest.len() - text.len();
        // A column only matters where a list or record may begin, which is after dashes and spaces.
        (!text.is_empty()).then_some(Self {
            start: self.start + skipped,
            column: self.column + skipped,
            text,
        })
    }

    fn is_item(self) -> bool {
        self.text.starts_with("- ")
    }
}

impl<'a> Plain<'a> {
    fn place(&self, start: usize, end: usize) -> Place {
        Place::new(self.file, self.offset + start, self.offset + end)
    }

    /// The line that begins at a byte: how many spaces it begins with, what follows them, and where
    /// the next line begins.
    fn line_at(&self, start: usize) -> Option<(usize, &'a str, usize)> {
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let (line, next) = match scan::find(rest.as_bytes(), [b'\n']) {
            Some(end) => (rest.get(..end)?, start + end + 1),
            None => (rest, self.text.len()),
        };
        let written = line.trim_start_matches(' ');
        let column = line.len() - written.len();
        Some((column, written, next))
    }

    /// Goes to the next line that holds more than a comment.
    fn advance(&mut self) {
        self.line = None;
        while let Some((column, written, next)) = self.line_at(self.next) {
            let start = self.next + column;
            self.next = next;
            let text = trimmed(written);
            if text.starts_with('#') {
                self.comments
                    .push(self.place(start, start + written.trim_end_matches('\r').len()));
            } else if !text.is_empty() {
                self.line = Some(Line {
                    start,
                    column,
                    text,
                });
                break;
            }
        }
    }

    /// What is right of a value: nothing, or a comment that is surely one.
    fn end_of_line(&mut self, rest: Option<Line<'a>>) -> Option<()> {
        if let Some(rest) = rest {
            let comment = rest.text.strip_prefix('#')?;
            let words = comment.trim_start_matches(' ');
            let harmless = words.len() < comment.len() && words.starts_with(char::is_alphabetic);
            if !harmless || comment.contains('|') {
                return None;
            }
            let (_, written, _) = self.line_at(rest.start)?;
            let end = rest.start + written.trim_end_matches('\r').len();
            self.comments.push(self.place(rest.start, end));
        }
        self.advance();
        Some(())
    }

    /// The list or record that begins here.
    fn block(&mut self, depth: usize) -> Option<Node> {
        let line = self.line.filter(|_| depth <= DEEPEST)?;
        match line.is_item() {
            true => self.list(line.column, false, depth),
            false => self.record(line.column, depth),
        }
    }

    /// A list whose dashes stand in a column; `of_key` where that is the column of its key.
    fn list(&mut self, column: usize, of_key: bool, depth: usize) -> Option<Node> {
        let first = self.line?;
        // A list in the column of its key begins after its first dash.
        let start = if of_key { first.from(2)? } else { first }.start;
        let mut items: Vec<Node> = Vec::new();
        while let Some(line) = self.line.filter(|line| line.column >= column) {
            if line.column > column {
                return None;
            }
            if !line.is_item() {
                of_key.then_some(())?;
                break;
            }
            let rest = line.from(2)?;
            items.push(self.item(rest, column, depth)?);
        }
        let end = items.last()?.place.end as usize - self.offset;
        Some(Node {
            place: self.place(start, end),
            value: Value::List(items),
        })
    }

    /// What stands after a dash.
    fn item(&mut self, line: Line<'a>, above: usize, depth: usize) -> Option<Node> {
        let nested = match line.text.as_bytes().first()? {
            b'-' => line.is_item(),
            b'"' | b'\'' => quoted(line.text)?.is_key(line.text),
            b'{' | b'|' => false,
            _ => plain(line.text).stop == Stop::Colon,
        };
        if nested {
            self.line = Some(line);
            return self.block(depth + 1);
        }
        self.value(line, above)
    }

    /// A record whose keys stand in a column.
    fn record(&mut self, column: usize, depth: usize) -> Option<Node> {
        let start = self.line?.start;
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(line) = self.line.filter(|line| line.column >= column) {
            if line.column > column {
                return None;
            }
            let (key, place, end) = self.key(line)?;
            let rest = line.from(end);
            let node = match rest.filter(|rest| !rest.text.starts_with('#')) {
                Some(value) => self.value(value, column)?,
                None => self.below(line.start + end - 1, rest, column, depth)?,
            };
            entries.push(Entry { key, place, node });
        }
        if has_twins(&entries) {
            return None;
        }
        let end = entries.last()?.node.place.end as usize - self.offset;
        Some(Node {
            place: self.place(start, end.max(start)),
            value: Value::Map(entries),
        })
    }

    /// The key that a line begins with, and where its colon ends.
    fn key(&self, line: Line<'a>) -> Option<(String, Place, usize)> {
        let (key, end) = match line.text.as_bytes().first()? {
            b'"' | b'\'' => {
                let found = quoted(line.text)?;
                found.is_key(line.text).then_some(())?;
                (found.value.into_owned(), found.end)
            }
            _ => {
                let found = plain(line.text);
                (found.stop == Stop::Colon && begins_plain(line.text)).then_some(())?;
                (line.text.get(..found.end)?.to_owned(), found.end)
            }
        };
        if key.len() > LONGEST_KEY || key == "<<" || line.text.get(..end)?.ends_with(' ') {
            return None;
        }
        let place = self.place(line.start, line.start + end);
        Some((key, place, end + 1))
    }

    /// The value below a key that has nothing right of it.
    fn below(
        &mut self,
        colon: usize,
        comment: Option<Line<'a>>,
        column: usize,
        depth: usize,
    ) -> Option<Node> {
        self.end_of_line(comment)?;
        match self.line {
            Some(line) if line.column > column => self.block(depth + 1),
            Some(line) if line.column == column && line.is_item() => {
                self.list(column, true, depth + 1)
            }
            _ => Some(Node {
                place: self.place(colon, colon),
                value: Value::Empty,
            }),
        }
    }

    /// A value that begins right of a dash or a key in the column `above`.
    fn value(&mut self, line: Line<'a>, above: usize) -> Option<Node> {
        let (node, end) = match line.text.as_bytes().first()? {
            b'|' => return self.literal(line, above),
            b'{' => self.record_on_line(line)?,
            b'"' | b'\'' => self.quoted(line)?,
            _ => {
                let found = plain(line.text);
                (found.stop != Stop::Colon && begins_plain(line.text)).then_some(())?;
                let text = line.text.get(..found.end)?;
                (self.scalar(line, text, found.end, Style::Plain), found.end)
            }
        };
        let rest = line.from(end);
        // A comment begins after a space.
        if rest.is_some_and(|rest| rest.start == line.start + end) || end > LONGEST_VALUE {
            return None;
        }
        self.end_of_line(rest)?;
        Some(node)
    }

    /// A value of so many bytes that a line begins with.
    fn scalar(&self, line: Line<'a>, text: impl Into<String>, end: usize, style: Style) -> Node {
        Node {
            place: self.place(line.start, line.start + end),
            value: Value::Scalar(text.into(), style),
        }
    }

    /// A value in quotes that a line begins with, and how many bytes it takes.
    fn quoted(&self, line: Line<'a>) -> Option<(Node, usize)> {
        let found = quoted(line.text)?;
        Some((
            self.scalar(line, found.value, found.end, found.style),
            found.end,
        ))
    }
}

/// A line without spaces and the line end of Windows behind it.
fn trimmed(line: &str) -> &str {
    line.strip_suffix('\r')
        .unwrap_or(line)
        .trim_end_matches(' ')
}

/// Whether a key is there twice.
fn has_twins(entries: &[Entry]) -> bool {
    if entries.len() > 8 {
        let mut known = HashSet::with_capacity(entries.len());
        return !entries.iter().all(|entry| known.insert(entry.key.as_str()));
    }
    let mut rest = entries;
    while let Some((first, others)) = rest.split_first() {
        if others.iter().any(|other| other.key == first.key) {
            return true;
        }
        rest = others;
    }
    false
}
