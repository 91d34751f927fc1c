//! Trends (kehityksen linja): one change among many that goes far off, one price of an ordered
//! series that breaks its order by a slip of the pen.

use rust_decimal::Decimal;

/// How many other changes there must be before one can be off.
const OTHERS: usize = 3;

/// How many times the usual change one must be, or what part of it.
const FAR: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// The ratios that are more than three times, or less than a third of, the median of the others:
/// each by its number, with that median.
pub fn outliers(ratios: &[Decimal]) -> Vec<(usize, Decimal)> {
    if ratios.len() <= OTHERS {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..ratios.len()).collect();
    order.sort_by_key(|index| ratios.get(*index).copied());
    let sorted: Vec<Decimal> = order
        .iter()
        .filter_map(|at| ratios.get(*at).copied())
        .collect();
    let mut found = Vec::new();
    for (rank, index) in order.into_iter().enumerate() {
        let (Some(ratio), Some(usual)) = (sorted.get(rank), median_without(&sorted, rank)) else {
            continue;
        };
        if is_far(*ratio, usual) {
            found.push((index, usual));
        }
    }
    found.sort_by_key(|(index, _)| *index);
    found
}

fn is_far(ratio: Decimal, usual: Decimal) -> bool {
    let times = |number: Decimal| number.checked_mul(FAR);
    let above = times(usual).is_some_and(|limit| ratio > limit);
    above || times(ratio).is_some_and(|tripled| tripled < usual)
}

/// The median of sorted numbers without the one of a rank.
fn median_without(sorted: &[Decimal], rank: usize) -> Option<Decimal> {
    let at = |place: usize| sorted.get(if place < rank { place } else { place + 1 });
    let count = sorted.len().checked_sub(1)?;
    let (low, high) = (at(count.checked_sub(1)? / 2)?, at(count / 2)?);
    low.checked_add(*high)?.checked_div(Decimal::TWO)
}

/// A price with its comma moved back, when that brings its change near the usual one.
pub fn without_slip(before: Decimal, after: Decimal, usual: Decimal) -> Option<Decimal> {
    let expected = before.checked_mul(usual)?;
    let near = |made: &Decimal| {
        let half = |number: Decimal| number.checked_mul(Decimal::new(15, 1));
        let below = half(expected).is_some_and(|limit| *made <= limit);
        below && half(*made).is_some_and(|raised| raised >= expected)
    };
    moved(after).into_iter().find(near)
}

/// The only price of an ordered series that breaks its order, where a moved comma or two digits
/// changed round mend it: its number, and what it most likely should be.
pub fn slip(prices: &[Decimal]) -> Option<(usize, Decimal)> {
    if prices.len() <= OTHERS || steady(prices) {
        return None;
    }
    let lone = (0..prices.len()).filter(|index| {
        let mut rest = prices.to_vec();
        rest.remove(*index);
        steady(&rest)
    });
    let lone: Vec<usize> = lone.collect();
    let mended = |tries: fn(Decimal) -> Vec<Decimal>, most: Option<Decimal>| {
        lone.iter().find_map(|index| {
            let mut likely = tries(*prices.get(*index)?).into_iter();
            let likely = likely.find(|likely| fits(prices, *index, *likely, most))?;
            Some((*index, likely))
        })
    };
    // Of two neighbours in the wrong order either may be the wrong one.
    let swapped = || mended(swapped, None).filter(|_| lone.len() == 1);
    mended(moved, Some(FAR)).or_else(swapped)
}

/// Every price is above the one before it, or every price below.
fn steady(prices: &[Decimal]) -> bool {
    let rises = prices
        .windows(2)
        .all(|pair| matches!(pair, [one, other] if one < other));
    rises
        || prices
            .windows(2)
            .all(|pair| matches!(pair, [one, other] if one > other))
}

/// Whether the series is steady with another price in a place. At an end the price may be no
/// further from its neighbour than `most` times, or than any two others are.
fn fits(prices: &[Decimal], index: usize, likely: Decimal, most: Option<Decimal>) -> bool {
    let mut mended = prices.to_vec();
    let Some(place) = mended.get_mut(index) else {
        return false;
    };
    *place = likely;
    let steps = |pair: &[Decimal]| -> Option<Decimal> {
        let [one, other] = pair else { return None };
        (*one.max(other)).checked_div(*one.min(other))
    };
    let own = match index {
        0 => mended.get(..2),
        _ if index + 1 == mended.len() => mended.get(index - 1..),
        _ => None,
    };
    let own = own.and_then(steps);
    let mut rest = prices.to_vec();
    rest.remove(index);
    let widest = rest.windows(2).filter_map(steps).max();
    steady(&mended) && (own.is_none() || own <= most.or(widest))
}

/// The same digits with the comma one or two places off.
fn moved(price: Decimal) -> Vec<Decimal> {
    let (ten, hundred) = (Decimal::TEN, Decimal::ONE_HUNDRED);
    let made = [
        price.checked_div(ten),
        price.checked_mul(ten),
        price.checked_div(hundred),
        price.checked_mul(hundred),
    ];
    made.into_iter().flatten().map(in_cents).collect()
}

/// `7.50` of 7.5, and whole euros as they are.
fn in_cents(price: Decimal) -> Decimal {
    let mut price = price.normalize();
    if price.scale() == 1 {
        price.rescale(2);
    }
    price
}

/// The same digits with two neighbours changed round.
fn swapped(price: Decimal) -> Vec<Decimal> {
    let text = price.to_string();
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let made = (1..digits.len()).filter_map(|at| {
        let mut other = digits.clone();
        other.swap(at - 1, at);
        let whole: String = other.into_iter().collect();
        let number = Decimal::from_str_exact(&whole).ok()?;
        let mut number = number.abs();
        number.set_scale(price.scale()).ok()?;
        (number != price).then_some(number)
    });
    made.collect()
}

#[cfg(test)]
mod tests {
    use super::{outliers, slip, without_slip};
    use rust_decimal::Decimal;

    fn numbers(text: &str) -> Vec<Decimal> {
        let words = text.split_whitespace();
        words.map(|word| word.parse().expect("a number")).collect()
    }

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn a_change_far_off_the_others_is_found() {
        assert_eq!(
            outliers(&numbers("1.02 10.4 1.03 1.05")),
            [(1, number("1.03"))]
        );
        assert_eq!(
            outliers(&numbers("1.02 0.1 1.03 1.05 1.00")),
            [(1, number("1.025"))]
        );
        // Two others do not make a line, and twice as much is a decision.
        assert_eq!(outliers(&numbers("1.02 10.4 1.03")), []);
        assert_eq!(outliers(&numbers("1.02 2.00 1.03 1.05 0.5")), []);
    }

    #[test]
    fn a_moved_comma_is_moved_back() {
        let likely = |before, after| {
            without_slip(number(before), number(after), number("1.03")).map(|made| made.normalize())
        };
        assert_eq!(likely("7.00", "75.00"), Some(number("7.5")));
        assert_eq!(likely("7.00", "0.72"), Some(number("7.2")));
        assert_eq!(likely("7.00", "28.00"), None);
    }

    #[test]
    fn one_slip_breaks_the_order() {
        let slip = |text| slip(&numbers(text)).map(|(at, made)| (at, made.normalize()));
        assert_eq!(slip("150 300 45 600"), Some((2, number("450"))));
        assert_eq!(slip("150 300 4500 600"), Some((2, number("450"))));
        assert_eq!(slip("3.00 2.00 1.50 12.0"), Some((3, number("1.2"))));
        // 53 for 35.
        assert_eq!(slip("30 53 40 50"), Some((1, number("35"))));
    }

    #[test]
    fn what_may_be_meant_is_let_be() {
        for text in [
            "150 300 450 600",
            "10 20 30 28",
            "2.00 1.50 1.60 1.00",
            "10 10 20 30",
            "5 20 3 40 2",
            "150 30 450",
        ] {
            assert_eq!(slip(&numbers(text)), None, "{text}");
        }
    }
}
