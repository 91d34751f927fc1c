//! Tables of figures as they stand on a page, and how their figures were made.

use serde::Serialize;

use super::{Download, Mark, Note, Numbers};

/// A column head. `abbreviation` is the part of `text` that `meaning` explains.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// The whole head as plain text, for labels and downloads.
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// What follows the abbreviation, or all of the text.
    pub rest: String,
    #[serde(skip_serializing_if = "is_false")]
    pub numeric: bool,
    /// This column covers part of a year.
    #[serde(skip_serializing_if = "is_false")]
    pub partial: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// The heads above it, the topmost first.
    pub groups: Vec<String>,
    /// Cells name this id as their head, in tables where places alone do not tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Computed by the tool, not published.
    #[serde(skip_serializing_if = "is_false")]
    pub computed: bool,
    /// The column's own unit, where its label does not tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
}

/// A cell of the rows of heads: over several columns, or one column's own.
#[derive(Debug, Clone, Serialize)]
pub struct Band {
    /// Columns it stands over.
    pub columns: usize,
    /// Rows of heads it takes.
    pub rows: usize,
    /// Over columns; one column's own otherwise.
    pub group: bool,
    pub head: Head,
}

/// A table of figures (lukutaulukko).
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    pub id: String,
    pub caption: String,
    /// Second line of the caption: unit and abbreviations.
    pub legend: String,
    /// The unit that figures are written in, for machines: `1 000 €`.
    pub unit: String,
    /// They are printed in another one.
    #[serde(skip_serializing_if = "is_false")]
    pub scaled: bool,
    /// More than six columns.
    #[serde(skip_serializing_if = "is_false")]
    pub dense: bool,
    /// The first head belongs to the row names.
    pub heads: Vec<Head>,
    /// The heads as rows of cells, where columns stand under common heads; empty otherwise.
    pub bands: Vec<Vec<Band>>,
    /// Rows stand below rows.
    #[serde(skip_serializing_if = "is_false")]
    pub deep: bool,
    /// Rows have codes.
    #[serde(skip_serializing_if = "is_false")]
    pub coded: bool,
    pub rows: Vec<Row>,
    pub notes: Vec<Note>,
    /// What the checks say of this table's published figures.
    pub remarks: Vec<String>,
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub id: String,
    pub name: String,
    /// Where the name leads, relative to the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// A sum row.
    #[serde(skip_serializing_if = "is_false")]
    pub sum: bool,
    /// Computed by the tool, not published.
    #[serde(skip_serializing_if = "is_false")]
    pub computed: bool,
    /// As printed in the document: `8 01 50`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// How deep it stands, 0 for the rows of the table itself.
    pub level: usize,
    /// A name over other rows, without figures.
    #[serde(skip_serializing_if = "is_false")]
    pub heading: bool,
    /// What a screen reader says where a sum has no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
    /// The row's own unit, where its name does not tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Short remarks under the name: binding, the decision.
    pub details: Vec<String>,
    /// What the row is in the accounts, for machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// No cell has more than its text.
    #[serde(skip_serializing_if = "is_false")]
    pub plain: bool,
    pub cells: Vec<Cell>,
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
}

/// A cell: the number for machines and its text for people.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// In the page's typography: `−1 539 366`.
    pub text: String,
    /// For machines: `-1539366`; `None` when the cell holds no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What a screen reader says in place of the text ("ei vertailukelpoinen").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoken: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// Why there is no number, for machines: `not-comparable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<&'static str>,
    /// HTML in place of the text, made from Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// "parani", "heikkeni": what a change means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Ids of the cell's heads, in tables where places alone do not tell them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<String>,
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
}

impl Cell {
    /// Whether there is no more to it than a text, and its number.
    pub fn is_plain(&self) -> bool {
        let words = [&self.spoken, &self.html, &self.verdict, &self.headers];
        words.iter().all(|words| words.is_none()) && self.mark.is_none() && self.found.is_empty()
    }

    /// A cell that holds nothing but a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: None,
            spoken: None,
            mark: None,
            missing: None,
            html: None,
            verdict: None,
            headers: None,
            found: Vec::new(),
        }
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// How figures were made (näin luku on laskettu).
#[derive(Debug, Clone, Serialize)]
pub struct Trace {
    pub id: String,
    pub title: String,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What was computed by the rule: "TA 2024".
    pub name: String,
    /// "−2 983 250 + 1 112 100 = −1 871 150 €".
    pub formula: String,
    /// The row and its rule in words, empty when it is the same as above.
    pub rule: String,
    /// Says so when the published figure differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}
