//! Findings as people read them in a terminal: message, place, excerpt and help.

use std::rc::Rc;

use annotate_snippets::{Annotation, AnnotationKind, Level as Title, Renderer, Snippet};

use super::at_length;
use super::texts::{Text, Texts};
use super::told::told;
use super::words::{Words, sentence, shown, words};
use crate::diagnostic::{FileId, Finding, Findings, Level, Place, Sources, position};
use crate::locale::Locale;

/// How the text may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Coloured,
}

/// All open findings as text, most serious first, in file order within a level. Many of one rule
/// are counted after the first ones.
pub fn human(findings: &Findings, sources: &Sources, locale: &Locale, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let texts = Texts::new(sources);
    let mut text = String::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let (findings, more) = at_length(findings, level);
        for finding in findings {
            text.push_str(&one(finding, sources, &texts, locale, &renderer));
            text.push_str("\n\n");
        }
        for (rule, count) in more {
            let word = locale.text(&format!("level.{}", level.key()), &[]);
            let more = locale.count("report.more", count);
            text.push_str(&format!("{word}[{rule}]: {more}\n\n"));
        }
    }
    text
}

/// The accepted findings in short: rule, place and message, and why each may stand.
pub fn accepted(findings: &Findings, sources: &Sources, locale: &Locale) -> String {
    let told = told(findings.accepted(), sources, locale);
    let word = locale.text("report.accepted-word", &[]);
    let lines = told.iter().filter_map(|told| {
        let (acceptance, _) = told.accepted.as_ref()?;
        let spot = told.spot.as_ref();
        let place = spot.map(|spot| format!("{}:{}: ", spot.file, spot.start.line));
        let (reason, by) = (
            shown("reason", &on_one_line(&acceptance.reason)),
            shown("by", &acceptance.by),
        );
        Some(format!(
            "{word}[{}]: {}{}\n  = {reason} ({by}, {})\n\n",
            told.finding.rule,
            place.unwrap_or_default(),
            told.sentence(),
            locale.day(acceptance.date),
        ))
    });
    lines.collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one(
    finding: &Finding,
    sources: &Sources,
    texts: &Texts,
    locale: &Locale,
    renderer: &Renderer,
) -> String {
    let Words { message, help } = words(finding, locale);
    let excerpts = excerpts(finding, sources, texts, locale);

    let level_word = locale.text(&format!("level.{}", finding.level.key()), &[]);
    let help_word = locale.text("level.help", &[]);
    let title = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let mut group = title
        .with_name(level_word)
        .primary_title(sentence(finding, &message))
        .id(finding.rule)
        .elements(excerpts.iter().map(|excerpt| {
            Snippet::source(position::without_mark(&excerpt.text.text))
                .path(excerpt.name.as_str())
                .annotations(excerpt.annotations.iter().map(annotation))
        }));
    if !help.is_empty() {
        group = group.element(Title::HELP.with_name(help_word).message(help));
    }
    renderer.render(&[group]).to_string()
}

/// One file of a finding with the stretches to underline.
struct Excerpt {
    name: String,
    text: Rc<Text>,
    annotations: Vec<(std::ops::Range<usize>, bool, String)>,
}

fn excerpts(finding: &Finding, sources: &Sources, texts: &Texts, locale: &Locale) -> Vec<Excerpt> {
    let primary = finding
        .place
        .iter()
        .map(|place| (*place, true, String::new()));
    let others = finding
        .others
        .iter()
        .map(|(place, label)| (*place, false, locale.text(label, &[])));
    let mut files: Vec<(FileId, Excerpt)> = Vec::new();
    for (place, primary, label) in primary.chain(others) {
        let known = files.iter().position(|(file, _)| *file == place.file);
        let index = known.unwrap_or_else(|| {
            let (name, text) = (sources.shown(place.file), texts.of(place.file));
            files.push((
                place.file,
                Excerpt {
                    name,
                    text,
                    annotations: Vec::new(),
                },
            ));
            files.len() - 1
        });
        if let Some((_, excerpt)) = files.get_mut(index) {
            let range = within(place, &excerpt.text.text);
            excerpt.annotations.push((range, primary, label));
        }
    }
    files.into_iter().map(|(_, excerpt)| excerpt).collect()
}

fn annotation((range, primary, label): &(std::ops::Range<usize>, bool, String)) -> Annotation<'_> {
    let kind = if *primary {
        AnnotationKind::Primary
    } else {
        AnnotationKind::Context
    };
    let annotation = kind.span(range.clone());
    if label.is_empty() {
        annotation
    } else {
        annotation.label(label.as_str())
    }
}

/// The place on the characters of its first line, in the text without its byte order mark: what is
/// underlined is seen at once, and the file may have changed meanwhile.
fn within(place: Place, text: &str) -> std::ops::Range<usize> {
    let mark = text.len() - position::without_mark(text).len();
    let range = place.range();
    let start = position::resting(text, range.start);
    let end = position::resting(text, range.end).max(start);
    let stretch = text.get(start..end).unwrap_or_default();
    let end = start + stretch.lines().next().unwrap_or_default().len();
    start - mark..end - mark
}

#[cfg(test)]
mod tests {
    use super::{Style, human};
    use crate::diagnostic::{FileId, Finding, Findings, Place, Sources, position};
    use crate::locale::Locale;

    #[test]
    fn the_report_names_the_line_and_column_of_the_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let sources = Sources::new(folder.path(), vec!["a.yaml".into()]);
        for text in [
            "",
            "\n",
            "x",
            "ääkköset: x\n",
            "\t\tx",
            "a\r\nb: x\r\n",
            "\u{feff}a: x\n",
            "\u{feff}a\r\n\u{a0}1\u{202f}280 x\r\n\r\n",
            "😀👩\u{200d}🚒 x\n",
            "a\n\n\n",
        ] {
            std::fs::write(folder.path().join("a.yaml"), text).expect("written");
            for start in 0..=text.len() {
                for end in start..=text.len() {
                    let place = Place::new(FileId(0), start, end);
                    let findings: Findings =
                        [Finding::error("yaml-alias", place)].into_iter().collect();
                    let told = human(&findings, &sources, &Locale::finnish(), Style::Plain);
                    let wanted = position(text, start);
                    let wanted = format!("--> a.yaml:{}:{}\n", wanted.line, wanted.column);
                    assert!(
                        told.contains(&wanted),
                        "{text:?} {start}..{end}: {wanted}{told}"
                    );
                }
            }
        }
    }
}
