//! What pages say of indicators.

use serde::Serialize;

use super::{Cell, Download, Head, Link, Status};

/// Indicators under their goals: one body per goal, one row per indicator (mittaritaulukko).
#[derive(Debug, Clone, Serialize)]
pub struct Indicators {
    pub id: String,
    pub caption: String,
    /// The first head belongs to the names; the others to the columns that have something to say.
    pub heads: Vec<Head>,
    pub goals: Vec<MeasuredGoal>,
    /// What rules say against published statuses.
    pub remarks: Vec<String>,
    /// Empty: notes belong to the goals.
    pub notes: Vec<super::Note>,
    pub downloads: Vec<Download>,
}

#[derive(Debug, Clone, Serialize)]
pub struct MeasuredGoal {
    pub goal: Link,
    pub indicators: Vec<Indicator>,
}

/// Text throughout; small print is `None` where nothing was published.
#[derive(Debug, Clone, Serialize)]
pub struct Indicator {
    pub name: String,
    pub unit: Option<String>,
    pub due: Option<String>,
    pub responsible: Option<String>,
    pub note: Option<String>,
    /// As many as there are heads after the first.
    pub cells: Vec<IndicatorCell>,
}

/// A figure or a status.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorCell {
    pub figure: Option<Cell>,
    pub status: Option<Status>,
    /// The status was computed, not published.
    pub computed: bool,
}
