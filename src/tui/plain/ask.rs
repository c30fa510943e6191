//! What the plain mode asks: the fields of a form, and which spot, entry or person is meant.

use super::PlainSession;
use super::words::{Chosen, chosen, is_yes, one_of};
use crate::domain::{FieldError, Said, Spot, show_date};
use crate::error::{Error, Result};
use crate::guidance::Flag;
use crate::ops::{self, Address, Foreseen, Reviewed, Saved, SavedKind};
use crate::tui::form::{self, SIZE, kept};
use crate::tui::message::{Act, Effect};
use crate::tui::update::typing;
use crate::tui::widget::choices::spoken;
use crate::tui::widget::field::{Field, FieldKind};
use crate::tui::widget::form::Form;

/// What was typed at a field.
enum Filled {
    Typed,
    /// Enter alone.
    Left,
    /// The word that goes back to the menu.
    Stopped,
    /// The input has ended.
    Ended,
}

/// The word that goes back to the menu.
const STOP: &str = "stop";
/// What takes an answer back.
const NONE: &str = "-";

impl PlainSession<'_> {
    /// Asks for each field of a form, and performs its effect. Groups of further questions are asked for first. If the
    /// input ends before the form is complete, nothing is logged, and the answers are a draft.
    pub(super) fn fill(&mut self, mut form: Form) -> Result<()> {
        form::recall(&mut form, self.model.world.loaded.judged.as_deref());
        self.say(&form.title.clone())?;
        let drafted_on = self.resume(&mut form)?;
        let is_resumed = drafted_on.is_some();
        self.say(match form.saved.is_some() || is_resumed {
            true => "Enter alone leaves an answer as it is.",
            false => "Enter alone leaves a question open.",
        })?;
        self.say(&format!("{NONE} takes an answer back, {STOP} goes back to the menu."))?;
        let is_older = drafted_on.is_some_and(|day| day != self.model.world.said_now().date());
        if is_older && !self.ask_day(&mut form)? {
            return Ok(());
        }
        let (mut wants_more, mut is_open) = (None, true);
        for at in 0..form.fields.len() {
            match form.fields[at].kind {
                FieldKind::Save => continue,
                FieldKind::Group { .. } => {
                    // Nothing is saved that was not shown.
                    is_open = is_resumed && has_answers(&form.fields[at + 1..]);
                    if is_open {
                        continue;
                    }
                    if wants_more.is_none() {
                        let Some(answer) = self.ask("More questions? y or n")? else { return Ok(()) };
                        wants_more = Some(is_yes(&answer));
                    }
                    if wants_more == Some(true) {
                        let label = form.fields[at].label;
                        let Some(answer) = self.ask(&format!("{label}? y or n"))? else { return Ok(()) };
                        is_open = is_yes(&answer);
                    }
                }
                _ if !is_open => continue,
                _ => {
                    if !self.answer(&mut form, at)? {
                        return Ok(());
                    }
                }
            }
        }
        self.save(form)
    }

    /// Asks for one field, tells what its answer would raise, and keeps it. Returns false if the questions end here.
    fn answer(&mut self, form: &mut Form, at: usize) -> Result<bool> {
        match self.fill_field(&mut form.fields[at])? {
            Filled::Typed => {
                self.preview(form)?;
                self.keep(form)?;
                Ok(true)
            }
            Filled::Left => Ok(true),
            Filled::Ended => Ok(false),
            Filled::Stopped => self.say_kept(form).map(|()| false),
        }
    }

    /// Asks first for the day of a draft of another day: today's answers may be urgent where old ones are not.
    fn ask_day(&mut self, form: &mut Form) -> Result<bool> {
        let now = self.model.world.said_now();
        let Some(at) = form.fields.iter().position(|field| field.name == "at") else { return Ok(true) };
        match Said::parse(&form.fields[at].value(), now) {
            Ok(Said::Moment(said)) if said.day() != now.date() => {
                self.say(&format!("The answers count for {}. Type now if they are of today.", show_date(said.day())))?;
                self.answer(form, at)
            }
            _ => Ok(true),
        }
    }

    /// Performs the effect of a form. A field that is refused is asked again.
    fn save(&mut self, mut form: Form) -> Result<()> {
        let mut confirmed = None;
        self.reload()?;
        if !form::follow_spot(&mut form, self.model.world.loaded.judged.as_deref()) {
            self.say(form::SPOT_IS_GONE)?;
            return self.say_kept(&form);
        }
        loop {
            let refused = match form::read(&form, self.model.world.said_now()) {
                Ok(effect) => match self.doubt(&effect, &mut confirmed)? {
                    Some(doubt) => vec![doubt],
                    None => match self.save_entry(effect, kept::what(&form)) {
                        Err(error @ Error::Moved { .. }) if self.save_elsewhere(&error)? => continue,
                        Err(error @ Error::Io { .. }) => return Err(error),
                        Err(error) => {
                            self.say(&error.to_string())?;
                            return self.say_kept(&form);
                        }
                        Ok(None) => return Ok(()),
                        Ok(Some(why)) => vec![why],
                    },
                },
                Err(errors) => errors,
            };
            for error in refused {
                let name = error.path.split('.').next().unwrap_or_default();
                let Some(at) = form.fields.iter().position(|field| field.is_question() && field.name == name) else {
                    self.say(&error.to_string())?;
                    return self.say_kept(&form);
                };
                self.say(&format!("{}: {}.", form.fields[at].label, error.message))?;
                if !self.answer(&mut form, at)? {
                    return Ok(());
                }
            }
        }
    }

    /// Asks whether a size that is far from the last one of its spot is right, unless that is `confirmed`. Returns the
    /// refusal if it is not.
    fn doubt(&mut self, effect: &Effect, confirmed: &mut Option<String>) -> Result<Option<FieldError>> {
        let Some(far) = typing::far_size(&self.model, effect).filter(|far| confirmed.as_ref() != Some(far)) else {
            return Ok(None);
        };
        let answer = self.ask(&format!("{far} Save it? y or n"))?.unwrap_or_default();
        if is_yes(&answer) {
            *confirmed = Some(far);
            return Ok(None);
        }
        Ok(Some(FieldError::new("it is not saved yet").at(SIZE)))
    }

    /// Says that the answers of a form are a draft, or that nothing was answered.
    fn say_kept(&mut self, form: &Form) -> Result<()> {
        self.say(match self.is_kept(form) {
            true => "What you answered is a draft. Choose the same again to go on with it.",
            false => "Nothing was logged.",
        })
    }

    /// Asks until one of the words is given.
    pub(super) fn choose(&mut self, question: &str, words: &[&str]) -> Result<Chosen> {
        let numbered: Vec<String> = words.iter().enumerate().map(|(at, word)| format!("{} {word}", at + 1)).collect();
        let question = format!("{question} {}", numbered.join(", "));
        loop {
            let Some(answer) = self.ask(&question)? else { return Ok(Chosen::Ended) };
            if answer.trim().is_empty() {
                return Ok(Chosen::Nothing);
            }
            if let Some(at) = one_of(words, &answer) {
                return Ok(Chosen::One(at));
            }
            self.say(&format!("Type a number from 1 to {}, or nothing.", words.len()))?;
        }
    }

    fn preview(&mut self, form: &Form) -> Result<()> {
        let Some(draft) = form::draft(form, self.model.world.said_now()) else { return Ok(()) };
        let flags = self.model.world.preview(&draft).flags;
        let alarms: Vec<Flag> = flags.into_iter().filter(Foreseen::is_alarm).map(|foreseen| foreseen.flag).collect();
        self.urgent(&alarms)
    }

    /// Asks for one field until a valid choice or any text is given.
    fn fill_field(&mut self, field: &mut Field) -> Result<Filled> {
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
            let Some(answer) = self.ask(&question)? else { return Ok(Filled::Ended) };
            let answer = answer.trim();
            match (answer, &field.kind) {
                ("", _) => return Ok(Filled::Left),
                (NONE, _) => {
                    field.clear();
                    return Ok(Filled::Typed);
                }
                _ if answer.eq_ignore_ascii_case(STOP) => return Ok(Filled::Stopped),
                (_, FieldKind::Words(choices)) => match chosen(&choices.words, answer) {
                    Some(words) if words.len() == 1 || !choices.only_one => {
                        field.clear();
                        words.iter().for_each(|word| field.choose(word));
                        return Ok(Filled::Typed);
                    }
                    _ => self.say(&format!("Type a number from 1 to {}, or the word.", choices.words.len()))?,
                },
                _ => {
                    field.clear();
                    field.write(answer);
                    return Ok(Filled::Typed);
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

    /// Asks for a spot, and returns what is saved of it.
    fn which_spot(&mut self) -> Result<Option<Spot>> {
        let Some((number, _)) = self.which()? else { return Ok(None) };
        let judged = self.model.world.loaded.judged.as_ref();
        Ok(judged.and_then(|judged| judged.facts.spot(number)).map(|tree| tree.spot.clone()))
    }

    pub(super) fn move_spot(&mut self) -> Result<()> {
        match self.which_spot()? {
            Some(spot) => self.fill(form::move_spot(&spot)),
            None => Ok(()),
        }
    }

    pub(super) fn review_of_person(&mut self) -> Result<()> {
        let form = form::review_of(Reviewed::Person, self.model.world.name());
        self.fill(form)
    }

    pub(super) fn symptoms(&mut self) -> Result<()> {
        let form = form::symptoms(self.model.world.name());
        self.fill(form)
    }

    /// Asks for a saved entry, or a spot where `or_spot` says so. Returns `None` if none is named.
    fn which_entry(&mut self, or_spot: bool) -> Result<Option<Saved>> {
        let words = SavedKind::ALL.map(|(word, _)| word).into_iter().chain(or_spot.then_some("spot"));
        let Chosen::One(at) = self.choose("Which kind?", &words.collect::<Vec<_>>())? else { return Ok(None) };
        let Some((word, kind)) = SavedKind::ALL.get(at).copied() else {
            return Ok(self.which_spot()?.map(Saved::Spot));
        };
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
        match self.which_entry(true)? {
            Some(saved) => self.fill(form::correct(&saved, "")),
            None => Ok(()),
        }
    }

    pub(super) fn add_note(&mut self) -> Result<()> {
        match self.which_entry(true)? {
            Some(saved) => self.fill(form::add_note(&saved)),
            None => Ok(()),
        }
    }

    pub(super) fn strike_out(&mut self) -> Result<()> {
        let Some(saved) = self.which_entry(false)? else { return Ok(()) };
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
        let Chosen::One(at) = self.choose("Who?", &names)? else { return Ok(()) };
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

/// Returns whether one of the fields of the group that begins here has an answer.
fn has_answers(fields: &[Field]) -> bool {
    let group = fields.iter().take_while(|field| !matches!(field.kind, FieldKind::Group { .. }));
    group.into_iter().any(|field| field.is_question() && !field.is_suggested && !field.say().is_empty())
}
