//! The number of residents (väkiluku) that a published figure per resident implies: the amount
//! divided by it, as far as the rounding of both lets it be known.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::computed::row_at;
use super::figures::{Column, ColumnKind};
use crate::content::Page;
use crate::diagnostic::Place;

/// A published figure per resident with the amount it is of.
#[derive(Debug, Clone)]
pub struct Implied<'a> {
    pub page: &'a Page,
    pub row: &'a str,
    pub column: &'a Column,
    pub published: Decimal,
    pub place: Place,
    pub amount: Decimal,
    /// Between these the number of residents must be.
    pub least: Decimal,
    pub greatest: Decimal,
}

impl Implied<'_> {
    /// What the figure was counted for: the same kind of figure of the same day.
    pub fn time(&self) -> (ColumnKind, Option<Date>) {
        (self.column.kind, self.column.last_day(self.page.year()))
    }

    pub fn holds(&self, residents: Decimal) -> bool {
        (self.least..=self.greatest).contains(&residents)
    }

    /// What the figure would be with this many residents, at its own decimals.
    pub fn with(&self, residents: Decimal) -> Option<Decimal> {
        let made = crate::finance::per_resident::amount(self.amount, residents)?;
        Some(made.rounded(self.published.scale()))
    }
}

/// All such figures of a page that are not zero.
pub fn on_page(page: &Page) -> Vec<Implied<'_>> {
    let mut found = Vec::new();
    for table in page.tables() {
        for row in &table.rows {
            let of = row.per_resident_of.as_ref();
            let Some((source, at)) = of.and_then(|of| row_at(page, table, &of.value)) else {
                continue;
            };
            let Some(amounts) = source.rows.get(at) else {
                continue;
            };
            for (index, column) in table.columns.iter().enumerate() {
                let there = source.columns.iter();
                let there = there.clone().position(|other| other.same_time(column));
                let amount = there.and_then(|there| amounts.number(there));
                let published = row
                    .value(index)
                    .and_then(|value| Some((value.cell.number()?, value.place)));
                if let (Some(amount), Some((published, place))) = (amount, published)
                    && let Some((least, greatest)) = bounds(amount, published)
                {
                    found.push(Implied {
                        page,
                        row: row.name.text.as_str(),
                        column,
                        published,
                        place,
                        amount,
                        least,
                        greatest,
                    });
                }
            }
        }
    }
    found
}

/// The fewest and the most residents that make the published figure of the amount.
fn bounds(amount: Decimal, published: Decimal) -> Option<(Decimal, Decimal)> {
    if amount.is_zero() || amount.is_sign_negative() != published.is_sign_negative() {
        return None;
    }
    let half = |number: Decimal| Decimal::new(5, number.scale() + 1);
    let (whole, part) = (amount.abs(), published.abs());
    let (whole_off, part_off) = (half(amount), half(published));
    let smallest = part
        .checked_sub(part_off)
        .filter(|part| *part > Decimal::ZERO)?;
    let least = whole.checked_sub(whole_off)?;
    let least = least.checked_div(part.checked_add(part_off)?)?;
    let greatest = whole.checked_add(whole_off)?.checked_div(smallest)?;
    Some((least.ceil(), greatest.floor()))
}

/// The residents that most of the figures agree on: how many figures, and between which numbers.
pub fn consensus(figures: &[&Implied]) -> Option<(usize, Decimal, Decimal)> {
    // The most figures meet where one of them begins.
    let meeting = |at: Decimal| figures.iter().filter(move |figure| figure.holds(at));
    let begin = figures
        .iter()
        .map(|figure| figure.least)
        .max_by_key(|at| (meeting(*at).count(), *at))?;
    let ends = meeting(begin).map(|figure| figure.greatest);
    Some((meeting(begin).count(), begin, ends.min()?))
}

#[cfg(test)]
mod tests {
    use super::bounds;
    use rust_decimal::Decimal;

    fn implied(amount: i64, published: &str) -> Option<(i64, i64)> {
        let published = published.parse().expect("a number");
        let (least, greatest) = bounds(Decimal::from(amount), published)?;
        Some((least.try_into().ok()?, greatest.try_into().ok()?))
    }

    #[test]
    fn a_rounded_figure_implies_a_range_of_residents() {
        // Kemijärvi, 30.6.2024: two service areas that cannot both be right.
        assert_eq!(implied(-1_060_173, "-159"), Some((6_647, 6_688)));
        assert_eq!(implied(-299_745, "-42.8"), Some((6_996, 7_011)));
        assert_eq!(implied(0, "0"), None);
        assert_eq!(implied(-4, "0.4"), None);
    }
}
