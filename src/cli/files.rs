//! The verbs about files: journals in and out, history, checks, and what the program prints of itself.

use super::Session;
use super::args::Cli;
use super::args::{CopyArgs, ImportFormat, NewPassphraseArgs, PassphraseArgs};
use super::passphrase::{known_passphrase, new_passphrase};
use super::print::{self, Out, Stream};
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{is_sealed, schemas, seal, unseal};
use crate::ops::{self, Existing};
use clap::CommandFactory;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

/// `Date=at` for each column of another name.
fn columns(map: &[String]) -> Result<Vec<(String, String)>, FieldError> {
    let pair = |text: &String| {
        let (column, field) = text
            .rsplit_once('=')
            .ok_or_else(|| FieldError::new(format!("\"{text}\" is not COLUMN=FIELD, such as Date=at")).at("--map"))?;
        Ok((column.trim().to_owned(), field.trim().to_owned()))
    };
    map.iter().map(pair).collect()
}

pub fn import(
    session: &Session,
    file: &Path,
    format: ImportFormat,
    map: &[String],
    secret: &PassphraseArgs,
    erased_too: bool,
) -> Result<u8> {
    let mut bytes = ops::read_file(file)?;
    if is_sealed(&bytes) {
        bytes = unseal(&bytes, &known_passphrase(session, secret)?)?;
    }
    if format == ImportFormat::Journal && !map.is_empty() {
        return Err(FieldError::new("only a table has columns; add --format csv").at("--map").into());
    }
    if let Some(kind) = ops::other_kind(&bytes, format == ImportFormat::Csv) {
        return Err(FieldError::new(kind).at(file.shown()).into());
    }
    let (journal, left_out) = match format {
        ImportFormat::Journal => (ops::parse_journal(&bytes, &session.context())?, Vec::new()),
        ImportFormat::Csv => {
            let table = ops::parse_table(&bytes, &columns(map)?, &session.open_to_read()?, &session.context())?;
            (table.journal, table.left_out)
        }
    };
    let mut store = session.open()?;
    let import = if erased_too { ops::import_erased_too } else { ops::import };
    let tally = import(&mut store, &session.context(), &journal)?;
    let people = ops::assess_everybody(&store, &session.context())?;
    // The most urgent one speaks for all; the reasons are many.
    if let Some(first) = people.iter().max_by_key(|judged| judged.assessment.level) {
        session.urgent_headline(&first.assessment)?;
    }
    if session.out.json {
        session.out.json(&json!({
            "added": tally.added, "changed": tally.changed, "kept_out": tally.kept_out, "unchanged": tally.unchanged,
            "erased": tally.erased,
            "columns_left_out": left_out,
        }))?;
        return Ok(0);
    }
    if !left_out.is_empty() {
        let what = if left_out.len() == 1 { "the column" } else { "the columns" };
        let told = format!("Not taken in: {what} {}. --map COLUMN=FIELD takes one in.\n", left_out.join(", "));
        session.out.aside(&told)?;
    }
    let mut text =
        format!("{} records added, {} changed, {} as they were.", tally.added, tally.changed, tally.unchanged);
    if tally.kept_out > 0 {
        text.push_str(&format!(" {} were older than the journal's own; they are in the history.", tally.kept_out));
    }
    if tally.erased > 0 {
        text.push_str(&format!(" {} were erased here and are left out; --erased-too brings them back.", tally.erased));
    }
    session.out.remark(&format!("{text}\n"))?;
    for judged in &people {
        session.out.remark(&print::levels(&judged.assessment))?;
        session.ahead(&judged.assessment.ahead)?;
    }
    Ok(0)
}

pub fn export(session: &Session, file: &Path, copy: &CopyArgs) -> Result<u8> {
    let encrypt = copy.passphrase();
    let store = session.open_to_read()?;
    let is_stdout = file == Path::new("-");
    let existing = if is_stdout { Existing::Keep } else { session.existing(file, copy.force, Existing::Keep)? };
    let passphrase = encrypt.map(|secret| new_passphrase(session, secret)).transpose()?;
    let write = |out: &mut dyn Write| match &passphrase {
        None => ops::export(&store, out),
        Some(passphrase) => {
            let mut bytes = Vec::new();
            ops::export(&store, &mut bytes)?;
            out.write_all(&seal(&bytes, passphrase)?).map_err(Error::io("the export cannot be written"))
        }
    };
    if is_stdout {
        let kind = if encrypt.is_some() { Stream::Bytes } else { Stream::Json };
        session.out.stream(kind, write)?;
        return Ok(0);
    }
    ops::write_private(file, existing, write)?;
    say_written(session, &format!("The journal is in {}.", file.shown()), file, encrypt.is_some())?;
    Ok(0)
}

/// Says where something is, and who can read it: beside the answer where nothing protects it.
pub(super) fn say_written(session: &Session, where_it_is: &str, file: &Path, is_sealed: bool) -> Result<()> {
    if is_sealed {
        return session.out.remark(&format!("{where_it_is} Only its passphrase opens it.\n"));
    }
    session.out.remark(&format!("{where_it_is}\n"))?;
    say_plain(session, "It", file)
}

/// Says on standard error that nothing protects a file.
fn say_plain(session: &Session, what: &str, file: &Path) -> Result<()> {
    if session.out.quiet {
        return Ok(());
    }
    let who = if ops::may_be_read_by_others(file) { "anyone can read it" } else { "whoever gets it can read it" };
    session.out.aside(&format!("{what} is not encrypted: {who}.\n"))
}

pub fn schema(out: &Out, format: Option<&str>) -> Result<u8> {
    let all = schemas();
    match format {
        Some(name) => match all.iter().find(|(known, _)| *known == name) {
            Some((_, schema)) => out.json(schema)?,
            None => {
                let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
                return Err(Error::NotFound(format!("there is no format {name}; there is: {}", names.join(", "))));
            }
        },
        None => {
            let both: serde_json::Map<String, serde_json::Value> =
                all.into_iter().map(|(name, schema)| (name.to_owned(), schema.into())).collect();
            out.json(&both)?;
        }
    }
    Ok(0)
}

pub fn undo(session: &Session) -> Result<u8> {
    let mut store = session.open()?;
    let undone = ops::undo(&mut store, &session.context())?;
    if session.out.json {
        session.out.json(&json!({ "undone": undone }))?;
    } else {
        session.out.remark(&format!("Undone: {undone}. It stays in the history; `spotlog redo` does it again.\n"))?;
    }
    Ok(0)
}

pub fn redo(session: &Session) -> Result<u8> {
    let mut store = session.open()?;
    let redone = ops::redo(&mut store, &session.context())?;
    if session.out.json {
        session.out.json(&json!({ "redone": redone }))?;
    } else {
        session.out.remark(&format!("Done again: {redone}.\n"))?;
    }
    Ok(0)
}

pub fn backup(session: &Session, file: Option<&Path>, copy: &CopyArgs) -> Result<u8> {
    let encrypt = copy.passphrase();
    let Some(file) = file else {
        if encrypt.is_some() || copy.force {
            let message = "nothing is copied without a file; name the file of the copy";
            return Err(FieldError::new(message).at("FILE").into());
        }
        // The journal itself may be beyond opening: that is when they are asked for.
        let backups = ops::backups(&session.paths.journal);
        if session.out.json {
            let rows = backups.iter().map(|(day, path)| json!({"day": day.to_string(), "file": shown(path)}));
            session.out.json(&rows.collect::<Vec<_>>())?;
            return Ok(0);
        }
        if backups.is_empty() {
            session.out.remark("There is no backup yet; the first entry of a day makes one.\n")?;
        }
        let lines: String = backups.iter().map(|(day, path)| format!("{day}  {}\n", path.shown())).collect();
        session.out.text(&lines)?;
        return Ok(0);
    };
    let store = session.open_to_read()?;
    let existing = session.existing(file, copy.force, Existing::Keep)?;
    match encrypt {
        Some(secret) => ops::back_up_sealed(&store, file, existing, &new_passphrase(session, secret)?)?,
        None => ops::back_up(&store, file, existing)?,
    }
    if session.out.json {
        session.out.json(&json!({ "file": shown(file) }))?;
    }
    say_written(session, &format!("The journal is copied to {}.", file.shown()), file, encrypt.is_some())?;
    Ok(0)
}

pub fn restore(session: &Session, file: &Path, secret: &PassphraseArgs) -> Result<u8> {
    let path = &session.paths.journal;
    let kept = ops::restore(path, || session.open_at(path), file, || known_passphrase(session, secret))?;
    if session.out.json {
        session.out.json(&json!({ "restored": shown(file), "kept": kept.as_deref().map(shown) }))?;
    } else {
        let before = kept.map_or_else(String::new, |kept| format!(" What it held before is in {}.", kept.shown()));
        session.out.remark(&format!("The journal now holds what {} holds.{before}\n", file.shown()))?;
    }
    Ok(0)
}

/// A path as JSON can hold it: what is no UTF-8 is replaced.
fn shown(path: &Path) -> String {
    path.shown().to_string()
}

pub fn history(session: &Session, limit: usize) -> Result<u8> {
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
        let at = session.now.on_the_wall(e.change.at).format("%-d %b %Y %H:%M");
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

pub fn sync(session: &Session, folder: &Path, encrypt: Option<&NewPassphraseArgs>) -> Result<u8> {
    let mut store = session.open()?;
    let passphrase = match encrypt {
        // The first encrypted file of all decides what the passphrase is.
        Some(secret) if folder.is_dir() && !ops::sync::is_encrypted(folder)? => Some(new_passphrase(session, secret)?),
        Some(secret) => Some(known_passphrase(session, &secret.known)?),
        None => None,
    };
    let synced = ops::sync(&mut store, &session.context(), folder, passphrase.as_ref())?;
    if session.out.json {
        session.out.json(&json!({
            "machines": synced.machines, "added": synced.added, "changed": synced.changed,
            "taken_away": synced.taken_away, "erased": synced.erased, "conflicts": synced.conflicts, "renamed": synced.renamed, "left": synced.left,
            "copies": synced.copies, "behind": synced.behind,
        }))?;
        return Ok(0);
    }
    let machines = if synced.machines == 1 { "machine" } else { "machines" };
    let mut text = format!(
        "{} other {machines}: {} records added, {} changed, {} taken away.\n",
        synced.machines, synced.added, synced.changed, synced.taken_away
    );
    if synced.erased > 0 {
        ops::say_erasing(&store).iter().try_for_each(|line| session.out.aside(&format!("{line}\n")))?;
        let records = if synced.erased == 1 { "record is" } else { "records are" };
        text.push_str(&format!("{} {records} erased here, as on another machine.\n", synced.erased));
    }
    for what in &synced.conflicts {
        text.push_str(&format!(
            "Changed here and elsewhere: {what}. The later change stands; the other one is in the history.\n"
        ));
    }
    synced.renamed.iter().for_each(|renamed| text.push_str(&format!("{renamed}\n")));
    for left in &synced.left {
        text.push_str(&format!("Left for the next time: {left}\n"));
    }
    for behind in &synced.behind {
        text.push_str(&format!(
            "{behind} still holds what was erased. Its machine takes it out when it syncs next; delete the file if that \
             machine is gone.\n"
        ));
    }
    for copy in &synced.copies {
        text.push_str(&format!("{copy} is a second copy of one machine's file; its entries are here. Delete it.\n"));
    }
    session.out.remark(&text)?;
    if passphrase.is_none() {
        say_plain(session, "What this machine leaves there", folder)?;
    }
    if let Some(why) = store.no_backup() {
        session.out.aside(&format!("There is no backup of today: {why}\n"))?;
    }
    if let Some(judged) = ops::assess(&store, &session.context())? {
        session.urgent_headline(&judged.assessment)?;
        session.urgent_others(&store, &judged.assessment.name)?;
    }
    Ok(0)
}

pub fn paths(session: &Session) -> Result<u8> {
    let p = &session.paths;
    if session.out.json {
        let paths = json!({ "journal": shown(&p.journal), "settings": shown(&p.settings), "demo": shown(&p.demo) });
        session.out.json(&paths)?;
        return Ok(0);
    }
    let note = |path: &Path| if path.exists() { "" } else { "  (not there yet)" };
    session.out.text(&format!(
        "journal   {}{}\nsettings  {}{}\ndemo      {}{}\n",
        p.journal.shown(),
        note(&p.journal),
        p.settings.shown(),
        note(&p.settings),
        p.demo.shown(),
        note(&p.demo)
    ))?;
    Ok(0)
}

/// Makes the made-up journal anew in its own place, or fills the file that was named. Returns where it is.
pub fn demo(session: &Session) -> Result<PathBuf> {
    let named = session.paths.journal_was_named;
    let path = if named { session.paths.journal.clone() } else { session.paths.demo.clone() };
    ops::make_demo(&path, !named, &session.context())?;
    session
        .out
        .remark(&format!("A made-up journal is in {0}. Look at it with: spotlog --journal '{0}'\n", path.shown()))?;
    Ok(path)
}

pub fn doctor(session: &Session, wants_repair: bool, begin_new: bool) -> Result<u8> {
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
            let damaged = checks.iter().any(|c| c.found.is_err() && !c.is_about_permissions());
            let loose = checks.iter().any(|c| c.found.is_err() && c.is_about_permissions());
            if !damaged && loose && wants_repair {
                ops::make_private(path)?;
                session.out.remark("The journal is private now: only you may open it.\n")?;
                return Ok(0);
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
        // A file whose very beginning is lost is none any more, but one with backups was one.
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

fn show_checks(session: &Session, path: &Path, checks: &[crate::store::Check]) -> Result<()> {
    if session.out.json {
        let rows: Vec<_> = checks
            .iter()
            .map(|c| match &c.found {
                Ok(found) => json!({ "check": c.what, "passed": true, "found": found }),
                Err(found) => json!({ "check": c.what, "passed": false, "found": found }),
            })
            .collect();
        let healthy = checks.iter().all(|c| c.found.is_ok());
        return session.out.json(&json!({ "journal": shown(path), "passed": healthy, "checks": rows }));
    }
    let mut text = format!("{}\n", path.shown());
    for check in checks {
        match &check.found {
            Ok(found) => text.push_str(&format!("  passed  {}: {found}\n", check.what)),
            Err(found) => text.push_str(&format!("  FAILED  {}: {found}\n", check.what)),
        }
    }
    session.out.text(&text)
}

/// What a person whose journal is damaged can do, step by step.
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

pub fn completions(out: &Out, shell: clap_complete::Shell) -> Result<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "spotlog", &mut bytes);
    out.stream(Stream::Bytes, |out| out.write_all(&bytes).map_err(Error::io("the answer cannot be printed")))?;
    Ok(0)
}

pub fn man(out: &Out, folder: Option<&Path>) -> Result<u8> {
    match folder {
        Some(folder) => {
            let failed = || Error::io(format!("the pages cannot be written into {}", folder.shown()));
            let made = tempfile::tempdir().map_err(failed())?;
            clap_mangen::generate_to(Cli::command(), made.path()).map_err(failed())?;
            for page in std::fs::read_dir(made.path()).map_err(failed())? {
                let page = page.map_err(failed())?;
                let bytes = std::fs::read(page.path()).map_err(failed())?;
                // A page of ours is replaced; a file of anybody else's is not.
                let target = folder.join(page.file_name());
                ops::write_private(&target, Existing::ReplaceReport, |out| out.write_all(&bytes).map_err(failed()))?;
                // There is nothing of anybody's in it, and a manual is for everybody.
                #[cfg(unix)]
                std::fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o644))
                    .map_err(failed())?;
            }
        }
        None => {
            let mut bytes = Vec::new();
            clap_mangen::Man::new(Cli::command())
                .render(&mut bytes)
                .map_err(Error::io("the manual page cannot be made"))?;
            out.stream(Stream::Bytes, |out| out.write_all(&bytes).map_err(Error::io("the answer cannot be printed")))?;
        }
    }
    Ok(0)
}
