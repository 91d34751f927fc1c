//! Typed text in printed typography: no-break spaces in numbers and before units, minus signs
//! and en dashes, raised digits in m² and m³. Digits and letters are never changed.

use super::Locale;

const NBSP: char = '\u{a0}';

impl Locale {
    /// The text as it is printed.
    pub fn typeset(&self, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let mut out = String::with_capacity(text.len() + 8);
        for (index, character) in characters.iter().copied().enumerate() {
            let before = &characters[..index];
            let after = &characters[index + 1..];
            out.push(match character {
                ' ' if binds(before, after) => NBSP,
                '-' if is_range(before, after) => '\u{2013}',
                '-' if is_minus(before, after) => '\u{2212}',
                '2' if is_raised(before, after) => '²',
                '3' if is_raised(before, after) => '³',
                other => other,
            });
        }
        out
    }
}

impl Locale {
    /// Order of words in the language: å, ä and ö after z where they are letters of their own.
    pub fn sort_key(&self, text: &str) -> String {
        let own = self.text("alphabet.after-z", &[]);
        let place = |letter: char| own.chars().position(|own| own == letter);
        let keyed = text
            .chars()
            .flat_map(char::to_lowercase)
            .map(|letter| match place(letter) {
                // Private-use characters sort after all letters, in the order of the alphabet.
                Some(index) => u32::try_from(index)
                    .ok()
                    .and_then(|index| char::from_u32(0xE000 + index))
                    .unwrap_or(letter),
                None => letter,
            });
        keyed.collect()
    }
}

/// A space inside a number, or between a number and its unit.
fn binds(before: &[char], after: &[char]) -> bool {
    let digit_before = before.last().is_some_and(char::is_ascii_digit);
    if !digit_before {
        return false;
    }
    let unit = after.first().is_some_and(|next| matches!(next, '€' | '%'));
    let three = after.len() >= 3 && after.iter().take(3).all(char::is_ascii_digit);
    let group = three && !after.get(3).is_some_and(char::is_ascii_digit) && is_thousands(before);
    unit || group
}

/// The digits before a group space are one to three, or a whole group after another space.
fn is_thousands(before: &[char]) -> bool {
    let run = before
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_digit())
        .count();
    let ahead = before
        .len()
        .checked_sub(run + 1)
        .and_then(|index| before.get(index));
    (1..=3).contains(&run)
        && !ahead.is_some_and(|c| matches!(c, '.' | ',' | '/' | '-') || c.is_alphabetic())
}

/// `1.6.-31.8.` and `2025-2026`, but neither a phone number nor `2024-06-30`.
fn is_range(before: &[char], after: &[char]) -> bool {
    let digits_after = after.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits_after == 0 {
        return false;
    }
    if before.last() == Some(&'.') {
        return before.iter().rev().nth(1).is_some_and(char::is_ascii_digit);
    }
    let digits_before = before
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_digit())
        .count();
    let ends = !after
        .get(digits_after)
        .is_some_and(|c| matches!(c, '-' | '/') || c.is_alphanumeric());
    let begins = before
        .len()
        .checked_sub(digits_before + 1)
        .and_then(|i| before.get(i));
    let begins = !begins.is_some_and(|c| matches!(c, '-' | '/') || c.is_alphanumeric());
    digits_before == 4 && digits_after == 4 && begins && ends
}

/// A minus stands at the beginning or after a space or bracket, right before a digit.
fn is_minus(before: &[char], after: &[char]) -> bool {
    let starts = before.last().is_none_or(|c| c.is_whitespace() || *c == '(');
    starts && after.first().is_some_and(char::is_ascii_digit)
}

/// The digit of m2 and m3.
fn is_raised(before: &[char], after: &[char]) -> bool {
    let unit = before.last() == Some(&'m')
        && !before
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|c| c.is_alphanumeric());
    unit && !after.first().is_some_and(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn numbers_and_ranges_are_set_as_in_print() {
        let fi = Locale::finnish();
        for (typed, printed) in [
            ("1.6.-31.8.", "1.6.–31.8."),
            ("TS 2025-2026", "TS 2025–2026"),
            ("65,7 %", "65,7\u{a0}%"),
            ("1 539 366 €", "1\u{a0}539\u{a0}366\u{a0}€"),
            ("€/m2/vrk", "€/m²/vrk"),
            ("-297 ja (-5)", "−297 ja (−5)"),
        ] {
            assert_eq!(fi.typeset(typed), printed);
        }
    }

    #[test]
    fn finnish_letters_come_last() {
        let fi = Locale::finnish();
        let mut words = vec!["Öljy", "Auto", "Ämpäri", "Zeppeliini"];
        words.sort_by_key(|word| fi.sort_key(word));
        assert_eq!(words, ["Auto", "Zeppeliini", "Ämpäri", "Öljy"]);
    }

    #[test]
    fn codes_and_phone_numbers_stay_as_typed() {
        let fi = Locale::finnish();
        for text in [
            "029-534 5000",
            "2024-06-30",
            "BM71",
            "3x25",
            "EM2",
            "vuonna 2024 ja 2025",
            "5.1 200",
        ] {
            assert_eq!(fi.typeset(text), text);
        }
    }
}
