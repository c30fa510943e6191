//! Updates about photos: what was loaded and decoded, and files that were dropped.

use super::{ask, lay_out};
use crate::domain::PhotoId;
use crate::ops::{Detail, Pixels, SpotPhoto};
use crate::tui::form;
use crate::tui::message::Effect;
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use std::path::PathBuf;
use std::sync::Arc;

/// Passes the photos of a spot to its screen.
pub(super) fn loaded(model: &mut Model, number: u32, photos: &[SpotPhoto]) {
    for screen in &mut model.screens {
        match screen {
            Screen::Photos(page) if page.number == number => page.fill(photos.to_vec()),
            Screen::Spot(page) if page.number == number => page.latest.fill(photos),
            Screen::Round(round) if round.number() == Some(number) => round.latest.fill(photos),
            _ => {}
        }
    }
    lay_out(model);
}

/// Passes a decoded photo to the screens that show it. Only the screen of photos shows a whole one.
pub(super) fn decoded(model: &mut Model, id: PhotoId, detail: Detail, view: Result<Arc<Pixels>, String>) {
    model.decoding.retain(|decoding| *decoding != (id, detail));
    for screen in &mut model.screens {
        match screen {
            Screen::Photos(page) => page.take_view(id, detail, view.clone()),
            _ if detail == Detail::Whole => {}
            Screen::Compare(page) => page.take_view(id, &view),
            Screen::Spot(page) => page.latest.take_view(id, &view),
            Screen::Round(round) => round.latest.take_view(id, &view),
            _ => {}
        }
    }
}

/// Returns the effects that decode what the screen on top shows and lacks, each once.
pub(super) fn lacking(model: &mut Model) -> Vec<Effect> {
    let world = &model.world;
    let mut lacking: Vec<(&SpotPhoto, Detail)> = match model.screen() {
        Screen::Photos(page) => page.lacks(world).into_iter().collect(),
        Screen::Compare(page) => page.lacks(world).into_iter().map(|photo| (photo, Detail::View)).collect(),
        Screen::Spot(page) => page.latest.lacks(world).map(|photo| (photo, Detail::View)).into_iter().collect(),
        Screen::Round(round) => round.latest.lacks(world).map(|photo| (photo, Detail::View)).into_iter().collect(),
        _ => Vec::new(),
    };
    lacking.retain(|(photo, detail)| !model.decoding.contains(&(photo.photo.id, *detail)));
    let effects = lacking.iter().map(|&(photo, detail)| Effect::LoadPhoto(Box::new(photo.clone()), detail)).collect();
    let decoding: Vec<_> = lacking.iter().map(|(photo, detail)| (photo.photo.id, *detail)).collect();
    model.decoding.extend(decoding);
    effects
}

/// Returns the effect that loads the photos of the spot that a check round has come to.
pub(super) fn of_round(model: &mut Model) -> Option<Effect> {
    match model.screen_mut() {
        Screen::Round(round) => round.wants_photos(),
        _ => None,
    }
}

/// Returns the effect that looks which paths of a pasted text are files. None while a question is open.
pub(super) fn pasted(model: &Model, text: &str) -> Vec<Effect> {
    let paths = form::paths(text);
    let may_be = model.modal.is_none() && model.form().is_none() && !paths.is_empty();
    if may_be { vec![Effect::FindFiles(paths)] } else { Vec::new() }
}

/// Opens the form that takes in files that were dropped on the selected spot.
pub(super) fn dropped(model: &mut Model, files: &[PathBuf]) {
    match model.selected() {
        Some(number) => {
            let title = model.world.loaded.title(number).unwrap_or_default().to_owned();
            ask(model, form::add_photo(number, &title, files));
        }
        None => {
            let said = model.world.nothing_selected();
            model.tell(said);
        }
    }
}
