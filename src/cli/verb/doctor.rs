//! `spotlog doctor`: checks and repairs the journal file.

mod report;

use crate::cli::print::shown;
use crate::cli::session::{Run, Session};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use crate::ops;
use crate::store::Check;
use clap::Args;
use serde::Serialize;
use std::path::Path;

#[derive(Debug, Args)]
pub struct Doctor {
    /// Rebuild a damaged journal from the newest good backup and its history, bring missing pictures back from the backups,
    /// and make a journal that others can open private
    #[arg(long)]
    repair: bool,
    /// Let a new journal begin where one is missing or empty; its backups get another name
    #[arg(long, conflicts_with = "repair")]
    begin_new: bool,
    /// Print what a bug report needs: versions, terminal, sizes, settings; no entry of the journal
    #[arg(long, conflicts_with_all = ["repair", "begin_new"])]
    report: bool,
    /// Give the report to the clipboard of the terminal too
    #[arg(long, requires = "report")]
    copy: bool,
}

/// The result of all checks, as `--json` prints it.
#[derive(Serialize)]
struct CheckList<'a> {
    /// The file of the journal.
    journal: String,
    /// Whether every check passed.
    passed: bool,
    checks: Vec<CheckRow<'a>>,
}

/// One check, as `--json` prints it.
#[derive(Serialize)]
struct CheckRow<'a> {
    /// What was checked.
    check: &'static str,
    passed: bool,
    /// What was found; the problem if it did not pass.
    found: &'a str,
}

impl<'a> From<&'a Check> for CheckRow<'a> {
    fn from(check: &'a Check) -> Self {
        let (Ok(found) | Err(found)) = &check.found;
        CheckRow { check: check.what, passed: check.found.is_ok(), found }
    }
}

impl Run for Doctor {
    fn run(self, session: &Session) -> Result<u8> {
        let Doctor { repair: wants_repair, begin_new, report, copy } = self;
        if report {
            return report::print(session, copy);
        }
        let (path, context) = (&session.paths.journal, session.context());
        if begin_new {
            let kept = ops::begin_new(path)?;
            let text = format!(
                "The next entry begins a new journal at {}. The backups of the old one are in {}; spotlog restore FILE puts \
                 one of them back.\n",
                path.shown(),
                kept.shown()
            );
            session.out.remark(&text)?;
            return Ok(0);
        }
        let damage = match ops::doctor(path, &context) {
            Ok(checks) => {
                let is_beside = |c: &Check| c.is_about_permissions() || c.is_about_photos();
                let damaged = checks.iter().any(|c| c.found.is_err() && !is_beside(c));
                let loose = checks.iter().any(|c| c.found.is_err() && is_beside(c));
                if !damaged && wants_repair {
                    let open = checks.iter().any(|c| c.found.is_err() && c.is_about_permissions());
                    return mend(session, path, open, &checks);
                }
                show_checks(session, path, &checks)?;
                match (damaged, loose) {
                    (false, false) => return Ok(0),
                    (false, true) => return Ok(1),
                    (true, _) => None,
                }
            }
            Err(error @ (Error::Damaged { .. } | Error::Stored { .. })) => Some(error),
            Err(error @ Error::Lost { .. }) if wants_repair => Some(error),
            // A journal whose first bytes are lost is not recognised, but backups show that it was a journal.
            Err(error @ Error::NotAJournal { .. }) if ops::good_backups(path, &context).next().is_some() => Some(error),
            Err(error) => return Err(error),
        };
        if let Some(error) = &damage {
            session.out.aside(&format!("spotlog: {error}\n"))?;
        }
        if wants_repair {
            let repaired = ops::repair(path, &context)?;
            session.out.remark(&say_repaired(path, &repaired))?;
            return Ok(0);
        }
        session.out.aside(&say_way_back(path, ops::good_backups(path, &context).next().as_deref()))?;
        Ok(5)
    }
}

/// Mends what is beside a sound journal: permissions and pictures. Shows the checks if there was nothing to do.
fn mend(session: &Session, path: &Path, is_open: bool, checks: &[Check]) -> Result<u8> {
    if is_open {
        ops::make_private(path)?;
        session.out.remark("The journal is private now: only you may open it.\n")?;
    }
    let mended = ops::mend_pictures(path, &session.context())?;
    let said = mended.say();
    session.out.remark(&said.iter().map(|line| format!("{line}\n")).collect::<String>())?;
    if !is_open && said.is_empty() {
        show_checks(session, path, checks)?;
    }
    Ok(u8::from(mended.missing > 0))
}

fn show_checks(session: &Session, path: &Path, checks: &[Check]) -> Result<()> {
    if session.out.json {
        return session.out.json(&CheckList {
            journal: shown(path),
            passed: checks.iter().all(|c| c.found.is_ok()),
            checks: checks.iter().map(CheckRow::from).collect(),
        });
    }
    let mut text = format!("{}\n", path.shown());
    checks.iter().for_each(|check| text.push_str(&format!("  {}\n", check.say())));
    session.out.text(&text)
}

/// Returns the steps for recovering a damaged journal.
fn say_way_back(path: &Path, backup: Option<&Path>) -> String {
    let begins = match backup {
        Some(backup) => format!("the newest good backup ({})", backup.shown()),
        None => "an empty journal, since there is no good backup,".to_owned(),
    };
    format!(
        "The way back:\n\
         1. Copy {} to another disk. Nothing below touches it, but it is the only one.\n\
         2. Run: spotlog doctor --repair\n   \
            It makes a new journal from {begins} and from every later entry that the history of the damaged file still \
            gives, checks it, and puts it in the place of the damaged file, which stays beside it.\n\
         3. If that fails: spotlog backup lists the backups, and spotlog restore FILE puts one back.\n",
        path.shown()
    )
}

fn say_repaired(path: &Path, repaired: &ops::Repaired) -> String {
    let begins = match &repaired.backup {
        Some(backup) => format!("the backup {}", backup.shown()),
        None => "the history alone".to_owned(),
    };
    let more = match (&repaired.replayed.stopped, repaired.replayed.changes) {
        (None, changes) => {
            format!("{changes} later changes were in the history of the damaged file, and all of them are back.")
        }
        (Some(why), changes) => format!(
            "{changes} later changes came back from the history of the damaged file; then it could not be read any further \
             ({why}). What was entered after that may be missing."
        ),
    };
    let damaged = repaired.damaged.as_ref().map_or_else(String::new, |damaged| {
        format!("The damaged file is in {}; keep it until you have looked through the journal.\n", damaged.shown())
    });
    format!("{} is whole again, made from {begins}. {more}\n{damaged}", path.shown())
}
