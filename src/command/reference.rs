//! `toteuma reference`: writes the reference's files and builds them, as one would one's own.

use std::path::Path;

use rust_embed::RustEmbed;

use super::choice::Choice;
use super::console::Console;
use super::{Build, FAILURE, Reference, build};

/// The reference's own content, embedded.
#[derive(RustEmbed)]
#[folder = "src/reference"]
#[include = "content/**"]
struct Content;

pub fn run(asked: &Reference, console: &mut Console) -> u8 {
    let content = asked.folder.join("content");
    let locale = console.locale(None);
    let folder = asked.folder.display().to_string();
    if content.exists() {
        let words = locale.text("command.reference-exists", &[("folder", &folder)]);
        console.complain(&format!("{words}\n"));
        return FAILURE;
    }
    if let Err((path, reason)) = write(&asked.folder) {
        let values = [("path", path.as_str()), ("reason", reason.as_str())];
        let words = locale.text("command.failure.write", &values);
        console.complain(&format!("{words}\n"));
        return FAILURE;
    }
    let build = Build {
        site: asked.folder.clone(),
        output: None,
        revision: None,
        timings: false,
        preview: false,
        fresh: true,
        choice: Choice::default(),
    };
    build::run(&build, console)
}

fn write(folder: &Path) -> Result<(), (String, String)> {
    for name in Content::iter() {
        let Some(file) = Content::get(&name) else {
            continue;
        };
        let path = folder.join(name.as_ref());
        let failed = |error: std::io::Error| (path.display().to_string(), error.to_string());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, &file.data).map_err(failed)?;
    }
    Ok(())
}
