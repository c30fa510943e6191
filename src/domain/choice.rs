//! The kinds of answers that a question can have, with and without their types.

use super::{Answer, FieldError, Word, WordList};

/// An untyped answer, as used by files, forms and options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given<'a> {
    /// Not answered.
    Nothing,
    /// Yes or no.
    YesNo(bool),
    /// One word of the list of the question, in its file form.
    Word(&'a str),
    /// An empty list is an answer only for [`Choice::AnyOrNone`]: asked, and none of them.
    Words(Vec<&'a str>),
}

/// The possible answers to a question. The lists are the words of the file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Yes or no. Has no list of words.
    YesNo,
    /// Exactly one of the words.
    One(&'static [&'static str]),
    /// Any number of the words. None of them is not an answer.
    Any(&'static [&'static str]),
    /// Any of the words, or "asked, and none of them".
    AnyOrNone(&'static [&'static str]),
}

/// A type that a question can have for its answers.
pub(super) trait AnswerType: Copy {
    /// The kind of the answer, and its words.
    const CHOICE: Choice;

    /// Returns the answer without its type.
    fn to_given(self) -> Given<'static>;

    /// Returns the answer with its type.
    ///
    /// # Errors
    ///
    /// Fails for an answer of another kind, and for a word that is not on the list.
    fn from_given(given: &Given<'_>) -> Result<Self, FieldError>;
}

/// Returns the error for an answer of the wrong kind.
fn not_of_this_kind<T>() -> Result<T, FieldError> {
    Err(FieldError::new("is an answer to another kind of question"))
}

fn parse_word<W: Word>(word: &str) -> Result<W, FieldError> {
    W::from_word(word.as_bytes()).ok_or_else(|| W::unknown(word))
}

impl AnswerType for Answer {
    const CHOICE: Choice = Choice::YesNo;

    fn to_given(self) -> Given<'static> {
        Option::<bool>::from(self).map_or(Given::Nothing, Given::YesNo)
    }

    fn from_given(given: &Given<'_>) -> Result<Self, FieldError> {
        match given {
            Given::Nothing => Ok(Answer::Unanswered),
            Given::YesNo(yes) => Ok(Answer::from(Some(*yes))),
            Given::Word(_) | Given::Words(_) => not_of_this_kind(),
        }
    }
}

impl<W: Word> AnswerType for Option<W> {
    const CHOICE: Choice = Choice::One(W::WORDS);

    fn to_given(self) -> Given<'static> {
        self.map_or(Given::Nothing, |word| Given::Word(word.word()))
    }

    fn from_given(given: &Given<'_>) -> Result<Self, FieldError> {
        match given {
            Given::Nothing => Ok(None),
            Given::Word(word) => parse_word(word).map(Some),
            Given::YesNo(_) | Given::Words(_) => not_of_this_kind(),
        }
    }
}

impl<W: Word> AnswerType for WordList<W> {
    const CHOICE: Choice = Choice::Any(W::WORDS);

    fn to_given(self) -> Given<'static> {
        if self.is_empty() { Given::Nothing } else { Given::Words(self.iter().map(Word::word).collect()) }
    }

    fn from_given(given: &Given<'_>) -> Result<Self, FieldError> {
        Ok(Option::<WordList<W>>::from_given(given)?.unwrap_or_default())
    }
}

impl<W: Word> AnswerType for Option<WordList<W>> {
    const CHOICE: Choice = Choice::AnyOrNone(W::WORDS);

    fn to_given(self) -> Given<'static> {
        self.map_or(Given::Nothing, |words| Given::Words(words.iter().map(Word::word).collect()))
    }

    fn from_given(given: &Given<'_>) -> Result<Self, FieldError> {
        match given {
            Given::Nothing => Ok(None),
            Given::Words(words) => words.iter().map(|word| parse_word(word)).collect::<Result<_, _>>().map(Some),
            Given::YesNo(_) | Given::Word(_) => not_of_this_kind(),
        }
    }
}
