//! YAML's own errors in the words of the person who wrote the file: which slip it was, where, and
//! how it is mended.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{FileId, Finding, Place};

/// The finding about a text that YAML cannot read.
pub fn syntax(error: &ScanError, text: &str, offset: usize, file: FileId) -> Finding {
    let at = error
        .marker()
        .byte_offset()
        .unwrap_or_default()
        .min(text.len());
    let at = (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let slip = slip(error.kind(), text, at);
    let place = Place::new(file, offset + slip.at.start, offset + slip.at.end);
    let shown = text.get(slip.at).unwrap_or_default();
    Finding::error(slip.rule, place)
        .with("text", shown)
        .helped_by(slip.help)
}

/// What a person did: the rule, its help, and where it shows.
struct Slip {
    rule: &'static str,
    help: &'static str,
    at: Range<usize>,
}

/// A line of the text and where it begins.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    /// A stretch of the line as a stretch of the text.
    fn range(self, range: Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    /// All that is written on it.
    fn written(self) -> Range<usize> {
        let lead = self.text.len() - self.text.trim_start().len();
        self.range(lead..self.text.trim_end().len().max(lead))
    }
}

/// The slip behind an error, the most certain first; `yaml-syntax` says what YAML expected.
fn slip(kind: &ErrorKind, text: &str, at: usize) -> Slip {
    let line = line_at(text, at);
    let rest = text.get(line.start..).unwrap_or_default();
    let after = line_at(text, line.start + rest.find('\n').map_or(0, |end| end + 1));
    let before = line_at(text, line.start.saturating_sub(1));
    let here = at..at + one_character(text, at);
    let broken = |help, at| Slip {
        rule: "yaml-syntax",
        help,
        at,
    };
    let whole = |rule, at| Slip {
        rule,
        help: "help",
        at,
    };
    match kind {
        ErrorKind::DirectiveDisallowed => return whole("yaml-directive", line.written()),
        ErrorKind::RecursionLimitExceeded => return whole("too-deep", here),
        _ => {}
    }
    if let Some(tab) = [line, after].into_iter().find_map(tab) {
        return whole("indented-by-tab", tab);
    }
    if let Some(space) = [line, before, after].into_iter().find_map(odd_space) {
        return broken("help-odd-space", space);
    }
    if let Some(colon) = [line, after].into_iter().find_map(lacks_space) {
        return broken("help-space", colon);
    }
    if let Some((sign, value)) = special(line) {
        return match sign {
            '*' => whole("yaml-alias", value),
            '&' => whole("yaml-anchor", value),
            '|' if !line.text.contains(": ") => whole("row-without-name", value),
            _ => broken("help-special", value),
        };
    }
    if let Some(quote) = curved_quote(line).filter(|_| line.text.contains(": ")) {
        return broken("help-curved-quote", quote);
    }
    if let Some((help, sign)) = unclosed(text, line) {
        return broken(help, sign);
    }
    broken(help(kind, line), here)
}

/// The help by what YAML expected.
fn help(kind: &ErrorKind, line: Line) -> &'static str {
    let written = line.text.trim_start_matches([' ', '-']);
    match kind {
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => "help-after-quote",
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => "help-backslash",
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping => "help-bracket",
        _ if line.text.matches(": ").count() > 1 => "help-colon",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey if line.text.contains(": ") => {
            "help-colon"
        }
        _ if is_row(line) => "help-dash",
        _ if !written.is_empty() && !written.contains(':') => "help-no-colon",
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidIndentation => "help-indent",
        _ => "help",
    }
}

/// The line that an offset stands on; what is missing at the end of the file was forgotten on its
/// last line.
fn line_at(text: &str, at: usize) -> Line<'_> {
    let at = at.min(text.trim_end().len());
    let start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1);
    let rest = text.get(start..).unwrap_or_default();
    Line {
        start,
        text: rest.lines().next().unwrap_or_default(),
    }
}

fn one_character(text: &str, at: usize) -> usize {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    next.filter(|c| !matches!(c, '\n' | '\r'))
        .map_or(0, char::len_utf8)
}

/// A tab in the indentation.
fn tab(line: Line) -> Option<Range<usize>> {
    let spaces = line.text.len() - line.text.trim_start_matches(' ').len();
    let rest = line.text.get(spaces..)?;
    let tabs = rest.len() - rest.trim_start_matches('\t').len();
    (tabs > 0).then(|| line.range(spaces..spaces + tabs))
}

/// A no-break space or another one that is no space to YAML, in the indentation or after a colon.
fn odd_space(line: Line) -> Option<Range<usize>> {
    let odd = |c: char| c.is_whitespace() && !c.is_ascii();
    let (at, space) = line.text.char_indices().find(|(_, c)| odd(*c))?;
    let before = line.text.get(..at)?.trim_start_matches([' ', '-']);
    let key = before.strip_suffix(':').is_some_and(is_key);
    (before.is_empty() || key).then(|| line.range(at..at + space.len_utf8()))
}

fn is_key(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    !text.is_empty() && text.bytes().all(plain)
}

/// The colon of `title:Varhaiskasvatus`, with no space after it.
fn lacks_space(line: Line) -> Option<Range<usize>> {
    let written = line.text.trim_start_matches([' ', '-']);
    let lead = line.text.len() - written.len();
    let (key, value) = written.split_once(':')?;
    let lacks = is_key(key) && !value.is_empty() && !value.starts_with([' ', '/', '\t']);
    let at = lead + key.len();
    lacks.then(|| line.range(at..at + 1))
}

/// A value or a row that begins with a sign that means something to YAML: `unit: %`,
/// `base: - | x`, `mark: *`, `- | 5`.
fn special(line: Line) -> Option<(char, Range<usize>)> {
    let value = match line.text.split_once(": ") {
        Some((_, value)) => value.trim_start(),
        None => line.text.trim_start_matches([' ', '-']),
    };
    let value = value.trim_end();
    let at = line.text.trim_end().len() - value.len();
    let sign = value.chars().next()?;
    let found = match sign {
        '*' | '&' | '%' | '@' | '`' | ']' | '}' | ',' => true,
        '|' | '>' => value.len() > 1 && !value.starts_with("|-") && !value.starts_with(">-"),
        '-' => value.starts_with("- "),
        _ => false,
    };
    found.then(|| (sign, line.range(at..at + value.len())))
}

/// A quotation mark of a word processor at the beginning of a value.
fn curved_quote(line: Line) -> Option<Range<usize>> {
    let (before, value) = line.text.split_once(": ")?;
    let quote = value.trim_start().chars().next()?;
    let at = before.len() + 2 + value.len() - value.trim_start().len();
    matches!(quote, '“' | '”' | '„' | '’' | '‘').then(|| line.range(at..at + quote.len_utf8()))
}

/// The quotation mark or bracket that opens a value and is not closed on its line, at most some
/// lines above; with the help about it.
fn unclosed(text: &str, line: Line) -> Option<(&'static str, Range<usize>)> {
    let mut line = line;
    for _ in 0..MOST_LINES_OF_A_VALUE {
        let value = match line.text.split_once(": ") {
            Some((_, value)) => value.trim(),
            None => line.text.trim_start_matches([' ', '-']).trim_end(),
        };
        let open = |opens: char, closes: char| {
            value.matches(opens).count() > value.matches(closes).count()
        };
        let found = match value.chars().next() {
            Some('"') if value.replace("\\\"", "").matches('"').count() % 2 == 1 => {
                Some("help-quote")
            }
            Some('[') if open('[', ']') => Some("help-bracket"),
            Some('{') if open('{', '}') => Some("help-bracket"),
            _ => None,
        };
        if let Some(help) = found {
            let at = line.text.trim_end().len() - value.len();
            return Some((help, line.range(at..at + 1)));
        }
        if line.start == 0 {
            return None;
        }
        line = line_at(text, line.start - 1);
    }
    None
}

const MOST_LINES_OF_A_VALUE: usize = 50;

/// `Menot | 1 | 2`, `-Tulot | 1`, `– Tulot | 1`: a row without its dash, or with another sign.
fn is_row(line: Line) -> bool {
    let written = line.text.trim_start();
    let key = written.split_once(':').is_some_and(|(key, _)| is_key(key));
    let dashed = key || written.starts_with("- ");
    let other = written.starts_with(['–', '—', '•', '·']) || written.starts_with('-');
    !dashed && (other || written.contains('|') || written.contains('\t'))
}
