//! toteuma turns YAML files of budgets, goals and fees into a municipality's public site.
//!
//! Five verbs in a row: [`load`] files, [`check`] what they say, [`compose`] pages, [`render`]
//! them to bytes and [`write`] those to the disk. The other modules are shelves the verbs take
//! from; a shelf knows no verb, and a verb knows no later one.

pub mod calendar;
pub mod chart;
pub mod check;
pub mod command;
pub mod compose;
pub mod content;
pub mod diagnostic;
pub mod diff;
pub mod file_types;
pub mod finance;
pub mod layout;
pub mod link;
pub mod load;
pub mod locale;
pub mod markdown;
pub mod page;
pub mod publish;
pub mod recipes;
pub mod reference;
pub mod render;
pub mod report;
pub mod schema;
pub mod section;
pub mod theme;
pub mod timings;
pub mod vat_rates;
pub mod write;
pub mod yaml;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use content::Content;
use diagnostic::{Findings, Place, Sources};
use locale::Locale;
use render::{Assets, Html};
use theme::Theme;
use timings::Stage;
use write::manifest::{Made, Sum};

/// What a check found.
pub struct Checked {
    pub findings: Findings,
    pub sources: Sources,
    /// The site's language, as far as it is known.
    pub language: Option<String>,
    /// How many pages the rules looked at; `None` when files could not even be read.
    pub pages: Option<usize>,
    /// What may be published: nothing while there are errors.
    sound: Option<Sound>,
}

/// Content without errors, and its themes, one for each language.
struct Sound {
    site: PathBuf,
    content: Content,
    themes: Vec<Theme>,
}

/// What a build did.
pub struct Built {
    pub findings: Findings,
    pub sources: Sources,
    /// The site's language, as far as it is known.
    pub language: Option<String>,
    /// Pages and changed files; `None` when errors kept the site from being built.
    pub done: Option<Done>,
}

/// The outcome of a build without errors.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    pub pages: usize,
    pub changes: write::Changes,
}

/// A failure of the machine or the theme, not of the data.
#[derive(Debug)]
pub enum Failure {
    Unreadable(load::Unreadable),
    Theme(theme::Unusable),
    Template(render::Failure),
    Write(write::Failure),
}

/// Checks a site folder and writes nothing. `day` is the day the site is looked at, the newest day
/// in its data when `None`.
pub fn check(site: &Path, day: Option<Date>) -> Result<Checked, Failure> {
    let loaded = load::content(site).map_err(Failure::Unreadable)?;
    let mut findings = loaded.findings;
    let (mut pages, mut sound) = (None, None);
    if let Some(mut content) = loaded.content {
        content.day = day.or(content.newest);
        let themes = timings::of(Stage::Theme, || themes(site, &content))?;
        if let Some(theme) = themes.first() {
            findings.extend(check::findings(&content, theme));
        }
        content.standing = standing(&findings);
        pages = Some(content.pages.len());
        sound = Some(Sound {
            site: site.to_owned(),
            content,
            themes,
        });
    }
    Ok(Checked {
        sound: sound.filter(|_| !findings.has_errors()),
        findings: findings.sorted(),
        sources: loaded.sources,
        language: loaded.language,
        pages,
    })
}

impl Checked {
    /// Tells on every page, and in the manifest, which revision of the data it is made from.
    pub fn of_revision(&mut self, revision: &str) {
        if let Some(sound) = &mut self.sound {
            sound.content.revision = Some(revision.to_owned());
        }
    }

    /// Tells open findings on the pages they are about, in the words of a language: a preview for
    /// those who write the data, not for publishing.
    pub fn show(&mut self, findings: &Findings, locale: &Locale) {
        if let Some(sound) = &mut self.sound {
            sound.content.found = compose::found(findings, &self.sources, locale);
        }
    }
}

/// Builds a site folder into an output folder: checks it, and publishes it when nothing is wrong.
pub fn build(
    site: &Path,
    output: &Path,
    day: Option<Date>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    publish(check(site, day)?, output, progress)
}

/// Writes what was checked into an output folder. `progress` hears how many pages are done, of how
/// many.
///
/// Nothing is written while there are errors, and a page is forgotten once it is written.
pub fn publish(
    checked: Checked,
    output: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    let written = checked
        .sound
        .map(|sound| written(&sound, output, progress))
        .transpose()?;
    Ok(Built {
        findings: checked.findings,
        sources: checked.sources,
        language: checked.language,
        done: written,
    })
}

/// The theme in each language of the site.
fn themes(site: &Path, content: &Content) -> Result<Vec<Theme>, Failure> {
    let name = content
        .settings
        .theme
        .as_ref()
        .map_or("default", |theme| theme.value.as_str());
    let locales = std::iter::once(&content.locale).chain(&content.translations);
    let themes = locales.map(|locale| theme::theme(site, name, locale));
    themes.collect::<Result<_, _>>().map_err(Failure::Theme)
}

fn written(
    Sound {
        site,
        content,
        themes,
    }: &Sound,
    output: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Done, Failure> {
    let (assets, renderers) = timings::of(Stage::Theme, || renderers(content, themes))?;
    let output = write::output(site, output).map_err(Failure::Write)?;
    let take = |file: &render::File| {
        timings::of(Stage::Write, || output.take(file))?;
        if !content.settings.precompressed {
            return Ok(());
        }
        let packed = timings::of(Stage::Render, || render::packed(file));
        packed.map_or(Ok(()), |packed| {
            timings::of(Stage::Write, || output.take(&packed))
        })
    };
    let put = |page: &page::Page, html: &render::Html| {
        let files = timings::of(Stage::Render, || render::files(page, html));
        let files = files.map_err(Failure::Template)?;
        files.iter().try_for_each(take).map_err(Failure::Write)
    };

    let done = AtomicUsize::new(0);
    let total = content.pages.len() * renderers.len();
    content.pages.par_iter().try_for_each(|page| {
        for (language, html) in renderers.iter().enumerate() {
            timings::of_page(|| {
                let page = timings::of(Stage::Compose, || compose::page(content, page, language));
                put(&page, html).map(|()| page.path)
            })?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        }
        Ok(())
    })?;
    let missing = compose::not_found(content);
    for (page, html) in missing.iter().zip(&renderers) {
        put(page, html)?;
    }
    let shared = render::shared(content, assets);
    for file in shared.iter().chain(&render::sitemap(content)) {
        take(file).map_err(Failure::Write)?;
    }
    let made = Made {
        inputs: timings::of(Stage::Manifest, || inputs(&content.sources))?,
        revision: content.revision.clone(),
        preview: !content.found.is_empty(),
    };
    let changes = timings::of(Stage::Swap, || output.finish(made)).map_err(Failure::Write)?;
    Ok(Done {
        pages: total,
        changes,
    })
}

/// The theme's files, which are the same in every language, and one renderer for each language: the
/// frame and the theme's words are its own.
fn renderers(content: &Content, themes: &[Theme]) -> Result<(Assets, Vec<Html>), Failure> {
    let assets = themes.first().map(|theme| render::assets(content, theme));
    let assets = assets.transpose().map_err(Failure::Theme)?;
    let assets = assets.unwrap_or_default();
    let mut renderers = Vec::with_capacity(themes.len());
    for (language, theme) in themes.iter().enumerate() {
        if let Some(frame) = compose::frame(content, language, content.updated()) {
            renderers.push(render::html(theme, frame, &assets).map_err(Failure::Template)?);
        }
    }
    Ok((assets, renderers))
}

/// The files a site is made from, by their bytes.
fn inputs(sources: &Sources) -> Result<BTreeMap<String, Sum>, Failure> {
    let files: Vec<_> = sources.ids().collect();
    let sums = files.par_iter().map(|file| {
        let path = sources.path(*file);
        let bytes = std::fs::read(&path).map_err(|error| {
            let reason = error.to_string();
            Failure::Unreadable(load::Unreadable { path, reason })
        })?;
        Ok((sources.name(*file), Sum::of(&bytes)))
    });
    sums.collect()
}

/// Where accepted findings stand, by the place of what accepts them.
fn standing(findings: &Findings) -> HashMap<Place, Place> {
    let accepted = findings.accepted();
    let places = accepted.filter_map(|finding| {
        let acceptance = finding.accepted.as_ref()?;
        Some((acceptance.place, finding.place?))
    });
    places.collect()
}
