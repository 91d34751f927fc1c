//! What a host is asked to say of a file, where it lets that be set.

/// The headers of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headers {
    pub content_type: &'static str,
    pub cache_control: &'static str,
}

/// The headers of a path, by its ending.
pub fn headers(path: &str) -> Headers {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let content_type = match ending {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    };
    Headers {
        content_type,
        // A name lives longer than its bytes: a browser asks each time, and is answered with "not
        // modified" when they are the same.
        cache_control: "no-cache",
    }
}

#[cfg(test)]
mod tests {
    use super::headers;

    #[test]
    fn text_tells_its_characters() {
        for path in ["index.html", "a/b.csv", "kartta.svg", "haku.json"] {
            let told = headers(path).content_type;
            assert!(told.ends_with("charset=utf-8"), "{path}: {told}");
        }
        assert_eq!(headers("CNAME").content_type, "application/octet-stream");
    }
}
