//! The days on which pages change by themselves: on all others a site stays byte for byte the same.

mod cases;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use rayon::prelude::*;
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
