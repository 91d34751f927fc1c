//! Records of the data format, for those who write the files.

use serde::Serialize;

/// A record and its keys (avainten selitykset).
#[derive(Debug, Clone, Serialize)]
pub struct Keys {
    pub id: String,
    pub title: String,
    /// As other records name it: `fee`.
    pub name: &'static str,
    /// HTML made from Markdown.
    pub html: String,
    /// The language of the explanations, where it is not the page's.
    pub lang: Option<&'static str>,
    pub keys: Vec<Key>,
}

/// A key: texts are HTML made from Markdown.
#[derive(Debug, Clone, Serialize)]
pub struct Key {
    pub id: String,
    /// As written: `vat-basis`.
    pub name: String,
    /// Whether it is required, and how its value is written.
    pub shape: String,
    /// What it means.
    pub html: String,
}
