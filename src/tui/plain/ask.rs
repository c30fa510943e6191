//! What the plain mode asks: the fields of a form, and which spot, entry or person is meant.

use super::PlainSession;
use crate::domain::FieldError;
use crate::error::{Error, Result};
use crate::guidance::Flag;
use crate::ops::{self, Address, Foreseen, Saved, SavedKind, StoredDraft};
use crate::tui::form::{self, SIZE, kept};
use crate::tui::message::{Act, Effect};
use crate::tui::update::{drafts, typing};
use crate::tui::widget::choices::spoken;
use crate::tui::widget::field::{Field, FieldKind};
use crate::tui::widget::form::Form;
use std::borrow::Cow;

impl PlainSession<'_> {
    /// Asks for each field of a form, and performs its effect. Groups of further questions are asked for first. If the
    /// input ends before the form is complete, nothing is logged, and the answers are a draft.
    pub(super) fn fill(&mut self, mut form: Form) -> Result<()> {
        form::recall(&mut form, self.model.world.loaded.judged.as_deref());
        self.say(&form.title.clone())?;
        let is_resumed = self.resume(&mut form)?;
        self.say(match form.saved.is_some() || is_resumed {
            true => "Enter alone leaves an answer as it is.",
            false => "Enter alone leaves a question open.",
        })?;
        let (mut wants_more, mut is_open) = (None, true);
        for at in 0..form.fields.len() {
            match form.fields[at].kind {
                FieldKind::Save => continue,
                FieldKind::Group { .. } => {
                    if wants_more.is_none() {
                        let Some(answer) = self.ask("More questions? y or n")? else { return Ok(()) };
                        wants_more = Some(is_yes(&answer));
                    }
                    if wants_more == Some(false) {
                        break;
                    }
                    let label = form.fields[at].label;
                    let Some(answer) = self.ask(&format!("{label}? y or n"))? else { return Ok(()) };
                    is_open = is_yes(&answer);
                }
                _ if !is_open => continue,
                _ => {
                    if !self.fill_field(&mut form.fields[at])? {
                        return Ok(());
                    }
                    form.is_changed = true;
                    self.preview(&form)?;
                    self.keep(&form)?;
                }
            }
        }
        self.save(form)
    }

    /// Performs the effect of a form. A field that is refused is asked again.
    fn save(&mut self, mut form: Form) -> Result<()> {
        loop {
            let refused = match form::read(&form, self.model.world.said_now()) {
                Ok(effect) => match self.doubt(&effect)? {
                    Some(doubt) => vec![doubt],
                    None => match self.save_entry(effect, kept::what(&form)) {
                        Err(error @ Error::Moved { .. }) if self.save_elsewhere(&error)? => continue,
                        Err(error) => return Err(error),
                        Ok(None) => return Ok(()),
                        Ok(Some(why)) => vec![why],
                    },
                },
                Err(errors) => errors,
            };
            for error in refused {
                self.say(&error.to_string())?;
                let name = error.path.split('.').next().unwrap_or_default();
                let Some(at) = form.fields.iter().position(|field| field.is_question() && field.name == name) else {
                    return Ok(());
                };
                form.fields[at].clear();
                if !self.fill_field(&mut form.fields[at])? {
                    return Ok(());
                }
                self.keep(&form)?;
            }
        }
    }

    /// Asks whether a size that is far from the last one of its spot is right. Returns the refusal if it is not.
    fn doubt(&mut self, effect: &Effect) -> Result<Option<FieldError>> {
        let Some(far) = typing::far_size(&self.model, effect) else { return Ok(None) };
        let answer = self.ask(&format!("{far} Save it? y or n"))?.unwrap_or_default();
        let refusal = FieldError::new("it was not saved yet").at(SIZE);
        Ok((!is_yes(&answer)).then_some(refusal))
    }

    /// Fills in the draft of a form, if there is one and it is wanted. Returns whether it did.
    fn resume(&mut self, form: &mut Form) -> Result<bool> {
        let Some(what) = kept::what(form) else { return Ok(false) };
        let Some(draft) = self.model.world.loaded.drafts.iter().find(|draft| draft.what == what) else {
            return Ok(false);
        };
        let at = self.model.world.now.show_time(draft.at);
        match self.choose(&format!("You began this on {at}. Go on with what you typed?"), &["yes", "no"])? {
            Some(Some(1)) => self.try_to(Effect::DropDraft(what)).map(|()| false),
            _ => Ok(drafts::resume(form, &self.model).is_some()),
        }
    }

    /// Keeps the answers of a form as its draft, so that a lost terminal loses nothing.
    fn keep(&mut self, form: &Form) -> Result<()> {
        let Some(what) = kept::what(form) else { return Ok(()) };
        let answers = kept::typed(form, self.model.world.said_now());
        self.try_to(Effect::KeepDraft(Box::new(StoredDraft { what, at: self.model.world.now.utc, answers })))
    }

    /// Performs an effect that saves an entry, and deletes its draft. Returns why it was refused, if it was.
    pub(super) fn save_entry(&mut self, effect: Effect, what: Option<String>) -> Result<Option<FieldError>> {
        let dropped = what.map(Effect::DropDraft);
        // The journal that is loaded after the saving has the draft still.
        drafts::forget(&mut self.model, dropped.as_ref());
        let done = self.try_to(effect);
        let refused = self.refused.take();
        match dropped {
            Some(dropped) if done.is_ok() && refused.is_none() => self.try_to(dropped)?,
            _ => self.model.dropping.clear(),
        }
        done.map(|()| refused)
    }

    /// Asks until one of the words is given, by its number or its beginning. Returns `Some(None)` if nothing is typed, and
    /// `None` at the end of the input.
    pub(super) fn choose(&mut self, question: &str, words: &[&str]) -> Result<Option<Option<usize>>> {
        let numbered: Vec<String> = words.iter().enumerate().map(|(at, word)| format!("{} {word}", at + 1)).collect();
        let question = format!("{question} {}", numbered.join(", "));
        loop {
            let Some(answer) = self.ask(&question)? else { return Ok(None) };
            if answer.trim().is_empty() {
                return Ok(Some(None));
            }
            if let Some(at) = one_of(words, &answer) {
                return Ok(Some(Some(at)));
            }
            self.say(&format!("Type a number from 1 to {}, or nothing.", words.len()))?;
        }
    }

    fn preview(&mut self, form: &Form) -> Result<()> {
        let Some(draft) = form::draft(form, self.model.world.said_now()) else { return Ok(()) };
        let judged = self.model.world.loaded.judged.as_ref();
        let (facts, open) = judged.map_or((None, &[][..]), |j| (Some(&j.facts), &j.assessment.flags[..]));
        let flags = ops::preview(facts, open, &self.model.world.context(), &draft).flags;
        let alarms: Vec<Flag> = flags.into_iter().filter(Foreseen::is_alarm).map(|foreseen| foreseen.flag).collect();
        self.urgent(&alarms, true)
    }

    /// Asks for one field until a valid choice or any text is given. Returns false at the end of the input.
    fn fill_field(&mut self, field: &mut Field) -> Result<bool> {
        let last = if field.last.is_empty() { String::new() } else { format!(" (last time {})", field.last) };
        let question = match &field.kind {
            FieldKind::Words(choices) => {
                let many = if choices.only_one { "" } else { ", several with commas" };
                let words: Vec<String> =
                    choices.words.iter().enumerate().map(|(i, word)| format!("{} {}", i + 1, spoken(word))).collect();
                let now = field.say();
                let now = if now.is_empty() { now } else { format!(" [{now}]") };
                format!("{}{last}{many}: {}{now}", field.label, words.join(", "))
            }
            _ if field.value().is_empty() => match field.hint(self.model.world.said_now()) {
                hint if hint.is_empty() => format!("{}{last}:", field.label),
                hint => format!("{}{last} ({hint}):", field.label),
            },
            _ => format!("{} [{}]:", field.label, field.value()),
        };
        loop {
            let Some(answer) = self.ask(&question)? else { return Ok(false) };
            let answer = answer.trim();
            if answer.is_empty() {
                return Ok(true);
            }
            match &field.kind {
                FieldKind::Words(choices) => match chosen(&choices.words, answer) {
                    Some(words) if words.len() == 1 || !choices.only_one => {
                        field.clear();
                        words.iter().for_each(|word| field.choose(word));
                        return Ok(true);
                    }
                    _ => self.say(&format!("Type a number from 1 to {}.", choices.words.len()))?,
                },
                _ => {
                    field.clear();
                    field.write(answer);
                    return Ok(true);
                }
            }
        }
    }

    /// Asks for a spot until a valid number is given. Returns `None` if there is none, or nothing is typed.
    pub(super) fn which(&mut self) -> Result<Option<(u32, String)>> {
        if self.model.world.loaded.rows.is_empty() {
            self.say("No spot is logged yet.")?;
            return Ok(None);
        }
        self.list()?;
        loop {
            let answer = self.ask("Which spot? Its number:")?.unwrap_or_default();
            let number = answer.trim().trim_start_matches('#');
            if number.is_empty() {
                return Ok(None);
            }
            let rows = &self.model.world.loaded.rows;
            match rows.iter().find(|row| number.parse() == Ok(row.number)) {
                Some(row) => return Ok(Some((row.number, row.title.clone()))),
                None => self.say("There is no such spot. Enter alone goes back.")?,
            }
        }
    }

    /// Asks for a spot, and then the questions of its form.
    pub(super) fn about_spot(&mut self, form: fn(u32, &str) -> Form) -> Result<()> {
        match self.which()? {
            Some((number, title)) => self.fill(form(number, &title)),
            None => Ok(()),
        }
    }

    pub(super) fn symptoms(&mut self) -> Result<()> {
        let form = form::symptoms(self.model.world.name());
        self.fill(form)
    }

    /// Asks for a saved entry. Returns `None` if none is named.
    fn which_entry(&mut self) -> Result<Option<Saved>> {
        let kinds = SavedKind::ALL.map(|(word, _)| word);
        let Some(Some(at)) = self.choose("Which kind?", &kinds)? else { return Ok(None) };
        let (word, kind) = SavedKind::ALL[at];
        let such = match kind {
            SavedKind::Look | SavedKind::Review | SavedKind::Treatment => "4@yesterday",
            SavedKind::Symptom => "fever@yesterday",
            SavedKind::Medicine => "aspirin",
            SavedKind::Infection => "@2026-11-01",
        };
        let Some(answer) = self.ask(&format!("Which {word}? Such as {such}:"))? else { return Ok(None) };
        let address = Address::parse(&answer, self.model.world.said_now())?;
        ops::find_saved(&self.store, &self.model.world.context(), kind, &address).map(Some)
    }

    pub(super) fn correct(&mut self) -> Result<()> {
        match self.which_entry()? {
            Some(saved) => self.fill(form::correct(&saved, "")),
            None => Ok(()),
        }
    }

    pub(super) fn strike_out(&mut self) -> Result<()> {
        let Some(saved) = self.which_entry()? else { return Ok(()) };
        let answer = self.ask(&format!("Strike out {}? y or n", saved.describe()))?.unwrap_or_default();
        match is_yes(&answer) {
            true => self.perform(|| Effect::Act(Act::StrikeOut(Box::new(saved.clone())))),
            false => self.say("Nothing was struck out."),
        }
    }

    /// Asks whose entries are shown from now on.
    pub(super) fn switch(&mut self) -> Result<()> {
        let people = self.model.world.loaded.people.clone();
        let names: Vec<&str> = people.iter().map(String::as_str).collect();
        let Some(Some(at)) = self.choose("Who?", &names)? else { return Ok(()) };
        self.perform(|| Effect::Switch(people[at].clone()))?;
        self.say(&format!("These are the spots of {}.", people[at]))?;
        self.say_drafts()
    }

    pub(super) fn about_person(&mut self) -> Result<()> {
        let person = self.model.world.loaded.judged.as_ref().map(|judged| judged.facts.person.clone());
        match person {
            Some(person) => self.fill(form::person(&person)),
            None => self.say("Nobody is in the journal yet."),
        }
    }

    pub(super) fn number(&mut self) -> Result<()> {
        let number = self.model.world.start.emergency_number.clone();
        self.fill(form::emergency_number(number.as_deref()))
    }
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

/// Parses numbers or words, separated by commas, into words of the list. A word may be begun only, if no other begins so.
/// `None` if one of them is not in the list.
fn chosen(words: &[Cow<'static, str>], answer: &str) -> Option<Vec<Cow<'static, str>>> {
    let spoken: Vec<String> = words.iter().map(|word| spoken(word)).collect();
    answer.split(',').map(|part| Some(words[one_of(&spoken, part)?].clone())).collect()
}

/// Returns the index of the answer with that number or that beginning, or else with a word that begins so; `None` if there
/// is none, or more than one.
pub(super) fn one_of(labels: &[impl AsRef<str>], answer: &str) -> Option<usize> {
    let answer = answer.trim().to_lowercase().replace('-', " ");
    if let Ok(number) = answer.parse::<usize>() {
        return number.checked_sub(1).filter(|at| *at < labels.len());
    }
    let labels: Vec<String> = labels.iter().map(|label| label.as_ref().to_lowercase()).collect();
    let only = |is_meant: &dyn Fn(&String) -> bool| {
        let meant: Vec<usize> = (0..labels.len()).filter(|at| is_meant(&labels[*at])).collect();
        if let [only] = meant.as_slice() { Some(*only) } else { None }
    };
    only(&|label| *label == answer)
        .or_else(|| only(&|label| label.starts_with(&answer)))
        .or_else(|| only(&|label| label.split(' ').any(|word| word.starts_with(&answer))))
}
