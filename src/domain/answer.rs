//! The three-valued answer, and the answers about bleeding.

use super::FieldError;

/// An answer to a yes/no question. Unanswered never counts as no (docs/guidance.md, section 1 "Three values").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Asked, and confirmed.
    Yes,
    /// Asked, and denied. A later yes can be a change, which it is not after a missing answer.
    No,
    /// Not asked, or skipped. A rule counts it as the more urgent answer, or lists the question.
    #[default]
    Unanswered,
}

impl Answer {
    /// Every answer, in the order of a form.
    pub const ALL: [Answer; 3] = [Answer::Unanswered, Answer::Yes, Answer::No];

    /// Returns whether the answer is yes.
    pub fn is_yes(self) -> bool {
        self == Answer::Yes
    }

    /// Returns whether the answer is no. False if unanswered.
    pub fn is_no(self) -> bool {
        self == Answer::No
    }

    /// Returns whether the answer is yes or no.
    pub fn is_answered(self) -> bool {
        self != Answer::Unanswered
    }

    /// Returns the answer for display.
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

/// Whether the spot bled, and whether that was after an injury. The second is only asked if the first is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bleeding {
    /// Not asked, or skipped.
    #[default]
    Unanswered,
    /// Answered, at least whether it bled.
    Answered {
        /// True if it bled, false if the person said that it did not.
        bled: bool,
        /// Whether an injury came first. Unanswered raises what no would raise.
        after_injury: Answer,
    },
}

impl Bleeding {
    /// Returns whether the spot bled.
    pub fn bled(self) -> Answer {
        match self {
            Bleeding::Unanswered => Answer::Unanswered,
            Bleeding::Answered { bled, .. } => Answer::from(Some(bled)),
        }
    }

    /// Returns whether it bled after an injury.
    pub fn after_injury(self) -> Answer {
        match self {
            Bleeding::Unanswered => Answer::Unanswered,
            Bleeding::Answered { after_injury, .. } => after_injury,
        }
    }

    /// Sets whether it bled. Without an answer, the answer about an injury is removed too.
    pub(super) fn set_bled(&mut self, bled: Answer) -> Result<(), FieldError> {
        *self = match bled {
            Answer::Unanswered => Bleeding::Unanswered,
            _ => Bleeding::Answered { bled: bled.is_yes(), after_injury: self.after_injury() },
        };
        Ok(())
    }

    /// Sets whether the bleeding was after an injury.
    ///
    /// # Errors
    ///
    /// Fails if it is not answered whether the spot bled.
    pub fn set_after_injury(&mut self, answer: Answer) -> Result<(), FieldError> {
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
