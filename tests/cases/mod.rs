//! Cases are folders; what tests of cases share.

use std::path::{Path, PathBuf};

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
