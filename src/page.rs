//! What a page says, ready for any output format: words, tables, charts and links.
//! It holds text and numbers already in the page's language, and neither HTML tags (Markdown
//! prose aside) nor arithmetic.

mod chart;
mod fees;
mod foreign;
mod found;
mod goals;
mod indicators;
mod keys;
mod table;

use serde::Serialize;

pub use chart::*;
pub use fees::*;
pub use foreign::{foreign, in_html, is_mark};
pub use found::{Found, Numbers};
pub use goals::*;
pub use indicators::*;
pub use keys::*;
pub use table::*;

/// From how many fees on a page a browser lays out only those near its window.
const MANY_FEES: usize = 300;

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
    /// The first and the last day of a price list, for machines.
    pub valid: [Option<String>; 2],
    /// JSON-LD, one graph.
    pub structured: Option<String>,
    /// Absolute address of the page, when the site has one.
    pub canonical: Option<String>,
    /// Kept out of search engines and the site map.
    pub unlisted: bool,
    /// Files with its figures stand beside it: CSV and JSON.
    pub downloads: bool,
    /// What a preview tells about the page; none where it is published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Found>,
}

impl Page {
    /// Some fees have a price without VAT and one with it, so that one can choose which to see.
    pub fn has_pairs(&self) -> bool {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks
            .into_iter()
            .any(|block| matches!(block, Block::Fees(fees) if fees.both))
    }

    /// So many fees that laying out all of them would keep a reader waiting.
    pub fn has_many_fees(&self) -> bool {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let fees = blocks.map(|block| match block {
            Block::Fees(fees) => fees.fees.len(),
            _ => 0,
        });
        fees.sum::<usize>() > MANY_FEES
    }

    /// Style sheets that only some blocks need, each once.
    pub fn sheets(&self) -> Vec<&'static str> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        // The templates of these kinds of pages load their own.
        let own = match self.template {
            "front" => "front.css",
            "price-list" => "fees.css",
            "glossary" | "fee-index" => "lists.css",
            _ => "",
        };
        let needed = blocks.filter_map(Block::sheet);
        let mut sheets: Vec<&'static str> = needed.filter(|sheet| *sheet != own).collect();
        if !self.findings.is_empty() {
            sheets.push("preview.css");
        }
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
    /// Findings about it, in a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Numbers,
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
    Keys(Keys),
    Search(Search),
    Listing(Listing),
}

/// The template name of a block, and all of them for the theme's check.
impl Block {
    /// The files with the block's figures.
    pub fn downloads(&mut self) -> Option<&mut Vec<Download>> {
        match self {
            Block::Goals(goals) => Some(&mut goals.downloads),
            Block::Indicators(indicators) => Some(&mut indicators.downloads),
            Block::Table(table) => Some(&mut table.downloads),
            Block::Fees(fees) => Some(&mut fees.downloads),
            Block::Calculator(calculator) => Some(&mut calculator.table.downloads),
            Block::Statuses(statuses) => Some(&mut statuses.downloads),
            _ => None,
        }
    }

    /// The style sheet that a block needs besides those of its page's kind.
    pub fn sheet(&self) -> Option<&'static str> {
        match self {
            Block::Table(table) if table.deep || table.coded || !table.bands.is_empty() => {
                Some("tables.css")
            }
            Block::Listing(_) => Some("code.css"),
            Block::Fees(_) | Block::Calculator(_) => Some("fees.css"),
            Block::Terms(_) | Block::Entries(_) | Block::Statuses(_) => Some("lists.css"),
            Block::Areas(_) | Block::Topics(_) | Block::Search(_) => Some("front.css"),
            Block::Prose(prose) if prose.html.contains("<pre") => Some("code.css"),
            Block::Keys(_) => Some("lists.css"),
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
            Block::Keys(_) => "blocks/keys.html",
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

/// A file with the same content: CSV beside every table.
#[derive(Debug, Clone, Serialize)]
pub struct Download {
    /// Relative to the page.
    pub href: String,
    /// "CSV".
    pub format: String,
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
    /// The revision of the data that the site is built from.
    pub revision: Option<String>,
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
