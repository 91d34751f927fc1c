//! A link leads to a page or an id that the site does not have, or by a scheme that a public page
//! must not use. Sections made from another page name one of the right kind.

use std::collections::HashSet;

use super::texts;
use crate::content::{Content, Page, PageKind};
use crate::diagnostic::{Finding, Place, nearest};
use crate::link::Target;
use crate::markdown;
use crate::section::Body;
use crate::section::generated::{Generated, Kind};
use crate::section::ids;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts::of(page) {
        for link in markdown::references(&text.text).links {
            let place = || within(content, text.place, &link);
            found.extend(broken(content, page, Target::in_text(&link), &link, &place));
        }
    }
    for section in &page.sections {
        if let Body::Generated(generated) = &section.body {
            found.extend(of_generated(content, page, generated));
        }
    }
    if let Some(link) = page
        .head
        .source
        .as_ref()
        .and_then(|source| source.link.as_ref())
    {
        found.extend(broken(
            content,
            page,
            Target::in_key(&link.value),
            &link.value,
            &|| link.place,
        ));
    }
    found
}

/// Links of the footer and the notice.
pub fn in_settings(content: &Content) -> Vec<Finding> {
    let Some(front) = content.pages.first() else {
        return Vec::new();
    };
    let links = content
        .settings
        .footer
        .iter()
        .flat_map(|column| &column.links)
        .map(|link| &link.to);
    let mut found: Vec<Finding> = links
        .filter_map(|link| {
            broken(
                content,
                front,
                Target::in_key(&link.value),
                &link.value,
                &|| link.place,
            )
        })
        .collect();
    for text in content.settings.notice.iter() {
        for link in markdown::references(&text.text).links {
            let place = || within(content, text.place, &link);
            found.extend(broken(
                content,
                front,
                Target::in_text(&link),
                &link,
                &place,
            ));
        }
    }
    found
}

fn broken(
    content: &Content,
    page: &Page,
    target: Target,
    link: &str,
    place: &dyn Fn() -> Place,
) -> Option<Finding> {
    let (target_page, id) = match target {
        Target::Outside(_) => return None,
        Target::Refused => {
            return Some(
                Finding::error("broken-link", place())
                    .with("link", link)
                    .helped_by("help-scheme"),
            );
        }
        Target::Here(id) => (page, Some(id)),
        Target::Page { address, id } => match content.page(address) {
            Some(page) => (page, id),
            None => return Some(no_page(content, address, link, place())),
        },
    };
    let id = id?;
    let known: HashSet<String> = ids::all(target_page)
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    if known.contains(id) {
        return None;
    }
    let finding = Finding::error("broken-link", place())
        .with("link", link)
        .with("id", id);
    let page_name = target_page.head.title.clone();
    Some(match nearest(id, known.iter().map(String::as_str)) {
        Some(similar) => finding
            .with("similar", similar)
            .with("page", page_name)
            .helped_by("help-similar-id"),
        None => finding.with("page", page_name).helped_by("help-id"),
    })
}

fn no_page(content: &Content, address: &str, link: &str, place: Place) -> Finding {
    let finding = Finding::error("broken-link", place).with("link", link);
    match nearest(
        address,
        content.pages.iter().map(|page| page.address.as_str()),
    ) {
        Some(similar) => finding.with("similar", similar).helped_by("help-similar"),
        None => finding,
    }
}

fn of_generated(content: &Content, page: &Page, generated: &Generated) -> Vec<Finding> {
    let mut found = Vec::new();
    let wanted = match generated.kind {
        Kind::Comparison | Kind::Areas | Kind::GoalsByStatus => PageKind::Committee,
        Kind::FeeTopics | Kind::FeeSearch | Kind::FeeIndex => PageKind::PriceList,
    };
    match &generated.page {
        Some(named) => match Target::in_key(&named.value) {
            Target::Page { address, id: None } => match content.page(address) {
                None => found.push(no_page(content, address, &named.value, named.place)),
                Some(page) if page.kind != wanted => {
                    let finding = Finding::error("page-of-another-kind", named.place);
                    found.push(
                        finding
                            .with("page", &named.value)
                            .with("kind", wanted.name()),
                    );
                }
                Some(_) => {}
            },
            _ => found.push(Finding::error("broken-link", named.place).with("link", &named.value)),
        },
        None if page.kind != wanted => {
            found.push(Finding::error("missing-key", generated.place).with("key", "page"));
        }
        None => {}
    }
    for hint in &generated.hints {
        let target = Target::in_key(&hint.to.value);
        found.extend(broken(content, page, target, &hint.to.value, &|| {
            hint.to.place
        }));
    }
    found
}

/// The link itself inside the text it stands in.
pub fn within(content: &Content, text: Place, part: &str) -> Place {
    let whole = content.sources.text(text.file);
    let found = whole
        .get(text.range())
        .and_then(|stretch| stretch.find(part));
    match found {
        Some(at) => {
            let start = text.start as usize + at;
            Place::new(text.file, start, start + part.len())
        }
        None => text,
    }
}
