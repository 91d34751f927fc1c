//! Names at the ends of lines, moved apart where they would meet.

use super::{BOTTOM, TOP, shape, value};
use crate::chart::backend::{Plane, TENTHS};
use crate::chart::bars::{label, raw};
use crate::chart::text::{fitted, width};
use crate::chart::{Size, float, letter, series_class};
use crate::page::Chart;

/// Least distance of two names, and the most room one may take.
const PITCH: i32 = 17;
const MOST: i32 = 200;
/// From the end of the lines to the sign of a series, and on to its name.
const SIGN: i32 = 14;
const NAME: i32 = 12;

/// The room names need right of the lines: on phones only letters.
pub fn room(chart: &Chart, size: Size) -> i32 {
    let names = chart.series.iter().map(|series| match size {
        Size::Wide => width(&series.name) + width("A "),
        Size::Narrow => width("A"),
    });
    (SIGN + NAME + names.max().unwrap_or(0)).min(MOST)
}

/// Writes the sign, the letter and, where there is room, the name of every series.
pub fn draw(plane: &Plane, chart: &Chart, places: &[f64], right: i32, room: i32, size: Size) {
    let mut ends: Vec<(i32, usize)> = (0..chart.series.len())
        .filter_map(|place| Some((height(plane, chart, places, place)?, place)))
        .collect();
    ends.sort_unstable();
    apart(&mut ends);
    for (y, place) in ends {
        let Some(series) = chart.series.get(place) else {
            continue;
        };
        let text = match size {
            Size::Wide => format!("{} {}", letter(place), series.name),
            Size::Narrow => letter(place).to_string(),
        };
        let (class, sign) = (series_class(place), shape(place, right + SIGN, y));
        raw(plane, &format!("<path class=\"{class}\" d=\"{sign}\"/>"));
        let text = fitted(&text, room - SIGN - NAME + 2);
        label(plane, "", right + SIGN + NAME, y + 5, &text);
    }
}

/// The height of a series' last value.
fn height(plane: &Plane, chart: &Chart, places: &[f64], place: usize) -> Option<i32> {
    let series = chart.series.get(place)?;
    let last = (0..places.len())
        .rev()
        .find_map(|index| value(series, index))?;
    Some(plane.map_coordinate(&(0.0, float(last.number))).1 / TENTHS)
}

/// Moves sorted ends apart: down where they meet, then up from the bottom.
fn apart(ends: &mut [(i32, usize)]) {
    let mut least = TOP;
    for (y, _) in ends.iter_mut() {
        *y = (*y).max(least);
        least = *y + PITCH;
    }
    let mut most = BOTTOM;
    for (y, _) in ends.iter_mut().rev() {
        *y = (*y).min(most);
        most = *y - PITCH;
    }
}

#[cfg(test)]
mod tests {
    use super::{BOTTOM, PITCH, apart};

    #[test]
    fn names_never_meet_and_stay_above_the_axis_labels() {
        let mut ends = [(100, 0), (100, 1), (275, 2), (280, 3), (280, 4)];
        apart(&mut ends);
        assert!(ends.windows(2).all(|pair| pair[1].0 - pair[0].0 >= PITCH));
        assert!(ends.iter().all(|(y, _)| *y <= BOTTOM));
        assert_eq!(ends[0].0, 100);
    }
}
