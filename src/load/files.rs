//! The tree of folders: which files are whose, and which are nobody's.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::names::{self, Hazard};
use super::{Unreadable, unreadable};
use crate::diagnostic::{FileId, Finding, Place};

/// Files a site may have: every municipality of a country for some years.
const MOST_FILES: usize = 2_000_000;

/// Characters of a page's file below the site's root. Windows has room for 260 with the folders
/// above it, and many programs that upload files for fewer.
const LONGEST_ADDRESS: usize = 200;

/// The files of a site, folder by folder.
pub struct Tree {
    /// Paths relative to the site, in order.
    pub files: Vec<PathBuf>,
    pub settings: Option<FileId>,
    /// Every folder after its parent.
    pub folders: Vec<Folder>,
    pub findings: Vec<Finding>,
}

/// A folder: a page to be.
pub struct Folder {
    /// Relative to the site, for messages.
    pub path: String,
    /// The address of its page.
    pub address: String,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// `page.yaml` or `page.md`.
    pub head: Option<FileId>,
    /// The other files that are sections, in order.
    pub sections: Vec<FileId>,
    /// The file that something about the folder can be shown at.
    pub first: Option<FileId>,
}

/// Walks `content/` in order of names, without following links.
pub fn tree(site: &Path) -> Result<Tree, Unreadable> {
    let root = site.join("content");
    let mut tree = Tree {
        files: Vec::new(),
        settings: None,
        folders: Vec::new(),
        findings: Vec::new(),
    };
    tree.add_folder(Path::new("content"), None);
    tree.add_entries(entries(&root)?, 0)?;
    tree.twins();
    tree.hazards();
    Ok(tree)
}

/// What stands in a folder: files, folders with what stands in them, and what is neither.
enum Entry {
    File(String),
    Folder(String, Vec<Entry>),
    Other(String),
}

/// Everything below a folder, its folders looked through side by side. What counts is in order of
/// numbers, files before folders, so that the file numbers of a folder stay together.
fn entries(folder: &Path) -> Result<Vec<Entry>, Unreadable> {
    let walk = WalkDir::new(folder)
        .min_depth(1)
        .max_depth(1)
        .follow_links(false);
    let mut found = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| unreadable(error.path().unwrap_or(folder), &error))?;
        if !is_ignored(entry.file_name()) {
            found.push((order(&entry), entry));
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let entries = found.into_par_iter().map(|((.., name), entry)| {
        let kind = entry.file_type();
        Ok(match (kind.is_dir(), kind.is_file()) {
            (true, _) => Entry::Folder(name, entries(entry.path())?),
            (_, true) => Entry::File(name),
            _ => Entry::Other(name),
        })
    });
    entries.collect()
}

/// Sections and pages in order of their numbers: 2 before 10.
fn order(entry: &walkdir::DirEntry) -> (bool, bool, u64, String) {
    let name = entry.file_name().to_string_lossy().into_owned();
    let number = name.bytes().take_while(u8::is_ascii_digit).count();
    let number = name.get(..number).and_then(|digits| digits.parse().ok());
    (
        entry.file_type().is_dir(),
        number.is_none(),
        number.unwrap_or(0),
        name,
    )
}

/// Hidden files, editors' leavings and what is put aside with a leading `_`.
pub fn is_ignored(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let starts = ['.', '_', '~', '#']
        .iter()
        .any(|start| name.starts_with(*start));
    let ends = [".swp", "~", ".bak", ".tmp"]
        .iter()
        .any(|end| name.ends_with(end));
    starts || ends || name == "README.md" || name == "Thumbs.db"
}

impl Tree {
    /// Adds what stands in a folder that is known by its number.
    fn add_entries(&mut self, entries: Vec<Entry>, folder: usize) -> Result<(), Unreadable> {
        let path = |tree: &Self, name: &str| {
            let above = tree.folders.get(folder).map_or("", |folder| &folder.path);
            PathBuf::from(format!("{above}/{name}"))
        };
        for entry in entries {
            match entry {
                Entry::File(name) => self.add_file(path(self, &name), Some(folder))?,
                Entry::Folder(name, inside) => {
                    let number = self.folders.len();
                    self.add_folder(&path(self, &name), Some(folder));
                    self.add_entries(inside, number)?;
                }
                Entry::Other(name) => {
                    let path = path(self, &name).to_string_lossy().into_owned();
                    let finding = Finding::warning("link-not-followed", None);
                    self.findings.push(finding.with("path", path));
                }
            }
        }
        Ok(())
    }

    fn add_folder(&mut self, path: &Path, parent: Option<usize>) {
        let index = self.folders.len();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let above = parent.and_then(|parent| self.folders.get_mut(parent));
        let address = match above {
            None => String::new(),
            Some(above) => {
                above.children.push(index);
                let name = address(&name);
                if above.address.is_empty() {
                    name
                } else {
                    format!("{}/{name}", above.address)
                }
            }
        };
        let path = path
            .iter()
            .map(|part| part.to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        let (head, sections, children, first) = (None, Vec::new(), Vec::new(), None);
        self.folders.push(Folder {
            path,
            address,
            parent,
            children,
            head,
            sections,
            first,
        });
    }

    fn add_file(&mut self, path: PathBuf, parent: Option<usize>) -> Result<(), Unreadable> {
        let Some(index) = parent else { return Ok(()) };
        if self.files.len() == MOST_FILES {
            return Err(unreadable(&path, &format!("more than {MOST_FILES} files")));
        }
        let file = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().into_owned());
        let (shown, folder) = (
            path.to_string_lossy().into_owned(),
            &mut self.folders[index],
        );
        self.files.push(path);
        let lower = name.to_lowercase();
        if matches!(lower.as_str(), "page.yaml" | "page.md" | "site.yaml") && lower != name {
            self.findings
                .push(Finding::error("misnamed-file", Place::top(file)).with("path", shown));
            return Ok(());
        }
        match (name.as_str(), ending.as_deref()) {
            ("site.yaml", _) if folder.parent.is_none() => {
                self.settings = Some(file);
                return Ok(());
            }
            ("page.yaml" | "page.md", _) => match folder.head.replace(file) {
                None => {}
                Some(first) => {
                    let finding = Finding::error("two-page-files", Place::top(file));
                    self.findings
                        .push(finding.and_at(Place::top(first), "label.first"));
                }
            },
            (_, Some("yaml" | "md")) => folder.sections.push(file),
            (_, Some("svg" | "png" | "jpg" | "jpeg" | "webp" | "avif" | "pdf")) => return Ok(()),
            _ => {
                let lower = name.to_lowercase();
                let meant = [".yml", ".yaml", ".md", ".yaml.txt", ".yml.txt", ".md.txt"];
                let finding = match meant.iter().any(|ending| lower.ends_with(ending)) {
                    true => Finding::error("misnamed-file", Place::top(file)),
                    false => Finding::warning("unknown-file", Place::top(file)),
                };
                self.findings.push(finding.with("path", shown));
                return Ok(());
            }
        }
        folder.first = folder.first.or(Some(file));
        Ok(())
    }

    /// Two folders must not give one address, also where letters' case or form is not told apart.
    fn twins(&mut self) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, folder) in self.folders.iter().enumerate() {
            let Some(first) = seen.insert(names::folded(&folder.address), index) else {
                continue;
            };
            let place = folder.first.map(Place::top);
            let finding = Finding::error("same-address", place)
                .with("address", &folder.address)
                .about(&folder.address);
            let Some(other) = self.folders.get(first) else {
                continue;
            };
            let finding = match other.first {
                Some(other) => finding.and_at(Place::top(other), "label.first"),
                None => finding,
            };
            self.findings.push(if other.address == folder.address {
                finding
            } else {
                let finding = finding.with("other", &other.address);
                finding.helped_by("help-case")
            });
        }
    }

    /// Folders whose address is where the pages of another language stand.
    pub fn languages(&self, translations: &[String]) -> Vec<Finding> {
        let taken = self.folders.iter().filter(|folder| {
            let address = names::folded(&folder.address);
            translations.contains(&address)
        });
        let finding = taken.map(|folder| {
            Finding::error("reserved-address", folder.first.map(Place::top))
                .with("address", &folder.address)
                .about(&folder.address)
        });
        finding.collect()
    }

    /// Names that do not survive Windows or a web host: of folders, which are addresses too, and
    /// of files.
    fn hazards(&mut self) {
        for folder in self.folders.iter().filter(|folder| folder.parent.is_some()) {
            let place = folder.first.map(Place::top);
            let name = folder.path.rsplit('/').next().unwrap_or_default();
            let wrong = names::hazard(name).or_else(|| names::hazard(unnumbered(name).1));
            let finding = |wrong| unsafe_name(Finding::error("unsafe-name", place), name, wrong);
            self.findings.extend(wrong.map(finding));
            let length = crate::link::file(&folder.address).chars().count();
            if length > LONGEST_ADDRESS {
                let finding = Finding::warning("long-address", place).about(&folder.address);
                let finding = finding.with("address", &folder.address);
                let finding = finding.with("number", length.to_string());
                self.findings
                    .push(finding.with("limit", LONGEST_ADDRESS.to_string()));
            }
        }
        for (number, path) in self.files.iter().enumerate() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let Some(wrong) = names::hazard(&name) else {
                continue;
            };
            let file = u32::try_from(number).map(FileId).ok();
            let finding = Finding::warning("unsafe-name", file.map(Place::top));
            self.findings.push(unsafe_name(finding, &name, wrong));
        }
    }
}

fn unsafe_name(finding: Finding, name: &str, wrong: Hazard) -> Finding {
    let finding = finding.with("name", name).about(name);
    match wrong {
        Hazard::Sign(sign) => finding.with("sign", sign),
        Hazard::End => finding.helped_by("help-end"),
        Hazard::Device => finding.helped_by("help-device"),
    }
}

/// A folder's part of addresses.
pub fn address(name: &str) -> String {
    names::composed(unnumbered(name).1)
}

/// A name without its number, and the number: `6-talouden-tunnusluvut` is 6 and the rest.
pub fn unnumbered(name: &str) -> (Option<&str>, &str) {
    let Some((number, rest)) = name.split_once('-') else {
        return (None, name);
    };
    let numeric = !number.is_empty()
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if numeric && !rest.is_empty() {
        (Some(number), rest)
    } else {
        (None, name)
    }
}

#[cfg(test)]
mod tests {
    use super::unnumbered;

    #[test]
    fn a_leading_number_is_the_printed_number() {
        assert_eq!(
            unnumbered("6-talouden-tunnusluvut"),
            (Some("6"), "talouden-tunnusluvut")
        );
        assert_eq!(unnumbered("5.1-mainoslupa"), (Some("5.1"), "mainoslupa"));
        assert_eq!(unnumbered("a-o"), (None, "a-o"));
        assert_eq!(unnumbered("2024-"), (None, "2024-"));
    }
}
