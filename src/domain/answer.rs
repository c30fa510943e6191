//! The three-valued answer, and the answers about a bleeding.

use super::FieldError;

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

/// Whether it bled, and whether that was after an injury; the second is only asked where the first is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bleeding {
    #[default]
    Unanswered,
    Answered {
        bled: bool,
        after_injury: Answer,
    },
}

impl Bleeding {
    pub fn bled(self) -> Answer {
        match self {
            Bleeding::Unanswered => Answer::Unanswered,
            Bleeding::Answered { bled, .. } => Answer::from(Some(bled)),
        }
    }

    pub fn after_injury(self) -> Answer {
        match self {
            Bleeding::Unanswered => Answer::Unanswered,
            Bleeding::Answered { after_injury, .. } => after_injury,
        }
    }

    /// Without an answer to this one there is none about an injury either.
    pub(super) fn set_bled(&mut self, bled: Answer) -> Result<(), FieldError> {
        *self = match bled {
            Answer::Unanswered => Bleeding::Unanswered,
            _ => Bleeding::Answered { bled: bled.is_yes(), after_injury: self.after_injury() },
        };
        Ok(())
    }

    /// Fails where it is not answered whether it bled.
    pub(super) fn set_after_injury(&mut self, answer: Answer) -> Result<(), FieldError> {
        match self {
            Bleeding::Answered { after_injury, .. } => *after_injury = answer,
            Bleeding::Unanswered if answer.is_answered() => {
                return Err(FieldError::new("is answered although bleeding is not; answer both or neither"));
            }
            Bleeding::Unanswered => {}
        }
        Ok(())
    }
}
