//! Lists of folders: a large site's manifest is divided, so that one changed file changes a short
//! list and the manifest that names it with its sum, and by that sum the manifest still proves all.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Manifest, NAME, Sum, is_inside, text};

/// A folder with no more files than the limit divided by this is told in the list above it.
const FEW: usize = 50;

/// The paths of lists with their sums.
type Named = [(String, Sum)];

/// A list: its path and its text.
pub type List = (String, String);

/// So many lists are written at a time.
const SOME: usize = 512;

/// What a list tells.
#[derive(Default)]
struct Part<'a> {
    lists: BTreeMap<String, Sum>,
    inputs: Vec<(&'a String, &'a Sum)>,
    outputs: Vec<(&'a String, &'a Sum)>,
}

impl Part<'_> {
    fn text(&self, head: &Manifest) -> String {
        let (inputs, outputs) = (self.inputs.iter().copied(), self.outputs.iter().copied());
        text(head, &self.lists, inputs, outputs)
    }
}

impl Manifest {
    /// Divides the manifest: a folder with more files than the limit has a list for each of its
    /// folders, but the smallest, and so on inward. `take` is given the lists by their paths, some at
    /// a time; they are outputs from now on. Gives the text of the manifest that names them.
    pub fn divided<E>(
        &mut self,
        limit: usize,
        take: &mut dyn FnMut(&[List]) -> Result<(), E>,
    ) -> Result<String, E> {
        let folders = folders(&self.outputs, limit);
        if folders.is_empty() {
            return Ok(self.text());
        }
        let mut parts: HashMap<&str, Part> = HashMap::new();
        for (path, sum) in &self.outputs {
            let part = parts.entry(nearest(&folders, path)).or_default();
            part.outputs.push((path, sum));
        }
        for (path, sum) in &self.inputs {
            let part = parts.entry(nearest(&folders, &address(path))).or_default();
            part.inputs.push((path, sum));
        }
        let mut sums: Vec<(String, Sum)> = Vec::with_capacity(folders.len());
        let depth = |folder: &&str| folder.matches('/').count();
        let mut inner_first: Vec<&str> = folders.iter().copied().collect();
        inner_first.sort_by_key(|folder| Reverse(depth(folder)));
        // Inner folders come before the outer ones that name them.
        for level in inner_first.chunk_by(|one, other| depth(one) == depth(other)) {
            for some in level.chunks(SOME) {
                let texts = some.par_iter().map(|folder| {
                    let text = parts.get(folder).map(|part| part.text(&Self::default()));
                    (format!("{folder}/{NAME}"), text.unwrap_or_default())
                });
                let texts: Vec<List> = texts.collect();
                for (folder, (path, text)) in some.iter().zip(&texts) {
                    let sum = Sum::of(text.as_bytes());
                    sums.push((path.clone(), sum.clone()));
                    let above = parts.entry(nearest(&folders, folder)).or_default();
                    above.lists.insert(path.clone(), sum);
                    parts.remove(folder);
                }
                take(&texts)?;
            }
        }
        let whole = parts.remove("").unwrap_or_default().text(self);
        self.outputs.extend(sums);
        Ok(whole)
    }

    /// Takes in the lists that the manifest names, and those that they name. `read` gives lists in
    /// the order they are asked for; of one that is not what its sum says, nothing but the name is
    /// taken.
    pub fn with_lists<E>(
        mut self,
        read: impl Fn(&Named) -> Result<Vec<Option<Self>>, E>,
    ) -> Result<Self, E> {
        let mut lists = std::mem::take(&mut self.lists);
        while !lists.is_empty() {
            // What is in a folder with a list is told by that list alone.
            let folders: BTreeSet<&str> = lists.keys().filter_map(|path| folder(path)).collect();
            let is_free = |path: &String| nearest(&folders, path).is_empty();
            self.outputs.retain(|path, _| is_free(path));
            let named: Vec<(String, Sum)> = std::mem::take(&mut lists).into_iter().collect();
            let found = read(&named)?;
            for ((path, sum), list) in named.into_iter().zip(found) {
                let list = list.unwrap_or_default();
                let below = path.strip_suffix(NAME).unwrap_or(&path);
                let is_below = |other: &String| other.starts_with(below) && *other != path;
                self.inputs.extend(list.inputs);
                let outputs = list.outputs.into_iter();
                self.outputs
                    .extend(outputs.filter(|(path, _)| is_below(path)));
                let inner = list.lists.into_iter();
                lists.extend(inner.filter(|(path, _)| is_below(path)));
                self.outputs.insert(path, sum);
            }
        }
        Ok(self)
    }

    /// The list of these bytes, if it is what a sum says.
    pub fn list(bytes: &[u8], sum: &Sum) -> Option<Self> {
        match Sum::of(bytes) == *sum {
            true => Self::parse(bytes).ok(),
            false => None,
        }
    }

    /// A list that holds these files.
    pub fn of_files(outputs: BTreeMap<String, Sum>) -> Self {
        Self {
            outputs,
            ..Self::default()
        }
    }
}

/// Whether a file has the name of a folder's list.
pub fn is_list(path: &str) -> bool {
    is_inside(path) && folder(path).is_some()
}

/// The folder of a list.
pub fn folder(list: &str) -> Option<&str> {
    list.strip_suffix(NAME)?.strip_suffix('/')
}

/// The folders that get a list of their own.
fn folders(outputs: &BTreeMap<String, Sum>, limit: usize) -> BTreeSet<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for path in outputs.keys() {
        for folder in above(path) {
            *counts.entry(folder).or_default() += 1;
        }
    }
    let is_over = |folder: &str, limit: usize| counts.get(folder).is_some_and(|it| *it > limit);
    let is_listed = |folder: &str| {
        let mut outer = above(folder);
        // All outer folders are over the limit when the nearest is.
        outer.next().is_some_and(|outer| is_over(outer, limit))
            && is_over(folder, limit / FEW)
            // The site's own file of that name goes first.
            && !outputs.contains_key(&format!("{folder}/{NAME}"))
    };
    let folders = counts.keys().copied();
    folders
        .filter(|folder| !folder.is_empty() && is_listed(folder))
        .collect()
}

/// The folders that a path is in, the nearest first; `""` is the top.
fn above(path: &str) -> impl Iterator<Item = &str> {
    let folders = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
    folders.chain([""])
}

/// The nearest of some folders that a path is in; `""` when it is in none.
fn nearest<'a>(folders: &BTreeSet<&'a str>, path: &str) -> &'a str {
    let mut above = above(path);
    above
        .find_map(|folder| folders.get(folder).copied())
        .unwrap_or_default()
}

/// Where the page of a file of the content is, by the names of its folders without their numbers.
fn address(input: &str) -> String {
    let path = input.strip_prefix("content/").unwrap_or(input);
    let parts = path.split('/').map(|part| {
        let name = part.trim_start_matches(|char: char| char.is_ascii_digit());
        name.strip_prefix('-').unwrap_or(part)
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use super::super::Made;
    use super::{Manifest, Sum, address, is_list};

    type Texts = BTreeMap<String, String>;

    /// A site of these files.
    fn site(inputs: &[&str], outputs: &[&str]) -> Manifest {
        let sums = |paths: &[&str]| {
            let sums = paths
                .iter()
                .map(|path| ((*path).to_owned(), Sum::of(path.as_bytes())));
            sums.collect()
        };
        let made = Made {
            inputs: sums(inputs),
            revision: Some("3f9a\"1c2".to_owned()),
            preview: false,
        };
        Manifest::new(made, sums(outputs))
    }

    fn large() -> Manifest {
        let inputs = ["content/page.md", "content/2-a/1-c/page.md"];
        let outputs = [
            "a/c/index.html",
            "a/c/t.csv",
            "a/d/index.html",
            "a/index.html",
            "b/index.html",
            "index.html",
        ];
        site(&inputs, &outputs)
    }

    /// What a manifest and its lists tell together.
    fn read(text: &str, lists: &Texts) -> Manifest {
        let manifest = Manifest::parse(text.as_bytes()).expect("a manifest");
        let whole = manifest.with_lists(|named| {
            let found = named.iter().map(|(path, sum)| {
                let text = lists.get(path)?;
                Manifest::list(text.as_bytes(), sum)
            });
            Ok::<_, Infallible>(found.collect())
        });
        let Ok(whole) = whole;
        whole
    }

    /// The lists of a manifest, and its text.
    fn divided(manifest: &mut Manifest, limit: usize) -> (BTreeMap<String, String>, String) {
        let mut lists = BTreeMap::new();
        let text = manifest.divided(limit, &mut |some| {
            lists.extend(some.iter().cloned());
            Ok::<_, Infallible>(())
        });
        let Ok(text) = text;
        (lists, text)
    }

    #[test]
    fn a_small_site_has_one_manifest_with_a_line_for_each_file() {
        let mut small = large();
        let (lists, text) = divided(&mut small, 6);
        assert!(lists.is_empty());
        assert_eq!(read(&text, &lists), large());
        let sum = Sum::of(b"index.html").sha256;
        let line = format!("    \"index.html\": {{\"size\": 10, \"sha256\": \"{sum}\"}}\n");
        assert!(text.contains(&line), "{text}");
        // It is JSON, whatever a revision is called; the form with a name a line is read too.
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let pretty = serde_json::to_string_pretty(&value).expect("JSON");
        assert_eq!(read(&pretty, &lists), large());
        assert_eq!(value["$schema"], "urn:toteuma:manifest:1");
    }

    #[test]
    fn a_large_site_has_a_list_for_each_folder() {
        let mut whole = large();
        let (lists, text) = divided(&mut whole, 2);
        let paths: Vec<&str> = lists.keys().map(String::as_str).collect();
        // The folder `a` has more than two files, and its folders have lists of their own.
        let folders = ["a/c", "a/d", "a", "b"];
        assert_eq!(
            paths,
            folders.map(|folder| format!("{folder}/toteuma-manifest.json"))
        );
        assert!(text.contains("manifest:2") && !text.contains("a/c"));
        assert!(lists[paths[0]].contains("content/2-a/1-c/page.md"));
        // The lists are files of the site; else all is as it was.
        let together = read(&text, &lists);
        assert_eq!(together, whole);
        let mut files = together;
        files.outputs.retain(|path, _| !is_list(path));
        assert_eq!(files, large());
    }

    #[test]
    fn one_change_changes_the_lists_around_it() {
        let (before, _) = divided(&mut large(), 2);
        let mut changed = large();
        changed
            .outputs
            .insert("a/c/t.csv".to_owned(), Sum::of(b"new"));
        let (after, _) = divided(&mut changed, 2);
        let differs = |path: &&String| before[*path] != after[*path];
        let differ: Vec<&String> = after.keys().filter(differs).collect();
        assert_eq!(
            differ,
            ["a/c/toteuma-manifest.json", "a/toteuma-manifest.json"]
        );
    }

    #[test]
    fn a_list_that_is_not_what_its_sum_says_tells_nothing() {
        let (mut lists, text) = divided(&mut large(), 2);
        let list = lists.get_mut("a/toteuma-manifest.json").expect("a list");
        *list = list.replace("a/index.html", "a/other.html");
        let known = read(&text, &lists);
        let paths: Vec<&str> = known.outputs.keys().map(String::as_str).collect();
        let [a, b] = ["a/toteuma-manifest.json", "b/toteuma-manifest.json"];
        assert_eq!(paths, [a, "b/index.html", b, "index.html"]);
    }

    #[test]
    fn a_list_tells_of_its_own_folder_alone() {
        let inner = r#"{"inputs": {}, "outputs": {
            "a/index.html": {"size": 1, "sha256": "x"},
            "b/index.html": {"size": 1, "sha256": "x"},
            "a/../b/index.html": {"size": 1, "sha256": "x"}},
          "lists": {"toteuma-manifest.json": {"size": 1, "sha256": "x"},
            "a/toteuma-manifest.json": {"size": 1, "sha256": "x"}}}"#;
        let sum = Sum::of(inner.as_bytes());
        let outer = format!(
            r#"{{"inputs": {{}}, "outputs": {{"a/old.html": {{"size": 1, "sha256": "x"}}}},
              "lists": {{"a/toteuma-manifest.json": {{"size": {}, "sha256": "{}"}},
                "../a/toteuma-manifest.json": {{"size": 1, "sha256": "x"}},
                "a/index.html": {{"size": 1, "sha256": "x"}}}}}}"#,
            sum.size, sum.sha256
        );
        let list = "a/toteuma-manifest.json".to_owned();
        let lists = Texts::from([(list, inner.to_owned())]);
        let known = read(&outer, &lists);
        let paths: Vec<&str> = known.outputs.keys().map(String::as_str).collect();
        assert_eq!(paths, ["a/index.html", "a/toteuma-manifest.json"]);
    }

    #[test]
    fn an_input_is_told_where_its_page_is() {
        assert_eq!(address("content/2-a/10-c-d/page.md"), "a/c-d/page.md");
        assert_eq!(address("content/2025/page.md"), "2025/page.md");
        assert_eq!(address("themes/x/a.css"), "themes/x/a.css");
    }
}
