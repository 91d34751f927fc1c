//! `toteuma publish`: the built site to its host, or with `--dry-run` what that would change.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::console::Console;
use super::{DONE, ERRORS, FAILURE, site};
use crate::locale::Locale;
use crate::publish::{self, Address, BadAddress, Entry, Options, Plan, Refusal, Stop, Unfit};

/// Publishes the site that build has made (SITE/output) on a host.
///
/// Only what has changed is sent: new files first, then pages, the front page last; what the site
/// no longer has is removed when all else is there and verified. Readers never meet a broken link.
/// Files that this program has not published are neither replaced nor removed. When the line
/// breaks, give the command again: it goes on from there.
///
/// Exit codes: 0 published, 1 refused until somebody decides, 2 the machine, the line or the host
/// failed.
///
/// Julkaisee valmiin sivuston palvelimelle: vain muuttuneet tiedostot, etusivu viimeisenä. Muiden
/// tiedostoihin ei kosketa. Jos yhteys katkeaa, anna komento uudelleen. Salasana annetaan
/// ympäristömuuttujassa, ei osoitteessa.
#[derive(Debug, clap::Args)]
#[command(after_help = TARGETS)]
pub struct Publish {
    /// The site's folder. / Sivuston kansio.
    #[arg(default_value = ".")]
    site: PathBuf,

    /// Where to: sftp://me@www.example.fi/srv/www. / Osoite, johon sivusto julkaistaan.
    #[arg(long, value_name = "URL")]
    to: String,

    /// The built folder; SITE/output when left out. / Valmiin sivuston kansio.
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// Tell what would happen to which file, and change nothing. / Kerro, mitä tehtäisiin.
    #[arg(long)]
    dry_run: bool,

    /// Replace files of others where the site has its own. / Korvaa muiden samannimiset tiedostot.
    #[arg(long)]
    take_over: bool,

    /// Remove even more than half of what is published. / Salli yli puolen poistaminen.
    #[arg(long)]
    allow_shrink: bool,

    /// Do not wait for another publishing that has broken off. / Älä odota katkennutta julkaisua.
    #[arg(long)]
    force: bool,

    /// Publish what was built although the data has changed since. / Julkaise, vaikka tiedot ovat
    /// muuttuneet sivuston tekemisen jälkeen.
    #[arg(long)]
    as_built: bool,

    /// Trust that what was published is still there, and look only where something changes: faster
    /// on a site of thousands of pages. / Katso vain, mikä muuttuu.
    #[arg(long)]
    quick: bool,

    /// How many times the host is tried again, later and later. / Montako kertaa yritetään uudelleen.
    #[arg(long, value_name = "TIMES", default_value_t = crate::publish::RETRIES)]
    retries: usize,
}

const TARGETS: &str = "\
Addresses / Osoitteet, and where passwords and keys come from / mistä salasana tai avain tulee:
  file:///FOLDER
  sftp://USER@HOST/FOLDER          the keys of ssh, or TOTEUMA_PUBLISH_KEY
  webdavs://HOST/FOLDER, webdav://, ftps://USER@HOST/FOLDER
                                   TOTEUMA_PUBLISH_USER, TOTEUMA_PUBLISH_PASSWORD
  s3://BUCKET/FOLDER?region=REGION&endpoint=https://HOST
                                   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the like, or ~/.aws
  azblob://CONTAINER/FOLDER?account=NAME
                                   AZURE_STORAGE_KEY and the like
  gs://BUCKET/FOLDER               GOOGLE_APPLICATION_CREDENTIALS
  git+ssh://git@HOST/REPOSITORY?branch=BRANCH, git+https://
                                   a branch from which a code host serves pages: what git itself
                                   knows, or TOTEUMA_PUBLISH_USER, TOTEUMA_PUBLISH_PASSWORD";

/// How many files go at once.
pub(super) const AT_ONCE: usize = 6;

/// A publisher who began at the same time has written its mark by then.
const PATIENCE: Duration = Duration::from_millis(50);

pub fn run(asked: &Publish, console: &mut Console) -> u8 {
    let started = Instant::now();
    let locale = console.locale(None);
    let output = asked.output.clone();
    let output = output.unwrap_or_else(|| asked.site.join("output"));
    let mut complain = |words: String, code: u8| {
        console.complain(&format!("{words}\n"));
        code
    };
    let address = match Address::read(&asked.to) {
        Ok(address) => address,
        Err(error) => return complain(bad_address(&error, &locale), FAILURE),
    };
    let entries = match publish::built(&output) {
        Ok(entries) => entries,
        Err(unfit) => return complain(unfit_words(&unfit, &output, &locale), FAILURE),
    };
    if !asked.as_built
        && let Some(path) = publish::changed_data(&asked.site, &output)
    {
        let words = locale.text("command.publish.refused.data", &[("path", &path)]);
        return complain(words, ERRORS);
    }
    let target = match publish::open(&address, &output, asked.retries) {
        Ok(target) => target,
        Err(error) => return complain(bad_address(&error, &locale), FAILURE),
    };
    let options = options(asked);
    let prepared = match publish::prepare(target.as_ref(), &entries, &options, &now) {
        Ok(prepared) => prepared,
        Err(stop) => return complain(stop_words("unreachable", &stop, &locale), code(&stop)),
    };
    if asked.dry_run {
        let refusal = prepared.refusal(&options);
        console.give(&told(&prepared.plan, refusal.is_some(), &locale));
        return match refusal {
            None => DONE,
            Some(refusal) => {
                console.complain(&format!("{}\n", refusal_words(&refusal, &locale)));
                ERRORS
            }
        };
    }
    let progress = console.progress();
    let published = publish::publish(
        target.as_ref(),
        &output,
        &entries,
        prepared,
        &options,
        &now,
        &|done, total| progress.show(done, total),
    );
    progress.end();
    match published {
        Ok(plan) => {
            console.say(&summary(&plan, &entries, started, &locale));
            DONE
        }
        Err(stop) => {
            console.complain(&format!("{}\n", stop_words("failed", &stop, &locale)));
            code(&stop)
        }
    }
}

fn options(asked: &Publish) -> Options {
    // Two publishers differ by their process, two machines by the nanosecond they began at.
    let began = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanoseconds = began.map_or(0, |since| since.as_nanos());
    Options {
        id: format!("{nanoseconds:x}-{:x}", std::process::id()),
        take_over: asked.take_over,
        allow_shrink: asked.allow_shrink,
        // A dry run changes nothing, so it disturbs nobody.
        force: asked.force || asked.dry_run,
        quick: asked.quick,
        patience: PATIENCE,
        at_once: AT_ONCE,
    }
}

/// Seconds since 1970: publishing alone looks at the clock, for two publishers must meet.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

fn code(stop: &Stop) -> u8 {
    match stop {
        Stop::Refused(_) => ERRORS,
        Stop::Failed(_) | Stop::NotBegun(_) | Stop::Differs(_) | Stop::NotTaken(_) => FAILURE,
    }
}

/// Every path with what would happen to it, and the counts below.
fn told(plan: &Plan, stops: bool, locale: &Locale) -> String {
    let mut text = String::new();
    let mut line = |key: &str, path: &str, more: &str| {
        let word = locale.text(&format!("command.publish.act.{key}"), &[]);
        text.push_str(&format!("{word:12} {path}{more}\n"));
    };
    for path in &plan.foreign {
        line("foreign", path, "");
    }
    for upload in &plan.uploads {
        let size = size(upload.entry.sum.size, locale);
        line(upload.act.key(), &upload.entry.path, &format!("  {size}"));
    }
    for path in &plan.removals {
        line("removed", path, "");
    }
    for path in &plan.left {
        line("left", path, "");
    }
    if stops {
        return text;
    }
    let end = counts("command.publish.dry-run", plan, "", locale);
    format!("{text}{end}\n")
}

fn summary(plan: &Plan, entries: &[Entry], started: Instant, locale: &Locale) -> String {
    let seconds = site::seconds(started, locale);
    if !plan.is_empty() {
        return counts("command.publish.done", plan, &seconds, locale);
    }
    let files = locale.count("command.publish.files", entries.len());
    let values = [("files", files.as_str()), ("seconds", &seconds)];
    locale.text("command.publish.nothing", &values)
}

/// The counts of a plan, in the words of a key.
fn counts(key: &str, plan: &Plan, seconds: &str, locale: &Locale) -> String {
    let number = |count: usize| locale.number(rust_decimal::Decimal::from(count));
    locale.text(
        key,
        &[
            (
                "sent",
                &locale.count("command.publish.files", plan.uploads.len()),
            ),
            (
                "would-send",
                &locale.count("command.publish.would-send", plan.uploads.len()),
            ),
            ("size", &size(plan.bytes(), locale)),
            ("removed", &number(plan.removals.len())),
            ("unchanged", &number(plan.unchanged)),
            ("seconds", seconds),
        ],
    )
}

fn size(bytes: u64, locale: &Locale) -> String {
    let bytes = locale.number(rust_decimal::Decimal::from(bytes));
    locale.text("command.publish.bytes", &[("number", &bytes)])
}

pub(super) fn bad_address(error: &BadAddress, locale: &Locale) -> String {
    let (key, value) = match error {
        BadAddress::NoScheme => ("no-scheme", ""),
        BadAddress::Unknown(scheme) => ("unknown", scheme.as_str()),
        BadAddress::PlainFtp => ("plain-ftp", ""),
        BadAddress::NotBuiltIn(scheme) => ("not-built-in", scheme.name()),
        BadAddress::Password => ("password", ""),
        BadAddress::PasswordForKey => ("password-for-key", ""),
        BadAddress::UnknownQuery(key) => ("unknown-query", key.as_str()),
        BadAddress::Root => ("root", ""),
        BadAddress::NoAccount => ("no-account", ""),
        BadAddress::NoKey(path) => ("no-key", path.as_str()),
        BadAddress::ForReaders => ("for-readers", ""),
        BadAddress::NoHost => ("no-host", ""),
        BadAddress::NoBranch => ("no-branch", ""),
        BadAddress::NoGit => ("no-git", ""),
        BadAddress::FileWithHost => ("file-with-host", ""),
        BadAddress::Itself => ("itself", ""),
        BadAddress::Unusable(reason) => ("unusable", reason.as_str()),
    };
    let key = format!("command.publish.address.{key}");
    locale.text(&key, &[("value", value)])
}

fn unfit_words(unfit: &Unfit, output: &Path, locale: &Locale) -> String {
    let folder = output.display().to_string();
    let key = match unfit {
        Unfit::NotBuilt => "not-built",
        Unfit::NoFront => "no-front",
        Unfit::Preview => "preview",
        Unfit::Changed(path) => {
            let values = [("path", path.as_str()), ("folder", folder.as_str())];
            return locale.text("command.publish.unfit.changed", &values);
        }
        Unfit::Unreadable { path, reason } => {
            let path = path.display().to_string();
            let values = [("path", path.as_str()), ("reason", reason.as_str())];
            return locale.text("command.publish.unfit.unreadable", &values);
        }
    };
    let key = format!("command.publish.unfit.{key}");
    locale.text(&key, &[("folder", &folder)])
}

/// Why a publishing ended early; a failure in the words of a key.
fn stop_words(failure: &str, stop: &Stop, locale: &Locale) -> String {
    match stop {
        Stop::Refused(refusal) => refusal_words(refusal, locale),
        Stop::Failed(trouble) | Stop::NotBegun(trouble) => {
            let path = match trouble.path.as_str() {
                "" => "/",
                path => path,
            };
            let failure = match stop {
                Stop::NotBegun(_) => "not-begun",
                _ => known_cause(&trouble.reason).unwrap_or(failure),
            };
            let values = [("path", path), ("reason", &trouble.reason)];
            locale.text(&format!("command.publish.{failure}"), &values)
        }
        Stop::Differs(path) => locale.text("command.publish.differs", &[("path", path)]),
        Stop::NotTaken(reason) => locale.text("command.publish.not-taken", &[("reason", reason)]),
    }
}

/// What libraries say when somebody must first do something else, and the key of what that is.
const CAUSES: [(&str, &str); 2] = [
    ("Host key verification failed", "unknown-host"),
    ("signing credential", "no-credentials"),
];

fn known_cause(reason: &str) -> Option<&'static str> {
    let cause = CAUSES.iter().find(|(words, _)| reason.contains(words));
    cause.map(|(_, key)| *key)
}

/// As many paths are named as one looks at.
const NAMED: usize = 5;

fn refusal_words(refusal: &Refusal, locale: &Locale) -> String {
    let words = |key: &str, values: &[(&str, &str)]| {
        locale.text(&format!("command.publish.refused.{key}"), values)
    };
    let number = |count: usize| locale.number(rust_decimal::Decimal::from(count));
    match refusal {
        Refusal::Foreign(paths) => {
            let mut named = paths[..paths.len().min(NAMED)].join(", ");
            if paths.len() > NAMED {
                named.push_str(", …");
            }
            let files = locale.count("command.publish.files", paths.len());
            words("foreign", &[("files", &files), ("paths", &named)])
        }
        Refusal::Shrink { removed, published } => words(
            "shrink",
            &[
                ("removed", &number(*removed)),
                ("published", &number(*published)),
            ],
        ),
        Refusal::Underway { seconds } => {
            let rest = publish::SILENCE.saturating_sub(*seconds);
            let [seconds, rest] =
                [*seconds, rest].map(|seconds| locale.number(rust_decimal::Decimal::from(seconds)));
            words("underway", &[("seconds", &seconds), ("rest", &rest)])
        }
        Refusal::Overtaken => words("overtaken", &[]),
        Refusal::Record => words("record", &[("record", publish::RECORD)]),
        Refusal::Sources(name) => words("sources", &[("name", name)]),
        Refusal::Others(name) => words("others", &[("name", name)]),
        Refusal::Rebuilt(path) => words("rebuilt", &[("path", path)]),
    }
}
