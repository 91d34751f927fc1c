//! Scales of statuses (tila-asteikko): the words a municipality has for how far its goals are.

use rust_decimal::Decimal;

use super::Status;
use crate::section::shared::{Id, Text, slug};
use crate::yaml::{Spanned, record};

record! {
    /// A status of a scale of one's own (tila-asteikon porras).
    pub struct Rung {
        /// As published: Toteutunut osittain.
        word: Spanned<Text>,
        /// What `status:` may call it; from the word when left out.
        key: Option<Id>,
        /// Whose symbol and colour it gets.
        looks: Status,
        /// The share of a target, in percent, from which an indicator has this status.
        at_least: Option<Decimal>,
    }
}

impl Rung {
    pub fn key(&self) -> String {
        let own = self.key.as_ref().map(|key| key.0.clone());
        own.unwrap_or_else(|| slug(&self.word.value))
    }
}

/// A status that somebody has given (tila): one of ours, or one of a scale.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    Shipped(Status),
    Own(&'a Rung),
}

impl Verdict<'_> {
    /// Whose symbol and colour it has.
    pub fn looks(self) -> Status {
        match self {
            Verdict::Shipped(status) => status,
            Verdict::Own(rung) => rung.looks,
        }
    }

    pub fn key(self) -> String {
        match self {
            Verdict::Shipped(status) => status.key().to_owned(),
            Verdict::Own(rung) => rung.key(),
        }
    }
}

/// The statuses that a section knows (tila-asteikko).
#[derive(Debug, Clone, Copy)]
pub struct Scale<'a> {
    /// None where ours hold.
    pub rungs: &'a [Rung],
}

impl<'a> Scale<'a> {
    /// A section's own statuses, or the site's.
    pub fn of(section: &'a [Rung], site: &'a [Rung]) -> Self {
        let rungs = if section.is_empty() { site } else { section };
        Self { rungs }
    }

    /// The status that a word or a key means.
    pub fn verdict(self, text: &str) -> Option<Verdict<'a>> {
        if self.rungs.is_empty() {
            let known = Status::ALL.into_iter().find(|status| status.key() == text);
            return known.map(Verdict::Shipped);
        }
        let by_word = self.rungs.iter().find(|rung| rung.word.value == *text);
        let by_key = || self.rungs.iter().find(|rung| rung.key() == text);
        by_word.or_else(by_key).map(Verdict::Own)
    }

    /// What one may write, for messages.
    pub fn words(self) -> Vec<String> {
        if self.rungs.is_empty() {
            return Status::ALL.map(|status| status.key().to_owned()).to_vec();
        }
        let words = self.rungs.iter().map(|rung| String::from(&rung.word.value));
        words.collect()
    }
}
