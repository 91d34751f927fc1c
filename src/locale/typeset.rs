//! Typed text in printed typography: no-break spaces in numbers and before units, minus signs
//! and en dashes, raised digits in m² and m³. Digits and letters are never changed.

use super::Locale;

const NBSP: char = '\u{a0}';

impl Locale {
    /// The text as it is printed.
    pub fn typeset(&self, text: &str) -> String {
        // All that changes stands beside a digit or is one.
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + 8);
        let mut done = 0;
        for (index, byte) in text.bytes().enumerate() {
            if !matches!(byte, b' ' | b'-' | b'2' | b'3') {
                continue;
            }
            let (before, after) = (&text[..index], &text[index + 1..]);
            let printed = match byte {
                b' ' if binds(before, after) => NBSP,
                b'-' if is_range(before, after) => '\u{2013}',
                b'-' if is_minus(before, after) => '\u{2212}',
                b'2' if is_raised(before, after) => '²',
                b'3' if is_raised(before, after) => '³',
                _ => continue,
            };
            out.push_str(&text[done..index]);
            out.push(printed);
            done = index + 1;
        }
        out.push_str(&text[done..]);
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
fn binds(before: &str, after: &str) -> bool {
    if !before.ends_with(is_digit) {
        return false;
    }
    let unit = after.starts_with(['€', '%']);
    let group = leading(after) == 3 && is_thousands(before);
    unit || group
}

/// The digits before a group space are one to three, or a whole group after another space.
fn is_thousands(before: &str) -> bool {
    let run = trailing(before);
    let ahead = before[..before.len() - run].chars().next_back();
    (1..=3).contains(&run)
        && !ahead.is_some_and(|c| matches!(c, '.' | ',' | '/' | '-') || c.is_alphabetic())
}

/// `1.6.-31.8.` and `2025-2026`, but neither a phone number nor `2024-06-30`.
fn is_range(before: &str, after: &str) -> bool {
    let digits_after = leading(after);
    if digits_after == 0 {
        return false;
    }
    if let Some(day) = before.strip_suffix('.') {
        return day.ends_with(is_digit);
    }
    let digits_before = trailing(before);
    let joined = |c: char| matches!(c, '-' | '/') || c.is_alphanumeric();
    let ends = !after[digits_after..].starts_with(joined);
    let begins = !before[..before.len() - digits_before].ends_with(joined);
    digits_before == 4 && digits_after == 4 && begins && ends
}

/// A minus stands at the beginning or after a space or bracket, right before a digit.
fn is_minus(before: &str, after: &str) -> bool {
    let starts = before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == '(');
    starts && after.starts_with(is_digit)
}

/// The digit of m2 and m3.
fn is_raised(before: &str, after: &str) -> bool {
    let unit = before.strip_suffix('m');
    unit.is_some_and(|ahead| !ahead.ends_with(char::is_alphanumeric))
        && !after.starts_with(char::is_alphanumeric)
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// How many digits a text begins with.
fn leading(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// How many digits a text ends with.
fn trailing(text: &str) -> usize {
    text.bytes().rev().take_while(u8::is_ascii_digit).count()
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
