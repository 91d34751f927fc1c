//! The program as people and CI run it: exit codes, what is written, and that the same content
//! gives the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use walkdir::WalkDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn toteuma() -> Command {
    Command::new(env!("CARGO_BIN_EXE_toteuma"))
}

fn built(site: &Path, output: &Path) -> Output {
    toteuma()
        .arg("build")
        .arg(site)
        .arg("--output")
        .arg(output)
        .output()
        .expect("the program runs")
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("an entry"));
    let files = entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry
                .path()
                .strip_prefix(folder)
                .expect("inside")
                .to_string_lossy()
                .into_owned();
            (name, fs::read(entry.path()).expect("a file"))
        });
    files.collect()
}

/// The name of the style sheet of all pages, which carries its bytes.
fn sheet(output: &Path) -> String {
    let mut names = files(output).into_keys();
    let sheet = names.find(|name| name.starts_with("site.") && name.ends_with(".css"));
    sheet.expect("a style sheet")
}

fn times(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            (
                entry.path().to_owned(),
                entry
                    .metadata()
                    .expect("metadata")
                    .modified()
                    .expect("a time"),
            )
        })
        .collect()
}

/// A small site of its own that a test may change.
fn small_site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let place = folder.path().join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    write("site.yaml", "name: Pikkula\nlanguage: fi\n");
    write("page.md", "---\ntitle: Etusivu\n---\nTervetuloa.\n");
    write("a/page.md", "---\ntitle: A\n---\nTeksti.\n");
    folder
}

#[test]
fn a_path_that_windows_has_no_room_for_is_told() {
    let site = small_site();
    let name = "osallistavan-budjetoinnin-ja-kuntalaisaloitteiden-yhteiset-periaatteet";
    let mut folder = site.path().join("content");
    for _ in 0..3 {
        folder.push(name);
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("page.md"), "---\ntitle: A\n---\nTeksti.\n").expect("a file");
    }
    let done = built(site.path(), &site.path().join("output"));
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(told.contains("long-address"), "{told}");
    assert!(told.contains("223"), "{told}");
}

#[test]
fn a_second_build_touches_no_file_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("site");
    assert!(built(root(), &output).status.success());
    let before = times(&output);
    let second = built(root(), &output);
    assert!(String::from_utf8_lossy(&second.stdout).contains("mikään tiedosto ei muuttunut"));
    assert_eq!(times(&output), before);
}

#[test]
fn the_same_content_gives_the_same_bytes_everywhere() {
    let (one, other) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let copy = other.path().join("a copy elsewhere");
    fs::create_dir_all(&copy).expect("a folder");
    for name in ["content", "themes"] {
        let copied = Command::new("cp")
            .arg("-r")
            .arg(root().join(name))
            .arg(&copy)
            .status();
        assert!(copied.expect("cp runs").success());
    }
    let first = one.path().join("site");
    assert!(built(root(), &first).status.success());
    let second = other.path().join("site");
    let run = toteuma()
        .arg("build")
        .arg(&copy)
        .arg("--output")
        .arg(&second)
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(other.path())
        .output()
        .expect("the program runs");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let (first, second) = (files(&first), files(&second));
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
}

#[test]
fn a_page_that_is_gone_goes_and_other_files_stay() {
    let site = small_site();
    let output = site.path().join("output");
    assert!(built(site.path(), &output).status.success());
    fs::write(output.join("a/oma.txt"), "oma").expect("a file");
    fs::remove_dir_all(site.path().join("content/a")).expect("removed");
    assert!(built(site.path(), &output).status.success());
    assert!(!output.join("a/index.html").exists());
    assert!(
        output.join("a/oma.txt").exists(),
        "a file that no build made is never removed"
    );
}

#[test]
fn the_help_of_a_command_is_short_and_whole() {
    let help = |arguments: &[&str]| {
        let run = toteuma()
            .args(arguments)
            .output()
            .expect("the program runs");
        String::from_utf8_lossy(&run.stdout).into_owned()
    };
    let (short, whole) = (help(&["publish", "-h"]), help(&["publish", "--help"]));
    assert!(short.starts_with("Publish the built site on its host. / Julkaise"));
    assert!(whole.contains("Exit codes: 0 published") && !short.contains("Exit codes"));
    for told in [
        "sftp://USER@HOST/FOLDER",
        "git+ssh://",
        "TOTEUMA_PUBLISH_PASSWORD",
    ] {
        assert!(short.contains(told) && whole.contains(told), "{told}");
    }
    assert!(help(&["verify", "--help"]).contains("--against output"));
    assert!(help(&["--help"]).contains("Julkaise valmis sivusto"));
}

#[test]
fn a_folder_with_other_peoples_files_is_refused() {
    let site = small_site();
    let foreign = site.path().join("kuvat");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("kuva.jpg"), "x").expect("a file");
    for refused in [
        foreign.as_path(),
        site.path(),
        &site.path().join("content"),
        &site.path().join("content/uusi"),
    ] {
        let run = built(site.path(), refused);
        assert_eq!(run.status.code(), Some(2), "{}", refused.display());
    }
    let run = built(site.path(), &foreign);
    let words = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(words.contains("kuva.jpg"), "{words}");
    assert_eq!(files(&foreign).len(), 1);
    assert!(!site.path().join("content/uusi").exists());
}

#[test]
fn exit_codes_tell_the_truth() {
    let site = small_site();
    let output = site.path().join("output");
    let code = |run: Output| run.status.code();
    assert_eq!(code(built(site.path(), &output)), Some(0));
    assert_eq!(code(built(&site.path().join("nowhere"), &output)), Some(2));
    assert_eq!(
        code(toteuma().arg("rakenna").output().expect("the program runs")),
        Some(2)
    );
    assert_eq!(
        code(
            toteuma()
                .arg("--version")
                .output()
                .expect("the program runs")
        ),
        Some(0)
    );

    let before = files(&output);
    fs::write(
        site.path().join("content/a/page.md"),
        "---\ntitel: A\n---\n",
    )
    .expect("a file");
    let run = built(site.path(), &output);
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1));
    assert!(
        told.contains("content/a/page.md:2:1") && told.contains("title"),
        "{told}"
    );
    assert_eq!(files(&output), before, "the published site stays as it was");
}

#[test]
fn messages_come_in_the_language_asked_for() {
    let site = small_site();
    fs::write(
        site.path().join("content/a/page.md"),
        "---\ntitel: A\n---\n",
    )
    .expect("a file");
    let told = |language: &str| {
        let run = toteuma()
            .args(["build", "--lang", language])
            .arg(site.path())
            .output()
            .expect("the program runs");
        String::from_utf8_lossy(&run.stderr).into_owned()
    };
    assert!(told("fi").contains("tarkoititko title?"));
    assert!(told("en").contains("did you mean title?"));
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let site = small_site();
    let run = toteuma()
        .args(["build", "--quiet"])
        .arg(site.path())
        .output()
        .expect("the program runs");
    assert!(run.status.success() && run.stdout.is_empty() && run.stderr.is_empty());
}

/// An installed program works in any folder: the theme and the words are part of it.
#[test]
fn a_site_needs_nothing_but_its_content() {
    let site = small_site();
    let output = site.path().join("output");
    assert!(built(site.path(), &output).status.success());
    for name in ["index.html", "a/index.html", "404.html", "robots.txt"] {
        assert!(output.join(name).exists(), "{name}");
    }
    assert!(output.join(sheet(&output)).exists());
    // Data that names no day gives pages that name none.
    let page = fs::read_to_string(output.join("index.html")).expect("a page");
    assert!(!page.contains("<time"), "{page}");
}

/// Data is data: whatever stands in a field, it stays text on the page.
#[test]
fn nothing_in_the_data_breaks_out_of_its_place() {
    let payload = "</title></td></text>\\\"'><script>alert(1)</script>{{ 7 * 7 }}=cmd";
    let site = small_site();
    let write = |name: &str, text: String| {
        let place = site.path().join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    write(
        "site.yaml",
        format!(
            "name: \"P {payload}\"\ntagline: \"{payload}\"\nlanguage: fi\naddress: https://a.example/\ncontact:\n  - \"{payload}\"\n"
        ),
    );
    write(
        "r/page.yaml",
        format!(
            "kind: report\ntitle: \"R {payload}\"\ndate: 30.6.2024\nbrief:\n  - \"{payload}\"\n"
        ),
    );
    write(
        "r/1-luvut.yaml",
        format!(
            "kind: figures\ntitle: \"L {payload}\"\ntables:\n  - title: \"{payload}\"\n    unit: \"{payload}\"\n    \
             columns: TP 2023 | TOT. 30.6.\n    chart:\n      kind: stacked-bars\n      title: \"{payload}\"\n    \
             rows:\n      - \"A {payload} | 1 | 2\"\n"
        ),
    );
    write(
        "r/2-tavoitteet.yaml",
        format!(
            "kind: goals\ntitle: T\ngoals:\n  - goal: \"G {payload}\"\n    actions:\n      - due: \"{payload}\"\n        \
             responsible: \"{payload}\"\n        indicators:\n          \
             - name: \"{payload}\"\n            unit: \"{payload}\"\n            target: \"{payload}\"\n            \
             actual: \"{payload}\"\n            note: \"{payload}\"\ncounts:\n  title: \"{payload}\"\n  \
             unit: \"{payload}\"\n  rows:\n    - \"{payload} | 1\"\n"
        ),
    );
    write(
        "m/page.yaml",
        "kind: price-list\ntitle: M\nvat: unknown\n".to_owned(),
    );
    write(
        "m/1-maksut.yaml",
        format!(
            "kind: prices\ntitle: M\ngroups:\n  - unit: \"{payload}\"\n    fees:\n      - name: \"F {payload}\"\n        \
             price: 1\n        limit: \"{payload}\"\n        keywords: \"{payload}\"\n        vat-label: \"{payload}\"\n"
        ),
    );
    let output = site.path().join("output");
    let run = built(site.path(), &output);
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    for (name, bytes) in files(&output) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if name.ends_with(".html") {
            assert!(!text.contains("<script>alert"), "{name}");
            assert!(!text.contains("49=cmd"), "{name}");
        }
        if name.ends_with(".csv") {
            assert!(!text.contains("\n=") && !text.contains(",="), "{name}");
        }
    }
}

#[test]
fn the_reference_is_written_and_built() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("ohje");
    let run = || {
        let mut command = toteuma();
        command
            .arg("reference")
            .arg(&site)
            .output()
            .expect("the program runs")
    };
    let first = run();
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    assert!(site.join("output/index.html").is_file());
    assert!(site.join("output/en/maksut/index.html").is_file());
    // What is wrong in it is there to be shown, and accepted: nobody new to it is alarmed.
    let told = String::from_utf8_lossy(&first.stderr).into_owned();
    assert_eq!(told, "");
    // A folder that is there is somebody's own by now.
    assert_eq!(run().status.code(), Some(2));
}

#[test]
fn schemas_are_written_once_and_the_editor_keeps_its_settings() {
    let site = small_site();
    let schema = || {
        let ran = toteuma().arg("schema").arg(site.path()).output();
        let ran = ran.expect("the program runs");
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    let settings = site.path().join(".vscode/settings.json");
    fs::create_dir_all(site.path().join(".vscode")).expect("a folder");
    fs::write(&settings, "{}\n").expect("settings");
    assert!(schema().contains("tiedostoa muuttui"));
    assert_eq!(fs::read_to_string(&settings).expect("settings"), "{}\n");
    let before = times(site.path());
    assert!(schema().contains("mikään tiedosto ei muuttunut"));
    assert_eq!(times(site.path()), before);
    assert!(
        built(site.path(), &site.path().join("output"))
            .status
            .success()
    );
}

/// A site of many pages, in one of two states.
fn changing(folder: &Path, state: &str) {
    let write = |name: &str, text: &str| {
        let place = folder.join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    write("site.yaml", "name: Pikkula\nlanguage: fi\n");
    write(
        "page.md",
        &format!("---\ntitle: Etusivu\n---\nTila {state}.\n"),
    );
    for number in 0..30 {
        let text = format!("---\ntitle: Sivu {number}\n---\nTila {state}.\n");
        write(&format!("sivu-{number}/page.md"), &text);
    }
}

fn verified(folder: &Path) -> Option<i32> {
    let ran = toteuma().arg("verify").arg(folder).output();
    ran.expect("the program runs").status.code()
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("site");
    changing(folder.path(), "alku");
    assert!(built(folder.path(), &output).status.success());
    let mut killed = 0;
    for round in 0..60_u64 {
        let state = format!("{round}");
        changing(folder.path(), &state);
        let mut build = toteuma()
            .args(["build", "--quiet", "--output"])
            .arg(&output)
            .arg(folder.path())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(std::time::Duration::from_micros(round * 700 % 40_000));
        build.kill().expect("it was started here");
        killed += usize::from(!build.wait().expect("it ends").success());
        assert_eq!(verified(&output), Some(0), "round {round}");
        // Every page is of one and the same build.
        let page = |name: &str| fs::read_to_string(output.join(name)).expect("a page");
        let told = |text: &str| text.split("Tila ").nth(1).map(|rest| rest[..3].to_owned());
        let front = told(&page("index.html"));
        for number in [0, 17, 29] {
            assert_eq!(told(&page(&format!("sivu-{number}/index.html"))), front);
        }
    }
    assert!(killed > 0, "some builds were killed");
    assert!(built(folder.path(), &output).status.success());
    assert_eq!(verified(&output), Some(0));
    // Nothing of the killed builds is left.
    let left = fs::read_dir(folder.path()).expect("a folder").flatten();
    let left = left.filter(|entry| entry.file_name().to_string_lossy().contains("toteuma"));
    let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert_eq!(left, [".toteuma-site.cache"]);
}

#[test]
fn a_site_that_is_not_whole_is_told() {
    let site = small_site();
    let output = site.path().join("output");
    assert_eq!(verified(&output), Some(2));
    assert!(built(site.path(), &output).status.success());
    assert_eq!(verified(&output), Some(0));
    fs::write(output.join("a/index.html"), "muutettu").expect("a file");
    let sheet = sheet(&output);
    fs::remove_file(output.join(&sheet)).expect("a file");
    let ran = toteuma().arg("verify").arg(&output).output();
    let ran = ran.expect("the program runs");
    assert_eq!(ran.status.code(), Some(1));
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(
        told.contains("a/index.html") && told.contains(&sheet),
        "{told}"
    );
    // The next build mends it.
    assert!(built(site.path(), &output).status.success());
    assert_eq!(verified(&output), Some(0));
}

/// The lists of a folder, by their paths.
fn lists(output: &Path) -> Vec<String> {
    let paths = files(output).into_keys();
    let name = "toteuma-manifest.json";
    paths.filter(|path| path.ends_with(name)).collect()
}

/// A large site has lists of its folders; they are files of the site like any other.
#[test]
fn lists_of_folders_come_and_go() {
    let site = small_site();
    let output = site.path().join("output");
    let large = site.path().join("content/iso");
    let write = |path: &str, title: &str| {
        let place = large.join(path);
        fs::create_dir_all(&place).expect("a folder");
        let text = format!("---\ntitle: {title}\n---\nTeksti.\n");
        fs::write(place.join("page.md"), text).expect("a page");
    };
    write("", "Iso");
    for number in 1..=520 {
        write(&format!("s{number}"), &format!("Sivu {number}"));
    }
    let name = "toteuma-manifest.json";
    assert!(built(site.path(), &output).status.success());
    assert_eq!(lists(&output), [&format!("iso/{name}"), name]);
    assert_eq!(verified(&output), Some(0));
    let (made, at) = (files(&output), times(&output));
    assert!(built(site.path(), &output).status.success());
    assert_eq!(times(&output), at, "nothing is written again");
    let elsewhere = site.path().join("elsewhere");
    assert!(built(site.path(), &elsewhere).status.success());
    assert_eq!(files(&elsewhere), made);

    // One that somebody has changed or removed is told, and the next build mends it.
    let list = output.join("iso").join(name);
    let text = fs::read_to_string(&list).expect("a list");
    fs::write(&list, text.replace("iso/s7/", "iso/s007/")).expect("a list");
    assert_eq!(verified(&output), Some(1));
    assert!(built(site.path(), &output).status.success());
    assert_eq!(files(&output), made);
    fs::remove_file(&list).expect("removed");
    assert_eq!(verified(&output), Some(1));
    assert!(built(site.path(), &output).status.success());
    assert_eq!(files(&output), made);
    assert_eq!(verified(&output), Some(0));

    fs::remove_dir_all(large.join("s7")).expect("removed");
    let ran = built(site.path(), &output);
    assert!(ran.status.success());
    assert!(!output.join("iso/s7").exists());
    fs::remove_dir_all(&large).expect("removed");
    assert!(built(site.path(), &output).status.success());
    assert_eq!(lists(&output), [name]);
    assert!(!output.join("iso").exists());
    assert_eq!(verified(&output), Some(0));
    // The elsewhere that holds a repository is changed file by file.
    fs::create_dir(elsewhere.join(".git")).expect("a folder");
    assert!(built(site.path(), &elsewhere).status.success());
    assert_eq!(files(&elsewhere), files(&output));
}

/// A file of others that is as the new site has it becomes the site's.
#[test]
fn a_file_that_is_there_already_stays_whole() {
    let site = small_site();
    let output = site.path().join("output");
    assert!(built(site.path(), &output).status.success());
    let before = files(&output);
    let page = site.path().join("content/a/page.md");
    let known = fs::read(&page).expect("a page");
    fs::remove_dir_all(site.path().join("content/a")).expect("removed");
    assert!(built(site.path(), &output).status.success());
    fs::create_dir_all(site.path().join("content/a")).expect("a folder");
    fs::write(&page, known).expect("a page");
    for (path, bytes) in before.iter().filter(|(path, _)| path.starts_with("a/")) {
        fs::create_dir_all(output.join("a")).expect("a folder");
        fs::write(output.join(path), bytes).expect("a file");
    }
    let front = site.path().join("content/page.md");
    fs::write(front, "---\ntitle: Etusivu\n---\nUusi.\n").expect("a page");
    assert!(built(site.path(), &output).status.success());
    let after = files(&output);
    assert_ne!(after["index.html"], before["index.html"]);
    assert_eq!(after["a/index.html"], before["a/index.html"]);
    assert_eq!(verified(&output), Some(0));
}

#[test]
fn somebodys_own_files_stay_through_a_swap() {
    let site = small_site();
    let output = site.path().join("output");
    assert!(built(site.path(), &output).status.success());
    fs::write(output.join("CNAME"), "talous.example.fi\n").expect("a file");
    fs::write(
        site.path().join("content/a/page.md"),
        "---\ntitle: B\n---\nUusi.\n",
    )
    .expect("a file");
    assert!(built(site.path(), &output).status.success());
    let kept = fs::read_to_string(output.join("CNAME"));
    assert_eq!(kept.expect("it is there"), "talous.example.fi\n");
    assert!(
        fs::read_to_string(output.join("a/index.html"))
            .expect("a page")
            .contains("Uusi")
    );
    let left = fs::read_dir(site.path()).expect("a folder").count();
    assert_eq!(left, 3, "content, output and what is remembered of it");
}

#[test]
fn a_page_tells_the_revision_and_the_day_it_is_asked_for() {
    let site = small_site();
    let output = site.path().join("output");
    let build = |epoch: &str, more: &[&str]| {
        let mut command = toteuma();
        command.arg("build").arg(site.path()).args(more);
        let ran = command.env("SOURCE_DATE_EPOCH", epoch).output();
        assert!(ran.expect("the program runs").status.success());
        fs::read_to_string(output.join("index.html")).expect("a page")
    };
    // 86400 seconds a day, 19 723 days after 1.1.1970.
    let page = build("1704067200", &["--revision", "3f9a1c2"]);
    assert!(
        page.contains("3f9a1c2") && page.contains("2024-01-01"),
        "{page}"
    );
    let manifest = fs::read_to_string(output.join("toteuma-manifest.json"));
    assert!(
        manifest
            .expect("it is there")
            .contains("\"revision\": \"3f9a1c2\"")
    );
    // A day on the command line is the newest word.
    assert!(build("1704067200", &["--date", "5.6.2025"]).contains("2025-06-05"));
}

/// A packed copy is a file of the site like any other: it is listed, and goes when nobody asks for it.
#[test]
fn packed_copies_come_and_go() {
    let site = small_site();
    let output = site.path().join("output");
    let settings = site.path().join("content/site.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    fs::write(&settings, format!("{text}precompressed: true\n")).expect("settings");
    assert!(built(site.path(), &output).status.success());
    let copies = |output: &Path| {
        let names = files(output).into_keys();
        names
            .filter(|name| name.ends_with(".gz"))
            .collect::<Vec<_>>()
    };
    let found = copies(&output);
    let sheet = format!("{}.gz", sheet(&output));
    for name in ["index.html.gz", "a/index.html.gz", &sheet] {
        assert!(found.iter().any(|found| found == name), "{name} {found:?}");
    }
    assert!(
        !found.iter().any(|name| name.starts_with("robots")),
        "{found:?}"
    );
    // A copy that somebody changed is told, and the next build mends it.
    fs::write(output.join("a/index.html.gz"), "muutettu").expect("a file");
    assert_eq!(verified(&output), Some(1));
    assert!(built(site.path(), &output).status.success());
    assert_eq!(verified(&output), Some(0));
    fs::write(&settings, text).expect("settings");
    assert!(built(site.path(), &output).status.success());
    assert_eq!(copies(&output), Vec::<String>::new());
}

#[test]
fn timings_tell_the_stages_and_change_no_byte() {
    let site = small_site();
    let (plain, timed) = (site.path().join("plain"), site.path().join("timed"));
    built(site.path(), &plain);
    let told = toteuma()
        .args(["--lang", "en", "build", "--timings", "--output"])
        .args([&timed, &site.path().to_owned()])
        .output()
        .expect("the program runs");
    assert_eq!(told.status.code(), Some(0));
    let table = String::from_utf8_lossy(&told.stderr);
    let stages = [
        "reading",
        "parsing",
        "checking",
        "theme",
        "composing",
        "rendering",
        "charts",
        "comparing",
        "manifest",
        "swapping",
        "whole build",
        "slowest pages",
    ];
    let mut lines = table.lines();
    for stage in stages {
        let told = lines.any(|line| line.starts_with(stage));
        assert!(told, "no {stage} in its place:\n{table}");
    }
    assert_eq!(lines.count(), 2, "the front page and a page:\n{table}");
    assert!(table.contains("a/index.html"), "{table}");
    assert!(files(&plain) == files(&timed), "the same bytes");
}

/// What somebody else has put where a page comes to stand is not replaced.
#[test]
fn a_file_of_others_is_never_replaced() {
    let site = small_site();
    let output = site.path().join("output");
    assert!(built(site.path(), &output).status.success());
    let before = files(&output);
    let page = output.join("uusi/index.html");
    fs::create_dir_all(page.parent().expect("a folder")).expect("a folder");
    fs::write(&page, "oma").expect("a file");
    let folder = site.path().join("content/uusi");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("page.md"), "---\ntitle: Uusi\n---\nTeksti.\n").expect("a file");
    let ran = built(site.path(), &output);
    assert_eq!(ran.status.code(), Some(2));
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(told.contains("uusi/index.html"), "{told}");
    assert_eq!(fs::read_to_string(&page).expect("a file"), "oma");
    fs::remove_file(&page).expect("removed");
    fs::remove_dir(output.join("uusi")).expect("removed");
    assert_eq!(files(&output), before);
    assert!(built(site.path(), &output).status.success());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_output() {
    let site = small_site();
    let output = site.path().join("output");
    assert!(built(site.path(), &output).status.success());
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::remove_dir_all(output.join("a")).expect("removed");
    std::os::unix::fs::symlink(elsewhere.path(), output.join("a")).expect("a link");
    let ran = built(site.path(), &output);
    assert_eq!(ran.status.code(), Some(2));
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[test]
fn a_broken_manifest_is_told_with_its_cure() {
    let site = small_site();
    let output = site.path().join("output");
    assert!(built(site.path(), &output).status.success());
    fs::write(output.join("toteuma-manifest.json"), "{").expect("a file");
    let ran = built(site.path(), &output);
    assert_eq!(ran.status.code(), Some(2));
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(told.contains("Poista koko kansio"), "{told}");
}
