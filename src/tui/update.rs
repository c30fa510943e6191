//! Updates of the model. They are pure: no clock, file or terminal is read, and other actions are returned as effects.

mod done;
pub(super) mod drafts;
mod erasing;
mod left_note;
mod moved;
mod moving;
mod photos;
pub(super) mod typing;
mod urgent;
mod yes_no;

use super::component::Step;
use super::form;
use super::keymap::{Command, Context};
use super::message::{Act, Effect, Message};
use super::model::{Modal, Model};
use super::screen::Screen;
use super::screen::emergency::EmergencyPage;
use super::screen::erasing::ErasingPage;
use super::screen::map::MapScreen;
use super::screen::report::ReportScreen;
use super::screen::said::whole_text;
use super::screen::told::ToldScreen;
use super::widget::form::Form;
use super::widget::help::Help;
use super::widget::palette::Palette;
use super::widget::picker::Picker;
use super::world::Loaded;
use super::yes_no::YesNo;
use crate::domain::{ShowPath, Spot};
use crate::guidance::Level;
use crate::ops::Saved;
use moving::{click, drag, go, lay_out, open_spot, page, refresh_rows, switch, wheel};
use ratatui::layout::Position;
use std::path::PathBuf;
use typing::{accept, save, take_path, write};

/// Applies a message to the model. Returns the effects to perform.
pub(super) fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let about = urgent::About::of(&message);
    let is_idle = matches!(message, Message::Tick);
    let mut effects = take(model, message);
    effects.extend(photos::of_round(model));
    effects.extend(photos::lacking(model));
    left_note::fill(model);
    urgent::watch(model, about);
    effects.extend(drafts::keep(model, is_idle));
    effects
}

fn take(model: &mut Model, message: Message) -> Vec<Effect> {
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
        Message::Drag { column, row } => drag(model, column, row),
        Message::Wheel { down, column, row } => wheel(model, down, Position { x: column, y: row }),
        Message::Resize { width, height } => {
            model.world.size = (width, height);
            lay_out(model);
        }
        Message::Loaded(loaded) => {
            let person = |loaded: &Loaded| loaded.judged.as_ref().map(|judged| judged.facts.person.id);
            let is_same = person(&model.world.loaded) == person(&loaded);
            let on = model.selected().filter(|_| is_same);
            let is_first = model.world.loaded.judged.is_none();
            model.world.loaded = *loaded;
            drafts::loaded(model);
            if !is_same {
                model.spots_screen().start_over();
            }
            let left = drafts::say_left(model).filter(|_| is_first && model.toast.is_none());
            // The key that the message names is about the selected spot.
            let on = left.as_ref().and_then(|(_, spot)| *spot).or(on);
            left.into_iter().for_each(|(said, _)| model.tell(said));
            refresh_rows(model, on);
            lay_out(model);
            return reload(model);
        }
        Message::SpotLoaded(tree, history) => {
            let number = tree.spot.number;
            let has_pictures =
                tree.observations.iter().flat_map(|look| &look.photos).any(|photo| photo.kept().is_some());
            for screen in &mut model.screens {
                if let Screen::Spot(page) = screen
                    && page.number == number
                {
                    page.fill(tree, history);
                    break;
                }
            }
            lay_out(model);
            return if has_pictures { vec![Effect::LoadPhotos(number)] } else { Vec::new() };
        }
        Message::PhotosLoaded(number, found) => photos::loaded(model, number, &found),
        Message::PhotoLoaded(id, detail, view) => photos::decoded(model, id, detail, view),
        Message::Pasted(text) => return photos::pasted(model, &text),
        Message::FilesDropped(files) => photos::dropped(model, &files),
        Message::Said(text) => model.tell(text),
        Message::HistoryLoaded(entries) => {
            for screen in &mut model.screens {
                if let Screen::History(history) = screen {
                    history.fill(entries);
                    break;
                }
            }
            lay_out(model);
        }
        Message::NotesLoaded(notes) => {
            model.spots_screen().fill_notes(&notes);
            lay_out(model);
        }
        Message::Switched(name) => {
            let shown = model.world.loaded.judged.as_ref().map(|judged| &judged.assessment.name);
            if shown.is_some_and(|shown| *shown != name) {
                model.world.start.person = (!name.is_empty()).then_some(name);
                // These pages are about another person. A round is kept as a draft.
                model.screens.retain(|screen| {
                    !matches!(
                        screen,
                        Screen::Spot(_) | Screen::Photos(_) | Screen::Compare(_) | Screen::Glass(_) | Screen::Round(_)
                    )
                });
            }
        }
        Message::NumberKept(number) => {
            if model.form().is_some() {
                model.screens.pop();
            }
            model.tell(match &number {
                Some(number) => format!("{number} is kept as the emergency number."),
                None => "No emergency number is kept.".to_owned(),
            });
            model.world.start.emergency_number = number;
            // In an emergency the number was asked for to call it.
            if model.urgent_level() == Some(Level::Emergency) {
                model.modal = Some(Modal::Emergency(EmergencyPage::default()));
            }
            lay_out(model);
        }
        Message::SettingsKept(settings) => {
            if model.form().is_some() {
                model.screens.pop();
            }
            model.world.start.emergency_number = settings.emergency_number;
            model.world.start.theme = settings.theme;
            model.world.start.drawing = settings.drawing;
            model.world.start.mouse = settings.mouse;
            model.world.start.windows = settings.windows;
            model.tell("The settings are kept.");
        }
        Message::Edited(text) => {
            if let Screen::Form(form) = model.screen_mut() {
                form.change(|field| field.set(text.trim_end()));
            }
        }
        Message::ExtrasLoaded(extras) => {
            if let Some(report) = report_screen(model) {
                report.extras = Some(extras);
            }
            lay_out(model);
        }
        Message::ReportBuilt(source, lines) => {
            let body = model.world.body();
            if let Some(report) = report_screen(model) {
                report.fill(&source, lines, body);
            }
        }
        Message::FolderListed(folder) => {
            // Only if the form still asks for a path.
            if matches!(model.contexts()[0], Context::PathField | Context::Picker) {
                model.modal = Some(Modal::Picker(Picker::new(folder)));
            }
        }
        Message::MadePrivate => {
            let more = model.world.start.synced.clone().map_or_else(String::new, |warning| format!(" {warning}"));
            model.tell(format!("The journal is private now: only you may open it.{more}"));
        }
        Message::AskColumns(columns, why) => {
            let body = model.world.body();
            if let Screen::Form(form) = model.screen_mut() {
                form::ask_columns(form, *columns, why, body);
            }
        }
        Message::FileDone(said) => {
            if model.form().is_some() {
                model.screens.pop();
            }
            model.tell(said);
        }
        Message::Told(title, lines) => {
            if model.form().is_some() {
                model.screens.pop();
            }
            return open_screen(model, Ok(Screen::Told(ToldScreen::new(title, lines))));
        }
        Message::Exported(path) => exported(model, path),
        Message::Tick => {}
        Message::Done { done, spot } => {
            let dropped = drafts::drop(model).filter(|_| !model.form_stays);
            drafts::forget(model, dropped.as_ref());
            done::act_done(model, done, spot);
            return dropped.into_iter().collect();
        }
        Message::DraftKept(draft) => drafts::kept(model, *draft),
        Message::DraftLeft(draft) => drafts::left(model, *draft),
        Message::DraftDropped(what) => drafts::dropped(model, &what),
        Message::Undone(done) => done::undone(model, done),
        Message::ErasingPlanned(plan) => model.modal = Some(Modal::Erasing(Box::new(ErasingPage::new(*plan)))),
        Message::KeptDeleted => model.tell("The kept copies are deleted."),
        Message::Erased(done, kept) => erasing::done(model, done, kept),
        Message::AskUndo(earlier) => {
            model.modal = Some(Modal::YesNo(YesNo::UndoEarlier(earlier.question(model.world.now))))
        }
        Message::Failed(text) => model.tell_error(text),
        Message::Moved(why, name) => moved::ask(model, &why, &name),
        Message::SavedElsewhere(path) => moved::saved(model, &path),
        Message::Refused(error) => {
            let body = model.world.body();
            let unplaced = match model.screen_mut() {
                Screen::Form(form) => form.refuse(vec![error], body),
                _ => vec![error],
            };
            if let Some(error) = unplaced.first() {
                model.tell_error(error.to_string());
            }
        }
    }
    Vec::new()
}

/// Returns the effects that reload the data of the open screens. Closes the page of a spot that no longer exists.
fn reload(model: &mut Model) -> Vec<Effect> {
    let judged = model.world.loaded.judged.as_ref();
    let is_there = |number: u32| judged.is_some_and(|judged| judged.facts.spot(number).is_some());
    model.screens.retain(|screen| !matches!(screen, Screen::Spot(page) if !is_there(page.number)));
    model.screens.iter().filter_map(|screen| screen.component().needs()).collect()
}

fn command_given(model: &mut Model, command: Command) -> Vec<Effect> {
    if model.modal.is_none() {
        let Model { screens, world, .. } = model;
        let steps = screens.last_mut().and_then(|screen| screen.component_mut().command(command, world));
        if let Some(steps) = steps {
            return take_steps(model, steps);
        }
    }
    if let Some(opened) = model.screen().opened_by(command, &model.world, model.selected()) {
        return open_screen(model, opened);
    }
    match command {
        Command::Quit => model.is_over = true,
        Command::Suspend => return vec![Effect::Suspend],
        Command::Copy => {
            let judged = model.world.loaded.judged.as_ref();
            let spot = || whole_text(judged?, model.selected()?);
            match model.screen().component().text().or_else(spot) {
                Some(text) => {
                    model.tell("Copied, if the terminal allows it. The clipboard is open to other programs.");
                    return vec![Effect::Copy(text)];
                }
                None => tell_nothing_selected(model),
            }
        }
        Command::Back => back(model),
        Command::Help => match model.modal {
            Some(Modal::Help(_)) => model.modal = None,
            _ => {
                let contexts = model.contexts();
                model.modal = Some(Modal::Help(Help::new(contexts, model.world.start.keymap.clone())));
            }
        },
        Command::Blur => {
            model.world.is_blurred = !model.world.is_blurred;
        }
        Command::Palette => {
            let contexts = model.contexts();
            model.modal =
                Some(Modal::Palette(Palette::new(contexts, model.world.start.keymap.clone(), &model.world.loaded)));
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
        Command::NewSpot => ask(model, form::new_spot()),
        Command::Look => ask_about_spot(model, form::look),
        Command::Review => ask_about_spot(model, form::review),
        Command::Treatment => ask_about_spot(model, form::treatment),
        Command::Removed | Command::Reopen if matches!(model.screen(), Screen::Round(_)) => {
            model.tell("Log the answers of the round first, or leave it.");
        }
        Command::Removed => ask_about_spot(model, form::removed),
        Command::MoveSpot => match selected_spot(model) {
            Some(spot) => ask(model, form::move_spot(&spot)),
            None => tell_nothing_selected(model),
        },
        Command::StrikeOut if model.modal.is_none() => match selected_spot(model) {
            Some(spot) => model.modal = Some(Modal::YesNo(YesNo::StrikeOut(Box::new(Saved::Spot(spot))))),
            None => tell_nothing_selected(model),
        },
        Command::NextPerson => match model.world.loaded.next_person() {
            Some(name) => return switch(model, name.to_owned()),
            None => {
                let text = "There is nobody else in this journal. {me} opens the page that adds somebody.";
                model.tell(model.world.with_keys(Context::Spots, text));
            }
        },
        Command::Reopen => match model.selected() {
            Some(number) => return vec![Effect::Act(Act::Reopen(number))],
            None => tell_nothing_selected(model),
        },
        Command::Same => {
            let at = model.world.context().as_of().moment();
            match model.selected() {
                Some(number) => return vec![Effect::Act(Act::Same(number, at))],
                None => tell_nothing_selected(model),
            }
        }
        Command::Symptoms => {
            model.modal = None;
            // From the emergency page over a form, the form is where symptoms are logged.
            if model.form().is_none() {
                ask(model, form::symptoms(model.world.name()));
            }
        }
        Command::Settings => ask(model, form::settings(&model.world.start)),
        Command::CheckJournal => return vec![Effect::CheckJournal],
        Command::EraseForGood => ask(model, form::erase(&erasing::selected(model))),
        Command::EmergencyNumber => {
            model.modal = None;
            let number = model.world.start.emergency_number.clone();
            ask(model, form::emergency_number(number.as_deref()));
        }
        Command::Emergency => model.modal = Some(Modal::Emergency(EmergencyPage::default())),
        Command::Undo => return vec![Effect::Undo { sure: false }],
        Command::Redo => return vec![Effect::Redo],
        Command::Yes => return yes_no::yes(model),
        Command::No => yes_no::no(model),
        Command::KeepDraft => return yes_no::keep_draft(model),
        _ => match form::files(command, model.world.said_now().date()) {
            Some(form) => ask(model, form),
            // Other commands belong to a modal, or to a screen that is not on top.
            None => return in_modal(model, command),
        },
    }
    Vec::new()
}

/// Handles a command of the modal.
fn in_modal(model: &mut Model, command: Command) -> Vec<Effect> {
    match (&mut model.modal, command) {
        (Some(_), Command::Accept) => return accept(model),
        (Some(Modal::Palette(palette)), Command::Erase) => palette.erase(&model.world.loaded),
        (Some(Modal::Erasing(page)), Command::Erase) => drop(page.typed.pop()),
        (Some(Modal::Erasing(_)), Command::Confirm) => return erasing::confirm(model),
        (Some(Modal::Calendar(calendar)), command) => match command {
            Command::DayBefore => calendar.go(-1),
            Command::DayAfter => calendar.go(1),
            Command::MonthBefore => calendar.go_months(false),
            Command::MonthAfter => calendar.go_months(true),
            Command::Today => calendar.go_today(),
            _ => {}
        },
        (Some(Modal::Picker(picker)), Command::FolderUp) => {
            return picker.folder().parent().map(|above| Effect::ListFolder(above.to_owned())).into_iter().collect();
        }
        (Some(Modal::Picker(picker)), Command::TakeFolder) => {
            let folder = picker.folder().to_owned();
            take_path(model, |old| folder.join(old.file_name().unwrap_or_default()));
        }
        _ => {}
    }
    Vec::new()
}

/// Performs the steps that a screen returned.
fn take_steps(model: &mut Model, steps: Vec<Step>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for step in steps {
        match step {
            Step::Do(effect) => effects.push(effect),
            Step::Ask(form) => {
                // A form opened together with an act stays open when the act is done.
                model.form_stays = effects.iter().any(|effect| matches!(effect, Effect::Act(_)));
                ask(model, form);
            }
            Step::PickPlace => {
                let map = MapScreen::picking(&model.world.loaded, model.selected());
                effects.extend(open_screen(model, Ok(Screen::Map(map))));
            }
            Step::Place(place, position) => {
                model.screens.pop();
                let (body, now) = (model.world.body(), model.world.said_now());
                if let Screen::Form(form) = model.screen_mut() {
                    form.place(place, position);
                    form.go(true, body, now);
                }
            }
            Step::Calendar(calendar) => model.modal = Some(Modal::Calendar(calendar)),
            Step::Confirm(question) => model.modal = Some(Modal::YesNo(question)),
            Step::Save => effects.extend(save(model)),
            Step::Close => drop(model.screens.pop()),
            Step::Tell(text) => model.tell(text),
        }
    }
    effects
}

fn ask(model: &mut Model, mut form: Form) {
    form::recall(&mut form, model.world.loaded.judged.as_deref());
    if let Some(said) = drafts::resume(&mut form, model) {
        model.tell(said);
    }
    model.screens.push(Screen::Form(form));
}

/// Opens a screen on top. An open screen of the same kind is closed.
fn open_screen(model: &mut Model, opened: Result<Screen, String>) -> Vec<Effect> {
    let mut screen = match opened {
        Ok(screen) => screen,
        Err(why) => {
            model.tell(why);
            return Vec::new();
        }
    };
    model.modal = None;
    if matches!(screen, Screen::Report(_)) && model.form().is_some_and(|form| form.is_changed) {
        let text = "What is being typed is not in this page before it is saved. {back} goes back to it.";
        model.tell(model.world.with_keys(Context::Report, text));
    }
    model.screens.retain(|open| !open.is_like(&screen));
    screen.component_mut().lay_out(&model.world);
    let needs = screen.component().needs();
    model.screens.push(screen);
    needs.into_iter().collect()
}

fn back(model: &mut Model) {
    if let Some(asked) = model.modal.take() {
        // Closing the question without an answer keeps the note.
        if matches!(asked, Modal::YesNo(YesNo::LeftNote)) {
            left_note::keep(model);
        }
        return;
    }
    if model.screens.len() > 1 {
        model.screens.pop();
    }
}

fn ask_about_spot(model: &mut Model, form: fn(u32, &str) -> Form) {
    let asked = model.selected().and_then(|number| Some(form(number, model.world.loaded.title(number)?)));
    match asked {
        Some(form) => ask(model, form),
        None => tell_nothing_selected(model),
    }
}

fn selected_spot(model: &Model) -> Option<Spot> {
    let judged = model.world.loaded.judged.as_ref()?;
    Some(judged.facts.spot(model.selected()?)?.spot.clone())
}

fn tell_nothing_selected(model: &mut Model) {
    model.tell(model.world.nothing_selected());
}

fn report_screen(model: &mut Model) -> Option<&mut ReportScreen> {
    model.screens.iter_mut().find_map(|screen| match screen {
        Screen::Report(report) => Some(report),
        _ => None,
    })
}

/// Closes the export form and shows where the report is, and that it is not encrypted.
fn exported(model: &mut Model, path: PathBuf) {
    if model.form().is_some() {
        model.screens.pop();
    }
    let open = model.world.start.keymap.chord_of(&model.contexts(), Command::OpenReport);
    let open = open.map_or_else(String::new, |key| format!(" {key} opens it."));
    model.tell(format!("The report is in {}. It is not encrypted.{open}", path.shown()));
    if let Some(report) = report_screen(model) {
        report.written = Some(path);
    }
}
