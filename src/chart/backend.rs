//! The plotters backend that writes our SVG. Colours are tokens for classes; coordinates are
//! tenths of a unit, so that whole pixels of plotters keep one decimal.

use std::ops::Range;

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{DrawingArea, IntoDrawingArea, RGBColor};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::Size;
use super::element::Piece::{self, Raw, Tenths, Units, Words};
use super::element::put;
use crate::page::Chart;

/// Tenths in a unit.
pub const TENTHS: i32 = 10;

/// What a line drawn by plotters itself is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Grid,
    Zero,
    /// The line of a series, by its place.
    Line(u8),
}

impl Role {
    /// The colour that stands for the role.
    pub fn colour(self) -> RGBColor {
        match self {
            Role::Grid => RGBColor(1, 0, 0),
            Role::Zero => RGBColor(1, 1, 0),
            Role::Line(index) => RGBColor(1, 2, index),
        }
    }

    fn class(colour: BackendColor) -> &'static str {
        match colour.rgb {
            (1, 0, _) => "grid",
            (1, 2, index) => LINES[usize::from(index) % LINES.len()],
            _ => "zero",
        }
    }
}

/// The classes of lines.
const LINES: [&str; 6] = [
    "line s1", "line s2", "line s3", "line s4", "line s5", "line s6",
];

/// How a path of grid lines begins, and how any path ends.
const GRID: &str = "<path class=\"grid\" d=\"";
const END: &str = "\"/>";

/// A drawing under way.
pub struct Svg<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

/// A drawing's coordinates: amounts and units.
pub type Plane<'a> = DrawingArea<Svg<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// A plane from values to stretches of the drawing, given in units.
pub fn plane<'a>(
    out: &'a mut String,
    size: (i32, i32),
    values: (Range<f64>, Range<f64>),
    units: (Range<i32>, Range<i32>),
) -> Plane<'a> {
    let tenths =
        |length: i32| u32::try_from(length.max(1) * TENTHS).unwrap_or(TENTHS.unsigned_abs());
    let scaled = |units: Range<i32>| units.start * TENTHS..units.end * TENTHS;
    let svg = Svg {
        out,
        size: (tenths(size.0), tenths(size.1)),
    };
    let spec = Cartesian2d::new(values.0, values.1, (scaled(units.0), scaled(units.1)));
    svg.into_drawing_area().apply_coord_spec(spec)
}

/// Opens the drawing with its accessible name and description.
pub fn open(chart: &Chart, id: &str, size: Size, height: i32) -> String {
    // Room for most drawings.
    let mut out = String::with_capacity(8 * 1024);
    put(
        &mut out,
        &[
            Raw("<svg class=\"chart "),
            Raw(size.class()),
            Raw("\" viewBox=\"0 0 "),
            Units(size.width()),
            Raw(" "),
            Units(height),
            Raw("\" role=\"img\" aria-labelledby=\""),
            Raw(id),
            Raw("-t "),
            Raw(id),
            Raw("-d\">"),
        ],
    );
    // Both drawings say the same, so the words stand once; a hidden element may name another.
    if size == Size::Wide {
        put(
            &mut out,
            &[
                Raw("<title id=\""),
                Raw(id),
                Raw("-t\">"),
                Words(&chart.name),
                Raw("</title><desc id=\""),
                Raw(id),
                Raw("-d\">"),
                Words(&chart.description),
                Raw("</desc>"),
            ],
        );
    }
    out
}

/// The hatching of part-year bars; a pattern must be named by the drawing itself.
pub fn hatching(id: &str, size: Size) -> String {
    format!(
        "<pattern id=\"{id}-{}-h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0v6\"/></pattern>",
        size.letter()
    )
}

/// Tenths as the nearest whole unit.
pub fn whole(tenths: i32) -> i32 {
    (tenths + TENTHS / 2).div_euclid(TENTHS)
}

impl Svg<'_> {
    /// Where elements are written, in order with what plotters draws.
    pub fn out(&mut self) -> &mut String {
        self.out
    }

    fn path(&mut self, class: &str, points: impl IntoIterator<Item = BackendCoord>) {
        // Grid lines in a row are one path.
        if class == "grid" && self.ends_with_grid() {
            self.out.truncate(self.out.len() - END.len());
        } else {
            put(
                self.out,
                &[Raw("<path class=\""), Raw(class), Raw("\" d=\"")],
            );
        }
        let mut last = None;
        for (x, y) in points {
            let step: &[Piece] = match last {
                None => &[Raw("M"), Tenths(x), Raw(" "), Tenths(y)],
                Some((before, _)) if before == x => &[Raw("V"), Tenths(y)],
                Some((_, before)) if before == y => &[Raw("H"), Tenths(x)],
                Some(_) => &[Raw("L"), Tenths(x), Raw(" "), Tenths(y)],
            };
            put(self.out, step);
            last = Some((x, y));
        }
        self.out.push_str(END);
    }

    fn ends_with_grid(&self) -> bool {
        let last = self.out.rfind('<').and_then(|place| self.out.get(place..));
        last.is_some_and(|last| last.starts_with(GRID) && last.ends_with(END))
    }
}

type Drawn = Result<(), DrawingErrorKind<std::convert::Infallible>>;

impl DrawingBackend for Svg<'_> {
    type ErrorType = std::convert::Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// Our drawings have no single pixels.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.path(Role::class(style.color()), [from, to]);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(Role::class(style.color()), path);
        Ok(())
    }

    /// Text is written by our own elements, which know what it says.
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let class = Role::class(style.color());
        put(
            self.out,
            &[
                Raw("<text class=\""),
                Raw(class),
                Raw("\" x=\""),
                Tenths(at.0),
                Raw("\" y=\""),
                Tenths(at.1),
                Raw("\">"),
                Words(text),
                Raw("</text>"),
            ],
        );
        Ok(())
    }
}
