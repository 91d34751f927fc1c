//! `toteuma verify`: whether a built or a published site is whole.

use std::path::Path;

use super::console::Console;
use super::{DONE, ERRORS, FAILURE, Verify, publish as publishing};
use crate::Failure;
use crate::locale::Locale;
use crate::publish::{self, Address, BadAddress, Compared, Files, Live, Unread};
use crate::write::manifest::{Difference, Manifest};

pub fn run(asked: &Verify, console: &mut Console) -> u8 {
    let place = asked.place.to_string_lossy().into_owned();
    if place.contains("://") {
        return live(&place, asked, console);
    }
    let source = asked.against.as_deref().unwrap_or(&asked.place);
    let manifest = match listed(source, Manifest::read(source), console) {
        Ok(manifest) => manifest,
        Err(code) => return code,
    };
    let locale = console.locale(None);
    let differences = manifest.differences(&asked.place);
    let files = locale.count("command.verify.files", manifest.outputs.len());
    let values = [("files", files.as_str()), ("folder", place.as_str())];
    let whole = match &asked.against {
        None => locale.text("command.verify.whole", &values),
        Some(built) => {
            let built = built.display().to_string();
            let values = [
                ("files", files.as_str()),
                ("place", &place),
                ("folder", &built),
            ];
            locale.text("command.verify.same-folder", &values)
        }
    };
    let off = asked.against.as_ref().map_or("off", |_| "off-live");
    outcome(off, &differences, whole, &locale, console)
}

/// A published site, beside what was built or its own manifest.
fn live(place: &str, asked: &Verify, console: &mut Console) -> u8 {
    let built = match asked.against.as_deref() {
        None => None,
        Some(folder) => match listed(folder, publish::files(folder), console) {
            Ok(files) => Some(files),
            Err(code) => return code,
        },
    };
    let locale = console.locale(None);
    let opened = Address::read(place).and_then(|address| Live::at(&address));
    let site = match opened {
        Ok(site) => site,
        Err(error) => {
            let words = match error {
                BadAddress::NoBranch => locale.text("command.verify.no-branch", &[]),
                BadAddress::PlainFtp => locale.text("command.verify.plain-ftp", &[]),
                error => publishing::bad_address(&error, &locale),
            };
            console.complain(&format!("{words}\n"));
            return FAILURE;
        }
    };
    let compared = compared(&site, built, console);
    let compared = match compared {
        Ok(compared) => compared,
        Err(unread) => {
            let words = unread_words(&unread, place, &locale);
            console.complain(&format!("{words}\n"));
            return FAILURE;
        }
    };
    let whole = whole_words(&compared, place, asked.against.as_deref(), &locale);
    outcome("off-live", &compared.differences, whole, &locale, console)
}

fn compared(site: &Live, built: Option<Files>, console: &mut Console) -> Result<Compared, Unread> {
    let progress = console.progress();
    let show = |done, total| progress.show(done, total);
    let compared = site.compared(built, publishing::AT_ONCE, &show);
    progress.end();
    compared
}

/// What a folder's manifest gave; the exit code when it gave nothing, which is told.
fn listed<T>(
    folder: &Path,
    found: Result<Option<T>, crate::write::Failure>,
    console: &mut Console,
) -> Result<T, u8> {
    let locale = console.locale(None);
    let words = match found {
        Ok(Some(found)) => return Ok(found),
        Ok(None) => {
            let key = if folder.exists() { "none" } else { "no-folder" };
            let folder = folder.display().to_string();
            locale.text(&format!("command.verify.{key}"), &[("folder", &folder)])
        }
        Err(failure) => Failure::Write(failure).words(&locale),
    };
    console.complain(&format!("{words}\n"));
    Err(FAILURE)
}

/// Tells every difference and their count in the words of a key, or that there is none.
fn outcome(
    off: &str,
    differences: &[Difference],
    whole: String,
    locale: &Locale,
    console: &mut Console,
) -> u8 {
    if differences.is_empty() {
        console.say(&whole);
        return DONE;
    }
    for difference in differences {
        let key = format!("command.verify.{}", difference.kind.key());
        let words = locale.text(&key, &[("path", &difference.path)]);
        console.complain(&format!("{words}\n"));
    }
    let off = locale.count(&format!("command.verify.{off}"), differences.len());
    console.complain(&format!("{off}\n"));
    ERRORS
}

fn whole_words(
    compared: &Compared,
    place: &str,
    against: Option<&Path>,
    locale: &Locale,
) -> String {
    let files = locale.count("command.verify.files", compared.files);
    let folder = against.map(|folder| folder.display().to_string());
    let key = match folder {
        Some(_) => "command.verify.same-live",
        None => "command.verify.whole-live",
    };
    let folder = folder.unwrap_or_default();
    let unserved = match compared.unserved {
        0 => String::new(),
        count => format!(" {}", locale.count("command.verify.unserved", count)),
    };
    let values = [
        ("files", files.as_str()),
        ("place", place),
        ("folder", &folder),
        ("unserved", &unserved),
    ];
    locale.text(key, &values)
}

fn unread_words(unread: &Unread, place: &str, locale: &Locale) -> String {
    let words = |key: &str, values: &[(&str, &str)]| {
        locale.text(&format!("command.verify.unread.{key}"), values)
    };
    match unread {
        Unread::Failed(trouble) => words(
            "failed",
            &[("path", &trouble.path), ("reason", &trouble.reason)],
        ),
        Unread::Elsewhere { path, to } => words("elsewhere", &[("path", path), ("to", to)]),
        Unread::NoManifest => words("no-manifest", &[("place", place)]),
        Unread::BadManifest(reason) => {
            words("bad-manifest", &[("place", place), ("reason", reason)])
        }
    }
}
