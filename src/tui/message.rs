//! Messages to the model, and the effects it can request.

use super::keymap::Command;
use super::report_source::ReportSource;
use super::theme::Role;
use super::widget::form::FileTask;
use super::widget::picker::Folder;
use super::world::Loaded;
use crate::config::Settings;
use crate::domain::{Change, FieldError, Moment, Name, Observation, PhotoId, Presence, SpotTree, Text, WordList};
use crate::exchange::Columns;
use crate::ops::{
    Detail, Earlier, HistoryEntry, NewInfection, NewLook, NewMedicine, NewReview, NewSpot, NewSymptoms, NewTreatment,
    PersonChange, Pixels, Plan, Reviewed, Saved, SpotPhoto, StoredDraft, Subject,
};
use crate::report::{Extras, PageWriter, Paper, Section};
use chrono::NaiveDate;
use std::path::PathBuf;
use std::sync::Arc;

/// A message to the model.
pub(super) enum Message {
    Command(Command),
    /// Text typed or pasted in a context that takes text.
    Text(String),
    Click {
        column: u16,
        row: u16,
    },
    /// The mouse was moved with the button held down.
    Drag {
        column: u16,
        row: u16,
    },
    Wheel {
        down: bool,
        column: u16,
        row: u16,
    },
    Resize {
        width: u16,
        height: u16,
    },
    /// The journal was loaded.
    Loaded(Box<Loaded>),
    SpotLoaded(Box<SpotTree<Observation>>, Vec<HistoryEntry>),
    /// The photos of a spot.
    PhotosLoaded(u32, Vec<SpotPhoto>),
    /// A decoded photo, or why it cannot be shown.
    PhotoLoaded(PhotoId, Detail, Result<Arc<Pixels>, String>),
    /// A text that was pasted where none is typed: the paths of dropped files, perhaps.
    Pasted(String),
    /// Files that were dropped on the screen.
    FilesDropped(Vec<PathBuf>),
    /// A message from an effect.
    Said(String),
    HistoryLoaded(Vec<HistoryEntry>),
    /// Every note of the person, each with the number of its spot.
    NotesLoaded(Vec<(u32, Text)>),
    /// Another person is shown, or the person was renamed.
    Switched(String),
    /// A timeout elapsed.
    Tick,
    /// The settings were saved to their file.
    SettingsKept(Box<Settings>),
    /// The emergency number was saved to the settings.
    NumberKept(Option<String>),
    /// The text of a note from the external editor.
    Edited(String),
    /// The user's questions, for the report.
    ExtrasLoaded(Extras),
    /// The lines of the whole report.
    ReportBuilt(Arc<ReportSource>, Vec<(Role, String)>),
    FolderListed(Folder),
    /// The columns of a table are to be asked: it does not say what they hold, or it was refused as they are.
    AskColumns(Box<Columns>, Option<FieldError>),
    /// A task with a file is done.
    FileDone(String),
    /// What a longer task has to say, with the title of its page.
    Told(&'static str, Vec<String>),
    /// A draft was kept.
    DraftKept(Box<StoredDraft>),
    /// A draft was kept, and its form or round is left.
    DraftLeft(Box<StoredDraft>),
    /// The draft of that form was deleted.
    DraftDropped(String),
    /// The permissions of the journal were restricted to its owner.
    MadePrivate,
    /// The report was written to that file.
    Exported(PathBuf),
    /// An act was done and saved.
    Done {
        done: String,
        spot: Option<u32>,
    },
    /// The plan of what would be erased. Nothing is erased yet.
    ErasingPlanned(Box<Plan>),
    /// Records were erased: a message, and the kept copies that may still contain them.
    Erased(String, Vec<PathBuf>),
    /// The kept copies are deleted.
    KeptDeleted,
    /// A change was undone.
    Undone(String),
    /// The next change to undo was made in an earlier session.
    AskUndo(Earlier),
    /// An effect failed, and nothing of it was saved.
    Failed(String),
    /// The open file is no longer the journal at its path. Contains why nothing was written, and a file name suggested
    /// for saving.
    Moved(String, PathBuf),
    /// The journal was saved in that file and is used from there.
    SavedElsewhere(PathBuf),
    /// A value was refused. The error names the field of the form.
    Refused(FieldError),
}

/// An action outside the model.
pub(super) enum Effect {
    Load,
    LoadSpot(u32),
    LoadPhotos(u32),
    /// Decodes a photo.
    LoadPhoto(Box<SpotPhoto>, Detail),
    /// Takes in pictures.
    AddPhotos(Box<AddedPhotos>),
    /// Takes a photo off its look.
    TakeOff(Box<SpotPhoto>),
    /// Opens a copy of a picture in the program for pictures.
    OpenPicture(Box<SpotPhoto>),
    /// Looks which of these paths are files.
    FindFiles(Vec<PathBuf>),
    /// Closes a form without an answer: the person is not sure.
    LeaveOpen,
    /// Lists the pictures of the inbox that are not taken in yet.
    ListInbox(PathBuf),
    LoadHistory,
    /// Loads the notes of the person, for the filter.
    LoadNotes,
    /// Switches to another person of the journal.
    Switch(String),
    KeepNumber(Option<String>),
    KeepSettings(Box<Settings>),
    LoadExtras,
    /// Builds the lines of the whole report.
    BuildReport(Arc<ReportSource>),
    /// Lists a folder. An empty path is the current directory.
    ListFolder(PathBuf),
    /// Writes the report to a file.
    Export(Box<Export>),
    /// Saves the journal in a new file and uses that one.
    SaveElsewhere(PathBuf),
    /// Restricts the permissions of the journal to its owner.
    MakePrivate,
    /// Opens a file with the default program of the system.
    OpenFile(PathBuf),
    Act(Act),
    /// Undoes the last change. With `sure`, also a change of an earlier session.
    Undo {
        sure: bool,
    },
    Redo,
    /// Does a task with a file or a folder. An import has the columns of a table, once they were asked.
    File(FileTask, PathBuf, Option<Box<Columns>>),
    /// Checks the journal file.
    CheckJournal,
    /// Keeps what is typed in a form or answered in a round.
    KeepDraft(Box<StoredDraft>),
    /// Keeps what is typed in a form or answered in a round, and leaves it. It stays open if it cannot be kept.
    LeaveDraft(Box<StoredDraft>),
    /// Deletes the draft of that form.
    DropDraft(String),
    /// Plans what would be erased.
    PlanErasing(Subject),
    Erase(Box<Plan>),
    /// Strikes out the shown person, whose name was typed.
    StrikePerson(Name),
    /// Deletes copies kept beside the journal.
    DeleteKept(Vec<PathBuf>),
    /// Suspends the program.
    Suspend,
    /// Gives a text to the clipboard, if the terminal allows it.
    Copy(String),
    /// Opens a text in the external editor, which needs the terminal.
    Edit(String),
}

/// The options of an exported report.
pub(super) struct Export {
    pub path: PathBuf,
    pub write: PageWriter,
    pub paper: Paper,
    pub anonymous: bool,
    /// Whether all people of the journal are included.
    pub everyone: bool,
    pub without: Vec<Section>,
}

/// Pictures to take in.
pub(super) struct AddedPhotos {
    pub number: u32,
    pub files: Vec<PathBuf>,
    /// The day of their look; `None` is the day on which each was taken.
    pub on: Option<Moment>,
    /// The answer for a day without a look.
    pub presence: Option<Presence>,
}

/// A change that the user can make on the screen.
pub(super) enum Act {
    AddSpot(Box<NewSpot>, Box<NewLook>),
    Look(u32, Box<NewLook>),
    Same(u32, Moment),
    Review(Reviewed, NewReview),
    Treatment(u32, NewTreatment),
    Symptoms(NewSymptoms),
    /// All observations of a check round.
    Round(Vec<(u32, NewLook)>),
    Medicine(NewMedicine),
    Infection(NewInfection),
    ChangePerson(Box<PersonChange>),
    AddPerson(Name),
    /// Replaces an entry by its corrected version.
    Correct(Box<Saved>, Box<Saved>),
    StrikeOut(Box<Saved>),
    AddNote(Box<Saved>, Text),
    /// Answers what differs, in the look of a photo.
    SayChanges(Box<SpotPhoto>, WordList<Change>),
    /// Closes a spot that was entered by mistake.
    CloseMistake(u32),
    /// Closes a spot that was removed on a day.
    Removed(u32, NaiveDate),
    /// Opens a closed spot again.
    Reopen(u32),
}
