//! The recipe of Azure, run step by step.

use std::fs;
use std::path::Path;
use std::process::Output;

use toteuma::recipes::AZURE;

use crate::hosts::{CHANGED, Hosts};
use crate::repository::{Repository, has, list, plain, text, told, variables};

/// Threads of a pull request on Azure with ours among them.
const THREADS: &str = r#"{"value": [{"id": 3, "comments": []}, {"id": 4, "isDeleted": true, "comments": [{"content": "**toteuma diff**"}]},
 {"id": 8, "comments": [{"id": 1, "content": "**toteuma diff**: vanha"}]}]}"#;

#[test]
fn azure_checks_a_pull_request_and_builds_the_site() {
    if !has(&["git", "bash", "jq"]) {
        return;
    }
    for site in [".", "kunta/sivut 2024"] {
        let (repository, hosts) = (Repository::new(site), Hosts::new());
        let host = tempfile::tempdir().expect("a folder");
        let to = format!("file://{}/www", host.path().display());
        let pipeline = repository.written(&AZURE);
        let run = |answer: &str| {
            let temporary = tempfile::tempdir().expect("a folder");
            let folder = temporary.path().display().to_string();
            let added = [
                ("AGENT_TEMPDIRECTORY", folder.clone()),
                ("BUILD_ARTIFACTSTAGINGDIRECTORY", folder.clone()),
                ("PIPELINE_WORKSPACE", folder.clone()),
                ("HOME", folder),
                (
                    "SYSTEM_COLLECTIONURI",
                    "https://dev.azure.com/kunta/".to_owned(),
                ),
                ("SYSTEM_TEAMPROJECTID", "p".to_owned()),
                ("BUILD_REPOSITORY_ID", "r".to_owned()),
                ("SYSTEM_PULLREQUEST_PULLREQUESTID", "12".to_owned()),
                ("PUBLISH_TO", to.clone()),
                // As Azure gives secrets that do not exist.
                ("AWS_ACCESS_KEY_ID", "$(AWS_ACCESS_KEY_ID)".to_owned()),
                ("PUBLISH_KEY", "$(PUBLISH_KEY)".to_owned()),
            ];
            let added = added.into_iter().chain(hosts.answering(answer));
            let environment = variables(&pipeline["variables"], added);
            let jobs = list(&pipeline["stages"]).flat_map(|stage| list(&stage["jobs"]));
            let steps = jobs.flat_map(|job| list(&job["steps"]));
            let runs = steps.filter(|step| step["bash"].is_string());
            let runs: Vec<Output> = runs
                .map(|step| repository.run(&[], text(&step["bash"]), &environment))
                .collect();
            (runs, temporary)
        };
        let threads =
            "https://dev.azure.com/kunta/p/_apis/git/repositories/r/pullRequests/12/threads";
        for (answer, wanted) in [
            (
                r#"{"value": []}"#,
                format!("--request POST --data @comment.json {threads}?api-version=7.1\n"),
            ),
            (
                THREADS,
                format!(
                    "--request PATCH --data @comment.json {threads}/8/comments/1?api-version=7.1\n"
                ),
            ),
        ] {
            let (steps, temporary) = run(answer);
            assert_eq!(steps.len(), 7);
            for step in &steps {
                assert!(step.status.success(), "{}", told(step));
            }
            let changes = fs::read_to_string(temporary.path().join("changes/changes.md"));
            let changes = plain(&changes.expect("the changes"));
            assert!(changes.contains(CHANGED), "{changes}");
            let asked = hosts.asked();
            assert!(asked.contains(&wanted), "{asked}");
            assert!(asked.contains(CHANGED), "{asked}");
            assert_eq!(asked.matches("--request").count(), 1, "{asked}");
            assert!(temporary.path().join("site/public/index.html").is_file());
            assert!(host.path().join("www/index.html").is_file());
            repository.git(&["worktree", "prune"]);
        }

        repository.write("talous/1-luvut.yaml", "kind: figures\ntitel: Luvut\n");
        let (steps, _) = run("[]");
        let said: String = steps.iter().map(told).collect();
        let place = Path::new(site).join("content/talous/1-luvut.yaml");
        let place = place.display().to_string();
        let place = place.strip_prefix("./").unwrap_or(&place);
        let wanted = format!(
            "##vso[task.logissue type=error;code=unknown-key;sourcepath={place};linenumber=2;"
        );
        assert!(said.contains(&wanted), "{said}");
        for (number, is_right) in [(2, false), (4, false)] {
            assert_eq!(steps[number].status.success(), is_right, "{said}");
        }
    }
}
