//! Numbers written as nearly all are, read at once: `-1 539 366`, `32,67`.

use rust_decimal::Decimal;

use super::Mark;

/// Digits and signs that surely make a number one can count with.
const LONGEST: usize = 18;

/// The number of a text of digits with a space between groups of three, a minus before them and
/// decimals behind a comma; `None` for anything else, which may be a number all the same.
pub fn plain(text: &str, mark: Mark) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = match digits.split_once(',') {
        Some((whole, decimals)) if mark == Mark::Comma && !decimals.is_empty() => (whole, decimals),
        Some(_) => return None,
        None => (digits, ""),
    };
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if leading_zero || digits.len() > LONGEST || !is_grouped(whole) {
        return None;
    }
    let mut number = 0_i64;
    for byte in whole.bytes().chain(decimals.bytes()) {
        match byte {
            b'0'..=b'9' => number = number * 10 + i64::from(byte - b'0'),
            // Only between groups.
            b' ' => {}
            _ => return None,
        }
    }
    let scale = u32::try_from(decimals.len()).ok()?;
    let negative = digits.len() < text.len();
    let number = if negative { -number } else { number };
    (!decimals.contains(' ')).then(|| Decimal::new(number, scale))
}

/// Whether spaces, if there are any, stand before groups of three.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(' ');
    let first = groups.next().map_or(0, str::len);
    match groups.next() {
        None => first > 0,
        Some(second) => {
            (1..=3).contains(&first) && second.len() == 3 && groups.all(|g| g.len() == 3)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::finance::number::{Mark, parse_any};

    #[test]
    fn a_plain_number_is_what_any_number_is() {
        let signs = ['-', '0', '1', '2', ' ', ',', '.'];
        let mut texts = vec![String::new()];
        let mut read = 0;
        for _ in 0..6 {
            let longer = texts
                .iter()
                .flat_map(|text| signs.map(|sign| format!("{text}{sign}")));
            texts = longer.collect();
            for text in &texts {
                for mark in [Mark::Comma, Mark::Point] {
                    let Some(number) = plain(text, mark) else {
                        continue;
                    };
                    let whole = parse_any(text, mark).expect(text);
                    // With as many decimals.
                    assert_eq!(number.to_string(), whole.to_string(), "{text}");
                    read += 1;
                }
            }
        }
        assert!(read > 1000, "{read}");
    }
}
