//! Our YAML reader against another one on all shipped files, its quick way against the whole one on
//! all files and on slips in them, and against any text at all.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use rayon::prelude::*;
use toteuma::diagnostic::{FileId, Findings};
use toteuma::yaml::{Node, Value, hidden_character, plain_tree, tree, whole_tree};
use walkdir::WalkDir;

#[test]
fn both_readers_read_the_shipped_content_alike() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut compared = 0;
    for entry in WalkDir::new(content).sort_by_file_name() {
        let entry = entry.expect("an entry");
        if entry
            .path()
            .extension()
            .is_none_or(|ending| ending != "yaml")
        {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a file");
        let mut findings = Findings::default();
        let ours = tree(&text, 0, FileId(0), &mut findings).expect("our reader reads it");
        let theirs: serde_yaml::Value =
            serde_yaml::from_str(&text).expect("the other reader reads it");
        alike(&ours, &theirs, &entry.path().display().to_string());
        compared += 1;
    }
    assert!(compared > 30, "compared {compared} files");
}

/// What stands before a text in its file.
const OFFSET: usize = 7;

/// Whether the quick way reads a text. It must read what the whole reader reads: values, how they are
/// written, places and comments.
fn quick_is_whole(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if hidden_character(text, OFFSET, FileId(0)).is_some() {
        return false;
    }
    let Some(quick) = plain_tree(text, OFFSET, FileId(0)) else {
        return false;
    };
    let mut findings = Findings::default();
    let whole = whole_tree(text, OFFSET, FileId(0), &mut findings);
    assert_eq!(Some(quick), whole, "{text}\n{findings:?}");
    true
}

/// All YAML of the repository.
fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["content", "tests", "src", "themes", "benches"].map(|name| root.join(name));
    let entries = folders.into_iter().flat_map(WalkDir::new);
    let paths = entries.map(|entry| entry.expect("an entry").into_path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    yaml.filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

#[test]
fn the_quick_way_reads_what_the_whole_reader_reads() {
    let texts = texts();
    let quick = texts.iter().filter(|text| quick_is_whole(text)).count();
    let windows = texts.iter().map(|text| text.replace('\n', "\r\n"));
    let of_windows = windows.filter(|text| quick_is_whole(text)).count();
    assert!(texts.len() > 500, "{} texts", texts.len());
    // What it is for: nearly everything but mistakes made on purpose.
    let most = texts.len() * 9 / 10;
    assert!(quick > most && of_windows > most, "{quick}, {of_windows}");
}

/// What may be written that means something to YAML.
#[rustfmt::skip]
const SIGNS: [&str; 62] = [
    "\t", " ", "  ", "    ", "\n", "\n ", "\n  ", "\n    ", "\n\n", "\r\n", "- ", "-", "--",
    "---", "---\n", "-5", "\n- ", "#", " #", " # a", " # 3", ":", ": ", "a: ", "key:", "|", "|\n",
    "|\n  ", "|-", "|+", "|2", ">", " | ", "\"", "'", "\"x\"", "'y'", "{", "}", "{ a: b }",
    "{a: 1, b: \"c\"}", "[", "]", ",", ", ", "*", "&", "!", "%", "@", "`", "?", "? ", "...", "…",
    "~", "<<: a", "=", "\\", "\\u00e4", "\u{a0}", "ä",
];

/// A text after a slip of the hand or two.
fn slipped(text: &str, mut number: impl FnMut(usize) -> usize) -> String {
    let mut slipped = text.to_owned();
    for _ in 0..=number(2) {
        let border = |at: usize| (0..=at).rev().find(|at| slipped.is_char_boundary(*at));
        let at = border(number(slipped.len() + 1)).unwrap_or_default();
        let line = slipped[..at].rfind('\n').map_or(0, |end| end + 1);
        let line_end = slipped[at..]
            .find('\n')
            .map_or(slipped.len(), |end| at + end);
        let sign = SIGNS[number(SIGNS.len())];
        match number(6) {
            0 => drop(slipped.drain(at..line_end)),
            1 => slipped.truncate(at),
            2 => slipped.insert_str(line, sign),
            3 if slipped[line..].starts_with(' ') => drop(slipped.remove(line)),
            4 => slipped.insert_str(line_end, sign),
            _ => slipped.insert_str(at, sign),
        }
    }
    slipped
}

/// Slips tried in each file.
const SLIPS: usize = 100;

#[test]
fn a_slip_is_read_alike_both_ways() {
    let texts = texts();
    let quick = texts.par_iter().enumerate().map(|(index, text)| {
        // Numbers that look random and are the same on every run.
        let mut dice = 0x9e37_79b9_7f4a_7c15 ^ index as u64;
        let mut number = |limit: usize| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            usize::try_from(dice % limit as u64).expect("below the limit")
        };
        let slips = (0..SLIPS).map(|_| slipped(text, &mut number));
        slips.filter(|text| quick_is_whole(text)).count()
    });
    let (quick, all) = (quick.sum::<usize>(), texts.len() * SLIPS);
    assert!(quick > all / 4, "{quick} of {all} are read the quick way");
}

fn alike(ours: &Node, theirs: &serde_yaml::Value, path: &str) {
    match (&ours.value, theirs) {
        (Value::Empty, serde_yaml::Value::Null) => {}
        (Value::Scalar(ours, _), serde_yaml::Value::String(theirs)) => {
            assert_eq!(ours, theirs, "{path}")
        }
        // The other reader turns plain words into numbers and truth values; ours keeps the text.
        (Value::Scalar(ours, _), serde_yaml::Value::Bool(theirs)) => {
            assert_eq!(*ours, theirs.to_string(), "{path}")
        }
        (Value::Scalar(ours, _), serde_yaml::Value::Number(theirs)) => {
            let (ours, theirs): (f64, f64) =
                (ours.parse().expect(path), theirs.as_f64().expect(path));
            assert!((ours - theirs).abs() < 1e-9, "{path}: {ours} {theirs}");
        }
        (Value::List(ours), serde_yaml::Value::Sequence(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{path}");
            for (ours, theirs) in ours.iter().zip(theirs) {
                alike(ours, theirs, path);
            }
        }
        (Value::Map(ours), serde_yaml::Value::Mapping(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{path}");
            for entry in ours {
                let theirs = theirs
                    .get(entry.key.as_str())
                    .unwrap_or_else(|| panic!("{path}: {}", entry.key));
                alike(&entry.node, theirs, path);
            }
        }
        (ours, theirs) => panic!("{path}: {ours:?} and {theirs:?}"),
    }
}

proptest! {
    /// Signs of YAML in any order are read alike both ways.
    #[test]
    fn signs_are_read_alike_both_ways(signs in prop::collection::vec(select(&SIGNS), 0..14)) {
        quick_is_whole(&signs.concat());
    }

    /// Whatever is in a file, the reader ends with a tree or a finding inside the text.
    #[test]
    fn any_text_is_read_or_refused(text in "(?s)[ -~äö€\\n\\t|:*&!#\\-\\[\\]{}\"']{0,200}") {
        let mut findings = Findings::default();
        let node = tree(&text, 0, FileId(0), &mut findings);
        prop_assert!(node.is_some() || findings.has_errors());
        for finding in findings.iter() {
            let place = finding.place.expect("a place");
            prop_assert!(place.start <= place.end && place.end as usize <= text.len());
        }
    }
}
