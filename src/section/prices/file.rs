//! A section of fees as its file gives it, and from there to resolved groups.

use crate::section::accepted::Accepted;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fee::{Column, FeeEntry, Setting, fee};
use super::{
    Category, Follows, Group, OrderFee, PriceColumn, Prices, Style, Surcharge, Terms, Validity,
    Vat, VatBasis, VatChange, named,
};
use crate::diagnostic::{Finding, nearest};
use crate::section::shared::{Id, Markdown, Marked, Note, Text, is_line};
use crate::section::{Body, Written};
use crate::yaml::{Bars, Decode, Nested, Node, Piece, Reader, Shape, Spanned, Value, record};

record! {
    /// A section of fees as a file gives it.
    pub struct PricesFile {
        /// Always `prices`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown between the heading and the fees.
        text: Option<Markdown>,
        /// The unit of all fees.
        unit: Option<Text>,
        /// How the prices are taxed.
        vat: Option<Vat>,
        /// The paragraph of the law that makes it exempt.
        vat_law: Option<Text>,
        /// Which prices are published.
        vat_basis: Option<VatBasis>,
        /// A new VAT from a day on while prices hold, each a line: 1.1.2026 | 13,5 %.
        vat_changes: Vec<VatChange>,
        /// Computed prices are rounded to multiples of this: 0,05.
        rounding: Option<Decimal>,
        /// Customer groups, seasons, days, times and places, each a line or a record.
        categories: Vec<Category>,
        /// A fee added once to every order.
        order_fee: Option<OrderFee>,
        /// The first day the prices hold.
        from: Option<Spanned<Date>>,
        /// The last day the prices hold.
        until: Option<Spanned<Date>>,
        /// A decision made elsewhere that the prices follow.
        follows: Option<Follows>,
        /// The groups in order.
        groups: Vec<GroupFile>,
        /// Notes under the last group.
        notes: Vec<Note>,
        /// Findings of this file that are known and stand.
        accepted: Vec<Accepted>,
    }
}

record! {
    /// A group of fees as a file gives it.
    pub struct GroupFile {
        /// Permanent id; needed when the section has several groups.
        id: Option<Spanned<Id>>,
        /// The published sub-heading's number: 5.1.
        number: Option<String>,
        /// The sub-heading.
        title: Option<Text>,
        /// Markdown before the fees.
        text: Option<Markdown>,
        /// The table's caption.
        caption: Option<Text>,
        /// The heading of the first column.
        head: Option<Text>,
        /// How the fees stand on the page.
        style: Option<Style>,
        /// The unit of the group's fees.
        unit: Option<Text>,
        /// How the prices are taxed.
        vat: Option<Vat>,
        /// The paragraph of the law that makes it exempt.
        vat_law: Option<Text>,
        /// Which prices are published.
        vat_basis: Option<VatBasis>,
        /// How the document prints the VAT.
        vat_label: Option<Text>,
        /// Computed prices are rounded to multiples of this: 0,05.
        rounding: Option<Decimal>,
        /// The fields of one-line fees: name | unit | price | net | vat (its amount) | gross | rate; the page keeps the order of net and gross.
        columns: Option<Bars>,
        /// Columns of prices: Aikuiset | Lapset; a list with heads over columns.
        prices: PriceColumns,
        /// Adds the change in percent from the first price column to the last, under this heading.
        change: Option<Text>,
        /// The fees, each a line or a record.
        fees: Vec<FeeEntry>,
        /// Surcharges on the group's fees.
        surcharges: Vec<Surcharge>,
        /// A fee added once to every order.
        order_fee: Option<OrderFee>,
        /// The first day the prices hold.
        from: Option<Spanned<Date>>,
        /// The last day the prices hold.
        until: Option<Spanned<Date>>,
        /// A decision made elsewhere that the prices follow.
        follows: Option<Follows>,
        /// All fees are charged by started unit.
        started: bool,
        /// Adds the hourly calculator with its plain table.
        calculator: bool,
        /// Who does not pay.
        exemptions: Vec<Markdown>,
        /// Notes under the group.
        notes: Vec<Note>,
    }
}

/// The labels of price columns with the heads above them.
#[derive(Debug, Clone, Default)]
pub struct PriceColumns(pub Vec<(Text, Vec<Text>, crate::diagnostic::Place)>);

impl Decode for PriceColumns {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let mut columns = Vec::new();
        below(node, &[], &mut columns, reader)?;
        Some(Self(columns))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn shape() -> Shape {
        Shape::of("line-or-heads").or_nested(Nested::Heads)
    }
}

fn below(
    node: &Node,
    heads: &[Text],
    columns: &mut Vec<(Text, Vec<Text>, crate::diagnostic::Place)>,
    reader: &mut Reader,
) -> Option<()> {
    match &node.value {
        Value::List(items) => {
            for item in items {
                below(item, heads, columns, reader)?;
            }
        }
        Value::Map(entries) if entries.len() == 1 => {
            for entry in entries {
                let piece = Piece {
                    text: entry.key.trim().to_owned(),
                    place: entry.place,
                };
                let head = Text::of(&piece, reader)?;
                let heads: Vec<Text> = heads.iter().cloned().chain([head]).collect();
                if heads.len() > 2 {
                    return reader.fail(Finding::error("too-many-heads", entry.place));
                }
                below(&entry.node, &heads, columns, reader)?;
            }
        }
        _ if is_line(node) => {
            for piece in Bars::decode(node, reader)?.pieces {
                columns.push((Text::of(&piece, reader)?, heads.to_vec(), piece.place));
            }
        }
        _ => return reader.wrong_type(node, "row"),
    }
    Some(())
}

pub fn written(node: &Node, reader: &mut Reader, inherited: &Terms) -> Option<Written> {
    let mut file = PricesFile::decode(node, reader)?;
    let mut terms = inherited.narrowed(file.vat, file.vat_basis, file.unit);
    terms.law = file.vat_law.or(terms.law);
    terms.rounding = file.rounding.or(terms.rounding);
    terms.categories.extend(file.categories);
    terms.vat_changes.extend(file.vat_changes);
    if let Some(last) = file.groups.last_mut() {
        last.notes.append(&mut file.notes);
    }
    if let Some(first) = file.groups.first_mut() {
        first.order_fee = first.order_fee.take().or(file.order_fee);
        first.follows = first.follows.take().or(file.follows);
    }
    let several = file.groups.len() > 1;
    let mut groups = Vec::with_capacity(file.groups.len());
    let mut whole = true;
    for mut raw in file.groups {
        raw.from = raw.from.or_else(|| file.from.clone());
        raw.until = raw.until.or_else(|| file.until.clone());
        match group(raw, several, &terms, reader) {
            Some(group) => groups.push(group),
            None => whole = false,
        }
    }
    whole.then_some(Written {
        title: file.title,
        text: file.text,
        body: Body::Prices(Prices { groups }),
        accepted: file.accepted,
    })
}

fn group(file: GroupFile, several: bool, inherited: &Terms, reader: &mut Reader) -> Option<Group> {
    if several && file.id.is_none() {
        return reader.fail(Finding::error("missing-key", file.place).with("key", "id"));
    }
    let mut terms = inherited.narrowed(file.vat, file.vat_basis, file.unit);
    terms.law = file.vat_law.or(terms.law);
    terms.rounding = file.rounding.or(terms.rounding);
    let categories = terms.categories.clone();
    let prices: Vec<PriceColumn> = file
        .prices
        .0
        .into_iter()
        .map(|(label, heads, place)| column(label, heads, place, &categories))
        .collect();
    let columns = columns(file.columns, &terms, prices.len(), reader)?;
    let validity = Validity::read(file.from, file.until, reader)?;
    let setting = Setting {
        columns: &columns,
        prices: prices.len(),
        terms: &terms,
        label: &file.vat_label,
    };
    let fees: Vec<_> = file
        .fees
        .into_iter()
        .map(|entry| fee(entry, &setting, reader))
        .collect();
    let place_of = |wanted: Column| columns.iter().position(|column| *column == wanted);
    Some(Group {
        id: file.id.map(|id| id.value.0).unwrap_or_default(),
        number: file.number,
        title: file.title,
        text: file.text,
        caption: file.caption,
        head: file.head,
        style: file.style.unwrap_or_default(),
        vat: terms.vat,
        basis: terms.basis,
        rounding: terms.rounding,
        gross_first: place_of(Column::Gross)
            .zip(place_of(Column::Net))
            .is_some_and(|(gross, net)| gross < net),
        columns: prices,
        change: file.change,
        categories,
        fees: fees.into_iter().collect::<Option<Vec<_>>>()?,
        surcharges: file.surcharges,
        order_fee: file.order_fee,
        validity,
        follows: file.follows,
        started: file.started,
        calculator: file.calculator,
        exemptions: file.exemptions,
        notes: file.notes,
        place: file.place,
    })
}

fn column(
    label: Text,
    heads: Vec<Text>,
    place: crate::diagnostic::Place,
    categories: &[Category],
) -> PriceColumn {
    let Marked { text: label, mark } = Marked::new(&label, place);
    let names = heads.iter().chain([&label]);
    let found = names.filter_map(|name| {
        let category = named(categories, name)?;
        categories
            .iter()
            .position(|known| std::ptr::eq(known, category))
    });
    let categories = found.collect();
    PriceColumn {
        label,
        mark,
        heads,
        categories,
        place,
    }
}

fn columns(
    bars: Option<Bars>,
    terms: &Terms,
    prices: usize,
    reader: &mut Reader,
) -> Option<Vec<Column>> {
    let Some(bars) = bars else {
        return Some(match terms.basis {
            _ if prices > 0 => vec![Column::Name],
            Some(VatBasis::Both) => vec![Column::Name, Column::Net, Column::Gross],
            _ => vec![Column::Name, Column::Price],
        });
    };
    let mut columns = Vec::new();
    for piece in &bars.pieces {
        columns.push(match piece.text.as_str() {
            "name" => Column::Name,
            "unit" => Column::Unit,
            "price" => Column::Price,
            "net" => Column::Net,
            "vat" => Column::Tax,
            "gross" => Column::Gross,
            "rate" => Column::Rate,
            other => {
                let known = ["name", "unit", "price", "net", "vat", "gross", "rate"];
                let finding = Finding::error("unknown-word", piece.place).with("text", other);
                let finding = finding.with("known", known.join(", "));
                return reader.fail(match nearest(other, known.into_iter()) {
                    Some(_) => finding,
                    None => finding.helped_by("help-columns"),
                });
            }
        });
    }
    Some(columns)
}
