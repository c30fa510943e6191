//! The verbs that write entries.

use super::args::{AnswerArgs, LookArgs, LookVerbArgs, NewArgs, ReviewArgs, TreatmentArgs, YesNo};
use super::{Session, print};
use crate::domain::{
    Answer, Answers, Because, FieldError, FirstSeen, Notation, Place, Precision, Presence, Readings, Said, Text,
};
use crate::error::{Error, Result};
use crate::ops::{self, Draft, NewLook, NewReview, NewSpot, NewTreatment, Receipt, Reviewed};
use serde_json::json;
use std::io::IsTerminal;

impl From<YesNo> for Answer {
    fn from(answer: YesNo) -> Self {
        match answer {
            YesNo::Yes => Answer::Yes,
            YesNo::No => Answer::No,
        }
    }
}

pub(super) fn answer(option: Option<YesNo>) -> Answer {
    option.map_or(Answer::Unanswered, Answer::from)
}

pub(super) fn text(option: Option<&str>, name: &str) -> Result<Option<Text>, FieldError> {
    option.map_or(Ok(None), Text::unless_blank).map_err(|e| e.at(name))
}

pub fn new(session: &Session, args: NewArgs) -> Result<u8> {
    let mut place = Place::parse(&args.site.join(" ")).map_err(|e| e.at("SITE"))?;
    place.side = args.side.or(place.side);
    let look = new_look(session, &args.look, &args.answers)?;
    let first_seen = match args.first_seen.as_deref() {
        Some(said) => {
            Said::parse(said, session.now.local).and_then(Said::first_seen).map_err(|e| e.at("--first-seen"))?
        }
        // A mark from birth on needs no other day; for the rest the first look is the first sight.
        None if args.since_birth == Some(YesNo::Yes) => None,
        None => Some(FirstSeen { on: look.at.day(), precision: Precision::Day }),
    };
    let spot = NewSpot {
        place,
        label: text(args.label.as_deref(), "--label")?,
        position: None,
        first_seen,
        since_birth: answer(args.since_birth),
        onset: args.onset,
        contexts: args.context.into_iter().collect(),
    };
    let draft = Draft::Spot(Some(spot.clone()), look.clone());
    let first = (!args.no_look).then_some(look);
    let result = session.open().and_then(|mut store| ops::add_spot(&mut store, &session.context(), spot, first));
    kept(session, &draft, result)
}

pub fn look(session: &Session, args: LookVerbArgs) -> Result<u8> {
    let look = new_look(session, &args.look, &args.answers)?;
    let draft = Draft::Look(args.spot, look.clone());
    let result = session.open().and_then(|mut store| ops::look(&mut store, &session.context(), args.spot, look));
    kept(session, &draft, result)
}

pub fn same(session: &Session, spots: &[u32], on: Option<&str>) -> Result<u8> {
    let at = session.moment(on, "--on")?;
    let mut store = session.open()?;
    done(session, &ops::same(&mut store, &session.context(), spots, at)?)
}

pub fn review(session: &Session, args: ReviewArgs) -> Result<u8> {
    let new = NewReview {
        on: session.moment(args.on.as_deref(), "--on")?.day(),
        by: args.by,
        said: text(args.said.as_deref(), "--said")?,
        outcome: args.outcome,
    };
    let of = args.spot.map_or(Reviewed::Person, Reviewed::Spot);
    let mut store = session.open()?;
    done(session, &ops::review(&mut store, &session.context(), of, new)?)
}

pub fn treatment(session: &Session, args: TreatmentArgs) -> Result<u8> {
    let mut store = session.open()?;
    let receipt = match (&args.what, args.improved) {
        (None, Some(improved)) => ops::treatment_improved(&mut store, &session.context(), args.spot, improved.into())?,
        (what, improved) => {
            let new = NewTreatment {
                what: Some(
                    text(what.as_deref(), "WHAT")?
                        .ok_or_else(|| FieldError::new("what is being tried is needed").at("WHAT"))?,
                ),
                kind: args.kind,
                started_on: session.moment(args.started.as_deref(), "--started")?.day(),
                improved: answer(improved),
            };
            ops::treatment(&mut store, &session.context(), args.spot, new)?
        }
    };
    done(session, &receipt)
}

pub fn close(session: &Session, spot: u32, because: Because, on: Option<&str>, yes: bool) -> Result<u8> {
    let on = session.moment(on, "--on")?.day();
    let mut store = session.open()?;
    if because == Because::Mistake && !yes {
        let title = ops::spot(&store, &session.context(), spot)?.spot.title();
        confirm_mistake(spot, &title)?;
    }
    done(session, &ops::close_spot(&mut store, &session.context(), spot, on, because)?)
}

/// A spot closed as a mistake raises nothing any more, so it is asked twice (docs/guidance.md, section 4).
fn confirm_mistake(spot: u32, title: &str) -> Result<()> {
    let not_closed = |why: &str| FieldError::new(format!("spot {spot} was not closed: {why}")).at("--yes");
    if !std::io::stdin().is_terminal() {
        return Err(not_closed("it would raise nothing any more; add --yes to say that you mean it").into());
    }
    super::print::aside(&format!(
        "Spot {spot} ({title}) will raise nothing any more. Type its number again to close it as a mistake: "
    ));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(Error::io("the answer cannot be read"))?;
    if answer.trim() == spot.to_string() { Ok(()) } else { Err(not_closed("another number was typed").into()) }
}

pub fn reopen(session: &Session, spot: u32) -> Result<u8> {
    let mut store = session.open()?;
    done(session, &ops::reopen_spot(&mut store, &session.context(), spot)?)
}

fn new_look(session: &Session, args: &LookArgs, AnswerArgs(answers): &AnswerArgs) -> Result<NewLook> {
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
    let answers = Answers { presence, measurement, ..*answers };
    Ok(NewLook {
        at: session.moment(args.on.as_deref(), "--on")?,
        answers,
        note: text(args.note.as_deref(), "--note")?,
        with: args.with.clone(),
        photos: args.photo.iter().map(|file| ops::photo_of_file(file)).collect::<Result<_>>()?,
    })
}

/// Says what was done, and what that means for the spot. What is urgent stands first.
pub(super) fn done(session: &Session, receipt: &Receipt) -> Result<u8> {
    let assessment = &receipt.judged.assessment;
    session.urgent(assessment)?;
    if session.out.json {
        let spot = receipt.spot.and_then(|number| assessment.spot(number));
        session.out.json(&json!({
            "done": receipt.done,
            "change": receipt.change,
            "spot": receipt.spot,
            "level": spot.map_or(assessment.level, |s| s.level).word(),
            "next_check": spot.and_then(|s| s.next_check).map(|m| m.to_string()),
            "urgent": session.urgent_lines(assessment),
        }))?;
        return Ok(0);
    }
    session.out.remark(&format!("{}\n", receipt.done))?;
    match receipt.spot {
        Some(number) => session.out.remark(&print::standing(assessment, number))?,
        None => session.out.remark(&print::standing_of_person(assessment))?,
    }
    Ok(0)
}

/// What would be urgent is said also where the entry could not be kept.
pub(super) fn kept(session: &Session, draft: &Draft, result: Result<Receipt>) -> Result<u8> {
    match result {
        Ok(receipt) => done(session, &receipt),
        Err(error) => {
            let judged = session.open_to_read().and_then(|store| ops::assess(&store, &session.context()));
            let judged = judged.ok().flatten();
            let (facts, open) = judged.as_ref().map_or((None, &[][..]), |j| (Some(&j.facts), &j.assessment.flags[..]));
            let flags = ops::foresee(facts, open, &session.context(), draft);
            session.urgent_flags(&flags.iter().collect::<Vec<_>>())?;
            Err(error)
        }
    }
}
