//! What the tables of contexts and commands are made into.

/// Defines [`Context`](super::Context) and [`KEYMAP`](super::KEYMAP). A row of a context is a command, its rank in the
/// footer as in [`Binding::hint`](super::Binding::hint), and its keys, of which the first is the one that sentences name.
macro_rules! contexts {
    ($($context:ident($title:literal $(, opened by $opener:ident)?) {
        $($command:ident $hint:literal [$($chord:expr),+],)+
    })+) => {
        /// A place in which keys have their own meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Context {
            $(#[doc = concat!("Headed \"", $title, "\" in help.")] $context),+
        }

        impl Context {
            /// Every context, in the order of the key reference.
            pub const ALL: &'static [Context] = &[$(Context::$context),+];

            /// The heading in help.
            pub fn title(self) -> &'static str {
                match self { $(Context::$context => $title),+ }
            }

            /// Returns the command that opens this context. The footer leaves it out.
            pub(super) fn opened_by(self) -> Option<Command> {
                match self {
                    $($(Context::$context => Some(Command::$opener),)?)+
                    _ => None,
                }
            }
        }

        /// Every default key binding.
        pub static KEYMAP: &[Binding] = &[$($($(
            Binding { context: Context::$context, chord: $chord, command: Command::$command, hint: $hint },
        )+)+)+];
    };
}

/// Defines [`Command`](super::Command). A row is a command, whether it needs a spot in the journal, a label, a sentence
/// for help, and other words for it.
macro_rules! commands {
    ($($command:ident $($of_spot:ident)? ($label:literal, $help:literal $(, $also:literal)?),)+) => {
        /// Everything that can be asked for by a key, a click or the palette.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = concat!("In help: \"", $help, "\".")] $command),+
        }

        impl Command {
            /// Every command, in the order of the table.
            pub const ALL: &'static [Command] = &[$(Command::$command),+];

            /// A word or two for the footer and the palette.
            pub fn label(self) -> &'static str {
                match self { $(Command::$command => $label),+ }
            }

            /// A sentence for help.
            pub fn help(self) -> &'static str {
                match self { $(Command::$command => $help),+ }
            }

            /// Other words for it, which the palette finds too.
            pub fn also(self) -> &'static str {
                match self { $(Command::$command => concat!("" $(, $also)?)),+ }
            }

            /// Returns whether the command needs a spot in the journal. Without one, the footer leaves it out.
            pub fn needs_spot(self) -> bool {
                const OF_SPOT: &[Command] = &[$($(commands!(@ $of_spot Command::$command),)?)+];
                OF_SPOT.contains(&self)
            }
        }
    };
    (@ of_spot $command:expr) => { $command };
}
