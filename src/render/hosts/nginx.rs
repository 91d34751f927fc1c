//! nginx: `nginx.conf`, a piece that the server's own settings include.

use super::{FRESH, KEPT, Rules, endings, pattern, texts, unserved};
use crate::file_types::TYPES;

pub fn text(rules: &Rules) -> String {
    let head = rules.head(include_str!("heads/nginx.txt"));
    let folder = &rules.folder;
    let missing = rules.not_found();
    let types = TYPES.map(|(ending, kind)| format!("        {kind} {ending};\n"));
    let headers = rules.headers.iter();
    let headers =
        headers.map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"));
    let (types, headers) = (types.concat(), headers.collect::<String>());
    let again = headers.replace("    add_header", "        add_header");
    // nginx knows text/html by itself and warns when it is named.
    let texts: Vec<_> = texts()
        .into_iter()
        .filter(|kind| *kind != "text/html")
        .collect();
    let (kept, unserved, texts) = (pattern(), unserved(), texts.join(" "));
    let packed = rules.when_packed("    gzip_static on;\n".to_owned());
    let copies = rules.when_packed(format!(
        "    location ~ \"\\.({})\\.gz$\" {{\n        return 404;\n    }}\n",
        endings()
    ));
    format!(
        r#"{head}location ^~ {folder} {{
    index index.html;
    autoindex off;
    absolute_redirect off;
    server_tokens off;
    error_page 403 404 =404 {missing};

    types {{
{types}    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {texts};
{packed}    gzip on;
    gzip_vary on;
    gzip_types {texts};

    # A file is asked for anew every time.
    add_header Cache-Control "{FRESH}" always;
{headers}
    location ~ "/\.(?!well-known/)" {{
        return 404;
    }}
    location ~ "/({unserved})$" {{
        return 404;
    }}
{copies}    # The name of such a file carries its bytes. Its headers take the place of those above.
    location ~ "{kept}" {{
        add_header Cache-Control "{KEPT}";
{again}    }}
}}
"#
    )
}
