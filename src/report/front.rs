//! Page 1: the verdict, the background, the cards, the questions, and the box in which the clinician answers.

use super::card::{About, Card, capital, when, why_of};
use super::document::{Block, Part};
use super::in_full::InFull;
use super::run::{Run, Runs, join, say, stress};
use super::section::Section;
use super::subject::{Subject, part};
use super::{picture, say_field, say_next_look, say_numbers};
use crate::domain::{
    Answer, Background, Look, Medicine, Noted, OnCard, Outcome, Presence, Symptom, Word, questions_of_card, show_date,
};
use crate::guidance::{Level, RULES_VERSION, STANDING, See, Status};
use chrono::NaiveDate;

/// The width of the body map on page 1: a column of A4.
const COLUMN: f64 = 92.0;
/// How many questions page 1 has room for, and how much of each.
const QUESTIONS: usize = 4;
const QUESTION: usize = 140;
/// How many symptoms, medicines or conditions the background names, and how much of each name.
const NAMED: usize = 6;
const NAME: usize = 60;
/// For how many days a symptom counts as felt now.
const NOW_DAYS: i64 = 3;

/// Returns the parts of page 1.
pub(super) fn parts(subject: &Subject<'_>, cards: Vec<Card>, in_full: &mut InFull) -> Vec<Part> {
    let rows = cards.iter().map(|card| (card.number, card.place.clone())).collect::<Vec<_>>();
    let first: Vec<u32> = cards.iter().map(|card| card.number).collect();
    let trees =
        subject.flagged().into_iter().filter(|about| first.contains(&about.spot.number)).map(|about| about.tree);
    let map = picture::body_map(trees, COLUMN).map(Block::Figure);
    let legend = |map: Block| {
        let charts = "Charts: size with error; dotted: at first; dashed: beyond ruler error.";
        vec![map, Block::Paragraph(vec![say(charts)])]
    };
    let choices = Outcome::ALL.iter().map(|outcome| outcome.label()).collect();
    let ticks = (!rows.is_empty()).then_some(Block::Ticks { rows, choices });
    let (since, changes) = changes(subject);
    let cards = cards.into_iter().map(|card| Block::Card(Box::new(card))).collect();
    [
        part(subject, None, "", verdict(subject)),
        part(subject, Some(Section::Background), "Background", vec![Block::Pairs(background(subject, in_full))]),
        part(subject, None, "Spots to look at", cards),
        part(subject, Some(Section::Figures), "Where", map.map(legend).unwrap_or_default()),
        part(subject, Some(Section::Questions), "The patient asks", questions(subject, in_full)),
        part(subject, Some(Section::Changes), &since, changes),
        part(subject, Some(Section::NotAnswered), "Not answered (ask?)", not_answered(subject)),
        part(
            subject,
            Some(Section::Answer),
            "Clinician’s answer (the patient copies it into the journal)",
            ticks.into_iter().collect(),
        ),
        part(subject, None, "", vec![Block::Paragraph(vec![say(about_this())])]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who should look at a spot, by level and profession.
fn who(level: Level, see: Option<See>) -> &'static str {
    match (level, see) {
        (Level::Emergency, _) => "emergency care now",
        (Level::SameDay, _) => "a doctor or nurse today",
        (_, Some(See::Dermatologist)) => "a dermatologist",
        _ => "a doctor",
    }
}

/// Says how many spots a clinician should look at, which one should, and what is new since the last visit.
fn verdict(subject: &Subject<'_>) -> Vec<Block> {
    let flagged = subject.flagged();
    let today = subject.today();
    let mut said = match flagged.len() {
        0 => vec![stress("No spot is flagged now.")],
        1 => vec![stress("1 spot to look at")],
        n => vec![stress(format!("{n} spots to look at"))],
    };
    let mut groups: Vec<(&str, Vec<u32>)> = Vec::new();
    for about in &flagged {
        let who = who(about.spot.level, about.spot.see);
        match groups.iter_mut().find(|(known, _)| *known == who) {
            Some((_, numbers)) => numbers.push(about.spot.number),
            None => groups.push((who, vec![about.spot.number])),
        }
    }
    match groups.as_slice() {
        [] => {}
        [(who, numbers)] if numbers.len() == 1 => said.push(say(format!(", for {who}."))),
        [(who, _)] => said.push(say(format!(", all for {who}."))),
        several => {
            let parts: Vec<String> = several.iter().map(|(who, n)| format!("{} for {who}", say_numbers(n))).collect();
            said.push(say(format!(": {}.", parts.join("; "))));
        }
    }
    let worried = |about: &&&About<'_>| about.present().any(|look| look.answers.worried.is_yes());
    let worried: Vec<u32> = flagged.iter().filter(worried).map(|about| about.spot.number).collect();
    if !worried.is_empty() {
        said.push(say(format!(" Patient is worried about {}.", say_numbers(&worried))));
    }
    match subject.last_visit() {
        _ if flagged.is_empty() => {}
        Some(visit) => {
            let is_new = |about: &&&About<'_>| {
                let mut flags = subject.open().filter(|flag| flag.spot == Some(about.spot.number));
                flags.any(|flag| flag.level >= Level::FollowUp && flag.since > visit)
            };
            let new: Vec<u32> = flagged.iter().filter(is_new).map(|about| about.spot.number).collect();
            let since = format!("since the last visit ({})", when(visit, today));
            said.push(say(match new.is_empty() {
                true => format!(" No new flags {since}."),
                false => format!(" New flags {since}: {}.", sorted(new)),
            }));
        }
        None => said.push(say(" No visit is recorded.")),
    }
    let mut blocks = vec![Block::Paragraph(said)];
    let of_person = why_of(subject.open().filter(|flag| flag.spot.is_none()), today);
    if !of_person.is_empty() {
        blocks.push(Block::Paragraph([vec![stress("About the patient: ")], of_person].concat()));
    }
    if subject.open().next().is_none() {
        blocks.push(Block::Paragraph(vec![say(subject.assessment.neutral(subject.flags.iter().copied()))]));
        let next = subject.assessment.next_check;
        blocks.extend(next.map(|next| Block::Paragraph(vec![say(say_next_look(next, subject.assessment.as_of))])));
    }
    blocks.extend(subject.assessment.ahead.say(subject.assessment.as_of).map(|said| Block::Paragraph(vec![say(said)])));
    blocks
}

fn sorted(mut numbers: Vec<u32>) -> String {
    numbers.sort_unstable();
    say_numbers(&numbers)
}

/// Says what is known of the person. An open question has its place too.
fn background(subject: &Subject<'_>, in_full: &mut InFull) -> Vec<(String, Runs)> {
    let person = &subject.facts.person;
    let conditions: Vec<String> =
        person.conditions.iter().map(|c| in_full.cut("Condition", &c.on_one_line(), NAME)).collect();
    let or = |said: String, otherwise: &str| if said.is_empty() { otherwise.to_owned() } else { said };
    let Background { skin_cancer_self, skin_cancer_family, immune_suppressed, skin_type, sun, allergies, sex, note } =
        &person.background;
    let mut noted = |about: &str, noted: &Noted| {
        let note = noted.note.as_ref().map(|note| in_full.cut(about, &note.on_one_line(), NAME));
        let note = note.map_or_else(String::new, |note| format!(" ({note})"));
        format!("{}{note}", noted.answer.label())
    };
    let cancer = match (noted("Skin cancer, own", skin_cancer_self), noted("Skin cancer, family", skin_cancer_family)) {
        (own, family) if own == family => own,
        (own, family) => format!("{own} / {family}"),
    };
    let immune = noted("Immune system", immune_suppressed);
    let sun = sun.as_ref().map(|sun| in_full.cut("Sun", &sun.on_one_line(), NAME));
    let skin: Vec<String> = skin_type.iter().map(|kind| format!("type {}", kind.label())).chain(sun).collect();
    let allergies: Vec<String> = allergies.iter().map(|a| in_full.cut("Allergy", &a.on_one_line(), NAME)).collect();
    let mut pairs = vec![
        ("Skin cancer, own / family", cancer),
        ("Immune system suppressed", immune),
        ("Long-term illness", person.long_term_illness.label().to_owned()),
        ("Skin type, sun", or(skin.join(", "), Answer::Unanswered.label())),
        ("Medicines", medicines(subject, in_full)),
        ("Conditions", or(some_of(&conditions), "none recorded")),
        ("Allergies", or(some_of(&allergies), Answer::Unanswered.label())),
        ("Feeling ill now", feeling(subject)),
    ];
    if person.pregnant.is_answered() {
        pairs.push(("Pregnant", person.pregnant.label().to_owned()));
    }
    pairs.extend(sex.map(|sex| ("Sex", sex.label())));
    if let Some(note) = note {
        pairs.push(("Note", in_full.cut("Note", &note.on_one_line(), QUESTION)));
    }
    pairs.into_iter().map(|(name, said)| (name.to_owned(), vec![say(said)])).collect()
}

/// Joins names; of many only the first ones, and how many more there are.
fn some_of(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut said = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 {
        said.push_str(&format!(", and {more} more"));
    }
    said
}

fn medicines(subject: &Subject<'_>, in_full: &mut InFull) -> String {
    let (as_of, today) = (subject.assessment.as_of, subject.today());
    let begun = subject.facts.medicines.iter().filter(|m| !as_of.excludes_day(m.started_on));
    let stopped = |m: &Medicine| m.stopped_on.filter(|day| !as_of.excludes_day(*day));
    let (past, now): (Vec<&Medicine>, Vec<&Medicine>) = begun.partition(|m| stopped(m).is_some());
    let mut name = |m: &Medicine| {
        let name = m.name.as_ref().map_or_else(|| "a medicine".into(), |name| name.on_one_line());
        in_full.cut("Medicine", &name, NAME)
    };
    let now: Vec<String> = now.iter().map(|m| format!("{} since {}", name(m), when(m.started_on, today))).collect();
    let span = |m: &Medicine, to: NaiveDate| format!("{} – {}", when(m.started_on, today), when(to, today));
    let past: Vec<String> = past.iter().filter_map(|m| Some(format!("{} {}", name(m), span(m, stopped(m)?)))).collect();
    match (now.is_empty(), past.is_empty()) {
        (true, true) => "none recorded".into(),
        (true, false) => format!("none now ({})", some_of(&past)),
        (false, true) => some_of(&now),
        (false, false) => format!("{}; before: {}", some_of(&now), some_of(&past)),
    }
}

/// Says the symptoms of the last days, and what was recorded before.
fn feeling(subject: &Subject<'_>) -> String {
    let (as_of, today) = (subject.assessment.as_of, subject.today());
    let told = || subject.facts.symptoms.iter().filter(|s| !as_of.excludes(s.at));
    let is_recent = |s: &Symptom| (today - s.at.day()).num_days() <= NOW_DAYS;
    // An answer that it is not there any more ends it.
    let ended = |s: &Symptom| told().find(|later| !later.present && later.symptom == s.symptom && later.at > s.at);
    let (now, before): (Vec<&Symptom>, Vec<&Symptom>) =
        told().filter(|s| s.present).partition(|s| is_recent(s) && ended(s).is_none());
    let say = |s: &&Symptom| {
        let over = Some(s)
            .filter(|s| is_recent(s))
            .and_then(|s| ended(s))
            .map_or_else(String::new, |end| format!(", not on {}", when(end.at.day(), today)));
        format!("{} {}{over}", s.symptom.label(), when(s.at.day(), today))
    };
    let now: Vec<String> = now.iter().rev().map(say).collect();
    let infections = subject.facts.infections.iter().filter(|i| !as_of.excludes_day(i.on)).map(|i| {
        let kind = i.kind.map_or_else(String::new, |kind| format!(" ({})", kind.label()));
        format!("infection{kind} {}", when(i.on, today))
    });
    let before: Vec<String> = before.iter().rev().map(say).chain(infections).collect();
    let now = if now.is_empty() { "nothing recorded".to_owned() } else { some_of(&now) };
    if before.is_empty() { now } else { format!("{now}; before: {}", some_of(&before)) }
}

fn questions(subject: &Subject<'_>, in_full: &mut InFull) -> Vec<Block> {
    let asked = &subject.options.extras.questions;
    let item = |text: String| Block::Item { text: vec![say(text)], notes: Vec::new() };
    let mut blocks: Vec<Block> =
        asked.iter().take(QUESTIONS).map(|text| item(in_full.cut("Question", text, QUESTION))).collect();
    if asked.len() > QUESTIONS {
        asked.iter().skip(QUESTIONS).for_each(|text| drop(in_full.cut("Question", text, 0)));
        blocks.push(item(format!("and {} more, after page 1", asked.len() - QUESTIONS)));
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph(vec![say("Nothing written down.")]));
    }
    blocks
}

/// Says what is new of each spot since the last visit, or since the requested day: the heading and the lines.
fn changes(subject: &Subject<'_>) -> (String, Vec<Block>) {
    let today = subject.today();
    let (from, heading) = match (subject.options.since, subject.last_visit()) {
        (Some(day), _) => (day, format!("Since {}", show_date(day))),
        (None, Some(visit)) => (visit, format!("Since the last visit ({})", when(visit, today))),
        (None, None) => return (String::new(), Vec::new()),
    };
    let (mut new, mut new_and_gone, mut unchanged) = (Vec::new(), Vec::new(), Vec::new());
    let mut blocks = Vec::new();
    for about in &subject.spots {
        let split = about.looks.partition_point(|look| look.at.day() <= from);
        let (before, after) = about.looks.split_at(split);
        if after.is_empty() {
            continue;
        }
        // The cards say what is flagged of a spot that was not there before.
        if !before.iter().any(|look| look.answers.presence != Presence::Gone) {
            let numbers = if is_gone(after) { &mut new_and_gone } else { &mut new };
            numbers.push(about.spot.number);
            continue;
        }
        let parts = news(subject, about, before, after, from);
        if parts.is_empty() {
            unchanged.push(about.spot.number);
            continue;
        }
        let text = vec![stress(format!("{}: ", about.spot.number)), say(parts.join(", "))];
        blocks.push(Block::Item { text, notes: Vec::new() });
    }
    let grouped = |numbers: &[u32], what: &str| {
        let text = vec![stress(format!("{}: ", say_numbers(numbers))), say(what)];
        (!numbers.is_empty()).then_some(Block::Item { text, notes: Vec::new() })
    };
    let new = [grouped(&new, "new in the journal"), grouped(&new_and_gone, "new in the journal, and gone")];
    let unchanged = grouped(&unchanged, "looked at, nothing new recorded");
    (heading, new.into_iter().flatten().chain(blocks).chain(unchanged).collect())
}

fn is_gone(looks: &[&Look]) -> bool {
    looks.last().is_some_and(|look| look.answers.presence == Presence::Gone)
}

fn news(subject: &Subject<'_>, about: &About<'_>, before: &[&Look], after: &[&Look], from: NaiveDate) -> Vec<String> {
    let mut parts = Vec::new();
    let size = |looks: &[&Look]| looks.iter().rev().find_map(|look| look.answers.diameter()).map(|(_, r)| r.median());
    if let (Some(then), Some(now)) = (size(before), size(after))
        && then != now
    {
        parts.push(format!("{then:.1} → {now:.1} mm"));
    }
    for question in questions_of_card(OnCard::ThenAndNow).filter(|question| question.is_news) {
        let last = |looks: &[&Look]| looks.iter().rev().find_map(|look| question.say(&look.answers));
        if let (Some(then), Some(now)) = (last(before), last(after))
            && then != now
        {
            parts.push(format!("{then} → {now}"));
        }
    }
    match (is_gone(before), is_gone(after)) {
        (false, true) => parts.push("gone".into()),
        (true, false) => parts.push("back".into()),
        _ => {}
    }
    let flags = subject.assessment.flags_of(about.spot.number);
    let new = flags.filter(|f| f.status == Status::Open && f.level >= Level::FollowUp && f.since > from);
    parts.extend(new.map(|flag| flag.rule.brief.to_owned()));
    parts.dedup();
    parts
}

/// Says the questions that were never answered of the flagged spots, merged over spots.
fn not_answered(subject: &Subject<'_>) -> Vec<Block> {
    let open: Vec<&About<'_>> =
        subject.spots.iter().filter(|a| a.spot.level >= Level::FollowUp && !a.spot.gone).collect();
    let said = merged(&open);
    if said.is_empty() { Vec::new() } else { vec![Block::Paragraph(said)] }
}

/// Groups the questions by the spots that lack them: "All: pain. 4, 8: bleeding."
pub(super) fn merged(spots: &[&About<'_>]) -> Runs {
    let mut groups: Vec<(Vec<u32>, Vec<&'static str>)> = Vec::new();
    let mut fields: Vec<&'static str> = Vec::new();
    for field in spots.iter().flat_map(|about| &about.spot.missing) {
        if !fields.contains(field) {
            fields.push(field);
        }
    }
    for field in fields {
        let lacking = spots.iter().filter(|about| about.spot.missing.contains(&field));
        let numbers: Vec<u32> = lacking.map(|about| about.spot.number).collect();
        match groups.iter_mut().find(|(known, _)| *known == numbers) {
            Some((_, fields)) => fields.push(field),
            None => groups.push((numbers, vec![field])),
        }
    }
    groups.sort_by_key(|(numbers, _)| std::cmp::Reverse(numbers.len()));
    let say_group = |(numbers, fields): &(Vec<u32>, Vec<&'static str>)| -> Vec<Run> {
        let who = if numbers.len() == spots.len() && spots.len() > 1 { "All".into() } else { say_numbers(numbers) };
        let fields: Vec<String> = fields.iter().map(|field| say_field(field)).collect();
        vec![stress(format!("{}: ", capital(&who))), say(format!("{}.", fields.join(", ")))]
    };
    join(groups.iter().map(say_group), " ")
}

fn about_this() -> String {
    format!(
        "{STANDING} Sizes in mm; one reading can be off by 0.5 mm or a tenth of the size. Reasons, sources and a ruler \
         follow. spotlog {}, rules version {RULES_VERSION}.",
        env!("CARGO_PKG_VERSION")
    )
}
