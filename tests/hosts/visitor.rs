//! Somebody who reads a site all the while it is published: every page whole, from the site before
//! or after, with the styles of the same site, and no link that leads nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use walkdir::WalkDir;

/// What came of asking for a file.
pub enum Found {
    Bytes(Vec<u8>),
    Missing,
    /// The server did not answer: nobody reads anything then.
    Silence,
}

pub type Read = Arc<dyn Fn(&str) -> Found + Send + Sync>;

/// The files of a site as they were built.
pub type Site = BTreeMap<String, Vec<u8>>;

pub fn site(folder: &Path) -> Site {
    let entries = WalkDir::new(folder).into_iter();
    let files = entries.map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(folder).expect("inside");
        let bytes = fs::read(entry.path()).expect("a file");
        (name.to_string_lossy().replace('\\', "/"), bytes)
    });
    named.collect()
}

pub struct Visitor {
    thread: Option<JoinHandle<()>>,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    over: AtomicBool,
    rounds: AtomicUsize,
    files: AtomicUsize,
    wrong: Mutex<BTreeSet<String>>,
}

/// What a visitor has read, and what was wrong.
#[derive(Debug)]
pub struct Report {
    pub rounds: usize,
    pub files: usize,
    pub wrong: BTreeSet<String>,
}

impl Visitor {
    /// Begins to read. Each file must be as it is in one of the sites.
    pub fn begin(read: Read, sites: Vec<Site>) -> Self {
        let seen = Arc::new(Seen::default());
        let theirs = Arc::clone(&seen);
        let thread = thread::spawn(move || {
            while !theirs.over.load(Ordering::SeqCst) {
                let mut walk = Walk {
                    read: &read,
                    sites: &sites,
                    seen: &theirs,
                    came_from: BTreeMap::new(),
                };
                walk.whole();
                // Others need the processor too.
                thread::sleep(Duration::from_millis(10));
            }
        });
        let thread = Some(thread);
        Self { thread, seen }
    }

    pub fn end(mut self) -> Report {
        self.seen.over.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the visitor reads to the end");
        }
        let wrong = self.seen.wrong.lock().expect("the visitor is gone").clone();
        Report {
            rounds: self.seen.rounds.load(Ordering::SeqCst),
            files: self.seen.files.load(Ordering::SeqCst),
            wrong,
        }
    }
}

/// One visit, from the front page to all that it leads to.
struct Walk<'a> {
    read: &'a Read,
    sites: &'a [Site],
    seen: &'a Seen,
    /// The page that led to each file.
    came_from: BTreeMap<String, String>,
}

const FRONT: &str = "index.html";

impl Walk<'_> {
    fn whole(&mut self) {
        let mut open = vec![FRONT.to_owned()];
        while let Some(path) = open.pop() {
            match (self.read)(&path) {
                Found::Silence => return,
                Found::Missing if self.is_dead(&path) => {
                    let from = self.came_from.get(&path).cloned().unwrap_or_default();
                    self.tell(format!("{from} leads to {path}, which is not there"));
                }
                Found::Missing => {}
                Found::Bytes(bytes) => {
                    self.seen.files.fetch_add(1, Ordering::SeqCst);
                    self.look_at(&path, &bytes, &mut open);
                }
            }
        }
        self.seen.rounds.fetch_add(1, Ordering::SeqCst);
    }

    fn look_at(&mut self, path: &str, bytes: &[u8], open: &mut Vec<String>) {
        let of = |site: &&Site| site.get(path).is_some_and(|built| built == bytes);
        let sites: Vec<&Site> = self.sites.iter().filter(of).collect();
        if sites.is_empty() {
            self.tell(format!("{path} is of no site ({} bytes)", bytes.len()));
        }
        if !path.ends_with(".html") {
            return;
        }
        for link in links(path, bytes) {
            let is_style = link.ends_with(".css") || link.ends_with(".js");
            if is_style && let Found::Bytes(style) = (self.read)(&link) {
                // A page that has been replaced meanwhile is read in its new form by the browser.
                let fits = sites.iter().any(|site| site.get(&link) == Some(&style));
                if !fits && matches!((self.read)(path), Found::Bytes(now) if now == bytes) {
                    self.tell(format!("{path} is of another site than {link}"));
                }
            }
            if !self.came_from.contains_key(&link) && link != FRONT {
                self.came_from.insert(link.clone(), path.to_owned());
                open.push(link);
            }
        }
    }

    /// Whether the pages that led here, as they are now, still lead here, and in vain.
    fn is_dead(&self, path: &str) -> bool {
        let mut target = path.to_owned();
        while let Some(from) = self.came_from.get(&target) {
            match (self.read)(from) {
                Found::Bytes(bytes) if links(from, &bytes).contains(&target) => {}
                _ => return false,
            }
            target = from.clone();
        }
        matches!((self.read)(path), Found::Missing)
    }

    fn tell(&self, wrong: String) {
        self.seen.wrong.lock().expect("one visitor").insert(wrong);
    }
}

/// The files of the site that a page needs or leads to.
fn links(page: &str, bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let quoted = ["href=\"", "src=\""].map(|key| {
        let rest = text.split(key).skip(1);
        rest.filter_map(|rest| rest.split_once('"'))
            .map(|(link, _)| link.to_owned())
            .collect::<Vec<_>>()
    });
    let links = quoted.concat();
    links.iter().filter_map(|link| inside(page, link)).collect()
}

/// The file that a link of a page leads to; `None` when it is not of this site.
fn inside(page: &str, link: &str) -> Option<String> {
    let link = link.split(['#', '?']).next().unwrap_or_default();
    if link.is_empty() || link.contains(':') || link.starts_with('/') {
        return None;
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if link.ends_with('/') || link == ".." || link == "." {
        path = format!("{path}/{FRONT}").trim_start_matches('/').to_owned();
    }
    Some(path)
}
