//! `spotlog look`: logs a look at a spot. `spotlog new` shares its options.

use crate::cli::answers::AnswerArgs;
use crate::cli::args::words;
use crate::cli::entry::{kept, new_photos, text};
use crate::cli::session::{Run, Session};
use crate::domain::{Answers, Listed, Method, Notation, Presence, Readings};
use crate::error::Result;
use crate::ops::{self, Draft, NewLook, Receipt};
use clap::Args;
use std::path::PathBuf;

/// The options of a look beside its answers. What is left out is not answered, which is never no.
#[derive(Debug, Args)]
pub(super) struct LookArgs {
    /// When you looked [default: when the photo was taken; today without one, or with a glass test or symptoms]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// It has gone
    #[arg(long, conflicts_with = "unsure")]
    gone: bool,
    /// You are not sure whether it is there
    #[arg(long)]
    unsure: bool,
    /// The longest diameter, one to three readings: "3 3 3.5"
    #[arg(long, value_name = "SIZE")]
    size: Option<String>,
    /// The width across it
    #[arg(long, value_name = "SIZE")]
    width: Option<String>,
    /// How it was measured
    #[arg(long, value_parser = words::<Method>())]
    by: Option<Method>,
    /// Symptoms that were there at the same time
    #[arg(long = "with", value_name = "SYMPTOM", value_delimiter = ',', value_parser = words::<Listed>())]
    with: Vec<Listed>,
    #[arg(long)]
    note: Option<String>,
    /// A picture; it is kept without its place and camera, and the file stays where it is
    #[arg(long, value_name = "FILE")]
    photo: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Look {
    #[arg(value_name = "SPOT")]
    spot: u32,
    #[command(flatten)]
    look: LookArgs,
    #[command(flatten)]
    answers: AnswerArgs,
}

impl Run for Look {
    fn run(self, session: &Session) -> Result<u8> {
        let look = new_look(session, &self.look, &self.answers)?;
        let draft = Draft::Look(self.spot, look.clone());
        let result = session.open().and_then(|mut store| {
            let receipt = ops::look(&mut store, &session.context(), self.spot, look.clone())?;
            say_far_size(session, self.spot, &look, &receipt)?;
            Ok(receipt)
        });
        kept(session, &draft, result)
    }
}

/// Names a saved size that is far from the last one, and how to correct it.
fn say_far_size(session: &Session, number: u32, look: &NewLook, receipt: &Receipt) -> Result<()> {
    let facts = &receipt.judged.facts;
    let Some(tree) = facts.spot(number) else { return Ok(()) };
    // The saved look is the last one of that time with these answers.
    let is_it = |known: &crate::domain::Look| known.answers == look.answers && known.at == look.at;
    let saved = tree.observations.iter().rposition(is_it);
    let others = tree.observations.iter().enumerate().filter(|(i, _)| Some(*i) != saved).map(|(_, look)| look);
    let Some(far) = ops::far_size(others, look.at, look.answers.diameter().map(|(_, size)| size)) else {
        return Ok(());
    };
    let Some(saved) = saved.map(|i| &tree.observations[i]) else { return Ok(()) };
    let which = ops::address_of_look(facts, number, saved);
    let person = session.context().person.map_or_else(String::new, |name| format!(" --person \"{name}\""));
    session.out.aside(&format!("{} If it is a slip: spotlog edit look {which}{person} --size SIZE\n", far.say()))
}

/// Builds a look from its options. Errors name the option.
pub(super) fn new_look(session: &Session, args: &LookArgs, given: &AnswerArgs) -> Result<NewLook> {
    let unit = Notation::current().unit;
    let size = |said: Option<&str>, option: &str| {
        said.map(|text| Readings::parse(text, unit).map_err(|e| e.at(option))).transpose()
    };
    let presence = match (args.gone, args.unsure) {
        (true, _) => Presence::Gone,
        (_, true) => Presence::Unsure,
        _ => Presence::Present,
    };
    let measurement =
        NewLook::measurement(size(args.size.as_deref(), "--size")?, size(args.width.as_deref(), "--width")?, args.by)?;
    let mut answers = Answers { measurement, ..Answers::only(presence) };
    given.set(&mut answers)?;
    let photos = new_photos(session, &args.photo)?;
    let taken = photos.iter().filter_map(|new| new.photo.taken_at).max();
    let today = session.moment(None, "--on")?;
    // A photo shows neither, so they are of now, and an alarm of now must not be dated by an old photo.
    let is_of_now = answers.glass_test.is_some() || !args.with.is_empty();
    let at = match (args.on.as_deref(), taken, session.as_of) {
        (None, Some(taken), None) if taken.day() == today.day() => taken,
        (None, Some(taken), None) => {
            let (at, why) = match is_of_now {
                true => (today, "the day on which you log the glass test or the symptoms"),
                false => (taken, "when the photo was taken"),
            };
            session.out.aside(&format!("This look is dated {}, {why}; --on names another day.\n", at.label()))?;
            at
        }
        (on, ..) => session.moment(on, "--on")?,
    };
    Ok(NewLook {
        at,
        answers,
        note: text(args.note.as_deref(), "--note")?,
        with: args.with.clone(),
        photos,
        files: Vec::new(),
    })
}
