//! What a value looks like in a file: the types say it, and the reference of keys prints it.

use super::{Decode, Node, Reader, Record};

/// The shape of a value (arvon muoto).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its word is in the locale files: `number`, `day`, `line-or-record`.
    pub form: &'static str,
    /// What it must be where `form` is `word`; otherwise what it may be besides.
    pub words: Vec<&'static str>,
    /// The type of the record it is written as, where it is one.
    pub record: Option<&'static str>,
    /// A list of such values.
    pub is_list: bool,
}

impl Shape {
    pub fn of(form: &'static str) -> Self {
        Self {
            form,
            words: Vec::new(),
            record: None,
            is_list: false,
        }
    }

    /// A record with keys of its own.
    pub fn record<T: Record>() -> Self {
        Self::record_or::<T>("record")
    }

    /// A record, or a shorter form of the same.
    pub fn record_or<T: Record>(form: &'static str) -> Self {
        Self {
            record: Some(T::NAME),
            ..Self::of(form)
        }
    }

    pub fn with_words(self, words: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            words: words.into_iter().collect(),
            ..self
        }
    }

    pub fn listed(self) -> Self {
        Self {
            is_list: true,
            ..self
        }
    }
}

/// A type whose values are written as one word out of a few.
pub trait Word: Clone {
    /// The words as they are written, with their meanings.
    fn words() -> Vec<(&'static str, Self)>;
}

impl<T: Word> Decode for T {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        reader.one_of(node, &T::words())
    }

    fn shape() -> Shape {
        Shape::of("word").with_words(T::words().into_iter().map(|(word, _)| word))
    }
}
