//! All Markdown of a page, so that rules about text need not know every kind of section.

use crate::content::Page;
use crate::diagnostic::Place;
use crate::section::goals::Goals;
use crate::section::prices::{Group, Price};
use crate::section::shared::{Markdown, Note, Text};
use crate::section::{Body, Section};

/// A text and what the page calls the part that it stands in.
pub struct Said<'a> {
    pub text: &'a Text,
    pub place: Place,
    pub about: &'a Text,
}

/// Every text of a page in file order.
pub fn of(page: &Page) -> Vec<Said<'_>> {
    let title = &page.head().title;
    let own = page.head().lead.iter().chain(page.text());
    let mut texts: Vec<Said> = own.map(|text| said(text, title)).collect();
    for section in page.sections() {
        of_section(section, &mut texts);
    }
    texts
}

fn said<'a>(text: &'a Markdown, about: &'a Text) -> Said<'a> {
    Said {
        text: &text.text,
        place: text.place,
        about,
    }
}

fn of_section<'a>(section: &'a Section, texts: &mut Vec<Said<'a>>) {
    let title = &section.title;
    texts.extend(section.text.iter().map(|text| said(text, title)));
    match &section.body {
        Body::Goals(goals) => of_goals(goals, title, texts),
        Body::Figures(figures) => {
            for table in &figures.tables {
                for row in &table.rows {
                    let cells = row.values.iter().flatten();
                    let words = cells.filter_map(|value| value.words.as_deref());
                    texts.extend(words.map(|text| said(text, &row.name.text)));
                }
                texts.extend(notes(&table.notes, title));
            }
        }
        Body::Prices(prices) => {
            for group in &prices.groups {
                of_group(group, title, texts);
            }
        }
        Body::Terms(terms) => {
            let terms = terms.terms.iter();
            texts.extend(terms.map(|term| said(&term.text, &term.term)));
        }
        Body::Accessibility(statement) => {
            let parts = [
                &statement.service,
                &statement.feedback,
                &statement.authority,
            ];
            texts.extend(parts.map(|text| said(text, title)));
            for gap in &statement.gaps {
                texts.extend([&gap.gap, &gap.reason].map(|text| Said {
                    text,
                    place: gap.place,
                    about: title,
                }));
            }
        }
        Body::Narrative | Body::Generated(_) | Body::Keys(_) => {}
    }
}

fn of_goals<'a>(goals: &'a Goals, title: &'a Text, texts: &mut Vec<Said<'a>>) {
    for goal in &goals.goals {
        for action in &goal.actions {
            let words = action.action.iter().chain(&action.measure);
            let words = words.chain(&action.outcome).chain(&action.last);
            texts.extend(words.map(|text| said(text, &goal.goal)));
        }
    }
    texts.extend(notes(&goals.notes, title));
}

fn of_group<'a>(group: &'a Group, title: &'a Text, texts: &mut Vec<Said<'a>>) {
    let about = group.title.as_ref().unwrap_or(title);
    let own = group.text.iter().chain(&group.exemptions);
    texts.extend(own.map(|text| said(text, about)));
    for fee in &group.fees {
        let prices = fee.prices.prices().into_iter();
        let words = prices.filter_map(|price| match price {
            Price::Words(words) => Some(words.as_ref()),
            _ => None,
        });
        let words = words.chain(&fee.text);
        texts.extend(words.map(|text| said(text, &fee.name.text)));
    }
    texts.extend(notes(&group.notes, about));
}

fn notes<'a>(notes: &'a [Note], about: &'a Text) -> impl Iterator<Item = Said<'a>> {
    notes.iter().map(move |note| said(&note.text, about))
}
