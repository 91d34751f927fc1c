//! Files that tell a web host how to serve the site: what a browser may do with it, types, how long
//! to keep a file, the page for unknown addresses. One file per host; each says the same.

mod apache;
mod caddy;
mod iis;
mod lighttpd;
mod netlify;
mod nginx;

use std::collections::BTreeSet;

use super::File;
use super::assets::pattern;
use super::html::POLICY;
use super::packed::endings;
use crate::content::{Host, Settings};
use crate::file_types::{TYPES, is_text};

/// The page that is shown for an unknown address.
const NOT_FOUND: &str = "404.html";

/// Pages and data are asked for anew every time, which costs nothing while they stay the same.
pub const FRESH: &str = "no-cache";
/// A file whose name carries its bytes never changes, so it is never asked for again.
pub const KEPT: &str = "public, max-age=31536000, immutable";

/// Files of other hosts in the same folder, which are for nobody to read.
const UNSERVED: [&str; 5] = [
    "nginx.conf",
    "lighttpd.conf",
    "Caddyfile",
    "web.config",
    "_headers",
];

/// What every host is told.
struct Rules<'f> {
    /// The path of the site's folder on its host: `/` or `/talous/`.
    folder: String,
    /// The headers of every answer.
    headers: Vec<(&'static str, String)>,
    /// The site's files whose names carry their bytes.
    kept: Vec<&'f str>,
    /// There are packed copies, which a host sends instead of the files, and never as they are.
    packed: bool,
}

/// The files of the hosts that are named. `kept` are the files whose names carry their bytes.
pub fn files(settings: &Settings, kept: &[String]) -> Vec<File> {
    let rules = Rules::of(settings, kept);
    let hosts: BTreeSet<Host> = settings.hosts.iter().copied().collect();
    let file = |host| {
        let (path, text) = match host {
            Host::Apache => (".htaccess", apache::text(&rules)),
            Host::Nginx => ("nginx.conf", nginx::text(&rules)),
            Host::Lighttpd => ("lighttpd.conf", lighttpd::text(&rules)),
            Host::Caddy => ("Caddyfile", caddy::text(&rules)),
            Host::Iis => ("web.config", iis::text(&rules)),
            Host::Netlify => ("_headers", netlify::text(&rules)),
            // The file alone says that the pages are ready as they are.
            Host::GithubPages => (".nojekyll", String::new()),
        };
        File {
            path: path.to_owned(),
            bytes: text.into_bytes(),
        }
    };
    hosts.into_iter().map(file).collect()
}

impl<'f> Rules<'f> {
    fn of(settings: &Settings, kept: &'f [String]) -> Self {
        let address = settings.address.as_ref().map(|told| told.value.as_str());
        let names = kept.iter().map(String::as_str);
        Self {
            folder: folder(address.unwrap_or_default()),
            headers: headers(address.is_some_and(|told| told.starts_with("https://"))),
            kept: names.filter(|name| is_plain(name)).collect(),
            packed: settings.precompressed,
        }
    }

    /// Lines that are only there when there are packed copies.
    fn when_packed(&self, lines: String) -> String {
        if self.packed { lines } else { String::new() }
    }

    /// What the keeper of a server has to do, with the site's folder.
    fn head(&self, text: &str) -> String {
        text.replace("{folder}", &self.folder)
    }

    fn not_found(&self) -> String {
        format!("{}{NOT_FOUND}", self.folder)
    }
}

/// The folder of a site on its host; the root where its path would be spelt otherwise in each file.
fn folder(address: &str) -> String {
    let path = address.split_once("://").map_or("", |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let path = path.trim_matches('/');
    if path.is_empty() || !is_plain(path) {
        return "/".to_owned();
    }
    format!("/{path}/")
}

/// Whether a path is written alike in the files of all hosts.
fn is_plain(path: &str) -> bool {
    let mut signs = path.chars();
    signs.all(|sign| sign.is_ascii_alphanumeric() || "-_.~/".contains(sign))
}

/// The headers of every answer: the policy of the pages themselves, and what only a header can say.
pub fn headers(is_https: bool) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        (
            "Content-Security-Policy",
            format!("{POLICY}; frame-ancestors 'none'"),
        ),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        (
            "Referrer-Policy",
            "strict-origin-when-cross-origin".to_owned(),
        ),
        ("Permissions-Policy", permissions()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ];
    if is_https {
        // Other sites below the same name speak for themselves, so subdomains are left out.
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    headers
}

/// What no page asks a browser for.
fn permissions() -> String {
    let devices = [
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    ];
    devices.map(|device| format!("{device}=()")).join(", ")
}

/// Types that become smaller on the way, each once.
fn texts() -> Vec<&'static str> {
    let kinds = TYPES.iter().map(|(_, kind)| *kind);
    kinds.filter(|kind| is_text(kind)).collect()
}

/// Whether a file is for hosts alone: readers are told that it is not there, by some hosts at least.
pub fn is_unserved(path: &str) -> bool {
    let mut parts = path.split('/');
    let is_hidden = |part: &str| part.starts_with('.') && part != ".well-known";
    UNSERVED.contains(&path) || parts.any(is_hidden)
}

/// The files of other hosts as a regular expression.
fn unserved() -> String {
    UNSERVED.join("|").replace('.', r"\.")
}

#[cfg(test)]
mod tests {
    use super::{folder, headers};
    use crate::render::html::POLICY;

    #[test]
    fn the_folder_is_the_path_of_the_address() {
        assert_eq!(folder("https://www.smallham.example/money/"), "/money/");
        assert_eq!(folder("https://www.smallham.example/a/b.c"), "/a/b.c/");
        assert_eq!(folder("https://www.smallham.example"), "/");
        assert_eq!(folder(""), "/");
        // Nothing of an address can become a line of settings.
        assert_eq!(folder("https://www.smallham.example/a\";}\n"), "/");
    }

    #[test]
    fn headers_say_what_pages_say_and_who_may_frame_them() {
        let told = headers(false);
        assert_eq!(told[0].1, format!("{POLICY}; frame-ancestors 'none'"));
        // A quotation mark would end the value in every file.
        assert!(headers(true).iter().all(|(_, value)| !value.contains('"')));
    }

    #[test]
    fn only_an_https_site_asks_to_be_met_there_again() {
        let strict = |is_https| {
            let mut told = headers(is_https).into_iter();
            told.any(|(name, _)| name == "Strict-Transport-Security")
        };
        assert!(strict(true) && !strict(false));
    }
}
