//! The list of files a build made: what a later build may replace or remove, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Failure, io};

/// The manifest's name in the output folder.
const NAME: &str = ".toteuma-manifest";

/// Paths below the output folder, with `/` between parts.
#[derive(Debug, Default, Clone)]
pub struct Manifest(BTreeSet<String>);

impl Manifest {
    pub fn of(paths: &BTreeSet<String>) -> Self {
        Self(paths.clone())
    }

    /// The manifest of an output folder; `None` when no build has been there.
    pub fn read(root: &Path) -> Result<Option<Self>, Failure> {
        let place = root.join(NAME);
        match fs::read_to_string(&place) {
            Ok(text) => Ok(Some(Self(
                text.lines()
                    .filter(|path| is_inside(path))
                    .map(str::to_owned)
                    .collect(),
            ))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io(&place, &error)),
        }
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// These paths and others.
    pub fn with(&self, others: &BTreeSet<String>) -> Self {
        Self(self.0.union(others).cloned().collect())
    }

    /// Writes the manifest whole or not at all; not at all when it says the same already.
    pub fn write(&self, root: &Path) -> Result<(), Failure> {
        let place = root.join(NAME);
        let mut text = String::new();
        for path in &self.0 {
            text.push_str(path);
            text.push('\n');
        }
        if fs::read_to_string(&place).is_ok_and(|known| known == text) {
            return Ok(());
        }
        let file = tempfile::Builder::new()
            .prefix(NAME)
            .tempfile_in(root)
            .map_err(|error| io(root, &error))?;
        fs::write(file.path(), text).map_err(|error| io(&place, &error))?;
        file.persist(&place)
            .map_err(|error| io(&place, &error.error))?;
        Ok(())
    }
}

/// A line somebody has changed must not lead out of the folder.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn a_manifest_never_leads_out_of_its_folder() {
        assert!(is_inside("maksut/index.html"));
        for outside in ["../x", "/etc/x", "a/../../x", "", "a//b", "."] {
            assert!(!is_inside(outside), "{outside}");
        }
    }
}
