//! The form of a new spot with its first observation.

use super::look;
use super::reader::Reader;
use crate::domain::{Context, FirstSeen, Group, Onset, Place, Said, own_words};
use crate::ops::NewSpot;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// Creates the form of a new spot.
pub(crate) fn new_spot() -> Form {
    let [site, first_seen] = place();
    let mut fields = vec![site.numbered(1), first_seen.numbered(2), look::looked_on()];
    fields.extend(look::size(3));
    fields.extend(look::numbered(Group::Colour, 4));
    fields.extend(look::numbered(Group::GlassTest, 5));
    fields.extend(look::numbered(Group::Feeling, 6));
    fields.push(look::feeling_ill());
    fields.extend(look::numbered(Group::Extent, 7));
    fields.extend([look::note().numbered(8), Field::save(), Field::group("How it came, its name")]);
    fields.extend(circumstances());
    fields.push(label());
    fields.extend(look::more(MORE));
    Form::new(Purpose::NewSpot, "New spot, with its first look".into(), fields)
}

/// The groups of questions about the first look, below the main ones. Nothing can have changed yet.
const MORE: [(&str, &[Group]); 3] = [
    ("Shape and surface", &[Group::Shape]),
    ("Pus, bleeding", &[Group::Bleeding]),
    ("Spreading, worry", &[Group::Worry]),
];

fn place() -> [Field; 2] {
    [
        Field::place("site", "Where").guided("In your own words, with the side: left wrist, belly, behind the ear."),
        Field::date("first_seen", "First seen", "today").guided(
            "When you saw it first, even if that was long ago: 3 weeks ago, march, 2019. If you do not know: unknown.",
        ),
    ]
}

fn circumstances() -> [Field; 3] {
    [
        Field::answer("since_birth", "There since birth")
            .guided("A birthmark. When it was first seen does not matter then."),
        Field::one::<Onset>("onset", "Came how", None).guided("Within hours or days, or over weeks and months."),
        Field::many::<Context>("contexts", "After what").guided("What came before, if you know."),
    ]
}

fn label() -> Field {
    Field::text("label", "Your name for it").guided("What you call it, such as: by the watch strap.")
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
    let label = reader.text("label").or_else(|| own_words(&reader.value("site"), place?));
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
