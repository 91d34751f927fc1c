//! Pages to bytes: HTML by the theme's templates, drawings, CSV, styles, and the files around
//! them. One file per format.

mod assets;
mod csv;
mod hosts;
mod html;
mod json;
mod packed;
mod plain;
mod site;
mod styles;

use std::path::PathBuf;

use crate::page::{Block, Frame, Page};
use crate::theme::Theme;

pub use assets::{Assets, assets, carries_bytes};
pub use hosts::{FRESH, KEPT, headers, is_unserved};
pub use html::Html;
pub use packed::packed;
pub use site::{shared, sitemap};

/// A file of the site: its path below the output folder, with `/` between parts, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A template that does not parse or does not fit its page: a failure of the theme.
#[derive(Debug)]
pub struct Failure {
    pub path: PathBuf,
    pub reason: String,
}

/// A renderer for a theme, ready for any number of pages at once.
pub fn html(theme: &Theme, frame: Frame, assets: &Assets) -> Result<Html, Failure> {
    Html::new(theme, frame, assets)
}

/// A page itself, without the files beside it.
pub fn page(page: &Page, html: &Html) -> Result<File, Failure> {
    Ok(File {
        path: page.path.clone(),
        bytes: html.page(page)?,
    })
}

/// The files of a page: itself and, when they are wanted, a CSV beside every table and all its
/// data as JSON.
pub fn files(page: &Page, html: &Html) -> Result<Vec<File>, Failure> {
    let mut files = vec![self::page(page, html)?];
    if !page.downloads {
        return Ok(files);
    }
    let folder = page
        .path
        .rsplit_once('/')
        .map(|(folder, _)| format!("{folder}/"))
        .unwrap_or_default();
    for block in page.sections.iter().flat_map(|section| &section.blocks) {
        let table = match block {
            Block::Goals(goals) => Some((&goals.id, csv::goals(goals, html.words()))),
            Block::Indicators(made) => Some((&made.id, csv::indicators(made, html.words()))),
            Block::Table(table) => Some((&table.id, csv::table(table, html.words()))),
            Block::Fees(fees) => Some((&fees.id, csv::fees(fees, html.words()))),
            Block::Statuses(statuses) => {
                Some((&statuses.id, csv::statuses(statuses, html.words())))
            }
            Block::Calculator(calculator) => {
                Some((&calculator.id, csv::table(&calculator.table, html.words())))
            }
            _ => None,
        };
        if let Some((id, bytes)) = table {
            files.push(File {
                path: format!("{folder}{id}.csv"),
                bytes: bytes.map_err(|error| failed(page, &error))?,
            });
        }
    }
    if let Some(data) = json::data(page) {
        files.push(File {
            path: format!("{folder}{}", json::NAME),
            bytes: data.map_err(|error| failed(page, &error))?,
        });
    }
    Ok(files)
}

fn failed(page: &Page, reason: &dyn std::fmt::Display) -> Failure {
    Failure {
        path: PathBuf::from(&page.path),
        reason: reason.to_string(),
    }
}
