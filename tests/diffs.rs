//! What a reader sees change: each folder of `diffs/` is a site before and after (`old`, `new`),
//! and `expected.txt` and `expected.md` are what is told of it.

mod cases;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use pulldown_cmark::{Event, Options, Parser, Tag};

fn told(arguments: &[&str], folders: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_toteuma"))
        .arg("diff")
        .args(folders)
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn text(run: &Output) -> String {
    String::from_utf8_lossy(&run.stdout).into_owned()
}

#[test]
fn every_change_is_told_in_each_form() {
    let accept = std::env::var_os("ACCEPT").is_some();
    let mut wrong = Vec::new();
    for case in cases::folders("diffs") {
        for (name, arguments) in [
            ("expected.txt", ["--lang", "fi", "--format", "human"]),
            ("expected.en.txt", ["--lang", "en", "--format", "human"]),
            ("expected.md", ["--lang", "fi", "--format", "markdown"]),
        ] {
            let run = told(&arguments, &[&case.join("old"), &case.join("new")]);
            assert_eq!(run.status.code(), Some(0), "{run:?}");
            let (place, now) = (case.join(name), text(&run));
            assert!(!now.contains("diff."), "every word is there: {now}");
            if accept {
                fs::write(&place, &now).expect("the expected text");
            }
            let expected = fs::read_to_string(&place).unwrap_or_default();
            if now != expected {
                let place = place.display();
                wrong.push(format!("{place}\n--- expected\n{expected}--- now\n{now}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nWhen the new texts are right, accept them with\n    ACCEPT=1 cargo test --release --test diffs",
        wrong.join("\n")
    );
}

#[test]
fn a_site_is_the_same_as_itself_in_one_line() {
    for site in cases::folders("sites") {
        let run = told(&["--lang", "en"], &[&site, &site]);
        let told = text(&run);
        assert!(
            told.starts_with("Nothing changes") && told.lines().count() == 1,
            "{}: {told}",
            site.display()
        );
    }
}

/// The table of a comment stays a table, and no text of the data becomes a tag or a link.
#[test]
fn nothing_in_the_data_breaks_out_of_a_comment() {
    for case in cases::folders("diffs") {
        let folders = [&*case.join("old"), &case.join("new")];
        let comment = text(&told(&["--format", "markdown"], &folders));
        let mut cells = 0;
        for event in Parser::new_ext(&comment, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::TableRow | Tag::TableHead) => {
                    assert!(cells == 0 || cells == 5, "{comment}");
                    cells = 0;
                }
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
                Event::Start(Tag::Link { dest_url, .. }) => panic!("{dest_url}"),
                _ => {}
            }
        }
    }
}

#[test]
fn programs_get_exact_numbers_and_ids() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diffs/figures");
    let run = told(
        &["--format", "json"],
        &[&case.join("old"), &case.join("new")],
    );
    let document: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let changes = document["pages"][0]["changes"].as_array();
    let figure = changes
        .into_iter()
        .flatten()
        .find(|change| change["kind"] == "figure" && change["id"] == "talous/toimintamenot");
    let figure = figure.expect("the expenses changed");
    assert_eq!(figure["old"]["number"], "-120000");
    assert_eq!(figure["new"]["number"], "-125000.50");
    assert_eq!(figure["difference"], "-5000.50");
}

#[test]
fn exit_codes_tell_the_truth() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diffs/pages");
    let (old, new) = (case.join("old"), case.join("new"));
    let broken = tempfile::tempdir().expect("a folder");
    let content = broken.path().join("content");
    fs::create_dir(&content).expect("a folder");
    fs::write(content.join("site.yaml"), "name: Pikkula\n").expect("a file");
    assert_eq!(told(&[], &[&old, &new]).status.code(), Some(0));
    let run = told(&["--lang", "en"], &[&old, broken.path()]);
    let complaint = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1));
    assert!(complaint.contains("[missing-key]") && complaint.contains("cannot be compared"));
    assert!(run.stdout.is_empty());
    assert_eq!(told(&[], &[&old, &case]).status.code(), Some(2));
    assert_eq!(told(&[], &[]).status.code(), Some(2));
    // The new site is this folder when left out.
    let here = Command::new(env!("CARGO_BIN_EXE_toteuma"))
        .current_dir(&new)
        .arg("diff")
        .arg(&old)
        .output()
        .expect("the program runs");
    assert_eq!(text(&here), text(&told(&[], &[&old, &new])));
}
