//! Our YAML reader against another one on all shipped files, and against any text at all.

use std::path::Path;

use proptest::prelude::*;
use toteuma::diagnostic::{FileId, Findings};
use toteuma::yaml::{Node, Value, tree};
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
