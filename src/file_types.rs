//! The types of the files that a site may have, as every host is told them.

/// The types of all files that a site may have. What is text is in UTF-8.
pub const TYPES: [(&str, &str); 21] = [
    ("html", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("svg", "image/svg+xml"),
    ("csv", "text/csv"),
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("txt", "text/plain"),
    ("md", "text/markdown"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("webmanifest", "application/manifest+json"),
];

/// The type of a path, by its ending.
pub fn of(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let known = TYPES.iter().find(|(known, _)| *known == ending);
    known.map_or("application/octet-stream", |(_, kind)| kind)
}

/// A type as a header says it: `text/csv; charset=utf-8`.
pub fn told(kind: &str) -> String {
    let charset = if is_text(kind) { "; charset=utf-8" } else { "" };
    format!("{kind}{charset}")
}

/// The path of a file by that of its packed copy, `index.html.gz`.
pub fn unpacked(path: &str) -> &str {
    path.strip_suffix(".gz").unwrap_or(path)
}

pub fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || ["json", "xml"].iter().any(|end| kind.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{of, told};

    #[test]
    fn text_tells_its_characters() {
        for path in ["index.html", "a/b.csv", "kartta.svg", "haku.json"] {
            let told = told(of(path));
            assert!(told.ends_with("charset=utf-8"), "{path}: {told}");
        }
        assert_eq!(told(of("CNAME")), "application/octet-stream");
        assert_eq!(told(of("a.b/vaakuna.png")), "image/png");
    }
}
