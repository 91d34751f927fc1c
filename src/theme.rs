//! A theme is files known by name: templates, styles, scripts, words. The default theme is part of
//! the program; a theme folder of the site holds only what differs.

pub mod contrast;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use walkdir::WalkDir;

use crate::diagnostic::{FileId, Findings};
use crate::locale::{Locale, flat_words};

/// The files of the default theme, embedded.
#[derive(RustEmbed)]
#[folder = "themes/default"]
struct Default;

/// A theme ready for use.
pub struct Theme {
    /// Templates of the default theme, then those of the site's own.
    pub templates: Templates,
    /// Words for templates, keys in snake_case.
    pub words: BTreeMap<String, String>,
    /// Every file below `static/`, by its path there.
    pub files: BTreeMap<String, Cow<'static, [u8]>>,
    /// Style sheets that only the site's own theme has: every page loads them.
    pub own_sheets: Vec<String>,
    /// The page's background on light and dark pages, from `tokens.css`.
    pub paper: (String, String),
}

/// Template sources by name.
#[derive(Default)]
pub struct Templates {
    pub shipped: Vec<(String, String)>,
    pub own: Vec<(String, String)>,
}

/// Why a theme cannot be used; no reason when its folder is not there.
#[derive(Debug)]
pub struct Unusable {
    pub path: PathBuf,
    pub reason: String,
}

/// The theme of this name in a site: the embedded default with the files of
/// `themes/<name>` over it. A name other than `default` must have its folder.
pub fn theme(site: &Path, name: &str, locale: &Locale) -> Result<Theme, Unusable> {
    let own = own_files(&site.join("themes").join(name), name)?;
    let shipped: BTreeMap<String, Cow<'static, [u8]>> = Default::iter()
        .filter_map(|path| Some((path.to_string(), Default::get(&path)?.data)))
        .collect();

    let mut templates = Templates::default();
    let mut files = BTreeMap::new();
    let words_file = format!("words.{}.yaml", locale.language());
    let mut words = BTreeMap::new();
    for (layer, sources) in [
        (&shipped, &mut templates.shipped),
        (&own, &mut templates.own),
    ] {
        for (path, bytes) in layer {
            if path.ends_with(".html") {
                sources.push((path.clone(), text(path, bytes)?));
            } else if let Some(path) = path.strip_prefix("static/") {
                files.insert(path.to_owned(), bytes.clone());
            } else if *path == words_file {
                words.extend(flat(path, bytes)?);
            }
        }
    }
    let own_sheets = own.keys().filter(|path| !shipped.contains_key(*path));
    let own_sheets = own_sheets
        .filter_map(|path| path.strip_prefix("static/css/"))
        .map(str::to_owned)
        .collect();
    let tokens = files
        .get("css/tokens.css")
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let paper = paper(&tokens.unwrap_or_default());
    Ok(Theme {
        templates,
        words,
        files,
        own_sheets,
        paper,
    })
}

/// The files of a theme folder; none when the default theme has no folder in the site.
fn own_files(folder: &Path, name: &str) -> Result<BTreeMap<String, Cow<'static, [u8]>>, Unusable> {
    let unusable = |path: &Path, reason: &dyn std::fmt::Display| Unusable {
        path: path.to_owned(),
        reason: reason.to_string(),
    };
    let mut files = BTreeMap::new();
    if name == "default" && !folder.is_dir() {
        return Ok(files);
    }
    if !folder.is_dir() {
        return Err(Unusable {
            path: folder.to_owned(),
            reason: String::new(),
        });
    }
    for entry in WalkDir::new(folder).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(|error| unusable(error.path().unwrap_or(folder), &error))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !entry.file_type().is_file() || hidden {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = path
            .iter()
            .map(|part| part.to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        let bytes = std::fs::read(entry.path()).map_err(|error| unusable(entry.path(), &error))?;
        files.insert(name, Cow::Owned(bytes));
    }
    Ok(files)
}

fn text(path: &str, bytes: &[u8]) -> Result<String, Unusable> {
    let unusable = |error: std::str::Utf8Error| Unusable {
        path: path.into(),
        reason: error.to_string(),
    };
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(unusable)
}

fn flat(path: &str, bytes: &[u8]) -> Result<BTreeMap<String, String>, Unusable> {
    let mut findings = Findings::default();
    let words = flat_words(&text(path, bytes)?, FileId(0), &mut findings);
    match findings.iter().next() {
        None => Ok(words),
        Some(finding) => Err(Unusable {
            path: path.into(),
            reason: finding.rule.to_owned(),
        }),
    }
}

/// `--paper: light-dark(#fff, #10191f)` as its two colours; white and black where it is not found.
fn paper(tokens: &str) -> (String, String) {
    let value = tokens
        .split("--paper:")
        .nth(1)
        .and_then(|rest| rest.split(';').next());
    let inner = value.and_then(|value| value.trim().strip_prefix("light-dark(")?.strip_suffix(')'));
    match inner.and_then(|inner| inner.split_once(',')) {
        Some((light, dark)) => (light.trim().to_owned(), dark.trim().to_owned()),
        None => ("#ffffff".to_owned(), "#000000".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::theme;
    use crate::locale::Locale;

    #[test]
    fn the_theme_has_the_same_words_in_every_language() {
        let words = |language: &str| {
            let locale = Locale::shipped(language).expect("a shipped language");
            let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
            let theme = theme(&site, "default", &locale).expect("the theme is usable");
            theme.words.into_keys().collect::<Vec<_>>()
        };
        let finnish = words("fi");
        assert!(!finnish.is_empty(), "there are words");
        for language in Locale::languages() {
            assert_eq!(words(language), finnish, "{language}");
        }
    }
}
