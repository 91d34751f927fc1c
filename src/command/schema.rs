//! `toteuma schema`: writes what an editor needs to complete and check a site's files.

use std::path::{Path, PathBuf};

use super::console::Console;
use super::{DONE, FAILURE, Schema, site};
use crate::schema;

pub fn run(asked: &Schema, console: &mut Console) -> u8 {
    if !site::has_content("schema", &asked.site, console) {
        return FAILURE;
    }
    let locale = console.locale(None);
    match write(&asked.site) {
        Ok(changed) => {
            let files = match changed {
                0 => locale.text("command.nothing-changed", &[]),
                _ => locale.count("command.files-changed", changed),
            };
            let folder = asked.site.join(schema::FOLDER).display().to_string();
            let values = [("files", files.as_str()), ("folder", &folder)];
            console.say(&locale.text("command.schema", &values));
            DONE
        }
        Err((path, reason)) => {
            let path = path.display().to_string();
            let values = [("path", path.as_str()), ("reason", &reason)];
            let words = locale.text("command.failure.write", &values);
            console.complain(&format!("{words}\n"));
            FAILURE
        }
    }
}

type Failed = (PathBuf, String);

/// Writes what differs; how many files that was.
fn write(site: &Path) -> Result<usize, Failed> {
    let folder = site.join(schema::FOLDER);
    let files = schema::files().map_err(|error| (folder.clone(), error.to_string()))?;
    let mut changed = 0;
    for file in files {
        let path = folder.join(&file.name);
        let same = std::fs::read(&path).is_ok_and(|bytes| bytes == file.text.as_bytes());
        if !same {
            put(&path, &file.text)?;
            changed += 1;
        }
    }
    // An editor's settings are the site's own once they are there.
    for (name, text) in schema::SETTINGS {
        let path = site.join(name);
        if !path.exists() {
            put(&path, text)?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn put(path: &Path, text: &str) -> Result<(), Failed> {
    let failed = |error: std::io::Error| (path.to_owned(), error.to_string());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}
