//! An indicator's published status says one thing, and its target and outcome another.

use crate::content::{Content, Page};
use crate::diagnostic::Finding;
use crate::section::Body;
use crate::section::goals::{ByRule, Indicator, Scale};

pub fn findings(content: &Content, page: &Page) -> Vec<Finding> {
    let mut found = Vec::new();
    for section in page.sections() {
        if let Body::Goals(goals) = &section.body {
            let scale = Scale::of(&goals.statuses, &content.settings.statuses);
            let indicators = goals.indicators();
            found.extend(indicators.filter_map(|(_, each)| finding(content, each, scale)));
        }
    }
    found
}

fn finding(content: &Content, indicator: &Indicator, scale: Scale) -> Option<Finding> {
    let made = indicator.conflict(scale)?;
    let given = indicator.status.as_ref()?;
    let (_, actual) = indicator.compared()?;
    let finding = Finding::warning("status-conflict", given.place)
        .about(&indicator.name)
        .with("indicator", &indicator.name)
        .with("given", &given.value)
        .with("actual", content.locale.number(actual));
    Some(match made {
        ByRule::Rung(rung) => finding.with("computed", &rung.word.value),
        ByRule::Reached(true) => finding.helped_by("help-reached"),
        ByRule::Reached(false) => finding.helped_by("help-not-reached"),
    })
}
