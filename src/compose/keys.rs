//! Records of the data format with their keys, in the words of the page's language.

use super::context::Context;
use crate::page::{self, Block};
use crate::reference::Record;
use crate::section::keys::Keys;
use crate::section::{Body, ids};
use crate::yaml::{Key, Shape};

pub fn blocks(context: &Context, keys: &Keys) -> Vec<Block> {
    let records = keys.records.iter();
    records.map(|(record, _)| block(context, record)).collect()
}

fn block(context: &Context, record: &Record) -> Block {
    let page_language = context.locale.language();
    let language = Record::language(page_language);
    let html = |text: &str| context.markdown("").words(text);
    let keys = record.keys.iter().map(|key| page::Key {
        id: ids::key(record.name, &key.name()),
        name: key.name(),
        shape: html(&written(context, key)),
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

/// "Pakollinen: jokin sanoista `net`, `gross`, `both`."
fn written(context: &Context, key: &Key) -> String {
    let shape = (key.shape)();
    let mut text = form(context, &shape);
    if shape.is_list {
        text = context.word("keys.list", &[("shape", &text)]);
    }
    let need = if (key.required)() {
        "keys.required"
    } else {
        "keys.optional"
    };
    context.word(need, &[("shape", &text)])
}

fn form(context: &Context, shape: &Shape) -> String {
    let words: Vec<String> = shape.words.iter().map(|word| format!("`{word}`")).collect();
    let words = words.join(", ");
    let record = shape.record.and_then(Record::of_type);
    let record = record.map(|record| named(context, record));
    let values = [
        ("words", words.as_str()),
        ("record", record.as_deref().unwrap_or_default()),
    ];
    let text = context.word(&format!("keys.shape.{}", shape.form), &values);
    if shape.words.is_empty() || shape.form == "word" {
        return text;
    }
    context.word("keys.or-words", &[("shape", &text), ("words", &words)])
}

/// The name of a record, and the way to it where it is on the same page.
fn named(context: &Context, record: &Record) -> String {
    let mut sections = context.page.sections.iter();
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
