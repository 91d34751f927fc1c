//! Texts that people read, in every language of the site: `Uimahalli // Simhall`.

use std::fmt;
use std::ops::Deref;

use crate::diagnostic::Finding;
use crate::yaml::{Decode, Nested, Node, Piece, Reader, Shape, Style, Value};

/// What stands between the languages of a text.
const DIVIDER: &str = "//";

/// A text (teksti) in the site's first language, and in its others as far as they were written.
/// As a `str` it is the first language's: names that other keys refer to are told by it, and ids
/// come from it, so that addresses are the same in every language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Text {
    first: Box<str>,
    /// None on a site of one language, which nearly every site is: a text is small then.
    others: Option<Box<Others>>,
}

/// A text in the languages after the first, in the site's order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Others(Box<[Option<String>]>);

/// A text in one language, or in the site's first one where a translation is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a> {
    pub text: &'a str,
    pub missing: bool,
}

impl Text {
    pub fn as_str(&self) -> &str {
        &self.first
    }

    /// A text and its other languages; none of them on a site of one language.
    fn in_languages(first: String, others: Vec<Option<String>>) -> Self {
        Self {
            first: first.into(),
            others: (!others.is_empty()).then(|| Box::new(Others(others.into()))),
        }
    }

    fn others(&self) -> &[Option<String>] {
        self.others.as_ref().map_or(&[], |others| &others.0)
    }

    /// The text in the language of this number in the site's order.
    pub fn version(&self, language: usize) -> Version<'_> {
        let Some(index) = language.checked_sub(1) else {
            return Version {
                text: &self.first,
                missing: false,
            };
        };
        let own = self.others().get(index).and_then(Option::as_deref);
        Version {
            text: own.unwrap_or(&self.first),
            missing: own.is_none() && needs_translation(&self.first),
        }
    }

    /// What was written, with the number of its language in the site's order.
    pub fn versions(&self) -> impl Iterator<Item = (usize, &str)> {
        let others = self.others().iter().enumerate();
        let written = others.filter_map(|(at, text)| Some((at + 1, text.as_deref()?)));
        std::iter::once((0, self.as_str())).chain(written)
    }

    /// The versions of a cell or a value on one line.
    pub fn of(piece: &Piece, reader: &mut Reader) -> Option<Self> {
        Self::divided(piece, reader, |text| divided_line(text, DIVIDER))
    }

    /// The same change made to every version: a note mark taken off, a sign at the beginning.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let others = self.others().iter();
        let others = others.map(|other| other.as_deref().map(&change)).collect();
        Self::in_languages(change(&self.first), others)
    }

    fn divided(
        piece: &Piece,
        reader: &mut Reader,
        divide: impl Fn(&str) -> Vec<String>,
    ) -> Option<Self> {
        if reader.languages.len() < 2 {
            return Some(Self::from(piece.text.clone()));
        }
        let mut versions = divide(&piece.text).into_iter();
        let first = versions.next().unwrap_or_default();
        let mut others: Vec<Option<String>> = versions
            .map(|text| Some(text).filter(|text| !text.is_empty()))
            .collect();
        let wanted = reader.languages.len() - 1;
        if others.len() > wanted {
            let finding = Finding::error("too-many-languages", piece.place)
                .with("found", (others.len() + 1).to_string())
                .with("languages", reader.languages.join(", "));
            return reader.fail(finding);
        }
        others.resize(wanted, None);
        let text = Self::in_languages(first, others);
        reader.count_missing(&text.missing(), piece.place);
        Some(text)
    }

    /// The numbers of the languages that lack a version.
    fn missing(&self) -> Vec<usize> {
        (1..=self.others().len())
            .filter(|language| self.version(*language).missing)
            .collect()
    }
}

/// Abbreviations, numbers and units read the same in every language: `TP 2024`, `€/h`, `kpl`.
fn needs_translation(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| word.chars().count() > 3 && word.chars().any(char::is_lowercase))
}

/// The parts of a line; a divider stands between spaces, so that an address is not cut.
fn divided_line(text: &str, divider: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for (index, word) in text.split(' ').enumerate() {
        if word == divider {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            if index > 0 {
                part.push(' ');
            }
            part.push_str(word);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// The parts of a text of many lines, divided by lines that hold nothing but the divider.
fn divided_block(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut listing = false;
    for line in text.lines() {
        listing ^= line.trim_start().starts_with("```");
        if line.trim() == DIVIDER && !listing {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// A text of many lines, as a Markdown file or a block of YAML holds it.
pub fn block(piece: &Piece, reader: &mut Reader) -> Option<Text> {
    Text::divided(piece, reader, divided_block)
}

impl Decode for Text {
    /// `Uimahalli // Simhall`, a block with `//` between its languages, or `{fi: …, sv: …}`.
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::Map(entries) = &node.value
            && reader.languages.len() > 1
        {
            let languages = reader.languages.clone();
            let mut versions: Vec<Option<String>> = vec![None; languages.len()];
            for entry in entries {
                let Some(index) = languages.iter().position(|known| *known == entry.key) else {
                    let finding =
                        Finding::error("unknown-key", entry.place).with("key", &entry.key);
                    return reader.fail(finding.with("known", languages.join(", ")));
                };
                versions[index] = Some(String::decode(&entry.node, reader)?);
            }
            let mut versions = versions.into_iter();
            let Some(first) = versions.next().flatten() else {
                let key = languages.first().cloned().unwrap_or_default();
                return reader.fail(Finding::error("missing-key", node.place).with("key", key));
            };
            let text = Self::in_languages(first, versions.collect());
            reader.count_missing(&text.missing(), node.place);
            return Some(text);
        }
        let piece = Piece {
            text: String::decode(node, reader)?,
            place: node.place,
        };
        match &node.value {
            Value::Scalar(_, Style::Block) => block(&piece, reader),
            _ => Self::of(&piece, reader),
        }
    }

    fn shape() -> Shape {
        Shape::of("text").or_nested(Nested::Languages)
    }
}

impl From<String> for Text {
    fn from(first: String) -> Self {
        Self::in_languages(first, Vec::new())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.first
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.first)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.first.into()
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.as_str().to_owned()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

#[cfg(test)]
mod tests {
    use super::{divided_block, divided_line, needs_translation};

    #[test]
    fn abbreviations_and_units_need_no_translation() {
        for text in ["TP 2024", "€/h", "1 000 €", "TOT. 30.6.", "kpl"] {
            assert!(!needs_translation(text), "{text}");
        }
        assert!(needs_translation("Muut tulot"));
    }

    #[test]
    fn languages_stand_between_dividers() {
        assert_eq!(
            divided_line("Uimahalli // Simhall // Swimming hall", "//"),
            ["Uimahalli", "Simhall", "Swimming hall"]
        );
        assert_eq!(divided_line("https://a.fi/b", "//"), ["https://a.fi/b"]);
        assert_eq!(divided_line("Halli //", "//"), ["Halli", ""]);
        assert_eq!(
            divided_block("Suomi.\n\nLisää.\n//\nSvenska."),
            ["Suomi.\n\nLisää.", "Svenska."]
        );
    }
}
