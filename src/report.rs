//! Findings told: one file for each form they can take.

mod human;

pub use human::{Style, human};
