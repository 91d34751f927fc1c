//! The kinds of sections a page is made of: what the data says, before any words are chosen.
//! One file per kind; the next kind is a new file here, in `compose` and in the theme.

pub mod accepted;
pub mod accessibility;
pub mod breakdown;
pub mod computed;
pub mod figures;
pub mod generated;
pub mod goals;
pub mod ids;
pub mod implied_population;
pub mod keys;
pub mod narrative;
pub mod prices;
pub mod prose;
pub mod published;
pub mod same_figure;
pub mod shared;
pub mod terms;
pub mod text;
pub mod units;
pub mod year;

use crate::diagnostic::{FileId, Finding, Place, nearest};
use crate::yaml::{Decode, Node, Reader, Value};
use accepted::Accepted;
use shared::{Markdown, Text};

/// A section (osio): a part of a page under its own heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Permanent id, unique on its page: the file name without number and ending.
    pub id: String,
    /// The number printed before the heading.
    pub number: Option<String>,
    pub title: Text,
    /// Text between the heading and the rest.
    pub text: Option<Markdown>,
    pub body: Body,
    /// Findings of its file that are known and stand.
    pub accepted: Vec<Accepted>,
    pub file: FileId,
    /// The heading's place, for messages about the section.
    pub place: Place,
}

impl Section {
    /// All fees of the section.
    pub fn fees(&self) -> impl Iterator<Item = &prices::Fee> {
        let groups = match &self.body {
            Body::Prices(prices) => prices.groups.as_slice(),
            _ => &[],
        };
        groups.iter().flat_map(|group| &group.fees)
    }
}

/// What a section holds, by kind.
#[derive(Debug, Clone)]
pub enum Body {
    /// Running text only: the section's `text`.
    Narrative,
    Goals(goals::Goals),
    Figures(figures::Figures),
    Prices(prices::Prices),
    Terms(terms::Terms),
    Accessibility(Box<accessibility::Accessibility>),
    Generated(generated::Generated),
    Keys(keys::Keys),
}

/// Heading, text and body of a section, as a file gives them.
pub struct Written {
    pub title: Text,
    pub text: Option<Markdown>,
    pub body: Body,
    pub accepted: Vec<Accepted>,
}

/// Reads a section by its `kind`, which is looked at first.
pub fn written(node: &Node, reader: &mut Reader, inherited: &prices::Terms) -> Option<Written> {
    let Value::Map(entries) = &node.value else {
        return reader.wrong_type(node, "record");
    };
    let Some(entry) = entries.iter().find(|entry| entry.key == "kind") else {
        let Some(misspelt) = reader.misspelt(entries, "kind") else {
            let place = entries.first().map_or(node.place, |entry| entry.place);
            return reader.fail(Finding::error("missing-key", place).with("key", "kind"));
        };
        let finding = Finding::error("unknown-key", misspelt.place).with("key", &misspelt.key);
        return reader.fail(finding.with("similar", "kind").helped_by("help-similar"));
    };
    let kind = String::decode(&entry.node, reader)?;
    match kind.as_str() {
        "goals" => goals::written(node, reader),
        "figures" => figures::written(node, reader),
        "prices" => prices::written(node, reader, inherited),
        "terms" => terms::written(node, reader),
        "accessibility" => accessibility::written(node, reader),
        "keys" => keys::written(node, reader),
        other => match generated::Kind::named(other) {
            Some(_) => generated::written(node, reader),
            None => reader.fail(unknown_kind(other, entry.node.place)),
        },
    }
}

/// The kinds of sections that YAML files hold.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    let own = [
        "goals",
        "figures",
        "prices",
        "terms",
        "accessibility",
        "keys",
    ];
    let generated = generated::Kind::ALL.iter().map(|kind| kind.name());
    own.into_iter().chain(generated)
}

fn unknown_kind(kind: &str, place: Place) -> Finding {
    let finding = Finding::error("unknown-kind", place)
        .with("kind", kind)
        .with("known", kinds().collect::<Vec<_>>().join(", "));
    match nearest(kind, kinds()) {
        Some(similar) => finding.with("similar", similar).helped_by("help-similar"),
        None => finding,
    }
}
