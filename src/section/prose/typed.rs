//! Figures that somebody has typed into running text: `1 539 366`, `1,54 miljoonaa euroa`,
//! `noin 1 500 t€`.

use rust_decimal::Decimal;

use crate::finance::number::{self, Mark};
use crate::locale::Locale;

/// Figures with fewer digits are found everywhere, unless a word tells their size.
const FEWEST_DIGITS: usize = 4;

/// A figure as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed<'t> {
    /// Where it begins in the text.
    pub at: usize,
    /// With the words of its size: `1,54 miljoonaa`.
    pub written: &'t str,
    /// The number itself, with the decimals it has: 1,54.
    pub number: Decimal,
    /// How many ones its unit is, where a word tells it.
    pub size: Option<Decimal>,
    /// "Noin", "lähes" or "yli" stands before it.
    pub is_rough: bool,
}

/// The figures of a text. Years, days and codes are left out.
pub fn typed<'t>(text: &'t str, locale: &Locale) -> Vec<Typed<'t>> {
    let mark = locale.mark();
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), 'x')]) {
        match (start, is_part(character, mark)) {
            (None, true) if character.is_ascii_digit() => start = Some(at),
            (Some(from), false) => {
                start = None;
                found.extend(figure(text, from, at, locale));
            }
            _ => {}
        }
    }
    found
}

fn is_part(c: char, mark: Mark) -> bool {
    let point = c == '.' && mark == Mark::Point;
    point || c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | ',')
}

fn figure<'t>(text: &'t str, from: usize, at: usize, locale: &Locale) -> Option<Typed<'t>> {
    let before = text.get(..from)?;
    // A date or a code goes on with letters, dots or slashes.
    let last = before.chars().next_back();
    let word = last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '#'));
    let mut rest = text.get(at..)?.chars();
    let joined = rest
        .next()
        .is_some_and(|c| matches!(c, '.' | '/' | '-' | '–'))
        && rest.next().is_some_and(|c| c.is_ascii_digit());
    let digits = text.get(from..at)?;
    let digits = digits.trim_end_matches([' ', '\u{a0}', '\u{202f}', ',', '.']);
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let year = digits.len() == 4 && count == 4;
    if word || joined {
        return None;
    }
    let end = from + digits.len();
    let size = size(text.get(end..)?, locale);
    if size.is_none() && (count < FEWEST_DIGITS || year) {
        return None;
    }
    let number = number::parse(digits, locale.mark()).ok()?;
    let written = text.get(from..end + size.map_or(0, |(length, _)| length))?;
    Some(Typed {
        at: from,
        written,
        number,
        size: size.map(|(_, size)| size),
        is_rough: is_rough(before, locale),
    })
}

/// The words after a number that tell its size, with their length: ` miljoonaa`, ` t€`. What is
/// counted must be money, or nothing must follow.
fn size(rest: &str, locale: &Locale) -> Option<(usize, Decimal)> {
    let spaces = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let words = rest.get(spaces..)?;
    let word = words.split(char::is_whitespace).next()?;
    let word = word.trim_end_matches([',', ';', ':', ')', '!', '?']);
    let (word, size) = [word, word.trim_end_matches('.')]
        .into_iter()
        .find_map(|word| Some((word, size_of(word, locale)?)))?;
    let after = words.get(word.len()..)?;
    let next = after.split_whitespace().next().unwrap_or_default();
    let next = next.trim_matches(|c: char| !c.is_alphanumeric() && !is_sign(c));
    let says_money = word.contains(is_sign) || word.to_lowercase().ends_with("eur");
    let alone = next.is_empty() || !after.starts_with([' ', '\u{a0}', '\u{202f}']);
    let money = says_money || alone || is_word("figure-words.currency", next, locale);
    money.then_some((spaces + word.len(), size))
}

fn size_of(word: &str, locale: &Locale) -> Option<Decimal> {
    let sizes = [
        ("figure-words.thousand", 1_000),
        ("figure-words.million", 1_000_000),
        ("figure-words.billion", 1_000_000_000),
    ];
    let known = sizes.iter().find(|(key, _)| is_word(key, word, locale));
    known.map(|(_, size)| Decimal::from(*size))
}

fn is_sign(c: char) -> bool {
    matches!(c, '€' | '£' | '$')
}

fn is_rough(before: &str, locale: &Locale) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or_default();
    let word = word.trim_start_matches(['(', '"', '”']);
    is_word("figure-words.about", word, locale)
}

/// Whether a text is one of the words of a key, in small or capital letters.
fn is_word(key: &str, text: &str, locale: &Locale) -> bool {
    let mut words = locale.word(key).unwrap_or_default().split(' ');
    !text.is_empty() && words.any(|word| small(word).eq(small(text)))
}

/// The letters of a text as small ones.
fn small(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// The sentence around a place. A stop ends one where a capital letter or nothing follows, so
/// that `milj.` does not.
pub fn sentence(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let starts = before.char_indices().rev();
    let start = starts
        .filter(|(index, _)| ends(text, *index))
        .map(|(index, character)| index + character.len_utf8())
        .next();
    let after = text.get(at..).unwrap_or_default();
    let mut ends_at = after.char_indices().map(|(index, _)| at + index);
    let end = ends_at.find(|index| ends(text, *index));
    text.get(start.unwrap_or(0)..end.unwrap_or(text.len()))
        .unwrap_or_default()
}

fn ends(text: &str, at: usize) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    match rest.next() {
        Some('\n' | '!' | '?') => true,
        Some('.') => {
            let mut rest = rest.as_str().chars();
            let spaced = rest.next().is_none_or(char::is_whitespace);
            let next = rest.find(|c| c.is_alphanumeric() || is_sign(*c));
            spaced && next.is_none_or(char::is_uppercase)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{sentence, typed};
    use crate::locale::Locale;

    fn read(language: &str, text: &str) -> Vec<(String, String, bool)> {
        let locale = Locale::shipped(language).expect("a shipped language");
        let found = typed(text, &locale).into_iter();
        found
            .map(|one| {
                let size = one.size.map(|size| size.to_string()).unwrap_or_default();
                (one.written.to_owned(), size, one.is_rough)
            })
            .collect()
    }

    fn one(language: &str, text: &str) -> (String, String, bool) {
        let mut found = read(language, text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0)
    }

    #[test]
    fn years_days_and_codes_are_no_figures() {
        let found = read(
            "fi",
            "Vuonna 2024 menot olivat 1 539 366 euroa (30.6.2024), § 1234/2024 ja 12,50.",
        );
        let written: Vec<&str> = found.iter().map(|(text, _, _)| text.as_str()).collect();
        assert_eq!(written, ["1 539 366", "12,50"]);
    }

    #[test]
    fn words_tell_the_size_of_a_figure() {
        for (language, text, written, size) in [
            (
                "fi",
                "Menot olivat 1,54 miljoonaa euroa.",
                "1,54 miljoonaa",
                "1000000",
            ),
            (
                "fi",
                "Menot olivat 1,5 milj. € eli vähän.",
                "1,5 milj.",
                "1000000",
            ),
            ("fi", "Menot (1 539 t€) kasvoivat", "1 539 t€", "1000"),
            ("fi", "Menot olivat 1,5 M€.", "1,5 M€", "1000000"),
            ("fi", "Menot olivat 34 tuhatta euroa.", "34 tuhatta", "1000"),
            (
                "fi",
                "Menot olivat 1,5 miljoonaa.",
                "1,5 miljoonaa",
                "1000000",
            ),
            (
                "sv",
                "Utgifterna var 1,54 miljoner euro.",
                "1,54 miljoner",
                "1000000",
            ),
            (
                "en",
                "Expenses were 1.54 million euros.",
                "1.54 million",
                "1000000",
            ),
        ] {
            let wanted = (written.to_owned(), size.to_owned(), false);
            assert_eq!(one(language, text), wanted, "{text}");
        }
        for text in [
            "Kunnassa on 1,5 miljoonaa puuta.",
            "Toimintakate heikkeni 36 prosenttia.",
            "Kävijöitä oli 34 tuhatta henkilöä.",
        ] {
            assert_eq!(read("fi", text), [], "{text}");
        }
    }

    #[test]
    fn some_figures_are_rough() {
        for text in ["noin 1 500 000 euroa", "Lähes 1,5 milj. €", "n. 1 500 t€"] {
            assert!(one("fi", text).2, "{text}");
        }
        assert!(!one("fi", "menot olivat 1 500 000 euroa").2);
    }

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        let text = "Alku. Menot olivat 1,5 milj. € eli 30 % enemmän. Loppu.";
        let at = text.find("30").expect("it is there");
        assert_eq!(
            sentence(text, at).trim(),
            "Menot olivat 1,5 milj. € eli 30 % enemmän"
        );
    }
}
