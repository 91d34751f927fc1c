//! The plotters backend that writes our SVG. Colours are tokens for classes; coordinates are
//! tenths of a unit, so that whole pixels of plotters keep one decimal.

use std::fmt::Write as _;
use std::ops::Range;

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{DrawingArea, IntoDrawingArea, RGBColor};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::Size;
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

    fn class(colour: BackendColor) -> String {
        match colour.rgb {
            (1, 0, _) => "grid".to_owned(),
            (1, 2, index) => format!("line s{}", index % 6 + 1),
            _ => "zero".to_owned(),
        }
    }
}

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
    let (width, class) = (size.width(), size.class());
    // Both drawings say the same, so the words stand once; a hidden element may name another.
    let words = match size {
        Size::Wide => format!(
            "<title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escaped(&chart.name),
            escaped(&chart.description)
        ),
        Size::Narrow => String::new(),
    };
    format!(
        "<svg class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{id}-t {id}-d\">{words}"
    )
}

/// The hatching of part-year bars; a pattern must be named by the drawing itself.
pub fn hatching(id: &str, size: Size) -> String {
    format!(
        "<pattern id=\"{id}-{}-h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0v6\"/></pattern>",
        size.letter()
    )
}

/// Text safe inside SVG; control characters are dropped.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !character.is_control()) {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Tenths as the nearest whole unit.
pub fn whole(tenths: i32) -> i32 {
    (tenths + TENTHS / 2).div_euclid(TENTHS)
}

/// Tenths as units: 12.5, 12, −3.1.
pub fn units(tenths: i32) -> String {
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match tenths % 10 {
        0 => format!("{sign}{}", tenths / 10),
        rest => format!("{sign}{}.{rest}", tenths / 10),
    }
}

impl Svg<'_> {
    /// Writes an element as it is.
    pub fn push(&mut self, element: &str) {
        self.out.push_str(element);
    }

    fn path(&mut self, class: &str, points: &[BackendCoord]) {
        let mut d = String::new();
        let mut last = None;
        for (x, y) in points {
            // Writing to a string cannot fail.
            let _ = match last {
                None => write!(d, "M{} {}", units(*x), units(*y)),
                Some((before, _)) if before == x => write!(d, "V{}", units(*y)),
                Some((_, before)) if before == y => write!(d, "H{}", units(*x)),
                Some(_) => write!(d, "L{} {}", units(*x), units(*y)),
            };
            last = Some((x, y));
        }
        let element = format!("<path class=\"{class}\" d=\"{d}\"/>");
        // Grid lines in a row are one path.
        if class == "grid" && self.ends_with_grid() {
            self.out.truncate(self.out.len() - END.len());
            self.push(&element[GRID.len()..]);
        } else {
            self.push(&element);
        }
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
        self.path(&Role::class(style.color()), &[from, to]);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = path.into_iter().collect();
        self.path(&Role::class(style.color()), &points);
        Ok(())
    }

    /// Text is written by our own elements, which know what it says.
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let class = Role::class(style.color());
        self.push(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>",
            units(at.0),
            units(at.1),
            escaped(text)
        ));
        Ok(())
    }
}
