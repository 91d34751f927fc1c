//! By what a file is taken for the same without being read.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A file as the file system sees it. Whoever writes into it changes this, unless they do so at the
/// very moment it is taken: see [`Stamp::is_trusted`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// Nanoseconds since 1970 of the last writing.
    modified: u64,
    /// Of the last change of anything, which nobody can set; 0 where the system has none.
    changed: u64,
    /// The number of the file; 0 where files have none.
    number: u64,
}

impl Stamp {
    pub fn of(found: &Metadata) -> Self {
        let modified = found.modified().map_or(0, nanoseconds);
        let (changed, number) = of_system(found);
        Self {
            size: found.len(),
            modified,
            changed,
            number,
        }
    }

    /// The stamp without what a second name of the file changes.
    pub fn of_output(found: &Metadata) -> Self {
        Self {
            changed: 0,
            ..Self::of(found)
        }
    }

    /// The stamp without what a copy that keeps its time does not keep.
    pub fn of_copy(found: &Metadata) -> Self {
        Self {
            changed: 0,
            number: 0,
            ..Self::of(found)
        }
    }

    /// Whether the file was last changed so long before a moment that a later change would show.
    pub fn is_trusted(&self, since: u64) -> bool {
        self.modified.max(self.changed) < since
    }
}

/// Files changed after this moment are not trusted yet: clocks of file systems are coarse, and a
/// second change within one tick would not show.
pub fn newest_trusted() -> u64 {
    let now = SystemTime::now();
    nanoseconds(now.checked_sub(COARSE).unwrap_or(UNIX_EPOCH))
}

/// FAT tells times by two seconds.
const COARSE: Duration = Duration::from_secs(3);

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(unix)]
fn of_system(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = found.ctime().saturating_mul(1_000_000_000);
    let changed = nanoseconds.saturating_add(found.ctime_nsec());
    (u64::try_from(changed).unwrap_or(0), found.ino())
}

#[cfg(not(unix))]
fn of_system(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
