//! The theme's style sheets as one file, without comments and needless white space.

use crate::theme::Theme;

/// The sheets in the order of their layers.
const SHEETS: [&str; 6] = ["tokens", "base", "layout", "components", "charts", "print"];

/// Sheets that only some pages load, by their file names.
pub fn others(theme: &Theme) -> Vec<(String, String)> {
    let all = theme
        .files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("css/")?, bytes)));
    let shared = |name: &str| {
        let sheet = SHEETS
            .iter()
            .any(|sheet| name.strip_suffix(".css") == Some(*sheet));
        sheet || theme.own_sheets.iter().any(|own| own == name)
    };
    let others = all.filter(|(name, _)| !shared(name));
    others
        .map(|(name, bytes)| (name.to_owned(), compact(&String::from_utf8_lossy(bytes))))
        .collect()
}

/// `site.css` from the theme's sheets, those of the site's own theme last.
pub fn sheet(theme: &Theme) -> String {
    let names = SHEETS
        .iter()
        .map(|name| format!("{name}.css"))
        .chain(theme.own_sheets.iter().cloned());
    let sheets = names.filter_map(|name| theme.files.get(&format!("css/{name}")));
    sheets
        .map(|bytes| compact(&String::from_utf8_lossy(bytes)))
        .collect()
}

/// Comments and white space that no rule needs are left out; strings stay as they are.
pub fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut quote = None;
    while let Some(character) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        match quote {
            Some(open) => {
                out.push(character);
                if character == '\\' {
                    let escaped = rest.chars().next();
                    out.extend(escaped);
                    rest = rest
                        .get(escaped.map_or(0, char::len_utf8)..)
                        .unwrap_or_default();
                } else if character == open {
                    quote = None;
                }
            }
            None if matches!(character, '"' | '\'') => {
                quote = Some(character);
                out.push(character);
            }
            None if character.is_whitespace() => {
                let next = rest.trim_start().chars().next();
                let needless = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>');
                let after = out
                    .chars()
                    .last()
                    .is_none_or(|c| needless(c) || matches!(c, ':' | ' '));
                if !after && !next.is_none_or(needless) && !rest.trim_start().starts_with("/*") {
                    out.push(' ');
                }
            }
            None if character == '}' => {
                let kept = out.trim_end_matches(';').len();
                out.truncate(kept);
                out.push('}');
            }
            // 0.5rem is .5rem.
            None if character == '0' && rest.starts_with('.') && !is_digit_before(&out) => {}
            None => out.push(character),
        }
    }
    out
}

fn is_digit_before(out: &str) -> bool {
    out.chars()
        .last()
        .is_some_and(|last| last.is_ascii_alphanumeric() || last == '.')
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn rules_keep_their_meaning() {
        let css = "/* a */\n.a > b,\n.c :hover {\n  content: \" x  /* y */\" / \"\";\n  margin: calc(1rem + 0.5px) 10.5px;\n}\n";
        let small =
            ".a>b,.c :hover{content:\" x  /* y */\" / \"\";margin:calc(1rem + .5px) 10.5px}";
        assert_eq!(compact(css), small);
    }
}
