//! A colour of the site's own that cannot be read on its background, or is no colour at all.
//! Limits: WCAG 2.2, 4.5:1 for text and 3:1 for shapes.

use rust_decimal::Decimal;

use crate::content::{Colour, Content};
use crate::diagnostic::Finding;
use crate::theme::{Theme, contrast};
use crate::yaml::Spanned;

/// Text on dark backgrounds.
const WHITE: &str = "#ffffff";

/// The ink of letters on dark and on light series, and the contrast they need in hundredths.
const LETTERS: ([&str; 2], u32) = ([WHITE, "#10191f"], 450);

pub fn findings(content: &Content, theme: &Theme) -> Vec<Finding> {
    let mut found = Vec::new();
    for colour in &content.settings.colours {
        let series = colour
            .token
            .value
            .strip_prefix('s')
            .and_then(|number| number.parse::<usize>().ok());
        let Some(ink) = series.and_then(|number| LETTERS.0.get((number + 1) % 2)) else {
            continue;
        };
        for value in [&colour.light, &colour.dark] {
            let Some(ratio) = contrast::ratio(&value.value, ink).filter(|ratio| *ratio < LETTERS.1)
            else {
                continue;
            };
            found.push(told("letter-contrast", content, value, ratio, LETTERS.1));
        }
    }
    for colour in &content.settings.colours {
        if let Some(limit) = contrast::background_limit(&colour.token.value) {
            found.extend(behind_white(content, colour, limit));
            continue;
        }
        let Some(limit) = contrast::limit(&colour.token.value) else {
            let known = contrast::tokens().collect::<Vec<_>>().join(", ");
            let finding = Finding::error("unknown-word", colour.token.place);
            found.push(
                finding
                    .with("text", &colour.token.value)
                    .with("known", known),
            );
            continue;
        };
        for (value, paper) in [
            (&colour.light, theme.paper.0.as_str()),
            (&colour.dark, theme.paper.1.as_str()),
        ] {
            match contrast::ratio(&value.value, paper) {
                None => {
                    found.push(
                        Finding::error("not-a-colour", value.place).with("text", &value.value),
                    );
                }
                Some(hundredths) if hundredths < limit => {
                    found.push(told("low-contrast", content, value, hundredths, limit));
                }
                Some(_) => {}
            }
        }
    }
    found
}

/// A background of white text.
fn behind_white(content: &Content, colour: &Colour, limit: u32) -> Vec<Finding> {
    let judged =
        [&colour.light, &colour.dark]
            .into_iter()
            .filter_map(|value| match contrast::ratio(&value.value, WHITE) {
                None => {
                    Some(Finding::error("not-a-colour", value.place).with("text", &value.value))
                }
                Some(ratio) if ratio < limit => Some(
                    told("low-contrast", content, value, ratio, limit).helped_by("help-background"),
                ),
                Some(_) => None,
            });
    judged.collect()
}

fn told(
    rule: &'static str,
    content: &Content,
    colour: &Spanned<String>,
    ratio: u32,
    limit: u32,
) -> Finding {
    let shown = |number: u32| content.locale.number(Decimal::new(i64::from(number), 2));
    let finding = Finding::error(rule, colour.place).with("text", &colour.value);
    finding
        .with("ratio", shown(ratio))
        .with("limit", shown(limit))
}
