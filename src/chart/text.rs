//! How wide a text is, without any font: advance widths of common sans serifs in thousandths.

/// Height of text in units.
pub const SIZE: i32 = 14;

/// Widths from the space to the tilde, near those of DejaVu Sans, the widest of the usual fonts:
/// too much room does no harm.
const ADVANCES: [i32; 95] = [
    320, 360, 430, 740, 640, 980, 780, 250, 390, 390, 480, 760, 320, 370, 320, 330, // to /
    640, 640, 640, 640, 640, 640, 640, 640, 640, 640, 330, 330, 760, 760, 760, 580, // to ?
    1070, 730, 730, 760, 800, 700, 640, 830, 780, 310, 430, 720, 590, 910, 780, 840, // to O
    680, 840, 750, 710, 660, 770, 730, 1030, 720, 700, 700, 360, 330, 360, 700, 570, // to _
    450, 630, 640, 570, 640, 630, 340, 640, 640, 260, 280, 570, 260, 960, 640, 630, // to o
    640, 640, 410, 550, 360, 640, 580, 830, 580, 580, 550, 520, 320, 520, 760, // to ~
];

/// The width of a text in units, rounded up.
pub fn width(text: &str) -> i32 {
    let thousandths = text.chars().fold(0_i32, |sum, character| {
        sum.saturating_add(advance(character))
    });
    thousandths / 1000 * SIZE + thousandths % 1000 * SIZE / 1000 + 1
}

/// The width of a bold text.
pub fn bold_width(text: &str) -> i32 {
    let width = width(text);
    width.saturating_add(width / 9)
}

fn advance(character: char) -> i32 {
    let plain = match character {
        '\u{a0}' => ' ',
        'å' | 'ä' => 'a',
        'ö' | '–' => 'o',
        'Å' | 'Ä' => 'A',
        'Ö' => 'O',
        '€' => '0',
        '−' => '+',
        other => other,
    };
    let place = u32::from(plain).wrapping_sub(32);
    let known = usize::try_from(place)
        .ok()
        .and_then(|place| ADVANCES.get(place));
    known.copied().unwrap_or(1000)
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

/// A text in lines of at most `most` units, broken at spaces; a long word stays whole.
pub fn broken(text: &str, most: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}")) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{bold_width, broken, fitted, width};

    #[test]
    fn longer_texts_are_wider_and_cut_ones_fit() {
        assert!(width("Palvelujen ostot") > width("Palvelu"));
        assert_eq!(fitted("TP 2023", 200), "TP 2023");
        assert!(width(&fitted("Asuminen ja ympäristö", 80)) <= 80);
    }

    #[test]
    fn no_system_font_is_wider() {
        // Ten digits: 78 units in Arial, 89 in DejaVu Sans.
        assert!((89..=92).contains(&width("1234567890")));
        assert!(bold_width("12 €") > width("12 €"));
    }

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(broken("TOT. 30.6.", 40), ["TOT.", "30.6."]);
        assert_eq!(broken("TP 2023", 400), ["TP 2023"]);
        assert_eq!(broken("Kaupunkimarkkinointi", 20), ["Kaupunkimarkkinointi"]);
    }
}
