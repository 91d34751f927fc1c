//! Apache: `.htaccess`, which is read from the folder itself where the host allows that.

use super::{FRESH, KEPT, Rules, pattern, texts, unserved};
use crate::file_types::{TYPES, told};

pub fn text(rules: &Rules) -> String {
    let missing = rules.not_found();
    let types = TYPES.map(|(ending, kind)| format!("  AddType \"{}\" .{ending}\n", told(kind)));
    let headers = rules.headers.iter();
    let headers = headers.map(|(name, value)| format!("  Header always set {name} \"{value}\"\n"));
    let (types, headers) = (types.concat(), headers.collect::<String>());
    let (kept, unserved, texts) = (pattern(), unserved(), texts().join(" "));
    format!(
        r#"# Made by toteuma. Apache reads this file where the server says "AllowOverride All".
Options -Indexes
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

<IfModule mod_deflate.c>
  <IfModule mod_filter.c>
    AddOutputFilterByType DEFLATE {texts}
  </IfModule>
</IfModule>
"#
    )
}
