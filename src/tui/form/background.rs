//! The part of a person's form that a dermatologist asks about.

use super::reader::Reader;
use crate::domain::{Background, FieldError, Noted, Sex, SkinType, Text};
use crate::tui::widget::field::Field;

/// Returns the fields, in a group of their own, with what is saved.
pub(super) fn fields(background: &Background) -> Vec<Field> {
    let words = |text: &Option<Text>| text.as_ref().map_or_else(String::new, Text::to_string);
    let mut note = Field::note("note", "Note");
    note.set(&words(&background.note));
    let Background { skin_cancer_self: own, skin_cancer_family: family, immune_suppressed: immune, .. } = background;
    vec![
        Field::group("For the doctor"),
        Field::answer_of("skin_cancer_self", "Skin cancer, own", own.answer)
            .guided("Have you had skin cancer? What kind and when goes into the line below."),
        Field::text_of("skin_cancer_self_note", "  which, when", &words(&own.note)),
        Field::answer_of("skin_cancer_family", "Skin cancer, family", family.answer)
            .guided("Has a parent, brother, sister or child had skin cancer?"),
        Field::text_of("skin_cancer_family_note", "  who, which", &words(&family.note)),
        Field::answer_of("immune_suppressed", "Weak immune system", immune.answer)
            .guided("Is your immune system suppressed: after a transplant, by a medicine or an illness?"),
        Field::text_of("immune_suppressed_note", "  by what", &words(&immune.note)),
        Field::one::<SkinType>("skin_type", "Skin type", background.skin_type)
            .guided("After Fitzpatrick: I always burns and never tans, III burns a little and tans, VI never burns."),
        Field::text_of("sun", "Sun", &words(&background.sun))
            .guided("In your own words: sunburns as a child, work outside, sunbeds."),
        Field::text_of("allergies", "Allergies, with ;", &listed(&background.allergies)),
        Field::one::<Sex>("sex", "Sex", background.sex),
        note,
    ]
}

/// Returns texts as they are typed into one line.
pub(super) fn listed(texts: &[Text]) -> String {
    texts.iter().map(Text::on_one_line).collect::<Vec<_>>().join("; ")
}

/// Reads a list of texts from one line, where a semicolon ends each.
pub(super) fn read_list(reader: &mut Reader<'_>, name: &str) -> Option<Vec<Text>> {
    let texts: Result<Vec<Option<Text>>, FieldError> = reader.value(name).split(';').map(Text::unless_blank).collect();
    Some(reader.keep(name, texts)?.into_iter().flatten().collect())
}

/// Reads the fields.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Background> {
    let noted =
        |reader: &mut Reader<'_>, answer, note| Noted { answer: reader.answer(answer), note: reader.text(note) };
    Some(Background {
        skin_cancer_self: noted(reader, "skin_cancer_self", "skin_cancer_self_note"),
        skin_cancer_family: noted(reader, "skin_cancer_family", "skin_cancer_family_note"),
        immune_suppressed: noted(reader, "immune_suppressed", "immune_suppressed_note"),
        skin_type: reader.one("skin_type"),
        sun: reader.text("sun"),
        allergies: read_list(reader, "allergies")?,
        sex: reader.one("sex"),
        note: reader.text("note"),
    })
}
