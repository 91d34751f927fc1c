//! The hook, by commits of a real Git.

use std::collections::BTreeMap;

use toteuma::recipes::{ALL, HOOK};

use crate::repository::{Repository, figures, has, told};

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
        let place = match site {
            "." => "--> content/talous/1-luvut.yaml:2".to_owned(),
            _ => format!("--> {site}/content/talous/1-luvut.yaml:2"),
        };
        assert!(told(&refused).contains(&place), "{}", told(&refused));

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
    let path = "kunta/sivut 2024/content/talous/1-luvut.yaml";
    assert!(words.contains(path), "{words}");
    assert!(
        words.contains("toteuma fmt \"kunta/sivut 2024\""),
        "{words}"
    );
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

#[test]
fn nothing_but_the_hook_is_taken_into_use() {
    let repository = Repository::new("kunta");
    for recipe in ALL.into_iter().filter(|recipe| recipe.name != HOOK.name) {
        let refused = repository.recipe(&[recipe.name, "--active"]);
        assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
        assert!(told(&refused).contains(&format!("toteuma recipe {}", recipe.name)));
        assert!(!repository.root().join(recipe.path).exists());
        assert!(!repository.root().join(".git/hooks/pre-commit").exists());
    }
}

#[test]
fn the_finished_site_stays_out_of_the_repository() {
    if !has(&["git"]) {
        return;
    }
    let repository = Repository::new("kunta");
    let run = repository.recipe(&["hook"]);
    assert!(told(&run).contains("/kunta/output/"), "{}", told(&run));
    let ignored = repository.root().join(".gitignore");
    std::fs::write(ignored, "/kunta/output/\n").expect("a file");
    let run = repository.recipe(&["gitlab"]);
    assert!(!told(&run).contains(".gitignore"), "{}", told(&run));
}

#[test]
fn the_hook_is_written_where_git_runs_it() {
    if !has(&["git"]) {
        return;
    }
    let repository = Repository::new("kunta");
    let written = |place: &str| repository.root().join(place).join("pre-commit").exists();

    // A folder of the repository that Git is told to take hooks from.
    repository.git(&["config", "core.hooksPath", "omat"]);
    let run = repository.recipe(&["hook", "--active"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(written("omat") && !written(".git/hooks"));

    // A folder that is there for other repositories too.
    let elsewhere = tempfile::tempdir().expect("a folder");
    let place = elsewhere.path().to_string_lossy().into_owned();
    repository.git(&["config", "core.hooksPath", &place]);
    let refused = repository.recipe(&["hook", "--active"]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains(&place), "{}", told(&refused));
    assert!(!elsewhere.path().join("pre-commit").exists());

    // A second work tree has no folder .git of its own.
    repository.git(&["config", "--unset", "core.hooksPath"]);
    let second = elsewhere.path().join("toinen");
    let second = second.to_string_lossy();
    repository.git(&["worktree", "add", "--quiet", "--detach", &second]);
    let run = repository.recipe_of(&["hook", "--active"], &format!("{second}/kunta"));
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(written(".git/hooks"));
}

fn sum_off_by_one_hundred() -> String {
    figures("-130 000:\n          - Palkat | -100 000\n          - Ostot | -29 900")
}
