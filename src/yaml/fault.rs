//! What is wrong with a text before it is a tree: hidden characters and YAML's own errors.

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{FileId, Finding, Place};

/// The first character that nobody meant to write: controls, line breaks pasted from Word,
/// direction overrides, byte order marks inside the text.
pub fn hidden_character(text: &str, offset: usize, file: FileId) -> Option<Finding> {
    let (at, character) = text
        .char_indices()
        .find(|(_, character)| refused(*character))?;
    let place = Place::new(file, offset + at, offset + at + character.len_utf8());
    let name = format!("U+{:04X}", u32::from(character));
    let finding = Finding::error("hidden-character", place).with("character", name);
    Some(match character {
        '\u{85}' | '\u{2028}' | '\u{2029}' => finding.helped_by("help-line"),
        _ => finding,
    })
}

fn refused(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}' => true,
        other => other.is_control(),
    }
}

/// YAML's own error in the words of the person who wrote the file.
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
    let length = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .filter(|c| *c != '\n');
    let place = Place::new(
        file,
        offset + at,
        offset + at + length.map_or(0, char::len_utf8),
    );
    let finding = Finding::error("yaml-syntax", place);
    finding.helped_by(help(error.kind(), text, at))
}

/// The help that fits the most common slips of a person; `help` says what YAML expected.
fn help(kind: &ErrorKind, text: &str, at: usize) -> &'static str {
    // What is missing at the end of the file was forgotten on its last line.
    let at = if at >= text.trim_end().len() {
        text.trim_end().len()
    } else {
        at
    };
    let line_start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1);
    let line = text
        .get(line_start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    let next = text
        .get(line_start..)
        .and_then(|rest| rest.lines().nth(1))
        .unwrap_or_default();
    match kind {
        _ if indented_by_tab(line) || indented_by_tab(next) => "help-tab",
        _ if lacks_space(line) || lacks_space(next) => "help-space",
        _ if begins_specially(line) => "help-special",
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => "help-tab",
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            "help-quote"
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => "help-after-quote",
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping => "help-bracket",
        ErrorKind::DirectiveDisallowed => "help-directive",
        ErrorKind::RecursionLimitExceeded => "help-depth",
        ErrorKind::MissingAnchorOrAliasName | ErrorKind::UnknownAnchor => "help-star",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey if line.contains(": ") => {
            "help-colon"
        }
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => "help-indent",
        _ if line.matches('"').count() % 2 == 1 => "help-quote",
        _ if line.trim_start_matches([' ', '-']).starts_with('*') => "help-star",
        _ if line.matches(": ").count() > 1 => "help-colon",
        _ => "help",
    }
}

fn indented_by_tab(line: &str) -> bool {
    line.len() > line.trim_start_matches([' ', '\t']).len()
        && line.trim_start_matches(' ').starts_with('\t')
}

/// `title:Varhaiskasvatus`: a key and a colon with no space after it.
fn lacks_space(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '-']);
    let Some((key, value)) = line.split_once(':') else {
        return false;
    };
    let plain = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    plain && !value.is_empty() && !value.starts_with([' ', '/'])
}

/// `unit: %`, `base: - | x`: a value that begins with a sign that means something to YAML.
fn begins_specially(line: &str) -> bool {
    let value = line
        .split_once(": ")
        .map_or("", |(_, value)| value.trim_start());
    value.starts_with(['%', '@', '`', ']', '}', ',']) || value.starts_with("- ")
}
