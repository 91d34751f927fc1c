//! Mistakes and their messages: each folder of `findings/` is a site with something wrong, and
//! `expected.fi.txt` and `expected.en.txt` are what its author is told.

mod cases;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use toteuma::Built;
use toteuma::diagnostic::Level;
use toteuma::locale::{Locale, of_rules};
use toteuma::report::{self, Style, Told, human, rules};

#[test]
fn every_mistake_is_told_with_its_place_and_cure() {
    let accept = std::env::var_os("ACCEPT").is_some();
    let mut wrong = Vec::new();
    let mut levels = Vec::new();
    let mut gallery = String::new();
    for case in cases::folders("findings") {
        let name = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let built = tempfile::tempdir().expect("a folder for the site");
        let site = built.path().join("site");
        let named = cases::named(&case);
        let data = named.as_ref().map_or(case.as_path(), |named| named.path());
        let done = toteuma::build(data, &site, None, &|_, _| ());
        let done = done.unwrap_or_else(|failure| panic!("{}: {failure:?}", case.display()));
        let rule = name.split('.').next().unwrap_or(&name);
        let told: Vec<_> = done
            .findings
            .iter()
            .map(|told| (told.rule, told.level))
            .collect();
        let of_rule = told.iter().find(|(told, _)| *told == rule);
        let (_, level) = of_rule.unwrap_or_else(|| panic!("{name} is told: {told:?}"));
        levels.push(*level);
        // Nothing is written while there are errors.
        assert_eq!(done.findings.has_errors(), !site.exists(), "{name}");
        gallery.push_str(&shown(&name, &done));
        for language in ["fi", "en"] {
            let locale = Locale::shipped(language).expect("a shipped language");
            let text = human(&done.findings, &done.sources, &locale, Style::Plain);
            assert!(!text.contains("findings."), "{name}: every help has words");
            let place = case.join(format!("expected.{language}.txt"));
            if accept {
                fs::write(&place, &text).expect("the expected text");
            }
            let expected = fs::read_to_string(&place).unwrap_or_default();
            if text != expected {
                wrong.push(format!(
                    "{name} ({language})\n--- expected\n{expected}--- now\n{text}"
                ));
            }
        }
    }
    assert!(levels.len() >= 60, "there are cases");
    let gallery = format!("{}{gallery}", head(&levels));
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery.md");
    if accept {
        fs::write(&place, &gallery).expect("the gallery");
    }
    if fs::read_to_string(&place).unwrap_or_default() != gallery {
        wrong.push("tests/gallery.md is out of date".to_owned());
    }
    assert!(
        wrong.is_empty(),
        "{}\nWhen the new messages are right, accept them with\n    ACCEPT=1 cargo test --release --test findings",
        wrong.join("\n")
    );
}

/// How many mistakes the gallery shows.
fn head(levels: &[Level]) -> String {
    let of = |level| levels.iter().filter(|known| **known == level).count();
    format!(
        "# Mistakes and what is told of them\n\n\
         Made by `tests/findings.rs` from the folders of `findings/`: the data that is wrong, and the message in\n\
         Finnish and English. `toteuma explain RULE` tells more.\n\n\
         **{} mistakes**: errors {}, warnings {}, notes {}.\n",
        levels.len(),
        of(Level::Error),
        of(Level::Warning),
        of(Level::Note),
    )
}

/// A case as the gallery shows it: what it is about, the wrong lines, and the messages.
fn shown(name: &str, done: &Built) -> String {
    let id = name.split('.').next().unwrap_or(name);
    let [finnish, english] = ["fi", "en"].map(|name| Locale::shipped(name).expect("shipped"));
    let of_rule = |locale| {
        let of_rule = done.findings.iter().filter(|finding| finding.rule == id);
        report::told(of_rule, &done.sources, locale)
    };
    let (told, translated) = (of_rule(&finnish), of_rule(&english));
    let mut text = format!("\n## {name}\n\n");
    for locale in [&finnish, &english] {
        let _ = writeln!(text, "{}\\", rules::rule(id, locale).in_short());
    }
    text.truncate(text.len() - 2);
    text.push('\n');
    let mut lines: Vec<_> = told.iter().filter_map(line).collect();
    lines.dedup();
    if !lines.is_empty() {
        let _ = write!(text, "\n```text\n{}```\n", lines.concat());
    }
    text.push_str("\n```text\n");
    for (told, locale) in [(&told, &finnish), (&translated, &english)] {
        let mut messages: Vec<_> = told.iter().map(|told| message(told, locale)).collect();
        messages.dedup();
        text.extend(messages);
    }
    text.push_str("```\n");
    text
}

/// `content/page.yaml:3  the line that is wrong`, with what cannot be seen spelt out.
fn line(told: &Told) -> Option<String> {
    let spot = told.spot.as_ref()?;
    let mut line = format!("{}:{}  ", spot.file, spot.start.line);
    for character in spot.excerpt.chars() {
        let unseen = matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}');
        match character {
            '\t' => line.push(character),
            _ if unseen || character.is_control() => line.extend(character.escape_unicode()),
            _ => line.push(character),
        }
    }
    Some(line.trim_end().to_owned() + "\n")
}

fn message(told: &Told, locale: &Locale) -> String {
    let level = locale.text(&format!("level.{}", told.finding.level.key()), &[]);
    let help = locale.text("level.help", &[]);
    format!("{level}: {}\n  {help}: {}\n", told.message, told.help)
}

#[test]
fn every_rule_has_a_case_and_is_explained() {
    let finnish = Locale::finnish();
    let ids = rules::ids(&finnish);
    let cases: BTreeSet<String> = cases::folders("findings")
        .iter()
        .filter_map(|case| Some(case.file_name()?.to_str()?.split('.').next()?.to_owned()))
        .collect();
    let mut without = ids.clone();
    without.retain(|id| !cases.contains(*id) && !TOO_LARGE.contains(id) && *id != TOO_LONG);
    assert!(without.is_empty(), "no case in tests/findings: {without:?}");
    for language in ["fi", "en"] {
        let locale = Locale::shipped(language).expect("a shipped language");
        for id in &ids {
            let rule = rules::rule(id, &locale);
            assert!(
                rule.in_short().chars().count() > 10,
                "{id} has no cause in {language}"
            );
            assert!(
                rule.in_short().chars().count() <= 110,
                "{id} is long in short"
            );
            assert!(
                rule.cure.chars().count() > 10,
                "{id} has no cure in {language}"
            );
        }
        let explained = of_rules(language).keys();
        let explained: BTreeSet<_> = explained.filter_map(|key| key.split('.').next()).collect();
        let known: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(explained, known, "only rules are explained in {language}");
    }
}

/// Mistakes whose smallest case is too large for a folder of the gallery.
const TOO_LARGE: [&str; 2] = ["file-too-large", "value-too-long"];

/// A path this long could not be checked out everywhere; `build.rs` makes it.
const TOO_LONG: &str = "long-address";

#[test]
fn what_is_too_large_is_told() {
    let site = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let place = site.path().join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    write("site.yaml", "name: Pikkula\nlanguage: fi\n");
    write(
        "page.md",
        &format!("---\ntitle: {}\n---\n", "a".repeat(200_000)),
    );
    write("a/page.yaml", &"a".repeat(11_000_000));
    let checked = toteuma::check(site.path(), None).expect("the site can be read");
    let told: BTreeSet<_> = checked
        .findings
        .iter()
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(told, BTreeSet::from(TOO_LARGE));
}
