//! The table of the questions of an observation. Store, files, command line, forms, report and the list of open
//! questions all read it. So a new question is one row here and one column of the journal.

use super::choice::AnswerType;
use super::{
    Answer, Bleeding, Change, Choice, Colour, Count, FieldError, Given, GlassTest, Measurement, Method, Morphology,
    Outline, Presence, Readings, Spread, Surface, WordList,
};
use std::borrow::Cow;

/// The sections of a form and of a report, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What the person noticed to have changed.
    Changes,
    /// The colours.
    Colour,
    /// The result of the pressed glass.
    GlassTest,
    /// Kind of mark, outline, surface, raised and firm.
    Shape,
    /// How many spots there are, and how far they spread.
    Extent,
    /// Whether a change is only one of the words used.
    Wording,
    /// What the person feels there: itch, pain, warmth or swelling.
    Feeling,
    /// Pus, bleeding, and whether an injury came first.
    Bleeding,
    /// Spreading, worry, and a suspected infection.
    Worry,
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Group; 9] = [
        Group::Changes,
        Group::Colour,
        Group::GlassTest,
        Group::Shape,
        Group::Extent,
        Group::Wording,
        Group::Feeling,
        Group::Bleeding,
        Group::Worry,
    ];

    /// Returns the questions of this group, in the order of the file format.
    pub fn questions(self) -> impl Iterator<Item = &'static Question> {
        questions().filter(move |question| question.group == self)
    }
}

/// When an unanswered question counts as open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// At every look.
    Always,
    /// Only if the spot bled.
    IfBled,
    /// Only if a description differs from the last one.
    IfDescriptionDiffers,
}

/// How a report words an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// The phrases for yes and for no.
    YesNo(&'static str, &'static str),
    /// `{}` is replaced by the words of the answer.
    Words(&'static str),
    /// A phrase for each word of the list, in the same order.
    Each(&'static [&'static str]),
    /// Like [`Phrase::Words`], with the phrase for "asked, and none of them".
    WordsOrNone(&'static str, &'static str),
}

/// How the card of a report says the answers to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnCard {
    /// As it was at first and as it is now, at this place among those said so, from 1.
    ThenAndNow(u8),
    /// With the days on which it was answered, at this place among those said so, from 1.
    WithDays(u8),
    /// Not from this table: it is no finding, or the card has words of its own for it.
    Apart,
}

/// A question of an observation.
#[derive(Debug)]
pub struct Question {
    /// The name in the file format, and of the column in the journal.
    pub name: &'static str,
    /// The label in a form.
    pub label: &'static str,
    /// The heading in a data table.
    pub title: &'static str,
    /// The section in which forms and reports show it.
    pub group: Group,
    /// A sentence or two that help to answer it.
    pub guide: &'static str,
    /// How a report words the answer. Must fit `choice`.
    pub phrase: Phrase,
    /// The kind of the answer, and its allowed words.
    pub choice: Choice,
    /// When a missing answer counts as an open question.
    pub asked: Asked,
    /// How the card of a report says the answers.
    pub on_card: OnCard,
    /// Whether a report says a new answer among what is new since the last visit.
    pub is_news: bool,
    /// The version of the file format that first has the question. A file of an older version says nothing of it.
    pub since: u8,
    get: fn(&Answers) -> Given<'static>,
    set: fn(&mut Answers, &Given<'_>) -> Result<(), FieldError>,
    option: Option<&'static str>,
    help: Option<&'static str>,
    missing: Option<&'static str>,
}

impl Question {
    /// Returns the answer to this question.
    pub fn get(&self, answers: &Answers) -> Given<'static> {
        (self.get)(answers)
    }

    /// Sets the answer. `given` must be of the kind in [`Question::choice`], or nothing.
    ///
    /// # Errors
    ///
    /// Fails for a word that is not on the list, or an answer that another one excludes. The error names the question.
    pub fn set(&self, answers: &mut Answers, given: &Given<'_>) -> Result<(), FieldError> {
        (self.set)(answers, given).map_err(|error| error.at(self.name))
    }

    /// Returns whether this question has an answer.
    pub fn is_answered(&self, answers: &Answers) -> bool {
        self.get(answers) != Given::Nothing
    }

    /// Returns the long option of the command line, without its dashes.
    pub fn option(&self) -> Cow<'static, str> {
        self.option.map_or_else(|| self.name.replace('_', "-").into(), Cow::Borrowed)
    }

    /// Returns the help text of the command line, if the option does not explain itself.
    pub fn help(&self) -> Option<&'static str> {
        self.help
    }

    /// Returns the name in a list of unanswered questions.
    pub fn missing(&self) -> Cow<'static, str> {
        self.missing.map_or_else(|| self.name.replace('_', " ").into(), Cow::Borrowed)
    }

    /// Returns the answer in the words of a report; `None` if there is none.
    pub fn say(&self, answers: &Answers) -> Option<String> {
        let given = self.get(answers);
        let listed = match &given {
            Given::Nothing => return None,
            Given::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Given::Word(word) => label(word),
            Given::Words(words) => words.iter().map(|word| label(word)).collect::<Vec<_>>().join(", "),
        };
        Some(match (self.phrase, self.choice) {
            (Phrase::YesNo(yes, no), _) => if given == Given::YesNo(true) { yes } else { no }.to_owned(),
            (Phrase::Each(phrases), Choice::One(words)) => {
                let place = words.iter().position(|word| given == Given::Word(word));
                place.and_then(|at| phrases.get(at)).map_or(listed, |phrase| (*phrase).to_owned())
            }
            (Phrase::WordsOrNone(_, none), _) if listed.is_empty() => none.to_owned(),
            (Phrase::Words(pattern) | Phrase::WordsOrNone(pattern, _), _) => pattern.replace("{}", &listed),
            (Phrase::Each(_), _) => listed,
        })
    }
}

fn label(word: &str) -> String {
    word.replace('-', " ")
}

/// Defines [`Answers`] and the table of its questions from one list, so that every field has a question.
macro_rules! answers {
    ($($(#[$meta:meta])* $field:ident: $type:ty = $row:tt;)+) => {
        /// The answers of one observation: all that a rule may read of it.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Answers {
            /// Whether the spot was there. The only answer that every observation has.
            pub presence: Presence,
            /// The size, with its method; `None` if it was not measured.
            pub measurement: Option<Measurement>,
            $($(#[$meta])* pub $field: $type,)+
        }

        impl Answers {
            /// Returns answers with only the presence set.
            pub fn only(presence: Presence) -> Self {
                Answers { presence, measurement: None, $($field: Default::default(),)+ }
            }
        }

        /// The questions of each field of [`Answers`], in the order of the file format.
        const QUESTIONS: &[&[Question]] = &[$(answers!(@questions $field $type, $row)),+];
    };
    (@questions $field:ident $type:ty, [$($question:expr),+ $(,)?]) => { &[$($question),+] };
    (@questions $field:ident $type:ty, ($($key:ident: $value:expr),+ $(,)?)) => {
        &[Question {
            name: stringify!($field),
            choice: <$type as AnswerType>::CHOICE,
            get: |answers| answers.$field.to_given(),
            set: |answers, given| Ok(answers.$field = AnswerType::from_given(given)?),
            $($key: $value,)+
            ..USUAL
        }]
    };
}

/// Default values for the rows of the table.
const USUAL: Question = Question {
    name: "",
    label: "",
    title: "",
    group: Group::Shape,
    guide: "",
    phrase: Phrase::Words("{}"),
    choice: Choice::YesNo,
    asked: Asked::Always,
    on_card: OnCard::WithDays(0),
    is_news: false,
    since: 1,
    get: |_| Given::Nothing,
    set: |_, _| Ok(()),
    option: None,
    help: None,
    missing: None,
};

answers! {
    /// How many spots there are. A rash is three or more (docs/guidance.md, section 2).
    count: Option<Count> = (
        label: "How many", title: "How many", group: Group::Extent, phrase: Phrase::Words("count {}"),
        on_card: OnCard::ThenAndNow(7),
        guide: "How many spots there are here, counted together. Three or more count as a rash.",
    );
    /// How far they spread. Several places are a rash too.
    spread: Option<Spread> = (
        label: "How far", title: "How far spread", group: Group::Extent,
        on_card: OnCard::ThenAndNow(8),
        guide: "Whether it is in one place, in several, or over the whole body.",
    );
    /// Every colour of the spot. Empty means not answered.
    colours: WordList<Colour> = (
        label: "Colour", title: "Colours", group: Group::Colour, option: Some("colour"), missing: Some("colour"),
        on_card: OnCard::ThenAndNow(1), is_news: true,
        guide: "All its colours, in daylight. A colour that was not there before counts as a change.",
    );
    /// The kind of mark that it is.
    morphology: Option<Morphology> = (
        label: "Kind of mark", title: "Form", group: Group::Shape,
        on_card: OnCard::ThenAndNow(2), is_news: true,
        guide: "What it is most like. A pinprick is smaller than 2 mm; a patch is flat and larger.",
    );
    /// Whether the border is regular.
    outline: Option<Outline> = (
        label: "Outline", title: "Outline", group: Group::Shape, phrase: Phrase::Words("{} outline"),
        on_card: OnCard::ThenAndNow(6), is_news: true,
        guide: "Whether its edge is even all the way round.",
    );
    /// What the surface is like.
    surface: Option<Surface> = (
        label: "Surface", title: "Surface", group: Group::Shape,
        on_card: OnCard::ThenAndNow(5), is_news: true,
        guide: "What you see or feel when you look at it closely or pass a finger over it.",
    );
    /// Whether it stands out from the skin. No means flat.
    raised: Answer = (
        label: "Raised", title: "Raised", group: Group::Shape, phrase: Phrase::YesNo("raised", "flat"),
        on_card: OnCard::ThenAndNow(3), is_news: true,
        guide: "Whether a finger feels it stand out from the skin.",
    );
    /// Whether it feels firm.
    firm: Answer = (
        label: "Firm", title: "Firm", group: Group::Shape, phrase: Phrase::YesNo("firm", "not firm"),
        on_card: OnCard::ThenAndNow(4), is_news: true,
        guide: "Whether it feels hard when you press it lightly.",
    );
    /// The glass test; `None` if it was not done at this look.
    glass_test: Option<GlassTest> = (
        label: "Under a glass", title: "Fades under a pressed glass", group: Group::GlassTest,
        phrase: Phrase::Each(&["fades under glass", "does not fade under glass", "glass test unclear"]),
        option: Some("glass"), help: Some("The glass test: press a clear glass on it and look through"),
        on_card: OnCard::Apart,
        guide: "Press the side of a clear glass on it and look through. Has the colour gone, or is it still there?",
    );
    /// Whether it itches. Like the answers above, it is known until a later look answers again.
    itch: Answer = (
        label: "Itches", title: "Itches", group: Group::Feeling, phrase: Phrase::YesNo("itches", "no itch"),
        on_card: OnCard::WithDays(1),
        guide: "Whether it itches. Not answered is never read as no.",
    );
    /// Whether it hurts. This and the answers below count at their own look only.
    pain: Answer = (
        label: "Hurts", title: "Painful", group: Group::Feeling, phrase: Phrase::YesNo("painful", "no pain"),
        on_card: OnCard::WithDays(2),
        guide: "Whether it hurts, by itself or when touched.",
    );
    /// Whether the skin there is warm or swollen.
    warm_or_swollen: Answer = (
        label: "Warm or swollen", title: "Warm or swollen", group: Group::Feeling,
        phrase: Phrase::YesNo("warm or swollen", "not warm or swollen"),
        on_card: OnCard::WithDays(3),
        guide: "Whether the skin there is warmer than around it, or swollen.",
    );
    /// Whether there is pus.
    pus: Answer = (
        label: "Pus", title: "Pus", group: Group::Bleeding, phrase: Phrase::YesNo("pus", "no pus"),
        on_card: OnCard::WithDays(4),
        guide: "Whether there is yellow or greenish fluid.",
    );
    /// Whether it bled, and whether that was after an injury.
    bleeding: Bleeding = [
        Question {
            guide: "Whether it has bled since the last look, with or without a knock.",
            name: "bleeding", label: "Has bled", title: "Bled", group: Group::Bleeding,
            on_card: OnCard::WithDays(5),
            phrase: Phrase::YesNo("bled", "no bleeding"),
            get: |answers| answers.bleeding.bled().to_given(),
            set: |answers, given| answers.bleeding.set_bled(AnswerType::from_given(given)?),
            ..USUAL
        },
        Question {
            guide: "Whether the bleeding came after a scratch or a knock.",
            name: "after_injury", label: "After an injury", title: "Bled after an injury", group: Group::Bleeding,
            phrase: Phrase::YesNo("after an injury", "without an injury"), asked: Asked::IfBled,
            help: Some("Was the bleeding after an injury?"), on_card: OnCard::Apart,
            get: |answers| answers.bleeding.after_injury().to_given(),
            set: |answers, given| answers.bleeding.set_after_injury(AnswerType::from_given(given)?),
            ..USUAL
        },
    ];
    /// `Some` with an empty list means asked, and none noticed.
    changes: Option<WordList<Change>> = (
        label: "Has changed", title: "Changes noticed", group: Group::Changes,
        phrase: Phrase::WordsOrNone("changed: {}", "no change noticed"),
        option: Some("change"), help: Some("What you noticed to have changed"),
        on_card: OnCard::WithDays(6),
        guide: "What you noticed yourself. It counts, whatever a ruler says. None: you looked, and nothing has changed.",
    );
    /// A yes says that a description differs only in its words, not in the spot.
    described_differently: Answer = (
        label: "Same, other words", title: "Only described differently", group: Group::Wording,
        phrase: Phrase::YesNo("only described differently", "not only described differently"),
        asked: Asked::IfDescriptionDiffers, help: Some("It is only described in other words than before, not changed"),
        missing: Some("changed, or only described differently"),
        on_card: OnCard::Apart,
        guide: "Yes, if you use other words today but the spot is the same as before.",
    );
    /// Whether the person sees it spreading.
    spreading: Answer = (
        label: "Spreading", title: "Spreading", group: Group::Worry,
        phrase: Phrase::YesNo("spreading", "not spreading"),
        on_card: OnCard::WithDays(7),
        guide: "Whether it is getting larger, or new ones come, from hour to hour or day to day.",
    );
    /// Whether the person is worried, for any reason. Read at looks that say gone too.
    worried: Answer = (
        label: "Are you worried", title: "Worried", group: Group::Worry,
        phrase: Phrase::YesNo("worried", "not worried"), missing: Some("worry"),
        on_card: OnCard::WithDays(9),
        guide: "Your worry counts, for any reason. It is a reason to see a doctor.",
    );
    /// Whether the person thinks that it is infected.
    suspects_infection: Answer = (
        label: "Looks infected", title: "Suspects an infection", group: Group::Worry,
        phrase: Phrase::YesNo("suspects an infection", "suspects no infection"),
        missing: Some("whether it looks infected"),
        on_card: OnCard::WithDays(8),
        guide: "Whether it looks infected to you.",
    );
}

/// Returns every question of an observation in the order of the file format. Time, presence, size and note are not
/// included.
pub fn questions() -> impl Iterator<Item = &'static Question> {
    QUESTIONS.iter().copied().flatten()
}

/// Returns the questions that the card of a report says in one way, such as [`OnCard::WithDays`], by their places.
pub fn questions_of_card(way: fn(u8) -> OnCard) -> impl Iterator<Item = &'static Question> {
    (1..).map_while(move |place| questions().find(|question| question.on_card == way(place)))
}

/// Finds a question by name.
pub fn question(name: &str) -> Option<&'static Question> {
    questions().find(|question| question.name == name)
}

impl Answers {
    /// Returns the readings of the longest diameter and their method.
    pub fn diameter(&self) -> Option<(Method, Readings)> {
        let measurement = self.measurement?;
        measurement.by().zip(measurement.diameter())
    }
}

#[cfg(test)]
mod tests;
