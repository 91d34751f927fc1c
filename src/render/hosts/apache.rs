//! Apache: `.htaccess`, which is read from the folder itself where the host allows that.

use super::{FRESH, KEPT, Rules, endings, pattern, texts, unserved};
use crate::file_types::{TYPES, told};

pub fn text(rules: &Rules) -> String {
    let missing = rules.not_found();
    let types = TYPES.map(|(ending, kind)| format!("  AddType \"{}\" .{ending}\n", told(kind)));
    let headers = rules.headers.iter();
    let headers = headers.map(|(name, value)| format!("  Header always set {name} \"{value}\"\n"));
    let (types, headers) = (types.concat(), headers.collect::<String>());
    let (kept, unserved, texts) = (pattern(), unserved(), texts().join(" "));
    let (options, copies, kept) = if rules.packed {
        let kept = kept.replace('$', r"(\.gz)?$");
        (" +SymLinksIfOwnerMatch", copies(), kept)
    } else {
        ("", String::new(), kept)
    };
    format!(
        r#"# Made by toteuma. Apache reads this file where the server says "AllowOverride All".
Options -Indexes{options}
DirectoryIndex index.html
ErrorDocument 403 {missing}
ErrorDocument 404 {missing}
# The day of change tells whether a file is new; tags of packed files would not match.
FileETag None

<IfModule mod_mime.c>
{types}</IfModule>

<IfModule mod_headers.c>
{headers}  Header always set Cache-Control "{FRESH}"
  # The name of such a file carries its bytes.
  <FilesMatch "{kept}">
    Header always set Cache-Control "{KEPT}"
  </FilesMatch>
</IfModule>

<IfModule mod_alias.c>
  RedirectMatch 404 "/\.(?!well-known/)"
  RedirectMatch 404 "/({unserved})$"
</IfModule>

{copies}<IfModule mod_deflate.c>
  <IfModule mod_filter.c>
    AddOutputFilterByType DEFLATE {texts}
  </IfModule>
</IfModule>
"#
    )
}

/// A packed copy takes its file's place for those who can unpack it, and is no file of its own.
fn copies() -> String {
    let endings = endings();
    // Whoever says `gzip;q=0` refuses it.
    let accepted = r#""%{HTTP:Accept-Encoding}" "\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))""#;
    format!(
        r#"# Packed copies are sent instead of the files to those who can unpack them.
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond "%{{ENV:REDIRECT_STATUS}}" "^$"
  RewriteRule "\.({endings})\.gz$" - [R=404,L]
  RewriteCond {accepted}
  RewriteCond "%{{REQUEST_FILENAME}}.gz" -f
  RewriteRule "^(.+\.({endings}))$" "$1.gz" [L]
  RewriteCond {accepted}
  RewriteCond "%{{REQUEST_FILENAME}}index.html.gz" -f
  RewriteRule "^(.*/)?$" "$1index.html.gz" [L]
</IfModule>
<IfModule !mod_rewrite.c>
  <IfModule mod_alias.c>
    RedirectMatch 404 "\.({endings})\.gz$"
  </IfModule>
</IfModule>
<IfModule mod_mime.c>
  <FilesMatch "\.({endings})\.gz$">
    RemoveType .gz
    AddEncoding gzip .gz
  </FilesMatch>
</IfModule>
<IfModule mod_headers.c>
  <FilesMatch "\.({endings})(\.gz)?$">
    Header merge Vary "Accept-Encoding"
  </FilesMatch>
</IfModule>

"#
    )
}
