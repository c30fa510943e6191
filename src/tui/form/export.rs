//! The forms for exporting the report, for its parts, and for saving the journal elsewhere.

use super::reader::Reader;
use crate::report::{PAGE_FORMATS, PageWriter, Paper, Section};
use crate::tui::message::Export;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};
use std::path::PathBuf;

/// Returns the formats that make files of their own: the ending of a new file, and the writer.
fn formats() -> impl Iterator<Item = (&'static str, PageWriter)> {
    PAGE_FORMATS.iter().filter_map(|format| Some((*format.about.endings.first()?, format.write)))
}

/// Creates the form for exporting the report. PDF is the default format.
pub(crate) fn export(today: chrono::NaiveDate, several_people: bool) -> Form {
    let formats: Vec<_> = formats().map(|(ending, _)| ending).collect();
    let mut fields = vec![
        Field::one_of("format", "Form", &formats, "pdf"),
        Field::path("path", "File", &format!("spotlog-report-{today}")),
        Field::one_of("paper", "Paper", &["a4", "letter"], "a4"),
        Field::answer("anonymous", "Without names"),
    ];
    if several_people {
        fields.push(Field::answer("everyone", "Everybody's pages"));
    }
    fields.push(Field::go_on("Export"));
    Form::new(Purpose::Export, "The report as a file, not encrypted".into(), fields)
}

/// Creates the form that asks for a new file for a journal that is no longer at its path.
pub(crate) fn save_elsewhere(name: &std::path::Path) -> Form {
    let field = Field::path("path", "File", &name.to_string_lossy());
    Form::new(Purpose::SaveElsewhere, "The journal's file is gone: save it as".into(), vec![field, Field::save()])
}

/// Creates the form that selects the parts of the report.
pub(crate) fn sections(without: &[Section]) -> Form {
    let taken: Vec<bool> = Section::ALL.iter().map(|(_, section)| !without.contains(section)).collect();
    let words: Vec<&str> = Section::ALL.iter().map(|(word, _)| *word).collect();
    let parts = Field::many_of("parts", "Parts", &words, &taken);
    Form::new(Purpose::Sections, "Parts of the report to print".into(), vec![parts, Field::go_on("Use these")])
}

/// Returns the parts that are not selected in the form.
pub(crate) fn sections_left_out(form: &Form) -> Vec<Section> {
    let taken = form.field("parts").map(Field::words).unwrap_or_default();
    Section::ALL.iter().filter(|(word, _)| !taken.contains(word)).map(|(_, section)| *section).collect()
}

/// Reads the file name, which must not be empty.
pub(super) fn read_path(reader: &mut Reader<'_>) -> Option<PathBuf> {
    let path = typed_path(&reader.value("path"));
    if path.as_os_str().is_empty() {
        reader.refuse("path", "a file needs a name");
        return None;
    }
    Some(path)
}

/// Returns the path that is typed in a field.
pub(super) fn typed_path(value: &str) -> PathBuf {
    PathBuf::from(value.trim())
}

/// Reads the export options. The file gets the extension of its format.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Export> {
    let word = reader.word("format");
    let (ending, write) = formats().find(|(ending, _)| *ending == word).or_else(|| formats().next())?;
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
