//! The plain form of data files (muotoilu): how a file is written, never what it says.
//!
//! A file is brought into its form only when reading both texts proves that nothing is lost.

mod files;
mod lines;
mod same;
mod yaml;

pub use files::{Outcome, file};

use crate::diagnostic::{FileId, Findings};
use crate::load::front_matter;
use crate::yaml::commented_tree;

/// Why a text stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It cannot be read; a check tells where.
    Unreadable,
    /// It is written in a way whose form would perhaps not say the same.
    Unproved,
}

/// The plain form of a YAML text: `\n` ends lines, lists and records stand two spaces inside what
/// holds them, one space follows a dash and a colon, and nothing but one empty line divides. No-break
/// spaces end no value.
///
/// Texts in blocks, comments and the words of values stay as they are.
pub fn yaml(text: &str) -> Result<String, Left> {
    let read = |text: &str| {
        let mut findings = Findings::default();
        commented_tree(text, 0, FileId(0), &mut findings)
    };
    let before = read(text).ok_or(Left::Unreadable)?;
    let lines = with_plain_line_ends(text);
    let lines = without_marker(&lines);
    let (node, comments) = read(lines).ok_or(Left::Unproved)?;
    let formed = yaml::written(lines, &node, &comments).ok_or(Left::Unproved)?;
    let after = read(&formed).ok_or(Left::Unproved)?;
    let kept =
        same::values(&before.0, &after.0) && same::comments((text, &before.1), (&formed, &after.1));
    kept.then_some(formed).ok_or(Left::Unproved)
}

/// The plain form of a Markdown file: its front matter as YAML, and its text with `\n` at the end
/// of every line.
pub fn markdown(text: &str) -> Result<String, Left> {
    let lines = with_plain_line_ends(text);
    let parts = front_matter::parts(&lines, FileId(0)).map_err(|_| Left::Unreadable)?;
    if crate::yaml::hidden_character(parts.text, 0, FileId(0)).is_some() {
        return Err(Left::Unreadable);
    }
    let head = yaml(parts.head)?;
    let end = if lines.ends_with('\n') { "" } else { "\n" };
    Ok(format!("---\n{head}---\n{}{end}", parts.text))
}

/// Without a byte order mark, and with `\n` for `\r\n`.
fn with_plain_line_ends(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// Without the line `---` with which a file may begin.
fn without_marker(text: &str) -> &str {
    let start = text.trim_start_matches([' ', '\n']);
    let rest = start.strip_prefix("---").unwrap_or(text);
    match rest.split_once('\n') {
        Some((end, rest)) if end.trim().is_empty() && start.starts_with("---") => rest,
        _ => text,
    }
}
