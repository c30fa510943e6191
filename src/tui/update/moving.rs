//! Moving in lists and pages, and keeping what is in view in step with the size and the journal.

use super::command_given;
use crate::report::Options;
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::{Modal, Model};
use crate::tui::screen::Screen;
use crate::tui::screen::emergency::EmergencyPage;
use crate::tui::screen::glass::GlassScreen;
use crate::tui::screen::guide::GuideScreen;
use crate::tui::screen::history::HistoryScreen;
use crate::tui::screen::me::MeScreen;
use crate::tui::screen::report::ReportScreen;
use crate::tui::screen::spots::Areas as SpotsAreas;
use crate::tui::screen::timeline::TimelineScreen;
use crate::tui::view::{body, form_area};
use crate::tui::widget::picker::Picker;
use crate::tui::world::World;

/// How far a page is.
pub(super) fn page(model: &Model) -> isize {
    isize::try_from(body(model.world.size).height.saturating_sub(4).max(1)).unwrap_or(1)
}

pub(super) fn go(model: &mut Model, by: isize) {
    let (body, size, now) = (body(model.world.size), model.world.size, model.world.now.local);
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
    let lines = match model.screen() {
        Screen::Guide(guide) if guide.is_open => guide.lines(&model.world, body).len(),
        Screen::Glass(glass) => glass.len(&model.world, body),
        _ => 0,
    };
    match model.screen_mut() {
        Screen::Spots(spots) => {
            let len = spots.shown();
            spots.list.go(by, len, SpotsAreas::new(body).rows());
        }
        Screen::Spot(page) => {
            let len = page.len();
            let height = page.height(body);
            page.scroll.go(by, len, height);
        }
        Screen::Timeline(timeline) => {
            let len = timeline.len();
            timeline.list.go(by, len, TimelineScreen::height(body));
        }
        // One key a spot, and arrows of its own.
        Screen::Round(_) | Screen::Map(_) => {}
        Screen::Glass(glass) => glass.scroll.go(by, lines, GlassScreen::height(body)),
        Screen::Me(me) => {
            let len = me.len();
            me.scroll.go(by, len, MeScreen::height(body));
        }
        Screen::Guide(guide) => guide.go(by, lines, body),
        Screen::Report(report) => {
            let len = report.len();
            report.scroll.go(by, len, ReportScreen::height(body));
        }
        Screen::History(history) => {
            let len = history.len();
            history.scroll.go(by, len, HistoryScreen::height(body));
        }
        Screen::Form(form) => {
            if !form.focused().go_line(by > 0) {
                form.go(by.signum(), form_area(size), now);
            }
        }
    }
}

/// The mouse moves with its button down: on the map the place follows it.
pub(super) fn drag(model: &mut Model, column: u16, row: u16) {
    let whole = body(model.world.size);
    if model.modal.is_none()
        && let Some(Screen::Map(map)) = model.screens.last_mut()
    {
        map.drag(column, row, whole);
    }
}

/// A click selects what is under it; a click on what is selected opens or takes it.
pub(super) fn click(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    let (whole, fields) = (body(model.world.size), form_area(model.world.size));
    match &mut model.modal {
        Some(Modal::Calendar(calendar)) => {
            let again = calendar.click(column, row, whole);
            return if again { command_given(model, Command::Accept) } else { Vec::new() };
        }
        Some(_) => return Vec::new(),
        None => {}
    }
    model.toast = None;
    let now = model.world.now.local;
    let Model { screens, world: World { loaded, .. }, .. } = model;
    match screens.last_mut() {
        Some(Screen::Spots(_)) => {}
        Some(Screen::Form(form)) => {
            form.click(row, fields, now);
            return Vec::new();
        }
        Some(Screen::Map(map)) => {
            let again = map.click(column, row, whole, loaded);
            return if again { command_given(model, Command::Open) } else { Vec::new() };
        }
        _ => return Vec::new(),
    }
    let areas = SpotsAreas::new(body(model.world.size));
    let list = areas.list;
    let inside = column > list.x && column + 1 < list.right() && row > list.y && row + 1 < list.bottom();
    if !inside {
        return Vec::new();
    }
    let rows = areas.rows();
    let spots = model.spots_screen();
    let at = spots.list.offset + usize::from(row - list.y - 1);
    if at >= spots.shown() {
        return Vec::new();
    }
    if at == spots.list.cursor {
        return command_given(model, Command::Open);
    }
    let len = spots.shown();
    spots.list.set(at, len, rows);
    Vec::new()
}

pub(super) fn refresh_rows(model: &mut Model, on: Option<u32>) {
    let rows = SpotsAreas::new(body(model.world.size)).rows();
    let Model { screens, world: World { loaded, .. }, .. } = model;
    if let Some(Screen::Spots(spots)) = screens.first_mut() {
        let wanted = spots.wanted.take();
        spots.refresh(loaded, wanted.or(on), rows);
        // What was just logged must be seen, whatever the filter.
        if wanted.is_some() && spots.selected(loaded).map(|row| row.number) != wanted {
            spots.clear_filter(loaded, rows);
            spots.refresh(loaded, wanted, rows);
        }
    }
}

/// Brings everything that was made for a size or a state of the journal up to date.
pub(super) fn lay_out(model: &mut Model) {
    let (body, form_area) = (body(model.world.size), form_area(model.world.size));
    let rows = SpotsAreas::new(body).rows();
    let me = model.screens.iter().find_map(|screen| match screen {
        Screen::Me(me) => Some(me.lines_for(&model.world, body)),
        _ => None,
    });
    let mut timeline = model.screens.iter().find_map(|screen| match screen {
        Screen::Timeline(timeline) => timeline.rows_for(&model.world, body),
        _ => None,
    });
    let emergency = EmergencyPage::extent(&model.urgent(), &model.world);
    let Model { screens, world: World { loaded, start, now, .. }, modal, .. } = model;
    for screen in screens {
        match screen {
            Screen::Me(page) => page.lay_out(me.clone().unwrap_or_default(), body),
            Screen::Guide(guide) => guide.list.follow(GuideScreen::len(), GuideScreen::rows(body)),
            // Its lines are made at every frame, while a press is counted.
            Screen::Timeline(page) => page.fill(timeline.take(), body),
            Screen::Map(map) => map.lay_out(start.drawing, body),
            Screen::Glass(_) | Screen::Round(_) => {}
            Screen::Spots(spots) => {
                let len = spots.shown();
                spots.list.follow(len, rows);
            }
            Screen::Spot(page) => page.lay_out(loaded, &start.windows, *now, body),
            Screen::Report(report) => {
                let emergency_number = start.emergency_number.as_deref();
                report.lay_out(loaded, Options { emergency_number, ..Options::new(&start.windows) }, body);
            }
            Screen::History(history) => history.lay_out(*now, body),
            Screen::Form(form) => form.follow(form_area),
        }
    }
    match modal {
        Some(Modal::Help(help)) => {
            let (len, height) = help.extent(body);
            help.scroll.go(0, len, height);
        }
        Some(Modal::Palette(palette)) => {
            let (len, height) = (palette.found.len(), palette.height(body.height));
            palette.list.follow(len, height);
        }
        Some(Modal::Emergency(page)) => page.scroll.go(0, emergency.0, emergency.1),
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
