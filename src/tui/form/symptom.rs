//! The form of the person's symptoms.

use super::reader::Reader;
use crate::domain::{Listed, Moment, Word};
use crate::ops::NewSymptoms;
use crate::tui::message::Act;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// The symptoms that begin the form: fever, then those of an emergency (docs/guidance.md, section 2).
const FIRST: [Listed; 12] = [
    Listed::Fever,
    Listed::TroubleBreathing,
    Listed::SwellingFaceEyesLips,
    Listed::TroubleSpeakingOrSwallowing,
    Listed::StiffNeck,
    Listed::LightSensitivity,
    Listed::SevereHeadOrNeckPain,
    Listed::DrowsyOrUnresponsive,
    Listed::ConfusedOrLessAlert,
    Listed::Seizure,
    Listed::FastHeartOrBreathing,
    Listed::FrequentVomiting,
];

/// Creates a form with a yes-or-no field for every listed symptom.
pub(crate) fn symptoms(name: &str) -> Form {
    let guide = "Yes, no, or not answered. What you have counts together with every spot that is there.";
    let field = |s: &Listed| Field::answer(s.word(), symptom_label(*s)).guided(guide);
    let others = Listed::ALL.iter().filter(|listed| !FIRST.contains(listed));
    let when = Field::date("at", "When", "now").guided("When it was noticed, with the time if you know it.");
    let mut fields: Vec<Field> = FIRST.iter().map(field).chain([when]).chain(others.map(field)).collect();
    fields.push(Field::text("note", "Note").guided("Anything else, in your own words. No rule reads it."));
    fields.push(Field::save());
    Form::new(Purpose::Symptoms, format!("Symptoms of {name}: y yes, n no, or type one"), fields)
}

/// Returns the label, which fits the column of a narrow window.
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

/// Reads the symptoms. At least one must be answered.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Act> {
    let at = reader.moment("at");
    let symptoms = answered(reader, at?);
    if symptoms.symptoms.is_empty() {
        let first = FIRST[0].word();
        reader.refuse(first, "answer at least one symptom with yes or no");
    }
    Some(Act::Symptoms(symptoms))
}

/// Returns the answered symptoms.
pub(super) fn answered(reader: &mut Reader<'_>, at: Moment) -> NewSymptoms {
    let answered = |&listed: &Listed| Option::<bool>::from(reader.answer(listed.word())).map(|there| (listed, there));
    let symptoms = Listed::ALL.iter().filter_map(answered).collect();
    NewSymptoms { at, symptoms, note: reader.text("note") }
}
