//! A site while somebody edits it: what its files say now, and the pages they gave when they were
//! last sound. Pages are made when somebody asks for them.

mod base;
mod notice;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;

use crate::diagnostic::{Findings, Level};
use crate::edition::Edition;
use crate::locale::Locale;
use crate::render::File;
use crate::{Checked, Failure, load};

use base::Base;
pub use notice::Notice;

/// How a site is looked at.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The folder that holds `content/`.
    pub site: PathBuf,
    /// The day the site is looked at; the newest day in its data when `None`.
    pub day: Option<Date>,
    /// Tell notes too.
    pub notes: bool,
    /// The language of what is told; the site's when `None`.
    pub language: Option<String>,
}

/// What has happened to the files of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// It is not known what: nothing that was read before may be trusted.
    Everything,
    /// These files and folders were written, made, moved or removed; paths are relative to the
    /// site. A folder stands for all that is in it.
    Paths(BTreeSet<PathBuf>),
}

/// A site while it is edited.
pub struct Workspace {
    wishes: Wishes,
    view: Arc<View>,
    /// The last sound look, and the files that have changed since.
    base: Option<Base>,
    stale: BTreeSet<PathBuf>,
    in_part: bool,
}

/// What there is to see at a moment.
pub struct View {
    /// The pages, those of the last sound moment while something is wrong; none before the first.
    pub pages: Option<Arc<Pages>>,
    /// The pages show the files as they are now.
    pub is_current: bool,
    pub counts: Counts,
    /// The first of the findings, errors before all else.
    pub notices: Vec<Notice>,
    /// What keeps the pages from being made that is not in the data, in words.
    pub failure: Option<String>,
    /// The language of what is told.
    pub locale: Locale,
}

/// How many pages there are, and how many open findings of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub pages: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Workspace {
    /// A workspace in which nothing has been read.
    pub fn new(wishes: Wishes) -> Self {
        let view = View {
            pages: None,
            is_current: false,
            counts: Counts::default(),
            notices: Vec::new(),
            failure: None,
            locale: Locale::finnish(),
        };
        Self {
            wishes,
            view: Arc::new(view),
            base: None,
            stale: BTreeSet::new(),
            in_part: false,
        }
    }

    /// The folder that holds `content/`.
    pub fn site(&self) -> &Path {
        &self.wishes.site
    }

    /// What there is to see.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view)
    }

    /// Whether the last look was at no more than what had changed.
    pub fn looked_in_part(&self) -> bool {
        self.in_part
    }

    /// What there is to see after changes: the very pages and findings of a new build. Pages that
    /// somebody has open are made at once.
    pub fn update(&mut self, changes: &Changes, open: &[String]) -> Arc<View> {
        if self.concern(changes) {
            self.view = Arc::new(self.looked_at_after(changes, open));
        }
        self.view()
    }

    /// Whether changes can change anything: what editors leave beside the data does not.
    fn concern(&self, changes: &Changes) -> bool {
        match changes {
            Changes::Everything => true,
            Changes::Paths(paths) => paths.iter().any(|path| !load::is_ignored(path)),
        }
    }

    /// A look at what has changed, or at everything where that is not enough.
    fn looked_at_after(&mut self, changes: &Changes, open: &[String]) -> View {
        match changes {
            Changes::Everything => self.base = None,
            Changes::Paths(paths) => self.stale.extend(paths.iter().cloned()),
        }
        let (site, day) = (&self.wishes.site, self.wishes.day);
        let base = self.base.as_ref();
        let after = base.and_then(|base| base.after(site, &self.stale, day));
        self.in_part = after.is_some();
        if after.is_none() {
            self.base = None;
        }
        match after.map_or_else(|| self.checked(), Ok) {
            Ok(checked) => self.seen(checked, open),
            Err(failure) => View {
                failure: Some(failure.words(&self.view.locale)),
                ..self.kept(self.view.locale.clone())
            },
        }
    }

    /// The files as they are now. One that went away while they were read was moved or replaced,
    /// and the next look finds it.
    fn checked(&self) -> Result<Checked, Failure> {
        for _ in 0..LOOKS {
            match crate::check(&self.wishes.site, self.wishes.day) {
                Err(Failure::Unreadable(_)) => std::thread::sleep(PAUSE),
                checked => return checked,
            }
        }
        crate::check(&self.wishes.site, self.wishes.day)
    }

    fn seen(&mut self, mut checked: Checked, open: &[String]) -> View {
        let findings: Findings = wanted(&checked.findings, self.wishes.notes);
        let locale = self.locale(checked.language.as_deref());
        checked.show(&findings, &locale);
        let counts = |pages: usize| Counts {
            pages,
            errors: findings.count(Level::Error),
            warnings: findings.count(Level::Warning),
            notes: findings.count(Level::Note),
        };
        let last = self.base.is_some().then(|| self.view.pages.clone());
        let last = last.flatten();
        if let Some(sound) = &checked.sound {
            self.base = Some(Base::new(sound, self.base.as_ref()));
            self.stale.clear();
        }
        let made = checked.sound.take().map(|sound| {
            let edition = match &last {
                Some(last) => Edition::after(&last.edition, sound.content, &sound.themes)?,
                None => Edition::new(sound.content, &sound.themes)?,
            };
            let pages = Pages::new(edition);
            open.iter()
                .try_for_each(|path| pages.file(path).map(drop))?;
            Ok(Arc::new(pages))
        });
        let (pages, failure) = match made.transpose() {
            Ok(pages) => (pages, None),
            Err(failure) => (None, Some(Failure::words(&failure, &locale))),
        };
        let kept = self.kept(locale);
        let is_current = pages.is_some();
        let pages = pages.or(kept.pages);
        let edition = pages.as_deref().map(|pages| &pages.edition);
        View {
            is_current,
            counts: counts(pages.as_deref().map_or(0, Pages::count)),
            notices: notice::notices(&findings, &checked.sources, edition, &kept.locale),
            failure,
            locale: kept.locale,
            pages,
        }
    }

    /// The pages as they were, of files that have changed since.
    fn kept(&self, locale: Locale) -> View {
        View {
            pages: self.view.pages.clone(),
            is_current: false,
            counts: Counts {
                pages: self.view.counts.pages,
                ..Counts::default()
            },
            notices: Vec::new(),
            failure: None,
            locale,
        }
    }

    fn locale(&self, site: Option<&str>) -> Locale {
        let asked = [self.wishes.language.as_deref(), site];
        let shipped = asked.into_iter().flatten().find_map(Locale::shipped);
        shipped.unwrap_or_else(Locale::finnish)
    }
}

/// How many times files are read again that went away while they were read.
const LOOKS: usize = 3;
const PAUSE: Duration = Duration::from_millis(10);

fn wanted(findings: &Findings, notes: bool) -> Findings {
    let wanted = findings
        .iter()
        .filter(|finding| notes || finding.level != Level::Note);
    wanted.cloned().collect()
}

/// The files of a sound site, each made when it is first asked for.
pub struct Pages {
    pub edition: Edition,
    made: Mutex<HashMap<String, Arc<File>>>,
}

/// So many made files are kept at most.
const MOST_KEPT: usize = 64;

impl Pages {
    fn new(edition: Edition) -> Self {
        let made = Mutex::default();
        Self { edition, made }
    }

    /// How many pages a build would write.
    pub fn count(&self) -> usize {
        self.edition.content.pages.len() * self.edition.languages() + 1
    }

    /// The file of a path; `None` where a build would write none.
    pub fn file(&self, path: &str) -> Result<Option<Arc<File>>, Failure> {
        if let Some(file) = self.made().get(path) {
            return Ok(Some(Arc::clone(file)));
        }
        let Some(file) = self.edition.file(path)?.map(Arc::new) else {
            return Ok(None);
        };
        let mut made = self.made();
        if made.len() == MOST_KEPT {
            made.clear();
        }
        made.insert(path.to_owned(), Arc::clone(&file));
        Ok(Some(file))
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<File>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A path of a site without the folders above it, as [`Changes`] wants it.
pub fn within(site: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(site).unwrap_or(path).to_owned()
}
