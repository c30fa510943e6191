//! The photos of a spot: a strip of their days, one of them large, and the line of text that stands for it.

use crate::domain::{PhotoId, show_date, show_day};
use crate::ops::{Detail, PictureState, Pixels, SpotPhoto};
use crate::tui::component::{Component, Selected, Step};
use crate::tui::form;
use crate::tui::graphics::Shown;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::screen::compare::CompareScreen;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::photo::{self, Palette, Part};
use crate::tui::widget::text::{cut, inside, put, wrap};
use crate::tui::world::World;
use crate::tui::yes_no::YesNo;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// The window widths from which the text is beside the photo and not below it, each with the width of that text.
const SIDES: [(u16, u16); 2] = [(100, 34), (76, 24)];

/// The screen of the photos of a spot.
pub(crate) struct PhotosScreen {
    pub number: u32,
    /// In the order in which they were taken; `None` until they are loaded.
    photos: Option<Vec<SpotPhoto>>,
    at: usize,
    view: Option<View>,
    part: Part,
    /// Whether covered photos are shown.
    is_uncovered: bool,
}

/// A decoded photo, or why it cannot be shown.
struct View {
    id: PhotoId,
    /// What was asked for.
    detail: Detail,
    pixels: Result<Arc<Pixels>, String>,
}

/// The picture and the text about it.
struct Layout {
    picture: Rect,
    text: Rect,
    lines: Vec<(Role, String)>,
}

impl PhotosScreen {
    /// Creates the screen of a spot, with nothing loaded.
    pub(crate) fn new(number: u32) -> PhotosScreen {
        PhotosScreen { number, photos: None, at: 0, view: None, part: Part::default(), is_uncovered: false }
    }

    /// Takes the photos. The shown one stays; otherwise the latest is shown.
    pub(crate) fn fill(&mut self, photos: Vec<SpotPhoto>) {
        let shown = self.photo().map(|photo| photo.photo.id);
        let before = self.photos.as_ref().map_or(0, Vec::len);
        let known = shown.filter(|_| photos.len() <= before);
        let at = known.and_then(|id| photos.iter().position(|photo| photo.photo.id == id));
        self.at = at.unwrap_or(photos.len().saturating_sub(1));
        self.photos = Some(photos);
    }

    /// Takes a decoded photo, or why it cannot be shown. A view stays where the whole photo cannot be decoded.
    pub(crate) fn take_view(&mut self, id: PhotoId, detail: Detail, pixels: Result<Arc<Pixels>, String>) {
        if self.photo().is_none_or(|photo| photo.photo.id != id) {
            return;
        }
        match &mut self.view {
            Some(view) if view.id == id && pixels.is_err() => view.detail = detail,
            view => *view = Some(View { id, detail, pixels }),
        }
    }

    /// Returns the shown photo, if it may be shown and is not decoded in the detail that it is shown in.
    pub(crate) fn lacks(&self, world: &World) -> Option<(&SpotPhoto, Detail)> {
        let photo = self.photo().filter(|photo| photo.state == PictureState::Kept && !self.covers(photo, world))?;
        let detail = match self.view_of(photo) {
            None => Detail::View,
            Some(View { detail: Detail::View, pixels: Ok(pixels), .. }) => {
                let is_whole = photo.photo.picture.is_none_or(|picture| picture.width <= pixels.width);
                let area = self.layout(world, world.body()).picture;
                let is_enough = is_whole || !photo::is_coarse(pixels, self.part, area, world);
                (!is_enough).then_some(Detail::Whole)?
            }
            // Asked for once, whatever the row says of its size.
            Some(_) => return None,
        };
        world.shows_pictures().then_some((photo, detail))
    }

    fn view_of(&self, photo: &SpotPhoto) -> Option<&View> {
        self.view.as_ref().filter(|view| view.id == photo.photo.id)
    }

    /// Returns the pixels of the shown photo, if they are decoded.
    fn pixels(&self, photo: &SpotPhoto) -> Option<&Arc<Pixels>> {
        self.view_of(photo)?.pixels.as_ref().ok()
    }

    /// Returns the screen that compares the shown photo with the first one, or why there is none.
    pub(crate) fn compare(&self, world: &World) -> Result<CompareScreen, String> {
        if self.photo().is_some_and(|photo| self.covers(photo, world)) {
            return Err(world.with_keys(Context::Photos, "The photos are covered. {uncover} shows them."));
        }
        let photos = self.photos.as_deref().unwrap_or_default();
        let shown = self.photo().map(|photo| photo.photo.id);
        let compared = shown.and_then(|shown| CompareScreen::new(self.number, photos, shown));
        compared.ok_or_else(|| "Two kept photos of the spot are needed to compare them.".to_owned())
    }

    /// Returns the shown photo.
    fn photo(&self) -> Option<&SpotPhoto> {
        self.photos.as_ref()?.get(self.at)
    }

    /// Returns whether a photo is covered now.
    fn covers(&self, photo: &SpotPhoto, world: &World) -> bool {
        world.is_blurred || (!self.is_uncovered && world.start.photos.private.contains(&photo.site))
    }

    fn turn(&mut self, forward: bool) {
        let count = self.photos.as_ref().map_or(0, Vec::len);
        if count > 0 {
            self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
            self.part = Part::default();
        }
    }

    /// Shows each pixel of the picture as one dot of the screen.
    fn show_pixels(&mut self, world: &World) {
        let size = self.photo().and_then(|photo| Some((self.pixels(photo)?, photo.photo.picture)));
        if let Some((pixels, picture)) = size {
            let size = picture.map_or((pixels.width, pixels.height), |picture| (picture.width, picture.height));
            let zoom = photo::zoom_of_pixels(size, self.layout(world, world.body()).picture, world);
            self.part.zoom_to(zoom, None);
        }
    }

    /// Returns the step of a command that needs a kept picture, or a message that there is none.
    fn with_picture(&self, step: impl FnOnce(&SpotPhoto) -> Step) -> Vec<Step> {
        vec![match self.photo() {
            Some(photo) if photo.state == PictureState::Kept => step(photo),
            Some(photo) => Step::Tell(format!("There is no picture of it: {}.", photo.say_state())),
            None => Step::Tell("There is no photo yet.".to_owned()),
        }]
    }

    /// Draws the days of the photos, the shown one in brackets. The strip is cut so that the shown one is in it.
    fn draw_strip(&self, world: &World, area: Rect, theme: Theme, buffer: &mut Buffer) {
        let photos = self.photos.as_deref().unwrap_or_default();
        let label = |at: usize| {
            let day = show_day(photos[at].at().day());
            if at == self.at { format!("[{day}]") } else { format!(" {day} ") }
        };
        let add = world.with_keys(Context::Photos, "  {add-photo} add");
        let room = usize::from(area.width).saturating_sub(add.width());
        let width = |from: usize| (from..=self.at).map(|at| label(at).width()).sum::<usize>();
        let first =
            (0..=self.at.min(photos.len().saturating_sub(1))).find(|&from| photos.is_empty() || width(from) <= room);
        let mut x = 0;
        for at in first.unwrap_or(self.at)..photos.len() {
            let text = label(at);
            if usize::from(x) + text.width() > room {
                break;
            }
            let role = if at == self.at { Role::Title } else { Role::Text };
            put(buffer, area, x, 0, &text, theme.style(role));
            x += text.width() as u16;
        }
        put(buffer, area, x, 0, &cut(&add, usize::from(area.width.saturating_sub(x))), theme.style(Role::Dim));
    }

    /// Returns the lines of text about the shown photo.
    fn lines(&self, world: &World) -> Vec<(Role, String)> {
        let Some(photo) = self.photo() else {
            let nothing = match self.photos {
                None => "Opening the photos …".to_owned(),
                Some(_) => world.with_keys(
                    Context::Photos,
                    "No photo yet. {add-photo} adds one; a picture that is dropped here is taken in too. {guide} says how to take one.",
                ),
            };
            return vec![(Role::Text, nothing)];
        };
        let mut lines = vec![(Role::Title, photo.say()), (Role::Text, photo.say_state())];
        if photo.photo.taken_at.is_none() {
            lines.push((Role::Dim, format!("in the look of {}", show_date(photo.look_at.day()))));
        }
        lines.extend(photo.photo.file.as_ref().map(|file| (Role::Dim, file.on_one_line())));
        if let Some(View { pixels: Err(why), .. }) = self.view_of(photo) {
            lines.push((Role::Error, why.clone()));
        }
        if photo.state == PictureState::Kept && !self.covers(photo, world) {
            let remark = Palette::of(world).remark().filter(|_| !world.has_pixels);
            lines.extend(remark.map(|remark| (Role::Dim, remark.to_owned())));
            if self.part.zoom > 1.0 {
                lines.push((Role::Dim, format!("{:.1} x", self.part.zoom)));
            }
        }
        lines
    }

    /// Divides the screen below the strip into the picture and the text about it.
    fn layout(&self, world: &World, body: Rect) -> Layout {
        let lines = self.lines(world);
        let wrapped = |width: u16| -> Vec<(Role, String)> {
            let each = |(role, text): &(Role, String)| {
                wrap(text, usize::from(width)).into_iter().map(|line| (*role, line)).collect::<Vec<_>>()
            };
            lines.iter().flat_map(each).collect()
        };
        let inner = inside(body);
        let below = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let side = SIDES.into_iter().find(|(least, _)| body.width >= *least).map(|(_, width)| width);
        if let Some(side) = side {
            let picture = Rect { width: below.width - side - 2, ..below };
            let text = Rect { x: picture.right() + 2, width: side, ..below };
            return Layout { picture, text, lines: wrapped(side) };
        }
        // The line that stands for the picture always has room; the rest only on a high screen.
        let each = |(role, text): &(Role, String)| (*role, cut(text, usize::from(below.width)));
        let mut lines: Vec<(Role, String)> = lines.iter().map(each).collect();
        lines.truncate(usize::from((below.height / 4).max(1)));
        let height = (lines.len() as u16).min(below.height);
        let text = Rect { y: below.bottom() - height, height, ..below };
        Layout { picture: Rect { height: below.height - height, ..below }, text, lines }
    }

    fn draw_picture(&self, world: &World, area: Rect, theme: Theme, buffer: &mut Buffer) {
        let Some(photo) = self.photo().filter(|photo| photo.state == PictureState::Kept) else { return };
        let say = |text: &str, buffer: &mut Buffer| {
            for (y, line) in wrap(text, usize::from(area.width)).iter().enumerate() {
                let x = area.width.saturating_sub(line.width() as u16) / 2;
                put(buffer, area, x, area.height / 2 + y as u16, line, theme.style(Role::Dim));
            }
        };
        if self.covers(photo, world) {
            let way = if world.is_blurred { "{blur} shows it" } else { "{uncover} shows it" };
            say(&world.with_keys(Context::Photos, &format!("Covered. {way}.")), buffer);
            return;
        }
        match self.view_of(photo).map(|view| &view.pixels) {
            Some(Ok(pixels)) => photo::draw(pixels, self.part, area, world, buffer),
            Some(Err(_)) => {}
            None if world.shows_pictures() => say("Opening the photo …", buffer),
            None => say("Pictures are not shown here.", buffer),
        }
    }
}

impl Component for PhotosScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Photos, Context::Everywhere]
    }

    fn selected(&self, _world: &World) -> Selected {
        Selected::Here(Some(self.number))
    }

    fn needs(&self) -> Option<Effect> {
        Some(Effect::LoadPhotos(self.number))
    }

    fn wheel(&mut self, down: bool, at: Position, world: &World) -> bool {
        let area = self.layout(world, world.body()).picture;
        let pixels = self.photo().and_then(|photo| self.pixels(photo));
        let about = pixels.and_then(|pixels| photo::point_at(pixels, self.part, area, at, world));
        self.part.zoom(!down, about);
        true
    }

    fn offers(&self, command: Command, _world: &World) -> bool {
        let count = self.photos.as_ref().map_or(0, Vec::len);
        match command {
            Command::NextPhoto | Command::ComparePhotos => count > 1,
            Command::PhotoNearer
            | Command::PhotoFarther
            | Command::WholePhoto
            | Command::OpenPhoto
            | Command::Uncover
            | Command::TakeOff => count > 0,
            _ => true,
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        match command {
            Command::NextPhoto => self.turn(true),
            Command::PreviousPhoto => self.turn(false),
            Command::PhotoNearer => self.part.zoom(true, None),
            Command::PhotoFarther => self.part.zoom(false, None),
            Command::WholePhoto => self.part = Part::default(),
            Command::PhotoPixels => self.show_pixels(world),
            Command::PhotoLeft => self.part.go(-1.0, 0.0),
            Command::PhotoRight => self.part.go(1.0, 0.0),
            Command::PhotoUp => self.part.go(0.0, -1.0),
            Command::PhotoDown => self.part.go(0.0, 1.0),
            Command::AddPhoto => {
                let title = world.loaded.title(self.number).unwrap_or_default();
                let inbox = world.start.photos.inbox.as_ref().map(|inbox| Step::Do(Effect::ListInbox(inbox.clone())));
                let form = Step::Ask(form::add_photo(self.number, title, &[]));
                return Some(std::iter::once(form).chain(inbox).collect());
            }
            Command::OpenPhoto => {
                return Some(self.with_picture(|photo| Step::Do(Effect::OpenPicture(Box::new(photo.clone())))));
            }
            Command::Uncover => {
                self.is_uncovered = !self.is_uncovered;
                if !self.is_uncovered {
                    self.view = None;
                }
            }
            Command::TakeOff => {
                let photo = self.photo()?;
                return Some(vec![Step::Confirm(YesNo::TakeOff(Box::new(photo.clone())))]);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let place = world.loaded.title(self.number).unwrap_or_default();
        let count = self.photos.as_ref().map_or(0, Vec::len);
        let title = match count {
            0 => format!(" Photos of spot {}  {place} ", self.number),
            count => format!(" Photos of spot {}  {place} · {} of {count} ", self.number, self.at + 1),
        };
        let width = usize::from(body.width.saturating_sub(4));
        put(buffer, body, 1, 0, &cut(&title, width), theme.style(Role::Title));
        self.draw_strip(world, Rect { height: 1, ..inside(body) }, theme, buffer);
        let Layout { picture, text, lines } = self.layout(world, body);
        self.draw_picture(world, picture, theme, buffer);
        for (y, (role, line)) in lines.iter().enumerate().take(usize::from(text.height)) {
            put(buffer, text, 0, y as u16, line, theme.style(*role));
        }
        None
    }

    fn pictures(&self, world: &World) -> Vec<Shown> {
        let shown = self.photo().filter(|photo| !self.covers(photo, world)).and_then(|photo| {
            photo::shown(self.pixels(photo)?, self.part, self.layout(world, world.body()).picture, world)
        });
        shown.into_iter().collect()
    }

    fn text(&self) -> Option<String> {
        self.photo().map(|photo| format!("{} ({})", photo.say(), photo.say_state()))
    }
}
