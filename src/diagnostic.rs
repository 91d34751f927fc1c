//! Findings: what is wrong with the data, where, and what to do about it.
//! They carry a rule, places and figures; their words live in the locale files.

pub mod position;
mod sources;

use jiff::civil::Date;

pub use position::{Position, position};
pub use sources::{FileId, Place, Sources};

/// How serious a finding (havainto) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is published.
    Error,
    /// Published as it is, but somebody should look.
    Warning,
    /// Nothing is wrong, and something could be better; told only when asked for.
    Note,
}

impl Level {
    /// The key of its word in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// One thing to tell the person who wrote the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Kebab-case name of the rule; also the key of its words.
    pub rule: &'static str,
    pub level: Level,
    pub place: Option<Place>,
    /// Other places that belong to the finding, with the key of their label.
    pub others: Vec<(Place, &'static str)>,
    /// What stands for `{name}` in the message and the help.
    pub values: Vec<(&'static str, String)>,
    /// Which of the rule's helps fits: the key after `findings.<rule>.`.
    pub help: &'static str,
    /// What it is about, as the page names it: a row and a column, a fee, a goal.
    pub about: Option<String>,
    /// Somebody has looked at it and lets it stand.
    pub accepted: Option<Box<Acceptance>>,
}

/// Why a finding may stand (hyväksyntä): the page is published as it is, and nobody is asked again
/// before the figures change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    pub reason: String,
    pub by: String,
    pub date: Date,
    pub place: Place,
}

/// Before a value that is a key of the locale files: a word in the language of who reads it.
pub const WORD: char = '\u{E020}';

impl Finding {
    /// An error: nothing is published until it is mended.
    pub fn error(rule: &'static str, place: impl Into<Option<Place>>) -> Self {
        Self::new(rule, Level::Error, place.into())
    }

    /// A warning: the page is published, and the finding told.
    pub fn warning(rule: &'static str, place: impl Into<Option<Place>>) -> Self {
        Self::new(rule, Level::Warning, place.into())
    }

    /// A note: told when asked for.
    pub fn note(rule: &'static str, place: impl Into<Option<Place>>) -> Self {
        Self::new(rule, Level::Note, place.into())
    }

    fn new(rule: &'static str, level: Level, place: Option<Place>) -> Self {
        let (others, values, help) = (Vec::new(), Vec::new(), "help");
        Self {
            rule,
            level,
            place,
            others,
            values,
            help,
            about: None,
            accepted: None,
        }
    }

    /// Gives the text of `{name}` in the message and the help.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Shows another place that belongs to the finding, where there is one.
    pub fn and_at(mut self, place: impl Into<Option<Place>>, label: &'static str) -> Self {
        self.others.extend(place.into().map(|place| (place, label)));
        self
    }

    /// Names what it is about: `Toimintakate, TA 2024`.
    pub fn about(mut self, name: impl Into<String>) -> Self {
        self.about = Some(name.into());
        self
    }

    /// Chooses another of the rule's helps.
    pub fn helped_by(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }
}

/// The known word that a person most likely meant: at most one slip, and one more in four letters,
/// or a word that begins with it.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.filter(|known| !known.is_empty()).collect();
    let distances = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(word, known), *known));
    let close = distances
        .min()
        .filter(|(distance, _)| *distance <= 1 + word.chars().count() / 4);
    let longer = || {
        known
            .iter()
            .filter(|known| word.len() > 3 && known.starts_with(word))
            .min()
            .copied()
    };
    close.map(|(_, known)| known).or_else(longer)
}

/// All findings of a run, in file order once [`Findings::sorted`].
#[derive(Debug, Default, Clone)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.0.extend(findings);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// The findings that nobody has accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.iter().filter(|finding| finding.accepted.is_none())
    }

    /// The findings that somebody lets stand.
    pub fn accepted(&self) -> impl Iterator<Item = &Finding> {
        self.iter().filter(|finding| finding.accepted.is_some())
    }

    /// How many open ones there are of a level.
    pub fn count(&self, level: Level) -> usize {
        let open = self.open();
        open.filter(|finding| finding.level == level).count()
    }

    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    /// In order of file and place, the same finding once.
    pub fn sorted(mut self) -> Self {
        self.0
            .sort_by(|a, b| (a.place, a.rule, &a.values).cmp(&(b.place, b.rule, &b.values)));
        self.0.dedup();
        self
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
