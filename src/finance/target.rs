//! Targets (tavoitearvot): whether an outcome reaches one, how much of it, and which way it went.

use rust_decimal::Decimal;

use super::{Computed, share};

/// What an indicator should come to (tavoitearvo).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A bare number; only its direction tells whether more or less of it is as good.
    Number(Decimal),
    AtLeast(Decimal),
    AtMost(Decimal),
    /// From the first to the second, both included.
    Between(Decimal, Decimal),
}

/// Which way is better (suunta).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Higher,
    Lower,
}

/// How an outcome compares with an earlier one (kehitys).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    Improved,
    Unchanged,
    Worsened,
}

impl Target {
    /// The direction that the target itself tells.
    pub fn direction(self) -> Option<Direction> {
        match self {
            Target::AtLeast(_) => Some(Direction::Higher),
            Target::AtMost(_) => Some(Direction::Lower),
            Target::Number(_) | Target::Between(..) => None,
        }
    }

    /// Whether an outcome reaches the target; `None` where nobody has told which way is better.
    pub fn reached(self, better: Option<Direction>, actual: Decimal) -> Option<bool> {
        match (self, better) {
            (Target::AtLeast(target), _) | (Target::Number(target), Some(Direction::Higher)) => {
                Some(actual >= target)
            }
            (Target::AtMost(target), _) | (Target::Number(target), Some(Direction::Lower)) => {
                Some(actual <= target)
            }
            (Target::Number(target), None) => (actual == target).then_some(true),
            (Target::Between(low, _), Some(Direction::Higher)) => Some(actual >= low),
            (Target::Between(_, high), Some(Direction::Lower)) => Some(actual <= high),
            (Target::Between(low, high), None) => Some(low <= actual && actual <= high),
        }
    }

    /// How much of the target an outcome is, in percent: outcome by target, and target by outcome
    /// where less is better. `None` inside a range, and where the whole is not above zero, for a
    /// share of it would mean nothing.
    pub fn share(self, better: Option<Direction>, actual: Decimal) -> Option<Computed> {
        let reached = self.reached(better, actual)?;
        let (part, whole) = match (self, better) {
            (Target::AtLeast(target), _) | (Target::Number(target), Some(Direction::Higher)) => {
                (actual, target)
            }
            (Target::AtMost(target), _) | (Target::Number(target), Some(Direction::Lower)) => {
                (target, actual)
            }
            (Target::Number(target), None) => (actual, target),
            (Target::Between(..), _) if reached => return None,
            (Target::Between(low, _), _) if actual < low => (actual, low),
            (Target::Between(_, high), _) => (high, actual),
        };
        (whole > Decimal::ZERO).then(|| share::percent(part, whole))?
    }
}

/// The highest of some limits, in percent, that an outcome reaches: its number in the list.
/// A target that is reached is never less than all of it, and a share is never less than none.
pub fn rung(
    target: Target,
    better: Option<Direction>,
    actual: Decimal,
    limits: &[Option<Decimal>],
) -> Option<usize> {
    let reached = target.reached(better, actual)?;
    let share = target.share(better, actual).map(|made| made.value);
    let share = match (reached, share) {
        (true, share) => share.unwrap_or_default().max(Decimal::ONE_HUNDRED),
        (false, share) => share?.max(Decimal::ZERO),
    };
    let limits = limits.iter().enumerate();
    let fitting = limits.filter_map(|(index, limit)| Some((index, (*limit)?)));
    let fitting = fitting.filter(|(_, limit)| *limit <= share);
    fitting
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|(index, _)| index)
}

/// From the earlier outcome to this one.
pub fn trend(earlier: Decimal, actual: Decimal, better: Direction) -> Trend {
    let (from, to) = match better {
        Direction::Higher => (earlier, actual),
        Direction::Lower => (actual, earlier),
    };
    match to.cmp(&from) {
        std::cmp::Ordering::Greater => Trend::Improved,
        std::cmp::Ordering::Equal => Trend::Unchanged,
        std::cmp::Ordering::Less => Trend::Worsened,
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Target, Trend, rung, trend};
    use rust_decimal::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn a_bare_number_needs_a_direction() {
        let target = Target::Number(number("30"));
        assert_eq!(target.reached(None, number("28")), None);
        assert_eq!(target.reached(None, number("30.0")), Some(true));
        let up = Some(Direction::Higher);
        assert_eq!(target.reached(up, number("28")), Some(false));
        assert_eq!(
            target.reached(Some(Direction::Lower), number("28")),
            Some(true)
        );
    }

    #[test]
    fn a_range_is_reached_inside_it_or_past_its_better_end() {
        let target = Target::Between(number("20"), number("30"));
        for (actual, better, reached) in [
            ("20", None, true),
            ("30", None, true),
            ("31", None, false),
            ("31", Some(Direction::Higher), true),
            ("19", Some(Direction::Lower), true),
            ("19", Some(Direction::Higher), false),
        ] {
            assert_eq!(
                target.reached(better, number(actual)),
                Some(reached),
                "{actual}"
            );
        }
    }

    #[test]
    fn shares_are_turned_where_less_is_better() {
        let share = |target: Target, actual: &str| {
            let made = target.share(target.direction(), number(actual));
            made.map(|made| made.rounded(1).to_string())
        };
        let least = Target::AtLeast(number("80"));
        assert_eq!(share(least, "60").as_deref(), Some("75.0"));
        let most = Target::AtMost(number("30"));
        assert_eq!(share(most, "40").as_deref(), Some("75.0"));
        assert_eq!(share(Target::AtLeast(number("-100")), "-150"), None);
        let range = Target::Between(number("20"), number("30"));
        assert_eq!(share(range, "15").as_deref(), Some("75.0"));
        assert_eq!(share(range, "40").as_deref(), Some("75.0"));
        assert_eq!(share(range, "25"), None);
    }

    #[test]
    fn traffic_lights_follow_the_share() {
        let limits = [
            Some(number("100")),
            Some(number("80")),
            None,
            Some(Decimal::ZERO),
        ];
        let light = |target: Target, actual: &str| {
            rung(target, target.direction(), number(actual), &limits)
        };
        let least = Target::AtLeast(number("50"));
        assert_eq!(light(least, "50"), Some(0));
        assert_eq!(light(least, "40"), Some(1));
        assert_eq!(light(least, "39.9"), Some(3));
        assert_eq!(light(least, "-1"), Some(3));
        // Nobody can say how much of a loss has been avoided, only whether it was.
        assert_eq!(light(Target::AtLeast(number("-100")), "-150"), None);
        assert_eq!(light(Target::AtLeast(number("-100")), "-90"), Some(0));
        assert_eq!(light(Target::AtMost(number("0")), "2"), Some(3));
        assert_eq!(light(Target::AtMost(number("0")), "0"), Some(0));
        assert_eq!(
            rung(least, None, number("10"), &[Some(number("80"))]),
            None,
            "below every limit"
        );
    }

    #[test]
    fn fewer_sick_days_are_an_improvement() {
        let (ten, nine) = (number("10"), number("9"));
        assert_eq!(trend(ten, nine, Direction::Lower), Trend::Improved);
        assert_eq!(trend(ten, nine, Direction::Higher), Trend::Worsened);
        assert_eq!(trend(ten, ten, Direction::Higher), Trend::Unchanged);
    }
}
