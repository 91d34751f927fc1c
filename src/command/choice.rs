//! What of the findings a person wants to hear, and what must not be there.

use std::collections::BTreeSet;
use std::path::Path;

use clap::ValueEnum;
use jiff::civil::Date;

use super::console::Console;
use super::day;
use super::site::named;
use crate::diagnostic::{Finding, Findings, Level, Sources, nearest};
use crate::locale::Locale;
use crate::report::{accepted, human, rules};

/// The options that `build` and `check` share.
#[derive(Debug, Default, clap::Args)]
pub struct Choice {
    /// The day the site is built for: 30.6.2024. When left out, the one of SOURCE_DATE_EPOCH, or
    /// else the newest day in the data.
    /// / Päivä, jolle sivusto tehdään.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,

    /// Tell also what could be better, such as figures in texts that the data holds too, and what
    /// is accepted. / Kerro myös, mitä voisi parantaa ja mitä on hyväksytty.
    #[arg(long)]
    pub notes: bool,

    /// Take warnings (or notes too) for errors. / Myös huomautus (tai vihje) keskeyttää.
    #[arg(long, value_name = "LEVEL")]
    pub deny: Option<Deny>,

    /// Tell of these rules only; errors are always told. / Kerro vain näiden sääntöjen havainnot.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = trimmed)]
    pub only: Vec<String>,

    /// Do not tell of these rules; errors are always told. / Älä kerro näiden sääntöjen havaintoja.
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = trimmed)]
    pub skip: Vec<String>,
}

/// `--only "a, b"` names two rules.
fn trimmed(text: &str) -> Result<String, std::convert::Infallible> {
    Ok(text.trim().to_owned())
}

/// The least serious level that stops a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
    Notes,
}

impl Choice {
    /// What to say of the first rule that does not exist.
    pub fn unknown_rule(&self, locale: &Locale) -> Option<String> {
        let mut asked = self.only.iter().chain(&self.skip);
        asked.find_map(|rule| unknown_rule(rule, locale))
    }

    /// The findings that count. Errors always do: with them nothing can be published.
    pub fn of(&self, findings: &Findings) -> Findings {
        let named = |list: &[String], finding: &Finding| list.iter().any(|r| r == finding.rule);
        let chosen = |finding: &&Finding| match finding.level {
            Level::Error => true,
            Level::Note if !self.notes && self.deny != Some(Deny::Notes) => false,
            _ if named(&self.skip, finding) => false,
            _ => self.only.is_empty() || named(&self.only, finding),
        };
        findings.iter().filter(chosen).cloned().collect()
    }

    /// Whether there is something that must not be there.
    pub fn denies(&self, findings: &Findings) -> bool {
        findings.open().any(|finding| self.denied(finding.level))
    }

    fn denied(&self, level: Level) -> bool {
        match level {
            Level::Error => true,
            Level::Warning => self.deny.is_some(),
            Level::Note => self.deny == Some(Deny::Notes),
        }
    }

    /// Tells the findings to people; only what stops when nothing else is wanted.
    pub fn tell(
        &self,
        findings: &Findings,
        site: &Path,
        sources: &Sources,
        locale: &Locale,
        console: &mut Console,
    ) {
        let wanted = |finding: &&Finding| !console.is_quiet() || self.denied(finding.level);
        let findings: Findings = findings.iter().filter(wanted).cloned().collect();
        let mut text = human(&findings, sources, locale, console.style());
        if self.notes && !console.is_quiet() {
            text.push_str(&accepted(&findings, sources, locale));
        }
        let open = |finding: &Finding| finding.level == Level::Warning;
        if findings.open().any(open) && !findings.has_errors() {
            text.push_str(&format!("{}\n\n", next(&findings, site, locale)));
        }
        if !text.is_empty() {
            console.complain(&text);
        }
    }
}

/// What may be done about warnings; one rule is named, of several nobody knows which is meant.
fn next(findings: &Findings, site: &Path, locale: &Locale) -> String {
    let open = findings.open().map(|finding| finding.rule);
    let rules: BTreeSet<&str> = open.collect();
    let rule = match rules.first() {
        Some(rule) if rules.len() == 1 => (*rule).to_owned(),
        _ => locale.text("command.any-rule", &[]),
    };
    let values = [("site", named(site)), ("rule", rule)];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    locale.text("command.next", &values)
}

/// What to say when there is no such rule.
pub fn unknown_rule(rule: &str, locale: &Locale) -> Option<String> {
    let known = rules::ids(locale);
    if known.contains(&rule) {
        return None;
    }
    Some(match nearest(rule, known.into_iter()) {
        Some(similar) => {
            let values = [("rule", rule), ("similar", similar)];
            locale.text("command.unknown-rule-similar", &values)
        }
        None => locale.text("command.unknown-rule", &[("rule", rule)]),
    })
}
