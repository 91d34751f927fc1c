//! What an FTP host lists: in facts for programs (MLSD), or in lines for people (LIST).

use suppaftp::list::ListParser;

/// A name and its size; no size when it is a link, whose file has one.
type Entry = (String, Option<u64>);

/// The file of a line, none when it is something else; a line that is not understood comes back.
pub fn entry(line: &str, is_facts: bool) -> Result<Option<Entry>, String> {
    if line.trim().is_empty() || line.starts_with("total ") {
        return Ok(None);
    }
    let found = if is_facts { facts(line) } else { shown(line) };
    found.ok_or_else(|| format!("LIST: {line}"))
}

/// `type=file;size=12; index.html`
fn facts(line: &str) -> Option<Option<Entry>> {
    let (facts, name) = line.split_once(' ')?;
    let fact = |key: &str| {
        let mut facts = facts.split(';').filter_map(|fact| fact.split_once('='));
        facts.find_map(|(known, value)| known.eq_ignore_ascii_case(key).then_some(value))
    };
    let kind = fact("type").unwrap_or_default().to_ascii_lowercase();
    Some(match kind.as_str() {
        "dir" | "cdir" | "pdir" => None,
        "file" => Some((name.to_owned(), Some(fact("size")?.parse().ok()?))),
        _ => Some((name.to_owned(), None)),
    })
}

/// As `ls -l` or as `dir` of Windows show it.
fn shown(line: &str) -> Option<Option<Entry>> {
    let file = ListParser::parse_posix(line).or_else(|_| ListParser::parse_dos(line));
    let file = file.ok()?;
    let name = file.name().to_owned();
    Some(match () {
        () if file.is_directory() => None,
        () if file.is_symlink() => Some((name, None)),
        () => Some((name, Some(file.size() as u64))),
    })
}

#[cfg(test)]
mod tests {
    use super::entry;

    #[test]
    fn both_kinds_of_lists_are_read() {
        let file = |name: &str, size| Ok(Some((name.to_owned(), size)));
        let facts = |line| entry(line, true);
        assert_eq!(
            facts("modify=20240101000000;size=12;type=file;UNIX.mode=0644; muu sivu.html"),
            file("muu sivu.html", Some(12))
        );
        assert_eq!(facts("type=cdir;modify=20240101000000; ."), Ok(None));
        assert_eq!(
            facts("type=OS.unix=symlink;modify=20240101000000; a.html"),
            file("a.html", None)
        );
        let shown = |line| entry(line, false);
        assert_eq!(
            shown("-rw-r--r--    1 1000     1000           12 Jan 01  2024 muu sivu.html"),
            file("muu sivu.html", Some(12))
        );
        assert_eq!(
            shown("drwxr-xr-x    2 0        0            4096 Nov 22 09:44 ."),
            Ok(None)
        );
        assert_eq!(
            shown("04-08-24  03:09PM                  403 index.html"),
            file("index.html", Some(403))
        );
        assert_eq!(shown("total 12"), Ok(None));
        // A file that is not seen would be replaced without asking.
        assert!(shown("jotakin muuta").is_err());
    }
}
