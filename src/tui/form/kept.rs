//! Drafts of forms: the answers as they were typed, by the name of their field.

use crate::domain::Said;
use crate::ops::Reviewed;
use crate::tui::widget::field::{Field, FieldKind, Line};
use crate::tui::widget::form::{Form, Purpose};
use chrono::NaiveDateTime;
use std::collections::BTreeMap;

/// The draft of a check round.
pub(crate) const ROUND: &str = "round";

/// The typed answers of a form, by the name of their field.
pub(crate) type Typed = BTreeMap<String, Vec<String>>;

/// Returns which draft a form has; `None` for a form that is not kept, such as a correction.
pub(crate) fn what(form: &Form) -> Option<String> {
    match form.purpose {
        Purpose::NewSpot => Some("new-spot".to_owned()),
        Purpose::Look(number) => Some(format!("look {number}")),
        Purpose::Treatment(number) => Some(format!("treatment {number}")),
        Purpose::Review(Reviewed::Spot(number)) => Some(format!("review {number}")),
        Purpose::Review(Reviewed::Person) => Some("review".to_owned()),
        Purpose::Symptoms => Some("symptoms".to_owned()),
        Purpose::Medicine => Some("medicine".to_owned()),
        Purpose::Infection => Some("infection".to_owned()),
        _ => None,
    }
}

/// Returns the answers of a form as they were typed. A day is written out, so that "yesterday" stays the same day.
pub(crate) fn typed(form: &Form, now: NaiveDateTime) -> Typed {
    let fields = form.fields.iter().filter(|field| field.is_question());
    fields.map(|field| (field.name.to_owned(), typed_in(field, now))).filter(|(_, typed)| !typed.is_empty()).collect()
}

fn typed_in(field: &Field, now: NaiveDateTime) -> Vec<String> {
    match &field.kind {
        FieldKind::Words(_) => field.words().into_iter().map(str::to_owned).collect(),
        FieldKind::Line(input, Line::Date) => match Said::parse(input.value(), now) {
            Ok(Said::Moment(moment)) => vec![moment.as_typed()],
            _ => text(field),
        },
        _ => text(field),
    }
}

fn text(field: &Field) -> Vec<String> {
    Some(field.value().into_owned()).filter(|text| !text.trim().is_empty()).into_iter().collect()
}

/// Fills a form with the answers of its draft. In a form that begins with answers, such as a place from the body map,
/// only what is open or suggested is filled.
pub(crate) fn fill(form: &mut Form, typed: &Typed) {
    let begins_empty = !form.is_changed;
    for field in form.fields.iter_mut().filter(|field| field.is_question()) {
        let is_open = field.is_suggested || field.say().is_empty();
        let Some(words) = typed.get(field.name).filter(|_| begins_empty || is_open) else {
            if begins_empty {
                field.clear();
            }
            continue;
        };
        match field.kind {
            FieldKind::Words(_) => field.choose_all(&words.iter().map(String::as_str).collect::<Vec<_>>()),
            _ => field.set(words.first().map_or("", String::as_str)),
        }
    }
    form.is_changed = true;
}
