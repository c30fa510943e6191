//! The migrations of the schema. They only move forward, and a released step is never edited.

use super::triggers::make_triggers;
use crate::error::{Error, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

// `STEPS`: the text of each step in `migrations/`, in order, listed by `build.rs`.
include!(concat!(env!("OUT_DIR"), "/steps.rs"));

/// The number of steps with history triggers in SQL. After them the triggers are generated from the columns.
const WITH_OWN_TRIGGERS: usize = 2;

/// The schema version that this program writes: the number of steps in `migrations/`.
pub const SCHEMA_VERSION: i64 = STEPS.len() as i64;

/// Returns the schema version of an open file; 0 for a new one.
pub(super) fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Migrates the file to the last of `steps`. A file with content is first copied beside itself; the path of the copy is
/// returned.
///
/// # Errors
///
/// [`Error::Newer`] for a file with a newer schema, before anything is written.
pub(super) fn migrate(connection: &mut Connection, path: &Path, steps: &[&str]) -> Result<Option<PathBuf>> {
    let (found, known) = (version(connection)?, steps.len() as i64);
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    if found == known {
        return Ok(None);
    }
    let copy = (found > 0).then(|| copy_before(connection, path, found)).transpose()?;
    take_steps(connection, path, steps)?;
    Ok(copy)
}

/// Does the same as [`migrate`] without making a copy. All steps run in one transaction. Steps that another program ran
/// meanwhile are skipped.
pub(super) fn take_steps(connection: &mut Connection, path: &Path, steps: &[&str]) -> Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&tx)?;
    let taken = usize::try_from(found).ok().filter(|&taken| taken <= steps.len());
    let taken = taken.ok_or(Error::Newer { path: path.to_owned(), found, known: steps.len() as i64 })?;
    steps[taken..].iter().try_for_each(|step| tx.execute_batch(step))?;
    if steps.len() > WITH_OWN_TRIGGERS {
        make_triggers(&tx)?;
    }
    tx.pragma_update(None, "user_version", steps.len() as i64)?;
    Ok(tx.commit()?)
}

/// Copies the open file to `NAME.before-schema-N` and checks the copy. An older copy is never overwritten.
fn copy_before(connection: &Connection, path: &Path, found: i64) -> Result<PathBuf> {
    let name = |n: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".before-schema-{}", found + 1));
        if n > 0 {
            name.push(format!("-{n}"));
        }
        PathBuf::from(name)
    };
    let target = (0..).map(name).find(|candidate| !candidate.exists());
    let target = target.unwrap_or_else(|| name(0));
    super::copy::copy_whole(connection, &target)?;
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_copied_before_it_is_changed_and_keeps_its_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut connection = Connection::open(&path).unwrap();
        assert_eq!(migrate(&mut connection, &path, STEPS).unwrap(), None);
        connection.execute("INSERT INTO change (at, made_by, what) VALUES ('t', 'w', 'kept')", []).unwrap();

        let mut longer = STEPS.to_vec();
        longer.push("CREATE TABLE later (seq INTEGER PRIMARY KEY) STRICT;");
        let copy = migrate(&mut connection, &path, &longer).unwrap().expect("a copy");
        assert_eq!(version(&connection).unwrap(), longer.len() as i64);
        let kept = |c: &Connection| c.query_row("SELECT what FROM change", [], |r| r.get::<_, String>(0)).unwrap();
        assert_eq!(kept(&connection), "kept");
        let copied = Connection::open(copy).unwrap();
        assert_eq!(kept(&copied), "kept");
        assert_eq!(version(&copied).unwrap(), STEPS.len() as i64);
    }

    #[test]
    fn a_step_that_fails_leaves_the_schema_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, STEPS).unwrap();
        let mut longer = STEPS.to_vec();
        longer.push("CREATE TABLE later (seq INTEGER PRIMARY KEY) STRICT; SELECT nonsense;");
        assert!(migrate(&mut connection, &path, &longer).is_err());
        assert_eq!(version(&connection).unwrap(), STEPS.len() as i64);
        let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'later'";
        assert_eq!(connection.query_row(tables, [], |r| r.get::<_, i64>(0)).unwrap(), 0);
    }

    #[test]
    fn a_file_of_the_future_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        let error = migrate(&mut connection, Path::new("j"), STEPS).unwrap_err();
        assert!(matches!(error, Error::Newer { found: 99, .. }), "{error}");
    }
}
