//! The forms about a person.

use crate::domain::{InfectionKind, Listed, Person, Word};
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// Every listed symptom, each yes, no or not answered. Those that come first count for the most rules.
pub fn symptoms(name: &str) -> Form {
    let mut fields: Vec<Field> = Listed::ALL.iter().map(|s| Field::answer(s.word(), symptom_label(*s))).collect();
    fields.push(Field::date("at", "When", "now"));
    fields.push(Field::text("note", "Note"));
    Form::new(Purpose::Symptoms, format!("Symptoms of {name}: y yes, n no"), fields)
}

/// Labels have the width of a narrow window's column.
fn symptom_label(symptom: Listed) -> &'static str {
    match symptom {
        Listed::SevereHeadOrNeckPain => "Severe head or neck pain",
        Listed::TroubleSpeakingOrSwallowing => "Trouble speaking or swallowing",
        Listed::SwellingFaceEyesLips => "Swelling of face, eyes or lips",
        Listed::FastHeartOrBreathing => "Fast heart or breathing",
        Listed::DrowsyOrUnresponsive => "Drowsy or unresponsive",
        Listed::ConfusedOrLessAlert => "Confused or less alert",
        Listed::BloodyNoseDischarge => "Bloody nose discharge",
        Listed::WateryOrItchyEyes => "Watery or itchy eyes",
        Listed::FrequentVomiting => "Frequent vomiting",
        Listed::FrequentDiarrhoea => "Frequent diarrhoea",
        Listed::LightSensitivity => "Light hurts",
        Listed::UnusualBruising => "Unusual bruising",
        Listed::TroubleBreathing => "Trouble breathing",
        Listed::StiffNeck => "Stiff neck",
        Listed::SoreThroat => "Sore throat",
        Listed::SwollenGlands => "Swollen glands",
        Listed::JointPain => "Joint pain",
        Listed::MuscleAche => "Muscle ache",
        Listed::BellyPain => "Belly pain",
        Listed::BloodInUrine => "Blood in urine",
        Listed::BleedingGums => "Bleeding gums",
        Listed::BlurredVision => "Blurred vision",
        Listed::Fever => "Fever",
        Listed::Headache => "Headache",
        Listed::Nausea => "Nausea",
        Listed::Vomiting => "Vomiting",
        Listed::Diarrhoea => "Diarrhoea",
        Listed::Seizure => "Seizure",
        Listed::Lethargy => "Lethargy",
        Listed::Fatigue => "Fatigue",
        Listed::Dizziness => "Dizziness",
        Listed::Sweating => "Sweating",
        Listed::Numbness => "Numbness",
        Listed::Weakness => "Weakness",
        Listed::Cough => "Cough",
        Listed::Chills => "Chills",
        Listed::Other => "Other (say in the note)",
    }
}

pub fn medicine() -> Form {
    let fields = vec![
        Field::text("name", "Medicine"),
        Field::date("started_on", "Started", "today"),
        Field::date("stopped_on", "Stopped", ""),
    ];
    Form::new(Purpose::Medicine, "A medicine that was started".into(), fields)
}

pub fn infection() -> Form {
    let fields = vec![Field::one::<InfectionKind>("kind", "Where", None), Field::date("on", "On", "today")];
    Form::new(Purpose::Infection, "An infection".into(), fields)
}

pub fn person(person: &Person) -> Form {
    let born = person.born.map_or_else(|| "unknown".into(), |day| day.to_string());
    let conditions: Vec<String> = person.conditions.iter().map(|c| c.on_one_line()).collect();
    let fields = vec![
        Field::text_of("name", "Name", &person.name),
        Field::date("born", "Born", &born),
        Field::answer_of("long_term_illness", "Long-term illness", person.long_term_illness),
        Field::answer_of("pregnant", "Pregnant", person.pregnant),
        Field::text_of("conditions", "Conditions, with ;", &conditions.join("; ")),
    ];
    Form::new(Purpose::Person, format!("What is known of {}", person.name), fields)
}

pub fn new_person() -> Form {
    Form::new(Purpose::NewPerson, "Another person".into(), vec![Field::text("name", "Name")])
}

pub fn emergency_number(number: Option<&str>) -> Form {
    let fields = vec![Field::text_of("number", "Number to call", number.unwrap_or_default())];
    Form::new(Purpose::EmergencyNumber, "The emergency number, as you would dial it".into(), fields)
}
