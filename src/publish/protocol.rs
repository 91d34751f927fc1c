//! How a site is published: a mark first, then what is new, what has changed, the front page; then
//! everything is verified, what is stale removed, and the mark taken away. At every step readers
//! find pages whose links lead somewhere, and the next publishing can go on from where this broke.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::built::{Entry, FRONT};
use super::headers::headers;
use super::host::{Target, Trouble};
use super::plan::{self, Plan, Upload};
use super::record::{self, Known, Record, Underway};
use crate::write::manifest::Sum;

#[cfg(test)]
mod tests;

/// How to publish.
#[derive(Debug, Clone)]
pub struct Options {
    /// Differs from that of any other publishing.
    pub id: String,
    /// Replace files of others where the site has its own.
    pub take_over: bool,
    /// Publish although more than half would be removed.
    pub allow_shrink: bool,
    /// Publish although another publishing seems to be under way.
    pub force: bool,
    /// How many files go at once.
    pub at_once: usize,
}

/// Why a publishing ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    Refused(Refusal),
    Failed(Trouble),
    /// After it was sent, the host has something else.
    Differs(String),
}

/// What somebody must decide first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Files of others where the site has its own.
    Foreign(Vec<String>),
    /// Too much would be removed.
    Shrink { removed: usize, published: usize },
    /// Another publishing was heard of so many seconds ago.
    Underway { seconds: u64 },
    /// Another publishing began during this one.
    Overtaken,
    /// The record cannot be read.
    Record,
    /// A file was built anew during the publishing.
    Rebuilt(String),
}

/// A publishing that is not heard of for this many seconds is over.
pub const SILENCE: u64 = 300;
/// The mark is renewed after this many seconds.
const HEARTBEAT: u64 = 20;
/// All that was sent is read back up to this many bytes, else a sample.
const SMALL: u64 = 4 << 20;
const SAMPLE: usize = 24;

/// What was found on the host, and what would be done there.
#[derive(Debug)]
pub struct Prepared {
    record: Record,
    pub plan: Plan,
}

type Clock<'a> = &'a (dyn Fn() -> u64 + Sync);

/// Looks at the host and plans; changes nothing.
pub fn prepare(
    target: &dyn Target,
    entries: &[Entry],
    options: &Options,
    clock: Clock,
) -> Result<Prepared, Stop> {
    let record = match target.read(record::NAME)? {
        None => Record::default(),
        Some(bytes) => match Record::read(&bytes) {
            Some(record) => record,
            // Without a record everything there is somebody else's.
            None if options.take_over => Record::default(),
            None => return Err(Stop::Refused(Refusal::Record)),
        },
    };
    if let Some(underway) = &record.underway {
        let seconds = clock().saturating_sub(underway.at);
        if seconds < SILENCE && !options.force {
            return Err(Stop::Refused(Refusal::Underway { seconds }));
        }
    }
    let paths = entries.iter().map(|entry| &entry.path);
    let sizes = sizes(target, paths.chain(record.files.keys()), options.at_once)?;
    let plan = plan::plan(entries, &record, &sizes, options.take_over, target)?;
    Ok(Prepared { record, plan })
}

impl Prepared {
    /// What somebody must decide before this can be carried out.
    pub fn refusal(&self, options: &Options) -> Option<Refusal> {
        if !self.plan.foreign.is_empty() {
            return Some(Refusal::Foreign(self.plan.foreign.clone()));
        }
        let (removed, published) = (self.plan.removals.len(), self.record.files.len());
        (removed * 2 > published && !options.allow_shrink)
            .then_some(Refusal::Shrink { removed, published })
    }
}

/// Carries a plan out. `progress` is told how many files of how many are there.
pub fn publish(
    target: &dyn Target,
    root: &Path,
    entries: &[Entry],
    prepared: Prepared,
    options: &Options,
    clock: Clock,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Plan, Stop> {
    if let Some(refusal) = prepared.refusal(options) {
        return Err(Stop::Refused(refusal));
    }
    let Prepared { record, plan } = prepared;
    let done = finished(entries);
    if plan.is_empty() && record.underway.is_none() && record.files == done.files {
        return Ok(plan);
    }
    let run = Run {
        target,
        root,
        options,
        clock,
        record: Mutex::new(begun(record, entries, &plan, options, clock())),
    };
    let carried = run.carry_out(entries, &plan, &done, progress);
    if matches!(carried, Err(Stop::Failed(_) | Stop::Differs(_))) {
        run.give_up();
    }
    carried.map(|()| plan)
}

/// The record when all is done.
fn finished(entries: &[Entry]) -> Record {
    let known = entries
        .iter()
        .map(|entry| (entry.path.clone(), Known::of(entry)));
    Record {
        tool: tool(),
        underway: None,
        files: known.collect(),
    }
}

/// The record before anything is done: old files and new ones, so that a broken publishing loses
/// track of none.
fn begun(mut record: Record, entries: &[Entry], plan: &Plan, options: &Options, at: u64) -> Record {
    let sent: BTreeSet<&str> = plan.uploads.iter().map(Upload::path).collect();
    for entry in entries {
        if sent.contains(entry.path.as_str()) {
            let known = record.files.entry(entry.path.clone()).or_default();
            known.becomes(entry);
        } else {
            record.files.insert(entry.path.clone(), Known::of(entry));
        }
    }
    record.tool = tool();
    record.underway = Some(Underway {
        id: options.id.clone(),
        at,
    });
    record
}

fn tool() -> String {
    concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()
}

/// A publishing under way.
struct Run<'a> {
    target: &'a dyn Target,
    root: &'a Path,
    options: &'a Options,
    clock: Clock<'a>,
    record: Mutex<Record>,
}

impl Run<'_> {
    fn carry_out(
        &self,
        entries: &[Entry],
        plan: &Plan,
        done: &Record,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<(), Stop> {
        self.write_record(&self.record())?;
        self.is_ours()?;
        let (sent, total) = (AtomicUsize::new(0), plan.uploads.len());
        for stage in plan.uploads.chunk_by(|a, b| a.stage() == b.stage()) {
            self.is_ours()?;
            at_once(self.options.at_once, stage, |upload| {
                self.send(upload)?;
                progress(sent.fetch_add(1, Ordering::Relaxed) + 1, total);
                Ok(())
            })?;
        }
        self.verify(entries, plan)?;
        self.is_ours()?;
        at_once(self.options.at_once, &plan.removals, |path| {
            Ok(self.target.remove(path)?)
        })?;
        self.is_ours()?;
        self.write_record(done)
    }

    fn send(&self, upload: &Upload) -> Result<(), Stop> {
        let entry = &upload.entry;
        let bytes = fs::read(self.root.join(&entry.path)).map_err(|error| {
            Stop::Failed(Trouble {
                path: entry.path.clone(),
                reason: error.to_string(),
            })
        })?;
        if Sum::of(&bytes) != entry.sum {
            return Err(Stop::Refused(Refusal::Rebuilt(entry.path.clone())));
        }
        self.target
            .write(&entry.path, bytes, headers(&entry.path))?;
        let mut record = self.record();
        record.files.insert(entry.path.clone(), Known::of(entry));
        let now = (self.clock)();
        let Some(underway) = &mut record.underway else {
            return Ok(());
        };
        if now.saturating_sub(underway.at) < HEARTBEAT {
            return Ok(());
        }
        underway.at = now;
        self.is_ours()?;
        self.write_record(&record)
    }

    /// Stops when another publishing has written its mark over ours.
    fn is_ours(&self) -> Result<(), Stop> {
        let bytes = self.target.read(record::NAME)?;
        let underway = bytes
            .and_then(|bytes| Record::read(&bytes))
            .and_then(|record| record.underway);
        match underway {
            Some(underway) if underway.id == self.options.id => Ok(()),
            _ => Err(Stop::Refused(Refusal::Overtaken)),
        }
    }

    /// All files are there in their sizes, and what was sent is what is read back.
    fn verify(&self, entries: &[Entry], plan: &Plan) -> Result<(), Stop> {
        let paths = entries.iter().map(|entry| &entry.path);
        let sizes = sizes(self.target, paths, self.options.at_once)?;
        let wrong = entries
            .iter()
            .find(|entry| sizes.get(&entry.path) != Some(&entry.sum.size));
        if let Some(entry) = wrong {
            return Err(Stop::Differs(entry.path.clone()));
        }
        let step = match plan.bytes() {
            0..=SMALL => 1,
            _ => plan.uploads.len().div_ceil(SAMPLE).max(1),
        };
        let front = plan.uploads.iter().filter(|sent| sent.path() == FRONT);
        let sample: Vec<&Upload> = plan.uploads.iter().step_by(step).chain(front).collect();
        at_once(self.options.at_once, &sample, |upload| {
            match plan::holds(self.target, &upload.entry)? {
                true => Ok(()),
                false => Err(Stop::Differs(upload.entry.path.clone())),
            }
        })
    }

    /// Takes our mark away after a failure, if the host still listens, so that nobody has to wait.
    fn give_up(&self) {
        if self.is_ours().is_ok() {
            let mut record = self.record();
            record.underway = None;
            // When even this fails, the mark grows old by itself.
            let _ = self.write_record(&record);
        }
    }

    fn write_record(&self, record: &Record) -> Result<(), Stop> {
        let headers = headers(record::NAME);
        Ok(self.target.write(record::NAME, record.bytes(), headers)?)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        // One that panicked has not left the record half-changed.
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is in the folders of some paths, with sizes.
fn sizes<'a>(
    target: &dyn Target,
    paths: impl Iterator<Item = &'a String>,
    together: usize,
) -> Result<BTreeMap<String, u64>, Stop> {
    let folders: BTreeSet<&str> = paths
        .map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder))
        .collect();
    let folders: Vec<&str> = folders.into_iter().collect();
    let all = Mutex::new(BTreeMap::new());
    at_once(together, &folders, |folder| {
        let found = target.sizes(folder)?;
        all.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(found);
        Ok(())
    })?;
    Ok(all.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Does something with every item, some at once, up to the first that fails.
fn at_once<T: Sync>(
    together: usize,
    items: &[T],
    each: impl Fn(&T) -> Result<(), Stop> + Sync,
) -> Result<(), Stop> {
    if together <= 1 {
        return items.iter().try_for_each(each);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(together);
    match pool.build() {
        Ok(pool) => pool.install(|| items.par_iter().try_for_each(&each)),
        // A machine without threads to spare publishes one by one.
        Err(_) => items.iter().try_for_each(each),
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Stop::Failed(trouble)
    }
}
