//! Budget against actuals: the budget as an outline, the actuals as a solid bar inside it.

use std::cell::RefCell;

use super::backend::{Plane, TENTHS, open, plane};
use super::bars::{Bar, Gathered, grid, label, raw, rows};
use super::scale::range;
use super::text::{fitted, width};
use super::{Size, float};
use crate::page::{Chart, Value};

/// Height of the outline, and of the bar inside it.
const OUTER: i32 = 26;
const INNER: i32 = 14;
/// Room for the line of text above a bar on both sizes.
const LINE: i32 = 22;

pub fn svg(chart: &Chart, id: &str, size: Size) -> String {
    let mut rows = rows(chart, size, OUTER, &[]);
    rows.left = 1;
    rows.right = size.width() - 1;
    if size == Size::Wide {
        // Labels stand above the bars here too, so each row is a line lower than the one before.
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
            row(&plane, chart, index, top, size, &category.label);
        }
    }
    out.push_str("</svg>");
    out
}

fn row(plane: &Plane, chart: &Chart, index: usize, top: i32, size: Size, name: &str) {
    let of = |place: usize| chart.series.get(place)?.values.get(index)?.as_ref();
    let (budget, actuals) = (of(0), of(1));
    let shown = |value: Option<&Value>| value.map_or("–", |value| value.text.as_str()).to_owned();
    let end = format!("{} / {}", shown(actuals), shown(budget));
    // On a phone a long name and two amounts do not fit on one line: the name gives way.
    label(
        plane,
        "",
        0,
        top - 7,
        &fitted(name, size.width() - width(&end) - 10),
    );
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
        raw(
            plane,
            &format!(
                "<path class=\"zero-mark\" d=\"M{zero} {}v{height}\"/>",
                top + inset
            ),
        );
        return;
    }
    // An outline and one bar need no letters.
    let gathered = RefCell::new(Gathered::default());
    let bar = Bar {
        from: 0.0,
        to: float(value.number),
        top: f64::from(top + inset),
        height,
        gap: 0,
        class,
        title: (size == Size::Wide).then(|| format!("{name}, {series}: {}", value.text)),
        series: place,
        gathered: &gathered,
    };
    let _ = plane.draw(&bar);
    gathered.into_inner().draw_shapes(plane);
}
