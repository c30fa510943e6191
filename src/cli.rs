//! The command line: parses the arguments, calls [`crate::ops`] and prints the result.

mod answers;
mod args;
mod complete;
mod entry;
mod open;
mod passphrase;
mod print;
mod reference;
mod session;
mod terminal;
mod verb;
mod words;

pub use reference::markdown;
pub use verb::{Cli, Verb};

use crate::config::{Paths, Settings};
use crate::domain::{AsOf, FieldError, Said, one_line, visible};
use crate::error::{Error, Result};
use crate::log::{Event, log};
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use print::Out;
use session::Session;
use std::time::Duration;

/// Runs the program with the arguments of the process and returns the exit code.
pub fn run() -> u8 {
    clap_complete::CompleteEnv::with_factory(|| complete::with_candidates(Cli::command())).complete();
    let arguments: Vec<_> = std::env::args_os().collect();
    let command = Cli::command().color(terminal::color_of(&arguments));
    let arguments = words::join_values(&command, arguments);
    let parsed =
        command.try_get_matches_from(arguments).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    match execute(cli) {
        Ok(code) => {
            log(Event::Ended(code));
            code
        }
        Err(error) => {
            let code = error.exit_code();
            log(Event::Failed { kind: error.kind(), code });
            print::aside(&format!("spotlog: {}\n", one_line(&explain(&error))));
            code
        }
    }
}

/// Prints an error of the parser, or the help that was asked for, and returns the exit code. The text quotes the
/// arguments, so control characters in it are replaced.
fn refuse(error: &clap::Error) -> u8 {
    let plain = error.to_string();
    if visible(&plain) == plain {
        // With colours. A failure to print has nowhere to be reported.
        let _ = error.print();
    } else {
        print::aside(&plain);
    }
    u8::try_from(error.exit_code()).unwrap_or(2)
}

/// Returns the message of an error, with the field under its name on the command line.
fn explain(error: &Error) -> String {
    match error {
        Error::Invalid(FieldError { path, message }) => {
            let option = match path.as_str() {
                "at" | "on" => "--on",
                "first_seen.on" => "--first-seen",
                "measured_by" => "--by",
                "started_on" => "--started",
                "stopped_on" => "--stopped",
                "closed.on" => "--on",
                "presence" => "--present",
                other => other,
            };
            FieldError::new(message.clone()).at(option).to_string()
        }
        other => other.to_string(),
    }
}

fn execute(cli: Cli) -> Result<u8> {
    let now = open::read_clock();
    let out = Out::new(cli.json, cli.quiet, terminal::is_colored(cli.color), cli.verb.is_some());
    let verb = match cli.verb.map(|verb| verb.run_bare(&out)) {
        Some(Ok(done)) => return out.show().and(done),
        Some(Err(verb)) => Some(verb),
        None => None,
    };
    let mut paths = Paths::find(cli.journal, std::env::var_os("SPOTLOG_JOURNAL").map(Into::into))?;
    // A circular link stays as it is: opening it reports the error.
    paths.journal = crate::store::follow_links(&paths.journal).unwrap_or(paths.journal);
    let clock = || open::read_clock().utc;
    crate::log::begin(&paths.log, cli.verbose, clock);
    let state = paths.log.parent().map(Into::into).unwrap_or_default();
    crate::crash::report_into(state, format!("spotlog {}, {}", crate::ops::version(), std::env::consts::OS), clock);
    log(Event::Began(verb.as_ref().map_or("the screen", |verb| verb.word())));
    let as_of = match cli.as_of.as_deref() {
        Some(text) => {
            Some(AsOf::exactly(Said::parse(text, now.local).and_then(Said::moment).map_err(|e| e.at("--as-of"))?))
        }
        None => None,
    };
    let settings = match Settings::load(&paths.settings) {
        // This verb shows the fault, or mends it.
        Err(_) if verb.as_deref().is_some_and(|verb| matches!(verb, Verb::Settings(_))) => Settings::default(),
        loaded => loaded?,
    };
    settings.notation.set();
    let patience = Duration::from_secs(cli.wait.into());
    let (plain, no_mouse) = (cli.plain, cli.no_mouse);
    let colors = match cli.color {
        ColorChoice::Auto => None,
        choice => Some(choice == ColorChoice::Always),
    };
    let session = Session { now, settings, paths, as_of, person: cli.person, out, patience, plain, no_mouse, colors };
    match verb {
        None => open::open_journal(&session),
        Some(verb) => {
            let done = verb.run(&session);
            // What was printed before an error helps to understand it.
            session.out.show().and(done)
        }
    }
}
