//! All pages of a site, found by their number or their address. A page is shared by the contents it
//! is in: while a site is edited, the next content has most pages of the last one.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Page;

/// Every page after its parent, siblings in order; the front page first.
#[derive(Debug, Default, Clone)]
pub struct Pages {
    list: Vec<Arc<Page>>,
    by_address: Arc<HashMap<String, usize>>,
}

impl Pages {
    pub fn new(list: Vec<Page>) -> Self {
        let mut by_address = HashMap::with_capacity(list.len());
        for page in &list {
            // Of two pages with one address the first is found, and the second told of.
            by_address
                .entry(page.address.clone())
                .or_insert(page.number);
        }
        Self {
            list: list.into_iter().map(Arc::new).collect(),
            by_address: Arc::new(by_address),
        }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Page> + Clone {
        self.list.iter().map(AsRef::as_ref)
    }

    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = &Page> {
        self.list.par_iter().map(AsRef::as_ref)
    }

    pub fn first(&self) -> Option<&Page> {
        self.get(0)
    }

    pub fn get(&self, number: usize) -> Option<&Page> {
        self.list.get(number).map(AsRef::as_ref)
    }

    /// The page at an address without slashes around it: "" is the front page.
    pub fn at(&self, address: &str) -> Option<&Page> {
        self.get(*self.by_address.get(address)?)
    }

    /// A page that is in no other content.
    pub fn get_mut(&mut self, number: usize) -> Option<&mut Page> {
        Arc::get_mut(self.list.get_mut(number)?)
    }

    /// The pages that are in no other content.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Page> {
        self.list.iter_mut().filter_map(Arc::get_mut)
    }

    /// Puts a page in the place of the one with its number and address.
    pub fn replace(&mut self, page: Page) {
        if let Some(place) = self.list.get_mut(page.number) {
            *place = Arc::new(page);
        }
    }

    /// Forgets what stands on the pages when it is more than so many bytes; it is read again when
    /// somebody asks.
    pub fn forget_above(&mut self, most: usize) {
        let held: usize = self.iter().map(Page::held).sum();
        if held > most {
            self.iter_mut().for_each(Page::forget);
        }
    }
}
