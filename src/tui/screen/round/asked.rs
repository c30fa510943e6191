//! A spot of a check round and what was answered for it.

use crate::domain::{Answer, Facts, GlassTest, Moment, Spot, SpotId, Word, show_date};
use crate::ops::{NewLook, RoundAnswer};
use crate::tui::form::{self, kept, kept::Answered};
use crate::tui::keymap::Command;
use crate::tui::message::{Act, Effect};
use crate::tui::world::World;
use chrono::NaiveDate;

/// A spot of the round, with the answer so far.
pub(super) struct Asked {
    /// Which spot it is: its number can change while the round is open.
    pub id: SpotId,
    pub number: u32,
    pub is_due: bool,
    /// Whether it needs a mirror or a helper.
    pub is_hard: bool,
    pub said: Option<Said>,
    /// What is logged with the answer.
    pub also: Vec<Also>,
    /// The day of the answer. A round may go on another day.
    pub on: Option<NaiveDate>,
}

impl Asked {
    /// Creates a spot without an answer.
    pub(super) fn new(spot: &Spot, is_due: bool) -> Asked {
        let is_hard = spot.site.is_hard_to_see();
        Asked { id: spot.id, number: spot.number, is_due, is_hard, said: None, also: Vec::new(), on: None }
    }

    /// Takes the number that the spot has now. Returns false if it is no longer there.
    pub(super) fn follow(&mut self, facts: &Facts) -> bool {
        let found = facts.spot_of(self.id);
        self.number = found.map_or(self.number, |tree| tree.spot.number);
        found.is_some()
    }

    /// Returns the look to log, if anything was answered. What was seen in addition says that the spot is there. An
    /// answer of another day than `at` keeps its day.
    pub(super) fn look(&self, at: Moment) -> Option<NewLook> {
        let at = self.on.filter(|on| *on != at.day()).map_or(at, Moment::on);
        let mut look = match &self.said {
            Some(Said::Key(answer)) => answer.look(at)?,
            Some(Said::Look(look, _)) => (**look).clone(),
            None if self.also.is_empty() => return None,
            None => NewLook::seen(at),
        };
        self.also.iter().for_each(|also| also.add(&mut look));
        Some(look)
    }

    /// Returns the words of what was answered, with its day if that is not `today`.
    pub(super) fn say(&self, today: NaiveDate) -> String {
        let said = match &self.said {
            Some(Said::Key(answer)) => answer.label().to_owned(),
            Some(Said::Look(look, RoundForm { answer: None, .. })) => {
                format!("details, {}", look.answers.presence.label())
            }
            Some(Said::Look(look, RoundForm { answer: Some(answer), .. })) => {
                let size = if look.answers.measurement.is_some() { "with a size" } else { "not measured" };
                format!("{}, {size}", answer.label())
            }
            None => String::new(),
        };
        let also = self.also.iter().map(|also| also.word().to_owned());
        let parts: Vec<String> = Some(said).filter(|said| !said.is_empty()).into_iter().chain(also).collect();
        let on = self.on.filter(|on| *on != today);
        let on = on.map_or_else(String::new, |on| format!(" (on {})", show_date(on)));
        format!("{}{on}", parts.join(" + "))
    }

    /// Returns the answer as it is kept in a draft: its day, its word, what was typed in its form, and what was added.
    pub(super) fn typed(&self, today: NaiveDate) -> Vec<String> {
        let (word, form) = match &self.said {
            Some(Said::Key(answer)) => (answer.label(), None),
            Some(Said::Look(_, form)) => {
                (form.answer.map_or(kept::DETAILS, RoundAnswer::label), Some(form.typed.clone()))
            }
            None => ("", None),
        };
        let also: Vec<String> = self.also.iter().map(|also| also.word().to_owned()).collect();
        Answered { on: self.on.unwrap_or(today), word, form, also: &also }.write()
    }

    /// Takes the answer of a draft. A form that cannot be read any more is no answer.
    pub(super) fn resume(&mut self, said: Answered<'_>, world: &World) {
        let Answered { on, word, form, also } = said;
        let answer = RoundAnswer::ALL.into_iter().find(|answer| answer.label() == word);
        self.said = match form {
            Some(typed) => {
                let title = world.loaded.title(self.number).unwrap_or_default();
                let mut form = match answer {
                    Some(answer) => form::round_size(self.number, title, answer, None),
                    None => form::look(self.number, title),
                };
                kept::fill(&mut form, &typed);
                match form::read(&form, on.and_time(world.said_now().time())) {
                    Ok(Effect::Act(Act::Look(_, look))) => Some(Said::Look(look, RoundForm { answer, typed })),
                    _ => None,
                }
            }
            None => answer.map(Said::Key),
        };
        let is_said = |word: &str| also.iter().any(|said| said == word);
        self.also = Also::ALL.iter().filter(|(.., word)| is_said(word)).map(|(_, also, _)| *also).collect();
        self.on = Some(on);
    }

    pub(super) fn is_answered(&self) -> bool {
        self.said.is_some() || !self.also.is_empty()
    }
}

/// An answer of one more key, logged with the main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Also {
    Fades,
    Itches,
}

impl Also {
    pub(super) const ALL: [(Command, Also, &'static str); 2] =
        [(Command::RoundFades, Also::Fades, "fades"), (Command::RoundItches, Also::Itches, "itches")];

    pub(super) fn word(self) -> &'static str {
        Also::ALL.iter().find(|(_, also, _)| *also == self).map_or("", |(.., word)| word)
    }

    fn add(self, look: &mut NewLook) {
        match self {
            Also::Fades => look.answers.glass_test = Some(GlassTest::Fades),
            Also::Itches => look.answers.itch = Answer::Yes,
        }
    }
}

/// The answer for a spot.
pub(crate) enum Said {
    Key(RoundAnswer),
    /// An observation from its form, with what was typed there.
    Look(Box<NewLook>, RoundForm),
}

/// Which form of a round made an observation, and what was typed there.
pub(crate) struct RoundForm {
    /// The answer that asked for the size; `None` for all details.
    pub answer: Option<RoundAnswer>,
    pub typed: kept::Typed,
}
