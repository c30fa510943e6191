//! Handles a journal file that is gone from its path. Typed input is kept until the journal is saved elsewhere.

use crate::domain::ShowPath;
use crate::tui::form;
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use crate::tui::widget::form::Purpose;
use std::path::Path;

/// Opens a form that asks for another file, over the form that could not be saved.
pub(super) fn ask(model: &mut Model, why: &str, name: &Path) {
    if !is_asked(model) {
        model.screens.push(Screen::Form(form::save_elsewhere(name)));
    }
    model.tell_error(format!("{why}. Save the journal in another file; what you typed is still here."));
}

/// Shows the new file and returns to the form that could not be saved.
pub(super) fn saved(model: &mut Model, path: &Path) {
    if is_asked(model) {
        model.screens.pop();
    }
    model.tell(format!("The journal is in {} now. Save again what was not saved.", path.shown()));
}

fn is_asked(model: &Model) -> bool {
    model.form().is_some_and(|form| form.purpose == Purpose::SaveElsewhere)
}
