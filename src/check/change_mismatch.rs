//! A published change in percent is not the change from the base column it names. What explains it
//! is told: decimals cut off, a ratio in place of a change, the other sign, or another column.

use rust_decimal::Decimal;

use crate::content::Content;
use crate::diagnostic::Finding;
use crate::finance::Rule;
use crate::finance::change::{self, Slip};
use crate::section::figures::{Column, Table};
use crate::section::published::Compared;
use crate::section::text::Text;

pub fn findings(content: &Content, figures: &[Compared]) -> Vec<Finding> {
    let wrong = figures
        .iter()
        .filter(|figure| figure.differs && figure.made.computed.rule == Rule::Change);
    wrong.map(|figure| finding(content, figure)).collect()
}

fn finding(content: &Content, figure: &Compared) -> Finding {
    let computed = figure.made.computed.rounded(figure.published.scale());
    let base = figure.made.base.map(Text::as_str).unwrap_or_default();
    let finding = Finding::warning("change-mismatch", figure.place)
        .about(figure.name())
        .with("published", content.locale.number(figure.published))
        .with("computed", content.locale.number(computed))
        .with("base", base);
    let finding = figure.beside_inputs(finding);
    let [now, before] = figure.made.computed.inputs.as_slice() else {
        return finding;
    };
    match change::slip(figure.published, *now, *before) {
        Some(slip) => finding.helped_by(help(slip)),
        None => match other_base(figure, *now) {
            Some(other) => finding
                .with("similar", other.path())
                .helped_by("help-other"),
            None => finding,
        },
    }
}

/// The help that tells how somebody came to the percentage.
pub fn help(slip: Slip) -> &'static str {
    match slip {
        Slip::Truncated => "help-truncated",
        Slip::Ratio => "help-ratio",
        Slip::OtherSign => "help-sign",
    }
}

/// Another column that the percentage is the change from.
fn other_base<'a>(figure: &Compared<'a>, now: Decimal) -> Option<&'a Column> {
    let row = match &figure.row.change_of {
        Some(wanted) => figure.table.row(&wanted.value)?,
        None => figure.row,
    };
    let bases = bases(figure.table, |column| row.number(column));
    let fits = |base: Decimal| {
        let change = change::percent(now, base);
        change.is_some_and(|change| change.rounded(figure.published.scale()) == figure.published)
    };
    bases
        .into_iter()
        .find(|(_, base)| fits(*base))
        .map(|(column, _)| column)
}

/// The columns of plain figures with a row's numbers: what a change may have been counted from.
pub fn bases(table: &Table, number: impl Fn(usize) -> Option<Decimal>) -> Vec<(&Column, Decimal)> {
    let columns = table.columns.iter().enumerate();
    let plain = columns.filter(|(_, column)| !column.kind.is_derived());
    plain
        .filter_map(|(index, column)| Some((column, number(index)?)))
        .collect()
}
