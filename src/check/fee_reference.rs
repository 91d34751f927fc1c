//! A fee that another fee is made from or compared with and that is not on its page.

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, nearest};

pub fn findings(_: &Content, page: &Page) -> Vec<Finding> {
    let named = page.fees().flat_map(|fee| {
        let derived = fee.derived.iter().map(|derived| &derived.of);
        let named = derived.chain(&fee.single);
        named.map(move |wanted| (fee, wanted))
    });
    let lost = named.filter(|(_, wanted)| page.fee(&wanted.value).is_none());
    let finding = lost.map(|(fee, wanted)| {
        let finding = Finding::error("unknown-fee", wanted.place)
            .about(fee.name.text.as_str())
            .with("text", &wanted.value);
        let names = page
            .fees()
            .flat_map(|fee| [fee.name.text.as_str(), fee.id.as_str()]);
        match nearest(&wanted.value, names) {
            Some(similar) => finding.with("similar", similar).helped_by("help-similar"),
            None => finding,
        }
    });
    finding.collect()
}
