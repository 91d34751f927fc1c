//! A colour of the site's own that cannot be read on its background, or is no colour at all.
//! Limits: WCAG 2.2, 4.5:1 for text and 3:1 for shapes.

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::theme::{Theme, contrast};

pub fn findings(content: &Content, theme: &Theme) -> Vec<Finding> {
    let mut found = Vec::new();
    for colour in &content.settings.colours {
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
                    let shown = |number: u32| {
                        content
                            .locale
                            .number(rust_decimal::Decimal::new(i64::from(number), 2))
                    };
                    let finding =
                        Finding::error("low-contrast", value.place).with("text", &value.value);
                    found.push(
                        finding
                            .with("ratio", shown(hundredths))
                            .with("limit", shown(limit)),
                    );
                }
                Some(_) => {}
            }
        }
    }
    found
}
