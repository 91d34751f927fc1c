//! `toteuma verify`: whether a built site is whole.

use super::console::Console;
use super::{DONE, ERRORS, FAILURE, Verify, site};
use crate::Failure;
use crate::write::manifest::Manifest;

pub fn run(asked: &Verify, console: &mut Console) -> u8 {
    let locale = console.locale(None);
    let folder = asked.folder.display().to_string();
    let manifest = match Manifest::read(&asked.folder) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => {
            let words = locale.text("command.verify.none", &[("folder", &folder)]);
            console.complain(&format!("{words}\n"));
            return FAILURE;
        }
        Err(failure) => {
            let words = site::failure_words(&Failure::Write(failure), &locale);
            console.complain(&format!("{words}\n"));
            return FAILURE;
        }
    };
    let differences = manifest.differences(&asked.folder);
    for difference in &differences {
        let key = format!("command.verify.{}", difference.kind.key());
        let words = locale.text(&key, &[("path", &difference.path)]);
        console.complain(&format!("{words}\n"));
    }
    let files = locale.count("command.verify.files", manifest.outputs.len());
    let values = [("files", files.as_str()), ("folder", folder.as_str())];
    if differences.is_empty() {
        console.say(&locale.text("command.verify.whole", &values));
        return DONE;
    }
    let off = locale.count("command.verify.off", differences.len());
    console.complain(&format!("{off}\n"));
    ERRORS
}
