//! The verbs that answer questions.

use super::{Session, print};
use crate::domain::{
    Because, Facts, Look, Observation, Presence, ShowPath, Spot, SpotTree, Word, show_date, show_size,
};
use crate::error::{Error, Result};
use crate::exchange::{ReportV1, calendar, spot_json};
use crate::guidance::{
    Assessment, GET_HELP_AGAIN, Level, SpotAssessment, Standing, Status, nearly_for_person, nearly_for_spot, say_growth,
};
use crate::ops::{self, Judged};
use crate::report::timeline::{Span, timeline_text};
use crate::report::{say_field, say_next_look};
use crate::store::Store;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

pub fn list(session: &Session, flagged: bool) -> Result<u8> {
    let store = session.open_to_read()?;
    let Some((facts, Standing { spots: standing, of_person, ahead })) = ops::stand(&store, &session.context())? else {
        if session.out.json {
            session.out.json(&json!([]))?;
        } else {
            let missing = if session.paths.journal.try_exists().unwrap_or(true) {
                String::new()
            } else {
                format!(" There is no journal at {} yet.", session.paths.journal.shown())
            };
            let text = format!("No spot is logged yet.{missing} Log one with: spotlog new left wrist back\n");
            session.out.remark(&text)?;
        }
        return Ok(0);
    };
    session.urgent_others(&store, &facts.person.name)?;
    session.ahead(&ahead)?;
    let (level, see) = of_person;
    if standing.iter().map(|s| s.level).chain([level]).any(|level| level >= Level::SameDay)
        && let Some(judged) = ops::assess(&store, &session.context())?
    {
        session.urgent(&judged.assessment)?;
    }
    let mut spots: Vec<&SpotAssessment> = standing.iter().collect();
    spots.retain(|s| !flagged || s.level > Level::None);
    spots.sort_by_key(|s| (std::cmp::Reverse(s.level), s.gone, s.number));
    if session.out.json {
        let rows: Vec<Value> = spots.iter().map(|s| list_json(&facts, s)).collect();
        session.out.json(&rows)?;
        return Ok(0);
    }
    let mut text = String::new();
    if level == Level::FollowUp {
        text.push_str(&format!(
            "{:<3} {}: {} (spotlog why)\n",
            level.mark(),
            facts.person.name,
            level.headline(see, None)
        ));
    }
    for s in &spots {
        let Some(tree) = facts.spot(s.number) else { continue };
        text.push_str(&list_line(tree, s));
    }
    if !flagged {
        let trees = ahead.only.iter().filter_map(|&number| facts.spot(number));
        text.extend(trees.map(|tree| list_line_ahead(&tree.spot)));
    }
    if text.is_empty() {
        session.out.remark(if flagged {
            "No spot has an open flag.\n"
        } else {
            "No spot was logged as of that day.\n"
        })?;
    }
    session.out.text(&text)?;
    // Nobody reads a list of one person for the list of all.
    for (name, spots) in ops::spots_of_others(&store, &facts.person.name)? {
        let spots = if spots == 1 { "1 spot".to_owned() } else { format!("{spots} spots") };
        session.out.remark(&format!("Also in this journal: {name}, {spots} (spotlog list --person \"{name}\")\n"))?;
    }
    Ok(0)
}

fn list_line(tree: &SpotTree<Look>, s: &SpotAssessment) -> String {
    let size = s.diameter.map_or_else(|| "-".into(), |d| show_size(d.latest));
    let seen = match (s.gone, s.days_seen) {
        (true, _) if tree.spot.closed.is_some_and(|c| c.because == Because::Mistake) => "a mistake".into(),
        (true, _) if tree.spot.closed.is_some() => {
            tree.spot.closed.map_or_else(String::new, |c| format!("removed {}", show_date(c.on)))
        }
        (true, _) => s.last_observed.map_or_else(|| "closed".into(), |m| format!("gone {}", show_date(m.day()))),
        (false, _) if tree.spot.since_birth.is_yes() => "since birth".into(),
        (false, Some(days)) => format!("{days} days"),
        (false, None) => "unknown".into(),
    };
    let next = s.next_check.map_or_else(String::new, |m| format!("look {}", show_date(m.day())));
    let line = format!("{:<3} {:>3}  {}  {size:>8}  {seen:<18}  {next}", s.level.mark(), s.number, column(&tree.spot));
    line.trim_end().to_owned() + "\n"
}

/// A spot of which everything is dated later.
fn list_line_ahead(spot: &Spot) -> String {
    format!("    {:>3}  {}  {:>8}  dated after today\n", spot.number, column(spot), "-")
}

/// The title of a spot, as wide as its column.
fn column(spot: &Spot) -> String {
    let mut title = spot.title();
    if title.width() > 34 {
        title = title.chars().take(33).chain(['…']).collect();
    }
    let pad = " ".repeat(34usize.saturating_sub(title.width()));
    title + &pad
}

fn list_json(facts: &Facts, s: &SpotAssessment) -> Value {
    let spot = facts.spot(s.number).map(|tree| &tree.spot);
    json!({
        "number": s.number,
        "id": s.id.to_string(),
        "label": spot.and_then(|spot| spot.label.as_ref().map(|l| l.to_string())),
        "site": spot.map(|spot| spot.site.word()),
        "side": spot.and_then(|spot| spot.side.map(|side| side.word())),
        "level": s.level.word(),
        "see": s.see.map(|see| see.word()),
        "days_seen": s.days_seen,
        "gone": s.gone,
        "diameter_mm": s.diameter.map(|d| d.latest),
        "next_check": s.next_check.map(|m| m.to_string()),
    })
}

pub fn show(session: &Session, number: u32) -> Result<u8> {
    let store = session.open_to_read()?;
    let mut tree = ops::spot(&store, &session.context(), number)?;
    if let Some(as_of) = session.as_of {
        tree.observations.retain(|o| !as_of.excludes(o.at));
        tree.reviews.retain(|r| !as_of.excludes_day(r.on));
        tree.treatments.retain(|t| !as_of.excludes_day(t.started_on));
    }
    if session.out.json {
        session.out.json(&spot_json(&tree))?;
        return Ok(0);
    }
    let spot = &tree.spot;
    let mut text = format!("Spot {number}: {}\n", spot.place().label());
    if let Some(label) = &spot.label {
        text.push_str(&format!("Called: {}\n", label.on_one_line()));
    }
    let seen = spot.first_seen.map_or_else(|| "unknown".into(), |seen| seen.label());
    text.push_str(&format!("First seen: {seen}; since birth: {}\n", spot.since_birth.label()));
    if !spot.contexts.is_empty() {
        text.push_str(&format!("With: {}\n", spot.contexts.label()));
    }
    if let Some(closed) = spot.closed {
        text.push_str(&format!("Closed on {}: {}\n", show_date(closed.on), closed.because.label()));
    }
    text.push('\n');
    for observation in &tree.observations {
        text.push_str(&print::wrap(&say_observation(observation), "", "            "));
    }
    for review in &tree.reviews {
        let said = review.said.as_ref().map_or_else(String::new, |s| format!(": {}", s.on_one_line()));
        let outcome = review.outcome.map_or_else(String::new, |o| format!(" ({})", o.label()));
        text.push_str(&print::wrap(
            &format!("{:<11} review by {}{outcome}{said}", show_date(review.on), review.by.label()),
            "",
            "            ",
        ));
    }
    for treatment in &tree.treatments {
        let what = treatment.what.as_ref().map_or_else(|| "a treatment".into(), |w| w.on_one_line());
        text.push_str(&print::wrap(
            &format!("{:<11} {what}; improved: {}", show_date(treatment.started_on), treatment.improved.label()),
            "",
            "            ",
        ));
    }
    text.push('\n');
    if let Some(Judged { assessment, .. }) = ops::assess(&store, &session.context())? {
        session.urgent(&assessment)?;
        session.ahead(&assessment.ahead)?;
        text.push_str(&print::standing(&assessment, number));
    }
    session.out.text(&text)?;
    Ok(0)
}

/// An observation as one line: what was answered, and nothing of what was not.
fn say_observation(observation: &Observation) -> String {
    let a = &observation.answers;
    let mut parts = vec![match a.presence {
        Presence::Present => "present".to_owned(),
        Presence::Gone => "gone".into(),
        Presence::Unsure => "not sure whether present".into(),
    }];
    parts.extend(crate::report::say_answers(a));
    if let Some(note) = &observation.note {
        parts.push(format!("\"{}\"", note.on_one_line()));
    }
    for photo in &observation.photos {
        parts.push(format!(
            "photo {}",
            photo.file.as_ref().map_or_else(|| "without a name".into(), |f| f.on_one_line())
        ));
    }
    let time = observation.at.time().map_or_else(String::new, |t| format!(" {}", t.format("%H:%M")));
    format!("{:<11}{time} {}", show_date(observation.at.day()), parts.join(", "))
}

pub fn why(session: &Session, number: Option<u32>) -> Result<u8> {
    let store = session.open_to_read()?;
    let Some(Judged { facts, assessment }) = ops::assess(&store, &session.context())? else {
        return Err(nobody());
    };
    session.ahead(&assessment.ahead)?;
    if let Some(number) = number
        && assessment.spot(number).is_none()
        && !assessment.ahead.only.contains(&number)
    {
        return Err(Error::NotFound(format!("there is no spot {number} as of that day")));
    }
    let flags: Vec<_> = assessment.flags.iter().filter(|f| number.is_none() || f.spot == number).collect();
    session.urgent_others(&store, &assessment.name)?;
    session.urgent_headline(&assessment)?;
    let windows = &session.settings.windows;
    let nearly = match number {
        Some(number) => nearly_for_spot(&facts, &assessment, windows, number),
        None => nearly_for_person(&facts, &assessment, windows),
    };
    if session.out.json {
        let all = serde_json::to_value(ReportV1::from(&assessment)).unwrap_or_default();
        let keep = |flag: &&Value| number.is_none() || flag["spot"] == json!(number);
        let flags: Vec<&Value> = all["flags"].as_array().into_iter().flatten().filter(keep).collect();
        let nearly: Vec<Value> =
            nearly.iter().map(|n| json!({"rule": n.rule.ident, "level": n.level.word(), "when": n.when})).collect();
        let missing: Vec<&str> = number.and_then(|n| assessment.spot(n)).map(|s| s.missing.clone()).unwrap_or_default();
        session.out.json(&json!({ "flags": flags, "nearly": nearly, "missing": missing }))?;
        return Ok(0);
    }
    let mut text = String::new();
    for flag in &flags {
        text.push_str(&print::flag(flag));
        if !flag.missing.is_empty() {
            let missing: Vec<_> = flag.missing.iter().map(|f| say_field(f)).collect();
            text.push_str(&print::wrap(&format!("Not answered: {}.", missing.join(", ")), "    ", "    "));
        }
        for source in flag.rule.sources {
            text.push_str(&print::wrap(&format!("[{}, \"{}\"]", source.document, source.section), "    ", "    "));
        }
    }
    if flags.iter().any(|f| f.status == Status::Open && f.level >= Level::FollowUp) {
        text.push_str(&format!("{GET_HELP_AGAIN}\n"));
    }
    if !flags.iter().any(|f| f.status == Status::Open) {
        text.push_str(&print::wrap(&assessment.neutral(flags.iter().copied()), "", ""));
    }
    if !nearly.is_empty() {
        text.push_str("\nNot yet, but nearly:\n");
    }
    for n in &nearly {
        let line = format!("{} ({}): {}", n.rule.title, n.level.word(), n.when);
        text.push_str(&print::wrap(&line, "  ", "    "));
    }
    for s in assessment.spots.iter().filter(|s| number == Some(s.number)) {
        if let Some(growth) = say_growth(s) {
            text.push_str(&print::wrap(&growth, "", ""));
        }
        if let Some(next) = s.next_check {
            text.push_str(&format!("{}\n", say_next_look(next, assessment.as_of)));
        }
        if !s.missing.is_empty() {
            let missing: Vec<_> = s.missing.iter().map(|f| say_field(f)).collect();
            text.push_str(&print::wrap(&format!("Never answered: {}.", missing.join(", ")), "", ""));
        }
    }
    session.out.text(&text)?;
    Ok(0)
}

pub fn timeline(session: &Session) -> Result<u8> {
    let store = session.open_to_read()?;
    let Some(Judged { facts, assessment }) = ops::assess(&store, &session.context())? else {
        return Err(nobody());
    };
    session.urgent(&assessment)?;
    session.ahead(&assessment.ahead)?;
    let windows = &session.settings.windows;
    if session.out.json {
        let span = Span::all(&facts, assessment.as_of, 1);
        let rows = spot_spans(&facts, &assessment);
        session.out.json(&json!({ "from": span.from.to_string(), "to": span.to.to_string(), "spots": rows }))?;
        return Ok(0);
    }
    session.out.text(&timeline_text(&facts, &assessment, windows, 100))?;
    Ok(0)
}

/// For programs the days themselves, and not their picture.
fn spot_spans(facts: &Facts, assessment: &Assessment) -> Vec<Value> {
    let row = |(number, level): (u32, Level)| {
        let tree = facts.spot(number)?;
        let looks = tree.observations.iter().filter(|o| !assessment.as_of.excludes(o.at));
        let look = |o: &Look| {
            json!({
                "at": o.at.to_string(),
                "presence": o.answers.presence.word(),
                "glass_test": o.answers.glass_test.map(|g| g.word()),
            })
        };
        Some(json!({
            "spot": number,
            "level": level.word(),
            "first_seen": tree.spot.first_seen.map(|seen| seen.earliest().to_string()),
            "looks": looks.map(look).collect::<Vec<_>>(),
            "reviews": tree.reviews.iter().map(|r| r.on.to_string()).collect::<Vec<_>>(),
            "dated_later": assessment.ahead.has(number),
        }))
    };
    let later = assessment.ahead.only.iter().map(|&number| (number, Level::None));
    assessment.spots.iter().map(|s| (s.number, s.level)).chain(later).filter_map(row).collect()
}

/// Of everybody, or of the person that was named.
fn judged(session: &Session, store: &Store) -> Result<Vec<Judged>> {
    match session.person {
        Some(_) => Ok(ops::assess(store, &session.context())?.into_iter().collect()),
        None => ops::assess_everybody(store, &session.context()),
    }
}

pub fn due(session: &Session, exit_code: bool, ics: bool) -> Result<u8> {
    let store = session.open_to_read()?;
    let people = judged(session, &store)?;
    let is_ahead = people.iter().any(|judged| judged.assessment.ahead.entries > 0);
    if ics {
        for Judged { assessment, .. } in &people {
            session.ahead_aside(&assessment.ahead)?;
        }
        let people: Vec<_> = people.iter().map(|j| (&j.facts, &j.assessment)).collect();
        match calendar(&people, session.now.utc) {
            Some(calendar) => session.out.text(&calendar)?,
            None => session.out.aside("No look is planned, so there is no calendar.\n")?,
        }
        return Ok(0);
    }
    let as_of = session.context().as_of();
    let highest = people.iter().map(|j| j.assessment.level).max().unwrap_or(Level::None);
    let mut rows = Vec::new();
    let mut text = String::new();
    for Judged { facts, assessment } in &people {
        session.urgent(assessment)?;
        session.ahead(&assessment.ahead)?;
        for flag in assessment.open_flags().filter(|f| f.spot.is_none() && f.level >= Level::FollowUp) {
            rows.push(json!({
                "person": assessment.name,
                "spot": null,
                "title": flag.rule.title,
                "level": flag.level.word(),
                "see": flag.see.map(|see| see.word()),
                "look_due": false,
                "next_check": null,
            }));
            let headline = flag.level.headline(flag.see, None);
            let line = format!("{} {}: {}. {headline}\n", flag.level.mark(), assessment.name, flag.rule.title);
            text.push_str(&line);
        }
        for s in &assessment.spots {
            let is_due = s.next_check.is_some_and(|next| next.day() <= as_of.day());
            if !is_due && s.level < Level::Watch {
                continue;
            }
            let Some(tree) = facts.spot(s.number) else { continue };
            rows.push(json!({
                "person": assessment.name,
                "spot": s.number,
                "title": tree.spot.title(),
                "level": s.level.word(),
                "see": s.see.map(|see| see.word()),
                "look_due": is_due,
                "next_check": s.next_check.map(|m| m.to_string()),
            }));
            let who = if people.len() > 1 { format!("{}, ", assessment.name) } else { String::new() };
            let look = if is_due { format!("look due since {}", print::day(s.next_check)) } else { String::new() };
            let headline = if s.level >= Level::FollowUp { s.level.headline(s.see, None) } else { String::new() };
            let line =
                format!("{:<3} {who}spot {} ({}) {headline} {look}", s.level.mark(), s.number, tree.spot.title());
            text.push_str(&line.split_whitespace().collect::<Vec<_>>().join(" "));
            text.push('\n');
        }
    }
    if session.out.json {
        session.out.json(&json!({ "level": highest.word(), "due": rows }))?;
    } else if text.is_empty() {
        session.out.remark(if is_ahead { "Of the other entries none is due.\n" } else { "Nothing is due.\n" })?;
    } else {
        session.out.text(&text)?;
    }
    Ok(match highest {
        Level::FollowUp if exit_code => 10,
        Level::SameDay if exit_code => 11,
        Level::Emergency if exit_code => 12,
        _ => 0,
    })
}

pub(super) fn nobody() -> Error {
    Error::NotFound("this journal is empty; log a first spot with: spotlog new left wrist back".into())
}
