//! Texts of a page for other programs: without HTML and what only printing needs.

use std::borrow::Cow;

use crate::page::is_mark;

/// A text without marks of language and soft hyphens, and with a common space for each of `spaces`.
pub fn plain<'t>(text: &'t str, spaces: &[char]) -> Cow<'t, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let usual = |character: char| {
        character.is_ascii()
            || !(is_mark(character) || character == SOFT || spaces.contains(&character))
    };
    let Some(first) = text.find(|character| !usual(character)) else {
        return Cow::Borrowed(text);
    };
    let mut plain = String::with_capacity(text.len());
    plain.push_str(&text[..first]);
    for character in text[first..].chars() {
        match character {
            _ if usual(character) => plain.push(character),
            _ if spaces.contains(&character) => plain.push(' '),
            _ => {}
        }
    }
    Cow::Owned(plain)
}

/// The soft hyphen.
const SOFT: char = '\u{ad}';

/// HTML of a cell without its tags: a line per paragraph and item.
pub fn stripped(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&', '\n']) {
        return Cow::Borrowed(html.trim());
    }
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.starts_with('<') {
            true => rest.find('>'),
            false => rest.find(';'),
        };
        let Some(end) = end else { break };
        let (mark, after) = rest.split_at(end + 1);
        match mark {
            "</p>" | "</li>" | "<br>" | "<br />" => plain.push('\n'),
            "&lt;" => plain.push('<'),
            "&gt;" => plain.push('>'),
            "&quot;" => plain.push('"'),
            "&amp;" => plain.push('&'),
            tag if tag.starts_with('<') => {}
            // No sign of ours: it stands for itself.
            _ => {
                plain.push('&');
                rest = &rest[1..];
                continue;
            }
        }
        rest = after;
    }
    if !rest.starts_with('<') {
        plain.push_str(rest);
    }
    plain
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
        .into()
}

#[cfg(test)]
mod tests {
    use super::{plain, stripped};

    #[test]
    fn what_only_printing_needs_is_taken_away() {
        let foreign = crate::page::foreign("Simhall");
        assert_eq!(plain("5,5 €", &['\u{a0}']), "5,5 €");
        assert_eq!(plain("5,5\u{a0}€", &['\u{a0}']), "5,5 €");
        assert_eq!(plain(&foreign, &['\u{a0}']), "Simhall");
        assert_eq!(
            plain("vene\u{ad}paikka\u{202f}–", &['\u{a0}']),
            "venepaikka\u{202f}–"
        );
    }

    #[test]
    fn lines_stay_apart() {
        assert_eq!(
            stripped("<p>A &amp; B</p>\n<ul>\n<li>yksi</li>\n<li>kaksi</li>\n</ul>"),
            "A & B\nyksi\nkaksi"
        );
        assert_eq!(stripped(" yksi "), "yksi");
    }
}
