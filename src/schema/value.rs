//! The schema of one value, from its shape.

use super::json::{Named, Schema, Types};
use super::words;
use crate::locale::Locale;
use crate::reference::Record;
use crate::yaml::{Nested, Numbers, Shape};

/// The schema of a value written in this shape.
pub fn of(shape: &Shape) -> Schema {
    if !shape.is_list {
        return Schema::any(ways(shape));
    }
    Schema {
        error_message: Some(words::expected(shape)),
        ..Schema::any(ways(shape)).listed()
    }
}

/// What stands in the place of the shape's text, under the names that its schema refers to.
pub fn definitions(shape: &Shape) -> Vec<(String, Schema)> {
    let names = names(shape);
    let schemas = match shape.nested {
        Nested::Nothing => Vec::new(),
        Nested::Languages => vec![languages()],
        Nested::Cells => vec![cells(shape)],
        Nested::Heads => vec![listed_columns(shape), head(shape)],
        Nested::Rows => vec![headed_rows(shape)],
    };
    names.into_iter().zip(schemas).collect()
}

/// The names of those definitions; where a record's own are meant, with its name.
fn names(shape: &Shape) -> Vec<String> {
    let names: &[&str] = match shape.nested {
        Nested::Nothing => &[],
        Nested::Languages => return vec!["languages".to_owned()],
        Nested::Cells => &["cells"],
        Nested::Heads => &["columns", "head"],
        Nested::Rows => &["rows"],
    };
    let record = shape.record.and_then(Record::of_type);
    let of = record.map_or(String::new(), |record| format!("-{}", record.name));
    names.iter().map(|name| format!("{name}{of}")).collect()
}

/// The ways to write one value: a word, a text, a record, or what else may stand in its place.
fn ways(shape: &Shape) -> Vec<Schema> {
    let mut ways = Vec::new();
    if !shape.words.is_empty() {
        ways.push(word(shape));
    }
    if !matches!(shape.form, "word" | "record") {
        ways.push(line(shape));
    }
    let inside = matches!(shape.nested, Nested::Cells | Nested::Heads);
    ways.extend(record(shape).filter(|_| !inside));
    ways.extend(nested(shape));
    ways
}

fn nested(shape: &Shape) -> impl Iterator<Item = Schema> {
    let names = names(shape).into_iter();
    names.map(|name| Schema::defined(&name))
}

fn record(shape: &Shape) -> Option<Schema> {
    let record = shape.record.and_then(Record::of_type)?;
    Some(Schema::defined(record.name))
}

fn word(shape: &Shape) -> Schema {
    let told = shape.words.iter().map(|word| words::word(word));
    Schema {
        // A title of its own, or an editor takes it for the same as the text beside it.
        title: (shape.form != "word").then(|| words::own("word")),
        error_message: Some(words::expected(&single(shape))),
        words: shape.words.clone(),
        enum_descriptions: told.collect(),
        ..Schema::of("string")
    }
}

/// The shape of one item of a list.
fn single(shape: &Shape) -> Shape {
    Shape {
        is_list: false,
        ..shape.clone()
    }
}

/// Text on one line, or what YAML takes for something else than text.
fn line(shape: &Shape) -> Schema {
    let error_message = Some(words::expected(&single(shape)));
    if shape.form == "yes-no" {
        return Schema {
            error_message,
            types: Types(vec!["boolean", "string"]),
            pattern: Some(r"^\s*(true|false)\s*$".to_owned()),
            ..Schema::default()
        };
    }
    let types = match shape.numbers {
        Numbers::Any | Numbers::Zero => vec!["string", "number"],
        Numbers::Whole => vec!["string", "integer"],
        Numbers::None => vec!["string"],
    };
    let bounded = matches!(shape.numbers, Numbers::Whole | Numbers::Zero);
    let no_word = (!shape.words.is_empty()).then(|| none_of(&shape.words));
    Schema {
        error_message,
        types: Types(types),
        pattern: shape.pattern.map(str::to_owned).or(no_word),
        minimum: bounded.then_some(0),
        maximum: (shape.numbers == Numbers::Zero).then_some(0),
        ..Schema::default()
    }
}

/// The pattern of a text that is none of these.
fn none_of(words: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    format!("^(?!({})$)", words.join("|"))
}

/// `{fi: …, sv: …}`. `true` is a text as well; a type of its own would have editors offer it.
fn languages() -> Schema {
    let text = || Schema {
        types: Types(vec!["string", "number"]),
        ..Schema::default()
    };
    let languages = Locale::languages().map(|language| (language.to_owned(), text()));
    Schema {
        title: Some(words::own("languages")),
        not: Some(Box::new(Schema {
            types: Types(vec!["string", "number", "array", "null"]),
            ..Schema::default()
        })),
        properties: Named(languages.collect()),
        additional_properties: Some(false),
        min_properties: Some(1),
        ..Schema::default()
    }
}

/// A list of cells, one a line.
fn cells(shape: &Shape) -> Schema {
    let cell = Schema {
        types: Types(vec!["string", "number", "null"]),
        ..Schema::default()
    };
    let cells = Schema::any([cell].into_iter().chain(record(shape)).collect());
    Schema {
        title: Some(words::own("cells")),
        ..cells.listed()
    }
}

/// A list of lines, records and heads.
fn listed_columns(shape: &Shape) -> Schema {
    let mut items = vec![line(shape)];
    items.extend(record(shape));
    items.extend(nested(shape).skip(1));
    Schema {
        title: Some(words::own("columns")),
        ..Schema::any(items).listed()
    }
}

/// `Kaupunki: TP 2023 | TP 2024`: a head over a line, a list or another head.
fn head(shape: &Shape) -> Schema {
    let below = Schema::any([line(shape)].into_iter().chain(nested(shape)).collect());
    // The first key of a record of columns tells it from a head.
    over(record_keys(shape).take(1), below)
}

/// `Toimintatuotot | 100:` over the rows it consists of.
fn headed_rows(shape: &Shape) -> Schema {
    over(record_keys(shape), Schema::any(ways(shape)).listed())
}

fn record_keys(shape: &Shape) -> impl Iterator<Item = String> {
    let record = shape.record.and_then(Record::of_type);
    let keys = record.into_iter().flat_map(|record| record.keys);
    keys.map(|key| key.name())
}

/// One line as a key, none of these, over what belongs to it.
fn over(keys: impl Iterator<Item = String>, value: Schema) -> Schema {
    let keys: Vec<String> = keys.collect();
    let pattern = match keys.as_slice() {
        [] => String::new(),
        keys => none_of(keys),
    };
    Schema {
        title: Some(words::own("head")),
        pattern_properties: Named(vec![(pattern, value)]),
        additional_properties: Some(false),
        min_properties: Some(1),
        max_properties: Some(1),
        ..Schema::of("object")
    }
}
