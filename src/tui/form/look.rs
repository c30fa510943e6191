//! The form of an observation of a spot.

use super::reader::Reader;
use crate::domain::{
    Answers, Choice, Given, Group, Listed, Method, Moment, Notation, Observation, Presence, Question, Readings, Said,
    Text, Word, question, questions, show_readings,
};
use crate::ops::{NewLook, RoundAnswer};
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// The word for "asked, but no change noticed".
const NO_CHANGE: &str = "none";

/// Returns the fields of an observation, without symptoms and note.
fn fields() -> Vec<Field> {
    let mut fields =
        vec![Field::one("presence", "Is it there", Some(Presence::Present)), Field::date("at", "Looked on", "today")];
    fields.extend(size());
    fields.extend(Group::ALL.into_iter().flat_map(Group::questions).map(field));
    fields
}

/// Returns the fields of a saved observation, with its answers.
pub(super) fn fields_of(look: &Observation) -> Vec<Field> {
    let mut fields = fields();
    fields.push(Field::note("note", "Note"));
    for field in &mut fields {
        match field.name {
            "presence" => field.choose(look.answers.presence.word()),
            "at" => field.suggest(&look.at.as_typed()),
            "diameter_mm" => field.suggest(&show_size_of(look)),
            "measured_by" => field.choose(look.answers.measurement.and_then(|m| m.by()).map_or("", Word::word)),
            "note" => field.set(look.note.as_deref().map_or("", |note| note)),
            name => {
                if let Some(question) = question(name) {
                    answer(field, &question.get(&look.answers));
                }
            }
        }
    }
    fields
}

/// Formats the size of a look as its field takes it.
fn show_size_of(look: &Observation) -> String {
    look.answers.diameter().map_or_else(String::new, |(_, size)| show_readings(size))
}

/// Puts an answer into its field.
fn answer(field: &mut Field, given: &Given<'_>) {
    match given {
        Given::Nothing => {}
        Given::YesNo(yes) => field.choose(if *yes { "yes" } else { "no" }),
        Given::Word(word) => field.choose(word),
        Given::Words(words) if words.is_empty() => field.choose_all(&[NO_CHANGE]),
        Given::Words(words) => field.choose_all(words),
    }
}

/// Reads the corrected observation. What the form does not ask stays as it was.
pub(super) fn read_corrected(reader: &mut Reader<'_>, was: &Observation) -> Option<Observation> {
    let at = read_moment(reader, "at", was.at);
    let mut answers = answers(reader);
    // A size is shown rounded, so one that was not typed over stays as it is stored.
    let is_as_shown = reader.value("diameter_mm") == show_size_of(was);
    let size = if is_as_shown { was.answers } else { answers }.diameter().map(|(_, size)| size);
    let width = was.answers.measurement.and_then(|m| m.width());
    let by = reader.one("measured_by").or(answers.measurement.and_then(|m| m.by()));
    let by = by.or(was.answers.measurement.and_then(|m| m.by()).filter(|_| width.is_some()));
    let measurement = NewLook::measurement(size.map(|size| (size, false)), width.map(|width| (width, false)), by);
    answers.measurement = measurement.map_err(|e| reader.errors.push(e)).ok().flatten();
    Some(Observation { at: at?, answers, note: read_text(reader, "note", was.note.as_ref()), ..was.clone() })
}

/// Reads a date that was filled in with `was`.
pub(super) fn read_moment(reader: &mut Reader<'_>, name: &str, was: Moment) -> Option<Moment> {
    if reader.value(name) == was.as_typed() { Some(was) } else { reader.moment(name) }
}

/// Reads a text that was filled in with `was`. One that was not typed over stays as it is, with its blanks at the ends.
pub(super) fn read_text(reader: &mut Reader<'_>, name: &str, was: Option<&Text>) -> Option<Text> {
    let shown = was.map_or_else(String::new, |text| text.lines().collect::<Vec<_>>().join("\n"));
    if reader.value(name) == shown { was.cloned() } else { reader.text(name) }
}

/// Creates the form of an observation.
pub(crate) fn look(number: u32, title: &str) -> Form {
    let mut fields = fields();
    fields.push(Field::many::<Listed>("with", "Feeling ill with"));
    fields.push(Field::note("note", "Note"));
    Form::new(Purpose::Look(number), format!("A look at spot {number}, {title}"), fields)
}

/// Creates the form that asks in a round how big a spot is now. `by` is how it was measured last.
pub(crate) fn round_size(number: u32, title: &str, answer: RoundAnswer, by: Option<Method>) -> Form {
    let fields = vec![Field::size("diameter_mm", "Size now"), Field::one("measured_by", "Measured by", by)];
    let title = format!("Spot {number}, {title}: {}. Without a ruler leave the size empty", answer.label());
    Form::new(Purpose::RoundSize(number, answer), title, fields)
}

/// Reads the answer of a round with its size, if one was measured.
pub(super) fn read_round_size(reader: &mut Reader<'_>, answer: RoundAnswer) -> NewLook {
    let mut look = answer.look(Moment::on(reader.now.date()));
    look.answers.measurement = answers(reader).measurement;
    look
}

/// Returns the fields of a first observation, without the questions about changes.
pub(super) fn first_look() -> impl Iterator<Item = Field> {
    let groups = Group::ALL.into_iter().filter(|group| !matches!(group, Group::Changes | Group::Wording));
    groups.flat_map(Group::questions).map(field)
}

fn field(question: &Question) -> Field {
    let Question { name, label, .. } = *question;
    match question.choice {
        Choice::YesNo => Field::answer(name, label),
        Choice::One(words) => Field::one_of(name, label, words, ""),
        Choice::Any(words) => Field::many_of(name, label, words, &[]),
        Choice::AnyOrNone(words) => Field::many_of(name, label, &[&[NO_CHANGE], words].concat(), &[]),
    }
}

/// Returns the fields of a size and its measuring method. A size is never suggested.
pub(super) fn size() -> [Field; 2] {
    [Field::size("diameter_mm", "Size"), Field::one::<Method>("measured_by", "Measured by", None)]
}

/// Reads the observation.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<NewLook> {
    let at = reader.moment("at");
    let answers = answers(reader);
    let note = reader.text("note");
    Some(NewLook { at: at?, answers, note, photos: Vec::new(), with: with(reader) })
}

/// Returns the answers so far. A date that cannot be parsed yet counts as today.
pub(super) fn so_far(reader: &mut Reader<'_>) -> NewLook {
    let now = Moment::on(reader.now.date());
    let at = Said::parse(&reader.value("at"), reader.now).and_then(Said::moment).unwrap_or(now);
    let answers = answers(reader);
    NewLook { at, answers, note: None, photos: Vec::new(), with: with(reader) }
}

fn with(reader: &Reader<'_>) -> Vec<Listed> {
    let words = reader.form.field("with").map(|f| f.words()).unwrap_or_default();
    words.iter().filter_map(|word| Listed::from_word(word.as_bytes())).collect()
}

fn answers(reader: &mut Reader<'_>) -> Answers {
    let mut answers = Answers::only(reader.one("presence").unwrap_or(Presence::Present));
    let size = match reader.value("diameter_mm").trim() {
        "" => None,
        text => {
            let size = Readings::parse(text, Notation::current().unit);
            reader.keep("diameter_mm", size)
        }
    };
    let measurement = NewLook::measurement(size, None, reader.one("measured_by"));
    answers.measurement = measurement.map_err(|e| reader.errors.push(e)).ok().flatten();
    for question in questions() {
        let given = given(reader, question);
        if let Err(error) = question.set(&mut answers, &given) {
            reader.errors.push(error);
        }
    }
    answers
}

fn given(reader: &mut Reader<'_>, question: &Question) -> Given<'static> {
    let chosen = reader.form.field(question.name).map(|field| field.words()).unwrap_or_default();
    match (question.choice, chosen.as_slice()) {
        (_, []) => Given::Nothing,
        (Choice::YesNo, [word, ..]) => Given::YesNo(*word == "yes"),
        (Choice::One(_), [word, ..]) => Given::Word(word),
        (Choice::Any(_), words) => Given::Words(words.to_vec()),
        (Choice::AnyOrNone(_), words) => {
            if words.len() > 1 && words.contains(&NO_CHANGE) {
                reader.refuse(question.name, "none was chosen together with a change; keep one of them");
            }
            Given::Words(words.iter().copied().filter(|word| *word != NO_CHANGE).collect())
        }
    }
}
