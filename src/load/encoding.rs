//! From bytes to text: a file is UTF-8, and what it is otherwise is named.

use crate::diagnostic::{FileId, Finding, Place};

/// The text of a file, or what it is instead of UTF-8.
pub fn text(bytes: Vec<u8>, file: FileId) -> Result<String, Box<Finding>> {
    let begins = |signs: &[u8]| bytes.starts_with(signs);
    if let Some((_, form)) = OTHERS.iter().find(|(signs, _)| begins(signs)) {
        let finding = Finding::error("not-a-text-file", Place::top(file));
        return Err(Box::new(finding.with("form", *form)));
    }
    let half = bytes.first() == Some(&0) || bytes.get(1) == Some(&0);
    if half || begins(b"\xff\xfe") || begins(b"\xfe\xff") {
        let finding = Finding::error("not-utf8", Place::top(file));
        return Err(Box::new(finding.with("form", "UTF-16")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let finding = Finding::error("not-utf8", Place::new(file, at, at + 1));
        Box::new(finding.with("form", "Windows-1252 (Latin-1)"))
    })
}

/// How files begin that somebody has only renamed.
const OTHERS: [(&[u8], &str); 4] = [
    (b"PK\x03\x04", "DOCX, XLSX, ODT"),
    (b"\xd0\xcf\x11\xe0", "DOC, XLS"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
];

#[cfg(test)]
mod tests {
    use super::text;
    use crate::diagnostic::FileId;

    #[test]
    fn what_is_not_utf8_is_named() {
        let told = |bytes: &[u8]| {
            let finding = text(bytes.to_vec(), FileId(0)).err()?;
            let form = finding.values.first().map(|(_, form)| form.clone());
            Some((finding.rule, form?, finding.place?.start))
        };
        let is = |rule, form: &str, start| Some((rule, form.to_owned(), start));
        assert_eq!(told("kesä €\n".as_bytes()), None);
        assert_eq!(told(b"\xef\xbb\xbfa: b\n"), None);
        assert_eq!(told(b""), None);
        assert_eq!(
            told(b"kes\xe4"),
            is("not-utf8", "Windows-1252 (Latin-1)", 3)
        );
        assert_eq!(told(b"\xff\xfea\0"), is("not-utf8", "UTF-16", 0));
        assert_eq!(told(b"a\0b\0"), is("not-utf8", "UTF-16", 0));
        assert_eq!(
            told(b"PK\x03\x04\x14"),
            is("not-a-text-file", "DOCX, XLSX, ODT", 0)
        );
    }
}
