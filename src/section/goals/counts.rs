//! Counts (lukumäärät ja osuudet): how many goals or measures came to what.

use rust_decimal::Decimal;

use crate::diagnostic::{Finding, Place};
use crate::finance::{share, sum};
use crate::section::figures::{Cell, Missing};
use crate::section::shared::Text;
use crate::yaml::{Bars, CELLS, Decode, Node, Numbers, Reader, Shape, record};

record! {
    /// A table of counts under the goals (yhteenveto).
    pub struct Counts {
        /// What is counted, in the document's words.
        title: Text,
        /// `%` for shares of one whole, or what is counted: kpl.
        unit: Text,
        /// `Toteutunut | 60`.
        rows: Vec<Count>,
    }
}

/// A row of counts.
#[derive(Debug, Clone)]
pub struct Count {
    pub name: Text,
    /// A number, or the sign for one that is not there.
    pub cell: Cell,
    pub place: Place,
}

impl Counts {
    pub fn are_shares(&self) -> bool {
        self.unit == "%"
    }

    /// The sum of all rows; `None` where one of them has no number.
    pub fn total(&self) -> Option<Decimal> {
        sum::total(&self.numbers()?).map(|made| made.value)
    }

    /// The sum of shares that do not make 100, and whether rounding explains it.
    pub fn off(&self) -> Option<(Decimal, bool)> {
        let total = self.total().filter(|_| self.are_shares())?;
        let explained = share::make_whole(&self.numbers()?);
        (total != Decimal::ONE_HUNDRED).then_some((total, explained))
    }

    fn numbers(&self) -> Option<Vec<Decimal>> {
        self.rows.iter().map(|row| row.cell.number()).collect()
    }
}

impl Decode for Count {
    fn decode(node: &Node, reader: &mut Reader) -> Option<Self> {
        let bars = Bars::decode(node, reader)?;
        let [name, value] = bars.pieces.as_slice() else {
            let found = bars.pieces.len().to_string();
            let finding = Finding::error("wrong-cell-count", bars.place).with("expected", "2");
            return reader.fail(finding.with("found", found));
        };
        let cell = match (Missing::of(&value.text), reader.number(&value.text)) {
            (Some(missing), _) => Cell::Missing(missing),
            (None, Ok(number)) => Cell::Number(number),
            (None, Err(fault)) => return reader.fail(fault.finding(&value.text, value.place)),
        };
        Some(Self {
            name: Text::of(name, reader)?,
            cell,
            place: name.place,
        })
    }

    fn shape() -> Shape {
        Shape::of("line").matching(CELLS, Numbers::None)
    }
}
