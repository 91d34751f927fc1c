//! A section of fees as its file gives it, and from there to resolved fees.

use super::{Fee, Group, Pair, Price, Prices, Style, Surcharge, Terms, Vat, VatBasis, price};
use crate::diagnostic::Finding;
use crate::section::shared::{Id, Markdown, Marked, Note, Text, is_line, slug};
use crate::section::{Body, Written};
use crate::yaml::{Bars, Decode, Node, Reader, Spanned, record};

record! {
    /// A section of fees as a file gives it.
    pub struct PricesFile {
        /// `prices`.
        kind: String,
        /// The heading.
        title: Text,
        /// Markdown between the heading and the fees.
        text: Option<Markdown>,
        /// The unit of all fees.
        unit: Option<Text>,
        /// A VAT rate, exempt, outside-scope, 0 % or unknown.
        vat: Option<Vat>,
        /// Which prices are published: net, gross or both.
        vat_basis: Option<VatBasis>,
        /// The groups in order.
        groups: Vec<GroupFile>,
        /// Notes under the last group.
        notes: Vec<Note>,
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
        /// table, bullets or numbered.
        style: Option<Style>,
        /// The unit of the group's fees.
        unit: Option<Text>,
        /// A VAT rate, exempt, outside-scope, 0 % or unknown.
        vat: Option<Vat>,
        /// Which prices are published: net, gross or both.
        vat_basis: Option<VatBasis>,
        /// How the document prints the VAT.
        vat_label: Option<Text>,
        /// The fields of one-line fees: name | unit | net | gross.
        columns: Option<Bars>,
        /// The fees, each a line or a record.
        fees: Vec<FeeEntry>,
        /// Surcharges on the group's fees.
        surcharges: Vec<Surcharge>,
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

record! {
    /// A fee as a record.
    pub struct FeeFile {
        /// The fee's name as published.
        name: Spanned<Text>,
        /// Permanent id; from the name when left out.
        id: Option<Spanned<Id>>,
        /// The unit: €/h.
        unit: Option<Text>,
        /// The price, where one is published.
        price: Option<Price>,
        /// The price without VAT.
        net: Option<Price>,
        /// The price with VAT.
        gross: Option<Price>,
        /// A VAT rate, exempt, outside-scope, 0 % or unknown.
        vat: Option<Vat>,
        /// Which price is published: net, gross or both.
        vat_basis: Option<VatBasis>,
        /// How the document prints the VAT: alv 0 %.
        vat_label: Option<Text>,
        /// Charged by started unit.
        started: bool,
        /// The shortest time or smallest quantity.
        minimum: Option<Text>,
        /// The largest quantity.
        limit: Option<Text>,
        /// What the price includes.
        includes: Option<Text>,
        /// When the price holds: 1.6.–31.8.
        season: Option<Text>,
        /// Another way of pricing: as-measured.
        or: Option<Price>,
        /// An add-on to the fee above.
        addon: bool,
        /// A sanction, not a fee.
        sanction: bool,
        /// A note mark.
        note: Option<Spanned<String>>,
        /// Longer Markdown.
        text: Option<Markdown>,
        /// More words people search by.
        keywords: Option<String>,
    }
}

/// A fee as a line or a record.
#[derive(Debug, Clone)]
pub enum FeeEntry {
    Line(Bars),
    Record(Box<FeeFile>),
}

impl Decode for FeeEntry {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        if is_line(node) {
            return Bars::decode(node, reader).map(FeeEntry::Line);
        }
        FeeFile::decode(node, reader).map(|file| FeeEntry::Record(Box::new(file)))
    }
}

pub fn written(node: &Node, reader: &mut Reader, inherited: &Terms) -> Option<Written> {
    let mut file = PricesFile::decode(node, reader)?;
    let terms = inherited.narrowed(file.vat, file.vat_basis, file.unit);
    if let Some(last) = file.groups.last_mut() {
        last.notes.append(&mut file.notes);
    }
    let several = file.groups.len() > 1;
    let groups: Vec<_> = file
        .groups
        .into_iter()
        .map(|raw| group(raw, several, &terms, reader))
        .collect();
    let groups = groups.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Written {
        title: file.title,
        text: file.text,
        body: Body::Prices(Prices { groups }),
    })
}

fn group(file: GroupFile, several: bool, inherited: &Terms, reader: &mut Reader) -> Option<Group> {
    if several && file.id.is_none() {
        return reader.fail(Finding::error("missing-key", file.place).with("key", "id"));
    }
    let terms = inherited.narrowed(file.vat, file.vat_basis, file.unit);
    let columns = columns(file.columns, &terms, reader)?;
    let label = file.vat_label;
    let fees: Vec<_> = file
        .fees
        .into_iter()
        .map(|entry| fee(entry, &columns, &terms, &label, reader))
        .collect();
    Some(Group {
        id: file.id.map(|id| id.value.0).unwrap_or_default(),
        number: file.number,
        title: file.title,
        text: file.text,
        caption: file.caption,
        head: file.head,
        style: file.style.unwrap_or_default(),
        vat: terms.vat,
        fees: fees.into_iter().collect::<Option<Vec<_>>>()?,
        surcharges: file.surcharges,
        started: file.started,
        calculator: file.calculator,
        exemptions: file.exemptions,
        notes: file.notes,
        place: file.place,
    })
}

/// A field that a cell of a one-line fee fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Unit,
    Price,
    Net,
    Gross,
}

fn columns(bars: Option<Bars>, terms: &Terms, reader: &mut Reader) -> Option<Vec<Column>> {
    let Some(bars) = bars else {
        return Some(match terms.basis {
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
            "gross" => Column::Gross,
            other => {
                let finding = Finding::error("unknown-word", piece.place).with("text", other);
                return reader.fail(finding.with("known", "name, unit, price, net, gross"));
            }
        });
    }
    Some(columns)
}

fn fee(
    entry: FeeEntry,
    columns: &[Column],
    terms: &Terms,
    label: &Option<Text>,
    reader: &mut Reader,
) -> Option<Fee> {
    let mut file = match entry {
        FeeEntry::Record(file) => *file,
        FeeEntry::Line(bars) => line(&bars, columns, reader)?,
    };
    let own = terms.narrowed(file.vat, file.vat_basis, file.unit.take());
    let Some(vat) = own.vat else {
        return reader.fail(Finding::error("price-without-vat", file.place));
    };
    let prices = pair(&file, vat, own.basis, reader)?;
    let mut name = Marked::new(&file.name.value, file.name.place);
    name.mark = file.note.or(name.mark);
    // "+ lisähenkilö" is an add-on by its own sign, which the page draws.
    let addon = file.addon || name.text.starts_with("+ ");
    Some(Fee {
        id: file.id.map_or_else(|| slug(&name.text), |id| id.value.0),
        name,
        unit: own.unit.unwrap_or_default(),
        prices,
        vat,
        vat_label: file.vat_label.or_else(|| label.clone()),
        started: file.started,
        minimum: file.minimum,
        limit: file.limit,
        includes: file.includes,
        season: file.season,
        or: file.or,
        addon,
        sanction: file.sanction,
        text: file.text,
        keywords: file.keywords.unwrap_or_default(),
        place: file.name.place,
    })
}

fn line(bars: &Bars, columns: &[Column], reader: &mut Reader) -> Option<FeeFile> {
    if bars.pieces.len() != columns.len() {
        let finding = Finding::error("wrong-cell-count", bars.place);
        let finding = finding.with("expected", columns.len().to_string());
        return reader.fail(finding.with("found", bars.pieces.len().to_string()));
    }
    let mut name = None;
    let mut unit = None;
    let mut prices = [None; 3];
    for (piece, column) in bars.pieces.iter().zip(columns) {
        match column {
            Column::Name => {
                name = Some(Spanned {
                    value: Text::of(piece, reader)?,
                    place: piece.place,
                })
            }
            Column::Unit => unit = Some(Text::of(piece, reader)?).filter(|unit| !unit.is_empty()),
            Column::Price => prices[0] = Some(price(piece, reader)?),
            Column::Net => prices[1] = Some(price(piece, reader)?),
            Column::Gross => prices[2] = Some(price(piece, reader)?),
        }
    }
    let Some(name) = name.filter(|name| !name.value.is_empty()) else {
        return reader.fail(Finding::error("missing-key", bars.place).with("key", "name"));
    };
    let [price, net, gross] = prices;
    Some(FeeFile {
        place: bars.place,
        price,
        net,
        gross,
        unit,
        ..FeeFile::named(name)
    })
}

impl FeeFile {
    /// A fee of which nothing but the name is known.
    fn named(name: Spanned<Text>) -> Self {
        Self {
            place: name.place,
            name,
            id: None,
            unit: None,
            price: None,
            net: None,
            gross: None,
            vat: None,
            vat_basis: None,
            vat_label: None,
            started: false,
            minimum: None,
            limit: None,
            includes: None,
            season: None,
            or: None,
            addon: false,
            sanction: false,
            note: None,
            text: None,
            keywords: None,
        }
    }
}

/// The published prices, as the basis says which there must be.
fn pair(file: &FeeFile, vat: Vat, basis: Option<VatBasis>, reader: &mut Reader) -> Option<Pair> {
    let taxable = matches!(vat, Vat::Taxable(_));
    match (file.price, file.net, file.gross) {
        (None, Some(net), Some(gross)) => Some(Pair::Both(net, gross)),
        (Some(price), None, None) if !taxable => Some(Pair::Single(price)),
        // What has no amount has no two sides.
        (Some(price), None, None) if price.amount().is_none() => Some(match basis {
            Some(VatBasis::Both) => Pair::Both(price, price),
            _ => Pair::Single(price),
        }),
        (price, net, None) if basis == Some(VatBasis::Net) => price
            .or(net)
            .map(Pair::Net)
            .or_else(|| no_price(file, "price", reader)),
        (price, None, gross) if basis == Some(VatBasis::Gross) => price
            .or(gross)
            .map(Pair::Gross)
            .or_else(|| no_price(file, "price", reader)),
        (None, Some(net), None) if basis.is_none() && taxable => Some(Pair::Net(net)),
        (None, None, Some(gross)) if basis.is_none() && taxable => Some(Pair::Gross(gross)),
        (None, None, None) => no_price(
            file,
            if basis == Some(VatBasis::Both) {
                "net"
            } else {
                "price"
            },
            reader,
        ),
        (None, Some(_), None) | (None, None, Some(_)) if !taxable => {
            reader.fail(Finding::error("one-price", file.name.place))
        }
        (None, Some(_), None) if basis == Some(VatBasis::Gross) => reader
            .fail(Finding::error("price-of-other-side", file.name.place).with("basis", "gross")),
        (None, None, Some(_)) if basis == Some(VatBasis::Net) => {
            reader.fail(Finding::error("price-of-other-side", file.name.place).with("basis", "net"))
        }
        (None, Some(_), None) => no_price(file, "gross", reader),
        (None, None, Some(_)) => no_price(file, "net", reader),
        _ => reader.fail(Finding::error("price-without-basis", file.name.place)),
    }
}

fn no_price(file: &FeeFile, key: &str, reader: &mut Reader) -> Option<Pair> {
    reader.fail(Finding::error("missing-key", file.name.place).with("key", key))
}
