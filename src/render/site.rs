//! Files that belong to the whole site: styles, scripts, the icon, robots.txt, files of web hosts
//! and the site map.

use super::{Assets, File, hosts, styles};
use crate::content::{Content, Settings};
use crate::theme::Theme;

/// What pages load: the theme's style sheets, scripts and pictures, the logo, the site's colours.
pub fn loaded(content: &Content, theme: &Theme) -> Vec<File> {
    let mut files = vec![File {
        path: "site.css".to_owned(),
        bytes: styles::sheet(theme).into_bytes(),
    }];
    for (path, sheet) in styles::others(theme) {
        files.push(File {
            path,
            bytes: sheet.into_bytes(),
        });
    }
    for (path, bytes) in &theme.files {
        if path.starts_with("css/") {
            continue;
        }
        let path = path.strip_prefix("js/").unwrap_or(path).to_owned();
        files.push(File {
            path,
            bytes: bytes.to_vec(),
        });
    }
    if let (Some(logo), Some(bytes)) = (&content.settings.logo, &content.logo) {
        files.push(File {
            path: logo.file.value.clone(),
            bytes: bytes.clone(),
        });
    }
    if !content.settings.colours.is_empty() {
        files.push(File {
            path: "colours.css".to_owned(),
            bytes: colours(&content.settings).into_bytes(),
        });
    }
    files
}

/// The files all pages use, and those around them.
pub fn shared(content: &Content, assets: Assets) -> Vec<File> {
    let kept: Vec<String> = assets.renamed().map(|(_, name)| name.to_owned()).collect();
    let mut files = assets.into_files();
    files.push(File {
        path: "robots.txt".to_owned(),
        bytes: robots(&content.settings).into_bytes(),
    });
    files.extend(hosts::files(&content.settings, &kept));
    files
}

/// The site's own colours over the theme's.
fn colours(settings: &Settings) -> String {
    let one = |colour: &crate::content::Colour| {
        format!(
            "--{}:light-dark({},{});",
            colour.token.value, colour.light.value, colour.dark.value
        )
    };
    format!(
        ":root{{{}}}\n",
        settings.colours.iter().map(one).collect::<String>()
    )
}

fn robots(settings: &Settings) -> String {
    let map = settings.address.as_ref().map(|address| {
        format!(
            "Sitemap: {}/sitemap.xml\n",
            address.value.trim_end_matches('/')
        )
    });
    format!("User-agent: *\nAllow: /\n{}", map.unwrap_or_default())
}

/// The site map (sitemaps.org); nothing while the site has no address, for entries are absolute.
pub fn sitemap(content: &Content) -> Option<File> {
    let site = content
        .settings
        .address
        .as_ref()?
        .value
        .trim_end_matches('/')
        .to_owned();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let languages = 1 + content.translations.len();
    let pages = content.pages.iter();
    for (page, language) in pages.flat_map(|page| (0..languages).map(move |number| (page, number)))
    {
        let file = crate::link::file(&page.address);
        let address = match (language, file.as_str()) {
            (0, "index.html") => String::new(),
            (0, _) => file,
            _ => format!("{}/{file}", content.language(language).language()),
        };
        let day = page
            .head()
            .date
            .map(|day| format!("<lastmod>{day}</lastmod>"))
            .unwrap_or_default();
        xml.push_str(&format!(
            "<url><loc>{}</loc>{day}</url>\n",
            escaped(&format!("{site}/{address}"))
        ));
    }
    xml.push_str("</urlset>\n");
    Some(File {
        path: "sitemap.xml".to_owned(),
        bytes: xml.into_bytes(),
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
