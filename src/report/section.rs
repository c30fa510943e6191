//! The parts of a report that can be left out, with their words.

/// A part of the report that can be left out. What needs attention, its sources and the standing notices cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The growth charts, the body map and the timeline.
    Figures,
    /// The box about the person: conditions, medicines, feeling ill.
    Background,
    /// What is new since the last visit, or since the day that was asked for.
    Changes,
    /// The notes that are questions for the doctor.
    Questions,
    /// The questions that were never answered.
    NotAnswered,
    /// The box in which the clinician answers.
    Answer,
    /// The table of how long each spot stayed.
    GoneAway,
    /// Earlier flags, reviews, other spots and what is to do.
    Annex,
    /// A ruler of exact length, to check the size of the print.
    Ruler,
}

impl Section {
    /// Every section, with its word on the command line.
    pub const ALL: [(&'static str, Section); 9] = [
        ("figures", Section::Figures),
        ("background", Section::Background),
        ("changes", Section::Changes),
        ("questions", Section::Questions),
        ("not-answered", Section::NotAnswered),
        ("answer-box", Section::Answer),
        ("gone-away", Section::GoneAway),
        ("annex", Section::Annex),
        ("ruler", Section::Ruler),
    ];

    /// Returns the section with that word.
    pub fn of(word: &str) -> Option<Section> {
        Section::ALL.iter().find(|(known, _)| *known == word).map(|(_, section)| *section)
    }
}
