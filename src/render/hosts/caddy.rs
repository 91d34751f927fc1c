//! Caddy: `Caddyfile`, a piece that the server's own settings import.

use super::{FRESH, KEPT, Rules, endings, pattern, unserved};
use crate::file_types::{TYPES, told};

pub fn text(rules: &Rules) -> String {
    let head = rules.head(include_str!("heads/caddy.txt"));
    let folder = &rules.folder;
    let missing = rules.not_found();
    let headers = rules.headers.iter();
    let headers = headers.map(|(name, value)| format!("        {name} \"{value}\"\n"));
    // The server knows pages by itself, and folders have no ending.
    let types = TYPES.iter().filter(|(ending, _)| *ending != "html");
    let types = types.map(|(ending, kind)| {
        let kind = told(kind);
        format!("    @{ending} path *.{ending}\n    header @{ending} Content-Type \"{kind}\"\n")
    });
    let (types, headers) = (types.collect::<String>(), headers.collect::<String>());
    let (kept, unserved) = (pattern(), unserved());
    let copies = rules.when_packed(format!(
        "    @copies path_regexp \"\\.({})\\.gz$\"\n    error @copies 404\n    \
         header ?Vary Accept-Encoding\n",
        endings()
    ));
    let packed = rules.when_packed(" {\n        precompressed gzip\n    }".to_owned());
    format!(
        r#"{head}route {folder}* {{
    header {{
{headers}        Cache-Control "{FRESH}"
    }}
    header -Server
    # The name of such a file carries its bytes.
    @kept path_regexp "{kept}"
    header @kept Cache-Control "{KEPT}"
{types}    @unserved {{
        path_regexp "/(\.|({unserved})$)"
        not path */.well-known/*
    }}
    error @unserved 404
{copies}    encode gzip
    file_server{packed}
}}
handle_errors {{
    @missing {{
        path {folder}*
        expression {{err.status_code}} in [403, 404]
    }}
    route @missing {{
        rewrite * {missing}
        header Cache-Control "{FRESH}"
        header Content-Type "text/html; charset=utf-8"
        encode gzip
        file_server {{
            status 404
        }}
    }}
}}
"#
    )
}
