//! Every number of the source documents stands on the built site, in its own section, at least as
//! often as it was published, digit for digit. `sources/*.tsv` lists the numbers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toteuma::diagnostic::Level;
use toteuma::locale::Locale;
use toteuma::{load, report};

#[test]
fn kemijarvis_report_is_whole() {
    account_for("kemijarvi.tsv", |section| {
        let (area, number) = section.split_once('/').expect("area/number");
        (format!("talousarvio-2024/{area}"), number.to_owned())
    });
}

#[test]
fn kalajokis_price_list_is_whole() {
    account_for("kalajoki.tsv", |section| {
        // 5.1 is a part of section 5.
        let number = section.split('.').next().unwrap_or(section);
        ("maksut".to_owned(), number.to_owned())
    });
}

/// What the rules say of the two documents, each checked by hand: no false alarm, nothing unseen,
/// and every warning accepted with its reason. `sources/findings.tsv` lists them.
#[test]
fn every_finding_about_the_documents_was_checked_by_hand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checked = toteuma::check(root, None).unwrap_or_else(|failure| panic!("{failure:?}"));
    let locale = Locale::finnish();
    let told = report::told(checked.findings.iter(), &checked.sources, &locale);
    let found: Vec<String> = told
        .iter()
        .map(|told| {
            let finding = told.finding;
            let about = finding.about.as_deref().unwrap_or_default();
            let file = told.spot.as_ref().map_or("", |spot| &spot.file);
            let cells = [
                finding.rule,
                finding.level.key(),
                file,
                about,
                &told.message,
            ];
            cells.join("\t")
        })
        .collect();
    let text = std::fs::read_to_string(root.join("tests/sources/findings.tsv")).expect("the list");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let listed: Vec<String> = rows
        .map(|row| {
            let (cells, by_hand) = row.rsplit_once('\t').expect("how it was checked");
            assert!(!by_hand.is_empty(), "{row}");
            cells.to_owned()
        })
        .collect();
    assert_eq!(
        found, listed,
        "check new findings by hand and list them in findings.tsv"
    );
    assert_eq!(
        checked.findings.count(Level::Warning),
        0,
        "every warning is accepted"
    );
}

/// Compares a list of numbers with the pages; `place` gives the address and number of a section.
fn account_for(list: &str, place: impl Fn(&str) -> (String, String)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = tempfile::tempdir().expect("a folder for the site");
    let site = output.path().join("site");
    toteuma::build(root, &site, None, &|_, _| ()).unwrap_or_else(|failure| panic!("{failure:?}"));
    let text = std::fs::read_to_string(root.join("tests/sources").join(list)).expect("the list");

    let mut wanted: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut listed = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (section, number) = (
            cells.next().expect("a section"),
            cells.next().expect("a number"),
        );
        let (address, section) = place(section);
        *wanted
            .entry((address, section, number.to_owned()))
            .or_default() += 1;
        listed += 1;
    }
    assert!(listed > 150, "{list} lists only {listed} numbers");

    let mut missing = Vec::new();
    for ((address, section, number), count) in &wanted {
        let found = occurrences(
            &section_text(root, &site, address, section),
            &printed(number),
        );
        if found < *count {
            missing.push(format!(
                "{address} {section}: {number} stands {found} of {count} times"
            ));
        }
    }
    assert!(
        missing.is_empty(),
        "{} missing:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

/// A number as the site prints it.
fn printed(number: &str) -> String {
    let number = number.replace(' ', "\u{a0}");
    match number.strip_prefix('-') {
        Some(rest) => format!("\u{2212}{rest}"),
        None => number,
    }
}

/// The text of one section of a page, tags replaced by line breaks; 0 is the page's own heading.
fn section_text(root: &Path, site: &Path, address: &str, number: &str) -> String {
    let file: PathBuf = site.join(address).join("index.html");
    let html =
        std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{} is there", file.display()));
    let main = html.split("<main").nth(1).expect("a main part");
    let id = ids(root, address).remove(number);
    let (start, rest) = match id {
        None if number == "0" => (0, main),
        None => panic!("{address} has a section {number}"),
        Some(id) => {
            let heading = format!("<h2 id=\"{id}\"");
            let at = main
                .find(&heading)
                .unwrap_or_else(|| panic!("{address} has a heading {id}"));
            (at, main.get(at + heading.len()..).expect("text after it"))
        }
    };
    let end = rest.find("<h2 id=").unwrap_or(rest.len());
    let stretch = if start == 0 {
        rest
    } else {
        rest.get(..end).expect("an end")
    };
    without_tags(stretch)
}

/// Ids of a page's sections by their printed numbers.
fn ids(root: &Path, address: &str) -> BTreeMap<String, String> {
    let loaded = load::content(root).unwrap_or_else(|failure| panic!("{failure:?}"));
    let content = loaded.content.expect("the shipped content has no errors");
    let page = content
        .page(address)
        .unwrap_or_else(|| panic!("a page {address}"));
    let numbered = page
        .sections()
        .iter()
        .filter_map(|section| Some((section.number.clone()?, section.id.clone())));
    numbered.collect()
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    // What only a drawing's hover text or a closed calculator says is not counted.
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push('\n');
        let name: String = after
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let skipped = if name == "svg" || name == "option" {
            format!("</{name}>")
        } else {
            ">".to_owned()
        };
        rest = after.split_once(&skipped).map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("&nbsp;", "\u{a0}")
}

/// How often a number stands in a text by itself and not inside a longer one.
fn occurrences(text: &str, number: &str) -> usize {
    let alone = |(at, _): &(usize, &str)| {
        let mut before = text[..*at].chars().rev();
        let mut after = text[at + number.len()..].chars();
        let (last, earlier) = (before.next(), before.next());
        let (next, later) = (after.next(), after.next());
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let joins = |c: Option<char>| matches!(c, Some('\u{a0}' | ',' | '.'));
        let starts = !digit(last) && last != Some('\u{2212}') && !(joins(last) && digit(earlier));
        let ends = !(digit(next) || joins(next) && digit(later));
        // A date ends in its own full stop: 30.6. and 30.6.2024 are different.
        starts && (ends || number.ends_with('.') && !digit(next))
    };
    text.match_indices(number).filter(alone).count()
}

#[test]
fn a_number_inside_a_longer_one_does_not_count() {
    let text = "1\u{a0}539\u{a0}366 € ja 366, 36,65 sekä \u{2212}95,9 ja 30.6.2024";
    for (number, count) in [
        ("366", 1),
        ("1\u{a0}539\u{a0}366", 1),
        ("36", 0),
        ("95,9", 0),
        ("30.6.", 0),
        ("2024", 0),
    ] {
        assert_eq!(occurrences(text, number), count, "{number}");
    }
}
