//! One binary, so that it links once.

mod cli;
mod crash;
mod examples;
mod exchange;
mod harness;
mod project;
mod properties;
mod pty;
mod rules;
mod store;
mod tui;
mod wording;
