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
pub mod markdown;
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
pub mod sum;
pub mod theme;
pub mod timings;
pub mod vat_rates;
pub mod workspace;
pub mod write;
pub mod yaml;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use content::Content;
use diagnostic::{Finding, Findings, Place, Sources};
use edition::Edition;
use locale::Locale;
use theme::Theme;
use timings::Stage;
use write::manifest::{Made, Sum};

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
    themes: Vec<Theme>,
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
    pub changes: write::Changes,
}

/// Checks a site folder and writes nothing. `day` is the day the site is looked at, the newest day
/// in its data when `None`.
pub fn check(site: &Path, day: Option<Date>) -> Result<Checked, Failure> {
    let mut outline = load::outline(site).map_err(Failure::Unreadable)?;
    if let Some(content) = &mut outline.content {
        content.day = day.or(content.newest);
    }
    let read = outline.read(MOST_HELD, &check::of_page);
    let (loaded, seen) = read.map_err(Failure::Unreadable)?;
    let mut findings = loaded.findings;
    let (mut pages, mut sound) = (None, None);
    if let Some(mut content) = loaded.content {
        content.day = day.or(content.newest);
        let themes = timings::of(Stage::Theme, || themes(site, &content))?;
        let seen = seen.unwrap_or_else(|| looked_at_again(&mut content));
        if let Some(theme) = themes.first() {
            let found = seen.into_iter().flatten().collect();
            findings.extend(check::settled(&content, theme, found));
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

/// So many bytes of data are held in the form of pages; what is above is read again when it is
/// needed.
const MOST_HELD: usize = 4 << 20;

/// What the rules find on every page.
fn looked_at_again(content: &mut Content) -> Vec<Vec<Finding>> {
    let mut seen = Vec::with_capacity(content.pages.len());
    for batch in load::batches(content.pages.len()) {
        let pages = batch
            .into_par_iter()
            .filter_map(|page| content.pages.get(page));
        seen.par_extend(pages.map(|page| check::of_page(content, page)));
        content.pages.forget_above(MOST_HELD);
    }
    seen
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
        .map(|sound| written(sound, output, progress))
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
    }: Sound,
    output: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Done, Failure> {
    let mut edition = timings::of(Stage::Theme, || Edition::new(content, &themes))?;
    let output = write::output(&site, output).map_err(Failure::Write)?;
    let done = AtomicUsize::new(0);
    let total = edition.content.pages.len() * edition.languages();
    for batch in load::batches(edition.content.pages.len()) {
        batch.into_par_iter().try_for_each(|number| {
            for language in 0..edition.languages() {
                timings::of_page(|| of_page(&edition, (number, language), &output))?;
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            }
            Ok(())
        })?;
        edition.content.pages.forget_above(MOST_HELD);
    }
    let missing = edition.not_found()?;
    let others = missing.iter().chain(edition.shared());
    others
        .into_iter()
        .try_for_each(|file| take(&edition, file, &output))?;
    let content = &edition.content;
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

/// Makes the files of a page in a language; what comes of it is the page's path.
fn of_page(
    edition: &Edition,
    (number, language): (usize, usize),
    output: &write::Output,
) -> Result<String, Failure> {
    let Some(page) = edition.content.pages.get(number) else {
        return Ok(String::new());
    };
    let (path, files) = edition.of_page(page, language)?;
    files
        .iter()
        .try_for_each(|file| take(edition, file, output))?;
    Ok(path)
}

/// Takes a file into the output, and its packed copy where the site wants one.
fn take(edition: &Edition, file: &render::File, output: &write::Output) -> Result<(), Failure> {
    timings::of(Stage::Write, || output.take(file)).map_err(Failure::Write)?;
    let packed = timings::of(Stage::Render, || edition.packed(file));
    packed.map_or(Ok(()), |packed| {
        timings::of(Stage::Write, || output.take(&packed)).map_err(Failure::Write)
    })
}

/// The files a site is made from, by their bytes when they were read.
fn inputs(sources: &Sources) -> Result<BTreeMap<String, Sum>, Failure> {
    let unreadable = |file, reason| {
        let path = sources.path(file);
        Failure::Unreadable(load::Unreadable { path, reason })
    };
    let files: Vec<_> = sources.ids().collect();
    let sums = files
        .par_iter()
        .filter_map(|file| match sources.sum(*file) {
            Ok(sum) => Some(Ok((sources.name(*file), sum?.clone()))),
            Err(error) => Some(Err(unreadable(*file, error.to_string()))),
        });
    let sums = sums.collect::<Result<_, _>>()?;
    match sources.changed() {
        None => Ok(sums),
        Some(file) => Err(unreadable(file, CHANGED.to_owned())),
    }
}

/// Why a site is not published of which one half would be older than the other.
const CHANGED: &str = "the file was changed while the site was made of it";

/// Where accepted findings stand, by the place of what accepts them.
fn standing(findings: &Findings) -> HashMap<Place, Place> {
    let accepted = findings.accepted();
    let places = accepted.filter_map(|finding| {
        let acceptance = finding.accepted.as_ref()?;
        Some((acceptance.place, finding.place?))
    });
    places.collect()
}
