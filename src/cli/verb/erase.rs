//! `spotlog erase`: erases a record with its whole history.

use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::domain::FieldError;
use crate::error::{Error, Result};
use crate::ops::{self, NO_WAY_BACK, NOT_REACHED, Subject, WORD};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Erase {
    /// person NAME, spot 4, look 4@2026-11-21 or note 4@2026-11-21; /2 is the second look of a day
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    /// Do not ask for the word; needed without a terminal
    #[arg(long)]
    yes: bool,
    /// Delete the kept copies beside the journal too, .before-… and .damaged-…
    #[arg(long)]
    delete_kept: bool,
}

/// The result, as `--json` prints it.
#[derive(Serialize)]
struct EraseResult<'a> {
    /// What was erased, such as `spot 4, left shin`.
    erased: &'a str,
    records: Vec<RecordCount>,
    /// Sentences about the backups that could not be opened.
    not_cleaned: &'a [String],
    /// Copies kept beside the journal, which may contain what was erased.
    kept_copies: Vec<String>,
    /// Whether those copies were deleted.
    kept_copies_deleted: bool,
    /// A sentence about what erasing cannot reach.
    not_reached: &'static str,
}

/// How many records of one kind were erased, as `--json` prints it.
#[derive(Serialize)]
struct RecordCount {
    kind: &'static str,
    count: usize,
}

impl Run for Erase {
    fn run(self, session: &Session) -> Result<u8> {
        let Erase { what, yes, delete_kept } = self;
        let what = &what.join(" ");
        let subject = Subject::parse(what, session.now.local).map_err(|error| error.at("WHAT"))?;
        let mut store = session.open()?;
        let plan = ops::plan_erasing(&store, &session.context(), &subject)?;
        if !yes && !session.can_ask() {
            return Err(FieldError::new(format!("without a terminal to ask on, --yes is needed. {NO_WAY_BACK}"))
                .at("--yes")
                .into());
        }
        let lines: String = plan.lines().iter().map(|line| print::wrap(line, "", "")).collect();
        if !yes {
            session.out.aside(&lines)?;
            if !is_typed(session, &format!("Type {WORD} to erase it: "), WORD)? {
                return Err(Error::Conflict("nothing was erased".into()));
            }
        } else if !session.out.json {
            session.out.remark(&lines)?;
        }
        let gone = ops::erase(&mut store, &session.context(), &plan)?;
        let deletes = !plan.kept.is_empty()
            && (delete_kept || !yes && is_typed(session, "Type delete to delete the kept copies too: ", "delete")?);
        if deletes {
            ops::delete_kept(&plan.kept)?;
        }
        if session.out.json {
            session.out.json(&EraseResult {
                erased: &plan.what,
                records: plan.counts.iter().map(|&(kind, count)| RecordCount { kind, count }).collect(),
                not_cleaned: &gone.unopened,
                kept_copies: plan.kept.iter().map(|path| print::shown(path)).collect(),
                kept_copies_deleted: deletes,
                not_reached: NOT_REACHED,
            })?;
            return Ok(0);
        }
        session.out.remark(&format!("{}\n", gone.done))?;
        for backup in &gone.unopened {
            session.out.aside(&format!("{backup}\n"))?;
        }
        match (plan.kept.len(), deletes) {
            (0, _) => {}
            (_, true) => session.out.remark("The kept copies are deleted.\n")?,
            (_, false) => session.out.remark("The kept copies are as they were; --delete-kept deletes them.\n")?,
        }
        Ok(0)
    }
}

/// Asks a question on the terminal and returns whether `word` was typed.
fn is_typed(session: &Session, question: &str, word: &str) -> Result<bool> {
    Ok(session.ask(question)? == word)
}
