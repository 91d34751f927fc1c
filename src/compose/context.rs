//! What every part of a page needs while it is composed: the site, the page, its language, and
//! the ways from here to other pages.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::found::OnPage;
use super::prose;
use crate::content::{Content, Page, PageKind};
use crate::link::{self, Target};
use crate::locale::Locale;
use crate::markdown;
use crate::page::{self, Block, Day, Link};
use crate::section::computed::Sheet;
use crate::section::figures::{Column, Table};
use crate::section::text::Text;
use crate::yaml::Spanned;

pub struct Context<'a> {
    pub content: &'a Content,
    pub page: &'a Page,
    pub locale: &'a Locale,
    /// The number of the page's language in the site's order.
    pub language: usize,
    /// The file that links are made from: the page's own, or the root for the frame.
    pub from: String,
    /// What a preview tells about the page.
    pub found: OnPage,
}

impl<'a> Context<'a> {
    /// For a page in a language of the site.
    pub fn new(content: &'a Content, page: &'a Page, language: usize) -> Self {
        Self {
            content,
            page,
            locale: content.language(language),
            language,
            from: file_in(content, language, &page.address),
            found: OnPage::new(content, page),
        }
    }

    /// A word of the pages, with its values.
    pub fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.locale.on_page(key, values)
    }

    /// A text of the data as it is printed, in the page's language as far as it is written.
    pub fn text(&self, text: &Text) -> String {
        let version = text.version(self.language);
        let printed = self.locale.typeset(version.text);
        if version.missing {
            page::foreign(&printed)
        } else {
            printed
        }
    }

    /// A text of the data, or the word for what is usual.
    pub fn text_or(&self, text: Option<&Text>, key: &str) -> String {
        text.map_or_else(|| self.word(key, &[]), |text| self.text(text))
    }

    /// A column by its heads and its label: "Konserni, TP 2023".
    pub fn column_name(&self, column: &Column) -> String {
        if column.groups.is_empty() {
            return self.text(&column.label.text);
        }
        let heads = column.groups.iter().chain([&column.label.text]);
        heads
            .map(|head| self.text(head))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// A text of the data where nothing but letters can stand: a description, an address.
    pub fn plain(&self, text: &Text) -> String {
        text.version(self.language).text.to_owned()
    }

    pub fn path(&self) -> String {
        self.file(self.page)
    }

    /// The file of a page in this page's language, below the site's root.
    pub fn file(&self, page: &Page) -> String {
        file_in(self.content, self.language, &page.address)
    }

    /// The relative way to a page and an id on it.
    pub fn way(&self, page: &Page, id: Option<&str>) -> String {
        let way = link::relative(&self.from, &self.file(page));
        match id {
            Some(id) if page.address == self.page.address => format!("#{id}"),
            Some(id) => format!("{way}#{id}"),
            None => way,
        }
    }

    /// A link to a page by its short name.
    pub fn link(&self, page: &Page) -> Link {
        let text = self.text(page.short());
        Link {
            href: self.way(page, None),
            text,
            current: page.address == self.page.address,
        }
    }

    /// The address on this page of a link as written; `None` where it leads nowhere.
    pub fn resolved(&self, target: Target) -> Option<String> {
        match target {
            Target::Outside(address) => Some(address.to_owned()),
            Target::Here(id) => Some(format!("#{id}")),
            Target::Page { address, id } => {
                self.content.page(address).map(|page| self.way(page, id))
            }
            Target::Refused => None,
        }
    }

    /// An amount in the currency of a page's list, or the site's.
    pub fn money_of(&self, list: &Page, amount: Decimal) -> String {
        self.locale.amount(amount, self.currency(list))
    }

    /// An amount in this page's currency.
    pub fn money(&self, amount: Decimal) -> String {
        self.money_of(self.page, amount)
    }

    pub fn currency<'p>(&'p self, list: &'p Page) -> &'p str {
        let own = list
            .head()
            .currency
            .as_ref()
            .map(|text| text.value.as_str());
        let site = self.content.settings.currency.as_deref();
        own.or(site).unwrap_or("€")
    }

    /// Figures in a unit of thousands or millions as ones of single euros.
    pub fn in_ones(&self, unit: &Text) -> Ones {
        let written = self.plain(unit);
        let size = self
            .locale
            .scale(&written)
            .or_else(|| self.locale.scale(unit));
        let size = size.filter(|size| *size > Decimal::ONE);
        let sign = ["€", "£", "$", "kr"]
            .into_iter()
            .find(|sign| written.contains(sign));
        Ones {
            scale: size.zip(sign),
            written,
        }
    }

    /// A table of this page, for what its rules say.
    pub fn sheet(&self, table: &'a Table) -> Sheet<'a> {
        Sheet {
            content: Some(self.content),
            page: self.page,
            table,
        }
    }

    /// HTML of a text; ids of its headings begin with `prefix`.
    pub fn markdown<'w>(&'w self, prefix: &'w str) -> Markdown<'w> {
        Markdown {
            context: self,
            prefix,
            top: 3,
        }
    }

    /// The page that a key names, or this one.
    pub fn named_page(&self, named: Option<&Spanned<String>>) -> Option<&'a Page> {
        match named {
            None => Some(self.page),
            Some(named) => match Target::in_key(&named.value) {
                Target::Page { address, .. } => self.content.page(address),
                _ => None,
            },
        }
    }

    /// A part of a page without a heading.
    pub fn untitled(&self, blocks: Vec<Block>) -> page::Section {
        page::Section {
            id: String::new(),
            number: None,
            title: String::new(),
            blocks,
            found: Vec::new(),
        }
    }

    /// Reports and price lists print the numbers of their sections.
    pub fn is_numbered(&self) -> bool {
        matches!(self.page.kind, PageKind::Report | PageKind::PriceList)
    }

    /// The front page's own title leads, elsewhere the page's name before the municipality's.
    pub fn window_title(&self) -> String {
        let name = &self.plain(&self.content.settings.name);
        let title = &self.plain(&self.page.head().title);
        match (self.page.kind, self.page.head().date) {
            (PageKind::Front, _) => match &self.content.settings.tagline {
                Some(tagline) => format!("{} – {name}", self.plain(tagline)),
                None => format!("{title} – {name}"),
            },
            (PageKind::Report | PageKind::Committee, Some(day)) => {
                let day = self.locale.day(day);
                self.word(
                    "title-report",
                    &[("title", title), ("day", &day), ("name", name)],
                )
            }
            _ => format!("{title} – {name}"),
        }
    }

    pub fn description(&self) -> String {
        let written = self
            .page
            .head()
            .description
            .as_ref()
            .map(|text| self.plain(&text.value));
        let lead = || {
            self.page
                .head()
                .lead
                .as_ref()
                .map(|lead| markdown::plain(&self.plain(&lead.text)))
        };
        written
            .or_else(lead)
            .unwrap_or_else(|| self.plain(&self.page.head().title))
    }

    /// From the front page to this page; nothing on the front page itself.
    pub fn crumbs(&self) -> Vec<Link> {
        let mut way = Vec::new();
        let mut next = Some(self.page);
        while let Some(page) = next {
            way.push(self.link(page));
            next = page
                .parent
                .and_then(|parent| self.content.pages.get(parent));
        }
        way.reverse();
        if let Some(first) = way.first_mut() {
            first.text = self.word("front", &[]);
        }
        if way.len() < 2 { Vec::new() } else { way }
    }

    /// This page in all languages of the site, where there are several.
    pub fn languages(&self) -> Vec<page::Language> {
        let count = 1 + self.content.translations.len();
        if count < 2 {
            return Vec::new();
        }
        let version = |number: usize| {
            let locale = self.content.language(number);
            let file = file_in(self.content, number, &self.page.address);
            page::Language {
                lang: locale.language().to_owned(),
                name: locale.text("page.language", &[]),
                href: link::relative(&self.path(), &file),
                address: absolute(self.content, number, &self.page.address),
                current: number == self.language,
            }
        };
        (0..count).map(version).collect()
    }

    pub fn source(&self) -> Option<Link> {
        let source = self.page.head().source.as_ref()?;
        let href = source
            .link
            .as_ref()
            .and_then(|link| self.resolved(Target::in_key(&link.value)));
        let text = self.text(&source.title);
        Some(Link {
            href: href.unwrap_or_default(),
            text,
            current: false,
        })
    }

    pub fn day(&self, day: Date) -> Day {
        Day {
            iso: day.to_string(),
            text: self.locale.day(day),
        }
    }

    /// The absolute address of a page, when the site has one.
    pub fn absolute(&self, address: &str) -> Option<String> {
        absolute(self.content, self.language, address)
    }
}

/// How figures of a unit become ones.
pub struct Ones {
    /// The unit as written.
    written: String,
    /// How many ones it is, and the sign of the currency; `None` where figures stay as they are.
    scale: Option<(Decimal, &'static str)>,
}

impl Ones {
    /// A figure and its unit.
    pub fn of(&self, number: Decimal) -> (Decimal, &str) {
        let scaled = self
            .scale
            .and_then(|(size, sign)| Some((number.checked_mul(size)?, sign)));
        scaled.unwrap_or((number, &self.written))
    }
}

/// The file of an address in a language: the site's first language stands at the root.
pub fn file_in(content: &Content, language: usize, address: &str) -> String {
    let file = link::file(address);
    match language {
        0 => file,
        _ => format!("{}/{file}", content.language(language).language()),
    }
}

/// The absolute address of a page, when the site has one.
pub fn absolute(content: &Content, language: usize, address: &str) -> Option<String> {
    let site = content
        .settings
        .address
        .as_ref()?
        .value
        .trim_end_matches('/');
    let file = file_in(content, language, address);
    Some(if file == link::file("") {
        format!("{site}/")
    } else {
        format!("{site}/{file}")
    })
}

/// Markdown on a page.
pub struct Markdown<'w> {
    context: &'w Context<'w>,
    prefix: &'w str,
    top: u8,
}

impl Markdown<'_> {
    /// Right below the page's title, in no section.
    pub fn at_top(self) -> Self {
        Self { top: 2, ..self }
    }

    pub fn blocks(&self, text: &Text) -> String {
        let written = text.version(self.context.language).text;
        let html = self.words(&prose::filled(self.context, written));
        self.marked(text, "div", html)
    }

    pub fn inline(&self, text: &Text) -> String {
        let version = text.version(self.context.language);
        let written = prose::filled(self.context, version.text);
        let html = self.with_writer(|writer| writer.inline(&written));
        // Several paragraphs cannot stand in a phrase.
        let tag = if html.starts_with('<') { "div" } else { "span" };
        self.marked(text, tag, html)
    }

    /// Paragraphs of words that are the page's own.
    pub fn words(&self, text: &str) -> String {
        self.with_writer(|writer| writer.blocks(text))
    }

    /// A text whose translation is missing says which language it is in.
    fn marked(&self, text: &Text, tag: &str, html: String) -> String {
        if !text.version(self.context.language).missing {
            return html;
        }
        let language = self.context.content.locale.language();
        format!("<{tag} lang=\"{language}\">{html}</{tag}>")
    }

    fn with_writer(&self, write: impl Fn(&markdown::Writer) -> String) -> String {
        let resolve = |link: &str| self.context.resolved(Target::in_text(link));
        write(&markdown::Writer {
            locale: self.context.locale,
            prefix: self.prefix,
            top: self.top,
            resolve: &resolve,
        })
    }
}
