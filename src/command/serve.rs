//! `toteuma serve`: shows the pages while the files are edited, a line for every change.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;

use super::console::Console;
use super::{DONE, FAILURE, day, site};
use crate::locale::Locale;
use crate::serve::{self, Event};
use crate::workspace::{View, Wishes, Workspace};

/// Shows the site in a browser while its files are edited: every change is on the page as soon as the
/// file is saved.
///
/// The pages are those of build --preview. While something is wrong they stay as they last were, and
/// the findings lie over them with file, line and cure. Nothing is written, and only this machine
/// can see the pages. Ctrl-C ends it.
///
/// Näyttää sivut selaimessa samalla kun tiedostoja muokataan: muutos näkyy heti, kun tiedosto on
/// tallennettu. Virheet kerrotaan sivun päällä. Mitään ei kirjoiteta, ja sivut näkyvät vain tällä
/// koneella.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The folder that holds content/ (and themes/). / Kansio, jossa content/ on.
    #[arg(default_value = ".")]
    site: PathBuf,

    /// The port of the address; 0 chooses a free one. / Osoitteen portti.
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,

    /// The day the site is looked at: 30.6.2024. When left out, the one of SOURCE_DATE_EPOCH, or
    /// else the newest day in the data.
    /// / Päivä, jona sivustoa katsotaan.
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<Date>,

    /// Tell also what could be better. / Kerro myös, mitä voisi parantaa.
    #[arg(long)]
    notes: bool,
}

pub fn run(asked: &Serve, console: &mut Console) -> u8 {
    if !site::has_content("serve", &asked.site, console) {
        return FAILURE;
    }
    let place = match serve::place(asked.port) {
        Ok(place) => place,
        Err(error) => return refused(asked.port, &error, console),
    };
    let workspace = Workspace::new(Wishes {
        site: asked.site.clone(),
        day: asked.date.or_else(site::told_day),
        notes: asked.notes,
        language: console.asked_language(),
    });
    let address = place.address();
    let mut is_first = true;
    let mut locale = console.locale(None);
    let told = &mut |event: Event| match event {
        Event::Seen(view, took) => {
            locale = view.locale.clone();
            if std::mem::take(&mut is_first) {
                console.say(&locale.text("serve.started", &[("address", &address)]));
            }
            console.say(&line(view, took));
        }
        Event::Polling => console.complain(&format!("{}\n", locale.text("serve.polling", &[]))),
    };
    match place.serve(workspace, told) {
        Ok(()) => DONE,
        Err(error) => refused(asked.port, &error, console),
    }
}

/// "15 sivua valmiina, 2 huomautusta, 12 ms"
fn line(view: &View, took: Duration) -> String {
    let locale: &Locale = &view.locale;
    let milliseconds = took.as_millis().to_string();
    let counts = match serve::told_counts(view) {
        counts if counts.is_empty() => locale.text("serve.no-findings", &[]),
        counts => counts,
    };
    let pages = locale.count("command.pages", view.counts.pages);
    let first = view.notices.first();
    let first = view.failure.clone().or_else(|| {
        first.map(|notice| {
            let place = notice.place.as_deref().unwrap_or_default();
            format!("{place} {}", notice.message).trim().to_owned()
        })
    });
    let key = match (view.is_current, view.pages.is_some()) {
        (true, _) => "serve.ready",
        (false, true) => "serve.kept",
        (false, false) => "serve.none",
    };
    let values = [
        ("pages", pages.as_str()),
        ("counts", &counts),
        ("milliseconds", &milliseconds),
        ("first", &first.unwrap_or_default()),
    ];
    locale.text(key, &values)
}

/// Why there is no preview.
fn refused(port: u16, error: &io::Error, console: &mut Console) -> u8 {
    let key = match error.kind() {
        io::ErrorKind::AddrInUse => "serve.port-in-use",
        io::ErrorKind::PermissionDenied => "serve.port-refused",
        _ => "serve.no-port",
    };
    let (port, reason) = (port.to_string(), error.to_string());
    let values = [("port", port.as_str()), ("reason", &reason)];
    let words = console.locale(None).text(key, &values);
    console.complain(&format!("{words}\n"));
    FAILURE
}
