//! `toteuma explain`: what a rule is about, an example of it, and what to do.

use super::choice::unknown_rule;
use super::console::Console;
use super::{DONE, Explain, FAILURE};
use crate::diagnostic::Level;
use crate::locale::Locale;
use crate::report::rules::{self, Rule};

pub fn run(asked: &Explain, console: &mut Console) -> u8 {
    let locale = console.locale(None);
    let Some(id) = &asked.rule else {
        console.give(&list(&locale));
        return DONE;
    };
    if let Some(words) = unknown_rule(id, &locale) {
        console.complain(&format!("{words}\n"));
        return FAILURE;
    }
    console.give(&explained(&rules::rule(id, &locale), &locale));
    DONE
}

/// Every rule on a line of its own.
fn list(locale: &Locale) -> String {
    let ids = rules::ids(locale);
    let width = ids.iter().map(|id| id.len()).max().unwrap_or_default();
    let mut text = String::new();
    for id in ids {
        let rule = rules::rule(id, locale);
        let level = level(&rule, locale);
        text.push_str(&format!("{id:width$}  {level:9}  {}\n", rule.in_short()));
    }
    let more = locale.text("explain.all", &[]);
    format!("{text}\n{more}\n")
}

fn explained(rule: &Rule, locale: &Locale) -> String {
    let title = |key: &str| locale.text(&format!("explain.{key}"), &[]);
    let mut text = format!("{} ({})\n", rule.id, level(rule, locale));
    let mut add = |title: String, body: String| text.push_str(&format!("\n{title}\n{body}"));
    add(title("cause"), wrapped(rule.cause));
    if let Some(example) = &rule.example {
        let lines = example.lines().map(|line| format!("  {line}\n"));
        add(title("example"), lines.collect());
    }
    add(title("cure"), wrapped(rule.cure));
    if rule.levels.contains(&Level::Warning) && rule.id != OF_ACCEPTANCES {
        add(title("accept-title"), wrapped(&title("accept")));
    }
    text
}

/// The rule about acceptances themselves, which nobody accepts.
const OF_ACCEPTANCES: &str = "acceptance-lapsed";

fn level(rule: &Rule, locale: &Locale) -> String {
    let levels = rule.levels.iter();
    let words = levels.map(|level| locale.text(&format!("level.{}", level.key()), &[]));
    words.collect::<Vec<_>>().join(" / ")
}

/// The width of a paragraph with its indentation.
const WIDTH: usize = 80;

/// Text in lines that begin with two spaces.
fn wrapped(text: &str) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        let begins = column == 0 || column + 1 + length > WIDTH;
        if begins && column > 0 {
            wrapped.push('\n');
        }
        wrapped.push_str(if begins { "  " } else { " " });
        wrapped.push_str(word);
        column = if begins { 2 } else { column + 1 } + length;
    }
    wrapped + "\n"
}
