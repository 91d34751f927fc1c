//! Which pages a piece of work looks at: what is made of them is the same as long as they are.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// The pages that were looked at, by their numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Reads {
    pub heads: BTreeSet<usize>,
    /// Those whose text or sections were looked at.
    pub matters: BTreeSet<usize>,
}

impl Reads {
    pub fn extend(&mut self, other: Self) {
        self.heads.extend(other.heads);
        self.matters.extend(other.matters);
    }
}

thread_local! {
    static READS: RefCell<Option<Reads>> = const { RefCell::new(None) };
}

/// Does a piece of work on this thread, and tells which pages it looked at.
pub fn of<T>(work: impl FnOnce() -> T) -> (T, Reads) {
    let outside = READS.replace(Some(Reads::default()));
    let done = work();
    let inside = READS.replace(outside).unwrap_or_default();
    (done, inside)
}

/// Notes that a page's head is looked at.
pub(super) fn head(page: usize) {
    note(|reads| reads.heads.insert(page));
}

/// Notes that what stands on a page is looked at.
pub(super) fn matter(page: usize) {
    note(|reads| reads.matters.insert(page));
}

fn note(take: impl FnOnce(&mut Reads) -> bool) {
    READS.with_borrow_mut(|reads| reads.as_mut().map(take));
}
