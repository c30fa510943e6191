//! The three-valued answer.

/// An answer to a yes/no question. Not answered is never no (docs/guidance.md, section 1 "Three values").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Answer {
    Yes,
    No,
    #[default]
    Unanswered,
}

impl Answer {
    /// Every answer, in the order in which a form offers them.
    pub const ALL: [Answer; 3] = [Answer::Unanswered, Answer::Yes, Answer::No];

    pub fn is_yes(self) -> bool {
        self == Answer::Yes
    }

    pub fn is_no(self) -> bool {
        self == Answer::No
    }

    pub fn is_answered(self) -> bool {
        self != Answer::Unanswered
    }

    /// The answer as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Unanswered => "not answered",
        }
    }
}

impl From<Option<bool>> for Answer {
    fn from(value: Option<bool>) -> Self {
        match value {
            Some(true) => Answer::Yes,
            Some(false) => Answer::No,
            None => Answer::Unanswered,
        }
    }
}

impl From<Answer> for Option<bool> {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Some(true),
            Answer::No => Some(false),
            Answer::Unanswered => None,
        }
    }
}
