//! All figures, fees, goals and indicators of a page as one JSON file (RFC 8259). Numbers keep the
//! decimals they were published with; texts are as on the page, without HTML.

mod goals;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::value::RawValue;

use self::goals::{GoalsData, IndicatorsData, goals, indicators, statuses};
use super::csv::stripped;
use crate::page::{Block, Fees, Head, Note, Page, RuleNumbers, Table, unmarked};

/// The file beside a page.
pub const NAME: &str = "data.json";

#[derive(Serialize)]
struct Data<'a> {
    title: String,
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
    caption: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    legend: String,
    /// Of the values, whatever the page prints them in.
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    columns: Vec<ColumnData>,
    rows: Vec<RowData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct ColumnData {
    label: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    heads: Vec<String>,
    #[serde(skip_serializing_if = "is_false")]
    computed: bool,
}

#[derive(Serialize)]
struct RowData<'a> {
    id: &'a str,
    name: String,
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
    value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct NoteData<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    mark: &'a str,
    text: String,
}

#[derive(Serialize)]
struct FeesData<'a> {
    id: &'a str,
    caption: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    legend: String,
    fees: Vec<FeeData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    surcharges: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct FeeData<'a> {
    id: &'a str,
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    prices: Vec<PriceData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_rate: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<RuleData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tiers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    later: Vec<String>,
    #[serde(skip_serializing_if = "is_false")]
    addon: bool,
    #[serde(skip_serializing_if = "is_false")]
    sanction: bool,
}

#[derive(Serialize)]
struct RuleData<'a> {
    kind: &'a str,
    per: String,
    #[serde(flatten)]
    numbers: BTreeMap<&'a str, Box<RawValue>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tiers: Vec<BTreeMap<&'a str, Box<RawValue>>>,
    examples: Vec<BTreeMap<&'a str, Box<RawValue>>>,
}

#[derive(Serialize)]
struct PriceData<'a> {
    label: String,
    state: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    amounts: Vec<Box<RawValue>>,
    text: String,
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

fn column(head: &Head) -> ColumnData {
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
fn number(text: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(text.to_owned()).ok()
}

fn notes(notes: &[Note]) -> Vec<NoteData<'_>> {
    let mut read = Vec::with_capacity(notes.len());
    for note in notes {
        read.push(NoteData {
            mark: &note.mark,
            text: plain(&stripped(&note.html)),
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
        let mut conditions: Vec<String> = fee.conditions.iter().map(|text| plain(text)).collect();
        conditions.extend(fee.text.as_deref().map(|html| plain(&stripped(html))));
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
                .map(|tier| plain(&format!("{}: {}", tier.range, tier.price)))
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
            .map(|surcharge| plain(&format!("{}: {}", surcharge.name, surcharge.text)))
            .collect(),
        terms: fees.terms.iter().map(|text| plain(text)).collect(),
        notes: notes(&fees.notes),
        remarks: fees.remarks.iter().map(|text| plain(text)).collect(),
    }
}

fn rule(rule: &RuleNumbers) -> RuleData<'_> {
    let tier = |tier: &[Option<String>; 4]| {
        let named = ["from", "to", "amount", "rate-above"].into_iter().zip(tier);
        let numbers = named.filter_map(|(name, text)| Some((name, number(text.as_deref()?)?)));
        numbers.collect()
    };
    let example = |pair: &[String; 2]| {
        let named = ["quantity", "price"].into_iter().zip(pair);
        named
            .filter_map(|(name, text)| Some((name, number(text)?)))
            .collect()
    };
    let numbers = rule.numbers.iter();
    RuleData {
        kind: rule.kind,
        per: plain(&rule.per),
        numbers: numbers
            .filter_map(|(name, text)| Some((*name, number(text)?)))
            .collect(),
        tiers: rule.tiers.iter().map(tier).collect(),
        examples: rule.examples.iter().map(example).collect(),
    }
}

/// A text without what only printing needs.
fn plain(text: &str) -> String {
    unmarked(text)
        .replace(['\u{a0}', '\u{202f}'], " ")
        .replace('\u{ad}', "")
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &usize) -> bool {
    *value == 0
}
