//! Changes as people read them in a terminal: a line for each, page by page.

use super::told::{address, effect, kind, pages, shown, summary};
use super::{Change, Difference, Kind, What};
use crate::locale::Locale;

/// The changes of every page, and the count of all; one line when nothing changed.
pub fn human(difference: &Difference, locale: &Locale) -> String {
    if difference.pages.is_empty() {
        return locale.text("diff.nothing", &[]) + "\n";
    }
    let (told, others) = pages(difference);
    let mut text = String::new();
    for page in told {
        text.push_str(&format!("{} ({})", page.page.title, address(page.page)));
        if let Some(change) = page.page.whole() {
            text.push_str(&format!(": {}\n\n", kind(change, locale)));
            continue;
        }
        text.push('\n');
        let lines = page.changes.iter().map(|change| line(change, locale));
        text.extend(lines);
        if page.more > 0 {
            text.push_str(&format!("  {}\n", locale.count("diff.more", page.more)));
        }
        text.push('\n');
    }
    if others > 0 {
        text.push_str(&locale.count("diff.more-pages", others));
        text.push('\n');
    }
    text.push_str(&summary(difference, locale));
    text.push('\n');
    text
}

/// "  luku: Talous, Toimintamenot, TA 2024: −120 → −125 (−5)"
fn line(change: &Change, locale: &Locale) -> String {
    let (old, new) = (shown(change.old.as_ref()), shown(change.new.as_ref()));
    let named = |text: &str| match text {
        "" => locale.text("diff.empty", &[]),
        text => text.to_owned(),
    };
    let values = match (change.what, &change.old, &change.new) {
        (_, None, None) => String::new(),
        (What::Changed, _, Some(_)) if change.kind == Kind::Outcome => new,
        (What::Changed, ..) => format!("{} → {}", named(&old), named(&new)),
        (What::Added, ..) => new,
        (What::Removed, ..) => old,
    };
    let effect = effect(change, locale);
    let effect = match effect.as_str() {
        "" => effect,
        effect => format!(" ({effect})"),
    };
    let parts = [kind(change, locale), change.name.join(", "), values];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("  {}{effect}\n", parts.join(": "))
}
