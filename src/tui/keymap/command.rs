//! What can be asked for.

/// Everything that can be asked for by a key, a click or the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    Quit,
    Back,
    Help,
    Palette,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Open,
    Filter,
    NewSpot,
    Look,
    Same,
    Review,
    Treatment,
    Map,
    MapLeft,
    MapRight,
    MapUp,
    MapDown,
    NextMark,
    NextView,
    PreviousView,
    Timeline,
    ZoomIn,
    ZoomOut,
    Earlier,
    Later,
    Round,
    RoundSame,
    RoundBigger,
    RoundSmaller,
    RoundGone,
    RoundCannotSee,
    RoundDetails,
    RoundSkip,
    RoundBack,
    RoundOrder,
    RoundSave,
    GlassTest,
    Symptoms,
    Me,
    Settings,
    Guide,
    Emergency,
    Report,
    Export,
    History,
    Undo,
    Redo,
    NextPerson,
    NewPerson,
    EditPerson,
    Medicine,
    Infection,
    EmergencyNumber,
    PressGlass,
    Fades,
    DoesNotFade,
    Unclear,
    NextField,
    PreviousField,
    NextChoice,
    PreviousChoice,
    Erase,
    Delete,
    LineStart,
    LineEnd,
    WordBefore,
    WordAfter,
    EraseWord,
    NewLine,
    UndoTyping,
    Editor,
    Calendar,
    DayBefore,
    DayAfter,
    MonthBefore,
    MonthAfter,
    Today,
    Accept,
    Save,
    Yes,
    No,
}

impl Command {
    /// The name that the settings have for it: `new-spot`.
    pub fn ident(self) -> String {
        let mut ident = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !ident.is_empty() {
                ident.push('-');
            }
            ident.extend(c.to_lowercase());
        }
        ident
    }

    /// Whether it is about a spot, and so means nothing where none is selected.
    pub fn needs_spot(self) -> bool {
        matches!(
            self,
            Command::Open | Command::Filter | Command::Look | Command::Same | Command::Review | Command::Treatment
        )
    }

    /// A word or two for the footer and the palette, and a sentence for help.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Command::Quit => ("quit", "close spotlog"),
            Command::Back => ("back", "go back; a form with changes asks first"),
            Command::Help => ("help", "show the keys of this place"),
            Command::Palette => ("commands", "find a command or a spot by a few letters"),
            Command::Up => ("up", "go up"),
            Command::Down => ("down", "go down"),
            Command::PageUp => ("page up", "go up a page"),
            Command::PageDown => ("page down", "go down a page"),
            Command::Top => ("first", "go to the first line"),
            Command::Bottom => ("last", "go to the last line"),
            Command::Open => ("open", "open what is selected"),
            Command::Filter => ("filter", "show only the spots that match some letters"),
            Command::NewSpot => ("new spot", "log a new spot with its first look"),
            Command::Look => ("look", "log a look at the selected spot"),
            Command::Same => ("same", "log: still there, no change noticed"),
            Command::Review => ("review", "record what a doctor said of the selected spot"),
            Command::Treatment => ("treatment", "record what is being tried on the selected spot"),
            Command::Map => ("body map", "show the spots on drawings of the body, and place new ones"),
            Command::MapLeft => ("left", "go to the place at the left"),
            Command::MapRight => ("right", "go to the place at the right"),
            Command::MapUp => ("up", "go to the place above"),
            Command::MapDown => ("down", "go to the place below"),
            Command::NextMark => ("next mark", "go to the next spot on this drawing"),
            Command::NextView => ("next drawing", "show the next drawing: front, back, head, hands, feet"),
            Command::PreviousView => ("drawing before", "show the drawing before"),
            Command::Timeline => ("timeline", "show every spot from first seen to now"),
            Command::ZoomIn => ("nearer", "show fewer days"),
            Command::ZoomOut => ("farther", "show more days"),
            Command::Earlier => ("earlier", "go to earlier days"),
            Command::Later => ("later", "go to later days"),
            Command::Round => ("check round", "look at every spot that is due, one key each"),
            Command::RoundSame => ("same", "it is there, and no change was noticed"),
            Command::RoundBigger => ("bigger", "it is bigger; that counts, whatever a ruler says"),
            Command::RoundSmaller => ("smaller", "it is smaller, which is a change of size too"),
            Command::RoundGone => ("gone", "it has gone"),
            Command::RoundCannotSee => ("can't see", "it could not be looked at"),
            Command::RoundDetails => ("details", "answer everything about this spot, sizes too"),
            Command::RoundSkip => ("skip", "leave this spot for another day"),
            Command::RoundBack => ("one back", "go back to the spot before"),
            Command::RoundOrder => ("order", "take the spots that need a mirror or a helper first, or last"),
            Command::RoundSave => ("save", "log every answer of the round"),
            Command::GlassTest => ("glass test", "do the glass test of the selected spot, step by step"),
            Command::Symptoms => ("symptoms", "log fever and other symptoms of the person"),
            Command::Me => ("me", "show the person: birth date, illness, medicines, symptoms"),
            Command::Settings => ("settings", "change the windows of the rules, colours and the emergency number"),
            Command::Guide => ("guide", "read the reference cards, the rules and how the glass test is done"),
            Command::Emergency => ("emergency", "show what to do in an emergency"),
            Command::Redo => ("redo", "do again what was taken back last"),
            Command::NextPerson => ("next person", "go on to the next person of the journal"),
            Command::NewPerson => ("new person", "add another person"),
            Command::EditPerson => ("edit", "change what is known of the person"),
            Command::Medicine => ("medicine", "record a medicine that was started"),
            Command::Infection => ("infection", "record an infection"),
            Command::EmergencyNumber => ("number", "set the number to call in an emergency"),
            Command::PressGlass => ("press", "count the seconds of the press"),
            Command::Fades => ("fades", "log that the spot fades under the glass"),
            Command::DoesNotFade => ("does not fade", "log that the spot does not fade under the glass"),
            Command::Unclear => ("unclear", "log that you could not tell"),
            Command::Report => ("report", "show the report for the doctor"),
            Command::Export => ("export", "write the report to a file: PDF, HTML, text or Markdown"),
            Command::History => ("history", "show every change that was made"),
            Command::Undo => ("undo", "take back the latest change"),
            Command::NextField => ("next field", "go to the next field"),
            Command::PreviousField => ("field before", "go to the field before"),
            Command::NextChoice => ("next choice", "go to the next choice, or to the right in a text"),
            Command::PreviousChoice => ("choice before", "go to the choice before, or to the left in a text"),
            Command::Erase => ("erase", "take the answer away, or the letter before"),
            Command::Delete => ("delete", "take the letter after away"),
            Command::LineStart => ("line start", "go to the start of the text"),
            Command::LineEnd => ("line end", "go to the end of the text"),
            Command::WordBefore => ("word before", "go to the word before"),
            Command::WordAfter => ("word after", "go to the word after"),
            Command::EraseWord => ("erase word", "take the word before away"),
            Command::NewLine => ("new line", "begin a new line of the note"),
            Command::UndoTyping => ("untype", "take back what was typed last in the note"),
            Command::Editor => ("editor", "write the note in the editor that $VISUAL or $EDITOR names"),
            Command::Calendar => ("calendar", "choose the day from a calendar"),
            Command::DayBefore => ("day before", "go to the day before"),
            Command::DayAfter => ("day after", "go to the day after"),
            Command::MonthBefore => ("month before", "go to the month before"),
            Command::MonthAfter => ("month after", "go to the month after"),
            Command::Today => ("today", "go to today"),
            Command::Accept => ("accept", "take what is suggested or chosen and go on; in the last field, save"),
            Command::Save => ("save", "save the form"),
            Command::Yes => ("yes", "yes, leave without saving"),
            Command::No => ("no", "no, stay"),
        }
    }

    /// A word or two for the footer and the palette.
    pub fn label(self) -> &'static str {
        self.words().0
    }

    /// A sentence for help.
    pub fn help(self) -> &'static str {
        self.words().1
    }
}
