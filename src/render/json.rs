//! All figures, fees, goals and indicators of a page as one JSON file (RFC 8259). Numbers keep the
//! decimals they were published with; texts are as on the page, without HTML.

mod goals;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::value::RawValue;

use self::goals::{GoalsData, IndicatorsData, goals, indicators, statuses};
use super::plain::stripped;
use crate::page::{Block, Fees, Head, Note, Page, RuleNumbers, Table};

/// A text of the page; only what had something taken away is a copy.
type Text<'a> = Cow<'a, str>;

/// The file beside a page.
pub const NAME: &str = "data.json";

/// Named numbers, with the digits they were published with.
type Numbers<'a> = BTreeMap<&'a str, &'a RawValue>;

#[derive(Serialize)]
struct Data<'a> {
    title: Text<'a>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tables: Vec<TableData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fees: Vec<FeesData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    goals: Vec<GoalsData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    indicators: Vec<IndicatorsData<'a>>,
}

#[derive(Serialize)]
struct TableData<'a> {
    id: &'a str,
    caption: Text<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    legend: Text<'a>,
    /// Of the values, whatever the page prints them in.
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: Text<'a>,
    columns: Vec<ColumnData<'a>>,
    rows: Vec<RowData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct ColumnData<'a> {
    label: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    heads: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    computed: bool,
}

#[derive(Serialize)]
struct RowData<'a> {
    id: &'a str,
    name: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: &'a Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    level: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: &'a Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    computed: bool,
    cells: Vec<CellData<'a>>,
}

#[derive(Serialize)]
struct CellData<'a> {
    value: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct NoteData<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    mark: &'a str,
    text: Text<'a>,
}

#[derive(Serialize)]
struct FeesData<'a> {
    id: &'a str,
    caption: Text<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    legend: Text<'a>,
    fees: Vec<FeeData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    surcharges: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct FeeData<'a> {
    id: &'a str,
    name: Text<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: Text<'a>,
    prices: Vec<PriceData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_rate: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<RuleData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tiers: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    later: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    addon: bool,
    #[serde(skip_serializing_if = "is_false")]
    sanction: bool,
}

#[derive(Serialize)]
struct RuleData<'a> {
    kind: &'a str,
    per: Text<'a>,
    #[serde(flatten)]
    numbers: Numbers<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tiers: Vec<Numbers<'a>>,
    examples: Vec<Numbers<'a>>,
}

#[derive(Serialize)]
struct PriceData<'a> {
    label: Text<'a>,
    state: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    amounts: Vec<&'a RawValue>,
    text: Text<'a>,
    #[serde(skip_serializing_if = "is_false")]
    computed: bool,
}

/// The data of a page, or nothing where it has none.
pub fn data(page: &Page) -> Option<Result<Vec<u8>, serde_json::Error>> {
    let mut data = Data {
        title: plain(&page.heading),
        language: &page.lang,
        updated: page.updated.as_ref().map(|day| day.iso.as_str()),
        valid_from: page.valid[0].as_deref(),
        valid_until: page.valid[1].as_deref(),
        tables: Vec::new(),
        fees: Vec::new(),
        goals: Vec::new(),
        indicators: Vec::new(),
    };
    for block in page.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Table(written) => data.tables.push(table(written)),
            Block::Calculator(calculator) => data.tables.push(table(&calculator.table)),
            Block::Fees(written) => data.fees.push(fees(written)),
            Block::Goals(written) => data.goals.push(goals(written)),
            Block::Statuses(written) => data.goals.push(statuses(written)),
            Block::Indicators(written) => data.indicators.push(indicators(written)),
            _ => {}
        }
    }
    has_data(page).then(|| written(&data))
}

fn written(data: &Data) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut bytes, Lines { depth: 0 });
    data.serialize(&mut writer)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A line for each table and each row, so that two versions of a file can be compared.
struct Lines {
    /// Lists that are open.
    depth: usize,
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= 2 {
            writer.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// Whether a page has such a file.
pub fn has_data(page: &Page) -> bool {
    let mut blocks = page.sections.iter().flat_map(|section| &section.blocks);
    let has_figures = blocks.any(|block| {
        matches!(
            block,
            Block::Table(_)
                | Block::Calculator(_)
                | Block::Fees(_)
                | Block::Goals(_)
                | Block::Statuses(_)
                | Block::Indicators(_)
        )
    });
    page.downloads && has_figures
}

fn table(table: &Table) -> TableData<'_> {
    let rows = table.rows.iter().map(|row| RowData {
        id: &row.id,
        name: plain(&row.name),
        code: &row.code,
        level: row.level,
        role: row.role,
        unit: &row.unit,
        computed: row.computed,
        cells: if row.heading {
            Vec::new()
        } else {
            row.cells.iter().map(cell).collect()
        },
    });
    TableData {
        id: &table.id,
        caption: plain(&table.caption),
        legend: plain(&table.legend),
        unit: plain(&table.unit),
        columns: table.heads.iter().skip(1).map(column).collect(),
        rows: rows.collect(),
        notes: notes(&table.notes),
        remarks: table.remarks.iter().map(|text| plain(text)).collect(),
    }
}

fn column(head: &Head) -> ColumnData<'_> {
    ColumnData {
        label: plain(&head.text),
        heads: head.groups.iter().map(|text| plain(text)).collect(),
        computed: head.computed,
    }
}

fn cell(cell: &crate::page::Cell) -> CellData<'_> {
    let value = cell.number.as_deref().and_then(number);
    CellData {
        text: (value.is_none() && cell.missing.is_none()).then(|| plain(&cell.text)),
        value,
        missing: cell.missing,
        note: cell.mark.as_ref().map(|mark| mark.mark.as_str()),
    }
}

/// The digits as they are, so that no decimal is lost on the way.
fn number(text: &str) -> Option<&RawValue> {
    serde_json::from_str(text).ok()
}

fn notes(notes: &[Note]) -> Vec<NoteData<'_>> {
    let mut read = Vec::with_capacity(notes.len());
    for note in notes {
        read.push(NoteData {
            mark: &note.mark,
            text: of_html(&note.html),
        });
    }
    read
}

fn fees(fees: &Fees) -> FeesData<'_> {
    let each = fees.fees.iter().map(|fee| {
        let prices = fee
            .prices
            .iter()
            .enumerate()
            .map(|(index, price)| PriceData {
                label: fees
                    .price_labels
                    .get(index)
                    .map(|label| plain(label))
                    .unwrap_or_default(),
                state: price.state,
                amounts: price
                    .amounts
                    .iter()
                    .filter_map(|text| number(text))
                    .collect(),
                text: plain(&price.text),
                computed: price.computed,
            });
        let mut conditions: Vec<Text> = fee.conditions.iter().map(|text| plain(text)).collect();
        conditions.extend(fee.text.as_deref().map(of_html));
        let tiers = fee.tiers.iter();
        FeeData {
            id: &fee.id,
            name: plain(&fee.name),
            unit: plain(&fee.unit),
            prices: prices.collect(),
            vat_rate: fee.rate.as_deref().and_then(number),
            vat: fee.vat.as_deref().map(plain),
            conditions,
            rule: fee.rule.as_ref().map(rule),
            tiers: tiers
                .map(|tier| made(format!("{}: {}", tier.range, tier.price)))
                .collect(),
            examples: fee.examples.iter().map(|text| plain(text)).collect(),
            later: fee.later.iter().map(|text| plain(text)).collect(),
            addon: fee.addon,
            sanction: fee.sanction,
        }
    });
    let surcharges = fees.surcharges.iter();
    FeesData {
        id: &fees.id,
        caption: plain(&fees.caption),
        legend: plain(&fees.legend),
        fees: each.collect(),
        surcharges: surcharges
            .map(|surcharge| made(format!("{}: {}", surcharge.name, surcharge.text)))
            .collect(),
        terms: fees.terms.iter().map(|text| plain(text)).collect(),
        notes: notes(&fees.notes),
        remarks: fees.remarks.iter().map(|text| plain(text)).collect(),
    }
}

fn rule(rule: &RuleNumbers) -> RuleData<'_> {
    let numbers = rule.numbers.iter();
    RuleData {
        kind: rule.kind,
        per: plain(&rule.per),
        numbers: numbers
            .filter_map(|(name, text)| Some((*name, number(text)?)))
            .collect(),
        tiers: rule.tiers.iter().map(tier_numbers).collect(),
        examples: rule.examples.iter().map(example).collect(),
    }
}

fn tier_numbers(tier: &[Option<String>; 4]) -> Numbers<'_> {
    let named = ["from", "to", "amount", "rate-above"].into_iter().zip(tier);
    let numbers = named.filter_map(|(name, text)| Some((name, number(text.as_deref()?)?)));
    numbers.collect()
}

fn example(pair: &[String; 2]) -> Numbers<'_> {
    let named = ["quantity", "price"].into_iter().zip(pair);
    let numbers = named.filter_map(|(name, text)| Some((name, number(text)?)));
    numbers.collect()
}

/// A text without what only printing needs.
fn plain(text: &str) -> Text<'_> {
    super::plain::plain(text, &['\u{a0}', '\u{202f}'])
}

fn of_html(html: &str) -> Text<'_> {
    match stripped(html) {
        Cow::Borrowed(text) => plain(text),
        Cow::Owned(text) => made(text),
    }
}

/// A text put together for its place.
fn made(text: String) -> Text<'static> {
    Cow::Owned(plain(&text).into_owned())
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &usize) -> bool {
    *value == 0
}
