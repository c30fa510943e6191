//! The parts of a report that can be left out, with their words.

macro_rules! sections {
    ($($(#[doc = $doc:literal])+ $variant:ident $word:literal;)+) => {
        /// A part of the report that can be left out. What needs attention, its sources and the standing notices cannot.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Section {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Section {
            /// Every section, with its word on the command line.
            pub const ALL: &[(&'static str, Section)] = &[$(($word, Section::$variant)),+];
        }
    };
}

sections! {
    /// The growth charts, the body map and the timeline.
    Figures "figures";
    /// The box about the person: conditions, medicines, feeling ill.
    Background "background";
    /// What is new since the last visit, or since the day that was asked for.
    Changes "changes";
    /// The notes that are questions for the doctor.
    Questions "questions";
    /// The questions that were never answered.
    NotAnswered "not-answered";
    /// The box in which the clinician answers.
    Answer "answer-box";
    /// The table of how long each spot stayed.
    GoneAway "gone-away";
    /// Earlier flags, reviews, other spots and what is to do.
    Annex "annex";
    /// A ruler of exact length, to check the size of the print.
    Ruler "ruler";
}

impl Section {
    /// Returns the section with that word.
    pub fn of(word: &str) -> Option<Section> {
        Section::ALL.iter().find(|(known, _)| *known == word).map(|(_, section)| *section)
    }
}
