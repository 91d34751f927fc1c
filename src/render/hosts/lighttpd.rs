//! lighttpd: `lighttpd.conf`, a piece that the server's own settings include.

use super::{FRESH, KEPT, Rules, endings, pattern, texts, unserved};
use crate::file_types::{TYPES, told};

pub fn text(rules: &Rules) -> String {
    let head = rules.head(include_str!("heads/lighttpd.txt"));
    let folder = &rules.folder;
    let missing = rules.not_found();
    let types =
        TYPES.map(|(ending, kind)| format!("        \".{ending}\" => \"{}\",\n", told(kind)));
    let types = types.concat();
    let texts: Vec<_> = texts().iter().map(|kind| format!("\"{kind}\"")).collect();
    let texts = texts.join(", ");
    let pages = headers(rules, FRESH);
    let others = headers(rules, KEPT);
    let (start, kept, unserved) = (folder.replace('.', r"\."), pattern(), unserved());
    // It has no means of sending a packed copy, and packs by itself.
    let copies = rules.when_packed(format!(r"|^{start}.*\.({})\.gz$", endings()));
    format!(
        r#"{head}server.modules += ( "mod_access", "mod_setenv" )

$HTTP["url"] =~ "^{start}" {{
    index-file.names = ( "index.html" )
    dir-listing.activate = "disable"
    server.error-handler = "{missing}"
    mimetype.assign = (
{types}        "" => "application/octet-stream"
    )
    deflate.mimetypes = ( {texts} )
    deflate.allowed-encodings = ( "gzip" )
    setenv.set-response-header = (
{pages}    )
}}
# The name of such a file carries its bytes.
$HTTP["url"] =~ "^{start}.*{kept}" {{
    setenv.set-response-header = (
{others}    )
}}
$HTTP["url"] =~ "^{start}(.*/)?(\.(?!well-known/)|({unserved})$){copies}" {{
    url.access-deny = ( "" )
}}
"#
    )
}

/// The later list replaces the whole earlier one, so each names all headers.
fn headers(rules: &Rules, caching: &str) -> String {
    let headers = rules
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()));
    let all = headers.chain([("Cache-Control", caching)]);
    let lines = all.map(|(name, value)| format!("        \"{name}\" => \"{value}\",\n"));
    lines.collect()
}
