//! A small site to publish, and the program that does it.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use toteuma::write::manifest::Sum;
use walkdir::WalkDir;

pub const RECORD: &str = ".toteuma-published.json";
pub const MANIFEST: &str = "toteuma-manifest.json";

pub fn toteuma() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toteuma"));
    command.args(["--lang", "en"]);
    command
}

pub fn publish(site: &Path, to: &str, more: &[&str]) -> Command {
    let mut command = toteuma();
    command.arg("publish").arg(site).args(["--to", to]);
    command.args(more);
    command
}

/// The exit code, and what was said.
pub fn said(output: &Output) -> (Option<i32>, String) {
    let [stdout, stderr] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output.status.code(), stdout + &stderr)
}

pub fn run(mut command: Command) -> (Option<i32>, String) {
    said(&command.output().expect("the program runs"))
}

pub fn write(root: &Path, name: &str, text: &str) {
    let place = root.join(name);
    fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
    fs::write(place, text).expect("a file");
}

/// A small site with a table, built.
pub fn small_site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("content");
    write(&root, "site.yaml", "name: Pikkula\nlanguage: fi\n");
    write(&root, "page.md", "---\ntitle: Etusivu\n---\nTervetuloa.\n");
    write(&root, "a/page.md", "---\ntitle: A\n---\nTeksti.\n");
    write(&root, "poistuva/page.md", "---\ntitle: Poistuva\n---\nX.\n");
    build(folder.path());
    folder
}

pub fn build(site: &Path) {
    let built = toteuma().arg("build").arg(site).output();
    let (code, words) = said(&built.expect("the program runs"));
    assert_eq!(code, Some(0), "{words}");
}

/// The files a build made, and their manifest.
pub fn built(site: &Path) -> BTreeMap<String, Vec<u8>> {
    files(&site.join("output"))
}

/// Puts a file into the built site, as though the build had made it.
pub fn add(site: &Path, name: &str, text: &str) {
    let output = site.join("output");
    write(&output, name, text);
    let list = output.join(MANIFEST);
    let known = fs::read_to_string(&list).expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_str(&known).expect("JSON");
    let sum = serde_json::to_value(Sum::of(text.as_bytes())).expect("JSON");
    manifest["outputs"][name] = sum;
    fs::write(&list, manifest.to_string()).expect("a file");
}

pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).expect("inside");
            let name = name.to_string_lossy().replace('\\', "/");
            (name, fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

pub fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(folder);
    assert!(files.remove(RECORD).is_some(), "the record is there");
    files
}

pub fn folder_url(folder: &Path) -> String {
    let path = folder.display().to_string().replace('\\', "/");
    format!("file:///{}", path.trim_start_matches('/'))
}

/// A site whose folder `iso` has so many pages that the manifest is divided, built.
pub fn large_site() -> tempfile::TempDir {
    let folder = small_site();
    let root = folder.path().join("content");
    write(&root, "iso/page.md", "---\ntitle: Iso\n---\nSivuja.\n");
    for number in 1..=550 {
        let page = format!("---\ntitle: Sivu {number}\n---\nTeksti {number}.\n");
        let part = if number <= 50 { "pieni" } else { "suuri" };
        write(&root, &format!("iso/{part}/s{number}/page.md"), &page);
    }
    for part in ["pieni", "suuri"] {
        let page = format!("---\ntitle: {part}\n---\nSivuja.\n");
        write(&root, &format!("iso/{part}/page.md"), &page);
    }
    build(folder.path());
    folder
}
