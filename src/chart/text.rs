//! How wide a text is, without any font: advance widths of a common sans serif in thousandths.

/// Height of text in units.
pub const SIZE: i32 = 14;

/// The width of a text in units, rounded up.
pub fn width(text: &str) -> i32 {
    let thousandths: i32 = text.chars().map(advance).sum();
    (thousandths * SIZE).div_euclid(1000) + 1
}

fn advance(character: char) -> i32 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' => 240,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | '!' | 'I' | 'f' | 't' | '/' | '(' | ')' => 300,
        'r' | '-' | '"' | '*' => 370,
        'm' | 'M' | 'W' | '%' => 900,
        'w' => 780,
        '0'..='9' | '€' | '−' | '–' | '+' => 640,
        'A'..='Z' | 'Å' | 'Ä' | 'Ö' => 700,
        _ => 590,
    }
}

/// A text cut to a width at a word's end, with an ellipsis; whole when it fits.
pub fn fitted(text: &str, most: i32) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if width(&kept) + width("…") + advance(character) * SIZE / 1000 > most {
            break;
        }
        kept.push(character);
    }
    format!("{}…", kept.trim_end_matches([' ', ',', '-', '\u{a0}']))
}

#[cfg(test)]
mod tests {
    use super::{fitted, width};

    #[test]
    fn longer_texts_are_wider_and_cut_ones_fit() {
        assert!(width("Palvelujen ostot") > width("Palvelu"));
        assert_eq!(fitted("TP 2023", 200), "TP 2023");
        assert!(width(&fitted("Asuminen ja ympäristö", 80)) <= 80);
    }
}
