//! What of the last build still stands: the pages whose own files, and the pages they were made of,
//! are what they were. Everything else is read, looked at and made again.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::check;
use crate::content::reads::{self, Reads, small};
use crate::content::{Content, Page};
use crate::diagnostic::{FileId, Finding, Sources};
use crate::memory::{self, Input, Memory, Output, PageMemory, Stamp};
use crate::render::File;
use crate::sum::{Sha, Sum};

/// What of the last build still stands.
#[derive(Debug, Default)]
pub struct Standing {
    /// The output folder that the next build may know about, and its files as they are before any
    /// is read, by their numbers.
    output: Option<PathBuf>,
    stamps: Vec<Option<Stamp>>,
    /// What was kept in mind of the last build; `None` where nothing stands.
    memory: Option<Memory>,
    /// What must be done with every page; all of it where nothing stands.
    tasks: Vec<Task>,
    /// Files of the output were known by their bytes, not by their stamps.
    is_restored: AtomicBool,
}

/// What must be done with a page.
#[derive(Debug, Clone, Copy)]
struct Task {
    /// It must be read: its files are new, or something was found on it.
    read: bool,
    /// The rules must look at it.
    look: bool,
    /// Its files must be made.
    make: bool,
}

/// What was seen on a page.
#[derive(Debug, Default)]
pub struct Seen {
    pub findings: Vec<Finding>,
    /// The pages that were looked at for it.
    reads: Reads,
    /// Nothing was found, not even what is accepted.
    is_quiet: bool,
}

/// What was made of a page: the pages it was made of, and its files.
#[derive(Debug, Default)]
pub struct OfPage {
    pub reads: Reads,
    pub files: Vec<Output>,
}

impl Standing {
    /// Nothing stands, and nobody remembers what is built now.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// What stands of the last build in an output folder. What pages said then that need not be read
    /// again is said for them.
    pub fn of(output: &Path, content: &mut Content) -> Self {
        let sources = &content.sources;
        let trusted = memory::newest_trusted();
        let files: Vec<FileId> = sources.ids().collect();
        let stamps = files.par_iter().map(|file| {
            let found = std::fs::metadata(sources.path(*file)).ok()?;
            let stamp = Stamp::of(&found);
            stamp.is_trusted(trusted).then_some(stamp)
        });
        let mut standing = Self {
            output: Some(output.to_owned()),
            stamps: stamps.collect(),
            ..Self::default()
        };
        if let Some(memory) = Memory::of(output).filter(|memory| is_of(memory, content)) {
            standing.tasks = standing.tasks(&memory, content);
            let known = memory.pages.iter().zip(&standing.tasks);
            for (page, (last, task)) in content.pages.iter_mut().zip(known) {
                if !task.read {
                    let wrong = std::mem::take(&mut page.facts.wrong);
                    page.facts = last.facts();
                    page.facts.wrong = wrong;
                }
            }
            standing.memory = Some(memory);
        }
        standing
    }

    fn tasks(&self, memory: &Memory, content: &Content) -> Vec<Task> {
        let pages = content.pages.par_iter().zip(&memory.pages);
        let changed: Vec<(bool, bool)> = pages
            .map(|(page, last)| self.changed(&content.sources, page, last))
            .collect();
        let numbers = |of: fn(&(bool, bool)) -> bool| -> HashSet<u32> {
            let numbered = changed.iter().enumerate();
            let changed = numbered.filter(|(_, changed)| of(changed));
            changed.map(|(number, _)| small(number)).collect()
        };
        let heads = numbers(|(head, _)| *head);
        let mut matters = numbers(|(head, matter)| *head || *matter);
        let is_copy = |last: &PageMemory| last.copies_of.iter().any(|page| matters.contains(page));
        let numbered = memory.pages.iter().enumerate();
        let copies = numbered.filter(|(_, last)| is_copy(last));
        let copies: Vec<u32> = copies.map(|(number, _)| small(number)).collect();
        matters.extend(copies);
        let task = |((page, last), (head, matter)): ((&Page, &PageMemory), &(bool, bool))| {
            let is_new = *head
                || *matter
                || matters.contains(&small(page.number))
                || last.heads.iter().any(|page| heads.contains(page))
                || last.matters.iter().any(|page| matters.contains(page))
                // Whether an earlier page tells outcomes is asked before it is looked at.
                || last.earlier.iter().any(|page| matters.contains(page))
                || earlier(content, page) != last.earlier;
            Task {
                read: *head || *matter || !last.is_quiet || last.has_copies,
                look: is_new || !last.is_quiet,
                make: is_new,
            }
        };
        let pages = content.pages.iter().zip(&memory.pages);
        pages.zip(&changed).map(task).collect()
    }

    /// Whether the head or the sections of a page are other than they were.
    fn changed(&self, sources: &Sources, page: &Page, last: &PageMemory) -> (bool, bool) {
        let mut files = page.all_files().zip(&last.inputs);
        let same = |(file, input): (FileId, &Input)| self.is_same(sources, file, input);
        let head = files.next().is_some_and(same);
        let matter = last.inputs.len() == page.all_files().count() && files.all(same);
        (!head, !matter)
    }

    /// Whether a file is what it was: by its stamp, or else by its bytes.
    fn is_same(&self, sources: &Sources, file: FileId, input: &Input) -> bool {
        if sources.name(file) != input.name {
            return false;
        }
        if input.stamp.is_some() && self.stamp(file) == input.stamp {
            sources.know(file, &input.sum);
        }
        sources.sum(file).is_ok_and(|sum| sum == Some(&input.sum))
    }

    /// The stamp of a file before it was read; `None` when it says nothing.
    fn stamp(&self, file: FileId) -> Option<Stamp> {
        self.stamps.get(file.0 as usize).copied().flatten()
    }

    fn task(&self, page: &Page) -> Task {
        let everything = Task {
            read: true,
            look: true,
            make: true,
        };
        self.tasks.get(page.number).copied().unwrap_or(everything)
    }

    /// Whether a page must be read.
    pub fn must_read(&self, page: &Page) -> bool {
        self.task(page).read
    }

    /// Whether the files of a page must be made.
    pub fn must_make(&self, page: &Page) -> bool {
        self.task(page).make
    }

    /// What stands when the site is looked at on a day: when it is another one, no page that asks for
    /// it.
    pub fn of_day(&mut self, content: &Content) {
        let Some(memory) = &self.memory else {
            return;
        };
        if memory.day == content.day() {
            return;
        }
        let tasks = self.tasks.iter_mut().zip(&memory.pages);
        for (task, _) in tasks.filter(|(_, page)| page.reads_day) {
            task.look = true;
            task.make = true;
        }
    }

    /// Whether the rules must look at a page.
    pub fn must_look(&self, page: &Page) -> bool {
        self.task(page).look
    }

    /// What the rules see on a page, if they must look at it.
    pub fn seen(&self, content: &Content, page: &Page) -> Option<Seen> {
        self.task(page).look.then(|| Seen::of(content, page))
    }

    /// What stands in an output folder, with the frame, words and templates that pages are rendered
    /// with: pages whose files are all what they were.
    pub fn of_output(&mut self, output: &Path, content: &Content, scenery: Sha) {
        let Some(memory) = &self.memory else {
            return;
        };
        if self.output.as_deref() != Some(output) || memory.scenery != scenery {
            self.tasks.iter_mut().for_each(|task| task.make = true);
            return;
        }
        let is_restored = &self.is_restored;
        let pages = content.pages.par_iter().zip(&memory.pages);
        let tasks = self.tasks.par_iter_mut().zip(pages);
        tasks.for_each(|(task, (page, last))| {
            // Where a finding is accepted the page tells so.
            let stands = accepted(content, page) == last.accepted;
            let is_there = || are_there(output, &last.outputs, is_restored);
            task.make = task.make || !stands || !is_there();
        });
    }

    /// The files that stand as they are.
    pub fn kept(&self) -> impl Iterator<Item = &Output> {
        let pages = self.memory.iter().flat_map(|memory| &memory.pages);
        let kept = pages.zip(&self.tasks).filter(|(_, task)| !task.make);
        kept.flat_map(|(page, _)| &page.outputs)
    }

    /// Whether all files are there that would be made, made of the same files.
    pub fn is_all(&self, content: &Content, others: &[File]) -> bool {
        let (Some(memory), Some(output)) = (&self.memory, &self.output) else {
            return false;
        };
        let mut files = others.iter().zip(&memory.outputs);
        let inputs = self.inputs(content, content.loose_files());
        let same = |(one, other): (&Input, &Input)| one.name == other.name && one.sum == other.sum;
        self.tasks.iter().all(|task| !task.make)
            && inputs.len() == memory.inputs.len()
            && inputs.iter().zip(&memory.inputs).all(same)
            && others.len() == memory.outputs.len()
            && files.all(|(file, last)| file.path == last.path && Sum::of(&file.bytes) == last.sum)
            && are_there(output, &memory.outputs, &self.is_restored)
            && are_there(output, &memory.lists, &self.is_restored)
    }

    /// Keeps in mind what was built: what was seen and made now, and of all other pages what was kept
    /// in mind before.
    pub fn keep(
        mut self,
        content: &Content,
        seen: Vec<Option<Arc<Seen>>>,
        made: BTreeMap<usize, OfPage>,
        (scenery, outputs, lists): (Sha, Vec<Output>, Vec<Output>),
    ) {
        let (Some(output), Some(program)) = (self.output.take(), memory::program()) else {
            return;
        };
        let settings = content.sources.sum(content.settings_file);
        let mut made = made;
        if self.is_restored.load(Ordering::Relaxed) {
            let pages = self.memory.iter_mut().flat_map(|memory| &mut memory.pages);
            let files = pages.flat_map(|page| &mut page.outputs);
            files.for_each(|file| file.stamp = stamp(&output, &file.path));
        }
        let last = self.memory.take().map(|memory| memory.pages);
        let mut last = last.unwrap_or_default().into_iter();
        let pages = content.pages.iter().zip(seen).map(|(page, seen)| {
            let last = last.next().unwrap_or_default();
            self.page(content, page, last, (seen, made.remove(&page.number)))
        });
        let memory = Memory {
            pages: pages.collect(),
            program,
            settings: settings.ok().flatten().cloned(),
            day: content.day(),
            scenery,
            inputs: self.inputs(content, content.loose_files()),
            outputs,
            lists,
        };
        memory.keep(&output);
    }

    /// Keeps in mind the stamps of files that could not be trusted when the site was built.
    pub fn refresh(mut self, content: &Content) {
        let (Some(mut memory), Some(output)) = (self.memory.take(), self.output.take()) else {
            return;
        };
        let known = memory.pages.iter().flat_map(|page| &page.inputs);
        let before: Vec<_> = known.map(|input| input.stamp).collect();
        for (page, last) in content.pages.iter().zip(&mut memory.pages) {
            last.inputs = self.inputs(content, page.all_files());
        }
        let is_restored = self.is_restored.load(Ordering::Relaxed);
        if is_restored {
            let of_pages = memory.pages.iter_mut().flat_map(|page| &mut page.outputs);
            let files = of_pages.chain(&mut memory.outputs).chain(&mut memory.lists);
            files.for_each(|file| file.stamp = stamp(&output, &file.path));
        }
        let known = memory.pages.iter().flat_map(|page| &page.inputs);
        if is_restored || !known.map(|input| input.stamp).eq(before) {
            memory.keep(&output);
        }
    }

    fn page(
        &self,
        content: &Content,
        page: &Page,
        mut last: PageMemory,
        (seen, made): (Option<Arc<Seen>>, Option<OfPage>),
    ) -> PageMemory {
        last.inputs = self.inputs(content, page.all_files());
        last.accepted = accepted(content, page);
        if let Some(made) = made {
            // What was read for the rules is added below: whoever makes a page has it looked at, or
            // its reads are the ones of the last time.
            if seen.is_some() {
                (last.heads, last.matters) = (Vec::new(), Vec::new());
                last.reads_day = false;
            }
            last.add_reads(&made.reads);
            last.outputs = made.files;
        }
        let Some(seen) = seen else {
            return last;
        };
        last.add_reads(&seen.reads);
        last.is_quiet = seen.is_quiet;
        last.set_facts(&page.facts);
        last.earlier = earlier(content, page);
        last.address.clone_from(&page.address);
        page.kind.name().clone_into(&mut last.kind);
        last
    }

    fn inputs(&self, content: &Content, files: impl IntoIterator<Item = FileId>) -> Vec<Input> {
        let sources = &content.sources;
        let input = |file| {
            Some(Input {
                name: sources.name(file),
                stamp: self.stamp(file),
                sum: sources.sum(file).ok().flatten()?.clone(),
            })
        };
        files.into_iter().filter_map(input).collect()
    }
}

impl Seen {
    /// What the rules see on a page.
    pub fn of(content: &Content, page: &Page) -> Self {
        let (findings, reads) = reads::of(|| check::of_page(content, page));
        Self {
            findings,
            reads,
            is_quiet: false,
        }
    }

    /// Whether the day was asked for that the site is built for.
    pub fn has_read_day(&self) -> bool {
        self.reads.day
    }

    /// Whether one of these pages was looked at for it, or what stands on one of those.
    pub fn has_read(&self, heads: &[u32], matters: &[u32]) -> bool {
        let heads = heads.iter().any(|page| self.reads.heads.contains(page));
        heads || matters.iter().any(|page| self.reads.matters.contains(page))
    }

    /// What the rules see besides when all pages have been read.
    pub fn and_later(mut self, content: &Content, page: &Page) -> Self {
        let (findings, reads) = reads::of(|| check::of_later_page(content, page));
        self.findings.extend(findings);
        self.reads = self.reads.and(&reads);
        let facts = &page.facts;
        self.is_quiet =
            self.findings.is_empty() && facts.wrong.is_empty() && facts.accepted.is_empty();
        self
    }
}

/// Whether a memory is of these pages in this order, with these settings.
fn is_of(memory: &Memory, content: &Content) -> bool {
    let mut pages = content.pages.iter().zip(&memory.pages);
    let settings = content.sources.sum(content.settings_file).ok().flatten();
    memory.pages.len() == content.pages.len()
        && memory.settings.as_ref() == settings
        && pages.all(|(page, last)| page.address == last.address && page.kind.name() == last.kind)
}

/// Where findings stand that are accepted on a page, as it is kept in mind.
fn accepted(content: &Content, page: &Page) -> Vec<[u32; 4]> {
    let accepted = page.facts.accepted.iter();
    let standing = accepted.filter_map(|accepted| {
        let stands = content.standing.get(&accepted.place)?;
        Some([
            accepted.place.start,
            stands.file.0,
            stands.start,
            stands.end,
        ])
    });
    standing.collect()
}

/// The numbers of the pages that tell of the same for an earlier day.
fn earlier(content: &Content, page: &Page) -> Vec<u32> {
    let earlier = content.earlier(page).into_iter();
    earlier.map(|page| small(page.number)).collect()
}

fn stamp(output: &Path, path: &str) -> Option<Stamp> {
    let found = std::fs::symlink_metadata(output.join(path)).ok()?;
    Some(Stamp::of_output(&found))
}

/// Whether files are there as they were left: by their stamps, or else by their bytes, for an output
/// that was put back from a copy; that is noted.
fn are_there(output: &Path, files: &[Output], is_restored: &AtomicBool) -> bool {
    files.iter().all(|file| {
        let place = output.join(&file.path);
        let found = std::fs::symlink_metadata(&place);
        let Some(found) = found.ok().filter(std::fs::Metadata::is_file) else {
            return false;
        };
        let is_left = file.stamp == Some(Stamp::of_output(&found));
        if !is_left {
            is_restored.store(true, Ordering::Relaxed);
        }
        is_left
            || found.len() == file.sum.size
                && std::fs::read(&place).is_ok_and(|bytes| Sum::of(&bytes) == file.sum)
    })
}
