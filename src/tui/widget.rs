//! Widgets shared by several screens: each has its state, its updates and its drawing.

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
