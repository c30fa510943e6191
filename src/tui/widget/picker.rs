//! The file picker modal.

use super::list::ListState;
use super::text::{cut, fit, put};
use crate::domain::ShowPath;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Block, Clear, Widget};
use std::path::{Path, PathBuf};

/// The content of a folder.
pub(crate) struct Folder {
    /// The absolute path.
    pub path: PathBuf,
    /// Folders first, then files, each sorted by name. Hidden entries are left out.
    pub entries: Vec<Entry>,
}

/// A file or folder in a [`Folder`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub is_file: bool,
    pub name: String,
}

/// A file picker: one folder with a cursor.
pub(crate) struct Picker {
    folder: Folder,
    pub list: ListState,
}

/// The entry at the cursor of a picker.
pub(crate) enum Picked {
    /// A folder to open in the picker.
    Folder(PathBuf),
    File(PathBuf),
}

const WIDTH: u16 = 60;

impl Picker {
    /// Creates a picker with the cursor on the first entry.
    pub(crate) fn new(folder: Folder) -> Picker {
        Picker { folder, list: ListState::default() }
    }

    /// Returns the number of entries.
    pub(crate) fn len(&self) -> usize {
        self.folder.entries.len()
    }

    /// Returns the path of the open folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder.path
    }

    /// Returns the entry at the cursor, or `None` in an empty folder.
    pub(crate) fn picked(&self) -> Option<Picked> {
        let entry = self.folder.entries.get(self.list.cursor)?;
        let path = self.folder.path.join(&entry.name);
        Some(if entry.is_file { Picked::File(path) } else { Picked::Folder(path) })
    }

    fn area(body: Rect) -> Rect {
        body.centered(Constraint::Length(body.width.min(WIDTH)), Constraint::Length(body.height.min(18)))
    }

    /// Returns how many entries fit.
    pub(crate) fn height(body: Rect) -> usize {
        usize::from(Picker::area(body).height.saturating_sub(2))
    }

    /// Handles a click, which selects an entry. Returns true for a click on the selected one.
    pub(crate) fn click(&mut self, row: u16, body: Rect) -> bool {
        let first = Picker::area(body).y + 1;
        let at = row.checked_sub(first).map(|line| self.list.offset + usize::from(line));
        let again = at == Some(self.list.cursor);
        if let Some(at) = at.filter(|at| *at < self.len() && usize::from(row - first) < Picker::height(body)) {
            self.list.cursor = at;
        }
        again
    }

    /// Draws the picker in the middle of `body`.
    pub(crate) fn draw(&self, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let area = Picker::area(body);
        Clear.render(area, buffer);
        Block::bordered().border_style(theme.style(Role::Border)).render(area, buffer);
        let width = usize::from(area.width.saturating_sub(4));
        // A long path is cut at its start, since its end says more.
        let path = self.folder.path.shown().to_string();
        let long = path.chars().count().saturating_sub(width);
        let title: String =
            if long > 0 { format!("…{}", path.chars().skip(long + 1).collect::<String>()) } else { path };
        put(buffer, area, 1, 0, &cut(&format!(" {title} "), width + 2), theme.style(Role::Title));
        if self.folder.entries.is_empty() {
            put(buffer, area, 2, 1, "This folder is empty.", theme.style(Role::Dim));
        }
        let shown = self.folder.entries.iter().enumerate().skip(self.list.offset).take(Picker::height(body));
        for (y, (at, entry)) in shown.enumerate() {
            let name = if entry.is_file { entry.name.clone() } else { format!("{}/", entry.name) };
            let role = match (at == self.list.cursor, entry.is_file) {
                (true, _) => Role::Selected,
                (false, true) => Role::Dim,
                (false, false) => Role::Text,
            };
            put(buffer, area, 2, y as u16 + 1, &fit(&name, width), theme.style(role));
        }
    }
}
