//! A link leads to a page or an id that the site does not have, or by a scheme that a public page
//! must not use. Sections made from another page name one of the right kind.

use std::collections::HashSet;

use super::texts;
use crate::content::{Content, FooterLink, Page, PageKind};
use crate::diagnostic::{FileId, Finding, Place, nearest};
use crate::link::{self, Target};
use crate::markdown;
use crate::section::Body;
use crate::section::generated::{Generated, Kind};
use crate::section::ids;
use crate::section::shared::Text;
use crate::yaml::Spanned;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for said in texts::of(page) {
        let broken = of_text(content, page, said.text, said.place).into_iter();
        found.extend(broken.map(|finding| finding.about(said.about.as_str())));
    }
    for section in page.sections() {
        if let Body::Generated(generated) = &section.body {
            let broken = of_generated(content, page, generated).into_iter();
            found.extend(broken.map(|finding| finding.about(section.title.as_str())));
        }
    }
    let source = page.head().source.as_ref();
    let link = source.and_then(|source| source.link.as_ref());
    let broken = link.and_then(|link| of_key(content, page, link));
    found.extend(broken.map(|finding| finding.about(page.head().title.as_str())));
    found
}

/// Links of the footer, the notice and the way to give feedback.
pub fn in_settings(content: &Content) -> Vec<Finding> {
    let Some(front) = content.pages.first() else {
        return Vec::new();
    };
    let settings = &content.settings;
    let links = settings.footer.iter().flat_map(|column| &column.links);
    let in_footer = |link: &FooterLink| {
        let broken = of_key(content, front, &link.to)?;
        Some(broken.about(link.text.as_str()))
    };
    let mut found: Vec<Finding> = links.filter_map(in_footer).collect();
    if let Some(notice) = &settings.notice {
        found.extend(of_text(content, front, &notice.text, notice.place));
    }
    let feedback = settings.feedback.as_ref().filter(|feedback| {
        let target = link::address(&feedback.value);
        !matches!(Target::in_text(&target), Target::Outside(_))
    });
    found.extend(feedback.map(|feedback| {
        let finding = Finding::error("broken-link", feedback.place);
        let finding = finding.with("link", &feedback.value);
        finding.helped_by("help-feedback")
    }));
    found
}

/// The links of a text in all its languages.
fn of_text(content: &Content, page: &Page, text: &Text, at: Place) -> Vec<Finding> {
    let mut found = Vec::new();
    for (language, version) in text.versions() {
        for link in markdown::references(version).links {
            let place = || within(content, at, &link);
            let target = Target::in_text(&link);
            found.extend(broken(content, (page, language), target, &link, &place));
        }
    }
    found
}

/// The link that a key gives.
fn of_key(content: &Content, page: &Page, link: &Spanned<String>) -> Option<Finding> {
    let target = Target::in_key(&link.value);
    broken(content, (page, 0), target, &link.value, &|| link.place)
}

fn broken(
    content: &Content,
    (page, language): (&Page, usize),
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
    let of_data = ids::of_data(target_page);
    if of_data.iter().any(|(known, _)| known == id) {
        return None;
    }
    // Headings are looked for last: their texts must be read for it.
    let known = known_ids(target_page, language);
    if known.contains(id) {
        return None;
    }
    let finding = Finding::error("broken-link", place())
        .with("link", link)
        .with("id", id);
    let page_name = target_page.head().title.clone();
    Some(match nearest(id, known.iter().map(String::as_str)) {
        Some(similar) => finding
            .with("similar", similar)
            .with("page", page_name)
            .helped_by("help-similar-id"),
        None => finding.with("page", page_name).helped_by("help-id"),
    })
}

/// The ids of a page's data and those that its template has for readers.
fn known_ids(page: &Page, language: usize) -> HashSet<String> {
    let of_data = ids::all(page, language).into_iter().map(|(id, _)| id);
    let search = matches!(page.kind, PageKind::PriceList | PageKind::Front).then_some("haku");
    let brief = (!page.head().brief.is_empty()).then_some("lyhyesti");
    let of_page = [Some("sisalto"), search, brief].into_iter().flatten();
    of_data.chain(of_page.map(str::to_owned)).collect()
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
    let hints = generated.hints.iter();
    found.extend(hints.filter_map(|hint| of_key(content, page, &hint.to)));
    found
}

/// A part of a text inside the file it stands in: a link as a link, before the same letters in
/// another word.
pub fn within(content: &Content, text: Place, part: &str) -> Place {
    let whole = content.sources.text(text.file);
    let stretch = whole.get(text.range()).unwrap_or_default();
    let ends = [")", " \"", ">", "\n"];
    let linked = ends.iter().find_map(|end| {
        ["(", "<", "]: "].iter().find_map(|open| {
            let at = stretch.find(&format!("{open}{part}{end}"))?;
            Some(at + open.len())
        })
    });
    let first = || stretch.find(part).filter(|_| !part.is_empty());
    match linked.or_else(first) {
        Some(at) => inside(text, at, part),
        None => text,
    }
}

/// A part that stands in its text several times.
pub fn nth_within(content: &Content, text: Place, part: &str, nth: usize) -> Place {
    let whole = content.sources.text(text.file);
    let stretch = whole.get(text.range()).unwrap_or_default();
    match stretch.match_indices(part).nth(nth) {
        Some((at, _)) if !part.is_empty() => inside(text, at, part),
        _ => within(content, text, part),
    }
}

fn inside(text: Place, at: usize, part: &str) -> Place {
    let start = text.start as usize + at;
    Place::new(text.file, start, start + part.len())
}

/// A part of a file without a place of its own.
pub fn in_file(content: &Content, file: FileId, part: &str) -> Place {
    let whole = content.sources.text(file);
    match whole.find(part) {
        Some(at) if !part.is_empty() => Place::new(file, at, at + part.len()),
        _ => Place::top(file),
    }
}
