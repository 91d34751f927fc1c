//! A running `toteuma serve`, requests to it byte by byte, and what a build makes of the same site.

#![cfg(feature = "serve")]
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

/// Nothing takes longer, also on a machine that has much else to do.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn toteuma() -> Command {
    Command::new(env!("CARGO_BIN_EXE_toteuma"))
}

/// A preview that ends with its test.
pub struct Preview {
    process: Child,
    pub port: u16,
    lines: Receiver<String>,
}

/// The answer to a request.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Preview {
    pub fn of(site: &Path) -> Self {
        let mut process = toteuma()
            .args(["--lang", "en", "serve", "--port", "0"])
            .arg(site)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let output = process.stdout.take().expect("its output");
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut preview = Self {
            process,
            port: 0,
            lines,
        };
        let first = preview.line();
        let port = first
            .split("127.0.0.1:")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        preview.port = port.and_then(|port| port.parse().ok()).expect("an address");
        preview.line();
        preview
    }

    /// The next line that it prints.
    pub fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line")
    }

    /// The next line that has these words.
    pub fn line_with(&self, words: &str) -> String {
        loop {
            let line = self.line();
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Asks it to end as Ctrl-C does, and waits; the exit code.
    #[cfg(unix)]
    pub fn interrupted(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-INT", &id]).status();
        assert!(told.expect("kill runs").success());
        self.process.wait().expect("it ends").code()
    }

    pub fn connected(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("a line");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream
    }

    /// The answer to these very bytes.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connected();
        // A server that refuses early may have closed the line before all is sent.
        let _ = stream.write_all(request).and_then(|()| stream.flush());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let _ = stream.shutdown(Shutdown::Both);
        Answer::of(&bytes)
    }

    pub fn get(&self, path: &str) -> Answer {
        let host = format!("localhost:{}", self.port);
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        self.raw(head.as_bytes())
    }

    /// The file of a path as a build would write it.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let answer = self.get(&format!("/{}", encoded(path)));
        (answer.status == 200).then(|| undressed(&answer.body))
    }

    /// What differs between the preview and a clean build of the site, once nothing does or after
    /// all patience. `paths` are all that have ever been there.
    pub fn differing(&self, site: &Path, paths: &mut Vec<String>) -> Vec<String> {
        let built = built(site);
        paths.extend(built.keys().cloned());
        paths.sort();
        paths.dedup();
        let end = Instant::now() + PATIENCE;
        loop {
            let differs = |path: &&String| self.file(path) != built.get(*path).cloned();
            let differing: Vec<String> = paths.iter().filter(differs).cloned().collect();
            if differing.is_empty() || Instant::now() > end {
                return differing;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Answer {
    /// Status 0 when there is none.
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let (head, body) = bytes.split_at(end.map_or(bytes.len(), |end| end + 4));
        let head = String::from_utf8_lossy(head).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or(0),
            head,
            body: body.to_vec(),
        }
    }

    pub fn header(&self, wanted: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let found = lines.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A path as a browser asks for it.
fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    let signs = path.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    signs.collect()
}

/// A file without what the preview puts into pages.
fn undressed(bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return bytes.to_vec();
    };
    let mut parts = text.split("<!-- toteuma serve -->");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(
            part.split_once("<!-- /toteuma serve -->")
                .expect("an end")
                .1,
        );
    }
    plain.into_bytes()
}

/// The files that a build makes of a site, with its findings on the pages; without those that no
/// reader gets.
pub fn built(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("site");
    let run = toteuma()
        .args(["--lang", "en", "build", "--preview", "--quiet"])
        .arg(site)
        .arg("--output")
        .arg(&output)
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "{told}");
    let mut files = files(&output);
    files.retain(|path, _| path != "toteuma-manifest.json" && !toteuma::render::is_unserved(path));
    files
}

/// The files below a folder, by their paths with `/` between parts.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let path = entry.path().strip_prefix(folder).expect("inside");
        let name = path.to_string_lossy().replace('\\', "/");
        (name, fs::read(entry.path()).expect("a file"))
    });
    named.collect()
}

/// A copy of a site's folders in a folder of its own.
pub fn copied(site: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files(&site.join("content")) {
        written(folder.path(), &format!("content/{path}"), &bytes);
    }
    folder
}

/// Writes a file of a site, with its folder.
pub fn written(site: &Path, path: &str, bytes: &[u8]) -> PathBuf {
    let place = site.join(path);
    fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
    fs::write(&place, bytes).expect("a file");
    place
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A small site of its own that a test may change.
pub fn small_site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| written(folder.path(), path, text.as_bytes());
    write("content/site.yaml", "name: Pikkula\nlanguage: fi\n");
    write("content/page.md", "---\ntitle: Etusivu\n---\nTervetuloa.\n");
    write("content/a/page.md", "---\ntitle: A\n---\nTeksti.\n");
    write("content/a/aa/page.md", "---\ntitle: AA\n---\nTeksti.\n");
    write("content/b/page.md", "---\ntitle: B\n---\nTeksti.\n");
    folder
}
