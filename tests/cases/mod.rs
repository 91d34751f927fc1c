//! Cases are folders; what tests of cases share.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use walkdir::WalkDir;

/// The folders of `tests/<name>` in order.
pub fn folders(name: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name);
    let entries = std::fs::read_dir(path).expect("the folder of cases");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// A case with the names of its `names.tsv` in place of those it has here, where it has such: a
/// name with letters that machines write in several ways does not survive every checkout.
#[allow(dead_code)]
pub fn named(case: &Path) -> Option<TempDir> {
    let names = fs::read_to_string(case.join("names.tsv")).ok()?;
    let names: Vec<(&str, String)> = names
        .lines()
        .map(|line| {
            let (plain, real) = line.split_once('\t').expect("two names and a tab");
            let real = serde_json::from_str(&format!("\"{real}\"")).expect("signs as in JSON");
            (plain, real)
        })
        .collect();
    let copy = tempfile::tempdir().expect("a folder");
    for entry in WalkDir::new(case).sort_by_file_name() {
        let entry = entry.expect("an entry");
        let inside = entry.path().strip_prefix(case).expect("inside");
        let place = inside.iter().fold(copy.path().to_owned(), |place, part| {
            let real = names.iter().find(|(plain, _)| part == *plain);
            real.map_or_else(|| place.join(part), |(_, real)| place.join(real))
        });
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(place).expect("a folder"),
            false => drop(fs::copy(entry.path(), place).expect("a file")),
        }
    }
    Some(copy)
}
