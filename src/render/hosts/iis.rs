//! IIS: `web.config`, which is read from the folder itself.

use super::{NOT_FOUND, Rules, UNSERVED};
use crate::file_types::{TYPES, told};

/// Files whose names begin with a dot, which IIS would serve.
const HIDDEN: [&str; 4] = [".git", ".htaccess", ".nojekyll", ".toteuma-manifest"];

pub fn text(rules: &Rules) -> String {
    // A name that the server has already given would be a mistake, so it is taken away first.
    let types = TYPES.map(|(ending, kind)| {
        let kind = told(kind);
        format!(
            "      <remove fileExtension=\".{ending}\" />\n      \
             <mimeMap fileExtension=\".{ending}\" mimeType=\"{kind}\" />\n"
        )
    });
    let headers = rules.headers.iter().map(|(name, value)| {
        format!(
            "        <remove name=\"{name}\" />\n        \
             <add name=\"{name}\" value=\"{value}\" />\n"
        )
    });
    let others = UNSERVED.iter().filter(|name| **name != "web.config");
    let hidden = HIDDEN.iter().chain(others).map(|name| {
        format!(
            "          <remove segment=\"{name}\" />\n          \
             <add segment=\"{name}\" />\n"
        )
    });
    let kept = rules.kept.iter().map(|name| kept(name));
    let (types, headers) = (types.concat(), headers.collect::<String>());
    let (hidden, kept) = (hidden.collect::<String>(), kept.collect::<String>());
    // A page shown as a file keeps the status 404; its path begins at the root of the whole host.
    let missing = format!("{}{NOT_FOUND}", rules.folder.trim_start_matches('/')).replace('/', "\\");
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<!-- Made by toteuma. -->
<configuration>
  <system.webServer>
    <directoryBrowse enabled="false" />
    <defaultDocument enabled="true">
      <files>
        <clear />
        <add value="index.html" />
      </files>
    </defaultDocument>
    <httpErrors errorMode="Custom" existingResponse="Replace">
      <remove statusCode="403" />
      <error statusCode="403" path="{missing}" responseMode="File" />
      <remove statusCode="404" />
      <error statusCode="404" path="{missing}" responseMode="File" />
    </httpErrors>
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
{headers}      </customHeaders>
    </httpProtocol>
    <staticContent>
      <clientCache cacheControlMode="DisableCache" />
{types}    </staticContent>
    <urlCompression doStaticCompression="true" />
    <security>
      <requestFiltering>
        <hiddenSegments>
{hidden}        </hiddenSegments>
      </requestFiltering>
    </security>
  </system.webServer>
{kept}</configuration>
"#
    )
}

/// A file that browsers keep.
fn kept(name: &str) -> String {
    format!(
        r#"  <location path="{name}">
    <system.webServer>
      <staticContent>
        <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="365.00:00:00" cacheControlCustom="public, immutable" />
      </staticContent>
    </system.webServer>
  </location>
"#
    )
}
