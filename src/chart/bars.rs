//! What the bar charts share: a bar as an element of plotters, texts, the grid and the layout of
//! rows for both sizes.

use std::cell::RefCell;
use std::collections::BTreeMap;

use plotters::element::{Drawable, PathElement, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::backend::{Plane, Role, Svg, TENTHS, whole};
use super::element::Piece::{self, Letter, Raw, Units, Words};
use super::element::{put, put_bar};
use super::text;
use super::{Size, float, ink, letter};
use crate::page::{Category, Chart};

/// A bar from one amount to another.
pub struct Bar<'a> {
    pub from: f64,
    pub to: f64,
    /// Top and height in units.
    pub top: f64,
    pub height: i32,
    /// Units left free at the far end, so that segments do not touch.
    pub gap: i32,
    pub class: &'static str,
    pub title: Option<&'a [&'a str]>,
    /// The place of the bar's series.
    pub series: usize,
    /// Where what a whole row shares is gathered.
    pub gathered: &'a RefCell<Gathered>,
}

/// Room a letter needs.
pub const LETTER_ROOM: i32 = 20;

/// What the bars of one ink share, so that it is written once.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Places of letters, and the series they stand for.
    letters: Vec<(i32, i32, usize)>,
    /// Shapes without a title, by series and class.
    shapes: BTreeMap<(usize, &'static str), String>,
    /// By its top, the stretch the bars of a row take, and their height.
    rows: BTreeMap<i32, (i32, i32, i32)>,
}

impl Gathered {
    fn add_shape(
        &mut self,
        series: usize,
        class: &'static str,
        corner: (i32, i32),
        size: (i32, i32),
    ) {
        let shapes = self.shapes.entry((series, class)).or_default();
        put_bar(shapes, corner, size);
    }

    fn add_row(&mut self, top: i32, left: i32, right: i32, height: i32) {
        let row = self.rows.entry(top).or_insert((left, right, height));
        *row = (row.0.min(left), row.1.max(right), height);
    }

    /// Shapes that had no title of their own: one path for each class.
    pub fn draw_shapes(&self, plane: &Plane) {
        for ((_, class), shape) in &self.shapes {
            element(
                plane,
                &[
                    Raw("<path class=\""),
                    Raw(class),
                    Raw("\" d=\""),
                    Raw(shape),
                    Raw("\"/>"),
                ],
            );
        }
    }

    /// The hatching over all bars of part-year rows.
    fn draw_hatching(&self, plane: &Plane, id: &str) {
        let mut shapes = String::new();
        for (top, (left, right, height)) in &self.rows {
            let (height, width) = (*height, right - left);
            put_bar(&mut shapes, (*left, *top), (width, height));
        }
        if !shapes.is_empty() {
            element(
                plane,
                &[
                    Raw("<path class=\"over\" fill=\"url(#"),
                    Raw(id),
                    Raw(")\" d=\""),
                    Raw(&shapes),
                    Raw("\"/>"),
                ],
            );
        }
    }

    /// Letters: one text for each ink, for a text may give every letter its own place.
    fn draw_letters(&self, plane: &Plane) {
        for wanted in ["deep", "soft"] {
            let fitting: Vec<_> = self
                .letters
                .iter()
                .filter(|(_, _, series)| ink(*series) == wanted)
                .collect();
            if fitting.is_empty() {
                continue;
            }
            let xs: Vec<i32> = fitting.iter().map(|(x, ..)| *x).collect();
            let mut ys: Vec<i32> = fitting.iter().map(|(_, y, _)| *y).collect();
            // The last of a list holds for all that follow.
            while ys.len() > 1 && ys[ys.len() - 1] == ys[ys.len() - 2] {
                ys.pop();
            }
            let text: String = fitting.iter().map(|(.., series)| letter(*series)).collect();
            let (xs, ys) = (listed(&xs), listed(&ys));
            element(
                plane,
                &[
                    Raw("<text class=\""),
                    Raw(wanted),
                    Raw("\" x=\""),
                    Raw(&xs),
                    Raw("\" y=\""),
                    Raw(&ys),
                    Raw("\">"),
                    Raw(&text),
                    Raw("</text>"),
                ],
            );
        }
    }
}

fn listed(numbers: &[i32]) -> String {
    let mut list = String::new();
    for (index, number) in numbers.iter().enumerate() {
        let space = if index > 0 { " " } else { "" };
        put(&mut list, &[Raw(space), Units(*number)]);
    }
    list
}

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
        let (left, right) = (whole(from.min(to)), whole(from.max(to)));
        // What is not zero is seen: at least one unit, also after the gap.
        let width = (right - left - self.gap).max(1);
        let left = if to < from { right - width } else { left };
        let top = whole(top);
        let (corner, size) = ((left, top), (width, self.height));
        let mut gathered = self.gathered.borrow_mut();
        match self.title {
            Some(title) => {
                let out = svg.out();
                put(
                    out,
                    &[Raw("<path class=\""), Raw(self.class), Raw("\" d=\"")],
                );
                put_bar(out, corner, size);
                out.push_str("\"><title>");
                title.iter().for_each(|words| put(out, &[Words(words)]));
                out.push_str("</title></path>");
            }
            None => gathered.add_shape(self.series, self.class, corner, size),
        }
        gathered.add_row(top, left, left + width, self.height);
        if width >= LETTER_ROOM {
            gathered
                .letters
                .push((left + width / 2, top + self.height / 2 + 5, self.series));
        }
        Ok(())
    }
}

/// A text at a place given in units.
pub fn label(plane: &Plane, class: &str, x: i32, y: i32, text: &str) {
    labelled(plane, class, x, y, &[Words(text)]);
}

/// A text of several pieces at a place given in units.
pub fn labelled(plane: &Plane, class: &str, x: i32, y: i32, text: &[Piece]) {
    draw(plane, |out| {
        out.push_str("<text");
        if !class.is_empty() {
            put(out, &[Raw(" class=\""), Raw(class), Raw("\"")]);
        }
        if x != 0 {
            put(out, &[Raw(" x=\""), Units(x), Raw("\"")]);
        }
        put(out, &[Raw(" y=\""), Units(y), Raw("\">")]);
        put(out, text);
        out.push_str("</text>");
    });
}

/// A series' letter before a text.
pub fn lettered(place: usize, text: &str) -> [Piece<'_>; 3] {
    [Letter(letter(place)), Raw(" "), Words(text)]
}

/// The line of a bar that would be nothing.
pub fn zero_mark(plane: &Plane, x: i32, top: i32, height: i32) {
    element(
        plane,
        &[
            Raw("<path class=\"zero-mark\" d=\"M"),
            Units(x),
            Raw(" "),
            Units(top),
            Raw("v"),
            Units(height),
            Raw("\"/>"),
        ],
    );
}

/// An element written as it is, in order with what plotters draws.
pub fn raw(plane: &Plane, markup: &str) {
    element(plane, &[Raw(markup)]);
}

/// An element of several pieces.
pub fn element(plane: &Plane, pieces: &[Piece]) {
    draw(plane, |out| put(out, pieces));
}

fn draw(plane: &Plane, write: impl Fn(&mut String)) {
    // The backend cannot fail.
    let _ = plane.draw(&Element(write));
}

struct Element<W>(W);

impl<'a, W> PointCollection<'a, (f64, f64)> for &'a Element<W> {
    type Point = (f64, f64);
    type IntoIter = [(f64, f64); 0];

    fn point_iter(self) -> Self::IntoIter {
        []
    }
}

impl<'s, W: Fn(&mut String)> Drawable<Svg<'s>> for Element<W> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        svg: &mut Svg<'s>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        (self.0)(svg.out());
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
            let ends = ends
                .iter()
                .map(|end| text::bold_width(end))
                .max()
                .unwrap_or(0);
            (
                labels.clamp(48, 200) + 12,
                720 - ends - if ends > 0 { 18 } else { 1 },
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
    }
    amounts(plane, chart, range);
}

/// Space between two amounts of the axis.
const APART_AMOUNTS: i32 = 8;

/// The amounts over the grid lines, inside the drawing. The last one has the unit: it stays, then
/// zero, and others only where they do not meet what stands.
fn amounts(plane: &Plane, chart: &Chart, range: (f64, f64)) {
    let width = i32::try_from(plane.dim_in_pixel().0).unwrap_or(i32::MAX) / TENTHS;
    let mut order: Vec<usize> = (0..chart.axis.len()).rev().collect();
    order.sort_by_key(|index| {
        (
            index + 1 != chart.axis.len(),
            !chart.axis[*index].number.is_zero(),
        )
    });
    let mut taken: Vec<(i32, i32)> = Vec::new();
    for tick in order.into_iter().filter_map(|index| chart.axis.get(index)) {
        let amount = float(tick.number).clamp(range.0, range.1);
        let (x, _) = plane.map_coordinate(&(amount, 0.0));
        let half = text::width(&tick.text) / 2;
        let centre = (x / TENTHS).min(width - half).max(half);
        let (left, right) = (centre - half, centre + half + APART_AMOUNTS);
        if taken.iter().all(|(from, to)| right <= *from || left >= *to) {
            taken.push((left, right));
            label(plane, "ax", centre, 14, &tick.text);
        }
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
            let room = size.width() - text::bold_width(end) - 8;
            label(plane, "", 0, top - 7, &text::fitted(label_text, room));
            if !end.is_empty() {
                label(plane, "b", 342, top - 7, end);
            }
        }
    }
}

/// Draws the bars of all categories ink by ink: what has happened, what is planned, part years.
/// `draw` draws those of one category.
pub fn groups(plane: &Plane, chart: &Chart, hatch: &str, draw: impl Fn(usize, &RefCell<Gathered>)) {
    for class in ["", "plan", "part"] {
        let of = |category: &Category| match (category.partial, category.planned) {
            (true, _) => "part",
            (false, true) => "plan",
            _ => "",
        };
        let members = chart
            .categories
            .iter()
            .enumerate()
            .filter(|(_, category)| of(category) == class);
        let members: Vec<usize> = members.map(|(index, _)| index).collect();
        if members.is_empty() {
            continue;
        }
        if !class.is_empty() {
            element(plane, &[Raw("<g class=\""), Raw(class), Raw("\">")]);
        }
        let gathered = RefCell::new(Gathered::default());
        members.into_iter().for_each(|index| draw(index, &gathered));
        let gathered = gathered.into_inner();
        gathered.draw_shapes(plane);
        if class == "part" {
            gathered.draw_hatching(plane, hatch);
        }
        gathered.draw_letters(plane);
        if !class.is_empty() {
            raw(plane, "</g>");
        }
    }
}
