//! The schemas of editors under somebody else's validator: the committed ones are what the types
//! give, nothing that the reader takes is underlined, and of the gallery's mistakes they show those
//! that one file's keys and values tell.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jsonschema::{Registry, Validator};
use serde_json::Value;
use toteuma::content::{PageHead, Settings};
use toteuma::diagnostic::FileId;
use toteuma::locale::Locale;
use toteuma::reference::Record;
use toteuma::schema;
use toteuma::section::{self, prices::Terms};
use toteuma::yaml::{Decode, Nested, Reader, tree};
use walkdir::WalkDir;

/// Rules of the gallery of which a schema sees some case; a file that is no YAML at all is the parser's matter.
const SEEN: [&str; 17] = [
    "empty-file",
    "empty-value",
    "key-not-text",
    "missing-key",
    "not-a-day",
    "not-a-fraction",
    "not-a-quantity",
    "not-a-vat-status",
    "not-a-whole-number",
    "not-an-id",
    "not-true-or-false",
    "split-at-comma",
    "tier-cells",
    "unknown-key",
    "unknown-kind",
    "unknown-word",
    "wrong-type",
];

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema::FOLDER);
    let made = schema::files().expect("schemas are made");
    for file in &made {
        let committed = fs::read_to_string(folder.join(&file.name)).unwrap_or_default();
        assert!(
            committed == file.text,
            "{}/{} is not what the types give\nWhen the types are right, write it anew with\n    cargo run -- schema",
            schema::FOLDER,
            file.name
        );
    }
    let names: BTreeSet<String> = made.into_iter().map(|file| file.name).collect();
    for entry in fs::read_dir(&folder).expect("the folder of schemas") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy().into_owned();
        assert!(names.contains(&name), "{name} belongs to no kind of file");
    }
}

#[test]
fn what_is_shipped_keeps_to_its_schema() {
    let schemas = schemas();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for folder in ["content", "src/reference/content", "tests/sites"] {
        for (path, text) in yaml_files(&root.join(folder)) {
            let faults = schemas.faults(&path, &text).expect("readable YAML");
            assert!(faults.is_empty(), "{path}: {faults:?}");
            checked += 1;
        }
    }
    assert!(checked > 150, "checked {checked} files");
}

#[test]
fn shipped_files_name_their_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in yaml_files(&root.join("content")) {
        let named = text
            .strip_prefix("# yaml-language-server: $schema=")
            .and_then(|rest| rest.lines().next())
            .unwrap_or_else(|| panic!("{path} names its schema in its first line"));
        let folder = Path::new(&path).parent().expect("a folder");
        let named = folder.join(named).canonicalize().expect(&path);
        let own = match kind(&path) {
            "section" => text.lines().find_map(|line| line.strip_prefix("kind: ")),
            kind => Some(kind),
        };
        let own = format!("{}/{}.json", schema::FOLDER, own.expect("a kind"));
        let expected = root.join(own).canonicalize().expect(&path);
        assert_eq!(named, expected, "{path}");
    }
}

#[test]
fn mistakes_that_one_file_tells_are_underlined() {
    let schemas = schemas();
    let mut seen = BTreeSet::new();
    for case in cases::folders("findings") {
        let name = case.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let files = yaml_files(&case).into_iter();
        // What is no YAML has no keys to look at.
        let mut faults = files.filter_map(|(path, text)| schemas.faults(&path, &text));
        if faults.any(|faults| !faults.is_empty()) {
            let rule = name.split('.').next().unwrap_or_default();
            seen.insert(rule.to_owned());
        }
    }
    let expected: BTreeSet<String> = SEEN.map(str::to_owned).into();
    assert_eq!(seen, expected);
}

#[test]
fn slips_of_one_value_are_underlined() {
    let schemas = schemas();
    for (record, slip) in [
        ("page", "kind: raportti"),
        ("page", "date: kesäkuu"),
        ("page", "year: 2024 ja 2025"),
        ("page", "navigation: kyllä"),
        ("page", "brief: Yksi lause."),
        ("page", "lead: [A, B]"),
        ("page", "lead: {suomeksi: A}"),
        ("table", "id: Ä 1"),
        ("table", "rows: {A: 1}"),
        ("row", "sum: yllä"),
        ("row", "decimals: kaksi"),
        ("column", "computed: on"),
        ("indicator", "better: isompi"),
        ("counts", "rows: [Toteutunut]"),
        ("group", "style: taulukko"),
        ("fee", "vat: 25,5"),
        ("fee", "price: [1, 2]"),
        ("fee", "later: [6,50]"),
    ] {
        let frame = FRAMES.iter().find(|(_, within, _)| *within == record);
        let (kind, _, frame) = frame.expect("a frame");
        let text = frame.replace("KEY", slip);
        let faults = schemas.faults_in(kind, &text).expect("readable YAML");
        assert!(!faults.is_empty(), "{record}, {slip}");
    }
}

#[test]
fn what_the_reader_takes_is_never_underlined() {
    let (schemas, locale) = (schemas(), Locale::finnish());
    let (mut taken, mut wrong) = (0, Vec::new());
    for (kind, record, frame) in FRAMES {
        for key in keys(record, frame) {
            for value in VALUES {
                let text = frame.replace("KEY", &format!("{key}: {value}"));
                for languages in [&["fi"][..], &["fi", "sv"]] {
                    // To the reader a bare `true` is a word like others, and no name is that word.
                    let truth = matches!(value, "true" | "false") && !is_told(record, &key);
                    if truth || !is_taken(kind, &text, languages, &locale) {
                        continue;
                    }
                    taken += 1;
                    let faults = schemas.faults_in(kind, &text).expect("readable YAML");
                    wrong.extend(
                        faults
                            .iter()
                            .map(|fault| format!("{kind}, {key}: {value}: {fault}")),
                    );
                }
            }
        }
    }
    assert!(taken > 3000, "the reader took {taken}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files that lack nothing, with room for one more key in a record.
const FRAMES: [(&str, &str, &str); 25] = [
    ("site", "site", "name: A\nlanguage: fi\nKEY"),
    (
        "site",
        "population",
        "name: A\nlanguage: fi\npopulation:\n  - residents: 5\n    KEY",
    ),
    (
        "site",
        "status",
        "name: A\nlanguage: fi\nstatuses:\n  - word: A\n    looks: done\n    KEY",
    ),
    ("page", "page", "title: A\nKEY"),
    ("page", "source", "title: A\nsource:\n  title: B\n  KEY"),
    (
        "page",
        "follows",
        "title: A\nfollows:\n  decision: B\n  year: 2024\n  KEY",
    ),
    (
        "page",
        "category",
        "title: A\ncategories:\n  - name: B\n    KEY",
    ),
    ("figures", "figures", "kind: figures\ntitle: A\nKEY"),
    (
        "figures",
        "table",
        "kind: figures\ntitle: A\ntables:\n  - columns: TP 2023\n    KEY",
    ),
    (
        "figures",
        "table",
        "kind: figures\ntitle: A\ntables:\n  - rows:\n      - A | 1\n    KEY",
    ),
    (
        "figures",
        "row",
        "kind: figures\ntitle: A\ntables:\n  - columns: TP 2023\n    rows:\n      - name: B\n        KEY",
    ),
    (
        "figures",
        "column",
        "kind: figures\ntitle: A\ntables:\n  - columns:\n      - label: TP 2023\n        KEY",
    ),
    (
        "figures",
        "chart",
        "kind: figures\ntitle: A\ntables:\n  - columns: TP 2023\n    chart:\n      kind: lines\n      title: B\n      KEY",
    ),
    ("goals", "goals", "kind: goals\ntitle: A\nKEY"),
    (
        "goals",
        "goal",
        "kind: goals\ntitle: A\ngoals:\n  - goal: B\n    KEY",
    ),
    (
        "goals",
        "action",
        "kind: goals\ntitle: A\ngoals:\n  - goal: B\n    actions:\n      - action: C\n        KEY",
    ),
    (
        "goals",
        "indicator",
        "kind: goals\ntitle: A\ngoals:\n  - goal: B\n    indicators:\n      - name: C\n        KEY",
    ),
    (
        "goals",
        "counts",
        "kind: goals\ntitle: A\ncounts:\n  title: B\n  unit: kpl\n  KEY",
    ),
    ("prices", "prices", "kind: prices\ntitle: A\nKEY"),
    (
        "prices",
        "group",
        "kind: prices\ntitle: A\nvat: exempt\ngroups:\n  - head: B\n    KEY",
    ),
    (
        "prices",
        "fee",
        "kind: prices\ntitle: A\nvat: exempt\ngroups:\n  - fees:\n      - name: B\n        KEY",
    ),
    (
        "prices",
        "fee",
        "kind: prices\ntitle: A\nvat: exempt\ngroups:\n  - fees:\n      - name: B\n        base: 5\n        rate: 2\n        KEY",
    ),
    (
        "prices",
        "later",
        "kind: prices\ntitle: A\nvat: exempt\ngroups:\n  - fees:\n      - name: B\n        rate: 2\n        later:\n          - from: 1.1.2026\n            KEY",
    ),
    (
        "terms",
        "term",
        "kind: terms\ntitle: A\nterms:\n  - term: B\n    text: C\n    KEY",
    ),
    ("fee-search", "generated", "kind: fee-search\nKEY"),
];

/// Values as people write them, some of which YAML takes for something else than text.
const VALUES: [&str; 64] = [
    "A",
    "a-b",
    "no",
    "yes",
    "true",
    "false",
    "2024",
    "0",
    "007",
    "-3",
    "−12",
    "12,50",
    "12.50",
    "1.280",
    "1 280 320",
    "1 200 EUR",
    "(5 €)",
    "30. 6. 2024",
    "0x1F",
    "0 %",
    "25,5 %",
    "30.6.2024",
    "2024-06-30",
    "1/4",
    "25 %",
    "12 kk",
    "0–100",
    "a | b",
    "1 | 2",
    "a | b | c",
    "A | 5",
    "1.1.2026 | 6,50",
    "1.1.2026 | 13,5 %",
    "yli 60 | 450",
    "7,00 alkaen",
    "5,00–8,00",
    "free",
    "exempt",
    "done",
    "higher",
    "expenses",
    "above",
    "lines",
    "net",
    "–",
    "x",
    "..",
    "\"*\"",
    "\"12\"",
    "\"true\"",
    "'sanoja tässä'",
    "{fi: A}",
    "{fi: A, sv: 2}",
    "[A, B]",
    "[1, 2]",
    "[1 | 2, a | b]",
    "[1.1.2026 | 6,50]",
    "[0–100 | 5,00]",
    "{A: B | C}",
    "[{A: B | C}, {D: [E, {label: F}]}]",
    "[{name: A}, {A | 1: [B | 2]}]",
    "\n                - 1\n                -\n                - text: A",
    "[]",
    "[{from: 1.1.2026, rate: 3}]",
];

/// The keys that a record may have besides those in the frame.
fn keys(record: &str, frame: &str) -> Vec<String> {
    let record = Record::named(record).expect("a record");
    let names = record.keys.iter().map(|key| key.name());
    let lines: Vec<&str> = frame
        .lines()
        .map(|line| line.trim_start_matches([' ', '-']))
        .collect();
    let is_new = |name: &String| {
        let start = format!("{name}:");
        lines.iter().all(|line| !line.starts_with(&start))
    };
    names.filter(is_new).collect()
}

/// Whether a key's value is a text in the site's languages, or one that is true or false.
fn is_told(record: &str, key: &str) -> bool {
    let record = Record::named(record).expect("a record");
    let mut keys = record.keys.iter().filter(|known| known.name() == key);
    keys.any(|key| {
        let shape = (key.shape)();
        shape.form == "yes-no" || shape.nested == Nested::Languages
    })
}

/// Whether the reader finds nothing wrong with a file.
fn is_taken(kind: &str, text: &str, languages: &[&str], locale: &Locale) -> bool {
    let languages: Vec<String> = languages.iter().map(|&name| name.to_owned()).collect();
    let mut reader = Reader::new(FileId(0), locale).in_languages(&languages);
    let Some(node) = tree(text, 0, FileId(0), &mut reader.findings) else {
        return false;
    };
    let read = match kind {
        "site" => Settings::decode(&node, &mut reader).is_some(),
        "page" => PageHead::decode(&node, &mut reader).is_some(),
        _ => section::written(&node, &mut reader, &Terms::default()).is_some(),
    };
    read && !reader.finish().has_errors()
}

/// The validators by the names of their files without the ending.
struct Schemas(BTreeMap<String, Validator>);

fn schemas() -> Schemas {
    let files = schema::files().expect("schemas are made");
    let mut registry = Registry::new();
    let mut schemas = BTreeMap::new();
    for file in files {
        let schema: Value = serde_json::from_str(&file.text).expect("a schema is JSON");
        registry = registry
            .add(format!("file:///{}", file.name), schema.clone())
            .expect("a schema under its name");
        schemas.insert(file.name, schema);
    }
    let registry = registry.prepare().expect("references lead somewhere");
    let validators = schemas.iter().map(|(name, schema)| {
        let options = jsonschema::draft7::options().with_registry(&registry);
        let options = options.with_base_uri(format!("file:///{name}"));
        let validator = options.build(schema).expect("a schema of draft 7");
        (name.trim_end_matches(".json").to_owned(), validator)
    });
    Schemas(validators.collect())
}

impl Schemas {
    /// What the schemas say against a file, the one of its own kind and the one of any; `None` where
    /// it is not YAML.
    fn faults(&self, path: &str, text: &str) -> Option<Vec<String>> {
        let kind = kind(path);
        let mut faults = self.faults_in(kind, text)?;
        let own = text.lines().find_map(|line| line.strip_prefix("kind: "));
        if let Some(own) = own.filter(|own| kind == "section" && self.0.contains_key(*own)) {
            faults.extend(self.faults_in(own, text)?);
        }
        Some(faults)
    }

    fn faults_in(&self, kind: &str, text: &str) -> Option<Vec<String>> {
        let read: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
        let value = json(read);
        let faults = self.0[kind].iter_errors(&value);
        Some(
            faults
                .map(|fault| format!("{} {fault}", fault.instance_path()))
                .collect(),
        )
    }
}

/// A YAML value as JSON; a key that is a number is its digits.
fn json(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect(),
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let key = match json(key) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                (key, json(value))
            });
            Value::Object(entries.collect())
        }
        other => serde_json::to_value(other).unwrap_or(Value::from(0)),
    }
}

/// The schema of a file by its name.
fn kind(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("page.yaml") => "page",
        Some("site.yaml") => "site",
        _ => "section",
    }
}

/// The YAML files below a folder with their texts, in order; what is not UTF-8 is left out.
fn yaml_files(folder: &Path) -> Vec<(String, String)> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.expect("an entry").into_path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    let read = yaml.filter_map(|path| {
        let text = fs::read_to_string(&path).ok()?;
        Some((path.display().to_string(), text))
    });
    read.collect()
}
