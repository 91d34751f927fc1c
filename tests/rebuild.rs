//! After any edit a build gives the very files and findings of a build that starts from nothing, and
//! makes only the pages that the edit touches.

mod cases;
mod dice;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dice::Dice;
use rayon::prelude::*;
use toteuma::locale::Locale;
use toteuma::report::{Style, human};
use toteuma::workspace::{Changes, View, Wishes, Workspace};
use toteuma::{Built, check, check_after, publish};
use walkdir::WalkDir;

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = entries.map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = files.map(|entry| {
        let name = entry
            .path()
            .strip_prefix(folder)
            .expect("inside")
            .to_owned();
        (name, fs::read(entry.path()).expect("a file"))
    });
    read.collect()
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let place = to.join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, bytes).expect("written");
    }
}

/// A site that is edited: its folder, the site it was, and the output it is built into.
struct Edited {
    folder: tempfile::TempDir,
    original: PathBuf,
    edits: usize,
    made: usize,
    all: usize,
}

impl Edited {
    fn new(original: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(
            &original.join("content"),
            &folder.path().join("site/content"),
        );
        Self {
            folder,
            original: original.to_owned(),
            edits: 0,
            made: 0,
            all: 0,
        }
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("output")
    }

    /// Builds after the last build, and compares with a build from nothing. Whether the site is
    /// without errors.
    fn is_built(&mut self, what: &str) -> bool {
        let (site, output) = (self.site(), self.output());
        let checked = check_after(&site, None, &output).expect("readable");
        let after = publish(checked, &output, &|_, _| ()).expect("built");
        let clean = tempfile::tempdir().expect("a folder");
        let place = clean.path().join("output");
        let checked = check(&site, None).expect("readable");
        let anew = publish(checked, &place, &|_, _| ()).expect("built");
        let about = format!("{} after: {what}", self.original.display());
        assert_eq!(told(&after), told(&anew), "{about}");
        let Some(done) = after.done else {
            assert!(anew.done.is_none(), "{about}");
            return false;
        };
        self.edits += 1;
        self.made += done.made;
        self.all += done.pages;
        let (now, wanted) = (files(&output), files(&place));
        let paths = now.keys().chain(wanted.keys());
        let mut other = paths.filter(|path| now.get(*path) != wanted.get(*path));
        assert_eq!(other.next(), None, "{about}");
        true
    }
}

fn told(built: &Built) -> String {
    human(
        &built.findings,
        &built.sources,
        &Locale::finnish(),
        Style::Plain,
    )
}

fn one_of<'a>(files: &'a [PathBuf], dice: &mut Dice) -> &'a Path {
    match files.get(dice.below(files.len())) {
        Some(file) => file,
        None => Path::new("site.yaml"),
    }
}

/// What a hand may do with a site; the words for it.
const EDITS: usize = 14;

fn edit(edited: &Edited, dice: &mut Dice) -> String {
    let content = edited.site().join("content");
    let all: Vec<PathBuf> = files(&content).into_keys().collect();
    let named = |name: &str| {
        all.iter()
            .filter(|file| file.ends_with(name))
            .cloned()
            .collect()
    };
    let heads: Vec<PathBuf> = named("page.yaml");
    let own = |file: &&PathBuf| !heads.contains(file) && !file.ends_with("site.yaml");
    let sections: Vec<PathBuf> = all.iter().filter(own).cloned().collect();
    let change = |file: &Path, change: &dyn Fn(&str) -> String| {
        let place = content.join(file);
        if let Ok(text) = fs::read_to_string(&place) {
            fs::write(&place, change(&text)).expect("written");
        }
    };
    let digit = |text: &str, at: usize| {
        let digits: Vec<usize> = text
            .match_indices(|sign: char| sign.is_ascii_digit())
            .map(|(at, _)| at)
            .collect();
        let Some(place) = digits.get(at % digits.len().max(1)) else {
            return text.to_owned();
        };
        let other = match text.as_bytes()[*place] {
            b'9' => '1',
            digit => char::from(digit + 1),
        };
        format!("{}{other}{}", &text[..*place], &text[place + 1..])
    };
    let at = dice.below(1000);
    let kind = dice.below(EDITS);
    let file = match kind {
        4..=6 => one_of(&heads, dice),
        7 => Path::new("site.yaml"),
        8 => one_of(&all, dice),
        _ => one_of(&sections, dice),
    };
    let words = match kind {
        0..=2 | 4 | 7 => {
            change(file, &|text| digit(text, at));
            "another digit"
        }
        3 => {
            change(file, &|text| format!("{text}\n"));
            "a line more"
        }
        5 => {
            change(file, &|text| text.replacen("title: ", "title: Uusi ", 1));
            "another title"
        }
        6 => {
            change(file, &|text| {
                text.replacen("date: ", "date: 2031-01-01 #", 1)
            });
            "a newer day"
        }
        8 => {
            change(file, &str::to_owned);
            "saved as it was"
        }
        9 => {
            fs::remove_file(content.join(file)).expect("removed");
            "a section less"
        }
        10 => {
            let name = file.file_name().expect("a name").to_string_lossy();
            let copy = file.with_file_name(format!("99-uusi-{name}"));
            fs::copy(content.join(file), content.join(copy)).expect("copied");
            "a section more"
        }
        11 => {
            let made: Vec<PathBuf> = files(&edited.output()).into_keys().collect();
            if made.is_empty() {
                return "nothing".to_owned();
            }
            let place = edited.output().join(one_of(&made, dice));
            if !place.ends_with("toteuma-manifest.json") {
                fs::remove_file(place).expect("removed");
            }
            "a file of the output less"
        }
        12 => {
            let made = files(&edited.output()).into_keys();
            let pages: Vec<PathBuf> = made.filter(|file| file.ends_with("index.html")).collect();
            if pages.is_empty() {
                return "nothing".to_owned();
            }
            fs::write(edited.output().join(one_of(&pages, dice)), "muuta").expect("written");
            "another page in the output"
        }
        _ => {
            let place = edited.site().join("themes/default/static/css/own.css");
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            fs::write(place, format!("p {{ margin: {at}px; }}\n")).expect("written");
            "another theme"
        }
    };
    format!("{words} ({})", file.display())
}

/// Puts a file back as it was, or takes away what was not there.
fn undo(edited: &Edited) {
    let content = edited.site().join("content");
    fs::remove_dir_all(&content).expect("removed");
    copy(&edited.original.join("content"), &content);
}

#[test]
fn after_any_edit_the_site_is_that_of_a_build_from_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sites = cases::folders("sites");
    sites.push(root.to_owned());
    let rounds = if cfg!(debug_assertions) { 12 } else { 40 };
    let edited = sites.par_iter().enumerate().map(|(number, site)| {
        let mut dice = Dice(2024 + number as u64);
        let mut edited = Edited::new(site);
        assert!(edited.is_built("nothing"));
        for _ in 0..rounds {
            let edits = 1 + dice.below(3);
            let told: Vec<String> = (0..edits).map(|_| edit(&edited, &mut dice)).collect();
            if !edited.is_built(&told.join(", ")) {
                undo(&edited);
                assert!(edited.is_built("everything as it was"));
            }
        }
        edited
    });
    let edited: Vec<Edited> = edited.collect();
    let sum = |of: fn(&Edited) -> usize| edited.iter().map(of).sum::<usize>();
    let (edits, made, all) = (sum(|e| e.edits), sum(|e| e.made), sum(|e| e.all));
    assert!(
        3 * made < 2 * all,
        "{edits} builds after edits, {made} of {all} pages made"
    );
}

/// Everything there is to see of a site: its findings and the bytes of its pages.
fn seen(view: &View) -> (String, BTreeMap<String, Option<Vec<u8>>>) {
    let mut notices = view.notices.clone();
    let mut counts = view.counts;
    if !view.is_current {
        // What a first look has none of: the pages of the last sound moment.
        notices.iter_mut().for_each(|notice| notice.page = None);
        counts.pages = 0;
    }
    let notices = serde_json::to_string(&notices).expect("JSON");
    let told = format!(
        "{} {counts:?} {:?} {notices}",
        view.is_current, view.failure
    );
    let Some(pages) = view.pages.as_ref().filter(|_| view.is_current) else {
        return (told, BTreeMap::new());
    };
    let addresses = pages.edition.content.pages.iter();
    let paths = addresses.map(|page| toteuma::link::file(&page.address));
    let bytes = |path: &str| {
        let file = pages.file(path).expect("a page");
        file.map(|file| file.bytes.clone())
    };
    let files = paths.chain(["404.html".to_owned(), "sitemap.xml".to_owned()]);
    (
        told,
        files.map(|path| (path.clone(), bytes(&path))).collect(),
    )
}

#[test]
fn after_any_edit_the_preview_is_that_of_a_first_look() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sites = cases::folders("sites");
    sites.push(root.to_owned());
    let rounds = if cfg!(debug_assertions) { 30 } else { 120 };
    let parts: Vec<(usize, usize)> = sites
        .par_iter()
        .enumerate()
        .map(|(number, site)| {
            let mut dice = Dice(1917 + number as u64);
            let edited = Edited::new(site);
            fs::create_dir(edited.output()).expect("a folder");
            let wishes = Wishes {
                site: edited.site(),
                notes: true,
                ..Wishes::default()
            };
            let mut workspace = Workspace::new(wishes.clone());
            workspace.update(&Changes::Everything, &[]);
            let mut in_part = 0;
            for round in 0..rounds {
                let before = files(&edited.site());
                let broken = !workspace.view().is_current;
                let what = match broken && dice.below(2) == 0 {
                    true => {
                        undo(&edited);
                        "everything as it was".to_owned()
                    }
                    false => edit(&edited, &mut dice),
                };
                let now = files(&edited.site());
                let paths = before.keys().chain(now.keys());
                let changed = paths.filter(|path| before.get(*path) != now.get(*path));
                let changed = Changes::Paths(changed.cloned().collect());
                let view = workspace.update(&changed, &["index.html".to_owned()]);
                let first = Workspace::new(wishes.clone()).update(&Changes::Everything, &[]);
                let about = format!("{} round {round}: {what}", site.display());
                let ((told, pages), (wanted, anew)) = (seen(&view), seen(&first));
                assert_eq!(told, wanted, "{about}");
                let other = pages
                    .keys()
                    .find(|path| pages.get(*path) != anew.get(*path));
                assert_eq!((other, pages.len()), (None, anew.len()), "{about}");
                in_part += usize::from(workspace.looked_in_part());
            }
            (in_part, rounds)
        })
        .collect();
    let (in_part, all) = parts
        .iter()
        .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    assert!(3 * in_part > all, "{in_part} of {all} looks in part");
}

#[test]
fn what_has_not_changed_is_not_made_again() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut edited = Edited::new(root);
    let made = |edited: &mut Edited, what: &str| {
        let before = edited.made;
        assert!(edited.is_built(what));
        edited.made - before
    };
    let all = made(&mut edited, "nothing");
    assert_eq!(all, edited.all);
    assert_eq!(made(&mut edited, "nothing"), 0);
    // Files written a moment ago are told by their bytes, later by what the file system says.
    std::thread::sleep(Duration::from_secs(4));
    assert_eq!(made(&mut edited, "nothing"), 0);
    assert_eq!(made(&mut edited, "nothing"), 0);
    let figures = files(&edited.site().join("content")).into_keys();
    let mut figures = figures.filter(|file| file.to_string_lossy().contains("6-talouden"));
    let file = edited
        .site()
        .join("content")
        .join(figures.next().expect("key figures"));
    let text = fs::read_to_string(&file).expect("a file");
    fs::write(&file, format!("{text}# Tarkistettu.\n")).expect("written");
    let one = made(&mut edited, "a remark");
    assert!(one > 0 && 2 * one < all, "{one} of {all}");
}

#[test]
fn a_site_put_back_from_a_copy_is_known_by_its_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut edited = Edited::new(root);
    assert!(edited.is_built("nothing"));
    let mut other = Edited::new(root);
    fs::remove_dir_all(other.folder.path()).expect("removed");
    copy(edited.folder.path(), other.folder.path());
    assert!(other.is_built("a copy"));
    assert_eq!(other.made, 0);
}

/// A report of last year that tells an outcome only later, the same one as this year's.
#[test]
fn an_outcome_told_later_is_compared_with_the_report_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, output) = (folder.path().join("site"), folder.path().join("output"));
    let write = |name: &str, text: &str| {
        let place = site.join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("written");
    };
    write("site.yaml", "name: Pikkula\nlanguage: fi\n");
    write("page.md", "---\ntitle: Etusivu\n---\nTeksti.\n");
    let goals = "kind: goals\ntitle: Tavoitteet\ngoals:\n  - goal: Palvelut toimivat\n    actions:\n      - action: Kysely tehdään.\n";
    let outcome = "        outcome: Kysely tehtiin keväällä kaikille asukkaille.\n";
    for year in [2023, 2024] {
        let title = format!("Raportti {year}");
        write(
            &format!("{year}/page.yaml"),
            &format!("title: {title}\ndate: 30.6.{year}\n"),
        );
        let outcome = if year == 2024 { outcome } else { "" };
        write(
            &format!("{year}/1-tavoitteet.yaml"),
            &format!("{goals}{outcome}"),
        );
    }
    let rules = |built: &Built| -> Vec<&'static str> {
        built.findings.iter().map(|finding| finding.rule).collect()
    };
    let build = || {
        let checked = check_after(&site, None, &output).expect("readable");
        publish(checked, &output, &|_, _| ()).expect("built")
    };
    assert!(!rules(&build()).contains(&"outcome-unchanged"));
    write("2023/1-tavoitteet.yaml", &format!("{goals}{outcome}"));
    assert!(rules(&build()).contains(&"outcome-unchanged"));
}
