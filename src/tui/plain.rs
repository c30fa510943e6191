//! The plain mode: numbered questions and lines of text, for screen readers, phones and dumb terminals. It uses the
//! same forms and effects as the screen.

mod ask;
mod drafts;
mod words;

use super::effect::{self, EffectContext, Progress};
use super::form::{self, kept};
use super::message::{Act, Effect, Message};
use super::model::Model;
use super::screen::emergency::UNSAVED;
use super::screen::round::{NOTHING_SEEN, Said};
use super::screen::said::alarm_of;
use super::update;
use super::world::Start;
use super::yes_no::delete_kept;
use crate::config::expand_home;
use crate::domain::{FieldError, GlassTest, ShowPath};
use crate::error::{Error, Result};
use crate::file;
use crate::guidance::{DO_NOT_WAIT, Flag, GET_HELP_AGAIN, GLASS_TEST, Level, Status, call_now};
use crate::ops::{self, RoundAnswer, WORD};
use crate::report::{plain, say_next_look};
use crate::store::Store;
use std::io::{BufRead, Write};
use words::{Chosen, is_yes};

/// The line width in columns, which fits a phone.
const WIDTH: usize = 40;

/// A menu item: its label and its action.
type Choice = (&'static str, fn(&mut PlainSession<'_>) -> Result<()>);

/// The menu items in order. The number to type is the position, from 1.
const MENU: [Choice; 25] = [
    ("new spot", |session| session.fill(form::new_spot())),
    ("look at a spot", |session| session.about_spot(form::look)),
    ("check round", |session| session.round()),
    ("symptoms", |session| session.symptoms()),
    ("glass test", |session| session.glass_test()),
    ("list of spots", |session| session.list()),
    ("why, of a spot", |session| session.why()),
    ("report", |session| session.report()),
    ("undo", |session| session.undo()),
    ("redo", |session| session.perform(|| Effect::Redo)),
    ("erase for good", |session| session.fill(form::erase(""))),
    ("what a doctor said", |session| session.about_spot(form::review)),
    ("a treatment", |session| session.about_spot(form::treatment)),
    ("a medicine", |session| session.fill(form::medicine())),
    ("correct an entry", |session| session.correct()),
    ("strike out an entry", |session| session.strike_out()),
    ("another person", |session| session.switch()),
    ("add a person", |session| session.fill(form::new_person())),
    ("about the person", |session| session.about_person()),
    ("emergency number", |session| session.number()),
    ("a spot was removed", |session| session.about_spot(form::removed)),
    ("an infection", |session| session.fill(form::infection())),
    ("review of the person", |session| session.review_of_person()),
    ("move a spot", |session| session.move_spot()),
    ("note on an entry", |session| session.add_note()),
];

/// Runs the plain mode until the user quits or the input ends.
pub fn run(store: Store, start: Start, input: &mut dyn BufRead, out: &mut dyn Write) -> Result<()> {
    let mut model = Model::new(start, (80, 24));
    model.begun_after = crate::ops::newest_change(&store)?;
    let mut session = PlainSession {
        store,
        model,
        input,
        out,
        told: Vec::new(),
        told_others: Vec::new(),
        refused: None,
        is_unkept: false,
        version: 0,
    };
    session.load()?;
    session.say_drafts()?;
    loop {
        session.urgent_of_journal()?;
        session.say("")?;
        for (i, (label, _)) in MENU.iter().enumerate() {
            session.say(&format!("{} {label}", i + 1))?;
        }
        session.say("0 quit")?;
        let Some(answer) = session.ask("What now?")? else { return Ok(()) };
        match answer.trim().to_lowercase().as_str() {
            "0" | "q" | "quit" => return Ok(()),
            "" => {}
            chosen => match words::one_of(&MENU.map(|(label, _)| label), chosen) {
                Some(at) => match session.reload().and_then(|()| MENU[at].1(&mut session)) {
                    Err(error @ Error::Io { .. }) => return Err(error),
                    Err(error) => session.say(&error.to_string())?,
                    Ok(()) => {}
                },
                None => session.say(&format!("Type a number from 0 to {}, or how its line begins.", MENU.len()))?,
            },
        }
    }
}

struct PlainSession<'t> {
    store: Store,
    model: Model,
    input: &'t mut dyn BufRead,
    out: &'t mut dyn Write,
    /// The urgent rules already announced, each with its spot. They are not announced again.
    told: Vec<(&'static str, Option<u32>)>,
    /// The people with an alarm that were named already.
    told_others: Vec<(String, Level)>,
    /// Why the last effect was refused.
    refused: Option<FieldError>,
    /// Whether it was told that drafts cannot be written.
    is_unkept: bool,
    /// The version of the data when they were loaded. A change of another program changes it.
    version: i64,
}

impl PlainSession<'_> {
    /// Loads the journal again if another program has changed it.
    fn reload(&mut self) -> Result<()> {
        match self.store.data_version() {
            Ok(version) if version != self.version => self.load(),
            // If the file was moved away, the next change says so and asks for another file.
            _ => Ok(()),
        }
    }

    fn load(&mut self) -> Result<()> {
        self.version = self.store.data_version().unwrap_or(self.version);
        let context = EffectContext::of(&self.model);
        effect::perform(Effect::Load, &mut self.store, &context, &Progress::default())?
            .into_iter()
            .try_for_each(|message| self.take(message))
    }

    /// Prints wrapped lines without control characters.
    fn say(&mut self, text: &str) -> Result<()> {
        let mut lines = super::widget::text::wrap(text, WIDTH);
        if lines.is_empty() {
            lines.push(String::new());
        }
        let failed = Error::io("the answer cannot be printed");
        let written = lines.iter().try_for_each(|line| writeln!(self.out, "{line}"));
        written.and_then(|()| self.out.flush()).map_err(failed)
    }

    /// Asks a question and reads a line, or returns `None` at the end of the input.
    fn ask(&mut self, question: &str) -> Result<Option<String>> {
        self.say(question)?;
        let written = write!(self.out, "> ").and_then(|()| self.out.flush());
        written.map_err(Error::io("the question cannot be printed"))?;
        let line = file::read_line(&mut self.input).map_err(Error::io("the answer cannot be read"))?;
        self.model.world.now = (self.model.world.start.clock)();
        Ok(line)
    }

    fn take(&mut self, message: Message) -> Result<()> {
        match message {
            Message::Loaded(loaded) => {
                self.model.world.loaded = *loaded;
                update::drafts::loaded(&mut self.model);
            }
            Message::DraftLeft(draft) => update::drafts::kept(&mut self.model, *draft),
            Message::DraftDropped(what) => update::drafts::dropped(&mut self.model, &what),
            Message::Done { done, .. } => self.say(&done)?,
            Message::Undone(done) => {
                let redo = MENU.iter().position(|(label, _)| *label == "redo").map_or(0, |at| at + 1);
                self.say(&format!("{done} {redo} does it again."))?
            }
            Message::AskUndo(earlier) => {
                let question = format!("{} y or n", earlier.question(self.model.world.now));
                let answer = self.ask(&question)?.unwrap_or_default();
                if is_yes(&answer) {
                    self.perform(|| Effect::Undo { sure: true })?;
                } else {
                    self.say("Nothing was undone.")?;
                }
            }
            Message::ErasingPlanned(plan) => {
                plan.lines().iter().try_for_each(|line| self.say(line))?;
                let answer = self.ask(&format!("Type {WORD} to erase it."))?.unwrap_or_default();
                if answer.trim() == WORD {
                    self.perform(|| Effect::Erase(plan.clone()))?;
                } else {
                    self.say("Nothing was erased.")?;
                }
            }
            Message::Erased(done, kept) => {
                self.say(&done)?;
                if !kept.is_empty() {
                    let answer = self.ask(&format!("{} y or n", delete_kept(&kept)))?.unwrap_or_default();
                    if is_yes(&answer) {
                        self.perform(|| Effect::DeleteKept(kept.clone()))?;
                    }
                }
            }
            Message::KeptDeleted => self.say("The kept copies are deleted.")?,
            Message::NumberKept(number) => {
                let kept = number.as_deref().unwrap_or("No emergency number");
                self.say(&format!("{kept} is kept for emergencies."))?;
                self.model.world.start.emergency_number = number;
            }
            Message::Refused(error) => self.refused = Some(error),
            Message::Switched(name) if self.model.world.loaded.judged.is_some() && !name.is_empty() => {
                if name != self.model.world.name() {
                    self.told.clear();
                }
                self.model.world.start.person = Some(name);
            }
            _ => {}
        }
        Ok(())
    }

    /// Performs the effect from `make`. If the journal file was moved away, it asks for a new file and tries again.
    fn perform(&mut self, make: impl Fn() -> Effect) -> Result<()> {
        loop {
            match self.try_to(make()) {
                Err(error @ Error::Moved { .. }) if self.save_elsewhere(&error)? => {}
                Ok(()) => return self.refused.take().map_or(Ok(()), |why| self.say(&why.to_string())),
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks for a new file for a journal that is no longer at its path. Returns false if the user gives up.
    fn save_elsewhere(&mut self, why: &Error) -> Result<bool> {
        self.say(&format!("{why}."))?;
        loop {
            let name = self.store.name_for_saving();
            self.say(&format!("Save the journal in which file? Such as {}. Enter alone gives up.", name.shown()))?;
            let answer = self.ask("What you answered is kept until then.")?.unwrap_or_default();
            let path = match answer.trim() {
                "" | "n" | "no" => return Ok(false),
                path => expand_home(std::path::Path::new(path)),
            };
            match path.map_err(Error::from).and_then(|path| self.store.save_elsewhere(&path)) {
                Err(error) => self.say(&error.to_string())?,
                Ok(()) => {
                    self.say(&format!("The journal is in {} now.", self.store.path().shown()))?;
                    return Ok(true);
                }
            }
        }
    }

    fn try_to(&mut self, effect: Effect) -> Result<()> {
        let context = EffectContext::of(&self.model);
        let told = effect::perform(effect, &mut self.store, &context, &Progress::default())?;
        self.take_all(told)
    }

    fn take_all(&mut self, told: Vec<Message>) -> Result<()> {
        told.into_iter().try_for_each(|message| self.take(message))?;
        self.urgent_of_journal()
    }

    /// Prints the urgent flags of the journal and its drafts that were not announced yet, and who else has one. What is
    /// over is announced when it comes again.
    fn urgent_of_journal(&mut self) -> Result<()> {
        let flags: Vec<Flag> = self.model.urgent().flags.into_iter().cloned().collect();
        self.told.retain(|told| flags.iter().any(|flag| *told == (flag.rule.ident, flag.spot)));
        self.urgent(&flags)?;
        let others = self.model.world.loaded.others.clone();
        let told = std::mem::replace(&mut self.told_others, others.clone());
        let number = self.model.world.start.emergency_number.clone();
        for (name, level) in others.iter().filter(|other| !told.contains(other)) {
            self.say(&alarm_of(name, *level, number.as_deref()))?;
            self.say("Another person, in the menu, says why.")?;
        }
        Ok(())
    }

    /// Prints the urgent flags that were not announced yet, the most urgent first: its headline, then all reasons.
    fn urgent(&mut self, flags: &[Flag]) -> Result<()> {
        let is_new = |f: &&Flag| f.level >= Level::SameDay && !self.told.contains(&(f.rule.ident, f.spot));
        let mut new: Vec<Flag> = flags.iter().filter(is_new).cloned().collect();
        new.sort_by_key(|flag| std::cmp::Reverse(flag.level));
        let Some(top) = new.first().map(|flag| flag.level) else { return Ok(()) };
        self.told.extend(new.iter().map(|flag| (flag.rule.ident, flag.spot)));
        let number = self.model.world.start.emergency_number.clone();
        self.say("")?;
        match top {
            Level::Emergency => self.say(&format!("!!! {}", call_now(number.as_deref())))?,
            level => self.say(&format!("{} {}", level.mark(), level.headline(None, None, None)))?,
        }
        for flag in &new {
            let mark = if flag.level == top { String::new() } else { format!("{} ", flag.level.mark()) };
            let of = flag.spot.map_or_else(String::new, |number| format!("Spot {number}. "));
            self.say(&format!("{mark}{of}{}. {}", flag.rule.title, flag.reason))?;
        }
        if !new.iter().all(|flag| self.is_saved(flag)) {
            self.say(UNSAVED)?;
        }
        self.say(if top == Level::Emergency { DO_NOT_WAIT } else { GET_HELP_AGAIN })?;
        self.say("")
    }

    /// Returns whether the journal has what raises the flag, without what is typed.
    fn is_saved(&self, flag: &Flag) -> bool {
        let mut open = self.model.world.loaded.judged.iter().flat_map(|judged| judged.assessment.open_flags());
        open.any(|open| (open.rule.ident, open.spot) == (flag.rule.ident, flag.spot) && open.level >= flag.level)
    }

    fn glass_test(&mut self) -> Result<()> {
        for (i, step) in GLASS_TEST.steps.iter().enumerate() {
            self.say(&format!("{}. {step}", i + 1))?;
        }
        self.say(GLASS_TEST.darker_skin)?;
        let Some((number, _)) = self.which()? else { return Ok(()) };
        let labels: Vec<&str> = GLASS_TEST.answers.iter().map(|answer| answer.label).collect();
        let Chosen::One(at) = self.choose("What do you see?", &labels)? else {
            return self.say("Nothing was logged.");
        };
        let found = &GLASS_TEST.answers[at];
        self.say(&format!("{} {}", found.means, found.does_not_mean))?;
        let look = super::screen::glass::look(found.result, self.model.world.now);
        let logged = self.perform(|| Effect::Act(Act::Look(number, Box::new(look.clone()))));
        if found.result == GlassTest::Fades {
            return logged;
        }
        // The symptoms matter most where the journal cannot be written.
        if let Err(error) = logged {
            self.say(&error.to_string())?;
        }
        self.symptoms()
    }

    /// Asks for the answer of each spot of a check round. What is answered is a draft until the round is done.
    fn round(&mut self) -> Result<()> {
        let Some(mut round) = self.begin_round()? else { return Ok(()) };
        let words = RoundAnswer::ALL.map(RoundAnswer::label);
        while let Some((number, is_due)) = round.next_open() {
            let row = self.model.world.loaded.rows.iter().find(|row| row.number == number);
            let title = row.map_or_else(String::new, |row| format!("{}, {}", row.title, row.facts.trim()));
            let due = if is_due { "" } else { " (not due yet)" };
            let (at, all) = round.position();
            self.say(&format!("{at} of {all}. Spot {number}, {title}{due}"))?;
            match self.choose("How is it? Enter skips.", &words)? {
                Chosen::One(at) => {
                    round.say(Said::Key(RoundAnswer::ALL[at]), self.model.world.said_now().date());
                    if let Effect::KeepDraft(draft) = round.keep(&self.model.world) {
                        self.keep_draft(*draft)?;
                    }
                }
                Chosen::Nothing => round.skip(),
                Chosen::Ended => return Ok(()),
            }
        }
        self.reload()?;
        round.follow_spots(&self.model.world);
        let looks = round.looks(self.model.world.context().as_of().moment());
        let what = || kept::ROUND.to_owned();
        if looks.is_empty() {
            self.say(NOTHING_SEEN)?;
            return self.try_to(Effect::DropDraft(what()));
        }
        loop {
            match self.save_entry(Effect::Act(Act::Round(looks.clone())), Some(what())) {
                Err(error @ Error::Moved { .. }) if self.save_elsewhere(&error)? => {}
                Ok(refused) => return refused.map_or(Ok(()), |why| self.say(&why.to_string())),
                Err(error) => return Err(error),
            }
        }
    }

    fn list(&mut self) -> Result<()> {
        if self.model.world.loaded.rows.is_empty() {
            return self.say("No spot is logged yet.");
        }
        let line = |row: &super::rows::Row| {
            // A screen reader reads a mark alone as noise, so the word is printed.
            let level = if row.level == Level::None { String::new() } else { format!(", {}", row.level.word()) };
            format!(
                "{} {}{level}, {}",
                row.number,
                row.title,
                row.facts.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        };
        let lines: Vec<String> = self.model.world.loaded.rows.iter().map(line).collect();
        lines.iter().try_for_each(|line| self.say(line))
    }

    fn why(&mut self) -> Result<()> {
        let Some((number, _)) = self.which()? else { return Ok(()) };
        let Some(judged) = &self.model.world.loaded.judged else { return Ok(()) };
        let open = judged.assessment.flags_of(number).filter(|flag| flag.status == Status::Open);
        let mut lines: Vec<String> =
            open.map(|f| format!("{} ({}). {}", f.rule.title, f.level.word(), f.reason)).collect();
        if lines.is_empty() {
            lines.push(judged.assessment.neutral(judged.assessment.flags_of(number)));
        } else if judged.assessment.spot(number).is_some_and(|spot| spot.level >= Level::FollowUp) {
            lines.push(GET_HELP_AGAIN.to_owned());
        }
        if let Some(next) = judged.assessment.spot(number).and_then(|spot| spot.next_check) {
            lines.push(say_next_look(next, judged.assessment.as_of));
        }
        lines.iter().try_for_each(|line| self.say(line))
    }

    fn report(&mut self) -> Result<()> {
        let (context, wanted) = (self.model.world.context(), ops::Wanted::default());
        let Some(report) = ops::make_report(&self.store, &context, &wanted)? else {
            return self.say("There is nothing to report yet.");
        };
        let number = self.model.world.start.emergency_number.as_deref();
        let text = plain(&report.document(&context, &wanted, number), WIDTH);
        self.out.write_all(text.as_bytes()).map_err(Error::io("the report cannot be printed"))
    }

    fn undo(&mut self) -> Result<()> {
        self.perform(|| Effect::Undo { sure: false })
    }
}
