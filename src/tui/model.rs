//! The state of the user interface.

use super::component::Selected;
use super::keymap::{Chord, Command, Context};
use super::screen::emergency::{EmergencyPage, Urgent};
use super::screen::erasing::ErasingPage;
use super::screen::{Screen, spots::SpotsScreen};
use super::widget::{calendar::Calendar, form::Form, help::Help, palette::Palette, picker::Picker};
use super::yes_no::YesNo;
use crate::domain::PhotoId;
use crate::guidance::{Flag, Level};
use crate::ops::{Detail, Preview};
use crate::tui::world::{Start, Toast, World};
use chrono::NaiveDateTime;
use crossterm::event::{KeyCode, KeyModifiers};
use std::time::Duration;

/// How long nothing is typed before the draft of a form is kept.
const DRAFT: Duration = Duration::from_secs(1);

/// The state of the user interface.
pub(super) struct Model {
    pub world: World,
    /// The initial note of the next form that has a note.
    pub kept_note: Option<String>,
    /// The last change before the program started. Undoing it or an older one asks first.
    pub begun_after: i64,
    /// The stack of screens. The first is the home screen and is never closed.
    pub screens: Vec<Screen>,
    pub modal: Option<Modal>,
    /// Whether the form on top stays open after the pending act, because the act did not come from it.
    pub form_stays: bool,
    /// The emergencies already shown: each rule with its spot.
    pub shown_emergencies: Vec<(&'static str, Option<u32>)>,
    /// The drafts whose entries are saved, and that are being deleted.
    pub dropping: Vec<String>,
    /// What the drafts would raise once they are saved.
    pub drafted: Vec<Preview>,
    /// The photos that are being decoded.
    pub decoding: Vec<(PhotoId, Detail)>,
    /// A message about the last action. The next key closes it.
    pub toast: Option<Toast>,
    pub is_over: bool,
}

/// A modal over the screens.
pub(super) enum Modal {
    Help(Help),
    Palette(Palette),
    /// The calendar of the focused date field.
    Calendar(Calendar),
    /// The file picker of the focused path field.
    Picker(Picker),
    /// The emergency page, which covers everything else.
    Emergency(EmergencyPage),
    /// The plan of what would be erased, until the word is typed.
    Erasing(Box<ErasingPage>),
    YesNo(YesNo),
}

impl Model {
    /// Creates a model with the home screen and nothing loaded.
    pub(super) fn new(start: Start, size: (u16, u16)) -> Model {
        let modal = start.is_open_to_others.then_some(YesNo::MakePrivate);
        let modal = modal.or(start.left_note.is_some().then_some(YesNo::LeftNote)).map(Modal::YesNo);
        let warning = start.synced.clone().filter(|_| modal.is_none());
        Model {
            world: World::new(start, size),
            screens: vec![Screen::Spots(SpotsScreen::default())],
            modal,
            form_stays: false,
            shown_emergencies: Vec::new(),
            dropping: Vec::new(),
            drafted: Vec::new(),
            decoding: Vec::new(),
            toast: warning.map(|text| Toast { text, is_error: false, offers: None }),
            begun_after: 0,
            kept_note: None,
            is_over: false,
        }
    }

    /// Returns the screen on top. There is always one, since the home screen is never closed.
    pub(super) fn screen(&self) -> &Screen {
        &self.screens[self.screens.len() - 1]
    }

    /// Returns the screen on top.
    pub(super) fn screen_mut(&mut self) -> &mut Screen {
        let top = self.screens.len() - 1;
        &mut self.screens[top]
    }

    /// Returns the home screen.
    pub(super) fn spots_screen(&mut self) -> &mut SpotsScreen {
        match &mut self.screens[0] {
            Screen::Spots(spots) => spots,
            _ => unreachable!("the first screen is the home screen"),
        }
    }

    /// Returns the form, if one is on top.
    pub(super) fn form(&self) -> Option<&Form> {
        self.screen().form()
    }

    /// Returns the open urgent flags, and those that the open forms and the drafts would raise as they are, most urgent
    /// first.
    pub(super) fn urgent(&self) -> Urgent<'_> {
        let open = self.world.loaded.judged.iter().flat_map(|judged| judged.assessment.open_flags());
        // A form below another screen is still open.
        let forms = self.screens.iter().filter_map(Screen::form);
        // What an unchanged form would say is said already.
        let changed: Vec<_> =
            forms.filter(|form| form.is_changed).filter_map(|form| form.foreseen.as_deref()).collect();
        // An open form is newer than its draft.
        let typed: Vec<&Preview> = changed.into_iter().chain(&self.drafted).collect();
        let foreseen = typed.iter().flat_map(|preview| &preview.flags);
        let alarms = foreseen.filter(|foreseen| foreseen.is_alarm()).map(|foreseen| &foreseen.flag);
        let has_unsaved = alarms.clone().next().is_some();
        let mut flags: Vec<&Flag> = alarms.chain(open).filter(|flag| flag.level >= Level::SameDay).collect();
        flags.sort_by_key(|flag| std::cmp::Reverse(flag.level));
        let mut told: Vec<(&'static str, Option<u32>)> = Vec::new();
        flags.retain(|flag| {
            let key = (flag.rule.ident, flag.spot);
            let is_told = told.contains(&key);
            told.push(key);
            !is_told
        });
        Urgent { flags, has_unsaved, typed: typed.iter().filter_map(|preview| preview.spot.as_ref()).collect() }
    }

    /// Returns the most urgent level, if it is same-day or higher.
    pub(super) fn urgent_level(&self) -> Option<Level> {
        self.urgent().flags.first().map(|flag| flag.level)
    }

    /// Returns whether a key is a letter that was meant for the form below an emergency page that just opened.
    pub(super) fn is_typed_over(&self, chord: Chord) -> bool {
        let Some(Modal::Emergency(page)) = &self.modal else { return false };
        let is_letter = matches!(chord.code, KeyCode::Char(_)) && chord.modifiers == KeyModifiers::NONE;
        is_letter && page.is_typed_over(self.world.now.local)
    }

    /// Returns the contexts for looking up keys, innermost first.
    pub(super) fn contexts(&self) -> Vec<Context> {
        match &self.modal {
            Some(Modal::Help(_)) => return vec![Context::Help, Context::Moving],
            Some(Modal::Palette(_)) => return vec![Context::Palette],
            Some(Modal::Calendar(_)) => return vec![Context::Calendar],
            Some(Modal::Picker(_)) => return vec![Context::Picker],
            Some(Modal::Emergency(_)) => return vec![Context::Emergency, Context::Moving],
            Some(Modal::Erasing(_)) => return vec![Context::Erasing],
            Some(Modal::YesNo(asked)) if asked.offers_draft() => return vec![Context::Leaving, Context::Question],
            Some(Modal::YesNo(_)) => return vec![Context::Question],
            None => {}
        }
        self.screen().component().contexts()
    }

    /// Returns the number of the spot that commands apply to.
    pub(super) fn selected(&self) -> Option<u32> {
        match (self.screen().component().selected(&self.world), &self.screens[0]) {
            (Selected::Here(number), _) => number,
            (Selected::AtHome, Screen::Spots(spots)) => spots.selected_row(&self.world.loaded).map(|row| row.number),
            (Selected::AtHome, _) => None,
        }
    }

    /// Returns the time until the next tick, if one is needed.
    pub(super) fn waits(&self) -> Option<Duration> {
        match self.screen() {
            Screen::Form(form) if form.is_unkept => Some(DRAFT),
            Screen::Glass(glass) if self.modal.is_none() && glass.left(self.world.now).is_some_and(|left| left > 0) => {
                Some(Duration::from_millis(250))
            }
            _ => None,
        }
    }

    /// Writes out the days in open forms that were said relative to a day that has ended since: what was shown is saved.
    pub(super) fn keep_days(&mut self, before: NaiveDateTime) {
        let now = self.world.said_now();
        if before.date() != now.date() {
            let forms = self.screens.iter_mut().filter_map(|screen| match screen {
                Screen::Form(form) => Some(form),
                _ => None,
            });
            forms.for_each(|form| form.keep_days(before, now));
        }
    }

    /// Shows a message.
    pub(super) fn tell(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: None });
    }

    /// Shows a message about a saved change, with the key to undo it.
    pub(super) fn tell_done(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: Some(Command::Undo) });
    }

    /// Shows a message about an undone change, with the key to redo it.
    pub(super) fn tell_undone(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: Some(Command::Redo) });
    }

    /// Shows an error.
    pub(super) fn tell_error(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: true, offers: None });
    }
}
