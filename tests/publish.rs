//! `toteuma publish` as people run it: into a folder, and to real servers on this machine, which
//! are installed when they can be. What breaks in the middle is in the unit tests of the protocol.

mod hosts;
mod publishing;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use publishing::{
    MANIFEST, RECORD, add, build, built, files, folder_url, large_site, publish, published, run,
    said, small_site, write,
};

#[test]
fn a_folder_gets_what_has_changed_and_keeps_what_is_not_ours() {
    let site = small_site();
    let host = tempfile::tempdir().expect("a folder");
    let (www, to) = (host.path(), folder_url(host.path()));
    write(www, "muut/sivu.html", "muiden");

    let (code, words) = run(publish(site.path(), &to, &["--dry-run"]));
    assert_eq!(code, Some(0), "{words}");
    let told: Vec<&str> = words
        .lines()
        .filter(|line| line.starts_with("new "))
        .collect();
    assert_eq!(told.len(), built(site.path()).len());
    let last: Vec<&str> = told[told.len() - 2..]
        .iter()
        .map(|line| line.split_whitespace().nth(1).unwrap_or_default())
        .collect();
    assert_eq!(last, ["index.html", MANIFEST], "{words}");
    assert_eq!(files(www).len(), 1, "a dry run changes nothing");

    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(0), "{words}");
    let mut expected = built(site.path());
    expected.insert("muut/sivu.html".to_owned(), b"muiden".to_vec());
    assert_eq!(published(www), expected);

    let record = fs::metadata(www.join(RECORD)).expect("the record");
    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("nothing to send"), "{words}");
    let after = fs::metadata(www.join(RECORD)).expect("the record");
    assert_eq!(record.modified().ok(), after.modified().ok());

    let earlier = built(site.path());
    fs::remove_dir_all(site.path().join("content/poistuva")).expect("removed");
    write(
        site.path(),
        "content/a/page.md",
        "---\ntitle: A\n---\nToinen.\n",
    );
    build(site.path());
    let changed = built(site.path());
    let sent = changed
        .iter()
        .filter(|(path, bytes)| earlier.get(*path) != Some(bytes));
    let sent: Vec<&String> = sent.map(|(path, _)| path).collect();
    let (_, words) = run(publish(site.path(), &to, &["--dry-run"]));
    let told = words.lines().filter(|line| line.starts_with("changed "));
    let mut told: Vec<&str> = told
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    told.sort_unstable();
    assert_eq!(told, sent, "{words}");
    let gone = words
        .lines()
        .any(|line| line == "removed      poistuva/index.html");
    assert!(gone, "{words}");
    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(0), "{words}");
    expected = changed;
    expected.insert("muut/sivu.html".to_owned(), b"muiden".to_vec());
    assert_eq!(published(www), expected);
    assert!(!www.join("poistuva").exists(), "its folder goes with it");
}

#[test]
fn a_file_of_others_in_the_way_is_refused() {
    let site = small_site();
    let host = tempfile::tempdir().expect("a folder");
    let to = folder_url(host.path());
    write(host.path(), "index.html", "muiden etusivu");
    for more in [&[][..], &["--dry-run"]] {
        let (code, words) = run(publish(site.path(), &to, more));
        assert_eq!(code, Some(1), "{words}");
        assert!(
            words.contains("1 file") && words.contains("index.html"),
            "{words}"
        );
        assert_eq!(files(host.path()).len(), 1);
    }
    let (code, words) = run(publish(site.path(), &to, &["--take-over"]));
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(published(host.path()), built(site.path()));
}

#[test]
fn what_is_not_a_built_site_is_not_published() {
    let host = tempfile::tempdir().expect("a folder");
    let to = folder_url(host.path());
    let site = tempfile::tempdir().expect("a folder");
    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("toteuma build"), "{words}");
    let site = small_site();
    let own = folder_url(&site.path().join("output"));
    let (code, words) = run(publish(site.path(), &own, &[]));
    assert_eq!(code, Some(2), "{words}");
    assert!(files(host.path()).is_empty());
}

#[test]
fn data_that_has_changed_since_the_build_is_noticed() {
    let site = small_site();
    let host = tempfile::tempdir().expect("a folder");
    let to = folder_url(host.path());
    let page = "---\ntitle: A\n---\nMuutos.\n";
    for name in ["content/a/page.md", "content/uusi/page.md"] {
        let before = fs::read_to_string(site.path().join(name)).ok();
        write(site.path(), name, page);
        for more in [&[][..], &["--dry-run"]] {
            let (code, words) = run(publish(site.path(), &to, more));
            assert_eq!(code, Some(1), "{words}");
            assert!(
                words.contains(name) && words.contains("toteuma build"),
                "{words}"
            );
        }
        assert!(files(host.path()).is_empty());
        match before {
            Some(text) => write(site.path(), name, &text),
            None => fs::remove_file(site.path().join(name)).expect("removed"),
        }
    }
    write(site.path(), "content/a/page.md", page);
    let (code, words) = run(publish(site.path(), &to, &["--as-built"]));
    assert_eq!(code, Some(0), "{words}");
}

#[test]
fn of_two_who_publish_at_once_one_does_and_the_other_hears_of_it() {
    let sites = [small_site(), small_site()];
    write(
        sites[1].path(),
        "content/a/page.md",
        "---\ntitle: A\n---\nToinen.\n",
    );
    build(sites[1].path());
    for round in 0..12 {
        let host = tempfile::tempdir().expect("a folder");
        let to = folder_url(host.path());
        let begun = sites.each_ref().map(|site| {
            let mut command = publish(site.path(), &to, &[]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().expect("the program runs")
        });
        let ended = begun.map(|child| said(&child.wait_with_output().expect("it ends")));
        let won: Vec<usize> = (0..2).filter(|who| ended[*who].0 == Some(0)).collect();
        let [winner] = won[..] else {
            // One may have been done before the other began.
            assert_eq!(won.len(), 2, "round {round}: {ended:?}");
            continue;
        };
        assert_eq!(ended[1 - winner].0, Some(1), "round {round}: {ended:?}");
        assert!(!ended[1 - winner].1.contains("--take-over"), "{ended:?}");
        assert_eq!(
            published(host.path()),
            built(sites[winner].path()),
            "round {round}"
        );
    }
}

#[test]
fn where_nothing_can_be_written_nothing_is_promised() {
    let site = small_site();
    let host = tempfile::tempdir().expect("a folder");
    write(host.path(), "tiedosto", "x");
    let to = format!("{}/tiedosto", folder_url(host.path()));
    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(2), "{words}");
    assert!(words.starts_with("Nothing was changed"), "{words}");
}

#[test]
fn a_password_in_the_address_is_refused_and_not_printed() {
    let site = small_site();
    for lang in ["fi", "en"] {
        let to = "webdavs://julkaisija:salasana@example.invalid/";
        let (code, words) = run(publish(site.path(), to, &["--lang", lang]));
        assert_eq!(code, Some(2), "{words}");
        assert!(!words.contains("salasana@") && words.contains("TOTEUMA_PUBLISH_PASSWORD"));
    }
}

/// What every host must do, whatever its kind. `prepared` gives the command what it needs to log in;
/// `files` are those on the host.
fn a_host_is_published_to(
    to: &str,
    prepared: &dyn Fn(&mut Command),
    files: &dyn Fn() -> BTreeMap<String, Vec<u8>>,
    put: &dyn Fn(&str, &str),
) {
    let site = small_site();
    let run = |more: &[&str]| {
        let mut command = publish(site.path(), to, more);
        prepared(&mut command);
        run(command)
    };
    let ours = || {
        let mut files = files();
        assert!(files.remove(RECORD).is_some(), "the record is there");
        files
    };
    put("muu sivu.html", "muiden");
    put("robots.txt", "muiden");
    add(site.path(), "ä ö+%.csv", "1;2\n");
    add(site.path(), "robots.txt", "omat");
    let (code, words) = run(&[]);
    assert_eq!(code, Some(1), "{words}");
    let (code, words) = run(&["--take-over"]);
    assert_eq!(code, Some(0), "{words}");
    let mut expected = built(site.path());
    expected.insert("muu sivu.html".to_owned(), b"muiden".to_vec());
    assert_eq!(ours(), expected);
    let (code, words) = run(&[]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("nothing to send"), "{words}");
    fs::remove_dir_all(site.path().join("content/poistuva")).expect("removed");
    write(
        site.path(),
        "content/a/page.md",
        "---\ntitle: A\n---\nToinen.\n",
    );
    build(site.path());
    let (code, words) = run(&[]);
    assert_eq!(code, Some(0), "{words}");
    let mut expected = built(site.path());
    expected.insert("muu sivu.html".to_owned(), b"muiden".to_vec());
    assert_eq!(ours(), expected);
}

#[cfg(all(unix, feature = "publish-webdav"))]
#[test]
fn a_webdav_host_is_published_to() {
    let Some(host) = hosts::or_skip("WebDAV", hosts::nginx()) else {
        return;
    };
    let www = host.folder.path().join("www");
    let login = |command: &mut Command| hosts::user(&host, command);
    let to = format!("webdav://127.0.0.1:{}/oma%20sivu", host.port);
    let root = www.join("oma sivu");
    let put = |path: &str, text: &str| write(&root, path, text);
    a_host_is_published_to(&to, &login, &|| files(&root), &put);
    // Without the password nothing works, and a wrong one is not repeated.
    let site = small_site();
    let mut command = publish(site.path(), &to, &[]);
    command.env("TOTEUMA_PUBLISH_USER", "julkaisija");
    command.env("TOTEUMA_PUBLISH_PASSWORD", "vaarasana");
    let (code, words) = run(command);
    assert_eq!(code, Some(2), "{words}");
    assert!(!words.contains("vaarasana"), "{words}");
}

#[cfg(all(unix, feature = "publish-sftp"))]
#[test]
fn an_sftp_host_is_published_to() {
    for replaces in [true, false] {
        let Some(host) = hosts::or_skip("SFTP", hosts::sshd(replaces)) else {
            return;
        };
        let www = host.folder.path().join("www");
        let login = |command: &mut Command| hosts::trust(&host, command);
        let to = format!("sftp://127.0.0.1:{}{}", host.port, www.display());
        let put = |path: &str, text: &str| write(&www, path, text);
        a_host_is_published_to(&to, &login, &|| files(&www), &put);
        let parts = files(&www);
        assert!(!parts.keys().any(|path| path.contains(".toteuma-old")));
    }
}

#[cfg(all(unix, feature = "publish-ftps"))]
#[test]
fn an_ftp_host_is_published_to() {
    for replaces in [true, false] {
        let Some(host) = hosts::or_skip("FTP", hosts::proftpd(replaces)) else {
            return;
        };
        let www = host.folder.path().join("www");
        let ca = host.folder.path().join("ca.pem");
        let login = |command: &mut Command| {
            command.env("TOTEUMA_PUBLISH_PASSWORD", hosts::PASSWORD);
            command.env("TOTEUMA_PUBLISH_CA", &ca);
        };
        let to = format!("ftps://julkaisija@127.0.0.1:{}/oma%20sivu", host.port);
        let root = www.join("oma sivu");
        let put = |path: &str, text: &str| write(&root, path, text);
        a_host_is_published_to(&to, &login, &|| files(&root), &put);
        let told = fs::read_to_string(host.folder.path().join("tls")).expect("a log");
        assert!(!told.contains("rejecting data connection"), "{told}");
    }
}

/// A wrong password and an unknown certificate are told at once, and no secret with them.
#[cfg(all(unix, feature = "publish-ftps"))]
#[test]
fn an_ftp_host_that_is_not_to_be_trusted_gets_nothing() {
    let Some(host) = hosts::or_skip("FTP", hosts::proftpd(true)) else {
        return;
    };
    let site = small_site();
    let to = format!("ftps://julkaisija@127.0.0.1:{}/", host.port);
    let refused = |to: &str, ca: bool, words: &str| {
        let mut command = publish(site.path(), to, &[]);
        command.env("TOTEUMA_PUBLISH_PASSWORD", "vaarasana");
        if ca {
            command.env("TOTEUMA_PUBLISH_CA", host.folder.path().join("ca.pem"));
        }
        let began = Instant::now();
        let (code, said) = run(command);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains(words) && !said.contains("vaarasana"),
            "{said}"
        );
        assert!(began.elapsed() < Duration::from_secs(5), "{said}");
    };
    refused(&to, true, "530");
    refused(&to, false, "certificate");
    // The certificate names an address, not this name.
    refused(&to.replace("127.0.0.1", "localhost"), true, "certificate");
    assert!(files(&host.folder.path().join("www")).is_empty());
}

#[cfg(all(unix, feature = "publish-s3"))]
#[test]
fn an_s3_host_is_published_to() {
    let Some(host) = hosts::or_skip("S3", hosts::moto()) else {
        return;
    };
    let login = |command: &mut Command| hosts::keys(&host, command);
    let to = format!(
        "s3://kunta/oma?region=us-east-1&endpoint=http://127.0.0.1:{}",
        host.port
    );
    let put = |path: &str, text: &str| {
        let path = path.replace(' ', "%20");
        hosts::http(
            &host,
            "PUT",
            &format!("/kunta/oma/{path}"),
            hosts::SIGNED,
            text,
        );
    };
    let files = || hosts::bucket(&host, "kunta", "oma/");
    let (head, _) = hosts::http(&host, "PUT", "/kunta", hosts::SIGNED, "");
    assert!(head.contains(" 200 "), "{head}");
    a_host_is_published_to(&to, &login, &files, &put);
    let (head, _) = hosts::http(&host, "GET", "/kunta/oma/index.html", hosts::SIGNED, "");
    assert!(
        head.contains("content-type: text/html; charset=utf-8"),
        "{head}"
    );
    assert!(head.contains("cache-control: no-cache"), "{head}");
}

#[cfg(all(unix, feature = "publish-azblob"))]
#[test]
fn an_azure_host_is_published_to() {
    let Some(host) = hosts::or_skip("Azure", hosts::azurite()) else {
        return;
    };
    let (account, token) = (hosts::AZURE_ACCOUNT, hosts::AZURE_TOKEN);
    let base = format!("http://127.0.0.1:{}/{account}", host.port);
    let to = format!("azblob://$web/oma?account={account}&endpoint={base}");
    let place = |name: &str| format!("/{account}/$web/{name}?{token}");
    let put = |path: &str, text: &str| {
        let path = format!("oma%2F{}", hosts::encoded(path));
        let (head, _) = hosts::http(
            &host,
            "PUT",
            &place(&path),
            "x-ms-blob-type: BlockBlob\r\n",
            text,
        );
        assert!(head.contains(" 201 "), "{head}");
    };
    let list = format!("/{account}/$web?restype=container&comp=list&prefix=oma/&{token}");
    let files = || {
        let (_, list) = hosts::http(&host, "GET", &list, "", "");
        let list = String::from_utf8_lossy(&list).into_owned();
        let names = list.split("<Name>").skip(1);
        let names = names.filter_map(|rest| rest.split_once("</Name>"));
        hosts::read(&host, names.map(|(name, _)| name.to_owned()), &place)
    };
    let container = format!("/{account}/$web?restype=container&{token}");
    let (head, _) = hosts::http(&host, "PUT", &container, "", "");
    assert!(head.contains(" 201 "), "{head}");
    let login = |command: &mut Command| {
        command.env("AZURE_STORAGE_KEY", hosts::AZURE_KEY);
    };
    a_host_is_published_to(&to, &login, &files, &put);
    let (head, _) = hosts::http(&host, "GET", &place("oma%2Findex.html"), "", "");
    assert!(
        head.contains("content-type: text/html; charset=utf-8"),
        "{head}"
    );
    assert!(head.contains("cache-control: no-cache"), "{head}");

    let asked = |to: &str, name: &str, value: &str| {
        let site = small_site();
        let mut command = publish(site.path(), to, &["--dry-run"]);
        command.env(name, value);
        run(command)
    };
    let line = format!(
        "AccountName={account};AccountKey={};BlobEndpoint={base}",
        hosts::AZURE_KEY
    );
    for (name, value) in [
        ("AZURE_STORAGE_SAS_TOKEN", format!("?{token}")),
        ("AZURE_STORAGE_CONNECTION_STRING", line),
    ] {
        let to = if name.ends_with("STRING") {
            "azblob://$web/muu"
        } else {
            &to
        };
        let (code, words) = asked(to, name, &value);
        assert!(code != Some(2), "{words}");
    }
    let wrong = format!("AAAA{}", hosts::AZURE_KEY);
    let (code, words) = asked(&to, "AZURE_STORAGE_KEY", &wrong);
    assert_eq!(code, Some(2), "{words}");
    assert!(!words.contains(hosts::AZURE_KEY), "{words}");
    let wrong = format!("{token}vaara");
    let (code, words) = asked(&to, "AZURE_STORAGE_SAS_TOKEN", &wrong);
    assert_eq!(code, Some(2), "{words}");
    assert!(!words.contains("sig="), "{words}");
}

#[cfg(all(unix, feature = "publish-gs"))]
#[test]
fn a_google_host_is_published_to() {
    let Some(host) = hosts::or_skip("Google", hosts::google()) else {
        return;
    };
    let to = format!("gs://kunta/oma?endpoint=http://127.0.0.1:{}", host.port);
    let put = |path: &str, text: &str| {
        let name = hosts::encoded(&format!("oma/{path}"));
        let place = format!("/upload/storage/v1/b/kunta/o?uploadType=media&name={name}");
        let (head, _) = hosts::http(&host, "POST", &place, "Content-Type: text/plain\r\n", text);
        assert!(head.contains(" 200 "), "{head}");
    };
    let place = |name: &str| format!("/download/storage/v1/b/kunta/o/{name}?alt=media");
    let list = "/storage/v1/b/kunta/o?prefix=oma/";
    let files = || {
        let (_, list) = hosts::http(&host, "GET", list, "", "");
        let list: serde_json::Value = serde_json::from_slice(&list).expect("JSON");
        let items = list["items"].as_array().cloned().unwrap_or_default();
        let names = items.iter().filter_map(|item| item["name"].as_str());
        hosts::read(&host, names.map(str::to_owned), &place)
    };
    let login = |command: &mut Command| {
        command.env("CLOUDSDK_AUTH_ACCESS_TOKEN", hosts::PASSWORD);
    };
    a_host_is_published_to(&to, &login, &files, &put);
    let (_, told) = hosts::http(
        &host,
        "GET",
        "/storage/v1/b/kunta/o/oma%2Findex.html",
        "",
        "",
    );
    let told: serde_json::Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!(told["contentType"], "text/html; charset=utf-8");
    assert_eq!(told["cacheControl"], "no-cache");
    // A key that is none is told at once, and not repeated.
    let site = small_site();
    write(site.path(), "avain.json", KEY);
    let mut command = publish(site.path(), &to, &[]);
    command.env(
        "GOOGLE_APPLICATION_CREDENTIALS",
        site.path().join("avain.json"),
    );
    let (code, words) = run(command);
    assert_eq!(code, Some(2), "{words}");
    assert!(!words.contains("salainenavain"), "{words}");
}

#[cfg(all(unix, feature = "publish-gs"))]
const KEY: &str = r#"{"type": "service_account", "client_email": "a@kunta.iam.gserviceaccount.com",
"private_key_id": "1", "private_key": "-----BEGIN PRIVATE KEY-----\nsalainenavain\n-----END PRIVATE KEY-----\n"}"#;

/// Of a large site, what tells of one changed page is sent, and not the list of all files.
#[test]
fn one_changed_page_sends_its_files_its_list_and_the_manifest() {
    let site = large_site();
    let host = tempfile::tempdir().expect("a folder");
    let to = folder_url(host.path());
    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(published(host.path()), built(site.path()));
    for (more, text) in [(&[][..], "Toinen."), (&["--quick"], "Kolmas.")] {
        let page = format!("---\ntitle: Sivu 7\n---\n{text}\n");
        write(site.path(), "content/iso/pieni/s7/page.md", &page);
        build(site.path());
        let asked = [&["--dry-run"], more].concat();
        let (_, words) = run(publish(site.path(), &to, &asked));
        let told = words.lines().filter(|line| line.starts_with("changed "));
        let told: Vec<&str> = told
            .filter_map(|line| line.split_whitespace().nth(1))
            .collect();
        let expected = [
            "iso/pieni/s7/index.html",
            "iso/pieni/toteuma-manifest.json",
            "iso/toteuma-manifest.json",
            MANIFEST,
        ];
        assert_eq!(told, expected, "{words}");
        let (code, words) = run(publish(site.path(), &to, more));
        assert_eq!(code, Some(0), "{words}");
        assert_eq!(published(host.path()), built(site.path()));
    }
    let (code, words) = run(publish(site.path(), &to, &[]));
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("nothing to send"), "{words}");
}
