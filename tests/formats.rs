//! The forms of report for other programs, each judged by its own grammar: JSON and SARIF by their
//! schemas, GitHub's annotations by a reader of workflow commands, Markdown by a Markdown reader.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use tempfile::TempDir;
use toteuma::Checked;
use toteuma::diagnostic::{Acceptance, Finding, Findings, Level};
use toteuma::locale::Locale;
use toteuma::report::{self, Report};

/// A site with errors, warnings and notes in files with all that makes places hard to tell: a byte
/// order mark, `\r\n`, tabs, ä, and names that the forms must write in their own way.
fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let place = folder.path().join("content").join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    let description = "description: Pikkulan keksityt luvut, joilla kokeillaan, miten havainnot kerrotaan ohjelmille.\n";
    write(
        "site.yaml",
        "\u{feff}name: Pikkula\r\nlanguage: fi\r\nnotice: Käy [täällä](/ei-ole)\r\n",
    );
    write("page.md", "---\ntitle: Etusivu\n---\nTervetuloa.\n");
    write(
        "talous/page.yaml",
        &format!("kind: committee\ntitle: Lautakunta\ndate: 30.6.2024\n{description}"),
    );
    for (report, year) in [("a", 2024), ("b", 2023)] {
        write(
            &format!("talous/{report}/page.yaml"),
            &format!("kind: report\ntitle: Osa {report}\ndate: 30.6.{year}\n{description}"),
        );
        write(
            &format!("talous/{report}/6-menot, 50 %.yaml"),
            &format!(
                "kind: figures\r\ntitle: Talous\r\ntext: Äijälle kului 125 000 euroa.\r\ntables:\r\n  - unit: €\r\n    \
                 columns: TA {year} | TOT. 30.6.\r\n    rows:\r\n      - name: Toimintamenot\r\n        role: expenses\r\n        \
                 values: -125 000 | -61 000\r\n      - Ääni 50 %\t-10\t-20:\r\n          - Yksi\t-4\t-15\r\n"
            ),
        );
    }
    write(
        "maksut/page.yaml",
        &format!("kind: price-list\ntitle: Maksut\nvat: 25,5 %\nvat-basis: both\n{description}"),
    );
    write(
        "maksut/2-koneet.yaml",
        "kind: prices\ntitle: Koneet\ngroups:\n  - unit: €/h\n    fees:\n      - Pyöräkuormaaja | 24,79 | 31,00\n      - Latu*kone*, 50 %<br> | 28,69 | 37,00\n",
    );
    folder
}

/// What is found there, with one of the warnings accepted.
fn found(site: &Path) -> (Checked, Findings) {
    let checked = toteuma::check(site, None).expect("the site can be read");
    let mut findings: Vec<Finding> = checked.findings.iter().cloned().collect();
    let first = findings
        .iter_mut()
        .find(|finding| finding.rule == "vat-mismatch");
    let first = first.expect("a warning");
    first.accepted = first.place.map(|place| {
        Box::new(Acceptance {
            reason: "Hinta on | päätetty <näin>\nvuonna 2024".to_owned(),
            by: "Aino *Virta*".to_owned(),
            date: date(2024, 5, 2),
            place,
        })
    });
    (checked, findings.into_iter().collect())
}

/// A form of report about the site, in English.
fn told(form: fn(&Report) -> String) -> String {
    let site = site();
    let (checked, findings) = found(site.path());
    let locale = Locale::shipped("en").expect("English is shipped");
    form(&Report {
        findings: &findings,
        sources: &checked.sources,
        locale: &locale,
        site: Path::new("./sivut/pikkula/"),
        pages: checked.pages,
    })
}

fn json() -> Value {
    serde_json::from_str(&told(report::json)).expect("JSON")
}

/// What a form says that shows no line of the file: what it is about, and the message.
fn sentence(finding: &Value) -> String {
    let text = |key: &str| finding[key].as_str().unwrap_or_default();
    match text("about") {
        about if text("message").contains(about) => text("message").to_owned(),
        about => format!("{about}: {}", text("message")),
    }
}

fn is_valid(document: &Value, schema: &str) -> bool {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    jsonschema::is_valid(&schema, document)
}

fn assert_valid(document: &Value, schema: &str) {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let wrong: Vec<_> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{document:#}");
}

#[test]
fn the_site_has_findings_of_every_level_and_one_about_two_files() {
    let site = site();
    let (_, findings) = found(site.path());
    for level in [Level::Error, Level::Warning, Level::Note] {
        assert!(findings.count(level) > 0, "{level:?}: {findings:#?}");
    }
    assert_eq!(findings.accepted().count(), 1);
    let elsewhere = |finding: &Finding| {
        let place = finding.place.map(|place| place.file);
        finding
            .others
            .iter()
            .any(|(other, _)| Some(other.file) != place)
    };
    assert!(findings.iter().any(elsewhere), "{findings:#?}");
}

#[test]
fn json_is_what_its_schema_says() {
    let document = json();
    assert_valid(&document, report::SCHEMA);
    assert_eq!(document["site"], "./sivut/pikkula/");
    assert_eq!(document["counts"]["accepted"], 1);
    let findings = document["findings"].as_array().expect("findings");
    let open = |level: &str| {
        let open = findings.iter().filter(|one| one["accepted"].is_null());
        open.filter(|one| one["level"] == level).count()
    };
    assert_eq!(document["counts"]["errors"], open("error"));
    assert_eq!(document["counts"]["warnings"], open("warning"));
    assert_eq!(document["counts"]["notes"], open("note"));
}

/// A key more or a place by half is not what the schema says.
#[test]
fn the_schema_refuses_other_documents() {
    let changed = |change: fn(&mut Value)| {
        let mut document = json();
        change(&mut document);
        is_valid(&document, report::SCHEMA)
    };
    assert!(changed(|_| ()));
    assert!(!changed(
        |document| document["findings"][0]["line"] = 0.into()
    ));
    assert!(!changed(
        |document| document["findings"][0]["line"] = Value::Null
    ));
    assert!(!changed(
        |document| document["findings"][0]["more"] = 1.into()
    ));
    assert!(!changed(
        |document| document["counts"]["errors"] = "2".into()
    ));
    assert!(!changed(
        |document| document["findings"][0]["level"] = "fatal".into()
    ));
}

/// The characters from `column` to `endColumn` of the excerpt are the ones that are wrong.
#[test]
fn columns_count_the_characters_of_the_line() {
    let document = json();
    let findings = document["findings"].as_array().expect("findings");
    let stretch = |one: &Value| {
        let column = |key: &str| one[key].as_u64().map_or(0, |column| column as usize - 1);
        let line = one["excerpt"].as_str().unwrap_or_default().chars();
        let length = column("endColumn") - column("column");
        line.skip(column("column")).take(length).collect::<String>()
    };
    let of = |rule: &str| {
        let of_rule = findings.iter().filter(|one| one["rule"] == rule);
        let place = |one: &Value| (one["line"].as_u64().unwrap_or(0), stretch(one));
        of_rule.map(place).collect::<Vec<_>>()
    };
    assert_eq!(of("broken-link"), [(3, "/ei-ole".to_owned())]);
    assert_eq!(of("typed-figure")[0], (3, "125 000".to_owned()));
    assert_eq!(
        of("sum-mismatch")[..2],
        [(11, "-10".to_owned()), (11, "-20".to_owned())]
    );
    assert_eq!(of("vat-mismatch")[0], (6, "31,00".to_owned()));
}

#[test]
fn sarif_is_what_the_standard_says() {
    let log: Value = serde_json::from_str(&told(report::sarif)).expect("JSON");
    let schema = include_str!("formats/sarif-schema-2.1.0.json");
    assert_valid(&log, schema);
    let mut without = log.clone();
    without["runs"][0]["results"][0]["message"] = Value::Null;
    assert!(!is_valid(&without, schema), "the schema judges results");
    // Braces are for placeholders; others are doubled.
    assert!(log.to_string().contains("{{row, column}}"));
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let (document, rules) = (json(), &run["tool"]["driver"]["rules"]);
    let findings = document["findings"].as_array().expect("findings");
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(findings) {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], finding["rule"]);
        assert_eq!(result["level"], finding["level"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for (theirs, ours) in [("startLine", "line"), ("startColumn", "column")] {
            assert_eq!(region[theirs], finding[ours]);
        }
        let others = finding["others"].as_array().map_or(0, Vec::len);
        let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(related, others);
        assert_eq!(
            result["suppressions"].is_null(),
            finding["accepted"].is_null()
        );
    }
    let uris: Vec<&str> = results
        .iter()
        .filter_map(|one| {
            one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str()
        })
        .collect();
    let odd = "sivut/pikkula/content/talous/a/6-menot%2C%2050%20%25.yaml";
    assert!(uris.contains(&odd), "{uris:#?}");
}

/// The next run knows a finding again, also when its line has moved; no two have one print.
#[test]
fn fingerprints_stay_when_lines_move() {
    let prints = |site: &Path| {
        let (checked, findings) = found(site);
        let text = report::sarif(&Report {
            findings: &findings,
            sources: &checked.sources,
            locale: &Locale::finnish(),
            site,
            pages: checked.pages,
        });
        let log: Value = serde_json::from_str(&text).expect("JSON");
        let results = log["runs"][0]["results"]
            .as_array()
            .expect("results")
            .clone();
        let print = |one: &Value| one["partialFingerprints"]["toteuma/v1"].to_string();
        results.iter().map(print).collect::<Vec<_>>()
    };
    let site = site();
    let before = prints(site.path());
    let fees = site.path().join("content/maksut/2-koneet.yaml");
    let text = fs::read_to_string(&fees).expect("the fees");
    fs::write(&fees, format!("# Koneet\n\n{text}")).expect("written");
    assert_eq!(prints(site.path()), before);
    let mut different = before.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), before.len());
}

/// A workflow command as the runner of GitHub Actions reads it (`ActionCommand.TryParseV2`).
struct Command {
    name: String,
    properties: BTreeMap<String, String>,
    data: String,
}

fn command(line: &str) -> Option<Command> {
    let (info, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
    let pairs = properties
        .trim()
        .split(',')
        .filter_map(|pair| pair.split_once('='));
    Some(Command {
        name: name.to_owned(),
        properties: pairs
            .map(|(key, value)| {
                let value = value.replace("%3A", ":").replace("%2C", ",");
                (key.to_owned(), unescaped(&value))
            })
            .collect(),
        data: unescaped(data),
    })
}

fn unescaped(text: &str) -> String {
    text.replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%25", "%")
}

#[test]
fn github_reads_an_annotation_for_every_open_finding() {
    let text = told(report::github);
    let commands: Vec<Command> = text
        .lines()
        .map(|line| command(line).expect("a command"))
        .collect();
    let document = json();
    let findings = document["findings"].as_array().expect("findings");
    let open: Vec<_> = findings
        .iter()
        .filter(|one| one["accepted"].is_null())
        .collect();
    assert_eq!(commands.len(), open.len());
    for (command, finding) in commands.iter().zip(open) {
        let level = finding["level"].as_str().expect("a level");
        assert_eq!(command.name, level.replace("note", "notice"));
        let help = finding["help"].as_str().expect("a help");
        assert_eq!(command.data, format!("{}\n{help}", sentence(finding)));
        let file = finding["file"].as_str().expect("a file");
        assert_eq!(command.properties["file"], format!("sivut/pikkula/{file}"));
        assert_eq!(
            command.properties["title"],
            finding["rule"].as_str().expect("a rule")
        );
        for (theirs, ours) in [
            ("line", "line"),
            ("endLine", "endLine"),
            ("col", "column"),
            ("endColumn", "endColumn"),
        ] {
            assert_eq!(command.properties[theirs], finding[ours].to_string());
        }
    }
    // A percent sign, a comma and a colon of the data come through as they are.
    assert!(text.contains("6-menot%2C 50 %25.yaml"), "{text}");
}

/// The cells of every table, row by row, as a reader of Markdown sees them.
fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        let row = tables.last_mut().and_then(|table| table.last_mut());
        match event {
            Event::Start(Tag::Table(_)) => tables.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                if let Some(table) = tables.last_mut() {
                    table.push(Vec::new());
                }
            }
            Event::Start(Tag::TableCell) => row.expect("a row").push(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = row.and_then(|row| row.last_mut()) {
                    cell.push_str(&text);
                }
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }) => {
                assert!(row.is_none(), "data is never Markdown: {tables:?}");
            }
            Event::InlineHtml(html) => panic!("data is never HTML: {html}"),
            _ => (),
        }
    }
    tables
}

#[test]
fn markdown_has_a_row_for_every_finding() {
    let text = told(report::markdown);
    let document = json();
    let findings = document["findings"].as_array().expect("findings");
    let tables = tables(&text);
    // Errors, warnings, notes, and what is accepted.
    assert_eq!(tables.len(), 4, "{text}");
    let rows: Vec<_> = tables
        .iter()
        .flat_map(|table| table.iter().skip(1))
        .collect();
    assert_eq!(rows.len(), findings.len());
    let mut told: Vec<&str> = rows.iter().map(|row| row[2].as_str()).collect();
    let mut messages: Vec<String> = findings.iter().map(sentence).collect();
    told.sort_unstable();
    messages.sort_unstable();
    assert_eq!(told, messages);
    assert!(rows.iter().all(|row| row.len() == 4));
    let accepted = tables.last().and_then(|table| table.last()).expect("a row");
    assert_eq!(accepted[0], "content/maksut/2-koneet.yaml:6:34");
    assert!(accepted[3].starts_with("Hinta on | päätetty <näin> vuonna 2024 (Aino *Virta*,"));
    assert!(text.contains("<details>"));
}

#[test]
fn what_is_accepted_is_told_in_short() {
    let site = site();
    let (checked, findings) = found(site.path());
    let english = Locale::shipped("en").expect("English is shipped");
    let text = report::accepted(&findings, &checked.sources, &english);
    let begins =
        "accepted[vat-mismatch]: content/maksut/2-koneet.yaml:6: Pyöräkuormaaja: the prices";
    assert!(text.starts_with(begins), "{text}");
    let reason = "\n  = Hinta on | päätetty <näin> vuonna 2024 (Aino *Virta*, ";
    assert!(text.contains(reason), "{text}");
    let style = report::Style::Plain;
    let open = report::human(&findings, &checked.sources, &english, style);
    assert!(!open.contains("Pyöräkuormaaja"), "{open}");
}

/// Two hundred findings of one kind bury the others: people hear of the first twenty.
#[test]
fn many_of_a_kind_are_counted() {
    let site = site();
    let fees: String = (0..150)
        .map(|number| format!("      - Kone {number} | 10,00 | 99,00\n"))
        .collect();
    let text = format!("kind: prices\ntitle: Koneet\ngroups:\n  - unit: €/h\n    fees:\n{fees}");
    fs::write(site.path().join("content/maksut/2-koneet.yaml"), text).expect("written");
    let checked = toteuma::check(site.path(), None).expect("the site can be read");
    let of_rule = checked
        .findings
        .iter()
        .filter(|one| one.rule == "vat-mismatch");
    assert_eq!(of_rule.count(), 150);
    let locale = Locale::finnish();
    let style = report::Style::Plain;
    let told = report::human(&checked.findings, &checked.sources, &locale, style);
    assert_eq!(told.matches("huomautus[vat-mismatch]: Kone ").count(), 20);
    let rest = "huomautus[vat-mismatch]: vielä 130 samanlaista";
    assert!(told.contains(rest), "{told}");
    let document = report::json(&Report {
        findings: &checked.findings,
        sources: &checked.sources,
        locale: &locale,
        site: site.path(),
        pages: checked.pages,
    });
    assert_eq!(document.matches("\"rule\": \"vat-mismatch\"").count(), 150);
}
