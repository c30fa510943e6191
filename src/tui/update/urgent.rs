//! Shows emergencies at once, even before a form is finished.

use crate::guidance::Level;
use crate::ops::{Draft, Foreseen};
use crate::tui::form;
use crate::tui::message::Message;
use crate::tui::model::{Modal, Model};
use crate::tui::screen::Screen;
use crate::tui::screen::emergency::EmergencyPage;

/// What a message may have changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Form,
    Journal,
    Neither,
}

impl About {
    /// Returns what a message may have changed.
    pub(super) fn of(message: &Message) -> About {
        match message {
            Message::Command(_)
            | Message::Text(_)
            | Message::Click { .. }
            | Message::Drag { .. }
            | Message::Edited(_) => About::Form,
            // What was thrown away and is typed again is a new alarm.
            Message::Loaded(_) | Message::DraftDropped(_) => About::Journal,
            _ => About::Neither,
        }
    }
}

/// Assesses the form on top as far as it is filled in. Opens the emergency page if there is an emergency that was not
/// shown yet.
pub(super) fn watch(model: &mut Model, about: About) {
    let loaded = about == About::Journal;
    if about == About::Form {
        preview(model);
    }
    let flags = model.urgent().flags;
    let emergencies: Vec<(&'static str, Option<u32>)> =
        flags.iter().filter(|f| f.level == Level::Emergency).map(|f| (f.rule.ident, f.spot)).collect();
    let is_new = emergencies.iter().any(|flag| !model.shown_emergencies.contains(flag));
    if loaded {
        // An emergency that was resolved or undone is shown again if it recurs.
        model.shown_emergencies = emergencies;
    } else {
        // Keep the shown emergencies until the journal with the entry of the form is loaded.
        model.shown_emergencies.extend(emergencies);
    }
    if is_new {
        let is_typed_in = about == About::Form || model.contexts()[0].takes_text();
        let page = match is_typed_in {
            true => EmergencyPage::over_typing(model.world.now.local),
            false => EmergencyPage::default(),
        };
        model.modal = Some(Modal::Emergency(page));
    }
}

fn preview(model: &mut Model) {
    let Screen::Form(form) = model.screen() else { return };
    let Some(draft) = form::draft(form, model.world.said_now()) else { return };
    let mut foreseen = model.world.preview(&draft);
    if matches!(draft, Draft::Spot(None, _)) {
        // Without a place there is no spot to speak of, but an alarm does not wait for one.
        foreseen.flags.retain(Foreseen::is_alarm);
    }
    if let Screen::Form(form) = model.screen_mut() {
        form.foreseen = Some(Box::new(foreseen));
    }
}
