//! A small repository with a site, and what reads the recipes written into it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_yaml::Value;
use tempfile::TempDir;
use toteuma::recipes::Recipe;

/// A repository whose site is in one of its folders, as a code host checks out a merge request: the
/// last commit merges a change of a figure into main.
pub struct Repository {
    folder: TempDir,
    site: &'static str,
}

impl Repository {
    pub fn new(site: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let made = Self { folder, site };
        made.git(&["init", "--quiet", "--initial-branch=main"]);
        made.write("site.yaml", "name: Pikkula\nlanguage: fi\n");
        made.write("page.md", "---\ntitle: Etusivu\n---\nTervetuloa.\n");
        made.write(
            "talous/page.yaml",
            "kind: report\ntitle: Talous\ndate: 30.6.2024\n",
        );
        made.write("talous/1-luvut.yaml", &figures("-120 000"));
        made.commit("First");
        made.git(&["checkout", "--quiet", "-b", "change"]);
        made.write("talous/1-luvut.yaml", &figures("-125 000"));
        made.commit("Change");
        made.git(&["checkout", "--quiet", "main"]);
        made.git(&["merge", "--quiet", "--no-ff", "-m", "Merge", "change"]);
        made
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        let place = self.root().join(self.site).join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    }

    pub fn try_git(&self, arguments: &[&str]) -> Output {
        let names = ["-c", "user.name=Testi", "-c", "user.email=testi@example.fi"];
        let mut command = with_program(&mut Command::new("git"));
        command.current_dir(self.root()).args(names).args(arguments);
        command.output().expect("git runs")
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let run = self.try_git(arguments);
        assert!(run.status.success(), "{arguments:?}: {}", told(&run));
        String::from_utf8_lossy(&run.stdout).trim().to_owned()
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    /// Asks the program for a recipe of the site.
    pub fn recipe(&self, arguments: &[&str]) -> Output {
        let site = self.root().join(self.site);
        self.recipe_of(arguments, &site.to_string_lossy())
    }

    /// The same of a site elsewhere.
    pub fn recipe_of(&self, arguments: &[&str], site: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_toteuma"));
        command.args(["--lang", "en", "recipe"]).args(arguments);
        command.arg(site);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.output().expect("the program runs")
    }

    /// The recipe as it is written into the repository.
    pub fn written(&self, recipe: &Recipe) -> Value {
        let run = self.recipe(&[recipe.name]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        let text = fs::read_to_string(self.root().join(recipe.path)).expect("the recipe");
        serde_yaml::from_str(&text).expect("YAML")
    }

    /// Runs a script of a recipe with the options of bash that its host gives.
    pub fn run(
        &self,
        options: &[&str],
        script: &str,
        environment: &BTreeMap<String, String>,
    ) -> Output {
        let mut command = with_program(&mut Command::new("bash"));
        let script = format!("PATH=\"${{STAND_INS:+$STAND_INS:}}$PATH\"\n{script}");
        command.args(options).args(["-c", &script]);
        command.current_dir(self.root()).envs(environment);
        command.output().expect("bash runs")
    }
}

pub fn figures(expenses: &str) -> String {
    format!(
        "kind: figures\ntitle: Luvut\ntables:\n  - unit: €\n    columns: TA 2024\n    rows:\n      - Menot | {expenses}\n"
    )
}

/// The same command with the built program in its path and nobody's own settings of Git.
pub fn with_program(command: &mut Command) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_toteuma"));
    let folder = program.parent().expect("the program's folder").to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    let mut made = Command::new(command.get_program());
    made.env("PATH", std::env::join_paths(folders).expect("a path"));
    made.env("GIT_CONFIG_GLOBAL", "/dev/null");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        made.env_remove(name);
    }
    made
}

/// With plain spaces in numbers.
pub fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

pub fn told(run: &Output) -> String {
    let texts = [&run.stdout, &run.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    texts.concat()
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_sequence().into_iter().flatten()
}

/// Variables of a recipe, with those that a host adds.
pub fn variables<'a>(
    value: &Value,
    added: impl IntoIterator<Item = (&'a str, String)>,
) -> BTreeMap<String, String> {
    let own = value.as_mapping().into_iter().flatten();
    let own = own.map(|(name, value)| (text(name).to_owned(), text(value).to_owned()));
    let added = added.into_iter();
    own.chain(added.map(|(name, value)| (name.to_owned(), value)))
        .collect()
}

/// Whether programs are there that the steps use.
pub fn has(programs: &[&str]) -> bool {
    let is_missing = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    let Some(missing) = programs.iter().find(is_missing) else {
        return true;
    };
    skip(&format!("{missing} is not installed"));
    false
}

pub fn skip(reason: &str) {
    let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
    assert!(!ci, "The recipes cannot be tested: {reason}");
    writeln!(std::io::stderr(), "Skipped a test of recipes: {reason}").ok();
}
