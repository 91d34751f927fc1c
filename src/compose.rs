//! Content to pages: chooses words, typesets figures, and lays out tables, charts and links.
//! One file per kind of block; what every kind needs is in `context`.

mod accessibility;
mod areas;
mod bands;
mod calculator;
mod chart;
mod comparison;
mod context;
mod counts;
mod facts;
mod fees;
mod figures;
mod found;
mod frame;
mod goals;
mod index;
mod indicators;
mod keys;
mod notes;
mod overview;
mod parts;
pub mod plain;
mod prose;
mod search;
mod sides;
mod standing;
mod structured;
mod terms;
mod trace;

pub use found::found;
pub use frame::{folder, frame, not_found};

use context::Context;

use crate::content::{Content, Page};
use crate::page::{self, Block, Listing, Prose, Section};
use crate::section::generated::{Generated, Kind};
use crate::section::{self, Body};

/// A page of the site in the words of its language.
pub fn page(content: &Content, page: &Page, language: usize) -> page::Page {
    let context = Context::new(content, page, language);
    let mut sections: Vec<Section> = facts::section(&context).into_iter().collect();
    if let Some(text) = &page.text() {
        let html = context.markdown("s").at_top().blocks(&text.text);
        sections.push(context.untitled(vec![Block::Prose(Prose { html })]));
    }
    sections.extend(fees::list_terms(&context).map(|terms| context.untitled(vec![terms])));
    sections.extend(
        page.sections()
            .iter()
            .map(|section| composed(&context, section)),
    );
    number_charts(&mut sections);
    let downloads = content.settings.has_downloads();
    if !downloads {
        leave_downloads_out(&mut sections);
    }
    let heading = context.text(&page.head().title);
    page::Page {
        path: context.path(),
        root: "../".repeat(context.path().matches('/').count()),
        template: page.kind.name(),
        lang: context.locale.language().to_owned(),
        first_lang: content.locale.language().to_owned(),
        languages: context.languages(),
        title: context.window_title(),
        description: context.description(),
        lead: page
            .head()
            .lead
            .as_ref()
            .map(|lead| context.markdown("s").inline(&lead.text)),
        crumbs: context.crumbs(),
        contents: contents(&sections),
        brief: page
            .head()
            .brief
            .iter()
            .map(|text| context.text(text))
            .collect(),
        source: context.source(),
        updated: page.head().date.map(|day| context.day(day)),
        valid: [page.validity().from, page.validity().until]
            .map(|day| day.map(|day| day.to_string())),
        structured: structured::graph(&context, &heading),
        canonical: context.absolute(&page.address),
        unlisted: !context.content.found.is_empty(),
        downloads,
        findings: context.found.list,
        heading,
        sections,
    }
}

/// Ids inside drawings are short: they stand in every one of them several times.
fn number_charts(sections: &mut [Section]) {
    let blocks = sections.iter_mut().flat_map(|section| &mut section.blocks);
    let charts = blocks.filter_map(|block| match block {
        Block::Chart(figure) => Some(figure),
        _ => None,
    });
    for (index, figure) in charts.enumerate() {
        figure.id = format!("c{}", index + 1);
    }
}

/// No block tells of files that a site without them does not have.
fn leave_downloads_out(sections: &mut [Section]) {
    let blocks = sections.iter_mut().flat_map(|section| &mut section.blocks);
    blocks.filter_map(Block::downloads).for_each(Vec::clear);
}

fn contents(sections: &[Section]) -> Vec<page::Content> {
    let titled = sections.iter().filter(|section| !section.title.is_empty());
    let entries: Vec<_> = titled
        .map(|section| page::Content {
            id: section.id.clone(),
            number: section.number.clone(),
            title: section.title.clone(),
        })
        .collect();
    if entries.len() < 2 {
        Vec::new()
    } else {
        entries
    }
}

fn composed(context: &Context, section: &section::Section) -> Section {
    let mut blocks = Vec::new();
    if let Some(text) = &section.text {
        let html = context.markdown(&section.id).blocks(&text.text);
        blocks.push(Block::Prose(Prose { html }));
    }
    match &section.body {
        Body::Narrative => {}
        Body::Goals(goals) => blocks.extend(goals::blocks(context, section, goals)),
        Body::Figures(figures) => blocks.extend(figures::blocks(context, section, figures)),
        Body::Prices(prices) => blocks.extend(fees::blocks(context, section, prices)),
        Body::Terms(terms) => blocks.push(terms::block(context, terms)),
        Body::Accessibility(statement) => {
            blocks.push(accessibility::block(context, section, statement))
        }
        Body::Generated(generated) => blocks.extend(made(context, section, generated)),
        Body::Keys(keys) => blocks.extend(keys::blocks(context, keys)),
    }
    // A text shows what it is; figures and fees do not show how they are written.
    let written = !matches!(
        section.body,
        Body::Narrative | Body::Generated(_) | Body::Keys(_)
    );
    if context.page.head().sources && written {
        let sources = &context.content.sources;
        blocks.push(Block::Listing(Listing {
            file: sources.name(section.file),
            text: as_written(&sources.text(section.file))
                .trim_end()
                .to_owned(),
        }));
    }
    Section {
        id: section.id.clone(),
        number: section.number.clone().filter(|_| context.is_numbered()),
        title: context.text(&section.title),
        blocks,
        found: context.found.of_section(section),
    }
}

/// A file without a first line that only editors read.
fn as_written(text: &str) -> &str {
    let line = text.strip_prefix("# yaml-language-server:");
    let rest = line.and_then(|line| line.split_once('\n'));
    rest.map_or(text, |(_, rest)| rest)
}

fn made(context: &Context, section: &section::Section, generated: &Generated) -> Vec<Block> {
    let Some(from) = context.named_page(generated.page.as_ref()) else {
        return Vec::new();
    };
    match generated.kind {
        Kind::Comparison => comparison::blocks(context, section, from),
        Kind::Areas => areas::blocks(context, from),
        Kind::FeeTopics => vec![index::topics(context, from)],
        Kind::FeeIndex => vec![index::entries(context, from)],
        Kind::FeeSearch => vec![search::block(context, from, generated)],
        Kind::GoalsByStatus => overview::blocks(context, section, from),
    }
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn a_line_for_editors_is_no_part_of_an_example() {
        let named = "# yaml-language-server: $schema=../.schema/terms.json\nkind: terms\n";
        assert_eq!(as_written(named), "kind: terms\n");
        assert_eq!(
            as_written("# Sanasto\nkind: terms\n"),
            "# Sanasto\nkind: terms\n"
        );
    }
}
