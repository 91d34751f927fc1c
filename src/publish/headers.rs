//! What a host is asked to say of a file, where it lets that be set.

use crate::file_types;
use crate::render::{FRESH, KEPT, carries_bytes};

/// The headers of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    pub content_type: String,
    pub cache_control: &'static str,
}

/// The headers of a path, by its ending.
pub fn headers(path: &str) -> Headers {
    Headers {
        content_type: file_types::told(file_types::of(path)),
        // Other names live longer than their bytes: a browser asks each time, and is answered with
        // "not modified" when they are the same.
        cache_control: if carries_bytes(path) { KEPT } else { FRESH },
    }
}
