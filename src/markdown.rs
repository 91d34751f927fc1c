//! Markdown to HTML: text, lists, tables, links; raw HTML is refused by a check and dropped here.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::locale::Locale;
use crate::section::shared::slug;

/// How a text becomes HTML.
pub struct Writer<'a> {
    pub locale: &'a Locale,
    /// Ids of headings begin with this and a hyphen.
    pub prefix: &'a str,
    /// The level of the text's highest headings; the others keep their distance to them.
    pub top: u8,
    /// From a link as written to its address on the page; `None` leaves only the link's text.
    pub resolve: &'a dyn Fn(&str) -> Option<String>,
}

impl Writer<'_> {
    /// Whole paragraphs.
    pub fn blocks(&self, text: &str) -> String {
        if is_plain(text) {
            return self.plain_blocks(text);
        }
        let mut out = String::with_capacity(text.len() * 3 / 2);
        html::push_html(&mut out, self.events(text).into_iter());
        // A listing wider than the page is scrolled by keyboard too.
        out.trim_end().replace("<pre>", "<pre tabindex=\"0\">")
    }

    /// Without the paragraph around a text of one paragraph.
    pub fn inline(&self, text: &str) -> String {
        if !text.contains('\n') && is_plain(text) {
            return self.locale.typeset(text);
        }
        let blocks = self.blocks(text);
        let inner = blocks
            .strip_prefix("<p>")
            .and_then(|rest| rest.strip_suffix("</p>"));
        match inner {
            Some(inner) if !inner.contains("<p>") => inner.to_owned(),
            _ => blocks,
        }
    }

    /// Paragraphs of a plain text. What stands on two lines is typeset apart.
    fn plain_blocks(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        for paragraph in paragraphs(text) {
            out.push_str(if out.is_empty() { "<p>" } else { "\n<p>" });
            for (index, line) in paragraph.split('\n').enumerate() {
                if index > 0 {
                    out.push('\n');
                }
                out.push_str(&self.locale.typeset(line));
            }
            out.push_str("</p>");
        }
        out
    }

    fn events<'t>(&self, text: &'t str) -> Vec<Event<'t>> {
        let mut events = Vec::new();
        let mut dropped_links = 0_usize;
        let mut code = false;
        for event in parser(text) {
            match event {
                Event::Html(_) | Event::InlineHtml(_) => {}
                Event::Start(Tag::Link {
                    dest_url,
                    title,
                    id,
                    link_type,
                }) => match (self.resolve)(&dest_url) {
                    Some(address) => events.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url: CowStr::from(address),
                        title,
                        id,
                    })),
                    None => dropped_links += 1,
                },
                Event::End(TagEnd::Link) if dropped_links > 0 => dropped_links -= 1,
                Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
                Event::Start(Tag::CodeBlock(kind)) => {
                    code = true;
                    events.push(Event::Start(Tag::CodeBlock(kind)));
                }
                Event::End(TagEnd::CodeBlock) => {
                    code = false;
                    events.push(event);
                }
                // HTML, not XML: <br> and not <br />.
                Event::HardBreak => events.push(Event::Html(CowStr::Borrowed("<br>\n"))),
                Event::Rule => events.push(Event::Html(CowStr::Borrowed("<hr>\n"))),
                Event::Text(text) if !code => {
                    events.push(Event::Text(CowStr::from(self.locale.typeset(&text))));
                }
                other => events.push(other),
            }
        }
        headings(events, self.prefix, self.top)
    }
}

/// Headings from a level on, each with an id from its words.
fn headings<'t>(mut events: Vec<Event<'t>>, prefix: &str, top: u8) -> Vec<Event<'t>> {
    let levels = events.iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
        _ => None,
    });
    let highest = levels.min().unwrap_or(top);
    let moved = |level: HeadingLevel| {
        let level = usize::from(level as u8 + top - highest);
        HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
    };
    for index in 0..events.len() {
        let Some(Event::Start(Tag::Heading { .. })) = events.get(index) else {
            continue;
        };
        let words: String = events[index..]
            .iter()
            .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
            .filter_map(|event| match event {
                Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect();
        let id = format!("{prefix}-{}", slug(&words));
        if let Some(Event::Start(Tag::Heading { level, id: own, .. })) = events.get_mut(index) {
            *level = moved(*level);
            *own = Some(CowStr::from(id));
        }
    }
    for event in &mut events {
        if let Event::End(TagEnd::Heading(level)) = event {
            *level = moved(*level);
        }
    }
    events
}

/// Whether a text is paragraphs of words whose signs mean nothing in Markdown or HTML: most texts
/// are, and a parser costs more than they do.
fn is_plain(text: &str) -> bool {
    // A list, a line or a listing would begin with another sign; a line break would end in spaces.
    let is_line = |line: &str| {
        line.is_empty()
            || line.starts_with(char::is_alphabetic) && !line.ends_with(char::is_whitespace)
    };
    !text.bytes().any(|byte| MARKS[usize::from(byte)])
        && !text.trim_end_matches('\n').is_empty()
        && text.split('\n').all(is_line)
}

/// Signs that may mean something, and control characters but the line feed.
const MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let signs = b"!#&*<>[\\]_`|~\x7f";
    let mut next = 0;
    while next < signs.len() {
        marks[signs[next] as usize] = true;
        next += 1;
    }
    let mut control = 0;
    while control < 0x20 {
        marks[control] = control != b'\n' as usize;
        control += 1;
    }
    marks
};

/// The paragraphs of a plain text, each with its lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("\n\n").map(|part| part.trim_matches('\n'));
    parts.filter(|part| !part.is_empty())
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// What a text refers to, for checks.
#[derive(Debug, Default)]
pub struct References {
    /// Link targets as written.
    pub links: Vec<String>,
    /// The words that one presses to follow them.
    pub link_words: Vec<String>,
    /// Raw HTML, as written.
    pub refused: Vec<String>,
    /// The files of pictures, as written.
    pub pictures: Vec<String>,
    pub headings: Vec<Heading>,
}

/// A heading inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// How many `#` it has.
    pub level: u8,
    pub words: String,
    /// Where its line stands in the text.
    pub range: std::ops::Range<usize>,
}

impl Heading {
    /// Its id, without what stands before it on a page.
    pub fn id(&self) -> String {
        slug(&self.words)
    }
}

/// Links, raw HTML, pictures and headings of a text.
pub fn references(text: &str) -> References {
    let mut found = References::default();
    if is_plain(text) {
        return found;
    }
    let mut heading: Option<Heading> = None;
    let mut words: Option<String> = None;
    for (event, range) in parser(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Link {
                dest_url,
                link_type,
                ..
            }) => {
                words = Some(String::new());
                found.links.push(match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                });
            }
            Event::End(TagEnd::Link) => found.link_words.extend(words.take()),
            Event::Start(Tag::Image { dest_url, .. }) => {
                found.pictures.push(dest_url.into_string());
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                found.refused.push(html.trim().to_owned())
            }
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some(Heading {
                    level: level as u8,
                    words: String::new(),
                    range,
                });
            }
            Event::End(TagEnd::Heading(_)) => found.headings.extend(heading.take()),
            Event::Text(text) | Event::Code(text) => {
                let open = heading.iter_mut().map(|heading| &mut heading.words);
                for words in open.chain(&mut words) {
                    words.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

/// Where listings and words in code stand in a text.
pub fn code(text: &str) -> Vec<std::ops::Range<usize>> {
    if is_plain(text) {
        return Vec::new();
    }
    let events = parser(text).into_offset_iter();
    let code = events
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))));
    code.map(|(_, range)| range).collect()
}

/// The text alone, for CSV and descriptions: paragraphs and items divided by line breaks.
pub fn plain(text: &str) -> String {
    let is_plain = is_plain(text);
    if is_plain && !text.contains('\n') {
        return text.to_owned();
    }
    if is_plain {
        let lines = paragraphs(text).map(|paragraph| paragraph.replace('\n', " "));
        return lines.collect::<Vec<_>>().join("\n");
    }
    let mut out = String::new();
    for event in parser(text) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => out.push('\n'),
            Event::Start(Tag::Item) if !out.is_empty() && !out.ends_with('\n') => out.push('\n'),
            _ => {}
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Writer, plain, references};
    use crate::locale::Locale;

    fn html(text: &str) -> String {
        let resolve = |link: &str| link.starts_with("https:").then(|| link.to_owned());
        Writer {
            locale: &Locale::finnish(),
            prefix: "a",
            top: 3,
            resolve: &resolve,
        }
        .blocks(text)
    }

    #[test]
    fn raw_html_and_refused_links_never_reach_the_page() {
        assert_eq!(html("a <script>x</script> b"), "<p>a x b</p>");
        assert_eq!(html("[nappi](javascript:x)"), "<p>nappi</p>");
        assert_eq!(html("![kuva](x.png)"), "<p>kuva</p>");
        assert_eq!(references("<b>x</b>").refused.len(), 2);
    }

    #[test]
    fn headings_stand_below_the_section_and_have_ids() {
        assert_eq!(
            html("# Maankäyttö"),
            "<h3 id=\"a-maankaytto\">Maankäyttö</h3>"
        );
        assert_eq!(
            html("#### Tontit\n\n##### Vuokra"),
            "<h3 id=\"a-tontit\">Tontit</h3>\n<h4 id=\"a-vuokra\">Vuokra</h4>"
        );
    }

    #[test]
    fn numbers_in_text_are_typeset() {
        assert_eq!(html("50 % ja 4,4 €"), "<p>50\u{a0}% ja 4,4\u{a0}€</p>");
    }

    #[test]
    fn words_without_marks_are_as_a_parser_reads_them() {
        // A sign that nobody sees, written so that only a parser reads it.
        let marked = |text: &str| text.replacen('s', "s&#x2060;", 1);
        let parsed = |text: &str| html(&marked(text)).replace('\u{2060}', "");
        for text in [
            "Tavoites",
            "Ålands 5-6 m2, 50 % (à 4,4 €): \"näin\" - ja 'noin'; $1 + 2 = 3 / 4?",
            "Sivu www.kemijarvi.fi, posti a@kemijarvi.fi, 12. ja 3)",
            "sata\u{a0}vuotta {{luku}} ^ \u{2013} kahdesti  kaksi",
            "s\n",
            "Ensin toinen rivi 5\nkuin jatkuu 5 % verran.\n\nToinen kappale.\n\n\nKolmas\n",
            "\n\nSitten sen",
        ] {
            assert!(super::is_plain(text), "{text}");
            assert!(!super::is_plain(&marked(text)), "{text}");
            assert_eq!(html(text), parsed(text));
            assert_eq!(plain(text), plain(&marked(text)).replace('\u{2060}', ""));
        }
        for text in [
            "", "\n", " a", "a ", "1. a", "- a", "a\n1. b", "a  \nb", "a\n    b", "a\n---",
            "a\n===", "a\r\nb", "a*b*", "a | b",
        ] {
            assert!(!super::is_plain(text), "{text}");
        }
    }

    #[test]
    fn plain_text_keeps_items_apart() {
        assert_eq!(
            plain("Palvelut:\n\n- yksi\n- kaksi"),
            "Palvelut:\nyksi\nkaksi"
        );
    }
}
