//! Running text in a Markdown file (teksti).

use super::accepted::Accepted;
use super::shared::Text;
use crate::yaml::record;

record! {
    /// The front matter of a section in Markdown.
    pub struct NarrativeHead {
        /// The heading.
        title: Text,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}
