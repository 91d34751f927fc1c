//! The texts of a report's files: each is read once, however many findings it has.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::position::resting;
use crate::diagnostic::{FileId, Position, Sources, position};

pub struct Texts<'a> {
    sources: &'a Sources,
    read: RefCell<BTreeMap<FileId, Rc<Text>>>,
}

/// The text of a file and where its lines begin.
pub struct Text {
    pub text: String,
    starts: Vec<usize>,
}

impl<'a> Texts<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            read: RefCell::default(),
        }
    }

    pub fn of(&self, file: FileId) -> Rc<Text> {
        let mut read = self.read.borrow_mut();
        let text = read
            .entry(file)
            .or_insert_with(|| Rc::new(Text::new(self.sources.text(file))));
        Rc::clone(text)
    }
}

/// One in so many bytes of a text may be a NUL.
const MOST_NULS: usize = 20;

impl Text {
    fn new(mut text: String) -> Self {
        // A spreadsheet or a picture has no lines to show; a stray sign in a text is shown.
        if text.matches('\0').count() > text.len() / MOST_NULS {
            text.clear();
        }
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Self { text, starts }
    }

    /// The same as [`position`], without counting the lines of a large file again and again.
    pub fn position(&self, offset: usize) -> Position {
        let offset = resting(&self.text, offset);
        let start = self.line_start(offset);
        let line = self.text.get(start..).unwrap_or_default();
        Position {
            line: self.starts.partition_point(|start| *start <= offset),
            ..position(line, offset - start)
        }
    }

    /// The line of an offset, without its end.
    pub fn line(&self, offset: usize) -> &str {
        let start = self.line_start(resting(&self.text, offset));
        let line = self.text.get(start..).unwrap_or_default();
        line.lines().next().unwrap_or_default()
    }

    fn line_start(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1));
        start.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::diagnostic::position;

    #[test]
    fn it_names_the_same_place_as_everybody() {
        for text in [
            "",
            "\n",
            "x",
            "ää: x\r\n\tb\r\n\r\n",
            "\u{feff}a\n\u{a0}x\n\n",
            "\u{feff}",
        ] {
            let known = Text::new(text.to_owned());
            for offset in 0..=text.len() + 2 {
                let expected = position(text, offset);
                assert_eq!(known.position(offset), expected, "{text:?} {offset}");
            }
        }
    }

    #[test]
    fn a_line_comes_without_its_end() {
        let text = Text::new("a: 1\r\nb: 2\n".to_owned());
        assert_eq!(
            (text.line(3), text.line(8), text.line(99)),
            ("a: 1", "b: 2", "b: 2")
        );
    }
}
