//! Who may ask: a browser of this machine, for the preview's own pages. A page of another site that
//! a name has been pointed here for, or that asks in a reader's back, is refused.

use hyper::header::{self, HeaderMap, HeaderName};
use hyper::{Method, Request, StatusCode};

/// Why a request is refused; nothing when it is not.
pub fn refused<B>(request: &Request<B>, port: u16) -> Option<StatusCode> {
    let headers = request.headers();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(StatusCode::METHOD_NOT_ALLOWED);
    }
    let named = request.uri().authority().map(|name| name.as_str());
    if named.is_some_and(|name| !is_ours(name, port)) {
        return Some(StatusCode::FORBIDDEN);
    }
    match only(headers, header::HOST) {
        Err(()) | Ok(None) => return Some(StatusCode::BAD_REQUEST),
        Ok(Some(host)) if !is_ours(host, port) => return Some(StatusCode::FORBIDDEN),
        Ok(Some(_)) => {}
    }
    match only(headers, header::ORIGIN) {
        Err(()) => return Some(StatusCode::BAD_REQUEST),
        Ok(Some(origin)) if !is_our_origin(origin, port) => return Some(StatusCode::FORBIDDEN),
        Ok(_) => {}
    }
    has_body(headers).then_some(StatusCode::PAYLOAD_TOO_LARGE)
}

/// The only value of a header; an error where there are several, or something else than text.
fn only(headers: &HeaderMap, name: HeaderName) -> Result<Option<&str>, ()> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().map(|value| value.to_str().map_err(drop));
    match values.next() {
        Some(_) => Err(()),
        None => first.transpose(),
    }
}

/// Whether a host's name is one that this machine alone has, with the preview's port.
fn is_ours(host: &str, port: u16) -> bool {
    let (name, told) = match host.rsplit_once(':') {
        Some((name, told)) if !told.ends_with(']') => (name, told),
        _ => (host, "80"),
    };
    let is_local = name.eq_ignore_ascii_case("localhost") || ["127.0.0.1", "[::1]"].contains(&name);
    is_local && told == port.to_string()
}

fn is_our_origin(origin: &str, port: u16) -> bool {
    let host = origin.strip_prefix("http://");
    host.is_some_and(|host| is_ours(host, port))
}

/// Nothing here takes a body.
fn has_body(headers: &HeaderMap) -> bool {
    let mut lengths = headers.get_all(header::CONTENT_LENGTH).iter();
    headers.contains_key(header::TRANSFER_ENCODING) || lengths.any(|length| length != "0")
}

#[cfg(test)]
mod tests {
    use super::{is_our_origin, is_ours};

    #[test]
    fn only_names_of_this_machine_are_ours() {
        for host in [
            "127.0.0.1:4000",
            "localhost:4000",
            "LOCALHOST:4000",
            "[::1]:4000",
        ] {
            assert!(is_ours(host, 4000), "{host}");
        }
        for host in [
            "evil.example:4000",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost:40000",
            "localhost.:4000",
            "127.0.0.1.evil.example:4000",
            "evil.example#localhost:4000",
            "user@localhost:4000",
            "[::1]",
            "::1:4000",
            "0.0.0.0:4000",
            "",
        ] {
            assert!(!is_ours(host, 4000), "{host}");
        }
        assert!(is_ours("localhost", 80));
    }

    #[test]
    fn an_origin_is_ours_by_scheme_and_host() {
        assert!(is_our_origin("http://localhost:4000", 4000));
        for origin in [
            "null",
            "https://localhost:4000",
            "http://evil.example",
            "localhost:4000",
        ] {
            assert!(!is_our_origin(origin, 4000), "{origin}");
        }
    }
}
