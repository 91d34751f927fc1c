//! The two sides of a price, without VAT and with it: published or computed from the other.

use rust_decimal::Decimal;

use crate::finance::vat;
use crate::section::prices::{Fee, Group, Pair, Price, Vat};

/// The rate that the group's taxable fees share.
pub fn rate(group: &Group) -> Option<Decimal> {
    group.fees.iter().find_map(|fee| match fee.vat {
        Vat::Taxable(rate) => Some(rate),
        _ => None,
    })
}

/// One side of a fee's price: what is published, or what follows from the other side.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    pub price: Price,
    pub computed: bool,
}

/// The price, or the prices without and with VAT.
pub fn sides(fee: &Fee) -> Vec<Side> {
    let published = |price| Side {
        price,
        computed: false,
    };
    let computed = |made: Option<crate::finance::Computed>| {
        made.map(|made| Side {
            price: Price::Amount(made.rounded(2)),
            computed: true,
        })
    };
    let rate = match fee.vat {
        Vat::Taxable(rate) => Some(rate),
        _ => None,
    };
    match fee.prices {
        Pair::Single(price) => vec![published(price)],
        Pair::Both(net, gross) => vec![published(net), published(gross)],
        Pair::Net(price) => {
            let other = price
                .amount()
                .zip(rate)
                .and_then(|(net, rate)| computed(vat::gross(net, rate)));
            vec![published(price), other.unwrap_or(published(price))]
        }
        Pair::Gross(price) => {
            let other = price
                .amount()
                .zip(rate)
                .and_then(|(gross, rate)| computed(vat::net(gross, rate)));
            vec![other.unwrap_or(published(price)), published(price)]
        }
    }
}
