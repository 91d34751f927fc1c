//! What a page says, ready for any output format: words, tables, charts and links.
//! It holds text and numbers already in the page's language, and neither HTML tags (Markdown
//! prose aside) nor arithmetic.

mod chart;
mod fees;
mod foreign;
mod indicators;

use serde::Serialize;

pub use chart::*;
pub use fees::*;
pub use foreign::{foreign, in_html, unmarked};
pub use indicators::*;

/// One page of the site (sivu).
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// Path of the file below the output folder, with `/` between parts: `maksut/index.html`.
    pub path: String,
    /// The way from this page to the site's root: empty or `../` repeated.
    pub root: String,
    /// The page template: `pages/<template>.html`.
    pub template: &'static str,
    /// BCP 47 code of the page's language.
    pub lang: String,
    /// The language of texts that are marked as foreign: the site's first.
    pub first_lang: String,
    /// The same page in all languages of the site, this one `current`; empty when there is one.
    pub languages: Vec<Language>,
    /// The main heading.
    pub heading: String,
    /// The window title: page – municipality.
    pub title: String,
    /// 70–160 characters for search engines.
    pub description: String,
    /// The first paragraph, HTML made from Markdown.
    pub lead: Option<String>,
    /// The way from the front page to this one, the page itself last.
    pub crumbs: Vec<Link>,
    /// The numbered sections of this page, when there are at least two.
    pub contents: Vec<Content>,
    /// Three short sentences at most (lyhyesti).
    pub brief: Vec<String>,
    pub sections: Vec<Section>,
    /// The document the figures come from.
    pub source: Option<Link>,
    /// The day the page's data is from.
    pub updated: Option<Day>,
    /// JSON-LD, one graph.
    pub structured: Option<String>,
    /// Absolute address of the page, when the site has one.
    pub canonical: Option<String>,
    /// Kept out of search engines and the site map.
    pub unlisted: bool,
}

impl Page {
    /// Some fees have a price without VAT and one with it, so that one can choose which to see.
    pub fn has_pairs(&self) -> bool {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks
            .into_iter()
            .any(|block| matches!(block, Block::Fees(fees) if fees.both))
    }

    /// Style sheets that only some blocks need, each once.
    pub fn sheets(&self) -> Vec<&'static str> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let mut sheets: Vec<&'static str> = blocks.filter_map(Block::sheet).collect();
        sheets.sort_unstable();
        sheets.dedup();
        sheets
    }
}

/// A page in a language of the site.
#[derive(Debug, Clone, Serialize)]
pub struct Language {
    /// BCP 47 code.
    pub lang: String,
    /// In the language itself: "Svenska".
    pub name: String,
    /// Relative to the page.
    pub href: String,
    /// The absolute address, when the site has one.
    pub address: Option<String>,
    pub current: bool,
}

/// An entry of a page's table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct Content {
    pub id: String,
    pub number: Option<String>,
    pub title: String,
}

/// A link: where to and what it says. `href` is relative to the page it stands on.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub href: String,
    pub text: String,
    /// The page itself or a page below this one is open.
    pub current: bool,
}

/// A civil day: machine form and the page's form.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    pub iso: String,
    pub text: String,
}

/// A numbered part of a page under its own h2.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub id: String,
    pub number: Option<String>,
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A piece of a section; each kind has its template `blocks/<kind>.html`.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    Prose(Prose),
    Facts(Facts),
    Goals(GoalTable),
    Indicators(Indicators),
    Table(Table),
    Chart(Figure),
    Fees(Fees),
    Calculator(Calculator),
    Trace(Trace),
    Areas(Areas),
    Topics(Topics),
    Terms(Terms),
    Entries(Entries),
    Statuses(Statuses),
    Statement(Statement),
    Search(Search),
    Listing(Listing),
}

/// The template name of a block, and all of them for the theme's check.
impl Block {
    /// The style sheet that a block needs besides those of its page's kind.
    pub fn sheet(&self) -> Option<&'static str> {
        match self {
            Block::Table(table) if table.deep || table.coded || !table.bands.is_empty() => {
                Some("tables.css")
            }
            Block::Listing(_) => Some("code.css"),
            Block::Prose(prose) if prose.html.contains("<pre") => Some("code.css"),
            _ => None,
        }
    }

    pub fn template(&self) -> &'static str {
        match self {
            Block::Prose(_) => "blocks/prose.html",
            Block::Facts(_) => "blocks/facts.html",
            Block::Goals(_) => "blocks/goals.html",
            Block::Indicators(_) => "blocks/indicators.html",
            Block::Table(_) => "blocks/table.html",
            Block::Chart(_) => "blocks/chart.html",
            Block::Fees(_) => "blocks/fees.html",
            Block::Calculator(_) => "blocks/calculator.html",
            Block::Trace(_) => "blocks/trace.html",
            Block::Areas(_) => "blocks/areas.html",
            Block::Topics(_) => "blocks/topics.html",
            Block::Terms(_) => "blocks/terms.html",
            Block::Entries(_) => "blocks/entries.html",
            Block::Statuses(_) => "blocks/statuses.html",
            Block::Statement(_) => "blocks/statement.html",
            Block::Search(_) => "blocks/search.html",
            Block::Listing(_) => "blocks/listing.html",
        }
    }
}

/// Running text, HTML made from Markdown with raw HTML refused.
#[derive(Debug, Clone, Serialize)]
pub struct Prose {
    pub html: String,
}

/// Key figures at the top of a report (avainluvut).
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    pub facts: Vec<Fact>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    pub name: String,
    pub value: String,
    /// "51,6 % talousarviosta".
    pub remark: Option<String>,
}

/// A note under a table (alaviite); `mark` is empty when it holds for the whole table.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    pub id: String,
    pub mark: String,
    /// HTML made from inline Markdown.
    pub html: String,
}

/// A mark in a table that leads to its note.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    pub mark: String,
    /// `#` and the note's id.
    pub href: String,
}

/// A table of goals: one body per goal, one row per action (tavoitetaulukko).
#[derive(Debug, Clone, Serialize)]
pub struct GoalTable {
    pub id: String,
    pub caption: String,
    /// Column headings, always four: goal, action, measure, outcome.
    pub heads: Vec<Head>,
    pub goals: Vec<Goal>,
    pub notes: Vec<Note>,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Goal {
    pub id: String,
    pub number: Option<String>,
    /// Plain text.
    pub title: String,
    /// Who answers for it.
    pub responsible: Option<String>,
    pub actions: Vec<Action>,
}

/// Cells are HTML made from Markdown: paragraphs and lists; empty when nothing was published.
#[derive(Debug, Clone, Serialize)]
pub struct Action {
    pub action: String,
    pub responsible: Option<String>,
    pub measure: String,
    /// Names of its indicators, where they are all the measure there is.
    pub indicators: Vec<String>,
    /// When it is due, in the document's words ("Kevät 2024").
    pub due: Option<String>,
    pub outcome: String,
    /// What came of it last year.
    pub last: String,
    pub status: Option<Status>,
}

/// How far a goal is: always a word, never a colour alone.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// Symbol and colour: `done`, `on-track`, `in-progress`, `not-started` or `not-done`.
    pub key: &'static str,
    pub text: String,
}

/// A column head. `abbreviation` is the part of `text` that `meaning` explains.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// The whole head as plain text, for labels and downloads.
    pub text: String,
    pub abbreviation: Option<String>,
    pub meaning: Option<String>,
    /// What follows the abbreviation, or all of the text.
    pub rest: String,
    pub numeric: bool,
    /// This column covers part of a year.
    pub partial: bool,
    pub mark: Option<Mark>,
    /// The heads above it, the topmost first.
    pub groups: Vec<String>,
    /// Cells name this id as their head, in tables where places alone do not tell it.
    pub id: Option<String>,
    /// Computed by the tool, not published.
    pub computed: bool,
    /// The column's own unit, where its label does not tell it.
    pub unit: Option<String>,
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
    /// More than six columns.
    pub dense: bool,
    /// The first head belongs to the row names.
    pub heads: Vec<Head>,
    /// The heads as rows of cells, where columns stand under common heads; empty otherwise.
    pub bands: Vec<Vec<Band>>,
    /// Rows stand below rows.
    pub deep: bool,
    /// Rows have codes.
    pub coded: bool,
    pub rows: Vec<Row>,
    pub notes: Vec<Note>,
    /// What the checks say of this table's published figures.
    pub remarks: Vec<String>,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub id: String,
    pub name: String,
    /// Where the name leads, relative to the page.
    pub href: Option<String>,
    pub mark: Option<Mark>,
    /// A sum row.
    pub sum: bool,
    /// Computed by the tool, not published.
    pub computed: bool,
    /// As printed in the document: `8 01 50`.
    pub code: Option<String>,
    /// How deep it stands, 0 for the rows of the table itself.
    pub level: usize,
    /// A name over other rows, without figures.
    pub heading: bool,
    /// What a screen reader says where a sum has no name.
    pub spoken: Option<String>,
    /// The row's own unit, where its name does not tell it.
    pub unit: Option<String>,
    /// Short remarks under the name: binding, the decision.
    pub details: Vec<String>,
    /// What the row is in the accounts, for machines.
    pub role: Option<&'static str>,
    pub cells: Vec<Cell>,
}

/// A cell: the number for machines and its text for people.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// In the page's typography: `−1 539 366`.
    pub text: String,
    /// For machines: `-1539366`; `None` when the cell holds no number.
    pub number: Option<String>,
    /// What a screen reader says in place of the text ("ei vertailukelpoinen").
    pub spoken: Option<String>,
    pub mark: Option<Mark>,
    /// Why there is no number, for machines: `not-comparable`.
    pub missing: Option<&'static str>,
    /// HTML in place of the text, made from Markdown.
    pub html: Option<String>,
    /// "parani", "heikkeni": what a change means.
    pub verdict: Option<String>,
    /// Ids of the cell's heads, in tables where places alone do not tell them.
    pub headers: Option<String>,
}

impl Cell {
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
        }
    }
}

/// A file with the same content: CSV beside every table.
#[derive(Debug, Clone, Serialize)]
pub struct Download {
    /// Relative to the page.
    pub href: String,
    /// "CSV".
    pub format: String,
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
    pub remark: Option<String>,
}

/// Areas with the share of the budget used (osuus talousarviosta).
#[derive(Debug, Clone, Serialize)]
pub struct Areas {
    pub areas: Vec<Area>,
    /// Explains the tick: how much of the year has passed.
    pub key: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Area {
    pub link: Link,
    /// "51,6 %".
    pub share: String,
    /// The bar's length, 0–100 with one decimal.
    pub width: String,
    /// Where the year stands, 0–100 with one decimal.
    pub tick: String,
    /// "käytetty: 1 539 366 € / 2 983 250 €".
    pub text: String,
}

/// Links to the topics of the price list, with the number of fees in each.
#[derive(Debug, Clone, Serialize)]
pub struct Topics {
    pub topics: Vec<Topic>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Topic {
    pub link: Link,
    /// "22 maksua".
    pub remark: String,
}

/// Explained words (sanasto).
#[derive(Debug, Clone, Serialize)]
pub struct Terms {
    pub terms: Vec<Term>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Term {
    pub id: String,
    pub term: String,
    pub abbreviation: Option<String>,
    /// HTML made from Markdown.
    pub html: String,
}

/// An A–Ö index: letters with their entries.
#[derive(Debug, Clone, Serialize)]
pub struct Entries {
    pub letters: Vec<Letter>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    pub id: String,
    pub letter: String,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub link: Link,
    /// "32,67 € / 41,00 € · €/h".
    pub remark: String,
    /// A sanction, not a fee.
    pub sanction: bool,
}

/// Goals of all areas under one status (tavoitteet tilan mukaan).
#[derive(Debug, Clone, Serialize)]
pub struct Statuses {
    pub id: String,
    /// The status in words, or that none is told.
    pub caption: String,
    pub downloads: Vec<Download>,
    /// `None` for goals without a given status.
    pub status: Option<Status>,
    pub rows: Vec<StatusRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StatusRow {
    pub goal: Link,
    pub area: String,
    /// HTML.
    pub action: String,
    /// HTML.
    pub outcome: String,
    /// The name of the indicator that the row is about, and its outcome beside its target.
    pub indicator: Option<String>,
    pub figures: Option<String>,
}

/// The accessibility statement (saavutettavuusseloste).
#[derive(Debug, Clone, Serialize)]
pub struct Statement {
    /// Paragraphs, HTML, in the order of the law's model.
    pub parts: Vec<StatementPart>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StatementPart {
    pub id: String,
    pub title: String,
    pub html: String,
}

/// How a section is written in its file (näin osio on kirjoitettu).
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// The file's path below the site's folder.
    pub file: String,
    pub text: String,
}

/// The fee search on the front page: a plain form to the fee page.
#[derive(Debug, Clone, Serialize)]
pub struct Search {
    /// Address of the fee page, relative.
    pub action: String,
    pub hints: Vec<Link>,
}

/// What every page of the site shares; links are made relative by the renderer.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// The front page in the frame's language, below the root.
    pub home: String,
    /// The municipality: "Kemijärvi".
    pub name: String,
    /// Under the name: "Talous ja maksut".
    pub tagline: String,
    /// HTML of the notice above the header.
    pub notice: Option<String>,
    /// Path of the municipality's own logo below the root, and its alternative text.
    pub logo: Option<String>,
    pub logo_text: String,
    /// Main navigation, `href` below the root.
    pub navigation: Vec<Link>,
    /// Footer columns.
    pub footer: Vec<FooterColumn>,
    /// The day the site is built for, when the data names one.
    pub updated: Option<Day>,
    /// Where to report an error: `mailto:` or an address.
    pub feedback: Option<String>,
    /// Has custom colours: link `colours.css`.
    pub colours: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct FooterColumn {
    pub title: String,
    /// Lines of text; one that is an address leads there, the others have no `href`.
    pub lines: Vec<Link>,
    /// `href` below the root, or an outside address.
    pub links: Vec<Link>,
}
