//! The yes-or-no questions.

use super::keymap::Context;
use super::message::Effect;
use super::theme::{Role, Theme};
use super::widget::text::{cut, put, wrap};
use super::world::World;
use crate::domain::one_line;
use crate::ops::{Saved, SpotPhoto};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Block, Clear, Widget};
use std::path::PathBuf;

/// A yes-or-no question.
pub(super) enum YesNo {
    /// Leave the form without saving? It may be kept as a draft.
    LeaveForm { as_draft: bool },
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
        matches!(self, YesNo::LeaveForm { as_draft: true } | YesNo::LeaveRound)
    }

    /// Returns whether the question shows text from the journal, which is blurred with the rest.
    pub(super) fn shows_entries(&self) -> bool {
        matches!(self, YesNo::UndoEarlier(_) | YesNo::LeftNote | YesNo::StrikeOut(_) | YesNo::TakeOff(_))
    }

    /// Draws the question in the middle of `body`.
    pub(super) fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let width = body.width.min(56);
        let lines = wrap(&self.text(world), usize::from(width.saturating_sub(4)));
        let area =
            body.centered(Constraint::Length(width), Constraint::Length(lines.len() as u16 + 4)).intersection(body);
        Clear.render(area, buffer);
        Block::bordered().border_style(theme.style(Role::Border)).render(area, buffer);
        for (y, line) in lines.iter().enumerate() {
            put(buffer, area, 2, y as u16 + 1, line, theme.style(Role::Title));
        }
        let keys = match self.offers_draft() {
            true => world.with_keys(Context::Leaving, "{keep-draft} keep as a draft   "),
            false => String::new(),
        };
        let keys = keys + &world.with_keys(Context::Question, "{yes} yes      {no} no");
        put(buffer, area, 2, lines.len() as u16 + 2, &keys, theme.style(Role::Text));
    }
}

/// Returns the question whether to delete kept copies, with their file names.
pub(super) fn delete_kept(kept: &[PathBuf]) -> String {
    let names: Vec<_> = kept.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy()).collect();
    format!("Kept copies may still hold it: {}. Delete them?", names.join(", "))
}
