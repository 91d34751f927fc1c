//! A table's rows as a chart: categories from its columns, series from its rows, and the words
//! around the drawing.

use rust_decimal::Decimal;

use super::context::{Context, Ones};
use crate::chart;
use crate::page::{self, Category, Figure, Form, Series, Tick, Value};
use crate::section::figures::{ChartKind, Column, ColumnKind, Row, Table};
use crate::section::text::Text;

pub fn figure(context: &Context, id: &str, caption: &Text, table: &Table) -> Option<Figure> {
    let written = table.chart.as_ref()?;
    let rows = table.drawn();
    let form = form(written.kind);
    let ones = context.in_ones(&table.unit);
    let unit = ones.of(Decimal::ZERO).1.to_owned();
    let (categories, series) = match form {
        Form::BudgetActuals => side_by_side(context, table, &rows, &ones)?,
        _ => by_column(context, table, &rows, &ones),
    };
    let end = |column: Option<&Column>| {
        column
            .map(|column| context.text(&column.label.text))
            .unwrap_or_default()
    };
    let drawn = table.drawn_columns();
    let at = |index: Option<&usize>| index.and_then(|index| table.columns.get(*index));
    let ends = [end(at(drawn.first())), end(at(drawn.last()))];
    let totals = totals(context, form, &series, categories.len(), &unit);
    let caption = context.text(caption);
    let chart = page::Chart {
        form,
        name: context.word(&format!("chart.{}", key(form)), &[("caption", &caption)]),
        description: description(context, &categories, &series, &totals),
        axis: axis(context, form, &series, &totals, &unit),
        categories,
        series,
        unit,
        totals,
    };
    let area = context.text(context.page.short());
    let values = [
        ("caption", caption.as_str()),
        ("area", area.as_str()),
        ("first", &ends[0]),
        ("last", &ends[1]),
    ];
    let subtitle = context.word("chart.subtitle", &values);
    let title = context.text(&written.title);
    Some(Figure {
        id: format!("{id}-chart"),
        title,
        subtitle,
        chart,
    })
}

/// Columns are the categories and rows the series.
fn by_column(
    context: &Context,
    table: &Table,
    rows: &[&Row],
    ones: &Ones,
) -> (Vec<Category>, Vec<Series>) {
    let columns = table.drawn_columns();
    let category = |index: &usize| {
        let column = table.columns.get(*index)?;
        let heads = column.groups.iter().chain([&column.label.text]);
        let heads: Vec<String> = heads.map(|text| context.text(text)).collect();
        Some(Category {
            label: heads.join(" "),
            partial: column.is_partial(),
            planned: column.kind.is_planned(),
        })
    };
    let series = rows.iter().map(|row| Series {
        name: context.text(&row.name.text),
        values: columns
            .iter()
            .map(|column| cell(context, table, row, *column, ones))
            .collect(),
    });
    let categories = columns.iter().filter_map(category);
    (categories.collect(), series.collect())
}

/// Rows are the categories; the last budget and the last actuals are the series.
fn side_by_side(
    context: &Context,
    table: &Table,
    rows: &[&Row],
    ones: &Ones,
) -> Option<(Vec<Category>, Vec<Series>)> {
    let last = |kind: ColumnKind| table.columns.iter().rposition(|column| column.kind == kind);
    let budget = last(ColumnKind::AmendedBudget).or_else(|| last(ColumnKind::Budget));
    let columns = [budget?, last(ColumnKind::Actuals)?];
    let category = |row: &&Row| Category {
        label: context.text(&row.name.text),
        partial: false,
        planned: false,
    };
    let series = columns.map(|column| Series {
        name: table
            .columns
            .get(column)
            .map(|head| context.text(&head.label.text))
            .unwrap_or_default(),
        values: rows
            .iter()
            .map(|row| cell(context, table, row, column, ones))
            .collect(),
    });
    Some((rows.iter().map(category).collect(), series.to_vec()))
}

fn form(kind: ChartKind) -> Form {
    match kind {
        ChartKind::StackedBars => Form::StackedBars,
        ChartKind::GroupedBars => Form::GroupedBars,
        ChartKind::Lines => Form::Lines,
        ChartKind::BudgetActuals => Form::BudgetActuals,
    }
}

pub fn key(form: Form) -> &'static str {
    match form {
        Form::StackedBars => "stacked-bars",
        Form::GroupedBars => "grouped-bars",
        Form::Lines => "lines",
        Form::BudgetActuals => "budget-actuals",
    }
}

fn cell<'a>(
    context: &Context<'a>,
    table: &'a Table,
    row: &Row,
    column: usize,
    ones: &Ones,
) -> Option<Value> {
    let at = table
        .rows
        .iter()
        .position(|other| std::ptr::eq(other, row))?;
    let number = context.sheet(table).figure(at, column)?;
    let (number, unit) = ones.of(number);
    Some(value(context, number, unit))
}

pub fn value(context: &Context, number: Decimal, unit: &str) -> Value {
    Value {
        number,
        text: context.locale.amount(number, unit),
    }
}

fn totals(
    context: &Context,
    form: Form,
    series: &[Series],
    categories: usize,
    unit: &str,
) -> Vec<Option<Value>> {
    if form != Form::StackedBars {
        return vec![None; categories];
    }
    let total = |index: usize| {
        let values = series
            .iter()
            .filter_map(|series| series.values.get(index)?.as_ref());
        let numbers: Vec<Decimal> = values.map(|value| value.number).collect();
        crate::finance::sum::total(&numbers).map(|total| value(context, total.value, unit))
    };
    (0..categories).map(total).collect()
}

/// Labels of the axis: whole numbers of a thousand or a million with the unit on the last.
pub fn axis(
    context: &Context,
    form: Form,
    series: &[Series],
    totals: &[Option<Value>],
    unit: &str,
) -> Vec<Tick> {
    let (low, high) = extent(form, series, totals);
    let ticks = chart::ticks(low, high);
    let largest = ticks
        .iter()
        .map(|tick| tick.abs())
        .max()
        .unwrap_or_default();
    // Thousands and millions are shortened of money only.
    let money = context.locale.scale(unit).is_some();
    let (size, key) = if !money {
        (Decimal::ONE, "ones")
    } else if largest >= Decimal::from(1_000_000) {
        (Decimal::from(1_000_000), "millions")
    } else if largest >= Decimal::from(10_000) {
        (Decimal::from(1_000), "thousands")
    } else {
        (Decimal::ONE, "ones")
    };
    let last = ticks.len().saturating_sub(1);
    let label = |(index, tick): (usize, Decimal)| {
        let scaled = tick.checked_div(size).unwrap_or(tick).normalize();
        let number = context.locale.number(scaled);
        let text = if index == last {
            context
                .word(
                    &format!("chart.{key}"),
                    &[("number", &number), ("unit", unit)],
                )
                .replace(' ', "\u{a0}")
        } else {
            number
        };
        Tick { number: tick, text }
    };
    ticks.into_iter().enumerate().map(label).collect()
}

/// The least and the greatest amount the axis must reach; stacked bars reach their sums.
fn extent(form: Form, series: &[Series], totals: &[Option<Value>]) -> (Decimal, Decimal) {
    let all = || {
        series
            .iter()
            .flat_map(|series| &series.values)
            .flatten()
            .map(|value| value.number)
    };
    let (mut low, mut high) = (
        all().min().unwrap_or_default(),
        all().max().unwrap_or_default(),
    );
    if form == Form::StackedBars {
        let stacks = (0..totals.len()).map(|index| stack(series, index));
        for (below, above) in stacks {
            (low, high) = (low.min(below), high.max(above));
        }
    }
    (low.min(Decimal::ZERO), high.max(Decimal::ZERO))
}

/// How far a category's bars reach on both sides of zero.
fn stack(series: &[Series], index: usize) -> (Decimal, Decimal) {
    let values = series
        .iter()
        .filter_map(|series| series.values.get(index)?.as_ref());
    let mut reach = (Decimal::ZERO, Decimal::ZERO);
    for number in values.map(|value| value.number) {
        let side = if number.is_sign_negative() {
            &mut reach.0
        } else {
            &mut reach.1
        };
        *side = side.checked_add(number).unwrap_or(*side);
    }
    reach
}

/// Two or three sentences with the main numbers.
fn description(
    context: &Context,
    categories: &[Category],
    series: &[Series],
    totals: &[Option<Value>],
) -> String {
    let labelled: Vec<(&str, &Value)> = categories
        .iter()
        .zip(totals)
        .filter_map(|(category, total)| Some((category.label.as_str(), total.as_ref()?)))
        .collect();
    let mut sentences = Vec::new();
    if let (Some(first), Some(last)) = (labelled.first(), labelled.last()) {
        let values = [
            ("first", first.0),
            ("first-value", first.1.text.as_str()),
            ("last", last.0),
            ("last-value", last.1.text.as_str()),
        ];
        sentences.push(context.word("chart.describe-totals", &values));
    }
    let largest = series
        .iter()
        .flat_map(|series| {
            series
                .values
                .iter()
                .zip(categories)
                .map(move |(value, category)| (series, value, category))
        })
        .filter_map(|(series, value, category)| Some((series, value.as_ref()?, category)))
        .max_by_key(|(_, value, _)| value.number.abs());
    if let Some((series, value, category)) = largest {
        let values = [
            ("series", series.name.as_str()),
            ("value", value.text.as_str()),
            ("category", category.label.as_str()),
        ];
        sentences.push(context.word("chart.describe-largest", &values));
    }
    sentences.push(context.word("chart.describe-table", &[]));
    sentences.join(" ")
}
