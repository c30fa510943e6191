//! The context of every verb: the clock, the paths, the settings and the output options.

use super::print::{self, Out};
use crate::config::{Paths, Settings};
use crate::domain::{AsOf, FieldError, Moment, Said, ShowPath};
use crate::error::{Error, Result};
use crate::file;
use crate::guidance::{Ahead, Assessment, Flag};
use crate::log::{Event, log};
use crate::ops::{self, Context, Existing, Judged, Now};
use crate::store::Store;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

/// The context of every verb.
pub(super) struct Session {
    pub now: Now,
    pub paths: Paths,
    pub settings: Settings,
    pub as_of: Option<AsOf>,
    pub person: Option<String>,
    pub out: Out,
    /// How long to wait while other programs write.
    pub patience: Duration,
    /// Whether to use numbered questions instead of the screen.
    pub plain: bool,
    pub no_mouse: bool,
    /// Whether the screen has colours; `None` leaves it to the environment.
    pub colors: Option<bool>,
}

impl Session {
    /// Returns the context for the use cases.
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            windows: &self.settings.windows,
            made_by: "command line",
            person: self.person.as_deref(),
            as_of: self.as_of,
        }
    }

    /// Opens the journal and prints warnings about its location and about an erasure continued on opening. If only
    /// backups are left, asks what to do.
    pub(super) fn open(&self) -> Result<Store> {
        let store = match self.open_at(&self.paths.journal) {
            Err(Error::Lost { newest, .. }) if self.can_ask() => self.ask_for_lost(&newest)?,
            opened => opened?,
        };
        for warning in crate::ops::warnings(&self.paths.journal).into_iter().chain(crate::ops::say_erasing(&store)) {
            self.out.aside(&format!("{warning}\n"))?;
        }
        Ok(store)
    }

    /// Opens a journal with the backups and the waiting time of the settings.
    pub(super) fn open_at(&self, path: &Path) -> Result<Store> {
        let mut store = Store::open(path)?;
        store.keep_backups(self.settings.backups);
        // Scripts may write at the same time, and SQLite has no queue: one of them may wait for long.
        store.wait_for_others(self.patience)?;
        let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
        log(Event::Opened { bytes, schema: crate::store::SCHEMA_VERSION });
        Ok(store)
    }

    /// Returns whether questions can be asked: on a terminal, without `--json` and `--quiet`.
    pub(super) fn can_ask(&self) -> bool {
        !self.out.json && !self.out.quiet && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks a question on the terminal. Returns the answer without blanks at its ends.
    pub(super) fn ask(&self, question: &str) -> Result<String> {
        self.out.show()?;
        self.out.aside(question)?;
        let answer = file::read_line(&mut std::io::stdin().lock()).map_err(Error::io("the answer cannot be read"))?;
        Ok(answer.unwrap_or_default().trim().to_owned())
    }

    /// Returns what to do with an existing file at `path`: replace it, with `--force` or after a confirmation on the
    /// terminal; or `otherwise`, if no file is in the way.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] if it may not be replaced.
    pub(super) fn existing(&self, path: &Path, force: bool, otherwise: Existing) -> Result<Existing> {
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
        match self.ask(&format!("{taken}. Replace it? Type yes: "))?.as_str() {
            "yes" => Ok(Existing::Replace),
            _ => Err(Error::Conflict(format!("{taken} and was not replaced"))),
        }
    }

    /// Asks whether to restore the newest backup or to begin a new journal, if only backups are left.
    pub(super) fn ask_for_lost(&self, newest: &Path) -> Result<Store> {
        let path = &self.paths.journal;
        let question = format!(
            "{} is missing or empty, but its backups are there.\n1  put back the newest, {}\n2  begin a new journal, and \
             keep the backups under another name\nEnter alone changes nothing.\n> ",
            path.shown(),
            newest.shown()
        );
        match self.ask(&question)?.as_str() {
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

    /// Opens the journal for a verb that only reads. If there is none yet, returns an empty one and creates no file.
    pub(super) fn open_to_read(&self) -> Result<Store> {
        if self.is_new() { Store::open_in_memory() } else { self.open() }
    }

    /// Returns whether there is no journal yet. A path that cannot be checked, such as a circular link, is opened, so that
    /// the error says why.
    fn is_new(&self) -> bool {
        let path = &self.paths.journal;
        !path.try_exists().unwrap_or(true) && crate::store::is_new(path)
    }

    /// Opens the journal for a verb that copies it. An empty copy must not take the place of a good one.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no journal yet.
    pub(super) fn open_to_copy(&self) -> Result<Store> {
        if self.is_new() {
            let path = self.paths.journal.shown();
            return Err(Error::NotFound(format!("there is no journal at {path}; --journal names another")));
        }
        self.open()
    }

    /// Evaluates the named person, or everybody if none was named.
    pub(super) fn judged(&self, store: &Store) -> Result<Vec<Judged>> {
        match self.person {
            Some(_) => Ok(ops::assess(store, &self.context())?.into_iter().collect()),
            None => ops::assess_everybody(store, &self.context()),
        }
    }

    /// Prints the urgent open flags of a person first. They go to standard error with `--json` or `--quiet`.
    pub(super) fn urgent(&self, assessment: &Assessment) -> Result<()> {
        self.urgent_flags(&assessment.name, &assessment.open_flags().collect::<Vec<_>>())
    }

    /// Prints like [`Session::urgent`] but without the reasons, for verbs that print every flag or none.
    pub(super) fn urgent_headline(&self, assessment: &Assessment) -> Result<()> {
        match self.urgent_lines(assessment).as_slice() {
            [headline, .., last] => self.first(&[headline.clone(), last.clone()]),
            _ => Ok(()),
        }
    }

    /// Prints the urgent ones of these flags of a person, like [`Session::urgent`].
    pub(super) fn urgent_flags(&self, name: &str, flags: &[&Flag]) -> Result<()> {
        self.first(&print::urgent(flags, name, self.settings.emergency_number.as_deref()))
    }

    /// Prints lines and an empty line after them, to standard error with `--json` or `--quiet`. Without lines, prints
    /// nothing.
    pub(super) fn first(&self, lines: &[String]) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut text: String = lines.iter().map(|line| print::wrap(line, "", "    ")).collect();
        text.push('\n');
        if self.out.json || self.out.quiet { self.out.aside(&text) } else { self.out.text(&text) }
    }

    /// Prints that some entries are dated later and therefore left out.
    pub(super) fn ahead(&self, ahead: &Ahead) -> Result<()> {
        self.first(&ahead.say(self.context().as_of()).into_iter().collect::<Vec<_>>())
    }

    /// Prints the same as [`Session::urgent`] to standard error, for output that a program reads.
    pub(super) fn urgent_aside(&self, assessment: &Assessment) -> Result<()> {
        self.urgent_lines(assessment).iter().try_for_each(|line| self.out.aside(&print::wrap(line, "", "    ")))
    }

    /// Prints the same as [`Session::ahead`] to standard error, for output that a program reads.
    pub(super) fn ahead_aside(&self, ahead: &Ahead) -> Result<()> {
        let said = ahead.say(self.context().as_of());
        said.map_or(Ok(()), |said| self.out.aside(&format!("{said}\n")))
    }

    /// Prints the headline of every other person with an urgent open flag. `shown` is the name of the person shown.
    pub(super) fn urgent_others(&self, store: &Store, shown: &str) -> Result<()> {
        for (name, level) in crate::ops::urgent_others(store, &self.context(), shown)? {
            let line = format!("{} {name} (spotlog why --person \"{name}\")", level.mark());
            self.first(&[format!(
                "{line}: {}",
                level.headline(None, None, self.settings.emergency_number.as_deref())
            )])?;
        }
        Ok(())
    }

    /// Returns the lines that [`Session::urgent`] prints, not yet wrapped.
    pub(super) fn urgent_lines(&self, assessment: &Assessment) -> Vec<String> {
        let flags = assessment.open_flags().collect::<Vec<_>>();
        print::urgent(&flags, &assessment.name, self.settings.emergency_number.as_deref())
    }

    /// Returns the moment of an entry: the typed one, otherwise the as-of moment, otherwise today.
    pub(super) fn moment(&self, said: Option<&str>, option: &str) -> Result<Moment> {
        match said {
            Some(text) => {
                let moment = Said::parse(text, self.now.local).and_then(Said::moment);
                Ok(moment.map_err(|e| e.at(option))?)
            }
            None => Ok(self.context().as_of().moment()),
        }
    }
}

/// Prints where a file was written. If it is not encrypted, says so on standard error.
pub(super) fn say_written(session: &Session, where_it_is: &str, file: &Path, is_sealed: bool) -> Result<()> {
    if is_sealed {
        return session.out.remark(&format!("{where_it_is} Only its passphrase opens it.\n"));
    }
    session.out.remark(&format!("{where_it_is}\n"))?;
    say_plain(session, "It", file)
}

/// Prints on standard error that a file is not encrypted, and who can read it.
pub(super) fn say_plain(session: &Session, what: &str, file: &Path) -> Result<()> {
    if session.out.quiet {
        return Ok(());
    }
    let who = if ops::may_be_read_by_others(file) { "anyone can read it" } else { "whoever gets it can read it" };
    session.out.aside(&format!("{what} is not encrypted: {who}.\n"))
}

/// Returns the error for a journal without people.
pub(super) fn nobody() -> Error {
    Error::NotFound("this journal is empty; log a first spot with: spotlog new left wrist back".into())
}

/// A verb that works with the journal.
pub(super) trait Run {
    /// Runs the verb and returns the exit code.
    fn run(self, session: &Session) -> Result<u8>;
}
