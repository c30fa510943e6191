//! The table of key bindings. Event decoding, the footer, help and docs/keys.md all read it.

mod chord;
#[macro_use]
mod define;
mod table;

use crate::domain::FieldError;
use crossterm::event::{KeyCode, KeyModifiers};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

pub use chord::Chord;
pub use table::{Command, Context, KEYMAP};

impl Context {
    /// Returns what letters do here if they do more than write: a label for the footer, and a sentence for help.
    pub fn letters(self) -> Option<(&'static str, &'static str)> {
        match self {
            Context::ListField => Some((
                "find",
                "highlight the word that begins so; {accept}, {next-field} or leaving the field takes it",
            )),
            _ => None,
        }
    }

    /// Returns whether printable keys write text here.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Context::Form
                | Context::ListField
                | Context::DateField
                | Context::NoteField
                | Context::PathField
                | Context::PlaceField
                | Context::Filter
                | Context::Palette
                | Context::Erasing
        )
    }
}

impl Command {
    /// Returns the name of the command in the settings, such as `new-spot`.
    pub fn ident(self) -> String {
        let mut ident = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !ident.is_empty() {
                ident.push('-');
            }
            ident.extend(c.to_lowercase());
        }
        ident
    }
}

/// A key binding: one key in one context.
#[derive(Clone, Copy)]
pub struct Binding {
    /// Where the key has this meaning.
    pub context: Context,
    /// The key, with its modifiers.
    pub chord: Chord,
    /// What it asks for.
    pub command: Command,
    /// The rank in the footer, from 1; 0 means not in the footer. In a narrow footer the highest numbers are left out
    /// first.
    pub hint: u8,
}

impl Binding {
    /// Returns whether the key would otherwise write text. In a list of words, Space writes no text.
    fn writes(&self) -> bool {
        let letter = matches!(self.chord.code, KeyCode::Char(c) if c != ' ' || self.context != Context::ListField);
        letter && self.chord.modifiers == KeyModifiers::NONE
    }
}

/// A key of the footer, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FooterKey {
    /// The key, as help writes it.
    pub key: String,
    /// What it does. Empty if there is no room for it.
    pub label: &'static str,
    /// What a click asks for; `None` for the letters.
    pub command: Option<Command>,
    /// The row of the footer, from 0.
    pub row: u16,
    /// The first column.
    pub x: u16,
}

impl FooterKey {
    /// Returns the number of columns, with the label.
    pub fn width(&self) -> u16 {
        columns(&self.key, self.label)
    }
}

/// The highest rank whose keys must all be shown, if need be without the labels of [`Command::Help`] and
/// [`Command::Back`].
const NEEDED: u8 = 2;

/// Returns the commands without a key, which only the list of commands offers: they are too rare for one.
pub fn keyless() -> impl Iterator<Item = Command> {
    Command::ALL.iter().copied().filter(|command| KEYMAP.iter().all(|binding| binding.command != *command))
}

/// How the footer, help and the key reference name the letter keys.
pub const LETTERS: &str = "a-z";

/// The key bindings in use: those of the table, with the changes from the settings.
#[derive(Clone)]
pub struct Keymap(Vec<Binding>);

impl Default for Keymap {
    fn default() -> Self {
        Keymap(KEYMAP.to_vec())
    }
}

impl Keymap {
    /// Returns the table with the keys of these commands replaced, in every context that has the command. Commands are
    /// named as in [`Command::ident`]; keys are written as in help.
    ///
    /// # Errors
    ///
    /// A [`FieldError`] that names the command and what is allowed.
    pub fn with(changes: &BTreeMap<String, Vec<String>>) -> Result<Keymap, FieldError> {
        let mut keymap = Keymap::default();
        for (ident, keys) in changes {
            let command =
                KEYMAP.iter().map(|b| b.command).find(|command| command.ident() == *ident).ok_or_else(|| {
                    let mut names: Vec<String> = KEYMAP.iter().map(|b| b.command.ident()).collect();
                    names.sort();
                    names.dedup();
                    FieldError::new(format!("there is no such command; allowed: {}", names.join(", "))).at(ident)
                })?;
            let chords =
                keys.iter().map(|key| Chord::parse(key)).collect::<Result<Vec<_>, _>>().map_err(|e| e.at(ident))?;
            if chords.is_empty() && matches!(command, Command::Quit | Command::Back | Command::Help) {
                return Err(FieldError::new("this command cannot be without a key").at(ident));
            }
            let shipped: Vec<Binding> = keymap.0.iter().filter(|b| b.command == command).copied().collect();
            let is_shipped = |chord: &Chord| shipped.iter().any(|b| b.chord == *chord);
            let are_shipped = !chords.is_empty() && chords.iter().all(is_shipped);
            keymap.0.retain(|b| b.command != command);
            for &context in Context::ALL {
                let here: Vec<&Binding> = shipped.iter().filter(|b| b.context == context).collect();
                let Some(hint) = here.first().map(|b| b.hint) else { continue };
                // A key of ours may mean something else where the command has another of ours.
                let kept: Vec<Chord> = here.iter().map(|b| b.chord).filter(|chord| chords.contains(chord)).collect();
                let keys = match kept.is_empty() {
                    _ if !are_shipped => chords.clone(),
                    true => here.iter().map(|b| b.chord).collect(),
                    false => kept,
                };
                keymap.0.extend(keys.into_iter().map(|chord| Binding { context, chord, command, hint }));
            }
        }
        keymap.check(changes)?;
        Ok(keymap)
    }

    fn check(&self, changes: &BTreeMap<String, Vec<String>>) -> Result<(), FieldError> {
        for (i, b) in self.0.iter().enumerate() {
            let changed = |binding: &Binding| changes.contains_key(&binding.command.ident());
            if let Some(other) = self.0[..i].iter().find(|a| a.context == b.context && a.chord == b.chord) {
                let (new, old) = if changed(b) { (b, other) } else { (other, b) };
                let message = format!(
                    "{} already means \"{}\" in \"{}\"; give that another key too",
                    new.chord,
                    old.command.ident(),
                    b.context.title()
                );
                return Err(FieldError::new(message).at(new.command.ident()));
            }
            if b.context.takes_text() && b.writes() {
                let message = format!("{} writes text in \"{}\"; take a key with Ctrl", b.chord, b.context.title());
                return Err(FieldError::new(message).at(b.command.ident()));
            }
        }
        Ok(())
    }

    /// Returns the command of a key in these contexts, innermost first.
    pub fn decode(&self, contexts: &[Context], chord: Chord) -> Option<Command> {
        let bound = |chord: Chord| {
            let of = |context: &Context| self.0.iter().find(|b| b.context == *context && b.chord == chord);
            contexts.iter().find_map(of).map(|b| b.command)
        };
        // An arrow with Shift is the arrow where nothing else is said.
        let without_shift = || {
            let modifiers = chord.modifiers - KeyModifiers::SHIFT;
            (modifiers != chord.modifiers).then(|| bound(Chord { modifiers, ..chord })).flatten()
        };
        bound(chord).or_else(without_shift)
    }

    /// Returns the first key of a command in these contexts.
    pub fn chord_of(&self, contexts: &[Context], command: Command) -> Option<Chord> {
        let bound =
            |context: &Context| self.0.iter().find(|b| b.context == *context && b.command == command).map(|b| b.chord);
        contexts.iter().find_map(bound)
    }

    /// Replaces each `{command}` of a text, such as `{new-spot}`, by the first key of that command in these contexts. A
    /// command without a key is named as the list of commands has it.
    pub fn fill(&self, contexts: &[Context], text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, (ident, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            filled.push_str(before);
            match KEYMAP.iter().map(|b| b.command).find(|command| command.ident() == ident) {
                Some(command) => match self.chord_of(contexts, command) {
                    Some(chord) => filled.push_str(&chord.to_string()),
                    None => filled.push_str(&format!("\"{}\"", command.label())),
                },
                None => filled.push_str(&format!("{{{ident}}}")),
            }
            rest = after;
        }
        filled + rest
    }

    /// Returns the keys of a footer of that many rows and columns, at their places. `offers` says which commands can be
    /// done here.
    pub fn footer(
        &self,
        contexts: &[Context],
        offers: impl Fn(Command) -> bool,
        (width, rows): (u16, u16),
    ) -> Vec<FooterKey> {
        let mut hints: Vec<&Binding> = Vec::new();
        for (at, context) in contexts.iter().enumerate() {
            let is_here = |command| contexts.iter().any(|open| open.opened_by() == Some(command));
            // A key of an inner context hides the same key of an outer one.
            let inner = &contexts[..at];
            let is_taken =
                |b: &Binding| self.0.iter().any(|other| other.chord == b.chord && inner.contains(&other.context));
            let shown = |b: &&Binding| {
                b.context == *context && b.hint > 0 && offers(b.command) && !is_here(b.command) && !is_taken(b)
            };
            for binding in self.0.iter().filter(shown) {
                if !hints.iter().any(|h| h.command == binding.command) {
                    hints.push(binding);
                }
            }
        }
        // Selects by rank; the selected keys keep their order.
        let mut wanted: Vec<usize> = (0..hints.len()).collect();
        wanted.sort_unstable_by_key(|&i| (hints[i].hint, i));
        let letters = contexts.iter().find_map(|context| context.letters());
        let letters = letters.map(|(label, _)| (LETTERS.to_owned(), label, None));
        let chosen = |is_brief: bool| {
            // These two keys are well known.
            let key = |b: &&Binding| match b.command {
                Command::Help | Command::Back if is_brief => (b.chord.to_string(), "", Some(b.command)),
                command => (b.chord.to_string(), command.label(), Some(command)),
            };
            // The letters come first, so each key is at its index plus one.
            let first = letters.clone().unwrap_or_default();
            let keys: Vec<(String, &'static str, Option<Command>)> =
                std::iter::once(first).chain(hints.iter().map(key)).collect();
            let widths: Vec<u16> = keys.iter().map(|(key, label, _)| columns(key, label)).collect();
            // Where there is hardly room, help says what letters do.
            let mut kept: Vec<usize> = letters.iter().filter(|_| !is_brief).map(|_| 0).collect();
            let mut lacks_needed = false;
            for &i in &wanted {
                let at = kept.partition_point(|&known| known < i + 1);
                kept.insert(at, i + 1);
                if place(kept.iter().map(|&i| widths[i]), is_brief, width, rows).is_none() {
                    kept.remove(at);
                    lacks_needed |= hints[i].hint <= NEEDED;
                }
            }
            let places = place(kept.iter().map(|&i| widths[i]), is_brief, width, rows).unwrap_or_default();
            let placed = kept.iter().zip(places).map(|(&i, (row, x))| {
                let (key, label, command) = keys[i].clone();
                FooterKey { key, label, command, row, x }
            });
            (placed.collect::<Vec<_>>(), lacks_needed)
        };
        let (footer, lacks_needed) = chosen(false);
        if lacks_needed { chosen(true).0 } else { footer }
    }

    /// Returns the commands of a context in the order of the table, each with its keys.
    pub fn by_command(&self, context: Context) -> Vec<(Command, Vec<Chord>)> {
        let mut found: Vec<(Command, Vec<Chord>)> = Vec::new();
        for binding in self.0.iter().filter(|b| b.context == context) {
            match found.iter_mut().find(|(command, _)| *command == binding.command) {
                Some((_, chords)) => chords.push(binding.chord),
                None => found.push((binding.command, vec![binding.chord])),
            }
        }
        found
    }

    /// Returns the bindings of these contexts that the footer may show.
    pub fn hinted<'k>(&'k self, contexts: &'k [Context]) -> impl Iterator<Item = &'k Binding> {
        self.0.iter().filter(move |b| contexts.contains(&b.context) && b.hint > 0)
    }
}

/// Returns a line for each command whose keys can be changed alone, as the settings take it, behind a comment sign.
pub fn settings_lines() -> String {
    let keymap = Keymap::default();
    let mut told: Vec<Command> = Vec::new();
    let mut text = String::new();
    for (command, chords) in Context::ALL.iter().flat_map(|&context| keymap.by_command(context)) {
        if told.contains(&command) {
            continue;
        }
        told.push(command);
        let keys: Vec<String> = chords.iter().map(Chord::to_string).collect();
        if Keymap::with(&BTreeMap::from([(command.ident(), keys.clone())])).is_ok() {
            text.push_str(&format!("# {} = {keys:?}  # {}\n", command.ident(), command.help()));
        }
    }
    text
}

/// Returns the columns of a key with its label.
fn columns(key: &str, label: &str) -> u16 {
    (key.width() + if label.is_empty() { 0 } else { 1 + label.width() }) as u16
}

/// Places keys of these widths in the rows of a footer. Returns the row and the column of each, or `None` if they do not
/// fit.
fn place(widths: impl Iterator<Item = u16>, is_brief: bool, width: u16, rows: u16) -> Option<Vec<(u16, u16)>> {
    let gap = if is_brief { 1 } else { 2 };
    // One column is the margin.
    let (mut row, mut x) = (0, 1);
    let mut placed = Vec::new();
    for needs in widths {
        if x > 1 && x + needs > width {
            (row, x) = (row + 1, 1);
        }
        if row >= rows || x + needs > width {
            return None;
        }
        placed.push((row, x));
        x += needs + gap;
    }
    Some(placed)
}

/// Returns the key reference in Markdown, as in docs/keys.md.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Keys\n\nMade from the table that the program obeys (`src/tui/keymap.rs`); a test keeps it true.\n",
    );
    let keymap = Keymap::default();
    for context in Context::ALL.iter().copied() {
        text.push_str(&format!("\n## {}\n\n| keys | what they do |\n|---|---|\n", context.title()));
        if let Some((_, help)) = context.letters() {
            let help = keymap.fill(&[context, Context::Form], help);
            text.push_str(&format!("| `{LETTERS}` | {help} |\n"));
        }
        for (command, chords) in keymap.by_command(context) {
            let keys: Vec<String> = chords.iter().map(|c| format!("`{c}`").replace('|', "\\|")).collect();
            text.push_str(&format!("| {} | {} |\n", keys.join(" "), command.help()));
        }
    }
    text.push_str("\n## Without a key, in the list of commands\n\n| command | what it does |\n|---|---|\n");
    for command in keyless() {
        text.push_str(&format!("| {} | {} |\n", command.label(), command.help()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

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
            assert!(!b.writes(), "{} in {:?}", b.chord, b.context);
        }
    }

    #[test]
    fn every_key_that_is_shipped_may_be_written_into_the_settings() {
        for b in KEYMAP.iter().filter(|b| Chord::parse(&b.chord.to_string()).is_ok()) {
            let changes = BTreeMap::from([(b.command.ident(), vec![b.chord.to_string()])]);
            let keymap = Keymap::with(&changes).unwrap_or_else(|error| panic!("{}: {error}", b.chord));
            assert_eq!(keymap.decode(&[b.context], b.chord), Some(b.command), "{} in {:?}", b.chord, b.context);
        }
    }

    #[test]
    fn help_and_the_way_back_are_in_every_place() {
        for context in Context::ALL.iter().copied() {
            let open: &[Context] = match context {
                Context::Everywhere | Context::Moving => continue,
                c @ (Context::ListField
                | Context::DateField
                | Context::NoteField
                | Context::PathField
                | Context::PlaceField) => &[c, Context::Form],
                Context::PickOnMap => &[Context::PickOnMap, Context::Map],
                Context::Leaving => &[Context::Leaving, Context::Question],
                c if c.takes_text()
                    || matches!(c, Context::Help | Context::Question | Context::Calendar | Context::Picker) =>
                {
                    &[c]
                }
                c => &[c, Context::Moving, Context::Everywhere],
            };
            let keymap = Keymap::default();
            assert!(keymap.chord_of(open, Command::Help).is_some(), "no help in {context:?}");
            assert!(keymap.chord_of(open, Command::Back).is_some(), "no way back from {context:?}");
        }
    }

    #[test]
    fn forty_columns_show_help_and_the_way_out_of_every_screen() {
        for screen in [Context::Spots, Context::Spot, Context::Report, Context::History] {
            let footer = Keymap::default().footer(&[screen, Context::Moving, Context::Everywhere], |_| true, (40, 1));
            let labels: Vec<_> = footer.iter().map(|key| key.label).collect();
            assert!(labels.contains(&"help"), "{screen:?}: {labels:?}");
            assert!(labels.contains(&"quit") || labels.contains(&"back"), "{screen:?}: {labels:?}");
        }
        // Without room for labels, the two keys are shown alone.
        for field in [Context::ListField, Context::DateField, Context::NoteField, Context::PathField, Context::Form] {
            let footer = Keymap::default().footer(&[field, Context::Form], |_| true, (40, 1));
            let keys: Vec<_> = footer.iter().map(|key| key.key.as_str()).collect();
            assert!(["F1", "Esc", "Ctrl-S"].iter().all(|key| keys.contains(key)), "{field:?}: {keys:?}");
            assert!(footer.iter().all(|key| key.row == 0 && key.x + key.width() <= 40), "{field:?}: {keys:?}");
        }
    }

    #[test]
    fn the_settings_change_keys_and_say_what_cannot_be() {
        let with = |changes: &[(&str, &[&str])]| {
            let changes =
                changes.iter().map(|(name, keys)| (name.to_string(), keys.iter().map(|k| k.to_string()).collect()));
            Keymap::with(&changes.collect())
        };
        let here = [Context::Spots, Context::Moving, Context::Everywhere];
        let keymap = with(&[("new-spot", &["N", "F5"]), ("quit", &["Ctrl-Q"])]).ok().unwrap();
        let decode = |key: &str| keymap.decode(&here, Chord::parse(key).unwrap());
        assert_eq!((decode("N"), decode("F5"), decode("n")), (Some(Command::NewSpot), Some(Command::NewSpot), None));
        assert_eq!((decode("Ctrl-Q"), decode("q")), (Some(Command::Quit), None));
        // Two commands may swap their keys.
        assert!(with(&[("report", &["u"]), ("undo", &["r"])]).is_ok());
        for (changes, words) in [
            (&[("new-spots", &["N"][..])][..], "allowed: accept, add-note, add-photo"),
            (&[("new-spot", &["r"][..])], "r already means \"report\" in \"On every screen\""),
            (&[("new-spot", &["Hyper-X"][..])], "is not a key; allowed"),
            (&[("save", &["s"][..])], "writes text in"),
            (&[("help", &[][..])], "cannot be without a key"),
        ] {
            let error = with(changes).err().unwrap();
            assert!(error.message.contains(words), "{error}");
        }
        for binding in KEYMAP {
            assert_eq!(Chord::parse(&binding.chord.to_string()), Ok(binding.chord));
        }
        let shifted = Chord::of(KeyEvent::new(KeyCode::Left, KeyModifiers::SHIFT)).unwrap();
        let usual = Keymap::default();
        assert_eq!(usual.decode(&[Context::Compare], shifted), Some(Command::MoveBLeft));
        assert_eq!(usual.decode(&[Context::Map], shifted), Some(Command::MapLeft), "elsewhere it is the arrow");
    }

    #[test]
    fn labels_are_short() {
        for binding in KEYMAP {
            assert!(binding.command.label().len() <= 14, "{}", binding.command.label());
        }
    }
}
