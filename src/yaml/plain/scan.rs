//! Looking for bytes, many at a time: without branches between them a processor compares sixteen
//! at once.

/// Where the first of these bytes stands.
pub fn find<const N: usize>(bytes: &[u8], wanted: [u8; N]) -> Option<usize> {
    let is_wanted = |byte: &u8| {
        wanted
            .iter()
            .fold(false, |found, one| found | (one == byte))
    };
    let (chunks, _) = bytes.as_chunks::<16>();
    let has_one = |chunk: &[u8; 16]| {
        let found = chunk.iter().map(|byte| u8::from(is_wanted(byte)));
        found.fold(0, |all, one| all | one) != 0
    };
    let without = chunks.iter().take_while(|chunk| !has_one(chunk)).count() * 16;
    let at = bytes.get(without..)?.iter().position(is_wanted)?;
    Some(without + at)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_first_one_is_found() {
        for length in 0..50 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(find(&bytes, [b':', b'#']), None);
            for at in (0..length).rev() {
                bytes[at] = if at % 2 == 0 { b':' } else { b'#' };
                assert_eq!(find(&bytes, [b':', b'#']), Some(at));
            }
        }
    }
}
