//! What can be typed.

mod answers;
mod copy;
mod report;

pub use answers::AnswerArgs;
pub use copy::{CopyArgs, NewPassphraseArgs, PassphraseArgs};
pub use report::{PaperSize, ReportArgs, ReportFormat, SiteCodes};

use crate::config::expand_home;
use crate::domain::{Because, Context, InfectionKind, Listed, Method, Onset, Outcome, Reviewer, TreatmentKind, Word};
use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A private spot journal: log red dots and other spots on the skin, and be told which have not gone away.
///
/// Without a command the journal opens in the terminal. Spotlog records, notices, explains and prints; it never
/// diagnoses and never reassures.
#[derive(Debug, Parser)]
#[command(name = "spotlog", version, max_term_width = 100, after_help = EXIT_CODES)]
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
    /// Leave the mouse to the terminal
    #[arg(long, global = true)]
    pub no_mouse: bool,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

pub const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 failed; 2 wrong usage or invalid input; 3 not found; 4 busy;
5 the file is newer, not a journal, or damaged; with `due --exit-code`:
10 something is for follow-up, 11 same-day, 12 emergency.

Dates: today, yesterday, 3 days ago, last monday, 2026-11-01, nov 1, about a month ago, unknown.
Sizes: 3, 3mm, 0.3 cm, 1/8 in, pinpoint, or three readings as \"3 3 3.5\".";

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Log a new spot, with its first look
    New(NewArgs),
    /// Log a look at a spot
    Look(LookVerbArgs),
    /// Log that spots are present and no change was noticed
    Same {
        /// The numbers of the spots
        #[arg(required = true, value_name = "SPOT")]
        spots: Vec<u32>,
        /// When you looked
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Record what a doctor or another reader said of a spot, or of the person
    Review(ReviewArgs),
    /// Record what is being tried on a spot, or whether it helped
    Treatment(TreatmentArgs),
    /// Log symptoms of the person, there or not there
    Symptom(SymptomArgs),
    /// Record a medicine that was started or stopped
    Medicine(MedicineArgs),
    /// Record an infection
    Infection {
        #[arg(value_name = "KIND", value_parser = words::<InfectionKind>())]
        kind: Option<InfectionKind>,
        /// When it was
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Show or change what is known of the person
    Me(MeArgs),
    /// List the people of the journal, or add one
    #[command(args_conflicts_with_subcommands = true)]
    People {
        /// Add a person of this name
        #[arg(long, value_name = "NAME")]
        add: Option<String>,
        #[command(subcommand)]
        verb: Option<PeopleVerb>,
    },
    /// How to do the glass test, with the tests of a spot
    Glass {
        #[arg(value_name = "SPOT")]
        spot: Option<u32>,
    },
    /// Close a spot: removed, or entered by mistake
    Close {
        #[arg(value_name = "SPOT")]
        spot: u32,
        #[arg(long, value_parser = words::<Because>())]
        because: Because,
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Do not ask again before a spot is closed as a mistake
        #[arg(long)]
        yes: bool,
    },
    /// Open a closed spot again
    Reopen {
        #[arg(value_name = "SPOT")]
        spot: u32,
    },
    /// List the spots, what needs attention first
    List {
        /// Only spots with an open flag
        #[arg(long)]
        flagged: bool,
    },
    /// Show a spot with all its looks
    Show {
        #[arg(value_name = "SPOT")]
        spot: u32,
    },
    /// Explain every flag of a spot, or of all, and what nearly fired
    Why {
        #[arg(value_name = "SPOT")]
        spot: Option<u32>,
    },
    /// Draw every spot from first seen to gone or now
    Timeline,
    /// What is due, for scripts and status bars
    Due {
        /// Exit with 10, 11 or 12 where something is for follow-up, same-day or an emergency
        #[arg(long)]
        exit_code: bool,
        /// The next checks as an iCalendar file
        #[arg(long)]
        ics: bool,
    },
    /// Print the report for the doctor
    Report(ReportArgs),
    /// The reference cards: what the documents say conditions look like
    Guide {
        /// The card's name or its beginning; all cards without one
        #[arg(value_name = "CARD")]
        card: Option<String>,
    },
    /// The rules: what fires each, and where it comes from
    Rules {
        /// The rule's name; all rules without one
        #[arg(value_name = "RULE")]
        rule: Option<String>,
    },
    /// Take in a journal file, all of it or nothing
    Import {
        /// A file of the format spotlog-journal/1, or a table; - reads standard input
        #[arg(value_parser = path())]
        file: PathBuf,
        #[arg(long, value_enum, default_value_t = ImportFormat::Journal)]
        format: ImportFormat,
        /// Bring back what was erased here and is in the file
        #[arg(long)]
        erased_too: bool,
        /// The field that a column of another name holds, as Date=at; with --format csv
        #[arg(long = "map", value_name = "COLUMN=FIELD")]
        map: Vec<String>,
        #[command(flatten)]
        secret: PassphraseArgs,
    },
    /// Write the whole journal to a file
    Export {
        /// - writes to standard output
        #[arg(value_parser = path())]
        file: PathBuf,
        #[command(flatten)]
        copy: CopyArgs,
    },
    /// Print the JSON Schemas of the file formats
    Schema {
        /// spotlog-journal/1 or spotlog-report/1; both without one
        format: Option<String>,
    },
    /// Take back the latest change
    Undo,
    /// Do again what was undone last
    Redo,
    /// Erase for good: a person, a spot, a look or its note, with every earlier version
    ///
    /// Undo and closing keep the history; this leaves nothing of it in the journal and its backups, and cannot be undone.
    /// It also finds what was undone. Before anything is erased it says what goes and what cannot be reached.
    Erase {
        /// person NAME, spot 4, look 4@2026-11-21 or note 4@2026-11-21; /2 is the second look of a day
        #[arg(required = true, value_name = "WHAT")]
        what: Vec<String>,
        /// Do not ask for the word; needed without a terminal
        #[arg(long)]
        yes: bool,
        /// Delete the kept copies beside the journal too, .before-… and .damaged-…
        #[arg(long)]
        delete_kept: bool,
    },
    /// Copy the journal to a new file while it is in use, and check the copy
    Backup {
        /// Without one the backups that there are are listed
        #[arg(value_parser = path())]
        file: Option<PathBuf>,
        #[command(flatten)]
        copy: CopyArgs,
    },
    /// Put back what a backup holds; what it replaces is kept
    Restore {
        /// A backup, encrypted or not, or another journal file
        #[arg(value_parser = path())]
        file: PathBuf,
        #[command(flatten)]
        secret: PassphraseArgs,
    },
    /// Keep one journal on several machines, by a folder that Syncthing, a cloud or a stick carries between them
    ///
    /// Each machine writes only its own file there and takes in those of the others. Of a record that was changed on
    /// two machines the later change stands; the other one stays in the history.
    Sync {
        /// The folder, the same for every machine
        #[arg(value_parser = path())]
        folder: PathBuf,
        /// Encrypt this machine's file, and open those of the others, with one passphrase for all
        #[arg(long)]
        encrypt: bool,
        #[command(flatten)]
        secret: NewPassphraseArgs,
    },
    /// Show every change that was made
    History {
        /// How many, newest first
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Show where everything is kept
    Paths,
    /// Open a made-up journal to try everything
    Demo,
    /// Check the journal file, and say how to get a damaged one back
    Doctor {
        /// Make a damaged journal anew from the newest good backup and its history, and a loose one private
        #[arg(long)]
        repair: bool,
        /// Let a new journal begin where one is missing or empty; its backups get another name
        #[arg(long, conflicts_with = "repair")]
        begin_new: bool,
    },
    /// Print completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page, or write all pages into a folder
    Man { folder: Option<PathBuf> },
}

#[derive(Debug, Subcommand)]
pub enum PeopleVerb {
    /// Make one person of two, such as of the two who are called Me on two machines
    Merge {
        /// The person who goes; everything of theirs is moved
        #[arg(value_name = "FROM")]
        from: String,
        /// The person who stays
        #[arg(value_name = "INTO")]
        into: String,
    },
}

#[derive(Debug, Args)]
pub struct NewArgs {
    /// Where it is: left wrist back, upper back, right shin …
    #[arg(required = true, value_name = "SITE")]
    pub site: Vec<String>,
    /// left, right, middle or both; may stand in SITE as well
    #[arg(long, value_parser = words::<crate::domain::Side>())]
    pub side: Option<crate::domain::Side>,
    /// When it was first seen [default: the day of the look]
    #[arg(long, value_name = "DATE")]
    pub first_seen: Option<String>,
    /// Was it there since birth?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pub since_birth: Option<YesNo>,
    #[arg(long, value_parser = words::<Onset>())]
    pub onset: Option<Onset>,
    /// What had happened there
    #[arg(long, value_delimiter = ',', value_parser = words::<Context>())]
    pub context: Vec<Context>,
    /// Your own name for it; it never answers a flag
    #[arg(long)]
    pub label: Option<String>,
    /// Log the spot without a look
    #[arg(long, conflicts_with_all = ["LookArgs", "AnswerArgs"])]
    pub no_look: bool,
    #[command(flatten)]
    pub look: LookArgs,
    #[command(flatten)]
    pub answers: AnswerArgs,
}

#[derive(Debug, Args)]
pub struct LookVerbArgs {
    #[arg(value_name = "SPOT")]
    pub spot: u32,
    #[command(flatten)]
    pub look: LookArgs,
    #[command(flatten)]
    pub answers: AnswerArgs,
}

/// What was seen at a look. What is left out is not answered, which is never no.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// When you looked [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// It has gone
    #[arg(long, conflicts_with = "unsure")]
    pub gone: bool,
    /// You are not sure whether it is there
    #[arg(long)]
    pub unsure: bool,
    /// The longest diameter, one to three readings: "3 3 3.5"
    #[arg(long, value_name = "SIZE")]
    pub size: Option<String>,
    /// The width across it
    #[arg(long, value_name = "SIZE")]
    pub width: Option<String>,
    /// How it was measured
    #[arg(long, value_parser = words::<Method>())]
    pub by: Option<Method>,
    /// Symptoms that were there at the same time
    #[arg(long = "with", value_name = "SYMPTOM", value_delimiter = ',', value_parser = words::<Listed>())]
    pub with: Vec<Listed>,
    #[arg(long)]
    pub note: Option<String>,
    /// A picture; the journal keeps its name and fingerprint, not the picture
    #[arg(long, value_name = "FILE")]
    pub photo: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct SymptomArgs {
    /// What was there
    #[arg(required_unless_present = "no", value_name = "SYMPTOM", value_parser = words::<Listed>())]
    pub there: Vec<Listed>,
    /// What was asked for and not there; without a word, everything that was named before
    #[arg(long, value_name = "SYMPTOM", num_args = 0.., value_delimiter = ',', value_parser = words::<Listed>())]
    pub no: Option<Vec<Listed>>,
    /// When it was, with the hour where it is known
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Needed for the symptom other
    #[arg(long)]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
pub struct MedicineArgs {
    #[arg(value_name = "NAME")]
    pub name: String,
    /// When it was started [default: today, unless --stopped is given alone]
    #[arg(long, value_name = "DATE")]
    pub started: Option<String>,
    /// When it was stopped
    #[arg(long, value_name = "DATE")]
    pub stopped: Option<String>,
}

#[derive(Debug, Args)]
pub struct MeArgs {
    /// What the person is called
    #[arg(long)]
    pub name: Option<String>,
    /// The birth date, or unknown
    #[arg(long, value_name = "DATE")]
    pub born: Option<String>,
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pub pregnant: Option<YesNo>,
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pub long_term_illness: Option<YesNo>,
    /// A condition in your own words; naming any replaces those there were
    #[arg(long = "condition", value_name = "TEXT")]
    pub conditions: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// Without one the review is of the person
    #[arg(value_name = "SPOT")]
    pub spot: Option<u32>,
    /// Who said it
    #[arg(long, value_parser = words::<Reviewer>())]
    pub by: Reviewer,
    /// What was said, in your words
    #[arg(long)]
    pub said: Option<String>,
    #[arg(long, value_parser = words::<Outcome>())]
    pub outcome: Option<Outcome>,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

#[derive(Debug, Args)]
pub struct TreatmentArgs {
    #[arg(value_name = "SPOT")]
    pub spot: u32,
    /// What is being tried; without it the latest treatment is answered
    #[arg(value_name = "WHAT", required_unless_present = "improved")]
    pub what: Option<String>,
    #[arg(long, requires = "what", value_parser = words::<TreatmentKind>())]
    pub kind: Option<TreatmentKind>,
    /// When it was started [default: today]
    #[arg(long, requires = "what", value_name = "DATE")]
    pub started: Option<String>,
    /// Has it helped?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pub improved: Option<YesNo>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    Journal,
    Csv,
}

/// An answer as an option has it; leaving the option out is the third one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

/// Parses a word of a closed list, and offers the list to help and completions.
fn words<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(W::ALL.iter().map(|w| w.word())).try_map(|word| W::parse(&word))
}

/// A path, in which `~` is the home folder also where no shell reads it.
pub(super) fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| expand_home(&path))
}
