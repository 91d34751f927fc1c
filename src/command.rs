//! The command line: what a person can ask for, and in which words.

mod build;
mod check;
mod choice;
mod console;
mod days;
mod diff;
mod explain;
mod fmt;
mod publish;
mod recipe;
mod reference;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod timings;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::yaml::parse_day;
use choice::Choice;
use console::Console;

/// The site is built, or nothing is wrong with it.
const DONE: u8 = 0;
/// The data has errors, or what `--deny` names; nothing was published.
const ERRORS: u8 = 1;
/// The command was misused, or the machine or the theme failed.
const FAILURE: u8 = 2;

/// Builds a municipality's public site for budgets, goals and fees from YAML files.
///
/// Tekee kunnan talous-, tavoite- ja maksusivut YAML-tiedostoista.
#[derive(Debug, Parser)]
#[command(name = "toteuma", version, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Say nothing but errors. / Kerro vain virheet.
    #[arg(long, short, global = true)]
    quiet: bool,

    /// Colours in messages. / Viestien värit.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Colour,

    /// Language of messages: the site's when left out. / Viestien kieli.
    #[arg(long, global = true, value_name = "fi|en", value_parser = ["fi", "en"])]
    lang: Option<String>,
}

const EXAMPLES: &str = "\
Examples / Esimerkkejä:
  toteuma build                 the site in this folder, into output/
                                tämän kansion sivusto kansioon output/
  toteuma build kemijarvi --output /srv/www
  toteuma build --date 30.6.2024
  toteuma check                 only look whether everything is right
                                vain tarkista, onko kaikki oikein
  toteuma serve                 look at the pages while you edit the files
                                katso sivuja samalla kun muokkaat tiedostoja
  toteuma diff ../published     what a reader would see change from that folder
                                mikä lukijalle muuttuu siihen kansioon verrattuna
  toteuma explain sum-mismatch  what a finding is about and what to do
                                mistä havainnossa on kyse ja mitä tehdään
  toteuma fmt                   spaces and lines of the files into order
                                tiedostojen välit ja rivit järjestykseen
  toteuma publish --to sftp://me@www.example.fi/srv/www
                                what has changed, to the host
                                muuttuneet tiedostot palvelimelle
  toteuma verify https://www.example.fi/talous/ --against output
                                whether people see what was built
                                näkyykö verkossa se, mikä on tehty
  toteuma reference             how everything is written, with examples
                                ohje: miten eri tiedot kirjoitetaan, esimerkkeineen
  toteuma schema                what an editor needs to complete and to check
                                editorille täydennys, selitykset ja tarkistus
  toteuma recipe github         what GitHub needs to check and publish by itself
                                GitHub tarkistaa ja julkaisee itse

The site is ready only when the last line says so. When something is wrong in a
file, the message shows the file, the line and what to write instead, and the
published site stays as it was.

Sivusto on valmis vasta, kun viimeinen rivi sanoo niin. Jos tiedostossa on
virhe, viesti näyttää tiedoston, rivin ja korjauksen, ja julkaistu sivusto
pysyy ennallaan.

Exit codes: 0 built or all right, 1 errors in the data (or warnings with --deny
warnings), 2 wrong command or a failing machine.";

// A doc comment here would take the place of the whole help that each command's own type has.
#[derive(Debug, Subcommand)]
enum Command {
    #[command(about = "Build the site: content/ in, output/ out. / Tee sivusto")]
    Build(Build),
    #[command(
        about = "Check the data and write nothing. / Tarkista tiedot, mutta älä tee sivustoa"
    )]
    Check(Check),
    #[command(about = "Tell what a reader would see change. / Kerro, mikä lukijalle muuttuu")]
    Diff(Diff),
    #[command(
        about = "Tell what changes by itself on which day. / Kerro, mitä minäkin päivänä muuttuu"
    )]
    Days(Days),
    #[command(
        about = "Tell what a rule is about: cause, example, cure. / Kerro, mistä havainnossa on kyse"
    )]
    Explain(Explain),
    #[command(about = "Bring data files into one plain form. / Muotoile tiedostot")]
    Fmt(Fmt),
    #[command(about = "Publish the built site on its host. / Julkaise valmis sivusto")]
    Publish(publish::Publish),
    #[command(
        about = "Write what a code host needs to check and publish. / Tee automaattisen tarkistuksen ja julkaisun tiedosto"
    )]
    Recipe(Recipe),
    #[command(about = "Write the reference: every kind of data with examples. / Tee ohjesivusto")]
    Reference(Reference),
    #[command(
        about = "Write what an editor needs to complete and check files. / Tee editorille täydennys ja tarkistus"
    )]
    Schema(Schema),
    #[cfg(feature = "serve")]
    #[command(
        about = "Show the pages while the files are edited. / Esikatsele sivuja samalla kun muokkaat"
    )]
    Serve(serve::Serve),
    #[command(about = "Tell whether a built site is whole. / Kerro, onko valmis sivusto ehjä")]
    Verify(Verify),
}

/// Writes JSON Schemas into SITE/.schema, from which an editor completes keys, explains them and
/// underlines mistakes.
///
/// VS Code finds them by SITE/.vscode, which is written when it is not there yet, and by the first
/// line of a file.
///
/// Tekee kansioon SITE/.schema kuvaukset, joiden avulla editori täydentää ja selittää avaimet ja
/// alleviivaa virheet.
#[derive(Debug, clap::Args)]
struct Schema {
    /// The folder that holds content/. / Kansio, jossa content/ on.
    #[arg(default_value = ".")]
    site: PathBuf,
}

/// Writes a file into the repository of SITE by which a code host checks every merge request and
/// publishes the main branch, a hook by which Git checks every commit, or the description of an
/// image that holds the program.
///
/// A file that is there and differs is left as it is.
///
/// Tekee varastoon tiedoston, jonka mukaan GitHub, GitLab tai Azure tarkistaa muutokset ja julkaisee
/// sivuston, Gitille tarkistuksen ennen jokaista tallennusta tai kuvauksen konttikuvasta, jossa ohjelma on.
#[derive(Debug, clap::Args)]
struct Recipe {
    /// For which host, or for Git itself. / Mille palvelulle, tai hook Gitille.
    name: RecipeName,

    /// The folder that holds content/. / Kansio, jossa content/ on.
    #[arg(default_value = ".")]
    site: PathBuf,

    /// With hook: write it where Git runs it at once, on this machine only (.git/hooks).
    /// / Ota tarkistus (hook) heti käyttöön tällä koneella.
    #[arg(long)]
    active: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RecipeName {
    /// .github/workflows/site.yml
    Github,
    /// .gitlab-ci.yml
    Gitlab,
    /// azure-pipelines.yml
    Azure,
    /// .githooks/pre-commit
    Hook,
    /// Containerfile
    Container,
}

/// Writes a site that shows every kind of data: what to write, and the page that comes of it.
///
/// FOLDER/content holds the files to look at and to copy from, FOLDER/output the finished pages:
/// open FOLDER/output/index.html.
///
/// Tekee sivuston, joka näyttää kaikki tietojen lajit: mitä kirjoitetaan ja mitä siitä tulee.
#[derive(Debug, clap::Args)]
struct Reference {
    /// A new folder. / Uusi kansio.
    #[arg(default_value = "reference")]
    folder: PathBuf,
}

/// Builds the site from SITE/content into SITE/output.
///
/// Everything is checked first; errors are all told at once and nothing is written. Files that
/// stay the same are not touched. Only files that an earlier build made are ever replaced or
/// removed: where one of somebody else's has a name that the site needs, nothing is written. What has
/// not changed since the last build is not made again; the folder .toteuma-output.cache beside the
/// folder output remembers it, and may be removed at any time.
///
/// Kaikki tarkistetaan ensin. Virheet kerrotaan kerralla, eikä mitään kirjoiteta ennen kuin ne on
/// korjattu.
#[derive(Debug, clap::Args)]
struct Build {
    /// The folder that holds content/ (and themes/). / Kansio, jossa content/ on.
    #[arg(default_value = ".")]
    site: PathBuf,

    /// Where the finished site goes; SITE/output when left out. / Valmiin sivuston kansio.
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// The revision of the data, told on every page: a commit's name. / Aineiston versio.
    #[arg(long, value_name = "TEXT")]
    revision: Option<String>,

    /// Tell the findings on the pages too, at the figures they are about; not for publishing.
    /// / Näytä havainnot myös sivuilla; ei julkaistavaksi.
    #[arg(long)]
    preview: bool,

    /// Trust nothing of the last build: read, check and make everything. / Tee kaikki alusta.
    #[arg(long)]
    fresh: bool,

    /// Tell how long every stage took, and which pages took longest. / Kerro, mihin aika kului.
    #[arg(long)]
    timings: bool,

    #[command(flatten)]
    choice: Choice,
}

/// Compares a built or a published site with its manifest: whether every file is there, byte for
/// byte.
///
/// An address of readers (https://www.example.fi/talous/) is read as they get it, any address of
/// publish (sftp://…, s3://…) as it is on the host. With --against output it is told whether people
/// see what was built in the folder output, and nothing else. Files for the host alone (.htaccess,
/// nginx.conf and the like) are not compared where readers cannot get them.
///
/// Exit codes: 0 whole, 1 something differs, 2 it cannot be compared.
///
/// Vertaa valmista tai julkaistua sivustoa luetteloonsa: onko jokainen tiedosto paikallaan ja
/// muuttumaton. --against output kertoo, näkyykö osoitteessa juuri se sivusto, joka on tehty
/// kansioon output.
#[derive(Debug, clap::Args)]
struct Verify {
    /// The folder of the finished site, or the address of the published one.
    /// / Valmiin sivuston kansio tai julkaistun osoite.
    #[arg(default_value = "output", value_name = "FOLDER|URL")]
    place: PathBuf,

    /// Compare with the site built in this folder. / Vertaa tähän kansioon tehtyyn sivustoon.
    #[arg(long, value_name = "FOLDER")]
    against: Option<PathBuf>,
}

/// Checks SITE/content as build does, tells what it finds, and writes nothing.
///
/// Findings are told on standard error, and the counts on standard output; the forms for programs
/// are written to standard output whole. Errors are told and counted whatever is chosen.
///
/// Tarkistaa samat asiat kuin build ja kertoo havainnot, mutta ei kirjoita mitään.
#[derive(Debug, clap::Args)]
struct Check {
    /// The folder that holds content/. / Kansio, jossa content/ on.
    #[arg(default_value = ".")]
    site: PathBuf,

    /// The form of the findings: for people, programs, code hosts, GitHub's annotations or a
    /// comment of a merge request. / Havaintojen muoto.
    #[arg(long, value_name = "FORM", default_value = "human")]
    format: Format,

    #[command(flatten)]
    choice: Choice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
    Github,
    Markdown,
    /// The lines that accept the open findings, for their files.
    Accept,
}

/// Tells what a reader of the site would see change from the folder OLD to the folder NEW: figures,
/// prices, goals, dates, and what came or went.
///
/// Ends with 0 also when there are changes.
///
/// Kertoo, mikä sivuston lukijalle muuttuu: luvut, hinnat, tavoitteet, ajat sekä uudet ja poistetut.
#[derive(Debug, clap::Args)]
struct Diff {
    /// The folder with the old content/. / Kansio, jossa vanha content/ on.
    old: PathBuf,

    /// The folder with the new content/; this one when left out. / Kansio, jossa uusi content/ on.
    #[arg(default_value = ".")]
    new: PathBuf,

    /// The form of the changes: for people, a comment of a merge request or programs.
    /// / Muutosten muoto.
    #[arg(long, value_name = "FORM", default_value = "human")]
    format: DiffFormat,

    /// The day both are looked at: 30.6.2024. The newest day in each one's data when left out.
    /// / Päivä, jona molempia katsotaan.
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    Human,
    Markdown,
    Json,
}

/// Tells the coming days on which the pages change by themselves, and what changes: prices and rates
/// of VAT that take effect, lists and fees that begin or end.
///
/// Kertoo tulevat päivät, joina sivut muuttuvat itsestään, ja mikä silloin muuttuu: hinnat, verokannat,
/// alkavat ja päättyvät hinnastot ja maksut.
#[derive(Debug, clap::Args)]
struct Days {
    /// The folder that holds content/. / Kansio, jossa content/ on.
    #[arg(default_value = ".")]
    site: PathBuf,

    /// Days after this one: 30.6.2024. The newest day in the data when left out.
    /// / Kerro päivät, jotka ovat tämän jälkeen.
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<Date>,

    /// For people or for programs. / Ihmisille (human) vai ohjelmille (json).
    #[arg(long, value_name = "FORM", default_value = "human")]
    format: DaysFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DaysFormat {
    Human,
    Json,
}

/// Tells what a rule is about, an example of it, and what to do; without RULE lists all rules.
///
/// Kertoo säännöstä: mistä on kyse, esimerkki ja mitä tehdään. Ilman sääntöä luettelee kaikki.
#[derive(Debug, clap::Args)]
struct Explain {
    /// The name in brackets of a message: sum-mismatch. / Viestin hakasuluissa oleva nimi.
    rule: Option<String>,
}

/// Brings the data files of SITE/content into one plain form: how they are written, never what they
/// say.
///
/// Line ends, spaces around dashes and colons, how far lines stand in, and empty lines. Comments,
/// the words of values and texts in blocks stay. A file of which that cannot be proved by reading
/// it again is left as it is.
///
/// Muotoilee tiedostot: rivinvaihdot, välit, sisennykset ja tyhjät rivit. Tiedot, kommentit ja tekstit
/// eivät muutu.
#[derive(Debug, clap::Args)]
struct Fmt {
    /// The folder that holds content/. / Kansio, jossa content/ on.
    #[arg(default_value = ".")]
    site: PathBuf,

    /// Write nothing; tell which files would change, and end with 1 when there are any.
    /// / Älä muuta mitään, kerro vain mitkä tiedostot muuttuisivat.
    #[arg(long)]
    check: bool,
}

fn day(text: &str) -> Result<Date, String> {
    parse_day(text).ok_or_else(|| "write 30.6.2024 or 2024-06-30".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// Runs the program; the exit code tells the truth, also when nobody can read what was printed.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed output cannot be told about.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { FAILURE } else { DONE });
        }
    };
    let mut console = Console::new(arguments.quiet, arguments.color, arguments.lang);
    let code = match &arguments.command {
        Command::Build(asked) => build::run(asked, &mut console),
        Command::Check(asked) => check::run(asked, &mut console),
        Command::Days(asked) => days::run(asked, &mut console),
        Command::Diff(asked) => diff::run(asked, &mut console),
        Command::Explain(asked) => explain::run(asked, &mut console),
        Command::Fmt(asked) => fmt::run(asked, &mut console),
        Command::Recipe(asked) => recipe::run(asked, &mut console),
        Command::Publish(asked) => publish::run(asked, &mut console),
        Command::Reference(asked) => reference::run(asked, &mut console),
        Command::Schema(asked) => schema::run(asked, &mut console),
        #[cfg(feature = "serve")]
        Command::Serve(asked) => serve::run(asked, &mut console),
        Command::Verify(asked) => verify::run(asked, &mut console),
    };
    ExitCode::from(if console.is_broken() && code == DONE {
        FAILURE
    } else {
        code
    })
}
