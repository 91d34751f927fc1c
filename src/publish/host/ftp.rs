//! FTP over TLS (`ftps://`). OpenDAL speaks it too, but can neither rename a file nor trust a
//! certificate authority of one's own, so suppaftp is used by itself.

mod line;
mod lines;
mod listing;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use suppaftp::{FtpError, FtpResult};

use super::super::address::{Address, BadAddress};
use super::super::headers::Headers;
use super::secret::without_secrets;
use super::{Target, Trouble, part};
use line::{Line, Login};
use lines::Lines;

pub struct Ftp {
    lines: Lines,
    /// Folders that are there for certain.
    made: Mutex<HashSet<String>>,
    /// How many times what may pass is tried again.
    retries: usize,
}

/// What the old file is called while the new one takes its place on a host that replaces none.
const OLD: &str = ".toteuma-old";

/// How long is waited before the first other try; each pause is twice the one before.
const PAUSE: Duration = Duration::from_millis(500);

/// A reply: the file is not there, or may not be touched.
const UNAVAILABLE: u32 = 550;

impl Ftp {
    pub fn new(address: &Address, retries: usize) -> Result<Self, BadAddress> {
        let login = Login::of(address).map_err(BadAddress::Unusable)?;
        Ok(Self {
            lines: Lines::new(login),
            made: Mutex::new(HashSet::new()),
            retries,
        })
    }

    /// Does something on one of the lines, again and later when what went wrong may pass.
    fn on_a_line<T>(
        &self,
        path: &str,
        act: impl Fn(&mut Line) -> FtpResult<T>,
    ) -> Result<T, Trouble> {
        let longer = |pause: &Duration| pause.checked_mul(2);
        let mut pauses = std::iter::successors(Some(PAUSE), longer).take(self.retries);
        loop {
            let error = match self.lines.with(&act) {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            let pause = pauses.next().filter(|_| may_pass(&error));
            let Some(pause) = pause else {
                return Err(Trouble {
                    path: path.to_owned(),
                    reason: without_secrets(&words(&error)),
                });
            };
            std::thread::sleep(pause);
        }
    }

    /// Makes the folders around a path. One that cannot be made shows when the file is sent.
    fn make_folders(&self, line: &mut Line, place: &str) -> FtpResult<()> {
        let ends = place.match_indices('/').map(|(end, _)| &place[..end]);
        for folder in ends.filter(|folder| !folder.is_empty()) {
            if self.made().contains(folder) {
                continue;
            }
            match line.make_folder(folder) {
                Err(error) if code(&error).is_none() => return Err(error),
                _ => self.made().insert(folder.to_owned()),
            };
        }
        Ok(())
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Target for Ftp {
    fn sizes(&self, folder: &str) -> Result<BTreeMap<String, u64>, Trouble> {
        self.on_a_line(folder, |line| {
            let slash = if folder.is_empty() { "" } else { "/" };
            let found = line.sizes(&line.place(folder))?.into_iter();
            Ok(found
                .map(|(name, size)| (format!("{folder}{slash}{name}"), size))
                .collect())
        })
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.on_a_line(path, |line| {
            let place = line.place(path);
            match line.read(&place) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if is_unavailable(&error) && !is_there(line, &place)? => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    fn write(&self, path: &str, bytes: Vec<u8>, _: Headers) -> Result<(), Trouble> {
        self.on_a_line(path, |line| {
            let place = line.place(path);
            let part = part(&place);
            self.make_folders(line, &part)?;
            let written = line
                .write(&part, &bytes)
                .and_then(|()| take_place(line, &part, &place));
            if written.as_ref().is_err_and(|error| code(error).is_some()) {
                // The file that was there is whole; only our own part goes.
                let _ = line.remove(&part);
            }
            written
        })
    }

    fn remove(&self, path: &str) -> Result<(), Trouble> {
        self.on_a_line(path, |line| {
            let place = line.place(path);
            match line.remove(&place) {
                Err(error) if !is_unavailable(&error) || is_there(line, &place)? => Err(error),
                _ => Ok(()),
            }
        })
    }
}

/// A finished part takes the place of the file. Most hosts replace a file in one step; IIS does not,
/// so there the old one steps aside, and for an instant there is none.
fn take_place(line: &mut Line, part: &str, place: &str) -> FtpResult<()> {
    let Err(error) = line.rename(part, place) else {
        return Ok(());
    };
    if code(&error).is_none() || !is_there(line, place)? {
        return Err(error);
    }
    let old = format!("{place}{OLD}");
    // One may be left of a line that broke right here.
    let _ = line.remove(&old);
    line.rename(place, &old)?;
    if let Err(error) = line.rename(part, place) {
        line.rename(&old, place)?;
        return Err(error);
    }
    line.remove(&old)
}

fn is_there(line: &mut Line, place: &str) -> FtpResult<bool> {
    let (folder, name) = place.rsplit_once('/').unwrap_or(("", place));
    Ok(line.sizes(folder)?.iter().any(|(found, _)| found == name))
}

fn is_unavailable(error: &FtpError) -> bool {
    code(error) == Some(UNAVAILABLE)
}

/// The number of a reply by which the host has refused.
fn code(error: &FtpError) -> Option<u32> {
    let FtpError::UnexpectedResponse(reply) = error else {
        return None;
    };
    let digits = reply.body.get(..3)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Whether the same may work later: the line broke, or the host says "not now". A wrong password or
/// certificate stays wrong.
fn may_pass(error: &FtpError) -> bool {
    match error {
        FtpError::ConnectionError(error) => error.kind() != std::io::ErrorKind::InvalidData,
        FtpError::UnexpectedResponse(_) => {
            // 430 is a wrong password, 452 a full disk.
            code(error)
                .is_some_and(|code| (400..500).contains(&code) && ![430, 452].contains(&code))
        }
        _ => false,
    }
}

fn words(error: &FtpError) -> String {
    match error {
        FtpError::ConnectionError(error) => error.to_string(),
        FtpError::SecureError(reason) => reason.clone(),
        FtpError::UnexpectedResponse(reply) => String::from_utf8_lossy(&reply.body).into_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use suppaftp::types::Response;
    use suppaftp::{FtpError, Status};

    use super::may_pass;

    #[test]
    fn what_may_pass_is_tried_again_and_a_refusal_is_not() {
        let reply = |body: &str| {
            let response = Response::new(Status::Unknown, body.as_bytes().to_vec());
            may_pass(&FtpError::UnexpectedResponse(response))
        };
        assert!(reply("421 Too many connections\r\n"));
        assert!(reply("425 Cannot open data connection\r\n"));
        assert!(!reply("530 Login incorrect.\r\n"));
        assert!(!reply("452 Disk full.\r\n"));
        assert!(!reply("550 Permission denied.\r\n"));
        let broken = |kind: std::io::ErrorKind| may_pass(&FtpError::ConnectionError(kind.into()));
        assert!(broken(std::io::ErrorKind::ConnectionReset));
        // This is how a bad certificate shows.
        assert!(!broken(std::io::ErrorKind::InvalidData));
    }
}
