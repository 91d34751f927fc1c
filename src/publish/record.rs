//! The record (julkaisukirja) on the host: whether somebody is publishing right now, and which files
//! may differ from the published manifest. Without it nothing there is ours.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

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

    /// Takes the list of files from the manifest on the host; `false` when it is not one of ours.
    pub fn list(&mut self, manifest: Option<&[u8]>) -> bool {
        let Some(bytes) = manifest else {
            // One that was never there is not missed.
            return self.manifest.is_none();
        };
        let sum = Sum::of(bytes);
        let changing = self.changing.get(manifest::NAME);
        if self.manifest.as_ref() != Some(&sum) && !changing.is_some_and(|it| it.may_be(&sum)) {
            return self.manifest.is_none();
        }
        let Ok(manifest) = Manifest::parse(bytes) else {
            return false;
        };
        self.listed = manifest.outputs;
        self.listed.insert(manifest::NAME.to_owned(), sum);
        true
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

fn tool() -> String {
    concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()
}
