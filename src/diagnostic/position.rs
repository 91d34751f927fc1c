//! From an offset in a file to the line and column that an editor shows.
//! Every form of report asks here, so that they all name the same place.

/// Line and column (rivi ja sarake), both from 1.
///
/// A column counts characters (Unicode scalar values): `ä` is one, a no-break space is one, a tab
/// is one however wide an editor draws it, an emoji of several joined signs is as many. A byte order
/// mark at the beginning of the file is not counted, and `\r\n` is one line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The position of a byte offset in the whole text of a file.
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..resting(text, offset)).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.get(line_start..).unwrap_or_default();
    Position {
        line: before.matches('\n').count() + 1,
        column: line.trim_start_matches(BYTE_ORDER_MARK).chars().count() + 1,
    }
}

/// What some editors put before the text of a file (BOM).
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Where an offset can be pointed at: on the border of a character, not between `\r` and `\n`, not
/// past the last line end, where an editor may show no line, and not before the text.
pub fn resting(text: &str, offset: usize) -> usize {
    let begin = text.len() - without_mark(text).len();
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = |offset: usize| text.get(..offset).unwrap_or_default();
    if offset == text.len() && before(offset).ends_with('\n') {
        offset -= 1;
    }
    let splits_line_end = before(offset).ends_with('\r')
        && text
            .get(offset..)
            .is_some_and(|rest| rest.starts_with('\n'));
    offset
        .saturating_sub(usize::from(splits_line_end))
        .max(begin)
}

/// The text of a file without its byte order mark.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Position, position};

    /// The position of the first `x`.
    fn of_x(text: &str) -> (usize, usize) {
        let Position { line, column } = position(text, text.find('x').expect("there is an x"));
        (line, column)
    }

    #[test]
    fn a_column_counts_characters() {
        for (text, place) in [
            ("x", (1, 1)),
            ("a: x", (1, 4)),
            ("ääkköset: x", (1, 11)),
            ("a\u{308}: x", (1, 5)),
            ("\tx", (1, 2)),
            ("1\u{a0}280\u{202f}320 x", (1, 11)),
            ("😀 x", (1, 3)),
            ("👩\u{200d}🚒 x", (1, 5)),
        ] {
            assert_eq!(of_x(text), place, "{text:?}");
        }
    }

    #[test]
    fn line_ends_and_byte_order_marks_are_not_counted() {
        for (text, place) in [
            ("a\nx", (2, 1)),
            ("a\r\nx", (2, 1)),
            ("a\r\n\r\n  x\r\n", (3, 3)),
            ("\u{feff}x", (1, 1)),
            ("\u{feff}a: x", (1, 4)),
            ("\u{feff}a\r\n\u{a0}x", (2, 2)),
        ] {
            assert_eq!(of_x(text), place, "{text:?}");
        }
    }

    #[test]
    fn an_offset_outside_rests_on_the_nearest_character() {
        for (text, offset, (line, column)) in [
            ("", 0, (1, 1)),
            ("", 9, (1, 1)),
            ("ab", 2, (1, 3)),
            ("ab", 99, (1, 3)),
            ("ab\n", 3, (1, 3)),
            ("ab\r\n", 3, (1, 3)),
            ("ab\r\n", 4, (1, 3)),
            ("ab\n\n", 4, (2, 1)),
            ("ä", 1, (1, 1)),
            ("\u{feff}", 3, (1, 1)),
            ("\u{feff}a", 0, (1, 1)),
            ("\u{feff}a", 1, (1, 1)),
        ] {
            assert_eq!(
                position(text, offset),
                Position { line, column },
                "{text:?} {offset}"
            );
        }
    }
}
