//! A chart described once, before anybody draws it.

use serde::Serialize;

/// A chart with its heading; the data table stands beside it as a block of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Prefix of all ids in the drawing.
    pub id: String,
    /// What the chart shows, as a finding.
    pub title: String,
    /// Measure, area and time.
    pub subtitle: String,
    pub chart: Chart,
}

/// A chart described once; `chart::drawing` draws it. Amounts are exact until pixels. Templates get
/// the drawing, not what it is drawn from.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    pub form: Form,
    /// Kind and topic: the drawing's accessible name.
    pub name: String,
    /// Two or three sentences with the main numbers.
    pub description: String,
    /// The time axis or the things compared, in order of the data.
    #[serde(skip)]
    pub categories: Vec<Category>,
    /// In order of the data; at most six.
    #[serde(skip)]
    pub series: Vec<Series>,
    /// The unit after a number: `€`.
    pub unit: String,
    /// Texts of axis labels by value, chosen by the composer: see `chart::ticks`.
    #[serde(skip)]
    pub axis: Vec<Tick>,
    /// Totals by category, shown at bar ends (stacked bars only).
    #[serde(skip)]
    pub totals: Vec<Option<Value>>,
}

/// The form of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    StackedBars,
    GroupedBars,
    Lines,
    /// Actuals as a bar inside the budget's outline.
    BudgetActuals,
}

#[derive(Debug, Clone)]
pub struct Category {
    /// "TP 2023", "TOT. 30.6."
    pub label: String,
    /// Covers part of a year: drawn hatched and set apart.
    pub partial: bool,
    /// A budget or a plan: drawn lighter than what has happened.
    pub planned: bool,
}

#[derive(Debug, Clone)]
pub struct Series {
    pub name: String,
    /// One per category; `None` is missing, which is not zero.
    pub values: Vec<Option<Value>>,
}

/// A number and its text.
#[derive(Debug, Clone)]
pub struct Value {
    pub number: rust_decimal::Decimal,
    /// With unit: `1 783 193 €`.
    pub text: String,
}

#[derive(Debug, Clone)]
pub struct Tick {
    pub number: rust_decimal::Decimal,
    /// `3 milj. €` on the last, `2` on the others.
    pub text: String,
}
