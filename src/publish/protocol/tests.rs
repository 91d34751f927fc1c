//! The protocol on a host that breaks at any step, with a reader who looks after every step.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Entry, Options, Plan, Record, Refusal, Stop, Sum, Target, Trouble, prepare, record};
use crate::publish::headers::Headers;
use crate::write::manifest::{self, Manifest};

mod lists;

type Files = BTreeMap<String, Vec<u8>>;

/// A host in memory.
#[derive(Default)]
struct Host {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    files: Files,
    steps: usize,
    /// The step that fails, and whether all after it do too.
    fails: Option<(usize, bool)>,
    sent: Vec<String>,
    /// Pages that readers had before and that the new site has too.
    read: BTreeSet<String>,
    /// Another publisher's bytes for the record, written at a step.
    rival: Option<(usize, Vec<u8>)>,
}

impl Host {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files of the site, without what tells of them.
    fn files(&self) -> Files {
        let mut files = self.state().files.clone();
        files.retain(|path, _| !tells(path));
        files
    }

    fn lists(&self) -> BTreeSet<String> {
        let state = self.state();
        let lists = state.files.keys().filter(|path| manifest::is_list(path));
        lists.cloned().collect()
    }

    fn record(&self) -> Record {
        let state = self.state();
        let bytes = state.files.get(record::NAME).expect("a record");
        Record::read(bytes).expect("a readable record")
    }

    /// A step, unless it is the one that fails; the reader looks after it.
    fn step<T>(&self, path: &str, step: impl Fn(&mut State, bool) -> T) -> Result<T, Trouble> {
        let mut state = self.state();
        let number = state.steps;
        state.steps += 1;
        if let Some((at, bytes)) = state.rival.take() {
            if at == number {
                state.files.insert(record::NAME.to_owned(), bytes);
            } else {
                state.rival = Some((at, bytes));
            }
        }
        let fails = state
            .fails
            .is_some_and(|(at, on)| number == at || on && number > at);
        let done = step(&mut state, fails);
        no_link_is_broken(&state);
        if fails {
            let (path, reason) = (path.to_owned(), "broken".to_owned());
            return Err(Trouble { path, reason });
        }
        Ok(done)
    }
}

impl Target for Host {
    fn sizes(&self, folder: &str) -> Result<BTreeMap<String, u64>, Trouble> {
        self.step(folder, |state, _| {
            let inside = |path: &&String| path.rsplit_once('/').map_or("", |at| at.0) == folder;
            let paths = state.files.keys().filter(inside);
            paths
                .map(|path| (path.clone(), state.files[path].len() as u64))
                .collect()
        })
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.step(path, |state, _| state.files.get(path).cloned())
    }

    /// One that fails has come through or not: the publisher cannot know.
    fn write(&self, path: &str, bytes: Vec<u8>, _: Headers) -> Result<(), Trouble> {
        self.step(path, |state, fails| {
            if !fails || state.steps.is_multiple_of(2) {
                state.files.insert(path.to_owned(), bytes.clone());
                state.sent.push(path.to_owned());
            }
        })
    }

    fn remove(&self, path: &str) -> Result<(), Trouble> {
        self.step(path, |state, fails| {
            if !fails || state.steps.is_multiple_of(2) {
                state.files.remove(path);
            }
        })
    }
}

/// The record, the manifest and its lists.
fn tells(path: &str) -> bool {
    path == record::NAME || path == manifest::NAME || manifest::is_list(path)
}

/// From the front page, and from pages that readers had open, every link leads somewhere.
fn no_link_is_broken(state: &State) {
    followed(state, state.read.iter().map(String::as_str));
}

/// All that is found by links from the front page and from some pages.
fn followed<'a>(state: &'a State, from: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let there = |path: &&str| state.files.contains_key(*path);
    let mut open: Vec<&str> = from.chain(["index.html"]).filter(there).collect();
    let mut seen = BTreeSet::new();
    while let Some(page) = open.pop() {
        if !seen.insert(page) || !page.ends_with(".html") {
            continue;
        }
        let text = String::from_utf8_lossy(&state.files[page]);
        for link in text.split('>').filter_map(|tag| tag.strip_prefix("<a ")) {
            let found = state.files.get_key_value(link);
            let (path, _) = found.unwrap_or_else(|| panic!("{page} leads to {link}"));
            open.push(path);
        }
    }
    seen
}

/// A built site: paths, and what their pages say.
fn site(files: &[(&str, &str)]) -> Files {
    let bytes = |text: &str| text.as_bytes().to_vec();
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), bytes(text)))
        .collect()
}

fn first() -> Files {
    site(&[
        (
            "index.html",
            "<a a/index.html><a d/index.html><a style.css>",
        ),
        ("a/index.html", "<a index.html><a a/luvut.csv>"),
        ("a/luvut.csv", "1;2"),
        ("d/index.html", "<a a/index.html>"),
        ("style.css", "x"),
    ])
}

fn second() -> Files {
    site(&[
        (
            "index.html",
            "<a a/index.html><a b/index.html><a style.css>",
        ),
        ("a/index.html", "<a c/index.html><a a/luvut.csv>"),
        ("a/luvut.csv", "1;3"),
        ("b/index.html", "<a c/index.html><a b/kuva.svg>"),
        ("b/kuva.svg", "svg"),
        ("c/index.html", "<a index.html>"),
        ("style.css", "x"),
    ])
}

fn third() -> Files {
    site(&[
        ("index.html", "<a a/index.html><a d/index.html><a e.html>"),
        ("a/index.html", "<a d/index.html>"),
        ("d/index.html", "<a a/index.html><a c/index.html>"),
        ("c/index.html", "<a e.html>"),
        ("e.html", "loppu"),
    ])
}

fn options(id: &str) -> Options {
    Options {
        id: id.to_owned(),
        take_over: false,
        allow_shrink: true,
        force: false,
        quick: false,
        patience: Duration::ZERO,
        at_once: 1,
    }
}

/// Publishes at a second; what was sent is in the host.
fn publish_with(host: &Host, site: &Files, options: &Options, second: u64) -> Result<Plan, Stop> {
    publish_divided(host, site, options, second, usize::MAX)
}

/// Publishes a site whose folders have lists of their own beyond a limit.
fn publish_divided(
    host: &Host,
    site: &Files,
    options: &Options,
    second: u64,
    limit: usize,
) -> Result<Plan, Stop> {
    let root = tempfile::tempdir().expect("a folder");
    let mut entries = Vec::new();
    let outputs = site
        .iter()
        .map(|(path, bytes)| (path.clone(), Sum::of(bytes)));
    let mut list = Manifest::new(manifest::Made::default(), outputs.collect());
    let mut lists = BTreeMap::new();
    let text = list.divided(limit, &mut |some| {
        lists.extend(some.iter().cloned());
        Ok::<_, std::convert::Infallible>(())
    });
    let Ok(text) = text;
    let mut all = site.clone();
    for (path, text) in lists.into_iter().chain([(manifest::NAME.to_owned(), text)]) {
        all.insert(path, text.into_bytes());
    }
    for (path, bytes) in &all {
        let place = root.path().join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, bytes).expect("a file");
        entries.push(Entry {
            path: path.clone(),
            sum: Sum::of(bytes),
        });
    }
    {
        let mut state = host.state();
        state.steps = 0;
        state.sent.clear();
        let read = followed(&state, std::iter::empty());
        let stays = read.into_iter().filter(|path| site.contains_key(*path));
        state.read = stays.map(str::to_owned).collect();
    }
    let clock = || second;
    let prepared = prepare(host, &entries, options, &clock)?;
    super::publish(
        host,
        root.path(),
        &entries,
        prepared,
        options,
        &clock,
        &|_, _| {},
    )
}

fn publish(host: &Host, site: &Files) -> Result<Plan, Stop> {
    publish_with(host, site, &options("a"), 0)
}

fn published(site: &Files) -> Host {
    let host = Host::default();
    publish(&host, site).expect("published");
    host
}

fn sent(host: &Host) -> Vec<String> {
    let mut sent = host.state().sent.clone();
    sent.retain(|path| !tells(path));
    sent
}

#[test]
fn new_files_go_first_and_the_front_page_last() {
    let host = published(&first());
    assert_eq!(host.files(), first());
    assert_eq!(sent(&host).last().map(String::as_str), Some("index.html"));
    let plan = publish(&host, &second()).expect("published");
    let order = [
        "b/kuva.svg",
        "b/index.html",
        "c/index.html",
        "a/luvut.csv",
        "a/index.html",
        "index.html",
    ];
    assert_eq!(sent(&host), order);
    assert_eq!(plan.removals, ["d/index.html"]);
    assert_eq!(host.files(), second());
    assert_eq!(host.record().underway, None);
}

#[test]
fn the_same_site_sends_nothing() {
    let host = published(&first());
    let plan = publish(&host, &first()).expect("published");
    assert!(plan.is_empty());
    assert!(host.state().sent.is_empty(), "not even the record");
}

#[test]
fn wherever_it_breaks_the_next_publishing_goes_on() {
    let whole = published(&first());
    publish(&whole, &second()).expect("published");
    let steps = whole.state().steps;
    assert!(steps > 30, "{steps} steps");
    for (at, on) in (0..steps).flat_map(|at| [(at, false), (at, true)]) {
        for next in [first(), second(), third()] {
            let host = published(&first());
            host.state()
                .files
                .insert("muu.html".to_owned(), b"muiden".to_vec());
            host.state().fails = Some((at, on));
            let broken = publish(&host, &second());
            host.state().fails = None;
            assert!(broken.is_err(), "step {at} fails");
            // Where the host heard of the end, nobody waits; else the mark grows old.
            let later = if on { super::SILENCE } else { 0 };
            let again = publish_with(&host, &next, &options("b"), later);
            again.unwrap_or_else(|stop| panic!("after step {at}: {stop:?}"));
            let mut files = host.files();
            let foreign = files.remove("muu.html");
            assert!(foreign.is_some(), "after step {at} others' file is there");
            assert_eq!(files, next, "after step {at}");
            assert_eq!(host.record().underway, None);
            let plan = publish(&host, &next).expect("published");
            assert!(plan.is_empty(), "after step {at} all is known");
        }
    }
}

#[test]
fn what_came_through_is_not_sent_again() {
    let host = published(&first());
    host.state().fails = Some((20, true));
    publish(&host, &second()).expect_err("broken");
    host.state().fails = None;
    let before = sent(&host);
    assert!(!before.is_empty());
    publish_with(&host, &second(), &options("b"), super::SILENCE).expect("published");
    let twice = sent(&host).into_iter().find(|path| before.contains(path));
    assert_eq!(twice, None);
}

#[test]
fn a_file_of_others_is_neither_replaced_nor_removed() {
    let host = Host::default();
    let put = |path: &str, text: &str| {
        let bytes = text.as_bytes().to_vec();
        host.state().files.insert(path.to_owned(), bytes);
    };
    put("style.css", "muiden");
    put("a/luvut.csv", "1;2");
    let refused = publish(&host, &first());
    let foreign = Refusal::Foreign(vec!["style.css".to_owned()]);
    assert_eq!(
        refused,
        Err(Stop::Refused(foreign)),
        "the same bytes are no harm"
    );
    assert_eq!(host.files().len(), 2);
    let take_over = Options {
        take_over: true,
        ..options("a")
    };
    publish_with(&host, &first(), &take_over, 0).expect("published");
    assert_eq!(host.files(), first());
    // A page of ours that somebody has replaced is not ours to remove.
    put("d/index.html", "muiden sivu");
    let plan = publish(&host, &second()).expect("published");
    assert_eq!(plan.left, ["d/index.html"]);
    assert!(host.files().contains_key("d/index.html"));
}

#[test]
fn a_file_that_is_missing_on_the_host_is_sent_again() {
    let small = site(&[("index.html", "alku"), ("robots.txt", "x")]);
    let host = published(&small);
    host.state().files.remove("robots.txt");
    publish(&host, &small).expect("published");
    assert_eq!(sent(&host), ["robots.txt"]);
}

#[test]
fn in_a_hurry_only_what_changes_is_looked_at() {
    let quick = Options {
        quick: true,
        ..options("a")
    };
    let steps = |options: &Options| {
        let host = published(&first());
        let mut site = first();
        site.insert("a/luvut.csv".to_owned(), b"2;2".to_vec());
        publish_with(&host, &site, options, 0).expect("published");
        assert_eq!(sent(&host), ["a/luvut.csv"]);
        assert_eq!(host.files(), site);
        host.state().steps
    };
    assert!(steps(&quick) < steps(&options("a")));
    // What somebody has removed from the host is not missed; without the hurry it is.
    let small = site(&[("index.html", "alku"), ("robots.txt", "x")]);
    let host = published(&small);
    host.state().files.remove("robots.txt");
    publish_with(&host, &small, &quick, 0).expect("published");
    assert!(sent(&host).is_empty());
    publish(&host, &small).expect("published");
    assert_eq!(sent(&host), ["robots.txt"]);
}

#[test]
fn a_site_that_shrank_is_asked_about() {
    let host = published(&first());
    let small = site(&[("index.html", "loppu"), ("style.css", "x")]);
    let careful = Options {
        allow_shrink: false,
        ..options("a")
    };
    let refused = publish_with(&host, &small, &careful, 0);
    let (removed, published) = (3, 5);
    let shrink = Refusal::Shrink { removed, published };
    assert_eq!(refused, Err(Stop::Refused(shrink)));
    assert_eq!(host.files(), first());
    publish(&host, &small).expect("published");
}

#[test]
fn another_publisher_is_noticed() {
    let host = published(&first());
    let mut mark = host.record();
    mark.underway = Some(record::Underway {
        id: "muu".to_owned(),
        at: 1000,
    });
    let bytes = mark.bytes();
    host.state()
        .files
        .insert(record::NAME.to_owned(), bytes.clone());
    let refused = publish_with(&host, &second(), &options("a"), 1100);
    let underway = Refusal::Underway { seconds: 100 };
    assert_eq!(refused, Err(Stop::Refused(underway)));
    let forced = Options {
        force: true,
        ..options("a")
    };
    publish_with(&host, &second(), &forced, 1100).expect("published");
    assert_eq!(host.record().underway, None);
    // One that begins in the middle is noticed before anything of the old site changes.
    let host = published(&first());
    host.state().rival = Some((16, bytes));
    let refused = publish(&host, &second());
    assert_eq!(refused, Err(Stop::Refused(Refusal::Overtaken)));
    assert_eq!(
        host.record().underway.map(|mark| mark.id),
        Some("muu".into())
    );
}

#[test]
fn without_a_readable_record_nothing_is_ours() {
    let host = published(&first());
    let place = record::NAME.to_owned();
    host.state().files.insert(place, b"{".to_vec());
    let refused = publish(&host, &second());
    assert_eq!(refused, Err(Stop::Refused(Refusal::Record)));
    let take_over = Options {
        take_over: true,
        ..options("a")
    };
    publish_with(&host, &second(), &take_over, 0).expect("published");
    assert!(
        host.files().contains_key("d/index.html"),
        "nothing is removed"
    );
}
