//! The use cases of the program, one function each: load, decide, write in one transaction. The command line and the
//! terminal program call only these, so that each action is implemented once.

mod about;
mod act;
mod anonymous;
mod assess;
mod bundle;
mod correct;
mod demo;
mod doctor;
mod draft;
mod entry;
mod erase;
mod exchange;
mod file;
mod format;
mod history;
mod keep;
mod person;
mod photo;
mod photos;
mod preview;
mod report;
mod round;
mod saved;
mod slip;
mod strike;
mod symptom;
pub mod sync;
mod unite;

pub use about::{sizes, version};
pub use assess::{Judged, assess, assess_everybody, assess_telling, is_still, spot, summarize, urgent_others};
pub use bundle::{Bundle, Incoming, export_bundle, is_zip, say_lacking, stream_bundle};
pub use correct::{add_note, correct};
pub use demo::{demo_journal, fill_demo, make_demo};
pub use doctor::{
    MendedPictures, Repaired, begin_new, doctor, good_backups, make_private, mend_pictures, others_may_open, repair,
    synced_warning, warnings,
};
pub use draft::{StoredDraft, drafts, drop_draft, keep_draft};
pub use entry::{
    NewLook, NewReview, NewSpot, NewTreatment, Reviewed, add_spot, close_spot, look, reopen_spot, review, same,
    treatment, treatment_improved,
};
pub use erase::{
    Gone, NO_WAY_BACK, NOT_REACHED, Plan, Subject, WORD, WhichLook, delete_kept, erase, plan_erasing, say_erasing,
};
pub use exchange::{
    Imported, export, export_version, import, import_erased_too, is_like_table, other_kind, parse_journal, parse_table,
    read_file, table_columns,
};
pub use file::{Existing, back_up, check_clear_name, is_in_the_way, may_be_read_by_others, write_private};
pub use format::Format;
pub use history::{Earlier, HistoryEntry, Undone, earlier_undo, history, newest_change, redo, spot_history, undo};
pub use keep::{back_up_sealed, backups, restore};
pub use person::{
    NewInfection, NewMedicine, PersonChange, add_person, change_person, infection, medicine, notes, people,
    spot_titles, spots_of_others, stop_medicine,
};
pub use photo::{
    Blocks, Cell, Colour, Days, Detail, MOST_PIXELS, NewPhoto, Pixels, Refused, TakenIn, cells, difference, jpeg_of,
    photo_of_file, png_of, take_in,
};
pub use photos::{
    NOT_AT_THE_SAME_SCALE, PICTURES_NOT_REACHED, PictureState, SpotPhoto, TookInNamed, add_photos, correct_with_photos,
    erase_pictures, find_photo, not_taken_in, photo_days, photos, picture_bytes, remove_photo, say_changes,
    say_pictures_not_here, take_in_named, view,
};
pub use preview::{Draft, Foreseen, Preview, preview};
pub use report::{
    Report, Since, Wanted, journal_of_person, make_everybodys_report, make_report, report_extras, write_data,
};
pub use round::{RoundAnswer, RoundSpot, round, round_spots};
pub use saved::{Address, Saved, SavedKind, find_saved, find_spot};
pub use slip::{FarSize, address_of_look, far_size};
pub use strike::{strike, strike_person};
pub use symptom::{NewSymptoms, symptoms};
pub use sync::{Synced, sync};
pub use unite::unite_people;

use crate::domain::{AsOf, FieldError, Moment, Text, check_not_ahead, show_date};
use crate::error::Result;
use crate::guidance::Windows;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// One reading of the clock, in local time and in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Local time without a zone, as entries have it.
    pub local: NaiveDateTime,
    /// The same instant, for change times and the history.
    pub utc: DateTime<Utc>,
}

impl Context<'_> {
    /// Checks that a typed date is not in the future. `field` is its name in the file format.
    ///
    /// # Errors
    ///
    /// Fails for a date later than any clock on Earth shows.
    fn check_typed(&self, field: &str, at: Moment) -> Result<()> {
        Ok(check_not_ahead(at, self.now.local).map_err(|e| e.at(field))?)
    }

    /// Returns the change time for a record last changed at `old`. It is always later than `old`, even if the clock is
    /// behind, since the last writer wins.
    pub(crate) fn changed(&self, old: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        let after = old.map(|old| old + chrono::TimeDelta::milliseconds(1));
        Some(after.map_or(self.now.utc, |after| after.max(self.now.utc)))
    }
}

impl Now {
    /// Formats a time of the history in local time, by the date setting: `21 Nov 2026 14:30`.
    pub fn show_time(self, time: DateTime<Utc>) -> String {
        let local = self.to_local(time);
        format!("{} {}", show_date(local.date()), local.format("%H:%M"))
    }

    /// Returns the local day.
    pub fn today(self) -> NaiveDate {
        self.local.date()
    }

    /// Converts a time of the history to local time, using the current UTC offset.
    pub fn to_local(self, time: DateTime<Utc>) -> NaiveDateTime {
        let utc = time.naive_utc();
        utc.checked_add_signed(self.local - self.utc.naive_utc()).unwrap_or(utc)
    }
}

/// The context of a use case, besides its own arguments.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The clock, read once for the whole use case.
    pub now: Now,
    /// The periods of the rules, from the settings.
    pub windows: &'a Windows,
    /// The interface used, for the history: `command line` or `screen`.
    pub made_by: &'static str,
    /// The name of the person; `None` for the first person.
    pub person: Option<&'a str>,
    /// The as-of moment of the evaluation; `None` for today.
    pub as_of: Option<AsOf>,
}

impl Context<'_> {
    /// Returns the as-of moment, which is now unless another one was given.
    pub fn as_of(&self) -> AsOf {
        self.as_of.unwrap_or(AsOf::now(self.now.local))
    }
}

/// The result of a use case that writes.
pub struct Receipt {
    /// A sentence that describes what was done.
    pub done: String,
    /// The number of its change in the history.
    pub change: i64,
    /// The spot concerned.
    pub spot: Option<u32>,
    /// The evaluation of the person after the change.
    pub judged: Judged,
}

/// Checks that a name is a single line.
fn one_line_at(text: Option<&Text>, field: &str) -> Result<(), FieldError> {
    text.map_or(Ok(()), |text| text.must_be_one_line().map_err(|error| error.at(field)))
}

/// Reduces the path of an error to the field name, as used by forms and options.
fn plain_field(error: FieldError) -> FieldError {
    let field = error.path.rsplit("].").next().unwrap_or_default().to_owned();
    FieldError { path: field, message: error.message }
}
