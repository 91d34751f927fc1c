//! What a build was made from and what it made: the list of files that a later build may replace or
//! remove, and by which anyone can tell that a site is whole. A large site has a list for each of
//! its large folders too.

mod lists;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use super::{Failure, Refusal, io};
pub use crate::sum::Sum;
pub use lists::{List, folder, is_list};

/// The manifest's name in the output folder.
pub const NAME: &str = "toteuma-manifest.json";

/// The name of its form; a change that breaks readers gets a new number.
const FORM: &str = "urn:toteuma:manifest:1";
/// The form where folders have lists of their own: one who does not read them misses files.
const FORM_WITH_LISTS: &str = "urn:toteuma:manifest:2";

/// With more files than this, those of a folder are told in lists of its own folders.
pub const LIMIT: usize = 500;

/// The files of a site (luettelo) and those it was made from, by their paths with `/` between parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The program's version; a folder's list has none, and stays the same while its files do.
    #[serde(default)]
    version: Option<String>,
    /// The revision of the data, where somebody told it.
    #[serde(default)]
    pub revision: Option<String>,
    /// Made for those who write the data, with findings on its pages.
    #[serde(default)]
    pub preview: bool,
    /// Lists of folders that are not taken in yet.
    #[serde(default)]
    lists: BTreeMap<String, Sum>,
    pub inputs: BTreeMap<String, Sum>,
    /// The files, with the lists that were taken in.
    pub outputs: BTreeMap<String, Sum>,
}

/// What a site is made from.
#[derive(Debug, Default)]
pub struct Made {
    pub inputs: BTreeMap<String, Sum>,
    /// The revision of the data.
    pub revision: Option<String>,
    /// For those who write the data, with findings on its pages.
    pub preview: bool,
}

/// A file of a site that is not what its manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub path: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Missing,
    Changed,
    /// It should not be there.
    Extra,
}

impl Kind {
    /// The key of its word in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Missing => "missing",
            Kind::Changed => "changed",
            Kind::Extra => "extra",
        }
    }
}

impl Manifest {
    /// Of files; what they are made from is told by `made`.
    pub fn new(made: Made, outputs: BTreeMap<String, Sum>) -> Self {
        Self {
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            revision: made.revision,
            preview: made.preview,
            lists: BTreeMap::new(),
            inputs: made.inputs,
            outputs,
        }
    }

    /// The manifest of an output folder with its lists; `None` when no build has been there.
    pub fn read(root: &Path) -> Result<Option<Self>, Failure> {
        let place = root.join(NAME);
        let text = match fs::read_to_string(&place) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(older(root)),
            Err(error) => return Err(io(&place, &error)),
        };
        let read = Self::parse(text.as_bytes());
        let manifest = read.map_err(|error| Failure::Refused {
            path: root.to_owned(),
            why: Refusal::List(error.to_string()),
        })?;
        let Ok(manifest) = manifest.with_lists(|lists| {
            let lists = lists.par_iter().map(|(path, sum)| {
                let bytes = fs::read(root.join(path)).ok()?;
                Self::list(&bytes, sum)
            });
            Ok::<_, Infallible>(lists.collect())
        });
        Ok(Some(manifest))
    }

    /// The manifest of these bytes, without its lists. A path that leads elsewhere is left out.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let mut manifest: Self = serde_json::from_slice(bytes)?;
        manifest.outputs.retain(|path, _| is_inside(path));
        manifest.lists.retain(|path, _| is_list(path));
        Ok(manifest)
    }

    /// The listed files of a folder that are not there, or not as they were made.
    pub fn differences(&self, root: &Path) -> Vec<Difference> {
        let off = self.outputs.par_iter().filter_map(|(path, sum)| {
            let kind = match fs::read(root.join(path)) {
                Ok(bytes) if Sum::of(&bytes) == *sum => return None,
                Ok(_) => Kind::Changed,
                Err(_) => Kind::Missing,
            };
            let path = path.clone();
            Some(Difference { path, kind })
        });
        off.collect()
    }

    /// Also the files of another one, which this one does not have.
    pub fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (path, sum) in &other.outputs {
            both.outputs
                .entry(path.clone())
                .or_insert_with(|| sum.clone());
        }
        both
    }

    /// Its JSON, one file a line.
    pub fn text(&self) -> String {
        text(self, &self.lists, self.inputs.iter(), self.outputs.iter())
    }
}

/// The JSON of a manifest that says these things of lists and files, one a line.
fn text<'a>(
    head: &Manifest,
    lists: &'a BTreeMap<String, Sum>,
    inputs: impl Iterator<Item = (&'a String, &'a Sum)>,
    outputs: impl Iterator<Item = (&'a String, &'a Sum)>,
) -> String {
    let form = match lists.is_empty() {
        true => FORM,
        false => FORM_WITH_LISTS,
    };
    let mut text = format!("{{\n  \"$schema\": {}", quoted(form));
    let named = [("version", &head.version), ("revision", &head.revision)];
    for (name, value) in named {
        if let Some(value) = value {
            text += &format!(",\n  \"{name}\": {}", quoted(value));
        }
    }
    if head.preview {
        text += ",\n  \"preview\": true";
    }
    if !lists.is_empty() {
        put(&mut text, "lists", lists.iter());
    }
    put(&mut text, "inputs", inputs);
    put(&mut text, "outputs", outputs);
    text + "\n}\n"
}

/// The paths of the manifest itself and of its lists.
pub fn own_files(manifest: &Manifest) -> impl Iterator<Item = String> {
    let lists = manifest.outputs.keys().filter(|path| is_list(path));
    std::iter::once(NAME.to_owned()).chain(lists.cloned())
}

/// Writes the text of a manifest whole or not at all; not at all when it is there already.
pub fn write(root: &Path, text: &str) -> Result<(), Failure> {
    let place = root.join(NAME);
    if fs::read(&place).is_ok_and(|known| known == text.as_bytes()) {
        return Ok(());
    }
    let file = tempfile::Builder::new()
        .prefix(".toteuma-")
        .tempfile_in(root)
        .map_err(|error| io(root, &error))?;
    fs::write(file.path(), text).map_err(|error| io(&place, &error))?;
    readable(file.path()).map_err(|error| io(&place, &error))?;
    file.persist(&place)
        .map_err(|error| io(&place, &error.error))?;
    Ok(())
}

/// Puts files under a name, one a line.
fn put<'a>(text: &mut String, name: &str, files: impl Iterator<Item = (&'a String, &'a Sum)>) {
    *text += &format!(",\n  \"{name}\": {{");
    let mut end = "}";
    for (path, Sum { size, sha256 }) in files {
        let comma = if end == "}" { "" } else { "," };
        let path = quoted(path);
        *text += &format!("{comma}\n    {path}: {{\"size\": {size}, \"sha256\": \"{sha256}\"}}");
        end = "\n  }";
    }
    *text += end;
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The manifest of an earlier version of the program: paths alone, one a line.
fn older(root: &Path) -> Option<Manifest> {
    let text = fs::read_to_string(root.join(OLDER)).ok()?;
    let paths = text.lines().filter(|path| is_inside(path));
    let unknown = |path: &str| (path.to_owned(), Sum::of(&[]));
    let mut outputs: BTreeMap<String, Sum> = paths.map(unknown).collect();
    // It goes like a page that is gone.
    outputs.insert(OLDER.to_owned(), Sum::of(&[]));
    Some(Manifest::new(Made::default(), outputs))
}

/// The name it had.
const OLDER: &str = ".toteuma-manifest";

/// A file for everybody to read, as web servers need it; a temporary one is its owner's alone.
#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A line somebody has changed must not lead out of the folder.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains('\\')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn a_manifest_never_leads_out_of_its_folder() {
        assert!(is_inside("maksut/index.html"));
        for outside in ["../x", "/etc/x", "a/../../x", "", "a//b", "."] {
            assert!(!is_inside(outside), "{outside}");
        }
    }
}
