//! All pages of a site, found by their number or their address.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use super::Page;

/// Every page after its parent, siblings in order; the front page first.
#[derive(Debug, Default)]
pub struct Pages {
    list: Vec<Page>,
    by_address: HashMap<String, usize>,
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
        Self { list, by_address }
    }

    /// The page at an address without slashes around it: "" is the front page.
    pub fn at(&self, address: &str) -> Option<&Page> {
        self.list.get(*self.by_address.get(address)?)
    }

    /// Forgets what stands on the pages when it is more than so many bytes; it is read again when
    /// somebody asks.
    pub fn forget_above(&mut self, most: usize) {
        let held: usize = self.list.iter().map(Page::held).sum();
        if held > most {
            self.list.iter_mut().for_each(Page::forget);
        }
    }
}

impl Deref for Pages {
    type Target = [Page];

    fn deref(&self) -> &[Page] {
        &self.list
    }
}

impl DerefMut for Pages {
    fn deref_mut(&mut self) -> &mut [Page] {
        &mut self.list
    }
}
