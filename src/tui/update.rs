//! What happens to the model. Pure: it reads no clock, no file and no terminal; what it wants done it asks for.

mod done;
mod drawn;
mod erasing;
mod glass;
mod left_note;
mod moved;
mod moving;
mod report;
mod round;
mod typing;
mod urgent;
mod yes_no;

use super::form;
use super::keymap::{Command, Context};
use super::message::{Act, Effect, Message};
use super::model::{Modal, Model};
use super::screen::emergency::EmergencyPage;
use super::screen::erasing::ErasingPage;
use super::screen::guide::GuideScreen;
use super::screen::map::{MapScreen, Toward};
use super::screen::me::MeScreen;
use super::screen::report::ReportScreen;
use super::screen::spot::SpotPage;
use super::screen::spots::Areas as SpotsAreas;
use super::screen::timeline::TimelineScreen;
use super::screen::{Screen, history::HistoryScreen};
use super::view::{body, form_area};
use super::widget::calendar::Calendar;
use super::widget::field::Edit;
use super::widget::form::Form;
use super::widget::help::Help;
use super::widget::palette::Palette;
use super::widget::picker::Picker;
use crate::domain::GlassTest;
use crate::ops::{Reviewed, RoundAnswer};
use crate::tui::world::World;
use crate::tui::yes_no::YesNo;
use drawn::{in_timeline, on_map, place_spot};
use moving::{click, drag, go, lay_out, page, refresh_rows};
use ratatui::layout::Rect;
use std::path::PathBuf;
use typing::{accept, erase, in_calendar, open_calendar, save, take_path, write};

/// Lines that a turn of the wheel moves.
const WHEEL: isize = 3;

pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let about = urgent::About::of(&message);
    let effects = take(model, message);
    left_note::fill(model);
    urgent::watch(model, about);
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
        Message::Wheel { down } => go(model, if down { WHEEL } else { -WHEEL }),
        Message::Resize { width, height } => {
            model.world.size = (width, height);
            lay_out(model);
        }
        Message::Loaded(loaded) => {
            let on = model.selected();
            model.world.loaded = *loaded;
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
        Message::PeopleLoaded(people) => {
            for screen in &mut model.screens {
                if let Screen::Me(me) = screen {
                    me.people = people;
                    break;
                }
            }
            lay_out(model);
        }
        Message::Switched(name) => {
            let shown = model.world.loaded.judged.as_ref().map(|judged| &judged.assessment.name);
            if name.is_empty() {
                model.world.start.person = None;
            } else if shown.is_some_and(|shown| *shown != name) {
                model.world.start.person = Some(name);
                // The pages were about somebody else.
                model.screens.retain(|screen| !matches!(screen, Screen::Spot(_) | Screen::Glass(_)));
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
        Message::Edited(text) => in_form(model, |form, _| form.change(|field| field.set(text.trim_end()))),
        Message::QuestionsLoaded(questions) => {
            if let Some(report) = report::screen(model) {
                report.questions = Some(questions);
            }
            lay_out(model);
        }
        Message::FolderListed(folder) => {
            // Only where the folder is still wanted.
            if matches!(model.contexts()[0], Context::PathField | Context::Picker) {
                model.modal = Some(Modal::Picker(Picker::new(folder)));
            }
        }
        Message::MadePrivate => {
            let more = model.world.start.synced.clone().map_or_else(String::new, |warning| format!(" {warning}"));
            model.tell(format!("The journal is private now: only you may open it.{more}"));
        }
        Message::Exported(path) => report::exported(model, path),
        Message::Tick => {}
        Message::Done { done, spot } => return done::act_done(model, done, spot),
        Message::Undone(done) => return done::undone(model, done),
        Message::ErasingPlanned(plan) => model.modal = Some(Modal::Erasing(Box::new(ErasingPage::new(*plan)))),
        Message::KeptDeleted => model.tell("The kept copies are deleted."),
        Message::Erased(done, kept) => return erasing::done(model, done, kept),
        Message::AskUndo(earlier) => {
            model.modal = Some(Modal::YesNo(YesNo::UndoEarlier(earlier.question(model.world.now))))
        }
        Message::Failed(text) => model.tell_error(text),
        Message::Moved(why, name) => moved::ask(model, &why, &name),
        Message::SavedElsewhere(path) => moved::saved(model, &path),
        Message::Refused(error) => {
            let area = form_area(model.world.size);
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

/// The page of a spot shows more than what was loaded; where the spot is no longer there, its page closes.
fn reload_page(model: &mut Model) -> Vec<Effect> {
    let Some(number) = model.open_spot() else { return Vec::new() };
    let there = model.world.loaded.judged.as_ref().is_some_and(|judged| judged.facts.spot(number).is_some());
    if there {
        return vec![Effect::LoadSpot(number)];
    }
    model.screens.retain(|screen| !matches!(screen, Screen::Spot(_)));
    Vec::new()
}

fn command_given(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Quit => model.is_over = true,
        Command::Suspend => return vec![Effect::Suspend],
        Command::Back => back(model),
        Command::Help => match model.modal {
            Some(Modal::Help(_)) => model.modal = None,
            _ => {
                let contexts = model.contexts();
                model.modal = Some(Modal::Help(Help::new(contexts, model.world.start.keymap.clone())));
            }
        },
        Command::Blur => model.is_blurred = !model.is_blurred,
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
        Command::Open if matches!(model.screen(), Screen::Guide(_)) => {
            if let Screen::Guide(guide) = model.screen_mut() {
                guide.is_open = true;
            }
        }
        Command::Open if model.selected().is_none() && matches!(model.screen(), Screen::Map(_)) => place_spot(model),
        Command::Open => match model.selected() {
            Some(number) => return open_spot(model, number),
            None => tell_nothing_selected(model),
        },
        Command::Filter if model.world.loaded.rows.is_empty() => tell_nothing_selected(model),
        Command::Filter => model.spots_screen().filtering = true,
        Command::NewSpot if matches!(model.screen(), Screen::Map(_)) => place_spot(model),
        Command::NewSpot => model.screens.push(Screen::Form(form::new_spot())),
        Command::Look => ask_about_spot(model, form::look),
        Command::Review if matches!(model.screen(), Screen::Me(_)) => {
            let form = form::review_of(Reviewed::Person, model.world.name());
            model.screens.push(Screen::Form(form));
        }
        Command::Review => ask_about_spot(model, form::review),
        Command::Map => {
            let selected = model.selected();
            model.screens.retain(|screen| !matches!(screen, Screen::Map(_)));
            let map = MapScreen::new(&model.world.loaded, selected);
            model.screens.push(Screen::Map(map));
            lay_out(model);
        }
        Command::MapLeft => on_map(model, |map, loaded| map.go(Toward::Left, loaded)),
        Command::MapRight => on_map(model, |map, loaded| map.go(Toward::Right, loaded)),
        Command::MapUp => on_map(model, |map, loaded| map.go(Toward::Up, loaded)),
        Command::MapDown => on_map(model, |map, loaded| map.go(Toward::Down, loaded)),
        Command::NextView | Command::PreviousView => {
            on_map(model, |map, _| map.next_view(command == Command::NextView));
            lay_out(model);
        }
        Command::NextMark => on_map(model, |map, loaded| {
            map.next_mark(loaded);
        }),
        Command::Timeline => {
            model.screens.retain(|screen| !matches!(screen, Screen::Timeline(_)));
            model.screens.push(Screen::Timeline(TimelineScreen::new()));
            lay_out(model);
        }
        Command::ZoomIn => in_timeline(model, |timeline, _| timeline.zoom(true)),
        Command::ZoomOut => in_timeline(model, |timeline, _| timeline.zoom(false)),
        Command::Earlier => in_timeline(model, |timeline, last| timeline.pan(false, last)),
        Command::Later => in_timeline(model, |timeline, last| timeline.pan(true, last)),
        Command::Round => round::begin(model),
        Command::RoundSame => round::answer(model, RoundAnswer::Same),
        Command::RoundBigger => round::answer(model, RoundAnswer::Bigger),
        Command::RoundSmaller => round::answer(model, RoundAnswer::Smaller),
        Command::RoundGone => round::answer(model, RoundAnswer::Gone),
        Command::RoundCannotSee => round::answer(model, RoundAnswer::CannotSee),
        Command::RoundDetails => round::details(model),
        Command::RoundSkip => round::go(model, 1),
        Command::RoundBack => round::go(model, -1),
        Command::RoundOrder => round::order(model),
        Command::RoundSave => return round::save(model),
        Command::GlassTest => glass::begin(model),
        Command::PressGlass => {
            let now = model.world.now;
            if let Screen::Glass(glass) = model.screen_mut() {
                glass.press(now);
            }
        }
        Command::Fades => return glass::answered(model, GlassTest::Fades),
        Command::DoesNotFade => return glass::answered(model, GlassTest::DoesNotFade),
        Command::Unclear => return glass::answered(model, GlassTest::Unclear),
        Command::Symptoms => {
            let form = form::symptoms(model.world.name());
            model.screens.push(Screen::Form(form));
        }
        Command::Settings => {
            let form = form::settings(&model.world.start);
            model.screens.push(Screen::Form(form));
        }
        Command::Export => report::export(model),
        Command::Sections => report::sections(model),
        Command::OpenReport => return report::open(model),
        Command::Browse => {
            let Screen::Form(form) = model.screen_mut() else { return Vec::new() };
            let path = PathBuf::from(form.focused().value().into_owned());
            return vec![Effect::ListFolder(path.parent().map(PathBuf::from).unwrap_or_default())];
        }
        Command::FolderUp => {
            if let Some(Modal::Picker(picker)) = &model.modal
                && let Some(above) = picker.folder().parent()
            {
                return vec![Effect::ListFolder(above.to_owned())];
            }
        }
        Command::TakeFolder => {
            if let Some(Modal::Picker(picker)) = &model.modal {
                let folder = picker.folder().to_owned();
                take_path(model, |old| folder.join(old.file_name().unwrap_or_default()));
            }
        }
        Command::Medicine => model.screens.push(Screen::Form(form::medicine())),
        Command::Infection => model.screens.push(Screen::Form(form::infection())),
        Command::NewPerson => model.screens.push(Screen::Form(form::new_person())),
        Command::EmergencyNumber => {
            let form = form::emergency_number(model.world.start.emergency_number.as_deref());
            model.screens.push(Screen::Form(form));
        }
        Command::EditPerson => match &model.world.loaded.judged {
            Some(judged) => {
                let form = form::person(&judged.facts.person);
                model.screens.push(Screen::Form(form));
            }
            None => model.tell("There is nobody yet: the first entry makes the first person."),
        },
        Command::NextPerson => {
            let Screen::Me(me) = model.screen() else { return Vec::new() };
            match me.next_person(model.world.name()) {
                Some(name) => return vec![Effect::Switch(name)],
                None => model.tell("There is nobody else in this journal. Press a to add somebody."),
            }
        }
        Command::Me => {
            model.screens.retain(|screen| !matches!(screen, Screen::Me(_)));
            model.screens.push(Screen::Me(MeScreen::default()));
            lay_out(model);
            return vec![Effect::LoadPeople];
        }
        Command::Guide => {
            let spot = model.selected().filter(|_| matches!(model.screen(), Screen::Spot(_)));
            model.screens.retain(|screen| !matches!(screen, Screen::Guide(_)));
            model.screens.push(Screen::Guide(GuideScreen { spot, ..GuideScreen::default() }));
        }
        Command::Emergency => model.modal = Some(Modal::Emergency(EmergencyPage::default())),
        Command::Treatment => ask_about_spot(model, form::treatment),
        Command::Same => {
            let at = model.world.context().as_of().moment();
            match model.selected() {
                Some(number) => return vec![Effect::Act(Act::Same(number, at))],
                None => tell_nothing_selected(model),
            }
        }
        Command::Report => {
            model.modal = None;
            if model.form().is_some_and(|form| form.is_changed) {
                model.tell("What is being typed is not in this page before it is saved. Esc goes back to it.");
            }
            model.screens.retain(|screen| !matches!(screen, Screen::Report(_)));
            // It is laid out once what the person wrote is here.
            model.screens.push(Screen::Report(ReportScreen::default()));
            return vec![Effect::LoadQuestions];
        }
        Command::History => {
            model.screens.retain(|screen| !matches!(screen, Screen::History(_)));
            model.screens.push(Screen::History(HistoryScreen::default()));
            return vec![Effect::LoadHistory];
        }
        Command::Undo => return vec![Effect::Undo { sure: false }],
        Command::Redo => return vec![Effect::Redo],
        Command::EraseForGood => erasing::begin(model),
        Command::Confirm => return erasing::confirm(model),
        Command::NextField | Command::PreviousField => {
            let (by, now) = (if command == Command::NextField { 1 } else { -1 }, model.world.now.local);
            in_form(model, |form, area| form.go(by, area, now));
        }
        Command::NextChoice => in_form(model, |form, _| form.change(|field| field.next_choice(true))),
        Command::PreviousChoice => in_form(model, |form, _| form.change(|field| field.next_choice(false))),
        Command::Tick => in_form(model, |form, _| form.change(|field| field.write(" "))),
        Command::Erase => erase(model),
        Command::Delete => in_form(model, |form, _| form.change(|field| field.edit(Edit::EraseAfter))),
        Command::EraseWord => in_form(model, |form, _| form.change(|field| field.edit(Edit::EraseWord))),
        Command::LineStart => in_form(model, |form, _| form.focused().edit(Edit::Start)),
        Command::LineEnd => in_form(model, |form, _| form.focused().edit(Edit::End)),
        Command::WordBefore => in_form(model, |form, _| form.focused().edit(Edit::WordBefore)),
        Command::WordAfter => in_form(model, |form, _| form.focused().edit(Edit::WordAfter)),
        Command::NewLine => in_form(model, |form, _| form.change(|field| field.write("\n"))),
        Command::UndoTyping => in_form(model, |form, _| form.focused().undo_typing()),
        Command::Editor => {
            let text = match model.screen_mut() {
                Screen::Form(form) => form.focused().value().into_owned(),
                _ => return Vec::new(),
            };
            return vec![Effect::Edit(text)];
        }
        Command::Calendar => open_calendar(model),
        Command::DayBefore => in_calendar(model, |calendar| calendar.go(-1)),
        Command::DayAfter => in_calendar(model, |calendar| calendar.go(1)),
        Command::MonthBefore => in_calendar(model, |calendar| calendar.go_months(false)),
        Command::MonthAfter => in_calendar(model, |calendar| calendar.go_months(true)),
        Command::Today => in_calendar(model, Calendar::go_today),
        Command::Accept => return accept(model),
        Command::Save => return save(model),
        Command::Yes => return yes_no::yes(model),
        Command::No => yes_no::no(model),
    }
    Vec::new()
}

fn back(model: &mut Model) {
    if let Some(asked) = model.modal.take() {
        // Without an answer nothing is lost.
        if matches!(asked, Modal::YesNo(YesNo::LeftNote)) {
            left_note::keep(model);
        }
        return;
    }
    if let Screen::Form(form) = model.screen_mut() {
        // What is highlighted is let go first.
        if form.focused().let_go() {
            return;
        }
        if form.is_changed {
            model.modal = Some(Modal::YesNo(YesNo::LeaveForm));
        } else {
            model.screens.pop();
        }
        return;
    }
    if matches!(model.screen(), Screen::Round(round) if !round.is_untouched()) {
        model.modal = Some(Modal::YesNo(YesNo::LeaveRound));
        return;
    }
    if let Screen::Guide(guide) = model.screen_mut()
        && guide.is_open
    {
        guide.is_open = false;
        return;
    }
    if model.screens.len() > 1 {
        model.screens.pop();
        return;
    }
    let rows = SpotsAreas::new(body(model.world.size)).rows();
    let Model { screens, world: World { loaded, .. }, .. } = model;
    if let Some(Screen::Spots(spots)) = screens.first_mut() {
        spots.clear_filter(loaded, rows);
    }
}

fn open_spot(model: &mut Model, number: u32) -> Vec<Effect> {
    model.screens.truncate(1);
    // It is laid out once what it shows is loaded.
    model.screens.push(Screen::Spot(SpotPage::new(number)));
    vec![Effect::LoadSpot(number)]
}

fn ask_about_spot(model: &mut Model, form: fn(u32, &str) -> Form) {
    let selected = model.selected().and_then(|number| {
        let title = model.world.loaded.rows.iter().find(|row| row.number == number)?.title.clone();
        Some((number, title))
    });
    match selected {
        Some((number, title)) => model.screens.push(Screen::Form(form(number, &title))),
        None => tell_nothing_selected(model),
    }
}

fn tell_nothing_selected(model: &mut Model) {
    model.tell(if model.world.loaded.rows.is_empty() {
        "There is no spot yet. Press n to log the first one."
    } else {
        "No spot is selected. Esc shows all spots."
    });
}

fn in_form(model: &mut Model, change: impl FnOnce(&mut Form, Rect)) {
    let area = form_area(model.world.size);
    if let Screen::Form(form) = model.screen_mut() {
        change(form, area);
    }
}
