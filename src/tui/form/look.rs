//! A look at a spot.

use super::reader::Reader;
use crate::domain::{
    Answers, Bleeding, Change, Colour, Count, GlassTest, Listed, Method, Moment, Morphology, Notation, Outline,
    Presence, Readings, Said, Spread, Surface, Word, WordList,
};
use crate::ops::NewLook;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// The word for "asked, and no change noticed".
const NO_CHANGE: &str = "none";

pub fn look(number: u32, title: &str) -> Form {
    let mut fields =
        vec![Field::one("presence", "Is it there", Some(Presence::Present)), Field::date("at", "Looked on", "today")];
    fields.extend(size());
    fields.push(Field::many_or::<Change>("changes", "Has changed", NO_CHANGE));
    fields.extend(description());
    fields.push(Field::answer("described_differently", "Only other words"));
    fields.extend(troubles());
    fields.push(Field::many::<Listed>("with", "Feeling ill with"));
    fields.push(Field::note("note", "Note"));
    Form::new(Purpose::Look(number), format!("A look at spot {number}, {title}"), fields)
}

/// A size is never filled in beforehand, and needs its method.
pub fn size() -> [Field; 2] {
    [Field::size("diameter_mm", "Size"), Field::one::<Method>("measured_by", "Measured by", None)]
}

pub fn description() -> Vec<Field> {
    vec![
        Field::many::<Colour>("colours", "Colour"),
        Field::one::<GlassTest>("glass_test", "Under a glass", None),
        Field::one::<Morphology>("morphology", "Kind of mark", None),
        Field::answer("raised", "Raised"),
        Field::answer("firm", "Firm"),
        Field::one::<Outline>("outline", "Outline", None),
        Field::one::<Surface>("surface", "Surface", None),
        Field::one::<Count>("count", "How many", None),
        Field::one::<Spread>("spread", "How far", None),
    ]
}

pub fn troubles() -> Vec<Field> {
    vec![
        Field::answer("itch", "Itches"),
        Field::answer("pain", "Hurts"),
        Field::answer("warm_or_swollen", "Warm or swollen"),
        Field::answer("pus", "Pus"),
        Field::answer("bleeding", "Has bled"),
        Field::answer("after_injury", "After an injury"),
        Field::answer("spreading", "Spreading"),
        Field::answer("suspects_infection", "Looks infected"),
        Field::answer("worried", "Are you worried"),
    ]
}

pub fn read(reader: &mut Reader<'_>) -> Option<NewLook> {
    let at = reader.moment("at");
    let answers = answers(reader);
    let note = reader.text("note");
    Some(NewLook { at: at?, answers, note, photos: Vec::new(), with: with(reader) })
}

/// What is said so far; a day that cannot be read yet is today.
pub fn so_far(reader: &mut Reader<'_>) -> NewLook {
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
    answers.count = reader.one("count");
    answers.spread = reader.one("spread");
    answers.colours = reader.many("colours");
    answers.morphology = reader.one("morphology");
    answers.outline = reader.one("outline");
    answers.surface = reader.one("surface");
    answers.raised = reader.answer("raised");
    answers.firm = reader.answer("firm");
    answers.glass_test = reader.one("glass_test");
    answers.itch = reader.answer("itch");
    answers.pain = reader.answer("pain");
    answers.warm_or_swollen = reader.answer("warm_or_swollen");
    answers.pus = reader.answer("pus");
    answers.bleeding = bleeding(reader);
    answers.changes = changes(reader);
    answers.described_differently = reader.answer("described_differently");
    answers.spreading = reader.answer("spreading");
    answers.worried = reader.answer("worried");
    answers.suspects_infection = reader.answer("suspects_infection");
    answers
}

fn bleeding(reader: &mut Reader<'_>) -> Bleeding {
    let after_injury = reader.answer("after_injury");
    match Option::<bool>::from(reader.answer("bleeding")) {
        Some(bled) => Bleeding::Answered { bled, after_injury },
        None => {
            if after_injury.is_answered() {
                reader.refuse("after_injury", "is answered although \"Has bled\" is not; answer both or neither");
            }
            Bleeding::Unanswered
        }
    }
}

fn changes(reader: &mut Reader<'_>) -> Option<WordList<Change>> {
    let chosen = reader.form.field("changes")?.words();
    let noticed = reader.many("changes");
    if chosen.contains(&NO_CHANGE) && !noticed.is_empty() {
        reader.refuse("changes", "none was chosen together with a change; keep one of them");
    }
    (!chosen.is_empty()).then_some(noticed)
}
