//! The recipe of GitHub, run step by step.

use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

use tempfile::TempDir;
use toteuma::recipes::GITHUB;

use crate::hosts::{CHANGED, COMMENTS, Hosts};
use crate::repository::{Repository, has, list, plain, text, told, variables};

/// A text of the workflow with what GitHub puts in the place of its expressions; nothing for others.
fn filled(text: &str, expressions: &BTreeMap<&str, String>) -> String {
    let mut parts = text.split("${{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("an end");
        out.push_str(expressions.get(name.trim()).map_or("", String::as_str));
        out.push_str(rest);
    }
    out
}

/// What came of a workflow on GitHub.
struct OnGithub {
    /// The jobs' steps, each with its name and its run.
    steps: Vec<(String, Output)>,
    summary: String,
    outputs: String,
    temporary: TempDir,
}

/// Runs all steps of the GitHub workflow. A job that takes an artifact finds it where it asks for it.
fn on_github(
    repository: &Repository,
    expressions: &BTreeMap<&str, String>,
    added: Vec<(&str, String)>,
) -> OnGithub {
    let workflow = repository.written(&GITHUB);
    let temporary = tempfile::tempdir().expect("a folder");
    let place = |name: &str| temporary.path().join(name).display().to_string();
    let own = [
        ("RUNNER_TEMP", place("")),
        ("HOME", place("")),
        ("GITHUB_STEP_SUMMARY", place("summary.md")),
        ("GITHUB_OUTPUT", place("outputs")),
        ("GITHUB_REPOSITORY", "kunta/sivut".to_owned()),
    ];
    let environment = variables(&workflow["env"], own.into_iter().chain(added));
    let mut steps = Vec::new();
    for (job, content) in workflow["jobs"].as_mapping().expect("jobs") {
        if text(job) == "publish" {
            let script = r#"mkdir "$RUNNER_TEMP/site" && cp -r "$RUNNER_TEMP"/{public,toteuma} "$RUNNER_TEMP/site""#;
            repository.run(&["-e"], script, &environment);
        }
        for step in list(&content["steps"]).filter(|step| step["run"].is_string()) {
            let mut environment = environment.clone();
            for (name, value) in variables(&step["env"], []) {
                environment.insert(name, filled(&value, expressions));
            }
            let run = repository.run(&["-e"], text(&step["run"]), &environment);
            steps.push((text(&step["name"]).to_owned(), run));
        }
    }
    let read = |name: &str| plain(&fs::read_to_string(place(name)).unwrap_or_default());
    OnGithub {
        steps,
        summary: read("summary.md"),
        outputs: read("outputs"),
        temporary,
    }
}

#[test]
fn github_checks_a_pull_request_and_builds_the_site() {
    if !has(&["git", "bash", "jq"]) {
        return;
    }
    for site in [".", "kunta/sivut 2024"] {
        let repository = Repository::new(site);
        let (hosts, host) = (Hosts::new(), tempfile::tempdir().expect("a folder"));
        let to = format!("file://{}/www", host.path().display());
        let expressions = BTreeMap::from([
            ("github.event.pull_request.number", "12".to_owned()),
            ("vars.PUBLISH_TO", to),
        ]);
        let run = on_github(&repository, &expressions, hosts.answering("[]"));
        assert_eq!(run.steps.len(), 9);
        for (name, run) in &run.steps {
            assert!(run.status.success(), "{name}: {}", told(run));
        }
        let summary = &run.summary;
        assert!(summary.contains("**toteuma check**"), "{summary}");
        assert!(summary.contains(CHANGED), "{summary}");
        assert!(run.temporary.path().join("public/index.html").is_file());
        // One comment is made, and the site is on its host.
        let asked = hosts.asked();
        assert!(
            asked.contains("--method POST repos/kunta/sivut/issues/12/comments"),
            "{asked}"
        );
        assert!(asked.contains(CHANGED), "{asked}");
        let page = fs::read_to_string(host.path().join("www/index.html")).expect("published");
        let revision = repository.git(&["rev-parse", "--short", "HEAD"]);
        assert!(page.contains(&revision), "{revision}");

        repository.write("talous/1-luvut.yaml", "kind: figures\ntitel: Luvut\n");
        let run = on_github(&repository, &expressions, hosts.answering("[]"));
        let failed = run.steps.iter().filter(|(_, run)| !run.status.success());
        let failed: Vec<_> = failed.map(|(name, _)| name.as_str()).collect();
        let check = "Tarkista / Check";
        assert!(failed.contains(&check), "{failed:?}");
        let annotation = match site {
            "." => "file=content/talous/1-luvut.yaml".to_owned(),
            _ => format!("file={site}/content/talous/1-luvut.yaml"),
        };
        let step = run.steps.iter().find(|(name, _)| name == check);
        let told = step.map(|(_, run)| told(run)).unwrap_or_default();
        assert!(told.contains(&annotation), "{told}");
        assert!(!run.temporary.path().join("public/index.html").is_file());
        assert!(
            run.summary.contains("could not be compared"),
            "{}",
            run.summary
        );
    }
}

#[test]
fn github_changes_its_comment_and_knows_a_quiet_night() {
    if !has(&["git", "bash", "jq"]) {
        return;
    }
    let (repository, hosts) = (Repository::new("."), Hosts::new());
    let expressions = BTreeMap::from([("github.event.pull_request.number", "12".to_owned())]);
    let run = on_github(&repository, &expressions, hosts.answering(COMMENTS));
    let asked = hosts.asked();
    assert!(
        asked.contains("--method PATCH repos/kunta/sivut/issues/comments/7 "),
        "{asked}"
    );
    assert!(!asked.contains("--method POST"), "{asked}");
    assert_eq!(run.outputs, "", "something is different");

    // The host answers with the manifest of the site that is built.
    let manifest = run.temporary.path().join("public/toteuma-manifest.json");
    let manifest = fs::read_to_string(manifest).expect("the manifest");
    let run = on_github(&repository, &expressions, hosts.answering(&manifest));
    assert_eq!(run.outputs, "same=true\n");
}
