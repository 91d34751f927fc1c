//! Files that pages load, under names that carry their bytes: `fees.css` is `fees.3f9a1c2b.css`.
//! So a page always finds the very files it was made with, also while a site is replaced file by
//! file, and a browser may keep them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{File, site};
use crate::content::Content;
use crate::theme::{Theme, Unusable};

/// Endings of files whose names change with their bytes: pages and other such files name them.
pub const ENDINGS: [&str; 11] = [
    "css", "js", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "woff", "woff2",
];
/// Pictures that browsers ask for by a name of their own.
const KNOWN: [&str; 2] = ["favicon", "apple-touch-icon"];
/// How many digits of the sum are in a name.
const DIGITS: usize = 8;

/// The files of the theme, the site's colours and its logo, ready to be written.
#[derive(Default)]
pub struct Assets {
    /// The name in the output of every file, by the one in the theme.
    names: BTreeMap<String, String>,
    files: Vec<File>,
}

/// The files that pages load.
pub fn assets(content: &Content, theme: &Theme) -> Result<Assets, Unusable> {
    let mut plain = BTreeMap::new();
    for File { path, bytes } in site::loaded(content, theme) {
        if plain.contains_key(&path) {
            return Err(unusable(&path, "two files have this name"));
        }
        plain.insert(path, bytes);
    }
    named(&plain)
}

fn named(plain: &BTreeMap<String, Vec<u8>>) -> Result<Assets, Unusable> {
    let mut assets = Assets::default();
    for name in plain.keys() {
        assets.add(name, plain, &mut Vec::new())?;
    }
    Ok(assets)
}

impl Assets {
    /// The name of a file in the output.
    pub fn name(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }

    /// The files whose names differ from those in the theme: plain name, name in the output.
    pub fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.names.iter().map(|(one, other)| (&**one, &**other));
        all.filter(|(plain, told)| plain != told)
    }

    /// All names that a template may ask for.
    pub fn names(&self) -> &BTreeMap<String, String> {
        &self.names
    }

    pub fn into_files(self) -> Vec<File> {
        self.files
    }

    /// Adds a file after those that it names: their names are part of its bytes. `open` are the
    /// files that wait for it.
    fn add<'p>(
        &mut self,
        name: &'p str,
        plain: &'p BTreeMap<String, Vec<u8>>,
        open: &mut Vec<&'p str>,
    ) -> Result<(), Unusable> {
        if self.names.contains_key(name) {
            return Ok(());
        }
        if open.contains(&name) {
            return Err(unusable(
                name,
                "files that name each other cannot both carry their bytes in their names",
            ));
        }
        open.push(name);
        let bytes = plain.get(name).map(Vec::as_slice).unwrap_or_default();
        let bytes = match std::str::from_utf8(bytes) {
            Ok(text) => self.referring(text, name, plain, open)?.into_bytes(),
            Err(_) => bytes.to_vec(),
        };
        open.pop();
        let path = if is_carried(name) {
            carrying(name, &bytes)
        } else {
            name.to_owned()
        };
        self.names.insert(name.to_owned(), path.clone());
        self.files.push(File { path, bytes });
        Ok(())
    }

    /// A text with the names in the output of the files that it names, in quotes or in `url()`.
    fn referring<'p>(
        &mut self,
        text: &str,
        name: &'p str,
        plain: &'p BTreeMap<String, Vec<u8>>,
        open: &mut Vec<&'p str>,
    ) -> Result<String, Unusable> {
        let is_border = |sign| matches!(sign, '"' | '\'' | '`' | '(' | ')');
        let mut out = String::with_capacity(text.len());
        for piece in text.split_inclusive(is_border) {
            let way = piece.trim_end_matches(is_border).trim();
            let way = way.split(['?', '#']).next().unwrap_or_default();
            let target = resolved(name, way);
            let target = target.and_then(|target| Some(plain.get_key_value(&target)?.0));
            match target.filter(|target| *target != name) {
                Some(target) => {
                    self.add(target, plain, open)?;
                    let told = self.name(target).unwrap_or(target);
                    out.push_str(&piece.replacen(file_name(target), file_name(told), 1));
                }
                None => out.push_str(piece),
            }
        }
        Ok(out)
    }
}

/// The path of a file that another one names by a way from its own folder; a way beyond the site's
/// folder stays there, as in a browser.
fn resolved(from: &str, way: &str) -> Option<String> {
    if way.is_empty() || way.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in way.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn is_carried(name: &str) -> bool {
    let is_known = KNOWN.iter().any(|known| file_name(name).starts_with(known));
    let is_hidden = name.split('/').any(|part| part.starts_with('.'));
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    !is_known && !is_hidden && ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

/// `fees.css` as `fees.3f9a1c2b.css`.
fn carrying(name: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    let digits: String = digits.take(DIGITS / 2).collect();
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{digits}.{ending}"),
        None => format!("{name}.{digits}"),
    }
}

/// Whether a name carries its bytes, so that the file never changes.
pub fn carries_bytes(name: &str) -> bool {
    let mut parts = name.rsplit('.');
    let ending = parts.next().unwrap_or_default();
    let is_hex = |sign: char| sign.is_ascii_digit() || ('a'..='f').contains(&sign);
    let digits = parts.next().filter(|_| parts.next().is_some());
    let is_sum = |digits: &str| digits.len() == DIGITS && digits.chars().all(is_hex);
    ENDINGS.contains(&ending) && digits.is_some_and(is_sum)
}

/// A name that carries its bytes, as a regular expression.
pub fn pattern() -> String {
    format!(r"\.[0-9a-f]{{{DIGITS}}}\.({})$", ENDINGS.join("|"))
}

fn unusable(path: &str, reason: &str) -> Unusable {
    Unusable {
        path: path.into(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Assets, Unusable, carries_bytes, named};

    fn assets(files: &[(&str, &str)]) -> Result<Assets, Unusable> {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        named(&files.iter().map(owned).collect::<BTreeMap<_, _>>())
    }

    fn text(assets: &Assets, name: &str) -> String {
        let path = assets.name(name).expect("a file of the theme");
        let file = assets.files.iter().find(|file| file.path == path);
        String::from_utf8(file.expect("a file").bytes.clone()).expect("text")
    }

    #[test]
    fn a_name_carries_the_bytes() {
        let assets = assets(&[("a.css", "abc"), ("img/a.png", "abc"), ("a.pdf", "abc")]);
        let assets = assets.expect("assets");
        // printf abc | sha256sum
        assert_eq!(assets.name("a.css"), Some("a.ba7816bf.css"));
        assert_eq!(assets.name("img/a.png"), Some("img/a.ba7816bf.png"));
        assert_eq!(assets.name("a.pdf"), Some("a.pdf"));
        assert_eq!(assets.name("b.css"), None);
        assert_eq!(assets.renamed().count(), 2);
    }

    #[test]
    fn what_the_world_asks_for_by_name_keeps_it() {
        for name in [
            "favicon.svg",
            "apple-touch-icon-120.png",
            ".well-known/a.svg",
        ] {
            let assets = assets(&[(name, "abc")]).expect("assets");
            assert_eq!(assets.name(name), Some(name));
        }
    }

    #[test]
    fn files_name_each_other_by_the_names_in_the_output() {
        let sheet = "@import \"b.css\";a{src:url(fonts/f.woff2#x);src:url( '../fonts/f.woff2' )}\
                     i{background:url(none.png)}";
        let script = "import('./c.js'); // it's \"b.css\"";
        let files = [
            ("a.css", sheet),
            ("a.js", script),
            ("app.webmanifest", r#"{"src": "c.js"}"#),
            ("b.css", "abc"),
            ("c.js", "abc"),
            ("fonts/f.woff2", "abc"),
        ];
        let assets = assets(&files).expect("assets");
        let told = "@import \"b.ba7816bf.css\";a{src:url(fonts/f.ba7816bf.woff2#x);\
                    src:url( '../fonts/f.ba7816bf.woff2' )}i{background:url(none.png)}";
        assert_eq!(text(&assets, "a.css"), told);
        let told = "import('./c.ba7816bf.js'); // it's \"b.ba7816bf.css\"";
        assert_eq!(text(&assets, "a.js"), told);
        assert_eq!(
            text(&assets, "app.webmanifest"),
            r#"{"src": "c.ba7816bf.js"}"#
        );
    }

    #[test]
    fn a_sheet_has_a_new_name_when_what_it_names_changes() {
        let name = |picture: &str| {
            let files = [("a.css", "i{background:url(p.png)}"), ("p.png", picture)];
            let assets = assets(&files).expect("assets");
            assets.name("a.css").expect("a file").to_owned()
        };
        assert_ne!(name("abc"), name("abd"));
    }

    #[test]
    fn a_circle_is_told() {
        let failed = assets(&[("a.js", "import './b.js'"), ("b.js", "import './a.js'")]);
        assert!(failed.is_err_and(|failure| failure.path.ends_with("a.js")));
    }

    #[test]
    fn a_name_tells_whether_it_carries_its_bytes() {
        for name in ["fees.3f9a1c2b.css", "a/icon.00000000.svg"] {
            assert!(carries_bytes(name), "{name}");
        }
        for name in [
            "fees.css",
            "3f9a1c2b.css",
            "a.3f9a1c2b.csv",
            "a.3F9A1C2B.css",
            "a.3f9a1c2.css",
        ] {
            assert!(!carries_bytes(name), "{name}");
        }
    }
}
