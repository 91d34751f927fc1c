//! A branch of a Git repository, from which a code host serves pages. All of a publishing is one
//! commit on top of the branch, so readers never see a step of it.

mod import;
mod objects;
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::super::address::{Address, BadAddress};
use super::super::headers::Headers;
use super::{NotTaken, Occupied, Target, Trouble};
use crate::write::manifest::{self, Manifest};
use import::Import;
use objects::{File, Objects};
use program::Program;

pub struct Branch {
    git: Program,
    url: String,
    name: String,
    seen: OnceLock<Result<Seen, Trouble>>,
    change: Mutex<Change>,
}

/// The branch as it was when it was looked at.
struct Seen {
    /// Its newest commit; none when there is no such branch.
    tip: Option<String>,
    files: BTreeMap<String, File>,
    objects: Option<Mutex<Objects>>,
    /// The branch that the repository shows first.
    head: Option<String>,
}

/// What is to be committed.
#[derive(Default)]
struct Change {
    import: Option<Import>,
    written: BTreeSet<String>,
    removed: BTreeSet<String>,
    revision: Option<String>,
}

/// Where people keep what they write by hand.
const SOURCES: [&str; 2] = ["main", "master"];

/// Our names for commits in the temporary repository.
const TIP: &str = "refs/toteuma/tip";
const NEW: &str = "refs/toteuma/new";

impl Branch {
    pub fn new(address: &Address) -> Result<Self, BadAddress> {
        let git = Program::new(address)?;
        let name = address.query.get("branch").ok_or(BadAddress::NoBranch)?;
        let full = format!("refs/heads/{name}");
        if git.outside(&["check-ref-format", &full]).is_err() {
            return Err(BadAddress::NoBranch);
        }
        Ok(Self {
            git,
            url: program::url(address),
            name: name.clone(),
            seen: OnceLock::new(),
            change: Mutex::default(),
        })
    }

    fn seen(&self) -> Result<&Seen, Trouble> {
        let seen = self
            .seen
            .get_or_init(|| self.look().map_err(|reason| self.trouble(reason)));
        seen.as_ref().map_err(Clone::clone)
    }

    /// Fetches the newest commit of the branch alone.
    fn look(&self) -> Result<Seen, String> {
        let (tip, head) = self.listed()?;
        let format = match tip.as_ref().is_some_and(|tip| tip.len() > 40) {
            true => "--object-format=sha256",
            false => "--object-format=sha1",
        };
        self.git.create(format)?;
        if tip.is_none() {
            return Ok(Seen {
                tip,
                files: BTreeMap::new(),
                objects: None,
                head,
            });
        }
        let branch = format!("+refs/heads/{}:{TIP}", self.name);
        let fetch = [
            "fetch",
            "--quiet",
            "--depth=1",
            "--no-tags",
            &self.url,
            &branch,
        ];
        self.git.run(&fetch)?;
        let tip = self.git.line(&["rev-parse", TIP])?;
        let list = self
            .git
            .run(&["ls-tree", "-r", "-l", "-z", "--full-tree", &tip])?;
        Ok(Seen {
            files: objects::listed(&list),
            objects: Some(Mutex::new(Objects::open(&self.git)?)),
            tip: Some(tip),
            head,
        })
    }

    /// The newest commit of the branch, and the name of the one that is shown first.
    fn listed(&self) -> Result<(Option<String>, Option<String>), String> {
        let full = format!("refs/heads/{}", self.name);
        let list = self
            .git
            .outside(&["ls-remote", "--symref", &self.url, "HEAD", &full])?;
        let list = String::from_utf8_lossy(&list).into_owned();
        let lines = || list.lines().filter_map(|line| line.split_once('\t'));
        let tip = lines().find(|(_, name)| *name == full);
        let head = lines().find_map(|(what, name)| match name {
            "HEAD" => what.strip_prefix("ref: refs/heads/"),
            _ => None,
        });
        let tip = tip.map(|(commit, _)| commit.to_owned());
        Ok((tip, head.map(str::to_owned)))
    }

    fn change(&self) -> MutexGuard<'_, Change> {
        // One that panicked has not left the change half-made: it is never finished then.
        self.change.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self, reason: String) -> Trouble {
        let path = self.name.clone();
        Trouble { path, reason }
    }

    /// Where a file of others has the name of a folder of the site, or the other way round.
    fn in_the_way(&self, seen: &Seen, change: &Change) -> Option<String> {
        let stays = |path: &str| seen.files.contains_key(path) && !change.removed.contains(path);
        change.written.iter().find_map(|path| {
            let above = path.match_indices('/').map(|(at, _)| &path[..at]);
            let below = format!("{path}/");
            let inside = seen.files.range(below.clone()..);
            let inside = inside.map(|(path, _)| path.as_str());
            let inside = inside.take_while(|path| path.starts_with(&below));
            above
                .chain(inside)
                .find(|path| stays(path))
                .map(str::to_owned)
        })
    }

    /// The new commit; none when it would change nothing.
    fn commit(&self, seen: &Seen, mut change: Change) -> Result<Option<String>, String> {
        let Some(import) = change.import.take() else {
            return Ok(None);
        };
        let message = match &change.revision {
            Some(revision) => format!("Publish the site of revision {revision}\n"),
            None => "Publish the site\n".to_owned(),
        };
        let removed: Vec<&String> = change.removed.iter().collect();
        let by = self.git.identity()?;
        import.finish(NEW, seen.tip.as_deref(), &by, &message, &removed)?;
        let tree = |commit: &str| self.git.line(&["rev-parse", &format!("{commit}^{{tree}}")]);
        if let Some(tip) = &seen.tip
            && tree(tip)? == tree(NEW)?
        {
            return Ok(None);
        }
        self.git.line(&["rev-parse", NEW]).map(Some)
    }

    /// Moves the branch to the commit, if it is still where it was seen.
    fn push(&self, seen: &Seen, commit: &str) -> Result<(), NotTaken> {
        let tip = seen.tip.as_deref().unwrap_or_default();
        let full = format!("refs/heads/{}", self.name);
        let lease = format!("--force-with-lease={full}:{tip}");
        let change = format!("{NEW}:{full}");
        let push = ["push", "--quiet", "--no-verify", &lease, &self.url, &change];
        let Err(reason) = self.git.run(&push) else {
            return Ok(());
        };
        // Why is told in many words; where the branch is now tells it for certain.
        match self.listed() {
            Ok((now, _)) if now.as_deref() == Some(commit) => Ok(()),
            Ok((now, _)) if now != seen.tip => Err(NotTaken::Overtaken),
            Ok(_) => Err(NotTaken::Refused(reason)),
            Err(_) => Err(NotTaken::Failed(self.trouble(reason))),
        }
    }
}

impl Target for Branch {
    fn sizes(&self, folder: &str) -> Result<BTreeMap<String, u64>, Trouble> {
        let files = &self.seen()?.files;
        let below = match folder {
            "" => String::new(),
            _ => format!("{folder}/"),
        };
        let inside = files.range(below.clone()..);
        let inside = inside.take_while(|(path, _)| path.starts_with(&below));
        let direct = inside.filter(|(path, _)| !path[below.len()..].contains('/'));
        Ok(direct
            .map(|(path, file)| (path.clone(), file.size))
            .collect())
    }

    fn all(&self) -> Result<Option<BTreeMap<String, u64>>, Trouble> {
        let files = self.seen()?.files.iter();
        let sizes = files.map(|(path, file)| (path.clone(), file.size));
        Ok(Some(sizes.collect()))
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let seen = self.seen()?;
        let (Some(file), Some(objects)) = (seen.files.get(path), &seen.objects) else {
            return Ok(None);
        };
        let mut objects = objects.lock().unwrap_or_else(PoisonError::into_inner);
        let read = objects.read(&file.id);
        read.map(Some).map_err(|error| Trouble {
            path: path.to_owned(),
            reason: error.to_string(),
        })
    }

    fn write(&self, path: &str, bytes: Vec<u8>, _: Headers) -> Result<(), Trouble> {
        self.seen()?;
        let mut change = self.change();
        if path == manifest::NAME {
            let manifest = Manifest::parse(&bytes).ok();
            change.revision = manifest.and_then(|manifest| manifest.revision);
        }
        if change.import.is_none() {
            let import = Import::start(&self.git).map_err(|reason| self.trouble(reason))?;
            change.import = Some(import);
        }
        if let Some(import) = &mut change.import {
            let added = import.add(path, &bytes);
            added.map_err(|error| self.trouble(error.to_string()))?;
        }
        change.written.insert(path.to_owned());
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), Trouble> {
        self.change().removed.insert(path.to_owned());
        Ok(())
    }

    fn is_one_step(&self) -> bool {
        true
    }

    fn finish(&self) -> Result<(), NotTaken> {
        let seen = self.seen().map_err(NotTaken::Failed)?;
        let change = std::mem::take(&mut *self.change());
        if let Some(path) = self.in_the_way(seen, &change) {
            let reason = format!("{path}: a file and a folder would have the same name");
            return Err(NotTaken::Refused(reason));
        }
        match self.commit(seen, change).map_err(NotTaken::Refused)? {
            Some(commit) => self.push(seen, &commit),
            None => Ok(()),
        }
    }

    fn occupied(&self) -> Result<Option<Occupied>, Trouble> {
        let seen = self.seen()?;
        if seen.files.is_empty() {
            return Ok(None);
        }
        let is_source = SOURCES.contains(&self.name.as_str());
        let is_first = seen.head.as_ref() == Some(&self.name);
        let name = self.name.clone();
        Ok(Some(match is_source || is_first {
            true => Occupied::Sources(name),
            false => Occupied::Others(name),
        }))
    }
}
