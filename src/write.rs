//! Bytes to the disk, the only change a build makes there. A new site is put together beside the
//! old one and takes its place in one step; files that stay the same keep their bytes and times.
//! Nothing but what an earlier build made is ever replaced or removed.

pub mod manifest;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::file_types::unpacked;
use crate::memory::{self, Stamp};
use crate::render::File;
use crate::timings;
use manifest::{Made, Manifest, Sum};
use stage::Stage;

/// Why the output could not be written; the path, and what the system said.
#[derive(Debug)]
pub enum Failure {
    /// A folder that must not be built into.
    Refused {
        path: PathBuf,
        why: Refusal,
    },
    Io {
        path: PathBuf,
        reason: String,
    },
    /// Two pages or files of one name.
    Twice {
        path: String,
    },
}

/// Why a folder is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It holds files that no build made: the first of them by name.
    Foreign(Vec<String>),
    /// It is, or holds, the site's own content, themes or the whole site.
    Source,
    /// A file, or a link to elsewhere.
    NotAFolder,
    /// Somebody's own files have names that the site needs: the first of them.
    Theirs(Vec<String>),
    /// Its manifest cannot be read; why.
    List(String),
}

impl Refusal {
    /// The key of its words in the locale files.
    pub fn key(&self) -> &'static str {
        match self {
            Refusal::Foreign(_) => "foreign",
            Refusal::Source => "source",
            Refusal::NotAFolder => "not-a-folder",
            Refusal::Theirs(_) => "theirs",
            Refusal::List(_) => "list",
        }
    }
}

/// What a build changed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Changes {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// A build that is done.
#[derive(Debug)]
pub struct Finished {
    pub changes: Changes,
    /// The paths of the manifest and its lists.
    pub lists: Vec<String>,
}

/// An output folder while a build is under way.
pub struct Output {
    root: PathBuf,
    stage: Stage,
    before: Option<Manifest>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Every file of the new site.
    files: BTreeMap<String, Sum>,
    /// Those whose bytes are new.
    staged: BTreeSet<String>,
}

/// A new site, when all its files are known.
struct Site {
    manifest: Manifest,
    /// What is written of the manifest into its own file.
    text: String,
    /// The files whose bytes are new, lists too.
    staged: BTreeSet<String>,
}

/// Whether an earlier build has left something to clear up beside an output folder.
pub fn has_leavings(root: &Path) -> bool {
    stage::is_left(root)
}

/// An output folder ready for the files of a site; refuses one that is not ours to write.
pub fn output(site: &Path, root: &Path) -> Result<Output, Failure> {
    refuse_sources(site, root)?;
    let stage = Stage::new(root)?;
    let before = Manifest::read(root)?;
    let in_the_way = match before {
        None => foreign_files(root)?,
        Some(_) => Vec::new(),
    };
    if !in_the_way.is_empty() {
        return Err(Failure::Refused {
            path: root.to_owned(),
            why: Refusal::Foreign(in_the_way),
        });
    }
    Ok(Output {
        root: root.to_owned(),
        stage,
        before,
        state: Mutex::default(),
    })
}

/// The output may lie inside the site folder, but not hold it, nor be its content or themes.
fn refuse_sources(site: &Path, root: &Path) -> Result<(), Failure> {
    let refused = |why| {
        Err(Failure::Refused {
            path: root.to_owned(),
            why,
        })
    };
    if fs::symlink_metadata(root).is_ok_and(|found| !found.is_dir()) {
        return refused(Refusal::NotAFolder);
    }
    let real = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    let (Ok(site), Ok(root)) = (real(site), real(root)) else {
        return Ok(());
    };
    let sources = [site.join("content"), site.join("themes")];
    let inside = sources.iter().any(|source| root.starts_with(source));
    if site.starts_with(&root) || inside || root.parent().is_none() {
        return refused(Refusal::Source);
    }
    if std::env::home_dir().is_some_and(|home| real(&home).is_ok_and(|home| home == root)) {
        return refused(Refusal::Foreign(foreign_files(&root)?));
    }
    Ok(())
}

/// So many names show whose the files are.
const NAMES: usize = 5;

/// The first names in a folder without our manifest, hidden files left out.
fn foreign_files(root: &Path) -> Result<Vec<String>, Failure> {
    let Ok(entries) = fs::read_dir(root) else {
        return Ok(Vec::new());
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        let entry = entry.map_err(|error| io(root, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A repository of its own is somebody's even when nothing is checked out.
        if !name.starts_with('.') || name == ".git" {
            names.insert(name);
        }
    }
    Ok(names.into_iter().take(NAMES).collect())
}

impl Output {
    /// Takes a file of the new site: compares it with what is there, and stages it when it differs.
    pub fn take(&self, file: &File) -> Result<memory::Output, Failure> {
        let sum = Sum::of(&file.bytes);
        self.keep(&file.path, &sum)?;
        let taken = |found: &fs::Metadata| memory::Output {
            path: file.path.clone(),
            stamp: Some(Stamp::of_output(found)),
            sum: sum.clone(),
        };
        let place = self.root.join(&file.path);
        if let Ok(found) = fs::symlink_metadata(&place)
            && found.is_file()
            && found.len() == file.bytes.len() as u64
            && fs::read(&place).is_ok_and(|bytes| bytes == file.bytes)
        {
            return Ok(taken(&found));
        }
        let found = self.stage.put(&file.path, &file.bytes)?;
        self.state().staged.insert(file.path.clone());
        Ok(taken(&found))
    }

    /// Takes a file of the new site that is there already.
    pub fn keep(&self, path: &str, sum: &Sum) -> Result<(), Failure> {
        let known = self.state().files.insert(path.to_owned(), sum.clone());
        match known {
            None => Ok(()),
            Some(_) => Err(Failure::Twice {
                path: path.to_owned(),
            }),
        }
    }

    /// Makes the new site the output.
    ///
    /// Where the folder holds nothing but our own files, the new site takes its place in one step.
    /// Elsewhere files are moved in one by one.
    pub fn finish(mut self, made: Made) -> Result<Finished, Failure> {
        let state = std::mem::take(&mut *self.state());
        let mut manifest = Manifest::new(made, state.files);
        let before = self.before.take().unwrap_or_default();
        let removed = gone(&before, &manifest).filter(|path| !manifest::is_list(path));
        let changes = Changes {
            written: state.staged.len(),
            unchanged: manifest.outputs.len() - state.staged.len(),
            removed: removed.count(),
        };
        let mut staged = state.staged;
        let take = &mut |lists: &[manifest::List]| {
            staged.extend(self.staged_lists(lists)?);
            Ok(())
        };
        let text = timings::of(timings::Stage::Manifest, || {
            manifest.divided(manifest::LIMIT, take)
        })?;
        let site = Site {
            manifest,
            text,
            staged,
        };
        self.refuse_theirs(&site, &before)?;
        if site.staged.is_empty() && gone(&before, &site.manifest).next().is_none() {
            manifest::write(&self.root, &site.text)?;
        } else if !self.swapped(&site, &before)? {
            self.moved_in(&site, &before)?;
        }
        let lists = manifest::own_files(&site.manifest).collect();
        Ok(Finished { changes, lists })
    }

    /// Somebody's own files are not replaced, nor is anything written where a link leads elsewhere.
    fn refuse_theirs(&self, site: &Site, before: &Manifest) -> Result<(), Failure> {
        let is_theirs = |path: &&String| {
            let is_there = fs::symlink_metadata(self.root.join(path)).is_ok();
            is_there && !before.outputs.contains_key(*path)
        };
        let is_link = |path: &&String| {
            let mut folders = Path::new(path).ancestors().skip(1);
            let place = |folder: &Path| self.root.join(folder);
            folders.any(|folder| folder != Path::new("") && place(folder).is_symlink())
        };
        let staged: Vec<&String> = site.staged.iter().collect();
        let staged = staged.into_par_iter();
        let mut names: Vec<&String> = staged
            .filter(|path| is_theirs(path) || is_link(path))
            .collect();
        names.sort();
        match names.is_empty() {
            true => Ok(()),
            false => Err(Failure::Refused {
                path: self.root.clone(),
                why: Refusal::Theirs(names.into_iter().take(NAMES).cloned().collect()),
            }),
        }
    }

    /// The paths of those lists that are not there already.
    fn staged_lists(&self, lists: &[manifest::List]) -> Result<Vec<String>, Failure> {
        let new = lists.par_iter().filter(|(path, list)| {
            !fs::read(self.root.join(path)).is_ok_and(|known| known == list.as_bytes())
        });
        let staged = new.map(|(path, list)| {
            self.stage.put(path, list.as_bytes())?;
            Ok(path.clone())
        });
        staged.collect()
    }

    /// Puts the whole new site beside the old one and exchanges the two; `false` where that cannot
    /// be done.
    fn swapped(&self, site: &Site, before: &Manifest) -> Result<bool, Failure> {
        let outputs = &site.manifest.outputs;
        let Some(foreign) = foreign(&self.root, "", before) else {
            return Ok(false);
        };
        let is_kept = |path: &str| outputs.contains_key(path) && !site.staged.contains(path);
        let theirs = foreign.iter().filter(|path| !is_kept(path));
        let theirs: Vec<&String> = theirs.collect();
        let kept: Vec<&String> = outputs.keys().filter(|path| is_kept(path)).collect();
        self.stage
            .make_folders(kept.iter().chain(&theirs).copied())?;
        // Somebody's own files come along as they are: the same files under a second name.
        if !theirs.par_iter().all(|path| self.stage.link(path)) {
            return Ok(false);
        }
        kept.par_iter().try_for_each(|path| self.stage.keep(path))?;
        self.stage.put(manifest::NAME, site.text.as_bytes())?;
        let swapped = self.stage.swap()?;
        if swapped {
            for path in &foreign {
                let place = self.stage.site().join(path);
                fs::remove_file(&place).map_err(|error| io(&place, &error))?;
            }
            self.stage.clear(before);
        }
        Ok(swapped)
    }

    /// Moves the staged files in: first what pages use, then pages, the front page last; then
    /// removes what an earlier build made and this one did not.
    fn moved_in(&self, site: &Site, before: &Manifest) -> Result<(), Failure> {
        let (pages, assets): (Vec<&String>, Vec<&String>) = site
            .staged
            .iter()
            .partition(|path| unpacked(path).ends_with(".html"));
        let (front, pages): (Vec<&String>, Vec<&String>) = pages
            .into_iter()
            .partition(|path| unpacked(path) == "index.html");
        fs::create_dir_all(&self.root).map_err(|error| io(&self.root, &error))?;
        // Until the end the manifest names old and new files itself, so that an interrupted build
        // loses track of none.
        let both = site.manifest.and(before);
        manifest::write(&self.root, &both.text())?;
        for path in assets.into_iter().chain(pages).chain(front) {
            self.move_in(path)?;
        }
        self.remove_stale(&site.manifest, before)?;
        manifest::write(&self.root, &site.text)?;
        stage::settle(&self.root).map_err(|error| io(&self.root, &error))
    }

    fn move_in(&self, path: &str) -> Result<(), Failure> {
        let place = self.root.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
        }
        fs::rename(self.stage.site().join(path), &place).map_err(|error| io(&place, &error))
    }

    fn remove_stale(&self, manifest: &Manifest, before: &Manifest) -> Result<(), Failure> {
        for path in gone(before, manifest) {
            let place = self.root.join(path);
            match fs::remove_file(&place) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(io(&place, &error));
                }
                _ => {}
            }
            // Folders that became empty go too; one with a file of somebody else's stays.
            let mut folder = place.parent();
            while let Some(inner) = folder.filter(|folder| *folder != self.root) {
                if fs::remove_dir(inner).is_err() {
                    break;
                }
                folder = inner.parent();
            }
        }
        Ok(())
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A worker that panicked has not left the sets half-changed.
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The files of an earlier site that a new one does not have.
fn gone<'a>(before: &'a Manifest, manifest: &'a Manifest) -> impl Iterator<Item = &'a String> {
    let paths = before.outputs.keys();
    paths.filter(|path| !manifest.outputs.contains_key(*path))
}

/// The files of a folder that its manifest does not list; `None` where there is more than files:
/// links, devices, or a hidden folder such as a repository. `inside` is where the folder is in the
/// output, with a `/` at the end.
fn foreign(folder: &Path, inside: &str, manifest: &Manifest) -> Option<Vec<String>> {
    let (mut foreign_files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.ok()?;
        let kind = entry.file_type().ok()?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{inside}{name}");
        if kind.is_dir() && !name.starts_with('.') {
            folders.push((entry.path(), path + "/"));
        } else if !kind.is_file() {
            return None;
        } else if path != manifest::NAME && !manifest.outputs.contains_key(&path) {
            foreign_files.push(path);
        }
    }
    let inner = folders.into_par_iter();
    let inner = inner.map(|(folder, inside)| foreign(&folder, &inside, manifest));
    let inner: Option<Vec<_>> = inner.collect();
    foreign_files.extend(inner?.into_iter().flatten());
    Some(foreign_files)
}

fn io(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Io {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
