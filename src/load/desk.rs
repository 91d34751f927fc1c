//! Where the sections of pages lie open: they are read when somebody asks for them.

use std::sync::Arc;

use super::{Unreadable, pages};
use crate::content::{Again, Facts, Matter, Page, Shelf};
use crate::diagnostic::{Findings, Sources};
use crate::locale::Locale;
use crate::timings::{self, Stage};

/// What a file is read with.
#[derive(Debug)]
pub struct Desk {
    pub sources: Arc<Sources>,
    /// The site's first language: the words that figures and days are written in.
    pub locale: Locale,
    /// The languages that texts may be written in.
    pub languages: Vec<String>,
}

impl Desk {
    /// Reads what stands on a page for the first time: it lies ready on the page then.
    pub fn read(&self, page: &Page) -> Result<(Findings, Facts), Unreadable> {
        timings::of(Stage::Parse, || {
            let (matter, findings, facts) = pages::sections(&page.files, Some(page.head()), self)?;
            page.put(matter);
            Ok((findings, facts))
        })
    }
}

impl Shelf for Desk {
    fn matter(&self, page: &Page) -> Matter {
        let read = timings::of(Stage::Parse, || {
            pages::sections(&page.files, Some(page.head()), self)
        });
        let Ok((matter, ..)) = read else {
            // It was there when the site's files were listed.
            page.files.iter().for_each(|file| self.sources.lose(*file));
            return Matter::default();
        };
        matter
    }

    fn again(&self, page: &Page) -> Option<Again> {
        let mut findings = Findings::default();
        let head = pages::head_of(page.file, self, &mut findings).ok()?;
        let of_head = head.as_ref().map(|(head, _)| head);
        let (matter, wrong, facts) = pages::sections(&page.files, of_head, self).ok()?;
        findings.extend(wrong);
        Some((head, matter, facts, findings))
    }
}
