//! The one key table. It decides what a key does, what the footer shows, what help says, and docs/keys.md.

mod table;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

pub use table::KEYMAP;

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
    Map,
    MapLeft,
    MapRight,
    MapUp,
    MapDown,
    NextMark,
    NextView,
    PreviousView,
    Timeline,
    ZoomIn,
    ZoomOut,
    Earlier,
    Later,
    Round,
    RoundSame,
    RoundBigger,
    RoundSmaller,
    RoundGone,
    RoundCannotSee,
    RoundDetails,
    RoundSkip,
    RoundBack,
    RoundOrder,
    RoundSave,
    GlassTest,
    Symptoms,
    Me,
    Guide,
    Emergency,
    Report,
    History,
    Undo,
    NextPerson,
    NewPerson,
    EditPerson,
    Medicine,
    Infection,
    EmergencyNumber,
    PressGlass,
    Fades,
    DoesNotFade,
    Unclear,
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
            Command::Map => "body map",
            Command::MapLeft => "left",
            Command::MapRight => "right",
            Command::MapUp => "up",
            Command::MapDown => "down",
            Command::NextMark => "next mark",
            Command::NextView => "next drawing",
            Command::PreviousView => "drawing before",
            Command::Timeline => "timeline",
            Command::ZoomIn => "nearer",
            Command::ZoomOut => "farther",
            Command::Earlier => "earlier",
            Command::Later => "later",
            Command::Round => "check round",
            Command::RoundSame => "same",
            Command::RoundBigger => "bigger",
            Command::RoundSmaller => "smaller",
            Command::RoundGone => "gone",
            Command::RoundCannotSee => "can't see",
            Command::RoundDetails => "details",
            Command::RoundSkip => "skip",
            Command::RoundBack => "one back",
            Command::RoundOrder => "order",
            Command::RoundSave => "save",
            Command::GlassTest => "glass test",
            Command::Symptoms => "symptoms",
            Command::Me => "me",
            Command::Guide => "guide",
            Command::Emergency => "emergency",
            Command::NextPerson => "next person",
            Command::NewPerson => "new person",
            Command::EditPerson => "edit",
            Command::Medicine => "medicine",
            Command::Infection => "infection",
            Command::EmergencyNumber => "number",
            Command::PressGlass => "press",
            Command::Fades => "fades",
            Command::DoesNotFade => "does not fade",
            Command::Unclear => "unclear",
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
            Command::Map => "show the spots on drawings of the body, and place new ones",
            Command::MapLeft => "go to the place at the left",
            Command::MapRight => "go to the place at the right",
            Command::MapUp => "go to the place above",
            Command::MapDown => "go to the place below",
            Command::NextMark => "go to the next spot on this drawing",
            Command::NextView => "show the next drawing: front, back, head, hands, feet",
            Command::PreviousView => "show the drawing before",
            Command::Timeline => "show every spot from first seen to now",
            Command::ZoomIn => "show fewer days",
            Command::ZoomOut => "show more days",
            Command::Earlier => "go to earlier days",
            Command::Later => "go to later days",
            Command::Round => "look at every spot that is due, one key each",
            Command::RoundSame => "it is there, and no change was noticed",
            Command::RoundBigger => "it is bigger; that counts, whatever a ruler says",
            Command::RoundSmaller => "it is smaller, which is a change of size too",
            Command::RoundGone => "it has gone",
            Command::RoundCannotSee => "it could not be looked at",
            Command::RoundDetails => "answer everything about this spot, sizes too",
            Command::RoundSkip => "leave this spot for another day",
            Command::RoundBack => "go back to the spot before",
            Command::RoundOrder => "take the spots that need a mirror or a helper first, or last",
            Command::RoundSave => "log every answer of the round",
            Command::GlassTest => "do the glass test of the selected spot, step by step",
            Command::Symptoms => "log fever and other symptoms of the person",
            Command::Me => "show the person: birth date, illness, medicines, symptoms",
            Command::Guide => "read the reference cards, the rules and how the glass test is done",
            Command::Emergency => "show what to do in an emergency",
            Command::NextPerson => "go on to the next person of the journal",
            Command::NewPerson => "add another person",
            Command::EditPerson => "change what is known of the person",
            Command::Medicine => "record a medicine that was started",
            Command::Infection => "record an infection",
            Command::EmergencyNumber => "set the number to call in an emergency",
            Command::PressGlass => "count the seconds of the press",
            Command::Fades => "log that the spot fades under the glass",
            Command::DoesNotFade => "log that the spot does not fade under the glass",
            Command::Unclear => "log that you could not tell",
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
    Map,
    Timeline,
    Round,
    Glass,
    Me,
    Guide,
    Report,
    History,
    Form,
    Filter,
    Palette,
    Help,
    Emergency,
    Question,
}

impl Context {
    pub const ALL: [Context; 18] = [
        Context::Everywhere,
        Context::Moving,
        Context::Spots,
        Context::Spot,
        Context::Map,
        Context::Timeline,
        Context::Round,
        Context::Glass,
        Context::Me,
        Context::Guide,
        Context::Report,
        Context::History,
        Context::Form,
        Context::Filter,
        Context::Palette,
        Context::Help,
        Context::Emergency,
        Context::Question,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Context::Everywhere => "On every screen",
            Context::Moving => "In lists and pages",
            Context::Spots => "Spots",
            Context::Spot => "A spot's page",
            Context::Map => "Body map",
            Context::Timeline => "Timeline",
            Context::Round => "Check round",
            Context::Glass => "Glass test",
            Context::Me => "Me",
            Context::Guide => "Guide",
            Context::Report => "Report",
            Context::History => "History",
            Context::Form => "Forms",
            Context::Filter => "Filter",
            Context::Palette => "Commands",
            Context::Help => "Help",
            Context::Emergency => "Emergency",
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
