//! A place to publish to, as the protocol sees it. One file per kind.

mod folder;
#[cfg(feature = "publish-ftps")]
mod ftp;
mod git;
mod secret;
#[cfg(feature = "network")]
mod service;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use super::address::{Address, BadAddress, Scheme};
use super::headers::Headers;

/// A host. A write is whole or it is not there: a reader finds the old bytes or the new.
pub trait Target: Sync {
    /// The files directly in a folder (`""` is the top) with their sizes; none when there is no
    /// such folder.
    fn sizes(&self, folder: &str) -> Result<BTreeMap<String, u64>, Trouble>;
    /// All files with their sizes at once; `None` where the host can be asked by folder only.
    fn all(&self) -> Result<Option<BTreeMap<String, u64>>, Trouble> {
        Ok(None)
    }
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble>;
    fn write(&self, path: &str, bytes: Vec<u8>, headers: Headers) -> Result<(), Trouble>;
    /// Removes a file; that it is gone already is no trouble.
    fn remove(&self, path: &str) -> Result<(), Trouble>;

    /// Whether what is written and removed shows only all at once, when it is finished.
    fn is_one_step(&self) -> bool {
        false
    }

    /// Shows all that was written and removed, where that is one step.
    fn finish(&self) -> Result<(), NotTaken> {
        Ok(())
    }

    /// Whose place it is where we have published nothing yet.
    fn occupied(&self) -> Result<Option<Occupied>, Trouble> {
        Ok(None)
    }
}

/// A place that holds what others keep there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occupied {
    /// What people write by hand, by its name: it is never ours.
    Sources(String),
    /// Other files, by the name of the place.
    Others(String),
}

/// What names of files have that are not all there yet.
pub const PART: &str = ".toteuma-part";

/// What a file is called until all of it is there: by a name that no other publisher has.
#[cfg_attr(
    not(any(feature = "network", feature = "publish-ftps")),
    allow(dead_code)
)]
fn part(path: &str) -> String {
    static OWN: OnceLock<u128> = OnceLock::new();
    let own = OWN.get_or_init(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_nanos()) ^ u128::from(std::process::id())
    });
    format!("{path}{PART}-{own:x}")
}

/// Something the host or the line did not do, after all retries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub path: String,
    pub reason: String,
}

/// Why a host did not take all at once; it is as it was, unless the line broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// Somebody else was quicker.
    Overtaken,
    /// By its own rules.
    Refused(String),
    Failed(Trouble),
}

/// How many times what a host does not do is tried again, when nobody says.
pub const RETRIES: usize = 5;

/// The target of an address. `built` is the folder that is published, which it must not be; what a
/// host does not do is tried again `retries` times.
pub fn open(
    address: &Address,
    built: &Path,
    retries: usize,
) -> Result<Box<dyn Target>, BadAddress> {
    match address.scheme {
        Scheme::File => Ok(Box::new(folder::Folder::new(&address.path, built)?)),
        #[cfg(feature = "publish-ftps")]
        Scheme::Ftps => Ok(Box::new(ftp::Ftp::new(address, retries)?)),
        Scheme::GitSsh | Scheme::GitHttps | Scheme::GitHttp | Scheme::GitFile => {
            Ok(Box::new(git::Branch::new(address)?))
        }
        Scheme::Http | Scheme::Https => Err(BadAddress::ForReaders),
        #[cfg(feature = "network")]
        _ => Ok(Box::new(service::Service::new(address, retries)?)),
        #[cfg(not(feature = "network"))]
        scheme => {
            // Nothing that is tried again is built in.
            let _ = retries;
            Err(BadAddress::NotBuiltIn(scheme))
        }
    }
}
