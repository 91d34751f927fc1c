//! What several kinds of sections use: Markdown, notes, marks and ids.

pub use super::text::{self, Text};
use crate::diagnostic::{Finding, Place};
use crate::yaml::{
    Decode, Nested, Node, Numbers, Piece, Reader, Shape, Spanned, Style, Value, record,
};

/// Text in Markdown, as written.
#[derive(Debug, Clone)]
pub struct Markdown {
    pub text: Text,
    /// Where the text stands; a part of it is looked for within.
    pub place: Place,
}

impl Decode for Markdown {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = Text::decode(node, reader)?;
        Some(Self {
            text,
            place: node.place,
        })
    }

    fn shape() -> Shape {
        Shape::of("markdown").or_nested(Nested::Languages)
    }
}

record! {
    /// A note under a table (alaviite).
    pub struct Note {
        /// The mark in the table that leads here: `*`, `**`. Without it the note holds for all.
        mark: Option<Spanned<String>>,
        /// Markdown, carried over as published.
        text: Markdown,
    }
}

/// A text with the note mark at its end taken off: `TP 2022*` is `TP 2022` and `*`.
#[derive(Debug, Clone)]
pub struct Marked {
    pub text: Text,
    pub mark: Option<Box<Spanned<String>>>,
}

impl Marked {
    /// Splits a text that stands at `place`.
    pub fn new(text: &Text, place: Place) -> Self {
        let (_, mark) = unmarked(text, place);
        Self {
            text: text.map(|text| unmarked(text, place).0.to_owned()),
            mark: mark.map(Box::new),
        }
    }

    /// Splits a cell.
    pub fn of(piece: &Piece, reader: &mut Reader) -> Option<Self> {
        Some(Self::new(&Text::of(piece, reader)?, piece.place))
    }
}

/// Signs that a note is marked with, besides `1)`.
const MARKS: [char; 13] = [
    '*', '†', '‡', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰',
];

/// A text without the note mark at its end: `*`, `¹`, `†`, or ` 1)`.
fn bare(text: &str) -> &str {
    // Nearly every text ends in a letter or a digit.
    if text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return text;
    }
    // m² and m³ are units.
    let unit = text.ends_with("m²") || text.ends_with("m³");
    // "*)" is a mark as "*" is.
    let starred = text
        .strip_suffix(')')
        .filter(|rest| rest.ends_with(MARKS) && !rest.contains('('));
    let bare = if unit {
        text
    } else {
        starred.unwrap_or(text).trim_end_matches(MARKS)
    };
    if bare.len() < text.len() {
        return bare;
    }
    let numbered = || {
        let (rest, last) = text.rsplit_once(' ')?;
        let number = last.strip_suffix(')')?;
        let digits = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let open = rest.matches('(').count() > rest.matches(')').count();
        (digits && !open && !rest.is_empty()).then_some(rest)
    };
    numbered().unwrap_or(text)
}

/// A text that stands at `place` without the note mark at its end, and the mark.
pub fn unmarked(text: &str, place: Place) -> (&str, Option<Spanned<String>>) {
    let bare = bare(text);
    let mark = text.get(bare.len()..).unwrap_or_default().trim_start();
    let at = place.start as usize + text.len() - mark.len();
    let exact = Place::new(place.file, at, at + mark.len());
    let mark_place = if exact.end <= place.end { exact } else { place };
    let mark = (!mark.is_empty()).then(|| Spanned {
        value: mark.to_owned(),
        place: mark_place,
    });
    (bare.trim_end(), mark)
}

/// A lasting id from words: lower case, letters a–z and digits, everything else a hyphen.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            add_to_slug(character.to_ascii_lowercase(), &mut slug);
        } else {
            let letters = character.to_lowercase();
            letters.for_each(|letter| add_to_slug(letter, &mut slug));
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Adds what a lower-case letter is in an id; hyphens stand only between letters.
fn add_to_slug(letter: char, slug: &mut String) {
    let hyphen = |slug: &mut String| {
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    let mut word = |word: &str| {
        hyphen(slug);
        slug.push_str(word);
        slug.push('-');
    };
    match letter {
        'a'..='z' | '0'..='9' => slug.push(letter),
        'ä' | 'å' | 'á' | 'à' | 'â' | 'ã' => slug.push('a'),
        'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => slug.push('o'),
        'é' | 'è' | 'ê' | 'ë' => slug.push('e'),
        'ü' | 'ú' | 'ù' | 'û' => slug.push('u'),
        'í' | 'ì' | 'î' | 'ï' => slug.push('i'),
        'š' => slug.push('s'),
        'ž' => slug.push('z'),
        'č' | 'ç' => slug.push('c'),
        'đ' => slug.push('d'),
        'ŋ' | 'ñ' => slug.push('n'),
        'ŧ' => slug.push('t'),
        '²' => slug.push('2'),
        '³' => slug.push('3'),
        '%' => word("prosenttia"),
        '€' => word("euroa"),
        // A letter written as itself and a combining sign stays the letter.
        '\u{300}'..='\u{36f}' => {}
        _ => hyphen(slug),
    }
}

/// Reads an id as people give it: it must be a slug already.
#[derive(Debug, Clone)]
pub struct Id(pub String);

impl Decode for Id {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        let proper = slug(&text);
        if proper == text && !text.is_empty() {
            return Some(Self(text));
        }
        reader.fail(
            Finding::error("not-an-id", node.place)
                .with("text", text)
                .with("proper", proper),
        )
    }

    fn shape() -> Shape {
        Shape::of("id").matching(r"^\s*[a-z0-9]+(-[a-z0-9]+)*\s*$", Numbers::Any)
    }
}

/// A list in which an item is a line or a record.
pub fn is_line(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(_, style) if *style != Style::Block)
}

#[cfg(test)]
mod tests {
    use super::{bare, slug};

    #[test]
    fn note_marks_have_many_forms() {
        for (text, name) in [
            ("TP 2022*", "TP 2022"),
            ("Puistot ¹", "Puistot "),
            ("TP 2022*)", "TP 2022"),
            ("1 234 **)", "1 234 "),
            ("Tontit (arvio*)", "Tontit (arvio*)"),
            ("1 234 1)", "1 234"),
            ("Tontit (kpl 2)", "Tontit (kpl 2)"),
            ("€/m²", "€/m²"),
        ] {
            assert_eq!(bare(text), name);
        }
    }

    #[test]
    fn ids_come_from_the_words() {
        for (text, id) in [
            ("Pyöräkuormaaja Volvo BM71", "pyorakuormaaja-volvo-bm71"),
            ("Paketti-/lava-auto", "paketti-lava-auto"),
            ("Toimintakate €/asukas", "toimintakate-euroa-asukas"),
            ("Käyttö-% / €", "kaytto-prosenttia-euroa"),
            ("İzmir – Straße", "izmir-stra-e"),
            ("  – ", ""),
            ("A\u{308}iti", "aiti"),
        ] {
            assert_eq!(slug(text), id);
        }
    }
}
