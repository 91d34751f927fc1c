//! JSON Schemas of the files that people write, made from the types that read them: an editor
//! completes keys, explains them and underlines mistakes while one writes.
//!
//! What the reader takes is never underlined; what needs a second file or arithmetic is left to
//! the build.

mod json;
mod value;
mod words;

use std::collections::BTreeSet;

use json::{DIALECT, Named, Schema};

use crate::reference::Record;
use crate::section;
use crate::section::generated::Kind;
use crate::yaml::Shape;

/// The folder of a site that its schemas stand in.
pub const FOLDER: &str = ".schema";

/// What tells VS Code of the schemas: which belongs to which file, and the extension that reads
/// them.
pub const SETTINGS: [(&str, &str); 2] = [
    (
        ".vscode/settings.json",
        include_str!("schema/vscode/settings.json"),
    ),
    (
        ".vscode/extensions.json",
        include_str!("schema/vscode/extensions.json"),
    ),
];

/// A schema by the name of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// `figures.json`.
    pub name: String,
    pub text: String,
}

/// The schemas of all kinds of files: `site`, `page`, every kind of section under its own name, and
/// `section` for a file whose kind is not known before it is opened.
pub fn files() -> Result<Vec<File>, serde_json::Error> {
    let mut schemas = Vec::new();
    for name in ["site", "page"] {
        schemas.extend(Record::named(name).map(|record| (name, whole(record, None))));
    }
    for kind in section::kinds() {
        schemas.extend(Record::of_section(kind).map(|record| (kind, whole(record, Some(kind)))));
    }
    schemas.push(("section", any_section()));
    schemas
        .iter()
        .map(|(name, schema)| file(name, schema))
        .collect()
}

fn file(name: &str, schema: &Schema) -> Result<File, serde_json::Error> {
    Ok(File {
        name: format!("{name}.json"),
        text: format!("{}\n", serde_json::to_string_pretty(schema)?),
    })
}

/// The schema of a file that holds a record, with all records inside it.
fn whole(record: &'static Record, kind: Option<&'static str>) -> Schema {
    let mut schema = self::record(record);
    if let Some(kind) = kind {
        of_kind(&mut schema, kind);
    }
    Schema {
        dialect: Some(DIALECT),
        definitions: Named(definitions(record)),
        ..schema
    }
}

/// Makes the schema of a section one of this kind only.
fn of_kind(schema: &mut Schema, kind: &'static str) {
    for (_, value) in schema
        .properties
        .0
        .iter_mut()
        .filter(|(name, _)| name == "kind")
    {
        *value = Schema {
            description: value.description.take(),
            markdown_description: value.markdown_description.take(),
            ..value::of(&Shape::of("word").with_words([kind]))
        };
    }
    if Kind::named(kind).is_some_and(Kind::needs_title) {
        schema.required.push("title".to_owned());
    }
}

/// The schema of a record: its keys, and no others.
fn record(record: &Record) -> Schema {
    let keys = record.keys.iter();
    let required = keys.clone().filter(|key| (key.required)());
    let properties = keys.map(|key| {
        let told = words::meaning(record, key);
        let schema = explained(value::of(&(key.shape)()), told);
        (key.name(), schema)
    });
    let schema = Schema {
        title: Some(words::title(record)),
        required: required.map(|key| key.name()).collect(),
        properties: Named(properties.collect()),
        additional_properties: Some(false),
        ..Schema::of("object")
    };
    explained(schema, words::about(record))
}

fn explained(schema: Schema, told: String) -> Schema {
    Schema {
        description: Some(words::plain(&told)),
        markdown_description: Some(told),
        ..schema
    }
}

/// The schemas of all records inside a record and of what else its values refer to, each once.
fn definitions(root: &'static Record) -> Vec<(String, Schema)> {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(next) = waiting.pop() {
        for shape in next.keys.iter().map(|key| (key.shape)()) {
            let inner = shape.record.and_then(Record::of_type);
            if let Some(inner) = inner.filter(|inner| names.insert(inner.name.to_owned())) {
                found.push((inner.name.to_owned(), record(inner)));
                waiting.push(inner);
            }
            let more = value::definitions(&shape).into_iter();
            found.extend(more.filter(|(name, _)| names.insert(name.clone())));
        }
    }
    found
}

/// The schema of a section of any kind: `kind` chooses the one it must keep to.
fn any_section() -> Schema {
    let kinds: Vec<&'static str> = section::kinds().collect();
    let kind = value::of(&Shape::of("word").with_words(kinds.clone()));
    let kind = explained(kind, words::own("kind"));
    Schema {
        dialect: Some(DIALECT),
        title: Some(words::own("section")),
        required: vec!["kind".to_owned()],
        properties: Named(vec![("kind".to_owned(), kind)]),
        all_of: kinds.iter().map(|kind| of_one(kind)).collect(),
        ..Schema::of("object")
    }
}

/// A file of this kind keeps to the schema of the kind.
fn of_one(kind: &'static str) -> Schema {
    let word = Schema {
        words: vec![kind],
        ..Schema::default()
    };
    let condition = Schema {
        required: vec!["kind".to_owned()],
        properties: Named(vec![("kind".to_owned(), word)]),
        ..Schema::default()
    };
    let then = Schema {
        reference: Some(format!("{kind}.json")),
        ..Schema::default()
    };
    Schema {
        condition: Some(Box::new(condition)),
        then: Some(Box::new(then)),
        ..Schema::default()
    }
}
