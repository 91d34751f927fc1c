//! Goals, their statuses and their indicators as JSON. How a figure, a column or a text is written is
//! said once, for every kind of table, in the module above.

use serde::Serialize;

use super::{CellData, ColumnData, Text, cell, column, of_html, plain};
use crate::page::{GoalTable, IndicatorCell, Indicators, Statuses};

#[derive(Serialize)]
pub(super) struct GoalsData<'a> {
    id: &'a str,
    caption: Text<'a>,
    rows: Vec<GoalData<'a>>,
}

#[derive(Serialize)]
struct GoalData<'a> {
    goal: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<Text<'a>>,
    action: Text<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    measure: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Text<'a>>,
    outcome: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct IndicatorsData<'a> {
    id: &'a str,
    caption: Text<'a>,
    columns: Vec<ColumnData<'a>>,
    rows: Vec<IndicatorData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct IndicatorData<'a> {
    goal: Text<'a>,
    name: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible: Option<Text<'a>>,
    cells: Vec<IndicatorCellData<'a>>,
}

/// A figure, or a status and whether it was computed.
#[derive(Serialize)]
#[serde(untagged)]
enum IndicatorCellData<'a> {
    Figure(CellData<'a>),
    Status { status: Text<'a>, computed: bool },
    Nothing(()),
}

pub(super) fn goals(goals: &GoalTable) -> GoalsData<'_> {
    let rows = goals.goals.iter().flat_map(|goal| {
        goal.actions.iter().map(|action| GoalData {
            goal: plain(&goal.title),
            area: None,
            action: of_html(&action.action),
            measure: of_html(&action.measure),
            due: action.due.as_deref().map(plain),
            outcome: of_html(&action.outcome),
            status: action.status.as_ref().map(|status| status.text.as_str()),
        })
    });
    GoalsData {
        id: &goals.id,
        caption: plain(&goals.caption),
        rows: rows.collect(),
    }
}

pub(super) fn indicators(made: &Indicators) -> IndicatorsData<'_> {
    let rows = made.goals.iter().flat_map(|goal| {
        goal.indicators.iter().map(|each| IndicatorData {
            goal: plain(&goal.goal.text),
            name: plain(&each.name),
            unit: each.unit.as_deref().map(plain),
            due: each.due.as_deref().map(plain),
            responsible: each.responsible.as_deref().map(plain),
            cells: each.cells.iter().map(indicator_cell).collect(),
        })
    });
    IndicatorsData {
        id: &made.id,
        caption: plain(&made.caption),
        columns: made.heads.iter().skip(1).map(column).collect(),
        rows: rows.collect(),
        remarks: made.remarks.iter().map(|text| plain(text)).collect(),
    }
}

fn indicator_cell(of: &IndicatorCell) -> IndicatorCellData<'_> {
    match (&of.status, &of.figure) {
        (Some(status), _) => IndicatorCellData::Status {
            status: plain(&status.text),
            computed: of.computed,
        },
        (None, Some(figure)) => IndicatorCellData::Figure(cell(figure)),
        (None, None) => IndicatorCellData::Nothing(()),
    }
}

pub(super) fn statuses(statuses: &Statuses) -> GoalsData<'_> {
    let rows = statuses.rows.iter().map(|row| GoalData {
        goal: plain(&row.goal.text),
        area: Some(plain(&row.area)),
        action: of_html(&row.action),
        measure: Text::default(),
        due: None,
        outcome: of_html(&row.outcome),
        status: statuses.status.as_ref().map(|status| status.text.as_str()),
    });
    GoalsData {
        id: &statuses.id,
        caption: plain(&statuses.caption),
        rows: rows.collect(),
    }
}
