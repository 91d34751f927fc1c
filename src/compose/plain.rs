//! What a page prints, as plain words: for commands that tell of a page without making it.

use rust_decimal::Decimal;

use super::context::Context;
use super::sides::sides;
use super::{fees, goals, indicators};
use crate::content::{Content, Page};
use crate::locale::Locale;
use crate::section::goals::{Action, Goals, Indicator};
use crate::section::prices::{Fee, Group, Validity};

/// A page of a site in the words of a language.
pub struct Plain<'a> {
    context: Context<'a>,
}

/// A price as it stands on a page.
pub struct Price {
    /// The price column; `None` for a single price.
    pub column: Option<Column>,
    pub text: String,
    pub number: Option<Decimal>,
}

/// Which of a fee's prices it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    Net,
    Gross,
    /// One of the group's own columns.
    Named(String),
}

impl<'a> Plain<'a> {
    pub fn new(content: &'a Content, page: &'a Page, locale: &'a Locale) -> Self {
        let context = Context {
            locale,
            ..Context::new(content, page, 0)
        };
        Self { context }
    }

    /// Every price of a fee on the day of the site, published or computed.
    pub fn prices(&self, fee: &Fee, group: &Group) -> Vec<Price> {
        let sides = sides(self.context.page, fee, self.context.content.day());
        let count = sides.len();
        let priced = sides.iter().enumerate().map(|(index, side)| Price {
            column: match (group.columns.get(index), count, index) {
                (Some(column), ..) => {
                    Some(Column::Named(fees::column_label(&self.context, column)))
                }
                (None, 2, 0) => Some(Column::Net),
                (None, 2, _) => Some(Column::Gross),
                _ => None,
            },
            text: unbroken(&fees::price_words(
                &self.context,
                self.context.page,
                &side.price,
            )),
            number: side.price.amount(),
        });
        priced.collect()
    }

    /// An amount in the currency of the page.
    pub fn money(&self, amount: Decimal) -> String {
        self.context.money(amount)
    }

    /// "pantti 20,00 €"; empty where there is none.
    pub fn deposit(&self, fee: &Fee) -> String {
        let price = fee.deposit.map(|deposit| self.money(deposit));
        price.map_or_else(String::new, |price| {
            self.context.word("fee.deposit", &[("price", &price)])
        })
    }

    /// "alv 25,5 %", "veroton".
    pub fn vat(&self, fee: &Fee) -> String {
        let vat = fee.vat_on(self.context.content.day());
        match vat.rate() {
            Some(rate) => {
                let rate = self.context.locale.percent(rate);
                self.context.word("fee.vat-rate", &[("rate", &rate)])
            }
            None => self.context.word(&format!("vat.{}", vat.key()), &[]),
        }
    }

    /// When a fee holds and what it costs later; empty when nothing is told.
    pub fn fee_validity(&self, fee: &Fee, group: &Group) -> String {
        let own = self.validity(&fee.validity);
        let later = fees::later(&self.context, fee, group);
        let all = Some(own).filter(|own| !own.is_empty());
        let all: Vec<String> = all.into_iter().chain(later).collect();
        unbroken(&all.join("; "))
    }

    /// When something holds; empty when nothing is told.
    pub fn validity(&self, validity: &Validity) -> String {
        fees::validity_phrase(&self.context, validity).unwrap_or_default()
    }

    /// The status of an action; empty when none is told.
    pub fn status(&self, goals: &Goals, action: &Action) -> String {
        let scale = goals::scale(&self.context, goals);
        let written = action.status.as_ref();
        let verdict = written.and_then(|written| scale.verdict(&written.value));
        verdict.map_or_else(String::new, |verdict| {
            goals::status(&self.context, verdict).text
        })
    }

    /// The status of an indicator, by hand or by rule; empty when there is none.
    pub fn indicator_status(&self, goals: &Goals, indicator: &Indicator) -> String {
        let scale = goals::scale(&self.context, goals);
        let status = indicators::status(&self.context, indicator, scale);
        status.map_or_else(String::new, |(status, _)| status.text)
    }

    /// What an indicator aims at and what came of it, each with its heading.
    pub fn indicator(&self, indicator: &Indicator) -> [(String, String); 2] {
        let word = |key: &str| self.context.word(&format!("indicators.{key}"), &[]);
        let target = indicators::aim(&self.context, indicator).text;
        let actual = indicators::published(&self.context, indicator.actual.as_ref()).text;
        [(word("target"), target), (word("actual"), actual)]
    }
}

/// A text without the soft hyphens that narrow cells need.
fn unbroken(text: &str) -> String {
    text.replace('\u{ad}', "")
}
