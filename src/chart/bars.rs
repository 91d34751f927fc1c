//! What the bar charts share: a bar as an element of plotters, texts, the grid and the layout of
//! rows for both sizes.

use plotters::element::{Drawable, PathElement, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::backend::{Plane, Role, Svg, TENTHS, escaped, units};
use super::text;
use super::{Size, float};
use crate::page::Chart;

/// A bar from one amount to another.
pub struct Bar<'a> {
    pub from: f64,
    pub to: f64,
    /// Top and height in units.
    pub top: f64,
    pub height: i32,
    /// Tenths left free at the far end, so that segments do not touch.
    pub gap: i32,
    pub class: &'a str,
    pub title: Option<String>,
    /// A letter in the bar when there is room: its text and class.
    pub letter: Option<(&'a str, &'a str)>,
    /// The id of a hatching laid over the bar.
    pub hatching: Option<&'a str>,
}

/// Room a letter needs, in tenths.
const LETTER_ROOM: i32 = 20 * TENTHS;

impl<'a> PointCollection<'a, (f64, f64)> for &'a Bar<'a> {
    type Point = (f64, f64);
    type IntoIter = [(f64, f64); 2];

    fn point_iter(self) -> Self::IntoIter {
        [(self.from, self.top), (self.to, self.top)]
    }
}

impl<'s> Drawable<Svg<'s>> for Bar<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        svg: &mut Svg<'s>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        let (Some((from, top)), Some((to, _))) = (points.next(), points.next()) else {
            return Ok(());
        };
        let (left, right) = (from.min(to), from.max(to));
        // What is not zero is seen: at least one unit, also after the gap.
        let width = (right - left - self.gap).max(TENTHS);
        let left = if to < from { right - width } else { left };
        let shape = format!(
            "M{} {}h{}v{}h-{}z",
            units(left),
            units(top),
            units(width),
            self.height,
            units(width)
        );
        match &self.title {
            Some(title) => {
                let title = escaped(title);
                svg.push(&format!(
                    "<path class=\"{}\" d=\"{shape}\"><title>{title}</title></path>",
                    self.class
                ));
            }
            None => svg.push(&format!("<path class=\"{}\" d=\"{shape}\"/>", self.class)),
        }
        if let Some(id) = self.hatching {
            svg.push(&format!(
                "<path class=\"over\" fill=\"url(#{id})\" d=\"{shape}\"/>"
            ));
        }
        if let Some((letter, ink)) = self.letter.filter(|_| width >= LETTER_ROOM) {
            let (x, y) = (
                units(left + width / 2),
                units(top + (self.height * TENTHS) / 2 + 45),
            );
            svg.push(&format!(
                "<text class=\"{ink}\" x=\"{x}\" y=\"{y}\">{letter}</text>"
            ));
        }
        Ok(())
    }
}

/// A text at a place given in units.
pub fn label(plane: &Plane, class: &str, x: i32, y: i32, text: &str) {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    raw(
        plane,
        &format!("<text{class} x=\"{x}\" y=\"{y}\">{}</text>", escaped(text)),
    );
}

/// An element written as it is, in order with what plotters draws.
pub fn raw(plane: &Plane, element: &str) {
    let element = Raw(element);
    // The backend cannot fail.
    let _ = plane.draw(&element);
}

struct Raw<'a>(&'a str);

impl<'a> PointCollection<'a, (f64, f64)> for &'a Raw<'a> {
    type Point = (f64, f64);
    type IntoIter = [(f64, f64); 0];

    fn point_iter(self) -> Self::IntoIter {
        []
    }
}

impl<'s> Drawable<Svg<'s>> for Raw<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        svg: &mut Svg<'s>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        svg.push(self.0);
        Ok(())
    }
}

/// Where the rows of a bar chart stand.
pub struct Rows {
    /// Left and right end of the bars.
    pub left: i32,
    pub right: i32,
    /// Top of each category's first bar.
    pub tops: Vec<i32>,
    pub height: i32,
}

/// Space under the axis labels.
const HEAD: i32 = 24;
/// Extra space before part-year categories.
const APART: i32 = 14;

/// Rows with labels beside the bars on wide drawings and above them on narrow ones. `bars` is the
/// height of one category's bars, `ends` the texts right of them.
pub fn rows(chart: &Chart, size: Size, bars: i32, ends: &[String]) -> Rows {
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(text::width).max().unwrap_or(0);
    let labels = widest(
        &mut chart
            .categories
            .iter()
            .map(|category| category.label.as_str()),
    );
    let (left, right, above, below) = match size {
        Size::Wide => {
            let ends = widest(&mut ends.iter().map(String::as_str));
            (
                labels.clamp(48, 200) + 12,
                720 - ends - if ends > 0 { 10 } else { 1 },
                0,
                14,
            )
        }
        Size::Narrow => (1, 341, 24, 14),
    };
    let mut next = HEAD;
    let mut tops = Vec::new();
    for category in &chart.categories {
        if category.partial && !tops.is_empty() {
            next += APART;
        }
        tops.push(next + above);
        next += above + bars + below;
    }
    Rows {
        left,
        right,
        tops,
        height: next - below + 4,
    }
}

/// Grid lines with their amounts above, and the line of zero.
pub fn grid(plane: &Plane, chart: &Chart, rows: &Rows, range: (f64, f64)) {
    let bottom = f64::from(rows.height);
    for tick in &chart.axis {
        let amount = float(tick.number).clamp(range.0, range.1);
        let role = if tick.number.is_zero() {
            Role::Zero
        } else {
            Role::Grid
        };
        let line = PathElement::new(vec![(amount, 20.0), (amount, bottom)], role.colour());
        let _ = plane.draw(&line);
        let (x, _) = plane.map_coordinate(&(amount, 0.0));
        let half = text::width(&tick.text) / 2;
        let centre = (x / TENTHS).clamp(half, rows.right.max(half + 1) + 10 - half.min(10));
        label(plane, "ax", centre, 14, &tick.text);
    }
}

/// The label of a category, and the text at its end.
pub fn name(
    plane: &Plane,
    size: Size,
    rows: &Rows,
    top: i32,
    bars: i32,
    label_text: &str,
    end: &str,
) {
    match size {
        Size::Wide => {
            let y = top + bars / 2 + 5;
            label(plane, "", 0, y, &text::fitted(label_text, rows.left - 8));
            if !end.is_empty() {
                label(plane, "b", 720, y, end);
            }
        }
        Size::Narrow => {
            let room = 342 - text::width(end) - 8;
            label(plane, "", 0, top - 7, &text::fitted(label_text, room));
            if !end.is_empty() {
                label(plane, "b", 342, top - 7, end);
            }
        }
    }
}

/// The class that sets planned and part-year categories apart.
pub fn group(plane: &Plane, category: &crate::page::Category, draw: impl FnOnce()) {
    let class = match (category.partial, category.planned) {
        (true, _) => Some("part"),
        (false, true) => Some("plan"),
        _ => None,
    };
    match class {
        Some(class) => {
            raw(plane, &format!("<g class=\"{class}\">"));
            draw();
            raw(plane, "</g>");
        }
        None => draw(),
    }
}
