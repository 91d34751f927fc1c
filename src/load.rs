//! Files to what they say: walks `content/`, reads the heads of all pages and then, page by page,
//! their sections, and names all mistakes at once. No rule is judged here.

mod desk;
pub(crate) mod encoding;
mod files;
pub(crate) mod front_matter;
mod names;
mod outline;
mod pages;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::content::{Content, Pages, Settings};
use crate::diagnostic::{FileId, Finding, Findings, Sources};
use crate::locale::Locale;
use crate::timings::{self, Stage};
use crate::vat_rates::Rates;
use crate::yaml::{self, Decode, Node, Reader, Value};
use desk::Desk;
pub use outline::{BATCH, Outline, batches};

/// A folder that could not be walked or read: a failure of the machine, not of the data.
#[derive(Debug)]
pub struct Unreadable {
    pub path: PathBuf,
    pub reason: String,
}

/// What was read: the content unless something is wrong, and what is wrong.
pub struct Loaded {
    pub content: Option<Content>,
    pub sources: Arc<Sources>,
    pub findings: Findings,
    /// Those of them that are about no page by itself.
    pub of_folder: Findings,
    /// The site's language as far as it is known.
    pub language: Option<String>,
}

/// The data files of a site folder in order, relative to it; no link out of it is followed.
pub fn data_files(site: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    let content = site.join("content");
    let real = |path: &Path| path.canonicalize().map_err(|e| unreadable(path, &e));
    if !real(&content)?.starts_with(real(site)?) {
        return Err(unreadable(&content, &"a link out of the site"));
    }
    let mut files = files::tree(site)?.files;
    files.retain(|file| {
        file.extension()
            .is_some_and(|ending| ending == "yaml" || ending == "md")
    });
    Ok(files)
}

/// Whether a path, relative to the site, is below `content/` and no part of what it says.
pub fn is_ignored(path: &Path) -> bool {
    path.strip_prefix("content")
        .is_ok_and(|path| path.iter().any(files::is_ignored))
}

/// The address of the page that a file belongs to, by its path relative to the site.
pub fn address(file: &Path) -> String {
    let folder = file.strip_prefix("content").ok().and_then(Path::parent);
    let names = folder.into_iter().flatten();
    let names = names.map(|name| files::address(&name.to_string_lossy()));
    names.collect::<Vec<_>>().join("/")
}

/// The content of a site folder.
pub fn content(site: &Path) -> Result<Loaded, Unreadable> {
    let (loaded, _) = outline(site)?.read(usize::MAX, &|_| true, &|_, _| ())?;
    Ok(loaded)
}

/// The outline of a site folder.
pub fn outline(site: &Path) -> Result<Outline, Unreadable> {
    let mut tree = timings::of(Stage::Read, || files::tree(site))?;
    let mut findings = Findings::default();
    findings.extend(std::mem::take(&mut tree.findings));
    let sources = Arc::new(Sources::new(site, std::mem::take(&mut tree.files)));

    let settings = timings::of(Stage::Parse, || settings(&tree, &sources, &mut findings))?;
    let language = settings
        .as_ref()
        .map(|settings| settings.language.value.clone());
    let locale = language
        .as_deref()
        .and_then(Locale::shipped)
        .unwrap_or_else(Locale::finnish);
    let languages = settings
        .as_ref()
        .map(Settings::languages)
        .unwrap_or_default();
    findings.extend(tree.languages(languages.get(1..).unwrap_or_default()));
    let desk = Arc::new(Desk {
        sources: Arc::clone(&sources),
        locale: locale.clone(),
        languages: languages.clone(),
    });

    let folders = tree.folders.par_iter();
    let read = folders.map(|folder| timings::of(Stage::Parse, || pages::head(folder, &desk)));
    let read: Vec<pages::Read> = read.collect::<Result<_, _>>()?;
    let (pages, loose) = match outline::pages_of(tree.folders, read, &desk) {
        Ok(pages) => (pages, Vec::new()),
        Err((loose, wrong)) => {
            findings.extend(wrong);
            (Pages::default(), loose)
        }
    };

    let logo = settings
        .as_ref()
        .and_then(|settings| logo(site, settings, &mut findings));
    let vat_rates = settings
        .as_ref()
        .and_then(|settings| vat_rates(settings, &mut findings));
    let (content, pages) = match (settings.zip(tree.settings), vat_rates) {
        (Some((settings, settings_file)), Some(vat_rates)) if loose.is_empty() => {
            let mut content = Content {
                settings,
                settings_file,
                pages,
                sources,
                locale,
                translations: languages
                    .iter()
                    .skip(1)
                    .filter_map(|name| Locale::shipped(name))
                    .collect(),
                vat_rates,
                logo,
                newest: None,
                revision: None,
                standing: HashMap::new(),
                found: HashMap::new(),
                looked_at: None,
                lasting: OnceLock::new(),
            };
            content.newest = content.newest_day();
            content.look_at(content.newest);
            (Some(content), Pages::default())
        }
        _ => (None, pages),
    };
    Ok(Outline {
        content,
        findings,
        language,
        desk,
        pages,
        loose,
    })
}

/// The municipality's own logo; a finding when its file is not there.
fn logo(site: &Path, settings: &Settings, findings: &mut Findings) -> Option<Vec<u8>> {
    let file = &settings.logo.as_ref()?.file;
    let plain = file
        .value
        .split('/')
        .all(|part| !matches!(part, "" | "." | ".."));
    let path = format!("content/{}", file.value);
    match std::fs::read(site.join(&path)) {
        Ok(bytes) if plain => Some(bytes),
        _ => {
            findings.push(Finding::error("missing-logo", file.place).with("path", path));
            None
        }
    }
}

/// The rates of VAT of the site's country; a finding when it has none.
fn vat_rates(settings: &Settings, findings: &mut Findings) -> Option<Rates> {
    let rates = Rates::of(settings.country());
    if rates.is_none() {
        findings.extend(settings.country.as_ref().map(Rates::unknown));
    }
    rates
}

fn settings(
    tree: &files::Tree,
    sources: &Sources,
    findings: &mut Findings,
) -> Result<Option<Settings>, Unreadable> {
    let Some(file) = tree.settings else {
        let finding = Finding::error("missing-file", None).with("path", "content/site.yaml");
        findings.push(finding.helped_by("help-site"));
        return Ok(None);
    };
    let Some(text) = text(sources, file, findings)? else {
        return Ok(None);
    };
    let locale = Locale::finnish();
    let mut reader = Reader::new(file, &locale);
    let Some(node) = yaml::tree(&text, 0, file, &mut reader.findings) else {
        findings.extend(reader.finish());
        return Ok(None);
    };
    let mut reader = reader.in_languages(&languages(&node));
    let settings = Settings::decode(&node, &mut reader);
    if let Some(settings) = &settings {
        let all = std::iter::once(&settings.language).chain(&settings.translations);
        for language in all.filter(|language| Locale::shipped(&language.value).is_none()) {
            let known: Vec<_> = Locale::languages().collect();
            let finding =
                Finding::error("unknown-word", language.place).with("text", &language.value);
            reader
                .findings
                .push(finding.with("known", known.join(", ")));
        }
    }
    findings.extend(reader.finish());
    Ok(settings)
}

/// The languages that the settings name, looked at before any text is read.
fn languages(settings: &Node) -> Vec<String> {
    let Value::Map(entries) = &settings.value else {
        return Vec::new();
    };
    let texts = |key: &str| {
        let entry = entries.iter().find(|entry| entry.key == key);
        let nodes = match entry.map(|entry| &entry.node) {
            Some(Node {
                value: Value::List(items),
                ..
            }) => items.iter().collect(),
            Some(node) => vec![node],
            None => Vec::new(),
        };
        let text = |node: &Node| match &node.value {
            Value::Scalar(text, _) => Some(text.clone()),
            _ => None,
        };
        nodes.into_iter().filter_map(text).collect::<Vec<_>>()
    };
    [texts("language"), texts("translations")].concat()
}

/// The text of a file; a finding when it is something else than UTF-8.
fn text(
    sources: &Sources,
    file: FileId,
    findings: &mut Findings,
) -> Result<Option<String>, Unreadable> {
    let bytes = timings::of(Stage::Read, || sources.read(file));
    let bytes = bytes.map_err(|error| unreadable(&sources.path(file), &error))?;
    Ok(encoding::text(bytes, file)
        .map_err(|finding| findings.push(*finding))
        .ok())
}

fn unreadable(path: &Path, reason: &dyn std::fmt::Display) -> Unreadable {
    Unreadable {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}
