//! The yes-or-no questions.

use super::keymap::{Command, Context};
use super::message::Effect;
use super::theme::{Role, Theme};
use super::widget::keys::Keys;
use super::widget::text::{cut, put, wrap};
use super::world::World;
use crate::domain::one_line;
use crate::guidance::Level;
use crate::ops::{Saved, SpotPhoto};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Block, Clear, Widget};
use std::path::PathBuf;

/// A yes-or-no question.
pub(super) enum YesNo {
    /// Leave the form without saving? It may be kept as a draft. `level` is how urgent the answers are, if they are.
    LeaveForm { as_draft: bool, level: Option<Level> },
    /// Leave the check round without logging its answers?
    LeaveRound,
    /// Undo a change made before the program started? The text names the change.
    UndoEarlier(String),
    /// Make the journal private?
    MakePrivate,
    /// Keep the note that was in an editor when the program was killed?
    LeftNote,
    /// Strike out this entry? A spot is closed as a mistake, which is asked twice.
    StrikeOut(Box<Saved>),
    /// Really close this spot as a mistake? With its number.
    CloseMistake(u32),
    /// Save this size, which is far from the last one? With the sentence that says so.
    FarSize(String, Box<Effect>),
    /// Take this photo off its look?
    TakeOff(Box<SpotPhoto>),
    /// Delete these copies, which may still contain erased records?
    DeleteKept(Vec<PathBuf>),
}

impl YesNo {
    /// Returns the question.
    pub(super) fn text(&self, world: &World) -> String {
        match self {
            YesNo::LeaveForm { level: Some(level), .. } => {
                let number = world.start.emergency_number.as_deref();
                format!("{} Leave without saving what you wrote?", level.headline(None, None, number))
            }
            YesNo::LeaveForm { .. } => "Leave without saving what you wrote?".into(),
            YesNo::LeaveRound => "Leave the round without logging it?".into(),
            YesNo::UndoEarlier(text) => text.clone(),
            YesNo::MakePrivate => "Others here may open your journal. Make it private?".into(),
            YesNo::LeftNote => {
                let text = world.start.left_note.as_deref().unwrap_or_default();
                let begins = cut(&one_line(text.trim()), 60);
                format!(
                    "A note was in your editor when spotlog was stopped: \"{begins}\" Keep it for the next form with a note?"
                )
            }
            YesNo::StrikeOut(entry) => match **entry {
                Saved::Spot(ref spot) => format!(
                    "Was spot {} entered by mistake? It would raise nothing any more, with all its looks.",
                    spot.number
                ),
                ref entry => format!("Strike out {}? It no longer counts; the history keeps it.", entry.describe()),
            },
            YesNo::CloseMistake(number) => format!("Really close spot {number} as a mistake? Undo opens it again."),
            YesNo::FarSize(said, _) => format!("{said} Save it?"),
            YesNo::TakeOff(photo) => format!("Take off the {}? The picture is kept; undo brings it back.", photo.say()),
            YesNo::DeleteKept(kept) => delete_kept(kept),
        }
    }

    /// Returns whether what is left can be kept as a draft.
    pub(super) fn offers_draft(&self) -> bool {
        matches!(self, YesNo::LeaveForm { as_draft: true, .. } | YesNo::LeaveRound)
    }

    /// Returns whether the question shows text from the journal, which is blurred with the rest.
    pub(super) fn shows_entries(&self) -> bool {
        matches!(self, YesNo::UndoEarlier(_) | YesNo::LeftNote | YesNo::StrikeOut(_) | YesNo::TakeOff(_))
    }

    /// Returns what yes and no mean here.
    fn answers(&self) -> (&'static str, &'static str) {
        match self {
            YesNo::LeaveForm { .. } => ("throw it away", "stay here"),
            YesNo::LeaveRound => ("throw the answers away", "stay here"),
            YesNo::UndoEarlier(_) => ("undo it", "leave it"),
            YesNo::MakePrivate => ("make it private", "not now"),
            YesNo::LeftNote => ("keep it", "throw it away"),
            YesNo::StrikeOut(entry) if matches!(**entry, Saved::Spot(_)) => ("yes, by mistake", "no, go back"),
            YesNo::StrikeOut(_) => ("strike it out", "no, go back"),
            YesNo::CloseMistake(_) => ("close it", "no, go back"),
            YesNo::FarSize(..) => ("save it", "go back to it"),
            YesNo::TakeOff(_) => ("take it off", "no, go back"),
            YesNo::DeleteKept(_) => ("delete them", "keep them"),
        }
    }

    fn lay_out(&self, world: &World, body: Rect) -> Asked {
        let width = body.width.min(56);
        let mut lines = wrap(&self.text(world), usize::from(width.saturating_sub(4)));
        let (yes, no) = self.answers();
        let draft = self.offers_draft().then_some((Command::KeepDraft, "keep it as a draft"));
        let key = |(command, words): (Command, &str)| {
            let text = format!("{{{}}} {words}", command.ident());
            (command, world.start.keymap.fill(&[Context::Leaving, Context::Question], &text))
        };
        let answers = draft.into_iter().chain([(Command::Yes, yes), (Command::No, no)]);
        let keys = Keys::new([answers.map(key).collect()], width.saturating_sub(4));
        // The answers stay visible, whatever the question is.
        lines.truncate(usize::from(body.height.saturating_sub(keys.height() + 3)));
        let (above, below) = (lines.len() as u16, keys.height());
        let height = Constraint::Length(above + below + 3);
        let area = body.centered(Constraint::Length(width), height).intersection(body);
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
        let y = area.y + above + 2;
        let keys_area = Rect { y, height: area.bottom().saturating_sub(y + 1), ..inner };
        Asked { area, lines, keys, keys_area }
    }

    /// Returns the answer at a cell of the screen.
    pub(super) fn click(&self, column: u16, row: u16, world: &World, body: Rect) -> Option<Command> {
        let asked = self.lay_out(world, body);
        asked.keys.at(asked.keys_area, column, row)
    }

    /// Draws the question in the middle of `body`.
    pub(super) fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let Asked { area, lines, keys, keys_area } = self.lay_out(world, body);
        Clear.render(area, buffer);
        Block::bordered().border_style(theme.style(Role::Border)).render(area, buffer);
        for (y, line) in lines.iter().enumerate() {
            put(buffer, area, 2, y as u16 + 1, line, theme.style(Role::Title));
        }
        keys.draw(keys_area, theme, buffer);
    }
}

/// A question laid out for the window.
struct Asked {
    area: Rect,
    lines: Vec<String>,
    keys: Keys,
    keys_area: Rect,
}

/// Returns the question whether to delete kept copies, with their file names.
pub(super) fn delete_kept(kept: &[PathBuf]) -> String {
    let names: Vec<_> = kept.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy()).collect();
    format!("Kept copies may still hold it: {}. Delete them?", names.join(", "))
}
