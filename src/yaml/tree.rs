//! Text to a tree of values with their places. Anchors, aliases, tags, merge keys, directives
//! and several documents are refused: people who write figures do not need them.

use granit_parser::{Event, Parser, ScalarStyle};

use super::fault;
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
#[derive(Debug, Clone)]
pub struct Node {
    pub place: Place,
    pub value: Value,
}

#[derive(Debug, Clone)]
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
    Quoted,
    /// After `|` or `>`.
    Block,
}

/// A key of a record with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    pub key: String,
    pub place: Place,
    pub node: Node,
}

/// The value a file holds, or `None` with findings. `offset` is where `text` begins in the file.
pub fn tree(text: &str, offset: usize, file: FileId, findings: &mut Findings) -> Option<Node> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let (text, offset) = (text.get(start..)?, offset + start);
    if text.len() > LARGEST_FILE {
        findings.push(Finding::error("file-too-large", Place::top(file)));
        return None;
    }
    if let Some(finding) = fault::hidden_character(text, offset, file) {
        findings.push(finding);
        return None;
    }
    let mut builder = Builder {
        file,
        offset,
        text,
        nodes: 0,
        findings: Vec::new(),
    };
    let node = builder.document();
    let complete = builder.findings.is_empty();
    findings.extend(builder.findings);
    node.filter(|_| complete)
}

struct Builder<'a> {
    file: FileId,
    offset: usize,
    text: &'a str,
    nodes: usize,
    findings: Vec<Finding>,
}

/// A list or record that is still open.
struct Open {
    start: Place,
    value: Value,
    /// The key whose value comes next.
    key: Option<(String, Place)>,
}

impl Builder<'_> {
    fn document(&mut self) -> Option<Node> {
        let options = granit_parser::options! {
            disallow_directives: true,
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
                    self.findings
                        .push(fault::syntax(&error, self.text, self.offset, self.file));
                    return None;
                }
            };
            let range = span.byte_range().unwrap_or_default();
            let place = self.place(range.clone());
            let node = match event {
                Event::DocumentStart(..) if root.is_some() => {
                    self.findings
                        .push(Finding::error("several-documents", place));
                    return None;
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    self.findings.push(Finding::error("yaml-alias", place));
                    Node {
                        place,
                        value: Value::Empty,
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.refuse_extras(anchor, tag.is_some(), place);
                    self.scalar(&text, style, range)?
                }
                Event::SequenceStart(_, anchor, tag) => {
                    self.refuse_extras(anchor, tag.is_some(), place);
                    open.push(Open {
                        start: place,
                        value: Value::List(Vec::new()),
                        key: None,
                    });
                    continue;
                }
                Event::MappingStart(_, anchor, tag) => {
                    self.refuse_extras(anchor, tag.is_some(), place);
                    open.push(Open {
                        start: place,
                        value: Value::Map(Vec::new()),
                        key: None,
                    });
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(done) = open.pop() else { continue };
                    closed(done)
                }
                Event::Comment(text, placement) => {
                    self.swallowed(&text, placement, range.start, place);
                    continue;
                }
                _ => continue,
            };
            self.nodes += 1;
            if self.nodes > MOST_NODES {
                self.findings.push(Finding::error("file-too-large", place));
                return None;
            }
            match open.last_mut() {
                Some(parent) => self.attach(parent, node),
                None => root = Some(node),
            }
        }
        Some(root.unwrap_or(Node {
            place: Place::top(self.file),
            value: Value::Empty,
        }))
    }

    fn place(&self, range: std::ops::Range<usize>) -> Place {
        Place::new(
            self.file,
            self.offset + range.start,
            self.offset + range.end,
        )
    }

    fn refuse_extras(&mut self, anchor: usize, tagged: bool, place: Place) {
        if anchor != 0 {
            self.findings.push(Finding::error("yaml-anchor", place));
        }
        if tagged {
            self.findings.push(Finding::error("yaml-tag", place));
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        range: std::ops::Range<usize>,
    ) -> Option<Node> {
        let place = self.place(range.clone());
        if text.len() > LARGEST_SCALAR {
            self.findings.push(Finding::error(
                "value-too-long",
                Place {
                    end: place.start,
                    ..place
                },
            ));
            return None;
        }
        // The parser gives an absent value as an empty stretch.
        if range.is_empty() && style == ScalarStyle::Plain {
            return Some(Node {
                place,
                value: Value::Empty,
            });
        }
        let raw = self.text.get(range).unwrap_or_default();
        let style = match style {
            ScalarStyle::Plain if raw == text => Style::Plain,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
            _ => Style::Quoted,
        };
        Some(Node {
            place,
            value: Value::Scalar(text.to_owned(), style),
        })
    }

    fn attach(&mut self, parent: &mut Open, node: Node) {
        match &mut parent.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match parent.key.take() {
                None => parent.key = self.key(node),
                Some((key, place)) => {
                    if let Some(first) = entries.iter().find(|entry| entry.key == key) {
                        let finding = Finding::error("duplicate-key", place).with("key", &key);
                        self.findings
                            .push(finding.and_at(first.place, "label.first"));
                    }
                    entries.push(Entry { key, place, node });
                }
            },
            _ => {}
        }
    }

    fn key(&mut self, node: Node) -> Option<(String, Place)> {
        match node.value {
            Value::Scalar(text, _) if text == "<<" => {
                self.findings.push(Finding::error("yaml-merge", node.place));
                Some((text, node.place))
            }
            Value::Scalar(text, _) => Some((text, node.place)),
            _ => {
                self.findings
                    .push(Finding::error("key-not-text", node.place));
                Some((String::new(), node.place))
            }
        }
    }

    /// `nimi: kohde #3 tontti` reads as "kohde": a comment right of a value with no space after #.
    fn swallowed(
        &mut self,
        comment: &str,
        placement: granit_parser::Placement,
        at: usize,
        place: Place,
    ) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        // "#3" was meant as text, and so was anything with another cell after it.
        let meant =
            comment.starts_with(|first: char| first.is_ascii_digit()) || comment.contains(" | ");
        if placement == granit_parser::Placement::Right && meant && !line.is_empty() {
            self.findings
                .push(Finding::error("swallowed-by-comment", place));
        }
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
