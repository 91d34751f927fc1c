//! The recipe of GitLab, run job by job.

use std::fs;

use serde_yaml::Value;
use toteuma::recipes::GITLAB;

use crate::hosts::{CHANGED, COMMENTS, Hosts};
use crate::repository::{Repository, has, list, plain, text, told, variables};

#[test]
fn gitlab_checks_a_merge_request_and_builds_the_site() {
    if !has(&["git", "bash", "jq"]) {
        return;
    }
    for site in [".", "kunta/sivut 2024"] {
        let (repository, hosts) = (Repository::new(site), Hosts::new());
        let host = tempfile::tempdir().expect("a folder");
        let pipeline = repository.written(&GITLAB);
        let base = repository.git(&["rev-parse", "HEAD^1"]);
        let to = format!("file://{}/www", host.path().display());
        let job = |name: &str, answer: &str| {
            let added = [
                ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.clone()),
                ("CI_COMMIT_SHORT_SHA", "1a2b3c4d".to_owned()),
                (
                    "CI_API_V4_URL",
                    "https://gitlab.example.fi/api/v4".to_owned(),
                ),
                ("CI_MERGE_REQUEST_PROJECT_ID", "3".to_owned()),
                ("CI_MERGE_REQUEST_IID", "12".to_owned()),
                ("TOTEUMA_COMMENT_TOKEN", "secret".to_owned()),
                ("PUBLISH_TO", to.clone()),
            ];
            let added = added.into_iter().chain(hosts.answering(answer));
            let environment = variables(&pipeline["variables"], added);
            let before = match &pipeline[name]["before_script"] {
                Value::Null => &pipeline["default"]["before_script"],
                own => own,
            };
            let lines = list(before).chain(list(&pipeline[name]["script"]));
            let script = lines.map(text).collect::<Vec<_>>().join("\n");
            repository.run(&["-eo", "pipefail"], &script, &environment)
        };
        let read = |name: &str| fs::read_to_string(repository.root().join(name));
        for name in ["check", "pages", "publish"] {
            let run = job(name, "");
            assert!(run.status.success(), "{name}: {}", told(&run));
        }
        let changes = plain(&read("changes.md").expect("the changes"));
        assert!(changes.contains(CHANGED), "{changes}");
        let page = read("public/index.html").expect("the front page");
        assert!(page.contains("1a2b3c4d"));
        assert!(host.path().join("www/index.html").is_file());

        let notes = "https://gitlab.example.fi/api/v4/projects/3/merge_requests/12/notes";
        for (answer, wanted) in [
            (
                "[]",
                format!("--request POST --data @comment.json {notes}\n"),
            ),
            (
                COMMENTS,
                format!("--request PUT --data @comment.json {notes}/6\n"),
            ),
        ] {
            let run = job("comment", answer);
            assert!(run.status.success(), "{}", told(&run));
            let asked = hosts.asked();
            assert!(asked.contains(&wanted), "{asked}");
            assert!(asked.contains(CHANGED), "{asked}");
            assert_eq!(asked.matches("--request").count(), 1, "{asked}");
        }

        repository.write("talous/1-luvut.yaml", "kind: figures\ntitel: Luvut\n");
        let run = job("check", "");
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
