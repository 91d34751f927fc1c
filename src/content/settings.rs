//! What holds for the whole site: `content/site.yaml`.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::section::accepted::Accepted;
use crate::section::goals::Rung;
use crate::section::shared::{Markdown, Text};
use crate::vat_rates;
use crate::yaml::{Spanned, Word, record};

record! {
    /// Settings of the site: `content/site.yaml`.
    pub struct Settings {
        /// The municipality: Kemijärvi.
        name: Text,
        /// Under the name: Talous ja maksut.
        tagline: Option<Text>,
        /// The language of the pages: fi.
        language: Spanned<String>,
        /// Languages the texts are translated to: sv, en.
        translations: Vec<Spanned<String>>,
        /// The country whose rates of VAT hold, in two letters; fi when left out.
        country: Option<Spanned<String>>,
        /// The site's address, for canonical links and the site map.
        address: Option<Spanned<String>>,
        /// Web hosts whose own files of settings are put into the output.
        hosts: Vec<Host>,
        /// Also write packed copies of the files (.gz), for web hosts that send them as they are.
        precompressed: bool,
        /// The figures beside the pages as CSV and JSON: false for neither; true when left out.
        downloads: Option<bool>,
        /// A notice above every page, Markdown.
        notice: Option<Markdown>,
        /// Lines of the contact block.
        contact: Vec<Text>,
        /// An e-mail or web address for corrections.
        feedback: Option<Spanned<String>>,
        /// Columns of links in the footer.
        footer: Vec<FooterColumn>,
        /// The currency of all amounts: £; € when left out.
        currency: Option<String>,
        /// Residents by day, for euros per resident.
        population: Vec<Population>,
        /// The statuses of goals, for sections that give none of their own.
        statuses: Vec<Rung>,
        /// The theme's folder below `themes/`.
        theme: Option<Spanned<String>>,
        /// A picture below `content/` shown beside the name.
        logo: Option<Logo>,
        /// Colours that differ from the theme's.
        colours: Vec<Colour>,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

record! {
    /// A column of the footer.
    pub struct FooterColumn {
        /// Its heading.
        title: Text,
        /// Its links.
        links: Vec<FooterLink>,
    }
}

record! {
    /// A link in the footer.
    pub struct FooterLink {
        /// Its text.
        text: Text,
        /// A page of the site or an outside address.
        to: Spanned<String>,
    }
}

record! {
    /// Residents on a day (väkiluku).
    pub struct Population {
        /// The day.
        date: Date,
        /// How many.
        residents: Decimal,
        /// Who says so.
        source: Option<Text>,
    }
}

record! {
    /// The municipality's own logo.
    pub struct Logo {
        /// The file, below `content/`.
        file: Spanned<String>,
        /// Its alternative text.
        text: Text,
    }
}

record! {
    /// A colour of the theme replaced, for light and dark pages.
    pub struct Colour {
        /// The theme's name of the colour: brand.
        token: Spanned<String>,
        /// As #rrggbb on light pages.
        light: Spanned<String>,
        /// As #rrggbb on dark pages.
        dark: Spanned<String>,
    }
}

/// A web host that reads files of settings beside the pages, or that has one to include.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    Apache,
    Nginx,
    Lighttpd,
    Caddy,
    Iis,
    Netlify,
    GithubPages,
}

impl Word for Host {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("apache", Host::Apache),
            ("nginx", Host::Nginx),
            ("lighttpd", Host::Lighttpd),
            ("caddy", Host::Caddy),
            ("iis", Host::Iis),
            ("netlify", Host::Netlify),
            ("github-pages", Host::GithubPages),
        ]
    }
}

impl Settings {
    /// The languages of the site, the first one first.
    pub fn languages(&self) -> Vec<String> {
        let all = std::iter::once(&self.language).chain(&self.translations);
        all.map(|language| language.value.clone()).collect()
    }

    /// The country whose rates of VAT hold.
    pub fn country(&self) -> &str {
        let told = self.country.as_ref();
        told.map_or(vat_rates::HOME, |country| &country.value)
    }

    /// Whether files with the figures stand beside the pages.
    pub fn has_downloads(&self) -> bool {
        self.downloads.unwrap_or(true)
    }

    /// Residents on the last day known at a day, or on the first day known after it.
    pub fn residents(&self, day: Date) -> Option<&Population> {
        let before = self
            .population
            .iter()
            .filter(|known| known.date <= day)
            .max_by_key(|known| known.date);
        before.or_else(|| self.population.iter().min_by_key(|known| known.date))
    }
}
