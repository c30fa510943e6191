//! Drafts of the plain mode: what is answered outlives a lost terminal, and is gone on with.

use super::PlainSession;
use super::words::Chosen;
use crate::domain::FieldError;
use crate::error::Result;
use crate::ops::StoredDraft;
use crate::tui::effect::{self, EffectContext, Progress};
use crate::tui::form::kept;
use crate::tui::message::{Effect, Message};
use crate::tui::screen::round::RoundScreen;
use crate::tui::update::drafts;
use crate::tui::widget::form::Form;
use chrono::NaiveDate;

impl PlainSession<'_> {
    /// Names what was begun and not finished, and how to go on with it.
    pub(super) fn say_drafts(&mut self) -> Result<()> {
        for draft in self.model.world.loaded.drafts.clone() {
            let Some((unfinished, ..)) = drafts::unfinished(&self.model, &draft) else { continue };
            self.say(&format!("{unfinished} Choose the same again to go on with it."))?;
        }
        Ok(())
    }

    /// Returns the draft of that name.
    fn draft(&self, what: &str) -> Option<&StoredDraft> {
        self.model.world.loaded.drafts.iter().find(|draft| draft.what == what)
    }

    /// Returns whether what is answered in the form is in a draft.
    pub(super) fn is_kept(&self, form: &Form) -> bool {
        kept::what(form).is_some_and(|what| self.draft(&what).is_some())
    }

    /// Fills in the draft of a form, if there is one and it is wanted. Returns the day of the draft.
    pub(super) fn resume(&mut self, form: &mut Form) -> Result<Option<NaiveDate>> {
        let Some(what) = kept::what(form) else { return Ok(None) };
        let Some(at) = self.draft(&what).map(|draft| draft.at) else { return Ok(None) };
        let now = self.model.world.now;
        let question = format!("You answered this last on {}. Go on with it?", now.show_time(at));
        match self.choose(&question, &["yes", "no"])? {
            Chosen::One(1) => {
                self.try_to(Effect::DropDraft(what))?;
                self.say("The draft is thrown away.")?;
                Ok(None)
            }
            _ => Ok(drafts::resume(form, &self.model).map(|_| now.to_local(at).date())),
        }
    }

    /// Begins a check round, or goes on with the one that was broken off. `None` at the end of the input.
    pub(super) fn begin_round(&mut self) -> Result<Option<RoundScreen>> {
        let begin = |session: &mut Self| match RoundScreen::begin(&session.model.world) {
            Ok(round) => Ok(Some(round)),
            Err(why) => session.say(&why).map(|()| None),
        };
        let Some(round) = begin(self)? else { return Ok(None) };
        let answers = round.answers(self.model.world.said_now().date());
        if answers.is_empty() {
            return Ok(Some(round));
        }
        self.say("You answered before:")?;
        for (number, said) in answers {
            let title = self.model.world.loaded.title(number).unwrap_or_default().to_owned();
            self.say(&format!("Spot {number}, {title}: {said}."))?;
        }
        match self.choose("Go on with these answers?", &["yes", "no"])? {
            Chosen::Ended => Ok(None),
            Chosen::One(1) => {
                self.try_to(Effect::DropDraft(kept::ROUND.to_owned()))?;
                begin(self)
            }
            _ => Ok(Some(round)),
        }
    }

    /// Keeps the answers of a form as its draft.
    pub(super) fn keep(&mut self, form: &Form) -> Result<()> {
        let Some(what) = kept::what(form) else { return Ok(()) };
        let answers = kept::typed(form, self.model.world.said_now());
        self.keep_draft(StoredDraft { what, at: self.model.world.now.utc, answers })
    }

    /// Writes a draft. If that fails, it stays in memory until the next load, and the first failure is reported.
    pub(super) fn keep_draft(&mut self, draft: StoredDraft) -> Result<()> {
        let Err(error) = self.try_to(Effect::LeaveDraft(Box::new(draft.clone()))) else { return Ok(()) };
        drafts::kept(&mut self.model, draft);
        if !self.is_unkept {
            self.is_unkept = true;
            self.say(&format!("What you answer is not on the disk yet: {error}."))?;
        }
        self.urgent_of_journal()
    }

    /// Performs an effect that saves an entry, and deletes its draft. Returns why it was refused, if it was.
    pub(super) fn save_entry(&mut self, effect: Effect, what: Option<String>) -> Result<Option<FieldError>> {
        let dropped = what.map(Effect::DropDraft);
        // The journal that is loaded with the entry has the draft still.
        drafts::forget(&mut self.model, dropped.as_ref());
        let context = EffectContext::of(&self.model);
        let mut perform = |effect| effect::perform(effect, &mut self.store, &context, &Progress::default());
        let mut told = perform(effect).inspect_err(|_| self.model.dropping.clear())?;
        let is_refused = told.iter().any(|message| matches!(message, Message::Refused(_)));
        match dropped.filter(|_| !is_refused) {
            // Before anything is printed: a terminal that is lost then leaves no draft of a saved entry.
            Some(dropped) => told.extend(perform(dropped)?),
            None => self.model.dropping.clear(),
        }
        self.take_all(told)?;
        Ok(self.refused.take())
    }
}
