//! Whether what is published is what was built: every listed file is read from its host and
//! compared, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::address::{Address, BadAddress, Scheme};
use super::at_once::at_once;
use super::host::{self, RETRIES, Trouble};
use crate::render::is_unserved;
use crate::write::manifest::{self, Difference, Kind, Manifest, Sum};

/// A published site: the files of its host by their paths, `None` for one that is not there.
pub struct Live {
    read: Box<Read>,
    /// Whether the host keeps its own settings from readers.
    is_web: bool,
}

type Read = dyn Fn(&str) -> Result<Option<Vec<u8>>, Unread> + Sync;

/// Why a published site cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    Failed(Trouble),
    /// Readers are sent to another host.
    Elsewhere {
        path: String,
        to: String,
    },
    /// It is no site of ours.
    NoManifest,
    /// Its manifest cannot be read.
    BadManifest(String),
}

/// A published site beside what it should be.
#[derive(Debug)]
pub struct Compared {
    /// How many files were compared.
    pub files: usize,
    /// How many are for a host alone and were not.
    pub unserved: usize,
    pub differences: Vec<Difference>,
}

/// The files that should be there.
pub type Files = BTreeMap<String, Sum>;

impl Live {
    /// The site at an address, of readers or of publishing.
    pub fn at(address: &Address) -> Result<Self, BadAddress> {
        let is_web = matches!(address.scheme, Scheme::Http | Scheme::Https);
        let read: Box<Read> = match is_web {
            true => web(address)?,
            false => {
                let target = host::open(address, Path::new(""), RETRIES)?;
                Box::new(move |path| target.read(path).map_err(Unread::Failed))
            }
        };
        Ok(Self { read, is_web })
    }

    /// Compares the site with what was built, or with its own manifest.
    pub fn compared(
        &self,
        built: Option<Files>,
        together: usize,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Compared, Unread> {
        let bytes = (self.read)(manifest::NAME)?.ok_or(Unread::NoManifest)?;
        let own =
            Manifest::parse(&bytes).map_err(|error| Unread::BadManifest(error.to_string()))?;
        // A list that is not as the manifest says is told like any other file.
        let own = own.with_lists(|lists| {
            at_once(together, lists, |(path, sum)| {
                let bytes = (self.read)(path)?;
                Ok(bytes.and_then(|bytes| Manifest::list(&bytes, sum)))
            })
        })?;
        let wanted = built.unwrap_or_else(|| own.outputs.clone());
        let is_served = |path: &&String| !self.is_web || !is_unserved(path);
        let files = wanted.keys().filter(is_served).count();
        // What the host lists and the build does not have should not be there.
        let paths = wanted.keys().chain(own.outputs.keys()).filter(is_served);
        let paths: Vec<&String> = paths.collect::<BTreeSet<_>>().into_iter().collect();
        let done = AtomicUsize::new(0);
        let compared = at_once(together, &paths, |path| {
            let found = (self.read)(path)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, paths.len());
            let kind = kind(wanted.get(*path), found.as_deref());
            let path = (*path).clone();
            Ok(kind.map(|kind| Difference { path, kind }))
        })?;
        Ok(Compared {
            files,
            unserved: wanted.len() - files,
            differences: compared.into_iter().flatten().collect(),
        })
    }
}

fn kind(wanted: Option<&Sum>, found: Option<&[u8]>) -> Option<Kind> {
    match (wanted, found) {
        (Some(sum), Some(bytes)) => (Sum::of(bytes) != *sum).then_some(Kind::Changed),
        (Some(_), None) => Some(Kind::Missing),
        (None, Some(_)) => Some(Kind::Extra),
        (None, None) => None,
    }
}

/// All files of a built folder that are published; `None` when no build has been there.
pub fn files(root: &Path) -> Result<Option<Files>, crate::write::Failure> {
    let Some(manifest) = Manifest::read(root)? else {
        return Ok(None);
    };
    let mut files = manifest.outputs;
    if let Ok(bytes) = fs::read(root.join(manifest::NAME)) {
        files.insert(manifest::NAME.to_owned(), Sum::of(&bytes));
    }
    Ok(Some(files))
}

#[cfg(feature = "http")]
fn web(address: &Address) -> Result<Box<Read>, BadAddress> {
    let site = super::http::Site::new(address)?;
    Ok(Box::new(move |path| site.read(path)))
}

#[cfg(not(feature = "http"))]
fn web(address: &Address) -> Result<Box<Read>, BadAddress> {
    Err(BadAddress::NotBuiltIn(address.scheme))
}
