//! The files of a site by number, and places in them.
//! Texts are not kept: a file is read again when a finding must show it.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use crate::sum::Sum;

/// The number of a file; numbers follow the order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of a file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Place {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let byte = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            file,
            start: byte(start),
            end: byte(end.max(start)),
        }
    }

    /// A part of the text that stands here, where its letters stand as they are or in quotes; the
    /// whole place otherwise.
    pub fn of(self, text: &str, part: &str) -> Self {
        let quotes = (self.end - self.start) as usize;
        match (text.find(part), quotes.checked_sub(text.len())) {
            (Some(at), Some(around @ (0 | 2))) => {
                let start = self.start as usize + around / 2 + at;
                Self::new(self.file, start, start + part.len())
            }
            _ => self,
        }
    }

    /// The beginning of a file, for what a whole file lacks.
    pub fn top(file: FileId) -> Self {
        Self::new(file, 0, 0)
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The files a site is read from.
#[derive(Debug, Default)]
pub struct Sources {
    root: PathBuf,
    files: Vec<PathBuf>,
    /// What the files were when they were first read.
    sums: Vec<OnceLock<Sum>>,
    /// A file that was another one when it was read again.
    changed: OnceLock<FileId>,
}

impl Sources {
    /// Files below `root`, each path relative to it.
    pub fn new(root: &Path, files: Vec<PathBuf>) -> Self {
        Self {
            root: root.to_owned(),
            sums: files.iter().map(|_| OnceLock::new()).collect(),
            files,
            changed: OnceLock::new(),
        }
    }

    /// The bytes of a file. When they are not those that were read before, that is kept in mind.
    pub fn read(&self, file: FileId) -> io::Result<Vec<u8>> {
        let bytes = std::fs::read(self.path(file))?;
        let sum = Sum::of(&bytes);
        let first = self.sums.get(file.0 as usize);
        if first.is_some_and(|first| *first.get_or_init(|| sum.clone()) != sum) {
            self.changed.get_or_init(|| file);
        }
        Ok(bytes)
    }

    /// What a file was when it was read; it is read now if it was not yet.
    pub fn sum(&self, file: FileId) -> io::Result<Option<&Sum>> {
        let sum = self.sums.get(file.0 as usize);
        if sum.is_some_and(|sum| sum.get().is_none()) {
            self.read(file)?;
        }
        Ok(sum.and_then(OnceLock::get))
    }

    /// Says what a file is that need not be read to know it.
    pub fn know(&self, file: FileId, sum: &Sum) {
        if let Some(known) = self.sums.get(file.0 as usize) {
            known.get_or_init(|| sum.clone());
        }
    }

    /// Says that a file is no longer what it was.
    pub fn lose(&self, file: FileId) {
        self.changed.get_or_init(|| file);
    }

    /// A file that is no longer what it was when it was first read.
    pub fn changed(&self) -> Option<FileId> {
        self.changed.get().copied()
    }

    /// The path as people see it, with `/` between parts.
    pub fn name(&self, file: FileId) -> String {
        let parts = self
            .files
            .get(file.0 as usize)
            .into_iter()
            .flat_map(|path| path.iter());
        parts
            .map(|part| part.to_string_lossy())
            .collect::<Vec<_>>()
            .join("/")
    }

    /// The path from where the program is run, when the site was named from there; otherwise the
    /// same as the name.
    pub fn shown(&self, file: FileId) -> String {
        let root = self.root.components();
        let is_below = self.root.is_relative();
        let folders = root.filter(|part| is_below && *part != Component::CurDir);
        let folders = folders.map(|part| part.as_os_str().to_string_lossy().into_owned());
        let parts: Vec<_> = folders.chain([self.name(file)]).collect();
        parts.join("/")
    }

    pub fn path(&self, file: FileId) -> PathBuf {
        self.files
            .get(file.0 as usize)
            .map(|path| self.root.join(path))
            .unwrap_or_default()
    }

    /// The text with what is not UTF-8 replaced; empty when it cannot be read any more.
    pub fn text(&self, file: FileId) -> String {
        let bytes = std::fs::read(self.path(file)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len())
            .filter_map(|number| u32::try_from(number).ok())
            .map(FileId)
    }
}
