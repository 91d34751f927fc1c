//! The recipes of code hosts and the hook: valid by the schemas that the hosts' own editors use, and
//! every step really run in a small repository.
//!
//! The schemas come with the Python package check-jsonschema, which is installed when that is
//! possible. When it or a program is missing, one line says what was skipped; with `CI` set that
//! fails.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;
use tempfile::TempDir;
use toteuma::recipes::{ALL, AZURE, GITHUB, GITLAB, HOOK, Recipe};

/// A repository whose site is in one of its folders, as a code host checks out a merge request: the
/// last commit merges a change of a figure into main.
struct Repository {
    folder: TempDir,
    site: &'static str,
}

impl Repository {
    fn new(site: &'static str) -> Self {
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

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        let place = self.root().join(self.site).join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    }

    fn try_git(&self, arguments: &[&str]) -> Output {
        let names = ["-c", "user.name=Testi", "-c", "user.email=testi@example.fi"];
        let mut command = with_program(&mut Command::new("git"));
        command.current_dir(self.root()).args(names).args(arguments);
        command.output().expect("git runs")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let run = self.try_git(arguments);
        assert!(run.status.success(), "{arguments:?}: {}", told(&run));
        String::from_utf8_lossy(&run.stdout).trim().to_owned()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    /// Asks the program for a recipe of the site.
    fn recipe(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_toteuma"));
        command.args(["--lang", "en", "recipe"]).args(arguments);
        command.arg(self.root().join(self.site));
        command.output().expect("the program runs")
    }

    /// The recipe as it is written into the repository.
    fn written(&self, recipe: &Recipe) -> Value {
        let run = self.recipe(&[recipe.name]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        let text = fs::read_to_string(self.root().join(recipe.path)).expect("the recipe");
        serde_yaml::from_str(&text).expect("YAML")
    }

    /// Runs a script of a recipe with the options of bash that its host gives.
    fn run(
        &self,
        options: &[&str],
        script: &str,
        environment: &BTreeMap<String, String>,
    ) -> Output {
        let mut command = with_program(&mut Command::new("bash"));
        command.args(options).args(["-c", script]);
        command.current_dir(self.root()).envs(environment);
        command.output().expect("bash runs")
    }
}

fn figures(expenses: &str) -> String {
    format!(
        "kind: figures\ntitle: Luvut\ntables:\n  - unit: €\n    columns: TA 2024\n    rows:\n      - Menot | {expenses}\n"
    )
}

/// The same command with the built program in its path and nobody's own settings of Git.
fn with_program(command: &mut Command) -> Command {
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
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

fn told(run: &Output) -> String {
    let texts = [&run.stdout, &run.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    texts.concat()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_sequence().into_iter().flatten()
}

/// Variables of a recipe, with those that a host adds.
fn variables<'a>(
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
fn has(programs: &[&str]) -> bool {
    let is_missing = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    let Some(missing) = programs.iter().find(is_missing) else {
        return true;
    };
    skip(&format!("{missing} is not installed"));
    false
}

fn skip(reason: &str) {
    let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
    assert!(!ci, "The recipes cannot be tested: {reason}");
    writeln!(std::io::stderr(), "Skipped a test of recipes: {reason}").ok();
}

/// The steps of the GitHub workflow, each with what came of it, and the summary of the run.
fn on_github(repository: &Repository) -> (Vec<(String, Output)>, String) {
    let workflow = repository.written(&GITHUB);
    let temporary = tempfile::tempdir().expect("a folder");
    let summary = temporary.path().join("summary.md");
    let added = [
        ("RUNNER_TEMP", temporary.path().display().to_string()),
        ("GITHUB_STEP_SUMMARY", summary.display().to_string()),
    ];
    let environment = variables(&workflow["env"], added);
    let jobs = workflow["jobs"].as_mapping().expect("jobs");
    let steps = jobs.iter().flat_map(|(_, job)| list(&job["steps"]));
    let runs = steps.filter(|step| step["run"].is_string());
    let done: Vec<_> = runs
        .map(|step| {
            let run = repository.run(&["-e"], text(&step["run"]), &environment);
            (text(&step["name"]).to_owned(), run)
        })
        .collect();
    let built = temporary.path().join("public/index.html").is_file();
    let built = format!("built: {built}\n");
    let summary = plain(&fs::read_to_string(summary).unwrap_or_default()) + &built;
    (done, summary)
}

#[test]
fn github_checks_a_pull_request_and_builds_the_site() {
    if !has(&["git", "bash"]) {
        return;
    }
    for site in [".", "kunta/sivut 2024"] {
        let repository = Repository::new(site);
        let (steps, summary) = on_github(&repository);
        assert_eq!(steps.len(), 5);
        for (name, run) in &steps {
            assert!(run.status.success(), "{name}: {}", told(run));
        }
        assert!(summary.contains("**toteuma check**"), "{summary}");
        assert!(
            summary.contains("−120 000 | −125 000 | −5 000"),
            "{summary}"
        );
        assert!(summary.contains("built: true"), "{summary}");

        repository.write("talous/1-luvut.yaml", "kind: figures\ntitel: Luvut\n");
        let (steps, summary) = on_github(&repository);
        let failed = steps.iter().filter(|(_, run)| !run.status.success());
        let failed: Vec<_> = failed.map(|(name, _)| name.as_str()).collect();
        let check = "Tarkista / Check";
        assert!(failed.contains(&check), "{failed:?}");
        let annotation = match site {
            "." => "file=content/talous/1-luvut.yaml".to_owned(),
            _ => format!("file={site}/content/talous/1-luvut.yaml"),
        };
        let run = steps.iter().find(|(name, _)| name == check);
        let told = run.map(|(_, run)| told(run)).unwrap_or_default();
        assert!(told.contains(&annotation), "{told}");
        assert!(summary.contains("built: false"), "{summary}");
        assert!(summary.contains("could not be compared"), "{summary}");
    }
}

#[test]
fn gitlab_checks_a_merge_request_and_builds_the_site() {
    if !has(&["git", "bash", "jq"]) {
        return;
    }
    for site in [".", "kunta/sivut 2024"] {
        let repository = Repository::new(site);
        let pipeline = repository.written(&GITLAB);
        let base = repository.git(&["rev-parse", "HEAD^1"]);
        let added = [("CI_MERGE_REQUEST_DIFF_BASE_SHA", base)];
        let environment = variables(&pipeline["variables"], added);
        let job = |name: &str| {
            let before = list(&pipeline["default"]["before_script"]);
            let lines = before.chain(list(&pipeline[name]["script"]));
            let script = lines.map(text).collect::<Vec<_>>().join("\n");
            repository.run(&["-eo", "pipefail"], &script, &environment)
        };
        let read = |name: &str| fs::read_to_string(repository.root().join(name));
        for name in ["check", "pages"] {
            let run = job(name);
            assert!(run.status.success(), "{name}: {}", told(&run));
        }
        let changes = plain(&read("changes.md").expect("the changes"));
        assert!(
            changes.contains("−120 000 | −125 000 | −5 000"),
            "{changes}"
        );
        assert!(repository.root().join("public/index.html").is_file());

        repository.write("talous/1-luvut.yaml", "kind: figures\ntitel: Luvut\n");
        let run = job("check");
        assert!(!run.status.success(), "{}", told(&run));
        let report = read("codequality.json").expect("the report");
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let first = &report[0];
        let path = first["location"]["path"].as_str().unwrap_or_default();
        assert!(repository.root().join(path).is_file(), "{report}");
        assert!(first["location"]["lines"]["begin"].is_u64(), "{report}");
        assert_eq!(first["severity"], "major");
        for key in ["description", "check_name", "fingerprint"] {
            assert!(first[key].is_string(), "{key}: {report}");
        }
    }
}

#[test]
fn azure_checks_a_pull_request_and_builds_the_site() {
    if !has(&["git", "bash", "jq"]) {
        return;
    }
    for site in [".", "kunta/sivut 2024"] {
        let repository = Repository::new(site);
        let pipeline = repository.written(&AZURE);
        let run = || {
            let temporary = tempfile::tempdir().expect("a folder");
            let folder = temporary.path().display().to_string();
            let added = [
                ("AGENT_TEMPDIRECTORY", folder.clone()),
                ("BUILD_ARTIFACTSTAGINGDIRECTORY", folder),
            ];
            let environment = variables(&pipeline["variables"], added);
            let jobs = list(&pipeline["stages"]).flat_map(|stage| list(&stage["jobs"]));
            let steps = jobs.flat_map(|job| list(&job["steps"]));
            let runs = steps.filter(|step| step["bash"].is_string());
            let runs: Vec<Output> = runs
                .map(|step| repository.run(&[], text(&step["bash"]), &environment))
                .collect();
            (runs, temporary)
        };
        let (steps, temporary) = run();
        assert_eq!(steps.len(), 5);
        for step in &steps {
            assert!(step.status.success(), "{}", told(step));
        }
        let changes = fs::read_to_string(temporary.path().join("changes.md"));
        let changes = plain(&changes.expect("the changes"));
        assert!(
            changes.contains("−120 000 | −125 000 | −5 000"),
            "{changes}"
        );
        assert!(temporary.path().join("public/index.html").is_file());

        repository.write("talous/1-luvut.yaml", "kind: figures\ntitel: Luvut\n");
        let (steps, _) = run();
        let said: String = steps.iter().map(told).collect();
        let place = Path::new(site).join("content/talous/1-luvut.yaml");
        let place = place.display().to_string();
        let place = place.strip_prefix("./").unwrap_or(&place);
        let wanted = format!(
            "##vso[task.logissue type=error;code=unknown-key;sourcepath={place};linenumber=2;"
        );
        assert!(said.contains(&wanted), "{said}");
        let failed = steps.iter().filter(|step| !step.status.success());
        // The check and the build.
        assert_eq!(failed.count(), 2, "{said}");
    }
}

#[test]
fn the_hook_checks_what_is_committed() {
    if !has(&["git", "bash"]) {
        return;
    }
    for (site, arguments) in [
        (".", ["hook", "--active"].as_slice()),
        ("kunta/sivut 2024", &["hook"]),
    ] {
        let repository = Repository::new(site);
        let run = repository.recipe(arguments);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        if arguments.len() == 1 {
            repository.git(&["config", "core.hooksPath", ".githooks"]);
        }
        let wrong = "kind: figures\ntitel: Luvut\n";
        repository.write("talous/1-luvut.yaml", wrong);
        repository.git(&["add", "--all"]);
        let refused = repository.try_git(&["commit", "-m", "Wrong"]);
        assert!(!refused.status.success());
        assert!(told(&refused).contains("unknown-key"), "{}", told(&refused));

        // What is still under way in the folder stops nobody.
        repository.write("talous/1-luvut.yaml", &figures("-130 000"));
        repository.git(&["add", "--all"]);
        repository.write("talous/1-luvut.yaml", wrong);
        repository.git(&["commit", "--quiet", "-m", "Right"]);

        // Warnings stop when somebody asks for that.
        repository.write("talous/1-luvut.yaml", &sum_off_by_one_hundred());
        repository.git(&["add", "--all"]);
        repository.git(&["config", "toteuma.deny", "warnings"]);
        assert!(
            !repository
                .try_git(&["commit", "-m", "Off"])
                .status
                .success()
        );
        repository.git(&["config", "--unset", "toteuma.deny"]);
        repository.git(&["commit", "--quiet", "-m", "Off"]);
    }
}

#[test]
fn the_hook_asks_for_the_plain_form() {
    if !has(&["git", "bash"]) {
        return;
    }
    let repository = Repository::new("kunta/sivut 2024");
    let run = repository.recipe(&["hook", "--active"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let untidy = figures("-130 000").replace("title: Luvut", "title:   Luvut ");
    repository.write("talous/1-luvut.yaml", &untidy);
    repository.git(&["add", "--all"]);
    let refused = repository.try_git(&["commit", "-m", "Untidy"]);
    assert!(!refused.status.success());
    let words = told(&refused);
    assert!(words.contains("content/talous/1-luvut.yaml"), "{words}");
    assert!(
        words.contains("git add \"kunta/sivut 2024/content\""),
        "{words}"
    );

    // What the words ask for is enough.
    let fmt = "toteuma fmt 'kunta/sivut 2024' && git add 'kunta/sivut 2024/content'";
    let run = repository.run(&["-e"], fmt, &BTreeMap::new());
    assert!(run.status.success(), "{}", told(&run));
    repository.git(&["commit", "--quiet", "-m", "Tidy"]);

    // Line ends that Git itself writes into the folder are nobody's fault.
    repository.git(&["config", "core.autocrlf", "true"]);
    repository.write(
        "talous/1-luvut.yaml",
        &figures("-131 000").replace('\n', "\r\n"),
    );
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "-m", "Windows"]);

    repository.write("talous/1-luvut.yaml", &untidy);
    repository.git(&["add", "--all"]);
    repository.git(&["config", "toteuma.fmt", "false"]);
    repository.git(&["commit", "--quiet", "-m", "Untidy"]);
}

fn sum_off_by_one_hundred() -> String {
    figures("-130 000:\n          - Palkat | -100 000\n          - Ostot | -29 900")
}

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

/// The checker with the schemas, installed into a folder of its own.
fn checker() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check-jsonschema");
    let program = folder.join("bin/check-jsonschema");
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
    let why = |reason| format!("check-jsonschema cannot be installed: {reason}");
    done(Command::new("python3").args(["-m", "venv"]).arg(&folder)).map_err(why)?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "check-jsonschema==0.39.0",
    ];
    done(Command::new(folder.join("bin/python3")).args(pip)).map_err(why)?;
    Ok(program)
}

/// Steps run with rights to read only, and actions are pinned to a version.
#[test]
fn rights_are_narrow() {
    let workflow = GITHUB.text(".").expect("a plain name");
    let workflow: Value = serde_yaml::from_str(&workflow).expect("YAML");
    let rights = |value: &Value| variables(&value["permissions"], []);
    assert_eq!(rights(&workflow), variables_of(&[("contents", "read")]));
    let jobs = workflow["jobs"].as_mapping().expect("jobs");
    for (name, job) in jobs {
        let wanted: &[_] = match text(name) {
            "deploy" => &[("pages", "write"), ("id-token", "write")],
            _ => &[],
        };
        assert_eq!(rights(job), variables_of(wanted));
        for step in list(&job["steps"]).filter(|step| step["uses"].is_string()) {
            let (action, version) = text(&step["uses"]).split_once('@').expect("a version");
            assert!(action.starts_with("actions/") && version.starts_with('v'));
        }
    }
}

fn variables_of(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
