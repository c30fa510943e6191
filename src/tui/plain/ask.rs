//! What the plain mode asks: the fields of a form, and which spot, entry or person is meant.

use super::PlainSession;
use crate::error::{Error, Result};
use crate::guidance::Flag;
use crate::ops::{self, Address, Foreseen, Saved, SavedKind};
use crate::tui::form;
use crate::tui::message::{Act, Effect};
use crate::tui::widget::choices::spoken;
use crate::tui::widget::field::{Field, FieldKind};
use crate::tui::widget::form::Form;
use std::borrow::Cow;

impl PlainSession<'_> {
    /// Asks for each field of a form, and performs its effect. Groups of further questions are asked for first. Nothing
    /// is logged if the input ends before the form is complete.
    pub(super) fn fill(&mut self, mut form: Form) -> Result<()> {
        form::recall(&mut form, self.model.world.loaded.judged.as_deref());
        self.say(&form.title.clone())?;
        self.say(match form.saved {
            Some(_) => "Enter alone leaves an answer as it is.",
            None => "Enter alone leaves a question open.",
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
                }
            }
        }
        loop {
            match form::read(&form, self.model.world.said_now()) {
                Ok(effect) => match self.try_to(effect) {
                    Err(error @ Error::Moved { .. }) if self.save_elsewhere(&error)? => {}
                    done => return done,
                },
                Err(errors) => {
                    for error in errors {
                        self.say(&error.to_string())?;
                        let name = error.path.split('.').next().unwrap_or_default().to_owned();
                        match form.fields.iter().position(|field| field.is_question() && field.name == name) {
                            Some(at) => {
                                form.fields[at].clear();
                                if !self.fill_field(&mut form.fields[at])? {
                                    return Ok(());
                                }
                            }
                            None => return Ok(()),
                        }
                    }
                }
            }
        }
    }

    fn preview(&mut self, form: &Form) -> Result<()> {
        let Some(draft) = form::draft(form, self.model.world.said_now()) else { return Ok(()) };
        let judged = self.model.world.loaded.judged.as_ref();
        let (facts, open) = judged.map_or((None, &[][..]), |j| (Some(&j.facts), &j.assessment.flags[..]));
        let flags = ops::preview(facts, open, &self.model.world.context(), &draft).flags;
        let alarms: Vec<Flag> = flags.into_iter().filter(Foreseen::is_alarm).map(|foreseen| foreseen.flag).collect();
        self.urgent(&alarms)
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

    /// Asks for a spot. Returns `None` if there is none, or no valid number was given.
    pub(super) fn which(&mut self) -> Result<Option<(u32, String)>> {
        if self.model.world.loaded.rows.is_empty() {
            self.say("No spot is logged yet.")?;
            return Ok(None);
        }
        self.list()?;
        let Some(answer) = self.ask("Which spot? Its number:")? else { return Ok(None) };
        let row = answer
            .trim()
            .parse()
            .ok()
            .and_then(|n: u32| self.model.world.loaded.rows.iter().find(|row| row.number == n));
        match row {
            Some(row) => Ok(Some((row.number, row.title.clone()))),
            None => {
                self.say("There is no such spot.")?;
                Ok(None)
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
        let kinds: Vec<String> =
            SavedKind::ALL.iter().enumerate().map(|(at, (word, _))| format!("{} {word}", at + 1)).collect();
        let Some(answer) = self.ask(&format!("Which kind? {}", kinds.join(", ")))? else { return Ok(None) };
        let kind = answer.trim().parse::<usize>().ok().and_then(|n| SavedKind::ALL.get(n.checked_sub(1)?));
        let Some((word, kind)) = kind else {
            self.say("There is no such kind.")?;
            return Ok(None);
        };
        let such = match kind {
            SavedKind::Look | SavedKind::Review | SavedKind::Treatment => "4@yesterday",
            SavedKind::Symptom => "fever@yesterday",
            SavedKind::Medicine => "aspirin",
            SavedKind::Infection => "@2026-11-01",
        };
        let Some(answer) = self.ask(&format!("Which {word}? Such as {such}:"))? else { return Ok(None) };
        let address = Address::parse(&answer, self.model.world.said_now())?;
        ops::find_saved(&self.store, &self.model.world.context(), *kind, &address).map(Some)
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
        let names: Vec<String> = people.iter().enumerate().map(|(at, name)| format!("{} {name}", at + 1)).collect();
        let Some(answer) = self.ask(&format!("Who? {}", names.join(", ")))? else { return Ok(()) };
        match answer.trim().parse::<usize>().ok().and_then(|n| people.get(n.checked_sub(1)?)) {
            Some(name) => {
                self.perform(|| Effect::Switch(name.clone()))?;
                self.say(&format!("These are the spots of {name}."))
            }
            None => self.say("There is no such person."),
        }
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
    let spoken: Vec<String> = words.iter().map(|word| spoken(word).to_lowercase()).collect();
    answer.split(',').map(|part| Some(words[one_of(&spoken, part)?].clone())).collect()
}

/// Returns the index of the answer with that number or that beginning; `None` if there is none, or more than one.
pub(super) fn one_of(labels: &[String], answer: &str) -> Option<usize> {
    let answer = answer.trim().to_lowercase().replace('-', " ");
    if let Ok(number) = answer.parse::<usize>() {
        return number.checked_sub(1).filter(|at| *at < labels.len());
    }
    let begun: Vec<usize> = (0..labels.len()).filter(|at| labels[*at].to_lowercase().starts_with(&answer)).collect();
    let exact = labels.iter().position(|label| label.to_lowercase() == answer);
    exact.or(if let [only] = begun.as_slice() { Some(*only) } else { None })
}
