//! The terminal user interface.
//!
//! The main loop is synchronous. It waits for an event and decodes it with the [`keymap`]. The pure `update` changes
//! the model and returns effects, which are then performed. When none is left, one frame is drawn. An idle program does
//! nothing.

mod app;
mod component;
mod desk;
mod effect;
mod form;
mod graphics;
mod input;
pub mod keymap;
mod message;
mod model;
mod paint;
mod plain;
mod report_source;
mod rows;
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
pub use theme::{Depth, Role, Theme};
pub use world::Start;
