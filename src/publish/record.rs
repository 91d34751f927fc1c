//! The record (julkaisukirja) on the host: what we have published there, and whether somebody is
//! publishing right now. Without it nothing there is ours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::built::Entry;
use crate::write::manifest::{Sum, is_inside};

/// The record's name on the host.
pub const NAME: &str = ".toteuma-published.json";

/// What we have published on a host.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The program that wrote it, with its version.
    pub tool: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub underway: Option<Underway>,
    pub files: BTreeMap<String, Known>,
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
    pub sums: Vec<Sum>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub changing: bool,
}

impl Known {
    pub fn of(entry: &Entry) -> Self {
        Self {
            sums: vec![entry.sum.clone()],
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
    pub fn becomes(&mut self, entry: &Entry) {
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
            .files
            .retain(|path, _| is_inside(path) && path != NAME);
        Some(record)
    }

    pub fn bytes(&self) -> Vec<u8> {
        // Strings and numbers alone: nothing here can fail to be written.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}
