//! Facts about drawings that readers rely on.

use rust_decimal::Decimal;

use super::{drawing, ticks};
use crate::page::{Category, Chart, Form, Series, Tick, Value};

fn value(number: i64) -> Option<Value> {
    Some(Value {
        number: Decimal::from(number),
        text: format!("{number} €"),
    })
}

fn chart(form: Form, series: &[(&str, Vec<Option<Value>>)]) -> Chart {
    let count = series.first().map_or(0, |(_, values)| values.len());
    let category = |index: usize| Category {
        label: format!("TP {}", 2020 + index),
        partial: index + 1 == count && count > 1,
        planned: false,
    };
    Chart {
        form,
        name: "Kaavio".to_owned(),
        description: "Kuvaus.".to_owned(),
        categories: (0..count).map(category).collect(),
        series: series
            .iter()
            .map(|(name, values)| Series {
                name: (*name).to_owned(),
                values: values.clone(),
            })
            .collect(),
        unit: "€".to_owned(),
        axis: ticks(Decimal::ZERO, Decimal::from(100))
            .into_iter()
            .map(|number| Tick {
                text: number.to_string(),
                number,
            })
            .collect(),
        totals: vec![None; count],
    }
}

/// Widths of the bars of a class in a drawing.
fn widths(svg: &str, class: &str) -> Vec<f64> {
    let start = format!("<path class=\"{class}\" d=\"M");
    let width = |part: &str| {
        part.split_once('h')?
            .1
            .split(['v', 'h'])
            .next()?
            .parse()
            .ok()
    };
    svg.split(&start).skip(1).filter_map(width).collect()
}

#[test]
fn a_bar_is_as_long_as_its_amount() {
    let drawn = drawing(
        &chart(
            Form::GroupedBars,
            &[("A", vec![value(100), value(50), value(25)])],
        ),
        "k",
    )
    .wide;
    let widths = widths(&drawn, "s1");
    assert!((widths[0] / widths[1] - 2.0).abs() < 0.02, "{widths:?}");
    assert!((widths[0] / widths[2] - 4.0).abs() < 0.04, "{widths:?}");
}

#[test]
fn zero_is_a_mark_and_missing_is_a_dash() {
    let drawn = |form| drawing(&chart(form, &[("A", vec![value(0), None, value(5)])]), "k").wide;
    for form in [Form::GroupedBars, Form::StackedBars] {
        let svg = drawn(form);
        assert_eq!(svg.matches("zero-mark").count(), 1, "{form:?}");
        assert_eq!(svg.matches("class=\"missing\"").count(), 1, "{form:?}");
    }
}

#[test]
fn a_missing_value_breaks_the_line() {
    let values = vec![value(1), value(2), None, value(3), value(4)];
    let svg = drawing(&chart(Form::Lines, &[("A", values)]), "k").wide;
    assert_eq!(svg.matches("class=\"line s1\"").count(), 2);
}

#[test]
fn negative_parts_reach_left_of_zero() {
    let mut negative = chart(
        Form::StackedBars,
        &[("A", vec![value(60)]), ("B", vec![value(-40)])],
    );
    negative.axis.clear();
    let svg = drawing(&negative, "k").wide;
    let start = |class: &str| -> f64 {
        let part = svg
            .split(&format!("class=\"{class}\" d=\"M"))
            .nth(1)
            .expect("a bar");
        part.split(' ')
            .next()
            .and_then(|x| x.parse().ok())
            .expect("a number")
    };
    assert!(start("s2") < start("s1"));
}

#[test]
fn part_years_are_hatched_and_set_apart() {
    let drawn = drawing(
        &chart(
            Form::StackedBars,
            &[("A", vec![value(10), value(10), value(10)])],
        ),
        "k",
    );
    assert_eq!(drawn.wide.matches("class=\"part\"").count(), 1);
    assert_eq!(drawn.wide.matches("url(#k-w-h)").count(), 1);
    assert!(drawn.narrow.contains("url(#k-n-h)"));
}

#[test]
fn every_mark_names_its_value_and_nothing_breaks_out() {
    let mut hostile = chart(Form::StackedBars, &[("<b>\"&\u{1}", vec![value(7)])]);
    hostile.name = "]]><script>".to_owned();
    let svg = drawing(&hostile, "k").wide;
    assert!(svg.contains("<title>&lt;b&gt;&quot;&amp;, TP 2020: 7 €</title>"));
    assert!(!svg.contains("<script") && !svg.contains('\u{1}'));
    assert!(!svg.contains("style=") && !svg.contains("fill=\"#"));
}

#[test]
fn any_chart_can_be_drawn() {
    let huge = Some(Value {
        number: Decimal::MAX,
        text: "paljon".to_owned(),
    });
    let none: &[(&str, Vec<Option<Value>>)] = &[];
    for form in [
        Form::StackedBars,
        Form::GroupedBars,
        Form::Lines,
        Form::BudgetActuals,
    ] {
        drawing(&chart(form, none), "k");
        drawing(&chart(form, &[("A", vec![None, None])]), "k");
        drawing(&chart(form, &[("A", vec![value(0)]), ("B", vec![])]), "k");
        drawing(
            &chart(
                form,
                &[
                    ("A", vec![huge.clone(), value(-1)]),
                    ("B", vec![huge.clone(), None]),
                ],
            ),
            "k",
        );
        let many: Vec<_> = (0..9).map(|_| ("A", vec![value(1), value(2)])).collect();
        let one = drawing(&chart(form, &many), "k");
        assert_eq!(one.wide, drawing(&chart(form, &many), "k").wide);
    }
}

#[test]
fn axis_steps_are_round() {
    let shown = |low: i64, high: i64| -> Vec<String> {
        ticks(Decimal::from(low), Decimal::from(high))
            .iter()
            .map(Decimal::to_string)
            .collect()
    };
    assert_eq!(shown(0, 3_343_265), ["0", "1000000", "2000000", "3000000"]);
    assert_eq!(shown(-30, 50), ["-20", "0", "20", "40"]);
    assert_eq!(shown(0, 0), ["0"]);
    assert_eq!(shown(0, 1), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
}
