//! A page: what is known of it before its sections are read, and its sections when they are asked
//! for. Whoever looks at a page's head or sections is noted in [`reads`].

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::{PageHead, PageKind, reads};
use crate::diagnostic::{FileId, Finding, Findings};
use crate::section::accepted::Accepted;
use crate::section::figures::Table;
use crate::section::prices::{Fee, Group, Validity};
use crate::section::shared::{Markdown, Text};
use crate::section::{Body, Section};

/// A page (sivu): a folder, what its `page.yaml` says, and its sections.
#[derive(Debug)]
pub struct Page {
    /// Its number among the pages of the site.
    pub number: usize,
    pub kind: PageKind,
    /// Folder names without their order numbers, joined by `/`; empty for the front page.
    pub address: String,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub file: FileId,
    /// The files of its sections, in order.
    pub files: Vec<FileId>,
    /// What the site asks of all pages at once.
    pub facts: Facts,
    head: PageHead,
    text: Option<Markdown>,
    matter: OnceLock<Matter>,
    /// Whether its matter is made of another page's too, and cannot be read again by itself.
    joined: bool,
    shelf: Arc<dyn Shelf>,
}

/// What stands on a page below its head.
#[derive(Debug, Default)]
pub struct Matter {
    pub sections: Vec<Section>,
    /// How many bytes it is written in.
    pub size: usize,
}

/// What the sections of a page say that matters to the whole site.
#[derive(Debug, Default, Clone)]
pub struct Facts {
    /// The newest day on the page.
    pub newest: Option<Date>,
    /// The days on which what the page tells changes by itself.
    pub days: Vec<Date>,
    /// Findings of its files that are known and stand.
    pub accepted: Vec<Accepted>,
    /// Whether goals on the page have outcomes.
    pub has_outcomes: bool,
    /// Whether tables on the page show the figures of others.
    pub has_copies: bool,
    /// The pages of these figures, by their numbers.
    pub copies_of: Vec<usize>,
    /// What is wrong with how the page is written.
    pub wrong: Vec<Finding>,
}

/// Where the matter of pages stands, to be read when somebody asks for it.
pub trait Shelf: std::fmt::Debug + Send + Sync {
    /// What stands on a page. What is wrong with it was told when it was first read.
    fn matter(&self, page: &Page) -> Matter;

    /// The files of a page as they are now; `None` when one cannot be read.
    fn again(&self, page: &Page) -> Option<Again>;
}

/// A page read again: its head unless something is wrong, its sections, and what is wrong.
pub type Again = (Option<Head>, Matter, Facts, Findings);

/// Where a page stands among the others.
#[derive(Debug, Clone)]
pub struct Spot {
    pub number: usize,
    pub address: String,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub file: FileId,
    pub files: Vec<FileId>,
}

/// What its `page.yaml` says, and the text of its `page.md`.
pub type Head = (PageHead, Option<Markdown>);

impl Page {
    /// A page of which only the head is read.
    pub fn new(spot: Spot, (head, text): Head, shelf: Arc<dyn Shelf>) -> Self {
        Self {
            number: spot.number,
            kind: head.kind,
            address: spot.address,
            parent: spot.parent,
            children: spot.children,
            file: spot.file,
            files: spot.files,
            facts: Facts::default(),
            head,
            text,
            matter: OnceLock::new(),
            joined: false,
            shelf,
        }
    }

    /// The page as its files are now, or what is wrong where it is no page any more; `None` when one
    /// of the files cannot be read.
    pub fn again(&self) -> Option<Result<Self, Findings>> {
        let (head, matter, facts, wrong) = self.shelf.again(self)?;
        let Some(head) = head else {
            return Some(Err(wrong));
        };
        let spot = Spot {
            number: self.number,
            address: self.address.clone(),
            parent: self.parent,
            children: self.children.clone(),
            file: self.file,
            files: self.files.clone(),
        };
        let mut page = Self::new(spot, head, Arc::clone(&self.shelf));
        page.put(matter);
        page.facts = facts;
        page.facts.wrong = wrong.into_iter().collect();
        Some(Ok(page))
    }

    /// What its `page.yaml` says, or the front matter of its `page.md`.
    pub fn head(&self) -> &PageHead {
        reads::head(self.number);
        &self.head
    }

    /// The files it is written in, its head first.
    pub fn all_files(&self) -> impl Iterator<Item = FileId> {
        std::iter::once(self.file).chain(self.files.iter().copied())
    }

    /// Text of a `page.md`.
    pub fn text(&self) -> Option<&Markdown> {
        reads::matter(self.number);
        self.text.as_ref()
    }

    pub fn sections(&self) -> &[Section] {
        &self.matter().sections
    }

    fn matter(&self) -> &Matter {
        reads::matter(self.number);
        self.matter.get_or_init(|| self.shelf.matter(self))
    }

    /// Puts what was just read on the page, unless somebody has asked for it before.
    pub fn put(&self, matter: Matter) {
        let _ = self.matter.set(matter);
    }

    /// Puts what was made of several pages on the page, to stay there.
    pub fn join(&mut self, sections: Vec<Section>) {
        self.matter = OnceLock::from(Matter { sections, size: 0 });
        self.joined = true;
    }

    /// How many bytes of matter are held that could be read again.
    pub(super) fn held(&self) -> usize {
        let matter = self.matter.get().filter(|_| !self.joined);
        matter.map_or(0, |matter| matter.size)
    }

    /// Whether its matter is made of other pages' too.
    pub fn is_joined(&self) -> bool {
        self.joined
    }

    /// Forgets what can be read again.
    pub fn forget(&mut self) {
        if !self.joined {
            self.matter.take();
        }
    }

    /// The financial year its figures belong to.
    pub fn year(&self) -> Option<i16> {
        self.head().year.or(self.head().date.map(|day| day.year()))
    }

    /// The day a price list is judged by: the one it takes effect on, or else the one it is from.
    pub fn list_day(&self) -> Option<Date> {
        let effect = self.head().valid_from.as_ref().map(|day| day.value);
        effect.or(self.head().date)
    }

    /// What navigation and tables call the page.
    pub fn short(&self) -> &Text {
        self.head().short.as_ref().unwrap_or(&self.head().title)
    }

    /// All tables of figures on the page.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let figures = self
            .sections()
            .iter()
            .filter_map(|section| match &section.body {
                Body::Figures(figures) => Some(&figures.tables),
                _ => None,
            });
        figures.flatten()
    }

    /// When its list holds.
    pub fn validity(&self) -> Validity {
        self.head().validity()
    }

    /// The fee that somebody means by its id or its name.
    pub fn fee(&self, wanted: &str) -> Option<&Fee> {
        let by_name = || self.fees().find(|fee| fee.name.text == wanted);
        self.fees().find(|fee| fee.id == wanted).or_else(by_name)
    }

    /// All groups of fees on the page.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        let groups = self
            .sections()
            .iter()
            .filter_map(|section| match &section.body {
                Body::Prices(prices) => Some(&prices.groups),
                _ => None,
            });
        groups.flatten()
    }

    /// All fees on the page.
    pub fn fees(&self) -> impl Iterator<Item = &Fee> {
        self.sections().iter().flat_map(Section::fees)
    }

    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections().iter().find(|section| section.id == id)
    }
}
