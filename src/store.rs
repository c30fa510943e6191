//! The SQLite file of a journal. This module stores and loads records; the rules about them are elsewhere.
//!
//! [`Store::read`] and [`Store::write`] are the only ways to the data. Functions that read take a `&Connection`,
//! functions that write take a `&Transaction`. So every write goes through [`Store::write`], which records the change.

mod backup;
mod beside;
mod check;
mod copies;
mod copy;
mod door;
mod draft;
mod edge;
mod erase;
mod examine;
mod facts;
mod file_lock;
mod history;
mod journal;
mod ledger;
mod migrate;
mod observation;
mod open;
mod packed;
mod person;
mod photo;
mod pictures;
mod place;
mod private;
mod rebuild;
mod record;
mod repair;
mod row;
mod schema;
mod spot;
mod triggers;

/// Returns the version of SQLite.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

pub use backup::{delete_kept, kept_copies, remove_with_backups, set_backups_aside};
pub use beside::{copy_aside, free_name, remove, with_ending};
pub use check::Check;
pub use copies::{backups_of, is_new, lost, newest_change, newest_first};
pub use draft::{StoredDraft, load_drafts};
pub use erase::{bring_back, erase, load_erased, put_note_back};
pub use facts::{load_facts, load_outline, stream_looks};
pub use history::{
    ChangeEntry, ShownFlag, begin_change, changes, count_unreadable_times, date_change, delete_record, deletions,
    find_row, forget_empty_change, keep_out, make_final, next_undo, outlive, passed_over, record_flags, redo_last,
    shown_flags, spot_changes, struck_out, undo_last,
};
pub use journal::{load_journal, load_person, load_spot_tree};
pub use ledger::{Known, Ledger, RecordKey};
pub use migrate::SCHEMA_VERSION;
pub use observation::{QUESTION_MARKS, asking_notes, notes, photo_times};
pub use open::{Completed, Keep, Store, Unerased};
pub use packed::Packed;
pub use person::{PersonRow, find_person, people, set_aside_name};
pub use photo::{kept_pictures, kept_shots, named_pictures, numbers_with_photos, owner_of_photo, photos_of_pictures};
pub use pictures::{Found, Pictures, ending, file_name, named_by};
pub use place::{LogState, follow_links, synced_by};
pub use private::{make_private, others_may_open};
pub use record::{Owner, Record, RecordRef, find_record};
pub use repair::{Replayed, is_in_use, lock, put_in_place, take_back_half_done};
pub use spot::{find_spot, load_spot, next_spot_number, set_aside_number};

pub use rusqlite::{Connection, Transaction};
