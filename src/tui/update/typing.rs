//! What is typed into forms, the filter and the palette, and what Enter makes of it.

use super::{command_given, lay_out, open_spot, round};
use crate::domain::{Moment, Said};
use crate::tui::form;
use crate::tui::keymap::Command;
use crate::tui::message::{Act, Effect};
use crate::tui::model::{Modal, Model};
use crate::tui::screen::Screen;
use crate::tui::screen::spots::Areas as SpotsAreas;
use crate::tui::view::{body, form_area};
use crate::tui::widget::calendar::Calendar;
use crate::tui::widget::form::Purpose;
use crate::tui::widget::palette::What;
use crate::tui::widget::picker::Picked;
use crate::tui::world::World;
use std::path::{Path, PathBuf};

pub fn write(model: &mut Model, text: &str) {
    let rows = SpotsAreas::new(body(model.world.size)).rows();
    let Model { screens, world: World { loaded, .. }, modal, .. } = model;
    if let Some(Modal::Palette(palette)) = modal {
        palette.write(text, loaded);
        return;
    }
    if let Some(Modal::Erasing(page)) = modal {
        page.write(text);
        return;
    }
    match screens.last_mut() {
        Some(Screen::Form(form)) => form.change(|field| field.write(text)),
        Some(Screen::Spots(spots)) if spots.filtering => spots.write_filter(text, loaded, rows),
        _ => {}
    }
}

pub fn erase(model: &mut Model) {
    let rows = SpotsAreas::new(body(model.world.size)).rows();
    let Model { screens, world: World { loaded, .. }, modal, .. } = model;
    if let Some(Modal::Palette(palette)) = modal {
        palette.erase(loaded);
        return;
    }
    if let Some(Modal::Erasing(page)) = modal {
        page.typed.pop();
        return;
    }
    match screens.last_mut() {
        Some(Screen::Form(form)) => form.change(|field| field.erase()),
        Some(Screen::Spots(spots)) => spots.erase_filter(loaded, rows),
        _ => {}
    }
}

pub fn accept(model: &mut Model) -> Vec<Effect> {
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
    if model.form().is_some() {
        let (area, now) = (form_area(model.world.size), model.world.now.local);
        if let Screen::Form(form) = model.screen_mut() {
            form.focused().take_first_place();
            if form.list.cursor + 1 == form.fields.len() {
                return save(model);
            }
            form.go(1, area, now);
        }
        return Vec::new();
    }
    model.spots_screen().filtering = false;
    Vec::new()
}

/// A calendar over the date field that has the focus, on the day that the field says.
pub fn open_calendar(model: &mut Model) {
    let now = model.world.now.local;
    let Screen::Form(form) = model.screen_mut() else { return };
    let said = Said::parse(&form.focused().value(), now);
    let moment = said.as_ref().ok().and_then(|said| said.moment().ok());
    let day = moment.map(Moment::day).or_else(|| Some(said.ok()?.first_seen().ok()??.on));
    let calendar = Calendar::new(day.unwrap_or(now.date()), moment.and_then(Moment::time), now.date());
    model.modal = Some(Modal::Calendar(calendar));
}

pub fn in_calendar(model: &mut Model, change: impl FnOnce(&mut Calendar)) {
    if let Some(Modal::Calendar(calendar)) = &mut model.modal {
        change(calendar);
    }
}

/// Puts another path into the field that has the focus, made from the one that stands there.
pub fn take_path(model: &mut Model, make: impl FnOnce(&Path) -> PathBuf) {
    model.modal = None;
    if let Screen::Form(form) = model.screen_mut() {
        let path = make(Path::new(form.focused().value().as_ref()));
        form.change(|field| field.set(&path.to_string_lossy()));
    }
}

pub fn save(model: &mut Model) -> Vec<Effect> {
    let now = model.world.now.local;
    let area = form_area(model.world.size);
    if let Screen::Form(form) = model.screen_mut()
        && !form.leave(area, now)
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
    let Screen::Form(form) = model.screen_mut() else { return Vec::new() };
    for field in &mut form.fields {
        field.error = None;
    }
    let effect = match form::read(form, now) {
        Ok(effect) => effect,
        Err(errors) => {
            form.refuse(errors, area);
            return Vec::new();
        }
    };
    match effect {
        Effect::Act(Act::Look(number, look)) if round::takes(model, number) => {
            round::give(model, *look);
            Vec::new()
        }
        Effect::Export(mut export) => {
            let report = model.screens.iter().rev().find_map(|screen| match screen {
                Screen::Report(report) => Some(report),
                _ => None,
            });
            export.without = report.map(|report| report.without.clone()).unwrap_or_default();
            vec![Effect::Export(export)]
        }
        effect => vec![effect],
    }
}
