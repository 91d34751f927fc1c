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
pub mod edition;
mod failure;
pub mod file_types;
pub mod finance;
pub mod layout;
pub mod link;
pub mod load;
pub mod locale;
mod making;
pub mod markdown;
pub mod memory;
pub mod page;
pub mod publish;
pub mod recipes;
pub mod reference;
pub mod render;
pub mod report;
pub mod schema;
pub mod section;
#[cfg(feature = "serve")]
pub mod serve;
mod standing;
pub mod sum;
pub mod theme;
pub mod timings;
pub mod vat_rates;
pub mod workspace;
pub mod write;
pub mod yaml;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use content::reads::small;
use content::{Content, Page};
use diagnostic::{Findings, Place, Sources};
use locale::Locale;
use standing::{Seen, Standing};
use theme::Theme;
use timings::Stage;

pub use failure::Failure;

/// What a check found.
pub struct Checked {
    pub findings: Findings,
    pub sources: Arc<Sources>,
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
    themes: Arc<Vec<Theme>>,
    /// What need not be made again.
    standing: Standing,
    /// What was seen on the pages that were looked at.
    seen: Vec<Option<Arc<Seen>>>,
    /// What is wrong that is about no page by itself.
    of_folder: Findings,
}

/// What a build did.
pub struct Built {
    pub findings: Findings,
    pub sources: Arc<Sources>,
    /// The site's language, as far as it is known.
    pub language: Option<String>,
    /// Pages and changed files; `None` when errors kept the site from being built.
    pub done: Option<Done>,
}

/// The outcome of a build without errors.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    pub pages: usize,
    /// How many pages had to be made, as files or what they are made of have changed.
    pub made: usize,
    pub changes: write::Changes,
}

/// Checks a site folder and writes nothing. `day` is the day the site is looked at, the newest day
/// in its data when `None`.
pub fn check(site: &Path, day: Option<Date>) -> Result<Checked, Failure> {
    looked_at(site, day, None)
}

/// Checks a site folder that was built into an output before. What is as it was then is not read nor
/// looked at again; what is found is the same.
pub fn check_after(site: &Path, day: Option<Date>, output: &Path) -> Result<Checked, Failure> {
    looked_at(site, day, Some(output))
}

fn looked_at(site: &Path, day: Option<Date>, output: Option<&Path>) -> Result<Checked, Failure> {
    let mut outline = load::outline(site).map_err(Failure::Unreadable)?;
    let (mut standing, mut guess) = (Standing::nothing(), None);
    if let Some(content) = &mut outline.content {
        if let Some(output) = output {
            standing = timings::of(Stage::Read, || Standing::of(output, content));
        }
        content.newest = content.newest_day();
        content.look_at(day.or(content.newest));
        standing.of_day(content);
        guess = content.day();
    }
    let must_read = |page: &Page| standing.must_read(page);
    let look = |content: &Content, page: &Page| standing.seen(content, page);
    let (loaded, seen) = outline
        .read(MOST_HELD, &must_read, &look)
        .map_err(Failure::Unreadable)?;
    let mut findings = loaded.findings;
    let (mut pages, mut sound) = (None, None);
    if let Some(mut content) = loaded.content {
        content.look_at(day.or(content.newest));
        standing.of_day(&content);
        let themes = timings::of(Stage::Theme, || themes(site, &content))?;
        let seen = seen_again(seen, &standing, guess, &mut content);
        let seen = seen_later(seen, &mut content);
        if let Some(theme) = themes.first() {
            let found = seen.iter().flatten();
            let found = found.flat_map(|seen| seen.findings.iter().cloned());
            findings.extend(check::settled(&content, theme, found.collect()));
        }
        content.standing = places(&findings);
        pages = Some(content.pages.len());
        sound = Some(Sound {
            site: site.to_owned(),
            content,
            themes: Arc::new(themes),
            standing,
            seen,
            of_folder: loaded.of_folder,
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

/// So many bytes of data are held in the form of pages; what is above is read again when it is
/// needed.
const MOST_HELD: usize = 4 << 20;

/// What was seen on the pages, and anew what is other since all of them have been read: the day, or
/// tables that are shown again elsewhere.
fn seen_again(
    mut seen: Vec<Option<Seen>>,
    standing: &Standing,
    guess: Option<Date>,
    content: &mut Content,
) -> Vec<Option<Seen>> {
    let joined = content.pages.iter().filter(|page| page.is_joined());
    let joined: Vec<u32> = joined.map(|page| small(page.number)).collect();
    let is_other_day = content.day() != guess;
    let is_stale = |(page, seen): &(&Page, &Option<Seen>)| match seen {
        Some(seen) => {
            let is_joined = page.is_joined() || seen.has_read(&[], &joined);
            is_joined || is_other_day && seen.has_read_day()
        }
        None => standing.must_look(page),
    };
    let stale = content.pages.iter().zip(&seen).filter(is_stale);
    let stale: Vec<usize> = stale.map(|(page, _)| page.number).collect();
    for batch in stale.chunks(load::BATCH) {
        let pages = batch.par_iter().filter_map(|page| content.pages.get(*page));
        let again = pages.map(|page| (page.number, Seen::of(content, page)));
        for (number, again) in again.collect::<Vec<_>>() {
            if let Some(seen) = seen.get_mut(number) {
                *seen = Some(again);
            }
        }
        content.pages.forget_above(MOST_HELD);
    }
    seen
}

/// What was seen on the pages, and what the rules see that compare a page with earlier ones.
fn seen_later(mut seen: Vec<Option<Seen>>, content: &mut Content) -> Vec<Option<Arc<Seen>>> {
    let mut later = Vec::with_capacity(seen.len());
    for batch in load::batches(seen.len()) {
        let pages = batch.clone().into_par_iter();
        let pages = pages.filter_map(|page| content.pages.get(page));
        let of_batch = seen.get_mut(batch).unwrap_or_default().par_iter_mut();
        let of_batch = of_batch.zip(pages.collect::<Vec<_>>());
        let and_later =
            of_batch.map(|(seen, page)| Some(Arc::new(seen.take()?.and_later(content, page))));
        later.par_extend(and_later);
        content.pages.forget_above(MOST_HELD);
    }
    later
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
            sound.standing = Standing::nothing();
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
    publish(check_after(site, day, output)?, output, progress)
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
        .map(|sound| making::written(sound, output, progress))
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

/// Where accepted findings stand, by the place of what accepts them.
fn places(findings: &Findings) -> HashMap<Place, Place> {
    let accepted = findings.accepted();
    let places = accepted.filter_map(|finding| {
        let acceptance = finding.accepted.as_ref()?;
        Some((acceptance.place, finding.place?))
    });
    places.collect()
}
