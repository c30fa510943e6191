//! The forms about a person: personal data, medicines, infections and the emergency number.

use super::background;
use super::reader::Reader;
use crate::config::parse_emergency_number;
use crate::domain::{Infection, InfectionId, InfectionKind, Medicine, MedicineId, Name, Person, Precision, Said};
use crate::ops::{NewInfection, NewMedicine, PersonChange};
use crate::tui::message::{Act, Effect};
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};
use uuid::Uuid;

/// Creates the form of a medicine.
pub(crate) fn medicine() -> Form {
    Form::new(Purpose::Medicine, "A medicine that was started".into(), medicine_fields())
}

/// Returns the fields of a medicine, without answers.
pub(super) fn medicine_fields() -> Vec<Field> {
    vec![
        Field::text("name", "Medicine").guided("As on the pack, or in your own words."),
        Field::date("started_on", "Started", "today").guided("The day of the first dose. A rule counts from it."),
        Field::date("stopped_on", "Stopped", "").guided("The day of the last dose. Empty while it is taken."),
        Field::save(),
    ]
}

/// Creates the form of an infection.
pub(crate) fn infection() -> Form {
    Form::new(Purpose::Infection, "An infection".into(), infection_fields())
}

/// Returns the fields of an infection, without answers.
pub(super) fn infection_fields() -> Vec<Field> {
    vec![
        Field::one::<InfectionKind>("kind", "Where", None).guided("The part of the body that is or was infected."),
        Field::date("on", "On", "today")
            .guided("The day on which it was found. A recent infection counts in some rules."),
        Field::save(),
    ]
}

/// Creates the form of the personal data, with the known values.
pub(crate) fn person(person: &Person) -> Form {
    let born = person.born.map_or_else(|| "unknown".into(), |day| day.to_string());
    let mut fields = vec![
        Field::text_of("name", "Name", &person.name).guided("The name in this journal and on the report."),
        Field::date("born", "Born", &born)
            .guided("Under 1 and from 66 on, some rules are more urgent. It can stay unknown."),
        Field::answer_of("long_term_illness", "Long-term illness", person.long_term_illness)
            .guided("An illness that lasts for months or years. It makes some rules more urgent."),
        Field::answer_of("pregnant", "Pregnant", person.pregnant).guided("It stands on the report for the doctor."),
        Field::text_of("conditions", "Conditions, with ;", &background::listed(&person.conditions))
            .guided("Illnesses by name, with a semicolon between them. The report lists them."),
        Field::save(),
    ];
    fields.extend(background::fields(&person.background));
    Form::new(Purpose::Person, format!("What is known of {}", person.name), fields)
}

/// Creates the form of a new person.
pub(crate) fn new_person() -> Form {
    Form::new(
        Purpose::NewPerson,
        "Another person".into(),
        vec![
            Field::text("name", "Name").guided("Each person has spots, symptoms and a report of their own."),
            Field::save(),
        ],
    )
}

/// Creates the form that asks for the name of a person before the person is struck out.
pub(crate) fn strike_person(name: &str) -> Form {
    let title = format!("Strike out {name}, with every entry: type the name");
    Form::new(Purpose::StrikePerson, title, vec![Field::text("name", "Name")])
}

/// Creates the form of the emergency number.
pub(crate) fn emergency_number(number: Option<&str>) -> Form {
    let number = Field::text_of("number", "Number to call", number.unwrap_or_default());
    let fields = vec![number.guided("Alarms and the emergency page show it."), Field::save()];
    Form::new(Purpose::EmergencyNumber, "The emergency number, as you would dial it".into(), fields)
}

/// Reads a medicine.
pub(super) fn read_medicine(reader: &mut Reader<'_>) -> Option<Act> {
    let name = reader.text("name");
    if name.is_none() {
        reader.refuse("name", "a medicine needs a name, in your own words");
    }
    let started = reader.moment("started_on");
    let stopped_on = match reader.value("stopped_on").trim() {
        "" => None,
        _ => Some(reader.moment("stopped_on")?.day()),
    };
    Some(Act::Medicine(NewMedicine { name, started_on: started?.day(), stopped_on }))
}

/// Returns the medicine as far as it is typed; `None` while its day cannot be read.
pub(super) fn medicine_so_far(reader: &mut Reader<'_>) -> Option<Medicine> {
    let started_on = reader.moment("started_on")?.day();
    let id = MedicineId(Uuid::max());
    Some(Medicine { id, changed_at: None, name: reader.text("name"), started_on, stopped_on: None, note: None })
}

/// Returns the infection as far as it is typed; `None` while its day cannot be read.
pub(super) fn infection_so_far(reader: &mut Reader<'_>) -> Option<Infection> {
    let on = reader.moment("on")?.day();
    Some(Infection { id: InfectionId(Uuid::max()), changed_at: None, kind: reader.one("kind"), on, note: None })
}

/// Reads an infection.
pub(super) fn read_infection(reader: &mut Reader<'_>) -> Option<Act> {
    let on = reader.moment("on")?.day();
    Some(Act::Infection(NewInfection { kind: reader.one("kind"), on }))
}

/// Reads the personal data.
pub(super) fn read_person(reader: &mut Reader<'_>) -> Option<Act> {
    let name = name(reader, "name");
    let born = born(reader);
    let conditions = background::read_list(reader, "conditions");
    let background = background::read(reader);
    Some(Act::ChangePerson(Box::new(PersonChange {
        name: Some(name?),
        born: Some(born?),
        pregnant: Some(reader.answer("pregnant")),
        long_term_illness: Some(reader.answer("long_term_illness")),
        conditions: Some(conditions?),
        background: Some(background?),
    })))
}

/// Reads the name of a new person.
pub(super) fn read_new_person(reader: &mut Reader<'_>) -> Option<Act> {
    Some(Act::AddPerson(name(reader, "name")?))
}

/// Reads the name of the person to strike out.
pub(super) fn read_strike(reader: &mut Reader<'_>) -> Option<Effect> {
    name(reader, "name").map(Effect::StrikePerson)
}

/// Reads the emergency number.
pub(super) fn read_emergency_number(reader: &mut Reader<'_>) -> Option<Effect> {
    let number = parse_emergency_number(&reader.value("number"));
    reader.keep("number", number).map(Effect::KeepNumber)
}

fn name(reader: &mut Reader<'_>, field: &str) -> Option<Name> {
    let name = Name::typed(&reader.value(field));
    reader.keep(field, name)
}

/// Reads a birth date, which is exact to the day or unknown.
fn born(reader: &mut Reader<'_>) -> Option<Option<chrono::NaiveDate>> {
    let said = match reader.value("born").trim() {
        "" => return Some(None),
        text => Said::parse_birth(text, reader.now).and_then(Said::first_seen),
    };
    match reader.keep("born", said)? {
        Some(seen) if seen.precision != Precision::Day => {
            reader.refuse("born", "a birth date needs its day, such as 1980-05-17");
            None
        }
        seen => Some(seen.map(|seen| seen.on)),
    }
}
