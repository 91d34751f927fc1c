//! `toteuma serve`: what a browser gets is what a build writes, after every kind of edit, and nobody
//! else gets anything.

#![cfg(feature = "serve")]

mod previewing;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use previewing::{Preview, copied, files, root, small_site, toteuma, written};

/// Every file is what a clean build writes, and no other is there.
fn same(preview: &Preview, site: &Path, paths: &mut Vec<String>) {
    let differing = preview.differing(site, paths);
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn every_file_is_the_one_of_a_build() {
    let packed = copied(root());
    let settings = packed.path().join("content/site.yaml");
    let mut text = fs::read_to_string(&settings).expect("settings");
    text.push_str("precompressed: true\nhosts:\n  - apache\n  - nginx\n");
    fs::write(&settings, text).expect("settings");
    let mistaken = root().join("tests/findings/margin-mismatch");
    for site in [
        root().to_owned(),
        packed.path().to_owned(),
        root().join("tests/sites/languages"),
        mistaken,
    ] {
        let preview = Preview::of(&site);
        same(&preview, &site, &mut Vec::new());
    }
}

#[test]
fn nothing_is_written() {
    let site = small_site();
    let before = files(site.path());
    let preview = Preview::of(site.path());
    assert_eq!(preview.get("/a/").status, 200);
    written(
        site.path(),
        "content/a/page.md",
        b"---\ntitle: AAA\n---\nTeksti.\n",
    );
    while !preview.get("/a/").text().contains("<h1>AAA</h1>") {}
    let after = files(site.path());
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    assert!(!site.path().join("output").exists());
}

#[test]
fn a_port_in_use_is_told() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let site = small_site();
    let run = toteuma()
        .args(["--lang", "en", "serve", "--port", &port])
        .arg(site.path())
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(2));
    assert!(told.contains(&port) && told.contains("--port 0"), "{told}");
    let nowhere = toteuma()
        .args(["serve", "nowhere"])
        .output()
        .expect("the program runs");
    assert_eq!(nowhere.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let site = small_site();
    let preview = Preview::of(site.path());
    let mut follower = preview.connected();
    let request = format!(
        "GET /.toteuma/events?path=%2F HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
        preview.port
    );
    follower.write_all(request.as_bytes()).expect("sent");
    assert_eq!(preview.interrupted(), Some(0));
}

/// Every way in which editors, people and Git change files, each followed by a look at every page.
#[test]
fn every_kind_of_edit_ends_right() {
    let site = small_site();
    let at = |path: &str| site.path().join("content").join(path);
    let page = |title: &str| format!("---\ntitle: {title}\n---\nTeksti.\n");
    let preview = Preview::of(site.path());
    let mut paths = Vec::new();
    let mut look = || same(&preview, site.path(), &mut paths);
    look();
    // A save by another name, as editors do it.
    fs::write(at("a/.page.md.swp"), "x").expect("a file");
    fs::write(at("a/page.md~"), page("Uusi A")).expect("a file");
    fs::rename(at("a/page.md~"), at("a/page.md")).expect("renamed");
    fs::remove_file(at("a/.page.md.swp")).expect("removed");
    look();
    // Several files at once.
    for name in ["a", "a/aa", "b"] {
        fs::write(at(name).join("page.md"), page(&format!("Kerralla {name}"))).expect("a file");
    }
    fs::write(at("site.yaml"), "name: Suurela\nlanguage: fi\n").expect("a file");
    look();
    // A new folder with folders in it.
    written(site.path(), "content/c/d/e/page.md", page("E").as_bytes());
    written(site.path(), "content/c/d/page.md", page("D").as_bytes());
    written(site.path(), "content/c/page.md", page("C").as_bytes());
    look();
    fs::write(at("c/d/e/page.md"), page("Uusi E")).expect("a file");
    look();
    // A folder renamed, and then a file in it.
    fs::rename(at("c"), at("f")).expect("renamed");
    look();
    fs::write(at("f/d/e/page.md"), page("Taas E")).expect("a file");
    look();
    // Removed, and made again at once.
    fs::remove_dir_all(at("f/d")).expect("removed");
    look();
    fs::remove_dir_all(at("a")).expect("removed");
    written(
        site.path(),
        "content/a/page.md",
        page("Palannut A").as_bytes(),
    );
    look();
    fs::write(at("a/page.md"), page("Palannut A taas")).expect("a file");
    look();
    // Moved out of the site and in again.
    let aside = site.path().join("aside");
    fs::rename(at("b"), &aside).expect("renamed");
    look();
    fs::write(aside.join("page.md"), page("B muualta")).expect("a file");
    fs::rename(&aside, at("b")).expect("renamed");
    look();
    fs::write(at("b/page.md"), page("B kotona")).expect("a file");
    look();
    // All of it replaced, as by a checkout.
    let whole = site.path().join("content");
    fs::rename(&whole, &aside).expect("renamed");
    for (path, bytes) in files(&aside) {
        written(site.path(), &format!("content/{path}"), &bytes);
    }
    fs::remove_dir_all(&aside).expect("removed");
    fs::write(at("a/page.md"), page("Uusi sisältö")).expect("a file");
    look();
    fs::write(at("b/page.md"), page("Viimeinen")).expect("a file");
    look();
    // A theme of the site's own.
    let footer = "<footer class=\"end\">Oma alatunniste</footer>";
    written(site.path(), "themes/oma/footer.html", footer.as_bytes());
    fs::write(at("site.yaml"), "name: Suurela\nlanguage: fi\ntheme: oma\n").expect("a file");
    look();
    written(
        site.path(),
        "themes/oma/static/css/oma.css",
        b"h1 { color: red; }\n",
    );
    look();
    written(
        site.path(),
        "themes/oma/static/css/oma.css",
        b"h1 { color: green; }\n",
    );
    look();
    fs::remove_dir_all(site.path().join("themes")).expect("removed");
    fs::write(at("site.yaml"), "name: Suurela\nlanguage: fi\n").expect("a file");
    look();
}

#[test]
fn pages_stay_while_the_data_is_broken() {
    let site = small_site();
    let page = site.path().join("content/a/page.md");
    let sound = fs::read(&page).expect("a file");
    let preview = Preview::of(site.path());
    let before = preview.file("a/index.html").expect("a page");
    fs::write(&page, "---\ntitle: A\ntitel: B\n---\n").expect("a file");
    preview.line_with("1 error, ");
    let line = "content/a/page.md:3:1";
    while !preview.get("/a/").text().contains(line) {}
    let broken = preview.get("/a/").text();
    assert_eq!(preview.file("a/index.html"), Some(before));
    for told in [
        "content/a/page.md:3:1",
        "unknown-key",
        "did you mean title?",
        "<details open>",
    ] {
        assert!(broken.contains(told), "{told}: {broken}");
    }
    // Broken from the beginning, there is no page to keep.
    let other = Preview::of(site.path());
    let answer = other.get("/a/");
    assert_eq!(answer.status, 503);
    assert!(
        answer.text().contains("content/a/page.md:3:1"),
        "{}",
        answer.text()
    );
    fs::write(&page, &sound).expect("a file");
    for preview in [&preview, &other] {
        preview.line_with("ready");
        same(preview, site.path(), &mut Vec::new());
        assert!(!preview.get("/a/").text().contains("<details"));
    }
}

#[test]
fn a_broken_theme_keeps_the_pages_too() {
    let site = small_site();
    fs::write(
        site.path().join("content/site.yaml"),
        "name: Pikkula\nlanguage: fi\ntheme: oma\n",
    )
    .expect("a file");
    let footer = written(
        site.path(),
        "themes/oma/footer.html",
        b"<footer class=\"end\">A</footer>",
    );
    let preview = Preview::of(site.path());
    let before = preview.file("index.html");
    fs::write(&footer, "{% if %}").expect("a file");
    preview.line_with("cannot be made");
    preview.line_with("footer.html");
    assert_eq!(preview.file("index.html"), before);
    assert!(preview.get("/").text().contains("footer.html"));
    // A word that only the page itself can miss.
    fs::write(&footer, "{{ words.nothing.at.all }}").expect("a file");
    preview.line_with("ready");
    let page = preview.get("/");
    assert!(page.text().contains("footer.html"), "{}", page.text());
    fs::write(&footer, "<footer class=\"end\">B</footer>").expect("a file");
    preview.line_with("ready");
    same(&preview, site.path(), &mut Vec::new());
}

/// A page hears of its own changes and of the findings, and of nothing else.
#[test]
fn open_pages_hear_what_concerns_them() {
    let site = small_site();
    let preview = Preview::of(site.path());
    let mut stream = preview.connected();
    let request = format!(
        "GET /.toteuma/events?path=%2Fa%2F HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
        preview.port
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut told = String::new();
    // The sum of the page and all that is told of it, when the next news have come.
    let mut news = || {
        let mut buffer = [0; 4096];
        loop {
            if let Some((one, rest)) = told.split_once("\n\n") {
                let (one, rest) = (one.to_owned(), rest.to_owned());
                told = rest;
                if let Some((_, news)) = one.split_once("data: ") {
                    return (
                        news.split('"').nth(3).expect("a sum").to_owned(),
                        news.to_owned(),
                    );
                }
                continue;
            }
            let bytes = stream.read(&mut buffer).expect("news");
            assert!(bytes > 0, "the line was closed");
            told.push_str(&String::from_utf8_lossy(&buffer[..bytes]));
        }
    };
    let (first, _) = news();
    let sum = format!("data-page=\"{first}\"");
    assert!(preview.get("/a/").text().contains(&sum));
    written(
        site.path(),
        "content/b/page.md",
        b"---\ntitle: B2\n---\nTeksti.\n",
    );
    while !preview.get("/b/").text().contains("B2") {}
    assert_eq!(news().0, first);
    assert!(preview.get("/a/").text().contains(&sum));
    written(
        site.path(),
        "content/a/page.md",
        b"---\ntitle: A2\n---\nTeksti.\n",
    );
    let changed = loop {
        match news() {
            (page, _) if page == first => {}
            (page, _) => break page,
        }
    };
    written(site.path(), "content/b/page.md", b"---\ntitel: B\n---\n");
    let kept = loop {
        match news() {
            (page, told) if told.contains("content/b/page.md:2:1") => break page,
            _ => {}
        }
    };
    assert_eq!(kept, changed);
}

/// Fifty edits without a pause to look, of a site that a repository holds.
#[test]
fn random_edits_end_as_a_clean_build() {
    let site = copied(root());
    let git = |arguments: &[&str]| {
        let run = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@a.example"])
            .args(arguments)
            .current_dir(site.path())
            .output();
        assert!(run.expect("git runs").status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "a"]);
    let preview = Preview::of(site.path());
    let mut paths = Vec::new();
    same(&preview, site.path(), &mut paths);
    let mut noise = 7_u32;
    let mut below = |limit: usize| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        noise as usize % limit
    };
    for number in 0..50 {
        let content = site.path().join("content");
        let all: Vec<String> = files(&content).into_keys().collect();
        let place = content.join(&all[below(all.len())]);
        let text = fs::read(&place).expect("a file");
        match below(7) {
            0 => fs::write(&place, [&text[..], b"\n"].concat()).expect("a file"),
            1 => {
                let aside = place.with_extension("tmp");
                fs::write(&aside, [&text[..], b"\n"].concat()).expect("a file");
                fs::rename(&aside, &place).expect("renamed");
            }
            2 => fs::remove_file(&place).expect("removed"),
            3 => drop(fs::rename(
                place.parent().expect("a folder"),
                content.join(format!("{number}-siirretty-{number}")),
            )),
            4 => {
                let page = format!("---\ntitle: Sivu {number}\n---\nTeksti {number}.\n");
                written(&content, &format!("sivu-{number}/page.md"), page.as_bytes());
            }
            5 => git(&["stash", "--quiet", "--include-untracked"]),
            _ => fs::write(&place, &text[..text.len() / 2]).expect("a file"),
        }
    }
    git(&["checkout", "--quiet", "--force", "HEAD"]);
    git(&["clean", "--quiet", "-d", "--force"]);
    same(&preview, site.path(), &mut paths);
    assert!(toteuma().arg("check").arg(site.path()).output().is_ok());
}
