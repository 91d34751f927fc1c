//! `toteuma verify` as people run it on a published site: by the address of its readers, from a
//! small host of this test, and by an address of publishing.

#![cfg_attr(not(feature = "http"), allow(dead_code, unused_imports))]

mod publishing;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use publishing::{
    MANIFEST, add, build, built, folder_url, large_site, publish, run, small_site, toteuma, write,
};

/// What the host says of a path: a status line with headers, and bytes.
type Answers = BTreeMap<String, (String, Vec<u8>)>;

/// A host on loopback that lives as long as the test.
struct Host {
    address: String,
    answers: Arc<Mutex<Answers>>,
}

impl Host {
    /// Shows files in the folder `/talous/`.
    fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let ok = |(path, bytes)| (format!("/talous/{path}"), ("200 OK".to_owned(), bytes));
        let answers = Arc::new(Mutex::new(files.into_iter().map(ok).collect()));
        let known = Arc::clone(&answers);
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let known = Arc::clone(&known);
                std::thread::spawn(move || answer(line, &known));
            }
        });
        let address = format!("http://127.0.0.1:{port}/talous/");
        Self { address, answers }
    }

    fn set(&self, path: &str, head: &str, bytes: &[u8]) {
        let mut answers = self.answers.lock().expect("answers");
        answers.insert(
            format!("/talous/{path}"),
            (head.to_owned(), bytes.to_owned()),
        );
    }

    fn remove(&self, path: &str) {
        let mut answers = self.answers.lock().expect("answers");
        answers.remove(&format!("/talous/{path}")).expect("a file");
    }

    fn verify(&self, more: &[&str]) -> (Option<i32>, String) {
        verify(&self.address, more)
    }
}

/// One answer, after which the line ends. A status of 503 passes after its first time.
fn answer(mut line: TcpStream, answers: &Mutex<Answers>) {
    let mut asked = Vec::new();
    let mut part = [0; 4096];
    while !asked.windows(4).any(|four| four == b"\r\n\r\n") {
        match line.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(count) => asked.extend(&part[..count]),
        }
    }
    let asked = String::from_utf8_lossy(&asked).into_owned();
    let path = asked.split(' ').nth(1).unwrap_or_default();
    let mut answers = answers.lock().expect("answers");
    let missing = || ("404 Not Found".to_owned(), b"ei ole".to_vec());
    let (head, bytes) = answers.get(path).cloned().unwrap_or_else(missing);
    if let Some(answer) = answers.get_mut(path).filter(|_| head.starts_with("503")) {
        answer.0 = "200 OK".to_owned();
    }
    let length = bytes.len();
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    // One that does not listen any more need not be told.
    let _ = line.write_all(&[head.as_bytes(), &bytes].concat());
}

fn verify(place: &str, more: &[&str]) -> (Option<i32>, String) {
    let mut command = toteuma();
    command.arg("verify").arg(place).args(more);
    run(command)
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(feature = "http")]
#[test]
fn a_published_site_is_read_as_its_readers_get_it() {
    let site = small_site();
    add(site.path(), ".htaccess", "x");
    add(site.path(), "nginx.conf", "x");
    add(site.path(), "ä ö+%.csv", "1;2\n");
    let output = text(&site.path().join("output"));
    let mut shown = built(site.path());
    shown.remove(".htaccess");
    shown.remove("nginx.conf");
    let odd = shown.remove("ä ö+%.csv").expect("a file");
    shown.insert("%C3%A4%20%C3%B6+%25.csv".to_owned(), odd);
    let host = Host::of(shown.clone());

    let listed = built(site.path()).len() - 1;
    let (code, words) = host.verify(&[]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains(&format!("{} files", listed - 2)), "{words}");
    assert!(words.contains("2 settings files"), "{words}");
    let (code, words) = host.verify(&["--against", &output, "--lang", "fi"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("sama sivusto kuin kansiossa"), "{words}");

    // The host tires for a moment, names a folder for its page, and is asked for the front page.
    let page = shown["a/index.html"].clone();
    host.set("a/index.html", "301 Moved\r\nLocation: /talous/a/", b"");
    host.set("a/", "503 Busy", &page);
    let (code, words) = verify(&format!("{}index.html", host.address), &[]);
    assert_eq!(code, Some(0), "{words}");

    // A byte, a file and a locked file.
    let mut front = shown["index.html"].clone();
    front[20] ^= 1;
    host.set("index.html", "200 OK", &front);
    host.set("a/", "403 Forbidden", b"");
    host.remove("poistuva/index.html");
    let (code, words) = host.verify(&[]);
    assert_eq!(code, Some(1), "{words}");
    for told in [
        "changed: index.html",
        "missing: a/index.html",
        "missing: poistuva/index.html",
        "3 published files",
    ] {
        assert!(words.contains(told), "{told}: {words}");
    }
}

#[cfg(feature = "http")]
#[test]
fn a_site_that_was_not_published_differs_from_what_was_built() {
    let site = small_site();
    let output = text(&site.path().join("output"));
    let host = Host::of(built(site.path()));
    fs::remove_dir_all(site.path().join("content/poistuva")).expect("removed");
    write(
        site.path(),
        "content/a/page.md",
        "---\ntitle: A\n---\nUusi.\n",
    );
    build(site.path());
    let (code, words) = host.verify(&[]);
    assert_eq!(code, Some(0), "by its own manifest it is whole: {words}");
    let (code, words) = host.verify(&["--against", &output]);
    assert_eq!(code, Some(1), "{words}");
    for told in [
        "changed: a/index.html",
        "should not be there: poistuva/index.html",
        "changed: toteuma-manifest.json",
    ] {
        assert!(words.contains(told), "{told}: {words}");
    }
}

/// Every file of a large site is compared, by the lists of its folders; one that is not what the
/// manifest says is told, and not followed.
#[cfg(feature = "http")]
#[test]
fn lists_of_folders_are_followed() {
    let site = large_site();
    let shown = built(site.path());
    let host = Host::of(shown.clone());
    let (code, words) = host.verify(&[]);
    assert_eq!(code, Some(0), "{words}");
    let unserved = words.contains(&(shown.len() - 1).to_string());
    assert!(unserved, "all but the manifest itself: {words}");
    host.set("iso/pieni/s7/index.html", "200 OK", b"x");
    let (code, words) = host.verify(&[]);
    assert_eq!(code, Some(1), "{words}");
    assert!(
        words.contains("changed: iso/pieni/s7/index.html"),
        "{words}"
    );
    let list = format!("iso/pieni/{MANIFEST}");
    let text = String::from_utf8_lossy(&shown[&list]).replace("/s7/", "/muu/");
    host.set(&list, "200 OK", text.as_bytes());
    let (code, words) = host.verify(&[]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains(&format!("changed: {list}")), "{words}");
    assert!(words.contains("1 published file "), "{words}");
}

#[cfg(feature = "http")]
#[test]
fn what_cannot_be_compared_is_told() {
    let site = small_site();
    let host = Host::of(built(site.path()));
    let list = built(site.path())[MANIFEST].clone();
    let tell = |why: &str| {
        for lang in ["en", "fi"] {
            let (code, words) = host.verify(&["--lang", lang]);
            assert_eq!(code, Some(2), "{words}");
            assert!(words.contains(why), "{why}: {words}");
        }
    };
    host.set(
        "index.html",
        "302 Found\r\nLocation: https://muu.example/x",
        b"",
    );
    tell("https://muu.example/x");
    host.set("index.html", "200 OK\r\nContent-Encoding: gzip", b"x");
    tell("gzip");
    host.set(
        "index.html",
        "302 Found\r\nLocation: /talous/index.html",
        b"",
    );
    tell("redirects");
    host.set(MANIFEST, "401 Unauthorized", b"");
    tell("401");
    host.set(MANIFEST, "200 OK", b"<!doctype html>");
    tell(MANIFEST);
    host.remove(MANIFEST);
    tell(MANIFEST);
    host.set(MANIFEST, "200 OK", &list);

    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let nobody = format!("http://{}/", port.expect("a port"));
    let (code, words) = verify(&nobody, &[]);
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("refused"), "{words}");
    let (code, words) = verify("https://a:salasana@127.0.0.1/", &[]);
    assert_eq!(code, Some(2), "{words}");
    assert!(!words.contains("salasana"), "{words}");
    let (code, words) = host.verify(&["--against", &text(&site.path().join("content"))]);
    assert_eq!(code, Some(2), "{words}");
}

#[test]
fn a_published_folder_is_compared_by_its_address() {
    let site = small_site();
    let www = tempfile::tempdir().expect("a folder");
    let to = folder_url(www.path());
    add(site.path(), ".htaccess", "x");
    let (code, words) = verify(&to, &[]);
    assert_eq!(code, Some(2), "{words}");
    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(0), "{words}");
    let output = text(&site.path().join("output"));
    let (code, words) = verify(&to, &["--against", &output]);
    assert_eq!(code, Some(0), "{words}");
    write(www.path(), ".htaccess", "muu");
    let (code, words) = verify(&to, &[]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("changed: .htaccess"), "{words}");
    // Two folders of this machine beside each other.
    let (code, words) = verify(&text(www.path()), &["--against", &output]);
    assert_eq!(code, Some(1));
    assert!(words.contains("Publish again"), "{words}");
    // What is no site at all.
    for (place, told) in [
        ("nosuch", "There is no folder nosuch"),
        ("127.0.0.1:8093", "begins with http://"),
        (
            "git+ssh://git@example.fi/site.git",
            "The address lacks a branch",
        ),
        ("ftp://example.fi/www", "nothing was read"),
    ] {
        let (code, words) = verify(place, &[]);
        assert_eq!(code, Some(2), "{words}");
        assert!(words.contains(told) && !words.contains("--to"), "{words}");
    }
    // Nothing is published to where people read.
    let (code, words) = run(publish(site.path(), "https://www.example.fi/", &[]));
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("webdavs://") && words.contains("git+https://"));
}
