//! Axis steps in exact numbers, and the stretch of amounts a drawing must show.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::float;
use crate::page::{Chart, Form};

/// Steps of an axis: 1, 2, 2.5 or 5 times a power of ten, zero always among them, three to six
/// intervals within the amounts.
pub fn ticks(low: Decimal, high: Decimal) -> Vec<Decimal> {
    let (low, high) = (low.min(Decimal::ZERO), high.max(Decimal::ZERO));
    let Some((step, first, last)) = step(low, high) else {
        return vec![Decimal::ZERO];
    };
    (first..=last)
        .filter_map(|place| step.checked_mul(Decimal::from(place)))
        .map(|tick| tick.normalize())
        .collect()
}

/// The largest round step that fits three times or more between the amounts, with the places of
/// its first and last multiple. It never fits more than six times: the steps at most double.
fn step(low: Decimal, high: Decimal) -> Option<(Decimal, i64, i64)> {
    let whole = low.abs().max(high).trunc();
    let mut power = Decimal::ONE;
    while power <= whole.checked_div(Decimal::TEN)? {
        power = power.checked_mul(Decimal::TEN)?;
    }
    // The powers end where Decimal has no more decimals.
    while !power.is_zero() {
        for multiple in [50, 25, 20, 10] {
            let step = power.checked_mul(Decimal::new(multiple, 1))?;
            let place = |end: Decimal| end.checked_div(step)?.trunc().to_i64();
            let (first, last) = (place(low)?, place(high)?);
            if last - first >= 3 {
                return Some((step, first, last));
            }
        }
        power = power.checked_div(Decimal::TEN)?;
    }
    None
}

/// The least and greatest amount of a chart, zero between them; never empty.
pub fn range(chart: &Chart) -> (f64, f64) {
    let single = || {
        chart
            .series
            .iter()
            .flat_map(|series| &series.values)
            .flatten()
            .map(|value| value.number)
    };
    let mut ends: Vec<Decimal> = single()
        .chain(chart.axis.iter().map(|tick| tick.number))
        .collect();
    if chart.form == Form::StackedBars {
        for index in 0..chart.categories.len() {
            let (below, above) = stack(chart, index);
            ends.extend([below, above]);
        }
    }
    let low = ends
        .iter()
        .copied()
        .min()
        .unwrap_or_default()
        .min(Decimal::ZERO);
    let high = ends
        .iter()
        .copied()
        .max()
        .unwrap_or_default()
        .max(Decimal::ZERO);
    if low == high {
        (0.0, 1.0)
    } else {
        (float(low), float(high))
    }
}

/// How far a category's stack reaches on both sides of zero.
fn stack(chart: &Chart, index: usize) -> (Decimal, Decimal) {
    let mut reach = (Decimal::ZERO, Decimal::ZERO);
    for value in chart
        .series
        .iter()
        .filter_map(|series| series.values.get(index)?.as_ref())
    {
        let side = if value.number.is_sign_negative() {
            &mut reach.0
        } else {
            &mut reach.1
        };
        *side = side.checked_add(value.number).unwrap_or(*side);
    }
    reach
}
