//! A folder to a page: its head, then its sections in order.

use jiff::civil::Date;

use super::files::{Folder, unnumbered};
use super::{Desk, Unreadable, front_matter, text};
use crate::content::{Facts, Head, Matter, PageHead, days};
use crate::diagnostic::{FileId, Finding, Findings, Place};
use crate::section::narrative::NarrativeHead;
use crate::section::prices::Terms;
use crate::section::shared::{Markdown, slug, text};
use crate::section::{self, Body, Section, Written};
use crate::yaml::{self, Decode, Piece, Reader};

/// What a folder's own file says unless something is wrong, and what is wrong.
pub type Read = (Option<Head>, Findings);

/// What the sections of a page say, what is wrong with them, and what matters to the whole site.
pub type Inside = (Matter, Findings, Facts);

/// The head of the page of a folder.
pub fn head(folder: &Folder, desk: &Desk) -> Result<Read, Unreadable> {
    let mut findings = Findings::default();
    let Some(file) = folder.head else {
        let path = format!("{}/page.yaml", folder.path);
        let place = folder.first.map(Place::top);
        findings.push(Finding::error("missing-file", place).with("path", path));
        return Ok((None, findings));
    };
    let head = head_of(file, desk, &mut findings)?;
    Ok((head, findings))
}

/// What the file of a head says, and what does not belong there.
pub fn head_of(
    file: FileId,
    desk: &Desk,
    findings: &mut Findings,
) -> Result<Option<Head>, Unreadable> {
    let head = written_head(file, desk, findings)?;
    for (key, place) in head.iter().flat_map(|(head, _)| head.misplaced()) {
        let kind = head.as_ref().map_or("", |(head, _)| head.kind.name());
        findings.push(
            Finding::error("key-of-another-kind", place)
                .with("key", key)
                .with("kind", kind),
        );
    }
    Ok(head)
}

/// The sections of a page, whose head may be missing.
pub fn sections(
    files: &[FileId],
    head: Option<&PageHead>,
    desk: &Desk,
) -> Result<Inside, Unreadable> {
    let mut findings = Findings::default();
    let mut matter = Matter {
        sections: Vec::with_capacity(files.len()),
        ..Matter::default()
    };
    let mut facts = head.map(facts).unwrap_or_default();
    let terms = head.map(terms).unwrap_or_default();
    for file in files {
        let (section, size) = section(*file, desk, &terms, &mut findings)?;
        matter.size += size;
        let Some(section) = section else { continue };
        facts.newest = facts.newest.max(newest_day(&section, head));
        facts.days.extend(days::of_section(&section));
        facts.accepted.extend(section.accepted.iter().cloned());
        facts.has_outcomes |= has_outcomes(&section);
        facts.has_copies |= has_copies(&section);
        matter.sections.push(section);
    }
    facts.days.sort_unstable();
    facts.days.dedup();
    if head.is_some() {
        return Ok((matter, findings, facts));
    }
    // What fees lack because the page's own head could not be read is not their fault.
    let inherited = |finding: &Finding| {
        matches!(
            finding.rule,
            "price-without-vat" | "price-without-basis" | "wrong-cell-count"
        )
    };
    let findings = findings.into_iter();
    let findings = findings.filter(|finding| !inherited(finding)).collect();
    Ok((matter, findings, facts))
}

/// What the head of a page says that matters to the whole site.
pub fn facts(head: &PageHead) -> Facts {
    let source_day = head.source.as_ref().and_then(|source| source.date);
    Facts {
        newest: head.date.max(source_day).max(begun(head)),
        days: days::of_head(head),
        accepted: head.accepted.clone(),
        ..Facts::default()
    }
}

fn has_copies(section: &Section) -> bool {
    let Body::Figures(figures) = &section.body else {
        return false;
    };
    figures.tables.iter().any(|table| table.same_as.is_some())
}

fn has_outcomes(section: &Section) -> bool {
    let Body::Goals(goals) = &section.body else {
        return false;
    };
    let mut actions = goals.goals.iter().flat_map(|goal| &goal.actions);
    actions.any(|action| action.outcome.is_some())
}

/// The day a list takes effect. A list that replaces another may be waiting for its day.
fn begun(head: &PageHead) -> Option<Date> {
    let waiting = head.replaces.is_some();
    let day = head.valid_from.as_ref().map(|day| day.value);
    day.filter(|_| !waiting)
}

fn written_head(
    file: FileId,
    desk: &Desk,
    findings: &mut Findings,
) -> Result<Option<Head>, Unreadable> {
    let Some(whole) = text(&desk.sources, file, findings)? else {
        return Ok(None);
    };
    let mut reader = Reader::new(file, &desk.locale).in_languages(&desk.languages);
    let mut body = None;
    let node = if desk.sources.name(file).ends_with(".md") {
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
    desk: &Desk,
    terms: &Terms,
    findings: &mut Findings,
) -> Result<(Option<Section>, usize), Unreadable> {
    let Some(whole) = text(&desk.sources, file, findings)? else {
        return Ok((None, 0));
    };
    let mut reader = Reader::new(file, &desk.locale).in_languages(&desk.languages);
    let name = desk.sources.name(file);
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
    let section = written.map(|written| Section {
        id: slug(rest),
        number: number.map(str::to_owned),
        title: written.title,
        text: written.text,
        body: written.body,
        accepted: written.accepted,
        file,
        place: Place::top(file),
    });
    Ok((section, whole.len()))
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
