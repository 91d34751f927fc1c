//! YAML written anew from its tree: the words of values and comments are taken from the text, the
//! spaces and line ends between them are made.

use crate::diagnostic::Place;
use crate::yaml::{Entry, Node, Style, Value};

use super::{lines, same};

/// How far the inside of a list or record stands in.
const STEP: usize = 2;

/// The text in its plain form, or `None` where it is written in a way that is not known here.
pub fn written(text: &str, root: &Node, comments: &[Place]) -> Option<String> {
    let mut writer = Writer {
        text,
        comments,
        at: 0,
        out: String::with_capacity(text.len()),
        levels: Vec::new(),
    };
    match &root.value {
        Value::Empty => {}
        _ if begins_flow(text, root) => return None,
        Value::List(items) => writer.list(items, 0, First::File)?,
        Value::Map(entries) => writer.record(entries, 0, First::File)?,
        Value::Scalar(..) => return None,
    }
    let end = writer.gap();
    writer.put(&end.without_blank(), 0, 0, true);
    writer.end_line();
    (writer.at == text.len()).then_some(writer.out)
}

struct Writer<'a> {
    text: &'a str,
    /// Those that are still to come.
    comments: &'a [Place],
    /// How much of the text is written.
    at: usize,
    out: String,
    /// The columns in which the lists and records around the last value stood.
    levels: Vec<usize>,
}

/// What stands between two values besides signs: comments and empty lines.
#[derive(Default)]
struct Gap<'a> {
    /// The comment behind the value before, with the spaces in front of it.
    beside: Option<(&'a str, &'a str)>,
    above: Vec<Above<'a>>,
    ends_line: bool,
    /// An empty line comes last.
    blank: bool,
}

/// A comment on a line of its own.
struct Above<'a> {
    /// An empty line comes first.
    blank: bool,
    column: usize,
    words: &'a str,
}

/// What stands before the first value of a list or record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    File,
    /// The value begins on the next line.
    Key,
    /// The value begins behind it.
    Dash,
}

impl<'a> Writer<'a> {
    fn list(&mut self, items: &[Node], column: usize, first: First) -> Option<()> {
        for (index, item) in items.iter().enumerate() {
            self.lead(column, (index == 0).then_some(first));
            self.sign('-')?;
            self.value(item, column, First::Dash)?;
        }
        Some(())
    }

    fn record(&mut self, entries: &[Entry], column: usize, first: First) -> Option<()> {
        for (index, entry) in entries.iter().enumerate() {
            self.lead(column, (index == 0).then_some(first));
            let key = self.text.get(entry.place.range())?;
            if self.at != entry.place.start as usize || key.is_empty() || key.contains('\n') {
                return None;
            }
            self.out.push_str(key);
            self.at += key.len();
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
            self.sign(':')?;
            self.value(&entry.node, column, First::Key)?;
        }
        Some(())
    }

    /// What stands behind a dash or a colon in this column.
    fn value(&mut self, node: &Node, column: usize, behind: First) -> Option<()> {
        if matches!(node.value, Value::Empty) {
            return Some(());
        }
        let inside = column + STEP;
        let (before, comments) = (self.at, self.comments);
        let gap = self.gap();
        let flow = self.opens_flow();
        if !flow && matches!(node.value, Value::List(_) | Value::Map(_)) {
            (self.at, self.comments) = (before, comments);
            return match &node.value {
                Value::List(items) => self.list(items, inside, behind),
                Value::Map(entries) => self.record(entries, inside, behind),
                _ => None,
            };
        }
        self.put(&gap, usize::MAX, inside, false);
        match gap.ends_line {
            true => self.new_line(inside),
            false => self.out.push(' '),
        }
        let is_block = matches!(node.value, Value::Scalar(_, Style::Block));
        if !is_block && self.at != node.place.start as usize {
            return None;
        }
        let end = match flow {
            true => self.end_of_flow(node, self.at)?,
            false => node.place.end as usize,
        };
        let raw = self.text.get(self.at..end.max(self.at))?;
        match is_block {
            true => self.block(raw, column),
            false if flow => self.copy(raw.len(), &lines::shifted(raw, inside)),
            false => self.copy(raw.len(), &lines::folded(same::words(raw), inside)),
        }
    }

    /// A text after `|` or `>`.
    fn block(&mut self, raw: &str, column: usize) -> Option<()> {
        let head = self.rest().lines().next()?;
        let raw = if raw.len() < head.len() { head } else { raw };
        let stood = *self.levels.get(column / STEP)?;
        let (block, length) = lines::block(raw, stood, column, STEP)?;
        self.copy(length, &block)
    }

    /// Writes so many bytes of the text, which begin with the value, in another way.
    fn copy(&mut self, length: usize, written: &str) -> Option<()> {
        self.out.push_str(written);
        self.at += length;
        let inside = self
            .comments
            .iter()
            .take_while(|comment| (comment.start as usize) < self.at)
            .count();
        self.comments = self.comments.get(inside..)?;
        Some(())
    }

    /// Where a list or record between brackets ends that begins here.
    fn end_of_flow(&self, node: &Node, start: usize) -> Option<usize> {
        let opened = self.text.get(start..)?.chars().next()?;
        let close = match opened {
            '[' => ']',
            '{' => '}',
            _ => return Some(node.place.end as usize),
        };
        let last = match &node.value {
            Value::List(items) => items.last(),
            Value::Map(entries) => entries.last().map(|entry| &entry.node),
            _ => return Some(node.place.end as usize),
        };
        let mut at = start + 1;
        if let Some(last) = last {
            at = at.max(node.place.end as usize);
            if matches!(last.value, Value::List(_) | Value::Map(_)) {
                at = at.max(self.end_of_flow(last, last.place.start as usize)?);
            }
        }
        loop {
            let rest = self.text.get(at..)?;
            at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', ',', ':']).len();
            let comment = self
                .comments
                .iter()
                .find(|place| place.start as usize == at);
            match comment {
                Some(comment) => at = comment.end as usize,
                None => break,
            }
        }
        self.text.get(at..)?.starts_with(close).then_some(at + 1)
    }

    /// Goes to the next value of a list or record in this column, on a line of its own unless it
    /// begins behind a dash.
    fn lead(&mut self, column: usize, first: Option<First>) {
        let gap = self.gap();
        let stood = self.column();
        if first == Some(First::Dash) && !gap.has_comments() {
            self.out.push(' ');
        } else {
            self.put(&gap, stood, column, first.is_none());
            self.new_line(column);
        }
        self.levels.truncate(column / STEP);
        self.levels.push(stood);
    }

    /// Reads on to the next sign that is no space, line end or comment.
    fn gap(&mut self) -> Gap<'a> {
        let mut gap = Gap::default();
        let fresh = self.at == 0 || self.text.get(..self.at).is_some_and(|t| t.ends_with('\n'));
        let mut ends = usize::from(fresh);
        loop {
            let rest = self.rest();
            let white = rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
            let white = rest.get(..white).unwrap_or_default();
            self.at += white.len();
            ends += white.matches('\n').count();
            gap.ends_line |= ends > 0;
            let comment = self.comments.first();
            let Some(comment) = comment.filter(|place| place.start as usize == self.at) else {
                gap.blank = ends > 1;
                return gap;
            };
            self.comments = self.comments.get(1..).unwrap_or_default();
            let words = self.text.get(comment.range()).unwrap_or_default();
            match ends {
                0 => gap.beside = Some((white, words.trim_end())),
                _ => gap.above.push(Above {
                    blank: ends > 1,
                    column: self.column(),
                    words: words.trim_end(),
                }),
            }
            self.at = comment.end as usize;
            ends = 0;
        }
    }

    /// Writes comments and an empty line in front of a value that stood in one column and stands in
    /// another. A comment that stood deeper belongs to what came before.
    fn put(&mut self, gap: &Gap, stood: usize, column: usize, divides: bool) {
        if let Some((white, words)) = gap.beside {
            let aligned = !white.is_empty() && white.bytes().all(|byte| byte == b' ');
            self.out.push_str(if aligned { white } else { " " });
            self.out.push_str(words);
        }
        for (index, comment) in gap.above.iter().enumerate() {
            let deeper = |level: &usize| *level > stood && *level <= comment.column;
            let level = self.levels.iter().rposition(deeper);
            self.empty_line(comment.blank && (divides || index > 0));
            self.new_line(level.map_or(column, |level| level * STEP));
            self.out.push_str(comment.words);
        }
        self.empty_line(gap.blank && (divides || !gap.above.is_empty()));
    }

    fn empty_line(&mut self, wanted: bool) {
        if wanted && !self.out.is_empty() {
            self.end_line();
            self.out.push('\n');
        }
    }

    fn new_line(&mut self, column: usize) {
        self.end_line();
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    fn end_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn sign(&mut self, sign: char) -> Option<()> {
        if !self.rest().starts_with(sign) {
            return None;
        }
        self.at += sign.len_utf8();
        self.out.push(sign);
        Some(())
    }

    fn opens_flow(&self) -> bool {
        self.rest().starts_with(['[', '{'])
    }

    /// How many characters stand before this place on its line.
    fn column(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.chars().count()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

impl Gap<'_> {
    fn without_blank(self) -> Self {
        Self {
            blank: false,
            ..self
        }
    }

    fn has_comments(&self) -> bool {
        self.beside.is_some() || !self.above.is_empty()
    }
}

fn begins_flow(text: &str, node: &Node) -> bool {
    let rest = text.get(node.place.start as usize..).unwrap_or_default();
    rest.starts_with(['[', '{'])
}
