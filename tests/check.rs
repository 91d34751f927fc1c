//! `toteuma check` and `toteuma explain` as people and CI run them: exit codes, what is chosen,
//! and where it is told.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn toteuma(arguments: &[&str], site: Option<&Path>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_toteuma"))
        .args(arguments)
        .args(site)
        .env("LC_ALL", "fi_FI.UTF-8")
        .output()
        .expect("the program runs")
}

fn code(run: &Output) -> i32 {
    run.status.code().expect("an exit code")
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stdout).into_owned()
}

fn complained(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

fn site(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = ("site.yaml", "name: Pikkula\nlanguage: fi\n");
    for (name, text) in files.iter().chain(&[settings]) {
        let place = folder.path().join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    }
    folder
}

const PAGE: &str = "---\ntitle: Etusivu\n---\nTervetuloa.\n";

fn sound() -> TempDir {
    site(&[("page.md", PAGE)])
}

/// A page with a wrong sum (a warning) and a figure in a text (a note).
fn doubtful() -> TempDir {
    let figures = "kind: figures\ntitle: Luvut\ntext: Kului 1 539 366 euroa.\ntables:\n  - unit: €\n    \
                   columns: TP 2023\n    rows:\n      - Menot | -1 539 366\n      - Tulot | 100\n      - = Yhteensä | 7\n";
    site(&[("page.md", PAGE), ("1-luvut.yaml", figures)])
}

fn wrong() -> TempDir {
    site(&[("page.md", "---\ntitel: Etusivu\n---\n")])
}

#[test]
fn a_check_writes_nothing_and_counts() {
    let site = sound();
    let run = toteuma(&["check"], Some(site.path()));
    assert_eq!(code(&run), 0);
    assert!(complained(&run).is_empty());
    let counts = "0 virhettä, 0 huomautusta, 0 hyväksyttyä, 1 sivu tarkistettu, ";
    assert!(said(&run).starts_with(counts), "{}", said(&run));
    assert!(!site.path().join("output").exists());
}

#[test]
fn exit_codes_tell_the_truth() {
    let (sound, doubtful, wrong) = (sound(), doubtful(), wrong());
    let check = |site: &Path, more: &[&str]| {
        let run = toteuma(&[&["check"], more].concat(), Some(site));
        code(&run)
    };
    assert_eq!(check(sound.path(), &["--deny", "warnings"]), 0);
    assert_eq!(check(doubtful.path(), &[]), 0);
    assert_eq!(check(doubtful.path(), &["--deny", "warnings"]), 1);
    assert_eq!(check(wrong.path(), &[]), 1);
    for format in ["json", "sarif", "github", "markdown"] {
        assert_eq!(check(doubtful.path(), &["--format", format]), 0);
        assert_eq!(check(wrong.path(), &["--format", format]), 1);
    }
    assert_eq!(check(&sound.path().join("nowhere"), &[]), 2);
    assert_eq!(check(sound.path(), &["--format", "xml"]), 2);
    assert_eq!(check(sound.path(), &["--deny", "everything"]), 2);
}

#[test]
fn errors_before_any_figure_is_looked_at_say_so() {
    let run = toteuma(&["check"], Some(wrong().path()));
    assert!(
        said(&run).contains("huomautukset tarkistetaan, kun virheet on korjattu"),
        "{}",
        said(&run)
    );
    assert!(complained(&run).contains("content/page.md:2:1"));
}

#[test]
fn what_to_do_next_names_the_folder_and_the_rule() {
    let site = doubtful();
    let run = |folder: &str, place: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_toteuma"));
        let command = command.args(["check", folder]).current_dir(place);
        complained(&command.output().expect("the program runs"))
    };
    let here = run(".", site.path());
    assert!(here.contains("toteuma check --format accept"), "{here}");
    assert!(here.contains("toteuma explain sum-mismatch"), "{here}");
    assert!(here.contains("--> content/1-luvut.yaml"), "{here}");
    fs::rename(site.path().join("content"), site.path().join("c")).expect("moved");
    fs::create_dir(site.path().join("sivut")).expect("a folder");
    fs::rename(site.path().join("c"), site.path().join("sivut/content")).expect("moved");
    let below = run("sivut", site.path());
    assert!(
        below.contains("toteuma check sivut --format accept"),
        "{below}"
    );
    assert!(below.contains("--> sivut/content/1-luvut.yaml"), "{below}");
}

#[test]
fn rules_are_chosen_by_name() {
    let site = doubtful();
    let told =
        |more: &[&str]| complained(&toteuma(&[&["check"], more].concat(), Some(site.path())));
    assert!(told(&[]).contains("[sum-mismatch]"));
    assert!(told(&["--only", "sum-mismatch"]).contains("[sum-mismatch]"));
    assert!(!told(&["--only", "vat-mismatch,margin-mismatch"]).contains("[sum-mismatch]"));
    assert!(!told(&["--skip", "sum-mismatch"]).contains("[sum-mismatch]"));
    let skipped = ["check", "--deny", "warnings", "--skip", "sum-mismatch"];
    assert_eq!(code(&toteuma(&skipped, Some(site.path()))), 0);
    // What nothing can be published with is told all the same.
    for choice in ["--skip=unknown-key,missing-key", "--only=sum-mismatch"] {
        let run = toteuma(&["check", choice], Some(wrong().path()));
        assert_eq!(code(&run), 1);
        assert!(complained(&run).contains("[unknown-key]"), "{choice}");
    }
    let run = toteuma(&["check", "--skip", "sum-mismach"], Some(site.path()));
    assert_eq!(code(&run), 2);
    assert!(complained(&run).contains("Tarkoititko sum-mismatch?"));
}

#[test]
fn notes_are_told_when_asked_for_or_denied() {
    let site = doubtful();
    let run = |more: &[&str]| toteuma(&[&["check"], more].concat(), Some(site.path()));
    assert!(!complained(&run(&[])).contains("[typed-figure]"));
    let notes = run(&["--notes"]);
    assert_eq!(code(&notes), 0);
    assert!(complained(&notes).contains("[typed-figure]"));
    assert!(said(&notes).contains("1 vihje,"));
    let denied = run(&["--deny", "notes", "--only", "typed-figure", "--quiet"]);
    assert_eq!(code(&denied), 1);
    assert!(complained(&denied).contains("[typed-figure]"));
}

#[test]
fn a_build_that_denies_warnings_writes_nothing() {
    let site = doubtful();
    let run = toteuma(&["build", "--deny", "warnings"], Some(site.path()));
    assert_eq!(code(&run), 1);
    assert!(!site.path().join("output").exists());
    assert!(complained(&run).contains("1 huomautus. Sivustoa ei tehty"));
    assert_eq!(code(&toteuma(&["build"], Some(site.path()))), 0);
    assert!(site.path().join("output/index.html").exists());
}

#[test]
fn forms_for_programs_come_whole_on_standard_output() {
    let site = doubtful();
    for (format, begins) in [
        ("json", "{"),
        ("sarif", "{"),
        ("github", "::"),
        ("markdown", "**"),
    ] {
        let run = toteuma(&["check", "--quiet", "--format", format], Some(site.path()));
        assert!(complained(&run).is_empty(), "{format}");
        assert!(said(&run).starts_with(begins), "{format}: {}", said(&run));
        let english = ["check", "--lang", "en", "--format", format];
        let english = said(&toteuma(&english, Some(site.path())));
        assert!(english.contains("is not the sum of its parts"), "{format}");
    }
}

#[test]
fn a_rule_is_explained_with_an_example() {
    let run = toteuma(&["explain", "sum-mismatch"], None);
    assert_eq!(code(&run), 0);
    let text = said(&run);
    for part in [
        "sum-mismatch (huomautus)",
        "huomautus[sum-mismatch]: ",
        "--> content/1-luvut.yaml:9:28",
        "of-which: true",
        "accepted:",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let english = said(&toteuma(&["explain", "--lang", "en", "vat-mismatch"], None));
    assert!(english.contains("warning[vat-mismatch]: "), "{english}");
    // An error cannot be accepted.
    assert!(!said(&toteuma(&["explain", "unknown-key"], None)).contains("accepted:"));
}

#[test]
fn rules_are_listed_and_the_nearest_is_named() {
    let list = said(&toteuma(&["explain"], None));
    let line = list.lines().find(|line| line.starts_with("typed-figure "));
    assert!(
        line.is_some_and(|line| line.contains("  vihje  ")),
        "{list}"
    );
    let run = toteuma(&["explain", "vat-mismach"], None);
    assert_eq!(code(&run), 2);
    assert!(complained(&run).contains("Tarkoititko vat-mismatch?"));
    let run = toteuma(&["explain", "saunavuoro"], None);
    assert!(complained(&run).contains("toteuma explain"));
}

#[test]
fn a_preview_tells_findings_at_their_figures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = root.join("tests/findings/margin-mismatch");
    let output = tempfile::tempdir().expect("a folder");
    let built = |folder: &str, more: &[&str]| {
        let place = output.path().join(folder);
        let place_text = place.to_string_lossy().into_owned();
        let arguments = [&["build", "--output", &place_text], more].concat();
        assert_eq!(code(&toteuma(&arguments, Some(&case))), 0);
        fs::read_to_string(place.join("raportti/index.html")).expect("the page")
    };
    let (published, preview) = (built("published", &[]), built("preview", &["--preview"]));
    assert!(!published.contains("finding-1") && !published.contains("noindex"));
    let cell = "010 <a class=\"found\" id=\"found-1\" href=\"#finding-1\"";
    assert!(preview.contains(cell), "{preview}");
    assert!(preview.contains("<li id=\"finding-1\" class=\"warning\">"));
    assert!(preview.contains("content/raportti/6-talous.yaml:15") && preview.contains("noindex"));
}
