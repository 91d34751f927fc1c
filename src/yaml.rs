//! All YAML enters here: text to a tree that knows the place of every value, and the tree to
//! typed records. Nothing else in the crate names a YAML library.

mod day;
mod decode;
mod fault;
mod hidden;
mod plain;
mod record;
mod scalar;
mod shape;
mod tree;

pub use day::{not_a_day, parse_day};
pub use decode::{Decode, Fields, Key, Reader, Record, Spanned};
pub use hidden::hidden_character;
pub use plain::tree as plain_tree;
pub(crate) use record::record;
pub use scalar::{Bars, Piece};
pub use shape::{CELLS, NUMBER, Nested, Numbers, Shape, Word};
pub use tree::{Entry, Node, Style, Value, commented_tree, tree, whole_tree};
