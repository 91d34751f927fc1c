//! A folder of this machine, or one that is mounted on it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use super::super::address::BadAddress;
use super::super::headers::Headers;
use super::{Target, Trouble, part};

pub struct Folder(PathBuf);

impl Folder {
    pub fn new(path: &str, built: &Path) -> Result<Self, BadAddress> {
        let root = PathBuf::from(path);
        let real = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        if let (Ok(root), Ok(built)) = (real(&root), real(built))
            && (root.starts_with(&built) || built.starts_with(&root))
        {
            return Err(BadAddress::Itself);
        }
        Ok(Self(root))
    }
}

impl Target for Folder {
    fn sizes(&self, folder: &str) -> Result<BTreeMap<String, u64>, Trouble> {
        let troubled = |error: Error| trouble(folder, &error);
        let entries = match fs::read_dir(self.0.join(folder)) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(BTreeMap::new()),
            Err(error) => return Err(troubled(error)),
        };
        let mut sizes = BTreeMap::new();
        for entry in entries {
            let entry = entry.map_err(troubled)?;
            let found = fs::metadata(entry.path());
            if let Some(found) = found.ok().filter(fs::Metadata::is_file) {
                let name = entry.file_name().to_string_lossy().into_owned();
                let slash = if folder.is_empty() { "" } else { "/" };
                sizes.insert(format!("{folder}{slash}{name}"), found.len());
            }
        }
        Ok(sizes)
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        match fs::read(self.0.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(trouble(path, &error)),
        }
    }

    fn write(&self, path: &str, bytes: Vec<u8>, _: Headers) -> Result<(), Trouble> {
        let place = self.0.join(path);
        let part = self.0.join(part(path));
        let written = place
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&part, bytes))
            .and_then(|()| fs::rename(&part, &place));
        written.map_err(|error| {
            // The file that was there is whole; only our own part goes.
            let _ = fs::remove_file(&part);
            trouble(path, &error)
        })
    }

    fn remove(&self, path: &str) -> Result<(), Trouble> {
        let place = self.0.join(path);
        match fs::remove_file(&place) {
            Err(error) if !is_absent(&error) => return Err(trouble(path, &error)),
            _ => {}
        }
        // Folders that became empty go too; one with a file of somebody else's stays.
        let mut folder = place.parent();
        while let Some(inner) = folder.filter(|folder| *folder != self.0) {
            if fs::remove_dir(inner).is_err() {
                break;
            }
            folder = inner.parent();
        }
        Ok(())
    }
}

fn is_absent(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn trouble(path: &str, error: &Error) -> Trouble {
    Trouble {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
