//! What can happen, and what can be asked of the outside.

use super::keymap::Command;
use super::model::Loaded;
use crate::domain::{FieldError, Moment, Observation, SpotTree};
use crate::ops::{HistoryEntry, NewLook, NewReview, NewSpot, NewTreatment};

/// What the model is told.
pub enum Message {
    Command(Command),
    /// Text that was typed or pasted where text is taken.
    Text(String),
    Click {
        column: u16,
        row: u16,
    },
    Wheel {
        down: bool,
    },
    Resize {
        width: u16,
        height: u16,
    },
    /// The journal as it is now.
    Loaded(Box<Loaded>),
    SpotLoaded(Box<SpotTree<Observation>>, Vec<HistoryEntry>),
    HistoryLoaded(Vec<HistoryEntry>),
    /// An act was done and is on the disk.
    Done {
        done: String,
        spot: Option<u32>,
    },
    /// An act was not done, and nothing of it was kept.
    Failed(String),
    /// A value was refused; the field has the name that forms know.
    Refused(FieldError),
}

/// What only the outside can do.
pub enum Effect {
    Load,
    LoadSpot(u32),
    LoadHistory,
    Act(Act),
    Undo,
}

/// What a person can write from the screen.
pub enum Act {
    AddSpot(Box<NewSpot>, Box<NewLook>),
    Look(u32, Box<NewLook>),
    Same(u32, Moment),
    Review(u32, NewReview),
    Treatment(u32, NewTreatment),
}
