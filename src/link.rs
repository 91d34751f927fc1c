//! Where a link in the data leads: a page of the site, a place on it, or the outside.

/// The target of a link as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// An address of the site without slashes around it, and an id on the page.
    Page {
        address: &'a str,
        id: Option<&'a str>,
    },
    /// An id on the same page.
    Here(&'a str),
    /// A web, mail or telephone address.
    Outside(&'a str),
    /// Anything else: unknown schemes, relative file names.
    Refused,
}

/// Schemes that a public page may lead to.
const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];

impl<'a> Target<'a> {
    /// In Markdown a page's address begins with `/`.
    pub fn in_text(text: &'a str) -> Self {
        match text.strip_prefix('/') {
            Some(_) if text.starts_with("//") => Target::Refused,
            Some(address) => Self::page(address),
            None => Self::other(text),
        }
    }

    /// In a key like `to:` or `page:` the slash may be left out.
    pub fn in_key(text: &'a str) -> Self {
        match Self::in_text(text) {
            Target::Refused if !text.contains(':') && !text.starts_with('/') => Self::page(text),
            target => target,
        }
    }

    fn page(text: &'a str) -> Self {
        let (address, id) = match text.split_once('#') {
            Some((address, id)) => (address, Some(id)),
            None => (text, None),
        };
        Target::Page {
            address: address.trim_end_matches('/'),
            id,
        }
    }

    fn other(text: &'a str) -> Self {
        if let Some(id) = text.strip_prefix('#') {
            return Target::Here(id);
        }
        let known = SCHEMES
            .iter()
            .any(|scheme| text.to_lowercase().starts_with(scheme));
        let plain = !text.chars().any(|c| c.is_control() || c.is_whitespace());
        if known && plain {
            Target::Outside(text)
        } else {
            Target::Refused
        }
    }
}

/// An e-mail address becomes a link; a web address is one already.
pub fn address(text: &str) -> String {
    let mail = text.contains('@') && !text.contains(':') && !text.contains('/');
    if mail {
        format!("mailto:{text}")
    } else {
        text.to_owned()
    }
}

/// A relative way from a page's file to another of the same site, both below the root.
pub fn relative(from: &str, to: &str) -> String {
    let shared = shared_folders(from, to);
    let up = from.split('/').count() - 1 - shared;
    let rest: Vec<&str> = to.split('/').skip(shared).collect();
    format!("{}{}", "../".repeat(up), rest.join("/"))
}

fn shared_folders(from: &str, to: &str) -> usize {
    let folders = |path: &str| -> usize { path.split('/').count() - 1 };
    let most = folders(from).min(folders(to));
    from.split('/')
        .zip(to.split('/'))
        .take(most)
        .take_while(|(a, b)| a == b)
        .count()
}

/// The file of a page below the output folder.
pub fn file(address: &str) -> String {
    if address.is_empty() {
        "index.html".to_owned()
    } else {
        format!("{address}/index.html")
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, relative};

    #[test]
    fn links_are_sorted_by_where_they_lead() {
        let page = |address, id| Target::Page { address, id };
        assert_eq!(
            Target::in_text("/maksut#traktori"),
            page("maksut", Some("traktori"))
        );
        assert_eq!(
            Target::in_key("maksut#traktori"),
            page("maksut", Some("traktori"))
        );
        assert_eq!(Target::in_text("/"), page("", None));
        assert_eq!(Target::in_text("#a"), Target::Here("a"));
        for wrong in [
            "javascript:alert(1)",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "//evil.fi",
            "maksut.html",
            "https://a b",
        ] {
            assert_eq!(Target::in_text(wrong), Target::Refused, "{wrong}");
        }
    }

    #[test]
    fn ways_between_pages_are_relative() {
        for (from, to, way) in [
            ("index.html", "maksut/index.html", "maksut/index.html"),
            ("maksut/index.html", "index.html", "../index.html"),
            ("a/b/index.html", "a/c/index.html", "../c/index.html"),
            ("a/b/index.html", "a/b/t.csv", "t.csv"),
            ("a/index.html", "a/b/index.html", "b/index.html"),
        ] {
            assert_eq!(relative(from, to), way, "{from} {to}");
        }
    }
}
