//! JSON-LD for search engines: the way to a page, and a report as a data set (schema.org).

use serde::Serialize;

use super::context::Context;
use crate::content::{Page, PageKind};

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Thing<'a>>,
}

/// What a page is to a search engine; keys in the order of the alphabet.
#[derive(Serialize)]
#[serde(tag = "@type")]
enum Thing<'a> {
    WebSite {
        #[serde(rename = "inLanguage")]
        language: &'a str,
        name: String,
        url: &'a str,
    },
    BreadcrumbList {
        #[serde(rename = "itemListElement")]
        steps: Vec<Thing<'a>>,
    },
    ListItem {
        item: Option<String>,
        name: String,
        position: usize,
    },
    Dataset {
        creator: Box<Thing<'a>>,
        description: String,
        #[serde(rename = "inLanguage")]
        language: &'a str,
        name: &'a str,
        #[serde(rename = "temporalCoverage")]
        time: Option<String>,
        url: &'a str,
    },
    GovernmentOrganization {
        name: String,
    },
}

/// The page's graph; nothing while the site has no address.
pub fn graph(context: &Context, heading: &str) -> Option<String> {
    let own = context.absolute(&context.page.address)?;
    let language = context.locale.language();
    let mut graph = vec![match context.page.kind {
        PageKind::Front => Thing::WebSite {
            language,
            name: context.window_title(),
            url: &own,
        },
        _ => Thing::BreadcrumbList {
            steps: steps(context),
        },
    }];
    if context.page.kind == PageKind::Report {
        let days = context.page.year().zip(context.page.head().date);
        graph.push(Thing::Dataset {
            creator: Box::new(Thing::GovernmentOrganization {
                name: context.plain(&context.content.settings.name),
            }),
            description: context.description(),
            language,
            name: heading,
            time: days.map(|(year, day)| format!("{year}-01-01/{day}")),
            url: &own,
        });
    }
    let graph = Graph {
        context: "https://schema.org",
        graph,
    };
    let text = serde_json::to_string(&graph).ok()?;
    // A closing tag inside a string must not end the script element.
    Some(text.replace('<', "\\u003c"))
}

fn steps<'a>(context: &Context) -> Vec<Thing<'a>> {
    let mut way: Vec<&Page> = Vec::new();
    let mut next = Some(context.page);
    while let Some(page) = next {
        way.push(page);
        next = page
            .parent
            .and_then(|parent| context.content.pages.get(parent));
    }
    let numbered = way.iter().rev().enumerate();
    let step = |(index, page): (usize, &&Page)| Thing::ListItem {
        item: context.absolute(&page.address),
        name: context.plain(page.short()),
        position: index + 1,
    };
    numbered.map(step).collect()
}
