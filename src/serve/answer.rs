//! What a request gets: a file of the site with what follows it, or why not.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::mpsc;

use super::address::{self, Refused};
use super::scene::{Found, Scene};
use super::{Preview, guard, live};
use crate::{file_types, render};

/// The body of an answer: all of it, or what comes when it comes.
pub enum Reply {
    Whole(Option<Bytes>),
    Coming(mpsc::Receiver<Bytes>),
}

/// Files of the preview itself stand below this; no page of a site can have such a name.
pub const OWN: &str = ".toteuma/";

/// The answer to a request.
pub async fn answer<B>(request: Request<B>, preview: Arc<Preview>) -> Response<Reply> {
    if let Some(status) = guard::refused(&request, preview.port) {
        return refusal(status);
    }
    let asked = request.uri().path();
    let path = match address::path(asked) {
        Ok(path) => path,
        Err(Refused::TooLong) => return refusal(StatusCode::URI_TOO_LONG),
        Err(Refused::Malformed) => return refusal(StatusCode::BAD_REQUEST),
    };
    if let Some(own) = path.strip_prefix(OWN) {
        let query = request.uri().query().unwrap_or_default();
        return of_own(own, query, request.method(), &preview);
    }
    let scene = preview.scene();
    let asked = asked.to_owned();
    let made = tokio::task::spawn_blocking(move || of_site(&scene, &asked, &path));
    made.await
        .unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR))
}

fn of_own(name: &str, query: &str, method: &Method, preview: &Arc<Preview>) -> Response<Reply> {
    match name {
        "live.js" => whole(StatusCode::OK, name, live::SCRIPT.as_bytes().to_vec()),
        "live.css" => whole(StatusCode::OK, name, live::SHEET.as_bytes().to_vec()),
        "events" if method == Method::GET => {
            let path = address::value(query, "path");
            match path.map(|path| address::path(&path)) {
                Some(Ok(path)) => coming(live::events(path, Arc::clone(preview))),
                _ => refusal(StatusCode::BAD_REQUEST),
            }
        }
        _ => refusal(StatusCode::NOT_FOUND),
    }
}

fn of_site(scene: &Scene, asked: &str, path: &str) -> Response<Reply> {
    match scene.found(path) {
        Found::File(file) => {
            let bytes = match file.path.ends_with(".html") {
                true => live::dressed(&file.bytes, scene),
                false => file.bytes.clone(),
            };
            whole(StatusCode::OK, &file.path, bytes)
        }
        Found::Folder => moved(&format!("{asked}/")),
        Found::Nothing(page) => {
            let dressed = live::dressed(&page, scene);
            whole(StatusCode::NOT_FOUND, "404.html", dressed)
        }
        Found::Failed(page) => {
            let dressed = live::dressed(page.as_bytes(), scene);
            whole(StatusCode::SERVICE_UNAVAILABLE, "index.html", dressed)
        }
    }
}

/// An answer that is a file of this name.
fn whole(status: StatusCode, path: &str, bytes: Vec<u8>) -> Response<Reply> {
    let kind = file_types::told(file_types::of(path));
    let mut response = Response::new(Reply::Whole(Some(bytes.into())));
    *response.status_mut() = status;
    with_headers(response, &kind)
}

fn coming(events: mpsc::Receiver<Bytes>) -> Response<Reply> {
    with_headers(Response::new(Reply::Coming(events)), "text/event-stream")
}

/// The way to a folder's own address, from which the links of its page lead on.
fn moved(to: &str) -> Response<Reply> {
    let mut response = refusal(StatusCode::TEMPORARY_REDIRECT);
    match HeaderValue::from_str(to) {
        Ok(to) => drop(response.headers_mut().insert(header::LOCATION, to)),
        Err(_) => return refusal(StatusCode::BAD_REQUEST),
    }
    response
}

fn refusal(status: StatusCode) -> Response<Reply> {
    let mut response = whole(status, "a.txt", format!("{status}\n").into_bytes());
    let headers = response.headers_mut();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if !status.is_redirection() && status != StatusCode::NOT_FOUND {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The headers of every answer: those of a published site, and that nothing is kept.
fn with_headers(mut response: Response<Reply>, kind: &str) -> Response<Reply> {
    let headers = response.headers_mut();
    let published = render::headers(false);
    let own = [
        ("Content-Type", kind.to_owned()),
        ("Cache-Control", "no-store".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
    ];
    for (name, value) in published.into_iter().chain(own) {
        let name = HeaderName::try_from(name).ok();
        if let Some((name, value)) = name.zip(HeaderValue::try_from(value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}

impl Body for Reply {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let next = match self.get_mut() {
            Reply::Whole(bytes) => Poll::Ready(bytes.take()),
            Reply::Coming(events) => events.poll_recv(context),
        };
        next.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Reply::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Reply::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Reply::Coming(_) => SizeHint::default(),
        }
    }
}
