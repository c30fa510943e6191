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
    /// Whether it is about a spot, and so means nothing where none is selected.
    pub fn needs_spot(self) -> bool {
        matches!(
            self,
            Command::Open | Command::Filter | Command::Look | Command::Same | Command::Review | Command::Treatment
        )
    }

    /// A word or two for the footer and the palette, and a sentence for help.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Command::Quit => ("quit", "close spotlog"),
            Command::Back => ("back", "go back; a form with changes asks first"),
            Command::Help => ("help", "show the keys of this place"),
            Command::Palette => ("commands", "find a command or a spot by a few letters"),
            Command::Up => ("up", "go up"),
            Command::Down => ("down", "go down"),
            Command::PageUp => ("page up", "go up a page"),
            Command::PageDown => ("page down", "go down a page"),
            Command::Top => ("first", "go to the first line"),
            Command::Bottom => ("last", "go to the last line"),
            Command::Open => ("open", "open what is selected"),
            Command::Filter => ("filter", "show only the spots that match some letters"),
            Command::NewSpot => ("new spot", "log a new spot with its first look"),
            Command::Look => ("look", "log a look at the selected spot"),
            Command::Same => ("same", "log: still there, no change noticed"),
            Command::Review => ("review", "record what a doctor said of the selected spot"),
            Command::Treatment => ("treatment", "record what is being tried on the selected spot"),
            Command::Map => ("body map", "show the spots on drawings of the body, and place new ones"),
            Command::MapLeft => ("left", "go to the place at the left"),
            Command::MapRight => ("right", "go to the place at the right"),
            Command::MapUp => ("up", "go to the place above"),
            Command::MapDown => ("down", "go to the place below"),
            Command::NextMark => ("next mark", "go to the next spot on this drawing"),
            Command::NextView => ("next drawing", "show the next drawing: front, back, head, hands, feet"),
            Command::PreviousView => ("drawing before", "show the drawing before"),
            Command::Timeline => ("timeline", "show every spot from first seen to now"),
            Command::ZoomIn => ("nearer", "show fewer days"),
            Command::ZoomOut => ("farther", "show more days"),
            Command::Earlier => ("earlier", "go to earlier days"),
            Command::Later => ("later", "go to later days"),
            Command::Round => ("check round", "look at every spot that is due, one key each"),
            Command::RoundSame => ("same", "it is there, and no change was noticed"),
            Command::RoundBigger => ("bigger", "it is bigger; that counts, whatever a ruler says"),
            Command::RoundSmaller => ("smaller", "it is smaller, which is a change of size too"),
            Command::RoundGone => ("gone", "it has gone"),
            Command::RoundCannotSee => ("can't see", "it could not be looked at"),
            Command::RoundDetails => ("details", "answer everything about this spot, sizes too"),
            Command::RoundSkip => ("skip", "leave this spot for another day"),
            Command::RoundBack => ("one back", "go back to the spot before"),
            Command::RoundOrder => ("order", "take the spots that need a mirror or a helper first, or last"),
            Command::RoundSave => ("save", "log every answer of the round"),
            Command::GlassTest => ("glass test", "do the glass test of the selected spot, step by step"),
            Command::Symptoms => ("symptoms", "log fever and other symptoms of the person"),
            Command::Me => ("me", "show the person: birth date, illness, medicines, symptoms"),
            Command::Guide => ("guide", "read the reference cards, the rules and how the glass test is done"),
            Command::Emergency => ("emergency", "show what to do in an emergency"),
            Command::NextPerson => ("next person", "go on to the next person of the journal"),
            Command::NewPerson => ("new person", "add another person"),
            Command::EditPerson => ("edit", "change what is known of the person"),
            Command::Medicine => ("medicine", "record a medicine that was started"),
            Command::Infection => ("infection", "record an infection"),
            Command::EmergencyNumber => ("number", "set the number to call in an emergency"),
            Command::PressGlass => ("press", "count the seconds of the press"),
            Command::Fades => ("fades", "log that the spot fades under the glass"),
            Command::DoesNotFade => ("does not fade", "log that the spot does not fade under the glass"),
            Command::Unclear => ("unclear", "log that you could not tell"),
            Command::Report => ("report", "show the report for the doctor"),
            Command::History => ("history", "show every change that was made"),
            Command::Undo => ("undo", "take back the latest change"),
            Command::NextField => ("next field", "go to the next field"),
            Command::PreviousField => ("field before", "go to the field before"),
            Command::NextChoice => ("next choice", "go to the next choice, or to the right in a text"),
            Command::PreviousChoice => ("choice before", "go to the choice before, or to the left in a text"),
            Command::Erase => ("erase", "take the answer away, or the letter before"),
            Command::Delete => ("delete", "take the letter after away"),
            Command::LineStart => ("line start", "go to the start of the text"),
            Command::LineEnd => ("line end", "go to the end of the text"),
            Command::Accept => ("accept", "take the suggestion and go on; in the last field, save"),
            Command::Save => ("save", "save the form"),
            Command::Yes => ("yes", "yes, leave without saving"),
            Command::No => ("no", "no, stay"),
        }
    }

    /// A word or two for the footer and the palette.
    pub fn label(self) -> &'static str {
        self.words().0
    }

    /// A sentence for help.
    pub fn help(self) -> &'static str {
        self.words().1
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
