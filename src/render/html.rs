//! HTML by the theme's templates: every block by the template of its kind, then the page around.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use tera::value::Key;
use tera::{Context, Kwargs, Map, State, Tera, TeraResult, Value};

use super::{Assets, Failure};
use crate::chart;
use crate::page::{Block, Figure, Frame, Link, Page};
use crate::theme::Theme;
use crate::timings::{self, Stage};

/// What a page may load and do; inline scripts and styles are not in it.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'";

/// Room for what stands around the sections of a page.
const AROUND: usize = 12 * 1024;

/// Templates of the default theme are registered below this, so that a theme's own come first.
const SHIPPED: &str = "default/";

/// The templates of a theme with what all pages share, which templates get as values made once.
pub struct Html {
    tera: Tera,
    words: BTreeMap<String, String>,
    /// The frame for pages in the output folder itself, with no entry of the navigation marked.
    frame: Map,
    navigation: Vec<Entry>,
    /// Names of files in the output, by those in the theme.
    names: BTreeMap<String, String>,
    scenery: Vec<u8>,
}

/// An entry of the navigation.
struct Entry {
    /// Below the root.
    href: String,
    open: Value,
    other: Value,
}

/// A section whose blocks are HTML already.
#[derive(Serialize)]
struct Section<'a> {
    id: &'a str,
    number: &'a Option<String>,
    title: &'a str,
    html: String,
    found: &'a [usize],
}

impl Html {
    pub fn new(theme: &Theme, mut frame: Frame, assets: &Assets) -> Result<Self, Failure> {
        refuse_plain_names(theme, assets)?;
        let mut tera = Tera::default();
        tera.set_fallback_prefixes([SHIPPED])
            .map_err(|error| failure("themes", &error))?;
        tera.autoescape_on(vec![".html"]);
        tera.set_escape_fn(escaped);
        let names = assets.names().clone();
        tera.register_filter("asset", move |name: &str, _: Kwargs, state: &State| {
            asset(&names, name, state)
        });
        // Without others they need no names of their own, and are found at once.
        let prefix = match theme.templates.own.is_empty() {
            true => "",
            false => SHIPPED,
        };
        let shipped = theme
            .templates
            .shipped
            .iter()
            .map(|(name, text)| (format!("{prefix}{name}"), text.as_str()));
        let own = theme
            .templates
            .own
            .iter()
            .map(|(name, text)| (name.clone(), text.as_str()));
        let all: Vec<_> = shipped.chain(own).collect();
        tera.add_raw_templates(all)
            .map_err(|error| failure("themes", &error))?;
        let logo = frame.logo.as_mut();
        if let Some((logo, name)) = logo.and_then(|logo| Some((assets.name(logo)?, logo))) {
            logo.clone_into(name);
        }
        let shared = tera.global_context();
        shared.insert("words", &theme.words);
        shared.insert("csp", POLICY);
        shared.insert("theme_light", &theme.paper.0);
        shared.insert("theme_dark", &theme.paper.1);
        let scenery = (&theme.words, &theme.paper, &frame, assets.names());
        let scenery = serde_json::to_vec(&scenery).unwrap_or_default();
        let navigation = std::mem::take(&mut frame.navigation);
        Ok(Self {
            tera,
            scenery,
            words: theme.words.clone(),
            frame: Value::from_serializable(&frame)
                .into_map()
                .unwrap_or_default(),
            navigation: navigation.into_iter().map(Entry::new).collect(),
            names: assets.names().clone(),
        })
    }

    pub fn words(&self) -> &BTreeMap<String, String> {
        &self.words
    }

    /// What all pages are rendered with, apart from the templates.
    pub fn scenery(&self) -> &[u8] {
        &self.scenery
    }

    /// A whole page.
    pub fn page(&self, page: &Page) -> Result<Vec<u8>, Failure> {
        let mut sections = Vec::with_capacity(page.sections.len());
        for section in &page.sections {
            let mut html = Vec::new();
            for block in &section.blocks {
                self.block(block, page, &mut html)?;
            }
            sections.push(Section {
                id: &section.id,
                number: &section.number,
                title: &section.title,
                html: text(html, page)?,
                found: &section.found,
            });
        }
        let mut context = context(page);
        context.insert("page", &Shell::of(page));
        context.insert_value("frame", self.frame_of(page));
        context.insert("sections", &sections);
        context.insert("sheets", &self.sheets(page));
        context.insert("has_pairs", &page.has_pairs());
        context.insert(
            "data",
            &super::json::has_data(page).then_some(super::json::NAME),
        );
        let inside: usize = sections.iter().map(|section| section.html.len()).sum();
        let mut html = Vec::with_capacity(inside + AROUND);
        let template = format!("pages/{}.html", page.template);
        self.render(&template, &context, page, &mut html)?;
        if page.languages.is_empty() {
            return Ok(html);
        }
        let html = text(html, page)?;
        Ok(crate::page::in_html(&html, &page.first_lang).into_bytes())
    }

    fn block(&self, block: &Block, page: &Page, html: &mut Vec<u8>) -> Result<(), Failure> {
        let mut context = context(page);
        context.insert("block", block);
        if let Block::Chart(Figure { id, chart, .. }) = block {
            let drawing = timings::of(Stage::Charts, || chart::drawing(chart, id));
            context.insert("drawing", &drawing);
        }
        self.render(block.template(), &context, page, html)
    }

    fn render(
        &self,
        template: &str,
        context: &Context,
        page: &Page,
        html: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        self.tera
            .render_to(template, context, html)
            .map_err(|error| failure(&page.path, &error))
    }

    /// The names of a page's own style sheets.
    fn sheets(&self, page: &Page) -> Vec<&str> {
        let name = |sheet| self.names.get(sheet).map_or(sheet, String::as_str);
        page.sheets().into_iter().map(name).collect()
    }

    /// The frame with the current page's entry marked.
    fn frame_of(&self, page: &Page) -> Value {
        let mut frame = self.frame.clone();
        let navigation = self.navigation.iter().map(|entry| entry.on(page));
        let navigation = Value::from(navigation.collect::<Vec<_>>());
        frame.insert(Key::Str("navigation"), navigation);
        Value::from(frame)
    }
}

impl Entry {
    fn new(mut link: Link) -> Self {
        let mut value = |current| {
            link.current = current;
            Value::from_serializable(&link)
        };
        Self {
            open: value(true),
            other: value(false),
            href: link.href,
        }
    }

    /// The entry as it stands on a page: open on the page itself and on those below it.
    fn on(&self, page: &Page) -> Value {
        let folder = self.href.trim_end_matches("index.html");
        let is_open =
            page.path == self.href || (!folder.is_empty() && page.path.starts_with(folder));
        if is_open { &self.open } else { &self.other }.clone()
    }
}

/// What every template of a page may use, besides what all pages share.
fn context(page: &Page) -> Context {
    let mut context = Context::new();
    context.insert("root", &page.root);
    context.insert("lang", &page.lang);
    context.insert("many", &page.has_many_fees());
    context
}

/// What templates wrote.
fn text(html: Vec<u8>, page: &Page) -> Result<String, Failure> {
    String::from_utf8(html).map_err(|error| failure(&page.path, &error.into()))
}

/// A page without its sections, which templates get as ready HTML.
#[derive(Serialize)]
struct Shell<'a> {
    path: &'a str,
    root: &'a str,
    template: &'a str,
    lang: &'a str,
    heading: &'a str,
    title: &'a str,
    description: &'a str,
    lead: &'a Option<String>,
    crumbs: &'a [crate::page::Link],
    languages: &'a [crate::page::Language],
    contents: &'a [crate::page::Content],
    brief: &'a [String],
    source: &'a Option<crate::page::Link>,
    updated: &'a Option<crate::page::Day>,
    structured: &'a Option<String>,
    canonical: &'a Option<String>,
    unlisted: bool,
    findings: &'a [crate::page::Found],
}

impl<'a> Shell<'a> {
    fn of(page: &'a Page) -> Self {
        Self {
            path: &page.path,
            root: &page.root,
            template: page.template,
            lang: &page.lang,
            heading: &page.heading,
            title: &page.title,
            description: &page.description,
            lead: &page.lead,
            crumbs: &page.crumbs,
            languages: &page.languages,
            contents: &page.contents,
            brief: &page.brief,
            source: &page.source,
            updated: &page.updated,
            structured: &page.structured,
            canonical: &page.canonical,
            unlisted: page.unlisted,
            findings: &page.findings,
        }
    }
}

/// Text as HTML. Most has no sign to escape.
fn escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let is_sign = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    if text.bytes().any(is_sign) {
        return tera::escape_html(text, out);
    }
    out.write_all(text.as_bytes())
}

/// The way to a file of the theme: `{{ "fees.css" | asset }}`.
fn asset(names: &BTreeMap<String, String>, name: &str, state: &State) -> TeraResult<String> {
    let Some(path) = names.get(name) else {
        let known: Vec<&str> = names.keys().map(String::as_str).collect();
        return Err(tera::Error::message(format!(
            "no file for pages is named {name}; there are {}",
            known.join(", ")
        )));
    };
    let root: Option<String> = state.get("root")?;
    Ok(root.unwrap_or_default() + path)
}

/// A template of the site's own theme that names a file by its plain name would lead nowhere.
fn refuse_plain_names(theme: &Theme, assets: &Assets) -> Result<(), Failure> {
    for (template, text) in &theme.templates.own {
        let plain = assets.renamed().map(|(plain, _)| plain);
        let named = plain.filter(|name| is_named_below_root(text, name));
        if let Some(name) = named.max_by_key(|name| name.len()) {
            return Err(Failure {
                path: PathBuf::from(template),
                reason: format!(
                    "{name} has a name of its own in the site: write {{{{ \"{name}\" | asset }}}} \
                     instead of {{{{ root }}}}{name}"
                ),
            });
        }
    }
    Ok(())
}

/// Whether a template has `{{ root }}` and this name right after it.
fn is_named_below_root(text: &str, name: &str) -> bool {
    let named = format!("}}}}{name}");
    text.match_indices(&named).any(|(place, _)| {
        let (before, after) = text.split_at(place);
        let is_longer = after[named.len()..].starts_with(|sign: char| sign.is_alphanumeric());
        before.trim_end_matches([' ', '-']).ends_with("root") && !is_longer
    })
}

/// Tera's report names the template, line and column by itself; its causes follow.
fn failure(path: &str, error: &tera::Error) -> Failure {
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        reason = format!("{reason}\n{cause}");
        source = cause.source();
    }
    Failure {
        path: PathBuf::from(path),
        reason,
    }
}
