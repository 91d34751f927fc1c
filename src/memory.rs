//! What the last build read and made (muisti), kept beside its output so that the next one does only
//! what has changed since. It is a help and no source: without it, or when anything about it is
//! doubtful, everything is done anew, and the site is the same.

mod stamp;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::content::Facts;
use crate::content::reads::{Reads, small};
use crate::sum::{Sha, Sum};

pub use stamp::{Stamp, newest_trusted};

/// What a build read and made.
#[derive(Debug, Serialize, Deserialize)]
pub struct Memory {
    /// The program that built, so that another one trusts nothing.
    pub program: String,
    /// The settings that pages were looked at with.
    pub settings: Option<Sum>,
    /// The day the site was built for.
    pub day: Option<Date>,
    /// The frame, words and templates that pages were rendered with.
    pub scenery: Sha,
    /// Every page, in the order of the site.
    pub pages: Vec<PageMemory>,
    /// The files in `content/` that belong to no page.
    pub inputs: Vec<Input>,
    /// The files of the output that belong to no page.
    pub outputs: Vec<Output>,
    /// The manifest and its lists.
    pub lists: Vec<Output>,
}

/// A page of the last build.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PageMemory {
    pub address: String,
    pub kind: String,
    /// Its head, then its sections.
    pub inputs: Vec<Input>,
    pub outputs: Vec<Output>,
    /// The page's newest day, and the days on which it changes by itself.
    pub newest: Option<Date>,
    pub days: Vec<Date>,
    pub has_outcomes: bool,
    pub has_copies: bool,
    pub copies_of: Vec<u32>,
    /// Where findings stand that are accepted on it: the place of the acceptance in its file, and
    /// that of the finding, with the number of its file.
    pub accepted: Vec<[u32; 4]>,
    /// The numbers of the pages that tell of the same for an earlier day.
    pub earlier: Vec<u32>,
    /// The numbers of the pages it was made of.
    pub heads: Vec<u32>,
    pub matters: Vec<u32>,
    /// Whether the day was asked for that the site was built for.
    pub reads_day: bool,
    /// Nothing was found on it: what is not found again need not be looked for.
    pub is_quiet: bool,
}

/// A file of the data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Input {
    /// Relative to the site, with `/` between parts.
    pub name: String,
    pub stamp: Option<Stamp>,
    pub sum: Sum,
}

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output {
    pub path: String,
    pub stamp: Option<Stamp>,
    pub sum: Sum,
}

impl Memory {
    /// The memory of an output folder, when this very program has built there and it can be read.
    pub fn of(output: &Path) -> Option<Self> {
        let program = program()?;
        let bytes = fs::read(place(output)?.join(NAME)).ok()?;
        let (bytes, sum) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
        if Sha256::digest(bytes).as_slice() != sum {
            return None;
        }
        let memory: Self = postcard::from_bytes(bytes).ok()?;
        (memory.program == program).then_some(memory)
    }

    /// Keeps the memory beside an output folder. When that cannot be done the next build does more,
    /// so nobody need know.
    pub fn keep(&self, output: &Path) {
        let Some(folder) = place(output) else {
            return;
        };
        if self.kept(&folder).is_err() {
            let _ = fs::remove_file(folder.join(NAME));
        }
    }

    fn kept(&self, folder: &Path) -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(".gitignore"), "*\n")?;
        let file = tempfile::Builder::new()
            .prefix(".memory-")
            .tempfile_in(folder)?;
        let summed = Summed {
            file: BufWriter::new(File::create(file.path())?),
            digest: Sha256::new(),
        };
        let summed = postcard::to_io(self, summed).map_err(std::io::Error::other)?;
        let Summed {
            file: mut to,
            digest,
        } = summed;
        to.write_all(&digest.finalize())?;
        to.flush()?;
        file.persist(folder.join(NAME))?;
        Ok(())
    }
}

/// A file whose bytes are summed while they are written.
struct Summed {
    file: BufWriter<File>,
    digest: Sha256,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl PageMemory {
    pub fn facts(&self) -> Facts {
        Facts {
            newest: self.newest,
            days: self.days.clone(),
            // A page where findings are accepted is not quiet, and read again.
            accepted: Vec::new(),
            has_outcomes: self.has_outcomes,
            has_copies: self.has_copies,
            copies_of: Vec::new(),
            wrong: Vec::new(),
        }
    }

    pub fn set_facts(&mut self, facts: &Facts) {
        self.newest = facts.newest;
        self.days.clone_from(&facts.days);
        self.has_outcomes = facts.has_outcomes;
        self.has_copies = facts.has_copies;
        self.copies_of = facts.copies_of.iter().map(|page| small(*page)).collect();
    }

    pub fn add_reads(&mut self, reads: &Reads) {
        let add = |known: &mut Vec<u32>, new: &[u32]| {
            known.extend(new);
            known.sort_unstable();
            known.dedup();
            known.shrink_to_fit();
        };
        self.reads_day |= reads.day;
        add(&mut self.heads, &reads.heads);
        add(&mut self.matters, &reads.matters);
    }
}

const NAME: &str = "memory";

/// The folder beside an output in which its memory is kept. It says to Git that it is not for it.
fn place(output: &Path) -> Option<PathBuf> {
    let output = std::path::absolute(output).ok()?;
    let name = output.file_name()?.to_string_lossy().into_owned();
    Some(output.parent()?.join(format!(".toteuma-{name}.cache")))
}

/// This program and no other, be it of the same version.
pub fn program() -> Option<String> {
    let place = std::env::current_exe().ok()?;
    let stamp = Stamp::of_copy(&fs::metadata(place).ok()?);
    Some(format!("{} {stamp:?}", env!("CARGO_PKG_VERSION")))
}
