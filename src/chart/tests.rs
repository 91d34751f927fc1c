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
    let values = vec![value(1), value(2), None, value(3), value(4), value(2)];
    let svg = drawing(&chart(Form::Lines, &[("A", values)]), "k").wide;
    assert_eq!(svg.matches("class=\"line s1\"").count(), 2);
    assert_eq!(svg.matches(">A –<").count(), 1);
}

#[test]
fn part_of_a_year_is_not_joined_to_whole_years_and_plans_are_dashed() {
    let mut part = chart(
        Form::Lines,
        &[("A", vec![value(9), value(9), value(9), value(4)])],
    );
    part.categories[2].planned = true;
    let svg = drawing(&part, "k").wide;
    assert_eq!(svg.matches("class=\"line s1\"").count(), 2);
    assert_eq!(
        svg.matches("<g class=\"plan\"><path class=\"line s1\"")
            .count(),
        1
    );
    assert_eq!(svg.matches("class=\"band\"").count(), 1);
}

#[test]
fn marks_of_six_series_differ_in_form() {
    let series: Vec<_> = (0..6).map(|_| ("A", vec![value(5)])).collect();
    let svg = drawing(&chart(Form::Lines, &series), "k").narrow;
    let shape = |class: usize| {
        let start = format!("<path class=\"s{class}\" d=\"");
        let shape = svg.split(&start).nth(1)?.split(['h', 'l', 'a']).nth(1)?;
        Some((shape.to_owned(), svg.matches(shape).count()))
    };
    let shapes: std::collections::BTreeSet<_> = (1..=6).filter_map(shape).collect();
    assert_eq!(shapes.len(), 6, "{shapes:?}");
}

#[test]
fn a_bar_too_short_for_its_letter_has_it_beside() {
    let values = vec![value(100), value(1), value(0), None];
    let svg = drawing(&chart(Form::GroupedBars, &[("A", values)]), "k").wide;
    for text in [">A 1 €<", ">A 0 €<", ">A –<", ">100 €<"] {
        assert!(svg.contains(text), "{text}");
    }
}

#[test]
fn long_words_and_many_series_are_no_trouble() {
    let long = "Kaupunkirakennelautakunta".repeat(8);
    let enormous = "−9 999 999 999 999,99 €".repeat(4);
    for form in [
        Form::StackedBars,
        Form::GroupedBars,
        Form::Lines,
        Form::BudgetActuals,
    ] {
        let mut chart = chart(form, &[(&long, vec![value(-5), value(5)]), ("B", vec![])]);
        for category in &mut chart.categories {
            category.label.clone_from(&long);
        }
        for tick in &mut chart.axis {
            tick.text.clone_from(&enormous);
        }
        for value in chart.series[0].values.iter_mut().flatten() {
            value.text.clone_from(&enormous);
        }
        drawing(&chart, "k");
    }
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
    assert!(svg.contains("<title>&lt;b&gt;&quot;&amp;: 7 €</title>"));
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
    assert_eq!(shown(-30, 50), ["-25", "0", "25", "50"]);
    assert_eq!(shown(0, 0), ["0"]);
    assert_eq!(shown(0, 1), ["0", "0.25", "0.5", "0.75", "1"]);
    assert_eq!(shown(-40, 0), ["-40", "-30", "-20", "-10", "0"]);
    for high in 1..2000 {
        let intervals = ticks(Decimal::from(-high % 700), Decimal::from(high)).len() - 1;
        assert!((3..=6).contains(&intervals), "{high}: {intervals}");
    }
    let tiny = Decimal::new(1, 28);
    for (low, high) in [
        (Decimal::MIN, Decimal::MAX),
        (-tiny, tiny),
        (tiny, Decimal::MAX),
    ] {
        let ticks = ticks(low, high);
        assert!(ticks.contains(&Decimal::ZERO) && ticks.len() <= 7);
    }
}
