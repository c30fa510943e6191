//! What happens to the model. Pure: it reads no clock, no file and no terminal; what it wants done it asks for.

use super::keymap::Command;
use super::message::{Act, Effect, Message};
use super::model::{Modal, Model};
use super::screen::report::ReportScreen;
use super::screen::spot::SpotPage;
use super::screen::spots::Areas as SpotsAreas;
use super::screen::{Screen, forms, history::HistoryScreen};
use super::view::{body, form_area};
use super::widget::form::Form;
use super::widget::help::Help;
use super::widget::palette::{Palette, What};
use ratatui::layout::Rect;
use tui_input::InputRequest;

/// Lines that a turn of the wheel moves.
const WHEEL: isize = 3;

pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Command(command) => {
            model.toast = None;
            return command_given(model, command);
        }
        Message::Text(text) => {
            model.toast = None;
            write(model, &text);
        }
        Message::Click { column, row } => return click(model, column, row),
        Message::Wheel { down } => go(model, if down { WHEEL } else { -WHEEL }),
        Message::Resize { width, height } => {
            model.size = (width, height);
            lay_out(model);
        }
        Message::Loaded(loaded) => {
            let on = model.selected();
            model.loaded = *loaded;
            refresh_rows(model, on);
            lay_out(model);
            return reload_page(model);
        }
        Message::SpotLoaded(tree, history) => {
            let number = tree.spot.number;
            for screen in &mut model.screens {
                if let Screen::Spot(page) = screen
                    && page.number == number
                {
                    page.fill(tree, history);
                    break;
                }
            }
            lay_out(model);
        }
        Message::HistoryLoaded(entries) => {
            for screen in &mut model.screens {
                if let Screen::History(history) = screen {
                    history.fill(entries);
                    break;
                }
            }
            lay_out(model);
        }
        Message::Done { done, spot } => return act_done(model, done, spot),
        Message::Failed(text) => model.tell_error(text),
        Message::Refused(error) => {
            let area = form_area(model.size);
            let homeless = match model.screen_mut() {
                Screen::Form(form) => form.refuse(vec![error], area),
                _ => vec![error],
            };
            if let Some(error) = homeless.first() {
                model.tell_error(error.to_string());
            }
        }
    }
    Vec::new()
}

fn act_done(model: &mut Model, done: String, spot: Option<u32>) -> Vec<Effect> {
    if model.form().is_some() {
        model.screens.pop();
    }
    model.tell(done);
    // The list is still the old one; once the new one is here the cursor goes to the spot.
    model.spots_screen().wanted = spot;
    let mut effects = Vec::new();
    if model.screens.iter().any(|screen| matches!(screen, Screen::History(_))) {
        effects.push(Effect::LoadHistory);
    }
    effects
}

/// The page of a spot shows more than what was loaded; where the spot is no longer there, its page closes.
fn reload_page(model: &mut Model) -> Vec<Effect> {
    let Some(number) = model.open_spot() else { return Vec::new() };
    let there = model.loaded.judged.as_ref().is_some_and(|judged| judged.facts.spot(number).is_some());
    if there {
        return vec![Effect::LoadSpot(number)];
    }
    model.screens.retain(|screen| !matches!(screen, Screen::Spot(_)));
    Vec::new()
}

fn command_given(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Quit => model.is_over = true,
        Command::Back => back(model),
        Command::Help => match model.modal {
            Some(Modal::Help(_)) => model.modal = None,
            _ => {
                let contexts = model.contexts();
                model.modal = Some(Modal::Help(Help::new(contexts)));
            }
        },
        Command::Palette => {
            let contexts = model.contexts();
            model.modal = Some(Modal::Palette(Palette::new(contexts, &model.loaded)));
        }
        Command::Up => go(model, -1),
        Command::Down => go(model, 1),
        Command::PageUp => go(model, -page(model)),
        Command::PageDown => go(model, page(model)),
        Command::Top => go(model, isize::MIN / 2),
        Command::Bottom => go(model, isize::MAX / 2),
        Command::Open => match model.selected() {
            Some(number) => return open_spot(model, number),
            None => tell_nothing_selected(model),
        },
        Command::Filter if model.loaded.rows.is_empty() => tell_nothing_selected(model),
        Command::Filter => model.spots_screen().filtering = true,
        Command::NewSpot => model.screens.push(Screen::Form(forms::new_spot())),
        Command::Look => ask_about_spot(model, forms::look),
        Command::Review => ask_about_spot(model, forms::review),
        Command::Treatment => ask_about_spot(model, forms::treatment),
        Command::Same => {
            let at = model.context().as_of().0;
            match model.selected() {
                Some(number) => return vec![Effect::Act(Act::Same(number, at))],
                None => tell_nothing_selected(model),
            }
        }
        Command::Report => {
            model.screens.retain(|screen| !matches!(screen, Screen::Report(_)));
            model.screens.push(Screen::Report(ReportScreen::default()));
            lay_out(model);
        }
        Command::History => {
            model.screens.retain(|screen| !matches!(screen, Screen::History(_)));
            model.screens.push(Screen::History(HistoryScreen::default()));
            return vec![Effect::LoadHistory];
        }
        Command::Undo => return vec![Effect::Undo],
        Command::NextField => in_form(model, |form, area| form.go(1, area)),
        Command::PreviousField => in_form(model, |form, area| form.go(-1, area)),
        Command::NextChoice => in_form(model, |form, _| form.change(|field| field.next_choice(true))),
        Command::PreviousChoice => in_form(model, |form, _| form.change(|field| field.next_choice(false))),
        Command::Erase => erase(model),
        Command::Delete => in_form(model, |form, _| form.change(|field| field.edit(InputRequest::DeleteNextChar))),
        Command::LineStart => in_form(model, |form, _| form.focused().edit(InputRequest::GoToStart)),
        Command::LineEnd => in_form(model, |form, _| form.focused().edit(InputRequest::GoToEnd)),
        Command::Accept => return accept(model),
        Command::Save => return save(model),
        Command::Yes => {
            model.modal = None;
            if model.form().is_some() {
                model.screens.pop();
            }
        }
        Command::No => model.modal = None,
    }
    Vec::new()
}

fn back(model: &mut Model) {
    if model.modal.take().is_some() {
        return;
    }
    if let Some(form) = model.form() {
        if form.is_changed {
            model.modal = Some(Modal::LeaveForm);
        } else {
            model.screens.pop();
        }
        return;
    }
    if model.screens.len() > 1 {
        model.screens.pop();
        return;
    }
    let rows = SpotsAreas::new(body(model.size)).rows();
    let Model { screens, loaded, .. } = model;
    if let Some(Screen::Spots(spots)) = screens.first_mut() {
        spots.clear_filter(loaded, rows);
    }
}

fn open_spot(model: &mut Model, number: u32) -> Vec<Effect> {
    model.screens.truncate(1);
    model.screens.push(Screen::Spot(SpotPage::new(number)));
    lay_out(model);
    vec![Effect::LoadSpot(number)]
}

fn ask_about_spot(model: &mut Model, form: fn(u32, &str) -> Form) {
    let selected = model.selected().and_then(|number| {
        let title = model.loaded.rows.iter().find(|row| row.number == number)?.title.clone();
        Some((number, title))
    });
    match selected {
        Some((number, title)) => model.screens.push(Screen::Form(form(number, &title))),
        None => tell_nothing_selected(model),
    }
}

fn tell_nothing_selected(model: &mut Model) {
    model.tell(if model.loaded.rows.is_empty() {
        "There is no spot yet. Press n to log the first one."
    } else {
        "No spot is selected. Esc shows all spots."
    });
}

fn in_form(model: &mut Model, change: impl FnOnce(&mut Form, Rect)) {
    let area = form_area(model.size);
    if let Screen::Form(form) = model.screen_mut() {
        change(form, area);
    }
}

fn write(model: &mut Model, text: &str) {
    let rows = SpotsAreas::new(body(model.size)).rows();
    let Model { screens, loaded, modal, .. } = model;
    if let Some(Modal::Palette(palette)) = modal {
        palette.write(text, loaded);
        return;
    }
    match screens.last_mut() {
        Some(Screen::Form(form)) => form.change(|field| field.write(text)),
        Some(Screen::Spots(spots)) if spots.filtering => spots.write_filter(text, loaded, rows),
        _ => {}
    }
}

fn erase(model: &mut Model) {
    let rows = SpotsAreas::new(body(model.size)).rows();
    let Model { screens, loaded, modal, .. } = model;
    if let Some(Modal::Palette(palette)) = modal {
        palette.erase(loaded);
        return;
    }
    match screens.last_mut() {
        Some(Screen::Form(form)) => form.change(|field| field.erase()),
        Some(Screen::Spots(spots)) => spots.erase_filter(loaded, rows),
        _ => {}
    }
}

fn accept(model: &mut Model) -> Vec<Effect> {
    if let Some(Modal::Palette(palette)) = &model.modal {
        let chosen = palette.found.get(palette.list.cursor).map(|choice| choice.what);
        model.modal = None;
        return match chosen {
            Some(What::Command(command)) => command_given(model, command),
            Some(What::Spot(number)) => open_spot(model, number),
            None => Vec::new(),
        };
    }
    if model.form().is_some() {
        let area = form_area(model.size);
        if let Screen::Form(form) = model.screen_mut() {
            if form.list.cursor + 1 == form.fields.len() {
                return save(model);
            }
            if form.focused().accept_suggestion() {
                form.is_changed = true;
            }
            form.go(1, area);
        }
        return Vec::new();
    }
    model.spots_screen().filtering = false;
    Vec::new()
}

fn save(model: &mut Model) -> Vec<Effect> {
    let now = model.now.local;
    let area = form_area(model.size);
    let Screen::Form(form) = model.screen_mut() else { return Vec::new() };
    for field in &mut form.fields {
        field.error = None;
    }
    match forms::read(form, now) {
        Ok(act) => vec![Effect::Act(act)],
        Err(errors) => {
            form.refuse(errors, area);
            Vec::new()
        }
    }
}

/// How far a page is.
fn page(model: &Model) -> isize {
    isize::try_from(body(model.size).height.saturating_sub(4).max(1)).unwrap_or(1)
}

fn go(model: &mut Model, by: isize) {
    let (body, size) = (body(model.size), model.size);
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
        Some(Modal::LeaveForm) => return,
        None => {}
    }
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
        Screen::Report(report) => {
            let len = report.len();
            report.scroll.go(by, len, ReportScreen::height(body));
        }
        Screen::History(history) => {
            let len = history.len();
            history.scroll.go(by, len, HistoryScreen::height(body));
        }
        Screen::Form(form) => form.go(by.signum(), form_area(size)),
    }
}

/// A click selects a spot; a click on the selected one opens it.
fn click(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    if model.modal.is_some() || !matches!(model.screen(), Screen::Spots(_)) {
        return Vec::new();
    }
    model.toast = None;
    let areas = SpotsAreas::new(body(model.size));
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

fn refresh_rows(model: &mut Model, on: Option<u32>) {
    let rows = SpotsAreas::new(body(model.size)).rows();
    let Model { screens, loaded, .. } = model;
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
fn lay_out(model: &mut Model) {
    let (body, form_area) = (body(model.size), form_area(model.size));
    let rows = SpotsAreas::new(body).rows();
    let Model { screens, loaded, start, modal, now, .. } = model;
    for screen in screens {
        match screen {
            Screen::Spots(spots) => {
                let len = spots.shown();
                spots.list.follow(len, rows);
            }
            Screen::Spot(page) => page.lay_out(loaded, *now, body),
            Screen::Report(report) => report.lay_out(loaded, &start.windows, body),
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
        Some(Modal::LeaveForm) | None => {}
    }
}
