//! The days on which pages change by themselves: `toteuma days` tells them, and on all others a site
//! stays byte for byte the same.

mod cases;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::civil::{Date, date};
use rayon::prelude::*;
use tempfile::TempDir;
use toteuma::load;
use walkdir::WalkDir;

/// The files of a site built for a day.
fn built(site: &Path, day: Date) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("output");
    let done = toteuma::build(site, &output, Some(day), &|_, _| {});
    let done = done.unwrap_or_else(|_| panic!("{} is built", site.display()));
    assert!(done.done.is_some(), "{} has no errors", site.display());
    let walk = WalkDir::new(&output)
        .into_iter()
        .map(|entry| entry.expect("an entry"));
    let files = walk.filter(|entry| entry.file_type().is_file());
    let files = files.map(|entry| {
        let name = entry
            .path()
            .strip_prefix(&output)
            .expect("below the output");
        (name.to_owned(), fs::read(entry.path()).expect("a file"))
    });
    files.collect()
}

#[test]
fn between_the_days_nothing_changes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sites = cases::folders("sites");
    sites.extend([root.to_owned(), root.join("src/reference")]);
    let changed: usize = sites
        .par_iter()
        .map(|site| {
            let loaded = load::content(site).unwrap_or_else(|_| panic!("{}", site.display()));
            let content = loaded.content.expect("a site without errors");
            // A site that names no day at all tells the one it is built for.
            let Some(newest) = content.newest else {
                return 0;
            };
            let coming = content.days().into_iter().filter(|day| *day > newest);
            let starts: Vec<Date> = std::iter::once(newest).chain(coming).collect();
            let far = date(2099, 1, 1);
            for (index, start) in starts.iter().enumerate() {
                let next = starts.get(index + 1).copied().unwrap_or(far);
                let last = next.yesterday().expect("a day");
                let (one, other) = (built(site, *start), built(site, last));
                let names: Vec<_> = one
                    .keys()
                    .filter(|name| one.get(*name) != other.get(*name))
                    .collect();
                assert!(
                    names.is_empty(),
                    "{} from {start} to {last}: {names:?}",
                    site.display()
                );
            }
            starts.len() - 1
        })
        .sum();
    assert!(changed > 3, "there are sites with coming days");
}

const LIST: &str = "kind: prices
title: Liput
vat: 14 %
vat-basis: gross
groups:
  - fees:
      - name: Uinti
        price: 7,00
        unit: €/kerta
        later:
          - 1.1.2026 | 7,50 | 13,5 %
      - name: Sauna
        price: 5,00
        unit: €/kerta
        until: 31.5.2026
";

fn site(list: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("site.yaml", "name: Pikkula\nlanguage: fi\n"),
        ("page.md", "---\ntitle: Etusivu\n---\nTervetuloa.\n"),
        (
            "maksut/page.yaml",
            "kind: price-list\ntitle: Uimahalli\nvalid-from: 1.1.2025\n",
        ),
        ("maksut/1-liput.yaml", list),
    ] {
        let place = folder.path().join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    }
    folder
}

fn days(site: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toteuma"));
    command
        .args(["--lang", "en", "days"])
        .arg(site)
        .args(arguments);
    command.output().expect("the program runs")
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stdout).replace('\u{a0}', " ")
}

#[test]
fn the_coming_days_are_told_with_what_changes() {
    let site = site(LIST);
    let run = days(site.path(), &[]);
    assert_eq!(run.status.code(), Some(0));
    assert_eq!(said(&run), EXPECTED);
    let later = said(&days(site.path(), &["--date", "1.1.2026"]));
    assert!(later.starts_with("# 1 June 2026\n"), "{later}");
    let over = said(&days(site.path(), &["--date", "1.6.2026"]));
    assert!(
        over.starts_with("After 1 June 2026 nothing on the pages changes by itself"),
        "{over}"
    );

    let json = said(&days(site.path(), &["--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let told = json["days"].as_array().expect("days");
    let told: Vec<_> = told
        .iter()
        .map(|day| (day["day"].as_str(), day["changes"].as_u64()))
        .collect();
    assert_eq!(
        told,
        [(Some("2026-01-01"), Some(3)), (Some("2026-06-01"), Some(1))]
    );
    assert_eq!(json["days"][0]["pages"][0]["changes"][0]["kind"], "price");

    assert_eq!(days(Path::new("/nonexistent"), &[]).status.code(), Some(2));
    let wrong = self::site("kind: prices\ntitel: Liput\n");
    assert_eq!(days(wrong.path(), &[]).status.code(), Some(1));
}

const EXPECTED: &str = "\
# 1 January 2026

Uimahalli (/maksut/)
  price: Liput, Uinti, without VAT: 6.14 € → 6.61 € (+7.7%)
  price: Liput, Uinti, with VAT: 7.00 € → 7.50 € (+7.1%)
  VAT: Liput, Uinti: VAT 14% → VAT 13.5%

3 changes on 1 page: price 2, VAT 1

# 1 June 2026

Uimahalli (/maksut/)
  validity: Liput, Sauna: in force until 31 May 2026 → no longer in force (until 31 May 2026)

1 change on 1 page: validity 1
";
