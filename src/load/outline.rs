//! A site of which all is read but the sections of its pages, and how these are read: page by page,
//! so that a large site need not be held as a whole.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::desk::Desk;
use super::files::Folder;
use super::pages::{self, sections};
use super::{Loaded, Unreadable};
use crate::content::{Content, Facts, Page, PageHead, Pages, Spot};
use crate::diagnostic::{FileId, Findings};
use crate::section::figures;
use crate::timings::{self, Stage};

/// A site folder of which everything is read but the sections of its pages.
pub struct Outline {
    /// `None` when something is wrong that keeps the pages from being looked at.
    pub content: Option<Content>,
    /// The site's language as far as it is known.
    pub language: Option<String>,
    pub(super) findings: Findings,
    pub(super) desk: Arc<Desk>,
    /// The pages of a site whose settings are wrong.
    pub(super) pages: Pages,
    /// The folders of a site of which some are no pages.
    pub(super) loose: Vec<Loose>,
}

/// The sections of a folder, and what its own file says unless something is wrong.
pub type Loose = (Vec<FileId>, Option<PageHead>);

/// So many pages are worked on side by side before what need not be held is forgotten.
pub const BATCH: usize = 256;

/// The numbers of pages, in batches.
pub fn batches(pages: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = (0..pages).step_by(BATCH);
    starts.map(move |start| start..pages.min(start + BATCH))
}

/// The pages of folders; the folders where some have no head, and what is wrong with the heads.
pub(super) fn pages_of(
    folders: Vec<Folder>,
    heads: Vec<pages::Read>,
    desk: &Arc<Desk>,
) -> Result<Pages, (Vec<Loose>, Findings)> {
    let is_whole = heads.iter().all(|(head, _)| head.is_some());
    let folders = folders.into_iter().zip(heads);
    if !is_whole {
        let mut findings = Findings::default();
        let loose = folders.map(|(folder, (head, wrong))| {
            findings.extend(wrong);
            (folder.sections, head.map(|(head, _)| head))
        });
        return Err((loose.collect(), findings));
    }
    let pages = folders
        .enumerate()
        .filter_map(|(number, (folder, (head, wrong)))| {
            let head = head?;
            let mut facts = pages::facts(&head.0);
            facts.wrong = wrong.into_iter().collect();
            let spot = Spot {
                number,
                address: folder.address,
                parent: folder.parent,
                children: folder.children,
                file: folder.head?,
                files: folder.sections,
            };
            let mut page = Page::new(spot, head, Arc::<Desk>::clone(desk));
            page.facts = facts;
            Some(page)
        });
    Ok(Pages::new(pages.collect()))
}

impl Outline {
    /// Reads the sections of all pages that must be read, and has someone look at every page as soon
    /// as it is. The facts of the others must be known.
    /// Of what can be read again, hardly more than `most` bytes are held.
    ///
    /// Not all was there to be seen yet: pages that show tables of others are joined with them later,
    /// and pages may tell a newer day than any head does.
    pub fn read<Seen: Send>(
        mut self,
        most: usize,
        must_read: &(dyn Fn(&Page) -> bool + Sync),
        look: &(dyn Fn(&Content, &Page) -> Seen + Sync),
    ) -> Result<(Loaded, Vec<Seen>), Unreadable> {
        let mut seen = Vec::new();
        self.read_loose()?;
        if let Some(content) = &mut self.content {
            for batch in batches(content.pages.len()) {
                let (first, desk) = (batch.start, &self.desk);
                let pages = batch
                    .into_par_iter()
                    .filter_map(|page| content.pages.get(page));
                let read = pages.map(|page| {
                    let read = must_read(page).then(|| desk.read(page)).transpose()?;
                    Ok((read, look(content, page)))
                });
                let read: Vec<_> = read.collect::<Result<_, Unreadable>>()?;
                for (number, (read, sight)) in (first..).zip(read) {
                    if let Some((wrong, facts)) = read {
                        settle(&mut content.pages, number, facts, wrong);
                    }
                    seen.push(sight);
                }
                content.pages.forget_above(most);
            }
            let copied = timings::of(Stage::Parse, || figures::resolve(&mut content.pages));
            self.findings.extend(copied);
            content.newest = content.newest_day();
        }
        let of_folder = self.findings.clone();
        let pages = self.content.iter().flat_map(|content| content.pages.iter());
        let of_pages = pages.flat_map(|page| page.facts.wrong.clone());
        self.findings.extend(of_pages);
        let content = self.content.filter(|_| !self.findings.has_errors());
        let loaded = Loaded {
            content,
            sources: Arc::clone(&self.desk.sources),
            findings: self.findings,
            of_folder,
            language: self.language,
        };
        Ok((loaded, seen))
    }

    /// Reads what belongs to no content, for what is wrong with it.
    fn read_loose(&mut self) -> Result<(), Unreadable> {
        let folders = self.loose.par_iter();
        let read = folders.map(|(files, head)| {
            let read = || sections(files, head.as_ref(), &self.desk);
            Ok(timings::of(Stage::Parse, read)?.1)
        });
        let wrong: Vec<Findings> = read.collect::<Result<_, Unreadable>>()?;
        let pages = self.pages.par_iter().map(|page| self.desk.read(page));
        let read: Vec<_> = pages.collect::<Result<_, Unreadable>>()?;
        for (number, (wrong, facts)) in read.into_iter().enumerate() {
            settle(&mut self.pages, number, facts, wrong);
        }
        self.findings.extend(wrong.into_iter().flatten());
        self.findings.extend(figures::resolve(&mut self.pages));
        let of_pages = self.pages.iter().flat_map(|page| page.facts.wrong.clone());
        self.findings.extend(of_pages);
        Ok(())
    }
}

/// Puts what its sections say of a page beside what its head says.
fn settle(pages: &mut Pages, number: usize, facts: Facts, wrong: Findings) {
    if let Some(page) = pages.get_mut(number) {
        let of_head = std::mem::take(&mut page.facts.wrong);
        page.facts = facts;
        page.facts.wrong = of_head.into_iter().chain(wrong).collect();
    }
}
