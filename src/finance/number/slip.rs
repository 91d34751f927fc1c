//! What a text that is not a number was most likely meant to be, so that the help can show the
//! right form. Nothing is read here.

use super::{Fault, MINUSES};

/// The slip of a person in a text that cannot be read as a number.
pub fn slip(text: &str) -> Fault {
    let digit = |c: char| c.is_ascii_digit();
    let mark = |c: char| matches!(c, ',' | '.');
    if !text.contains(digit) {
        return Fault::NotANumber;
    }
    if text.starts_with(['[', '{']) {
        return Fault::Brackets;
    }
    if text.starts_with(QUOTES) && text.ends_with(QUOTES) {
        return Fault::Quotes;
    }
    let dash = |c: char| MINUSES.contains(&c) || c == '\u{2014}';
    if text.contains(dash) && text.trim_matches(dash).trim().chars().all(numeric) {
        return Fault::Minus;
    }
    if text.chars().all(numeric) {
        let bare = text.trim_start_matches(dash);
        let loose = text.split(mark).any(|part| part != part.trim());
        let edge = bare.starts_with(mark) || bare.ends_with(mark);
        let inside = bare.trim_end_matches(mark);
        if !loose && inside.len() + 1 == bare.len() && inside.matches(mark).count() <= 1 {
            return Fault::EndMark;
        }
        return if loose || edge {
            Fault::Comma
        } else {
            Fault::NotANumber
        };
    }
    let bare = text.trim_start_matches(dash).trim_start();
    match bare.find(|c: char| !numeric(c)) {
        Some(at) if bare.starts_with(digit) && unit(bare, at) => Fault::Unit,
        _ => Fault::NotANumber,
    }
}

/// What `1.300` may mean: `1 300`, or `1,30`.
pub fn readings(text: &str) -> (String, String) {
    let digits: String = text.chars().filter(|c| numeric(*c)).collect();
    let digits = digits.trim();
    let decimals = digits.replace('.', ",");
    let shorter = decimals.strip_suffix('0').unwrap_or(&decimals).to_owned();
    (digits.replace(['.', ','], " "), shorter)
}

/// `1.234,50` with its thousands divided as they should be: `1 234,50`. `None` for a text whose marks
/// cannot stand between thousands.
pub fn spaced(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| numeric(*c)).collect();
    let (whole, decimals) = digits.trim().rsplit_once([',', '.'])?;
    let mark = whole.chars().find(|c| matches!(c, ',' | '.'))?;
    let groups: Vec<&str> = whole.split(mark).collect();
    let (first, rest) = groups.split_first()?;
    let is_group = |group: &&str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    let begins = (1..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
    if !begins || !rest.iter().all(is_group) {
        return None;
    }
    let whole = groups.join(" ");
    if !digits.contains(&format!("{mark}{decimals}")) {
        return Some(format!("{whole},{decimals}"));
    }
    is_group(&decimals).then(|| format!("{whole} {decimals}"))
}

/// Quotation marks that word processors and keyboards have, besides the straight double ones.
const QUOTES: [char; 8] = ['"', '\'', '“', '”', '„', '‘', '’', '»'];

fn numeric(character: char) -> bool {
    character.is_ascii_digit() || character.is_whitespace() || matches!(character, ',' | '.')
}

/// `12 kk`, `12,5 t€`: one word after the digits.
fn unit(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let word = |c: char| {
        c.is_alphabetic() || matches!(c, '€' | '£' | '$' | '/' | '.' | '‰' | '²' | '³' | ' ')
    };
    rest.chars().all(word)
}
