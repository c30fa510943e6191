//! Output of the verbs.

use super::terminal;
use crate::domain::{FieldError, Lines, Moment, NO_NAME, ShowPath, show_date, visible, visible_json};
use crate::error::{Error, Result};
use crate::guidance::{Assessment, DO_NOT_WAIT, Flag, GET_HELP_AGAIN, Level, Source, Status, call_now};
use crate::report::say_next_look;
use serde::Serialize;
use std::cell::RefCell;
use std::io::{BufWriter, ErrorKind, IsTerminal, Write};
use std::path::Path;

/// The output of a verb.
pub struct Out {
    pub json: bool,
    pub quiet: bool,
    is_colored: bool,
    /// The pager, and the text for it so far. `None` where text is printed at once.
    paged: Option<(String, RefCell<Vec<u8>>)>,
}

/// The kind of data on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Text, sanitised with [`visible`].
    Text,
    /// JSON, sanitised with [`visible_json`].
    Json,
    /// Binary data: a PDF or an encrypted file.
    Bytes,
}

impl Out {
    /// Creates the output. Text for a terminal is kept for the pager of `$PAGER`, if `may_page`.
    pub(super) fn new(json: bool, quiet: bool, is_colored: bool, may_page: bool) -> Out {
        let pager = terminal::pager().filter(|_| may_page);
        Out { json, quiet, is_colored, paged: pager.map(|pager| (pager, RefCell::default())) }
    }

    /// Shows the text that was kept: with the pager if it is longer than the terminal. Called at the end, and before
    /// anything is asked.
    pub(super) fn show(&self) -> Result<()> {
        let Some((pager, kept)) = &self.paged else { return Ok(()) };
        let text = kept.take();
        if terminal::is_long(&text) && terminal::page(pager, &text) {
            return Ok(());
        }
        self.print(Stream::Bytes, |out| out.write_all(&text).map_err(Error::io("the answer cannot be printed")))
    }

    /// Writes to standard output in pieces. A reader that closes early, such as `head`, is not an error.
    pub fn stream(&self, kind: Stream, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        match (&self.paged, kind) {
            (Some((_, kept)), Stream::Text | Stream::Json) => {
                let mut kept = kept.borrow_mut();
                let filter = if kind == Stream::Json { visible_json } else { visible };
                let mut painted = Painted { out: &mut *kept, is_colored: self.is_colored, line: Vec::new() };
                let mut lines = Lines::new(&mut painted, filter);
                write(&mut lines).and_then(|()| lines.flush().map_err(Error::io("the answer cannot be printed")))
            }
            _ => self.show().and_then(|()| self.print(kind, write)),
        }
    }

    fn print(&self, kind: Stream, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        let is_colored = self.is_colored && kind == Stream::Text;
        let out = Painted { out: BufWriter::new(std::io::stdout().lock()), is_colored, line: Vec::new() };
        let mut out = Closable { out, is_closed: false };
        let flushed = |out: &mut dyn Write, written: Result<()>| {
            written.and_then(|()| out.flush().map_err(Error::io("the answer cannot be printed")))
        };
        let written = match kind {
            Stream::Bytes => {
                let written = write(&mut out);
                flushed(&mut out, written)
            }
            Stream::Text | Stream::Json => {
                let mut lines = Lines::new(&mut out, if kind == Stream::Json { visible_json } else { visible });
                let written = write(&mut lines);
                flushed(&mut lines, written)
            }
        };
        if out.is_closed { Ok(()) } else { written }
    }

    /// Writes binary data to standard output.
    ///
    /// # Errors
    ///
    /// Refuses a terminal; the error names `field`.
    pub(super) fn binary(&self, field: &str, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        if std::io::stdout().is_terminal() {
            return Err(FieldError::new("this cannot be shown in a terminal; name a file").at(field).into());
        }
        self.stream(Stream::Bytes, write)
    }

    /// Prints text to standard output. It may contain the person's own words.
    pub fn text(&self, text: &str) -> Result<()> {
        self.stream(Stream::Text, |out| {
            out.write_all(text.as_bytes()).map_err(Error::io("the answer cannot be printed"))
        })
    }

    /// Prints text to standard error.
    pub fn aside(&self, text: &str) -> Result<()> {
        aside(text);
        Ok(())
    }

    /// Prints a value as indented JSON.
    pub fn json(&self, value: &impl Serialize) -> Result<()> {
        self.stream(Stream::Json, |out| {
            serde_json::to_writer_pretty(&mut *out, value)
                .map_err(std::io::Error::from)
                .and_then(|()| out.write_all(b"\n"))
                .map_err(Error::io("the answer cannot be printed"))
        })
    }

    /// Prints a remark, except with `--quiet` or `--json`.
    pub fn remark(&self, text: &str) -> Result<()> {
        if self.quiet || self.json { Ok(()) } else { self.text(text) }
    }
}

/// The source of a rule or a card, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct SourceRow {
    document: &'static str,
    /// A heading of the document.
    section: &'static str,
}

impl From<&Source> for SourceRow {
    fn from(source: &Source) -> Self {
        SourceRow { document: source.document, section: source.section }
    }
}

/// Returns a path as text for JSON. Bytes that are not UTF-8 are replaced.
pub(super) fn shown(path: &Path) -> String {
    path.shown().to_string()
}

/// Prints text to standard error.
pub(super) fn aside(text: &str) {
    // A failure to print has nowhere to be reported.
    let _ = std::io::stderr().write_all(visible(text).as_bytes());
}

/// A writer that colours the marks of urgency at the beginning of a line.
struct Painted<W> {
    out: W,
    is_colored: bool,
    /// The beginning of a line whose end was not written yet.
    line: Vec<u8>,
}

impl<W: Write> Painted<W> {
    fn end_line(&mut self) -> std::io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all(terminal::paint(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl<W: Write> Write for Painted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if !self.is_colored {
            return self.out.write(bytes);
        }
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.end_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if !self.line.is_empty() {
            self.end_line()?;
        }
        self.out.flush()
    }
}

/// A writer that remembers that its reader has closed.
struct Closable<W> {
    out: W,
    is_closed: bool,
}

impl<W: Write> Write for Closable<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes);
        self.is_closed |= written.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe);
        written
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let flushed = self.out.flush();
        self.is_closed |= flushed.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe);
        flushed
    }
}

/// Returns `, with 3 pictures`; nothing for none.
pub(super) fn with_pictures(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", with 1 picture".to_owned(),
        n => format!(", with {n} pictures"),
    }
}

/// Formats a flag as a paragraph: mark, title and reason.
pub(super) fn flag(flag: &Flag) -> String {
    let about = flag.spot.map_or_else(String::new, |n| format!("spot {n}: "));
    let status = match flag.status {
        Status::Open => String::new(),
        status => format!(", {}", status.word()),
    };
    let head = format!(
        "{:<3} {about}{} ({}{status}, since {})",
        flag.level.mark(),
        flag.rule.title,
        flag.level.word(),
        show_date(flag.since)
    );
    let mut text = wrap(&head, "", "    ");
    text.push_str(&wrap(&flag.reason, "    ", "    "));
    text
}

/// Returns whether [`urgent`] shows a flag.
fn is_told_first(assessment: &Assessment, flag: &Flag) -> bool {
    flag.level >= Level::SameDay && flag.level == assessment.level
}

/// Formats what to do about one spot: headline, open flags and next look. It is printed after [`urgent`], so the flags
/// shown there are left out.
pub(super) fn standing(assessment: &Assessment, number: u32) -> String {
    let mut text = String::new();
    let Some(spot) = assessment.spot(number) else { return text };
    // After an urgent headline, a lesser one would come last and read as the advice.
    let is_first = |_: &&&Flag| assessment.level < Level::SameDay;
    let open = assessment.flags_of(number).filter(|f| f.status == Status::Open);
    let open: Vec<&Flag> = open.filter(|f| !is_told_first(assessment, f)).collect();
    if let Some(most) = open.iter().max_by_key(|f| f.level).filter(|f| f.level >= Level::FollowUp && is_first(f)) {
        // One flag may ask for a doctor and another for a dermatologist.
        let see = if most.level == spot.level { spot.see } else { most.see };
        text.push_str(&format!("{}\n", most.level.headline(see, spot.next_check, None)));
    }
    for open in open {
        text.push_str(&flag(open));
    }
    if spot.level >= Level::FollowUp {
        text.push_str(&format!("{GET_HELP_AGAIN}\n"));
    }
    if let Some(next) = spot.next_check {
        text.push_str(&format!("{}\n", say_next_look(next, assessment.as_of)));
    }
    text
}

/// Formats what to do about the flags of the person that belong to no spot, like [`standing`].
pub(super) fn standing_of_person(assessment: &Assessment) -> String {
    let mut text = String::new();
    let is_first = |_: &&&Flag| assessment.level < Level::SameDay;
    let open = assessment.open_flags().filter(|flag| flag.spot.is_none());
    let open: Vec<&Flag> = open.filter(|f| !is_told_first(assessment, f)).collect();
    if let Some(most) = open.iter().max_by_key(|f| f.level).filter(|f| f.level > Level::Watch && is_first(f)) {
        text.push_str(&format!("{}\n", most.level.headline(most.see, None, None)));
    }
    for open in &open {
        text.push_str(&flag(open));
    }
    if open.iter().any(|f| f.level >= Level::FollowUp) {
        text.push_str(&format!("{GET_HELP_AGAIN}\n"));
    }
    text
}

/// Returns the lines printed before everything else for the flags of the highest level, if that is an emergency or
/// same-day. `name` is the name of the person, and `number` the emergency number to call.
pub(super) fn urgent(flags: &[&Flag], name: &str, number: Option<&str>) -> Vec<String> {
    let Some(level) = flags.iter().map(|flag| flag.level).max().filter(|&level| level >= Level::SameDay) else {
        return Vec::new();
    };
    let headline = match level {
        Level::Emergency => call_now(number),
        level => level.headline(None, None, None),
    };
    // A journal may be about several people.
    let whose = if name == NO_NAME { String::new() } else { format!("{name}: ") };
    let mut lines = vec![format!("{} {whose}{headline}", level.mark())];
    for flag in flags.iter().filter(|flag| flag.level == level) {
        let about = flag.spot.map_or_else(String::new, |n| format!("spot {n}: "));
        lines.push(format!("{about}{}. {}", flag.rule.title, flag.reason));
    }
    lines.push(if level == Level::Emergency { DO_NOT_WAIT } else { GET_HELP_AGAIN }.to_owned());
    lines
}

/// Formats the number of spots and of the person's own flags at each level on one line; empty if there are none.
pub(super) fn levels(assessment: &Assessment) -> String {
    let count = |level| {
        let of_person = assessment.open_flags().filter(|flag| flag.spot.is_none() && flag.level == level).count();
        assessment.spots.iter().filter(|spot| spot.level == level).count() + of_person
    };
    let levels = Level::ALL.into_iter().filter(|&level| level > Level::None);
    let parts: Vec<String> =
        levels.filter(|&level| count(level) > 0).map(|level| format!("{} {}", count(level), level.word())).collect();
    match parts.as_slice() {
        [] => String::new(),
        parts => format!(
            "{}: {}. `spotlog why --person \"{}\"` explains them.\n",
            assessment.name,
            parts.join(", "),
            assessment.name
        ),
    }
}

/// Formats the day of a moment; a dash for `None`.
pub(super) fn day(moment: Option<Moment>) -> String {
    moment.map_or_else(|| "-".into(), |m| show_date(m.day()))
}

/// Wraps text at the width of the terminal, or at 80 columns. `first` and `rest` are the indents.
pub(super) fn wrap(text: &str, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(terminal::width()).initial_indent(first).subsequent_indent(rest);
    let mut wrapped = textwrap::fill(text, options);
    wrapped.push('\n');
    wrapped
}
