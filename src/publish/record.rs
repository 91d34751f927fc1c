//! The record (julkaisukirja) on the host: whether somebody is publishing right now, and which files
//! may differ from the published manifest. Without it nothing there is ours.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::at_once::at_once;
use super::built::Entry;
use super::plan::Plan;
use crate::write::manifest::{self, Manifest, Sum, is_inside};

/// The record's name on the host.
pub const NAME: &str = ".toteuma-published.json";

/// What we have published on a host.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The program that wrote it, with its version.
    tool: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub underway: Option<Underway>,
    /// The manifest of the site that was published last; it lists our files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    manifest: Option<Sum>,
    /// Files of ours that may not be as the manifest tells; none when a publishing has ended well.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    changing: BTreeMap<String, Known>,
    /// What the manifest on the host tells.
    #[serde(skip)]
    listed: BTreeMap<String, Sum>,
}

/// The mark of a publishing that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Underway {
    pub id: String,
    /// When its publisher was last heard of, in seconds since 1970.
    pub at: u64,
}

/// A file of ours. While it is being replaced it may be the old one or the new one.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// What it may hold, the newest last.
    sums: Vec<Sum>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    changing: bool,
}

impl Known {
    fn of(sum: &Sum) -> Self {
        Self {
            sums: vec![sum.clone()],
            changing: false,
        }
    }

    /// Whether it is this very file, for certain.
    pub fn is(&self, entry: &Entry) -> bool {
        !self.changing && self.may_be(&entry.sum)
    }

    pub fn may_be(&self, sum: &Sum) -> bool {
        self.sums.contains(sum)
    }

    /// It may from now on be this file too.
    fn becomes(&mut self, entry: &Entry) {
        self.changing = true;
        if !self.may_be(&entry.sum) {
            self.sums.push(entry.sum.clone());
        }
    }
}

impl Record {
    /// The record of these bytes; `None` when they are no record. A path that leads elsewhere is
    /// left out.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut record: Self = serde_json::from_slice(bytes).ok()?;
        record
            .changing
            .retain(|path, _| is_inside(path) && path != NAME);
        Some(record)
    }

    /// Takes the list of files from the manifest on the host and the lists that it names, which
    /// `read` gives; `false` when one of them is not ours. Of a list that the built site has too,
    /// the built files are what it holds.
    pub fn list<E: Send>(
        &mut self,
        manifest: Option<&[u8]>,
        entries: &[Entry],
        together: usize,
        read: impl Fn(&str) -> Result<Option<Vec<u8>>, E> + Sync,
    ) -> Result<bool, E> {
        let Some(bytes) = manifest else {
            // One that was never there is not missed.
            return Ok(self.manifest.is_none());
        };
        let sum = Sum::of(bytes);
        if self.manifest.as_ref() != Some(&sum) && !self.may_become(manifest::NAME, &sum) {
            return Ok(self.manifest.is_none());
        }
        let Ok(manifest) = Manifest::parse(bytes) else {
            return Ok(false);
        };
        let is_missed = AtomicBool::new(false);
        let manifest = manifest.with_lists(|lists| {
            at_once(together, lists, |(path, sum)| {
                let built = built_list(entries, path, sum);
                let list = match built {
                    None => read(path)?.and_then(|bytes| self.own_list(path, sum, &bytes)),
                    built => built,
                };
                is_missed.fetch_or(list.is_none(), Ordering::Relaxed);
                Ok(list)
            })
        })?;
        self.listed = manifest.outputs;
        self.listed.insert(manifest::NAME.to_owned(), sum);
        Ok(!is_missed.into_inner())
    }

    /// The list of these bytes: the one that is named, or one that a publishing that broke has put
    /// in its place. What is in the one and not in the other is among what was changing.
    fn own_list(&self, path: &str, sum: &Sum, bytes: &[u8]) -> Option<Manifest> {
        let found = Sum::of(bytes);
        match found == *sum || self.may_become(path, &found) {
            true => Manifest::parse(bytes).ok(),
            false => None,
        }
    }

    fn may_become(&self, path: &str, sum: &Sum) -> bool {
        let changing = self.changing.get(path);
        changing.is_some_and(|known| known.may_be(sum))
    }

    pub fn bytes(&self) -> Vec<u8> {
        // Strings and numbers alone: nothing here can fail to be written.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What a file of ours may hold; `None` for a file of others.
    pub fn known(&self, path: &str) -> Option<Known> {
        let changing = self.changing.get(path).cloned();
        changing.or_else(|| self.listed.get(path).map(Known::of))
    }

    /// All files of ours, in the order of their paths.
    pub fn paths(&self) -> BTreeSet<&str> {
        let paths = self.listed.keys().chain(self.changing.keys());
        paths.map(String::as_str).collect()
    }

    /// Nothing is under way or unfinished, and this is the site that was published.
    pub fn is_done(&self, entries: &[Entry]) -> bool {
        let built = entries.iter().find(|entry| entry.path == manifest::NAME);
        self.underway.is_none()
            && self.changing.is_empty()
            && self.manifest.as_ref() == built.map(|entry| &entry.sum)
    }

    /// Before anything is done: what files are and what they may become, so that a broken publishing
    /// loses track of none.
    pub fn begin(&mut self, entries: &[Entry], plan: &Plan, mark: Underway) {
        self.tool = tool();
        self.underway = Some(mark);
        let sent: BTreeSet<&str> = plan.uploads.iter().map(|upload| upload.path()).collect();
        for entry in entries {
            let mut known = self.known(&entry.path).unwrap_or_default();
            if sent.contains(entry.path.as_str()) {
                known.becomes(entry);
            } else if known.is(entry) {
                continue;
            } else {
                known = Known::of(&entry.sum);
            }
            self.changing.insert(entry.path.clone(), known);
        }
        for path in &plan.removals {
            if let Some(known) = self.known(path) {
                self.changing.insert(path.clone(), known);
            }
        }
    }

    /// A file is there.
    pub fn sent(&mut self, entry: &Entry) {
        self.changing
            .insert(entry.path.clone(), Known::of(&entry.sum));
    }

    /// When all is done.
    pub fn finished(entries: &[Entry]) -> Self {
        let manifest = entries.iter().find(|entry| entry.path == manifest::NAME);
        Self {
            tool: tool(),
            manifest: manifest.map(|entry| entry.sum.clone()),
            ..Self::default()
        }
    }
}

/// What a list of the built site holds, if it is this very list.
fn built_list(entries: &[Entry], path: &str, sum: &Sum) -> Option<Manifest> {
    let find = |path: &str| entries.binary_search_by(|entry| entry.path.as_str().cmp(path));
    let list = entries.get(find(path).ok()?)?;
    if list.sum != *sum {
        return None;
    }
    let below = path.strip_suffix(manifest::NAME)?;
    let first = find(below).unwrap_or_else(|first| first);
    let files = entries.iter().skip(first);
    let files = files.take_while(|entry| entry.path.starts_with(below));
    let files = files.map(|entry| (entry.path.clone(), entry.sum.clone()));
    Some(Manifest::of_files(files.collect()))
}

fn tool() -> String {
    concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()
}
