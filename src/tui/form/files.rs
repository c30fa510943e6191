//! The forms of what is done with files: exports, backups, restoring, import and sync.

use super::columns;
use super::export::read_path;
use super::reader::Reader;
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{FileTask, Form, Purpose};
use chrono::NaiveDate;

/// A task with its form.
struct Task {
    task: FileTask,
    command: Command,
    title: &'static str,
    label: &'static str,
    guide: &'static str,
    /// The beginning and the ending of the suggested name; both empty for a file that must exist.
    name: (&'static str, &'static str),
}

/// Every task.
const TASKS: [Task; 7] = [
    Task {
        task: FileTask::Table,
        command: Command::ExportTable,
        title: "Every look as a table, not encrypted",
        label: "File",
        guide: "A row for each look, for a spreadsheet. Anyone who has the file can read it.",
        name: ("spotlog-looks-", ".csv"),
    },
    Task {
        task: FileTask::Journal,
        command: Command::ExportJournal,
        title: "The whole journal as a file, not encrypted",
        label: "File",
        guide: "Everything about everybody, for another program or another spotlog; with the ending .zip the pictures too. \
                Anyone who has the file can read it.",
        name: ("spotlog-journal-", ".json"),
    },
    Task {
        task: FileTask::Reminders,
        command: Command::SaveReminders,
        title: "The next looks as a calendar",
        label: "File",
        guide: "The next look at each spot, for the calendar of a phone or a computer.",
        name: ("spotlog-next-looks-", ".ics"),
    },
    Task {
        task: FileTask::BackUp,
        command: Command::BackUp,
        title: "A copy of the journal, not encrypted",
        label: "File",
        guide: "A copy on another disk outlives this one. Spotlog also keeps a copy of each day beside the journal.",
        name: ("spotlog-backup-", ".spotlog"),
    },
    Task {
        task: FileTask::Restore,
        command: Command::RestoreBackup,
        title: "Put a backup in place of the journal",
        label: "Backup",
        guide: "The journal then holds what the backup holds. What it holds now is kept beside it.",
        name: ("", ""),
    },
    Task {
        task: FileTask::Import,
        command: Command::ImportFile,
        title: "Take in a journal file or a table",
        label: "File",
        guide: "A journal file of spotlog, a zip of one with its pictures, or a table with a row for each look. Nothing \
                here is lost, and one undo takes it out again.",
        name: ("", ""),
    },
    Task {
        task: FileTask::Sync,
        command: Command::Sync,
        title: "Sync with other machines over a folder, not encrypted",
        label: "Folder",
        guide: "A folder that reaches every machine, such as one of Syncthing. Each machine leaves its file there and takes \
                in those of the others.",
        name: ("", ""),
    },
];

/// Returns the ending of a new file, with its dot; empty for a file that must exist.
pub(crate) fn ending(task: FileTask) -> &'static str {
    // Every task is in the table, in the order of its variants.
    TASKS[task as usize].name.1
}

/// Creates the form that a command asks for; `None` for a command that is not about a file.
pub(crate) fn files(command: Command, today: NaiveDate) -> Option<Form> {
    let Task { task, title, label, guide, name: (begins, ends), .. } =
        TASKS.iter().find(|task| task.command == command)?;
    let name = if begins.is_empty() { String::new() } else { format!("{begins}{today}{ends}") };
    let field = Field::path("path", label, &name).guided(guide);
    Some(Form::new(Purpose::Files(*task), (*title).to_owned(), vec![field]))
}

/// Reads the path, and the columns of a table that is imported.
pub(super) fn read(reader: &mut Reader<'_>, task: FileTask) -> Option<Effect> {
    let path = read_path(reader)?;
    let asked = columns::read(reader, &path).map(Box::new);
    Some(Effect::File(task, path, asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_is_at_its_place_in_the_table() {
        for (at, task) in TASKS.iter().enumerate() {
            assert_eq!(task.task as usize, at, "{}", task.title);
        }
    }
}
