//! Secrets of one's own host: given to the program that publishes, and to nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_yaml::Value;
use toteuma::recipes::{AZURE, GITHUB, GITLAB, Recipe};

use crate::repository::{Repository, has, list, text, told, variables};

/// Stands in for the program: tells what it is given.
const PROGRAM: &str = r#"#!/bin/bash
echo "arguments: $*"
echo "key: $(stat --format %a "$TOTEUMA_PUBLISH_KEY") $(cat "$TOTEUMA_PUBLISH_KEY")"
echo "hosts: $(cat "$HOME/.ssh/known_hosts")"
echo "ssh: $GIT_SSH_COMMAND"
echo "others: ${TOTEUMA_PUBLISH_USER-none} ${AWS_ACCESS_KEY_ID-none} ${AZURE_STORAGE_KEY-none}"
"#;

fn script(recipe: &Recipe, repository: &Repository) -> String {
    let written: Value = repository.written(recipe);
    match recipe.name {
        "github" => text(&written["jobs"]["publish"]["steps"][1]["run"]).to_owned(),
        "azure" => text(&written["stages"][1]["jobs"][1]["steps"][2]["bash"]).to_owned(),
        _ => {
            let lines = list(&written["publish"]["script"]).skip(1);
            lines.map(text).collect::<Vec<_>>().join("\n")
        }
    }
}

fn put_program(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let place = folder.join("toteuma");
    fs::write(&place, PROGRAM).expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(place, fs::Permissions::from_mode(0o755)).expect("permissions");
    }
}

#[test]
fn a_key_is_for_publishing_alone_and_what_is_not_given_is_not_there() {
    if !has(&["bash", "ssh"]) {
        return;
    }
    let repository = Repository::new(".");
    for (recipe, site) in [(&GITHUB, "site"), (&AZURE, "site"), (&GITLAB, "stand-ins")] {
        let temporary = tempfile::tempdir().expect("a folder");
        let place = |name: &str| temporary.path().join(name).display().to_string();
        put_program(&temporary.path().join(site));
        // GitHub gives the texts, Azure in base64, GitLab in files; what is not there is empty or its own name.
        let given = |words: &str, encoded: &str, file: &str| match recipe.name {
            "github" => words.to_owned(),
            "azure" => encoded.to_owned(),
            _ => {
                fs::write(temporary.path().join(file), format!("{words}\n")).expect("a file");
                place(file)
            }
        };
        let key = if recipe.name == "gitlab" {
            "TOTEUMA_PUBLISH_KEY"
        } else {
            "PUBLISH_KEY"
        };
        let missing = |name: &str| match recipe.name {
            "azure" => format!("$({name})"),
            _ => String::new(),
        };
        let mut environment: BTreeMap<String, String> = variables(
            &Value::Null,
            [
                ("HOME", place("")),
                ("RUNNER_TEMP", place("")),
                ("AGENT_TEMPDIRECTORY", place("")),
                ("PIPELINE_WORKSPACE", place("")),
                ("STAND_INS", place("stand-ins")),
                ("PUBLISH_TO", "sftp://me@www.example.fi/srv".to_owned()),
                (key, given("secret key", "c2VjcmV0IGtleQo=", "key")),
                (
                    "PUBLISH_KNOWN_HOSTS",
                    given(
                        "www.example.fi ssh-ed25519 A",
                        "d3d3LmV4YW1wbGUuZmkgc3NoLWVkMjU1MTkgQQo=",
                        "hosts",
                    ),
                ),
            ],
        );
        if recipe.name != "gitlab" {
            for name in [
                "TOTEUMA_PUBLISH_USER",
                "AWS_ACCESS_KEY_ID",
                "AZURE_STORAGE_KEY",
            ] {
                environment.insert(name.to_owned(), missing(name));
            }
        }
        let run = repository.run(&["-e"], &script(recipe, &repository), &environment);
        let words = told(&run);
        assert!(run.status.success(), "{}: {words}", recipe.name);
        for wanted in [
            "arguments: publish --to sftp://me@www.example.fi/srv --output ",
            "key: 600 secret key\n",
            "hosts: www.example.fi ssh-ed25519 A\n",
            "/key -o IdentitiesOnly=yes\n",
            "others: none none none\n",
        ] {
            assert!(words.contains(wanted), "{}: {words}", recipe.name);
        }
    }
}
