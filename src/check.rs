//! The rules: what a municipality would want to hear before it publishes.
//! One rule, one file; its doc comment is its documentation. The next rule is a new file here,
//! its words in `locale/` and a mistake it tells about in `tests/findings/`.

mod accepted;
mod breakdown_mismatch;
mod broken_link;
mod change_mismatch;
mod change_without_base;
mod chart_without_columns;
mod colour_contrast;
mod column_without_base;
mod derived_mismatch;
mod derived_price_mismatch;
mod due_passed;
mod duplicate_id;
mod duplicate_row;
mod fee_reference;
mod gap_in_times;
mod goal_without_outcome;
mod half_year_change;
mod heading_order;
mod later_after_end;
mod later_of_pair;
mod long_brief;
mod long_text;
mod margin_mismatch;
mod missing_description;
mod mixed_signs;
mod mixed_years;
mod net_above_gross;
mod no_population;
mod not_a_site_address;
mod note_and_mark;
mod outcome_unchanged;
mod overlapping_times;
mod per_resident_mismatch;
mod population_conflict;
mod price_off_trend;
mod price_out_of_order;
mod price_without_unit;
mod raw_html;
mod report_left_out;
mod rounding_difference;
mod same_figure_differs;
mod shares_not_hundred;
mod sign_against_role;
mod stale_reference;
mod status_conflict;
mod sum_mismatch;
mod tax_mismatch;
mod texts;
mod three_decimals;
mod too_many_series;
mod typed_figure;
mod unequal_rows;
mod unit_conflict;
mod unknown_figure;
mod unknown_reference;
mod unknown_scale;
mod unknown_status;
mod vat_mismatch;
mod vat_rate;

use rayon::prelude::*;

use crate::content::{Content, Page};
use crate::diagnostic::{Finding, Findings};
use crate::section::published::{Compared, on_page};
use crate::theme::Theme;
use crate::timings::{self, Stage};

/// A rule about one page.
type Rule = fn(&Content, &Page) -> Vec<Finding>;

/// A rule about the published figures of a page that can be computed too.
type RuleOfFigures = fn(&Content, &[Compared]) -> Vec<Finding>;

/// Every rule, in order of names.
const RULES: &[Rule] = &[
    breakdown_mismatch::findings,
    broken_link::findings,
    change_without_base::findings,
    same_figure_differs::findings,
    chart_without_columns::findings,
    unequal_rows::findings,
    column_without_base::findings,
    unknown_scale::findings,
    duplicate_id::findings,
    duplicate_row::findings,
    heading_order::findings,
    fee_reference::findings,
    derived_price_mismatch::findings,
    stale_reference::findings,
    overlapping_times::findings,
    half_year_change::findings,
    gap_in_times::findings,
    later_after_end::findings,
    later_of_pair::findings,
    long_brief::findings,
    long_text::findings,
    missing_description::findings,
    mixed_signs::findings,
    mixed_years::findings,
    net_above_gross::findings,
    no_population::findings,
    note_and_mark::findings,
    population_conflict::findings,
    price_off_trend::findings,
    price_out_of_order::findings,
    price_without_unit::findings,
    raw_html::findings,
    report_left_out::findings,
    shares_not_hundred::findings,
    sign_against_role::findings,
    status_conflict::findings,
    due_passed::findings,
    goal_without_outcome::findings,
    outcome_unchanged::findings,
    tax_mismatch::findings,
    three_decimals::findings,
    too_many_series::findings,
    unit_conflict::findings,
    unknown_reference::findings,
    unknown_status::findings,
    unknown_figure::findings,
    typed_figure::findings,
    vat_mismatch::findings,
    vat_rate::findings,
];

/// The rules that look at the same figures, which are computed once.
const RULES_OF_FIGURES: &[RuleOfFigures] = &[
    change_mismatch::findings,
    derived_mismatch::findings,
    margin_mismatch::findings,
    per_resident_mismatch::findings,
    rounding_difference::findings,
    sum_mismatch::findings,
];

/// All findings about a content, in file order, each with what lets it stand.
pub fn findings(content: &Content, theme: &Theme) -> Findings {
    let pages = content.pages.par_iter();
    let found = pages.flat_map_iter(|page| {
        let of_page = of_page(content, page).into_iter();
        of_page.chain(of_later_page(content, page))
    });
    settled(content, theme, found.collect())
}

/// What the rules find on a page that look at what earlier ones say, when all pages have been read.
pub fn of_later_page(content: &Content, page: &Page) -> Vec<Finding> {
    timings::of(Stage::Check, || {
        outcome_unchanged::findings_of_later(content, page)
    })
}

/// What a page's rules find.
pub fn of_page(content: &Content, page: &Page) -> Vec<Finding> {
    timings::of(Stage::Check, || {
        let figures = on_page(content, page);
        let of_figures = RULES_OF_FIGURES.iter();
        let mut found: Vec<Finding> = of_figures
            .flat_map(|rule| rule(content, &figures))
            .collect();
        found.extend(RULES.iter().flat_map(|rule| rule(content, page)));
        found
    })
}

/// What was found on all pages, with what the rules about the whole site find; in file order, each
/// with what lets it stand.
pub fn settled(content: &Content, theme: &Theme, of_pages: Vec<Finding>) -> Findings {
    timings::of(Stage::Check, || {
        let mut all: Findings = of_pages.into_iter().collect();
        all.extend(broken_link::in_settings(content));
        all.extend(raw_html::in_settings(content));
        all.extend(not_a_site_address::in_settings(content));
        all.extend(colour_contrast::findings(content, theme));
        accepted::settled(content, all).sorted()
    })
}
