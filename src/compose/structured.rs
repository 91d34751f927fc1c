//! JSON-LD for search engines: the way to a page, and a report as a data set (schema.org).

use serde_json::{Value, json};

use super::context::Context;
use crate::content::{Page, PageKind};

/// The page's graph; nothing while the site has no address.
pub fn graph(context: &Context, heading: &str) -> Option<String> {
    let own = context.absolute(&context.page.address)?;
    let mut graph: Vec<Value> = Vec::new();
    match context.page.kind {
        PageKind::Front => graph.push(json!({
            "@type": "WebSite",
            "name": context.window_title(),
            "url": own,
            "inLanguage": context.locale.language(),
        })),
        _ => graph.push(json!({ "@type": "BreadcrumbList", "itemListElement": steps(context) })),
    }
    if context.page.kind == PageKind::Report {
        let days = context.page.year().zip(context.page.head().date);
        let time = days.map(|(year, day)| format!("{year}-01-01/{day}"));
        graph.push(json!({
            "@type": "Dataset",
            "name": heading,
            "description": context.description(),
            "temporalCoverage": time,
            "inLanguage": context.locale.language(),
            "creator": { "@type": "GovernmentOrganization", "name": context.plain(&context.content.settings.name) },
            "url": own,
        }));
    }
    // A closing tag inside a string must not end the script element.
    let text = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    Some(text.replace('<', "\\u003c"))
}

fn steps(context: &Context) -> Vec<Value> {
    let mut way: Vec<&Page> = Vec::new();
    let mut next = Some(context.page);
    while let Some(page) = next {
        way.push(page);
        next = page
            .parent
            .and_then(|parent| context.content.pages.get(parent));
    }
    let numbered = way.iter().rev().enumerate();
    let step = |(index, page): (usize, &&Page)| {
        json!({
            "@type": "ListItem",
            "position": index + 1,
            "name": context.plain(page.short()),
            "item": context.absolute(&page.address),
        })
    };
    numbered.map(step).collect()
}
