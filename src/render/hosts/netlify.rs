//! Netlify and Cloudflare Pages: `_headers`. Both ask for pages anew every time by themselves, have
//! their own types and show `404.html`, and both join the values of a header that is said twice.

use super::{KEPT, Rules};

pub fn text(rules: &Rules) -> String {
    let headers = rules.headers.iter();
    let headers = headers.map(|(name, value)| format!("  {name}: {value}\n"));
    let kept = rules.kept.iter();
    let kept = kept.map(|name| format!("/{name}\n  Cache-Control: {KEPT}\n"));
    format!(
        "# Made by toteuma.\n/*\n{}{}",
        headers.collect::<String>(),
        kept.collect::<String>()
    )
}
