//! The form of a new spot with its first observation.

use super::look;
use super::reader::Reader;
use crate::domain::{Context, FirstSeen, Listed, Onset, Place, Said};
use crate::ops::NewSpot;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// Creates the form of a new spot.
pub(crate) fn new_spot() -> Form {
    let mut fields = Vec::from(place());
    fields.push(Field::date("at", "Looked on", "today"));
    fields.extend(look::size());
    fields.extend(look::first_look());
    fields.extend(circumstances());
    fields.extend([Field::many::<Listed>("with", "Feeling ill with"), label(), Field::note("note", "Note")]);
    Form::new(Purpose::NewSpot, "New spot, with its first look".into(), fields)
}

fn place() -> [Field; 2] {
    [Field::place("site", "Where"), Field::date("first_seen", "First seen", "today")]
}

fn circumstances() -> [Field; 3] {
    [
        Field::answer("since_birth", "There since birth"),
        Field::one::<Onset>("onset", "Came how", None),
        Field::many::<Context>("contexts", "After what"),
    ]
}

fn label() -> Field {
    Field::text("label", "Your name for it")
}

/// Returns the fields of a spot without its looks, without answers.
pub(super) fn fields() -> Vec<Field> {
    place().into_iter().chain(circumstances()).chain([label()]).collect()
}

/// Reads the spot.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<NewSpot> {
    let place = Place::parse(&reader.value("site"));
    let place = reader.keep("site", place);
    let since_birth = reader.answer("since_birth");
    let said = Said::parse(&reader.value("first_seen"), reader.now).and_then(Said::first_seen);
    let first_seen: Option<Option<FirstSeen>> = reader.keep("first_seen", said);
    // The field suggests "today", which does not apply to a mark present since birth.
    let untouched = reader.value("first_seen") == "today";
    let first_seen = if since_birth.is_yes() && untouched { Some(None) } else { first_seen };
    let label = reader.text("label");
    let placed = reader.form.placed.filter(|(at, _)| Some(*at) == place);
    Some(NewSpot {
        place: place?,
        label,
        position: placed.map(|(_, position)| position),
        first_seen: first_seen?,
        since_birth,
        onset: reader.one("onset"),
        contexts: reader.many("contexts"),
    })
}

/// Returns the spot so far, if its site can be parsed. A date that cannot be parsed yet counts as unknown.
pub(super) fn so_far(reader: &mut Reader<'_>) -> Option<NewSpot> {
    let place = Place::parse(&reader.value("site")).ok()?;
    let seen = Said::parse(&reader.value("first_seen"), reader.now).and_then(Said::first_seen);
    Some(NewSpot {
        place,
        label: None,
        position: None,
        first_seen: seen.ok().flatten(),
        since_birth: reader.answer("since_birth"),
        onset: reader.one("onset"),
        contexts: reader.many("contexts"),
    })
}
