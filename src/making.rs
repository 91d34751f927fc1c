//! A sound site to its output: makes the pages that must be made, and keeps what was seen and made in
//! mind for the next build.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::content::reads;
use crate::diagnostic::Sources;
use crate::edition::Edition;
use crate::memory::{self, Stamp};
use crate::render::File;
use crate::standing::{OfPage, Standing};
use crate::sum::Sum;
use crate::timings::{self, Stage};
use crate::write::manifest::Made;
use crate::write::{self, Changes};
use crate::{Done, Failure, MOST_HELD, Sound, load};

/// Writes a site. `progress` hears how many pages are made, of how many.
pub fn written(
    sound: Sound,
    root: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Done, Failure> {
    let Sound {
        site,
        content,
        themes,
        mut standing,
        seen,
        ..
    } = sound;
    let mut edition = timings::of(Stage::Theme, || Edition::new(content, &themes))?;
    let pages = edition.content.pages.len() * edition.languages();
    let scenery = edition.scenery();
    timings::of(Stage::Write, || {
        standing.of_output(root, &edition.content, scenery)
    });
    let others = others(&edition)?;
    let is_all = || standing.is_all(&edition.content, &others) && !write::has_leavings(root);
    if timings::of(Stage::Write, is_all) {
        let changes = Changes {
            unchanged: standing.kept().count() + others.len(),
            ..Changes::default()
        };
        standing.refresh(&edition.content);
        return Ok(Done {
            pages,
            made: 0,
            changes,
        });
    }

    let output = write::output(&site, root).map_err(Failure::Write)?;
    let of_others = others.iter().map(|file| taken(&output, file));
    let of_others = of_others.collect::<Result<_, _>>()?;
    let of_pages = of_pages(&mut edition, &standing, &output, progress)?;
    let made = of_pages.len() * edition.languages();
    for kept in standing.kept() {
        output.keep(&kept.path, &kept.sum).map_err(Failure::Write)?;
    }
    let content = &edition.content;
    let made_of = Made {
        inputs: timings::of(Stage::Manifest, || inputs(&content.sources))?,
        revision: content.revision.clone(),
        preview: !content.found.is_empty(),
    };
    let finished = timings::of(Stage::Swap, || output.finish(made_of)).map_err(Failure::Write)?;
    timings::of(Stage::Manifest, || {
        let lists = left(root, finished.lists);
        standing.keep(content, seen, of_pages, (scenery, of_others, lists));
    });
    Ok(Done {
        pages,
        made,
        changes: finished.changes,
    })
}

/// The files that belong to no page, with their packed copies.
fn others(edition: &Edition) -> Result<Vec<File>, Failure> {
    let not_found = edition.not_found()?;
    let files = not_found.iter().chain(edition.shared());
    let with_packed = |file: &File| std::iter::once(file.clone()).chain(edition.packed(file));
    Ok(files.flat_map(with_packed).collect())
}

/// Makes the pages that must be made, by their numbers.
fn of_pages(
    edition: &mut Edition,
    standing: &Standing,
    output: &write::Output,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<BTreeMap<usize, OfPage>, Failure> {
    let pages = edition.content.pages.iter();
    let pages = pages.filter(|page| standing.must_make(page));
    let numbers: Vec<usize> = pages.map(|page| page.number).collect();
    let total = numbers.len() * edition.languages();
    let done = AtomicUsize::new(0);
    let mut of_pages = BTreeMap::new();
    for batch in numbers.chunks(load::BATCH) {
        let made = batch.par_iter().map(|page| {
            let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok((*page, of_page(edition, *page, output, &step)?))
        });
        of_pages.extend(made.collect::<Result<Vec<_>, Failure>>()?);
        edition.content.pages.forget_above(MOST_HELD);
    }
    Ok(of_pages)
}

/// Makes the files of a page in all languages.
fn of_page(
    edition: &Edition,
    number: usize,
    output: &write::Output,
    step: &dyn Fn(),
) -> Result<OfPage, Failure> {
    let mut made = OfPage::default();
    let Some(page) = edition.content.pages.get(number) else {
        return Ok(made);
    };
    for language in 0..edition.languages() {
        timings::of_page(|| {
            let (files, reads) = reads::of(|| edition.of_page(page, language));
            let (path, files) = files?;
            made.reads = made.reads.and(&reads);
            for file in &files {
                let packed = timings::of(Stage::Render, || edition.packed(file));
                for file in std::iter::once(file).chain(&packed) {
                    made.files.push(taken(output, file)?);
                }
            }
            Ok::<_, Failure>(path)
        })?;
        step();
    }
    Ok(made)
}

fn taken(output: &write::Output, file: &File) -> Result<memory::Output, Failure> {
    timings::of(Stage::Write, || output.take(file)).map_err(Failure::Write)
}

/// The manifest and its lists as they were left in an output folder.
fn left(root: &Path, paths: Vec<String>) -> Vec<memory::Output> {
    let left = paths.into_par_iter().filter_map(|path| {
        let place = root.join(&path);
        let stamp = Stamp::of_output(&fs::metadata(&place).ok()?);
        let sum = Sum::of(&fs::read(&place).ok()?);
        let stamp = Some(stamp);
        Some(memory::Output { path, stamp, sum })
    });
    left.collect()
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
