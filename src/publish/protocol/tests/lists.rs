//! Sites whose folders have lists of their own, on the same host.

use std::collections::BTreeMap;

use super::super::{SILENCE, Upload};
use super::{
    Files, Host, Manifest, Refusal, Stop, Sum, first, options, publish_divided, record, second,
    third,
};

/// A site with folders in folders.
fn deep() -> Files {
    let mut site = first();
    for path in ["a/b/t.csv", "a/b/c/t.csv", "a/b/c/u.csv", "d/t.csv"] {
        site.insert(path.to_owned(), b"1".to_vec());
    }
    site
}

/// Another one: a file of each kind of folder changes, comes and goes, one folder goes and one comes.
fn deeper() -> Files {
    let mut site = second();
    for (path, text) in [
        ("a/b/t.csv", "1"),
        ("a/b/c/t.csv", "2"),
        ("a/b/e/t.csv", "1"),
        ("b/t.csv", "1"),
    ] {
        site.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    site
}

fn divided(site: &Files, limit: usize) -> Host {
    let host = Host::default();
    publish_divided(&host, site, &options("a"), 0, limit).expect("published");
    host
}

#[test]
fn lists_go_after_the_pages_and_before_the_manifest_that_names_them() {
    let host = divided(&deep(), 1);
    let site = deep().len();
    let told = host.state().sent.clone();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    // The record comes first and last.
    let lists = [
        "a/b/c/toteuma-manifest.json",
        "a/b/toteuma-manifest.json",
        "a/toteuma-manifest.json",
        "d/toteuma-manifest.json",
        "toteuma-manifest.json",
        record::NAME,
    ];
    assert_eq!(told[site + 1..], lists);
    // One changed file is told by the lists around it.
    let mut changed = deep();
    changed.insert("a/b/c/t.csv".to_owned(), b"2".to_vec());
    let plan = publish_divided(&host, &changed, &options("a"), 0, 1).expect("published");
    let told: Vec<&str> = plan.uploads.iter().map(Upload::path).collect();
    let [inner, middle, outer, _, manifest, _] = lists;
    assert_eq!(told, ["a/b/c/t.csv", inner, middle, outer, manifest]);
    // Without lists they are gone.
    publish_divided(&host, &changed, &options("a"), 0, usize::MAX).expect("published");
    assert!(host.lists().is_empty());
    assert_eq!(host.files(), changed);
}

#[test]
fn wherever_it_breaks_between_lists_nothing_of_ours_is_lost() {
    // The lists themselves come, go and move outward or inward.
    for limit in [1, usize::MAX] {
        let whole = divided(&deep(), 1);
        publish_divided(&whole, &deeper(), &options("a"), 0, limit).expect("published");
        let steps = whole.state().steps;
        let nexts = [(deep(), 1), (deeper(), limit), (third(), 2)];
        let nexts = nexts.map(|(next, limit)| {
            let lists = divided(&next, limit).lists();
            (next, limit, lists)
        });
        for (at, (next, limit_then, lists)) in (0..steps).zip(nexts.iter().cycle()) {
            let host = divided(&deep(), 1);
            let breaks = |at: usize, site: &Files, second: u64, limit: usize| {
                host.state().fails = Some((at, true));
                let broken = publish_divided(&host, site, &options("a"), second, limit);
                host.state().fails = None;
                broken
            };
            breaks(at, &deeper(), 0, limit).expect_err("broken");
            // The next one may break too, near the end.
            let between = breaks(steps / 2 + at % 7, &third(), SILENCE, 2);
            let later = 2 * SILENCE;
            let again = publish_divided(&host, next, &options("c"), later, *limit_then);
            again.unwrap_or_else(|stop| panic!("after {at}, {between:?}: {stop:?}"));
            assert_eq!(host.files(), *next, "after step {at}");
            assert_eq!(host.lists(), *lists, "after step {at}");
            let plan = publish_divided(&host, next, &options("c"), later, *limit_then);
            assert!(plan.expect("published").is_empty(), "after step {at}");
        }
    }
}

#[test]
fn a_list_that_somebody_has_changed_is_not_believed() {
    let host = divided(&deep(), 1);
    let list = "a/b/toteuma-manifest.json".to_owned();
    let other = Manifest::of_files(BTreeMap::from([("a/b/muu.csv".to_owned(), Sum::of(b"x"))]));
    let put = |path: &str, text: String| {
        let mut state = host.state();
        state.files.insert(path.to_owned(), text.into_bytes());
    };
    put("a/b/muu.csv", "x".to_owned());
    put(&list, other.text());
    let refused = publish_divided(&host, &deeper(), &options("a"), 0, 1);
    assert_eq!(refused, Err(Stop::Refused(Refusal::Record)));
    host.state().files.remove(&list);
    let refused = publish_divided(&host, &deeper(), &options("a"), 0, 1);
    assert_eq!(refused, Err(Stop::Refused(Refusal::Record)));
    // What the same site holds is known without it; it is sent again.
    publish_divided(&host, &deep(), &options("a"), 0, 1).expect("published");
    assert!(host.lists().contains(&list));
    assert!(host.files().contains_key("a/b/muu.csv"));
}
