//! What the preview shows at a moment: a view of the site and the words over its pages.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera};

use crate::compose;
use crate::edition::NOT_FOUND;
use crate::locale::Locale;
use crate::render::{self, File};
use crate::workspace::View;

/// A view ready to be shown.
pub struct Scene {
    pub view: Arc<View>,
    /// The findings, as they lie over every page.
    pub notices: String,
}

/// What there is at a path.
pub enum Found {
    File(Arc<File>),
    /// A page's folder, asked for without the slash at its end.
    Folder,
    /// Nothing; the page that says so.
    Nothing(Vec<u8>),
    /// No page can be shown; a page that says why.
    Failed(String),
}

const NOTICES: &str = include_str!("notices.html");
const EMPTY: &str = include_str!("empty.html");

impl Scene {
    pub fn new(view: Arc<View>) -> Self {
        let notices = notices(&view, None);
        Self { view, notices }
    }

    /// What there is at a path.
    pub fn found(&self, path: &str) -> Found {
        let Some(pages) = &self.view.pages else {
            return Found::Failed(empty(&self.view.locale));
        };
        // A published site may stand in a folder of its host, and some of its links begin there.
        let folder = compose::folder(&pages.edition.content);
        let below = path.strip_prefix(folder.trim_start_matches('/'));
        let wanted = [Some(path), below.filter(|below| *below != path)];
        for path in wanted.into_iter().flatten() {
            if render::is_unserved(path) {
                continue;
            }
            match pages.file(path) {
                Ok(Some(file)) => return Found::File(file),
                Ok(None) => {}
                Err(failure) => return self.failed(&failure.words(&self.view.locale)),
            }
            if let Ok(Some(_)) = pages.file(&format!("{path}/index.html")) {
                return Found::Folder;
            }
        }
        match pages.file(NOT_FOUND) {
            Ok(page) => Found::Nothing(page.map_or_else(Vec::new, |page| page.bytes.clone())),
            Err(failure) => self.failed(&failure.words(&self.view.locale)),
        }
    }

    /// A page that the theme cannot make.
    fn failed(&self, words: &str) -> Found {
        let page = empty(&self.view.locale);
        Found::Failed(page.replace(
            "</main>",
            &format!("{}</main>", notices(&self.view, Some(words))),
        ))
    }
}

/// What the templates of the preview say.
#[derive(Serialize)]
struct Words {
    label: String,
    counts: String,
    advice: String,
    more: Option<String>,
    show: String,
}

/// The findings of a view in HTML; empty when there is nothing to tell.
fn notices(view: &View, failure: Option<&str>) -> String {
    let counts = view.counts;
    let failure = failure.or(view.failure.as_deref());
    let told = counts.errors + counts.warnings + counts.notes;
    if told == 0 && failure.is_none() {
        return String::new();
    }
    let locale = &view.locale;
    let advice = match (view.is_current, view.pages.is_some()) {
        (true, _) => "serve.advice.current",
        (false, true) => "serve.advice.kept",
        (false, false) => "serve.advice.none",
    };
    let more = told
        .checked_sub(view.notices.len())
        .filter(|more| *more > 0);
    let words = Words {
        label: locale.text("serve.label", &[]),
        counts: told_counts(view),
        advice: locale.text(advice, &[]),
        more: more.map(|more| locale.count("serve.more", more)),
        show: locale.text("serve.show", &[]),
    };
    let mut context = Context::new();
    context.insert("words", &words);
    context.insert("notices", &view.notices);
    context.insert("failure", &failure);
    context.insert("open", &(counts.errors > 0 || failure.is_some()));
    rendered("notices.html", NOTICES, &context)
}

/// "2 virhettä, 1 huomautus"
pub fn told_counts(view: &View) -> String {
    let counts = view.counts;
    let told = [
        ("command.errors", counts.errors),
        ("command.warnings", counts.warnings),
        ("report.notes", counts.notes),
    ];
    let failed = view
        .failure
        .iter()
        .map(|_| view.locale.text("serve.failed", &[]));
    let told = told.into_iter().filter(|(_, count)| *count > 0);
    let told = told.map(|(key, count)| view.locale.count(key, count));
    failed.chain(told).collect::<Vec<_>>().join(", ")
}

/// The page that stands where no page could be made yet.
fn empty(locale: &Locale) -> String {
    let mut context = Context::new();
    context.insert("lang", locale.language());
    context.insert("heading", &locale.text("serve.empty.heading", &[]));
    context.insert("text", &locale.text("serve.empty.text", &[]));
    rendered("empty.html", EMPTY, &context)
}

fn rendered(name: &str, template: &str, context: &Context) -> String {
    let mut tera = Tera::default();
    tera.autoescape_on(vec![".html"]);
    let added = tera.add_raw_templates([(name, template)]);
    added
        .and_then(|()| tera.render(name, context))
        .expect("the preview's own templates fit what they are given")
}
