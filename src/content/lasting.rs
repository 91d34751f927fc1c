//! Pages that tell of the same from year to year: a service area's report of last year and of this.

use std::collections::HashMap;

use super::{Page, Pages};

/// The pages that have earlier ones.
#[derive(Debug, Default)]
pub struct Lasting {
    /// Earlier pages of a page, the newest first.
    earlier: HashMap<usize, Vec<usize>>,
}

impl Lasting {
    pub fn of(pages: &Pages) -> Self {
        let mut same: HashMap<String, Vec<&Page>> = HashMap::new();
        let dated: Vec<_> = pages
            .iter()
            .filter(|page| page.head().date.is_some())
            .collect();
        for page in &dated {
            for name in names(pages, page) {
                same.entry(name).or_default().push(page);
            }
        }
        let of_page = |page: &&Page| {
            let names = names(pages, page);
            let same = names.iter().filter_map(|name| same.get(name)).flatten();
            let earlier = earlier(page, same.copied());
            (!earlier.is_empty()).then_some((page.number, earlier))
        };
        Self {
            earlier: dated.iter().filter_map(of_page).collect(),
        }
    }

    /// The earlier pages of a page, the newest first.
    pub fn earlier(&self, page: &Page) -> &[usize] {
        self.earlier.get(&page.number).map_or(&[], Vec::as_slice)
    }
}

fn earlier<'a>(page: &Page, same: impl Iterator<Item = &'a Page>) -> Vec<usize> {
    let older =
        same.filter(|other| other.kind == page.kind && other.head().date < page.head().date);
    let mut older: Vec<_> = older.collect();
    // Of two with one day the later one of the site counts.
    older.sort_by_key(|other| std::cmp::Reverse((other.head().date, other.number)));
    older.dedup_by_key(|other| other.number);
    older.into_iter().map(|other| other.number).collect()
}

/// The way to a page by its folders and by its titles, both without the years in them: what
/// `talousarvio-2023/koulut` and `talousarvio-2024/koulut` have in common.
fn names(pages: &Pages, page: &Page) -> [String; 2] {
    let mut titles = Vec::new();
    let mut next = Some(page);
    while let Some(page) = next {
        titles.push(without_years(&page.head().title));
        next = page.parent.and_then(|parent| pages.get(parent));
    }
    let titles = titles.join("\n");
    let folders = page.address.split('/').map(without_years);
    let folders = folders.collect::<Vec<_>>().join("/");
    [format!("/{folders}"), titles]
}

fn without_years(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let lasting: Vec<String> = parts
        .filter(|part| !part.is_empty() && !is_year(part))
        .map(str::to_lowercase)
        .collect();
    lasting.join(" ")
}

#[cfg(test)]
mod tests {
    use super::without_years;

    #[test]
    fn names_last_and_years_do_not() {
        assert_eq!(without_years("talousarvio-2024"), "talousarvio");
        assert_eq!(without_years("Tilinpäätös 31.12.2023"), "tilinpäätös 31 12");
        assert_eq!(without_years("2024"), "");
    }
}
