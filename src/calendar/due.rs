//! Times by which something is due (määräajat) as documents write them: `31.5.2024`, `Kevät 2024`,
//! `Q2/2024`, `vuoden 2024 loppuun mennessä`. Only what is certain is read.

use jiff::civil::Date;

use crate::locale::Locale;
use crate::yaml::parse_day;

/// A season (vuodenaika): the first and the last day, as month and day, that any calendar gives it.
struct Season {
    key: &'static str,
    first: (i8, i8),
    last: (i8, i8),
    /// Winter goes on into the year after the one it is named by.
    into_next_year: bool,
}

const SEASONS: [Season; 4] = [
    Season::new("spring", (3, 1), (6, 21), false),
    Season::new("summer", (6, 1), (9, 22), false),
    Season::new("autumn", (9, 1), (12, 21), false),
    Season::new("winter", (1, 1), (3, 20), true),
];

impl Season {
    const fn new(key: &'static str, first: (i8, i8), last: (i8, i8), into_next_year: bool) -> Self {
        Self {
            key,
            first,
            last,
            into_next_year,
        }
    }
}

/// The first and the last day of a time; `None` when some word of it cannot be read.
pub fn days(text: &str, locale: &Locale) -> Option<(Date, Date)> {
    let plain = text.to_lowercase().replace(['–', '−'], "-");
    whole(&plain, locale).or_else(|| {
        let (first, last) = plain.rsplit_once('-')?;
        let last = whole(last, locale)?;
        let begins = begins(first.trim(), last, locale)?;
        (begins <= last.1).then_some((begins, last.1))
    })
}

/// What a range begins with: a time itself, or a part of the one it ends with (`1.1.`, `1`).
fn begins(first: &str, last: (Date, Date), locale: &Locale) -> Option<Date> {
    let year = last.0.year();
    let day = super::day_of_year(first).and_then(|(month, day)| Date::new(year, month, day).ok());
    let month = || month(number(first)?, year).map(|month| month.0);
    let time = || whole(first, locale).map(|first| first.0);
    day.or_else(month).or_else(time)
}

fn whole(text: &str, locale: &Locale) -> Option<(Date, Date)> {
    let spaced = text.replace('/', " / ").replace(',', " ");
    let idle = locale.text("calendar.due", &[]);
    let is_idle = |word: &&str| !idle.split(' ').any(|known| known == *word);
    let words: Vec<&str> = spaced.split_whitespace().filter(is_idle).collect();
    match words.as_slice() {
        [day] => one_day(day).or_else(|| months(year(day)?, 1, 12)),
        [number_of, "/", named] => {
            let named = year(named)?;
            let of_year = |count| month(count, named);
            number(number_of)
                .and_then(of_year)
                .or_else(|| quarter(number_of, named, locale))
        }
        [word, named] => {
            let named = year(named)?;
            let by_month = month_named(word, locale).and_then(|count| month(count, named));
            let by_season = || season(word, named, locale);
            by_month
                .or_else(by_season)
                .or_else(|| quarter(word, named, locale))
        }
        // `31 May 2024` and `May 31 2024`; `3. neljännes 2024` and `kvartal 3 2024`.
        [first, second, named] => {
            let named = year(named)?;
            let (count, word) = match number(first) {
                Some(count) => (count, second),
                None => (number(second)?, first),
            };
            if is_word("calendar.quarter", word, locale) {
                return quarter_of(count, named);
            }
            let day = Date::new(named, month_named(word, locale)?, count).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

fn one_day(text: &str) -> Option<(Date, Date)> {
    parse_day(text).map(|day| (day, day))
}

/// A year of four digits.
fn year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse().ok().filter(|_| digits)?;
    (1900..2200).contains(&year).then_some(year)
}

/// A number of at most two digits, with or without the dot of an ordinal.
fn number(text: &str) -> Option<i8> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let digits = (1..=2).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
    bare.parse().ok().filter(|_| digits)
}

fn months(year: i16, first: i8, last: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, first, 1).ok()?;
    let last = Date::new(year, last, 1).ok()?.last_of_month();
    Some((first, last))
}

fn month(count: i8, year: i16) -> Option<(Date, Date)> {
    months(year, count, count)
}

fn month_named(text: &str, locale: &Locale) -> Option<i8> {
    (1..=12).find(|count| is_word(&format!("calendar.month.{count}"), text, locale))
}

fn season(text: &str, year: i16, locale: &Locale) -> Option<(Date, Date)> {
    let named =
        |season: &&Season| is_word(&format!("calendar.season.{}", season.key), text, locale);
    let season = SEASONS.iter().find(named)?;
    let first = Date::new(year, season.first.0, season.first.1).ok()?;
    let last_year = year + i16::from(season.into_next_year);
    let last = Date::new(last_year, season.last.0, season.last.1).ok()?;
    Some((first, last))
}

/// `q2` and `2q`.
fn quarter(text: &str, year: i16, locale: &Locale) -> Option<(Date, Date)> {
    let digit = text.chars().find(char::is_ascii_digit)?;
    let rest: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let single = text.chars().filter(char::is_ascii_digit).count() == 1;
    let fits = single && is_word("calendar.quarter", &rest, locale);
    let count = digit
        .to_digit(10)
        .and_then(|count| i8::try_from(count).ok());
    quarter_of(count.filter(|_| fits)?, year)
}

fn quarter_of(count: i8, year: i16) -> Option<(Date, Date)> {
    let last = (1..=4).contains(&count).then_some(count * 3)?;
    months(year, last - 2, last)
}

fn is_word(key: &str, text: &str, locale: &Locale) -> bool {
    let words = locale.word(key).unwrap_or_default();
    words.split(' ').any(|word| word == text)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::days;
    use crate::locale::Locale;

    fn read(language: &str, text: &str) -> Option<(String, String)> {
        let locale = Locale::shipped(language).expect("a shipped language");
        days(text, &locale).map(|(first, last)| (first.to_string(), last.to_string()))
    }

    #[test]
    fn documents_write_due_times_in_many_ways() {
        for (language, text, first, last) in [
            ("fi", "31.5.2024", "2024-05-31", "2024-05-31"),
            ("fi", "31.5.2024 mennessä", "2024-05-31", "2024-05-31"),
            ("fi", "1.1.–31.5.2024", "2024-01-01", "2024-05-31"),
            ("fi", "5/2024", "2024-05-01", "2024-05-31"),
            ("fi", "1–2/2024", "2024-01-01", "2024-02-29"),
            ("fi", "Kesäkuu 2024", "2024-06-01", "2024-06-30"),
            (
                "fi",
                "toukokuun 2024 loppuun mennessä",
                "2024-05-01",
                "2024-05-31",
            ),
            ("fi", "2. toukokuuta 2024", "2024-05-02", "2024-05-02"),
            ("fi", "Q2/2024", "2024-04-01", "2024-06-30"),
            ("fi", "3. neljännes 2024", "2024-07-01", "2024-09-30"),
            ("fi", "2023", "2023-01-01", "2023-12-31"),
            ("fi", "2023-2025", "2023-01-01", "2025-12-31"),
            (
                "fi",
                "vuoden 2023 loppuun mennessä",
                "2023-01-01",
                "2023-12-31",
            ),
            ("fi", "Kevät 2024 – syksy 2024", "2024-03-01", "2024-12-21"),
            ("sv", "Våren 2024", "2024-03-01", "2024-06-21"),
            ("sv", "senast i maj 2024", "2024-05-01", "2024-05-31"),
            ("sv", "Före utgången av 2025", "2025-01-01", "2025-12-31"),
            ("sv", "kvartal 2 2024", "2024-04-01", "2024-06-30"),
            ("en", "by the end of June 2024", "2024-06-01", "2024-06-30"),
            ("en", "Autumn 2024", "2024-09-01", "2024-12-21"),
            ("en", "May 31, 2024", "2024-05-31", "2024-05-31"),
            ("en", "Q4 2024", "2024-10-01", "2024-12-31"),
        ] {
            let wanted = Some((first.to_owned(), last.to_owned()));
            assert_eq!(read(language, text), wanted, "{text}");
        }
    }

    #[test]
    fn a_season_is_over_when_every_calendar_says_so() {
        let spring = days("kevät 2024", &Locale::finnish());
        assert_eq!(spring, Some((date(2024, 3, 1), date(2024, 6, 21))));
        let winter = days("talvella 2024", &Locale::finnish());
        assert_eq!(winter, Some((date(2024, 1, 1), date(2025, 3, 20))));
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        for text in [
            "jatkuva",
            "vuosittain",
            "kevät",
            "vuoden 2024 alku",
            "ennen kesää 2024",
            "31.6.2024",
            "13/2024",
            "Q5/2024",
            "II/2024",
            "2024/2025",
            "valtuustokausi 2021–2025",
            "noin 2024",
            "",
        ] {
            assert_eq!(read("fi", text), None, "{text}");
        }
    }
}
