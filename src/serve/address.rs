//! What a request asks for: the path of a file of the site. Nothing in it can lead anywhere else,
//! for files are looked up by name and never opened.

/// The longest path that a site can have, percent signs and all.
const LONGEST: usize = 2048;

/// Why a path is no file's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    TooLong,
    /// Dots, slashes or signs that no browser sends by itself.
    Malformed,
}

/// The path of a file by that of a request: `/maksut/` is `maksut/index.html`.
pub fn path(asked: &str) -> Result<String, Refused> {
    if asked.len() > LONGEST {
        return Err(Refused::TooLong);
    }
    let written = asked.strip_prefix('/').ok_or(Refused::Malformed)?;
    let mut parts = Vec::new();
    for part in written.split('/') {
        let part = decoded(part).ok_or(Refused::Malformed)?;
        let has_hazard = part
            .chars()
            .any(|sign| sign.is_control() || "/\\".contains(sign));
        if has_hazard || part == "." || part == ".." {
            return Err(Refused::Malformed);
        }
        parts.push(part);
    }
    // Two slashes in a row would begin the name of a host.
    let (file, folders) = parts.split_last_mut().ok_or(Refused::Malformed)?;
    if folders.iter().any(String::is_empty) {
        return Err(Refused::Malformed);
    }
    if file.is_empty() {
        "index.html".clone_into(file);
    }
    Ok(parts.join("/"))
}

/// The value of a key of a query.
pub fn value(query: &str, key: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(name, _)| *name == key);
    values.next().and_then(|(_, value)| decoded(value))
}

/// A text without percent signs; `None` where they stand for nothing.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        let is_hex = digits.chars().all(|sign| sign.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Refused, path, value};

    #[test]
    fn a_folder_is_its_page() {
        for (asked, file) in [
            ("/", "index.html"),
            ("/maksut/", "maksut/index.html"),
            ("/maksut/data.json", "maksut/data.json"),
            ("/s%C3%A4%C3%A4nn%C3%B6t/", "säännöt/index.html"),
            ("/100%25", "100%"),
            ("/%252e%252e/a", "%2e%2e/a"),
        ] {
            assert_eq!(path(asked).as_deref(), Ok(file), "{asked}");
        }
    }

    #[test]
    fn no_path_leads_out() {
        for asked in [
            "",
            "a",
            "*",
            "//evil.example/",
            "/a//b",
            "/../a",
            "/a/../b",
            "/.",
            "/..",
            "/%2e%2e/a",
            "/%2E./a",
            "/a%2f..%2fb",
            "/a\\..\\b",
            "/%5c..",
            "/a%00.html",
            "/%0d%0aX: y",
            "/%ff",
            "/%c0%ae%c0%ae/a",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
        ] {
            assert_eq!(path(asked), Err(Refused::Malformed), "{asked}");
        }
        assert_eq!(path(&"/a".repeat(2000)), Err(Refused::TooLong));
    }

    #[test]
    fn a_value_is_decoded_once() {
        assert_eq!(
            value("a=1&path=%2Fa%2520b%2F", "path").as_deref(),
            Some("/a%20b/")
        );
        assert_eq!(value("a=1", "path"), None);
    }
}
