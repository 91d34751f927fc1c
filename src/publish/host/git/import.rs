//! A new commit, written as one stream to `git fast-import`, however many files it has.

use std::io::{BufWriter, Error, Read, Write};
use std::process::{Child, ChildStdin, Stdio};

use super::program::{Program, one_line};

pub struct Import {
    child: Child,
    stream: BufWriter<ChildStdin>,
    /// The files that have been sent, by their number.
    paths: Vec<String>,
}

impl Import {
    pub fn start(git: &Program) -> Result<Self, String> {
        let mut command = git.command(&["fast-import", "--quiet", "--done"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let child = command.stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| error.to_string())?;
        let stream = child.stdin.take().ok_or("no pipe to git")?;
        Ok(Self {
            child,
            stream: BufWriter::new(stream),
            paths: Vec::new(),
        })
    }

    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.paths.push(path.to_owned());
        write!(self.stream, "blob\nmark :{}\n", self.paths.len())?;
        data(&mut self.stream, bytes)
    }

    /// Commits what was added, on top of a commit, under a name.
    pub fn finish(
        mut self,
        name: &str,
        tip: Option<&str>,
        by: &str,
        message: &str,
        removed: &[&String],
    ) -> Result<(), String> {
        let sent = self.commit(name, tip, by, message, removed);
        let Self {
            mut child, stream, ..
        } = self;
        drop(stream);
        let mut words = String::new();
        if let Some(mut stderr) = child.stderr.take() {
            // What it says is for the message alone.
            let _ = stderr.read_to_string(&mut words);
        }
        let ended = child.wait().map_err(|error| error.to_string())?;
        match (ended.success(), sent) {
            (true, Ok(())) => Ok(()),
            (true, Err(error)) => Err(error.to_string()),
            (false, _) => Err(one_line(&words)),
        }
    }

    fn commit(
        &mut self,
        name: &str,
        tip: Option<&str>,
        by: &str,
        message: &str,
        removed: &[&String],
    ) -> Result<(), Error> {
        let stream = &mut self.stream;
        write!(stream, "commit {name}\ncommitter {by}\n")?;
        data(stream, message.as_bytes())?;
        if let Some(tip) = tip {
            writeln!(stream, "from {tip}")?;
        }
        for path in removed {
            writeln!(stream, "D {}", quoted(path))?;
        }
        for (number, path) in self.paths.iter().enumerate() {
            writeln!(stream, "M 100644 :{} {}", number + 1, quoted(path))?;
        }
        writeln!(stream, "\ndone")?;
        stream.flush()
    }
}

fn data(stream: &mut impl Write, bytes: &[u8]) -> Result<(), Error> {
    writeln!(stream, "data {}", bytes.len())?;
    stream.write_all(bytes)?;
    writeln!(stream)
}

/// A path as the stream has it.
fn quoted(path: &str) -> String {
    let path = path.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", path.replace('\n', "\\n"))
}
