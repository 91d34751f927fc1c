//! `toteuma fmt`: brings data files into their plain form, or tells which of them are not in it.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::console::Console;
use super::{DONE, ERRORS, FAILURE, Fmt, site};
use crate::Failure;
use crate::layout::{self, Left, Outcome};
use crate::load::{self, Unreadable};
use crate::locale::Locale;

pub fn run(asked: &Fmt, console: &mut Console) -> u8 {
    if !site::has_content("fmt", &asked.site, console) {
        return FAILURE;
    }
    let locale = console.locale(None);
    match formed(&asked.site, asked.check) {
        Ok(files) => tell(&files, asked, &locale, console),
        Err(failure) => {
            let words = Failure::Unreadable(failure).words(&locale);
            console.complain(&format!("{words}\n"));
            FAILURE
        }
    }
}

/// What became of each file, in order.
fn formed(site: &Path, only_look: bool) -> Result<Vec<(PathBuf, Outcome)>, Unreadable> {
    let files = load::data_files(site)?;
    let files = files.into_par_iter().map(|file| {
        let path = site.join(&file);
        match layout::file(&path, only_look) {
            Ok(outcome) => Ok((file, outcome)),
            Err(error) => Err(Unreadable {
                path,
                reason: error.to_string(),
            }),
        }
    });
    files.collect()
}

fn tell(files: &[(PathBuf, Outcome)], asked: &Fmt, locale: &Locale, console: &mut Console) -> u8 {
    let only_look = asked.check;
    let site = site::named(&asked.site);
    let mut changed = 0;
    let mut is_unreadable = false;
    for (path, outcome) in files {
        let path = shown(&asked.site, path);
        let values = [("path", path.as_str()), ("site", &site)];
        let words = |key: &str| locale.text(&format!("command.fmt.{key}"), &values);
        match outcome {
            Outcome::Same => {}
            Outcome::Changed if only_look => {
                changed += 1;
                console.complain(&format!("{}\n", words("off")));
            }
            Outcome::Changed => {
                changed += 1;
                console.say(&words("changed"));
            }
            Outcome::Left(Left::Unreadable) => {
                is_unreadable = true;
                console.complain(&format!("{}\n", words("unreadable")));
            }
            Outcome::Left(Left::Unproved) => console.complain(&format!("{}\n", words("unproved"))),
        }
    }
    let is_off = only_look && changed > 0;
    if is_off {
        let words = locale.count("command.fmt.would-change", changed);
        let advice = locale.text("command.fmt.run", &[("site", &site)]);
        console.complain(&format!("{words} {advice}\n"));
    } else if changed == 0 && is_unreadable {
        console.say(&locale.text("command.fmt.others-in-form", &[]));
    } else if changed == 0 {
        console.say(&locale.text("command.fmt.in-form", &[]));
    } else {
        console.say(&locale.count("command.fmt.done", changed));
    }
    if is_off || is_unreadable {
        ERRORS
    } else {
        DONE
    }
}

/// A file as it is named from where the command is run; below the site where that was named from the
/// root of the disk.
fn shown(site: &Path, file: &Path) -> String {
    match site.is_relative() && site != Path::new(".") {
        true => site.join(file).display().to_string(),
        false => file.display().to_string(),
    }
}
