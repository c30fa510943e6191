//! The entry point: parses the arguments, runs, exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(spotlog::cli::run())
}
