//! `toteuma publish` to a branch of a Git repository on this machine, by the real `git`.

#![cfg(unix)]

mod publishing;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use publishing::{RECORD, add, build, built, publish, run, small_site, toteuma, write};

/// A repository that others push to; `main` is shown first.
struct Remote(tempfile::TempDir);

impl Remote {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let remote = Self(folder);
        remote.git(&["init", "--quiet", "--bare", "--initial-branch=main", "."]);
        remote
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn url(&self, branch: &str) -> String {
        format!("git+file://{}?branch={branch}", self.path().display())
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = git();
        let output = command.arg("-C").arg(self.path()).args(arguments).output();
        let output = output.expect("git runs");
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {words}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Somebody's own files on a branch, beside those that are there.
    fn commit(&self, branch: &str, files: &[(&str, &str)]) {
        let work = tempfile::tempdir().expect("a folder");
        let at = work.path().display().to_string();
        let bare = self.path().display().to_string();
        let inside = |arguments: &[&str]| {
            let mut command = git();
            let output = command.arg("-C").arg(&at).args(arguments).output();
            output.expect("git runs").status.success()
        };
        assert!(inside(&[
            "init",
            "--quiet",
            "--initial-branch",
            branch,
            "."
        ]));
        // There may be no such branch yet.
        let _ = inside(&["pull", "--quiet", &bare, branch]);
        for (path, text) in files {
            write(work.path(), path, text);
        }
        assert!(inside(&["add", "--all"]));
        assert!(inside(&["commit", "--quiet", "-m", "omat"]));
        let to = format!("{branch}:{branch}");
        assert!(inside(&["push", "--quiet", &bare, &to]));
    }

    fn files(&self, branch: &str) -> BTreeMap<String, Vec<u8>> {
        let names = self.git(&["ls-tree", "-r", "-z", "--name-only", branch]);
        let names = names.split('\0').filter(|name| !name.is_empty());
        names
            .map(|name| {
                let mut command = git();
                command.arg("-C").arg(self.path());
                command.args(["cat-file", "blob", &format!("{branch}:{name}")]);
                (name.to_owned(), command.output().expect("git runs").stdout)
            })
            .collect()
    }

    /// The files of a branch without our record.
    fn published(&self, branch: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.files(branch);
        assert!(files.remove(RECORD).is_some(), "the record is there");
        files
    }

    fn commits(&self, branch: &str) -> String {
        self.git(&["rev-list", "--count", branch])
    }
}

fn git() -> Command {
    let mut command = Command::new("git");
    alone(&mut command);
    command.args(["-c", "user.name=Muu", "-c", "user.email=muu@example.fi"]);
    command
}

/// Without the settings of this machine.
fn alone(command: &mut Command) {
    command.env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
}

fn to_branch(site: &Path, to: &str, more: &[&str]) -> (Option<i32>, String) {
    let mut command = publish(site, to, more);
    alone(&mut command);
    run(command)
}

/// A program `git` that does something before it pushes.
fn before_push(folder: &Path, what: &str) {
    let real = Command::new("sh").args(["-c", "command -v git"]).output();
    let real = String::from_utf8(real.expect("a shell").stdout).expect("a path");
    let real = real.trim();
    let what = what.replace("git ", &format!("{real} "));
    let script =
        format!("#!/bin/sh\ncase \" $* \" in *' push '*) {what};; esac\nexec {real} \"$@\"\n");
    write(folder, "git", &script);
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.join("git"), executable).expect("a program");
}

#[test]
fn a_branch_gets_one_commit_for_each_change() {
    let site = small_site();
    let remote = Remote::new();
    remote.commit("main", &[("README.md", "lähteet")]);
    let to = remote.url("pages");

    let (code, words) = to_branch(site.path(), &to, &["--dry-run"]);
    assert_eq!(code, Some(0), "{words}");
    let told = words.lines().filter(|line| line.starts_with("new "));
    assert_eq!(told.count(), built(site.path()).len());
    assert_eq!(remote.git(&["branch", "--list", "pages"]), "");

    let mut command = toteuma();
    command.arg("build").arg(site.path());
    let (code, words) = run({
        command.args(["--revision", "a1b2c3"]);
        command
    });
    assert_eq!(code, Some(0), "{words}");
    let (code, words) = to_branch(site.path(), &to, &[]);
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(remote.published("pages"), built(site.path()));
    assert_eq!(remote.commits("pages"), "1");
    let told = remote.git(&["log", "-1", "--format=%an %s", "pages"]);
    assert_eq!(told, "toteuma Publish the site of revision a1b2c3");

    let (code, words) = to_branch(site.path(), &to, &[]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("nothing to send"), "{words}");
    assert_eq!(remote.commits("pages"), "1");

    // Others have added their own, among them a name with all kinds of signs.
    let others = [("CNAME", "www.example.fi\n"), ("muut/ä \"ö\\.txt", "x")];
    remote.commit("pages", &others);
    fs::remove_dir_all(site.path().join("content/poistuva")).expect("removed");
    write(
        site.path(),
        "content/a/page.md",
        "---\ntitle: A\n---\nUusi.\n",
    );
    build(site.path());
    let (code, words) = to_branch(site.path(), &to, &["--dry-run"]);
    assert_eq!(code, Some(0), "{words}");
    let gone = "removed      poistuva/index.html";
    assert!(words.lines().any(|line| line == gone), "{words}");
    let mut command = publish(site.path(), &to, &[]);
    alone(&mut command);
    command.env("GIT_COMMITTER_NAME", "Viestintä");
    command.env("GIT_COMMITTER_EMAIL", "viestinta@example.fi");
    let (code, words) = run(command);
    assert_eq!(code, Some(0), "{words}");
    let mut expected = built(site.path());
    for (path, text) in others {
        expected.insert(path.to_owned(), text.into());
    }
    assert_eq!(remote.published("pages"), expected);
    assert_eq!(remote.commits("pages"), "3", "history is kept");
    let told = remote.git(&["log", "-1", "--format=%an %s", "pages"]);
    assert_eq!(told, "Viestintä Publish the site");
    assert_eq!(
        remote.files("main").len(),
        1,
        "the sources are as they were"
    );

    // The same address tells whether the branch is whole.
    let verify = || {
        let mut command = toteuma();
        alone(&mut command);
        command.arg("verify").arg(&to);
        run(command)
    };
    let (code, words) = verify();
    assert_eq!(code, Some(0), "{words}");
    remote.commit("pages", &[("index.html", "muu")]);
    let (code, words) = verify();
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("changed: index.html"), "{words}");
}

#[test]
fn a_branch_of_sources_is_not_published_to() {
    let site = small_site();
    let remote = Remote::new();
    // An empty repository has nothing to lose.
    let (code, words) = to_branch(site.path(), &remote.url("main"), &[]);
    assert_eq!(code, Some(0), "{words}");
    // What is ours already may be published to again.
    write(
        site.path(),
        "content/a/page.md",
        "---\ntitle: A\n---\nUusi.\n",
    );
    build(site.path());
    let (code, words) = to_branch(site.path(), &remote.url("main"), &[]);
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(remote.published("main"), built(site.path()));

    let remote = Remote::new();
    for branch in ["main", "master", "kehitys"] {
        remote.commit(branch, &[("src/oma.txt", "oma")]);
    }
    remote.git(&["symbolic-ref", "HEAD", "refs/heads/kehitys"]);
    for branch in ["main", "master", "kehitys"] {
        for more in [&[][..], &["--dry-run"], &["--take-over", "--force"]] {
            let (code, words) = to_branch(site.path(), &remote.url(branch), more);
            assert_eq!(code, Some(1), "{words}");
            assert!(words.contains(&format!("The branch {branch} ")), "{words}");
        }
        assert_eq!(remote.commits(branch), "1");
    }
}

#[test]
fn files_of_others_in_a_branch_are_refused_to_be_replaced() {
    let site = small_site();
    let remote = Remote::new();
    remote.commit("pages", &[("index.html", "muiden"), ("muut.txt", "muiden")]);
    remote.commit(
        "estetty",
        &[("a", "tiedosto, jonka nimi on meidän kansiomme")],
    );
    let to = remote.url("pages");
    let (code, words) = to_branch(site.path(), &to, &[]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("The branch pages holds files"), "{words}");
    let (code, words) = to_branch(site.path(), &to, &["--take-over"]);
    assert_eq!(code, Some(0), "{words}");
    let mut expected = built(site.path());
    expected.insert("muut.txt".to_owned(), b"muiden".to_vec());
    assert_eq!(remote.published("pages"), expected);

    let (code, words) = to_branch(site.path(), &remote.url("estetty"), &["--take-over"]);
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("same name"), "{words}");
    assert_eq!(remote.commits("estetty"), "1");
}

#[test]
fn a_site_that_lost_more_than_half_is_asked_about() {
    let site = small_site();
    let remote = Remote::new();
    let to = remote.url("pages");
    for number in 0..=2 * built(site.path()).len() {
        add(site.path(), &format!("vanha/{number}.csv"), "1;2\n");
    }
    let (code, words) = to_branch(site.path(), &to, &[]);
    assert_eq!(code, Some(0), "{words}");
    build(site.path());
    let (code, words) = to_branch(site.path(), &to, &[]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("--allow-shrink"), "{words}");
    assert_eq!(remote.commits("pages"), "1");
    let (code, words) = to_branch(site.path(), &to, &["--allow-shrink"]);
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(remote.published("pages"), built(site.path()));
}

#[test]
fn a_publisher_who_was_overtaken_changes_nothing() {
    let site = small_site();
    let remote = Remote::new();
    let at = remote.path().display().to_string();
    remote.commit("toinen", &[("muu.txt", "toisen")]);
    let shim = tempfile::tempdir().expect("a folder");
    before_push(
        shim.path(),
        &format!("git --git-dir={at} update-ref refs/heads/pages refs/heads/toinen"),
    );
    let path = format!(
        "{}:{}",
        shim.path().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    for _ in ["a branch that comes to be", "one that moves"] {
        let mut command = publish(site.path(), &remote.url("pages"), &["--take-over"]);
        alone(&mut command);
        let (code, words) = run({
            command.env("PATH", &path);
            command
        });
        assert_eq!(code, Some(1), "{words}");
        assert!(words.contains("Another publishing"), "{words}");
        assert_eq!(remote.files("pages").len(), 1);
        remote.commit("pages", &[("muu.txt", "kolmannen")]);
    }
}

#[test]
fn what_git_cannot_do_is_told() {
    let site = small_site();
    let remote = Remote::new();
    let hook = "#!/bin/sh\necho 'Haara on lukittu: salaisuus123' >&2\nexit 1\n";
    write(remote.path(), "hooks/pre-receive", hook);
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(remote.path().join("hooks/pre-receive"), executable).expect("a hook");
    let mut command = publish(site.path(), &remote.url("pages"), &[]);
    alone(&mut command);
    let (code, words) = run({
        command.env("CI_JOB_TOKEN", "salaisuus123");
        command
    });
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("Haara on lukittu: ***"), "{words}");
    assert!(
        !words.contains("salaisuus") && words.contains("as it was"),
        "{words}"
    );

    let mut command = publish(site.path(), &remote.url("pages"), &[]);
    let nothing = tempfile::tempdir().expect("a folder");
    let (code, words) = run({
        command.env("PATH", nothing.path());
        command
    });
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("no program git"), "{words}");

    for (to, why) in [
        (
            remote.url("pages").replace("?branch=pages", ""),
            "lacks the branch",
        ),
        (remote.url("a..b"), "lacks the branch"),
        (
            remote.url("pages").replace("?", "-ei-ole?"),
            "cannot be reached",
        ),
        (
            "git+https://minä:salasana@example.invalid/x?branch=p".to_owned(),
            "password",
        ),
    ] {
        let (code, words) = to_branch(site.path(), &to, &[]);
        assert_eq!(code, Some(2), "{words}");
        assert!(
            words.contains(why) && !words.contains("salasana"),
            "{why}: {words}"
        );
    }
}

#[test]
fn the_password_comes_from_the_environment_and_nobody_is_asked() {
    let site = small_site();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (told, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut line in listener.incoming().flatten() {
            let mut asked = [0; 4096];
            let count = line.read(&mut asked).unwrap_or_default();
            let _ = told.send(String::from_utf8_lossy(&asked[..count]).into_owned());
            let answer = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\
                          Content-Length: 0\r\nConnection: close\r\n\r\n";
            let _ = line.write_all(answer.as_bytes());
        }
    });
    let to = format!("git+http://127.0.0.1:{port}/x.git?branch=pages");
    let (code, words) = to_branch(site.path(), &to, &[]);
    assert_eq!(code, Some(2), "{words}");
    // In a repository that knows how its host is reached, as the machines of code hosts prepare it.
    let around = tempfile::tempdir().expect("a folder");
    for told in [
        &["init", "--quiet"][..],
        &[
            "config",
            &format!("http.http://127.0.0.1:{port}/.extraheader"),
            "X-Oma: \"a\\b\"",
        ],
    ] {
        let done = git().arg("-C").arg(around.path()).args(told).status();
        assert!(done.expect("git runs").success());
    }
    let mut command = publish(site.path(), &to, &[]);
    alone(&mut command);
    command.current_dir(around.path());
    let (code, words) = run({
        command.env("TOTEUMA_PUBLISH_USER", "julkaisija");
        command.env("TOTEUMA_PUBLISH_PASSWORD", "salasana");
        command
    });
    assert_eq!(code, Some(2), "{words}");
    assert!(!words.contains("salasana"), "{words}");
    let asked: Vec<String> = heard.try_iter().collect();
    // julkaisija:salasana
    let login = "Basic anVsa2Fpc2lqYTpzYWxhc2FuYQ==";
    let found = |what: &str| asked.iter().any(|head| head.contains(what));
    assert!(found(login) && found("X-Oma: \"a\\b\""), "{asked:?}");
}
