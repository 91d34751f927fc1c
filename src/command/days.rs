//! `toteuma days`: the coming days on which the pages change by themselves, and what changes.

use jiff::civil::Date;

use super::console::Console;
use super::site::read;
use super::{DONE, Days, DaysFormat};
use crate::content::Content;
use crate::diff;
use crate::locale::Locale;

pub fn run(asked: &Days, console: &mut Console) -> u8 {
    // The same site twice: as it is seen the day before, and on the day.
    let sides = ["days"; 2].map(|command| read(command, &asked.site, asked.date, console));
    let [Ok(mut before), Ok(mut after)] = sides else {
        return sides.into_iter().find_map(Result::err).unwrap_or(DONE);
    };
    let locale = console.locale(Some(after.locale.language()));
    let (today, coming) = (after.day(), coming(&after));
    let days = coming.into_iter().filter_map(|day| {
        before.look_at(day.yesterday().ok());
        after.look_at(Some(day));
        let difference = diff::between(&before, &after, &locale);
        (difference.count() > 0).then_some((day, difference))
    });
    let days: Vec<_> = days.collect();
    match asked.format {
        DaysFormat::Human => console.give(&human(&days, today, &locale)),
        DaysFormat::Json => console.give(&diff::json_of_days(&days, &locale)),
    }
    DONE
}

/// After the day the site is looked at; all of them when it has none.
fn coming(content: &Content) -> Vec<Date> {
    let days = content.days().into_iter();
    let is_coming = |day: &Date| content.day().is_none_or(|today| *day > today);
    days.filter(is_coming).collect()
}

fn human(days: &[(Date, diff::Difference)], today: Option<Date>, locale: &Locale) -> String {
    if days.is_empty() {
        let day = today.map(|day| locale.day(day));
        let key = day
            .as_ref()
            .map_or("days.nothing", |_| "days.nothing-after");
        return locale.text(key, &[("day", &day.unwrap_or_default())]) + "\n";
    }
    let told = days.iter().map(|(day, difference)| {
        let changes = diff::human(difference, locale);
        format!("# {}\n\n{changes}", locale.day(*day))
    });
    told.collect::<Vec<_>>().join("\n")
}
