//! Figures typed in running text that the data of the same page holds too. One that equals a
//! figure, rounded as it is itself, could be taken from it, so that the two never part (a note);
//! one that stands beside a row's name and is close to its figures without being one of them
//! contradicts it (a warning). "About" a figure contradicts nothing.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::broken_link::{in_file, nth_within};
use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Level, Place};
use crate::finance::rounding::half_away_from_zero;
use crate::markdown;
use crate::section::computed::Sheet;
use crate::section::prose::references;
use crate::section::prose::typed::{Typed, sentence, typed};

/// Scaled figures with fewer digits say little of which figure they are.
const FEWEST_DIGITS: u32 = 2;

/// A one-word name of so many letters is known without its last one: `toimintamenoihin`.
const LONG_NAME: usize = 8;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let data = data(content, page);
    if data.rows.is_empty() {
        return Vec::new();
    }
    let texts = page
        .sections()
        .iter()
        .filter_map(|section| section.text.as_ref());
    let texts = texts.chain(page.text()).chain(&page.head().lead);
    let mut found: Vec<Finding> = texts
        .flat_map(|text| {
            let place = |part: &str, nth| nth_within(content, text.place, part, nth);
            of_text(content, &text.text, &place, &data)
        })
        .collect();
    for sentence in &page.head().brief {
        let place = |part: &str, _| in_file(content, page.file, part);
        let in_brief = of_text(content, sentence, &place, &data).into_iter();
        // Nothing can be taken from the data there.
        let wrong = in_brief.filter(|finding| finding.level != Level::Note);
        found.extend(wrong.map(|finding| finding.helped_by("help-brief")));
    }
    found
}

/// What the tables of a page hold.
struct Data {
    rows: Vec<Row>,
    years: HashSet<i16>,
}

struct Row {
    name: String,
    /// What a sentence must hold to speak of it, in small letters.
    stem: String,
    figures: Vec<Decimal>,
    /// How many ones its unit is, where it is money.
    size: Option<Decimal>,
}

fn data(content: &Content, page: &Page) -> Data {
    let mut data = Data {
        rows: Vec::new(),
        years: HashSet::new(),
    };
    for table in page.tables() {
        let sheet = Sheet {
            content: Some(content),
            page,
            table,
        };
        let years = table.columns.iter();
        data.years
            .extend(years.filter_map(|column| column.year.or(page.year())));
        for (index, row) in table.rows.iter().enumerate() {
            let columns = 0..table.columns.len();
            data.rows.push(Row {
                name: row.name.text.to_string(),
                stem: stem(&row.name.text),
                figures: columns
                    .filter_map(|column| sheet.figure(index, column))
                    .collect(),
                size: content
                    .locale
                    .scale(row.unit.as_ref().unwrap_or(&table.unit)),
            });
        }
    }
    data
}

/// A name as sentences hold it: in other cases too, when it is one long word.
fn stem(name: &str) -> String {
    let mut stem = name.to_lowercase();
    if !stem.contains(' ') && stem.chars().count() >= LONG_NAME {
        stem.pop();
    }
    stem
}

fn of_text(
    content: &Content,
    text: &str,
    place: &dyn Fn(&str, usize) -> Place,
    data: &Data,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let references = references(text).into_iter();
    let references = references.map(|reference| reference.range);
    let taken: Vec<_> = references.chain(markdown::code(text)).collect();
    for figure in typed(text, &content.locale) {
        let is_taken = taken.iter().any(|range| range.contains(&figure.at));
        if is_taken || figure.is_rough {
            continue;
        }
        let sentence = sentence(text, figure.at).to_lowercase();
        let finding = match figure.size {
            None => whole(content, &figure, &sentence, data),
            Some(size) => scaled(content, &figure, size, &sentence, data),
        };
        found.extend(finding.map(|mut finding| {
            let above = text.get(..figure.at).unwrap_or_default();
            finding.place = Some(place(figure.written, above.matches(figure.written).count()));
            finding
        }));
    }
    found
}

/// A figure as it stands in a table.
fn whole(content: &Content, figure: &Typed, sentence: &str, data: &Data) -> Option<Finding> {
    let equals = |known: &&Decimal| known.abs() == figure.number.abs();
    if let Some(row) = data
        .rows
        .iter()
        .find(|row| row.figures.iter().any(|known| equals(&known)))
    {
        let finding = Finding::note("typed-figure", None).with("text", figure.written);
        return Some(finding.about(&row.name));
    }
    let mut near =
        named(data, sentence).flat_map(|row| row.figures.iter().map(move |known| (row, *known)));
    let (row, known) = near.find(|(_, known)| is_close(*known, figure.number))?;
    contradicts(content, figure, row, known, sentence, data)
}

/// A figure in thousands or millions.
fn scaled(
    content: &Content,
    figure: &Typed,
    size: Decimal,
    sentence: &str,
    data: &Data,
) -> Option<Finding> {
    let in_size = |row: &Row, known: Decimal| known.checked_mul(row.size?)?.checked_div(size);
    let rounded = |row: &Row, known: Decimal| {
        let exact = in_size(row, known)?.abs();
        Some(half_away_from_zero(exact, figure.number.scale()))
    };
    let agrees = |row: &Row| {
        let mut figures = row.figures.iter();
        figures.any(|known| rounded(row, *known) == Some(figure.number.abs()))
    };
    if let Some(row) = named(data, sentence).find(|row| agrees(row)) {
        let finding = Finding::note("typed-figure", None).with("text", figure.written);
        return Some(finding.about(&row.name).helped_by("help-scaled"));
    }
    let digits = figure.number.mantissa().unsigned_abs().checked_ilog10();
    let precise = digits.is_some_and(|digits| digits + 1 >= FEWEST_DIGITS);
    // It may speak of another row that the sentence does not name in full.
    if !precise || data.rows.iter().any(agrees) {
        return None;
    }
    let mut near =
        named(data, sentence).flat_map(|row| row.figures.iter().map(move |known| (row, *known)));
    let (row, known) = near.find(|(row, known)| {
        in_size(row, *known).is_some_and(|known| is_close(known, figure.number))
    })?;
    let finding = contradicts(content, figure, row, known, sentence, data)?;
    let rounded = rounded(row, known)?;
    let finding = finding.with("rounded", content.locale.number(rounded));
    Some(finding.helped_by("help-scaled"))
}

fn named<'d>(data: &'d Data, sentence: &'d str) -> impl Iterator<Item = &'d Row> {
    let rows = data.rows.iter();
    rows.filter(move |row| !row.stem.is_empty() && sentence.contains(&row.stem))
}

fn contradicts(
    content: &Content,
    figure: &Typed,
    row: &Row,
    known: Decimal,
    sentence: &str,
    data: &Data,
) -> Option<Finding> {
    // A sentence about a year that no column tells of is about other figures.
    let words = sentence.split(|c: char| !c.is_alphanumeric());
    let mut years = words.filter_map(|word| word.parse::<i16>().ok());
    if years.any(|year| (1900..2100).contains(&year) && !data.years.contains(&year)) {
        return None;
    }
    let finding = Finding::warning("prose-contradicts", None)
        .with("text", figure.written)
        .with("row", &row.name)
        .with("figure", content.locale.number(known));
    Some(finding.about(&row.name))
}

/// Within a tenth of a figure: a slip of the pen, not another matter.
fn is_close(figure: Decimal, typed: Decimal) -> bool {
    let off = figure.abs().checked_sub(typed.abs()).map(|off| off.abs());
    let tenth = figure.abs().checked_div(Decimal::TEN);
    off.zip(tenth).is_some_and(|(off, tenth)| off <= tenth)
}
