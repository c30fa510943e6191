//! Drafts of forms: the answers as they were typed, by the name of their field.

use super::correct::{add_note, correct, move_spot};
use super::look::look;
use super::person::{infection, medicine};
use super::recall;
use super::spot::new_spot;
use super::symptom::symptoms;
use crate::domain::{Look, Said, SpotId, SpotTree};
use crate::ops::{Judged, Reviewed, Saved, StoredDraft};
use crate::tui::widget::field::{Field, FieldKind, Line};
use crate::tui::widget::form::{Form, Purpose};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The draft of a check round.
pub(crate) const ROUND: &str = "round";

/// The word of a draft of a round for an answer with all details.
pub(crate) const DETAILS: &str = "details";

/// The typed answers of a form, by the name of their field.
pub(crate) type Typed = BTreeMap<String, Vec<String>>;

/// The word of each kind of draft, what it is called, and what goes on with it.
const KINDS: [(&str, &str, &str); 11] = [
    (NEW_SPOT, "A new spot", "{new-spot} goes on with it."),
    (LOOK, "A look", "{look} goes on with it."),
    (REVIEW, "A review", "{review} goes on with it."),
    (TREATMENT, "A treatment", "{treatment} goes on with it."),
    (SYMPTOMS, "A form of symptoms", "{symptoms} goes on with it."),
    (MEDICINE, "A medicine", "{me} goes on with it."),
    (INFECTION, "An infection", "{me} goes on with it."),
    (CORRECTION, "A correction", "Correct the entry again to go on with it."),
    (MOVE, "The move of a spot", "Move the spot again to go on with it."),
    (NOTE, "A note on an entry", "Add the note again to go on with it."),
    (ROUND, "A check round", "{round} goes on with it."),
];
/// The kinds that name their spot, by its id: an undo or a sync can give its number to another spot.
const OF_SPOT: [&str; 3] = [LOOK, REVIEW, TREATMENT];
const NEW_SPOT: &str = "new-spot";
const LOOK: &str = "look";
const REVIEW: &str = "review";
const TREATMENT: &str = "treatment";
const SYMPTOMS: &str = "symptoms";
const MEDICINE: &str = "medicine";
const INFECTION: &str = "infection";
const CORRECTION: &str = "correction";
const MOVE: &str = "move";
const NOTE: &str = "note";

/// Returns the drafts that can be about a saved entry.
pub(crate) fn of_entry(id: Uuid) -> [String; 3] {
    [CORRECTION, MOVE, NOTE].map(|word| format!("{word} {id}"))
}

/// Returns which draft a form has; `None` for a form that is not kept, such as one of settings.
pub(crate) fn what(form: &Form) -> Option<String> {
    if let Some(saved) = &form.saved {
        let [correction, moved, note] = of_entry(saved.id());
        return match form.purpose {
            Purpose::Move => Some(moved),
            Purpose::Correct => Some(correction),
            Purpose::AddNote => Some(note),
            _ => None,
        };
    }
    let of_spot = |word: &str| form.spot.map(|id| format!("{word} {id}"));
    match form.purpose {
        Purpose::NewSpot => Some(NEW_SPOT.to_owned()),
        Purpose::Look(_) => of_spot(LOOK),
        Purpose::Treatment(_) => of_spot(TREATMENT),
        Purpose::Review(Reviewed::Spot(_)) => of_spot(REVIEW),
        Purpose::Review(Reviewed::Person) => Some(REVIEW.to_owned()),
        Purpose::Symptoms => Some(SYMPTOMS.to_owned()),
        Purpose::Medicine => Some(MEDICINE.to_owned()),
        Purpose::Infection => Some(INFECTION.to_owned()),
        _ => None,
    }
}

/// Returns what a draft is called, and a sentence on how to go on with it. `None` for a draft of another version of the
/// program.
pub(crate) fn called(what: &str) -> Option<(&'static str, &'static str)> {
    let word = what.split(' ').next().unwrap_or_default();
    KINDS.into_iter().find(|(known, ..)| *known == word).map(|(_, called, how)| (called, how))
}

/// Returns the spot with that id, if it is there.
fn spot_with<'j>(judged: Option<&'j Judged>, id: &str) -> Option<&'j SpotTree<Look>> {
    judged?.facts.spot_of(SpotId(id.parse().ok()?))
}

/// Returns the number of the spot that a draft is about. `None` if it is not there, and for a draft about something else.
pub(crate) fn number_of(what: &str, judged: Option<&Judged>) -> Option<u32> {
    let (_, id) = what.split_once(' ').filter(|(word, _)| OF_SPOT.contains(word))?;
    spot_with(judged, id).map(|tree| tree.spot.number)
}

/// Returns whether the spot of a draft is there, or a spot of a round. Without a spot, returns true.
pub(crate) fn is_there(draft: &StoredDraft, judged: Option<&Judged>) -> bool {
    match draft.what.split_once(' ') {
        None if draft.what == ROUND => draft.answers.keys().any(|id| spot_with(judged, id).is_some()),
        Some((word, id)) if OF_SPOT.contains(&word) => spot_with(judged, id).is_some(),
        _ => true,
    }
}

/// Returns the answers of the draft of a round about spots that are not there. A redo brings a spot back with its answer.
pub(crate) fn answers_of_gone(drafts: &[StoredDraft], judged: Option<&Judged>) -> Typed {
    let round = drafts.iter().find(|draft| draft.what == ROUND);
    let mut answers = round.map(|round| round.answers.clone()).unwrap_or_default();
    answers.retain(|id, _| spot_with(judged, id).is_none());
    answers
}

/// Returns the answers of a form as they were typed. A day is written out, so that "yesterday" stays the same day. Of an
/// entry that is corrected only what differs is kept, since the entry may change before the draft is gone on with.
pub(crate) fn typed(form: &Form, now: NaiveDateTime) -> Typed {
    let all = |form: &Form| -> Typed {
        let fields = form.fields.iter().filter(|field| field.is_question());
        fields.map(|field| (field.name.to_owned(), typed_in(field, now))).collect()
    };
    let begun = form.saved.as_deref().map(|saved| all(&begin_again(form, saved))).unwrap_or_default();
    let is_kept = |(name, typed): &(String, Vec<String>)| *typed != begun.get(name).cloned().unwrap_or_default();
    all(form).into_iter().filter(is_kept).collect()
}

/// Returns the form about a saved entry as it was before anything was typed.
fn begin_again(form: &Form, saved: &Saved) -> Form {
    match (&form.purpose, saved) {
        (Purpose::AddNote, _) => add_note(saved),
        (Purpose::Move, Saved::Spot(spot)) => move_spot(spot),
        _ => correct(saved, ""),
    }
}

/// An answer of a round in its draft: the day, the word of the answer, what was typed in a form, and what was added.
pub(crate) struct Answered<'t> {
    pub on: NaiveDate,
    pub word: &'t str,
    /// `None` for an answer by one key.
    pub form: Option<Typed>,
    pub also: &'t [String],
}

impl<'t> Answered<'t> {
    /// Reads an answer. `None` if it cannot be read.
    pub(crate) fn read(said: &'t [String]) -> Option<Self> {
        let [on, word, form, also @ ..] = said else { return None };
        Some(Answered { on: on.parse().ok()?, word, form: serde_json::from_str(form).ok(), also })
    }

    /// Writes the answer as [`Answered::read`] takes it.
    pub(crate) fn write(&self) -> Vec<String> {
        let form = self.form.as_ref().map_or_else(String::new, |typed| serde_json::json!(typed).to_string());
        [self.on.to_string(), self.word.to_owned(), form].into_iter().chain(self.also.iter().cloned()).collect()
    }
}

/// Returns the forms of a draft as they were typed, each with its time: those that a rule can find urgent. A round has a
/// form for each spot with all details.
pub(crate) fn typed_forms(
    draft: &StoredDraft,
    judged: Option<&Judged>,
    now: NaiveDateTime,
) -> Vec<(Form, NaiveDateTime)> {
    let filled = |mut form: Form, typed: &Typed| {
        recall(&mut form, judged);
        fill(&mut form, typed);
        form
    };
    let (word, of) = draft.what.split_once(' ').unwrap_or((&draft.what, ""));
    let number = |id: &str| Some(spot_with(judged, id)?.spot.number);
    let form = match word {
        NEW_SPOT => Some(new_spot()),
        SYMPTOMS => Some(symptoms("")),
        MEDICINE => Some(medicine()),
        INFECTION => Some(infection()),
        LOOK => number(of).map(|number| look(number, "")),
        CORRECTION | MOVE => saved_in(judged, of).and_then(|saved| match (word, &saved) {
            (MOVE, Saved::Spot(spot)) => Some(move_spot(spot)),
            (CORRECTION, _) => Some(correct(&saved, "")),
            _ => None,
        }),
        ROUND => {
            let details = draft.answers.iter().filter_map(|(id, said)| {
                let said = Answered::read(said).filter(|said| said.word == DETAILS)?;
                Some((filled(look(number(id)?, ""), &said.form?), said.on.and_time(now.time())))
            });
            return details.collect();
        }
        _ => None,
    };
    form.map(|form| (filled(form, &draft.answers), now)).into_iter().collect()
}

fn saved_in(judged: Option<&Judged>, id: &str) -> Option<Saved> {
    Saved::of_facts(&judged?.facts, id.parse().ok()?)
}

fn typed_in(field: &Field, now: NaiveDateTime) -> Vec<String> {
    match &field.kind {
        FieldKind::Words(_) => field.words().into_iter().map(str::to_owned).collect(),
        FieldKind::Line(input, Line::Date) => match Said::parse(input.value(), now) {
            Ok(Said::Moment(moment)) => vec![moment.as_typed()],
            _ => text(field),
        },
        _ => text(field),
    }
}

fn text(field: &Field) -> Vec<String> {
    Some(field.value().into_owned()).filter(|text| !text.trim().is_empty()).into_iter().collect()
}

/// Fills a form with the answers of its draft. In a form that begins with answers, such as a place from the body map,
/// only what is open or suggested is filled. In one about a saved entry the rest stays as it is saved.
pub(crate) fn fill(form: &mut Form, typed: &Typed) {
    let begins_empty = !form.is_changed;
    let clears = begins_empty && form.saved.is_none();
    for field in form.fields.iter_mut().filter(|field| field.is_question()) {
        let is_open = field.is_suggested || field.say().is_empty();
        let Some(words) = typed.get(field.name).filter(|_| begins_empty || is_open) else {
            if clears {
                field.clear();
            }
            continue;
        };
        match field.kind {
            FieldKind::Words(_) => field.choose_all(&words.iter().map(String::as_str).collect::<Vec<_>>()),
            _ => field.set(words.first().map_or("", String::as_str)),
        }
    }
    form.is_changed = true;
}
