//! Golden cases: each folder of `sites/` is a small municipality and what must come of it.
//! `README.md` beside this file says how to add one and how to accept a change.

mod cases;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

#[test]
fn every_small_municipality_is_built_as_expected() {
    let accept = std::env::var_os("ACCEPT").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases::folders("sites") {
        count += 1;
        let built = tempfile::tempdir().expect("a folder for the site");
        let site = built.path().join("site");
        let done = toteuma::build(&case, &site, None, &|_, _| ());
        let done = done.unwrap_or_else(|failure| panic!("{}: {failure:?}", case.display()));
        assert!(
            done.done.is_some(),
            "{} has errors: {:?}",
            case.display(),
            done.findings
        );
        let expected = case.join("expected");
        if accept {
            accepted(&site, &expected);
        }
        wrong.extend(differences(&site, &expected, &case));
    }
    assert!(count > 0, "there are cases");
    assert!(
        wrong.is_empty(),
        "{}\n\nLook at the differences; when the new pages are right, accept them with\n    \
         ACCEPT=1 cargo test --release --test sites",
        wrong.join("\n")
    );
}

/// Files for web hosts, in the cases that have them.
const HOSTS: [&str; 7] = [
    ".htaccess",
    ".nojekyll",
    "Caddyfile",
    "_headers",
    "lighttpd.conf",
    "nginx.conf",
    "web.config",
];

/// The parts of a site that cases compare: what stands inside `<main>`, tables as CSV, data as
/// JSON, and files for web hosts.
fn compared(site: &Path) -> BTreeSet<String> {
    let files = WalkDir::new(site)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("an entry"));
    let names = files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            entry
                .path()
                .strip_prefix(site)
                .expect("inside")
                .to_string_lossy()
                .into_owned()
        });
    names
        .filter(|name| {
            [".html", ".csv", ".json"]
                .iter()
                .any(|end| name.ends_with(end))
                || HOSTS.contains(&name.as_str())
        })
        .filter(|name| name != "404.html" && name != "toteuma-manifest.json")
        .collect()
}

fn main_part(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let main = text
        .split_once("<main")
        .and_then(|(_, rest)| rest.split_once("</main>"));
    match main {
        // One tag a line, so that a difference is a line and not a page.
        Some((inner, _)) => format!("<main{}\n", inner.replace("><", ">\n<")),
        None => without_sums(&text.replace("\r\n", "\n")),
    }
}

/// Names of files that carry their bytes, alike for every style of the theme: `site.(sum).css`.
fn without_sums(text: &str) -> String {
    let is_sum = |part: &&str| part.len() == 8 && part.chars().all(|c| c.is_ascii_hexdigit());
    let parts = text.split('.');
    let parts = parts.map(|part| Some(part).filter(|part| !is_sum(part)));
    let parts: Vec<_> = parts.map(|part| part.unwrap_or("(sum)")).collect();
    parts.join(".")
}

fn accepted(site: &Path, expected: &Path) {
    let _ = fs::remove_dir_all(expected);
    for name in compared(site) {
        let place = expected.join(&name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, main_part(&site.join(&name))).expect("the expected file");
    }
}

fn differences(site: &Path, expected: &Path, case: &Path) -> Vec<String> {
    let case = case
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let names: BTreeSet<String> = compared(site).union(&compared(expected)).cloned().collect();
    let different = names.into_iter().filter_map(|name| {
        let (new, old) = (
            main_part(&site.join(&name)),
            fs::read_to_string(expected.join(&name)).unwrap_or_default(),
        );
        let line = new
            .lines()
            .zip(old.lines())
            .position(|(new, old)| new != old);
        let is_in_both = [site, expected].map(|folder| folder.join(&name).exists()) == [true; 2];
        if new == old && is_in_both {
            return None;
        }
        let line = line.unwrap_or_else(|| new.lines().count().min(old.lines().count()));
        let shown = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
        Some(format!(
            "{case}/{name}:{}\n  expected: {}\n  now:      {}",
            line + 1,
            shown(&old),
            shown(&new)
        ))
    });
    different.collect()
}
