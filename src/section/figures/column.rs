//! The columns of a table of figures: what each holds, from which year, up to which day, under
//! which heads.

use jiff::civil::Date;

use crate::calendar;
use crate::diagnostic::{Finding, Place};
use crate::section::shared::{Marked, Text, is_line};
use crate::yaml::{
    Bars, Decode, Nested, Node, Piece, Reader, Shape, Spanned, Value as Yaml, Word, not_a_day,
    parse_day, record,
};

/// The heads of a table's columns.
#[derive(Debug, Clone, Default)]
pub struct Columns(pub Vec<Column>);

/// A column (sarake): what its figures are and from when.
#[derive(Debug, Clone)]
pub struct Column {
    /// As published, without its note mark: "TP 2022".
    pub label: Marked,
    /// The heads above it, the topmost first.
    pub groups: Vec<Text>,
    pub kind: ColumnKind,
    /// The financial year, the one it ends in; the page's when `None`.
    pub year: Option<i16>,
    /// The last day covered, where it is not the year's last: month and day.
    pub until: Option<(i8, i8)>,
    /// A financial year from April to March and the like, whole although it ends before December.
    pub whole: bool,
    /// The column whose figures are compared.
    pub of: Option<Box<Spanned<String>>>,
    /// The column they are compared with: the base.
    pub from: Option<Box<Spanned<String>>>,
    /// The row that is the whole of a share.
    pub whole_row: Option<Box<Spanned<String>>>,
    /// Not in the document: no row has a cell for it.
    pub computed: bool,
    /// Its own unit, where that is not the row's.
    pub unit: Option<Text>,
    /// Decimals of computed figures.
    pub decimals: Option<u32>,
    pub place: Place,
}

impl Column {
    /// Covers only a part of the year.
    pub fn is_partial(&self) -> bool {
        !self.whole && self.until.is_some_and(|until| until != (12, 31))
    }

    /// The last day of the column, when its year is known.
    pub fn last_day(&self, page_year: Option<i16>) -> Option<Date> {
        let (month, day) = self.until.unwrap_or((12, 31));
        Date::new(self.year.or(page_year)?, month, day).ok()
    }

    /// Whether both columns hold the same kind of figure of the same time.
    pub fn same_time(&self, other: &Column) -> bool {
        self.kind == other.kind
            && self.year == other.year
            && self.until == other.until
            && self.groups == other.groups
            && (self.kind != ColumnKind::Other || self.label.text == other.label.text)
    }

    /// Its heads and its label: "Konserni / TP 2023".
    pub fn path(&self) -> String {
        let heads = self.groups.iter().map(Text::as_str);
        let parts: Vec<&str> = heads.chain([self.label.text.as_str()]).collect();
        parts.join(" / ")
    }
}

/// What the figures of a column are (sarakkeen laji).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Financial statement (tilinpäätös, TP).
    FinancialStatement,
    /// Budget (talousarvio, TA).
    Budget,
    /// A change made to the budget during the year (talousarviomuutos).
    Amendment,
    /// The budget with its changes (muutettu talousarvio).
    AmendedBudget,
    /// What is proposed for the budget (talousarvioehdotus, TAE).
    Proposal,
    /// Forecast (ennuste).
    Forecast,
    /// Financial plan (taloussuunnitelma, TS).
    Plan,
    /// Actuals (toteuma, TOT).
    Actuals,
    /// How much more than the budget may be used (ylitysoikeus).
    RightToExceed,
    /// Actuals less budget (poikkeama).
    Deviation,
    /// One column less another (muutos, erotus).
    Difference,
    /// Actuals in percent of the budget (käyttö-%, toteuma-%).
    DegreeOfUse,
    /// Change in percent (muutos-%).
    Change,
    /// A column in percent of its base (indeksi).
    Index,
    /// In percent of a row (osuus).
    Share,
    /// Euros per resident (euroa asukasta kohti).
    PerResident,
    /// Anything else, named by its label alone.
    Other,
}

impl ColumnKind {
    const ALL: [ColumnKind; 17] = [
        ColumnKind::FinancialStatement,
        ColumnKind::Budget,
        ColumnKind::Amendment,
        ColumnKind::AmendedBudget,
        ColumnKind::Proposal,
        ColumnKind::Forecast,
        ColumnKind::Plan,
        ColumnKind::Actuals,
        ColumnKind::RightToExceed,
        ColumnKind::Deviation,
        ColumnKind::Difference,
        ColumnKind::DegreeOfUse,
        ColumnKind::Change,
        ColumnKind::Index,
        ColumnKind::Share,
        ColumnKind::PerResident,
        ColumnKind::Other,
    ];

    /// The word in YAML; also the key of its words on a page.
    pub fn key(self) -> &'static str {
        match self {
            ColumnKind::FinancialStatement => "financial-statement",
            ColumnKind::Budget => "budget",
            ColumnKind::Amendment => "amendment",
            ColumnKind::AmendedBudget => "amended-budget",
            ColumnKind::Proposal => "proposal",
            ColumnKind::Forecast => "forecast",
            ColumnKind::Plan => "plan",
            ColumnKind::Actuals => "actuals",
            ColumnKind::RightToExceed => "right-to-exceed",
            ColumnKind::Deviation => "deviation",
            ColumnKind::Difference => "difference",
            ColumnKind::DegreeOfUse => "degree-of-use",
            ColumnKind::Change => "change",
            ColumnKind::Index => "index",
            ColumnKind::Share => "share",
            ColumnKind::PerResident => "per-resident",
            ColumnKind::Other => "other",
        }
    }

    /// What has not happened yet.
    pub fn is_planned(self) -> bool {
        matches!(
            self,
            ColumnKind::Budget
                | ColumnKind::Plan
                | ColumnKind::Proposal
                | ColumnKind::Forecast
                | ColumnKind::Amendment
                | ColumnKind::AmendedBudget
        )
    }

    /// Follows from other columns by a rule.
    pub fn is_derived(self) -> bool {
        self.is_percent()
            || matches!(
                self,
                ColumnKind::AmendedBudget
                    | ColumnKind::Deviation
                    | ColumnKind::Difference
                    | ColumnKind::PerResident
            )
    }

    /// Its figures are in percent, whatever the row's unit.
    pub fn is_percent(self) -> bool {
        matches!(
            self,
            ColumnKind::DegreeOfUse | ColumnKind::Change | ColumnKind::Index | ColumnKind::Share
        )
    }
}

impl Word for ColumnKind {
    fn words() -> Vec<(&'static str, Self)> {
        ColumnKind::ALL.map(|kind| (kind.key(), kind)).to_vec()
    }
}

record! {
    /// A column as a record.
    pub struct ColumnFile {
        /// The head as published.
        label: Spanned<Text>,
        /// What its figures are; from the label's first word when left out.
        kind: Option<ColumnKind>,
        /// The financial year, the one it ends in.
        year: Option<i16>,
        /// The last day of a part-year column.
        until: Option<Date>,
        /// The column whose figures are compared.
        of: Option<Spanned<String>>,
        /// The column they are compared with, the base of a change.
        from: Option<Spanned<String>>,
        /// The row that is the whole of a share.
        whole: Option<Spanned<String>>,
        /// Not in the document: rows have no cell for it.
        computed: bool,
        /// The column's own unit.
        unit: Option<Text>,
        /// Decimals of computed figures.
        decimals: Option<i16>,
        /// A note mark.
        note: Option<Spanned<String>>,
    }
}

impl Decode for Columns {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        below(node, &[], reader).map(Columns)
    }

    /// A table that is the same as another has none of its own.
    fn absent() -> Option<Self> {
        Some(Columns::default())
    }

    fn shape() -> Shape {
        Shape::record_or::<ColumnFile>("line-or-list").or_nested(Nested::Heads)
    }
}

/// Columns below heads: a line, or a list of lines, records and further heads.
fn below(node: &Node, groups: &[Text], reader: &mut Reader) -> Option<Vec<Column>> {
    let Yaml::List(items) = &node.value else {
        let bars = Bars::decode(node, reader)?;
        let pieces = bars.pieces.iter();
        let columns: Vec<_> = pieces
            .map(|piece| typed_column(piece, groups, reader))
            .collect();
        return columns.into_iter().collect();
    };
    let mut columns = Vec::new();
    let mut whole = true;
    for item in items {
        match one(item, groups, reader) {
            Some(mut more) => columns.append(&mut more),
            None => whole = false,
        }
    }
    whole.then_some(columns)
}

fn one(node: &Node, groups: &[Text], reader: &mut Reader) -> Option<Vec<Column>> {
    if is_line(node) {
        return below(node, groups, reader);
    }
    // "Kaupunki: TP 2023 | TA 2024": a head over columns, not a record with a key of its own.
    if let Yaml::Map(entries) = &node.value
        && let [entry] = entries.as_slice()
        && entry.key != "label"
    {
        let piece = Piece {
            text: entry.key.trim().to_owned(),
            place: entry.place,
        };
        let head = Text::of(&piece, reader)?;
        if groups.len() >= DEEPEST {
            return reader.fail(Finding::error("too-many-heads", entry.place));
        }
        let groups: Vec<Text> = groups.iter().cloned().chain([head]).collect();
        return below(&entry.node, &groups, reader);
    }
    column(node, groups, reader).map(|column| vec![column])
}

/// Levels of heads above a label.
const DEEPEST: usize = 2;

fn column(node: &Node, groups: &[Text], reader: &mut Reader) -> Option<Column> {
    let file = ColumnFile::decode(node, reader)?;
    let mut label = Marked::new(&file.label.value, file.label.place);
    label.mark = file.note.map(Box::new).or(label.mark);
    let told = told(label, groups, file.label.place, reader);
    let until = file.until.map(|day| (day.month(), day.day()));
    let year = file.year.or(file.until.map(|day| day.year()));
    Some(Column {
        kind: file.kind.unwrap_or(told.kind),
        year: year.or(told.year),
        until: until.or(told.until),
        of: file.of.map(Box::new),
        from: file.from.map(Box::new),
        whole_row: file.whole.map(Box::new),
        computed: file.computed,
        unit: file.unit,
        decimals: file.decimals.and_then(|count| count.try_into().ok()),
        place: file.place,
        ..told
    })
}

fn typed_column(piece: &Piece, groups: &[Text], reader: &mut Reader) -> Option<Column> {
    let label = Marked::of(piece, reader)?;
    Some(told(label, groups, piece.place, reader))
}

/// The kind, year and day that a head like `TOT. 30.6.2024` tells by itself.
fn told(label: Marked, groups: &[Text], place: Place, reader: &mut Reader) -> Column {
    let mut column = Column {
        groups: groups.to_vec(),
        kind: named_kind(&label.text, reader).unwrap_or(ColumnKind::Other),
        year: None,
        until: None,
        whole: false,
        of: None,
        from: None,
        whole_row: None,
        computed: false,
        unit: None,
        decimals: None,
        place,
        label,
    };
    // "Toteuma: 2022 | 2023": a head that tells the kind of the columns below it.
    if column.kind == ColumnKind::Other {
        let kinds = groups
            .iter()
            .rev()
            .filter_map(|head| named_kind(head, reader));
        column.kind = kinds.into_iter().next().unwrap_or(ColumnKind::Other);
    }
    let label = column.label.text.clone();
    let heads = column.groups.clone();
    let words = heads.iter().map(Text::as_str).chain([label.as_str()]);
    let words = words.flat_map(str::split_whitespace).map(unjoined);
    if column.kind != ColumnKind::Other
        && let Some(day) = calendar::impossible_day(&label)
    {
        reader.findings.push(not_a_day(day, place.of(&label, day)));
    }
    for word in words {
        if let Some(day) = parse_day(word) {
            (column.year, column.until) = (Some(day.year()), Some((day.month(), day.day())));
        } else if let Some(day) = calendar::day_of_year(word) {
            column.until = Some(day);
        } else if let Some(year) = year_of(word) {
            column.year = Some(year);
        } else if let Some((year, until)) = months(word) {
            (column.year, column.until) = (Some(year), Some(until));
        } else if let Some(year) = split_year(word) {
            (column.year, column.until, column.whole) = (Some(year), Some(YEAR_END), true);
        }
    }
    column
}

/// `TA2024` as `2024`, and of `1.1.–30.6.2024` the last day.
fn unjoined(word: &str) -> &str {
    let bare = word.trim_start_matches(|c: char| c.is_alphabetic());
    let joined = bare.len() < word.len() && bare.len() == 4;
    let word = if joined { bare } else { word };
    match word.rsplit_once(['–', '-']) {
        Some((first, last)) if first.contains('.') && last.contains('.') => last,
        _ => word,
    }
}

/// `1–6/2024` and `6/2024`: months of a year, up to the last day of the last one.
fn months(word: &str) -> Option<(i16, (i8, i8))> {
    let (months, year) = word.split_once('/')?;
    let year = year_of(year)?;
    let last = months.rsplit(['–', '-']).next()?;
    let digits = (1..=2).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_digit());
    let month: i8 = last.parse().ok().filter(|_| digits)?;
    let day = Date::new(year, month, 1).ok()?.last_of_month();
    Some((year, (day.month(), day.day())))
}

/// The last day of a financial year that begins in April.
const YEAR_END: (i8, i8) = (3, 31);

/// What the first words of a head say its figures are; the longest known beginning counts.
fn named_kind(label: &str, reader: &Reader) -> Option<ColumnKind> {
    let words: Vec<&str> = label.split_whitespace().take(3).collect();
    // "TA2024" begins with its kind.
    let bare = words
        .first()
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()));
    let kind = (1..=words.len()).rev().find_map(|count| {
        let start = words.get(..count)?.join(" ");
        let start = start.trim_end_matches(['.', ',']);
        reader.locale.word(&format!("column-abbreviation.{start}"))
    });
    let joined = || {
        let bare = bare.filter(|bare| !bare.is_empty())?;
        reader.locale.word(&format!("column-abbreviation.{bare}"))
    };
    let amended = || {
        let changed = reader.locale.text("amended-words", &[]);
        let changes = |word: &str| changed.split(' ').any(|known| known == word.to_lowercase());
        words.iter().any(|word| changes(word))
    };
    let kind = kind.or_else(joined)?;
    // "TA 2024 muutettu" is the budget with its changes.
    let kind = if kind == ColumnKind::Budget.key() && amended() {
        ColumnKind::AmendedBudget.key()
    } else {
        kind
    };
    ColumnKind::ALL
        .into_iter()
        .find(|known| known.key() == kind)
}

fn year_of(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    if digits { word.parse().ok() } else { None }
}

/// `2024/25` and `2024–25` end in 2025.
fn split_year(word: &str) -> Option<i16> {
    let (first, last) = word.split_once(['/', '–', '-'])?;
    let next = year_of(first)? + 1;
    let fits = match last.len() {
        2 => format!("{:02}", next % 100) == last,
        4 => next.to_string() == last,
        _ => false,
    };
    (fits && word.contains('/')).then_some(next)
}
