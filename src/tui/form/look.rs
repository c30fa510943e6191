//! The form of an observation of a spot.

use super::dropped::paths;
use super::reader::Reader;
use crate::domain::{
    Answers, Choice, Given, Group, Listed, Look, Method, Moment, Notation, Observation, Presence, Question, Readings,
    Said, Text, Word, question, questions, show_readings,
};
use crate::ops::{Judged, NewLook, RoundAnswer};
use crate::tui::widget::choices::spoken;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// The name of the field of a size.
pub(in crate::tui) const SIZE: &str = "diameter_mm";

/// The word for "asked, but no change noticed".
const NO_CHANGE: &str = "none";

/// The groups of questions below the main ones, each with its heading.
const MORE: [(&str, &[Group]); 4] = [
    ("Shape and surface", &[Group::Shape, Group::Wording]),
    ("How many, how far", &[Group::Extent]),
    ("Pus, bleeding", &[Group::Bleeding]),
    ("Spreading, worry", &[Group::Worry]),
];

/// Returns the fields of an observation: eight questions, then more of them in groups. A saved one is without the
/// symptoms, which are entries of their own.
fn fields(is_new: bool) -> Vec<Field> {
    let there = "Present, gone, or unsure: unsure counts as present.";
    let mut fields = vec![
        Field::one("presence", "Is it there", Some(Presence::Present)).numbered(1).guided(there),
        looked_on().numbered(2),
    ];
    fields.extend(size(3));
    let main = [(Group::Changes, 4), (Group::Colour, 5), (Group::GlassTest, 6), (Group::Feeling, 7)];
    fields.extend(main.into_iter().flat_map(|(group, number)| numbered(group, number)));
    fields.extend(is_new.then(feeling_ill));
    fields.extend([note().numbered(8), Field::save()]);
    fields.extend(more(MORE));
    if is_new {
        let kept =
            "Files, or drop them here. They are kept without their place and camera; no answer comes from a picture.";
        fields.extend([Field::group("Photos"), Field::path("photos", "Pictures", "").guided(kept)]);
    }
    fields
}

/// Returns the field of the day of a look.
pub(super) fn looked_on() -> Field {
    Field::date("at", "Looked on", "today").guided("The day on which you looked, with the time if you like.")
}

/// Returns the field of the symptoms at a look.
pub(super) fn feeling_ill() -> Field {
    Field::many::<Listed>("with", "Feeling ill with")
        .guided("Everything that you have now. It may have nothing to do with the spot.")
}

/// Returns the field of a note.
pub(super) fn note() -> Field {
    Field::note("note", "Note").guided(
        "Anything else, in your own words. No rule reads it. Only a note that ends with a question mark is on the page for \
         the doctor.",
    )
}

/// Returns the questions of a group. The first has the number.
pub(super) fn numbered(group: Group, number: u8) -> impl Iterator<Item = Field> {
    group.questions().enumerate().map(move |(at, question)| {
        let field = field(question);
        if at == 0 { field.numbered(number) } else { field }
    })
}

/// Returns groups of questions, each with its heading.
pub(super) fn more<const N: usize>(groups: [(&'static str, &'static [Group]); N]) -> impl Iterator<Item = Field> {
    groups.into_iter().flat_map(|(heading, groups)| {
        let questions = groups.iter().copied().flat_map(Group::questions).map(field);
        std::iter::once(Field::group(heading)).chain(questions)
    })
}

/// Returns the fields of a saved observation, with its answers.
pub(super) fn fields_of(look: &Observation) -> Vec<Field> {
    let mut fields = fields(false);
    for field in &mut fields {
        match field.name {
            "presence" => field.choose(look.answers.presence.word()),
            "at" => field.suggest(&look.at.as_typed()),
            SIZE => field.suggest(&show_size_of(look)),
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

/// Reads the corrected observation. What the form does not ask stays as it was, and so does a day that cannot be read.
pub(super) fn read_corrected(reader: &mut Reader<'_>, was: &Observation) -> Observation {
    let at = read_moment(reader, "at", was.at);
    let mut answers = answers(reader);
    // A size is shown rounded, so one that was not typed over stays as it is stored.
    let is_as_shown = reader.value(SIZE) == show_size_of(was);
    let size = if is_as_shown { was.answers } else { answers }.diameter().map(|(_, size)| size);
    let width = was.answers.measurement.and_then(|m| m.width());
    let by = reader.one("measured_by").or(answers.measurement.and_then(|m| m.by()));
    let by = by.or(was.answers.measurement.and_then(|m| m.by()).filter(|_| width.is_some()));
    let measurement = NewLook::measurement(size.map(|size| (size, false)), width.map(|width| (width, false)), by);
    answers.measurement = measurement.map_err(|e| reader.errors.push(e)).ok().flatten();
    Observation { at, answers, note: read_text(reader, "note", was.note.as_ref()), ..was.clone() }
}

/// Reads a date that was filled in with `was`. Returns that for a date that cannot be read.
pub(super) fn read_moment(reader: &mut Reader<'_>, name: &str, was: Moment) -> Moment {
    if reader.value(name) == was.as_typed() { was } else { reader.moment(name).unwrap_or(was) }
}

/// Reads a text that was filled in with `was`. One that was not typed over stays as it is, with its blanks at the ends.
pub(super) fn read_text(reader: &mut Reader<'_>, name: &str, was: Option<&Text>) -> Option<Text> {
    let shown = was.map_or_else(String::new, |text| text.lines().collect::<Vec<_>>().join("\n"));
    if reader.value(name) == shown { was.cloned() } else { reader.text(name) }
}

/// Creates the form of an observation.
pub(crate) fn look(number: u32, title: &str) -> Form {
    Form::new(Purpose::Look(number), format!("A look at spot {number}, {title}"), fields(true))
}

/// Creates the form that asks in a round how big a spot is now. `by` is how it was measured last.
pub(crate) fn round_size(number: u32, title: &str, answer: RoundAnswer, by: Option<Method>) -> Form {
    let fields = vec![
        Field::size(SIZE, "Size now").guided("No ruler at hand? Leave it empty. That you noticed it counts too."),
        Field::one("measured_by", "Measured by", by).guided("How it was measured now."),
        Field::save(),
    ];
    let title = format!("Spot {number}, {title}: {}", answer.label());
    Form::new(Purpose::RoundSize(number, answer), title, fields)
}

/// Reads the answer of a round with its size, if one was measured.
pub(super) fn read_round_size(reader: &mut Reader<'_>, answer: RoundAnswer) -> Option<NewLook> {
    let mut look = answer.look(Moment::on(reader.now.date()))?;
    look.answers.measurement = answers(reader).measurement;
    Some(look)
}

fn field(question: &Question) -> Field {
    let Question { name, label, .. } = *question;
    let field = match question.choice {
        Choice::YesNo => Field::answer(name, label),
        Choice::One(words) => Field::one_of(name, label, words, ""),
        Choice::Any(words) => Field::many_of(name, label, words, &[]),
        Choice::AnyOrNone(words) => Field::many_of(name, label, &[&[NO_CHANGE], words].concat(), &[]),
    };
    field.guided(question.guide)
}

/// Returns the fields of a size and its measuring method. A size is never suggested.
pub(super) fn size(number: u8) -> [Field; 2] {
    let across = "Across the widest way. Three readings, with blanks between, are better than one: a ruler is off by about \
                  0.5 mm each time.";
    let by = "If one is marked (·), it counts when you choose none: you measured so last time. Only sizes measured in the \
              same way are compared.";
    [
        Field::size(SIZE, "Size").numbered(number).guided(across),
        Field::one::<Method>("measured_by", "Measured by", None).guided(by),
    ]
}

/// Fills the column of the last answers and the usual way of measuring from what is saved.
pub(super) fn recall(form: &mut Form, judged: &Judged) {
    let number = match form.purpose {
        Purpose::Look(number) | Purpose::RoundSize(number, _) => Some(number),
        _ => None,
    };
    let looks = number.and_then(|number| judged.facts.spot(number)).map_or(&[][..], |tree| &tree.observations);
    let all = judged.facts.spots.iter().flat_map(|tree| &tree.observations);
    let measured = |looks: &mut dyn Iterator<Item = &Look>| {
        let by = looks.filter_map(|look| Some((look.at, look.answers.diameter()?.0)));
        by.max_by_key(|(at, _)| *at).map(|(_, by)| by)
    };
    let usual = measured(&mut looks.iter()).or_else(|| measured(&mut all.into_iter()));
    let last = looks.iter().max_by_key(|look| look.at);
    form.last_on = last.map(|look| look.at.day());
    for field in &mut form.fields {
        if let Some(last) = last {
            field.last = last_answer(field.name, &last.answers);
        }
        if let ("measured_by", Some(usual)) = (field.name, usual) {
            field.set_usual(usual.word());
        }
    }
}

/// Returns the answer to a field in words; empty if there was none.
fn last_answer(name: &str, answers: &Answers) -> String {
    match name {
        "presence" => answers.presence.word().to_owned(),
        SIZE => answers.diameter().map_or_else(String::new, |(_, readings)| show_readings(readings)),
        "measured_by" => answers.diameter().map_or("", |(by, _)| by.word()).to_owned(),
        name => match question(name).map(|question| question.get(answers)) {
            Some(Given::YesNo(yes)) => if yes { "yes" } else { "no" }.to_owned(),
            Some(Given::Word(word)) => spoken(word),
            Some(Given::Words(words)) if words.is_empty() => NO_CHANGE.to_owned(),
            Some(Given::Words(words)) => words.iter().map(|word| spoken(word)).collect::<Vec<_>>().join(", "),
            Some(Given::Nothing) | None => String::new(),
        },
    }
}

/// Reads the observation.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<NewLook> {
    let at = reader.moment("at");
    let answers = answers(reader);
    let note = reader.text("note");
    let files = paths(&reader.value("photos"));
    Some(NewLook { files, with: with(reader), note, ..NewLook::with_answers(at?, answers) })
}

/// Returns the answers so far. A date that cannot be parsed yet counts as today.
pub(super) fn so_far(reader: &mut Reader<'_>) -> NewLook {
    let now = Moment::on(reader.now.date());
    let at = Said::parse(&reader.value("at"), reader.now).and_then(Said::moment).unwrap_or(now);
    let answers = answers(reader);
    NewLook { with: with(reader), ..NewLook::with_answers(at, answers) }
}

fn with(reader: &Reader<'_>) -> Vec<Listed> {
    let words = reader.form.field("with").map(|f| f.words()).unwrap_or_default();
    words.iter().filter_map(|word| Listed::from_word(word.as_bytes())).collect()
}

fn answers(reader: &mut Reader<'_>) -> Answers {
    let mut answers = Answers::only(reader.one("presence").unwrap_or(Presence::Present));
    let size = match reader.value(SIZE).trim() {
        "" => None,
        text => {
            let size = Readings::parse(text, Notation::current().unit);
            reader.keep(SIZE, size)
        }
    };
    // By eye may be said with the size itself.
    let usual = || reader.usual("measured_by").filter(|_| size.is_some_and(|(_, by_eye)| !by_eye));
    let measurement = NewLook::measurement(size, None, reader.one("measured_by").or_else(usual));
    answers.measurement = measurement.map_err(|e| reader.errors.push(e)).ok().flatten();
    for question in questions() {
        let given = given(reader, question);
        if let Err(error) = question.set(&mut answers, &given) {
            reader.errors.push(error);
        }
    }
    answers
}

fn given<'f>(reader: &mut Reader<'f>, question: &Question) -> Given<'f> {
    let form = reader.form;
    let chosen = form.field(question.name).map(|field| field.words()).unwrap_or_default();
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
