//! The command line and its verbs. Each verb is a file with its options and its code.

mod backup;
mod close;
mod completions;
mod demo;
mod doctor;
mod due;
mod edit;
mod erase;
mod export;
mod glass;
mod guide;
mod history;
mod import;
mod infection;
pub(super) mod list;
mod look;
mod man;
mod me;
mod medicine;
mod move_spot;
mod new;
mod note;
mod paths;
mod people;
mod photo;
mod redo;
mod remind;
mod reopen;
mod report;
mod restore;
mod review;
mod rules;
mod same;
mod schema;
mod settings;
mod show;
mod strike;
mod symptom;
mod sync;
mod timeline;
mod treatment;
mod undo;
mod why;

use super::args::path;
use super::print::Out;
use super::session::{Run, Session};
use crate::error::Result;
use clap::{ColorChoice, CommandFactory, Parser, Subcommand};
use std::path::PathBuf;

/// A private spot journal: log red dots and other spots on the skin, and be told which have not gone away.
///
/// Without a command the journal opens in the terminal. Spotlog records, notices, explains and prints; it never
/// diagnoses and never reassures.
#[derive(Debug, Parser)]
#[command(name = "spotlog", version = crate::ops::version(), max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// The journal to use instead of the usual one
    #[arg(long, global = true, value_name = "FILE", value_parser = path())]
    pub journal: Option<PathBuf>,
    /// Whose skin it is, where the journal is about several people
    #[arg(long, global = true, value_name = "NAME")]
    pub person: Option<String>,
    /// Judge as of this day; entries without a date of their own are of this day
    #[arg(long, global = true, value_name = "DATE", allow_hyphen_values = true)]
    pub as_of: Option<String>,
    /// Print data as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// No full screen: numbered questions and lines of text
    #[arg(long, global = true)]
    pub plain: bool,
    /// Print nothing but what was asked for
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// How many seconds to wait while another program writes to the journal
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 20)]
    pub wait: u16,
    /// Print what goes to the log: when it begins, what kind of thing it does, how it ends
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Whether to colour the marks of urgency
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Leave the mouse to the terminal
    #[arg(long, global = true)]
    pub no_mouse: bool,
    /// What to do; `None` opens the journal in the terminal.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// The end of the help: the exit codes, and how to type dates and sizes.
pub(super) const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 failed; 2 wrong usage or invalid input; 3 not found; 4 busy;
5 the file is newer, not a journal, or damaged; with `due --exit-code`:
10 something is for follow-up, 11 same-day, 12 emergency.

Dates: today, yesterday, 3 days ago, last monday, 2026-11-01, nov 1, about a month ago, unknown.
Sizes: 3, 3mm, 0.3 cm, 1/8 in, pinpoint, or three readings as \"3 3 3.5\".";

macro_rules! verbs {
    ($($(#[$meta:meta])* $verb:ident($module:ident),)+ ; bare $($(#[$bare_meta:meta])* $bare:ident($bare_module:ident),)+) => {
        /// What to do, with its options.
        #[derive(Debug, Subcommand)]
        pub enum Verb {
            $($(#[$meta])* $verb($module::$verb),)+
            $($(#[$bare_meta])* $bare($bare_module::$bare),)+
        }

        impl Verb {
            /// Returns the name of the verb in the source, for the log.
            pub(super) fn word(&self) -> &'static str {
                match self {
                    $(Verb::$verb(_) => stringify!($module),)+
                    $(Verb::$bare(_) => stringify!($bare_module),)+
                }
            }

            /// Runs a verb that needs neither journal nor settings, so that it works even if both are broken.
            /// Returns any other verb.
            pub(super) fn run_bare(self, out: &Out) -> Result<Result<u8>, Box<Verb>> {
                match self {
                    $(Verb::$bare(verb) => Ok(verb.print(out, Cli::command())),)+
                    verb => Err(Box::new(verb)),
                }
            }

            /// Runs the verb and returns the exit code.
            pub(super) fn run(self, session: &Session) -> Result<u8> {
                match self {
                    $(Verb::$verb(verb) => verb.run(session),)+
                    $(Verb::$bare(verb) => verb.print(&session.out, Cli::command()),)+
                }
            }
        }
    };
}

verbs! {
    /// Log a new spot, with its first look
    New(new),
    /// Log a look at a spot
    Look(look),
    /// Log that spots are present and no change was noticed
    Same(same),
    /// Record what a doctor or another reader said of a spot, or of the person
    Review(review),
    /// Record what is being tried on a spot, or whether it helped
    Treatment(treatment),
    /// Log symptoms of the person, there or not there
    Symptom(symptom),
    /// Record a medicine that was started or stopped
    Medicine(medicine),
    /// Record an infection
    Infection(infection),
    /// Show or change what is known of the person
    Me(me),
    /// List the people of the journal, or add one
    #[command(args_conflicts_with_subcommands = true)]
    People(people),
    /// Keep photos of spots, list, show and compare them, take them off or erase them
    #[command(subcommand_required = true)]
    Photo(photo),
    /// How to do the glass test, with the tests of a spot
    Glass(glass),
    /// Correct a saved entry; every earlier version stays in the history
    Edit(edit),
    /// Strike out a saved entry, so that it no longer counts
    ///
    /// Undo restores it. A spot entered by mistake is closed instead: close SPOT --because mistake.
    Strike(strike),
    /// Add a note to a look, a spot, a symptom or a medicine
    Note(note),
    /// Correct the place of a spot
    Move(move_spot),
    /// Close a spot: removed, or entered by mistake
    Close(close),
    /// Open a closed spot again
    Reopen(reopen),
    /// List the spots, what needs attention first
    List(list),
    /// Show a spot with all its looks
    Show(show),
    /// Explain every flag of a spot, or of all, and what nearly fired
    Why(why),
    /// Draw every spot from first seen to gone or now
    Timeline(timeline),
    /// What is due, for scripts and status bars
    Due(due),
    /// Print the report for the doctor
    Report(report),
    /// The reference cards: what the documents say conditions look like
    Guide(guide),
    /// The rules: what fires each, and where it comes from
    Rules(rules),
    /// Take in a journal file, all of it or nothing
    Import(import),
    /// Write the whole journal to a file
    Export(export),
    /// Take back the latest change
    Undo(undo),
    /// Do again what was undone last
    Redo(redo),
    /// Erase for good: a person, a spot, a look or its note, with every earlier version
    ///
    /// Undo and closing keep the history; this leaves nothing of it in the journal and its backups, and cannot be undone.
    /// It also finds what was undone. Before anything is erased it says what goes and what cannot be reached.
    Erase(erase),
    /// Copy the journal to a new file while it is in use, and check the copy
    Backup(backup),
    /// Put back what a backup holds; what it replaces is kept
    Restore(restore),
    /// Keep one journal on several machines, by a folder that Syncthing, a cloud or a stick carries between them
    ///
    /// Each machine writes only its own file there and takes in those of the others. Of a record that was changed on
    /// two machines the later change stands; the other one stays in the history.
    Sync(sync),
    /// Show every change that was made
    History(history),
    /// Show where everything is kept
    Paths(paths),
    /// Show every setting and where it comes from, or edit them
    Settings(settings),
    /// Tell the desktop that a look is due; --install lets the system do so every day
    Remind(remind),
    /// Open a made-up journal to try everything
    Demo(demo),
    /// Check the journal file, and say how to get a damaged one back
    Doctor(doctor),
    ;
    bare
    /// Print completions for a shell
    Completions(completions),
    /// Print the manual page, or write all pages into a folder
    Man(man),
    /// Print the JSON Schemas of the file formats
    Schema(schema),
}
