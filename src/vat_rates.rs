//! Rates of value added tax (arvonlisäverokannat) and when they were in force, country by country.
//! A country is a file of `vat_rates/`, named by its code; the next country is a new file there.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_embed::RustEmbed;

use crate::diagnostic::{FileId, Finding, Findings};
use crate::locale::Locale;
use crate::yaml::{self, Decode, Reader, Spanned, record};

/// The country of a site that names none.
pub const HOME: &str = "fi";

/// The files of the countries, embedded.
#[derive(RustEmbed)]
#[folder = "src/vat_rates"]
struct Countries;

record! {
    /// A rate (verokanta) of some goods for some time.
    pub struct Rate {
        /// In percent: 25,5.
        rate: Decimal,
        /// Its first day.
        from: Date,
        /// Its last day; none while it is in force.
        until: Option<Date>,
        /// What it applies to, in the country's language.
        what: String,
        /// The same in English.
        english: Option<String>,
        /// The paragraph of the law.
        law: Option<String>,
    }
}

impl Rate {
    /// Whether a day is in the rate's time, the first and the last day included.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

record! {
    /// All rates of a country (maan verokannat), those of the past too.
    pub struct Rates {
        /// In any order; one rate may have several rows.
        rates: Vec<Rate>,
    }
}

impl Rates {
    /// The rates of a country by its two letters; `None` for one without a file.
    pub fn of(country: &str) -> Option<Self> {
        let (rates, findings) = read(country)?;
        rates.filter(|_| !findings.has_errors())
    }

    /// The countries one can name, in order.
    pub fn countries() -> Vec<String> {
        let mut codes: Vec<String> = Countries::iter()
            .filter_map(|file| file.strip_suffix(".yaml").map(str::to_owned))
            .collect();
        codes.sort_unstable();
        codes
    }

    /// What to tell about a country without a file.
    pub fn unknown(country: &Spanned<String>) -> Finding {
        Finding::error("unknown-word", country.place)
            .with("text", &country.value)
            .with("known", Self::countries().join(", "))
    }

    /// Whether any goods had this rate on a day.
    pub fn in_force(&self, rate: Decimal, day: Date) -> bool {
        self.on(day).iter().any(|known| known.rate == rate)
    }

    /// Whether any goods ever had this rate.
    pub fn known(&self, rate: Decimal) -> bool {
        self.rates.iter().any(|known| known.rate == rate)
    }

    /// The different rates of all times, the one that was in force last first.
    pub fn different(&self) -> Vec<Decimal> {
        let last = |rate: &Rate| rate.until.unwrap_or(Date::MAX);
        let mut rows: Vec<&Rate> = self.rates.iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse((last(row), row.rate)));
        let mut found: Vec<Decimal> = Vec::new();
        for rate in rows.iter().map(|row| row.rate.normalize()) {
            if !found.contains(&rate) {
                found.push(rate);
            }
        }
        found
    }

    /// When any goods had this rate, times that touch joined; `None` ends a time that goes on.
    pub fn times(&self, rate: Decimal) -> Vec<(Date, Option<Date>)> {
        let rows = self.rates.iter().filter(|row| row.rate == rate);
        let mut rows: Vec<_> = rows.map(|row| (row.from, row.until)).collect();
        rows.sort_unstable();
        let mut joined: Vec<(Date, Option<Date>)> = Vec::new();
        for (from, until) in rows {
            match joined.last_mut() {
                Some((_, end)) if end.is_none_or(|end| from <= next(end)) => {
                    *end = end.zip(until).map(|(end, until)| end.max(until));
                }
                _ => joined.push((from, until)),
            }
        }
        joined
    }

    /// Whether one of the rates took effect on the day after the other one ended.
    pub fn adjoin(&self, one: Decimal, other: Decimal) -> bool {
        let follows = |first: Decimal, second: Decimal| {
            let mut starts = self.rates.iter().filter(|row| row.rate == second);
            starts.any(|start| {
                let mut ends = self.rates.iter().filter(|row| row.rate == first);
                ends.any(|end| end.until.map(next) == Some(start.from))
            })
        };
        follows(one, other) || follows(other, one)
    }

    /// The rates of a day; none for a day before the first one that is told.
    pub fn on(&self, day: Date) -> Vec<&Rate> {
        self.rates.iter().filter(|rate| rate.covers(day)).collect()
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// A country's file and what is wrong with it.
fn read(country: &str) -> Option<(Option<Rates>, Findings)> {
    let file = Countries::get(&format!("{country}.yaml"))?;
    let text = std::str::from_utf8(&file.data).ok()?;
    let locale = Locale::finnish();
    let mut reader = Reader::new(FileId(0), &locale);
    let node = yaml::tree(text, 0, FileId(0), &mut reader.findings);
    let rates = node.and_then(|node| Rates::decode(&node, &mut reader));
    Some((rates, reader.findings))
}

#[cfg(test)]
mod tests {
    use super::{Rates, read};
    use jiff::civil::Date;
    use rust_decimal::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn rates(country: &str) -> Rates {
        Rates::of(country).expect("a shipped country")
    }

    /// The different rates of a day, the highest first.
    fn of_day(country: &str, text: &str) -> Vec<String> {
        let rates = rates(country);
        let mut found: Vec<Decimal> = rates.on(day(text)).iter().map(|rate| rate.rate).collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        let shown = found.iter().map(|rate| rate.normalize().to_string());
        shown.collect()
    }

    #[test]
    fn every_shipped_country_is_read() {
        assert_eq!(Rates::countries(), ["fi", "gb", "se"]);
        for country in Rates::countries() {
            let (rates, findings) = read(&country).expect("a file");
            let wrong: Vec<_> = findings.iter().collect();
            assert!(wrong.is_empty(), "{country}: {wrong:?}");
            for rate in rates.expect("rates").rates {
                let ends = rate.until.is_none_or(|until| rate.from <= until);
                assert!(ends, "{country}: {rate:?}");
            }
        }
        assert!(Rates::of("xx").is_none());
        assert!(Rates::of("../vat_rates/fi").is_none());
    }

    #[test]
    fn a_rate_is_in_force_on_its_first_and_last_day_only() {
        let rates = rates("fi");
        let (old, new) = (number("24"), number("25.5"));
        assert!(rates.in_force(old, day("2024-08-31")));
        assert!(!rates.in_force(old, day("2024-09-01")));
        assert!(!rates.in_force(new, day("2024-08-31")));
        assert!(rates.in_force(number("25.50"), day("2024-09-01")));
        assert!(rates.known(old) && rates.known(number("22")));
        assert!(!rates.known(number("26")));
    }

    #[test]
    fn times_of_a_rate_are_joined_where_they_touch() {
        let rates = rates("fi");
        let span = |from, until: &str| (day(from), (!until.is_empty()).then(|| day(until)));
        let ten = [span("2013-01-01", "")];
        assert_eq!(rates.times(number("10")), ten);
        let twelve = [
            span("1994-06-01", "1997-12-31"),
            span("2009-10-01", "2010-06-30"),
        ];
        assert_eq!(rates.times(number("12")), twelve);
        let fourteen = [span("2013-01-01", "2025-12-31")];
        assert_eq!(rates.times(number("14")), fourteen);
    }

    #[test]
    fn a_rate_adjoins_the_one_it_followed() {
        let rates = rates("fi");
        let adjoin = |one, other| rates.adjoin(number(one), number(other));
        assert!(adjoin("25.5", "24") && adjoin("24", "25.5") && adjoin("10", "14"));
        assert!(!adjoin("25.5", "23") && !adjoin("25.5", "13.5"));
        let newest: Vec<String> = rates.different().iter().map(Decimal::to_string).collect();
        assert_eq!(
            newest.get(..5),
            Some(&["25.5", "13.5", "10", "14", "24"].map(str::to_owned)[..])
        );
    }

    #[test]
    fn finland_changed_its_rates_on_these_days() {
        let told: [(&str, &[&str]); 18] = [
            ("1994-05-31", &[]),
            ("1994-06-01", &["22", "12", "5"]),
            ("1995-01-01", &["22", "17", "12", "6"]),
            ("1997-12-31", &["22", "17", "12", "6"]),
            ("1998-01-01", &["22", "17", "8"]),
            ("2009-09-30", &["22", "17", "8"]),
            ("2009-10-01", &["22", "12", "8"]),
            ("2010-06-30", &["22", "12", "8"]),
            ("2010-07-01", &["23", "13", "9"]),
            ("2012-12-31", &["23", "13", "9"]),
            ("2013-01-01", &["24", "14", "10"]),
            ("2024-08-31", &["24", "14", "10"]),
            ("2024-09-01", &["25.5", "14", "10"]),
            ("2024-12-31", &["25.5", "14", "10"]),
            ("2025-01-01", &["25.5", "14", "10"]),
            ("2025-12-31", &["25.5", "14", "10"]),
            ("2026-01-01", &["25.5", "13.5", "10"]),
            ("2030-01-01", &["25.5", "13.5", "10"]),
        ];
        for (text, expected) in told {
            assert_eq!(of_day("fi", text), expected, "{text}");
        }
    }

    #[test]
    fn goods_move_from_class_to_class() {
        let rates = rates("fi");
        let of_goods = |word: &str, text: &str| -> Vec<Decimal> {
            let rows = rates.on(day(text)).into_iter();
            let rows = rows.filter(|row| row.what.contains(word));
            rows.map(|row| row.rate).collect()
        };
        assert_eq!(of_goods("kirjat", "2024-12-31"), [number("10")]);
        assert_eq!(of_goods("kirjat", "2025-01-01"), [number("14")]);
        assert_eq!(of_goods("kirjat", "2026-01-01"), [number("13.5")]);
        assert_eq!(of_goods("ravintola", "2010-06-30"), []);
        assert_eq!(of_goods("ravintola", "2010-07-01"), [number("13")]);
        assert_eq!(of_goods("parturit", "2011-12-31"), [number("9")]);
        assert_eq!(of_goods("parturit", "2012-01-01"), []);
        assert_eq!(of_goods("lehdet", "2026-01-01"), [number("10")]);
    }

    #[test]
    fn other_countries_have_their_own() {
        assert_eq!(of_day("gb", "2008-12-01"), ["15", "5", "0"]);
        assert_eq!(of_day("gb", "2011-01-03"), ["17.5", "5", "0"]);
        assert_eq!(of_day("gb", "2011-01-04"), ["20", "5", "0"]);
        assert_eq!(of_day("gb", "2022-03-31"), ["20", "12.5", "5", "0"]);
        assert_eq!(of_day("se", "1995-12-31"), ["25", "21", "12"]);
        assert_eq!(of_day("se", "2024-01-01"), ["25", "12", "6"]);
    }
}
