//! Headings and running text: a heading is told, of a text only that it changed.

use super::{Change, Kind, Shown, What};
use crate::content::Page;
use crate::section::Section;
use crate::section::shared::{Markdown, Text};

pub fn of_page(old: &Page, new: &Page) -> Vec<Change> {
    let (before, head) = (old.head(), new.head());
    let lines = |texts: &[Text]| texts.iter().map(Text::to_string).collect::<Vec<_>>();
    let same = written(before.lead.as_ref()) == written(head.lead.as_ref())
        && lines(&before.brief) == lines(&head.brief)
        && written(old.text()) == written(new.text());
    let text = (!same).then(|| Change::new(What::Changed, Kind::Text, String::new(), Vec::new()));
    let title = named("", &[], &before.title, &head.title);
    title.into_iter().chain(text).collect()
}

pub fn of_section(old: &Section, new: &Section) -> Vec<Change> {
    let same = written(old.text.as_ref()) == written(new.text.as_ref());
    let name = vec![new.title.to_string()];
    let text = (!same).then(|| Change::new(What::Changed, Kind::Text, new.id.clone(), name));
    let title = named(&new.id, &[], &old.title, &new.title);
    title.into_iter().chain(text).collect()
}

/// A name that is another one now.
pub fn named(id: &str, place: &[&str], old: &str, new: &str) -> Option<Change> {
    let shown = |text: &str| Some(Shown::text(text));
    Change::between(Kind::Text, id, place, shown(old), shown(new))
}

fn written(text: Option<&Markdown>) -> &str {
    text.map_or("", |text| &text.text)
}
