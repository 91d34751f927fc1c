//! Values over several lines: what stands before each line changes, the line stays.

/// Words that go on: spaces at the ends of lines mean nothing there.
pub fn folded(raw: &str, column: usize) -> String {
    let mut lines = raw.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        end_plainly(&mut out);
        push(&mut out, column, line.trim_start_matches([' ', '\t']));
    }
    out
}

/// Lists and records between brackets: their lines move together.
pub fn shifted(raw: &str, column: usize) -> String {
    let lead = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut lines = raw.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    let filled = lines.clone().filter(|line| !line.trim().is_empty());
    let least = filled.map(lead).min().unwrap_or(0);
    for line in lines {
        end_plainly(&mut out);
        let line = line.get(least..).unwrap_or_default();
        let filled = !line.trim().is_empty();
        push(&mut out, column, if filled { line } else { "" });
    }
    out
}

fn end_plainly(out: &mut String) {
    out.truncate(out.trim_end_matches([' ', '\t']).len());
    out.push('\n');
}

fn push(out: &mut String, column: usize, line: &str) {
    if !line.is_empty() {
        out.extend(std::iter::repeat_n(' ', column));
        out.push_str(line);
    }
}

/// A text after `|` or `>` as it is written when what holds it moves from one column to another,
/// and how many bytes of the old one it takes the place of.
///
/// Every sign of the text stays. The empty lines at its end belong to it only after `|+`.
pub fn block(raw: &str, stood: usize, column: usize, step: usize) -> Option<(String, usize)> {
    let (head, text) = raw.split_once('\n').unwrap_or((raw, ""));
    let head = head.trim_end_matches([' ', '\t']);
    let signs = head.split(' ').next().unwrap_or_default();
    let told = signs.chars().find_map(|sign| sign.to_digit(10));
    let told = told.and_then(|digit| usize::try_from(digit).ok());
    let lead = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let first = text.split('\n').find(|line| lead(line) < line.len());
    let (from, to) = match told {
        Some(digit) => (stood + digit, column + digit),
        None => (first.map_or(0, lead), column + step),
    };
    let keeps = signs.contains('+');
    let length = match keeps {
        true => raw.trim_end_matches(' ').len(),
        false => raw.trim_end_matches([' ', '\n']).len().max(head.len()),
    };
    let taken = raw.get(head.len()..length)?;
    let mut out = head.to_owned();
    let mut lines = taken.split('\n');
    lines.next().filter(|rest| rest.trim().is_empty())?;
    for line in lines {
        out.push('\n');
        let is_empty = line.len() <= from && line.bytes().all(|byte| byte == b' ');
        if !is_empty {
            line.get(..from)?
                .trim_matches(' ')
                .is_empty()
                .then_some(())?;
            push(&mut out, to, line.get(from..)?);
        }
    }
    Some((out, length))
}
