//! An index of every record that a journal ever held, built by one pass over the tables and the history. Erasing uses
//! it to find the records that belong to a record, including deleted ones.

use super::history::TABLES;
use super::row::parse_utc;
use crate::domain::{Erasures, NOTE};
use crate::error::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A table and the id of a record in it.
pub type RecordKey = (&'static str, Uuid);

/// The data of a record that finding and erasing need.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// `None` for a person, and if the owner is unknown.
    pub owner: Option<RecordKey>,
    /// The latest change time of all its versions.
    pub changed_at: Option<DateTime<Utc>>,
    /// Whether it exists now and not only in the history.
    pub is_there: bool,
    /// Set for a spot.
    pub number: Option<u32>,
    /// Set for an observation: its moment as stored.
    pub at: Option<String>,
    /// Set for a person.
    pub name: Option<String>,
    /// Whether any version of an observation has a note.
    pub has_note: bool,
}

/// A row of the history.
pub(super) struct Line {
    pub seq: i64,
    pub change: i64,
    pub key: RecordKey,
    /// The change time of the version before and of the one after, where it has a note of an observation.
    pub noted: [Option<Option<DateTime<Utc>>>; 2],
}

/// An index of all records; see the module documentation.
pub struct Ledger {
    /// Every record that exists or ever existed, by table and id.
    pub records: BTreeMap<RecordKey, Known>,
    pub(super) lines: Vec<Line>,
}

/// The owner of the rows of a table: the table, the column, the owner's table.
const OWNERS: [(&str, &str, &str); 9] = [
    ("infection", "person", "person"),
    ("medicine", "person", "person"),
    ("symptom", "person", "person"),
    ("review", "person", "person"),
    ("spot", "person", "person"),
    ("review", "spot", "spot"),
    ("treatment", "spot", "spot"),
    ("observation", "spot", "spot"),
    ("photo", "observation", "observation"),
];

/// A row as stored in the history.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    changed_at: Option<Cow<'a, str>>,
    person: Option<i64>,
    spot: Option<i64>,
    observation: Option<i64>,
    number: Option<i64>,
    at: Option<Cow<'a, str>>,
    name: Option<Cow<'a, str>>,
    note: Option<Cow<'a, str>>,
}

impl Row<'_> {
    fn owner(&self, table: &str) -> Option<(&'static str, i64)> {
        let owner = |&(_, column, owner): &(&str, &str, &'static str)| {
            let seq = match column {
                "person" => self.person,
                "spot" => self.spot,
                _ => self.observation,
            };
            Some((owner, seq?))
        };
        OWNERS.iter().filter(|(of, ..)| *of == table).find_map(owner)
    }
}

impl Ledger {
    /// Reads the history, then the current records.
    pub fn read(connection: &Connection) -> Result<Ledger> {
        let mut ledger = Ledger { records: BTreeMap::new(), lines: Vec::new() };
        ledger.read_history(connection)?;
        ledger.read_tables(connection)?;
        Ok(ledger)
    }

    fn read_history(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection
            .prepare("SELECT seq, change, in_table, row, before, after FROM history NOT INDEXED ORDER BY seq")?;
        let mut rows = statement.query([])?;
        // Maps a row number to the record that currently has it, since numbers can be reused. A record may be written
        // before its owner, but within one change. So owners are resolved when a change ends.
        let mut holders: BTreeMap<(&'static str, i64), Uuid> = BTreeMap::new();
        let mut open: Vec<(RecordKey, (&'static str, i64))> = Vec::new();
        let mut current = 0;
        while let Some(row) = rows.next()? {
            let (seq, change, table, number): (i64, i64, String, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            // No version of this program writes rows of other tables.
            let Some(table) = TABLES.into_iter().find(|known| *known == table) else { continue };
            if change != current {
                self.settle(&mut open, &holders);
                current = change;
            }
            let mut of = None;
            for side in [0, 1] {
                let Some(content) = row.get_ref(4 + side)?.as_str_or_null().ok().flatten() else { continue };
                let Ok(content) = serde_json::from_str::<Row<'_>>(content) else { continue };
                let Ok(id) = Uuid::try_parse(&content.id) else { continue };
                let key = (table, id);
                let has_note = content.note.is_some() && table == "observation";
                let known = self.records.entry(key).or_default();
                let changed_at = content.changed_at.as_deref().and_then(|at| parse_utc(at).ok());
                known.changed_at = known.changed_at.max(changed_at);
                known.number = content.number.and_then(|number| u32::try_from(number).ok()).or(known.number);
                known.has_note |= has_note;
                if let Some(at) = &content.at {
                    known.at = Some(at.to_string());
                }
                if let Some(name) = &content.name {
                    known.name = Some(name.to_string());
                }
                holders.insert((table, number), id);
                open.extend(content.owner(table).map(|owner| (key, owner)));
                let line = of.get_or_insert(Line { seq, change, key, noted: [None, None] });
                line.noted[side] = has_note.then_some(changed_at);
            }
            self.lines.extend(of);
        }
        self.settle(&mut open, &holders);
        Ok(())
    }

    fn settle(
        &mut self,
        open: &mut Vec<(RecordKey, (&'static str, i64))>,
        holders: &BTreeMap<(&'static str, i64), Uuid>,
    ) {
        for (key, (table, seq)) in open.drain(..) {
            if let (Some(known), Some(id)) = (self.records.get_mut(&key), holders.get(&(table, seq))) {
                known.owner = Some((table, *id));
            }
        }
    }

    /// Reads the current rows, which override the history.
    fn read_tables(&mut self, connection: &Connection) -> Result<()> {
        let own = |table: &str| match table {
            "person" => "NULL, NULL, c.name, 0",
            "spot" => "c.number, NULL, NULL, 0",
            "observation" => "NULL, c.at, NULL, c.note IS NOT NULL",
            _ => "NULL, NULL, NULL, 0",
        };
        let person = ("person", format!("SELECT c.id, NULL, c.changed_at, {} FROM person c", own("person")), None);
        let owned = OWNERS.iter().map(|&(table, column, owner)| {
            let columns = own(table);
            let sql = format!(
                "SELECT c.id, o.id, c.changed_at, {columns} FROM {table} c JOIN {owner} o ON o.seq = c.{column}"
            );
            (table, sql, Some(owner))
        });
        for (table, sql, owner) in std::iter::once(person).chain(owned) {
            let mut statement = connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (id, of): (String, Option<String>) = (row.get(0)?, row.get(1)?);
                let Ok(id) = Uuid::try_parse(&id) else { continue };
                let changed_at: Option<String> = row.get(2)?;
                let known = self.records.entry((table, id)).or_default();
                known.is_there = true;
                known.owner = owner.zip(of.and_then(|of| Uuid::try_parse(&of).ok()));
                known.changed_at = known.changed_at.max(changed_at.and_then(|at| parse_utc(&at).ok()));
                known.number =
                    row.get::<_, Option<i64>>(3)?.and_then(|number| u32::try_from(number).ok()).or(known.number);
                known.at = row.get::<_, Option<String>>(4)?.or_else(|| known.at.take());
                known.name = row.get::<_, Option<String>>(5)?.or_else(|| known.name.take());
                known.has_note |= row.get::<_, bool>(6)?;
            }
        }
        Ok(())
    }

    /// Returns whether any version of a look has a note.
    pub(super) fn has_note(&self, look: Uuid) -> bool {
        self.records.get(&("observation", look)).is_some_and(|known| known.has_note)
    }

    /// Returns the record and its chain of owners.
    pub fn chain(&self, key: RecordKey) -> impl Iterator<Item = RecordKey> {
        // The longest chain is photo, look, spot, person. In a damaged file it could be circular.
        std::iter::successors(Some(key), |key| self.records.get(key)?.owner).take(4)
    }

    /// Returns whether a record is another one or belongs to it.
    pub fn is_below(&self, key: RecordKey, root: RecordKey) -> bool {
        self.chain(key).any(|above| above == root)
    }

    /// Marks everything that belongs to an erased record as erased too, no earlier than its latest version. Also
    /// records the numbers of erased spots.
    pub fn complete(&self, erased: &mut Erasures) {
        for (&key, known) in &self.records {
            let root = self.chain(key).find_map(|(kind, id)| erased.get(kind, id));
            if let Some(root) = root {
                erased.erase(key.0, key.1, root.at, known.changed_at);
                if let (("spot", id), Some((_, person)), Some(number)) = (key, known.owner, known.number) {
                    erased.keep_number(id, person, number);
                }
            }
            if known.has_note
                && key.0 == "observation"
                && let Some(note) = erased.get(NOTE, key.1)
            {
                erased.erase(NOTE, key.1, note.at, known.changed_at);
            }
        }
    }
}
