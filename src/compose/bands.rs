//! Heads over heads: the rows of cells that stand above columns, told from each column's own heads.

use crate::section::text::Text;

/// A cell of the rows of heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first column it stands over.
    pub column: usize,
    /// Its level among the heads; `None` for a column's own label.
    pub level: Option<usize>,
    pub columns: usize,
    pub rows: usize,
}

/// The rows of heads, the topmost first, from the heads over every column. A column that has fewer
/// heads than others has its own label on all rows that are left. Nothing where no column has any.
pub fn rows(heads: &[&[Text]]) -> Vec<Vec<Span>> {
    let levels = heads.iter().map(|own| own.len()).max().unwrap_or(0);
    if levels == 0 {
        return Vec::new();
    }
    let mut rows = vec![Vec::new(); levels + 1];
    for (column, own) in heads.iter().enumerate() {
        for (level, row) in rows.iter_mut().enumerate().take(own.len()) {
            if first_under(heads, column, level) == column {
                let same = heads
                    .iter()
                    .skip(column)
                    .take_while(|other| shares(own, other, level));
                row.push(Span {
                    column,
                    level: Some(level),
                    columns: same.count(),
                    rows: 1,
                });
            }
        }
        rows[own.len()].push(Span {
            column,
            level: None,
            columns: 1,
            rows: levels + 1 - own.len(),
        });
    }
    rows
}

/// The first of the neighbours that share a column's heads down to a level.
pub fn first_under(heads: &[&[Text]], column: usize, level: usize) -> usize {
    let Some(own) = heads.get(column) else {
        return column;
    };
    let before = heads.iter().take(column).rev();
    column - before.take_while(|other| shares(own, other, level)).count()
}

fn shares(own: &[Text], other: &[Text], level: usize) -> bool {
    own.get(..=level).is_some() && own.get(..=level) == other.get(..=level)
}

#[cfg(test)]
mod tests {
    use super::{Span, rows};
    use crate::section::text::Text;

    #[test]
    fn a_column_without_heads_has_its_label_on_all_rows() {
        let texts = |heads: &[&str]| -> Vec<Text> {
            heads
                .iter()
                .map(|head| Text::from((*head).to_owned()))
                .collect()
        };
        let (city, alone) = (texts(&["Kaupunki"]), texts(&[]));
        let heads: Vec<&[Text]> = vec![&city, &city, &alone, &city];
        let span = |column, level, columns, rows| Span {
            column,
            level,
            columns,
            rows,
        };
        assert_eq!(
            rows(&heads),
            [
                vec![
                    span(0, Some(0), 2, 1),
                    span(2, None, 1, 2),
                    span(3, Some(0), 1, 1)
                ],
                vec![
                    span(0, None, 1, 1),
                    span(1, None, 1, 1),
                    span(3, None, 1, 1)
                ],
            ]
        );
        assert!(rows(&[&alone, &alone]).is_empty());
    }
}
