//! The form of the settings. Key bindings can only be changed in the settings file.

use super::reader::Reader;
use crate::config::{Drawing, Settings, ThemeChoice, parse_emergency_number, word_of};
use crate::domain::{Answer, DateFormat, FieldError, LengthUnit, Notation, ShowPath};
use crate::guidance::WINDOWS;
use crate::tui::widget::field::{Field, whole};
use crate::tui::widget::form::{Form, Purpose};
use crate::tui::world::Start;

/// Creates the form with the current settings.
pub(crate) fn form(start: &Start) -> Form {
    let notation = Notation::current();
    let mut fields = vec![
        Field::text_of("number", "Emergency number", start.emergency_number.as_deref().unwrap_or_default())
            .guided("As you would dial it. The emergency page shows it first."),
        choice("dates", "Dates", &DateFormat::ALL, notation.dates)
            .guided("How days are written on the screen and in the report."),
        choice("unit", "Sizes", &LengthUnit::ALL, notation.unit)
            .guided("How sizes are typed and shown. The journal keeps millimetres."),
        choice("theme", "Colours", &ThemeChoice::ALL, start.theme)
            .guided("Auto asks the terminal whether its background is dark or light."),
        choice("drawing", "Body map drawn with", &Drawing::ALL, start.drawing)
            .guided("Take another one where the map shows boxes instead of a body."),
        Field::answer_of("mouse", "Mouse, from next time", Answer::from(Some(start.mouse)))
            .guided("With no, spotlog takes no clicks, and the terminal selects text as usual."),
    ];
    fields.extend(WINDOWS.iter().map(|window| {
        let value = start.windows.get(window.name).unwrap_or(window.default);
        Field::whole(window.name, window.label, value, (window.least, window.most)).guided(window.help)
    }));
    let keys =
        "Keys are changed in the file itself: \"spotlog settings edit\" opens it with the names of the commands.";
    fields.push(Field::save().guided(keys));
    let file = start.settings.shown().to_string();
    let title = if file.is_empty() { "Settings".to_owned() } else { format!("Settings, kept in {file}") };
    Form::new(Purpose::Settings, title, fields)
}

/// Returns a field for one value of a settings table.
fn choice<T: Copy + PartialEq>(name: &'static str, label: &'static str, all: &[(&'static str, T)], value: T) -> Field {
    let words: Vec<&'static str> = all.iter().map(|(word, _)| *word).collect();
    Field::one_of(name, label, &words, word_of(all, value).unwrap_or_default())
}

/// Returns the value chosen in a field, or the default.
fn chosen<T: Copy + Default>(reader: &Reader<'_>, name: &str, all: &[(&'static str, T)]) -> T {
    let word = reader.word(name);
    all.iter().find(|(known, _)| *known == word).map(|(_, value)| *value).unwrap_or_default()
}

/// Reads the settings. Key bindings are unchanged.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Settings> {
    let number = parse_emergency_number(&reader.value("number"));
    let mut settings = Settings { emergency_number: reader.keep("number", number)?, ..Settings::default() };
    settings.theme = chosen(reader, "theme", &ThemeChoice::ALL);
    settings.drawing = chosen(reader, "drawing", &Drawing::ALL);
    settings.notation.dates = chosen(reader, "dates", &DateFormat::ALL);
    settings.notation.unit = chosen(reader, "unit", &LengthUnit::ALL);
    settings.mouse = !reader.answer("mouse").is_no();
    for window in WINDOWS {
        let number = whole(&reader.value(window.name), window.least, window.most).map_err(FieldError::new);
        let set = number.and_then(|number| settings.windows.set(window.name, number.into()));
        reader.keep(window.name, set);
    }
    Some(settings)
}
