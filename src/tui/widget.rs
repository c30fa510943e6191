//! Parts that several screens share: each a state, what changes it, and how it is drawn.

pub mod calendar;
pub mod chart;
pub mod choices;
pub mod field;
pub mod form;
pub mod help;
pub mod list;
pub mod page;
pub mod palette;
pub mod picker;
pub mod search;
pub mod text;
