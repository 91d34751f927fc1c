//! Data files brought into their form on the disk: each at once or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::diagnostic::FileId;
use crate::layout::{Left, markdown, yaml};
use crate::load::encoding;

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is in its form.
    Same,
    /// It was brought into its form, or would be.
    Changed,
    Left(Left),
}

/// Brings a file into its plain form; with `only_look` nothing is written.
pub fn file(path: &Path, only_look: bool) -> std::io::Result<Outcome> {
    let bytes = fs::read(path)?;
    let Ok(text) = encoding::text(bytes, FileId(0)) else {
        return Ok(Outcome::Left(Left::Unreadable));
    };
    let is_markdown = path.extension().is_some_and(|ending| ending == "md");
    let formed = match is_markdown {
        true => markdown(&text),
        false => yaml(&text),
    };
    match formed {
        Err(left) => Ok(Outcome::Left(left)),
        Ok(formed) if formed == text => Ok(Outcome::Same),
        Ok(formed) => {
            if !only_look {
                replace(path, &formed)?;
            }
            Ok(Outcome::Changed)
        }
    }
}

/// Puts a text in the place of a file in one step, with the old one's permissions.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let permissions = fs::metadata(path)?.permissions();
    let mut file = tempfile::Builder::new()
        .prefix(".toteuma-")
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
