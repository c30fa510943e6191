//! The form that takes in pictures of a spot.

use super::dropped::paths;
use super::reader::Reader;
use crate::domain::{Change, Presence, Said, Word, show_date};
use crate::ops::SpotPhoto;
use crate::tui::message::{Act, AddedPhotos, Effect};
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};
use std::path::PathBuf;

/// Creates the form, with the pictures that were dropped or chosen.
pub(crate) fn add_photo(number: u32, title: &str, files: &[PathBuf]) -> Form {
    let quoted: Vec<String> = files.iter().map(|file| quoted(&file.to_string_lossy())).collect();
    let kept = "One file or several, each in quotes if its name has blanks. They are kept without their place and camera; \
                the files stay where they are.";
    let day = "Empty: the day on which each photo was taken, otherwise today.";
    let there = "Only for a day without a look: a photo alone is no answer.";
    let fields = vec![
        Field::path("photos", "Pictures", &quoted.join(" ")).guided(kept),
        Field::date("at", "Look of", "").guided(day),
        Field::one::<Presence>("presence", "Is it there", None).guided(there),
        Field::save(),
    ];
    let mut form = Form::new(Purpose::AddPhoto(number), format!("Photos of spot {number}, {title}"), fields);
    form.is_changed = !files.is_empty();
    form
}

/// Returns a path as the field takes it.
fn quoted(path: &str) -> String {
    match (path.contains([' ', '"', '\\']), path.contains('\'')) {
        (true, false) => format!("'{path}'"),
        (true, true) if !path.contains(['"', '\\']) => format!("\"{path}\""),
        _ => path.to_owned(),
    }
}

/// Reads the pictures, the day and the answer.
pub(super) fn read(reader: &mut Reader<'_>, number: u32) -> Option<Effect> {
    let files = read_files(reader);
    if files.is_empty() {
        reader.refuse("photos", "name at least one picture, or drop one here");
    }
    let on = match reader.value("at").trim() {
        "" => None,
        said => {
            let moment = Said::parse(said, reader.now).and_then(Said::moment);
            Some(reader.keep("at", moment)?)
        }
    };
    Some(Effect::AddPhotos(Box::new(AddedPhotos { number, files, on, presence: reader.one("presence") })))
}

/// The word for "I looked, and see none".
const NONE: &str = "I-see-none";
/// The word for "I cannot tell", which answers nothing.
const NOT_SURE: &str = "not-sure";

/// Creates the form that asks what looks different in a photo.
pub(crate) fn say_changes(number: u32, photo: &SpotPhoto) -> Form {
    let guide = "Your own word, which goes into the look of B. Not sure: nothing is answered.";
    let words: Vec<&'static str> = [NONE, NOT_SURE].iter().chain(Change::WORDS).copied().collect();
    let fields = vec![Field::many_of("changes", "What looks different", &words, &[]).guided(guide), Field::save()];
    let title = format!("Spot {number}, look of {}", show_date(photo.look_at.day()));
    let mut form = Form::new(Purpose::SayChanges, title, fields);
    form.photo = Some(Box::new(photo.clone()));
    form
}

/// Reads what looks different.
pub(super) fn read_changes(reader: &mut Reader<'_>) -> Option<Effect> {
    let photo = reader.form.photo.clone()?;
    let words = reader.form.field("changes").map(|field| field.words()).unwrap_or_default();
    let is_said = |word: &str| words.contains(&word);
    if words.is_empty() {
        reader.refuse("changes", "choose what looks different, I see none or not sure");
        return None;
    }
    if words.len() > 1 && (is_said(NONE) || is_said(NOT_SURE)) {
        reader.refuse("changes", "I see none and not sure stand alone; keep one of them");
        return None;
    }
    if is_said(NOT_SURE) {
        return Some(Effect::LeaveOpen);
    }
    let changes = reader.many::<Change>("changes");
    Some(Effect::Act(Act::SayChanges(photo, changes)))
}

/// Reads the paths of a field of pictures.
pub(super) fn read_files(reader: &Reader<'_>) -> Vec<PathBuf> {
    paths(&reader.value("photos"))
}
