//! Markdown files: the YAML between two lines of `---`, and the text after it.

use crate::diagnostic::{FileId, Finding, Place};

/// A Markdown file in its two parts.
pub struct FrontMatter<'a> {
    pub head: &'a str,
    /// Where `head` begins in the file.
    pub head_start: usize,
    pub text: &'a str,
    /// Where `text` begins in the file.
    pub text_start: usize,
}

/// The parts of a file; an error when it does not begin with front matter.
pub fn parts(file_text: &str, file: FileId) -> Result<FrontMatter<'_>, Box<Finding>> {
    let missing = || Box::new(Finding::error("no-front-matter", Place::top(file)));
    let start = file_text.len() - file_text.trim_start_matches('\u{feff}').len();
    let mut lines = Lines {
        text: file_text,
        at: start,
    };
    let (begin, first) = lines.next().ok_or_else(missing)?;
    if first.trim_end() != "---" {
        return Err(missing());
    }
    let head_start = lines.at;
    while let Some((at, line)) = lines.next() {
        if line.trim_end() == "---" {
            let head = file_text.get(head_start..at).unwrap_or_default();
            let text = file_text.get(lines.at..).unwrap_or_default();
            return Ok(FrontMatter {
                head,
                head_start,
                text,
                text_start: lines.at,
            });
        }
    }
    let place = Place::new(file, begin, begin + first.len());
    let open = Finding::error("no-front-matter", place);
    Err(Box::new(open.helped_by("help-open")))
}

/// Lines with their places.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let start = self.at;
        self.at += length;
        Some((start, rest.get(..length)?.trim_end_matches(['\n', '\r'])))
    }
}

#[cfg(test)]
mod tests {
    use super::parts;
    use crate::diagnostic::FileId;

    #[test]
    fn head_and_text_keep_their_places() {
        let text = "---\r\ntitle: Ä\r\n---\r\nTeksti\r\n";
        let found = parts(text, FileId(0)).expect("has front matter");
        assert_eq!(found.head, "title: Ä\r\n");
        assert_eq!(&text[found.head_start..], "title: Ä\r\n---\r\nTeksti\r\n");
        assert_eq!(&text[found.text_start..], "Teksti\r\n");
    }

    #[test]
    fn a_file_without_front_matter_is_refused() {
        assert!(parts("Teksti", FileId(0)).is_err());
        assert!(parts("---\ntitle: A\n", FileId(0)).is_err());
        assert!(parts("", FileId(0)).is_err());
    }
}
