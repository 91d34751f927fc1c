//! `toteuma recipe`: writes a recipe of a code host, or a hook, into the site's repository.

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::process::Command;

use super::console::Console;
use super::{DONE, FAILURE, Recipe, RecipeName, site};
use crate::recipes::{self, AZURE, CONTAINER, GITHUB, GITLAB, HOOK};

pub fn run(asked: &Recipe, console: &mut Console) -> u8 {
    let recipe = recipe(asked.name);
    let locale = console.locale(None);
    if asked.active && asked.name != RecipeName::Hook {
        let words = locale.text("recipe.not-active", &[("name", recipe.name)]);
        console.complain(&format!("{words}\n"));
        return FAILURE;
    }
    if !site::has_content(&format!("recipe {}", recipe.name), &asked.site, console) {
        return FAILURE;
    }
    match write(asked) {
        Ok((path, changed)) => {
            let key = if changed { "written" } else { "same" };
            let path = path.display().to_string();
            console.say(&locale.text(&format!("recipe.{key}"), &[("path", &path)]));
            if changed {
                console.say(&locale.text(&format!("recipe.next-{}", next(asked)), &[]));
                if let Some(line) = unignored(&asked.site) {
                    console.say(&locale.text("recipe.ignore", &[("line", &line)]));
                }
            }
            DONE
        }
        Err(Refusal { key, path, reason }) => {
            let path = path.display().to_string();
            let values = [("path", path.as_str()), ("reason", reason.as_str())];
            console.complain(&format!("{}\n", locale.text(key, &values)));
            FAILURE
        }
    }
}

/// Why nothing was written.
struct Refusal {
    key: &'static str,
    path: PathBuf,
    reason: String,
}

/// Writes the file unless it is there; where, and whether that changed anything.
fn write(asked: &Recipe) -> Result<(PathBuf, bool), Refusal> {
    let refusal = |key, path: &Path, reason: String| Refusal {
        key,
        path: path.to_owned(),
        reason,
    };
    let recipe = recipe(asked.name);
    let unwritten = |path: &Path, error: std::io::Error| {
        refusal("command.failure.write", path, error.to_string())
    };
    let place = asked.site.canonicalize();
    let place = place.map_err(|error| unwritten(&asked.site, error))?;
    let root = repository(&place).unwrap_or(&place);
    let text = recipe.text(&within(root, &place));
    let text = text.ok_or_else(|| refusal("recipe.name", &place, String::new()))?;
    let path = match asked.active {
        true => hooks(root)?.join("pre-commit"),
        false => root.join(recipe.path),
    };
    match std::fs::read(&path) {
        Ok(bytes) if bytes == text.as_bytes() => return Ok((path, false)),
        Ok(_) => return Err(refusal("recipe.differs", &path, String::new())),
        Err(_) => {}
    }
    put(&path, &text, recipe.program).map_err(|error| unwritten(&path, error))?;
    Ok((path, true))
}

/// The root of the repository that a folder is in.
fn repository(place: &Path) -> Option<&Path> {
    let mut folders = place.ancestors();
    folders.find(|folder| folder.join(".git").exists())
}

/// The line of `.gitignore` that keeps the finished site out of the repository; `None` where Git
/// leaves it out already.
fn unignored(site: &Path) -> Option<String> {
    let place = site.canonicalize().ok()?;
    let root = repository(&place)?;
    let asked = ["check-ignore", "--quiet", "output/index.html"];
    let answer = Command::new("git")
        .arg("-C")
        .arg(&place)
        .args(asked)
        .status();
    // It ends with 1 when the file is not ignored, and with more when it cannot tell.
    let is_taken = answer.is_ok_and(|answer| answer.code() == Some(1));
    let line = match within(root, &place).as_str() {
        "." => "/output/".to_owned(),
        folder => format!("/{folder}/output/"),
    };
    is_taken.then_some(line)
}

/// The folder from which Git runs the hooks of a repository: told by Git itself, for a setting or a
/// second work tree moves it.
fn hooks(root: &Path) -> Result<PathBuf, Refusal> {
    let refusal = |key, path: PathBuf| Refusal {
        key,
        path,
        reason: String::new(),
    };
    let asked = ["rev-parse", "--git-common-dir", "--git-path", "hooks"];
    let answer = Command::new("git").arg("-C").arg(root).args(asked).output();
    let answer = answer.ok().filter(|answer| answer.status.success());
    let answer = answer.and_then(|answer| String::from_utf8(answer.stdout).ok());
    let mut lines = answer.iter().flat_map(|answer| answer.lines());
    let (Some(repository), Some(hooks)) = (lines.next(), lines.next()) else {
        return Err(refusal("recipe.no-git", root.to_owned()));
    };
    let (repository, hooks) = (root.join(repository), root.join(hooks));
    // A folder elsewhere is there for other repositories too.
    let is_own = hooks.starts_with(root) || hooks.starts_with(repository);
    let climbs = hooks.components().any(|part| part == Component::ParentDir);
    match is_own && !climbs {
        true => Ok(hooks),
        false => Err(refusal("recipe.hooks-elsewhere", hooks)),
    }
}

fn recipe(name: RecipeName) -> &'static recipes::Recipe {
    match name {
        RecipeName::Github => &GITHUB,
        RecipeName::Gitlab => &GITLAB,
        RecipeName::Azure => &AZURE,
        RecipeName::Hook => &HOOK,
        RecipeName::Container => &CONTAINER,
    }
}

/// What the next step is called.
fn next(asked: &Recipe) -> &'static str {
    match asked.name {
        RecipeName::Hook if asked.active => "active-hook",
        RecipeName::Hook => "hook",
        RecipeName::Container => "container",
        _ => "host",
    }
}

/// The site's folder as it is called from the repository's root.
fn within(root: &Path, place: &Path) -> String {
    let inside = place.strip_prefix(root).unwrap_or(Path::new(""));
    let mut parts = inside.components().peekable();
    match parts.peek() {
        Some(Component::Normal(_)) => {
            let inside: PathBuf = parts.collect();
            inside.to_string_lossy().replace(MAIN_SEPARATOR, "/")
        }
        _ => ".".to_owned(),
    }
}

fn put(path: &Path, text: &str, program: bool) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)?;
    #[cfg(unix)]
    if program {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = program;
    Ok(())
}
