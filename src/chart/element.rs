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

/// The outline of a bar.
pub fn put_bar(out: &mut String, (left, top): (i32, i32), (width, height): (i32, i32)) {
    out.push('M');
    put_number(out, left);
    out.push(' ');
    put_number(out, top);
    out.push('h');
    put_number(out, width);
    out.push('v');
    put_number(out, height);
    out.push('H');
    put_number(out, left);
    out.push('z');
}

/// Text safe inside SVG; control characters are dropped.
fn put_words(out: &mut String, text: &str) {
    if is_safe(text) {
        out.push_str(text);
        return;
    }
    for character in text.chars().filter(|character| !character.is_control()) {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// Whether a text has nothing in it that must be written in another way.
fn is_safe(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        // Control characters beyond ASCII are two bytes.
        let is_control = byte < b' ' || byte == 0x7f || before == 0xc2 && byte < 0xa0;
        before = byte;
        !is_control && !matches!(byte, b'&' | b'<' | b'>' | b'"')
    })
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
