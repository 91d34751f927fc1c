//! Figures typed in running text that the data of the same page holds too. One that equals a
//! figure could be taken from it, so that the two never part (a note); one that stands beside a
//! row's name and is close to its figures without being one of them contradicts it (a warning).

use rust_decimal::Decimal;

use super::broken_link::within;
use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::finance::number::{self, Mark};
use crate::section::computed::Sheet;
use crate::section::prose::references;
use crate::section::shared::Markdown;

/// Figures with fewer digits are found everywhere.
const FEWEST_DIGITS: usize = 4;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let rows = rows(content, page);
    if rows.is_empty() {
        return Vec::new();
    }
    let texts = page
        .sections
        .iter()
        .filter_map(|section| section.text.as_ref());
    let texts = texts.chain(&page.text).chain(&page.head.lead);
    texts
        .flat_map(|text| of_text(content, text, &rows))
        .collect()
}

/// A row's name in small letters with its figures.
struct Row {
    name: String,
    figures: Vec<Decimal>,
}

fn rows(content: &Content, page: &Page) -> Vec<Row> {
    let mut rows = Vec::new();
    for table in page.tables() {
        let sheet = Sheet {
            content: Some(content),
            page,
            table,
        };
        for (index, row) in table.rows.iter().enumerate() {
            let columns = 0..table.columns.len();
            rows.push(Row {
                name: row.name.text.to_lowercase(),
                figures: columns
                    .filter_map(|column| sheet.figure(index, column))
                    .collect(),
            });
        }
    }
    rows
}

fn of_text(content: &Content, text: &Markdown, rows: &[Row]) -> Vec<Finding> {
    let mut found = Vec::new();
    let taken: Vec<_> = references(&text.text)
        .into_iter()
        .map(|reference| reference.range)
        .collect();
    for (at, written, typed) in numbers(&text.text, content.locale.mark()) {
        if taken.iter().any(|range| range.contains(&at)) {
            continue;
        }
        let equals = |figure: &Decimal| figure.abs() == typed.abs();
        let place = || within(content, text.place, written);
        if rows.iter().any(|row| row.figures.iter().any(equals)) {
            found.push(Finding::note("typed-figure", place()).with("text", written));
            continue;
        }
        let sentence = sentence(&text.text, at).to_lowercase();
        let near = rows
            .iter()
            .filter(|row| !row.name.is_empty() && sentence.contains(&row.name));
        let near = near.flat_map(|row| row.figures.iter().map(move |figure| (row, figure)));
        if let Some((row, figure)) = near
            .into_iter()
            .find(|(_, figure)| is_close(**figure, typed))
        {
            found.push(
                Finding::warning("prose-contradicts", place())
                    .with("text", written)
                    .with("row", &row.name)
                    .with("figure", content.locale.number(*figure)),
            );
        }
    }
    found
}

/// Within a tenth of a figure: a slip of the pen, not another matter.
fn is_close(figure: Decimal, typed: Decimal) -> bool {
    let off = figure.abs().checked_sub(typed.abs()).map(|off| off.abs());
    let tenth = figure.abs().checked_div(Decimal::TEN);
    off.zip(tenth).is_some_and(|(off, tenth)| off <= tenth)
}

/// The numbers of a text with enough digits: where, as written, and exactly. Years and days have
/// no spaces and no more than four digits, and are left out.
fn numbers(text: &str, mark: Mark) -> Vec<(usize, &str, Decimal)> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | ',');
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), 'x')]) {
        match (start, part(character)) {
            (None, true) if character.is_ascii_digit() => start = Some(at),
            (Some(from), false) => {
                start = None;
                // A date or a code goes on with letters, dots or slashes.
                let before = text
                    .get(..from)
                    .and_then(|before| before.chars().next_back());
                let joined = matches!(character, '.' | '/' | '-' | '–')
                    && text
                        .get(at + 1..)
                        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                let word =
                    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '#'));
                let written = text
                    .get(from..at)
                    .unwrap_or_default()
                    .trim_end_matches([' ', '\u{a0}', '\u{202f}', ',']);
                let digits = written.bytes().filter(u8::is_ascii_digit).count();
                let year = written.len() == 4 && digits == 4;
                if digits >= FEWEST_DIGITS && !year && !word && !joined {
                    found.extend(
                        number::parse(written, mark)
                            .ok()
                            .map(|number| (from, written, number)),
                    );
                }
            }
            _ => {}
        }
    }
    found
}

/// The sentence around a place.
fn sentence(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind(['.', '\n', '!', '?']).map_or(0, |dot| dot + 1);
    let after = text.get(at..).unwrap_or_default();
    let end = after
        .find(['.', '\n', '!', '?'])
        .map_or(text.len(), |dot| at + dot);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Mark, numbers};

    #[test]
    fn years_days_and_codes_are_no_figures() {
        let found: Vec<String> = numbers(
            "Vuonna 2024 menot olivat 1 539 366 euroa (30.6.2024), § 1234/2024 ja 12,50.",
            Mark::Comma,
        )
        .into_iter()
        .map(|(_, written, _)| written.to_owned())
        .collect();
        assert_eq!(found, ["1 539 366", "12,50"]);
    }
}
