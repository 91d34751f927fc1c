//! A site as its files tell it: settings and a tree of pages, before any words are chosen.

pub mod days;
mod lasting;
mod page;
mod pages;
pub mod reads;
mod settings;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::diagnostic::{FileId, Finding, Place, Sources};
use crate::link::Target;
use crate::locale::Locale;
use crate::page::Found;
use crate::section::accepted::Accepted;
use crate::section::prices::{Category, Follows, OrderFee, Validity, Vat, VatBasis, VatChange};
use crate::section::shared::{Markdown, Text};
use crate::vat_rates::Rates;
use crate::yaml::{Decode, Node, Reader, Shape, Spanned, record};

pub use lasting::Lasting;
pub use page::{Again, Facts, Head, Matter, Page, Shelf, Spot};
pub use pages::Pages;
pub use settings::{Colour, FooterColumn, FooterLink, Host, Logo, Population, Settings};

/// Everything a site is made of.
#[derive(Debug, Clone)]
pub struct Content {
    pub settings: Settings,
    pub settings_file: FileId,
    pub pages: Pages,
    pub sources: Arc<Sources>,
    /// The words of the site's first language, and of its others in order.
    pub locale: Locale,
    pub translations: Vec<Locale>,
    /// The rates of VAT of the site's country.
    pub vat_rates: Rates,
    /// The bytes of the municipality's own logo.
    pub logo: Option<Vec<u8>>,
    /// The newest day named in the data; what the site is built for unless told otherwise.
    pub newest: Option<Date>,
    /// The revision of the data, told on every page: a commit's name.
    pub revision: Option<String>,
    /// Where the findings stand that are accepted, by the place of the acceptance.
    pub standing: HashMap<Place, Place>,
    /// Open findings by file, told on the pages of a preview; empty where pages are published.
    pub found: HashMap<FileId, Vec<Found>>,
    /// The day the site is built for; the newest one unless told otherwise.
    pub(crate) looked_at: Option<Date>,
    /// Pages that tell of the same from year to year, found when somebody asks.
    pub lasting: OnceLock<Arc<Lasting>>,
}

impl Content {
    /// The words of a language by its number in the site's order.
    pub fn language(&self, number: usize) -> &Locale {
        let translated = number
            .checked_sub(1)
            .and_then(|index| self.translations.get(index));
        translated.unwrap_or(&self.locale)
    }

    /// The page at an address without slashes around it: "" is the front page.
    pub fn page(&self, address: &str) -> Option<&Page> {
        self.pages.at(address)
    }

    /// The price list whose place a page takes.
    pub fn replaced(&self, page: &Page) -> Option<&Page> {
        let named = page.head().replaces.as_ref()?;
        match Target::in_key(&named.value) {
            Target::Page { address, .. } => self.page(address),
            _ => None,
        }
    }

    /// The reports below a committee; none below any other page.
    pub fn reports<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Page> {
        let committee = page.kind == PageKind::Committee;
        self.children(page)
            .filter(move |page| committee && page.kind == PageKind::Report)
    }

    /// The findings that files say are known and stand.
    pub fn accepted(&self) -> impl Iterator<Item = &Accepted> {
        let of_pages = self.pages.iter().flat_map(|page| &page.facts.accepted);
        self.settings.accepted.iter().chain(of_pages)
    }

    /// The day the site is built for. Whoever asks is noted.
    pub fn day(&self) -> Option<Date> {
        reads::day();
        self.looked_at
    }

    /// Has the site built for a day.
    pub fn look_at(&mut self, day: Option<Date>) {
        self.looked_at = day;
    }

    /// The newest day that is told on any page, as far as they are read.
    pub fn newest_day(&self) -> Option<Date> {
        self.pages.iter().filter_map(|page| page.facts.newest).max()
    }

    /// The files that belong to no page, in order.
    pub fn loose_files(&self) -> Vec<FileId> {
        let of_pages: HashSet<FileId> = self.pages.iter().flat_map(Page::all_files).collect();
        let files = self.sources.ids();
        files.filter(|file| !of_pages.contains(file)).collect()
    }

    /// The pages that tell of the same as this one for an earlier day, the newest first.
    pub fn earlier(&self, page: &Page) -> Vec<&Page> {
        let lasting = self
            .lasting
            .get_or_init(|| Arc::new(Lasting::of(&self.pages)));
        let earlier = lasting.earlier(page).iter();
        earlier
            .filter_map(|number| self.pages.get(*number))
            .collect()
    }

    pub fn children<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Page> {
        page.children
            .iter()
            .filter_map(|index| self.pages.get(*index))
    }
}

/// What a page is (sivun laji).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// The front page (etusivu).
    Front,
    /// A committee with its service areas (toimielin).
    Committee,
    /// A report of a service area (vastuualueen raportti).
    Report,
    GoalsOverview,
    PriceList,
    FeeIndex,
    Glossary,
    Accessibility,
    /// An ordinary page.
    Text,
}

impl PageKind {
    pub const ALL: [PageKind; 9] = [
        PageKind::Front,
        PageKind::Committee,
        PageKind::Report,
        PageKind::GoalsOverview,
        PageKind::PriceList,
        PageKind::FeeIndex,
        PageKind::Glossary,
        PageKind::Accessibility,
        PageKind::Text,
    ];

    /// The word in YAML; also the name of the page's template.
    pub fn name(self) -> &'static str {
        match self {
            PageKind::Front => "front",
            PageKind::Committee => "committee",
            PageKind::Report => "report",
            PageKind::GoalsOverview => "goals-overview",
            PageKind::PriceList => "price-list",
            PageKind::FeeIndex => "fee-index",
            PageKind::Glossary => "glossary",
            PageKind::Accessibility => "accessibility",
            PageKind::Text => "text",
        }
    }
}

impl Decode for PageKind {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(node, reader)?;
        if let Some(kind) = PageKind::ALL.into_iter().find(|kind| kind.name() == text) {
            return Some(kind);
        }
        let known: Vec<_> = PageKind::ALL.iter().map(|kind| kind.name()).collect();
        let finding = Finding::error("unknown-kind", node.place).with("kind", text);
        reader.fail(finding.with("known", known.join(", ")))
    }

    /// A page without a kind is an ordinary one.
    fn absent() -> Option<Self> {
        Some(PageKind::Text)
    }

    fn shape() -> Shape {
        Shape::of("word").with_words(PageKind::ALL.map(PageKind::name))
    }
}

record! {
    /// The head of a page: `page.yaml`, or the front matter of `page.md`.
    pub struct PageHead {
        /// What the page is; an ordinary page when left out.
        kind: PageKind,
        /// The main heading.
        title: Text,
        /// A shorter name for navigation.
        short: Option<Text>,
        /// The first paragraph, Markdown.
        lead: Option<Markdown>,
        /// 70–160 characters for search engines.
        description: Option<Spanned<Text>>,
        /// Shown in the main menu.
        navigation: bool,
        /// The document the data comes from.
        source: Option<Source>,
        /// The day the data is from.
        date: Option<Date>,
        /// At most three short sentences.
        brief: Vec<Text>,
        /// Shows under each section how it is written, for guides to the data.
        sources: bool,
        /// The committee (toimielin).
        body: Option<Spanned<Text>>,
        /// The service area (vastuualue); the title when left out.
        area: Option<Spanned<Text>>,
        /// The financial year.
        year: Option<i16>,
        /// The list's VAT status.
        vat: Option<Spanned<Vat>>,
        /// Which prices the list publishes.
        vat_basis: Option<Spanned<VatBasis>>,
        /// A new VAT from a day on while prices hold, each a line: 1.1.2026 | 13,5 %.
        vat_changes: Vec<VatChange>,
        /// The paragraph of the law that makes the list's prices exempt.
        vat_law: Option<Spanned<Text>>,
        /// Computed prices are rounded to multiples of this: 0,05.
        rounding: Option<Spanned<Decimal>>,
        /// The list's unit.
        unit: Option<Spanned<Text>>,
        /// The list's currency: £; the site's when left out.
        currency: Option<Spanned<String>>,
        /// Customer groups, seasons, days, times and places, each a line or a record.
        categories: Vec<Category>,
        /// A fee added once to every order.
        order_fee: Option<Spanned<OrderFee>>,
        /// The list that this one replaces, by its address.
        replaces: Option<Spanned<String>>,
        /// A decision made elsewhere that the list follows.
        follows: Option<Spanned<Follows>>,
        /// The day the list takes effect.
        valid_from: Option<Spanned<Date>>,
        /// The last day of the list.
        valid_until: Option<Spanned<Date>>,
        /// Who decided on the list, when and in which section.
        decision: Option<Spanned<Text>>,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

impl PageHead {
    /// When the page's list holds.
    pub fn validity(&self) -> Validity {
        Validity {
            from: self.valid_from.as_ref().map(|day| day.value),
            until: self.valid_until.as_ref().map(|day| day.value),
        }
    }

    /// Keys that only some kinds of pages have, where they do not belong.
    pub fn misplaced(&self) -> Vec<(&'static str, Place)> {
        let report = matches!(self.kind, PageKind::Report | PageKind::Committee);
        let list = self.kind == PageKind::PriceList;
        let of = |key, place: Option<Place>, fits: bool| {
            place.filter(|_| !fits).map(|place| (key, place))
        };
        [
            of("body", self.body.as_ref().map(|value| value.place), report),
            of("area", self.area.as_ref().map(|value| value.place), report),
            of("vat", self.vat.as_ref().map(|value| value.place), list),
            of(
                "vat-basis",
                self.vat_basis.as_ref().map(|value| value.place),
                list,
            ),
            of("unit", self.unit.as_ref().map(|value| value.place), list),
            of(
                "vat-changes",
                self.vat_changes.first().map(|change| change.place),
                list,
            ),
            of(
                "vat-law",
                self.vat_law.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "rounding",
                self.rounding.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "currency",
                self.currency.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "categories",
                self.categories.first().map(|value| value.place),
                list,
            ),
            of(
                "order-fee",
                self.order_fee.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "replaces",
                self.replaces.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "follows",
                self.follows.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "valid-from",
                self.valid_from.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "valid-until",
                self.valid_until.as_ref().map(|value| value.place),
                list,
            ),
            of(
                "decision",
                self.decision.as_ref().map(|value| value.place),
                list || report,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

record! {
    /// The document the data comes from (lähde).
    pub struct Source {
        /// Its name and publisher.
        title: Text,
        /// Its address.
        link: Option<Spanned<String>>,
        /// Its day.
        date: Option<Date>,
    }
}
