//! What is to be published: the files a build has listed, each with its size and SHA-256.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::record;
use crate::load;
use crate::write::manifest::{self, Manifest, Sum};

/// A file of the built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Below the folder, with `/` between parts.
    pub path: String,
    pub sum: Sum,
}

/// Why a folder cannot be published.
#[derive(Debug)]
pub enum Unfit {
    /// No build has been there.
    NotBuilt,
    /// It has no front page.
    NoFront,
    /// It was built with findings on its pages.
    Preview,
    /// A file is not what the build made.
    Changed(String),
    Unreadable {
        path: PathBuf,
        reason: String,
    },
}

/// The front page, the last page to be replaced.
pub const FRONT: &str = "index.html";

/// The files that a build made and their manifest, in the order of their paths.
pub fn built(root: &Path) -> Result<Vec<Entry>, Unfit> {
    let manifest = Manifest::read(root).map_err(|failure| match failure {
        crate::write::Failure::Io { path, reason } => Unfit::Unreadable { path, reason },
        _ => Unfit::NotBuilt,
    })?;
    let manifest = manifest.ok_or(Unfit::NotBuilt)?;
    if manifest.preview {
        return Err(Unfit::Preview);
    }
    let outputs = manifest.outputs;
    if !outputs.contains_key(FRONT) {
        return Err(Unfit::NoFront);
    }
    let entries: Result<Vec<Entry>, Unfit> = outputs
        .into_par_iter()
        .filter(|(path, _)| path != record::NAME)
        .map(|(path, sum)| match read(root, &path)? == sum {
            true => Ok(Entry { path, sum }),
            false => Err(Unfit::Changed(path)),
        })
        .collect();
    let mut entries = entries?;
    entries.push(Entry {
        path: manifest::NAME.to_owned(),
        sum: read(root, manifest::NAME)?,
    });
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

fn read(root: &Path, path: &str) -> Result<Sum, Unfit> {
    let place = root.join(path);
    match fs::read(&place) {
        Ok(bytes) => Ok(Sum::of(&bytes)),
        Err(error) => Err(Unfit::Unreadable {
            path: place,
            reason: error.to_string(),
        }),
    }
}

/// The first file of a site's data that is not as it was when the folder was built; none where the
/// site's data is not at hand.
pub fn changed_data(site: &Path, root: &Path) -> Option<String> {
    let inputs = Manifest::read(root).ok()??.inputs;
    let files = load::data_files(site).ok()?;
    let name = |path: &Path| {
        let parts = path.iter().map(|part| part.to_string_lossy());
        parts.collect::<Vec<_>>().join("/")
    };
    let known = inputs.par_iter().filter(|(path, sum)| {
        let bytes = fs::read(site.join(path));
        bytes.map_or(true, |bytes| Sum::of(&bytes) != **sum)
    });
    let changed = known.map(|(path, _)| path.clone()).min();
    let added = files.iter().map(|path| name(path));
    let added = added.filter(|path| !inputs.contains_key(path)).min();
    changed.or(added)
}
