//! Axis steps in exact numbers, and the stretch of amounts a drawing must show.

use rust_decimal::Decimal;

use super::float;
use crate::page::{Chart, Form};

/// Steps of an axis: 1, 2, 2.5 or 5 times a power of ten, zero always among them, three to six
/// intervals where the amounts allow.
pub fn ticks(low: Decimal, high: Decimal) -> Vec<Decimal> {
    let (low, high) = (low.min(Decimal::ZERO), high.max(Decimal::ZERO));
    let Some(step) = high.checked_sub(low).and_then(step) else {
        return vec![Decimal::ZERO];
    };
    let count = |end: Decimal| {
        end.checked_div(step)
            .map(|count| count.trunc())
            .unwrap_or_default()
    };
    let (mut next, last) = (count(low), count(high));
    let mut ticks = Vec::new();
    while next <= last && ticks.len() < 12 {
        ticks.extend(next.checked_mul(step).map(|tick| tick.normalize()));
        next += Decimal::ONE;
    }
    ticks
}

/// The smallest round step that divides a span into at most five; `None` for no span.
fn step(span: Decimal) -> Option<Decimal> {
    if span.is_zero() {
        return None;
    }
    let least = span.checked_div(Decimal::from(5))?;
    let mut power = Decimal::ONE;
    while power > least {
        power = power.checked_div(Decimal::TEN)?;
    }
    while power.checked_mul(Decimal::TEN)? <= least {
        power = power.checked_mul(Decimal::TEN)?;
    }
    let multiples = [
        Decimal::ONE,
        Decimal::TWO,
        Decimal::new(25, 1),
        Decimal::from(5),
        Decimal::TEN,
    ];
    multiples
        .into_iter()
        .filter_map(|multiple| power.checked_mul(multiple))
        .find(|step| *step >= least)
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
