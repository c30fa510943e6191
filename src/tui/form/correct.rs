//! The forms that correct a saved entry, move a spot or add a note.

use super::look::{SIZE, fields_of, read_corrected, read_moment, read_text};
use super::reader::Reader;
use super::{person, review, spot, treatment};
use crate::domain::{Answer, Listed, Moment, Place, Said, Spot, Text, Word};
use crate::ops::Saved;
use crate::tui::message::Act;
use crate::tui::widget::field::{Field, FieldKind};
use crate::tui::widget::form::{Form, Purpose};
use chrono::NaiveDate;

/// Creates the form that corrects an entry: the fields of its own form, with what is saved. `title` is that of its spot.
pub(crate) fn correct(saved: &Saved, title: &str) -> Form {
    let day = |day: NaiveDate| Moment::on(day).as_typed();
    let words = |text: &Option<Text>| text.as_ref().map_or_else(String::new, Text::to_string);
    let fields = match saved {
        Saved::Look(_, look) => fields_of(look),
        Saved::Spot(r) => filled(spot::fields(), &r.note, |field| match field.name {
            "site" => field.suggest(&r.place().label()),
            "first_seen" => field.suggest(&said_first_seen(r)),
            "since_birth" => field.choose(yes_no(r.since_birth)),
            "onset" => field.choose(r.onset.map_or("", Word::word)),
            "contexts" => field.choose_all(&r.contexts.iter().map(Word::word).collect::<Vec<_>>()),
            _ => field.set(&words(&r.label)),
        }),
        Saved::Review(_, r) => filled(review::fields(), &r.note, |field| match field.name {
            "by" => field.choose(r.by.word()),
            "on" => field.suggest(&day(r.on)),
            "outcome" => field.choose(r.outcome.map_or("", Word::word)),
            _ => field.set(&words(&r.said)),
        }),
        Saved::Treatment(_, r) => filled(treatment::fields(), &r.note, |field| match field.name {
            "kind" => field.choose(r.kind.map_or("", Word::word)),
            "started_on" => field.suggest(&day(r.started_on)),
            "improved" => field.choose(yes_no(r.improved)),
            _ => field.set(&words(&r.what)),
        }),
        Saved::Symptom(r) => vec![
            Field::one::<Listed>("symptom", "Symptom", Some(r.symptom)),
            Field::answer_of("present", "Was it there", Answer::from(Some(r.present))),
            Field::date("at", "When", &r.at.as_typed()),
            Field::text_of("note", "Note", &words(&r.note)),
        ],
        Saved::Medicine(r) => filled(person::medicine_fields(), &r.note, |field| match field.name {
            "started_on" => field.suggest(&day(r.started_on)),
            "stopped_on" => field.set(&r.stopped_on.map_or_else(String::new, day)),
            _ => field.set(&words(&r.name)),
        }),
        Saved::Infection(r) => filled(person::infection_fields(), &r.note, |field| match field.name {
            "kind" => field.choose(r.kind.map_or("", Word::word)),
            _ => field.suggest(&day(r.on)),
        }),
    };
    let of = if title.is_empty() { String::new() } else { format!(" ({title})") };
    let mut form = of_saved(Purpose::Correct, format!("Correct {}{of}", saved.describe()), fields, saved);
    // A mistyped size is what is corrected most, so the form begins there.
    let size = form.fields.iter().position(|field| field.name == SIZE && !field.value().is_empty());
    form.list.cursor = size.unwrap_or(0);
    form
}

/// Creates the form that moves a spot to another place.
pub(crate) fn move_spot(spot: &Spot) -> Form {
    let title = format!("Move spot {}, now {}", spot.number, spot.place().label());
    of_saved(Purpose::Move, title, vec![Field::place("site", "Where")], &Saved::Spot(spot.clone()))
}

/// Creates the form that adds a note to an entry.
pub(crate) fn add_note(saved: &Saved) -> Form {
    let fields = vec![Field::note("note", "Note")];
    of_saved(Purpose::AddNote, format!("A note on {}", saved.describe()), fields, saved)
}

fn of_saved(purpose: Purpose, title: String, mut fields: Vec<Field>, saved: &Saved) -> Form {
    if !fields.iter().any(|field| matches!(field.kind, FieldKind::Save)) {
        fields.push(Field::save());
    }
    Form { saved: Some(Box::new(saved.clone())), ..Form::new(purpose, title, fields) }
}

/// Fills the fields with what is saved. A new entry has no note, so its field is added.
fn filled(mut fields: Vec<Field>, note: &Option<Text>, fill: impl FnMut(&mut Field)) -> Vec<Field> {
    fields.retain(Field::is_question);
    fields.iter_mut().for_each(fill);
    fields.push(Field::text_of("note", "Note", note.as_deref().unwrap_or_default()));
    fields
}

/// Returns the word of a yes-or-no field; empty for no answer, which chooses nothing.
fn yes_no(answer: Answer) -> &'static str {
    Option::<bool>::from(answer).map_or("", |yes| if yes { "yes" } else { "no" })
}

fn said_first_seen(spot: &Spot) -> String {
    spot.first_seen.map_or_else(|| "unknown".into(), |seen| seen.label())
}

/// Reads the corrected entry.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Act> {
    let was = reader.form.saved.clone()?;
    Some(Act::Correct(was, so_far(reader)?))
}

/// Returns the entry as it is corrected so far. What cannot be read stays as it was, and is an error of its field.
pub(super) fn so_far(reader: &mut Reader<'_>) -> Option<Box<Saved>> {
    let mut now = reader.form.saved.clone()?;
    let day = |reader: &mut Reader<'_>, name, was: NaiveDate| read_moment(reader, name, Moment::on(was)).day();
    match &mut *now {
        Saved::Look(_, look) => *look = read_corrected(reader, look),
        Saved::Spot(spot) => read_spot(reader, spot),
        Saved::Review(_, review) => {
            review.on = day(reader, "on", review.on);
            match reader.one("by") {
                Some(by) => review.by = by,
                None => reader.refuse("by", "who looked at it is needed"),
            }
            review.outcome = reader.one("outcome");
            review.said = read_text(reader, "said", review.said.as_ref());
            review.note = read_text(reader, "note", review.note.as_ref());
        }
        Saved::Treatment(_, treatment) => {
            treatment.started_on = day(reader, "started_on", treatment.started_on);
            treatment.what = read_text(reader, "what", treatment.what.as_ref());
            treatment.kind = reader.one("kind");
            treatment.improved = reader.answer("improved");
            treatment.note = read_text(reader, "note", treatment.note.as_ref());
        }
        Saved::Symptom(symptom) => {
            symptom.at = read_moment(reader, "at", symptom.at);
            match reader.one("symptom") {
                Some(listed) => symptom.symptom = listed,
                None => reader.refuse("symptom", "which symptom it was is needed"),
            }
            match reader.answer("present").into() {
                Some(present) => symptom.present = present,
                None => reader.refuse("present", "whether it was there is needed"),
            }
            symptom.note = read_text(reader, "note", symptom.note.as_ref());
        }
        Saved::Medicine(medicine) => {
            medicine.name = read_text(reader, "name", medicine.name.as_ref());
            medicine.started_on = day(reader, "started_on", medicine.started_on);
            medicine.stopped_on = match (reader.value("stopped_on").trim(), medicine.stopped_on) {
                ("", _) => None,
                (_, Some(stopped)) => Some(day(reader, "stopped_on", stopped)),
                (_, None) => reader.moment("stopped_on").map(Moment::day),
            };
            medicine.note = read_text(reader, "note", medicine.note.as_ref());
        }
        Saved::Infection(infection) => {
            infection.on = day(reader, "on", infection.on);
            infection.kind = reader.one("kind");
            infection.note = read_text(reader, "note", infection.note.as_ref());
        }
    }
    Some(now)
}

/// Reads the corrected spot. A form that moves it asks for the place only.
fn read_spot(reader: &mut Reader<'_>, spot: &mut Spot) {
    let place = Place::parse(&reader.value("site"));
    if let Some(place) = reader.keep("site", place) {
        spot.move_to(place);
        // A place that was taken from the body map has its point.
        if let Some((_, position)) = reader.form.placed.filter(|(at, _)| *at == place) {
            spot.position = Some(position);
        }
    }
    if reader.form.field("first_seen").is_none() {
        return;
    }
    let typed = reader.value("first_seen").into_owned();
    if typed != said_first_seen(spot) {
        let said = Said::parse(&typed, reader.now).and_then(Said::first_seen);
        spot.first_seen = reader.keep("first_seen", said).unwrap_or(spot.first_seen);
    }
    spot.since_birth = reader.answer("since_birth");
    (spot.onset, spot.contexts) = (reader.one("onset"), reader.many("contexts"));
    spot.label = read_text(reader, "label", spot.label.as_ref());
    spot.note = read_text(reader, "note", spot.note.as_ref());
}

/// Reads the note to add.
pub(super) fn read_note(reader: &mut Reader<'_>) -> Option<Act> {
    let saved = reader.form.saved.clone()?;
    match reader.text("note") {
        Some(note) => Some(Act::AddNote(saved, note)),
        None => {
            reader.refuse("note", "a note needs words");
            None
        }
    }
}
