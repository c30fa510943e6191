//! The rules of the two source documents and their evaluation. Pure: no I/O, no clock, no terminal.
//!
//! [`evaluate`] evaluates the facts of one person as of one moment. [`TABLES`] lists the rules. Each rule is a constant
//! in `rules/`, next to the functions that evaluate it and word its findings.

mod ahead;
mod assessment;
mod card;
mod evaluate;
mod fired;
mod glass;
mod growth;
mod level;
mod near_misses;
mod person;
mod photo;
mod questions;
mod reference;
mod rule;
mod rules;
mod schedule;
mod signs;
mod source;
mod statement;
mod view;
mod windows;

pub use ahead::Ahead;
pub use assessment::{Assessment, Diameters, Flag, SpotAssessment, Status};
pub use card::{CARDS, Card, Feature, find_card};
pub use evaluate::{Summary, SummaryBuilder, evaluate, evaluate_spot};
pub use fired::{Evidence, FlagKind};
pub use glass::{GLASS_TEST, GlassAnswer, GlassTestGuide};
pub use growth::{Check, Growing, Grown, Growth, Jump, Point, Series, Trend, analyse, assumed_error, jump, trend};
pub use level::{Level, See};
pub use near_misses::{NearMiss, near_misses_of_person, near_misses_of_spot, say_growth};
pub use photo::{PhotoGuide, TAKING_THE_PHOTO};
pub use reference::markdown;
pub use rule::{Judge, Rule};
pub use rules::{RULES_VERSION, TABLES, Table, find_rule, persists_from, rules};
pub use source::{DOCUMENTS, Source};
pub use statement::{DANGER_SIGNS, DO_NOT_WAIT, GET_HELP_AGAIN, NEUTRAL, NOT_A_MATCH, STANDING, call_now, statement};
pub use windows::{WINDOWS, Window, Windows};
