//! A site as its readers get it: over HTTP, decoded, from its own host alone.

use std::thread::sleep;
use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, LOCATION};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response, StatusCode, Url};
use tokio::runtime::Runtime;

use super::address::{Address, BadAddress, Scheme};
use super::built::FRONT;
use super::host::Trouble;
use super::live::Unread;
use crate::write::manifest;

/// A site on the web.
pub struct Site {
    client: Client,
    /// Ends with `/`.
    base: Url,
    runtime: Runtime,
}

/// A file is asked for so many times, later and later.
const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const REDIRECTS: usize = 10;
/// The page for unknown addresses, which a host may show with the status of one.
const NOT_FOUND: &str = "404.html";

impl Site {
    pub fn new(address: &Address) -> Result<Self, BadAddress> {
        // That there is a provider already is what we want.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("toteuma/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(15))
            .read_timeout(Duration::from_secs(60))
            .redirect(Policy::custom(|attempt| match stays(&attempt) {
                true if attempt.previous().len() <= REDIRECTS => attempt.follow(),
                true => attempt.error("too many redirects"),
                false => attempt.stop(),
            }))
            .build()
            .map_err(|error| BadAddress::Unusable(words(&error)))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| BadAddress::Unusable(error.to_string()))?;
        Ok(Self {
            client,
            base: base(address)?,
            runtime,
        })
    }

    /// The bytes of a file; `None` when readers cannot get it.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unread> {
        let failed = |reason: String| {
            let path = path.to_owned();
            Unread::Failed(Trouble { path, reason })
        };
        let url = below(&self.base, path).ok_or_else(|| failed("no address".to_owned()))?;
        let mut pause = FIRST_PAUSE;
        for _ in 1..TRIES {
            match self.asked(&url) {
                Ok(answer) if !may_pass(answer.status) => return told(path, answer),
                _ => sleep(pause),
            }
            pause *= 2;
        }
        told(path, self.asked(&url).map_err(failed)?)
    }

    fn asked(&self, url: &Url) -> Result<Answer, String> {
        let asked = self.client.get(url.clone());
        // Bytes are compared as they were built, so nothing may be packed on the way.
        let asked = asked.header(ACCEPT_ENCODING, "identity");
        self.runtime.block_on(async {
            let response = asked.send().await.map_err(|error| words(&error))?;
            let (status, packed) = (response.status(), header(&response, CONTENT_ENCODING));
            let elsewhere = header(&response, LOCATION).filter(|_| status.is_redirection());
            let bytes = response.bytes().await.map_err(|error| words(&error))?;
            Ok(Answer {
                status,
                packed: packed.filter(|packed| packed != "identity"),
                elsewhere,
                bytes: bytes.to_vec(),
            })
        })
    }
}

struct Answer {
    status: StatusCode,
    packed: Option<String>,
    elsewhere: Option<String>,
    bytes: Vec<u8>,
}

/// What an answer means.
fn told(path: &str, answer: Answer) -> Result<Option<Vec<u8>>, Unread> {
    let failed = |reason: String| {
        let path = path.to_owned();
        Err(Unread::Failed(Trouble { path, reason }))
    };
    if let Some(to) = answer.elsewhere {
        let path = path.to_owned();
        return Err(Unread::Elsewhere { path, to });
    }
    if let Some(packed) = answer.packed {
        return failed(format!("Content-Encoding: {packed}, not asked for"));
    }
    match answer.status {
        StatusCode::OK => Ok(Some(answer.bytes)),
        StatusCode::NOT_FOUND if path == NOT_FOUND => Ok(Some(answer.bytes)),
        StatusCode::NOT_FOUND | StatusCode::GONE => Ok(None),
        // A single file that is kept from readers is missing; a whole site may only need a login.
        StatusCode::FORBIDDEN if path != manifest::NAME => Ok(None),
        status => failed(format!("HTTP {status}")),
    }
}

/// Whether another try may be answered otherwise.
fn may_pass(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// Whether a redirect leads to the same host, and not from a safe line to an open one.
fn stays(attempt: &Attempt) -> bool {
    let (next, Some(first)) = (attempt.url(), attempt.previous().first()) else {
        return false;
    };
    let is_safe = next.scheme() == "https" || first.scheme() == "http";
    is_safe && (next.host_str(), next.port()) == (first.host_str(), first.port())
}

/// The folder of the site; its front page may be given too.
fn base(address: &Address) -> Result<Url, BadAddress> {
    let scheme = match address.scheme {
        Scheme::Http => "http",
        _ => "https",
    };
    let host = Url::parse(&format!("{scheme}://{}/", address.host))
        .map_err(|error| BadAddress::Unusable(error.to_string()))?;
    let folder = address.path.strip_suffix(FRONT).unwrap_or(&address.path);
    let folder = folder.trim_matches('/');
    let mut base = match folder {
        "" => Some(host),
        _ => below(&host, folder),
    };
    let mut parts = base.as_mut().and_then(|base| base.path_segments_mut().ok());
    if let Some(parts) = &mut parts {
        parts.pop_if_empty().push("");
    }
    drop(parts);
    base.ok_or(BadAddress::NoHost)
}

fn below(base: &Url, path: &str) -> Option<Url> {
    let mut url = base.clone();
    url.path_segments_mut()
        .ok()?
        .pop_if_empty()
        .extend(path.split('/'));
    Some(url)
}

fn header(response: &Response, name: reqwest::header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// An error in one line.
fn words(error: &reqwest::Error) -> String {
    let mut words = Vec::new();
    let mut source: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(inner) = source {
        words.push(inner.to_string());
        source = inner.source();
    }
    match words.is_empty() {
        true => error.to_string(),
        false => words.join(": "),
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, base, below};

    #[test]
    fn files_lie_below_the_folder_of_the_address() {
        let url = |text: &str, path: &str| {
            let address = Address::read(text).expect("an address");
            let base = base(&address).expect("a folder");
            below(&base, path).expect("an address").to_string()
        };
        let host = "https://www.example.fi";
        assert_eq!(url(host, "a/b.html"), format!("{host}/a/b.html"));
        for folder in ["/talous", "/talous/", "/talous/index.html", "/talous/?x=1"] {
            let text = format!("{host}{folder}");
            assert_eq!(url(&text, "a.csv"), format!("{host}/talous/a.csv"));
        }
        assert_eq!(
            url("http://h:8080/oma%20sivu", "ä ö+%.csv"),
            "http://h:8080/oma%20sivu/%C3%A4%20%C3%B6+%25.csv"
        );
    }
}
