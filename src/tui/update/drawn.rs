//! The body map and the timeline: what their keys do.

use super::moving::lay_out;
use crate::tui::form;
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use crate::tui::screen::map::MapScreen;
use crate::tui::screen::timeline::TimelineScreen;
use crate::tui::view::form_area;
use crate::tui::world::Loaded;
use crate::tui::world::World;

pub fn on_map(model: &mut Model, change: impl FnOnce(&mut MapScreen, &Loaded)) {
    let Model { screens, world: World { loaded, .. }, .. } = model;
    if let Some(Screen::Map(map)) = screens.last_mut() {
        change(map, loaded);
    }
}

/// The form of a new spot, at the place that the map points to.
pub fn place_spot(model: &mut Model) {
    let Screen::Map(map) = model.screen() else { return };
    let mut form = form::new_spot();
    if let Some(anchor) = map.place() {
        form.placed = Some((anchor.place, map.position()));
        if let Some(field) = form.fields.iter_mut().find(|field| field.name == "site") {
            field.write(&MapScreen::words(anchor.place));
        }
        form.is_changed = true;
    }
    let area = form_area(model.world.size);
    form.go(1, area, model.world.now.local);
    model.screens.push(Screen::Form(form));
}

pub fn in_timeline(model: &mut Model, change: impl FnOnce(&mut TimelineScreen, chrono::NaiveDate)) {
    let last = model.world.context().as_of().day();
    if let Screen::Timeline(timeline) = model.screen_mut() {
        change(timeline, last);
    }
    lay_out(model);
}
