//! What every screen is: it draws itself, lays itself out, and does the commands that are its own. It reads the world and
//! changes only itself; what it wants done elsewhere it returns as steps.

use super::keymap::{Command, Context};
use super::message::Effect;
use super::theme::Theme;
use super::widget::calendar::Calendar;
use super::widget::form::Form;
use super::world::World;
use super::yes_no::YesNo;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What a screen asks for after a command.
pub enum Step {
    /// Something that touches the journal, a file or the terminal.
    Do(Effect),
    /// Opens a form over this screen.
    Ask(Form),
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

/// The spot that commands are about.
pub enum Selected {
    /// The one that this screen shows or has its cursor on, if any.
    Here(Option<u32>),
    /// The one that is selected on the home screen.
    AtHome,
}

pub trait Component {
    /// Where its keys are looked up, the innermost place first.
    fn contexts(&self) -> Vec<Context>;

    fn selected(&self, _world: &World) -> Selected {
        Selected::AtHome
    }

    /// What has to be loaded when it opens, and again when the journal has changed.
    fn needs(&self) -> Option<Effect> {
        None
    }

    /// Makes what depends on the size or the journal; called when either has changed.
    fn lay_out(&mut self, _world: &World) {}

    /// Moves the cursor or the text by so many lines.
    fn go(&mut self, _by: isize, _world: &World) {}

    /// Does a command of its own; `None` where the command means the same on every screen.
    fn command(&mut self, _command: Command, _world: &World) -> Option<Vec<Step>> {
        None
    }

    /// Takes typed or pasted text.
    fn write(&mut self, _text: &str, _world: &World) {}

    /// Follows a click; a command is given where the click was on what was selected already.
    fn click(&mut self, _column: u16, _row: u16, _world: &World) -> Option<Command> {
        None
    }

    /// Follows the mouse while its button is held down.
    fn drag(&mut self, _column: u16, _row: u16, _world: &World) {}

    /// Draws itself into `body`. Returns where the terminal's cursor belongs, if anywhere.
    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position>;
}

/// The contexts of a screen that does not take text.
pub fn contexts_of(context: Context) -> Vec<Context> {
    vec![context, Context::Moving, Context::Everywhere]
}
