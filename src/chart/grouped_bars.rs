//! Grouped bars: series side by side in each category, every bar with its own value.

use std::cell::RefCell;

use super::backend::{Plane, hatching, open, plane, whole};
use super::bars::{
    Bar, Gathered, LETTER_ROOM, grid, groups, label, labelled, lettered, name, rows, zero_mark,
};
use super::scale::range;
use super::text::width;
use super::{Size, float, series_class};
use crate::page::Chart;

/// Height of a bar, and from one bar to the next.
const BAR: i32 = 20;
const PITCH: i32 = 23;
/// Least length of the axis.
const LEAST: i32 = 60;

pub fn svg(chart: &Chart, id: &str, size: Size) -> String {
    let count = i32::try_from(chart.series.len().max(1)).unwrap_or(1);
    let height = count * PITCH - (PITCH - BAR);
    let widest = chart
        .series
        .iter()
        .flat_map(|series| &series.values)
        .flatten();
    let widest = widest
        .map(|value| value.text.clone())
        .max_by_key(|text| width(text));
    // Values stand at the ends of bars, so the longest bar leaves room for the widest.
    let mut rows = rows(
        chart,
        size,
        height,
        &widest.iter().cloned().collect::<Vec<_>>(),
    );
    if size == Size::Narrow {
        rows.right -= widest.as_deref().map_or(0, width) + 6;
    }
    let range = range(chart);
    if range.0 < 0.0 {
        rows.left += widest.as_deref().map_or(0, width) + 6;
    }
    // However long the amounts, bars keep some room.
    rows.right = rows.right.max(rows.left + LEAST);
    let mut out = open(chart, id, size, rows.height);
    if chart.categories.iter().any(|category| category.partial) {
        out.push_str(&hatching(id, size));
    }
    {
        let units = (rows.left..rows.right, 0..rows.height);
        let values = (range.0..range.1, 0.0..f64::from(rows.height));
        let plane = plane(&mut out, (size.width(), rows.height), values, units);
        grid(&plane, chart, &rows, range);
        let hatch = format!("{id}-{}-h", size.letter());
        for (category, top) in chart.categories.iter().zip(&rows.tops) {
            name(&plane, size, &rows, *top, height, &category.label, "");
        }
        groups(&plane, chart, &hatch, |index, gathered| {
            let top = rows.tops.get(index).copied().unwrap_or_default();
            bars(&plane, chart, index, top, size, gathered);
        });
    }
    out.push_str("</svg>");
    out
}

fn bars(
    plane: &Plane,
    chart: &Chart,
    index: usize,
    top: i32,
    size: Size,
    gathered: &RefCell<Gathered>,
) {
    let category = &chart.categories[index];
    let (zero, _) = plane.map_coordinate(&(0.0, 0.0));
    let zero = whole(zero);
    let mut top = top;
    for (place, series) in chart.series.iter().enumerate() {
        let middle = top + BAR / 2 + 5;
        match series.values.get(index).and_then(Option::as_ref) {
            None => {
                labelled(plane, "missing", zero + 5, middle, &lettered(place, "–"));
            }
            Some(value) if value.number.is_zero() => {
                zero_mark(plane, zero, top, BAR);
                labelled(plane, "", zero + 5, middle, &lettered(place, &value.text));
            }
            Some(value) => {
                let amount = float(value.number);
                let title = [
                    series.name.as_str(),
                    ", ",
                    &category.label,
                    ": ",
                    &value.text,
                ];
                let bar = Bar {
                    from: 0.0,
                    to: amount,
                    top: f64::from(top),
                    height: BAR,
                    gap: 0,
                    class: series_class(place),
                    title: (size == Size::Wide).then_some(title.as_slice()),
                    series: place,
                    gathered,
                };
                let _ = plane.draw(&bar);
                let (end, _) = plane.map_coordinate(&(amount, 0.0));
                let end = whole(end);
                // A letter that finds no room in its bar stands before the amount.
                let (class, x) = if amount < 0.0 {
                    ("end", end - 5)
                } else {
                    ("", end + 5)
                };
                if (end - zero).abs() < LETTER_ROOM {
                    labelled(plane, class, x, middle, &lettered(place, &value.text));
                } else {
                    label(plane, class, x, middle, &value.text);
                }
            }
        }
        top += PITCH;
    }
}
