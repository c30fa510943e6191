//! The trait of all screens. A screen draws itself, lays itself out and handles its own commands. It reads the world
//! and changes only itself; other actions are returned as steps.

use super::graphics::Shown;
use super::keymap::{Command, Context};
use super::message::Effect;
use super::theme::Theme;
use super::widget::calendar::Calendar;
use super::widget::form::Form;
use super::world::World;
use super::yes_no::YesNo;
use crate::domain::{Place, Position as Point};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// An action that a screen requests after a command.
pub(super) enum Step {
    /// Performs an effect on the journal, a file or the terminal.
    Do(Effect),
    /// Opens a form over this screen.
    Ask(Form),
    /// Opens the body map over a form, which gets the place at its cursor.
    PickPlace,
    /// Closes the map and gives the place to the form below.
    Place(Place, Point),
    /// Opens the calendar of a date field.
    Calendar(Calendar),
    /// Asks whether to leave this screen.
    Confirm(YesNo),
    /// Saves the form.
    Save,
    /// Closes this screen.
    Close,
    Tell(String),
}

/// The spot that commands apply to.
pub(super) enum Selected {
    /// The spot shown or under the cursor on this screen, if any.
    Here(Option<u32>),
    /// The spot selected on the home screen.
    AtHome,
}

/// A screen.
pub(super) trait Component {
    /// Returns the contexts for looking up keys, innermost first.
    fn contexts(&self) -> Vec<Context>;

    /// Returns the spot that commands apply to.
    fn selected(&self, _world: &World) -> Selected {
        Selected::AtHome
    }

    /// Returns the effect that loads its data. It is performed when the screen opens and when the journal has changed.
    fn needs(&self) -> Option<Effect> {
        None
    }

    /// Updates what depends on the size or the journal. Called when either has changed.
    fn lay_out(&mut self, _world: &World) {}

    /// Returns the effect that makes what [`lay_out`](Component::lay_out) left out, since the first frame does not need
    /// it. The effect is performed once the frame is drawn.
    fn rest(&self) -> Option<Effect> {
        None
    }

    /// Moves the cursor or scrolls the text by a number of lines.
    fn go(&mut self, _by: isize, _world: &World) {}

    /// Returns the number of lines of a page.
    fn page(&self, world: &World) -> u16 {
        world.page()
    }

    /// Handles a command of this screen. Returns `None` for a command that is the same on every screen.
    fn command(&mut self, _command: Command, _world: &World) -> Option<Vec<Step>> {
        None
    }

    /// Returns whether a command of this screen can do something now. The footer leaves out what cannot.
    fn offers(&self, _command: Command, _world: &World) -> bool {
        true
    }

    /// Returns the text of the whole page, for copying; `None` where a spot is copied.
    fn text(&self) -> Option<String> {
        None
    }

    /// Handles typed or pasted text.
    fn write(&mut self, _text: &str, _world: &World) {}

    /// Handles a click. Returns a command if the click was on the selected item.
    fn click(&mut self, _column: u16, _row: u16, _world: &World) -> Option<Command> {
        None
    }

    /// Handles mouse movement with the button held down.
    fn drag(&mut self, _column: u16, _row: u16, _world: &World) {}

    /// Returns the pictures that it shows in the pixels of the terminal, where that can be done. `draw` leaves their
    /// cells empty then.
    fn pictures(&self, _world: &World) -> Vec<Shown> {
        Vec::new()
    }

    /// Handles a step of the mouse wheel with the pointer at a cell. Returns whether it did; otherwise the wheel moves the
    /// cursor or scrolls.
    fn wheel(&mut self, _down: bool, _at: Position, _world: &World) -> bool {
        false
    }

    /// Draws the screen into `body`. Returns the position for the terminal cursor, if it has one.
    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position>;
}

/// Returns the contexts of a screen that does not take text.
pub(super) fn contexts_of(context: Context) -> Vec<Context> {
    vec![context, Context::Moving, Context::Everywhere]
}
