//! Findings that somebody has looked at and lets stand (hyväksytyt havainnot), written in the file
//! that they are about.

use jiff::civil::Date;

use super::shared::Text;
use crate::diagnostic::{Acceptance, Finding};
use crate::yaml::{Bars, Spanned, record};

record! {
    /// A finding that is known and stands: the file is published as it is.
    pub struct Accepted {
        /// The name of the finding, as `toteuma check` tells it: `margin-mismatch`.
        rule: Spanned<String>,
        /// What it is about, as the finding tells it: a row and a column, or a fee.
        at: Option<String>,
        /// The figures and words of the finding, divided by bars; when they change, the acceptance
        /// no longer holds.
        values: Option<Bars>,
        /// Why it may stand.
        reason: Text,
        /// Who decided so.
        by: Text,
        /// The day it was decided.
        date: Date,
        /// Prints the reason on the page, under the table.
        print: bool,
    }
}

/// Values of a finding that only list what else could have been written, or what others say of it.
const ASIDE: [&str; 4] = ["known", "similar", "others", "expected"];

impl Accepted {
    /// Whether it is about the same thing, whatever the figures are.
    pub fn is_about(&self, finding: &Finding) -> bool {
        finding.rule == self.rule.value
            && self.is_in_file_of(finding)
            && simple(self.at.as_deref().unwrap_or_default())
                == simple(finding.about.as_deref().unwrap_or_default())
    }

    /// Whether it stands in the file of the finding.
    pub fn is_in_file_of(&self, finding: &Finding) -> bool {
        let file = self.rule.place.file;
        finding.place.is_some_and(|found| found.file == file)
    }

    /// Whether the finding still says what was accepted.
    pub fn holds_for(&self, finding: &Finding) -> bool {
        let written = self.values.iter().flat_map(|values| &values.pieces);
        let written = written.map(|piece| simple(piece.text.trim_matches('"')));
        self.is_about(finding) && written.eq(seal(finding).iter().map(|value| simple(value)))
    }

    pub fn acceptance(&self) -> Acceptance {
        Acceptance {
            reason: self.reason.to_string(),
            by: self.by.to_string(),
            date: self.date,
            place: self.place,
        }
    }
}

/// What an acceptance of a finding must repeat, in order: an acceptance of other figures lapses.
pub fn seal(finding: &Finding) -> Vec<String> {
    let told = finding.values.iter();
    let told = told.filter(|(name, _)| !ASIDE.contains(name));
    told.map(|(_, value)| value.replace('|', "/")).collect()
}

/// A text with plain spaces and a plain minus, as a person types it.
pub fn simple(text: &str) -> String {
    let plain = text.replace('\u{2212}', "-");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::simple;

    #[test]
    fn a_person_need_not_type_special_spaces() {
        assert_eq!(simple("\u{2212}34\u{a0}100"), simple("-34 100"));
        assert_ne!(simple("-34 100"), simple("-34 110"));
    }
}
