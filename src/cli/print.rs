//! Printing.

use crate::domain::{Lines, Moment, ShowPath, show_date, visible, visible_json};
use crate::error::{Error, Result};
use crate::guidance::{Assessment, DO_NOT_WAIT, Flag, GET_HELP_AGAIN, Level, Status, call_now};
use crate::report::say_next_look;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

/// Where and how a verb prints.
pub struct Out {
    pub json: bool,
    pub quiet: bool,
}

/// What goes to standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Text, which goes through [`visible`].
    Text,
    /// JSON, which goes through [`visible_json`].
    Json,
    /// What is no text: a PDF, or something encrypted.
    Bytes,
}

impl Out {
    /// Writes what was asked for, piece by piece. A reader that closes early, such as `head`, is no error.
    pub fn stream(&self, kind: Stream, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut out = Closable { out: BufWriter::new(std::io::stdout().lock()), is_closed: false };
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

    /// Prints text, which may hold a person's own words.
    pub fn text(&self, text: &str) -> Result<()> {
        self.stream(Stream::Text, |out| {
            out.write_all(text.as_bytes()).map_err(Error::io("the answer cannot be printed"))
        })
    }

    /// Prints beside the answer, on standard error.
    pub fn aside(&self, text: &str) -> Result<()> {
        aside(text);
        Ok(())
    }

    pub fn json(&self, value: &impl serde::Serialize) -> Result<()> {
        self.stream(Stream::Json, |out| {
            serde_json::to_writer_pretty(&mut *out, value)
                .map_err(std::io::Error::from)
                .and_then(|()| out.write_all(b"\n"))
                .map_err(Error::io("the answer cannot be printed"))
        })
    }

    /// Prints a remark, unless only the answer is wanted.
    pub fn remark(&self, text: &str) -> Result<()> {
        if self.quiet || self.json { Ok(()) } else { self.text(text) }
    }
}

/// A path as JSON can hold it: what is no UTF-8 is replaced.
pub(super) fn shown(path: &Path) -> String {
    path.shown().to_string()
}

/// Prints on standard error.
pub(super) fn aside(text: &str) {
    // Where even this cannot be printed, there is nowhere left to say so.
    let _ = std::io::stderr().write_all(visible(text).as_bytes());
}

/// Remembers that the reader has closed.
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

/// A flag as a paragraph: mark, title, and why.
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

/// Whether [`urgent`] has told a flag already.
fn is_told_first(assessment: &Assessment, flag: &Flag) -> bool {
    flag.level >= Level::SameDay && flag.level == assessment.level
}

/// What to do now about one spot: its headline, its open flags and the next look, after what is urgent was said.
pub(super) fn standing(assessment: &Assessment, number: u32) -> String {
    let mut text = String::new();
    let Some(spot) = assessment.spot(number) else { return text };
    // After an emergency was said a lesser headline would stand last, as if it were the advice.
    let is_first = |_: &&&Flag| assessment.level < Level::SameDay;
    let open = assessment.flags_of(number).filter(|f| f.status == Status::Open);
    let open: Vec<&Flag> = open.filter(|f| !is_told_first(assessment, f)).collect();
    if let Some(most) = open.iter().max_by_key(|f| f.level).filter(|f| f.level >= Level::FollowUp && is_first(f)) {
        text.push_str(&format!("{}\n", most.level.headline(most.see, spot.next_check)));
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

/// What to do now about what is the person's and no spot's.
pub(super) fn standing_of_person(assessment: &Assessment) -> String {
    let mut text = String::new();
    let is_first = |_: &&&Flag| assessment.level < Level::SameDay;
    let open = assessment.open_flags().filter(|flag| flag.spot.is_none());
    let open: Vec<&Flag> = open.filter(|f| !is_told_first(assessment, f)).collect();
    if let Some(most) = open.iter().max_by_key(|f| f.level).filter(|f| f.level > Level::Watch && is_first(f)) {
        text.push_str(&format!("{}\n", most.level.headline(most.see, None)));
    }
    for open in &open {
        text.push_str(&flag(open));
    }
    if open.iter().any(|f| f.level >= Level::FollowUp) {
        text.push_str(&format!("{GET_HELP_AGAIN}\n"));
    }
    text
}

/// What an emergency or a same-day flag says before everything else; nothing where neither is open.
pub(super) fn urgent(flags: &[&Flag], number: Option<&str>) -> Vec<String> {
    let Some(level) = flags.iter().map(|flag| flag.level).max().filter(|&level| level >= Level::SameDay) else {
        return Vec::new();
    };
    let headline = match level {
        Level::Emergency => call_now(number),
        level => level.headline(None, None),
    };
    let mut lines = vec![format!("{} {headline}", level.mark())];
    for flag in flags.iter().filter(|flag| flag.level == level) {
        let about = flag.spot.map_or_else(String::new, |n| format!("spot {n}: "));
        lines.push(format!("{about}{}. {}", flag.rule.title, flag.reason));
    }
    lines.push(if level == Level::Emergency { DO_NOT_WAIT } else { GET_HELP_AGAIN }.to_owned());
    lines
}

/// How many spots of a person stand at each level, in one line; nothing where none is open.
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

pub(super) fn day(moment: Option<Moment>) -> String {
    moment.map_or_else(|| "-".into(), |m| show_date(m.day()))
}

/// Wraps at the width of a page that every terminal has room for.
pub(super) fn wrap(text: &str, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(80).initial_indent(first).subsequent_indent(rest);
    let mut wrapped = textwrap::fill(text, options);
    wrapped.push('\n');
    wrapped
}
