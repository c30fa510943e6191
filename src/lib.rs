//! Spotlog: a private spot journal for the terminal.
//!
//! The modules and their dependencies: a module imports only from modules above it in this list (`tests/it/project.rs`
//! reads the sources and fails on any other import).
//!
//! | module | content |
//! |---|---|
//! | [`domain`] | the data model: people, spots, observations, words, dates, sizes. No I/O, no clock |
//! | [`error`] | the errors, each with its sentence and exit code |
//! | [`mod@file`] | reading of untrusted files: without blocking, of a known kind, up to a limit |
//! | [`log`] | the log file, without any entry |
//! | [`crash`] | what is written down when the program fails, without any entry |
//! | [`guidance`] | the rules of the two documents, the growth test, the schedule. Pure |
//! | [`store`] | the SQLite file: opening, migrations, history, the SQL of each record. No decisions |
//! | [`report`] | documents built from an assessment, and output text from documents |
//! | [`exchange`] | the frozen public formats, with their own structs |
//! | [`config`] | the settings file and the platform's folders |
//! | [`ops`] | the use cases, one function each; the only interface for `cli` and `tui` |
//! | [`cli`] | the command line: parse, call `ops`, print |
//! | [`tui`] | the terminal program: keys, messages, pure update, effects, screens |
#![forbid(unsafe_code)]

pub mod cli;
pub mod config;
pub mod crash;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod file;
pub mod guidance;
pub mod log;
pub mod ops;
pub mod report;
pub mod store;
pub mod tui;
