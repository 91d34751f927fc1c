//! Findings as people read them in a terminal: message, place, excerpt and help.

use annotate_snippets::{Annotation, AnnotationKind, Level as Title, Renderer, Snippet};

use crate::diagnostic::{FileId, Finding, Findings, Level, Place, Sources, position};
use crate::locale::Locale;

/// How the text may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Coloured,
}

/// All open findings as text, most serious first, in file order within a level.
pub fn human(findings: &Findings, sources: &Sources, locale: &Locale, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let mut text = String::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        for finding in findings.open().filter(|finding| finding.level == level) {
            text.push_str(&one(finding, sources, locale, &renderer));
            text.push_str("\n\n");
        }
    }
    text
}

fn one(finding: &Finding, sources: &Sources, locale: &Locale, renderer: &Renderer) -> String {
    let values: Vec<_> = finding
        .values
        .iter()
        .map(|(name, value)| (*name, shown(name, value)))
        .collect();
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let message = locale.text(&format!("findings.{}.message", finding.rule), &values);
    let help = locale.text(
        &format!("findings.{}.{}", finding.rule, finding.help),
        &values,
    );
    let excerpts = excerpts(finding, sources, locale);

    let level_word = locale.text(&format!("level.{}", finding.level.key()), &[]);
    let help_word = locale.text("level.help", &[]);
    let title = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let mut group = title
        .with_name(level_word)
        .primary_title(message)
        .id(finding.rule)
        .elements(excerpts.iter().map(|excerpt| {
            Snippet::source(position::without_mark(&excerpt.text))
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
    text: String,
    annotations: Vec<(std::ops::Range<usize>, bool, String)>,
}

fn excerpts(finding: &Finding, sources: &Sources, locale: &Locale) -> Vec<Excerpt> {
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
            let (name, text) = (sources.name(place.file), sources.text(place.file));
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
            let range = within(place, &excerpt.text);
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

/// Text from the data made safe for a terminal and cut to 80 characters; lists of what is known
/// stay whole.
fn shown(name: &str, value: &str) -> String {
    let mut text = String::new();
    for (count, character) in value.chars().enumerate() {
        if count == 80 && name != "known" {
            text.push('…');
            break;
        }
        if character.is_control() || hidden(character) {
            text.extend(character.escape_unicode());
        } else {
            text.push(character);
        }
    }
    text
}

/// Characters that a reader cannot see but that change how the text reads.
fn hidden(character: char) -> bool {
    matches!(character, '\u{85}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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
