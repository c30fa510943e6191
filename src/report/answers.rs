//! Wording of answers.

use crate::domain::{
    Answers, AsOf, Background, Facts, GlassTest, Group, Infection, Listed, Look, Medicine, Moment, Observation, Person,
    Photo, Presence, SpotTree, Symptom, Text, Word, question, show_date, show_readings,
};

/// Words the answers of an observation in a few words each. Unanswered questions are left out.
fn say_answers(a: &Answers) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(measurement) = a.measurement {
        if let (Some(diameter), Some(by)) = (measurement.diameter(), measurement.by()) {
            said.push(format!("{} by {}", show_readings(diameter), by.label()));
        }
        if let Some(width) = measurement.width() {
            said.push(format!("width {}", show_readings(width)));
        }
    }
    said.extend(Group::ALL.into_iter().flat_map(Group::questions).filter_map(|question| question.say(a)));
    said
}

/// Words an observation on one line: its day, what was answered, the note and the photos. That the spot was there is
/// said only where nothing else is.
pub fn say_observation(observation: &Observation) -> String {
    let mut said = say_presence_and_answers(&observation.answers);
    said.extend(observation.note.iter().map(|note| format!("\"{}\"", note.on_one_line())));
    let name = |photo: &Photo| photo.file.as_ref().map_or_else(|| "without a name".into(), Text::on_one_line);
    said.extend(observation.photos.iter().map(|photo| format!("photo {}", name(photo))));
    say_at(observation.at, &said)
}

/// Words a look on one line, as [`say_observation`] does, but without the note and the photos.
pub fn say_look(look: &Look) -> String {
    say_at(look.at, &say_presence_and_answers(&look.answers))
}

fn say_presence_and_answers(answers: &Answers) -> Vec<String> {
    let presence = match answers.presence {
        Presence::Present => None,
        Presence::Gone => Some("gone"),
        Presence::Unsure => Some("not sure whether there"),
    };
    let mut said: Vec<String> = presence.map(str::to_owned).into_iter().chain(say_answers(answers)).collect();
    if said.is_empty() {
        said.push("present".into());
    }
    said
}

fn say_at(at: Moment, said: &[String]) -> String {
    let time = at.time().map_or_else(String::new, |time| time.format(" %H:%M").to_string());
    format!("{:<11}{time} {}", show_date(at.day()), said.join(", "))
}

/// Words the day of the next look, or that a look is due.
pub fn say_next_look(next: Moment, as_of: AsOf) -> String {
    let day = show_date(next.day());
    if next.day() <= as_of.day() { format!("A look is due since {day}.") } else { format!("Look again on {day}.") }
}

/// Joins numbers in ascending order, three and more in a row as a range: `2, 4, 6–9`.
pub fn say_numbers(numbers: &[u32]) -> String {
    let mut said: Vec<String> = Vec::new();
    for run in numbers.chunk_by(|a, b| a + 1 == *b) {
        match run {
            [first, _, .., last] if run.len() > 2 => said.push(format!("{first}–{last}")),
            run => said.extend(run.iter().map(u32::to_string)),
        }
    }
    said.join(", ")
}

/// Joins the display names of fields.
pub fn say_fields(fields: &[&str]) -> String {
    fields.iter().map(|f| say_field(f)).collect::<Vec<_>>().join(", ")
}

/// Returns the display name of a field.
pub fn say_field(field: &str) -> String {
    match field {
        "diameter_mm" => "size".into(),
        "contexts" => "what came before (scratch, bite …)".into(),
        "onset" => "sudden or gradual".into(),
        "born" => "birth date".into(),
        "long_term_illness" => "whether there is a long-term illness".into(),
        other => match (question(other), Listed::from_word(other.as_bytes())) {
            (Some(question), _) => question.missing().into_owned(),
            (None, Some(listed)) => listed.label(),
            (None, None) => other.replace('_', " "),
        },
    }
}

/// Lists the glass tests of a spot, newest first.
pub fn say_glass_tests(tree: &SpotTree<Look>, as_of: AsOf) -> Vec<String> {
    let looks = tree.observations.iter().rev().filter(|o| !as_of.excludes(o.at));
    looks.filter_map(|o| Some(say_glass_test(o.at, o.answers.glass_test?))).collect()
}

/// Formats a glass test with its day.
pub fn say_glass_test(at: Moment, test: GlassTest) -> String {
    let said = match test {
        GlassTest::Unclear => "unclear, which counts as not fading".to_owned(),
        test => test.label(),
    };
    format!("{}: {said}", at.label())
}

/// Lists the facts about a person apart from the spots, one line each.
pub fn say_person(facts: &Facts, as_of: AsOf) -> Vec<String> {
    let mut lines = say_personal(&facts.person);
    lines.extend(say_entries(facts, as_of));
    lines
}

/// Words every symptom, medicine and infection up to the as-of moment.
pub(super) fn say_entries(facts: &Facts, as_of: AsOf) -> Vec<String> {
    let mut lines: Vec<String> = facts.symptoms.iter().filter(|s| !as_of.excludes(s.at)).map(say_symptom).collect();
    let begun = |m: &&Medicine| !as_of.excludes_day(m.started_on);
    lines.extend(facts.medicines.iter().filter(begun).map(|medicine| say_medicine(medicine, as_of)));
    lines.extend(facts.infections.iter().filter(|i| !as_of.excludes_day(i.on)).map(say_infection));
    lines
}

/// Words the personal data that were answered.
pub fn say_personal(person: &Person) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(born) = person.born {
        lines.push(format!("Born {}.", show_date(born)));
    }
    if person.pregnant.is_answered() {
        lines.push(format!("Pregnant: {}.", person.pregnant.label()));
    }
    if person.long_term_illness.is_answered() {
        lines.push(format!("Long-term illness: {}.", person.long_term_illness.label()));
    }
    if !person.conditions.is_empty() {
        let conditions: Vec<String> = person.conditions.iter().map(|c| c.on_one_line()).collect();
        lines.push(format!("Conditions: {}.", conditions.join(", ")));
    }
    lines.extend(say_background(&person.background).into_iter().map(|(title, said)| format!("{title}: {said}.")));
    lines
}

/// Words the background of a person: the title of each answer and the answer. Unanswered questions are left out.
pub fn say_background(background: &Background) -> Vec<(&'static str, String)> {
    let words = |text: &Option<Text>| text.as_ref().map(Text::on_one_line);
    let mut said = Vec::new();
    for (_, title, noted) in background.noted() {
        let answer = noted.answer.is_answered().then(|| noted.answer.label().to_owned());
        let parts: Vec<String> = answer.into_iter().chain(words(&noted.note)).collect();
        if !parts.is_empty() {
            said.push((title, parts.join(", ")));
        }
    }
    said.extend(background.skin_type.map(|kind| ("Skin type", kind.label())));
    said.extend(words(&background.sun).map(|sun| ("Sun", sun)));
    let allergies: Vec<String> = background.allergies.iter().map(Text::on_one_line).collect();
    said.extend((!allergies.is_empty()).then(|| ("Allergies", allergies.join(", "))));
    said.extend(background.sex.map(|sex| ("Sex", sex.label())));
    said.extend(words(&background.note).map(|note| ("Note", note)));
    said
}

/// Words a symptom: its day, whether it was there, and the note.
pub fn say_symptom(symptom: &Symptom) -> String {
    let note = symptom.note.as_ref().map_or_else(String::new, |n| format!(" ({})", n.on_one_line()));
    let present = if symptom.present { "" } else { "no " };
    format!("{}: {present}{}{note}.", symptom.at.label(), symptom.symptom.label())
}

/// Words the note of an entry, to follow its words; empty without one.
pub fn say_note(note: &Option<Text>) -> String {
    note.as_ref().map_or_else(String::new, |note| format!("; note: \"{}\"", note.on_one_line()))
}

/// Words a medicine with the days of its start and, up to the as-of moment, its stop.
pub fn say_medicine(medicine: &Medicine, as_of: AsOf) -> String {
    let name = medicine.name.as_ref().map_or_else(|| "a medicine".into(), |n| n.on_one_line());
    let stopped = medicine.stopped_on.filter(|day| !as_of.excludes_day(*day));
    let until = stopped.map_or_else(String::new, |day| format!(" until {}", show_date(day)));
    format!("Medicine: {name}, from {}{until}{}.", show_date(medicine.started_on), say_note(&medicine.note))
}

/// Words an infection.
pub fn say_infection(infection: &Infection) -> String {
    let kind = infection.kind.map_or_else(String::new, |k| format!(" ({})", k.label()));
    format!("Infection{kind} on {}{}.", show_date(infection.on), say_note(&infection.note))
}
