//! How much of the budget each area has used, and how much of the year has passed.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::comparison::reports;
use super::context::Context;
use crate::content::Page;
use crate::finance::{realisation, rounding, sum};
use crate::page::{Area, Areas, Block, Prose};
use crate::section::figures::Role;

pub fn blocks(context: &Context, committee: &Page) -> Vec<Block> {
    let reports = reports(context, committee);
    let used: Vec<(&Page, Decimal, Decimal)> = reports
        .iter()
        .filter_map(|(page, year)| {
            let (budget, actuals) = year.figures(Role::Expenses)?;
            Some((*page, budget.abs(), actuals.abs()))
        })
        .collect();
    let passed = committee.head().date.map(passed).unwrap_or_default();
    let areas: Vec<Area> = used
        .iter()
        .filter_map(|(page, budget, actuals)| area(context, page, *budget, *actuals, passed))
        .collect();
    if areas.is_empty() {
        return Vec::new();
    }
    let mut blocks: Vec<Block> = summary(context, committee, &used).into_iter().collect();
    let day = committee
        .head()
        .date
        .map(|day| context.locale.day(day))
        .unwrap_or_default();
    let percent = context.locale.percent(passed);
    let key = context.word("areas.key", &[("day", &day), ("percent", &percent)]);
    blocks.push(Block::Areas(Areas { areas, key }));
    blocks
}

fn area(
    context: &Context,
    page: &Page,
    budget: Decimal,
    actuals: Decimal,
    passed: Decimal,
) -> Option<Area> {
    let share = realisation::percent(actuals, budget)?.rounded(1);
    let (used, all) = (
        context.locale.amount(actuals, "€"),
        context.locale.amount(budget, "€"),
    );
    Some(Area {
        link: context.link(page),
        share: context.locale.percent(share),
        width: share.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).to_string(),
        tick: passed.to_string(),
        text: context.word("areas.used", &[("actuals", &used), ("budget", &all)]),
    })
}

/// "Elinvoimalautakunta on käyttänyt … euroa. Koko vuodelle on varattu … euroa."
fn summary(
    context: &Context,
    committee: &Page,
    used: &[(&Page, Decimal, Decimal)],
) -> Option<Block> {
    let budget = sum::total(
        &used
            .iter()
            .map(|(_, budget, _)| *budget)
            .collect::<Vec<_>>(),
    )?
    .value;
    let actuals = sum::total(
        &used
            .iter()
            .map(|(_, _, actuals)| *actuals)
            .collect::<Vec<_>>(),
    )?
    .value;
    let percent = context
        .locale
        .percent(realisation::percent(actuals, budget)?.rounded(1));
    let (budget, actuals) = (
        context.locale.amount(budget, "€"),
        context.locale.amount(actuals, "€"),
    );
    let day = committee
        .head()
        .date
        .map(|day| context.locale.day(day))
        .unwrap_or_default();
    let title = context.plain(&committee.head().title);
    let values = [
        ("committee", title.as_str()),
        ("day", day.as_str()),
        ("actuals", actuals.as_str()),
        ("budget", budget.as_str()),
        ("percent", percent.as_str()),
    ];
    let text = context.word("areas.summary", &values);
    Some(Block::Prose(Prose {
        html: context.markdown("s").words(&text),
    }))
}

/// The share of the year passed at the end of a day, in percent: whole months count as twelfths.
fn passed(day: Date) -> Decimal {
    let (done, whole) = if day == day.last_of_month() {
        (Decimal::from(day.month()), Decimal::from(12))
    } else {
        (
            Decimal::from(day.day_of_year()),
            Decimal::from(day.days_in_year()),
        )
    };
    let share = done
        .checked_div(whole)
        .and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    let rounded = rounding::half_away_from_zero(share.unwrap_or_default(), 1);
    rounded.normalize()
}

#[cfg(test)]
mod tests {
    use super::passed;
    use jiff::civil::date;

    #[test]
    fn the_end_of_june_is_half_a_year() {
        assert_eq!(passed(date(2024, 6, 30)).to_string(), "50");
        assert_eq!(passed(date(2024, 12, 31)).to_string(), "100");
        assert_eq!(passed(date(2023, 1, 10)).to_string(), "2.7");
    }
}
