//! The forms. Each file builds a form and reads its answers.

mod background;
mod columns;
mod correct;
mod dropped;
mod erase;
mod export;
mod files;
pub(super) mod kept;
mod look;
mod person;
mod photo;
mod reader;
mod removed;
mod review;
mod settings;
mod spot;
mod symptom;
mod treatment;

pub(super) use columns::{ask_columns, can_ask};
pub(super) use correct::{add_note, correct, move_spot};
pub(super) use dropped::paths;
pub(super) use erase::erase;
pub(super) use export::{export, save_elsewhere, sections, sections_left_out};
pub(super) use files::{ending, files};
pub(super) use look::{SIZE, look, round_size};
pub(super) use person::{emergency_number, infection, medicine, new_person, person, strike_person};
pub(super) use photo::{add_photo, say_changes};
pub(super) use removed::removed;
pub(super) use review::{review, review_of};
pub(super) use settings::form as settings;
pub(super) use spot::new_spot;
pub(super) use symptom::symptoms;
pub(super) use treatment::treatment;

use crate::domain::{FieldError, Moment};
use crate::ops::{Draft, Judged, Saved};
use crate::tui::message::{Act, Effect};
use crate::tui::widget::form::{Form, Purpose};
use chrono::NaiveDateTime;
use reader::Reader;

/// Reads the form and returns the effect to perform.
///
/// # Errors
///
/// Returns all errors at once.
pub(super) fn read(form: &Form, now: NaiveDateTime) -> Result<Effect, Vec<FieldError>> {
    let mut reader = Reader::new(form, now);
    let r = &mut reader;
    let effect = match form.purpose {
        Purpose::NewSpot => {
            let (spot, look) = (spot::read(r), look::read(r));
            spot.zip(look).map(|(spot, look)| Effect::Act(Act::AddSpot(Box::new(spot), Box::new(look))))
        }
        Purpose::Look(number) => look::read(r).map(|look| Effect::Act(Act::Look(number, Box::new(look)))),
        Purpose::RoundSize(number, answer) => {
            look::read_round_size(r, answer).map(|look| Effect::Act(Act::Look(number, Box::new(look))))
        }
        Purpose::AddPhoto(number) => photo::read(r, number),
        Purpose::SayChanges => photo::read_changes(r),
        Purpose::Review(of) => review::read(r, of).map(Effect::Act),
        Purpose::Treatment(number) => treatment::read(r, number).map(Effect::Act),
        Purpose::Removed(number) => removed::read(r, number).map(Effect::Act),
        Purpose::Correct | Purpose::Move => correct::read(r).map(Effect::Act),
        Purpose::AddNote => correct::read_note(r).map(Effect::Act),
        Purpose::Symptoms => symptom::read(r).map(Effect::Act),
        Purpose::Medicine => person::read_medicine(r).map(Effect::Act),
        Purpose::Infection => person::read_infection(r).map(Effect::Act),
        Purpose::Person => person::read_person(r).map(Effect::Act),
        Purpose::NewPerson => person::read_new_person(r).map(Effect::Act),
        Purpose::StrikePerson => person::read_strike(r),
        Purpose::EmergencyNumber => person::read_emergency_number(r),
        Purpose::Settings => settings::read(r).map(|settings| Effect::KeepSettings(Box::new(settings))),
        Purpose::Export => export::read(r).map(|export| Effect::Export(Box::new(export))),
        Purpose::Files(task) => files::read(r, task),
        Purpose::Erase => erase::read(r),
        Purpose::SaveElsewhere => export::read_path(r).map(Effect::SaveElsewhere),
        // This form only changes the report on the screen and has no effect.
        Purpose::Sections => None,
    };
    match effect {
        Some(effect) if reader.errors.is_empty() => Ok(effect),
        _ => Err(reader.errors),
    }
}

/// Fills a new form with what is saved of its spot: which it is, the last answers, and how was measured last.
pub(super) fn recall(form: &mut Form, judged: Option<&Judged>) {
    if let Some(judged) = judged {
        let number = form.purpose.spot_mut().copied();
        form.spot = number.and_then(|number| Some(judged.facts.spot(number)?.spot.id));
        look::recall(form, judged);
    }
}

/// What is said where a form cannot be saved because its spot is not there.
pub(super) const SPOT_IS_GONE: &str =
    "Not saved: the spot is no longer in the journal. It was undone or taken away elsewhere.";

/// Takes the number that the spot of an open form has now. Returns false if the spot is no longer there.
pub(super) fn follow_spot(form: &mut Form, judged: Option<&Judged>) -> bool {
    let (Some(number), Some(id)) = (form.purpose.spot_mut(), form.spot) else { return true };
    let tree = judged.and_then(|judged| judged.facts.spot_of(id));
    tree.is_some_and(|tree| {
        *number = tree.spot.number;
        true
    })
}

/// Returns the answers so far, so that urgent rules can be applied before the form is finished. Answers that cannot be
/// parsed yet are left open. `None` for forms that no urgent rule reads.
pub(super) fn draft(form: &Form, now: NaiveDateTime) -> Option<Draft> {
    let mut reader = Reader::new(form, now);
    match form.purpose {
        Purpose::NewSpot => {
            let look = look::so_far(&mut reader);
            Some(Draft::Spot(spot::so_far(&mut reader), look))
        }
        Purpose::Look(number) => Some(Draft::Look(number, look::so_far(&mut reader))),
        Purpose::Symptoms => {
            let at = reader.moment("at").unwrap_or(Moment::at(now));
            Some(Draft::Symptoms(symptom::answered(&mut reader, at)))
        }
        Purpose::Correct | Purpose::Move => Some(Draft::Entry(correct::so_far(&mut reader)?)),
        Purpose::Medicine => Some(Draft::Entry(Box::new(Saved::Medicine(person::medicine_so_far(&mut reader)?)))),
        Purpose::Infection => Some(Draft::Entry(Box::new(Saved::Infection(person::infection_so_far(&mut reader)?)))),
        _ => None,
    }
}
