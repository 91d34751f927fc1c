//! The shipped site in a real browser and under other people's checkers; `browser/` holds the checks.
//!
//! Chromium, Node.js, Java, the npm packages and the web servers are installed when they are
//! missing and that is possible. When they still are missing, one line says what was skipped; with `CI` set that fails.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{OnceLock, PoisonError, RwLock};

#[test]
fn every_link_leads_somewhere() {
    check("links");
}

#[test]
fn every_page_behaves_in_a_browser() {
    check("behaviour");
}

#[test]
fn every_page_is_light_to_load() {
    check("weight");
}

#[test]
fn every_page_passes_axe() {
    check("axe");
}

#[test]
fn html_and_css_satisfy_the_nu_checker() {
    check("checker");
}

#[test]
fn html_validate_and_stylelint_are_quiet() {
    check("lint");
}

#[test]
fn the_reference_passes_axe_and_the_checkers() {
    check_on(|site| &site.reference, "links checker lint axe");
}

#[cfg(feature = "serve")]
#[test]
fn the_preview_follows_the_files() {
    check("preview");
}

#[test]
fn the_editor_completes_and_warns() {
    check("editor");
}

#[test]
fn web_servers_serve_the_site_at_the_root() {
    serve("root", "https://talous.example.fi/", false);
}

#[test]
fn web_servers_serve_the_site_from_a_folder() {
    serve("folder", "https://www.example.fi/talous/", false);
}

#[test]
fn web_servers_send_packed_copies() {
    serve("packed", "https://talous.example.fi/", true);
    serve("packed-folder", "https://www.example.fi/talous/", true);
}

// Tests start in the order of their names, so this one waits for nobody who has yet to start.
#[test]
fn lighthouse_gives_full_marks() {
    check("lighthouse");
}

/// Runs one check of `browser/run.mjs` on the built site and shows what it says when it fails.
fn check(name: &str) {
    check_on(|site| &site.output, name);
}

/// Runs checks on one of the built sites.
fn check_on(folder: fn(&Site) -> &Path, names: &str) {
    let site = match setup() {
        Setup::Ready(site) => site,
        Setup::Missing(_) if !on_ci() => return,
        Setup::Missing(reason) => panic!("The browser tests cannot run: {reason}"),
        Setup::Broken(reason) => panic!("The shipped site does not build: {reason}"),
    };
    check_folder(site, folder(site), names);
}

fn check_folder(site: &Site, folder: &Path, names: &str) {
    let output = in_turn(names, || {
        Command::new("node")
            .arg(checks().join("run.mjs"))
            .arg(folder)
            .args(names.split(' '))
            .env("CHROME_PATH", &site.chrome)
            .env("TOTEUMA", env!("CARGO_BIN_EXE_toteuma"))
            .output()
            .expect("node answered a moment ago")
    });
    assert!(output.status.success(), "{}", words(&output));
}

/// Checks the shipped site as it is at an address, behind servers with the files made for them.
fn serve(name: &str, address: &str, packed: bool) {
    let Setup::Ready(site) = setup() else {
        // The reason is told by the other checks.
        assert!(!on_ci(), "The browser tests cannot run");
        return;
    };
    if let Err(reason) = servers() {
        assert!(!on_ci(), "The servers cannot run: {reason}");
        return;
    }
    let output = built_for_hosts(name, address, packed).expect("the shipped site builds");
    check_folder(site, &output, "links hosts");
}

/// Lighthouse measures time, so it has the machine to itself; the others share it.
fn in_turn<T>(name: &str, work: impl FnOnce() -> T) -> T {
    static TURN: RwLock<()> = RwLock::new(());
    if name == "lighthouse" {
        let _alone = TURN.write().unwrap_or_else(PoisonError::into_inner);
        work()
    } else {
        let _shared = TURN.read().unwrap_or_else(PoisonError::into_inner);
        work()
    }
}

/// What all checks need, made once.
enum Setup {
    Ready(Site),
    /// This machine lacks a program.
    Missing(String),
    /// The site does not build.
    Broken(String),
}

struct Site {
    output: PathBuf,
    /// The pages of `toteuma reference`.
    reference: PathBuf,
    chrome: PathBuf,
}

fn setup() -> &'static Setup {
    static SETUP: OnceLock<Setup> = OnceLock::new();
    SETUP.get_or_init(|| {
        let chrome = match programs() {
            Ok(chrome) => chrome,
            Err(reason) => return missing(&reason),
        };
        match (built_site(), built_reference()) {
            (Ok(output), Ok(reference)) => Setup::Ready(Site {
                output,
                reference,
                chrome,
            }),
            (Err(reason), _) | (_, Err(reason)) => Setup::Broken(reason),
        }
    })
}

fn missing(reason: &str) -> Setup {
    Setup::Missing(skipped("the browser tests", reason))
}

/// Says on one line what is skipped and why; the reason on one line.
fn skipped(what: &str, reason: &str) -> String {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if !on_ci() {
        // Written past the test runner, which keeps what passing tests print to itself.
        writeln!(std::io::stderr(), "Skipped {what}: {reason}").ok();
    }
    reason
}

fn on_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

fn checks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// Builds the shipped site with the crate's own program.
fn built_site() -> Result<PathBuf, String> {
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-site");
    if output.exists() {
        fs::remove_dir_all(&output).map_err(|error| format!("{}: {error}", output.display()))?;
    }
    let mut build = Command::new(env!("CARGO_BIN_EXE_toteuma"));
    build.args(["build", env!("CARGO_MANIFEST_DIR"), "--output"]);
    run(build.arg(&output))?;
    Ok(output)
}

/// Builds the shipped content as it would be for an address and for all hosts.
fn built_for_hosts(name: &str, address: &str, packed: bool) -> Result<PathBuf, String> {
    let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-hosts-{name}"));
    if site.exists() {
        fs::remove_dir_all(&site).map_err(|error| format!("{}: {error}", site.display()))?;
    }
    fs::create_dir_all(&site).map_err(|error| format!("{}: {error}", site.display()))?;
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    run(Command::new("cp").arg("-R").arg(shipped).arg(&site))?;
    let settings = site.join("content/site.yaml");
    let text = fs::read_to_string(&settings).map_err(|error| error.to_string())?;
    let told = text.lines().filter(|line| !line.starts_with("address:"));
    let mut text = told.collect::<Vec<_>>().join("\n");
    text.push_str(&format!("\naddress: {address}\n"));
    if packed {
        text.push_str("precompressed: true\n");
    }
    text.push_str("hosts:\n");
    for host in [
        "apache",
        "nginx",
        "lighttpd",
        "caddy",
        "iis",
        "netlify",
        "github-pages",
    ] {
        text.push_str(&format!("  - {host}\n"));
    }
    fs::write(&settings, text).map_err(|error| error.to_string())?;
    run(Command::new(env!("CARGO_BIN_EXE_toteuma"))
        .arg("build")
        .arg(&site))?;
    Ok(site.join("output"))
}

/// Writes and builds the reference with the crate's own program.
fn built_reference() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-reference");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    run(Command::new(env!("CARGO_BIN_EXE_toteuma"))
        .arg("reference")
        .arg(&folder))?;
    Ok(folder.join("output"))
}

/// Finds or installs all that the checks run on; the path of Chromium, or what is missing in words.
fn programs() -> Result<PathBuf, String> {
    let absent = absent_packages();
    let installed = if absent.is_empty() {
        Ok(())
    } else {
        apt_install(&absent)
    };
    let still_absent = absent_packages();
    if !still_absent.is_empty() {
        let why = installed
            .err()
            .map(|error| format!(" ({error})"))
            .unwrap_or_default();
        return Err(format!("install {}{why}", still_absent.join(", ")));
    }
    install_node_packages()?;
    chrome().ok_or_else(|| "install chromium".to_owned())
}

/// Debian's names of the packages whose programs are not here.
fn absent_packages() -> Vec<&'static str> {
    let mut absent = Vec::new();
    if chrome().is_none() {
        absent.push("chromium");
    }
    if !node_is_new_enough() {
        absent.push("nodejs (20.19 or later)");
    }
    if run(Command::new("npm").arg("--version")).is_err() {
        absent.push("npm");
    }
    if run(Command::new("java").arg("-version")).is_err() {
        absent.push("default-jre-headless");
    }
    absent
}

/// Finds or installs the web servers, once.
fn servers() -> Result<(), String> {
    static FOUND: OnceLock<Result<(), String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let absent = absent_servers();
        let installed = if absent.is_empty() {
            Ok(())
        } else {
            apt_install(&absent)
        };
        let still_absent = absent_servers();
        if still_absent.is_empty() {
            return Ok(());
        }
        let why = installed.err().map(|error| format!(" ({error})"));
        let reason = format!(
            "install {}{}",
            still_absent.join(", "),
            why.unwrap_or_default()
        );
        Err(skipped("the tests of web servers", &reason))
    });
    found.clone()
}

/// Debian's names of the servers that are not here; of Apache without what starts it by itself.
fn absent_servers() -> Vec<&'static str> {
    let packages = [
        ("nginx", "nginx"),
        ("apache2", "apache2-bin"),
        ("lighttpd", "lighttpd"),
        ("caddy", "caddy"),
    ];
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = std::env::split_paths(&folders).collect();
    folders.extend(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    let is_here = |name: &str| folders.iter().any(|folder| folder.join(name).is_file());
    let absent = packages.iter().filter(|(name, _)| !is_here(name));
    absent.map(|(_, package)| *package).collect()
}

/// `CHROME_PATH`, or the first known browser on the search path.
fn chrome() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CHROME_PATH").map(PathBuf::from) {
        return path.is_file().then_some(path);
    }
    let folders = std::env::var_os("PATH")?;
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

/// The checkers among the npm packages ask for Node.js 20.19.
fn node_is_new_enough() -> bool {
    let Ok(version) = run(Command::new("node").arg("--version")) else {
        return false;
    };
    let mut parts = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else {
        return false;
    };
    (major, minor) >= (20, 19)
}

/// Installs Debian packages, which only root may do.
fn apt_install(packages: &[&str]) -> Result<(), String> {
    let root = run(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0");
    if !root {
        return Err("only root can install them".to_owned());
    }
    let names = packages
        .iter()
        .filter_map(|package| package.split(' ').next());
    run(Command::new("apt-get").arg("update"))?;
    run(Command::new("apt-get")
        .args(["install", "-y", "--no-install-recommends"])
        .args(names)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    Ok(())
}

/// Installs the npm packages of the lock file, unless that very lock file is installed already.
fn install_node_packages() -> Result<(), String> {
    let folder = checks();
    let lock = fs::read(folder.join("package-lock.json"))
        .map_err(|error| format!("package-lock.json: {error}"))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    // No package needs its install script: the browser is the machine's own.
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts"])
        .env("PUPPETEER_SKIP_DOWNLOAD", "1")
        .current_dir(&folder))
    .map_err(|error| format!("the npm packages cannot be installed ({error})"))?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// The program's output, or on one line why there is none.
fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{name}: {}", words(&output)))
}

fn words(output: &Output) -> String {
    let [stdout, stderr] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{}\n{stdout}{stderr}", output.status)
}
