//! Export and import of journals.

use super::Context;
use super::act::record_shown;
use super::assess::{judge, person, troubled};
use super::erase::{bring_back, without_erased};
use super::strike::without_struck;
use crate::domain::{FieldError, Journal, Observation, PersonTree, SpotTree, check_names, fill_later, later_in_use};
use crate::error::{Error, Result};
use crate::exchange::{
    Columns, JournalVersion, MAX_FILE_BYTES, Table, Whose, read_columns, read_journal, read_table, write_journal,
    write_journal_as,
};
use crate::file::{self, Pipes};
use crate::store::{self, Owner, RecordRef, Store, Transaction};
use std::io::{Read, Write};
use std::path::Path;

/// The result of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Records that the journal did not have.
    pub added: usize,
    /// Records updated from the file.
    pub changed: usize,
    /// Records of the file older than those in the journal; they are kept in the history.
    pub kept_out: usize,
    /// Records of the file that the journal had already, with the same content.
    pub unchanged: usize,
    /// Records and notes skipped because they were erased here.
    pub erased: usize,
    /// Entries skipped because they were struck out here and not changed since.
    pub struck: usize,
}

impl Imported {
    /// Returns what was taken in and what was left out.
    pub fn say(&self) -> String {
        let mut text =
            format!("{} records added, {} changed, {} as they were.", self.added, self.changed, self.unchanged);
        if self.kept_out > 0 {
            text.push_str(&format!(" {} were older than the journal's own; they are in the history.", self.kept_out));
        }
        if self.erased > 0 {
            text.push_str(&format!(
                " {} were erased here and are left out; --erased-too brings them back.",
                self.erased
            ));
        }
        if self.struck > 0 {
            text.push_str(&format!(" {} were struck out here and are left out.", self.struck));
        }
        text
    }
}

/// Writes the whole journal, with people in the order of their ids, as `spotlog-journal/1` or, if a field of it is in
/// use, as version 2. Two machines with the same data write the same bytes, regardless of the order of entry.
pub fn export(store: &Store, out: impl Write) -> Result<()> {
    write_journal(&ordered(store)?, out).map_err(Error::io("the export cannot be written"))
}

/// Does the same as [`export`] in a given version. Returns how many records have fields that it leaves out.
pub fn export_version(store: &Store, version: JournalVersion, out: impl Write) -> Result<usize> {
    let mut journal = ordered(store)?;
    let left_out = later_in_use(&mut journal, version.number()).len();
    let fields = journal.iter_mut().flat_map(PersonTree::later_fields);
    fields.for_each(|(_, place)| place.clear(version.number()));
    write_journal_as(&journal, version, out).map_err(Error::io("the export cannot be written"))?;
    Ok(left_out)
}

/// Loads the journal with people in the order of their ids.
pub(super) fn ordered(store: &Store) -> Result<Journal> {
    let mut journal = store.read(store::load_journal)?;
    journal.sort_unstable_by_key(|tree| tree.person.id);
    Ok(journal)
}

/// Parses a journal in any version of the format. Its dates may be ahead of the local clock, since the other clock may
/// have been. Of fields that the version does not know, the records keep what the store has.
pub fn parse_journal(bytes: &[u8], store: &Store, context: &Context<'_>) -> Result<Journal> {
    let (mut journal, version) = read_journal(bytes, context.now.today())?;
    if version < JournalVersion::NEWEST {
        let known = later_in_use(&mut store.read(store::load_journal)?, version.number());
        fill_later(&mut journal, version.number(), &known);
    }
    Ok(journal)
}

/// Parses a table of observations with columns from [`table_columns`]. With `others_too`, its rows may name other people
/// than the context's person; otherwise every row is of the requested person. Rows that name nobody belong to the context's
/// person, or to the only person of the journal. Their spots get free numbers.
pub fn parse_table(
    bytes: &[u8],
    columns: &Columns,
    others_too: bool,
    store: &Store,
    context: &Context<'_>,
) -> Result<Table> {
    let (usual, known, erased) = store.read(|c| {
        let people = store::people(c)?;
        // A slip in the name must not make another person.
        let usual = if people.is_empty() { None } else { person(c, context)? };
        let people = people.into_iter();
        let known =
            people.map(|row| store::load_outline(c, row).map(|(facts, _)| facts)).collect::<Result<Vec<_>>>()?;
        Ok((usual, known, store::load_erased(c)?))
    })?;
    let usual = usual.map(|row| row.person.name.to_string()).filter(|_| others_too);
    let person = context.person.filter(|_| !others_too);
    let whose = Whose { person, usual: usual.as_deref(), known: &known, erased: Some(&erased) };
    Ok(read_table(bytes, columns, context.now.today(), whose)?)
}

/// Returns the columns of a table, and the fields that they hold. `map` gives the fields of columns with other names; a
/// column that is mapped to an empty name is left out.
///
/// # Errors
///
/// Fails if the file is no table, or if `map` names a column or a field that is not there.
pub fn table_columns(bytes: &[u8], map: &[(String, String)]) -> Result<Columns> {
    Ok(read_columns(bytes, map)?)
}

/// Returns whether a file looks like a table: its first line is text with separators, and it is no JSON.
pub fn is_like_table(bytes: &[u8]) -> bool {
    let text = without_mark(bytes);
    let first_line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_text = std::str::from_utf8(first_line).is_ok() && !first_line.contains(&0);
    is_text && !is_json(text) && first_line.iter().any(|byte| b",;\t".contains(byte))
}

fn is_json(text: &[u8]) -> bool {
    text.starts_with(b"{") || text.starts_with(b"[")
}

/// Returns the bytes without a byte order mark and blanks at their start.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

/// Explains why a file cannot be imported as a journal, and what can be done with it.
pub fn other_kind(bytes: &[u8], is_table: bool) -> Option<&'static str> {
    let text = without_mark(bytes);
    let head = &text[..text.len().min(4096)];
    let says = |words: &[u8]| head.windows(words.len()).any(|part| part == words);
    Some(match text {
        [] => "the file is empty",
        _ if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => {
            "this is text in UTF-16; save it again as UTF-8"
        }
        [b'S', b'Q', b'L', b'i', b't', b'e', b' ', ..] => {
            "this is a journal itself, not an export of one; `spotlog restore FILE` puts it in the place of yours"
        }
        [b'%', b'P', b'D', b'F', ..] => "this is a PDF; a journal comes from `spotlog export`",
        [b'P', b'K', 3, 4, ..] => "this is a workbook or another archive; save the table as CSV, and add --format csv",
        _ if says(b"spotlog-report/") => {
            "this is a report, made from a journal; the journal itself comes from `spotlog export`"
        }
        _ if is_json(text) && is_table => "this is no table but JSON; leave --format csv out",
        _ if !is_table && is_like_table(bytes) => "this looks like a table; add --format csv",
        _ => return None,
    })
}

/// Reads a file up to the size limit; `-` is standard input.
pub fn read_file(file: &Path) -> Result<Vec<u8>> {
    if file != Path::new("-") {
        return file::read(file, MAX_FILE_BYTES, Pipes::Read).map_err(|error| at(error, "file"));
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(Error::io("standard input cannot be read"))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let message = "standard input is larger than 256 MiB, the most that is allowed";
        return Err(FieldError::new(message).at("file").into());
    }
    Ok(bytes)
}

/// Merges a journal into this one in one transaction. Records match by id. The newer `changed_at` wins, a record
/// without one is the oldest, and on a tie the file wins. The losing version is kept in the history. Erased records are
/// skipped.
pub fn import(store: &mut Store, context: &Context<'_>, journal: &Journal) -> Result<Imported> {
    take_in(store, context, journal, false)
}

/// Does the same as [`import`], but also restores erased records of the file, on every machine.
pub fn import_erased_too(store: &mut Store, context: &Context<'_>, journal: &Journal) -> Result<Imported> {
    take_in(store, context, journal, true)
}

fn take_in(store: &mut Store, context: &Context<'_>, journal: &Journal, erased_too: bool) -> Result<Imported> {
    let (tally, _) = store.write(context.now.utc, context.made_by, "import", |tx| {
        let mut tally = Imported::default();
        let mut erased = store::load_erased(tx)?;
        let (journal, struck) = without_struck(tx, journal)?;
        tally.struck = struck;
        let journal = journal.as_ref();
        let wanted = (!erased.is_empty() && !erased_too).then(|| without_erased(journal, &erased));
        let (journal, left_out) = wanted.as_ref().map_or((journal, 0), |(wanted, left_out)| (wanted, *left_out));
        tally.erased = left_out;
        let back = if erased_too { bring_back(journal, &mut erased) } else { Vec::new() };
        let troubled = troubled(&store::load_journal(tx)?);
        for (i, tree) in journal.iter().enumerate() {
            merge_person(tx, tree, &mut tally).map_err(|e| at(e, format_args!("people[{i}]")))?;
        }
        if erased_too {
            store::bring_back(tx, &erased)?;
            back.iter().try_for_each(|back| back.outlive(tx))?;
        }
        // Restored records must win over their tombstones at the next sync.
        let state = super::sync::state_with_gone(tx)?;
        for (&(kind, id), &gone) in &state.gone {
            if state.entries.get(&(kind, id)).is_some_and(|entry| entry.changed_at() <= Some(gone)) {
                store::outlive(tx, kind.word(), id, gone)?;
            }
        }
        // The file is valid by itself; the merged journal must be valid too.
        let merged = store::load_journal(tx)?;
        check_names(&merged)?;
        for (i, tree) in merged.iter().enumerate().filter(|(_, tree)| !troubled.contains(&tree.person.id)) {
            tree.check().map_err(|e| e.at(format_args!("people[{i}] of the merged journal")))?;
        }
        if tally.added + tally.changed > 0 {
            for row in store::people(tx)? {
                record_shown(tx, &judge(tx, row, context)?.assessment)?;
            }
        }
        Ok(tally)
    })?;
    Ok(tally)
}

fn at(error: Error, place: impl std::fmt::Display) -> Error {
    match error {
        Error::Invalid(e) => Error::Invalid(e.at(place)),
        other => other,
    }
}

fn merge_person(tx: &Transaction<'_>, tree: &PersonTree<Observation>, tally: &mut Imported) -> Result<()> {
    let person = &tree.person;
    let record = RecordRef::Person(person);
    let other = store::find_person(tx, Some(&person.name))?.filter(|row| row.person.id != person.id);
    if let Some(other) = other
        && side(record, store::find_record(tx, record, Owner::Nobody)?.as_ref(), Owner::Nobody)? == Side::File
    {
        return Err(FieldError::new(format!(
            "{} is in this journal already, with the id {}. If they are two people, rename yours first: spotlog me --name \
             NAME. If they are one, give the person in the file that id",
            person.name, other.person.id
        ))
        .at("name")
        .into());
    }
    let seq = merge(tx, record, Owner::Nobody, tally)?;
    let owner = Owner::Person(seq);
    for record in &tree.infections {
        merge(tx, RecordRef::Infection(record), owner, tally)?;
    }
    for record in &tree.medicines {
        merge(tx, RecordRef::Medicine(record), owner, tally)?;
    }
    for record in &tree.symptoms {
        merge(tx, RecordRef::Symptom(record), owner, tally)?;
    }
    for record in &tree.reviews {
        merge(tx, RecordRef::Review(record), owner, tally)?;
    }
    // Avoids conflicts while spots exchange their numbers.
    for spot in tree.spots.iter().map(|tree| &tree.spot) {
        let record = RecordRef::Spot(spot);
        let stored = store::find_record(tx, record, owner)?;
        if let Some(stored) = stored
            && side(record, Some(&stored), owner)? == Side::File
        {
            store::set_aside_number(tx, stored.seq, spot.number)?;
        }
    }
    for (i, spot) in tree.spots.iter().enumerate() {
        merge_spot(tx, seq, spot, tally).map_err(|e| at(e, format_args!("spots[{i}]")))?;
    }
    Ok(())
}

fn merge_spot(tx: &Transaction<'_>, person: i64, tree: &SpotTree<Observation>, tally: &mut Imported) -> Result<()> {
    let spot = &tree.spot;
    let (record, owner) = (RecordRef::Spot(spot), Owner::Person(person));
    let other = store::load_spot(tx, person, spot.number)?.filter(|(_, other)| other.id != spot.id);
    if let Some((_, other)) = other
        && side(record, store::find_record(tx, record, owner)?.as_ref(), owner)? == Side::File
    {
        return Err(FieldError::new(format!(
            "this journal has a spot {} already, with the id {}; give the spot in the file that id to merge the two, \
             or another number to keep them apart",
            spot.number, other.id
        ))
        .at("number")
        .into());
    }
    let seq = merge(tx, record, owner, tally)?;
    for observation in &tree.observations {
        let observation_seq = merge(tx, RecordRef::Observation(observation), Owner::Spot(seq), tally)?;
        for photo in &observation.photos {
            merge(tx, RecordRef::Photo(photo), Owner::Observation(observation_seq), tally)?;
        }
    }
    for treatment in &tree.treatments {
        merge(tx, RecordRef::Treatment(treatment), Owner::Spot(seq), tally)?;
    }
    for review in &tree.reviews {
        merge(tx, RecordRef::Review(review), Owner::Spot(seq), tally)?;
    }
    Ok(())
}

/// Which of two records with one id wins.
#[derive(PartialEq, Eq)]
enum Side {
    /// Both have the same content.
    Both,
    File,
    Journal,
}

fn side(record: RecordRef<'_>, stored: Option<&store::Record>, owner: Owner) -> Result<Side> {
    let Some(stored) = stored else { return Ok(Side::File) };
    Ok(if record.same_as(stored, owner)? {
        Side::Both
    } else if record.changed_at() >= stored.changed_at {
        Side::File
    } else {
        Side::Journal
    })
}

fn merge(tx: &Transaction<'_>, record: RecordRef<'_>, owner: Owner, tally: &mut Imported) -> Result<i64> {
    let Some(stored) = store::find_record(tx, record, owner)? else {
        tally.added += 1;
        return record.put(tx, owner);
    };
    match side(record, Some(&stored), owner)? {
        Side::Both => {
            tally.unchanged += 1;
            if record.changed_at() > stored.changed_at {
                record.put(tx, owner)?;
            }
        }
        Side::File => {
            tally.changed += 1;
            record.put(tx, owner)?;
        }
        Side::Journal => {
            tally.kept_out += 1;
            store::keep_out(tx, record, owner, stored.seq)?;
        }
    }
    Ok(stored.seq)
}
