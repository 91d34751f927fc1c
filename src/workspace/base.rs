//! A sound look at a site, of which the next one has everything that an edit of some files does not
//! touch.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::content::reads::small;
use crate::content::{Content, Page};
use crate::diagnostic::{Findings, Sources};
use crate::standing::{Seen, Standing};
use crate::theme::Theme;
use crate::{Checked, Sound, check, load, places};

/// A sound look at a site.
pub struct Base {
    content: Content,
    themes: Arc<Vec<Theme>>,
    seen: Vec<Option<Arc<Seen>>>,
    of_folder: Findings,
    /// The pages of files, by their paths in the site; `None` for a file that is no page's own.
    pages: Arc<BTreeMap<PathBuf, Option<usize>>>,
}

impl Base {
    /// What was seen of a site; `last` is the look before it when that had the same files.
    pub fn new(sound: &Sound, last: Option<&Self>) -> Self {
        let pages = match last {
            Some(last) => Arc::clone(&last.pages),
            None => Arc::new(pages(&sound.content)),
        };
        Self {
            content: sound.content.clone(),
            themes: Arc::clone(&sound.themes),
            seen: sound.seen.clone(),
            of_folder: sound.of_folder.clone(),
            pages,
        }
    }

    /// What is seen after files have changed, looked at on a day. `None` where the whole site must be
    /// looked at: files came or went, or what has changed is no page's own.
    pub fn after(
        &self,
        site: &Path,
        changed: &BTreeSet<PathBuf>,
        day: Option<Date>,
    ) -> Option<Checked> {
        let changed = self.changed(site, changed)?;
        let mut content = self.content.clone();
        let mut broken = BTreeSet::new();
        let mut findings = self.of_folder.clone();
        for number in changed.keys() {
            match self.content.pages.get(*number)?.again()? {
                Ok(page) => content.pages.replace(self.like_before(page)?),
                Err(wrong) => {
                    broken.insert(*number);
                    findings.extend(wrong);
                }
            }
        }
        let whole = content.pages.iter();
        let whole = whole.filter(|page| !broken.contains(&page.number));
        findings.extend(whole.flat_map(|page| page.facts.wrong.iter().cloned()));
        if findings.has_errors() {
            return Some(self.checked(findings, None));
        }
        content.newest = content.newest_day();
        content.look_at(day.or(content.newest));
        if content.day() != self.content.day() {
            return None;
        }
        let seen = self.seen_now(&mut content, &changed);
        let found = seen.iter().flatten();
        let found = found.flat_map(|seen| seen.findings.iter().cloned());
        findings.extend(check::settled(
            &content,
            self.themes.first()?,
            found.collect(),
        ));
        content.standing = places(&findings);
        let sound = Sound {
            site: site.to_owned(),
            content,
            themes: Arc::clone(&self.themes),
            standing: Standing::nothing(),
            seen,
            of_folder: self.of_folder.clone(),
        };
        Some(self.checked(findings, Some(sound)))
    }

    /// The pages of changed files, and whether their heads have changed.
    fn changed(&self, site: &Path, changed: &BTreeSet<PathBuf>) -> Option<HashMap<usize, bool>> {
        let mut pages: HashMap<usize, bool> = HashMap::new();
        for path in changed.iter().filter(|path| !load::is_ignored(path)) {
            let is_there = site.join(path).is_file();
            let page = self.pages.get(path).filter(|_| is_there);
            let Some(page) = page.and_then(Option::as_ref) else {
                // What an editor made on its way and took away again was never a part of the site.
                let mut below = self.pages.range(path.clone()..);
                let was_there = below
                    .next()
                    .is_some_and(|(known, _)| known.starts_with(path));
                let is_data = path.starts_with("content");
                if was_there || !is_data || site.join(path).exists() {
                    return None;
                }
                continue;
            };
            let sources: &Sources = &self.content.sources;
            let head = sources.path(self.content.pages.get(*page)?.file);
            *pages.entry(*page).or_default() |= site.join(path) == head;
        }
        Some(pages)
    }

    /// A page that was read again, when it is of the same kind and shares its figures with no other.
    fn like_before(&self, page: Page) -> Option<Page> {
        let before = self.content.pages.get(page.number)?;
        let is_copied = |other: &Page| other.facts.copies_of.contains(&page.number);
        let shares = page.facts.has_copies
            || before.facts.has_copies
            || self.content.pages.iter().any(is_copied);
        (page.kind == before.kind && !shares).then_some(page)
    }

    /// What is seen on all pages: anew on those that an edit touches.
    fn seen_now(
        &self,
        content: &mut Content,
        changed: &HashMap<usize, bool>,
    ) -> Vec<Option<Arc<Seen>>> {
        let of_changed = |pages: &mut dyn Iterator<Item = (&usize, &bool)>| -> Vec<u32> {
            pages.map(|(page, _)| small(*page)).collect()
        };
        let heads = of_changed(&mut changed.iter().filter(|(_, head)| **head));
        let matters = of_changed(&mut changed.iter());
        let outcomes = |content: &Content, page: &usize| {
            let page = content.pages.get(*page);
            page.is_some_and(|page| page.facts.has_outcomes)
        };
        let mut numbers = changed.keys();
        let other = numbers.any(|page| outcomes(content, page) != outcomes(&self.content, page));
        let moves = other || !heads.is_empty();
        if moves {
            content.lasting = std::sync::OnceLock::new();
        }
        let content: &Content = content;
        let is_touched = |page: &Page, seen: &Seen| {
            changed.contains_key(&page.number)
                || seen.has_read(&heads, &matters)
                || moves && self.has_other_earlier(content, page, changed)
        };
        let pages = content.pages.par_iter().zip(&self.seen);
        let seen = pages.map(|(page, seen)| match seen {
            Some(seen) if !is_touched(page, seen) => Some(Arc::clone(seen)),
            _ => Some(Arc::new(Seen::of(content, page).and_later(content, page))),
        });
        seen.collect()
    }

    /// Whether a page has other earlier ones than before, or ones that have changed.
    fn has_other_earlier(
        &self,
        content: &Content,
        page: &Page,
        changed: &HashMap<usize, bool>,
    ) -> bool {
        let numbers = |content: &Content| -> Vec<usize> {
            let earlier = content.earlier(page).into_iter();
            earlier.map(|page| page.number).collect()
        };
        let now = numbers(content);
        now.iter().any(|page| changed.contains_key(page)) || now != numbers(&self.content)
    }

    fn checked(&self, findings: Findings, sound: Option<Sound>) -> Checked {
        let settings = &self.content.settings;
        Checked {
            sound: sound.filter(|_| !findings.has_errors()),
            findings: findings.sorted(),
            sources: Arc::clone(&self.content.sources),
            language: Some(settings.language.value.clone()),
            pages: Some(self.content.pages.len()),
        }
    }
}

fn pages(content: &Content) -> BTreeMap<PathBuf, Option<usize>> {
    let sources = &content.sources;
    let name = |file| PathBuf::from(sources.name(file));
    let mut pages: BTreeMap<_, _> = sources.ids().map(|file| (name(file), None)).collect();
    for page in content.pages.iter() {
        pages.extend(page.all_files().map(|file| (name(file), Some(page.number))));
    }
    pages
}
