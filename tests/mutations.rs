//! Slips of the hand on sites that are right: whatever is done to a file, nothing panics, every
//! finding stands inside its file, and a slip is told on its own line or the one beside it.

mod cases;
mod dice;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dice::Dice;
use rayon::prelude::*;
use toteuma::diagnostic::{FileId, Findings, Level, Place, Sources, position};
use toteuma::locale::Locale;
use toteuma::report::{Style, human};
use toteuma::{check, load, theme};
use walkdir::WalkDir;

/// What a site is told before anything is composed.
fn told(site: &Path) -> (Findings, Arc<Sources>) {
    let loaded = load::content(site).expect("a readable site");
    let mut findings = loaded.findings;
    if let Some(content) = &loaded.content {
        let theme = theme::theme(site, "default", &content.locale).expect("the default theme");
        findings.extend(check::findings(content, &theme));
    }
    (findings.sorted(), loaded.sources)
}

/// Sites without a mistake: the shipped one and the cases.
fn sites() -> Vec<PathBuf> {
    let mut sites = cases::folders("sites");
    sites.push(Path::new(env!("CARGO_MANIFEST_DIR")).to_owned());
    sites
}

fn files(site: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(site.join("content")).sort_by_file_name();
    let entries = walk.into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.into_path()).collect()
}

/// A copy of a site that may be spoilt, each of its texts changed.
fn copied(site: &Path, change: &dyn Fn(&str) -> String) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for file in files(site) {
        let place = copy
            .path()
            .join(file.strip_prefix(site).expect("below the site"));
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        let bytes = fs::read(&file).expect("a file");
        let changed = match String::from_utf8(bytes) {
            Ok(text) => change(&text).into_bytes(),
            Err(other) => other.into_bytes(),
        };
        fs::write(place, changed).expect("written");
    }
    copy
}

/// A place between two characters.
fn border(text: &str, dice: &mut Dice) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What a hand may do anywhere in a text.
const ANYWHERE: usize = 16;

fn spoilt(text: &str, slip: usize, dice: &mut Dice) -> String {
    let at = border(text, dice);
    let (before, after) = text.split_at(at);
    let inserted = |what: &str| format!("{before}{what}{after}");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = dice.below(lines.len());
    let replaced = |from: &str, to: &str| match text.get(at..).and_then(|rest| rest.find(from)) {
        Some(found) => format!(
            "{}{to}{}",
            &text[..at + found],
            &text[at + found + from.len()..]
        ),
        None => text.to_owned(),
    };
    match slip {
        0 => [&lines[..line], &lines[(line + 1).min(lines.len())..]]
            .concat()
            .concat(),
        1 => [
            &lines[..(line + 1).min(lines.len())],
            &lines[line.min(lines.len())..],
        ]
        .concat()
        .concat(),
        2 => before.to_owned(),
        3 => inserted("\t"),
        4 => {
            let mut letters: Vec<char> = text.chars().collect();
            let at = dice.below(letters.len().saturating_sub(1));
            if at + 1 < letters.len() {
                letters.swap(at, at + 1);
            }
            letters.into_iter().collect()
        }
        5 => replaced(" ", "\u{a0}"),
        6 => replaced(":", ";"),
        7 => inserted("\""),
        8 => inserted("#"),
        9 => inserted(" *"),
        10 => inserted(" &"),
        11 => inserted("{"),
        12 => inserted("["),
        13 => replaced(" | ", " "),
        14 => inserted("\u{2028}"),
        _ => replaced("\n", "\n "),
    }
}

/// Every place is inside its file, on borders of characters, and shown at its line and column.
fn fits(findings: &Findings, sources: &Sources, what: &str) {
    for finding in findings.iter() {
        let others = finding.others.iter().map(|(place, _)| *place);
        for place in finding.place.into_iter().chain(others) {
            let bytes = fs::read(sources.path(place.file)).unwrap_or_default();
            let Ok(text) = String::from_utf8(bytes) else {
                continue;
            };
            let range = place.range();
            assert!(
                text.get(range.clone()).is_some(),
                "{what}: {} {range:?}",
                finding.rule
            );
        }
    }
    for finding in findings.open().take(3) {
        let Some(place) = finding.place else { continue };
        let only: Findings = std::iter::once(finding.clone()).collect();
        let shown = human(&only, sources, &Locale::finnish(), Style::Plain);
        let at = position(&sources.text(place.file), place.start as usize);
        let arrow = format!(
            "--> {}:{}:{}\n",
            sources.name(place.file),
            at.line,
            at.column
        );
        assert!(shown.contains(&arrow), "{what}: {arrow}{shown}");
    }
}

#[test]
fn whatever_a_hand_does_is_told_inside_the_file() {
    sites().par_iter().for_each(|site| {
        let copy = copied(site, &str::to_owned);
        let files = files(copy.path());
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for round in 0..ROUNDS * ANYWHERE {
            let file = &files[dice.below(files.len())];
            let text = fs::read_to_string(file).expect("a text");
            let spoilt = spoilt(&text, round % ANYWHERE, &mut dice);
            fs::write(file, &spoilt).expect("written");
            let what = format!(
                "{} slip {}, round {round}",
                file.display(),
                round % ANYWHERE
            );
            let told = std::panic::catch_unwind(|| told(copy.path()));
            let (findings, sources) = told.unwrap_or_else(|_| panic!("{what}:\n{spoilt}"));
            fits(&findings, &sources, &what);
            fs::write(file, &text).expect("written");
        }
    });
}

/// How often each slip is tried on a site.
const ROUNDS: usize = 3;

/// Slips that break a line of YAML for certain, whatever it says.
const BREAKING: [(&str, Break); 9] = [
    ("a misspelt key", |lead, key, value| {
        format!("{lead}q{key}x: {value}")
    }),
    ("a Finnish letter in a key", |lead, key, value| {
        format!("{lead}{key}ä: {value}")
    }),
    ("a star", |lead, key, value| {
        format!("{lead}{key}: *{value}")
    }),
    ("an ampersand", |lead, key, value| {
        format!("{lead}{key}: &{value}")
    }),
    ("an open bracket", |lead, key, value| {
        format!("{lead}{key}: {{{value}")
    }),
    ("an open quote", |lead, key, value| {
        format!("{lead}{key}: \"\"{value}")
    }),
    ("a colon", |lead, key, value| {
        format!("{lead}{key}: a: {value}")
    }),
    ("a hidden line end", |lead, key, value| {
        format!("{lead}{key}: \u{2028}{value}")
    }),
    ("no value", |lead, key, _| format!("{lead}{key}:")),
];

/// What comes of a line with this lead, key and value.
type Break = fn(&str, &str, &str) -> String;

/// Lines of a YAML file that are a key and a value on one line, by number from 1.
fn pairs(text: &str) -> Vec<(usize, String, String, String)> {
    let mut found = Vec::new();
    let mut block: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if block.is_some_and(|above| indent > above || line.trim().is_empty()) {
            continue;
        }
        block = line
            .trim_end()
            .ends_with([':', '|', '>', '-'])
            .then_some(indent)
            .filter(|_| line.trim_end().ends_with(['|', '>', '-']));
        let written = line.trim_start_matches([' ', '-']);
        let lead = &line[..line.len() - written.len()];
        let Some((key, value)) = written.split_once(": ") else {
            continue;
        };
        let plain = key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if plain && !value.is_empty() && !value.starts_with(['"', '\'', '|', '>', '{', '[']) {
            found.push((index + 1, lead.to_owned(), key.to_owned(), value.to_owned()));
        }
    }
    found
}

#[test]
fn a_broken_line_is_told_there_or_beside_it() {
    sites().par_iter().for_each(|site| {
        let copy = copied(site, &str::to_owned);
        let files = files(copy.path());
        let yaml = files
            .iter()
            .filter(|file| file.extension().is_some_and(|e| e == "yaml"));
        let mut dice = Dice(0x2545_f491_4f6c_dd1d);
        for file in yaml {
            let text = fs::read_to_string(file).expect("a text");
            let pairs = pairs(&text);
            // Some of them in each file, all of them over the files.
            let turn = dice.below(BREAKING.len());
            for (name, breaks) in [BREAKING[turn], BREAKING[(turn + 4) % BREAKING.len()]] {
                let Some((number, lead, key, value)) = pairs.get(dice.below(pairs.len())) else {
                    continue;
                };
                let broken = breaks(lead, key, value);
                let lines = text.lines().enumerate();
                let spoilt: String = lines
                    .map(|(index, line)| if index + 1 == *number { &broken } else { line })
                    .flat_map(|line| [line, "\n"])
                    .collect();
                fs::write(file, &spoilt).expect("written");
                let (findings, sources) = told(copy.path());
                let what = format!("{}:{number}: {name}: {broken}", file.display());
                fits(&findings, &sources, &what);
                let lines = errors_of(file, copy.path(), &findings, &sources);
                let near = lines.iter().any(|line| line.abs_diff(*number) <= 1);
                assert!(near, "{what} is told on {lines:?}");
            }
            fs::write(file, &text).expect("written");
        }
    });
}

/// The lines of a file that have an error.
fn errors_of(file: &Path, site: &Path, findings: &Findings, sources: &Sources) -> BTreeSet<usize> {
    let name = file.strip_prefix(site).expect("below the site");
    let errors = findings
        .iter()
        .filter(|finding| finding.level == Level::Error);
    let here = errors
        .filter_map(|finding| finding.place)
        .filter(|place| Path::new(&sources.name(place.file)) == name);
    here.map(|place| position(&sources.text(place.file), place.start as usize).line)
        .collect()
}

/// A finding as people see it: rule, words, file, and where it begins and ends.
type Seen = (
    String,
    Vec<(&'static str, String)>,
    Vec<(FileId, [usize; 4])>,
);

fn seen(site: &Path) -> Vec<Seen> {
    let (findings, sources) = told(site);
    let at = |place: Place| {
        let text = sources.text(place.file);
        let (start, end) = (place.start as usize, place.end as usize);
        let (start, end) = (position(&text, start), position(&text, end));
        (place.file, [start.line, start.column, end.line, end.column])
    };
    let mut seen: Vec<Seen> = findings
        .iter()
        .map(|finding| {
            let others = finding.others.iter().map(|(place, _)| *place);
            let places = finding.place.into_iter().chain(others).map(at).collect();
            (finding.rule.to_owned(), finding.values.clone(), places)
        })
        .collect();
    seen.sort();
    seen
}

#[test]
fn windows_line_ends_and_byte_order_marks_change_no_finding() {
    let crlf = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    let both = |text: &str| marked(&crlf(text));
    let mut folders = [cases::folders("findings"), sites()].concat();
    // What is no text has no line ends.
    folders.retain(|case| !case.ends_with("not-a-text-file"));
    folders.par_iter().for_each(|case| {
        let named = cases::named(case);
        let case = named.as_ref().map_or(case.as_path(), |named| named.path());
        let plain = seen(copied(case, &str::to_owned).path());
        let changes: [&dyn Fn(&str) -> String; 3] = [&crlf, &marked, &both];
        for (name, change) in ["CRLF", "BOM", "BOM and CRLF"].iter().zip(changes) {
            let other = seen(copied(case, change).path());
            assert_eq!(other, plain, "{} with {name}", case.display());
        }
    });
}
