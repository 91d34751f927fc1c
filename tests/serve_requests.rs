//! Who gets what from `toteuma serve`: a browser of this machine the files of the site, and nobody
//! anything else.

#![cfg(feature = "serve")]

mod previewing;

use std::fs;
use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use previewing::{Preview, copied, root, small_site};

#[test]
fn addresses_are_those_of_a_host() {
    let site = copied(root());
    let settings = site.path().join("content/site.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    let text = text.replace(
        "https://talous.example.fi/",
        "https://www.example.fi/talous/",
    );
    fs::write(&settings, text + "hosts:\n  - apache\n").expect("settings");
    let preview = Preview::of(site.path());
    let status = |path: &str| preview.get(path).status;
    assert_eq!(status("/maksut/"), 200);
    assert_eq!(status("/maksut/?haku=traktori"), 200);
    assert_eq!(status("/maksut/data.json"), 200);
    let moved = preview.get("/maksut");
    assert_eq!(
        (moved.status, moved.header("Location")),
        (307, Some("/maksut/"))
    );
    // The page for unknown addresses names others from the folder that the site will stand in.
    let missing = preview.get("/ei/ole");
    assert_eq!(missing.status, 404);
    assert!(
        missing
            .text()
            .contains("href=\"/talous/maksut/index.html\"")
    );
    assert_eq!(status("/talous/maksut/index.html"), 200);
    assert_eq!(status("/talous/"), 200);
    for path in [
        "/.htaccess",
        "/toteuma-manifest.json",
        "/content/site.yaml",
        "/.toteuma/",
        "/.toteuma/x",
    ] {
        assert_eq!(status(path), 404, "{path}");
    }
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/maksut/data.json", "application/json; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/.toteuma/live.js", "text/javascript; charset=utf-8"),
        ("/.toteuma/live.css", "text/css; charset=utf-8"),
    ] {
        assert_eq!(
            preview.get(path).header("Content-Type"),
            Some(kind),
            "{path}"
        );
    }
    let host = format!("127.0.0.1:{}", preview.port);
    let head = preview
        .raw(format!("HEAD / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
    assert!(head.status == 200 && head.body.is_empty());
    assert_ne!(head.header("Content-Length"), Some("0"));
}

/// Every answer, whatever was asked, says that nothing is kept or guessed.
#[test]
fn only_this_machines_browser_is_answered() {
    let site = small_site();
    let preview = Preview::of(site.path());
    let port = preview.port;
    let own = format!("Host: 127.0.0.1:{port}");
    let line = |target: &str| (format!("GET {target}"), own.clone());
    let with = |header: &str| ("GET /".to_owned(), format!("{own}\r\n{header}"));
    let hosted = |host: &str| ("GET /".to_owned(), format!("Host: {host}"));
    let method = |method: &str| (format!("{method} /"), own.clone());
    let asked = [
        (200, line("/")),
        (200, hosted(&format!("localhost:{port}"))),
        (200, hosted(&format!("LocalHost:{port}"))),
        (200, hosted(&format!("[::1]:{port}"))),
        (200, with(&format!("Origin: http://localhost:{port}"))),
        (200, with("Content-Length: 0")),
        (200, line(&format!("http://127.0.0.1:{port}/"))),
        // Ways out.
        (400, line("/../Cargo.toml")),
        (400, line("/a/../../etc/passwd")),
        (400, line("/%2e%2e/%2e%2e/etc/passwd")),
        (400, line("/..%2f..%2fetc%2fpasswd")),
        (400, line("/..%5c..%5cwindows")),
        (400, line("/..\\..\\windows")),
        (400, line("/%c0%ae%c0%ae/etc/passwd")),
        (400, line("/a/./b")),
        (400, line("//evil.example/")),
        (400, line("//evil.example/%2f..")),
        (400, line("/%00")),
        (400, line("/a%00.html")),
        (400, line("/%0d%0aSet-Cookie:%20a=b")),
        (400, line("/%zz")),
        (400, line("*")),
        (404, line("/%252e%252e/etc/passwd")),
        (404, line("/etc/passwd")),
        (404, line("/content/site.yaml")),
        (404, line("/C:/windows")),
        (404, line("/.git/config")),
        (400, line("/.toteuma/../a")),
        (400, line("/.toteuma/events")),
        (400, line("/.toteuma/events?path=..%2f..%2f")),
        (400, line("/.toteuma/events?path=%2F%2E%2E%2F")),
        // Names that somebody has pointed here.
        (403, hosted("evil.example")),
        (403, hosted(&format!("evil.example:{port}"))),
        (403, hosted("127.0.0.1")),
        (403, hosted("localhost:1")),
        (403, hosted(&format!("127.0.0.1.evil.example:{port}"))),
        (403, hosted(&format!("0.0.0.0:{port}"))),
        (403, hosted(&format!("localhost:{port}@evil.example"))),
        (403, hosted("")),
        (400, ("GET /".to_owned(), "X: y".to_owned())),
        (400, with("Host: evil.example")),
        (403, line("http://evil.example/")),
        (403, line(&format!("http://evil.example:{port}/"))),
        // Pages of others.
        (403, with("Origin: https://evil.example")),
        (403, with("Origin: null")),
        (403, with(&format!("Origin: https://127.0.0.1:{port}"))),
        (403, with("Origin: http://127.0.0.1:1")),
        (
            400,
            with(&format!("Origin: http://localhost:{port}\r\nOrigin: null")),
        ),
        // Other methods and what they bring.
        (405, method("POST")),
        (405, method("PUT")),
        (405, method("DELETE")),
        (405, method("PATCH")),
        (405, method("OPTIONS")),
        (405, method("TRACE")),
        (405, method("PROPFIND")),
        (405, method("get")),
        (413, with("Content-Length: 5")),
        (413, with("Content-Length: 99999999999")),
        (413, with("Transfer-Encoding: chunked")),
        (414, line(&format!("/{}", "a".repeat(3000)))),
    ];
    assert!(asked.len() >= 55, "{}", asked.len());
    for (status, (first, headers)) in asked {
        let request = format!("{first} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n");
        let answer = preview.raw(request.as_bytes());
        assert_eq!(answer.status, status, "{request}");
        assert!(!answer.text().contains("root:"), "{request}");
        // The parser of HTTP itself refuses a few, with no body at all.
        if answer.body.is_empty() && status == 400 {
            continue;
        }
        assert_eq!(
            answer.header("X-Content-Type-Options"),
            Some("nosniff"),
            "{request}"
        );
        assert_eq!(
            answer.header("Cache-Control"),
            Some("no-store"),
            "{request}"
        );
        assert!(
            answer.header("Access-Control-Allow-Origin").is_none(),
            "{request}"
        );
        let policy = answer.header("Content-Security-Policy").unwrap_or_default();
        assert!(policy.contains("frame-ancestors 'none'"), "{request}");
    }
}

#[test]
fn huge_slow_and_broken_requests_end() {
    let site = small_site();
    let preview = Preview::of(site.path());
    let own = format!("Host: 127.0.0.1:{}", preview.port);
    for (status, request) in [
        (
            431,
            format!(
                "GET / HTTP/1.1\r\n{own}\r\nX: {}\r\n\r\n",
                "x".repeat(100_000)
            ),
        ),
        (
            431,
            format!("GET / HTTP/1.1\r\n{own}\r\n{}\r\n", "X: y\r\n".repeat(300)),
        ),
        (
            431,
            format!("GET /{} HTTP/1.1\r\n{own}\r\n\r\n", "a".repeat(1_000_000)),
        ),
        (400, format!("GET / HTTP/9.9\r\n{own}\r\n\r\n")),
        (400, "hello\r\n\r\n".to_owned()),
        (400, "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n".to_owned()),
        (
            400,
            format!("GET / HTTP/1.1\r\n{own}\r\nX : y\u{0}\r\n\r\n"),
        ),
    ] {
        let answer = preview.raw(request.as_bytes());
        let begin: String = request.chars().take(60).collect();
        assert!(
            answer.status == status || (status == 431 && matches!(answer.status, 0 | 414)),
            "{} {begin}",
            answer.status
        );
    }
    // Many who never end their requests, and one who asks for a page all the same.
    let half = format!("GET / HTTP/1.1\r\n{own}\r\nX: ");
    let mut slow: Vec<_> = (0..100).map(|_| preview.connected()).collect();
    for stream in &mut slow {
        stream.write_all(half.as_bytes()).expect("sent");
    }
    assert_eq!(preview.get("/").status, 200);
    let began = Instant::now();
    for stream in &mut slow {
        let mut told = String::new();
        let _ = stream.read_to_string(&mut told);
        assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
    }
    assert!(began.elapsed() < Duration::from_secs(30));
    // One that asks for nothing is closed too.
    let mut silent = preview.connected();
    assert_eq!(silent.read(&mut [0; 9]).ok(), Some(0));
}

#[test]
fn nobody_else_on_the_network_can_connect() {
    let site = small_site();
    let preview = Preview::of(site.path());
    // Another address of this machine: whoever listens at all addresses would have it.
    let other = std::net::SocketAddr::from(([127, 0, 0, 2], preview.port));
    if cfg!(target_os = "linux") {
        assert!(std::net::TcpStream::connect(other).is_err());
    }
}
