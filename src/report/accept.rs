//! Findings as the lines that accept them: to be put at the end of the files they are about, with
//! the reason, the name and the day filled in.

use super::Report;
use super::told::{Told, told};
use crate::diagnostic::{Finding, Level};
use crate::section::accepted::{seal, simple};

/// `accepted:` for each file with open warnings, under the name of the file.
pub fn accept(report: &Report) -> String {
    let open = report.findings.open();
    let warnings = open.filter(|finding| finding.level != Level::Error);
    let mut text = String::new();
    let mut last = None;
    for told in told(warnings, report.sources, report.locale) {
        let Some(spot) = &told.spot else { continue };
        if last.as_ref() != Some(&spot.file) {
            let gap = if last.is_some() { "\n" } else { "" };
            text.push_str(&format!("{gap}# {}\n", spot.file));
            text.push_str(&begin(report, told.finding));
            last = Some(spot.file.clone());
        }
        text.push_str(&entry(&told));
    }
    text
}

/// The key above the lines, or where they go when the file has it already.
fn begin(report: &Report, finding: &Finding) -> String {
    let file = finding.place.map(|place| report.sources.text(place.file));
    let has = file.is_some_and(|text| text.lines().any(|line| line.starts_with("accepted:")));
    if has {
        format!("# {}\n", report.locale.text("report.accept-more", &[]))
    } else {
        "accepted:\n".to_owned()
    }
}

fn entry(told: &Told) -> String {
    let finding = told.finding;
    let mut text = format!("  # {}\n  - rule: {}\n", told.message, finding.rule);
    if let Some(about) = &finding.about {
        text.push_str(&format!("    at: {}\n", written(&simple(about))));
    }
    let values: Vec<String> = seal(finding).iter().map(|value| simple(value)).collect();
    if !values.is_empty() {
        text.push_str(&format!("    values: {}\n", written(&values.join(" | "))));
    }
    text + "    reason:\n    by:\n    date:\n"
}

/// A text as a value of YAML: plain where it is read as it stands, else in quotes.
fn written(text: &str) -> String {
    let first = text.trim_start_matches('-').chars().next();
    let begins = first.is_some_and(char::is_alphanumeric) && !text.starts_with("- ");
    let breaks = [": ", " #"].iter().any(|sign| text.contains(sign)) || text.ends_with(':');
    if begins && !breaks {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        assert_eq!(written("-34 100 | 10"), "-34 100 | 10");
        assert_eq!(written("**"), "\"**\"");
        assert_eq!(written("Lupa: 2 h"), "\"Lupa: 2 h\"");
        assert_eq!(written("- | x"), "\"- | x\"");
    }
}
