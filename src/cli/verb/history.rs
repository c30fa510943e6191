//! `spotlog history`: lists the changes, newest first.

use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops::{self, HistoryEntry};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct History {
    /// How many, newest first
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

/// One change, as `--json` prints it.
#[derive(Serialize)]
struct HistoryRow<'a> {
    /// The number of the change.
    change: i64,
    /// The time in UTC, as RFC 3339 writes it.
    at: String,
    /// The interface through which it was made.
    by: &'a str,
    what: &'a str,
    /// The change that this one undid.
    undoes: Option<i64>,
    /// The change that undid this one, unless it was redone since.
    undone_by: Option<i64>,
    /// How many records it wrote.
    records: Option<i64>,
    /// How many older records of an import were rejected.
    kept_out: Option<i64>,
    /// The flags raised by it, such as `spot 4: Has not gone away`.
    raised: &'a [String],
}

impl<'a> From<&'a HistoryEntry> for HistoryRow<'a> {
    fn from(entry: &'a HistoryEntry) -> Self {
        let HistoryEntry { change, raised } = entry;
        HistoryRow {
            change: change.id,
            at: change.at.to_rfc3339(),
            by: &change.made_by,
            what: &change.what,
            undoes: change.undoes,
            undone_by: change.undone_by,
            records: change.wrote.map(|wrote| wrote.records),
            kept_out: change.wrote.map(|wrote| wrote.kept_out),
            raised,
        }
    }
}

impl Run for History {
    fn run(self, session: &Session) -> Result<u8> {
        let limit = self.limit;
        let store = session.open_to_read()?;
        let entries = ops::history(&store, limit)?;
        if session.out.json {
            session.out.json(&entries.iter().map(HistoryRow::from).collect::<Vec<_>>())?;
            return Ok(0);
        }
        let mut text = String::new();
        for e in &entries {
            let at = session.now.show_time(e.change.at);
            let undone = e.change.undone_by.map_or_else(String::new, |by| format!(" (undone by {by})"));
            text.push_str(&format!("{:>5}  {at}  {}{undone}\n", e.change.id, e.change.what));
            for flag in &e.raised {
                text.push_str(&format!("       raised: {flag}\n"));
            }
        }
        if text.is_empty() && limit > 0 {
            session.out.remark("Nothing has been changed yet.\n")?;
        }
        session.out.text(&text)?;
        Ok(0)
    }
}
