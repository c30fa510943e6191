//! The report as a file, its parts, and other files.

use super::reader::Reader;
use crate::ops::Format;
use crate::report::{Paper, Section};
use crate::tui::message::Export;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};
use std::path::PathBuf;

/// The report as a file: the page for the doctor first.
pub fn export(today: chrono::NaiveDate, several_people: bool) -> Form {
    let formats: Vec<_> = Format::pages().map(|(ending, _)| ending).collect();
    let mut fields = vec![
        Field::one_of("format", "Form", &formats, "pdf"),
        Field::path("path", "File", &format!("spotlog-report-{today}")),
        Field::one_of("paper", "Paper", &["a4", "letter"], "a4"),
        Field::answer("anonymous", "Without names"),
    ];
    if several_people {
        fields.push(Field::answer("everyone", "Everybody's pages"));
    }
    Form::new(Purpose::Export, "The report as a file, not encrypted".into(), fields)
}

/// A file for a journal that is no longer at its path.
pub fn save_elsewhere(name: &std::path::Path) -> Form {
    let field = Field::path("path", "File", &name.to_string_lossy());
    Form::new(Purpose::SaveElsewhere, "The journal's file is gone: save it as".into(), vec![field])
}

/// Which parts of the report are taken in.
pub fn sections(without: &[Section]) -> Form {
    let taken = Section::ALL.map(|(_, section)| !without.contains(&section));
    let parts = Field::many_of("parts", "Parts", &Section::ALL.map(|(word, _)| word), &taken);
    Form::new(Purpose::Sections, "Parts of the report: Space takes in or out".into(), vec![parts])
}

/// The parts that such a form leaves out.
pub fn sections_left_out(form: &Form) -> Vec<Section> {
    let taken = form.field("parts").map(Field::words).unwrap_or_default();
    Section::ALL.iter().filter(|(word, _)| !taken.contains(word)).map(|(_, section)| *section).collect()
}

/// The file, which gets the ending of its form.
pub fn read_path(reader: &mut Reader<'_>) -> Option<PathBuf> {
    let typed = reader.value("path").trim().to_owned();
    if typed.is_empty() {
        reader.refuse("path", "a file needs a name");
        return None;
    }
    Some(PathBuf::from(typed))
}

pub fn read(reader: &mut Reader<'_>) -> Option<Export> {
    let word = reader.word("format");
    let (ending, write) = Format::pages().find(|(ending, _)| *ending == word).or_else(|| Format::pages().next())?;
    let mut path = read_path(reader)?;
    if path.extension().is_none_or(|known| known != ending) {
        let mut name = path.into_os_string();
        name.push(format!(".{ending}"));
        path = PathBuf::from(name);
    }
    let paper = if reader.word("paper") == "letter" { Paper::Letter } else { Paper::A4 };
    let (anonymous, everyone) = (reader.answer("anonymous").is_yes(), reader.answer("everyone").is_yes());
    Some(Export { path, write, paper, anonymous, everyone, without: Vec::new() })
}
