//! Changes as Markdown: a comment of a merge request, with a table for each page.

use super::told::{address, effect, kind, pages, shown, summary};
use super::{Change, Difference};
use crate::locale::Locale;
use crate::report::{escaped, line};

/// The counts, and a table for every page with changes; one line when nothing changed.
pub fn markdown(difference: &Difference, locale: &Locale) -> String {
    if difference.pages.is_empty() {
        let nothing = locale.text("diff.nothing", &[]);
        return format!("**toteuma diff**: {}\n", escaped(&nothing));
    }
    let mut text = format!(
        "**toteuma diff**: {}\n",
        escaped(&summary(difference, locale))
    );
    let (told, others) = pages(difference);
    for page in told {
        let title = escaped(&page.page.title);
        let address = escaped(&address(page.page));
        text.push_str(&format!("\n### {title} ({address})"));
        if let Some(change) = page.page.whole() {
            text.push_str(&format!(": {}\n", escaped(&kind(change, locale))));
            continue;
        }
        text.push_str("\n\n");
        let heads = ["change", "where", "old", "new", "difference"];
        let heads = heads.map(|head| locale.text(&format!("diff.column.{head}"), &[]));
        text.push_str(&line(heads.into_iter()));
        text.push_str("| --- | --- | ---: | ---: | ---: |\n");
        text.extend(page.changes.iter().map(|change| row(change, locale)));
        if page.more > 0 {
            let more = escaped(&locale.count("diff.more", page.more));
            text.push_str(&format!("\n{more}\n"));
        }
    }
    if others > 0 {
        let more = escaped(&locale.count("diff.more-pages", others));
        text.push_str(&format!("\n{more}\n"));
    }
    text
}

fn row(change: &Change, locale: &Locale) -> String {
    let cells = [
        kind(change, locale),
        change.name.join(", "),
        shown(change.old.as_ref()),
        shown(change.new.as_ref()),
        effect(change, locale),
    ];
    line(cells.iter().map(|cell| escaped(cell)))
}
