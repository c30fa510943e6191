//! The report: what its keys do.

use crate::domain::ShowPath;
use crate::tui::form;
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use crate::tui::screen::report::ReportScreen;
use std::path::PathBuf;

pub(super) fn screen(model: &mut Model) -> Option<&mut ReportScreen> {
    model.screens.iter_mut().find_map(|screen| match screen {
        Screen::Report(report) => Some(report),
        _ => None,
    })
}

pub(super) fn export(model: &mut Model) {
    let form = form::export(model.world.context().as_of().day(), model.world.loaded.people > 1);
    model.screens.push(Screen::Form(form));
}

pub(super) fn sections(model: &mut Model) {
    let form = screen(model).map(|report| form::sections(&report.without));
    model.screens.extend(form.map(Screen::Form));
}

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    match screen(model).and_then(|report| report.written.clone()) {
        Some(path) => vec![Effect::OpenFile(path)],
        None => {
            model.tell("No file was written yet. Press e to write one.");
            Vec::new()
        }
    }
}

/// The file was written: says where, and that nothing protects it.
pub(super) fn exported(model: &mut Model, path: PathBuf) {
    if model.form().is_some() {
        model.screens.pop();
    }
    let open = model.world.start.keymap.chord_of(&model.contexts(), Command::OpenReport);
    let open = open.map_or_else(String::new, |key| format!(" {key} opens it."));
    model.tell(format!("The report is in {}. It is not encrypted.{open}", path.shown()));
    if let Some(report) = screen(model) {
        report.written = Some(path);
    }
}
