//! Stacked bars: what a sum is made of, category by category. Negative parts reach left of zero.

use std::cell::RefCell;

use super::backend::{hatching, open, plane};
use super::bars::{Bar, Gathered, grid, groups, label, name, rows, zero_mark};
use super::scale::range;
use super::{Size, float, series_class};
use crate::page::Chart;

/// Height of a bar.
const BAR: i32 = 28;
/// Free space between segments.
const GAP: i32 = 2;

pub fn svg(chart: &Chart, id: &str, size: Size) -> String {
    let ends: Vec<String> = (0..chart.categories.len())
        .map(|index| total(chart, index))
        .collect();
    let rows = rows(chart, size, BAR, &ends);
    let range = range(chart);
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
        for ((category, top), end) in chart.categories.iter().zip(&rows.tops).zip(&ends) {
            name(&plane, size, &rows, *top, BAR, &category.label, end);
        }
        groups(&plane, chart, &hatch, |index, gathered| {
            let top = rows.tops.get(index).copied().unwrap_or_default();
            stack(&plane, chart, index, top, size, gathered);
        });
    }
    out.push_str("</svg>");
    out
}

fn total(chart: &Chart, index: usize) -> String {
    chart
        .totals
        .get(index)
        .and_then(Option::as_ref)
        .map(|total| total.text.clone())
        .unwrap_or_default()
}

fn stack(
    plane: &super::backend::Plane,
    chart: &Chart,
    index: usize,
    top: i32,
    size: Size,
    gathered: &RefCell<Gathered>,
) {
    let (mut below, mut above) = (0.0, 0.0);
    let (mut present, mut drawn) = (false, false);
    for (place, series) in chart.series.iter().enumerate() {
        let Some(value) = series.values.get(index).and_then(Option::as_ref) else {
            continue;
        };
        present = true;
        if value.number.is_zero() {
            continue;
        }
        drawn = true;
        let amount = float(value.number);
        let side = if amount < 0.0 { &mut below } else { &mut above };
        let (from, to) = (*side, *side + amount);
        *side = to;
        // The category stands left of its row of pieces.
        let title = [series.name.as_str(), ": ", &value.text];
        let bar = Bar {
            from,
            to,
            top: f64::from(top),
            height: BAR,
            gap: GAP,
            class: series_class(place),
            title: (size == Size::Wide).then_some(title.as_slice()),
            series: place,
            gathered,
        };
        let _ = plane.draw(&bar);
    }
    let (zero, _) = plane.map_coordinate(&(0.0, 0.0));
    let zero = zero / super::backend::TENTHS;
    if !present {
        label(plane, "missing", zero + 4, top + 19, "–");
    } else if !drawn {
        zero_mark(plane, zero, top, BAR);
    }
}
