//! What the program can do: one function a use case, load, decide, write in one transaction. The command line and the
//! terminal program call only these, so every act exists once.

mod act;
mod anonymous;
mod assess;
mod demo;
mod doctor;
mod entry;
mod erase;
mod exchange;
mod file;
mod foresee;
mod history;
mod keep;
mod person;
mod photo;
mod report;
mod round;
mod symptom;
pub mod sync;
mod unite;

pub use assess::{Judged, assess, assess_everybody, assess_telling, spot, stand, urgent_others};
pub use demo::{demo_journal, fill_demo, make_demo};
pub use doctor::{
    Repaired, begin_new, doctor, good_backups, make_private, others_may_open, repair, synced_warning, warnings,
};
pub use entry::{
    NewLook, NewReview, NewSpot, NewTreatment, Reviewed, add_spot, close_spot, look, reopen_spot, review, same,
    treatment, treatment_improved,
};
pub use erase::{
    Gone, NO_WAY_BACK, NOT_REACHED, Plan, Subject, WORD, WhichLook, delete_kept, erase, plan_erasing, say_erasing,
};
pub use exchange::{Imported, export, import, import_erased_too, other_kind, parse_journal, parse_table, read_file};
pub use file::{Existing, back_up, is_in_the_way, may_be_read_by_others, write_private};
pub use foresee::{Draft, foresee};
pub use history::{Earlier, HistoryEntry, earlier_undo, history, newest_change, redo, spot_history, undo};
pub use keep::{back_up_sealed, backups, restore};
pub use person::{
    NewInfection, NewMedicine, PersonChange, add_person, change_person, infection, medicine, people, spots_of_others,
    stop_medicine,
};
pub use photo::{MAX_PHOTO_BYTES, photo_of_file};
pub use report::{
    DataFormat, PageFormat, Report, Since, Wanted, journal_of_person, make_everybodys_report, make_report, questions,
    write_data, write_page,
};
pub use round::{RoundAnswer, due_spots, round};
pub use symptom::{NewSymptoms, symptoms};
pub use sync::{Synced, sync};
pub use unite::unite_people;

use crate::domain::{AsOf, FieldError, Moment, Text, check_not_ahead};
use crate::error::Result;
use crate::guidance::Windows;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// One reading of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    pub local: NaiveDateTime,
    pub utc: DateTime<Utc>,
}

impl Context<'_> {
    /// Refuses a typed date that no clock on Earth shows yet; `field` is its name in the file format.
    fn check_typed(&self, field: &str, at: Moment) -> Result<()> {
        Ok(check_not_ahead(at, self.now.local).map_err(|e| e.at(field))?)
    }

    /// When a record that was changed at `old` is changed now: later than that in any case, whatever the clock says, since
    /// of two versions the one that was changed last counts.
    pub(crate) fn changed(&self, old: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        let after = old.map(|old| old + chrono::TimeDelta::milliseconds(1));
        Some(after.map_or(self.now.utc, |after| after.max(self.now.utc)))
    }
}

impl Now {
    pub fn today(self) -> NaiveDate {
        self.local.date()
    }

    /// A time of the history as the clock on the wall showed it, by the difference that it shows now.
    pub fn on_the_wall(self, time: DateTime<Utc>) -> NaiveDateTime {
        let utc = time.naive_utc();
        utc.checked_add_signed(self.local - self.utc.naive_utc()).unwrap_or(utc)
    }
}

/// What every act needs to know beside its own arguments.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub now: Now,
    pub windows: &'a Windows,
    /// Through which door, for the history: `command line` or `screen`.
    pub made_by: &'static str,
    /// Whose skin; without a name the first person's.
    pub person: Option<&'a str>,
    /// As of when to judge; without one, today.
    pub as_of: Option<AsOf>,
}

impl Context<'_> {
    pub fn as_of(&self) -> AsOf {
        self.as_of.unwrap_or(AsOf::now(self.now.local))
    }
}

/// What came of an act.
pub struct Receipt {
    /// What was done, as a sentence.
    pub done: String,
    /// Its change in the history.
    pub change: i64,
    /// The spot it was about.
    pub spot: Option<u32>,
    /// How the person stands now.
    pub judged: Judged,
}

/// That what names something is one line, as it is typed now.
fn one_line_at(text: Option<&Text>, field: &str) -> Result<(), FieldError> {
    text.map_or(Ok(()), |text| text.must_be_one_line().map_err(|error| error.at(field)))
}

/// The error of a value with the name of its field alone, as forms and options know it.
fn plain_field(error: FieldError) -> FieldError {
    let field = error.path.rsplit("].").next().unwrap_or_default().to_owned();
    FieldError { path: field, message: error.message }
}
