//! Values on one line: where they end, and what stands in quotes.

use std::borrow::Cow;

use super::scan::find;
use crate::yaml::hidden;
use crate::yaml::tree::Style;

/// A value as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Bytes of it.
    pub end: usize,
    pub stop: Stop,
}

/// What a value ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It is a key.
    Colon,
    Comment,
    Line,
}

/// Where the value without quotes ends that a line begins with.
pub fn plain(text: &str) -> Written {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied();
    let mut start = 0;
    while let Some(found) = find(bytes.get(start..).unwrap_or_default(), [b':', b'#']) {
        let place = start + found;
        match at(place) {
            Some(b':') if matches!(at(place + 1), None | Some(b' ')) => {
                let (end, stop) = (place, Stop::Colon);
                return Written { end, stop };
            }
            Some(b'#') if place > 0 && at(place - 1) == Some(b' ') => {
                let before = text.get(..place).unwrap_or_default();
                let (end, stop) = (before.trim_end_matches(' ').len(), Stop::Comment);
                return Written { end, stop };
            }
            _ => start = place + 1,
        }
    }
    let (end, stop) = (text.len(), Stop::Line);
    Written { end, stop }
}

/// Whether a value without quotes surely begins here, and no sign of YAML.
pub fn begins_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.first() {
        Some(b'-') => !matches!(bytes.get(1), None | Some(b' ')) && !text.starts_with("---"),
        Some(b'.') => !text.starts_with("..."),
        Some(first) => !b"?:,[]{}#&*!|>'\"%@`".contains(first),
        None => false,
    }
}

/// A value in quotes.
pub struct Quoted<'a> {
    pub value: Cow<'a, str>,
    pub style: Style,
    /// Bytes with the quotes.
    pub end: usize,
}

impl Quoted<'_> {
    /// Whether a colon makes it a key of the line.
    pub fn is_key(&self, line: &str) -> bool {
        let rest = line.get(self.end..).unwrap_or_default();
        rest == ":" || rest.starts_with(": ")
    }
}

/// The value in quotes that a line begins with; `None` when it does not end there or is spelt in
/// a rare way.
pub fn quoted(line: &str) -> Option<Quoted<'_>> {
    let quote = *line.as_bytes().first()?;
    let rest = line.get(1..)?;
    let signs = if quote == b'"' {
        [b'"', b'\\']
    } else {
        [quote; 2]
    };
    let inner = rest.get(..find(rest.as_bytes(), signs)?)?;
    let mut after = rest.bytes().skip(inner.len());
    if after.next() != Some(quote) {
        return escaped(rest);
    }
    // A quote written twice is one in the text.
    if quote == b'\'' && after.next() == Some(quote) {
        return None;
    }
    Some(Quoted {
        value: Cow::Borrowed(inner),
        style: Style::Quoted,
        end: inner.len() + 2,
    })
}

/// A value in double quotes with backslashes in it; `rest` begins after the first quote.
fn escaped(rest: &str) -> Option<Quoted<'static>> {
    let mut value = String::with_capacity(rest.len());
    let mut left = rest;
    loop {
        let next = left.find(['"', '\\'])?;
        value.push_str(left.get(..next)?);
        left = left.get(next..)?;
        if left.starts_with('"') {
            return Some(Quoted {
                value: Cow::Owned(value),
                style: Style::Escaped,
                end: rest.len() - left.len() + 2,
            });
        }
        let (character, length) = match left.as_bytes().get(1)? {
            b'"' => ('"', 2),
            b'\\' => ('\\', 2),
            b'u' => (code(left.get(2..6)?)?, 6),
            _ => return None,
        };
        value.push(character);
        left = left.get(length..)?;
    }
}

/// The character of four hexadecimal digits, unless a file must not hold it.
fn code(digits: &str) -> Option<char> {
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(digits, 16)
        .ok()
        .filter(|_| hexadecimal)?;
    char::from_u32(number).filter(|c| !c.is_control() && !hidden::refused(*c))
}
