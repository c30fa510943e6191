//! What the two documents say should be noticed, and how it is judged. Pure: no I/O, no clock, no terminal.
//!
//! [`evaluate`] judges the facts of one person as of one moment. [`RULES`] is the one table of rules; a rule is a row
//! of it, and `rules/` holds the functions the rows point at, by theme.

mod evaluate;
mod growth;
mod level;
mod reference;
mod rule;
mod rules;
mod schedule;
mod statement;
mod view;
mod windows;

pub use evaluate::{Assessment, Diameters, Evidence, Flag, SpotAssessment, Status, evaluate, stand};
pub use growth::{Check, Growing, Grown, Growth, Jump, Point, Series, Trend, analyse, assumed_error, jump, trend};
pub use level::{Level, See};
pub use reference::markdown;
pub use rule::{Kind, RULES, RULES_VERSION, Rule, Source, find_rule};
pub use schedule::next_check;
pub use statement::{DO_NOT_WAIT, DOCUMENTS, GET_HELP_AGAIN, NEUTRAL, STANDING, neutral, statement};
pub use view::{At, SpotView};
pub use windows::{WINDOWS, Window, Windows};
