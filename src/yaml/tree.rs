//! Text to a tree of values with their places. Anchors, aliases, tags, merge keys, directives
//! and several documents are refused: people who write figures do not need them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use super::{fault, hidden, plain};
use crate::diagnostic::{FileId, Finding, Findings, Place};

/// Bytes a data file may have.
const LARGEST_FILE: usize = 10 * 1024 * 1024;
/// Bytes one value may have.
const LARGEST_SCALAR: usize = 100 * 1024;
/// Values a file may have.
const MOST_NODES: usize = 1_000_000;
/// How deep lists and records may be inside each other.
const DEEPEST: usize = 32;

/// A value and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub place: Place,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing after the colon or the dash.
    Empty,
    /// Text as it stands in the file; numbers are read from it later.
    Scalar(String, Style),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Written as it is, on one line: its text is found again in the file byte by byte.
    Plain,
    /// Written as it is, over several lines.
    Folded,
    /// In quotes, with its letters as they are.
    Quoted,
    /// In quotes, with a quote or a backslash in it, or over several lines.
    Escaped,
    /// After `|` or `>`.
    Block,
}

/// A key of a record with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    pub place: Place,
    pub node: Node,
}

/// The value a file holds, or `None` with findings. `offset` is where `text` begins in the file.
pub fn tree(text: &str, offset: usize, file: FileId, findings: &mut Findings) -> Option<Node> {
    commented_tree(text, offset, file, findings).map(|(node, _)| node)
}

/// The same with the places of all comments in order.
pub fn commented_tree(
    text: &str,
    offset: usize,
    file: FileId,
    findings: &mut Findings,
) -> Option<(Node, Vec<Place>)> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let (text, offset) = (text.get(start..)?, offset + start);
    if text.len() > LARGEST_FILE {
        findings.push(Finding::error("file-too-large", Place::top(file)));
        return None;
    }
    if let Some(finding) = hidden::hidden_character(text, offset, file) {
        findings.push(finding);
        return None;
    }
    plain::tree(text, offset, file).or_else(|| whole_tree(text, offset, file, findings))
}

/// The same of any text at all that begins with no byte order mark, in several times the time that
/// a plain one needs.
pub fn whole_tree(
    text: &str,
    offset: usize,
    file: FileId,
    findings: &mut Findings,
) -> Option<(Node, Vec<Place>)> {
    let mut builder = Builder {
        file,
        offset,
        text,
        nodes: 0,
        anchors: HashSet::new(),
        comments: Vec::new(),
        findings: Vec::new(),
    };
    let node = builder.document();
    let complete = builder.findings.is_empty();
    findings.extend(builder.findings);
    node.filter(|_| complete)
        .map(|node| (node, builder.comments))
}

struct Builder<'a> {
    file: FileId,
    offset: usize,
    text: &'a str,
    nodes: usize,
    /// Names that values have been given.
    anchors: HashSet<String>,
    comments: Vec<Place>,
    findings: Vec<Finding>,
}

/// A list or record that is still open.
struct Open {
    start: Place,
    value: Value,
    /// The key whose value comes next.
    key: Option<(String, Place)>,
    /// The keys so far.
    known: HashMap<String, Place>,
    /// Between brackets, where a comma divides.
    flow: bool,
}

impl Builder<'_> {
    fn document(&mut self) -> Option<Node> {
        let options = granit_parser::options! {
            disallow_directives: true,
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            flow_nesting_limit: DEEPEST,
            block_nesting_limit: DEEPEST,
        };
        let mut open: Vec<Open> = Vec::new();
        let mut root = None;
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    self.tell(fault::syntax(&error, self.text, self.offset, self.file));
                    return None;
                }
            };
            let range = span.byte_range().unwrap_or_default();
            let place = self.place(range.clone());
            let node = match event {
                Event::DocumentStart(..) if root.is_some() => {
                    self.tell(Finding::error("several-documents", place));
                    return None;
                }
                Event::Anchor(..) => {
                    self.anchor(range);
                    continue;
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    self.alias(range);
                    Node {
                        place,
                        value: Value::Empty,
                    }
                }
                Event::Scalar(text, style, _, tag) => {
                    self.refuse_tag(tag.is_some(), range.start);
                    self.scalar(&text, style, range)?
                }
                Event::SequenceStart(style, _, tag) => {
                    self.refuse_tag(tag.is_some(), range.start);
                    open.push(Open::new(place, Value::List(Vec::new()), style));
                    continue;
                }
                Event::MappingStart(style, _, tag) => {
                    self.refuse_tag(tag.is_some(), range.start);
                    open.push(Open::new(place, Value::Map(Vec::new()), style));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(done) = open.pop() else { continue };
                    closed(done)
                }
                Event::Comment(text, placement) => {
                    self.comments.push(place);
                    self.swallowed(&text, placement, range.start, place);
                    continue;
                }
                _ => continue,
            };
            self.nodes += 1;
            if self.nodes > MOST_NODES {
                self.tell(Finding::error("file-too-large", place));
                return None;
            }
            match open.last_mut() {
                Some(parent) => self.attach(parent, node),
                None => root = Some(node),
            }
        }
        Some(root.unwrap_or(Node {
            place: self.place(0..0),
            value: Value::Empty,
        }))
    }

    fn place(&self, range: Range<usize>) -> Place {
        Place::new(
            self.file,
            self.offset + range.start,
            self.offset + range.end,
        )
    }

    /// Notes a finding: one a line, for what follows a slip on its line comes of it, and a few of
    /// a rule, for a file made to break a reader has thousands.
    fn tell(&mut self, finding: Finding) {
        let line = |finding: &Finding| {
            let at = finding.place?.start as usize;
            let before = self.text.get(..at.checked_sub(self.offset)?)?;
            Some(before.rfind('\n').map_or(0, |end| end + 1))
        };
        let same_rule = self
            .findings
            .iter()
            .filter(|told| told.rule == finding.rule);
        let last = self.findings.last().and_then(line);
        if same_rule.count() < MOST_OF_A_RULE && (last.is_none() || last != line(&finding)) {
            self.findings.push(finding);
        }
    }

    fn anchor(&mut self, range: Range<usize>) {
        let name = self.text.get(range.clone()).unwrap_or_default();
        self.anchors.insert(name.trim_start_matches('&').to_owned());
        let finding = Finding::error("yaml-anchor", self.place(range.clone()));
        self.tell(finding.with("text", self.rest_of_line(range.start)));
    }

    fn alias(&mut self, range: Range<usize>) {
        let name = self.text.get(range.clone()).unwrap_or_default();
        if self.anchors.contains(name.trim_start_matches('*')) {
            let finding = Finding::error("yaml-alias", self.place(range.clone()));
            self.tell(finding.with("text", name).helped_by("help-anchor"));
            return;
        }
        let text = self.rest_of_line(range.start);
        let place = self.place(range.start..range.start + text.len());
        self.tell(Finding::error("yaml-alias", place).with("text", text));
    }

    fn rest_of_line(&self, at: usize) -> &str {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.lines().next().unwrap_or_default().trim_end()
    }

    /// A tag stands before its value, at most some spaces and a line end away.
    fn refuse_tag(&mut self, tagged: bool, start: usize) {
        if !tagged {
            return;
        }
        let before = self.text.get(..start).unwrap_or_default();
        let sign = before.rfind('!').unwrap_or(start);
        let sign = sign - usize::from(before.get(..sign).is_some_and(|text| text.ends_with('!')));
        let text = self.rest_of_line(sign);
        let place = self.place(sign..sign + text.len());
        self.tell(Finding::error("yaml-tag", place).with("text", text));
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, range: Range<usize>) -> Option<Node> {
        let place = self.place(range.clone());
        if text.len() > LARGEST_SCALAR {
            let place = Place {
                end: place.start,
                ..place
            };
            self.tell(Finding::error("value-too-long", place));
            return None;
        }
        // The parser gives an absent value as an empty stretch.
        if range.is_empty() && style == ScalarStyle::Plain {
            return Some(Node {
                place,
                value: Value::Empty,
            });
        }
        // Double quotes can hold what the file itself does not: "\e".
        if let Some(character) = text.chars().find(|character| hidden::refused(*character)) {
            self.tell(Finding {
                place: Some(place),
                ..hidden::finding(character).helped_by("help-escape")
            });
        }
        let raw = self.text.get(range).unwrap_or_default();
        Some(Node {
            place,
            value: Value::Scalar(text.to_owned(), written(text, style, raw)),
        })
    }

    fn attach(&mut self, parent: &mut Open, node: Node) {
        match &mut parent.value {
            Value::List(items) => {
                if let Some(before) = items.last().filter(|_| parent.flow) {
                    self.split(before.place, node.place);
                }
                items.push(node);
            }
            Value::Map(entries) => match parent.key.take() {
                None => {
                    if let Some(before) = entries.last().filter(|_| parent.flow) {
                        self.split(before.node.place, node.place);
                    }
                    parent.key = self.key(node);
                }
                Some((key, place)) => {
                    if let Some(first) = parent.known.get(&key) {
                        let finding = Finding::error("duplicate-key", place).with("key", &key);
                        self.tell(finding.and_at(*first, "label.first"));
                    } else {
                        parent.known.insert(key.clone(), place);
                    }
                    entries.push(Entry { key, place, node });
                }
            },
            _ => {}
        }
    }

    /// `{ a: 20,72 }` and `[12,10]`: between brackets a comma divides values, and a number with
    /// decimals becomes two.
    fn split(&mut self, before: Place, after: Place) {
        let stretch = |start: u32, end: u32| {
            let (start, end) = (start as usize, end as usize);
            self.text
                .get(start.checked_sub(self.offset)?..end.checked_sub(self.offset)?)
        };
        let digit = |text: Option<&str>, at_end: bool| {
            let bytes = text.unwrap_or_default().as_bytes();
            let byte = if at_end { bytes.last() } else { bytes.first() };
            byte.is_some_and(u8::is_ascii_digit)
        };
        let (first, last) = (
            stretch(before.start, before.end),
            stretch(after.start, after.end),
        );
        if stretch(before.end, after.start) == Some(",") && digit(first, true) && digit(last, false)
        {
            let place = Place {
                end: after.end,
                ..before
            };
            let number = stretch(place.start, place.end).unwrap_or_default();
            let finding = Finding::error("split-at-comma", place).with("text", number);
            self.tell(match number.contains('|') {
                true => finding.helped_by("help-row"),
                false => finding,
            });
        }
    }

    fn key(&mut self, node: Node) -> Option<(String, Place)> {
        match node.value {
            Value::Scalar(text, _) if text == "<<" => {
                self.tell(Finding::error("yaml-merge", node.place));
                Some((text, node.place))
            }
            Value::Scalar(text, _) => Some((text, node.place)),
            _ => {
                self.tell(Finding::error("key-not-text", node.place));
                Some((String::new(), node.place))
            }
        }
    }

    /// `nimi: kohde #3 tontti` reads as "kohde": a comment right of a value. People write a space
    /// after the sign of a comment.
    fn swallowed(
        &mut self,
        comment: &str,
        placement: granit_parser::Placement,
        at: usize,
        place: Place,
    ) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        // "#3" and "#koulu" were meant as text, and so was anything with another cell after it.
        let joined = comment.starts_with(char::is_alphanumeric);
        let number = comment
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit());
        let meant = joined || number || comment.contains(" | ");
        if placement == granit_parser::Placement::Right && meant && !line.is_empty() {
            self.tell(Finding::error("swallowed-by-comment", place));
        }
    }
}

/// Findings of one rule about the structure of one file.
const MOST_OF_A_RULE: usize = 5;

impl Open {
    fn new(start: Place, value: Value, style: StructureStyle) -> Self {
        Self {
            start,
            value,
            key: None,
            known: HashMap::new(),
            flow: style == StructureStyle::Flow,
        }
    }
}

/// How a scalar stands in the file.
fn written(text: &str, style: ScalarStyle, raw: &str) -> Style {
    let inner = raw.get(1..raw.len().saturating_sub(1));
    match style {
        ScalarStyle::Plain if raw == text => Style::Plain,
        ScalarStyle::Plain => Style::Folded,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        _ if inner == Some(text) => Style::Quoted,
        _ => Style::Escaped,
    }
}

fn closed(open: Open) -> Node {
    let end = match &open.value {
        Value::List(items) => items.last().map(|item| item.place.end),
        Value::Map(entries) => entries.last().map(|entry| entry.node.place.end),
        _ => None,
    };
    let place = Place {
        end: end.unwrap_or(open.start.end).max(open.start.end),
        ..open.start
    };
    Node {
        place,
        value: open.value,
    }
}
