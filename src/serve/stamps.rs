//! What the files of a site looked like from outside when they were last read: by it one finds what
//! has changed when nobody has told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::memory::Stamp;

/// The folders that a site is made from.
pub const ROOTS: [&str; 2] = ["content", "themes"];

/// Files and folders by their paths in the site.
#[derive(Debug, Default)]
pub struct Stamps(BTreeMap<PathBuf, Found>);

/// What is at a path. Of a folder nothing is kept: what is in it has stamps of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Folder,
    File(Stamp),
}

impl Found {
    fn of(metadata: &Metadata) -> Self {
        match metadata.is_dir() {
            true => Found::Folder,
            false => Found::File(Stamp::of(metadata)),
        }
    }
}

impl Stamps {
    /// Looks at everything, and tells what differs from the last look.
    pub fn all(&mut self, site: &Path) -> BTreeSet<PathBuf> {
        let mut now = BTreeMap::new();
        for root in ROOTS {
            add(site, &site.join(root), &mut now);
        }
        let differing = differing(&self.0, &now);
        self.0 = now;
        differing
    }

    /// Looks at a path and all below it, and tells what differs from the last look.
    pub fn one(&mut self, site: &Path, path: &Path) -> BTreeSet<PathBuf> {
        let mut now = BTreeMap::new();
        add(site, &site.join(path), &mut now);
        let below = (Bound::Included(path), Bound::Unbounded);
        let before = self.0.range::<Path, _>(below);
        let before = before.take_while(|(known, _)| known.starts_with(path));
        let before: BTreeMap<_, _> = before
            .map(|(path, stamp)| (path.clone(), stamp.clone()))
            .collect();
        let differing = differing(&before, &now);
        for path in before.keys() {
            self.0.remove(path);
        }
        self.0.extend(now);
        differing
    }
}

/// Adds what is at a place; what cannot be looked at counts as not there.
fn add(site: &Path, place: &Path, stamps: &mut BTreeMap<PathBuf, Found>) {
    let is_root = ROOTS.iter().any(|root| site.join(root) == place);
    let Ok(metadata) = fs::symlink_metadata(place) else {
        return;
    };
    let mut take = |path: &Path, metadata: &Metadata| {
        let path = path.strip_prefix(site).unwrap_or(path);
        stamps.insert(path.to_owned(), Found::of(metadata));
    };
    // Only a root may be a link to a folder; loading follows no other.
    if !metadata.is_dir() && !is_root {
        return take(place, &metadata);
    }
    for entry in WalkDir::new(place)
        .follow_links(false)
        .into_iter()
        .flatten()
    {
        if let Ok(metadata) = entry.metadata() {
            take(entry.path(), &metadata);
        }
    }
}

fn differing(
    before: &BTreeMap<PathBuf, Found>,
    now: &BTreeMap<PathBuf, Found>,
) -> BTreeSet<PathBuf> {
    let changed = now
        .iter()
        .filter(|(path, stamp)| before.get(*path) != Some(*stamp));
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    changed.map(|(path, _)| path).chain(gone).cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Stamps;

    #[test]
    fn what_was_made_changed_or_removed_is_told_once() {
        let site = tempfile::tempdir().expect("a folder");
        let at = |path: &str| site.path().join(path);
        fs::create_dir_all(at("content/a")).expect("a folder");
        fs::write(at("content/a/page.md"), "one").expect("a file");
        fs::write(at("content/ab.md"), "one").expect("a file");
        let mut stamps = Stamps::default();
        assert_eq!(stamps.all(site.path()).len(), 4);
        assert!(stamps.all(site.path()).is_empty());
        fs::write(at("content/a/page.md"), "other").expect("a file");
        let told = stamps.one(site.path(), Path::new("content/a"));
        assert!(told.contains(Path::new("content/a/page.md")), "{told:?}");
        assert!(stamps.all(site.path()).is_empty());
        fs::rename(at("content/a"), at("content/b")).expect("renamed");
        assert_eq!(stamps.one(site.path(), Path::new("content/a")).len(), 2);
        assert_eq!(stamps.all(site.path()).len(), 2);
    }
}
