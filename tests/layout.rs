//! The plain form of data files: shipped files are in it, whatever stood in the spaces between
//! their values is put right, and nothing that a file says is ever changed.

mod cases;
mod dice;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dice::Dice;
use rayon::prelude::*;
use serde_yaml::Value;
use tempfile::TempDir;
use toteuma::layout::{self, Left};
use walkdir::WalkDir;

/// Data files of the shipped site, the reference and all cases that are right.
fn shipped() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("content"), root.join("src/reference/content")];
    folders.extend(cases::folders("sites").iter().map(|c| c.join("content")));
    let walks = folders.into_iter().flat_map(|folder| {
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        walk.map(|entry| entry.expect("an entry").into_path())
    });
    let is_data = |path: &PathBuf| path.extension().is_some_and(|e| e == "yaml" || e == "md");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a text");
        (path, text)
    };
    walks.filter(is_data).map(read).collect()
}

fn yaml_of(files: &[(PathBuf, String)]) -> Vec<&(PathBuf, String)> {
    let is_yaml = |path: &Path| path.extension().is_some_and(|ending| ending == "yaml");
    files.iter().filter(|(path, _)| is_yaml(path)).collect()
}

fn formed(path: &Path, text: &str) -> Result<String, Left> {
    match path.extension().is_some_and(|ending| ending == "md") {
        true => layout::markdown(text),
        false => layout::yaml(text),
    }
}

#[test]
fn shipped_files_are_in_their_form() {
    for (path, text) in shipped() {
        assert_eq!(formed(&path, &text), Ok(text), "{}", path.display());
    }
}

/// A line of a YAML text.
struct Line<'a> {
    /// How far it stands in, in steps, or the line that opens the block it belongs to.
    step: usize,
    /// Spaces of its own beyond the block's.
    own: usize,
    words: &'a str,
    in_block: bool,
}

/// The lines of a text in the plain form.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut block: Option<usize> = None;
    let mut found = Vec::new();
    for line in text.lines() {
        let words = line.trim_start_matches(' ');
        let lead = line.len() - words.len();
        if block.is_some_and(|opened| lead <= opened && !words.is_empty()) {
            block = None;
        }
        let inside = block.map(|opened| opened + 2);
        found.push(Line {
            step: inside.unwrap_or(lead) / 2,
            own: inside.map_or(0, |inside| lead.saturating_sub(inside)),
            words,
            in_block: inside.is_some(),
        });
        let dashes = words.len() - words.trim_start_matches(['-', ' ']).len();
        let opens = words.ends_with(": |") || words.ends_with(": >") || words == "- |";
        if block.is_none() && opens {
            block = Some(lead + if words == "- |" { 0 } else { dashes });
        }
    }
    found
}

/// The same text as a hasty hand or another program would have written it.
fn untidy(text: &str, dice: &mut Dice) -> String {
    let step = 2 + dice.below(4);
    let end = ["\n", "\r\n"][dice.below(2)];
    let mut out = String::from(["", "\u{feff}"][dice.below(2)]);
    for line in lines(text) {
        let lead = match line.words.is_empty() {
            true => 0,
            false => line.step * step + line.own,
        };
        out.push_str(&" ".repeat(lead));
        if line.in_block {
            out.push_str(line.words);
            out.push_str(end);
            continue;
        }
        let mut words = line.words.to_owned();
        if dice.below(3) == 0 && !words.contains('"') && !words.starts_with('#') {
            words = words.replacen(": ", [":  ", ": \t", " : "][dice.below(3)], 1);
        }
        // A record behind a dash stands where its first key does.
        if words.starts_with("- ") && step > 2 {
            words = words.replacen("- ", &format!("-{}", " ".repeat(step - 1)), 1);
        }
        out.push_str(&words);
        if dice.below(3) == 0 {
            out.push_str([" ", "   ", "\t", " \t "][dice.below(4)]);
        }
        out.push_str(end);
        if words.is_empty() {
            out.push_str(&end.repeat(dice.below(3)));
        }
    }
    if dice.below(2) == 0 {
        out.truncate(out.trim_end_matches(['\r', '\n']).len());
    } else {
        out.push_str(&end.repeat(dice.below(3)));
    }
    out
}

#[test]
fn what_a_hasty_hand_writes_comes_back_into_its_form() {
    let shipped = shipped();
    yaml_of(&shipped).par_iter().for_each(|(path, text)| {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ text.len() as u64);
        for _ in 0..8 {
            let untidy = untidy(text, &mut dice);
            let formed = layout::yaml(&untidy);
            assert_eq!(
                formed.as_deref(),
                Ok(text.as_str()),
                "{}:\n{untidy}",
                path.display()
            );
        }
    });
}

/// The files of a site that is built from changed texts.
fn built(site: &Path, change: &dyn Fn(&str) -> String) -> BTreeMap<PathBuf, Vec<u8>> {
    let copy = tempfile::tempdir().expect("a folder");
    let files = |folder: &Path| -> Vec<PathBuf> {
        let walk = WalkDir::new(folder)
            .into_iter()
            .map(|entry| entry.expect("an entry"));
        let files = walk.filter(|entry| entry.file_type().is_file());
        files.map(|entry| entry.into_path()).collect()
    };
    for folder in ["content", "themes"].map(|name| site.join(name)) {
        for file in folder
            .exists()
            .then(|| files(&folder))
            .into_iter()
            .flatten()
        {
            let place = copy
                .path()
                .join(file.strip_prefix(site).expect("below the site"));
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            let bytes = fs::read(&file).expect("a file");
            let changed = match String::from_utf8(bytes) {
                Ok(text) if file.extension().is_some_and(|e| e == "yaml") => {
                    change(&text).into_bytes()
                }
                Ok(text) => text.into_bytes(),
                Err(other) => other.into_bytes(),
            };
            fs::write(place, changed).expect("written");
        }
    }
    let output = copy.path().join("output");
    let done = toteuma::build(copy.path(), &output, None, &|_, _| {});
    assert!(
        done.is_ok_and(|done| done.done.is_some()),
        "{}",
        site.display()
    );
    let files = files(&output).into_iter();
    let files = files.filter(|file| !file.ends_with("toteuma-manifest.json"));
    files
        .map(|file| {
            let name = file
                .strip_prefix(&output)
                .expect("below the output")
                .to_owned();
            (name, fs::read(file).expect("a file"))
        })
        .collect()
}

#[test]
fn no_break_spaces_at_the_end_of_a_value_are_never_read() {
    // Values after a colon or a dash that are neither in quotes nor over several lines.
    let spoilt = |text: &str| {
        let lines = lines(text).into_iter().zip(text.lines());
        let lines = lines.map(|(parts, line)| {
            let value = parts
                .words
                .split_once(": ")
                .map_or(parts.words, |(_, value)| value);
            let is_plain = !parts.in_block
                && !line.contains(['"', '\'', '#', '{', '['])
                && !line.ends_with([':', '|', '>'])
                && (parts.words.contains(": ") || parts.words.starts_with("- "))
                && !value.is_empty();
            let end = if is_plain { "\u{a0}\n" } else { "\n" };
            format!("{line}{end}")
        });
        lines.collect::<String>()
    };
    cases::folders("sites").par_iter().for_each(|site| {
        let (plain, other) = (built(site, &str::to_owned), built(site, &spoilt));
        let names: Vec<_> = plain
            .keys()
            .filter(|name| plain.get(*name) != other.get(*name))
            .collect();
        assert!(names.is_empty(), "{}: {names:?}", site.display());
    });
    for (path, text) in yaml_of(&shipped()) {
        assert_eq!(
            layout::yaml(&spoilt(text)).as_deref(),
            Ok(text.as_str()),
            "{}",
            path.display()
        );
    }
}

/// What a hand may do anywhere in a text.
const SLIPS: [&str; 13] = [
    " ", "  ", "\t", "\n", "\n ", "\n\n", "#", " # ", "\"", "'", "- ", ": ", "|\n",
];

#[test]
fn another_reader_reads_the_same_before_and_after() {
    let shipped = shipped();
    let tried: Vec<_> = yaml_of(&shipped)
        .par_iter()
        .map(|(path, text)| {
            let mut dice = Dice(0x2545_f491_4f6c_dd1d ^ text.len() as u64);
            let mut compared = 0;
            for _ in 0..40 {
                let mut spoilt = untidy(text, &mut dice);
                for _ in 0..=dice.below(2) {
                    let mut at = dice.below(spoilt.len() + 1);
                    while !spoilt.is_char_boundary(at) {
                        at -= 1;
                    }
                    spoilt.insert_str(at, SLIPS[dice.below(SLIPS.len())]);
                }
                let Ok(formed) = layout::yaml(&spoilt) else {
                    continue;
                };
                let what = || format!("{}:\n{spoilt}\n=>\n{formed}", path.display());
                let read = |text: &str| serde_yaml::from_str::<Value>(text).map(trimmed).ok();
                // It takes tabs in fewer places.
                if let Some(before) = read(&spoilt.replace('\u{feff}', "")) {
                    assert_eq!(read(&formed), Some(before), "{}", what());
                    compared += 1;
                }
                let again = layout::yaml(&formed);
                assert_eq!(again.as_ref(), Ok(&formed), "{}", what());
            }
            compared
        })
        .collect();
    // Many slips leave a text that both can read.
    assert!(tried.iter().sum::<usize>() > 1000, "{tried:?}");
}

/// Without the empty lines at the ends of texts, which are never read.
fn trimmed(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.trim_end_matches('\n').to_owned()),
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(trimmed).collect()),
        Value::Mapping(entries) => {
            let entries = entries.into_iter();
            Value::Mapping(entries.map(|(key, value)| (key, trimmed(value))).collect())
        }
        other => other,
    }
}

#[test]
fn each_way_of_writing_has_one_form() {
    for (written, form) in [
        ("a: 1", "a: 1\n"),
        (
            "\u{feff}a:   1  \r\n\r\n\r\n\r\nb :\t2\r\n\r\n",
            "a: 1\n\nb: 2\n",
        ),
        ("---\na: 1\n", "a: 1\n"),
        ("a:\n- 1\n-   2\n", "a:\n  - 1\n  - 2\n"),
        ("-\n    a: 1\n    b: 2\n", "- a: 1\n  b: 2\n"),
        ("- - 1\n  - 2\n", "- - 1\n  - 2\n"),
        (
            "a:\n\n      b:\n         - c:   x\n           d: y\n",
            "a:\n  b:\n    - c: x\n      d: y\n",
        ),
        // Comments stay with what they stand at.
        (
            "a:   # one\n - 1   # two\n   # three\n# four\n\n\n# five\nb:   2\n#six",
            "a:   # one\n  - 1   # two\n  # three\n# four\n\n# five\nb: 2\n#six\n",
        ),
        (
            "a:\n - b: 1\n   # c: 2\n # - d\n - e: 1\n",
            "a:\n  - b: 1\n    # c: 2\n  # - d\n  - e: 1\n",
        ),
        ("- # one\n  a: 1\n", "- # one\n  a: 1\n"),
        ("# only\n\n\n#this", "# only\n\n#this\n"),
        // What stands in a block stays, with its spaces and its empty lines.
        (
            "a:\n - b: |  \n        Yksi  \n         kaksi\n\n\n        \tkolme\n\n\n - c\n",
            "a:\n  - b: |\n      Yksi  \n       kaksi\n\n\n      \tkolme\n\n  - c\n",
        ),
        ("a: |+\n    x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
        (
            "a:\n  -   |2\n      x\n     y\n",
            "a:\n  - |2\n      x\n     y\n",
        ),
        ("a: | # c\n     x\n# d\n", "a: | # c\n  x\n# d\n"),
        // Words and lists over several lines go on further in.
        (
            "a: yksi   \n         kaksi\nb: \"x  \n  y\"\n",
            "a: yksi\n  kaksi\nb: \"x\n  y\"\n",
        ),
        (
            "a: [ 1,\n         2, # two\n       ]\nb: {c: [d], e: }\n",
            "a: [ 1,\n    2, # two\n  ]\nb: {c: [d], e: }\n",
        ),
        // A no-break space at the end of a value is nobody's.
        (
            "a: 1\u{a0}280\u{a0} \nb: \"x\u{a0}\"\nc: x\u{202f} # y\n",
            "a: 1\u{a0}280\nb: \"x\u{a0}\"\nc: x # y\n",
        ),
        ("", ""),
        ("\n\n", ""),
    ] {
        assert_eq!(layout::yaml(written).as_deref(), Ok(form), "{written:?}");
        assert_eq!(layout::yaml(form).as_deref(), Ok(form), "{written:?}");
    }
    for (left, why) in [
        ("a: b: c\n", Left::Unreadable),
        ("a: 1\na: 2\n", Left::Unreadable),
        ("a: kes\u{c3}\u{a4}\n", Left::Unreadable),
        ("? a\n: 1\n", Left::Unproved),
        ("[a, b]\n", Left::Unproved),
        ("a: 1\n...\n", Left::Unproved),
    ] {
        assert_eq!(layout::yaml(left), Err(why), "{left:?}");
    }
}

#[test]
fn the_text_of_a_page_stays() {
    let written = "\u{feff}---  \r\ntitle:   Etusivu\r\n---\r\n\r\n\r\nRivi  \r\n\r\n\r\n  - a\t";
    let form = "---\ntitle: Etusivu\n---\n\n\nRivi  \n\n\n  - a\t\n";
    assert_eq!(layout::markdown(written).as_deref(), Ok(form));
    assert_eq!(layout::markdown("Teksti\n"), Err(Left::Unreadable));
    assert_eq!(
        layout::markdown("---\na: b: c\n---\n"),
        Err(Left::Unreadable)
    );
}

const UNTIDY: &str = "kind:  figures\r\ntitle: Luvut   \r\n";

/// A site with two untidy files, one that cannot be read and one that is somewhere else.
fn site() -> (TempDir, TempDir) {
    let (folder, elsewhere) = (tempfile::tempdir(), tempfile::tempdir());
    let (folder, elsewhere) = (folder.expect("a folder"), elsewhere.expect("a folder"));
    let content = folder.path().join("content");
    fs::create_dir_all(content.join("talous")).expect("a folder");
    fs::write(elsewhere.path().join("3.yaml"), UNTIDY).expect("a file");
    for (name, text) in [
        ("site.yaml", "name: Pikkula\nlanguage: fi\n"),
        ("page.md", "---\ntitle: Etusivu\n---\nTeksti"),
        ("talous/1-luvut.yaml", UNTIDY),
        ("talous/2-luvut.yaml", "title: a: b\n"),
        ("kuva.svg", "<svg/>"),
    ] {
        fs::write(content.join(name), text).expect("a file");
    }
    (folder, elsewhere)
}

fn fmt(site: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toteuma"));
    command.args(["--lang", "en", "fmt"]).args(arguments);
    command.arg(site).output().expect("the program runs")
}

fn told(run: &Output) -> String {
    let texts = [&run.stdout, &run.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    texts.concat()
}

#[test]
fn the_command_forms_files_or_only_looks() {
    let (site, _elsewhere) = site();
    let read = |name: &str| fs::read_to_string(site.path().join("content").join(name)).expect(name);

    let looked = fmt(site.path(), &["--check"]);
    assert_eq!(looked.status.code(), Some(1));
    assert!(
        told(&looked).contains("not formatted: content/page.md"),
        "{}",
        told(&looked)
    );
    assert!(
        told(&looked).contains("2 files are not formatted"),
        "{}",
        told(&looked)
    );
    assert_eq!(read("talous/1-luvut.yaml"), UNTIDY);

    let done = fmt(site.path(), &[]);
    assert_eq!(done.status.code(), Some(1), "one cannot be read");
    assert!(
        told(&done).contains("talous/2-luvut.yaml cannot be read"),
        "{}",
        told(&done)
    );
    assert!(
        told(&done).contains("2 files were formatted"),
        "{}",
        told(&done)
    );
    assert_eq!(read("talous/1-luvut.yaml"), "kind: figures\ntitle: Luvut\n");
    assert_eq!(read("page.md"), "---\ntitle: Etusivu\n---\nTeksti\n");
    assert_eq!(read("talous/2-luvut.yaml"), "title: a: b\n");
    let left: Vec<_> = WalkDir::new(site.path()).into_iter().flatten().collect();
    assert!(
        left.iter()
            .all(|entry| !entry.file_name().to_string_lossy().starts_with(".toteuma"))
    );

    let again = fmt(site.path(), &[]);
    assert!(told(&again).contains("nothing to format in the other files"));

    fs::remove_file(site.path().join("content/talous/2-luvut.yaml")).expect("removed");
    for arguments in [[].as_slice(), &["--check"]] {
        let again = fmt(site.path(), arguments);
        assert_eq!(again.status.code(), Some(0), "{}", told(&again));
        assert!(
            told(&again).contains("nothing to format"),
            "{}",
            told(&again)
        );
    }
    assert_eq!(fmt(Path::new("/nonexistent"), &[]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_are_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (site, elsewhere) = site();
    let content = site.path().join("content");
    let file = content.join("talous/1-luvut.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions");
    let other = elsewhere.path().join("3.yaml");
    symlink(&other, content.join("talous/3-luvut.yaml")).expect("a link");
    symlink(elsewhere.path(), content.join("muualla")).expect("a link");
    fmt(site.path(), &[]);
    let mode = fs::metadata(&file).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(fs::read_to_string(&other).expect("the file"), UNTIDY);
    assert!(content.join("talous/3-luvut.yaml").is_symlink());

    let linked = tempfile::tempdir().expect("a folder");
    symlink(elsewhere.path(), linked.path().join("content")).expect("a link");
    let refused = fmt(linked.path(), &[]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert_eq!(fs::read_to_string(&other).expect("the file"), UNTIDY);
}
