//! Prices that follow from a quantity by a rule (hinnoittelusääntö): a base and a rate, tiers,
//! classes, a percentage of an income, a part of a period.

use rust_decimal::Decimal;

use super::rounding;

/// A rule. Amounts are in the list's currency, quantities in the unit the fee is charged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tariff {
    /// A base, and a rate for every unit beyond what the base includes.
    Linear {
        base: Decimal,
        rate: Decimal,
        included: Decimal,
    },
    /// Each tier's rate for the part of the quantity that falls in it (porrastettu).
    Marginal { base: Decimal, tiers: Vec<Tier> },
    /// The price of the class the quantity falls in (luokittain).
    Classes { tiers: Vec<Tier> },
    /// The rate of the class the quantity falls in, for all of the quantity.
    ClassRates { base: Decimal, tiers: Vec<Tier> },
    /// A percentage of what an income has above a threshold (maksuprosentti).
    Percent { percent: Decimal, above: Decimal },
    /// A part of the price of a whole period (suhteutettu maksu).
    ProRata { price: Decimal, whole: Decimal },
}

/// What a rule's price is kept within.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// Quantities are charged by started steps of this size.
    pub step: Option<Decimal>,
    /// The smallest price.
    pub at_least: Option<Decimal>,
    /// The largest price.
    pub at_most: Option<Decimal>,
    /// A price below this is not charged at all.
    pub smallest: Option<Decimal>,
    /// Prices are rounded to whole multiples of this: 0.05, 1. Cents when `None`.
    pub rounded_to: Option<Decimal>,
}

/// A tier or a class (porras, luokka): up to a quantity, or open at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// The lower bound as published; `None` when only the upper one is.
    pub from: Option<Decimal>,
    /// The upper bound; `None` for the last one without an end.
    pub to: Option<Decimal>,
    /// The lower bound is not in the tier: `yli 60`.
    pub above: bool,
    /// The upper bound is not in the tier: `alle 60`.
    pub below: bool,
    /// A rate or a price.
    pub amount: Decimal,
    /// A rate for what is above the lower bound of a class, besides its price.
    pub excess: Option<Decimal>,
}

/// A step of a worked example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The quantity is charged as this many units.
    Charged(Decimal),
    /// An amount as it is.
    Fixed(Decimal),
    /// A quantity times a rate.
    Times { quantity: Decimal, rate: Decimal },
    /// A percentage of what is above a threshold.
    Percent {
        income: Decimal,
        above: Decimal,
        percent: Decimal,
    },
    /// A part of a period's price.
    Part {
        price: Decimal,
        quantity: Decimal,
        whole: Decimal,
    },
    /// Raised to the smallest price.
    Raised(Decimal),
    /// Cut to the largest price.
    Cut(Decimal),
    /// Too small to be charged.
    Waived,
}

/// A worked example: the price and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    pub quantity: Decimal,
    pub price: Decimal,
    pub steps: Vec<Step>,
}

/// Decimals of an amount of money.
const CENTS: u32 = 2;

impl Tariff {
    /// The price of a quantity; `None` where no class holds it, or past the range of exact numbers.
    pub fn price(&self, quantity: Decimal, limits: &Limits) -> Option<Worked> {
        let mut steps = Vec::new();
        let charged = match limits.step.filter(|step| !step.is_zero()) {
            Some(step) => quantity
                .checked_div(step)?
                .ceil()
                .checked_mul(step)?
                .normalize(),
            None => quantity,
        };
        if charged != quantity {
            steps.push(Step::Charged(charged));
        }
        let raw = self.raw(charged, &mut steps)?;
        let mut price =
            rounding::to_multiple(raw, limits.rounded_to.unwrap_or(Decimal::new(1, 2)))?;
        if let Some(least) = limits.at_least.filter(|least| price < *least) {
            price = least;
            steps.push(Step::Raised(least));
        }
        if let Some(most) = limits.at_most.filter(|most| price > *most) {
            price = most;
            steps.push(Step::Cut(most));
        }
        if limits.smallest.is_some_and(|smallest| price < smallest) {
            price = Decimal::ZERO;
            steps.push(Step::Waived);
        }
        Some(Worked {
            quantity,
            price: rounding::half_away_from_zero(price, CENTS),
            steps,
        })
    }

    fn raw(&self, quantity: Decimal, steps: &mut Vec<Step>) -> Option<Decimal> {
        match self {
            Tariff::Linear {
                base,
                rate,
                included,
            } => {
                let beyond = quantity.checked_sub(*included)?.max(Decimal::ZERO);
                fixed(*base, steps);
                Some(base.checked_add(times(beyond, *rate, steps)?)?)
            }
            Tariff::Marginal { base, tiers } => {
                fixed(*base, steps);
                let mut sum = *base;
                let mut below = Decimal::ZERO;
                for tier in tiers {
                    let top = tier.to.map_or(quantity, |to| to.min(quantity));
                    let part = top.checked_sub(below)?;
                    if part > Decimal::ZERO {
                        sum = sum.checked_add(times(part, tier.amount, steps)?)?;
                        below = top;
                    }
                }
                // What no tier reaches has no price.
                (below >= quantity).then_some(sum)
            }
            Tariff::Classes { tiers } => {
                let class = class(tiers, quantity)?;
                steps.push(Step::Fixed(class.amount));
                let Some(rate) = class.excess else {
                    return Some(class.amount);
                };
                let above = quantity.checked_sub(class.from.unwrap_or_default())?;
                class.amount.checked_add(times(above, rate, steps)?)
            }
            Tariff::ClassRates { base, tiers } => {
                fixed(*base, steps);
                let rate = class(tiers, quantity)?.amount;
                base.checked_add(times(quantity, rate, steps)?)
            }
            Tariff::Percent { percent, above } => {
                steps.push(Step::Percent {
                    income: quantity,
                    above: *above,
                    percent: *percent,
                });
                let part = quantity.checked_sub(*above)?.max(Decimal::ZERO);
                part.checked_mul(*percent)?
                    .checked_div(Decimal::ONE_HUNDRED)
            }
            Tariff::ProRata { price, whole } => {
                steps.push(Step::Part {
                    price: *price,
                    quantity,
                    whole: *whole,
                });
                price.checked_mul(quantity)?.checked_div(*whole)
            }
        }
    }

    /// The rule with every amount of money changed: the same rule with tax, or without.
    pub fn with_amounts(&self, change: &impl Fn(Decimal) -> Decimal) -> Self {
        let tiers = |tiers: &[Tier]| {
            let changed = tiers.iter().map(|tier| Tier {
                amount: change(tier.amount),
                excess: tier.excess.map(change),
                ..tier.clone()
            });
            changed.collect()
        };
        match self {
            Tariff::Linear {
                base,
                rate,
                included,
            } => Tariff::Linear {
                base: change(*base),
                rate: change(*rate),
                included: *included,
            },
            Tariff::Marginal { base, tiers: own } => Tariff::Marginal {
                base: change(*base),
                tiers: tiers(own),
            },
            Tariff::Classes { tiers: own } => Tariff::Classes { tiers: tiers(own) },
            Tariff::ClassRates { base, tiers: own } => Tariff::ClassRates {
                base: change(*base),
                tiers: tiers(own),
            },
            Tariff::ProRata { price, whole } => Tariff::ProRata {
                price: change(*price),
                whole: *whole,
            },
            // A percentage is of an income, whatever the tax.
            Tariff::Percent { .. } => self.clone(),
        }
    }

    /// The tiers or classes, where the rule has them.
    pub fn tiers(&self) -> &[Tier] {
        match self {
            Tariff::Marginal { tiers, .. }
            | Tariff::Classes { tiers }
            | Tariff::ClassRates { tiers, .. } => tiers,
            _ => &[],
        }
    }

    /// A quantity that shows the rule at work, where nobody has chosen one: beyond the first
    /// tier, beyond what is included.
    pub fn telling_quantity(&self) -> Decimal {
        let ten = Decimal::TEN;
        match self {
            Tariff::Linear { included, .. } => included.checked_add(ten).unwrap_or(ten),
            Tariff::Percent { above, .. } => {
                let more = above
                    .max(&Decimal::ONE_HUNDRED)
                    .checked_mul(Decimal::new(15, 1));
                more.map_or(ten, |more| rounding::half_away_from_zero(more, 0))
            }
            Tariff::ProRata { whole, .. } => {
                let half = whole.checked_div(Decimal::TWO).unwrap_or(*whole);
                rounding::half_away_from_zero(half, 0)
            }
            _ => {
                let tiers = self.tiers();
                let second = tiers.get(1).or(tiers.first());
                let bound = second.and_then(|tier| tier.to.or(tier.from));
                let last = tiers.first().and_then(|tier| tier.to);
                bound.or(last).map_or(ten, |bound| {
                    if second.is_some_and(|tier| tier.to.is_none()) {
                        bound + ten
                    } else {
                        bound
                    }
                })
            }
        }
    }
}

fn fixed(amount: Decimal, steps: &mut Vec<Step>) {
    if !amount.is_zero() {
        steps.push(Step::Fixed(amount));
    }
}

fn times(quantity: Decimal, rate: Decimal, steps: &mut Vec<Step>) -> Option<Decimal> {
    steps.push(Step::Times { quantity, rate });
    quantity.checked_mul(rate)
}

/// The class a quantity falls in: the first whose upper bound it does not pass.
fn class(tiers: &[Tier], quantity: Decimal) -> Option<&Tier> {
    let first = tiers.iter().find(|tier| match tier.to {
        Some(to) if tier.below => quantity < to,
        Some(to) => quantity <= to,
        None => true,
    })?;
    let below = first
        .from
        .is_some_and(|from| quantity < from || (first.above && quantity == from));
    let previous = tiers.iter().take_while(|tier| *tier != first).last();
    // Between "1–60" and "61–150" nothing is left out; below the first class nothing is told.
    (!below || previous.is_some()).then_some(first)
}

/// What is wrong between a tier and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seam {
    Gap,
    Overlap,
}

/// The seams that are no clean joints, by the number of the later tier. Tiers join when one ends
/// where the next begins, or a unit of the last decimal before it.
pub fn seams(tiers: &[Tier]) -> Vec<(usize, Seam)> {
    let mut found = Vec::new();
    for (index, pair) in tiers.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let (Some(end), Some(start)) = (first.to, second.from) else {
            if first.to.is_none() {
                found.push((index + 1, Seam::Overlap));
            }
            continue;
        };
        let unit = Decimal::new(1, end.scale().max(start.scale()));
        let joint = end.checked_add(unit).unwrap_or(end);
        // Between "alle 5" and "yli 5" the five itself is lost.
        let lost = start == end && first.below && second.above;
        if start < end {
            found.push((index + 1, Seam::Overlap));
        } else if start > joint || lost || (first.below && start > end) {
            found.push((index + 1, Seam::Gap));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Limits, Seam, Step, Tariff, Tier, seams};
    use rust_decimal::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn tier(from: &str, to: &str, amount: &str) -> Tier {
        let bound = |text: &str| (!text.is_empty()).then(|| number(text));
        Tier {
            from: bound(from),
            to: bound(to),
            amount: number(amount),
            above: false,
            below: false,
            excess: None,
        }
    }

    fn price(tariff: &Tariff, quantity: &str, limits: &Limits) -> Option<String> {
        let worked = tariff.price(number(quantity), limits)?;
        Some(worked.price.to_string())
    }

    #[test]
    fn a_base_includes_some_units() {
        let tariff = Tariff::Linear {
            base: number("450"),
            rate: number("4.20"),
            included: number("60"),
        };
        let none = Limits::default();
        assert_eq!(price(&tariff, "50", &none).as_deref(), Some("450.00"));
        assert_eq!(price(&tariff, "150", &none).as_deref(), Some("828.00"));
        let capped = Limits {
            at_most: Some(number("800")),
            ..Limits::default()
        };
        assert_eq!(price(&tariff, "150", &capped).as_deref(), Some("800.00"));
    }

    #[test]
    fn started_steps_are_charged_whole() {
        let tariff = Tariff::Linear {
            base: Decimal::ZERO,
            rate: number("3"),
            included: Decimal::ZERO,
        };
        let limits = Limits {
            step: Some(number("0.5")),
            ..Limits::default()
        };
        assert_eq!(price(&tariff, "1.2", &limits).as_deref(), Some("4.50"));
        assert_eq!(price(&tariff, "1.5", &limits).as_deref(), Some("4.50"));
    }

    #[test]
    fn only_the_part_above_has_the_next_rate() {
        let tiers = vec![tier("0", "100", "5"), tier("100", "", "3.50")];
        let marginal = Tariff::Marginal {
            base: Decimal::ZERO,
            tiers: tiers.clone(),
        };
        let whole = Tariff::ClassRates {
            base: Decimal::ZERO,
            tiers,
        };
        let none = Limits::default();
        assert_eq!(price(&marginal, "150", &none).as_deref(), Some("675.00"));
        assert_eq!(price(&whole, "150", &none).as_deref(), Some("525.00"));
    }

    #[test]
    fn classes_hold_their_upper_bound() {
        let tariff = Tariff::Classes {
            tiers: vec![
                tier("", "60", "300"),
                tier("61", "150", "500"),
                tier("150", "", "800"),
            ],
        };
        let none = Limits::default();
        for (quantity, expected) in [("60", "300.00"), ("60.5", "500.00"), ("151", "800.00")] {
            assert_eq!(price(&tariff, quantity, &none).as_deref(), Some(expected));
        }
    }

    #[test]
    fn less_than_a_bound_leaves_it_to_the_next_class() {
        let tariff = Tariff::Classes {
            tiers: vec![
                Tier {
                    below: true,
                    ..tier("", "5", "2")
                },
                tier("5", "9", "3"),
                tier("10", "", "4"),
            ],
        };
        let none = Limits::default();
        for (quantity, expected) in [("4", "2.00"), ("5", "3.00"), ("10", "4.00")] {
            assert_eq!(price(&tariff, quantity, &none).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_class_may_go_on_by_a_rate() {
        let tariff = Tariff::Classes {
            tiers: vec![
                tier("", "60", "290"),
                Tier {
                    above: true,
                    excess: Some(number("3")),
                    ..tier("60", "", "290")
                },
            ],
        };
        let none = Limits::default();
        assert_eq!(price(&tariff, "100", &none).as_deref(), Some("410.00"));
    }

    #[test]
    fn a_small_charge_on_income_is_not_collected() {
        // The shape of early-childhood education fees: a percentage above an income limit.
        let tariff = Tariff::Percent {
            percent: number("10.7"),
            above: number("4066"),
        };
        let limits = Limits {
            smallest: Some(number("30")),
            at_most: Some(number("311")),
            rounded_to: Some(Decimal::ONE),
            ..Limits::default()
        };
        assert_eq!(price(&tariff, "4300", &limits).as_deref(), Some("0.00"));
        assert_eq!(price(&tariff, "5000", &limits).as_deref(), Some("100.00"));
        assert_eq!(price(&tariff, "9000", &limits).as_deref(), Some("311.00"));
        let worked = tariff.price(number("4300"), &limits).expect("a price");
        assert_eq!(worked.steps.last(), Some(&Step::Waived));
    }

    #[test]
    fn gaps_and_overlaps_are_named() {
        let clean = [
            tier("0", "100", "5"),
            tier("101", "200", "4"),
            tier("200", "", "3"),
        ];
        assert_eq!(seams(&clean), []);
        let wrong = [
            tier("0", "100", "5"),
            tier("110", "200", "4"),
            tier("150", "", "3"),
        ];
        assert_eq!(seams(&wrong), [(1, Seam::Gap), (2, Seam::Overlap)]);
    }
}
