//! What can happen, and what can be asked of the outside.

use super::keymap::Command;
use super::widget::picker::Folder;
use super::world::Loaded;
use crate::config::Settings;
use crate::domain::{FieldError, Moment, Name, Observation, SpotTree};
use crate::ops::{
    Earlier, HistoryEntry, NewInfection, NewLook, NewMedicine, NewReview, NewSpot, NewSymptoms, NewTreatment,
    PageWriter, PersonChange, Plan, Reviewed, Subject,
};
use crate::report::{Paper, Section};
use std::path::PathBuf;

/// What the model is told.
pub enum Message {
    Command(Command),
    /// Text that was typed or pasted where text is taken.
    Text(String),
    Click {
        column: u16,
        row: u16,
    },
    /// The mouse moved with its button held down.
    Drag {
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
    /// The names of everybody.
    PeopleLoaded(Vec<String>),
    /// Another person is shown, or the same under another name.
    Switched(String),
    /// Some time has passed that somebody waits for.
    Tick,
    /// The settings as they now stand in their file.
    SettingsKept(Box<Settings>),
    /// The emergency number as it now stands in the settings.
    NumberKept(Option<String>),
    /// The note as the person's own editor left it.
    Edited(String),
    /// What the person wrote as a question, for the report.
    QuestionsLoaded(Vec<String>),
    FolderListed(Folder),
    /// Only the owner may open the journal now.
    MadePrivate,
    /// The report is in that file.
    Exported(PathBuf),
    /// An act was done and is on the disk.
    Done {
        done: String,
        spot: Option<u32>,
    },
    /// What would be erased, and is not yet.
    ErasingPlanned(Box<Plan>),
    /// It was erased: what is told, and kept copies that may still hold it.
    Erased(String, Vec<PathBuf>),
    /// The kept copies are deleted.
    KeptDeleted,
    /// A change was taken back.
    Undone(String),
    /// The next change to take back is of an earlier session.
    AskUndo(Earlier),
    /// An act was not done, and nothing of it was kept.
    Failed(String),
    /// The open file is no longer the journal at its path: why nothing was written, and a name under which the journal
    /// can be saved.
    Moved(String, PathBuf),
    /// The journal was saved in that file, and goes on there.
    SavedElsewhere(PathBuf),
    /// A value was refused; the field has the name that forms know.
    Refused(FieldError),
}

/// What only the outside can do.
pub enum Effect {
    Load,
    LoadSpot(u32),
    LoadHistory,
    LoadPeople,
    /// Shows another person of the journal.
    Switch(String),
    KeepNumber(Option<String>),
    KeepSettings(Box<Settings>),
    LoadQuestions,
    /// Looks into a folder; an empty path is the folder that the program was started in.
    ListFolder(PathBuf),
    /// Writes the report to a file.
    Export(Box<Export>),
    /// Saves the journal in a new file, and goes on with that one.
    SaveElsewhere(PathBuf),
    /// Takes from others the right to open the journal.
    MakePrivate,
    /// Opens a file with the program that the system has for it.
    OpenFile(PathBuf),
    Act(Act),
    /// `sure`: also what an earlier session made.
    Undo {
        sure: bool,
    },
    Redo,
    /// Finds what would be erased.
    PlanErasing(Subject),
    Erase(Box<Plan>),
    /// Deletes copies that were kept beside the journal.
    DeleteKept(Vec<PathBuf>),
    /// Gives the terminal to the shell for a while.
    Suspend,
    /// Opens a text in the person's own editor, which needs the terminal.
    Edit(String),
}

/// The file of a report that is wanted.
pub struct Export {
    pub path: PathBuf,
    pub write: PageWriter,
    pub paper: Paper,
    pub anonymous: bool,
    /// Everybody of the journal.
    pub everyone: bool,
    pub without: Vec<Section>,
}

/// What a person can write from the screen.
pub enum Act {
    AddSpot(Box<NewSpot>, Box<NewLook>),
    Look(u32, Box<NewLook>),
    Same(u32, Moment),
    Review(Reviewed, NewReview),
    Treatment(u32, NewTreatment),
    Symptoms(NewSymptoms),
    /// Every look of a check round.
    Round(Vec<(u32, NewLook)>),
    Medicine(NewMedicine),
    Infection(NewInfection),
    ChangePerson(Box<PersonChange>),
    AddPerson(Name),
}
