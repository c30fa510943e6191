//! The one key table. It decides what a key does, what the footer shows, what help says, and docs/keys.md.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

/// Everything that can be asked for by a key, a click or the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    Quit,
    Back,
    Help,
    Palette,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Open,
    Filter,
    NewSpot,
    Look,
    Same,
    Review,
    Treatment,
    Report,
    History,
    Undo,
    NextField,
    PreviousField,
    NextChoice,
    PreviousChoice,
    Erase,
    Delete,
    LineStart,
    LineEnd,
    Accept,
    Save,
    Yes,
    No,
}

impl Command {
    /// A word or two for the footer and the palette.
    pub fn label(self) -> &'static str {
        match self {
            Command::Quit => "quit",
            Command::Back => "back",
            Command::Help => "help",
            Command::Palette => "commands",
            Command::Up => "up",
            Command::Down => "down",
            Command::PageUp => "page up",
            Command::PageDown => "page down",
            Command::Top => "first",
            Command::Bottom => "last",
            Command::Open => "open",
            Command::Filter => "filter",
            Command::NewSpot => "new spot",
            Command::Look => "look",
            Command::Same => "same",
            Command::Review => "review",
            Command::Treatment => "treatment",
            Command::Report => "report",
            Command::History => "history",
            Command::Undo => "undo",
            Command::NextField => "next field",
            Command::PreviousField => "field before",
            Command::NextChoice => "next choice",
            Command::PreviousChoice => "choice before",
            Command::Erase => "erase",
            Command::Delete => "delete",
            Command::LineStart => "line start",
            Command::LineEnd => "line end",
            Command::Accept => "accept",
            Command::Save => "save",
            Command::Yes => "yes",
            Command::No => "no",
        }
    }

    /// Whether it is about a spot, and so means nothing where none is selected.
    pub fn needs_spot(self) -> bool {
        matches!(
            self,
            Command::Open | Command::Filter | Command::Look | Command::Same | Command::Review | Command::Treatment
        )
    }

    /// A sentence for help.
    pub fn help(self) -> &'static str {
        match self {
            Command::Quit => "close spotlog",
            Command::Back => "go back; a form with changes asks first",
            Command::Help => "show the keys of this place",
            Command::Palette => "find a command or a spot by a few letters",
            Command::Up => "go up",
            Command::Down => "go down",
            Command::PageUp => "go up a page",
            Command::PageDown => "go down a page",
            Command::Top => "go to the first line",
            Command::Bottom => "go to the last line",
            Command::Open => "open what is selected",
            Command::Filter => "show only the spots that match some letters",
            Command::NewSpot => "log a new spot with its first look",
            Command::Look => "log a look at the selected spot",
            Command::Same => "log: still there, no change noticed",
            Command::Review => "record what a doctor said of the selected spot",
            Command::Treatment => "record what is being tried on the selected spot",
            Command::Report => "show the report for the doctor",
            Command::History => "show every change that was made",
            Command::Undo => "take back the latest change",
            Command::NextField => "go to the next field",
            Command::PreviousField => "go to the field before",
            Command::NextChoice => "go to the next choice, or to the right in a text",
            Command::PreviousChoice => "go to the choice before, or to the left in a text",
            Command::Erase => "take the answer away, or the letter before",
            Command::Delete => "take the letter after away",
            Command::LineStart => "go to the start of the text",
            Command::LineEnd => "go to the end of the text",
            Command::Accept => "take the suggestion and go on; in the last field, save",
            Command::Save => "save the form",
            Command::Yes => "yes, leave without saving",
            Command::No => "no, stay",
        }
    }
}

/// Where keys mean something of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Context {
    Everywhere,
    Moving,
    Spots,
    Spot,
    Report,
    History,
    Form,
    Filter,
    Palette,
    Help,
    Question,
}

impl Context {
    pub const ALL: [Context; 11] = [
        Context::Everywhere,
        Context::Moving,
        Context::Spots,
        Context::Spot,
        Context::Report,
        Context::History,
        Context::Form,
        Context::Filter,
        Context::Palette,
        Context::Help,
        Context::Question,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Context::Everywhere => "On every screen",
            Context::Moving => "In lists and pages",
            Context::Spots => "Spots",
            Context::Spot => "A spot's page",
            Context::Report => "Report",
            Context::History => "History",
            Context::Form => "Forms",
            Context::Filter => "Filter",
            Context::Palette => "Commands",
            Context::Help => "Help",
            Context::Question => "Questions",
        }
    }

    /// Whether printable keys write text here.
    pub fn takes_text(self) -> bool {
        matches!(self, Context::Form | Context::Filter | Context::Palette)
    }
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

const fn char(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), modifiers: KeyModifiers::NONE }
}

const fn ctrl(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
}

const fn key(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::NONE }
}

impl Chord {
    /// The chord of a key press; releases, which some terminals send too, are none. Shift is in the letter already.
    pub fn of(event: KeyEvent) -> Option<Chord> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            // Terminals send Ctrl-H for Backspace with Ctrl, and for Backspace itself in some settings.
            KeyCode::Char('h') if modifiers == KeyModifiers::CONTROL => {
                modifiers = KeyModifiers::NONE;
                KeyCode::Backspace
            }
            code => code,
        };
        Some(Chord { code, modifiers })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.is_empty() => write!(f, "{c}"),
            KeyCode::Char(c) => write!(f, "{}", c.to_uppercase()),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::F(n) => write!(f, "F{n}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// One key in one place.
pub struct Binding {
    pub context: Context,
    pub chord: Chord,
    pub command: Command,
    /// Its place in the footer, from 1; the last ones go first where the footer is narrow. 0: not in the footer.
    pub hint: u8,
}

const fn bind(context: Context, chord: Chord, command: Command, hint: u8) -> Binding {
    Binding { context, chord, command, hint }
}

use Command as C;
use Context as X;

/// Every key there is.
pub static KEYMAP: &[Binding] = &[
    bind(X::Everywhere, char('?'), C::Help, 1),
    bind(X::Everywhere, key(KeyCode::F(1)), C::Help, 0),
    bind(X::Everywhere, char(':'), C::Palette, 8),
    bind(X::Everywhere, char('r'), C::Report, 5),
    bind(X::Everywhere, char('H'), C::History, 7),
    bind(X::Everywhere, char('u'), C::Undo, 6),
    bind(X::Everywhere, char('n'), C::NewSpot, 3),
    bind(X::Everywhere, char('q'), C::Quit, 2),
    bind(X::Everywhere, ctrl('c'), C::Quit, 0),
    bind(X::Moving, char('j'), C::Down, 0),
    bind(X::Moving, key(KeyCode::Down), C::Down, 0),
    bind(X::Moving, char('k'), C::Up, 0),
    bind(X::Moving, key(KeyCode::Up), C::Up, 0),
    bind(X::Moving, key(KeyCode::PageDown), C::PageDown, 0),
    bind(X::Moving, ctrl('d'), C::PageDown, 0),
    bind(X::Moving, key(KeyCode::PageUp), C::PageUp, 0),
    bind(X::Moving, ctrl('u'), C::PageUp, 0),
    bind(X::Moving, key(KeyCode::Home), C::Top, 0),
    bind(X::Moving, char('g'), C::Top, 0),
    bind(X::Moving, key(KeyCode::End), C::Bottom, 0),
    bind(X::Moving, char('G'), C::Bottom, 0),
    bind(X::Spots, char('l'), C::Look, 4),
    bind(X::Spots, char('s'), C::Same, 5),
    bind(X::Spots, key(KeyCode::Enter), C::Open, 4),
    bind(X::Spots, key(KeyCode::Right), C::Open, 0),
    bind(X::Spots, char('/'), C::Filter, 6),
    bind(X::Spots, char('v'), C::Review, 7),
    bind(X::Spots, char('t'), C::Treatment, 8),
    bind(X::Spots, key(KeyCode::Esc), C::Back, 0),
    bind(X::Spot, char('l'), C::Look, 4),
    bind(X::Spot, char('s'), C::Same, 5),
    bind(X::Spot, char('v'), C::Review, 5),
    bind(X::Spot, char('t'), C::Treatment, 6),
    bind(X::Spot, key(KeyCode::Esc), C::Back, 2),
    bind(X::Spot, char('h'), C::Back, 0),
    bind(X::Spot, key(KeyCode::Left), C::Back, 0),
    bind(X::Report, key(KeyCode::Esc), C::Back, 2),
    bind(X::Report, char('h'), C::Back, 0),
    bind(X::Report, key(KeyCode::Left), C::Back, 0),
    bind(X::History, key(KeyCode::Esc), C::Back, 2),
    bind(X::History, char('h'), C::Back, 0),
    bind(X::History, key(KeyCode::Left), C::Back, 0),
    bind(X::Form, ctrl('s'), C::Save, 1),
    bind(X::Form, key(KeyCode::Tab), C::NextField, 3),
    bind(X::Form, key(KeyCode::Down), C::NextField, 0),
    bind(X::Form, key(KeyCode::BackTab), C::PreviousField, 5),
    bind(X::Form, key(KeyCode::Up), C::PreviousField, 0),
    bind(X::Form, key(KeyCode::Right), C::NextChoice, 4),
    bind(X::Form, key(KeyCode::Left), C::PreviousChoice, 0),
    bind(X::Form, key(KeyCode::Backspace), C::Erase, 0),
    bind(X::Form, key(KeyCode::Delete), C::Delete, 0),
    bind(X::Form, key(KeyCode::Home), C::LineStart, 0),
    bind(X::Form, ctrl('a'), C::LineStart, 0),
    bind(X::Form, key(KeyCode::End), C::LineEnd, 0),
    bind(X::Form, ctrl('e'), C::LineEnd, 0),
    bind(X::Form, key(KeyCode::Enter), C::Accept, 6),
    bind(X::Form, key(KeyCode::F(1)), C::Help, 2),
    bind(X::Form, key(KeyCode::Esc), C::Back, 2),
    bind(X::Form, ctrl('c'), C::Back, 0),
    bind(X::Filter, key(KeyCode::Enter), C::Accept, 1),
    bind(X::Filter, key(KeyCode::Esc), C::Back, 2),
    bind(X::Filter, ctrl('c'), C::Back, 0),
    bind(X::Filter, key(KeyCode::Down), C::Down, 0),
    bind(X::Filter, key(KeyCode::Up), C::Up, 0),
    bind(X::Filter, key(KeyCode::Backspace), C::Erase, 0),
    bind(X::Filter, key(KeyCode::F(1)), C::Help, 3),
    bind(X::Palette, key(KeyCode::Enter), C::Accept, 1),
    bind(X::Palette, key(KeyCode::Esc), C::Back, 2),
    bind(X::Palette, ctrl('c'), C::Back, 0),
    bind(X::Palette, key(KeyCode::Down), C::Down, 0),
    bind(X::Palette, key(KeyCode::Up), C::Up, 0),
    bind(X::Palette, key(KeyCode::Backspace), C::Erase, 0),
    bind(X::Palette, key(KeyCode::F(1)), C::Help, 3),
    bind(X::Help, key(KeyCode::Esc), C::Back, 1),
    bind(X::Help, char('q'), C::Back, 0),
    bind(X::Help, char('?'), C::Help, 0),
    bind(X::Help, key(KeyCode::F(1)), C::Help, 0),
    bind(X::Help, ctrl('c'), C::Back, 0),
    bind(X::Question, char('y'), C::Yes, 1),
    bind(X::Question, char('n'), C::No, 2),
    bind(X::Question, key(KeyCode::Esc), C::Back, 0),
    bind(X::Question, ctrl('c'), C::Yes, 0),
    bind(X::Question, key(KeyCode::F(1)), C::Help, 0),
];

/// What a key asks for where these contexts are open, the innermost first.
pub fn decode(contexts: &[Context], chord: Chord) -> Option<Command> {
    let bound =
        |context: &Context| KEYMAP.iter().find(|b| b.context == *context && b.chord == chord).map(|b| b.command);
    contexts.iter().find_map(bound)
}

/// The first key of a command in these contexts.
pub fn chord_of(contexts: &[Context], command: Command) -> Option<Chord> {
    let bound =
        |context: &Context| KEYMAP.iter().find(|b| b.context == *context && b.command == command).map(|b| b.chord);
    contexts.iter().find_map(bound)
}

/// The keys of the footer, in order, as many as fit `width` columns: key and label. Commands about a spot are left out
/// where there is none.
pub fn footer(contexts: &[Context], has_spot: bool, width: usize) -> Vec<(String, &'static str)> {
    let mut hints: Vec<&Binding> = Vec::new();
    for context in contexts {
        let shown = |b: &&Binding| b.context == *context && b.hint > 0 && (has_spot || !b.command.needs_spot());
        for binding in KEYMAP.iter().filter(shown) {
            if !hints.iter().any(|h| h.command == binding.command) {
                hints.push(binding);
            }
        }
    }
    // The most needed ones are kept; what is kept stands in its place of old.
    let mut wanted: Vec<usize> = (0..hints.len()).collect();
    wanted.sort_by_key(|&i| (hints[i].hint, i));
    let mut left = width;
    let mut kept: Vec<usize> = Vec::new();
    for i in wanted {
        let needs = hints[i].chord.to_string().chars().count() + hints[i].command.label().len() + 3;
        if needs <= left {
            left -= needs;
            kept.push(i);
        }
    }
    kept.sort_unstable();
    kept.into_iter().map(|i| (hints[i].chord.to_string(), hints[i].command.label())).collect()
}

/// The key reference, as docs/keys.md has it.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Keys\n\nMade from the table that the program obeys (`src/tui/keymap.rs`); a test keeps it true.\n",
    );
    for context in Context::ALL {
        text.push_str(&format!("\n## {}\n\n| keys | what they do |\n|---|---|\n", context.title()));
        for (command, chords) in by_command(context) {
            let keys: Vec<String> = chords.iter().map(|c| format!("`{c}`").replace('|', "\\|")).collect();
            text.push_str(&format!("| {} | {} |\n", keys.join(" "), command.help()));
        }
    }
    text
}

/// The commands of a context in the order of the table, each with its keys.
pub fn by_command(context: Context) -> Vec<(Command, Vec<Chord>)> {
    let mut found: Vec<(Command, Vec<Chord>)> = Vec::new();
    for binding in KEYMAP.iter().filter(|b| b.context == context) {
        match found.iter_mut().find(|(command, _)| *command == binding.command) {
            Some((_, chords)) => chords.push(binding.chord),
            None => found.push((binding.command, vec![binding.chord])),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for (i, a) in KEYMAP.iter().enumerate() {
            for b in &KEYMAP[i + 1..] {
                assert!(a.context != b.context || a.chord != b.chord, "{} twice in {:?}", a.chord, a.context);
            }
        }
    }

    #[test]
    fn a_letter_is_never_bound_where_letters_write_text() {
        for b in KEYMAP.iter().filter(|b| b.context.takes_text()) {
            assert!(
                !matches!(b.chord.code, KeyCode::Char(_)) || b.chord.modifiers == KeyModifiers::CONTROL,
                "{} in {:?}",
                b.chord,
                b.context
            );
        }
    }

    #[test]
    fn help_and_the_way_back_are_in_every_place() {
        for context in Context::ALL {
            let open: &[Context] = match context {
                Context::Everywhere | Context::Moving => continue,
                c if c.takes_text() || matches!(c, Context::Help | Context::Question) => &[c],
                c => &[c, Context::Moving, Context::Everywhere],
            };
            assert!(chord_of(open, Command::Help).is_some(), "no help in {context:?}");
            assert!(chord_of(open, Command::Back).is_some(), "no way back from {context:?}");
        }
    }

    #[test]
    fn forty_columns_show_help_and_the_way_out_of_every_screen() {
        for screen in [Context::Spots, Context::Spot, Context::Report, Context::History] {
            let footer = footer(&[screen, Context::Moving, Context::Everywhere], true, 40);
            let labels: Vec<_> = footer.iter().map(|(_, label)| *label).collect();
            assert!(labels.contains(&"help"), "{screen:?}: {labels:?}");
            assert!(labels.contains(&"quit") || labels.contains(&"back"), "{screen:?}: {labels:?}");
        }
    }

    #[test]
    fn labels_are_short() {
        for binding in KEYMAP {
            assert!(binding.command.label().len() <= 14, "{}", binding.command.label());
        }
    }
}
