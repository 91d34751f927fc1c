//! What every part of a page needs while it is composed: the site, the page, its language, and
//! the ways from here to other pages.

use jiff::civil::Date;

use crate::content::{Content, Page, PageKind};
use crate::link::{self, Target};
use crate::locale::Locale;
use crate::markdown;
use crate::page::{self, Block, Day, Link};
use crate::yaml::Spanned;

pub struct Context<'a> {
    pub content: &'a Content,
    pub page: &'a Page,
    pub locale: &'a Locale,
}

impl<'a> Context<'a> {
    /// A word of the pages, with its values.
    pub fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.locale.text(&format!("page.{key}"), values)
    }

    pub fn path(&self) -> String {
        link::file(&self.page.address)
    }

    /// The relative way to a page and an id on it.
    pub fn way(&self, page: &Page, id: Option<&str>) -> String {
        let way = link::relative(&self.path(), &link::file(&page.address));
        match id {
            Some(id) if page.address == self.page.address => format!("#{id}"),
            Some(id) => format!("{way}#{id}"),
            None => way,
        }
    }

    /// A link to a page by its short name.
    pub fn link(&self, page: &Page) -> Link {
        let text = self.locale.typeset(page.short());
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

    /// HTML of a text; ids of its headings begin with `prefix`.
    pub fn markdown<'w>(&'w self, prefix: &'w str) -> Markdown<'w> {
        Markdown {
            context: self,
            prefix,
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
        }
    }

    /// Reports and price lists print the numbers of their sections.
    pub fn is_numbered(&self) -> bool {
        matches!(self.page.kind, PageKind::Report | PageKind::PriceList)
    }

    /// The front page's own title leads, elsewhere the page's name before the municipality's.
    pub fn window_title(&self) -> String {
        let name = &self.content.settings.name;
        let title = &self.page.head.title;
        match (self.page.kind, self.page.head.date) {
            (PageKind::Front, _) => match &self.content.settings.tagline {
                Some(tagline) => format!("{tagline} – {name}"),
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
            .head
            .description
            .as_ref()
            .map(|text| text.value.clone());
        let lead = || {
            self.page
                .head
                .lead
                .as_ref()
                .map(|lead| markdown::plain(&lead.text))
        };
        written
            .or_else(lead)
            .unwrap_or_else(|| self.page.head.title.clone())
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

    pub fn source(&self) -> Option<Link> {
        let source = self.page.head.source.as_ref()?;
        let href = source
            .link
            .as_ref()
            .and_then(|link| self.resolved(Target::in_key(&link.value)));
        let text = self.locale.typeset(&source.title);
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
        absolute(self.content, address)
    }
}

/// The absolute address of a page, when the site has one.
pub fn absolute(content: &Content, address: &str) -> Option<String> {
    let site = content
        .settings
        .address
        .as_ref()?
        .value
        .trim_end_matches('/');
    Some(if address.is_empty() {
        format!("{site}/")
    } else {
        format!("{site}/{address}/index.html")
    })
}

/// Markdown on a page.
pub struct Markdown<'w> {
    context: &'w Context<'w>,
    prefix: &'w str,
}

impl Markdown<'_> {
    pub fn blocks(&self, text: &str) -> String {
        self.with_writer(|writer| writer.blocks(text))
    }

    pub fn inline(&self, text: &str) -> String {
        self.with_writer(|writer| writer.inline(text))
    }

    fn with_writer(&self, write: impl Fn(&markdown::Writer) -> String) -> String {
        let resolve = |link: &str| self.context.resolved(Target::in_text(link));
        write(&markdown::Writer {
            locale: self.context.locale,
            prefix: self.prefix,
            resolve: &resolve,
        })
    }
}
