//! Lines: how amounts move from one category to the next. A missing value breaks the line.

use plotters::element::PathElement;

use super::backend::{Plane, Role, TENTHS, escaped, open, plane};
use super::bars::{label, raw};
use super::scale::range;
use super::text::{fitted, width};
use super::{Size, float, letter, series_class};
use crate::page::{Chart, Series, Value};

/// Height of the drawing and the stretch of the lines in it.
const HEIGHT: i32 = 320;
const TOP: i32 = 16;
const BOTTOM: i32 = 280;
/// Least distance of two labels at line ends.
const LABEL_PITCH: i32 = 17;

pub fn svg(chart: &Chart, id: &str, size: Size) -> String {
    let range = range(chart);
    let ticks = chart
        .axis
        .iter()
        .map(|tick| width(&tick.text))
        .max()
        .unwrap_or(0);
    let names = match size {
        Size::Wide => chart
            .series
            .iter()
            .map(|series| width(&series.name) + 24)
            .max()
            .unwrap_or(0)
            .min(200),
        Size::Narrow => 24,
    };
    let (left, right) = (ticks + 16, size.width() - names - 16);
    let mut out = open(chart, id, size, HEIGHT);
    {
        let last = chart.categories.len().saturating_sub(1).max(1);
        let values = (0.0..last as f64, range.1..range.0);
        let plane = plane(
            &mut out,
            (size.width(), HEIGHT),
            values,
            (left..right, TOP..BOTTOM),
        );
        axes(&plane, chart, range, left, right, size);
        for (place, series) in chart.series.iter().enumerate() {
            line(&plane, chart, place, series, size);
        }
        ends(&plane, chart, right, names, size);
    }
    out.push_str("</svg>");
    out
}

fn axes(plane: &Plane, chart: &Chart, range: (f64, f64), left: i32, right: i32, size: Size) {
    let last = chart.categories.len().saturating_sub(1).max(1) as f64;
    for tick in &chart.axis {
        let amount = float(tick.number).clamp(range.0, range.1);
        let role = if tick.number.is_zero() {
            Role::Zero
        } else {
            Role::Grid
        };
        let _ = plane.draw(&PathElement::new(
            vec![(0.0, amount), (last, amount)],
            role.colour(),
        ));
        let (_, y) = plane.map_coordinate(&(0.0, amount));
        label(plane, "ax end", left - 8, y / TENTHS + 5, &tick.text);
    }
    // Labels that would touch are left out, the last one never.
    let count = chart.categories.len();
    let room = (right - left) / i32::try_from(count.max(1)).unwrap_or(1);
    let widest = chart
        .categories
        .iter()
        .map(|category| width(&category.label))
        .max()
        .unwrap_or(0);
    let every = usize::try_from(widest / room.max(1) + 1).unwrap_or(1);
    for (index, category) in chart.categories.iter().enumerate() {
        if (count - 1 - index).is_multiple_of(every) {
            let (x, _) = plane.map_coordinate(&(index as f64, 0.0));
            let half = width(&category.label) / 2;
            let x = (x / TENTHS).clamp(half, size.width() - half);
            label(plane, "ax", x, BOTTOM + 24, &category.label);
        }
    }
}

/// The line of a series in unbroken stretches, with a mark for every value.
fn line(plane: &Plane, chart: &Chart, place: usize, series: &Series, size: Size) {
    let role = Role::Line(u8::try_from(place).unwrap_or(u8::MAX));
    let known = |index: usize| series.values.get(index).and_then(Option::as_ref);
    let mut stretch: Vec<(f64, f64)> = Vec::new();
    for index in 0..=chart.categories.len() {
        match known(index).filter(|_| index < chart.categories.len()) {
            Some(value) => stretch.push((index as f64, float(value.number))),
            None => {
                let points = std::mem::take(&mut stretch);
                if points.len() > 1 {
                    let _ = plane.draw(&PathElement::new(points, role.colour()));
                }
            }
        }
    }
    for (index, category) in chart.categories.iter().enumerate() {
        let Some(value) = known(index) else { continue };
        let hollow = category.partial || category.planned;
        mark(
            plane,
            place,
            index,
            value,
            hollow,
            &format!("{}, {}", series.name, category.label),
            size,
        );
    }
}

/// Marks differ by shape, and planned and part-year ones are hollow.
fn mark(
    plane: &Plane,
    place: usize,
    index: usize,
    value: &Value,
    hollow: bool,
    name: &str,
    size: Size,
) {
    let (x, y) = plane.map_coordinate(&(index as f64, float(value.number)));
    let (x, y) = (x / TENTHS, y / TENTHS);
    let shape = match place % 4 {
        0 => format!("M{} {y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", x - 5),
        1 => format!("M{} {}h9v9h-9z", x - 4, y - 4),
        2 => format!("M{x} {}l6 10h-12z", y - 6),
        _ => format!("M{x} {}l6 6l-6 6l-6-6z", y - 6),
    };
    let class = format!(
        "{}{}",
        series_class(place),
        if hollow { " hollow" } else { "" }
    );
    let title = if size == Size::Wide {
        format!("<title>{}: {}</title>", escaped(name), escaped(&value.text))
    } else {
        String::new()
    };
    raw(
        plane,
        &format!("<path class=\"{class}\" d=\"{shape}\">{title}</path>"),
    );
}

/// Names at the ends of lines, moved apart where they would meet.
fn ends(plane: &Plane, chart: &Chart, right: i32, room: i32, size: Size) {
    let mut placed: Vec<(i32, usize)> = Vec::new();
    for (place, series) in chart.series.iter().enumerate() {
        let last = series
            .values
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, value)| Some((index, value.as_ref()?)));
        let Some((index, value)) = last else { continue };
        let (_, y) = plane.map_coordinate(&(index as f64, float(value.number)));
        placed.push((y / TENTHS + 5, place));
    }
    placed.sort_unstable();
    let mut free = 0;
    for (y, place) in placed {
        let y = y.max(free);
        free = y + LABEL_PITCH;
        let sign = letter(place);
        let name = chart
            .series
            .get(place)
            .map_or("", |series| series.name.as_str());
        let text = if size == Size::Wide {
            format!("{sign} {}", fitted(name, room - 20))
        } else {
            sign
        };
        label(plane, "", right + 12, y, &text);
    }
}
