//! The site's own address is no web address: links of search engines and the site map are made
//! from it, and files of web hosts take the site's folder from it.

use crate::content::Content;
use crate::diagnostic::Finding;

pub fn in_settings(content: &Content) -> Vec<Finding> {
    let Some(address) = &content.settings.address else {
        return Vec::new();
    };
    if is_site(&address.value) {
        return Vec::new();
    }
    let finding = Finding::error("not-a-site-address", address.place).with("text", &address.value);
    let finding = match likely(&address.value) {
        Some(likely) => finding.with("likely", likely).helped_by("help-likely"),
        None => finding,
    };
    vec![finding]
}

/// Whether a text is the address of a site's folder, as a browser shows it.
fn is_site(text: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let Some(rest) = rest else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_host = name.starts_with(char::is_alphanumeric)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "-.".contains(c))
        && port.parse::<u16>().is_ok();
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'<>\\`?#".contains(c);
    is_host && rest.chars().all(is_plain) && !rest.ends_with(".html")
}

/// What was meant: without the name of a page or what follows it, and with a scheme.
fn likely(text: &str) -> Option<String> {
    let text = text.trim().split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let folder = match rest.rsplit_once('/') {
        Some((folder, page)) if page.ends_with(".html") => folder,
        _ => rest.trim_matches('/'),
    };
    let likely = format!("{}://{folder}/", scheme.to_lowercase());
    (folder.contains('.') && is_site(&likely)).then_some(likely)
}

#[cfg(test)]
mod tests {
    use super::{is_site, likely};

    #[test]
    fn a_site_is_a_folder_on_the_web() {
        for right in [
            "https://talous.example.fi",
            "http://www.example.fi/talous/",
            "https://hämeenlinna.example/",
            "http://localhost:8080/",
        ] {
            assert!(is_site(right), "{right}");
        }
        for (wrong, meant) in [
            ("talous.example.fi", Some("https://talous.example.fi/")),
            (
                "www.example.fi/talous/",
                Some("https://www.example.fi/talous/"),
            ),
            ("HTTPS://a.example", Some("https://a.example/")),
            (
                "https://a.example/b/index.html",
                Some("https://a.example/b/"),
            ),
            ("https://a.example/?id=1", Some("https://a.example/")),
            ("//a.example/b", Some("https://a.example/b/")),
            ("ftp://a.example", None),
            ("talous", None),
            ("https://", None),
            ("https://a b.example", None),
            ("https://a.example/\";}", None),
            ("info@a.example", None),
        ] {
            assert!(!is_site(wrong), "{wrong}");
            assert_eq!(likely(wrong).as_deref(), meant, "{wrong}");
        }
    }
}
