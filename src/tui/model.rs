//! Everything that the screen shows and remembers.

use super::component::Selected;
use super::keymap::{Command, Context};
use super::screen::emergency::EmergencyPage;
use super::screen::erasing::ErasingPage;
use super::screen::{Screen, spots::SpotsScreen};
use super::widget::{calendar::Calendar, form::Form, help::Help, palette::Palette, picker::Picker};
use super::yes_no::YesNo;
use crate::guidance::{Flag, Level};
use crate::tui::world::{Loaded, Start, Toast, World};
use std::time::Duration;

pub struct Model {
    pub world: World,
    /// What the next form with a note begins with.
    pub kept_note: Option<String>,
    /// The latest change that was there when the program began: what is older is asked about before it is taken back.
    pub begun_after: i64,
    /// The first is the home screen and stays.
    pub screens: Vec<Screen>,
    pub modal: Option<Modal>,
    /// Whether the form on top is not the one that the act being done came from.
    pub form_stays: bool,
    /// The emergencies that were shown: each rule, and the spot it is about.
    pub shown_emergencies: Vec<(&'static str, Option<u32>)>,
    /// What was just done or failed; the next key takes it away.
    pub toast: Option<Toast>,
    /// Whether words are made unreadable, for eyes that look over the shoulder.
    pub is_blurred: bool,
    pub is_over: bool,
}

pub enum Modal {
    Help(Help),
    Palette(Palette),
    /// The day of the date field that has the focus.
    Calendar(Calendar),
    /// The folder for the file of the path field that has the focus.
    Picker(Picker),
    /// What to do in an emergency, over everything else.
    Emergency(EmergencyPage),
    /// What would be erased, until the word is typed.
    Erasing(Box<ErasingPage>),
    YesNo(YesNo),
}

impl Model {
    pub fn new(start: Start, size: (u16, u16)) -> Model {
        let now = (start.clock)();
        let modal = start.is_open_to_others.then_some(YesNo::MakePrivate);
        let modal = modal.or(start.left_note.is_some().then_some(YesNo::LeftNote)).map(Modal::YesNo);
        let warning = start.synced.clone().filter(|_| modal.is_none());
        Model {
            world: World { start, now, size, loaded: Loaded::default(), working: None },
            screens: vec![Screen::Spots(SpotsScreen::default())],
            modal,
            form_stays: false,
            shown_emergencies: Vec::new(),
            toast: warning.map(|text| Toast { text, is_error: false, offers: None }),
            begun_after: 0,
            kept_note: None,
            is_blurred: false,
            is_over: false,
        }
    }

    /// The screen on top. There is always one: the home screen is never taken away.
    pub fn screen(&self) -> &Screen {
        &self.screens[self.screens.len() - 1]
    }

    pub fn screen_mut(&mut self) -> &mut Screen {
        let top = self.screens.len() - 1;
        &mut self.screens[top]
    }

    pub fn spots_screen(&mut self) -> &mut SpotsScreen {
        match &mut self.screens[0] {
            Screen::Spots(spots) => spots,
            _ => unreachable!("the first screen is the home screen"),
        }
    }

    pub fn form(&self) -> Option<&Form> {
        match self.screen() {
            Screen::Form(form) => Some(form),
            _ => None,
        }
    }

    /// The urgent flags that are open, and those that the form would raise as it stands; the most urgent first.
    pub fn urgent(&self) -> Vec<&Flag> {
        let open = self.world.loaded.judged.iter().flat_map(|judged| judged.assessment.open_flags());
        // A form that lies under another screen has not been given up.
        let forms = self.screens.iter().filter_map(|screen| match screen {
            Screen::Form(form) => Some(form),
            _ => None,
        });
        let foreseen = forms.flat_map(|form| &form.foreseen);
        let mut flags: Vec<&Flag> = foreseen.chain(open).filter(|flag| flag.level >= Level::SameDay).collect();
        flags.sort_by_key(|flag| std::cmp::Reverse(flag.level));
        flags
    }

    /// The most urgent level there is, from same-day up.
    pub fn urgent_level(&self) -> Option<Level> {
        self.urgent().first().map(|flag| flag.level)
    }

    /// Where keys are looked up, the innermost place first.
    pub fn contexts(&self) -> Vec<Context> {
        match &self.modal {
            Some(Modal::Help(_)) => return vec![Context::Help, Context::Moving],
            Some(Modal::Palette(_)) => return vec![Context::Palette],
            Some(Modal::Calendar(_)) => return vec![Context::Calendar],
            Some(Modal::Picker(_)) => return vec![Context::Picker],
            Some(Modal::Emergency(_)) => return vec![Context::Emergency, Context::Moving],
            Some(Modal::Erasing(_)) => return vec![Context::Erasing],
            Some(Modal::YesNo(_)) => return vec![Context::Question],
            None => {}
        }
        self.screen().component().contexts()
    }

    /// The number of the spot that commands are about.
    pub fn selected(&self) -> Option<u32> {
        match (self.screen().component().selected(&self.world), &self.screens[0]) {
            (Selected::Here(number), _) => number,
            (Selected::AtHome, Screen::Spots(spots)) => spots.selected_row(&self.world.loaded).map(|row| row.number),
            (Selected::AtHome, _) => None,
        }
    }

    /// For how long nothing need happen before time itself does: while a press of the glass is counted.
    pub fn waits(&self) -> Option<Duration> {
        match self.screen() {
            Screen::Glass(glass) if self.modal.is_none() && glass.left(self.world.now).is_some_and(|left| left > 0) => {
                Some(Duration::from_millis(250))
            }
            _ => None,
        }
    }

    pub fn tell(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: None });
    }

    /// Tells of a change that is on the disk.
    pub fn tell_done(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: Some(Command::Undo) });
    }

    /// Tells of a change that was taken back.
    pub fn tell_undone(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: Some(Command::Redo) });
    }

    pub fn tell_error(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: true, offers: None });
    }
}
