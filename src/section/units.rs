//! Units (yksiköt) as people write them: `€/h`, `snt/kWh`, `€/m2/vrk`, `1 000 €`. What is not known
//! for certain contradicts nothing.

use rust_decimal::Decimal;

use crate::locale::Locale;

/// A unit of money: its sign, and what it is for one of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    sign: String,
    /// `m2` and `vrk` of `€/m2/vrk`, with the commonest spelling of each word; empty for `€`.
    per: Vec<String>,
}

impl Unit {
    /// What a unit is for one of.
    pub fn per(&self) -> &[String] {
        &self.per
    }

    /// Whether a price cannot be in both: other money, or for one of something else.
    pub fn contradicts(&self, other: &Unit) -> bool {
        let shared = self.per.iter().any(|word| other.per.contains(word));
        let told = !self.per.is_empty() && !other.per.is_empty();
        self.sign != other.sign || (told && !shared)
    }
}

/// The unit of money that a whole text is.
pub fn of(text: &str, locale: &Locale) -> Option<Unit> {
    let (sign, per) = text.split_once('/').unwrap_or((text, ""));
    Some(Unit {
        sign: known(sign, "unit-signs", locale)?,
        per: words(per, locale),
    })
}

/// Every unit of money that a text names, as a head does: `Hinta, €/h`.
pub fn named(text: &str, locale: &Locale) -> Vec<Unit> {
    let phrases = text.split(['(', ')', '[', ']', ',', ';', ':', '|']);
    let mut found = Vec::new();
    for phrase in phrases {
        let parts: Vec<&str> = phrase.split_whitespace().collect();
        // "€/alkava viikko" goes on to the end of the phrase.
        for start in 0..parts.len() {
            let rest = parts.get(start..).unwrap_or_default();
            let sign = rest.first().and_then(|word| word.split('/').next());
            if sign.is_some_and(|sign| known(sign, "unit-signs", locale).is_some()) {
                found.extend(of(&rest.join(" "), locale));
            }
        }
    }
    found
}

/// Whether a figure cannot be in the unit of its row and of its column. Columns in percent are
/// about rows of any unit, and so are those per something about rows of the whole.
pub fn clash(row: &str, column: &str, locale: &Locale) -> bool {
    let percent = |text: &str| text.contains('%');
    if percent(column) || column.contains('/') {
        return false;
    }
    let Some(size) = locale.scale(column) else {
        return percent(row) && of(column, locale).is_some();
    };
    let other = |own: Decimal| own != size;
    percent(row) || row.contains('/') || locale.scale(row).is_some_and(other)
}

fn words(text: &str, locale: &Locale) -> Vec<String> {
    let words = text.split(|c: char| c == '/' || c.is_whitespace());
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| plain(word, locale)).collect()
}

/// The commonest spelling of a word of a unit: `h` of `tunti`, `m2` of `m²`.
pub fn plain(word: &str, locale: &Locale) -> String {
    let word = word.to_lowercase().replace('²', "2").replace('³', "3");
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    known(word, "unit-words", locale).unwrap_or_else(|| word.to_owned())
}

/// The first of the words that mean the same: `€ eur euroa | snt senttiä`.
fn known(word: &str, key: &str, locale: &Locale) -> Option<String> {
    let all = locale.text(key, &[]);
    let word = word.trim().to_lowercase();
    let mut groups = all.split(" | ").map(str::split_whitespace);
    let mut group = groups.find(|group| group.clone().any(|known| known == word))?;
    group.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{clash, named, of};
    use crate::locale::Locale;

    #[test]
    fn other_words_for_the_same_contradict_nothing() {
        let fi = Locale::finnish();
        let contradict = |one: &str, other: &str| {
            let (one, other) = (
                of(one, &fi).expect("a unit"),
                of(other, &fi).expect("a unit"),
            );
            one.contradicts(&other)
        };
        assert!(contradict("€/h", "€/kk") && contradict("snt/kWh", "€/kWh"));
        for (one, other) in [
            ("€/h", "€/tunti"),
            ("€/m2/vrk", "€/m²/vrk"),
            ("€", "€/h"),
            ("euroa/kk", "€/kk"),
            ("€/alkava viikko", "€/viikko"),
            ("€/m2/vrk", "€/vrk"),
        ] {
            assert!(!contradict(one, other), "{one} {other}");
        }
        assert_eq!(of("kpl", &fi), None);
    }

    #[test]
    fn heads_name_units() {
        let fi = Locale::finnish();
        let named = |text| named(text, &fi).len();
        assert_eq!(named("Hinta, €/h"), 1);
        assert_eq!(named("Vuokra (€/vrk) ja maksu (€/kk)"), 2);
        assert_eq!(named("Aikuiset"), 0);
    }

    #[test]
    fn a_figure_is_not_in_percent_and_in_euros() {
        let fi = Locale::finnish();
        assert!(clash("%", "€", &fi) && clash("€/asukas", "€", &fi) && clash("€", "1 000 €", &fi));
        for (row, column) in [
            ("€", "%"),
            ("€", "€/asukas"),
            ("€", "eur"),
            ("kpl", "htv"),
            ("%", "%"),
        ] {
            assert!(!clash(row, column, &fi), "{row} {column}");
        }
    }
}
