//! How a site is published: a mark first, then what is new, what has changed, the front page; then
//! everything is verified, what is stale removed, and the mark taken away. At every step readers
//! find pages whose links lead somewhere, and the next publishing can go on from where this broke.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::at_once::at_once;
use super::built::{Entry, FRONT};
use super::headers::headers;
use super::host::{self, NotTaken, Occupied, Target, Trouble};
use super::plan::{self, Plan, Upload, is_page};
use super::record::{self, Record, Underway};
use crate::write::manifest::{self, Sum};

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
    /// Trust that what was published is still there: look only where something changes.
    pub quick: bool,
    /// How long is waited at least for a publisher who began at the same time.
    pub patience: Duration,
    /// How many files go at once.
    pub at_once: usize,
}

/// Why a publishing ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    Refused(Refusal),
    Failed(Trouble),
    /// Nothing could be written at all.
    NotBegun(Trouble),
    /// After it was sent, the host has something else.
    Differs(String),
    /// The host's own rules are against it; it is as it was.
    NotTaken(String),
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
    /// People keep there what they write by hand.
    Sources(String),
    /// Files of others are where nothing has been published yet; the name of the place.
    Others(String),
    /// A file was built anew during the publishing.
    Rebuilt(String),
}

/// So many folders are asked about one by one.
const FEW: usize = 16;

/// A publishing that is not heard of for this many seconds is over.
pub const SILENCE: u64 = 300;
/// The mark is renewed after this time.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// All that was sent is read back up to this many bytes, else a sample.
const SMALL: u64 = 4 << 20;
const SAMPLE: usize = 24;

/// What was found on the host, and what would be done there.
#[derive(Debug)]
pub struct Prepared {
    record: Record,
    pub plan: Plan,
    /// What publishings that broke have left half-sent.
    parts: Vec<String>,
}

type Clock<'a> = &'a (dyn Fn() -> u64 + Sync);

/// Looks at the host and plans; changes nothing.
pub fn prepare(
    target: &dyn Target,
    entries: &[Entry],
    options: &Options,
    clock: Clock,
) -> Result<Prepared, Stop> {
    let record = match read_record(target, entries, options)? {
        Some(record) => record,
        // Without a record everything there is somebody else's.
        None if options.take_over => Record::default(),
        None => return Err(Stop::Refused(Refusal::Record)),
    };
    refuse_underway(record.underway.clone(), options, clock)?;
    if record.paths().is_empty() {
        match target.occupied()? {
            Some(Occupied::Sources(name)) => return Err(Stop::Refused(Refusal::Sources(name))),
            Some(Occupied::Others(name)) if !options.take_over => {
                return Err(Stop::Refused(Refusal::Others(name)));
            }
            _ => {}
        }
    }
    let folders = looked_at(entries, &record, options);
    let sizes = sizes(target, &folders, options.at_once)?;
    let plan = plan::plan(entries, &record, &sizes, options, target)?;
    if !plan.foreign.is_empty() {
        // They may be those of another publisher who has just begun.
        refuse_underway(mark(target)?, options, clock)?;
    }
    let parts = sizes.into_keys().filter(|path| path.contains(host::PART));
    Ok(Prepared {
        record,
        plan,
        parts: parts.collect(),
    })
}

/// The mark of whoever publishes now.
fn mark(target: &dyn Target) -> Result<Option<Underway>, Trouble> {
    let bytes = target.read(record::NAME)?;
    let record = bytes.and_then(|bytes| Record::read(&bytes));
    Ok(record.and_then(|record| record.underway))
}

fn refuse_underway(mark: Option<Underway>, options: &Options, clock: Clock) -> Result<(), Stop> {
    let Some(underway) = mark else {
        return Ok(());
    };
    let seconds = clock().saturating_sub(underway.at);
    match seconds < SILENCE && !options.force && underway.id != options.id {
        true => Err(Stop::Refused(Refusal::Underway { seconds })),
        false => Ok(()),
    }
}

/// The record with the files of the published manifest; `None` when they do not belong together.
fn read_record(
    target: &dyn Target,
    entries: &[Entry],
    options: &Options,
) -> Result<Option<Record>, Trouble> {
    let Some(bytes) = target.read(record::NAME)? else {
        return Ok(Some(Record::default()));
    };
    let Some(mut record) = Record::read(&bytes) else {
        return Ok(None);
    };
    let manifest = target.read(manifest::NAME)?;
    let read = |path: &str| target.read(path);
    let is_ours = record.list(manifest.as_deref(), entries, options.at_once, read)?;
    Ok(is_ours.then_some(record))
}

/// The folders that are looked into: all of the site's, or with `quick` those where something
/// changes by what we know.
fn looked_at<'a>(entries: &'a [Entry], record: &'a Record, options: &Options) -> BTreeSet<&'a str> {
    let changes = |entry: &&Entry| {
        let known = record.known(&entry.path);
        !options.quick || !known.is_some_and(|known| known.is(entry))
    };
    let built: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    let gone = record
        .paths()
        .into_iter()
        .filter(|path| !built.contains(path));
    let changing = entries.iter().filter(changes);
    changing
        .map(|entry| entry.path.as_str())
        .chain(gone)
        .map(folder)
        .collect()
}

impl Prepared {
    /// What somebody must decide before this can be carried out.
    pub fn refusal(&self, options: &Options) -> Option<Refusal> {
        if !self.plan.foreign.is_empty() {
            return Some(Refusal::Foreign(self.plan.foreign.clone()));
        }
        let mut paths = self.record.paths();
        paths.remove(manifest::NAME);
        let (removed, published) = (self.plan.removals.len(), paths.len());
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
    let Prepared {
        mut record,
        plan,
        parts,
    } = prepared;
    if plan.is_empty() && record.is_done(entries) {
        return Ok(plan);
    }
    if target.is_one_step() {
        let done = Record::finished(entries);
        return in_one_step(target, root, &plan, &done, progress).map(|()| plan);
    }
    let own = Underway {
        id: options.id.clone(),
        at: clock(),
    };
    record.begin(entries, &plan, own);
    // Another publisher may have begun while we looked.
    refuse_underway(mark(target)?, options, clock)?;
    let run = Run {
        target,
        root,
        options,
        clock,
        record: Mutex::new(record),
    };
    let carried = run.kept_alive(|| run.carry_out(&plan, &parts, progress));
    let carried = carried.and_then(|()| run.finish(entries));
    if matches!(
        carried,
        Err(Stop::Failed(_) | Stop::NotBegun(_) | Stop::Differs(_))
    ) {
        run.give_up();
    }
    carried.map(|()| plan)
}

/// Carries a plan out where no reader sees a step of it.
fn in_one_step(
    target: &dyn Target,
    root: &Path,
    plan: &Plan,
    done: &Record,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(), Stop> {
    for path in &plan.removals {
        target.remove(path)?;
    }
    for (sent, upload) in plan.uploads.iter().enumerate() {
        let path = upload.path();
        target.write(path, bytes(root, &upload.entry)?, headers(path))?;
        progress(sent + 1, plan.uploads.len());
    }
    target.write(record::NAME, done.bytes(), headers(record::NAME))?;
    target.finish().map_err(|why| match why {
        NotTaken::Overtaken => Stop::Refused(Refusal::Overtaken),
        NotTaken::Refused(reason) => Stop::NotTaken(reason),
        NotTaken::Failed(trouble) => Stop::Failed(trouble),
    })
}

/// A file of the site, as it was planned.
fn bytes(root: &Path, entry: &Entry) -> Result<Vec<u8>, Stop> {
    let bytes = fs::read(root.join(&entry.path)).map_err(|error| {
        Stop::Failed(Trouble {
            path: entry.path.clone(),
            reason: error.to_string(),
        })
    })?;
    match Sum::of(&bytes) == entry.sum {
        true => Ok(bytes),
        false => Err(Stop::Refused(Refusal::Rebuilt(entry.path.clone()))),
    }
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
    /// Does something, and renews our mark the while: a large file on a slow line takes its time.
    fn kept_alive(&self, act: impl FnOnce() -> Result<(), Stop>) -> Result<(), Stop> {
        let (over, wait) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                while wait.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                    // A mark that cannot be renewed now grows old, and may be renewed the next time.
                    let _ = self.renew();
                }
            });
            let done = act();
            drop(over);
            done
        })
    }

    /// Writes our mark. Of two that write it at the same time the later one is there after a while.
    fn begin(&self) -> Result<(), Stop> {
        let began = Instant::now();
        let bytes = self.record().bytes();
        self.write(bytes).map_err(|stop| match stop {
            Stop::Failed(trouble) => Stop::NotBegun(trouble),
            other => other,
        })?;
        thread::sleep(self.options.patience.max(began.elapsed() * 2));
        self.is_ours()
    }

    fn renew(&self) -> Result<(), Stop> {
        self.is_ours()?;
        let now = (self.clock)();
        let mut record = self.record();
        if let Some(underway) = &mut record.underway {
            underway.at = now;
        }
        let bytes = record.bytes();
        drop(record);
        self.write(bytes)
    }

    fn carry_out(
        &self,
        plan: &Plan,
        parts: &[String],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<(), Stop> {
        self.begin()?;
        for path in parts {
            self.target.remove(path)?;
        }
        let (sent, total) = (AtomicUsize::new(0), plan.uploads.len());
        for stage in plan.uploads.chunk_by(|a, b| a.stage() == b.stage()) {
            self.is_ours()?;
            at_once(self.options.at_once, stage, |upload| {
                self.send(upload)?;
                progress(sent.fetch_add(1, Ordering::Relaxed) + 1, total);
                Ok::<(), Stop>(())
            })?;
        }
        self.verify(plan)?;
        self.is_ours()?;
        // No page that is still there may lead to what is gone.
        let (pages, others): (Vec<&String>, Vec<&String>) =
            plan.removals.iter().partition(|path| is_page(path));
        for paths in [pages, others] {
            at_once(self.options.at_once, &paths, |path| {
                self.target.remove(path)
            })?;
        }
        Ok(())
    }

    fn finish(&self, entries: &[Entry]) -> Result<(), Stop> {
        self.is_ours()?;
        self.write(Record::finished(entries).bytes())
    }

    fn send(&self, upload: &Upload) -> Result<(), Stop> {
        let entry = &upload.entry;
        let bytes = bytes(self.root, entry)?;
        self.target
            .write(&entry.path, bytes, headers(&entry.path))?;
        self.record().sent(entry);
        Ok(())
    }

    /// Stops when another publishing has written its mark over ours.
    fn is_ours(&self) -> Result<(), Stop> {
        match mark(self.target)? {
            Some(underway) if underway.id == self.options.id => Ok(()),
            _ => Err(Stop::Refused(Refusal::Overtaken)),
        }
    }

    /// All that was sent is there in its size, and is what is read back.
    fn verify(&self, plan: &Plan) -> Result<(), Stop> {
        let folders = plan.uploads.iter().map(|upload| folder(upload.path()));
        let sizes = sizes(self.target, &folders.collect(), self.options.at_once)?;
        let size = |upload: &&Upload| sizes.get(upload.path()) == Some(&upload.entry.sum.size);
        if let Some(wrong) = plan.uploads.iter().find(|upload| !size(upload)) {
            return Err(Stop::Differs(wrong.path().to_owned()));
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
        })?;
        Ok(())
    }

    /// Takes our mark away after a failure, if the host still listens, so that nobody has to wait.
    fn give_up(&self) {
        if self.is_ours().is_ok() {
            let mut record = self.record();
            record.underway = None;
            // When even this fails, the mark grows old by itself.
            let bytes = record.bytes();
            drop(record);
            let _ = self.write(bytes);
        }
    }

    /// Writes the record.
    fn write(&self, bytes: Vec<u8>) -> Result<(), Stop> {
        let headers = headers(record::NAME);
        Ok(self.target.write(record::NAME, bytes, headers)?)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        // One that panicked has not left the record half-changed.
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What is in some folders, with sizes.
fn sizes(
    target: &dyn Target,
    folders: &BTreeSet<&str>,
    together: usize,
) -> Result<BTreeMap<String, u64>, Stop> {
    if folders.len() > FEW
        && let Some(all) = target.all()?
    {
        return Ok(all);
    }
    let folders: Vec<&str> = folders.iter().copied().collect();
    let found = at_once(together, &folders, |folder| target.sizes(folder))?;
    Ok(found.into_iter().flatten().collect())
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Stop::Failed(trouble)
    }
}
