//! What can be written into the files: records and their keys (avainten selitykset).

use super::accepted::Accepted;
use super::shared::{Markdown, Text};
use super::{Body, Written};
use crate::diagnostic::{Finding, Place, nearest};
use crate::reference::Record;
use crate::yaml::{Bars, Decode, Node, Piece, Reader, record};

record! {
    /// A section that explains records of the data format.
    pub struct KeysFile {
        /// Always `keys`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown before the records.
        text: Option<Markdown>,
        /// The records by name: fee | group.
        records: Bars,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

/// The records of a section, and where each is named.
#[derive(Debug, Clone)]
pub struct Keys {
    pub records: Vec<(&'static Record, Place)>,
}

pub fn written(node: &Node, reader: &mut Reader) -> Option<Written> {
    let file = KeysFile::decode(node, reader)?;
    let pieces = file.records.pieces.iter();
    let records: Vec<_> = pieces.map(|piece| named(piece, reader)).collect();
    let records = records.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Written {
        title: file.title,
        text: file.text,
        body: Body::Keys(Keys { records }),
        accepted: file.accepted,
    })
}

fn named(piece: &Piece, reader: &mut Reader) -> Option<(&'static Record, Place)> {
    if let Some(record) = Record::named(&piece.text) {
        return Some((record, piece.place));
    }
    let names = || Record::ALL.iter().map(|record| record.name);
    let finding = Finding::error("unknown-record", piece.place)
        .with("text", &piece.text)
        .with("known", names().collect::<Vec<_>>().join(", "));
    reader.fail(match nearest(&piece.text, names()) {
        Some(similar) => finding.with("similar", similar).helped_by("help-similar"),
        None => finding,
    })
}
