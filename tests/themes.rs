//! A theme of the site's own: what it replaces and adds, and how its pages name their files.

use std::fs;
use std::path::Path;

/// A small site with the files of a theme `oma`, and what came of building it.
struct Built {
    folder: tempfile::TempDir,
    failure: String,
}

fn built(theme: &[(&str, &str)]) -> Built {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, text).expect("a file");
    };
    let settings = "name: Pikkula\nlanguage: fi\ntheme: oma\n";
    write("content/site.yaml", settings);
    write("content/page.md", "---\ntitle: Etusivu\n---\nTervetuloa.\n");
    write("content/a/page.md", "---\ntitle: A\n---\nTeksti.\n");
    for (name, text) in theme {
        write(&format!("themes/oma/{name}"), text);
    }
    let done = toteuma::build(
        folder.path(),
        &folder.path().join("output"),
        None,
        &|_, _| (),
    );
    let failure = done.err().map(|failure| format!("{failure:?}"));
    Built {
        folder,
        failure: failure.unwrap_or_default(),
    }
}

impl Built {
    fn text(&self, name: &str) -> String {
        let place = self.folder.path().join("output").join(name);
        fs::read_to_string(place).unwrap_or_else(|error| panic!("{name}: {error} {}", self.failure))
    }

    /// The name of the file `stem.….ending`.
    fn name(&self, stem: &str, ending: &str) -> String {
        let folder = self.folder.path().join("output").join(stem);
        let folder = folder.parent().expect("a folder");
        let stem = Path::new(stem)
            .file_name()
            .expect("a name")
            .to_string_lossy();
        let entries = fs::read_dir(folder).expect("the output");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names = names.map(|name| name.to_string_lossy().into_owned());
        let found = names.find(|name| {
            name.starts_with(&format!("{stem}.")) && name.ends_with(&format!(".{ending}"))
        });
        found.unwrap_or_else(|| panic!("no {stem}.….{ending}"))
    }
}

#[test]
fn a_theme_of_the_site_overrides_single_files() {
    let template = "<main>{{ page.heading }} omin sanoin</main>";
    let site = built(&[("pages/text.html", template)]);
    assert_eq!(site.text("a/index.html"), "<main>A omin sanoin</main>");
    assert!(site.text(&site.name("site", "css")).contains("@layer"));
}

#[test]
fn a_theme_of_the_site_extends_a_template_and_adds_a_style_sheet() {
    let template = "{% extends \"default/pages/text.html\" %}\n{% block after %}<p>oma</p>{% endblock after %}";
    let site = built(&[
        ("pages/text.html", template),
        ("static/css/oma.css", "h1 { color: red; }"),
    ]);
    let page = site.text("a/index.html");
    assert!(page.contains("<p>oma</p>") && page.contains("Teksti."));
    let sheet = site.name("site", "css");
    assert!(page.contains(&format!("href=\"../{sheet}\"")));
    assert!(site.text(&sheet).contains("h1{color:red}"));
}

#[test]
fn a_page_and_a_style_sheet_name_a_file_by_the_name_that_carries_its_bytes() {
    let template =
        "<img src=\"{{ \"kuvat/vaakuna.svg\" | asset }}\"><a href=\"{{ root }}opas.pdf\">";
    let site = built(&[
        ("pages/text.html", template),
        (
            "static/css/oma.css",
            "h1 { background: url(kuvat/vaakuna.svg); }",
        ),
        ("static/kuvat/vaakuna.svg", "<svg/>"),
        ("static/opas.pdf", "opas"),
    ]);
    let arms = site.name("kuvat/vaakuna", "svg");
    assert_eq!(arms.len(), "vaakuna.12345678.svg".len(), "{arms}");
    let page = format!("<img src=\"../kuvat/{arms}\"><a href=\"../opas.pdf\">");
    assert_eq!(site.text("a/index.html"), page);
    let sheet = site.text(&site.name("site", "css"));
    assert!(sheet.contains(&format!("url(kuvat/{arms})")));
    assert_eq!(site.text("opas.pdf"), "opas");
}

#[test]
fn a_name_that_no_file_has_is_told() {
    let site = built(&[("pages/text.html", "{{ \"oma.css\" | asset }}")]);
    let told = &site.failure;
    assert!(
        told.contains("no file for pages is named oma.css"),
        "{told}"
    );
    assert!(told.contains("site.css"), "{told}");
}

#[test]
fn a_name_without_the_bytes_is_refused() {
    let template = "<script src=\"{{ root }}oma.js\"></script>";
    let site = built(&[("pages/text.html", template), ("static/js/oma.js", "0")]);
    let told = &site.failure;
    assert!(
        told.contains("pages/text.html") && told.contains("oma.js"),
        "{told}"
    );
    assert!(told.contains("| asset"), "{told}");
    // A file whose name only begins alike keeps it.
    let template = "<a href=\"{{ root }}oma.json\">";
    let site = built(&[("pages/text.html", template), ("static/js/oma.js", "0")]);
    assert!(site.text("a/index.html").contains("oma.json"));
}
