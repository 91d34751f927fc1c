//! Lines: how amounts move from one category to the next. A missing value breaks the line, and
//! part of a year is never joined to a whole one.

mod ends;

use plotters::element::PathElement;

use super::backend::{Plane, Role, TENTHS, hatching, open, plane};
use super::bars::{element, label, labelled, lettered, raw};
use super::element::Piece::{Raw, Words};
use super::element::put;
use super::scale::range;
use super::text::{broken, width};
use super::{Size, float, series_class};
use crate::page::{Category, Chart, Series, Value};

/// Stretch of the amounts, and the height of a line of text below it.
const TOP: i32 = 16;
const BOTTOM: i32 = 280;
const LINE: i32 = 16;
/// Extra space around part-year categories, in steps of the axis.
const APART: f64 = 0.5;
/// Free space left and right of the outermost marks.
const EDGE: f64 = 0.4;

pub fn svg(chart: &Chart, id: &str, size: Size) -> String {
    let range = range(chart);
    let places = places(&chart.categories);
    let ticks = chart.axis.iter().map(|tick| width(&tick.text)).max();
    let names = ends::room(chart, size);
    let (left, right) = (ticks.unwrap_or(0) + 8, size.width() - names - 12);
    let last = places.last().copied().unwrap_or_default();
    let step = f64::from(right - left) / (last + 2.0 * EDGE).max(1.0);
    let labels = labels(chart, step as i32 - 4);
    let lines = labels.iter().map(Vec::len).max().unwrap_or(0);
    let height = BOTTOM + 12 + LINE * i32::try_from(lines).unwrap_or(1);
    let mut out = open(chart, id, size, height);
    let partial = chart.categories.iter().any(|category| category.partial);
    if partial {
        out.push_str(&hatching(id, size));
    }
    {
        let values = (-EDGE..last.max(1.0 - 2.0 * EDGE) + EDGE, range.1..range.0);
        let units = (left..right, TOP..BOTTOM);
        let plane = plane(&mut out, (size.width(), height), values, units);
        if partial {
            bands(&plane, chart, &places, &format!("{id}-{}-h", size.letter()));
        }
        axis(&plane, chart, range, left, last);
        under(&plane, &places, &labels, size);
        for (place, series) in chart.series.iter().enumerate() {
            line(&plane, chart, &places, place, series);
            marks(&plane, chart, &places, place, series, size);
        }
        missing(&plane, chart, &places);
        ends::draw(&plane, chart, &places, right, names, size);
    }
    out.push_str("</svg>");
    out
}

/// Where categories stand along the axis: a step apart, more where part of a year begins or ends.
fn places(categories: &[Category]) -> Vec<f64> {
    let mut next = 0.0;
    let mut before = None;
    let mut places = Vec::new();
    for category in categories {
        if before.is_some_and(|before| before != category.partial) {
            next += APART;
        }
        places.push(next);
        next += 1.0;
        before = Some(category.partial);
    }
    places
}

/// A hatched ground behind part-year categories.
fn bands(plane: &Plane, chart: &Chart, places: &[f64], hatch: &str) {
    let mut shape = String::new();
    for (category, place) in chart.categories.iter().zip(places) {
        if category.partial {
            let (left, _) = plane.map_coordinate(&(place - EDGE, 0.0));
            let (right, _) = plane.map_coordinate(&(place + EDGE, 0.0));
            let (left, width) = (left / TENTHS, (right - left) / TENTHS);
            let height = BOTTOM - TOP;
            shape.push_str(&format!("M{left} {TOP}h{width}v{height}h-{width}z"));
        }
    }
    raw(
        plane,
        &format!(
            "<path class=\"band\" d=\"{shape}\"/>\
             <path class=\"over\" fill=\"url(#{hatch})\" d=\"{shape}\"/>"
        ),
    );
}

/// Grid lines with their amounts left of them.
fn axis(plane: &Plane, chart: &Chart, range: (f64, f64), left: i32, last: f64) {
    for tick in &chart.axis {
        let amount = float(tick.number).clamp(range.0, range.1);
        let role = if tick.number.is_zero() {
            Role::Zero
        } else {
            Role::Grid
        };
        let ends = vec![(-EDGE, amount), (last.max(1.0 - 2.0 * EDGE) + EDGE, amount)];
        let _ = plane.draw(&PathElement::new(ends, role.colour()));
        let (_, y) = plane.map_coordinate(&(0.0, amount));
        label(plane, "ax end", left - 8, y / TENTHS + 5, &tick.text);
    }
}

/// Category labels in lines of at most `room` units. Those that cannot stand side by side are
/// left out, the last one never.
fn labels(chart: &Chart, room: i32) -> Vec<Vec<String>> {
    let room = room.max(1);
    let labels: Vec<Vec<String>> = chart
        .categories
        .iter()
        .map(|category| broken(&category.label, room))
        .collect();
    let widest = labels.iter().flatten().map(|line| width(line)).max();
    let every = usize::try_from((widest.unwrap_or(0) - 1).max(0) / room + 1).unwrap_or(1);
    let count = labels.len();
    let kept = |index: usize| (count - 1 - index).is_multiple_of(every);
    labels
        .into_iter()
        .enumerate()
        .map(|(index, lines)| if kept(index) { lines } else { Vec::new() })
        .collect()
}

fn under(plane: &Plane, places: &[f64], labels: &[Vec<String>], size: Size) {
    for (place, lines) in places.iter().zip(labels) {
        let (x, _) = plane.map_coordinate(&(*place, 0.0));
        let mut y = BOTTOM + 4;
        for line in lines {
            y += LINE;
            let half = width(line) / 2;
            let x = (x / TENTHS).min(size.width() - half).max(half);
            label(plane, "ax", x, y, line);
        }
    }
}

/// The line of a series in unbroken stretches: dashed on the way to a plan.
fn line(plane: &Plane, chart: &Chart, places: &[f64], place: usize, series: &Series) {
    let mut stretch: Vec<(f64, f64)> = Vec::new();
    let mut planned = false;
    let mut before: Option<(&Category, (f64, f64))> = None;
    for (index, (category, x)) in chart.categories.iter().zip(places).enumerate() {
        let point = value(series, index).map(|value| (*x, float(value.number)));
        let joined = before
            .zip(point)
            .filter(|((from, _), _)| from.partial == category.partial);
        if let Some(((from, start), end)) = joined {
            let dashed = from.planned || category.planned;
            if stretch.is_empty() || dashed != planned {
                draw(plane, place, std::mem::take(&mut stretch), planned);
                stretch.push(start);
                planned = dashed;
            }
            stretch.push(end);
        } else {
            draw(plane, place, std::mem::take(&mut stretch), planned);
        }
        before = point.map(|point| (category, point));
    }
    draw(plane, place, stretch, planned);
}

fn draw(plane: &Plane, place: usize, points: Vec<(f64, f64)>, planned: bool) {
    if points.is_empty() {
        return;
    }
    let role = Role::Line(u8::try_from(place % 6).unwrap_or(0));
    let (start, end) = if planned {
        ("<g class=\"plan\">", "</g>")
    } else {
        ("", "")
    };
    raw(plane, start);
    let _ = plane.draw(&PathElement::new(points, role.colour()));
    raw(plane, end);
}

/// A mark for every value: planned and part-year ones are hollow.
fn marks(plane: &Plane, chart: &Chart, places: &[f64], place: usize, series: &Series, size: Size) {
    let class = series_class(place);
    for (hollow, name) in [(false, ""), (true, " hollow")] {
        let mut marks = String::new();
        for (index, (category, x)) in chart.categories.iter().zip(places).enumerate() {
            let Some(value) = value(series, index) else {
                continue;
            };
            if (category.partial || category.planned) != hollow {
                continue;
            }
            let (x, y) = plane.map_coordinate(&(*x, float(value.number)));
            let shape = shape(place, x / TENTHS, y / TENTHS);
            match size {
                Size::Wide => put(
                    &mut marks,
                    &[
                        Raw("<path d=\""),
                        Raw(&shape),
                        Raw("\"><title>"),
                        Words(&series.name),
                        Raw(", "),
                        Words(&category.label),
                        Raw(": "),
                        Words(&value.text),
                        Raw("</title></path>"),
                    ],
                ),
                Size::Narrow => marks.push_str(&shape),
            }
        }
        if marks.is_empty() {
            continue;
        }
        let (start, middle, end) = match size {
            Size::Wide => ("<g class=\"", "\">", "</g>"),
            Size::Narrow => ("<path class=\"", "\" d=\"", "\"/>"),
        };
        let pieces = [start, class, name, middle, &marks, end];
        element(plane, &pieces.map(Raw));
    }
}

/// The form of a series' marks: six that differ without colour.
fn shape(place: usize, x: i32, y: i32) -> String {
    match place % 6 {
        0 => format!("M{} {y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", x - 5),
        1 => format!("M{} {}h9v9h-9z", x - 4, y - 4),
        2 => format!("M{x} {}l6 10h-12z", y - 6),
        3 => format!("M{x} {}l6 6l-6 6l-6-6z", y - 6),
        4 => format!("M{x} {}l6-10h-12z", y + 6),
        _ => format!("M{} {}h4v4h4v4h-4v4h-4v-4h-4v-4h4z", x - 2, y - 6),
    }
}

/// A letter and a dash over the line of zero for every value that is missing.
fn missing(plane: &Plane, chart: &Chart, places: &[f64]) {
    for (index, x) in places.iter().enumerate() {
        let (x, y) = plane.map_coordinate(&(*x, 0.0));
        let mut y = y / TENTHS - 6;
        for (place, series) in chart.series.iter().enumerate() {
            if value(series, index).is_none() {
                labelled(plane, "missing ax", x / TENTHS, y, &lettered(place, "–"));
                y -= LINE;
            }
        }
    }
}

fn value(series: &Series, index: usize) -> Option<&Value> {
    series.values.get(index)?.as_ref()
}
