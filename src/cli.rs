//! The command line: parse, call [`crate::ops`], print.

mod args;
mod ask;
mod erase;
mod files;
mod guide;
mod log;
mod passphrase;
mod person;
mod print;
mod reference;
mod report;
mod words;

use args::PeopleVerb;
pub use args::{Cli, Verb};
pub use reference::markdown;

use crate::config::{Paths, Settings};
use crate::domain::{AsOf, FieldError, Lines, Moment, Said, ShowPath, one_line, visible};
use crate::error::{Error, Result};
use crate::guidance::{Ahead, Assessment, Flag};
use crate::ops::{Context, Existing, Now};
use crate::store::Store;
use clap::{CommandFactory, FromArgMatches};
use print::Out;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

/// What every verb works with.
struct Session {
    now: Now,
    paths: Paths,
    settings: Settings,
    as_of: Option<AsOf>,
    person: Option<String>,
    out: Out,
    /// For how long a verb waits for other programs that write.
    patience: Duration,
}

impl Session {
    fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            windows: &self.settings.windows,
            made_by: "command line",
            person: self.person.as_deref(),
            as_of: self.as_of,
        }
    }

    /// Opens the journal, and tells of what may be wrong with where it is.
    fn open(&self) -> Result<Store> {
        let store = match self.open_at(&self.paths.journal) {
            Err(Error::Lost { newest, .. }) if self.can_ask() => self.ask_for_lost(&newest)?,
            opened => opened?,
        };
        for warning in crate::ops::warnings(&self.paths.journal).into_iter().chain(crate::ops::say_erasing(&store)) {
            self.out.aside(&format!("{warning}\n"))?;
        }
        Ok(store)
    }

    /// Opens a journal as the settings want it.
    fn open_at(&self, path: &Path) -> Result<Store> {
        let mut store = Store::open(path)?;
        store.keep_backups(self.settings.backups);
        // Scripts write side by side, and SQLite lets nobody wait in line: the last one may have to wait long.
        store.wait_for_others(self.patience)?;
        Ok(store)
    }

    fn can_ask(&self) -> bool {
        !self.out.json && !self.out.quiet && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// What may happen to a file that is there already: asked on a terminal, and otherwise `--force` says it.
    fn existing(&self, path: &Path, force: bool, otherwise: Existing) -> Result<Existing> {
        if force {
            return Ok(Existing::Replace);
        }
        if !crate::ops::is_in_the_way(path, otherwise) {
            return Ok(otherwise);
        }
        let taken = format!("{} is there already", path.shown());
        if !self.can_ask() {
            return Err(Error::Conflict(format!("{taken}; name a new file, or add --force to replace it")));
        }
        self.out.aside(&format!("{taken}. Replace it? Type yes: "))?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map_err(Error::io("the answer cannot be read"))?;
        match answer.trim() {
            "yes" => Ok(Existing::Replace),
            _ => Err(Error::Conflict(format!("{taken} and was not replaced"))),
        }
    }

    /// Asks what to do where the journal is missing and its backups are not.
    fn ask_for_lost(&self, newest: &Path) -> Result<Store> {
        let path = &self.paths.journal;
        self.out.aside(&format!(
            "{} is missing or empty, but its backups are there.\n1  put back the newest, {}\n2  begin a new journal, and \
             keep the backups under another name\nEnter alone changes nothing.\n> ",
            path.shown(),
            newest.shown()
        ))?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map_err(Error::io("the answer cannot be read"))?;
        match answer.trim() {
            "1" => {
                crate::ops::restore(
                    path,
                    || self.open_at(path),
                    newest,
                    || Err(FieldError::new("a daily backup is not encrypted").into()),
                )?;
            }
            "2" => {
                let kept = crate::ops::begin_new(path)?;
                self.out.aside(&format!("The backups are in {}.\n", kept.shown()))?;
            }
            _ => return Err(Error::Lost { path: path.clone(), newest: newest.to_owned() }),
        }
        self.open_at(path)
    }

    /// For verbs that only read: where there is no journal yet they find an empty one, and make none.
    fn open_to_read(&self) -> Result<Store> {
        // A path that cannot be checked, such as a circular link, is opened: the error then says why.
        let is_there = self.paths.journal.try_exists().unwrap_or(true);
        let is_new = !is_there && crate::store::is_new(&self.paths.journal);
        if is_new { Store::open_in_memory() } else { self.open() }
    }

    /// Says first what is urgent: on standard output, or beside it where that is for a program or asked to be quiet.
    fn urgent(&self, assessment: &Assessment) -> Result<()> {
        self.urgent_flags(&assessment.open_flags().collect::<Vec<_>>())
    }

    /// As [`Session::urgent`] without the reasons, for what tells every flag itself.
    fn urgent_headline(&self, assessment: &Assessment) -> Result<()> {
        match self.urgent_lines(assessment).as_slice() {
            [headline, .., last] => self.first(&[headline.clone(), last.clone()]),
            _ => Ok(()),
        }
    }

    fn urgent_flags(&self, flags: &[&Flag]) -> Result<()> {
        self.first(&print::urgent(flags, self.settings.emergency_number.as_deref()))
    }

    fn first(&self, lines: &[String]) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut text: String = lines.iter().map(|line| print::wrap(line, "", "    ")).collect();
        text.push('\n');
        if self.out.json || self.out.quiet { self.out.aside(&text) } else { self.out.text(&text) }
    }

    /// Tells of entries that are dated later, which no answer holds.
    fn ahead(&self, ahead: &Ahead) -> Result<()> {
        self.first(&ahead.say(self.context().as_of()).into_iter().collect::<Vec<_>>())
    }

    /// The same beside an answer that a program reads.
    fn ahead_aside(&self, ahead: &Ahead) -> Result<()> {
        let said = ahead.say(self.context().as_of());
        said.map_or(Ok(()), |said| self.out.aside(&format!("{said}\n")))
    }

    /// Says that somebody else of the journal has something urgent open.
    fn urgent_others(&self, store: &Store, shown: &str) -> Result<()> {
        for (name, level) in crate::ops::urgent_others(store, &self.context(), shown)? {
            let line = format!("{} {name} (spotlog why --person \"{name}\")", level.mark());
            self.first(&[format!("{line}: {}", level.headline(None, None))])?;
        }
        Ok(())
    }

    fn urgent_lines(&self, assessment: &Assessment) -> Vec<String> {
        print::urgent(&assessment.open_flags().collect::<Vec<_>>(), self.settings.emergency_number.as_deref())
    }

    /// The moment of an entry: what was said, or else the as-of moment, or else today.
    fn moment(&self, said: Option<&str>, option: &str) -> Result<Moment> {
        match said {
            Some(text) => {
                let moment = Said::parse(text, self.now.local).and_then(Said::moment);
                Ok(moment.map_err(|e| e.at(option))?)
            }
            None => Ok(self.context().as_of().moment()),
        }
    }
}

/// Runs what the arguments ask for; returns the exit code.
pub fn run() -> u8 {
    let mut command = Cli::command();
    command.build();
    let arguments = words::join_values(&command, std::env::args_os());
    let parsed =
        command.try_get_matches_from(arguments).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    match execute(cli) {
        Ok(code) => code,
        Err(error) => {
            print::aside(&format!("spotlog: {}\n", one_line(&explain(&error))));
            error.exit_code()
        }
    }
}

/// Prints what is wrong with the arguments, or the help that they ask for. What was typed is quoted there.
fn refuse(error: &clap::Error) -> u8 {
    let plain = error.to_string();
    if visible(&plain) == plain {
        // In colours. Where even this cannot be printed, there is nowhere left to say so.
        let _ = error.print();
    } else {
        print::aside(&plain);
    }
    u8::try_from(error.exit_code()).unwrap_or(2)
}

/// An error of a field under the name that the command line has for it.
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
                other => other,
            };
            FieldError::new(message.clone()).at(option).to_string()
        }
        other => other.to_string(),
    }
}

fn execute(cli: Cli) -> Result<u8> {
    let now = read_clock();
    let out = Out { json: cli.json, quiet: cli.quiet };
    // What needs neither journal nor settings works even where both are broken.
    match &cli.verb {
        Some(Verb::Completions { shell }) => return files::completions(&out, *shell),
        Some(Verb::Man { folder }) => return files::man(&out, folder.as_deref()),
        Some(Verb::Schema { format }) => return files::schema(&out, format.as_deref()),
        _ => {}
    }
    let mut paths = Paths::find(cli.journal, std::env::var_os("SPOTLOG_JOURNAL").map(Into::into))?;
    // Opening a circular link reports it.
    paths.journal = crate::store::follow_links(&paths.journal).unwrap_or(paths.journal);
    let as_of = match cli.as_of.as_deref() {
        Some(text) => {
            Some(AsOf::exactly(Said::parse(text, now.local).and_then(Said::moment).map_err(|e| e.at("--as-of"))?))
        }
        None => None,
    };
    let settings = Settings::load(&paths.settings)?;
    settings.notation.set();
    let patience = Duration::from_secs(cli.wait.into());
    let session = Session { now, settings, paths, as_of, person: cli.person, out, patience };
    match cli.verb {
        None => open_journal(&session, cli.plain, cli.no_mouse),
        Some(verb) => run_verb(&session, verb, cli.plain, cli.no_mouse),
    }
}

fn run_verb(session: &Session, verb: Verb, plain: bool, no_mouse: bool) -> Result<u8> {
    match verb {
        Verb::New(args) => log::new(session, args),
        Verb::Look(args) => log::look(session, args),
        Verb::Same { spots, on } => log::same(session, &spots, on.as_deref()),
        Verb::Review(args) => log::review(session, args),
        Verb::Treatment(args) => log::treatment(session, args),
        Verb::Symptom(args) => person::symptom(session, args),
        Verb::Medicine(args) => person::medicine(session, args),
        Verb::Infection { kind, on } => person::infection(session, kind, on.as_deref()),
        Verb::Me(args) => person::me(session, args),
        Verb::People { add: _, verb: Some(PeopleVerb::Merge { from, into }) } => person::merge(session, &from, &into),
        Verb::People { add, verb: None } => person::people(session, add.as_deref()),
        Verb::Glass { spot } => guide::glass(session, spot),
        Verb::Guide { card } => guide::guide(session, card.as_deref()),
        Verb::Rules { rule } => guide::rules_verb(session, rule.as_deref()),
        Verb::Close { spot, because, on, yes } => log::close(session, spot, because, on.as_deref(), yes),
        Verb::Reopen { spot } => log::reopen(session, spot),
        Verb::List { flagged } => ask::list(session, flagged),
        Verb::Show { spot } => ask::show(session, spot),
        Verb::Why { spot } => ask::why(session, spot),
        Verb::Timeline => ask::timeline(session),
        Verb::Due { exit_code, ics } => ask::due(session, exit_code, ics),
        Verb::Report(args) => report::report(session, args),
        Verb::Import { file, format, erased_too, map, secret } => {
            files::import(session, &file, format, &map, &secret, erased_too)
        }
        Verb::Export { file, copy } => files::export(session, &file, &copy),
        Verb::Undo => files::undo(session),
        Verb::Redo => files::redo(session),
        Verb::Erase { what, yes, delete_kept } => erase::erase(session, &what.join(" "), yes, delete_kept),
        Verb::Backup { file, copy } => files::backup(session, file.as_deref(), &copy),
        Verb::Restore { file, secret } => files::restore(session, &file, &secret),
        Verb::Sync { folder, encrypt, secret } => files::sync(session, &folder, secret.wanted(encrypt)),
        Verb::History { limit } => files::history(session, limit),
        Verb::Paths => files::paths(session),
        Verb::Doctor { repair, begin_new } => files::doctor(session, repair, begin_new),
        Verb::Demo => {
            let journal = files::demo(session)?;
            if can_draw(plain) && !session.out.json && !session.out.quiet {
                return open_screen(session, &journal, true, no_mouse);
            }
            Ok(0)
        }
        // Handled before the journal is looked for.
        Verb::Completions { .. } | Verb::Man { .. } | Verb::Schema { .. } => Ok(0),
    }
}

/// `spotlog` alone: the terminal program; numbered questions where no screen can be drawn or none is wanted; and the
/// list where there is nobody to ask.
fn open_journal(session: &Session, plain: bool, no_mouse: bool) -> Result<u8> {
    if can_draw(plain) {
        return open_screen(session, &session.paths.journal, false, no_mouse);
    }
    if !session.out.json && (plain || std::io::stdin().is_terminal()) {
        let store = session.open()?;
        crate::tui::run_plain(
            store,
            start(session, false, true)?,
            &mut std::io::stdin().lock(),
            &mut Lines::new(std::io::stdout(), visible),
        )?;
        return Ok(0);
    }
    ask::list(session, false)
}

fn open_screen(session: &Session, journal: &std::path::Path, demo: bool, no_mouse: bool) -> Result<u8> {
    let store = if demo { session.open_at(journal)? } else { session.open()? };
    let start = crate::tui::Start {
        synced: crate::ops::synced_warning(journal),
        is_open_to_others: crate::ops::others_may_open(journal),
        ..start(session, demo, no_mouse)?
    };
    crate::tui::run(store, start)?;
    Ok(0)
}

fn start(session: &Session, demo: bool, no_mouse: bool) -> Result<crate::tui::Start> {
    let settings = &session.settings;
    let mut start = crate::tui::Start {
        windows: settings.windows.clone(),
        mouse: settings.mouse && !no_mouse,
        emergency_number: settings.emergency_number.clone(),
        theme: settings.theme,
        drawing: settings.drawing,
        settings: session.paths.settings.clone(),
        person: session.person.clone(),
        as_of: session.as_of,
        demo,
        ..crate::tui::Start::new(read_clock)
    };
    start.set_keys(&settings.keys).map_err(|e| e.at("keys").at(session.paths.settings.shown()))?;
    Ok(start)
}

fn can_draw(plain: bool) -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !plain && !dumb && std::io::stdout().is_terminal() && std::io::stdin().is_terminal()
}

/// The only place, beside tests, where the time of day comes from.
#[allow(clippy::disallowed_methods)]
fn read_clock() -> Now {
    let local = chrono::Local::now();
    Now { local: local.naive_local(), utc: local.to_utc() }
}
