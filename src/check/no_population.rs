//! A row that is only computed per resident, while nobody has told how many residents there are.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    if !content.settings.population.is_empty() {
        return Vec::new();
    }
    let rows = page
        .tables()
        .flat_map(|table| &table.rows)
        .filter(|row| row.values.is_none());
    let wanted = rows.filter_map(|row| row.per_resident_of.as_ref());
    wanted
        .map(|wanted| Finding::error("no-population", wanted.place))
        .collect()
}
