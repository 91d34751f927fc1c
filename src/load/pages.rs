//! A folder to a page: its head, then its sections in order.

use jiff::civil::Date;

use super::files::{Folder, unnumbered};
use super::{Unreadable, front_matter, text};
use crate::content::{Page, PageHead};
use crate::diagnostic::{FileId, Finding, Findings, Place, Sources};
use crate::locale::Locale;
use crate::section::narrative::NarrativeHead;
use crate::section::prices::Terms;
use crate::section::shared::{Markdown, slug, text};
use crate::section::{self, Body, Section, Written};
use crate::yaml::{self, Decode, Piece, Reader};

/// A page unless something is wrong, what is wrong, and the newest day on it.
pub type Read = (Option<Page>, Findings, Option<Date>);

/// The page of a folder.
pub fn page(
    folder: &Folder,
    sources: &Sources,
    locale: &Locale,
    languages: &[String],
) -> Result<Read, Unreadable> {
    let mut findings = Findings::default();
    let mut newest = None;
    let head = match folder.head {
        Some(file) => head(file, sources, (locale, languages), &mut findings)?,
        None => {
            let path = format!("{}/page.yaml", folder.path);
            let place = folder.first.map(Place::top);
            findings.push(Finding::error("missing-file", place).with("path", path));
            None
        }
    };
    let terms = head
        .as_ref()
        .map(|(head, _)| terms(head))
        .unwrap_or_default();
    let mut sections = Vec::new();
    for file in &folder.sections {
        if let Some(section) = section(*file, sources, (locale, languages), &terms, &mut findings)?
        {
            newest = newest.max(newest_day(&section, head.as_ref().map(|(head, _)| head)));
            sections.push(section);
        }
    }
    let (Some((head, text)), Some(file)) = (head, folder.head) else {
        // What fees lack because the page's own head could not be read is not their fault.
        let inherited = |finding: &Finding| {
            matches!(
                finding.rule,
                "price-without-vat" | "price-without-basis" | "wrong-cell-count"
            )
        };
        let findings = findings
            .into_iter()
            .filter(|finding| !inherited(finding))
            .collect();
        return Ok((None, findings, newest));
    };
    for (key, place) in head.misplaced() {
        let kind = head.kind.name();
        findings.push(
            Finding::error("key-of-another-kind", place)
                .with("key", key)
                .with("kind", kind),
        );
    }
    let source_day = head.source.as_ref().and_then(|source| source.date);
    newest = newest.max(head.date).max(source_day).max(begun(&head));
    let page = Page {
        kind: head.kind,
        address: folder.address.clone(),
        parent: folder.parent,
        children: folder.children.clone(),
        head,
        text,
        sections,
        file,
    };
    Ok((Some(page), findings, newest))
}

/// The day a list takes effect. A list that replaces another may be waiting for its day.
fn begun(head: &PageHead) -> Option<Date> {
    let waiting = head.replaces.is_some();
    let day = head.valid_from.as_ref().map(|day| day.value);
    day.filter(|_| !waiting)
}

type Head = (PageHead, Option<Markdown>);

fn head(
    file: FileId,
    sources: &Sources,
    (locale, languages): (&Locale, &[String]),
    findings: &mut Findings,
) -> Result<Option<Head>, Unreadable> {
    let Some(whole) = text(sources, file, findings)? else {
        return Ok(None);
    };
    let mut reader = Reader::new(file, locale).in_languages(languages);
    let mut body = None;
    let node = if sources.name(file).ends_with(".md") {
        match front_matter::parts(&whole, file) {
            Err(finding) => reader.fail(*finding),
            Ok(parts) => {
                body = markdown(&parts, &mut reader);
                yaml::tree(parts.head, parts.head_start, file, &mut reader.findings)
            }
        }
    } else {
        yaml::tree(&whole, 0, file, &mut reader.findings)
    };
    let head = node.and_then(|node| PageHead::decode(&node, &mut reader));
    findings.extend(reader.finish());
    Ok(head.map(|head| (head, body)))
}

fn markdown(parts: &front_matter::FrontMatter, reader: &mut Reader) -> Option<Markdown> {
    let file = reader.file;
    let hidden = yaml::hidden_character(parts.text, parts.text_start, file);
    reader.findings.extend(hidden);
    let text = parts.text.trim().to_owned();
    let place = Place::new(file, parts.text_start, parts.text_start + parts.text.len());
    if text.is_empty() {
        return None;
    }
    let text = text::block(&Piece { text, place }, reader)?;
    Some(Markdown { text, place })
}

fn terms(head: &PageHead) -> Terms {
    Terms {
        vat: head.vat.as_ref().map(|vat| vat.value),
        basis: head.vat_basis.as_ref().map(|basis| basis.value),
        unit: head.unit.as_ref().map(|unit| unit.value.clone()),
        law: head.vat_law.as_ref().map(|law| law.value.clone()),
        rounding: head.rounding.as_ref().map(|rounding| rounding.value),
        categories: head.categories.clone(),
        vat_changes: head.vat_changes.clone(),
    }
}

fn section(
    file: FileId,
    sources: &Sources,
    (locale, languages): (&Locale, &[String]),
    terms: &Terms,
    findings: &mut Findings,
) -> Result<Option<Section>, Unreadable> {
    let Some(whole) = text(sources, file, findings)? else {
        return Ok(None);
    };
    let mut reader = Reader::new(file, locale).in_languages(languages);
    let name = sources.name(file);
    let written = if name.ends_with(".md") {
        narrative(&whole, file, &mut reader)
    } else {
        let node = yaml::tree(&whole, 0, file, &mut reader.findings);
        node.and_then(|node| section::written(&node, &mut reader, terms))
    };
    findings.extend(reader.finish());
    let stem = name
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map_or("", |(stem, _)| stem);
    let (number, rest) = unnumbered(stem);
    Ok(written.map(|written| Section {
        id: slug(rest),
        number: number.map(str::to_owned),
        title: written.title,
        text: written.text,
        body: written.body,
        accepted: written.accepted,
        file,
        place: Place::top(file),
    }))
}

fn narrative(whole: &str, file: FileId, reader: &mut Reader) -> Option<Written> {
    let parts = match front_matter::parts(whole, file) {
        Ok(parts) => parts,
        Err(finding) => return reader.fail(*finding),
    };
    let text = markdown(&parts, reader);
    let node = yaml::tree(parts.head, parts.head_start, file, &mut reader.findings)?;
    let head = NarrativeHead::decode(&node, reader)?;
    Some(Written {
        title: head.title,
        text,
        body: Body::Narrative,
        accepted: head.accepted,
    })
}

/// The newest day a section names by itself.
fn newest_day(section: &Section, head: Option<&PageHead>) -> Option<Date> {
    match &section.body {
        Body::Accessibility(statement) => Some(statement.reviewed.max(statement.made)),
        Body::Figures(figures) => {
            let year = head.and_then(|head| head.year.or(head.date.map(|day| day.year())));
            let columns = figures.tables.iter().flat_map(|table| &table.columns);
            let happened =
                columns.filter(|column| !column.kind.is_planned() && column.is_partial());
            happened.filter_map(|column| column.last_day(year)).max()
        }
        _ => None,
    }
}
