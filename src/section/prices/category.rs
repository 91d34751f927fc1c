//! Customer groups, seasons, weekdays, times and places (asiakasryhmät, kaudet, ajat, paikat):
//! defined once, used as columns or on rows.

use crate::calendar::{self, Span};
use crate::diagnostic::{Finding, Place};
use crate::section::prices::Vat;
use crate::section::shared::{Id, Text, slug};
use crate::yaml::{Decode, Node, Reader, Shape, Spanned, Word, not_a_day, record};

record! {
    /// A customer group, a season, days, times or a place.
    pub struct CategoryFile {
        /// Its name: Lapset.
        name: Spanned<Text>,
        /// Permanent id; from the name when left out.
        id: Option<Id>,
        /// What it is; from its meaning or name when left out.
        kind: Option<CategoryKind>,
        /// Who or what it is: 7–17-vuotiaat; dates, days or times of day.
        meaning: Option<Spanned<Text>>,
        /// The VAT of prices in its column.
        vat: Option<Vat>,
    }
}

/// What divides customers or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryKind {
    /// Customer group (asiakasryhmä): age, status, resident, member.
    Customer,
    /// Season (kausi).
    Season,
    /// Days of the week (viikonpäivät).
    Days,
    /// Times of day (kellonajat).
    Times,
    /// Place (paikka).
    Place,
    Other,
}

impl Word for CategoryKind {
    fn words() -> Vec<(&'static str, Self)> {
        vec![
            ("customer", CategoryKind::Customer),
            ("season", CategoryKind::Season),
            ("days", CategoryKind::Days),
            ("times", CategoryKind::Times),
            ("place", CategoryKind::Place),
            ("other", CategoryKind::Other),
        ]
    }
}

/// A group of customers, a season, a place.
#[derive(Debug, Clone)]
pub struct Category {
    pub id: String,
    pub name: Text,
    pub kind: CategoryKind,
    pub meaning: Option<Text>,
    pub vat: Option<Vat>,
    /// When it holds, where its meaning or its name tells it.
    pub spans: Vec<Span>,
    pub place: Place,
}

impl Decode for Category {
    /// `Lapset | 7–17-vuotiaat`, or a record.
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        if crate::section::shared::is_line(node) {
            let bars = crate::yaml::Bars::decode(node, reader)?;
            let (name, rest) = bars.pieces.split_first()?;
            let name = Spanned {
                value: Text::of(name, reader)?,
                place: name.place,
            };
            let meaning = match rest.first() {
                Some(meaning) => Some(Spanned {
                    value: Text::of(meaning, reader)?,
                    place: meaning.place,
                }),
                None => None,
            };
            return Some(category(name, None, None, meaning, None, reader));
        }
        let file = CategoryFile::decode(node, reader)?;
        Some(category(
            file.name,
            file.id,
            file.kind,
            file.meaning,
            file.vat,
            reader,
        ))
    }

    fn shape() -> Shape {
        Shape::record_or::<CategoryFile>("line-or-record")
    }
}

fn category(
    name: Spanned<Text>,
    id: Option<Id>,
    kind: Option<CategoryKind>,
    meaning: Option<Spanned<Text>>,
    vat: Option<Vat>,
    reader: &mut Reader,
) -> Category {
    let told = meaning.as_ref().unwrap_or(&name);
    let spans = calendar::spans(&told.value, reader.locale);
    refuse_wrong_days(told, kind, reader);
    // Dates make a season, weekdays days, hours times; everybody else is a customer.
    let told = match spans.first() {
        Some(Span::Season(..) | Span::Days(..)) => CategoryKind::Season,
        Some(Span::Weekdays(_)) => CategoryKind::Days,
        Some(Span::Times(..)) => CategoryKind::Times,
        None => CategoryKind::Customer,
    };
    Category {
        id: id.map_or_else(|| slug(&name.value), |id| id.0),
        kind: kind.unwrap_or(told),
        meaning: meaning.map(|meaning| meaning.value),
        vat,
        spans,
        place: name.place,
        name: name.value,
    }
}

/// Tells of a day that no calendar has, and of a time that cannot be read although it is made of
/// digits.
pub fn refuse_wrong_days(told: &Spanned<Text>, kind: Option<CategoryKind>, reader: &mut Reader) {
    let text = told.value.as_str();
    if let Some(day) = calendar::impossible_day(text) {
        reader
            .findings
            .push(not_a_day(day, told.place.of(text, day)));
        return;
    }
    let other = [
        CategoryKind::Customer,
        CategoryKind::Place,
        CategoryKind::Other,
    ];
    let timed = kind.is_none_or(|kind| !other.contains(&kind));
    let read = !calendar::spans(text, reader.locale).is_empty();
    if timed && !read && calendar::looks_like_days(text) {
        let finding = Finding::error("not-a-time", told.place).with("text", text);
        reader.findings.push(finding);
    }
}

/// The category that a name or an id means.
pub fn named<'a>(categories: &'a [Category], wanted: &str) -> Option<&'a Category> {
    let fits = |category: &&Category| category.name == wanted || category.id == wanted;
    categories.iter().find(fits)
}
