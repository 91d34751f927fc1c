//! Measures the parts of a build one by one on a report of the shipped site:
//! `cargo bench --bench parts`, with `-- chart` for those whose name has a word in it.

use std::fs;
use std::path::Path;

use divan::{Bencher, black_box};
use toteuma::chart;
use toteuma::compose;
use toteuma::content::{self, Content};
use toteuma::diagnostic::{FileId, Findings};
use toteuma::finance::number::{self, Mark};
use toteuma::load;
use toteuma::locale::Locale;
use toteuma::markdown::{self, Writer};
use toteuma::page::{Block, Page};
use toteuma::render::{self, File, Html};
use toteuma::theme;
use toteuma::write;
use toteuma::yaml;

/// The report that is measured.
const REPORT: &str = "talousarvio-2024/asuminen-ja-ymparisto";

const FIGURES: &str =
    "content/1-talousarvio-2024/1-asuminen-ja-ymparisto/6-talouden-tunnusluvut.yaml";
const TEXT: &str = "content/1-talousarvio-2024/1-asuminen-ja-ymparisto/1-toiminta-ajatus.md";

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("the shipped site has the file")
}

fn content() -> Content {
    let loaded = load::content(root()).expect("the shipped site can be read");
    loaded.content.expect("the shipped site has no errors")
}

fn report(content: &Content) -> &content::Page {
    let mut pages = content.pages.iter();
    let report = pages.find(|page| page.address == REPORT);
    report.expect("the shipped site has the report")
}

fn composed() -> Page {
    let content = content();
    compose::page(&content, report(&content), 0)
}

/// The theme ready for pages.
fn renderer(content: &Content) -> Html {
    let theme = theme::theme(root(), "default", &content.locale).expect("the theme is whole");
    let assets = render::assets(content, &theme).expect("the theme's files are whole");
    let frame = compose::frame(content, 0, content.updated()).expect("the site has a frame");
    render::html(&theme, frame, &assets).expect("the templates parse")
}

#[divan::bench]
fn yaml_to_tree(bencher: Bencher) {
    let figures = text(FIGURES);
    bencher.bench(|| yaml::tree(black_box(&figures), 0, FileId(0), &mut Findings::default()));
}

#[divan::bench]
fn whole_site_read(bencher: Bencher) {
    bencher.bench(|| load::content(root()));
}

#[divan::bench]
fn markdown_to_html(bencher: Bencher) {
    let (text, locale) = (text(TEXT), Locale::finnish());
    let writer = Writer {
        locale: &locale,
        prefix: "s",
        top: 3,
        resolve: &|link| Some(link.to_owned()),
    };
    bencher.bench_local(|| writer.blocks(black_box(&text)));
}

#[divan::bench]
fn markdown_to_plain_text(bencher: Bencher) {
    let text = text(TEXT);
    bencher.bench(|| markdown::plain(black_box(&text)));
}

#[divan::bench(args = ["−1 539 366", "12.50", "0"])]
fn number_read(bencher: Bencher, number: &str) {
    bencher.bench(|| number::parse(black_box(number), Mark::Comma));
}

#[divan::bench]
fn number_typeset(bencher: Bencher) {
    let locale = Locale::finnish();
    let number = number::parse("-1539366", Mark::Comma).expect("a number");
    bencher.bench(|| locale.number(black_box(number)));
}

#[divan::bench]
fn page_composed(bencher: Bencher) {
    let content = content();
    let report = report(&content);
    bencher.bench(|| compose::page(black_box(&content), report, 0));
}

#[divan::bench]
fn page_rendered(bencher: Bencher) {
    let content = content();
    let html = renderer(&content);
    let page = composed();
    bencher.bench(|| render::files(black_box(&page), &html));
}

#[divan::bench]
fn chart_drawn(bencher: Bencher) {
    let page = composed();
    let mut blocks = page.sections.iter().flat_map(|section| &section.blocks);
    let figure = blocks.find_map(|block| match block {
        Block::Chart(figure) => Some(figure),
        _ => None,
    });
    let figure = figure.expect("the report has a chart");
    bencher.bench(|| chart::drawing(black_box(&figure.chart), "c1"));
}

/// Its sum, and whether it is the same as the file that is there.
// One at a time: an output folder is locked while a build is under way.
#[divan::bench(sample_size = 1, sample_count = 1000)]
fn file_compared(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, output) = (folder.path().join("site"), folder.path().join("output"));
    let bytes = composed_bytes();
    let file = File {
        path: "index.html".to_owned(),
        bytes,
    };
    let outputs = || write::output(&site, &output).expect("an output folder");
    let first = outputs();
    first.take(&file).expect("the file is written");
    let made = write::manifest::Made {
        inputs: Default::default(),
        revision: None,
        preview: false,
    };
    first.finish(made).expect("the site is put in place");
    bencher.with_inputs(outputs).bench_values(|output| {
        let taken = output.take(black_box(&file));
        (taken, output)
    });
}

/// The page of the report as it is written.
fn composed_bytes() -> Vec<u8> {
    let content = content();
    let files = render::files(&composed(), &renderer(&content)).expect("the page is rendered");
    files.into_iter().next().expect("the page itself").bytes
}
