//! Mistakes and their messages: each folder of `findings/` is a site with something wrong, and
//! `expected.fi.txt` and `expected.en.txt` are what its author is told.

mod cases;

use std::fs;

use toteuma::locale::Locale;
use toteuma::report::{Style, human};

#[test]
fn every_mistake_is_told_with_its_place_and_cure() {
    let accept = std::env::var_os("ACCEPT").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases::folders("findings") {
        count += 1;
        let name = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let built = tempfile::tempdir().expect("a folder for the site");
        let site = built.path().join("site");
        let done = toteuma::build(&case, &site, None, &|_, _| ());
        let done = done.unwrap_or_else(|failure| panic!("{}: {failure:?}", case.display()));
        let told: Vec<&str> = done.findings.iter().map(|finding| finding.rule).collect();
        assert!(
            told.contains(&name.split('.').next().unwrap_or(&name)),
            "{name} is told: {told:?}"
        );
        // Nothing is written while there are errors.
        assert_eq!(done.findings.has_errors(), !site.exists(), "{name}");
        for language in ["fi", "en"] {
            let locale = Locale::shipped(language).expect("a shipped language");
            let text = human(&done.findings, &done.sources, &locale, Style::Plain);
            assert!(!text.contains("findings."), "{name}: every help has words");
            let place = case.join(format!("expected.{language}.txt"));
            if accept {
                fs::write(&place, &text).expect("the expected text");
            }
            let expected = fs::read_to_string(&place).unwrap_or_default();
            if text != expected {
                wrong.push(format!(
                    "{name} ({language})\n--- expected\n{expected}--- now\n{text}"
                ));
            }
        }
    }
    assert!(count > 0, "there are cases");
    assert!(
        wrong.is_empty(),
        "{}\nWhen the new messages are right, accept them with\n    ACCEPT=1 cargo test --release --test findings",
        wrong.join("\n")
    );
}
