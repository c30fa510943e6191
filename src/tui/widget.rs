//! Widgets shared by several screens: each has its state, its updates and its drawing.

pub(super) mod calendar;
pub(super) mod chart;
pub(super) mod choices;
pub(super) mod field;
pub(super) mod form;
pub(super) mod help;
pub(super) mod keys;
pub(super) mod list;
pub(super) mod page;
pub(super) mod palette;
pub(super) mod photo;
pub(super) mod picker;
pub(super) mod search;
pub(super) mod text;
