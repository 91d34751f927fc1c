//! What keeps a site from being made that is not in its data, and how people are told of it.

use crate::locale::Locale;
use crate::{load, render, theme, write};

/// A failure of the machine or the theme, not of the data.
#[derive(Debug)]
pub enum Failure {
    Unreadable(load::Unreadable),
    Theme(theme::Unusable),
    Template(render::Failure),
    Write(write::Failure),
}

impl Failure {
    pub fn words(&self, locale: &Locale) -> String {
        let told = |key: &str, path: String, reason: &str| {
            locale.text(
                &format!("command.failure.{key}"),
                &[("path", &path), ("reason", reason)],
            )
        };
        match self {
            Failure::Unreadable(what) => {
                told("read", what.path.display().to_string(), &what.reason)
            }
            Failure::Theme(what) if what.reason.is_empty() => {
                told("no-theme", what.path.display().to_string(), "")
            }
            Failure::Theme(what) => told("theme", what.path.display().to_string(), &what.reason),
            Failure::Template(what) => {
                told("template", what.path.display().to_string(), &what.reason)
            }
            Failure::Write(write::Failure::Io { path, reason }) => {
                told("write", path.display().to_string(), reason)
            }
            Failure::Write(write::Failure::Twice { path }) => told("twice", path.clone(), ""),
            Failure::Write(write::Failure::Refused { path, why }) => {
                let names = match why {
                    write::Refusal::Foreign(names) | write::Refusal::Theirs(names) => {
                        names.join(", ")
                    }
                    write::Refusal::List(reason) => reason.clone(),
                    _ => String::new(),
                };
                let key = format!("command.refusal.{}", why.key());
                let reason = locale.text(&key, &[("names", &names)]);
                told("refused", path.display().to_string(), &reason)
            }
        }
    }
}
