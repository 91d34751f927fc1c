//! The folder beside the output in which a new site is put together, and the swap of the two.
//! A build that was killed leaves its stage behind; the next one clears it away.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::{Failure, io};

/// A stage and the lock that keeps a second build of the same output waiting.
pub struct Stage {
    root: PathBuf,
    folder: PathBuf,
    /// Keeps another build of the same output waiting as long as it is open.
    _lock: Option<File>,
}

/// The new site inside the stage.
const SITE: &str = "site";

impl Stage {
    /// A stage beside an output folder, on the same file system.
    pub fn new(root: &Path) -> Result<Self, Failure> {
        let root = std::path::absolute(root).map_err(|error| io(root, &error))?;
        let (Some(parent), Some(name)) = (root.parent(), root.file_name()) else {
            return Err(Failure::Refused {
                path: root,
                why: super::Refusal::Source,
            });
        };
        fs::create_dir_all(parent).map_err(|error| io(parent, &error))?;
        let folder = place(parent, name);
        let lock = locked(parent);
        // Whoever made it is no longer there: the lock is ours.
        clear(&folder).map_err(|error| io(&folder, &error))?;
        fs::create_dir(&folder).map_err(|error| io(&folder, &error))?;
        Ok(Self {
            root,
            folder,
            _lock: lock,
        })
    }

    /// Where the new site is put together.
    pub fn site(&self) -> PathBuf {
        self.folder.join(SITE)
    }

    /// Puts a file into the new site; what the file system tells of it.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<fs::Metadata, Failure> {
        let place = self.place(path)?;
        let put = || {
            let mut file = File::create(&place)?;
            file.write_all(bytes)?;
            file.metadata()
        };
        put().map_err(|error| io(&place, &error))
    }

    /// Takes a file of the old site over as it is, into a folder that is there: the same file under a second name, or where the
    /// file system has none, a copy with the same time.
    pub fn keep(&self, path: &str) -> Result<(), Failure> {
        let (from, to) = (self.root.join(path), self.site().join(path));
        if fs::hard_link(&from, &to).is_ok() {
            return Ok(());
        }
        let copy = || {
            fs::copy(&from, &to)?;
            let time = fs::metadata(&from)?.modified()?;
            File::options().write(true).open(&to)?.set_modified(time)
        };
        copy().map_err(|error| io(&to, &error))
    }

    /// Gives a file of the output a second name in a folder of the new site; `false` where that cannot be.
    pub fn link(&self, path: &str) -> bool {
        fs::hard_link(self.root.join(path), self.site().join(path)).is_ok()
    }

    /// Makes the folders of files of the new site, each once.
    pub fn make_folders<'a>(&self, paths: impl Iterator<Item = &'a String>) -> Result<(), Failure> {
        let folder = |path: &'a String| path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folders: HashSet<&str> = paths.map(folder).collect();
        let folders = folders.par_iter().map(|folder| self.site().join(folder));
        folders
            .try_for_each(|folder| fs::create_dir_all(&folder).map_err(|error| io(&folder, &error)))
    }

    fn place(&self, path: &str) -> Result<PathBuf, Failure> {
        let place = self.site().join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
        }
        Ok(place)
    }

    /// Makes the new site the output in one step. `false` where this cannot be done, and nothing
    /// has changed then: a mount point, two file systems, a system without exchange.
    pub fn swap(&self) -> Result<bool, Failure> {
        let site = self.site();
        settle(&site).map_err(|error| io(&site, &error))?;
        if !self.root.exists() {
            fs::rename(&site, &self.root).map_err(|error| io(&self.root, &error))?;
        } else if !exchanged(&site, &self.root) {
            return Ok(false);
        }
        if let Some(parent) = self.root.parent() {
            settle(parent).map_err(|error| io(parent, &error))?;
        }
        Ok(true)
    }
}

impl Stage {
    /// Clears the old site away that was exchanged for the new one, by what it was made of.
    pub fn clear(&self, before: &Manifest) {
        // What cannot be cleared now is cleared by the next build.
        let _ = clear_site(&self.folder, before);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What cannot be cleared now is cleared by the next build.
        let _ = clear(&self.folder);
    }
}

/// Where the stage of an output folder stands.
fn place(parent: &Path, name: &OsStr) -> PathBuf {
    parent.join(format!(".toteuma-{}.stage", name.to_string_lossy()))
}

/// Whether a build has left its stage behind.
pub fn is_left(root: &Path) -> bool {
    let root = std::path::absolute(root).unwrap_or_default();
    let stage = root.parent().zip(root.file_name());
    stage.is_some_and(|(parent, name)| place(parent, name).exists())
}

/// A lock on a folder; `None` where the file system has no such locks.
fn locked(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Clears a stage away that a build has left.
fn clear(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    match Manifest::read(&folder.join(SITE)) {
        Ok(Some(manifest)) => clear_site(folder, &manifest),
        // A new site that was not finished has no manifest, and holds nothing but our own files.
        _ => fs::remove_dir_all(folder),
    }
}

/// Clears a stage away that has a whole site in it: what the manifest lists, and folders that are
/// empty then. A file of somebody else's, put into the old site while it was swapped, is kept beside
/// the output.
fn clear_site(folder: &Path, manifest: &Manifest) -> std::io::Result<()> {
    let site = folder.join(SITE);
    let files: Vec<&String> = manifest.outputs.keys().collect();
    files
        .par_iter()
        .try_for_each(|path| match fs::remove_file(site.join(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })?;
    match is_emptied(&site)? {
        true => fs::remove_dir_all(folder),
        false => fs::rename(folder, kept(folder)),
    }
}

/// Removes the folders in a folder that hold no files; whether nothing but the manifest is left.
fn is_emptied(folder: &Path) -> std::io::Result<bool> {
    let mut is_empty = true;
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => folders.push(entry.path()),
            false => is_empty &= entry.file_name() == manifest::NAME,
        }
    }
    let emptied = folders.par_iter().map(|folder| {
        let is_empty = is_emptied(folder)?;
        if is_empty {
            fs::remove_dir_all(folder)?;
        }
        Ok(is_empty)
    });
    let emptied: std::io::Result<Vec<bool>> = emptied.collect();
    Ok(is_empty && emptied?.into_iter().all(|is_empty| is_empty))
}

/// A name that no build uses.
fn kept(folder: &Path) -> PathBuf {
    let mut names = (1_u64..).map(|number| folder.with_extension(format!("kept-{number}")));
    names
        .find(|name| !name.exists())
        .unwrap_or_else(|| folder.with_extension("kept"))
}

/// Exchanges two folders in one step, where the system and the file system can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchanged(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchanged(_: &Path, _: &Path) -> bool {
    false
}

/// Waits until everything written to the file system of a folder is on the disk.
#[cfg(target_os = "linux")]
pub fn settle(folder: &Path) -> std::io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?)?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub fn settle(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            settle(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    Ok(())
}
