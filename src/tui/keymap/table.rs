//! The tables of contexts and commands.

macro_rules! contexts {
    ($($context:ident($title:literal),)+) => {
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
        }
    };
}

macro_rules! commands {
    ($($command:ident($label:literal, $help:literal $(, $also:literal)?),)+) => {
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
        }
    };
}

contexts! {
    Everywhere("On every screen"),
    Moving("In lists and pages"),
    Spots("Spots"),
    Spot("A spot's page"),
    Photos("Photos"),
    Compare("Two photos"),
    Map("Body map"),
    PickOnMap("Body map, for a form"),
    Timeline("Timeline"),
    Round("Check round"),
    Glass("Glass test"),
    Me("Me"),
    Guide("Guide"),
    Report("Report"),
    History("History"),
    Form("Forms"),
    ListField("In a list of words"),
    DateField("In a date"),
    NoteField("In a note"),
    PathField("In the name of a file"),
    PlaceField("In a place"),
    Calendar("Calendar"),
    Picker("Folders"),
    Filter("Filter"),
    Palette("Commands"),
    Help("Help"),
    Emergency("Emergency"),
    Erasing("Before something is erased"),
    Leaving("Before a form is left"),
    Question("Questions"),
}

commands! {
    Quit("quit", "close spotlog", "exit close leave"),
    Suspend("suspend", "go back to the shell; its command fg comes here again", "shell background"),
    Back("back", "let go of what is highlighted, or go back; a form with changes asks first"),
    Help("help", "show the keys of this place", "keys shortcuts manual"),
    Blur("blur", "make names, places and notes unreadable, or readable again", "hide private onlookers"),
    Palette("commands", "find a command or a spot by a few letters"),
    Up("up", "go up"),
    Down("down", "go down"),
    PageUp("page up", "go up a page"),
    PageDown("page down", "go down a page"),
    Top("first", "go to the first line"),
    Bottom("last", "go to the last line"),
    Open("open", "open what is selected"),
    NextGroup("next group", "go to the first spot of the next group; folded ones are shown"),
    Filter("filter", "show only the spots that match some letters", "search find"),
    NewSpot("new spot", "log a new spot with its first look", "add dot mole mark rash"),
    Look("look", "log a look at the selected spot", "measure size observation"),
    Same("same", "log: still there, no change noticed", "unchanged nothing"),
    Correct("correct", "correct the selected entry", "edit change fix mistake wrong typo"),
    StrikeOut("strike out", "strike out the selected entry, so that it no longer counts", "delete remove mistake wrong"),
    AddNote("note", "add a note to the selected entry", "comment write"),
    MoveSpot("move", "correct the place of the spot", "site location where wrong place"),
    NextTab("next tab", "show the next part of the page: looks, tests, doctor, tried, history, why"),
    PreviousTab("tab before", "show the part of the page before"),
    NextSpot("next spot", "go to the next spot of the list"),
    PreviousSpot("spot before", "go to the spot before in the list"),
    Why("why", "show the reasons with their arithmetic", "reason explain flag"),
    Review("review", "record what a doctor said of the selected spot", "doctor dermatologist visit appointment said"),
    Treatment("treatment", "record what is being tried on the selected spot", "cream ointment remedy"),
    Photos("photos", "show the photos of the selected spot", "picture image camera"),
    NextPhoto("next photo", "go to the next photo; of two, B is another one"),
    PreviousPhoto("photo before", "go to the photo before; of two, B is another one"),
    AddPhoto("add", "take in pictures of the spot", "import camera picture photo"),
    ComparePhotos("compare", "put the photo beside the first one of the spot", "difference photos"),
    PhotoNearer("nearer", "show a smaller part of the photo, larger"),
    PhotoFarther("farther", "show a larger part of the photo"),
    WholePhoto("whole", "show the whole photo; of two, B as it was taken"),
    PhotoPixels("pixels", "show each pixel of the photo as one dot"),
    PhotoLeft("left", "show what is at the left"),
    PhotoRight("right", "show what is at the right"),
    PhotoUp("up", "show what is above"),
    PhotoDown("down", "show what is below"),
    OpenPhoto("open", "open a copy of the picture in the program for pictures", "view image"),
    Uncover("uncover", "show the covered photos, or cover them again", "private"),
    TakeOff("take off", "take the photo off its look; undo brings it back", "remove delete photo"),
    Flick("A or B", "show A or B in the same place"),
    NextWay("way", "show them side by side, one over the other, or their difference"),
    NextA("other A", "take another photo as A"),
    PreviousA("A before", "take the photo before as A"),
    MoveBLeft("B left", "move B to the left"),
    MoveBRight("B right", "move B to the right"),
    MoveBUp("B up", "move B up"),
    MoveBDown("B down", "move B down"),
    TurnBLeft("turn B left", "turn B to the left by 1°"),
    TurnBRight("turn B right", "turn B to the right by 1°"),
    SayChanges("say", "say what looks different to you; it goes into the look of B"),
    Map("body map", "show the spots on drawings of the body, and place new ones", "picture drawing where"),
    TakePlace("take place", "take the place at the cursor for the form"),
    MapLeft("left", "go to the place at the left"),
    MapRight("right", "go to the place at the right"),
    MapUp("up", "go to the place above"),
    MapDown("down", "go to the place below"),
    NextMark("next mark", "go to the next spot on the drawings that are shown"),
    NextView("next drawing", "go to the next drawing: front, back, head, hands, feet"),
    PreviousView("drawing before", "go to the drawing before"),
    Timeline("timeline", "show every spot from first seen to now", "time chart"),
    ZoomIn("nearer", "show fewer days"),
    ZoomOut("farther", "show more days"),
    Earlier("earlier", "go to earlier days"),
    Later("later", "go to later days"),
    Round("check round", "look at every open spot, those that are due first, one key each", "weekly all look"),
    RoundSame("same", "it is there, and no change was noticed"),
    RoundBigger("bigger", "it is bigger; that counts, whatever a ruler says"),
    RoundSmaller("smaller", "it is smaller, which is a change of size too"),
    RoundGone("gone", "it has gone"),
    RoundCannotSee("can't see", "it could not be looked at, and stays due"),
    RoundDetails("details", "answer everything about this spot, sizes too"),
    RoundFades("fades", "log with the answer that it fades under the glass"),
    RoundItches("itches", "log with the answer that it itches"),
    RoundSkip("skip", "leave this spot for another day"),
    RoundBack("one back", "go back to the spot before"),
    RoundOrder("order", "take the spots that need a mirror or a helper first, or last"),
    RoundSave("save", "log every answer of the round"),
    GlassTest("glass test", "do the glass test of the selected spot, step by step", "tumbler press blanch fade"),
    Symptoms("symptoms", "log fever and other symptoms of the person", "fever ill sick"),
    Me("me", "show the person: birth date, illness, medicines, symptoms", "profile age birthday people person medicine infection"),
    Settings("settings", "change the windows of the rules, colours and the emergency number", "language units inches dates colours theme mouse preferences options"),
    Guide("guide", "read the reference cards, the rules and how the glass test is done", "cards rules learn information sources"),
    Emergency("emergency", "show what to do in an emergency", "ambulance call 112 911 999 urgent"),
    Report("report", "show the report for the doctor", "pdf print doctor page paper"),
    Export("export", "write the report to a file: PDF, HTML, text or Markdown", "pdf print save file html markdown"),
    Sections("parts", "leave parts of the report out, or take them in again"),
    NextPart("next part", "show the next part of the report"),
    PreviousPart("part before", "show the part of the report before"),
    OpenReport("view", "open the file that was written last with the program for it"),
    ExportTable("spreadsheet", "write every look as a table for a spreadsheet: CSV", "export csv excel table data"),
    ExportJournal("export data", "write the whole journal as a file: JSON", "export json move data"),
    SaveReminders("reminders", "write the next looks as a calendar", "calendar ics reminder due alarm"),
    BackUp("back up", "copy the journal to a file", "backup copy save safety"),
    RestoreBackup("restore", "put a backup in place of the journal", "backup recover"),
    ImportFile("import", "take in a journal file or a table", "import csv json read load"),
    Sync("sync", "sync with other machines over a folder", "second computer syncthing share merge"),
    CheckJournal("check journal", "check the journal file and its backups", "doctor repair damaged health file"),
    Copy("copy", "copy what the selected spot or this page says, for another program", "clipboard paste text"),
    History("history", "show every change that was made", "log changes versions"),
    Undo("undo", "take back the latest change", "take back"),
    Redo("redo", "do again what was taken back last", "again forward"),
    EraseForGood("erase for good", "erase a person, a spot, a look or its note, with its whole history", "forget privacy"),
    Confirm("erase", "erase what is listed, once the word is typed"),
    NextPerson("next person", "go on to the next person of the journal"),
    NewPerson("new person", "add another person", "child family add"),
    EditPerson("person", "change what is known of the person"),
    Medicine("medicine", "record a medicine that was started", "drug pill tablet"),
    Infection("infection", "record an infection"),
    EmergencyNumber("number", "set the number to call in an emergency", "phone call 112 911 999"),
    PressGlass("press", "count the seconds of the press"),
    Fades("fades", "log that the spot fades under the glass"),
    DoesNotFade("does not fade", "log that the spot does not fade under the glass"),
    Unclear("unclear", "log that you could not tell"),
    FirstQuestion("question 1", "go to question 1 of the form"),
    SecondQuestion("question 2", "go to question 2 of the form"),
    ThirdQuestion("question 3", "go to question 3 of the form"),
    FourthQuestion("question 4", "go to question 4 of the form"),
    FifthQuestion("question 5", "go to question 5 of the form"),
    SixthQuestion("question 6", "go to question 6 of the form"),
    SeventhQuestion("question 7", "go to question 7 of the form"),
    EighthQuestion("question 8", "go to question 8 of the form"),
    NextField("next field", "take what is highlighted and go to the next field"),
    PreviousField("field before", "take what is highlighted and go to the field before"),
    NextChoice("next choice", "go to the next choice, or to the right in a text"),
    PreviousChoice("choice before", "go to the choice before, or to the left in a text"),
    Tick("choose", "choose the word at the cursor, or leave it out again"),
    Erase("erase", "take back the letter before; in a list without letters, take the answer away"),
    Delete("delete", "take the letter after away"),
    LineStart("line start", "go to the start of the text"),
    LineEnd("line end", "go to the end of the text"),
    WordBefore("word before", "go to the word before"),
    WordAfter("word after", "go to the word after"),
    EraseWord("erase word", "take the word before away"),
    NewLine("new line", "begin a new line of the note"),
    UndoTyping("untype", "take back what was typed last in the note"),
    Editor("editor", "write the note in the editor that $VISUAL or $EDITOR names"),
    PickPlace("body map", "take the place from the body map"),
    Browse("browse", "choose the folder of the file"),
    FolderUp("folder above", "go to the folder above"),
    TakeFolder("here", "put the file into this folder"),
    Calendar("calendar", "choose the day from a calendar"),
    DayBefore("day before", "go to the day before"),
    DayAfter("day after", "go to the day after"),
    MonthBefore("month before", "go to the month before"),
    MonthAfter("month after", "go to the month after"),
    Today("today", "go to today"),
    Accept("take", "take what is highlighted or suggested and go on; in the last field, save"),
    Save("save", "save the form"),
    Yes("yes", "yes, leave without saving"),
    No("no", "no, stay"),
    KeepDraft("keep draft", "leave, and keep what was typed as a draft"),
}
