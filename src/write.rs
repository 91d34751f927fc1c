//! Bytes to the disk, the only change a build makes there. Files that stay the same are not
//! touched; new bytes are staged beside the output and moved in when all of them are there; what
//! an earlier build made and this one did not goes last. Nothing else is ever removed.

mod manifest;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::render::File;
use manifest::Manifest;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It holds files that no build made.
    Foreign,
    /// It is, or holds, the site's own content, themes or the whole site.
    Source,
    /// A file, or a link to elsewhere.
    NotAFolder,
}

impl Refusal {
    /// The key of its words in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Refusal::Foreign => "foreign",
            Refusal::Source => "source",
            Refusal::NotAFolder => "not-a-folder",
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

/// An output folder while a build is under way.
pub struct Output {
    root: PathBuf,
    stage: tempfile::TempDir,
    before: Manifest,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Every file of the new site.
    paths: BTreeSet<String>,
    /// Those whose bytes are new.
    staged: BTreeSet<String>,
}

/// An output folder ready for the files of a site; refuses one that is not ours to write.
pub fn output(site: &Path, root: &Path) -> Result<Output, Failure> {
    refuse_sources(site, root)?;
    let before = Manifest::read(root)?;
    if before.is_none() && has_foreign_files(root)? {
        return Err(Failure::Refused {
            path: root.to_owned(),
            why: Refusal::Foreign,
        });
    }
    fs::create_dir_all(root).map_err(|error| io(root, &error))?;
    let beside = root
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let stage = tempfile::Builder::new()
        .prefix(".toteuma-")
        .tempdir_in(beside);
    let stage = stage.map_err(|error| io(beside, &error))?;
    Ok(Output {
        root: root.to_owned(),
        stage,
        before: before.unwrap_or_default(),
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
    Ok(())
}

/// Whether a folder without our manifest holds anything but hidden files.
fn has_foreign_files(root: &Path) -> Result<bool, Failure> {
    let Ok(entries) = fs::read_dir(root) else {
        return Ok(false);
    };
    for entry in entries {
        let entry = entry.map_err(|error| io(root, &error))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            return Ok(true);
        }
    }
    // A repository of its own is somebody's even when nothing is checked out.
    Ok(root.join(".git").exists())
}

impl Output {
    /// Takes a file of the new site: compares it with what is there, and stages it when it differs.
    pub fn take(&self, file: &File) -> Result<(), Failure> {
        let fresh = self.state().paths.insert(file.path.clone());
        if !fresh {
            return Err(Failure::Twice {
                path: file.path.clone(),
            });
        }
        let place = self.root.join(&file.path);
        let same_size = fs::symlink_metadata(&place)
            .is_ok_and(|found| found.is_file() && found.len() == file.bytes.len() as u64);
        if same_size && fs::read(&place).is_ok_and(|bytes| bytes == file.bytes) {
            return Ok(());
        }
        let staged = self.stage.path().join(&file.path);
        if let Some(folder) = staged.parent() {
            fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
        }
        fs::write(&staged, &file.bytes).map_err(|error| io(&staged, &error))?;
        self.state().staged.insert(file.path.clone());
        Ok(())
    }

    /// Moves the staged files in: first what pages use, then pages, the front page last; then
    /// removes what an earlier build made and this one did not.
    pub fn finish(self) -> Result<Changes, Failure> {
        let state = std::mem::take(&mut *self.state());
        let (pages, assets): (Vec<&String>, Vec<&String>) = state
            .staged
            .iter()
            .partition(|path| path.ends_with(".html"));
        let (front, pages): (Vec<&String>, Vec<&String>) =
            pages.into_iter().partition(|path| *path == "index.html");
        // Until the end the manifest names old and new files, so that an interrupted build loses
        // track of none.
        self.before.with(&state.paths).write(&self.root)?;
        for path in assets.into_iter().chain(pages).chain(front) {
            self.move_in(path)?;
        }
        let removed = self.remove_stale(&state.paths)?;
        Manifest::of(&state.paths).write(&self.root)?;
        let written = state.staged.len();
        Ok(Changes {
            written,
            unchanged: state.paths.len() - written,
            removed,
        })
    }

    fn move_in(&self, path: &str) -> Result<(), Failure> {
        let place = self.root.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
        }
        fs::rename(self.stage.path().join(path), &place).map_err(|error| io(&place, &error))
    }

    fn remove_stale(&self, paths: &BTreeSet<String>) -> Result<usize, Failure> {
        let mut removed = 0;
        for path in self.before.paths().filter(|path| !paths.contains(*path)) {
            let place = self.root.join(path);
            match fs::remove_file(&place) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(io(&place, &error)),
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
        Ok(removed)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A worker that panicked has not left the sets half-changed.
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn io(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Io {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
