//! Tests that every word of every list in every form is saved as it is typed.

use super::App;
use crate::domain::{Answer, Place, Site, Word};
use crate::guidance::Windows;
use crate::ops::{self, Now, Reviewed, RoundAnswer, Saved};
use crate::store::Store;
use crate::tui::form;
use crate::tui::keymap::Command;
use crate::tui::message::{Effect, Message};
use crate::tui::screen::{Screen, report::ReportScreen};
use crate::tui::theme::Theme;
use crate::tui::update;
use crate::tui::widget::field::{Field, FieldKind, Line};
use crate::tui::widget::form::{FileTask, Form, Purpose};
use crate::tui::world::Start;
use crate::tui::world::body;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

const SIZE: (u16, u16) = (80, 24);

fn clock() -> Now {
    let local = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(14, 30, 0).unwrap();
    Now { local, utc: local.and_utc() }
}

/// Returns the form for a purpose. The match is exhaustive, so a new purpose needs an arm here.
fn form(purpose: Purpose, app: &App) -> Form {
    match purpose {
        Purpose::NewSpot => form::new_spot(),
        Purpose::Look(number) => form::look(number, "chest"),
        Purpose::RoundSize(number, answer) => form::round_size(number, "chest", answer, None),
        Purpose::AddPhoto(number) => form::add_photo(number, "chest", &[]),
        Purpose::SayChanges => unreachable!("asks about a photo"),
        Purpose::Review(of) => form::review_of(of, "chest"),
        Purpose::Treatment(number) => form::treatment(number, "chest"),
        Purpose::Removed(number) => form::removed(number, "chest"),
        Purpose::Correct => form::correct(&spot(app), "chest"),
        Purpose::Move => unreachable!("its one field is the first of a correction"),
        Purpose::AddNote => form::add_note(&spot(app)),
        Purpose::Symptoms => form::symptoms("Me"),
        Purpose::Medicine => form::medicine(),
        Purpose::Infection => form::infection(),
        Purpose::Person => form::person(&app.model.world.loaded.judged.as_ref().unwrap().facts.person),
        Purpose::NewPerson => form::new_person(),
        Purpose::StrikePerson => form::strike_person("Me"),
        Purpose::Erase => form::erase("spot 1"),
        Purpose::EmergencyNumber => form::emergency_number(None),
        Purpose::Settings => form::settings(&app.model.world.start),
        Purpose::Export => form::export(clock().today(), true),
        Purpose::Files(_) => form::files(Command::BackUp, clock().today()).unwrap(),
        Purpose::Sections => form::sections(&[]),
        Purpose::SaveElsewhere => form::save_elsewhere(Path::new("other.spotlog")),
    }
}

/// Returns the spot of the journal as a saved entry.
fn spot(app: &App) -> Saved {
    Saved::Spot(app.model.world.loaded.judged.as_ref().unwrap().facts.spots[0].spot.clone())
}

/// Every purpose; [`form`] has an arm for each.
const PURPOSES: [Purpose; 22] = [
    Purpose::Files(FileTask::BackUp),
    Purpose::NewSpot,
    Purpose::Look(1),
    Purpose::RoundSize(1, RoundAnswer::Bigger),
    Purpose::Review(Reviewed::Spot(1)),
    Purpose::Review(Reviewed::Person),
    Purpose::Treatment(1),
    Purpose::Removed(1),
    Purpose::Correct,
    Purpose::AddNote,
    Purpose::Symptoms,
    Purpose::Medicine,
    Purpose::Infection,
    Purpose::Person,
    Purpose::NewPerson,
    Purpose::StrikePerson,
    Purpose::Erase,
    Purpose::EmergencyNumber,
    Purpose::Settings,
    Purpose::Export,
    Purpose::Sections,
    Purpose::SaveElsewhere,
];

/// Returns the words that may be typed into a field.
fn words(field: &Field) -> Vec<&'static str> {
    let ours = |word: &Cow<'static, str>| match word {
        Cow::Borrowed(word) => Some(*word),
        Cow::Owned(_) => None,
    };
    match &field.kind {
        FieldKind::Words(choices) => choices.words.iter().filter_map(ours).collect(),
        FieldKind::Line(_, Line::Place) => Site::ALL.iter().map(|site| site.word()).collect(),
        _ => Vec::new(),
    }
}

/// Returns the shortest prefix that no other word of the list has. A lesion site can be typed from any of its words.
fn shortest(word: &'static str, all: &[&str]) -> &'static str {
    let is_place = Site::from_word(all[0].as_bytes()).is_some();
    let fits = |other: &str, start: &str| match is_place {
        true => start.split('-').all(|typed| other.split('-').any(|part| part.starts_with(typed))),
        false => other.starts_with(start),
    };
    let others = |start: &str| all.iter().any(|other| *other != word && fits(other, start));
    (1..word.len()).map(|end| &word[..end]).find(|start| !others(start)).unwrap_or(word)
}

/// How the word is entered into the field.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// Set without a key.
    Chosen,
    Typed(Leave),
}

/// How the focus leaves the field.
#[derive(Clone, Copy, Debug)]
enum Leave {
    By(Command),
    Click,
}

const LEAVES: [Leave; 7] = [
    Leave::By(Command::NextField),
    Leave::By(Command::PreviousField),
    Leave::By(Command::Accept),
    Leave::By(Command::Up),
    Leave::By(Command::Down),
    Leave::By(Command::Save),
    Leave::Click,
];

/// Fills the other fields that the form requires.
fn fill(form: &mut Form, tested: &str, folder: &Path) {
    for field in form.fields.iter_mut().filter(|field| field.name != tested) {
        match field.name {
            "site" => field.set("chest"),
            "what" | "name" | "note" | "said" | "label" => field.set("one"),
            "by" => field.choose("doctor"),
            "path" => field.set(folder.join("report").to_str().unwrap()),
            "diameter_mm" if tested == "measured_by" => field.set("3"),
            "bleeding" if tested == "after_injury" => field.choose("yes"),
            _ => {}
        }
    }
}

/// Returns the program with a journal of one spot and two people.
fn journal_of_two(folder: &Path) -> App {
    let start = Start { settings: folder.join("settings.toml"), ..Start::new(clock) };
    let mut store = Store::open_in_memory().unwrap();
    let windows = Windows::default();
    let context = ops::Context { now: clock(), windows: &windows, made_by: "test", person: None, as_of: None };
    let spot = ops::NewSpot {
        place: Place::parse("chest").unwrap(),
        label: None,
        position: None,
        first_seen: None,
        since_birth: Answer::Unanswered,
        onset: None,
        contexts: std::iter::empty().collect(),
    };
    ops::add_spot(&mut store, &context, spot, None).unwrap();
    ops::add_person(&mut store, &context, "Ben".parse().unwrap()).unwrap();
    App::new(store, start, Theme::Plain, SIZE).unwrap()
}

impl App {
    /// Handles a message, but only writes settings to a file. Applying them would change the notation of dates and
    /// sizes, which is shared by all tests.
    fn send(&mut self, message: Message) {
        for effect in update::update(&mut self.model, message) {
            match effect {
                Effect::KeepSettings(settings) => {
                    std::fs::write(&self.model.world.start.settings, format!("{:?}", settings.changes())).unwrap();
                    self.model.screens.pop();
                }
                effect => self.effects.push_back(effect),
            }
        }
        self.go_on();
    }
}

/// Saves the form with the word in the field. Returns everything that is stored: journal, settings and files.
fn saved(purpose: Purpose, at: usize, word: &str, typed: &str, way: Way) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut app = journal_of_two(folder.path());
    app.model.screens.push(Screen::Report(ReportScreen::default()));
    let mut form = form(purpose, &app);
    let name = form.fields[at].name;
    fill(&mut form, name, folder.path());
    form.go_to(name, body(SIZE));
    app.model.screens.push(Screen::Form(form));
    match way {
        Way::Chosen => match &mut app_form(&mut app).fields[at] {
            field if matches!(field.kind, FieldKind::Line(_, Line::Place)) => field.set(word),
            field => field.choose(word),
        },
        Way::Typed(leave) => {
            for letter in typed.chars() {
                app.send(Message::Text(letter.to_string()));
                app.model.modal = None;
            }
            match leave {
                Leave::By(command) => app.send(Message::Command(command)),
                // The line above the field belongs to another field, if there is one.
                Leave::Click => app.send(Message::Click { column: 4, row: body(SIZE).y + 1 }),
            }
        }
    }
    app.model.modal = None;
    // The form is already closed if leaving the field saved it.
    if app.model.form().is_some() {
        app.send(Message::Command(Command::Save));
    }
    app.settle();
    let error = app.model.toast.as_ref().filter(|toast| toast.is_error).map(|toast| &toast.text);
    assert!(error.is_none() && app.model.form().is_none(), "{purpose:?} {name} {word}: {error:?}");
    kept(&app, folder.path())
}

fn app_form(app: &mut App) -> &mut Form {
    match app.model.screen_mut() {
        Screen::Form(form) => form,
        _ => unreachable!("a form was opened"),
    }
}

fn kept(app: &App, folder: &Path) -> String {
    let mut journal = Vec::new();
    ops::export(&app.store.lock().unwrap(), &mut journal).unwrap();
    let mut journal: serde_json::Value = serde_json::from_slice(&journal).unwrap();
    without_ids(&mut journal);
    let without = app.model.screens.iter().find_map(|screen| match screen {
        Screen::Report(report) => Some(format!("{:?}", report.without)),
        _ => None,
    });
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let files: Vec<_> =
        files.iter().map(|path| (path.extension().map(|e| e.to_owned()), std::fs::read(path).unwrap())).collect();
    format!("{journal} {without:?} {files:?}")
}

fn without_ids(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.retain(|name, _| name != "id");
            fields.values_mut().for_each(without_ids);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_ids),
        _ => {}
    }
}

/// Calls `check` for every field of every form that has words, with its words.
fn every_list(mut check: impl FnMut(Purpose, usize, &[&'static str])) {
    let app = journal_of_two(Path::new(""));
    for purpose in PURPOSES {
        for (at, field) in form(purpose, &app).fields.iter().enumerate() {
            let words = words(field);
            if !words.is_empty() {
                check(purpose, at, &words);
            }
        }
    }
}

/// Saves every word of the lists of these purposes as it is chosen, typed whole, and typed as far as it takes.
fn words_are_saved_as_typed(is_asked: impl Fn(Purpose) -> bool) -> usize {
    let mut ways = LEAVES.iter().cycle();
    let mut accepted = [Command::Accept, Command::NextField].into_iter().cycle();
    let mut walked = 0;
    every_list(|purpose, at, words| {
        if !is_asked(purpose) {
            return;
        }
        let mut different = BTreeSet::new();
        for word in words {
            let chosen = saved(purpose, at, word, "", Way::Chosen);
            let leave = *ways.next().unwrap();
            assert!(saved(purpose, at, word, word, Way::Typed(leave)) == chosen, "{purpose:?} {at} {word} {leave:?}");
            let (typed, leave) = (shortest(word, words), Leave::By(accepted.next().unwrap()));
            assert!(saved(purpose, at, word, typed, Way::Typed(leave)) == chosen, "{purpose:?} {at} {typed} {leave:?}");
            different.insert(chosen);
            walked += 1;
        }
        let all_chosen_before = purpose == Purpose::Sections;
        assert!(
            different.len() == words.len() || all_chosen_before,
            "{purpose:?} {at}: some words are saved as others"
        );
    });
    walked
}

#[test]
fn every_word_about_a_spot_is_saved_as_it_is_typed() {
    let walked = words_are_saved_as_typed(|purpose| purpose == Purpose::NewSpot);
    assert!(walked > 100, "{walked}");
}

#[test]
fn every_word_of_the_other_forms_is_saved_as_it_is_typed() {
    let walked = words_are_saved_as_typed(|purpose| purpose != Purpose::NewSpot);
    assert!(walked > 200, "{walked}");
}

#[test]
fn letters_that_fit_no_word_keep_the_focus_and_say_so() {
    let app = journal_of_two(Path::new(""));
    every_list(|purpose, at, _| {
        let mut form = form(purpose, &app);
        let field = &mut form.fields[at];
        field.clear();
        "qqx".chars().for_each(|letter| field.write(&letter.to_string()));
        assert!(!field.leave(clock().local) && field.error.is_some(), "{purpose:?} {}", field.name);
        (0..3).for_each(|_| field.erase());
        assert!(field.leave(clock().local) && field.error.is_none(), "{purpose:?} {}", field.name);
        assert!(field.words().is_empty(), "{purpose:?} {}", field.name);
    });
}
