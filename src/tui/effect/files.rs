//! What is done with files: exports, backups, restoring, import, sync and the check of the journal.

use super::{EffectContext, loaded};
use crate::config::expand_home;
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{Choices, Columns, Table, calendar};
use crate::ops::{self, Context, Existing, Format, Incoming, Wanted};
use crate::store::{Check, Packed, Store};
use crate::tui::form::{can_ask, ending};
use crate::tui::message::Message;
use crate::tui::widget::form::FileTask;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Does a task. A wrong path is refused at its field. `asked` are the columns of a table, once they were asked.
pub(super) fn perform(
    task: FileTask,
    path: &Path,
    asked: Option<Columns>,
    store: &mut Store,
    asking: &EffectContext,
) -> Result<Vec<Message>> {
    let path = expand_home(path).map_err(Error::from).and_then(|path| new_file(task, path));
    match path.and_then(|path| done(task, &path, asked, store, asking)) {
        Err(Error::Invalid(error)) => Ok(vec![Message::Refused(FieldError::new(error.message).at("path"))]),
        Err(Error::NotFound(why) | Error::Conflict(why)) => Ok(vec![Message::Refused(FieldError::new(why).at("path"))]),
        done => done,
    }
}

/// Gives a new file its ending and its folder, which a person may not know. Refuses a folder, and a file in a folder that
/// does not exist.
fn new_file(task: FileTask, path: PathBuf) -> Result<PathBuf> {
    let ending = ending(task);
    if ending.is_empty() {
        return Ok(path);
    }
    if path.is_dir() {
        return Err(FieldError::new(format!("{} is a folder; name a file in it", path.shown())).into());
    }
    ops::check_clear_name(&path)?;
    let path = if path.extension().is_none() { path.with_extension(&ending[1..]) } else { path };
    let path = std::path::absolute(&path).map_err(Error::io(format!("{} cannot be used", path.shown())))?;
    match path.parent().filter(|folder| !folder.is_dir()) {
        Some(folder) => Err(FieldError::new(format!("there is no folder {}", folder.shown())).into()),
        None => Ok(path),
    }
}

fn done(
    task: FileTask,
    path: &Path,
    asked: Option<Columns>,
    store: &mut Store,
    asking: &EffectContext,
) -> Result<Vec<Message>> {
    let context = asking.context();
    let failed = || Error::io(format!("{} cannot be written", path.shown()));
    let written = |what: &str| Ok(vec![Message::FileDone(format!("{what} {}.", path.shown()))]);
    let written_with = |packed: Packed, what: &str| {
        let lacking = ops::say_lacking(packed).map_or_else(String::new, |lacking| format!(" {lacking}"));
        Ok(vec![Message::FileDone(format!("{what} {}.{lacking}", path.shown()))])
    };
    match task {
        FileTask::Table => {
            let report = ops::make_report(store, &context, &Wanted::default())?;
            let (Some(report), Some(Format::Data(csv))) = (report, Format::find("csv")) else {
                return Err(Error::NotFound("there is nobody in this journal yet".into()));
            };
            let write =
                |out: &mut dyn Write| ops::write_data(csv, (store, &context), &report, false, Choices::default(), out);
            ops::write_private(path, Existing::Keep, write)?;
            written("The looks are in")
        }
        FileTask::Journal => {
            if !ops::is_zip(path)? {
                ops::write_private(path, Existing::Keep, |out| ops::export(store, out))?;
                return written("The journal is in");
            }
            let mut packed = Packed::default();
            ops::write_private(path, Existing::Keep, |out| {
                packed = ops::export_bundle(store, out)?;
                Ok(())
            })?;
            written_with(packed, &format!("The journal and {} pictures are in", packed.pictures))
        }
        FileTask::Reminders => {
            let people = ops::assess_everybody(store, &context)?;
            let people: Vec<_> = people.iter().map(|judged| (&judged.facts, &judged.assessment)).collect();
            let Some(calendar) = calendar(&people, context.now.utc) else {
                return Err(Error::NotFound("no look is planned, so there is no calendar".into()));
            };
            ops::write_private(path, Existing::Keep, |out| out.write_all(calendar.as_bytes()).map_err(failed()))?;
            written("The next looks are in")
        }
        FileTask::BackUp => {
            let packed = ops::back_up(store, path, Existing::Keep, true)?;
            written_with(packed, "The journal is copied to")
        }
        FileTask::Restore => {
            let journal = store.path().to_owned();
            let sealed = || Err(Error::Conflict(format!("it is encrypted; spotlog restore {} opens it", path.shown())));
            let kept = ops::restore(&journal, || Store::open(&journal), path, sealed)?;
            let kept = kept.map_or_else(String::new, |kept| format!(" What it held before is in {}.", kept.shown()));
            let said = format!("The journal now holds what {} holds.{kept}", path.shown());
            Ok(vec![Message::FileDone(said), loaded(ops::assess(store, &context)?, store, &context)?])
        }
        FileTask::Import => import(path, asked, store, asking),
        FileTask::Sync => {
            if ops::sync::is_encrypted(path)? {
                let said = format!("its files are encrypted; spotlog sync {} --encrypt opens them", path.shown());
                return Err(Error::Conflict(said));
            }
            let said = ops::sync(store, &context, path, None)?.say();
            Ok(vec![Message::Told(" Sync ", said), loaded(ops::assess(store, &context)?, store, &context)?])
        }
    }
}

/// Takes in a journal file, a bundle or a table.
fn import(path: &Path, asked: Option<Columns>, store: &mut Store, asking: &EffectContext) -> Result<Vec<Message>> {
    let context = asking.context();
    let sealed = || Err(Error::Conflict(format!("it is encrypted; spotlog import {} opens it", path.shown())));
    let bytes = match Incoming::read(path, sealed)? {
        Incoming::Bytes(bytes) => bytes,
        Incoming::Bundle(mut bundle) => {
            let (tally, pictures) = bundle.take_in(store, &context, false)?;
            let missing = ops::say_pictures_not_here(store)?;
            let missing = missing.map_or_else(String::new, |missing| format!(" {missing}"));
            let said = format!("{} {pictures} pictures are kept beside the journal.{missing}", tally.say());
            return Ok(vec![Message::FileDone(said), loaded(ops::assess(store, &context)?, store, &context)?]);
        }
    };
    let is_named_so = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let is_table = is_named_so || ops::is_like_table(&bytes);
    if let Some(kind) = ops::other_kind(&bytes, is_table) {
        return Err(FieldError::new(kind).into());
    }
    let (journal, left_out) = if is_table {
        match read_table(&bytes, asked, store, &context)? {
            Ok(table) => (table.journal, table.left_out),
            Err((columns, why)) => return Ok(vec![Message::AskColumns(Box::new(columns), why)]),
        }
    } else {
        (ops::parse_journal(&bytes, store, &context)?, Vec::new())
    };
    let mut said = ops::import(store, &context, &journal)?.say();
    if !left_out.is_empty() {
        said.push_str(&format!(" Columns that were not taken in: {}.", left_out.join(", ")));
    }
    Ok(vec![Message::FileDone(said), loaded(ops::assess(store, &context)?, store, &context)?])
}

/// Reads a table. If its columns are to be asked, returns them instead, with why it was refused as they are.
fn read_table(
    bytes: &[u8],
    asked: Option<Columns>,
    store: &Store,
    context: &Context<'_>,
) -> Result<std::result::Result<Table, (Columns, Option<FieldError>)>> {
    let found = ops::table_columns(bytes, &[])?;
    // The file may have changed since its columns were asked.
    let asked = asked.filter(|asked| asked.headings == found.headings);
    let can_ask = can_ask(&found);
    if asked.is_none() && can_ask && !found.are_clear() {
        return Ok(Err((found, None)));
    }
    let columns = asked.unwrap_or(found);
    if columns.lack_a_field() {
        return Err(FieldError::new(NO_COLUMN).into());
    }
    match ops::parse_table(bytes, &columns, true, store, context) {
        Ok(table) => Ok(Ok(table)),
        Err(Error::Invalid(why)) if can_ask => Ok(Err((columns, Some(why)))),
        Err(Error::Invalid(why)) => Err(FieldError::new(why.to_string()).into()),
        Err(error) => Err(error),
    }
}

/// Why a table is refused that has no headings, or too many to ask about.
const NO_COLUMN: &str = "it has no column for the day or the place, and no headings that can be asked about here; \
                         `spotlog import --format csv --map COLUMN=at` names one";

/// Checks the journal. Returns what was found, a line for each check.
pub(super) fn check(store: &Store, asking: &EffectContext) -> Result<Vec<Message>> {
    let checks = ops::doctor(store.path(), &asking.context())?;
    let mut lines = vec![store.path().shown().to_string(), String::new()];
    lines.extend(checks.iter().map(Check::say));
    if checks.iter().any(|check| check.found.is_err()) {
        lines.extend([String::new(), "spotlog doctor says what can be done.".to_owned()]);
    }
    Ok(vec![Message::Told(" The journal, checked ", lines)])
}
