//! `spotlog history`: lists the changes, newest first.

use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub struct History {
    /// How many, newest first
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

impl Run for History {
    fn run(self, session: &Session) -> Result<u8> {
        let limit = self.limit;
        let store = session.open_to_read()?;
        let entries = ops::history(&store, limit)?;
        if session.out.json {
            let rows: Vec<_> = entries
                .iter()
                .map(|e| {
                    json!({
                        "change": e.change.id,
                        "at": e.change.at.to_rfc3339(),
                        "by": e.change.made_by,
                        "what": e.change.what,
                        "records": e.change.wrote.map(|wrote| wrote.records),
                        "kept_out": e.change.wrote.map(|wrote| wrote.kept_out),
                        "undoes": e.change.undoes,
                        "undone_by": e.change.undone_by,
                        "raised": e.raised,
                    })
                })
                .collect();
            session.out.json(&rows)?;
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
