//! The operating margin (toimintakate): what income leaves uncovered of the expenses.
//! Kuntaliitto's model of the income statement: toimintatuotot − toimintakulut.

use rust_decimal::Decimal;

use super::{Computed, Rule};

/// Income and expenses together. Expenses are published either as negative numbers, which are
/// added, or as positive ones, which are subtracted. `None` past the range of exact numbers.
pub fn operating_margin(income: Decimal, expenses: Decimal) -> Option<Computed> {
    let inputs = vec![income, expenses];
    if expenses.is_sign_positive() && !expenses.is_zero() {
        let value = income.checked_sub(expenses)?;
        return Some(Computed {
            value,
            inputs,
            rule: Rule::MarginFromPositive,
        });
    }
    Some(Computed {
        value: income.checked_add(expenses)?,
        inputs,
        rule: Rule::Margin,
    })
}

#[cfg(test)]
mod tests {
    use super::operating_margin;
    use rust_decimal::Decimal;

    #[test]
    fn income_covers_part_of_expenses() {
        let made = operating_margin(Decimal::from(1_112_100), Decimal::from(-2_983_250));
        assert_eq!(
            made.map(|margin| margin.value),
            Some(Decimal::from(-1_871_150))
        );
    }

    #[test]
    fn positive_expenses_are_subtracted() {
        let made = operating_margin(Decimal::from(10), Decimal::from(30));
        assert_eq!(made.map(|margin| margin.value), Some(Decimal::from(-20)));
    }
}
