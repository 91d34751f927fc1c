//! Records of the data format with their keys, in the words of the page's language.

use super::context::Context;
use crate::page::{self, Block};
use crate::reference::{self, Record};
use crate::section::keys::Keys;
use crate::section::{Body, ids};

pub fn blocks(context: &Context, keys: &Keys) -> Vec<Block> {
    let records = keys.records.iter();
    records.map(|(record, _)| block(context, record)).collect()
}

fn block(context: &Context, record: &Record) -> Block {
    let page_language = context.locale.language();
    let language = Record::language(page_language);
    let html = |text: &str| context.markdown("").words(text);
    let written = |key| reference::written(key, context.locale, &|record| named(context, record));
    let keys = record.keys.iter().map(|key| page::Key {
        id: ids::key(record.name, &key.name()),
        name: key.name(),
        shape: html(&written(key)),
        html: html(&record.meaning(key, language)),
    });
    Block::Keys(page::Keys {
        id: ids::record(record.name),
        title: record.title(language),
        name: record.name,
        html: html(&record.about(language)),
        lang: Some(language).filter(|language| *language != page_language),
        keys: keys.collect(),
    })
}

/// The name of a record, and the way to it where it is on the same page.
fn named(context: &Context, record: &Record) -> String {
    let mut sections = context.page.sections().iter();
    let is_here = sections.any(|section| match &section.body {
        Body::Keys(keys) => keys
            .records
            .iter()
            .any(|(here, _)| here.name == record.name),
        _ => false,
    });
    if is_here {
        format!("[`{}`](#{})", record.name, ids::record(record.name))
    } else {
        format!("`{}`", record.name)
    }
}
