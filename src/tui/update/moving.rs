//! Moving in lists and pages, and updating viewports after changes of the size or the journal.

use super::{command_given, drafts};
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::{Modal, Model};
use crate::tui::screen::Screen;
use crate::tui::screen::emergency::EmergencyPage;
use crate::tui::screen::spot::SpotPage;
use crate::tui::screen::spots::Areas as SpotsAreas;
use crate::tui::view::{Link, has_room, link_at};
use crate::tui::widget::picker::Picker;
use crate::tui::world::World;
use ratatui::layout::Position;

/// The number of lines per step of the mouse wheel.
const WHEEL: isize = 3;

/// Returns the number of lines of a page.
pub(super) fn page(model: &Model) -> isize {
    let lines = match model.modal {
        None => model.screen().component().page(&model.world),
        Some(_) => model.world.page(),
    };
    isize::try_from(lines).unwrap_or(1)
}

/// Moves in the modal or the screen by a number of lines.
pub(super) fn go(model: &mut Model, by: isize) {
    let body = model.world.body();
    match &mut model.modal {
        Some(Modal::Help(help)) => {
            let (len, height) = help.extent(body);
            help.scroll.go(by, len, height);
            return;
        }
        Some(Modal::Palette(palette)) => {
            let (len, height) = (palette.found.len(), palette.height(body.height));
            palette.list.go(by, len, height);
            return;
        }
        Some(Modal::Emergency(_)) => {
            let (len, height) = EmergencyPage::extent(&model.urgent(), &model.world);
            if let Some(Modal::Emergency(page)) = &mut model.modal {
                page.scroll.go(by, len, height);
            }
            return;
        }
        Some(Modal::Picker(picker)) => {
            let len = picker.len();
            picker.list.go(by, len, Picker::height(body));
            return;
        }
        Some(Modal::Calendar(calendar)) => {
            calendar.go(7 * by.signum() as i64);
            return;
        }
        Some(Modal::Erasing(page)) => {
            let (len, height) = page.extent(body);
            page.scroll.go(by, len, height);
            return;
        }
        Some(Modal::YesNo(_)) => return,
        None => {}
    }
    let Model { screens, world, .. } = model;
    if let Some(screen) = screens.last_mut() {
        screen.component_mut().go(by, world);
    }
}

/// Handles a step of the mouse wheel.
pub(super) fn wheel(model: &mut Model, down: bool, at: Position) {
    let Model { screens, world, modal, .. } = model;
    let is_taken =
        modal.is_none() && screens.last_mut().is_some_and(|screen| screen.component_mut().wheel(down, at, world));
    if !is_taken {
        go(model, if down { WHEEL } else { -WHEEL });
    }
}

/// Handles mouse movement with the button held down. On the map the cursor follows it.
pub(super) fn drag(model: &mut Model, column: u16, row: u16) {
    let Model { screens, world, .. } = model;
    if let (None, Some(screen)) = (&model.modal, screens.last_mut()) {
        screen.component_mut().drag(column, row, world);
    }
}

/// Handles a click, which selects an item. A click on the selected item opens or accepts it.
pub(super) fn click(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    if !has_room(model.world.size) {
        return Vec::new();
    }
    let body = model.world.body();
    let shown = link_at(model, column, row);
    model.toast = None;
    match shown {
        Some(Link::Command(command)) => return command_given(model, command),
        Some(Link::Person(name)) => return switch(model, name),
        None => {}
    }
    match &mut model.modal {
        Some(Modal::Calendar(calendar)) => {
            let again = calendar.click(column, row, body);
            return if again { command_given(model, Command::Accept) } else { Vec::new() };
        }
        Some(Modal::Palette(palette)) => {
            let again = palette.click(row, body);
            return if again { command_given(model, Command::Accept) } else { Vec::new() };
        }
        Some(Modal::Picker(picker)) => {
            let again = picker.click(row, body);
            return if again { command_given(model, Command::Accept) } else { Vec::new() };
        }
        Some(Modal::YesNo(asked)) => {
            let answer = asked.click(column, row, &model.world, body);
            return answer.map(|answer| command_given(model, answer)).unwrap_or_default();
        }
        Some(_) => return Vec::new(),
        None => {}
    }
    let Model { screens, world, .. } = model;
    let given = screens.last_mut().and_then(|screen| screen.component_mut().click(column, row, world));
    given.map(|command| command_given(model, command)).unwrap_or_default()
}

/// Opens the page of a spot over the other screens.
pub(super) fn open_spot(model: &mut Model, number: u32) -> Vec<Effect> {
    let mut effects = drafts::put_away(model);
    model.screens.retain(|screen| !matches!(screen, Screen::Spot(_)));
    // The page is laid out after its data is loaded.
    model.screens.push(Screen::Spot(SpotPage::new(number)));
    effects.push(Effect::LoadSpot(number));
    effects
}

/// Shows another person. What is typed in a form is kept for the person that it is about.
pub(super) fn switch(model: &mut Model, name: String) -> Vec<Effect> {
    let mut effects = drafts::put_away(model);
    effects.push(Effect::Switch(name));
    effects
}

/// Filters the rows of the home screen again and moves the cursor to a spot.
pub(super) fn refresh_rows(model: &mut Model, on: Option<u32>) {
    let rows = SpotsAreas::new(model.world.body()).rows();
    let Model { screens, world: World { loaded, .. }, .. } = model;
    if let Some(Screen::Spots(spots)) = screens.first_mut() {
        let wanted = spots.wanted.take();
        spots.refresh(loaded, wanted.or(on), rows);
        // A spot that was just logged must be visible, even if the filter excludes it.
        if wanted.is_some() && spots.selected_row(loaded).map(|row| row.number) != wanted {
            spots.clear_filter(loaded, rows);
            spots.refresh(loaded, wanted, rows);
        }
    }
}

/// Updates everything that depends on the size or the journal.
pub(super) fn lay_out(model: &mut Model) {
    let body = model.world.body();
    let is_emergency = matches!(model.modal, Some(Modal::Emergency(_)));
    let (len, height) =
        if is_emergency { EmergencyPage::extent(&model.urgent(), &model.world) } else { Default::default() };
    let Model { screens, world, modal, .. } = model;
    screens.iter_mut().for_each(|screen| screen.component_mut().lay_out(world));
    match modal {
        Some(Modal::Help(help)) => {
            let (len, height) = help.extent(body);
            help.scroll.go(0, len, height);
        }
        Some(Modal::Palette(palette)) => {
            let (len, height) = (palette.found.len(), palette.height(body.height));
            palette.list.follow(len, height);
        }
        Some(Modal::Emergency(page)) => page.scroll.go(0, len, height),
        Some(Modal::Picker(picker)) => {
            let len = picker.len();
            picker.list.follow(len, Picker::height(body));
        }
        Some(Modal::Erasing(page)) => {
            let (len, height) = page.extent(body);
            page.scroll.go(0, len, height);
        }
        Some(Modal::Calendar(_) | Modal::YesNo(_)) | None => {}
    }
}
