//! Typing into forms, the filter and the palette, and accepting with Enter.

use super::drafts;
use super::{command_given, lay_out, open_spot, report_screen};
use crate::ops::{self, NewLook, Saved};
use crate::tui::form;
use crate::tui::keymap::Command;
use crate::tui::message::{Act, Effect};
use crate::tui::model::{Modal, Model};
use crate::tui::screen::Screen;
use crate::tui::screen::round::{RoundForm, Said};
use crate::tui::widget::form::Purpose;
use crate::tui::widget::palette::What;
use crate::tui::widget::picker::Picked;
use crate::tui::yes_no::YesNo;
use std::path::{Path, PathBuf};

/// Passes typed text to the modal or the screen.
pub(super) fn write(model: &mut Model, text: &str) {
    let Model { screens, world, modal, .. } = model;
    match modal {
        Some(Modal::Palette(palette)) => palette.write(text, &world.loaded),
        Some(Modal::Erasing(page)) => page.write(text),
        Some(_) => {}
        None => {
            if let Some(screen) = screens.last_mut() {
                screen.component_mut().write(text, world);
            }
        }
    }
}

/// Accepts the selection of the modal.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    if let Some(Modal::Palette(palette)) = &model.modal {
        let chosen = palette.found.get(palette.list.cursor).map(|choice| choice.what);
        model.modal = None;
        return match chosen {
            Some(What::Command(command)) => command_given(model, command),
            Some(What::Spot(number)) => open_spot(model, number),
            Some(What::Card(place)) => {
                let effects = command_given(model, Command::Guide);
                if let Screen::Guide(guide) = model.screen_mut() {
                    guide.show(place);
                }
                lay_out(model);
                effects
            }
            None => Vec::new(),
        };
    }
    if let Some(Modal::Calendar(calendar)) = &model.modal {
        let text = calendar.text();
        model.modal = None;
        if let Screen::Form(form) = model.screen_mut() {
            form.change(|field| field.set(&text));
        }
        return Vec::new();
    }
    if let Some(Modal::Picker(picker)) = &model.modal {
        match picker.picked() {
            Some(Picked::Folder(path)) => return vec![Effect::ListFolder(path)],
            Some(Picked::File(path)) => take_path(model, |_| path),
            None => {}
        }
        return Vec::new();
    }
    Vec::new()
}

/// Closes the modal and replaces the path in the focused field by one made from it.
pub(super) fn take_path(model: &mut Model, make: impl FnOnce(&Path) -> PathBuf) {
    model.modal = None;
    if let Screen::Form(form) = model.screen_mut() {
        let path = make(Path::new(form.focused().value().as_ref()));
        form.change(|field| field.set(&path.to_string_lossy()));
    }
}

/// Saves the form on top, or shows its errors.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    let now = model.world.said_now();
    let body = model.world.body();
    if let Screen::Form(form) = model.screen_mut()
        && !form.leave(body, now)
    {
        return Vec::new();
    }
    if let Some(form) = model.form().filter(|form| form.purpose == Purpose::Sections) {
        let left_out = form::sections_left_out(form);
        model.screens.pop();
        if let Screen::Report(report) = model.screen_mut() {
            report.without = left_out;
        }
        lay_out(model);
        return Vec::new();
    }
    let judged = model.world.loaded.judged.clone();
    let Screen::Form(form) = model.screen_mut() else { return Vec::new() };
    for field in &mut form.fields {
        field.error = None;
    }
    if !form::follow_spot(form, judged.as_deref()) {
        model.tell_error(form::SPOT_IS_GONE);
        return Vec::new();
    }
    let effect = match form::read(form, now) {
        Ok(effect) => effect,
        Err(errors) => {
            form.refuse(errors, body);
            return Vec::new();
        }
    };
    if let Some(said) = far_size(model, &effect) {
        model.modal = Some(Modal::YesNo(YesNo::FarSize(said, Box::new(effect))));
        return Vec::new();
    }
    confirmed(model, effect)
}

/// Returns a sentence about a size that is far from the last one of its spot.
pub(in crate::tui) fn far_size(model: &Model, effect: &Effect) -> Option<String> {
    let judged = model.world.loaded.judged.as_ref()?;
    let (number, id, at, answers) = match effect {
        Effect::Act(Act::Look(number, look)) => (*number, None, look.at, look.answers),
        Effect::Act(Act::Correct(was, now)) => match (&**was, &**now) {
            (Saved::Look(_, was), Saved::Look(number, look)) if was.answers.diameter() != look.answers.diameter() => {
                (*number, Some(look.id), look.at, look.answers)
            }
            _ => return None,
        },
        _ => return None,
    };
    let looks = judged.facts.spot(number)?.observations.iter().filter(|look| Some(look.id) != id);
    ops::far_size(looks, at, answers.diameter().map(|(_, size)| size)).map(|far| far.say())
}

/// Returns the effect of a form whose answers are confirmed, or passes them to the screen below.
pub(super) fn confirmed(model: &mut Model, effect: Effect) -> Vec<Effect> {
    match effect {
        Effect::Act(Act::Look(number, look)) if is_for_round(model, number) => {
            // From now on it is part of the draft of the round.
            let dropped = drafts::drop(model);
            give_to_round(model, look);
            // An alarm is in the one before it leaves the other, so that it is not a new one.
            drafts::keep_round(model).into_iter().chain(dropped).collect()
        }
        Effect::Export(mut export) => {
            export.without = report_screen(model).map(|report| report.without.clone()).unwrap_or_default();
            vec![Effect::Export(export)]
        }
        effect => vec![effect],
    }
}

/// Returns whether the screen below is a check round at that spot. The observation then belongs to the round.
fn is_for_round(model: &Model, number: u32) -> bool {
    let below = model.screens.len().checked_sub(2).map(|at| &model.screens[at]);
    matches!(below, Some(Screen::Round(round)) if round.number() == Some(number))
}

/// Closes the form and passes its observation to the check round below it.
fn give_to_round(model: &mut Model, look: Box<NewLook>) {
    let now = model.world.said_now();
    let Some(Screen::Form(form)) = model.screens.pop() else { return };
    let answer = match form.purpose {
        Purpose::RoundSize(_, answer) => Some(answer),
        _ => None,
    };
    let typed = form::kept::typed(&form, now);
    if let Screen::Round(round) = model.screen_mut() {
        round.say(Said::Look(look, RoundForm { answer, typed }), now.date());
    }
}
