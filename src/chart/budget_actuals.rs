//! Budget against actuals: the budget as an outline, the actuals as a solid bar inside it.

use std::cell::RefCell;

use super::backend::{Plane, TENTHS, open, plane};
use super::bars::{Bar, Gathered, grid, label, rows, zero_mark};
use super::scale::range;
use super::text::{bold_width, fitted, width};
use super::{Size, float};
use crate::page::{Chart, Value};

/// Height of the outline, and of the bar inside it.
const OUTER: i32 = 26;
const INNER: i32 = 14;
/// Height of a line of text above a bar.
const LINE: i32 = 22;

pub fn svg(chart: &Chart, id: &str, size: Size) -> String {
    let mut rows = rows(chart, size, OUTER, &[]);
    rows.left = 1;
    rows.right = size.width() - 1;
    let two_lines = size == Size::Narrow && !fits(chart, size);
    if size == Size::Wide || two_lines {
        // Labels stand above the bars here too, on phones in two lines where one is too short, so
        // each row is a line lower than the one before.
        let mut lower = 0;
        for top in &mut rows.tops {
            lower += LINE;
            *top += lower;
        }
        rows.height += lower;
    }
    let range = range(chart);
    let mut out = open(chart, id, size, rows.height);
    {
        let units = (rows.left..rows.right, 0..rows.height);
        let values = (range.0..range.1, 0.0..f64::from(rows.height));
        let plane = plane(&mut out, (size.width(), rows.height), values, units);
        grid(&plane, chart, &rows, range);
        for (index, category) in chart.categories.iter().enumerate() {
            let Some(top) = rows.tops.get(index).copied() else {
                continue;
            };
            row(&plane, chart, index, top, size, &category.label, two_lines);
        }
    }
    out.push_str("</svg>");
    out
}

/// Whether every label has room beside its amounts.
fn fits(chart: &Chart, size: Size) -> bool {
    chart
        .categories
        .iter()
        .enumerate()
        .all(|(index, category)| {
            width(&category.label) + 10 <= size.width() - bold_width(&amounts(chart, index))
        })
}

/// "1 539 366 € / 2 983 250 €": actuals and budget.
fn amounts(chart: &Chart, index: usize) -> String {
    let shown = |place| value(chart, place, index).map_or("–", |value| value.text.as_str());
    format!("{} / {}", shown(1), shown(0))
}

fn value(chart: &Chart, place: usize, index: usize) -> Option<&Value> {
    chart.series.get(place)?.values.get(index)?.as_ref()
}

fn row(
    plane: &Plane,
    chart: &Chart,
    index: usize,
    top: i32,
    size: Size,
    name: &str,
    two_lines: bool,
) {
    let (budget, actuals) = (value(chart, 0, index), value(chart, 1, index));
    let end = amounts(chart, index);
    let (y, room) = if two_lines {
        (top - 7 - LINE, size.width())
    } else {
        (top - 7, size.width() - bold_width(&end) - 10)
    };
    label(plane, "", 0, y, &fitted(name, room));
    label(plane, "b", size.width(), top - 7, &end);
    bar(plane, chart, 0, name, budget, top, size);
    bar(plane, chart, 1, name, actuals, top, size);
}

fn bar(
    plane: &Plane,
    chart: &Chart,
    place: usize,
    name: &str,
    value: Option<&Value>,
    top: i32,
    size: Size,
) {
    let Some(value) = value else { return };
    let series = chart
        .series
        .get(place)
        .map_or("", |series| series.name.as_str());
    let (height, inset, class) = if place == 0 {
        (OUTER, 0, "outline")
    } else {
        (INNER, (OUTER - INNER) / 2, "s1")
    };
    if value.number.is_zero() {
        let (zero, _) = plane.map_coordinate(&(0.0, 0.0));
        let zero = zero / TENTHS;
        zero_mark(plane, zero, top + inset, height);
        return;
    }
    // An outline and one bar need no letters.
    let gathered = RefCell::new(Gathered::default());
    let title = [name, ", ", series, ": ", &value.text];
    let bar = Bar {
        from: 0.0,
        to: float(value.number),
        top: f64::from(top + inset),
        height,
        gap: 0,
        class,
        title: (size == Size::Wide).then_some(title.as_slice()),
        series: place,
        gathered: &gathered,
    };
    let _ = plane.draw(&bar);
    gathered.into_inner().draw_shapes(plane);
}
