//! Which pages a piece of work looks at: what is made of them is the same as long as they are.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// The pages that were looked at, by their numbers in order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Reads {
    pub heads: Box<[u32]>,
    /// Those whose text or sections were looked at.
    pub matters: Box<[u32]>,
    /// Whether the day was asked for that the site is built for.
    pub day: bool,
}

#[derive(Default)]
struct Noted {
    heads: BTreeSet<u32>,
    matters: BTreeSet<u32>,
    day: bool,
}

thread_local! {
    static READS: RefCell<Option<Noted>> = const { RefCell::new(None) };
}

/// Does a piece of work on this thread, and tells which pages it looked at.
pub fn of<T>(work: impl FnOnce() -> T) -> (T, Reads) {
    let outside = READS.replace(Some(Noted::default()));
    let done = work();
    let inside = READS.replace(outside).unwrap_or_default();
    let reads = Reads {
        heads: inside.heads.into_iter().collect(),
        matters: inside.matters.into_iter().collect(),
        day: inside.day,
    };
    (done, reads)
}

/// The number of a page as it is noted.
pub fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Reads {
    /// What two pieces of work looked at.
    pub fn and(&self, other: &Self) -> Self {
        let both = |one: &[u32], other: &[u32]| -> Box<[u32]> {
            let all: BTreeSet<u32> = one.iter().chain(other).copied().collect();
            all.into_iter().collect()
        };
        Self {
            heads: both(&self.heads, &other.heads),
            matters: both(&self.matters, &other.matters),
            day: self.day || other.day,
        }
    }
}

/// Notes that a page's head is looked at.
pub(super) fn head(page: usize) {
    note(|noted| &mut noted.heads, page);
}

/// Notes that what stands on a page is looked at.
pub(super) fn matter(page: usize) {
    note(|noted| &mut noted.matters, page);
}

/// Notes that the site's day is asked for.
pub(super) fn day() {
    READS.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            noted.day = true;
        }
    });
}

fn note(of: fn(&mut Noted) -> &mut BTreeSet<u32>, page: usize) {
    READS.with_borrow_mut(|noted| noted.as_mut().map(|noted| of(noted).insert(small(page))));
}
