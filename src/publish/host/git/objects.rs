//! What is in a commit: its files, and their bytes by one `git` that answers all questions.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Error, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::program::Program;

/// A file of a commit.
pub struct File {
    pub id: String,
    pub size: u64,
}

/// The files in a list of `git ls-tree -r -l -z`.
pub fn listed(list: &[u8]) -> BTreeMap<String, File> {
    let lines = list.split(|byte| *byte == 0);
    let lines = lines.map(String::from_utf8_lossy);
    lines.filter_map(|line| file(&line)).collect()
}

/// `100644 blob ID SIZE<tab>PATH`; a repository inside the repository has `-` for its size.
fn file(line: &str) -> Option<(String, File)> {
    let (what, path) = line.split_once('\t')?;
    let mut words = what.split_whitespace().skip(2);
    let (id, size) = (words.next()?.to_owned(), words.next()?);
    let size = size.parse().unwrap_or_default();
    Some((path.to_owned(), File { id, size }))
}

/// Gives the bytes of files.
pub struct Objects {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    pub fn open(git: &Program) -> Result<Self, String> {
        let mut command = git.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let child = command.stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|error| error.to_string())?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("no pipe to git".to_owned());
        };
        Ok(Self {
            child,
            questions,
            answers: BufReader::new(answers),
        })
    }

    /// The bytes of a file; nothing of one that is elsewhere.
    pub fn read(&mut self, id: &str) -> Result<Vec<u8>, Error> {
        writeln!(self.questions, "{id}")?;
        self.questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size = head.split_whitespace().nth(2);
        let Some(size) = size.and_then(|size| size.parse::<usize>().ok()) else {
            return Ok(Vec::new());
        };
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.truncate(size);
        Ok(bytes)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It has nothing left to do, and may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
