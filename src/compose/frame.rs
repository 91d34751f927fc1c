//! What all pages share: name, notice, navigation and footer; and the page for missing addresses.

use jiff::civil::Date;

use super::context::{Context, absolute};
use crate::content::{Content, PageKind};
use crate::link::{self, Target};
use crate::page::{self, Block, FooterColumn, Frame, Link, Page, Prose};
use crate::section::text::Text;

/// The frame around every page of a site built for a day. Its links stand below the site's root.
pub fn frame(content: &Content, language: usize, day: Option<Date>) -> Option<Frame> {
    let front = content.pages.first()?;
    let context = Context {
        from: link::file(""),
        ..Context::new(content, front, language)
    };
    let settings = &content.settings;
    let navigation = content.pages.iter().filter(|page| page.head().navigation);
    Some(Frame {
        home: context.file(front),
        name: context.text(&settings.name),
        tagline: settings
            .tagline
            .as_ref()
            .map(|tagline| context.text(tagline))
            .unwrap_or_default(),
        notice: settings
            .notice
            .as_ref()
            .map(|notice| context.markdown("notice").inline(&notice.text)),
        logo: settings.logo.as_ref().map(|logo| logo.file.value.clone()),
        logo_text: settings
            .logo
            .as_ref()
            .map(|logo| context.plain(&logo.text))
            .unwrap_or_default(),
        navigation: navigation.map(|page| context.link(page)).collect(),
        footer: footer(&context),
        updated: day.map(|day| context.day(day)),
        revision: content.revision.clone(),
        feedback: settings
            .feedback
            .as_ref()
            .map(|feedback| link::address(&feedback.value)),
        colours: !settings.colours.is_empty(),
    })
}

fn footer(context: &Context) -> Vec<FooterColumn> {
    let settings = &context.content.settings;
    let mut columns = Vec::new();
    if !settings.contact.is_empty() {
        let title = context.word("footer.contact", &[]);
        columns.push(FooterColumn {
            title,
            lines: settings
                .contact
                .iter()
                .map(|line| line_of(context, line))
                .collect(),
            links: Vec::new(),
        });
    }
    for column in &settings.footer {
        let links = column.links.iter().filter_map(|link| {
            let href = context.resolved(Target::in_key(&link.to.value))?;
            Some(Link {
                href,
                text: context.text(&link.text),
                current: false,
            })
        });
        columns.push(FooterColumn {
            title: context.text(&column.title),
            lines: Vec::new(),
            links: links.collect(),
        });
    }
    columns
}

/// A line of the contact block: a mail or web address becomes a link.
fn line_of(context: &Context, line: &Text) -> Link {
    let target = link::address(line);
    let is_address = !line.contains(' ') && matches!(Target::in_text(&target), Target::Outside(_));
    let href = if is_address { target } else { String::new() };
    Link {
        href,
        text: context.text(line),
        current: false,
    }
}

/// The page that a host shows for an unknown address. It may be shown at any depth, so its links
/// begin at the site's own folder.
pub fn not_found(content: &Content) -> Option<Page> {
    let front = content.pages.first()?;
    let context = Context::new(content, front, 0);
    let heading = context.word("not-found.heading", &[]);
    let root = folder(content);
    let list = content
        .pages
        .iter()
        .filter(|page| page.head().navigation || page.kind == PageKind::Front);
    let items = list.map(|page| format!("- [{}](/{})", page.short(), page.address));
    let text = format!(
        "{}\n\n{}",
        context.word("not-found.text", &[]),
        items.collect::<Vec<_>>().join("\n")
    );
    let resolve = |address: &str| match Target::in_text(address) {
        Target::Page { address, .. } => Some(format!("{root}{}", link::file(address))),
        _ => None,
    };
    let writer = crate::markdown::Writer {
        locale: context.locale,
        prefix: "s",
        top: 2,
        resolve: &resolve,
    };
    let html = writer.blocks(&text);
    Some(Page {
        path: "404.html".to_owned(),
        template: "not-found",
        lang: context.locale.language().to_owned(),
        first_lang: content.locale.language().to_owned(),
        languages: Vec::new(),
        title: format!("{heading} – {}", content.settings.name),
        description: heading.clone(),
        lead: None,
        crumbs: Vec::new(),
        contents: Vec::new(),
        brief: Vec::new(),
        sections: vec![page::Section {
            id: String::new(),
            number: None,
            title: String::new(),
            blocks: vec![Block::Prose(Prose { html })],
            found: Vec::new(),
        }],
        source: None,
        updated: None,
        valid: [None, None],
        structured: None,
        canonical: None,
        unlisted: true,
        downloads: false,
        findings: Vec::new(),
        heading,
        root,
    })
}

/// The path of the site's folder on its host: `/` or `/talous/`; nothing when it is not known.
pub fn folder(content: &Content) -> String {
    let Some(address) = absolute(content, 0, "") else {
        return String::new();
    };
    let path = address
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split_once('/'));
    path.map(|(_, path)| format!("/{path}"))
        .unwrap_or_else(|| "/".to_owned())
}
