//! Texts in another language than their page: the site's first, where a translation is missing.

/// Before and after such a text. Private characters, so that they can stand in any of the page's
/// texts; renderers turn them into what their format has for it, or take them away.
const START: char = '\u{E011}';
const END: char = '\u{E012}';

/// A text that is not in the page's language.
pub fn foreign(text: &str) -> String {
    format!("{START}{text}{END}")
}

/// Whether a character is one of the marks around what is in another language.
pub fn is_mark(character: char) -> bool {
    matches!(character, START | END)
}

/// HTML with a span in place of the marks. Inside tags, and in elements that hold plain text only,
/// the marks are taken away.
pub fn in_html(html: &str, language: &str) -> String {
    if !html.contains(START) {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + 256);
    let mut tag = String::new();
    let (mut inside, mut plain) = (false, None::<&str>);
    for character in html.chars() {
        match character {
            '<' => {
                (inside, tag) = (true, String::new());
                out.push(character);
            }
            '>' if inside => {
                inside = false;
                out.push(character);
                let name = tag.split_whitespace().next().unwrap_or_default();
                match plain {
                    Some(open) if name.strip_prefix('/') == Some(open) => plain = None,
                    Some(_) => {}
                    None => plain = PLAIN.into_iter().find(|known| *known == name),
                }
            }
            START | END if inside || plain.is_some() => {}
            START => out.push_str(&format!("<span lang=\"{language}\">")),
            END => out.push_str("</span>"),
            other => {
                if inside {
                    tag.push(other);
                }
                out.push(other);
            }
        }
    }
    out
}

/// Elements that hold no other elements.
const PLAIN: [&str; 5] = ["title", "script", "option", "text", "desc"];

#[cfg(test)]
mod tests {
    use super::{foreign, in_html};

    #[test]
    fn a_span_stands_only_where_one_may() {
        let text = foreign("Simhall");
        let html = format!("<p title=\"{text}\">{text}</p><title>{text}</title>");
        let expected =
            "<p title=\"Simhall\"><span lang=\"sv\">Simhall</span></p><title>Simhall</title>";
        assert_eq!(in_html(&html, "sv"), expected);
    }
}
