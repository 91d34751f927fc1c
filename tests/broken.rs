//! Publishing that breaks in the middle, on real servers of this machine: the line is cut, the
//! server or the publisher is killed, the disk is full. Somebody reads the site all the while and
//! follows every link; what broke is then resumed. What happens at each single step is in the unit
//! tests of the protocol.

#![cfg(unix)]

mod hosts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use hosts::Host;
use hosts::proxy::Line;
use hosts::visitor::{Found, Read, Site, Visitor, site};

/// A host with a line to it that can be cut, and a way to read it that cannot.
struct Place {
    name: &'static str,
    host: Host,
    line: Line,
    /// Its address through the line.
    to: String,
    login: fn(&Host, &mut Command),
    read: Read,
}

/// How often each thing breaks, at moments spread over a whole publishing.
const TIMES: u32 = 6;

impl Place {
    /// Nothing is tried again and no mark is waited for: there is one publisher, and it was killed.
    fn publishing(&self, site: &Path) -> Command {
        let mut command = toteuma();
        command.arg("publish").arg(site).args(["--to", &self.to]);
        command.args(["--retries", "0", "--force"]);
        (self.login)(&self.host, &mut command);
        command
    }

    fn publish(&self, site: &Path) {
        done(self.publishing(site));
    }

    /// How many files are yet to be sent.
    fn missing(&self, site: &Path) -> usize {
        let mut command = self.publishing(site);
        let told = done_after(command.arg("--dry-run"));
        let lines = told.lines();
        let sent = lines.filter(|line| line.starts_with("new ") || line.starts_with("changed "));
        sent.count()
    }
}

fn toteuma() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toteuma"));
    command.args(["--lang", "en"]);
    command
}

fn done(mut command: Command) -> String {
    done_after(&mut command)
}

fn done_after(command: &mut Command) -> String {
    let output = command.output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    said(&output)
}

fn said(output: &Output) -> String {
    let bytes = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Two sites that are published in turn: pages that come, go and change, and styles that change.
struct Sites {
    folder: tempfile::TempDir,
}

impl Sites {
    fn new() -> Self {
        let sites = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        make(&sites.first(), 0..30, "#123456");
        make(&sites.second(), 12..42, "#654321");
        sites
    }

    fn first(&self) -> PathBuf {
        self.folder.path().join("first")
    }

    fn second(&self) -> PathBuf {
        self.folder.path().join("second")
    }

    fn built(&self) -> Vec<Site> {
        let sites = [self.first(), self.second()];
        sites.map(|root| site(&root.join("output"))).to_vec()
    }
}

/// Builds a site whose pages lead to each other.
fn make(root: &Path, pages: std::ops::Range<u32>, colour: &str) {
    let write = |name: &str, text: &str| {
        let place = root.join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    write(
        "content/site.yaml",
        "name: Pikkula\nlanguage: fi\ntheme: oma\n",
    );
    write(
        "themes/oma/static/css/oma.css",
        &format!("h1 {{ color: {colour}; }}\n"),
    );
    let links = pages.clone();
    let links = links.map(|page| format!("- [Sivu {page}](/sivu-{page}/)\n"));
    let links: String = links.collect();
    write(
        "content/page.md",
        &format!("---\ntitle: Etusivu\n---\n{links}"),
    );
    for page in pages {
        let text = format!("---\ntitle: Sivu {page}\n---\n{links}");
        write(&format!("content/sivu-{page}/page.md"), &text);
    }
    let mut command = toteuma();
    command.arg("build").arg(root);
    done(command);
}

/// Publishes from one site to the other and back, broken in a way at moments spread over the whole,
/// while somebody reads.
fn broken(place: &mut Place, how: &str, mut break_off: impl FnMut(&mut Place, &Path, Moment)) {
    let sites = Sites::new();
    place.publish(&sites.second());
    place.publish(&sites.first());
    place.line.sent();
    let began = Instant::now();
    place.publish(&sites.second());
    let (whole, bytes) = (began.elapsed(), place.line.sent());
    place.publish(&sites.first());
    let built = sites.built();
    let visitor = Visitor::begin(Arc::clone(&place.read), built.clone());
    let (mut again, mut all) = (0, 0);
    for time in 0..TIMES {
        let to = if time % 2 == 0 { 1 } else { 0 };
        let new = [sites.first(), sites.second()][to].clone();
        let (before, after) = (&built[1 - to], &built[to]);
        let changed = after
            .iter()
            .filter(|(path, bytes)| before.get(*path) != Some(*bytes));
        all += changed.count();
        let part = |whole: u64| whole * u64::from(time * 2 + 1) / u64::from(TIMES * 2);
        let moment = Moment {
            after: Duration::from_millis(part(whole.as_millis() as u64)),
            bytes: part(bytes),
            space: part(ROOM),
        };
        break_off(place, &new, moment);
        again += place.missing(&new);
        place.publish(&new);
        for (path, bytes) in after {
            let found = matches!((place.read)(path), Found::Bytes(found) if found == *bytes);
            assert!(found, "{how}, {time}: {path}");
        }
        for path in before.keys().filter(|path| !after.contains_key(*path)) {
            assert!(matches!((place.read)(path), Found::Missing), "{path}");
        }
    }
    let report = visitor.end();
    tell(&format!(
        "{}, {how}: a publishing of {} ms and {bytes} bytes broke {TIMES} times, and {again} of {all} \
         files were left to send; a reader looked at {} files in {} rounds",
        place.name,
        whole.as_millis(),
        report.files,
        report.rounds
    ));
    assert!(report.files > 60, "the reader has seen all of it");
    assert_eq!(report.wrong, Default::default(), "{}, {how}", place.name);
}

/// When something breaks: so long after the beginning, after so many bytes, or when so many more
/// bytes are on the disk.
struct Moment {
    after: Duration,
    bytes: u64,
    space: u64,
}

/// Less than the pages that come need before others have gone.
const ROOM: u64 = 40_000;

#[allow(clippy::print_stderr)]
fn tell(words: &str) {
    eprintln!("{words}");
}

fn the_line_is_cut(place: &mut Place) {
    broken(place, "line cut", |place, site, moment| {
        place.line.cut_after(moment.bytes);
        let output = place.publishing(site).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(!said(&output).contains(hosts::PASSWORD));
        place.line.mend();
    });
}

fn the_server_is_killed(place: &mut Place) {
    broken(place, "server killed", |place, site, moment| {
        let mut command = place.publishing(site);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program runs");
        thread::sleep(moment.after);
        place.host.kill();
        // It may have ended just before.
        let code = child.wait().expect("it ends").code();
        assert!(matches!(code, Some(0 | 2)), "{code:?}");
        place.host.start_again();
    });
}

fn the_publisher_is_killed(place: &mut Place) {
    broken(place, "publisher killed", |place, site, moment| {
        let mut command = place.publishing(site);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program runs");
        thread::sleep(moment.after);
        // It may have ended just before.
        let _ = child.kill();
        let _ = child.wait();
    });
}

/// The host keeps its files on a small disk, and somebody else fills that up.
fn the_disk_is_full(place: &mut Place) {
    let www = place.host.folder.path().join("www");
    let Some(_disk) = hosts::or_skip("a full disk", hosts::SmallDisk::at(&www)) else {
        return;
    };
    broken(place, "disk full", |place, site, moment| {
        let filler = www.join("filler");
        hosts::fill(&filler, moment.space);
        let output = place.publishing(site).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        fs::remove_file(&filler).expect("removed");
    });
}

fn breaks(place: Result<Place, String>, name: &str) {
    let Some(mut place) = hosts::or_skip(name, place) else {
        return;
    };
    the_disk_is_full(&mut place);
    the_line_is_cut(&mut place);
    the_server_is_killed(&mut place);
    the_publisher_is_killed(&mut place);
}

/// Reads files where the server keeps them.
fn on_disk(root: PathBuf) -> Read {
    Arc::new(move |path| match fs::read(root.join(path)) {
        Ok(bytes) => Found::Bytes(bytes),
        Err(_) => Found::Missing,
    })
}

#[cfg(feature = "publish-sftp")]
#[test]
fn an_sftp_host_is_whole_whatever_breaks() {
    let place = hosts::sshd(true).map(|host| {
        let line = Line::to(host.port);
        let www = host.folder.path().join("www");
        Place {
            name: "SFTP",
            to: format!("sftp://127.0.0.1:{}{}", line.port, www.display()),
            login: hosts::trust,
            read: on_disk(www),
            line,
            host,
        }
    });
    breaks(place, "SFTP");
}

#[cfg(feature = "publish-webdav")]
#[test]
fn a_webdav_host_is_whole_whatever_breaks() {
    let place = hosts::nginx().map(|host| {
        let line = Line::to(host.port);
        let port = host.port;
        Place {
            name: "WebDAV",
            to: format!("webdav://127.0.0.1:{}/www", line.port),
            login: hosts::user,
            read: Arc::new(move |path| hosts::found(port, &format!("/www/{path}"))),
            line,
            host,
        }
    });
    breaks(place, "WebDAV");
}

#[cfg(feature = "publish-s3")]
#[test]
fn a_bucket_is_whole_whatever_breaks() {
    let place = hosts::moto().map(|host| {
        hosts::http(&host, "PUT", "/kunta", hosts::SIGNED, "");
        let line = Line::to(host.port);
        let port = host.port;
        Place {
            name: "S3",
            to: format!(
                "s3://kunta/www?region=us-east-1&endpoint=http://127.0.0.1:{}",
                line.port
            ),
            login: hosts::keys,
            read: Arc::new(move |path| hosts::found(port, &format!("/kunta/www/{path}"))),
            line,
            host,
        }
    });
    let Some(mut place) = hosts::or_skip("S3", place) else {
        return;
    };
    // This server keeps all in memory: killed, it would begin with nothing.
    the_line_is_cut(&mut place);
    the_publisher_is_killed(&mut place);
}

#[cfg(feature = "publish-ftps")]
#[test]
fn an_ftp_host_is_whole_whatever_breaks() {
    let place = hosts::proftpd(true).map(|host| {
        let line = Line::to(host.port);
        Place {
            name: "FTP",
            // Only commands go through the line: files have lines of their own.
            to: format!("ftps://127.0.0.1:{}/", line.port),
            login: |host, command| {
                hosts::user(host, command);
                command.env("TOTEUMA_PUBLISH_CA", host.folder.path().join("ca.pem"));
            },
            read: on_disk(host.folder.path().join("www")),
            line,
            host,
        }
    });
    breaks(place, "FTP");
}

#[cfg(feature = "publish-azblob")]
#[test]
fn an_azure_container_is_whole_whatever_breaks() {
    let (account, token) = (hosts::AZURE_ACCOUNT, hosts::AZURE_TOKEN);
    let place = hosts::azurite().map(|host| {
        let container = format!("/{account}/$web?restype=container&{token}");
        hosts::http(&host, "PUT", &container, "", "");
        let line = Line::to(host.port);
        let port = host.port;
        Place {
            name: "Azure",
            to: format!(
                "azblob://$web?account={account}&endpoint=http://127.0.0.1:{}/{account}",
                line.port
            ),
            login: |_, command| {
                command.env("AZURE_STORAGE_KEY", hosts::AZURE_KEY);
            },
            read: Arc::new(move |path| {
                let path = hosts::encoded(path);
                hosts::found(port, &format!("/{account}/$web/{path}?{token}"))
            }),
            line,
            host,
        }
    });
    let Some(mut place) = hosts::or_skip("Azure", place) else {
        return;
    };
    // This server, too, forgets when it is killed.
    the_line_is_cut(&mut place);
    the_publisher_is_killed(&mut place);
}
