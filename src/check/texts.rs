//! All Markdown of a page, so that rules about text need not know every kind of section.

use crate::content::Page;
use crate::section::Body;
use crate::section::shared::Markdown;

/// Every text of a page in file order.
pub fn of(page: &Page) -> Vec<&Markdown> {
    let mut texts: Vec<&Markdown> = page.head.lead.iter().chain(&page.text).collect();
    for section in &page.sections {
        texts.extend(&section.text);
        match &section.body {
            Body::Goals(goals) => {
                for action in goals.goals.iter().flat_map(|goal| &goal.actions) {
                    texts.extend(
                        action
                            .action
                            .iter()
                            .chain(&action.measure)
                            .chain(&action.outcome)
                            .chain(&action.last),
                    );
                }
                texts.extend(goals.notes.iter().map(|note| &note.text));
            }
            Body::Figures(figures) => {
                texts.extend(
                    figures
                        .tables
                        .iter()
                        .flat_map(|table| &table.notes)
                        .map(|note| &note.text),
                );
            }
            Body::Prices(prices) => {
                for group in &prices.groups {
                    texts.extend(group.text.iter().chain(&group.exemptions));
                    texts.extend(group.fees.iter().flat_map(|fee| &fee.text));
                    texts.extend(group.notes.iter().map(|note| &note.text));
                }
            }
            Body::Terms(terms) => texts.extend(terms.terms.iter().map(|term| &term.text)),
            Body::Accessibility(statement) => {
                texts.extend([
                    &statement.service,
                    &statement.feedback,
                    &statement.authority,
                ]);
            }
            Body::Narrative | Body::Generated(_) | Body::Keys(_) => {}
        }
    }
    texts
}
