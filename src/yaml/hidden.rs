//! What is wrong with the characters of a text before anything is read from it: signs that nobody
//! meant to write, and letters that a wrong encoding has broken.

use crate::diagnostic::{FileId, Finding, Place};

/// The first character that nobody meant to write: controls, line breaks pasted from Word,
/// direction overrides, byte order marks inside the text, letters broken by an encoding.
pub fn hidden_character(text: &str, offset: usize, file: FileId) -> Option<Finding> {
    if is_harmless(text) {
        return None;
    }
    let (at, finding) = [refused_in(text), garbled_in(text)]
        .into_iter()
        .flatten()
        .min_by_key(|(range, _)| range.start)?;
    let place = Place::new(file, offset + at.start, offset + at.end);
    Some(Finding {
        place: Some(place),
        ..finding
    })
}

/// Whether no byte of a text begins anything that is looked for: nearly every text is told so in one
/// pass, many bytes at a time.
fn is_harmless(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        let chunk = rest.get(..CHUNK).unwrap_or(rest);
        // With the byte after it.
        let followed = rest.get(1..).unwrap_or_default();
        let pairs = chunk.iter().zip(followed);
        let doubtful = pairs.fold(false, |found, (byte, next)| found | doubtful(*byte, *next))
            | (followed.len() < chunk.len());
        if doubtful && (0..chunk.len()).any(|at| is_harmful(rest, at)) {
            return false;
        }
        start += CHUNK;
    }
    true
}

/// Bytes that are looked at together.
const CHUNK: usize = 64;

/// Whether two bytes may begin what is looked for; without branches, so that a processor does many
/// of them at once.
fn doubtful(byte: u8, next: u8) -> bool {
    ((byte < 0x20) & (byte != b'\n'))
        | (byte == 0x7f)
        | (byte == 0xef)
        | ((byte == 0xc2) & (next < 0xa0))
        | ((byte == 0xc3) & ((next == 0x83) | (next == 0xa2)))
        | ((byte == 0xe2) & (next < 0x82))
}

/// Whether something that is looked for begins at a byte of a text.
fn is_harmful(bytes: &[u8], place: usize) -> bool {
    let at = |place: usize| bytes.get(place).copied().unwrap_or_default();
    match at(place) {
        b'\t' | b'\n' => false,
        // Controls, and line ends of Windows, which may stand alone.
        0..0x20 | 0x7f => true,
        // U+0080 to U+009F.
        0xc2 => at(place + 1) < 0xa0,
        // Ã and â.
        0xc3 => matches!(at(place + 1), 0x83 | 0xa2),
        // U+200B, U+200E, U+200F, U+2028 to U+202E; U+2066 to U+2069.
        0xe2 => match at(place + 1) {
            0x80 => matches!(at(place + 2), 0x8b | 0x8e | 0x8f | 0xa8..=0xae),
            0x81 => matches!(at(place + 2), 0xa6..=0xa9),
            _ => false,
        },
        // U+FEFF and U+FFFD among others.
        0xef => true,
        _ => false,
    }
}

type Found = (std::ops::Range<usize>, Finding);

fn refused_in(text: &str) -> Option<Found> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let lone_return =
            character == '\r' && characters.peek().is_none_or(|(_, next)| *next != '\n');
        if refused(character) || lone_return {
            let finding = finding(character);
            let all = lone_return && !text.contains('\n');
            let finding = if all {
                finding.helped_by("help-line-ends")
            } else {
                finding
            };
            return Some((at..at + character.len_utf8(), finding));
        }
    }
    None
}

/// The finding about a hidden character, without its place.
pub fn finding(character: char) -> Finding {
    let name = format!("U+{:04X}", u32::from(character));
    let finding = Finding::error("hidden-character", None).with("character", name);
    match character {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            finding.helped_by("help-line")
        }
        _ => finding,
    }
}

/// Whether a character must not stand in a text.
pub fn refused(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}' => true,
        other => other.is_control(),
    }
}

/// What `ä ö å Ä Ö € – ”` and the no-break space become when UTF-8 is opened as Latin-1 and saved
/// again, and the sign for a letter that is lost.
const GARBLED: [&str; 12] = [
    "Ã¤", "Ã¶", "Ã¥", "Ã„", "Ã–", "Ã…", "â‚¬", "â€“", "â€”", "â€™", "â€œ", "\u{fffd}",
];

fn garbled_in(text: &str) -> Option<Found> {
    let found = GARBLED
        .iter()
        .filter_map(|signs| Some((text.find(signs)?, *signs)));
    let (at, signs) = found.min()?;
    let finding = Finding::error("garbled-letters", None).with("text", signs);
    Some((at..at + signs.len(), finding))
}

#[cfg(test)]
mod tests {
    use super::hidden_character;
    use crate::diagnostic::FileId;

    #[test]
    fn characters_that_nobody_meant_are_found() {
        let found = |text| {
            let finding = hidden_character(text, 10, FileId(0))?;
            Some((finding.rule, finding.place?.start, finding.help))
        };
        for (text, told) in [
            ("ä\u{2028}", ("hidden-character", 12, "help-line")),
            ("a\0", ("hidden-character", 11, "help")),
            ("a\u{1b}[31m", ("hidden-character", 11, "help")),
            ("a\u{200b}", ("hidden-character", 11, "help")),
            ("a\u{feff}", ("hidden-character", 11, "help")),
            ("a\rb\n", ("hidden-character", 11, "help-line")),
            ("a\rb\r", ("hidden-character", 11, "help-line-ends")),
            ("kesÃ¤", ("garbled-letters", 13, "help")),
            ("kes\u{fffd}", ("garbled-letters", 13, "help")),
        ] {
            assert_eq!(found(text), Some(told), "{text:?}");
        }
        for text in [
            "a\r\nb\tc\n",
            "1\u{a0}280\u{202f}320",
            "tapaus\u{ad}kohtainen",
            "👩\u{200d}🚒",
        ] {
            assert_eq!(found(text), None, "{text:?}");
        }
    }
}
