//! The checks that doctor shows: structure, schema, references, permissions.

use super::edge::at_edge;
use super::migrate::version;
use super::open::Store;
use super::private::{mode_of, private_files};
use super::schema::{must_be_ours, must_have_numbers};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use std::path::Path;

/// One result line of [`Store::check`].
pub struct Check {
    /// What was checked, in a word or two.
    pub what: &'static str,
    /// `Err` is the problem found.
    pub found: std::result::Result<String, String>,
}

impl Check {
    /// Returns the result in a line: `passed  structure: whole`.
    pub fn say(&self) -> String {
        let (Ok(found) | Err(found)) = &self.found;
        format!("{}  {}: {found}", if self.found.is_ok() { "passed" } else { "FAILED" }, self.what)
    }

    /// Returns whether the check is about the pictures beside the journal, which are no part of its file.
    pub fn is_about_photos(&self) -> bool {
        self.what == "photos"
    }

    /// Returns whether the check is about file permissions, which are no damage.
    pub fn is_about_permissions(&self) -> bool {
        self.what.ends_with("permissions")
    }
}

impl Store {
    /// Checks that there are numbers left for new records. A file opened only for checking or restoring needs none.
    pub fn check_numbers(&self) -> Check {
        let found = must_have_numbers(self.connection(), self.path()).map_err(|e| at_edge(e, self.path()).to_string());
        Check { what: "numbers", found: found.map(|()| "there are some left for new records".into()) }
    }

    /// Checks the file for `spotlog doctor`: structure, schema, references, permissions.
    pub fn check(&self) -> Result<Vec<Check>> {
        let c = self.connection();
        let structure = || -> Result<Vec<String>> {
            let mut statement = c.prepare("PRAGMA integrity_check(20)")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let references = || -> Result<i64> {
            Ok(c.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?)
        };
        let edge = |e: Error| at_edge(e, self.path()).to_string();
        let mut checks = vec![
            Check {
                what: "structure",
                found: match structure() {
                    Ok(lines) if lines == ["ok"] => Ok("whole".into()),
                    Ok(lines) => Err(lines.join("; ")),
                    Err(error) => Err(edge(error)),
                },
            },
            Check {
                what: "schema",
                found: must_be_ours(c, self.path())
                    .and_then(|()| Ok(format!("version {}, and nothing of anybody else's", version(c)?)))
                    .map_err(edge),
            },
            Check {
                what: "references",
                found: match references() {
                    Ok(0) => Ok("every record belongs to something that exists".into()),
                    Ok(n) => Err(format!("{n} records belong to something that is missing")),
                    Err(error) => Err(edge(error)),
                },
            },
        ];
        checks.extend(check_permissions(self.path()));
        Ok(checks)
    }

    /// Returns the schema as SQLite stores it, for the page docs/schema.sql.
    pub fn schema(&self) -> Result<String> {
        let mut text = format!(
            "-- Made from migrations/, schema version {}; a test keeps it true.\n",
            version(self.connection())?
        );
        let mut statement = self.connection().prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid",
        )?;
        for sql in statement.query_map([], |row| row.get::<_, String>(0))? {
            text.push_str(&format!("\n{};\n", sql?));
        }
        Ok(text)
    }
}

/// Checks that only the owner can access the journal and the files that belong to it. Returns nothing where the system
/// has no permission bits.
pub(super) fn check_permissions(path: &Path) -> Vec<Check> {
    let open: Vec<String> = private_files(path)
        .into_iter()
        .filter_map(|(file, _)| mode_of(&file).filter(|mode| mode & 0o077 != 0).map(|mode| (file, mode)))
        .map(|(file, mode)| format!("{mode:04o}: others may open {}", file.shown()))
        .collect();
    let found = match open.as_slice() {
        [] => Ok("only you may open it".into()),
        open => Err(format!("{}; spotlog doctor --repair mends it", open.join(", "))),
    };
    if mode_of(path).is_some() { vec![Check { what: "file permissions", found }] } else { Vec::new() }
}
