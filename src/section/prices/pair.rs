//! Which prices of a fee are published: one, a pair, one for each column, a rule, or none because
//! they follow from another fee.

use super::fee::{FeeFile, Setting};
use super::price::price;
use super::rule::rule;
use super::{Derived, Pair, Price, Terms, Vat, VatBasis};
use crate::diagnostic::Finding;
use crate::yaml::{Reader, Spanned};

/// The published prices, a rule, or nothing where the price is made from another.
pub fn prices(
    file: &mut FeeFile,
    setting: &Setting,
    vat: Vat,
    terms: &Terms,
    derived: &Option<Derived>,
    unit: &str,
    reader: &mut Reader,
) -> Option<Pair> {
    if let Some(bars) = file.prices.take() {
        if bars.pieces.len() != setting.prices {
            let finding = Finding::error("wrong-cell-count", bars.place);
            let finding = finding.with("expected", setting.prices.to_string());
            return reader.fail(finding.with("found", bars.pieces.len().to_string()));
        }
        let cells: Vec<_> = bars
            .pieces
            .iter()
            .map(|piece| price(piece, reader))
            .collect();
        return cells.into_iter().collect::<Option<Vec<_>>>().map(Pair::Row);
    }
    if setting.prices > 0 && derived.is_some() {
        return Some(Pair::Derived);
    }
    if setting.prices > 0 {
        return no_price(file, "prices", reader);
    }
    if let (Some(deposit), true) = (file.deposit, unpriced(file) && !file.has_rule()) {
        // A deposit by itself: no tax is in it.
        return Some(Pair::Single(Price::Amount(deposit)));
    }
    if let Some(rule) = rule(file, unit, reader).ok()? {
        let price = Price::Rule(Box::new(rule));
        return Some(match (vat, terms.basis) {
            (Vat::Taxable(_), Some(VatBasis::Net | VatBasis::Both)) => Pair::Net(price),
            (Vat::Taxable(_), Some(VatBasis::Gross)) => Pair::Gross(price),
            (Vat::Taxable(_), None) => {
                return reader.fail(Finding::error("price-without-basis", file.name.place));
            }
            _ => Pair::Single(price),
        });
    }
    if derived.is_some() && unpriced(file) {
        return Some(Pair::Derived);
    }
    pair(file, vat, terms.basis, reader)
}

fn unpriced(file: &FeeFile) -> bool {
    file.price.is_none() && file.net.is_none() && file.gross.is_none()
}

/// The published prices, as the basis says which there must be.
fn pair(file: &FeeFile, vat: Vat, basis: Option<VatBasis>, reader: &mut Reader) -> Option<Pair> {
    let taxable = matches!(vat, Vat::Taxable(_));
    let bare = |price: &Option<Spanned<Price>>| price.as_ref().map(|price| price.value.clone());
    let places = file.places();
    let written = places.gross.or(places.net).unwrap_or(file.name.place);
    match (bare(&file.price), bare(&file.net), bare(&file.gross)) {
        (None, Some(net), Some(gross)) if taxable || vat == Vat::Unknown => {
            Some(Pair::Both(net, gross))
        }
        (None, Some(_), Some(_)) => reader.fail(Finding::error("one-price", written)),
        (Some(price), None, None) if !taxable => Some(Pair::Single(price)),
        // What has no amount has no two sides.
        (Some(price), None, None) if price.amounts().is_empty() => Some(match basis {
            Some(VatBasis::Both) => Pair::Both(price.clone(), price),
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
            reader.fail(Finding::error("one-price", written))
        }
        (None, Some(_), None) if basis == Some(VatBasis::Gross) => {
            reader.fail(Finding::error("price-of-other-side", written).with("basis", "gross"))
        }
        (None, None, Some(_)) if basis == Some(VatBasis::Net) => {
            let finding = Finding::error("price-of-other-side", written).with("basis", "net");
            reader.fail(finding.helped_by("help-gross"))
        }
        (None, Some(_), None) => no_price(file, "gross", reader),
        (None, None, Some(_)) => no_price(file, "net", reader),
        _ => {
            let place = places.price.unwrap_or(written);
            reader.fail(Finding::error("price-without-basis", place))
        }
    }
}

fn no_price<T>(file: &FeeFile, key: &str, reader: &mut Reader) -> Option<T> {
    reader.fail(Finding::error("missing-key", file.name.place).with("key", key))
}
