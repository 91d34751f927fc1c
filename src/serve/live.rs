//! Pages that follow the data: what is put into them on the way out, and what they hear.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::Preview;
use super::scene::{Found, Scene};

pub const SCRIPT: &str = include_str!("live.js");
pub const SHEET: &str = include_str!("live.css");

/// What is put into pages stands between these, so that the page itself can be told from it.
const BEGIN: &str = "<!-- toteuma serve -->";
const END: &str = "<!-- /toteuma serve -->";

/// A silent line is sent so often, by which one notices that nobody listens.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A page with the script that follows the data, and the findings over it.
pub fn dressed(page: &[u8], scene: &Scene) -> Vec<u8> {
    let html = String::from_utf8_lossy(page);
    let Printed { sum, .. } = Printed::of(&html);
    let locale = &scene.view.locale;
    let gone = escaped(&locale.text("serve.gone", &[]));
    let head = format!(
        "{BEGIN}<link rel=\"stylesheet\" href=\"/.toteuma/live.css\" data-toteuma>\
         <script src=\"/.toteuma/live.js\" defer data-page=\"{sum}\" data-gone=\"{gone}\"></script>{END}"
    );
    let body = format!(
        "{BEGIN}<div id=\"toteuma\" lang=\"{}\"><p role=\"status\"></p>{}</div>{END}",
        locale.language(),
        scene.notices
    );
    let html = before(&html, html.find("</head>"), &head);
    before(&html, html.rfind("</body>"), &body).into_bytes()
}

/// A text with another one put in at a place, or at the end.
fn before(text: &str, place: Option<usize>, added: &str) -> String {
    let (begin, end) = text
        .split_at_checked(place.unwrap_or(text.len()))
        .unwrap_or((text, ""));
    [begin, added, end].concat()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

/// What tells one state of a page from another: its style sheets, and all else.
struct Printed<'a> {
    sum: String,
    sheets: Vec<&'a str>,
}

impl<'a> Printed<'a> {
    fn of(html: &'a str) -> Self {
        let mut parts = html.split("<link rel=\"stylesheet\" href=\"");
        let mut sum = Sha256::new();
        sum.update(parts.next().unwrap_or_default());
        let mut sheets = Vec::new();
        for part in parts {
            let (sheet, rest) = part.split_once('"').unwrap_or((part, ""));
            sheets.push(sheet);
            sum.update(rest);
        }
        let sum = sum.finalize();
        let sum = sum.iter().take(8).map(|byte| format!("{byte:02x}"));
        Self {
            sum: sum.collect(),
            sheets,
        }
    }
}

/// What an open page hears after every change.
#[derive(Serialize)]
struct News<'a> {
    page: String,
    sheets: Vec<&'a str>,
    notices: &'a str,
}

/// The news of an open page, now and after every change, until nobody listens.
pub fn events(path: String, preview: Arc<Preview>) -> mpsc::Receiver<Bytes> {
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        let mut scenes = preview.scenes.clone();
        let open = preview.open(path);
        loop {
            let scene = Arc::clone(&scenes.borrow_and_update());
            let path = open.path.clone();
            let told = tokio::task::spawn_blocking(move || news(&scene, &path)).await;
            let Ok(told) = told else { return };
            if sender.send(told).await.is_err() {
                return;
            }
            while !tokio::select! {
                changed = scenes.changed() => {
                    if changed.is_err() { return }
                    true
                }
                () = sender.closed() => return,
                () = tokio::time::sleep(HEARTBEAT) => false,
            } {
                if sender.send(Bytes::from_static(b":\n\n")).await.is_err() {
                    return;
                }
            }
        }
    });
    receiver
}

fn news(scene: &Scene, path: &str) -> Bytes {
    let page = match scene.found(path) {
        Found::File(file) => file.bytes.clone(),
        Found::Folder => Vec::new(),
        Found::Nothing(page) => page,
        Found::Failed(page) => page.into_bytes(),
    };
    let html = String::from_utf8_lossy(&page);
    let Printed { sum, sheets } = Printed::of(&html);
    let news = News {
        page: sum,
        sheets,
        notices: &scene.notices,
    };
    let told = serde_json::to_string(&news).unwrap_or_default();
    Bytes::from(format!("data: {told}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::{Printed, before};

    #[test]
    fn style_sheets_are_told_apart_from_the_page() {
        let page = |sheet: &str, text: &str| {
            format!("<head><link rel=\"stylesheet\" href=\"{sheet}\"></head>{text}")
        };
        let (one, restyled, other) = (page("a.css", "A"), page("b.css", "A"), page("a.css", "B"));
        let sums = [&one, &restyled, &other].map(|html| Printed::of(html).sum);
        assert_eq!(sums[0], sums[1]);
        assert_ne!(sums[0], sums[2]);
        assert_eq!(Printed::of(&restyled).sheets, ["b.css"]);
    }

    #[test]
    fn a_page_without_an_end_is_followed_too() {
        assert_eq!(before("<p>A", None, "B"), "<p>AB");
    }
}
