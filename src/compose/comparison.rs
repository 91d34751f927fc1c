//! The reports below a committee side by side: budget, actuals, degree of realisation, share.

use rust_decimal::Decimal;

use super::context::Context;
use super::parts::{
    abbreviated_head, missing_cell, number_cell, plain_head, plain_row, plain_table,
};
use super::{chart, trace};
use crate::content::Page;
use crate::finance::rounding::within_rounding;
use crate::finance::{margin, realisation, share, sum};
use crate::page::{self, Block, Category, Cell, Figure, Form, Row, Series, Step, Table, Trace};
use crate::section::Section;
use crate::section::figures::Role;
use crate::section::text::Text;
use crate::section::year::Year;

/// The reports of a committee that hold a budget and actuals of the same year.
pub fn reports<'a>(context: &'a Context, committee: &'a Page) -> Vec<(&'a Page, Year<'a>)> {
    context
        .content
        .reports(committee)
        .filter_map(|page| Some((page, Year::of(page)?)))
        .collect()
}

pub fn blocks(context: &Context, section: &Section, committee: &Page) -> Vec<Block> {
    let reports = reports(context, committee);
    let mut blocks = Vec::new();
    let remarks = margin_remarks(context, &reports);
    for role in [Role::Expenses, Role::Income, Role::Margin] {
        let lines: Vec<Line> = reports
            .iter()
            .filter_map(|(page, year)| line(page, year, role))
            .collect();
        if lines.is_empty() {
            continue;
        }
        let id = format!("t-{}-{}", section.id, role.key());
        if role == Role::Expenses {
            blocks.push(Block::Chart(figure(context, &id, &lines)));
        }
        let mut made = compared(context, &id, role, &lines);
        if role == Role::Margin {
            made.0.remarks.clone_from(&remarks);
        }
        blocks.push(Block::Table(made.0));
        blocks.push(Block::Trace(made.1));
    }
    blocks
}

/// What a reader should know when published margins do not add up to income and expenses.
fn margin_remarks(context: &Context, reports: &[(&Page, Year)]) -> Vec<String> {
    let Some((_, first)) = reports.first() else {
        return Vec::new();
    };
    let columns = [(first.budget, 0), (first.actuals, 1)];
    let sums = |role: Role, side: usize| -> Option<Decimal> {
        let figures: Option<Vec<Decimal>> = reports
            .iter()
            .map(|(_, year)| year.figures(role).map(|pair| [pair.0, pair.1][side]))
            .collect();
        sum::total(&figures?).map(|made| made.value)
    };
    let remark = |(column, side): (usize, usize)| {
        let (income, expenses) = (sums(Role::Income, side)?, sums(Role::Expenses, side)?);
        let (published, computed) = (
            sums(Role::Margin, side)?,
            margin::operating_margin(income, expenses)?.value,
        );
        let label = &first.table.columns.get(column)?.label.text;
        let (label, published_text) = (context.text(label), context.locale.number(published));
        let values = [
            ("column", label.as_str()),
            ("published", published_text.as_str()),
            ("computed", &context.locale.number(computed)),
        ];
        (!within_rounding(published, computed, 3 * reports.len()))
            .then(|| context.word("remark.margin-total", &values))
    };
    columns.into_iter().filter_map(remark).collect()
}

/// One report's figures of one role.
struct Line<'a> {
    page: &'a Page,
    budget: Decimal,
    actuals: Decimal,
    budget_label: &'a Text,
    actuals_label: &'a Text,
    unit: &'a str,
}

fn line<'a>(page: &'a Page, year: &Year<'a>, role: Role) -> Option<Line<'a>> {
    let (budget, actuals) = year.figures(role)?;
    let label = |column: usize| {
        year.table
            .columns
            .get(column)
            .map(|column| &column.label.text)
    };
    let (budget_label, actuals_label) = (label(year.budget)?, label(year.actuals)?);
    let unit = year.row(role)?.unit.as_deref().unwrap_or(&year.table.unit);
    Some(Line {
        page,
        budget,
        actuals,
        budget_label,
        actuals_label,
        unit,
    })
}

fn compared(context: &Context, id: &str, role: Role, lines: &[Line]) -> (Table, Trace) {
    let total = |numbers: Vec<Decimal>| sum::total(&numbers);
    let budget = total(lines.iter().map(|line| line.budget).collect());
    let actuals = total(lines.iter().map(|line| line.actuals).collect());
    let whole = actuals.as_ref().map(|made| made.value);
    let rows = lines.iter().map(|line| row(context, id, line, whole));
    let mut rows: Vec<Row> = rows.collect();
    let mut steps = Vec::new();
    if let (Some(budget), Some(actuals)) = (&budget, &actuals) {
        let name = context.word("comparison.total", &[]);
        rows.push(total_row(context, id, &name, budget.value, actuals.value));
        for (made, label) in [
            (budget, lines[0].budget_label),
            (actuals, lines[0].actuals_label),
        ] {
            steps.push(Step {
                name: format!("{name}, {}", context.text(label)),
                formula: trace::formula(context, made, made.value),
                rule: context.word("rule.sum", &[]),
                remark: None,
            });
        }
    }
    steps.extend(lines.iter().filter_map(|line| realised(context, line)));
    let steps = trace::quieted(steps);
    let title = context.word("trace.title", &[]);
    let caption = context.word(&format!("comparison.{}", role.key()), &[]);
    let table = Table {
        legend: context.word("comparison.legend", &[]),
        ..plain_table(id, caption, heads(context, lines), rows)
    };
    (
        table,
        Trace {
            id: format!("{id}-trace"),
            title,
            steps,
        },
    )
}

fn heads(context: &Context, lines: &[Line]) -> Vec<page::Head> {
    let first = &lines[0];
    let mut heads = vec![
        plain_head(context.word("comparison.area", &[]), false),
        abbreviated_head(context, first.budget_label, true),
        abbreviated_head(context, first.actuals_label, true),
        plain_head(context.word("comparison.realisation", &[]), true),
        plain_head(context.word("comparison.share", &[]), true),
    ];
    heads[2].partial = true;
    heads
}

fn row(context: &Context, id: &str, line: &Line, whole: Option<Decimal>) -> Row {
    let share = whole.and_then(|whole| share::percent(line.actuals, whole));
    let id = format!(
        "{id}-{}",
        line.page.address.rsplit('/').next().unwrap_or_default()
    );
    let cells = vec![
        number_cell(context, line.budget),
        number_cell(context, line.actuals),
        percent_cell(context, realisation::percent(line.actuals, line.budget)),
        percent_cell(context, share),
    ];
    Row {
        href: Some(context.way(line.page, None)),
        ..plain_row(id, context.text(line.page.short()), cells)
    }
}

fn total_row(context: &Context, id: &str, name: &str, budget: Decimal, actuals: Decimal) -> Row {
    let cells = vec![
        number_cell(context, budget),
        number_cell(context, actuals),
        percent_cell(context, realisation::percent(actuals, budget)),
        percent_cell(context, share::percent(actuals, actuals)),
    ];
    Row {
        sum: true,
        computed: true,
        ..plain_row(format!("{id}-sum"), name.to_owned(), cells)
    }
}

fn percent_cell(context: &Context, made: Option<crate::finance::Computed>) -> Cell {
    match made {
        Some(made) => {
            let number = made.rounded(1);
            Cell {
                text: context.locale.percent(number),
                ..number_cell(context, number)
            }
        }
        None => missing_cell(context),
    }
}

fn realised(context: &Context, line: &Line) -> Option<Step> {
    let made = realisation::percent(line.actuals, line.budget)?;
    let (actuals, budget) = (
        context.text(line.actuals_label),
        context.text(line.budget_label),
    );
    let values = [("actuals", actuals.as_str()), ("budget", &budget)];
    Some(Step {
        name: context.text(line.page.short()),
        formula: trace::formula(context, &made, made.rounded(1)),
        rule: context.word("rule.realisation", &values),
        remark: None,
    })
}

/// Expenses as budget against actuals; sizes are drawn without the sign of expenses.
fn figure(context: &Context, id: &str, lines: &[Line]) -> Figure {
    let unit = lines[0].unit;
    let sized = |number: Decimal| Some(chart::value(context, number.abs(), unit));
    let series = vec![
        Series {
            name: context.text(lines[0].budget_label),
            values: lines.iter().map(|line| sized(line.budget)).collect(),
        },
        Series {
            name: context.text(lines[0].actuals_label),
            values: lines.iter().map(|line| sized(line.actuals)).collect(),
        },
    ];
    let category = |line: &Line| Category {
        label: context.text(line.page.short()),
        partial: false,
        planned: false,
    };
    let caption = context.word("comparison.expenses", &[]);
    let totals = vec![None; lines.len()];
    let sentences: Vec<String> = lines
        .iter()
        .take(3)
        .map(|line| {
            let (budget, actuals) = (
                context.locale.amount(line.budget.abs(), unit),
                context.locale.amount(line.actuals.abs(), unit),
            );
            let area = context.text(line.page.short());
            let values = [
                ("area", area.as_str()),
                ("budget", &budget),
                ("actuals", &actuals),
            ];
            context.word("comparison.describe", &values)
        })
        .collect();
    Figure {
        id: format!("{id}-chart"),
        title: context.word("comparison.chart-title", &[]),
        subtitle: context.word("comparison.chart-subtitle", &[]),
        chart: page::Chart {
            form: Form::BudgetActuals,
            name: context.word("chart.budget-actuals", &[("caption", &caption)]),
            description: format!(
                "{} {}",
                sentences.join(" "),
                context.word("chart.describe-table", &[])
            ),
            axis: chart::axis(context, Form::BudgetActuals, &series, &totals, unit),
            categories: lines.iter().map(category).collect(),
            series,
            unit: unit.to_owned(),
            totals,
        },
    }
}
