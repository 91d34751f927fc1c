//! Programs that stand in for those of the code hosts.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::repository::plain;

/// What the programs of hosts are asked, and what they answer: `gh` and `curl` that write down
/// their words and the files they send.
pub struct Hosts {
    folder: TempDir,
}

impl Hosts {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for program in PROGRAMS {
            let place = folder.path().join(program);
            fs::write(&place, STAND_IN).expect("a file");
            let run = Command::new("chmod").arg("+x").arg(&place).status();
            assert!(run.expect("chmod runs").success());
        }
        Self { folder }
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Takes the place of the real ones, answering every question with this JSON.
    pub fn answering(&self, answer: &str) -> Vec<(&'static str, String)> {
        fs::write(self.path("answer"), answer).expect("a file");
        fs::remove_file(self.path("asked")).ok();
        vec![
            ("STAND_INS", self.path("")),
            ("ASKED", self.path("asked")),
            ("ANSWER", self.path("answer")),
        ]
    }

    pub fn asked(&self) -> String {
        plain(&fs::read_to_string(self.path("asked")).unwrap_or_default())
    }
}

const PROGRAMS: [&str; 7] = ["gh", "curl", "docker", "apt-get", "cargo", "useradd", "rm"];

const STAND_IN: &str = r#"#!/bin/bash
echo "$(basename "$0") $*" >> "$ASKED"
for word in "$@"; do
  case "$word" in @*) cat "${word#@}" >> "$ASKED" ;; *.json) test -f "$word" && cat "$word" >> "$ASKED" ;; esac
done
while [ $# -gt 0 ]; do
  if [ "$1" = --jq ]; then jq --raw-output "$2" "$ANSWER"; exit; fi
  shift
done
cat "$ANSWER"
"#;

pub const CHANGED: &str = "−120 000 | −125 000 | −5 000";

/// A comment of ours between those of others, as the hosts list them.
pub const COMMENTS: &str = r#"[{"id": 5, "body": "Hyvä!", "user": {"login": "virkailija"}},
 {"id": 6, "body": "**toteuma diff**: lainaus", "user": {"login": "virkailija"}, "system": false},
 {"id": 7, "body": "**toteuma diff**: vanha", "user": {"login": "github-actions[bot]"}}]"#;
