//! Spotlog: a private spot journal for the terminal.
//!
//! The rooms of the house, and who may import whom: a module imports only from rooms above it in this list
//! (`tests/it/project.rs` reads the sources and fails on an import against it).
//!
//! | room | what it is |
//! |---|---|
//! | [`domain`] | what a journal is: people, spots, observations, words, dates, sizes. No I/O, no clock |
//! | [`error`] | the few ways in which something can fail, each with its sentence and exit code |
//! | [`file`] | files that come in: opened without waiting, of a known kind, up to a limit |
//! | [`guidance`] | what the two documents say: the rules, the growth test, the schedule. Pure |
//! | [`store`] | the SQLite file: opening, migrations, history, the SQL of each record. It never decides |
//! | [`report`] | an assessment made into a document, and documents made into text |
//! | [`exchange`] | the frozen public formats, with structs of their own |
//! | [`config`] | the settings file and the platform's folders |
//! | [`ops`] | what the program can do, one function a use case; the only door for `cli` and `tui` |
//! | [`cli`] | the command line: parse, call `ops`, print |
//! | [`tui`] | the terminal program: keys, messages, pure update, effects, screens |
#![forbid(unsafe_code)]

pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod file;
pub mod guidance;
pub mod ops;
pub mod report;
pub mod store;
pub mod tui;
