//! What a publishing would do, from what is built, what we know to be on the host, and what is
//! there now. Nothing is changed here.

use std::collections::{BTreeMap, BTreeSet};

use super::at_once::at_once;
use super::built::{Entry, FRONT};
use super::host::{Target, Trouble};
use super::protocol::Options;
use super::record::Record;
use crate::file_types::unpacked;
use crate::write::manifest::{self, Sum};

/// All that a publishing does, in its order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Plan {
    pub uploads: Vec<Upload>,
    /// Published earlier and not built any more.
    pub removals: Vec<String>,
    pub unchanged: usize,
    /// Ours once, but somebody has replaced them: not ours to remove.
    pub left: Vec<String>,
    /// Files of others where the site has its own.
    pub foreign: Vec<String>,
}

/// A file that goes to the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub entry: Entry,
    pub act: Act,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    New,
    Changed,
    /// Somebody else's file is replaced, as asked.
    TakenOver,
}

impl Act {
    /// The key of its word in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Act::New => "new",
            Act::Changed => "changed",
            Act::TakenOver => "taken-over",
        }
    }
}

impl Plan {
    pub fn bytes(&self) -> u64 {
        self.uploads
            .iter()
            .map(|upload| upload.entry.sum.size)
            .sum()
    }

    pub fn is_empty(&self) -> bool {
        self.uploads.is_empty() && self.removals.is_empty()
    }
}

impl Upload {
    pub fn path(&self) -> &str {
        &self.entry.path
    }

    /// Its stage. What is new comes first, for nobody can reach it yet; what was there and may now
    /// lead to it follows, then the front page; by the lists and the manifest at the end anyone can
    /// tell that all of it is there.
    pub fn stage(&self) -> usize {
        let path = unpacked(&self.entry.path);
        match (self.act, is_page(path)) {
            _ if path == manifest::NAME => usize::MAX,
            // A list comes after those it names.
            _ if manifest::is_list(path) => usize::MAX - path.matches('/').count(),
            _ if path == FRONT => 4,
            (Act::New, false) => 0,
            (Act::New, true) => 1,
            (_, false) => 2,
            (_, true) => 3,
        }
    }
}

/// A page leads to other files, packed or not.
pub fn is_page(path: &str) -> bool {
    unpacked(path).ends_with(".html")
}

/// The plan. `sizes` are the files that are on the host now.
pub fn plan(
    entries: &[Entry],
    record: &Record,
    sizes: &BTreeMap<String, u64>,
    options: &Options,
    target: &dyn Target,
) -> Result<Plan, Trouble> {
    let mut plan = Plan::default();
    let acts = at_once(options.at_once, entries, |entry| {
        act(entry, record, sizes, options, target)
    })?;
    for (entry, act) in entries.iter().zip(acts) {
        match act {
            None => plan.unchanged += 1,
            Some(Act::TakenOver) if !options.take_over => plan.foreign.push(entry.path.clone()),
            Some(act) => plan.uploads.push(Upload {
                entry: entry.clone(),
                act,
            }),
        }
    }
    plan.uploads
        .sort_by(|a, b| (a.stage(), &a.entry.path).cmp(&(b.stage(), &b.entry.path)));
    let built: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    let gone = record.paths().into_iter();
    let gone = gone.filter(|path| !built.contains(path) && sizes.contains_key(*path));
    let gone: Vec<&str> = gone.collect();
    let found = at_once(options.at_once, &gone, |path| target.read(path))?;
    for (path, bytes) in gone.into_iter().zip(found) {
        let Some(sum) = bytes.map(|bytes| Sum::of(&bytes)) else {
            continue;
        };
        match record.known(path).is_some_and(|known| known.may_be(&sum)) {
            true => plan.removals.push(path.to_owned()),
            false => plan.left.push(path.to_owned()),
        }
    }
    Ok(plan)
}

/// What happens to a file of the site; `None` when it is on the host already.
fn act(
    entry: &Entry,
    record: &Record,
    sizes: &BTreeMap<String, u64>,
    options: &Options,
    target: &dyn Target,
) -> Result<Option<Act>, Trouble> {
    let known = record.known(&entry.path);
    let is_known = known.as_ref().is_some_and(|known| known.is(entry));
    if is_known && options.quick {
        return Ok(None);
    }
    let Some(size) = sizes.get(&entry.path) else {
        return Ok(Some(Act::New));
    };
    if *size == entry.sum.size {
        if is_known {
            return Ok(None);
        }
        // A broken publishing may have left it, or somebody else has put the same there.
        let in_doubt = known.as_ref().is_none_or(|known| known.may_be(&entry.sum));
        if in_doubt && holds(target, entry)? {
            return Ok(None);
        }
    }
    Ok(Some(match known {
        Some(_) => Act::Changed,
        None => Act::TakenOver,
    }))
}

/// Whether the host has this very file.
pub fn holds(target: &dyn Target, entry: &Entry) -> Result<bool, Trouble> {
    let found = target.read(&entry.path)?;
    Ok(found.is_some_and(|bytes| Sum::of(&bytes) == entry.sum))
}
