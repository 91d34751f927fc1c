//! Elements written into a drawing piece by piece: markup as it is, numbers, and words made safe.

/// A piece of an element.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'a> {
    /// Markup, as it is.
    Raw(&'a str),
    /// Words of the data, made safe.
    Words(&'a str),
    Letter(char),
    /// Whole units.
    Units(i32),
    /// Tenths of a unit, as units: 12.5, 12, −3.1.
    Tenths(i32),
}

/// Writes pieces one after another.
pub fn put(out: &mut String, pieces: &[Piece]) {
    for piece in pieces {
        match *piece {
            Piece::Raw(markup) => out.push_str(markup),
            Piece::Words(text) => put_words(out, text),
            Piece::Letter(letter) => out.push(letter),
            Piece::Units(number) => put_number(out, number),
            Piece::Tenths(number) => put_tenths(out, number),
        }
    }
}

fn put_number(out: &mut String, number: i32) {
    if number < 0 {
        out.push('-');
    }
    put_digits(out, number.unsigned_abs());
}

/// Numbers of a drawing are short.
fn put_digits(out: &mut String, number: u32) {
    if number > 9 {
        put_digits(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

fn put_tenths(out: &mut String, number: i32) {
    let (whole, rest) = (number / 10, (number % 10).abs());
    if number < 0 && whole == 0 {
        out.push('-');
    }
    put_number(out, whole);
    if rest > 0 {
        out.push('.');
        put_number(out, rest);
    }
}

/// Text safe inside SVG; control characters are dropped.
fn put_words(out: &mut String, text: &str) {
    let mut done = 0;
    for (place, character) in text.char_indices() {
        let safe = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            control if control.is_control() => "",
            _ => continue,
        };
        out.push_str(&text[done..place]);
        out.push_str(safe);
        done = place + character.len_utf8();
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::{Piece, put};

    #[test]
    fn numbers_are_units_and_words_are_safe() {
        let mut out = String::new();
        for number in [0, 7, -40, 720, i32::MIN] {
            put(&mut out, &[Piece::Units(number), Piece::Raw(" ")]);
        }
        for number in [0, 125, 120, -31, -4, 5] {
            put(&mut out, &[Piece::Tenths(number), Piece::Raw(" ")]);
        }
        put(&mut out, &[Piece::Words("a<b & \"c\"\u{7}\u{85}€\u{a0}")]);
        assert_eq!(
            out,
            "0 7 -40 720 -2147483648 0 12.5 12 -3.1 -0.4 0.5 a&lt;b &amp; &quot;c&quot;€\u{a0}"
        );
    }
}
