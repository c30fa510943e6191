//! The latest photo of a spot, beside what its page or a check round says of it.

use crate::domain::{PhotoId, show_day};
use crate::ops::{PictureState, Pixels, SpotPhoto};
use crate::tui::graphics::Shown;
use crate::tui::keymap::Context;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::photo::{self, Part};
use crate::tui::widget::text::{cut, put};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

/// The width of the page from which there is room for a photo.
const LEAST_WIDTH: u16 = 86;
/// The height of the text from which there is room for a photo.
const LEAST_HEIGHT: u16 = 5;
/// The most columns of a photo.
const WIDTH: u16 = 34;

/// The latest photo of a spot.
#[derive(Default)]
pub(crate) struct Latest {
    photo: Option<Box<SpotPhoto>>,
    view: Option<(PhotoId, Result<Arc<Pixels>, String>)>,
    /// Where it is drawn, if there is room.
    area: Option<Rect>,
}

impl Latest {
    /// Takes the photos of the spot.
    pub(crate) fn fill(&mut self, photos: &[SpotPhoto]) {
        self.photo = photos.iter().rev().find(|photo| photo.state == PictureState::Kept).cloned().map(Box::new);
    }

    /// Takes the decoded view of a photo. One that cannot be shown leaves its place empty; the page of photos says why.
    pub(crate) fn take_view(&mut self, id: PhotoId, view: &Result<Arc<Pixels>, String>) {
        if self.photo.as_ref().is_some_and(|photo| photo.photo.id == id) {
            self.view = Some((id, view.clone()));
        }
    }

    /// Returns the pixels of a photo, if they are decoded.
    fn pixels(&self, photo: &SpotPhoto) -> Option<&Arc<Pixels>> {
        self.view.as_ref().filter(|(id, _)| *id == photo.photo.id)?.1.as_ref().ok()
    }

    /// Returns the photo that may be shown here: covered ones are not.
    fn shown(&self, world: &World) -> Option<&SpotPhoto> {
        let is_covered = |photo: &SpotPhoto| world.is_blurred || world.start.photos.private.contains(&photo.site);
        self.photo.as_deref().filter(|photo| world.shows_pictures() && !is_covered(photo))
    }

    /// Returns whether there is a photo to show, and a text wide enough to have it beside it.
    pub(super) fn has_room(&self, text: Rect, world: &World) -> bool {
        text.width >= LEAST_WIDTH && self.shown(world).is_some()
    }

    /// Returns the photo, if there is room for it and it is not decoded.
    pub(crate) fn lacks(&self, world: &World) -> Option<&SpotPhoto> {
        let photo = self.shown(world).filter(|_| self.area.is_some())?;
        let is_there = self.view.as_ref().is_some_and(|(id, _)| *id == photo.photo.id);
        (!is_there).then_some(photo)
    }

    /// Takes its place from the right of the text, if there is room, and returns what is left for that.
    pub(super) fn lay_out(&mut self, text: Rect, world: &World) -> Rect {
        self.area = None;
        if text.height < LEAST_HEIGHT || !self.has_room(text, world) {
            return text;
        }
        // A picture of 4 to 3, in cells twice as high as they are wide, and a line below it.
        let width = ((text.height - 1) * 8 / 3).min(WIDTH);
        self.area = Some(Rect { x: text.right() - width, width, ..text });
        self.beside(text)
    }

    /// Returns what the photo leaves of a text that it is beside.
    pub(super) fn beside(&self, text: Rect) -> Rect {
        Rect { width: text.width.saturating_sub(self.area.map_or(0, |area| area.width + 2)), ..text }
    }

    /// Returns the photo as it is shown in the pixels of the terminal.
    pub(super) fn picture(&self, world: &World) -> Option<Shown> {
        let (area, photo) = (self.area?, self.shown(world)?);
        photo::shown(self.pixels(photo)?, Part::default(), Rect { height: area.height - 1, ..area }, world)
    }

    /// Draws the photo and the line that stands for it.
    pub(super) fn draw(&self, world: &World, context: Context, theme: Theme, buffer: &mut Buffer) {
        let (Some(area), Some(photo)) = (self.area, self.shown(world)) else { return };
        let picture = Rect { height: area.height - 1, ..area };
        if let Some(pixels) = self.pixels(photo) {
            photo::draw(pixels, Part::default(), picture, world, buffer);
        }
        let line = world.with_keys(context, &format!("photo of {} · {{photos}} all", show_day(photo.at().day())));
        put(buffer, area, 0, area.height - 1, &cut(&line, usize::from(area.width)), theme.style(Role::Dim));
    }
}
