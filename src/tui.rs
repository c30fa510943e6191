//! The terminal program.
//!
//! A synchronous loop: wait for an event, decode it with the [`keymap`], let the pure [`update`] change the model and
//! ask for effects, perform them, and when none is left draw once. Nothing runs at rest.

mod app;
mod component;
mod desk;
mod effect;
mod form;
mod input;
pub mod keymap;
mod message;
mod model;
mod paint;
mod plain;
mod screen;
mod terminal;
mod theme;
mod update;
mod view;
mod widget;
mod world;
mod yes_no;

pub use app::App;
pub use plain::run as run_plain;
pub use terminal::run;
pub use theme::{Role, Theme};
pub use world::Start;
