//! Code shared by the verbs that log an entry: reads answers and texts, and prints the result.

use crate::cli::args::YesNo;
use crate::cli::print;
use crate::cli::session::Session;
use crate::config::KeepPictures;
use crate::domain::{Answer, FieldError, NO_NAME, Side, Text, Word};
use crate::error::{Error, Result};
use crate::ops::{self, Draft, NewPhoto, Receipt};
use serde::Serialize;
use std::path::PathBuf;

/// Converts the value of a yes-or-no option. Without the option, the question is unanswered.
pub(super) fn answer(option: Option<YesNo>) -> Answer {
    option.map_or(Answer::Unanswered, Answer::from)
}

/// Parses the text of an option; `None` without the option or for a blank text. Errors name the option `name`.
pub(super) fn text(option: Option<&str>, name: &str) -> Result<Option<Text>, FieldError> {
    option.map_or(Ok(None), Text::unless_blank).map_err(|e| e.at(name))
}

/// The result of an entry, as `--json` prints it.
#[derive(Serialize)]
struct EntryResult<'a> {
    /// A sentence that describes what was done.
    done: &'a str,
    /// The number of the change in the history.
    change: i64,
    /// The number of the spot; null for an entry about the person.
    spot: Option<u32>,
    /// The level of the spot, otherwise the highest one of the person.
    level: &'static str,
    /// The day of the spot's next look, with a time if the schedule is in hours.
    next_check: Option<String>,
    /// The lines about what is for an emergency or the same day; usually empty.
    urgent: Vec<String>,
}

/// Prints what was done and the state of the spot or person, urgent flags first. Returns the exit code.
pub(super) fn done(session: &Session, receipt: &Receipt) -> Result<u8> {
    let assessment = &receipt.judged.assessment;
    session.urgent(assessment)?;
    if session.out.json {
        let spot = receipt.spot.and_then(|number| assessment.spot(number));
        session.out.json(&EntryResult {
            done: &receipt.done,
            change: receipt.change,
            spot: receipt.spot,
            level: spot.map_or(assessment.level, |s| s.level).word(),
            next_check: spot.and_then(|s| s.next_check).map(|m| m.to_string()),
            urgent: session.urgent_lines(assessment),
        })?;
        return Ok(0);
    }
    session.out.remark(&format!("{}\n", receipt.done))?;
    match receipt.spot {
        Some(number) => session.out.remark(&print::standing(assessment, number))?,
        None => session.out.remark(&print::standing_of_person(assessment))?,
    }
    Ok(0)
}

/// Takes in the pictures that options name, or only their names if that is set. Says what became of each date.
pub(super) fn new_photos(session: &Session, files: &[PathBuf]) -> Result<Vec<NewPhoto>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    if session.settings.photos.keep == KeepPictures::Name {
        return files.iter().map(|file| ops::photo_of_file(file)).collect();
    }
    let days = ops::photo_days(&session.open_to_read()?, &session.context())?;
    let mut photos = Vec::new();
    for file in files {
        let taken = ops::take_in(file, days)?;
        if let Some(why) = &taken.date_not_used {
            session.out.aside(&format!("{}: {why}\n", taken.name))?;
        }
        photos.push(NewPhoto::of(taken)?);
    }
    Ok(photos)
}

/// Returns the side that is said in a place or by its option.
///
/// # Errors
///
/// Fails if they differ. `named` is where the place was said.
pub(super) fn one_side(of_place: Option<Side>, option: Option<Side>, named: &str) -> Result<Option<Side>, FieldError> {
    match (of_place, option) {
        (Some(said), Some(also)) if said != also => {
            let message =
                format!("{named} says {} and --side says {}; leave one of them out", said.word(), also.word());
            Err(FieldError::new(message).at("--side"))
        }
        _ => Ok(option.or(of_place)),
    }
}

/// What is said once pictures are taken in.
pub(super) const TAKEN_IN: &str =
    "Kept without its place and camera. The file itself stays where it is, with both in it.";

/// Asks whether to go on. `what` completes the question "Really …?".
///
/// # Errors
///
/// Fails if the answer is not yes, or without a terminal to ask on and without `--yes`.
pub(super) fn confirmed(session: &Session, yes: bool, what: &str) -> Result<()> {
    confirmed_by(session, yes, what, &format!("Really {what}? Type yes: "), "yes")
}

/// Does the same as [`confirmed`], with a question of its own and the word that answers it.
pub(super) fn confirmed_by(session: &Session, yes: bool, what: &str, question: &str, word: &str) -> Result<()> {
    if yes {
        return Ok(());
    }
    if !session.can_ask() {
        return Err(FieldError::new(format!("without a terminal to ask on, --yes is needed to {what}"))
            .at("--yes")
            .into());
    }
    if session.ask(question)? == word { Ok(()) } else { Err(Error::Conflict("nothing was changed".into())) }
}

/// Returns an error with the field `at`, which most verbs call `--on`, named as this verb calls it.
pub(super) fn at_named(error: Error, option: &str) -> Error {
    match error {
        Error::Invalid(FieldError { path, message }) if path == "at" => FieldError::new(message).at(option).into(),
        other => other,
    }
}

/// Prints the result as [`done`] does. If the entry could not be saved, prints the urgent flags that it would raise and
/// returns the error.
pub(super) fn kept(session: &Session, draft: &Draft, result: Result<Receipt>) -> Result<u8> {
    match result {
        Ok(receipt) => done(session, &receipt),
        Err(error) => {
            let judged = session.open_to_read().and_then(|store| ops::assess(&store, &session.context()));
            let judged = judged.ok().flatten();
            let (facts, open) = judged.as_ref().map_or((None, &[][..]), |j| (Some(&j.facts), &j.assessment.flags[..]));
            let flags = ops::preview(facts, open, &session.context(), draft).flags;
            let alarms = flags.iter().filter(|foreseen| foreseen.is_alarm()).map(|foreseen| &foreseen.flag);
            let name = judged.as_ref().map_or(NO_NAME, |judged| &judged.assessment.name);
            session.urgent_flags(name, &alarms.collect::<Vec<_>>())?;
            Err(error)
        }
    }
}
