//! Charts as inline SVG, drawn through plotters by a backend of ours that keeps meaning: classes
//! instead of colours, real text, a title on every mark. Amounts become floats here, as pixels.
//!
//! Classes: `chart wide|narrow`, `grid`, `zero`, `ax`, `end`, `mid`, `b` (bold), `s1`–`s6`,
//! `band` (the ground behind part-year points), `deep|soft` (letters on dark and light series), `plan`, `part`, `hatch`, `outline`, `line`,
//! `zero-mark`, `missing`.

mod backend;
mod bars;
mod budget_actuals;
mod element;
mod grouped_bars;
mod lines;
mod scale;
mod stacked_bars;
mod text;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::page::{Chart, Form};

pub use scale::ticks;

/// A chart drawn twice, with its key.
#[derive(Debug, Clone, Serialize)]
pub struct Drawing {
    /// 720 units wide.
    pub wide: String,
    /// 342 units wide, for phones.
    pub narrow: String,
    pub key: Vec<KeyItem>,
}

/// An entry of the key: colour, letter and name of a series.
#[derive(Debug, Clone, Serialize)]
pub struct KeyItem {
    /// `s1`–`s6`, or `outline` for a budget.
    pub class: String,
    pub letter: String,
    pub name: String,
    /// `deep` or `soft`: which ink a letter needs on the series' colour.
    pub ink: &'static str,
}

/// One of the two drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Wide,
    Narrow,
}

impl Size {
    /// Width in units; text is 14 units high in both.
    fn width(self) -> i32 {
        match self {
            Size::Wide => 720,
            Size::Narrow => 342,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Size::Wide => "wide",
            Size::Narrow => "narrow",
        }
    }

    fn letter(self) -> char {
        match self {
            Size::Wide => 'w',
            Size::Narrow => 'n',
        }
    }
}

/// Draws a chart; all ids in it begin with `id`.
pub fn drawing(chart: &Chart, id: &str) -> Drawing {
    let draw = |size| match chart.form {
        Form::StackedBars => stacked_bars::svg(chart, id, size),
        Form::GroupedBars => grouped_bars::svg(chart, id, size),
        Form::Lines => lines::svg(chart, id, size),
        Form::BudgetActuals => budget_actuals::svg(chart, id, size),
    };
    Drawing {
        wide: draw(Size::Wide),
        narrow: draw(Size::Narrow),
        key: key(chart),
    }
}

fn key(chart: &Chart) -> Vec<KeyItem> {
    let lettered = matches!(
        chart.form,
        Form::StackedBars | Form::GroupedBars | Form::Lines
    );
    let items = chart.series.iter().enumerate().map(|(index, series)| {
        let outline = chart.form == Form::BudgetActuals && index == 0;
        KeyItem {
            class: if outline {
                "outline".to_owned()
            } else {
                series_class(series_slot(chart, index)).to_owned()
            },
            letter: if lettered {
                letter(index).to_string()
            } else {
                String::new()
            },
            name: series.name.clone(),
            ink: ink(series_slot(chart, index)),
        }
    });
    items.collect()
}

/// The colour's place in the theme's order: actuals take the first one.
fn series_slot(chart: &Chart, index: usize) -> usize {
    if chart.form == Form::BudgetActuals {
        index.saturating_sub(1)
    } else {
        index
    }
}

/// The class of a series; more than six begin again.
fn series_class(index: usize) -> &'static str {
    ["s1", "s2", "s3", "s4", "s5", "s6"][index % 6]
}

/// `A` for the first series.
fn letter(index: usize) -> char {
    let offset = u8::try_from(index % 26).unwrap_or(0);
    char::from(b'A' + offset)
}

/// Odd series are dark, even ones light: the theme's order alternates.
fn ink(index: usize) -> &'static str {
    if index.is_multiple_of(2) {
        "deep"
    } else {
        "soft"
    }
}

/// A number as a float for pixels only.
fn float(number: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    number.to_f64().unwrap_or(0.0)
}

#[cfg(test)]
mod tests;
