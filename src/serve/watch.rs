//! What has changed, by what the machine tells and by looking again. It tells at once and may miss
//! something; looking again is slow and misses nothing. So after a change, and every now and then,
//! one looks again at what should be known already.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::stamps::{ROOTS, Stamps};
use crate::workspace::{Changes, within};

/// What the watch hears.
pub enum Message {
    Event(notify::Result<Event>),
    Stop,
}

/// What to do next.
pub enum Next {
    Changed {
        changes: Changes,
        /// When the first of them was heard of.
        since: Instant,
    },
    /// From now on files are only looked at again and again.
    Polling,
    Stop,
}

/// A change is over when nothing has been heard for so long, one of many files for longer.
const QUIET: Duration = Duration::from_millis(3);
const QUIET_OF_MANY: Duration = Duration::from_millis(25);
const MANY: usize = 4;
/// A change that does not end is shown all the same after this.
const LONGEST: Duration = Duration::from_millis(400);
/// One looks again so long after a change.
const AGAIN: Duration = Duration::from_millis(250);
/// One looks again so often when nothing is heard, and when nothing can be.
const IDLE: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(250);
/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 20;

pub struct Watch {
    /// As the machine names it in what it tells.
    site: PathBuf,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    /// None where one can only look.
    watcher: Option<RecommendedWatcher>,
    polling_told: bool,
    stamps: Stamps,
    look_at: Instant,
    looking_took: Duration,
}

impl Watch {
    /// A watch of a site's folders as they are now.
    pub fn new(site: &Path, sender: Sender<Message>, messages: Receiver<Message>) -> Self {
        let real = site.canonicalize().or_else(|_| std::path::absolute(site));
        let mut watch = Self {
            site: real.unwrap_or_else(|_| site.to_owned()),
            sender,
            messages,
            watcher: None,
            polling_told: false,
            stamps: Stamps::default(),
            look_at: Instant::now(),
            looking_took: Duration::ZERO,
        };
        watch.begin();
        watch.look();
        watch
    }

    /// Waits for the next thing to do.
    pub fn next(&mut self) -> Next {
        loop {
            if self.watcher.is_none() && !self.polling_told {
                self.polling_told = true;
                return Next::Polling;
            }
            let wait = self.look_at.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(wait) {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return Next::Stop,
                Ok(Message::Event(event)) => {
                    let since = Instant::now();
                    let mut heard = Heard::default();
                    heard.take(event, &self.site);
                    if self.gather(&mut heard, since) {
                        return Next::Stop;
                    }
                    if let Some(changes) = self.changed(heard) {
                        self.look_at = self.again_at();
                        return Next::Changed { changes, since };
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let since = Instant::now();
                    let missed = self.look();
                    if !missed.is_empty() {
                        self.look_at = self.again_at();
                        // A folder that nobody watches may be among them.
                        if self.watcher.is_some() {
                            self.begin();
                        }
                        let changes = Changes::Paths(missed);
                        return Next::Changed { changes, since };
                    }
                }
            }
        }
    }

    /// When one looks again after a change. On a large site looking keeps the next change waiting.
    fn again_at(&self) -> Instant {
        Instant::now() + AGAIN.max(self.looking_took * SHARE)
    }

    /// Hears a change to its end; whether it was the end of all.
    fn gather(&self, heard: &mut Heard, since: Instant) -> bool {
        if heard.is_nothing() {
            return false;
        }
        let end = since + LONGEST;
        let mut quiet_at = since + QUIET;
        loop {
            let wait = quiet_at.min(end).saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(wait) {
                Ok(Message::Event(event)) => {
                    // What others only read keeps nobody waiting.
                    if heard.take(event, &self.site) {
                        let is_large = heard.paths.len() >= MANY || heard.everything;
                        quiet_at = Instant::now() + if is_large { QUIET_OF_MANY } else { QUIET };
                    }
                    if Instant::now() > end {
                        break;
                    }
                }
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        false
    }

    /// What has changed of all that was heard of. Stamps are taken before anything is read, so that
    /// whatever changes later differs from them.
    fn changed(&mut self, heard: Heard) -> Option<Changes> {
        if heard.lost {
            self.watcher = None;
        }
        if heard.everything || heard.roots {
            if heard.roots && self.watcher.is_some() {
                self.begin();
            }
            let differing = self.look();
            return (!differing.is_empty()).then_some(Changes::Paths(differing));
        }
        let mut paths = BTreeSet::new();
        for (path, certain) in heard.paths {
            paths.extend(self.stamps.one(&self.site, &path));
            if certain {
                paths.insert(path);
            }
        }
        (!paths.is_empty()).then_some(Changes::Paths(paths))
    }

    /// Looks at everything, and tells what is not as it was last known.
    fn look(&mut self) -> BTreeSet<PathBuf> {
        let began = Instant::now();
        let differing = self.stamps.all(&self.site);
        self.looking_took = began.elapsed();
        let pause = if self.watcher.is_some() { IDLE } else { POLL };
        self.look_at = Instant::now() + pause.max(self.looking_took * SHARE);
        differing
    }

    /// Watches the folders that are there now. The site's own folder is watched for their coming
    /// and going.
    fn begin(&mut self) {
        let sender = self.sender.clone();
        let heard = move |event: notify::Result<Event>| {
            // To read a whole site is told file by file, and changes nothing.
            let is_nothing = |event: &Event| certain(event.kind).is_none() && !event.need_rescan();
            if !event.as_ref().is_ok_and(is_nothing) {
                // When nobody listens, all is over already.
                let _ = sender.send(Message::Event(event));
            }
        };
        let watcher = notify::recommended_watcher(heard).and_then(|mut watcher| {
            watcher.watch(&self.site, RecursiveMode::NonRecursive)?;
            for root in ROOTS {
                let folder = self.site.join(root);
                match watcher.watch(&folder, RecursiveMode::Recursive) {
                    Err(error) if folder.is_dir() => return Err(error),
                    _ => {}
                }
            }
            Ok(watcher)
        });
        self.watcher = watcher.ok();
    }
}

/// What was heard of a change.
#[derive(Debug, Default)]
struct Heard {
    /// Paths in the site; whether something has surely happened to their contents.
    paths: BTreeMap<PathBuf, bool>,
    /// The folders themselves came or went.
    roots: bool,
    /// Something was not heard.
    everything: bool,
    /// The machine watches no more.
    lost: bool,
}

impl Heard {
    fn is_nothing(&self) -> bool {
        self.paths.is_empty() && !self.roots && !self.everything
    }

    /// Takes an event; whether it may change anything.
    fn take(&mut self, event: notify::Result<Event>, site: &Path) -> bool {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.everything = true;
                self.lost |= matches!(error.kind, notify::ErrorKind::MaxFilesWatch);
                return true;
            }
        };
        self.everything |= event.need_rescan();
        let Some(certain) = certain(event.kind) else {
            return false;
        };
        for path in event.paths {
            let path = within(site, &path);
            let mut parts = path.iter();
            let is_ours = parts
                .next()
                .is_some_and(|first| ROOTS.iter().any(|root| first == *root));
            match (is_ours, parts.next()) {
                (true, Some(_)) => *self.paths.entry(path).or_default() |= certain,
                (true, None) => self.roots |= certain,
                // Something else beside them, or the site's folder itself.
                (false, _) => self.roots |= path.as_os_str().is_empty() && certain,
            }
        }
        true
    }
}

/// Whether a kind of event surely changes a file; nothing when it surely does not.
fn certain(kind: EventKind) -> Option<bool> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(false),
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)) => Some(false),
        EventKind::Create(_) | EventKind::Remove(_) => Some(true),
        EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Name(_)) => Some(true),
        EventKind::Any | EventKind::Modify(_) | EventKind::Other => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::mpsc::channel;

    use super::{Message, Next, Watch};
    use crate::workspace::Changes;

    #[test]
    fn where_nothing_is_told_one_looks_again_and_again() {
        let site = tempfile::tempdir().expect("a folder");
        let page = site.path().join("content/page.md");
        fs::create_dir(site.path().join("content")).expect("a folder");
        fs::write(&page, "one").expect("a file");
        let (sender, messages) = channel();
        let mut watch = Watch::new(site.path(), sender.clone(), messages);
        watch.watcher = None;
        assert!(matches!(watch.next(), Next::Polling));
        fs::write(&page, "another").expect("a file");
        match watch.next() {
            Next::Changed {
                changes: Changes::Paths(paths),
                ..
            } => assert!(paths.contains(Path::new("content/page.md")), "{paths:?}"),
            _ => panic!("the change was not seen"),
        }
        sender.send(Message::Stop).expect("it listens");
        assert!(matches!(watch.next(), Next::Stop));
    }
}
