//! What page 1 rests on: how long each spot stayed, further cards, reasons, sources, earlier flags, other spots.

use super::answers::say_entries;
use super::card::{About, Card};
use super::document::{Block, Part};
use super::in_full::InFull;
use super::run::{Runs, say, stress};
use super::section::Section;
use super::subject::{Subject, part};
use super::timeline::{Span, timeline};
use super::{front, picture, say_fields, say_next_look, say_note, say_numbers};
use crate::domain::{Review, Word, show_date};
use crate::guidance::{DOCUMENTS, Flag, GET_HELP_AGAIN, Level, Source, Status, persists_from};

/// The width of a page between its margins, for a drawing that needs all of it.
const PAGE: f64 = 186.0;

/// Returns the parts after page 1.
pub(super) fn parts(subject: &Subject<'_>, further: Vec<Card>, in_full: InFull) -> Vec<Part> {
    let numbers: Vec<u32> = further.iter().map(|card| card.number).collect();
    let trees = subject.spots.iter().filter(|about| numbers.contains(&about.spot.number)).map(|about| about.tree);
    let map = picture::body_map(trees, PAGE).map(Block::Figure);
    let further = further.into_iter().map(|card| Block::Card(Box::new(card))).collect();
    let mut footnotes = Footnotes::default();
    let reasons = reasons(subject, &mut footnotes);
    let annex = Some(Section::Annex);
    [
        part(subject, Some(Section::GoneAway), "Has it gone away?", gone_away(subject)),
        part(subject, None, "Further spots to look at", further),
        part(subject, Some(Section::Figures), "Where the further spots are", map.into_iter().collect()),
        part(subject, None, "Reasons", reasons),
        part(subject, None, "Sources", footnotes.list()),
        part(subject, Some(Section::Figures), "Time", time(subject)),
        part(subject, annex, "Earlier flags: spot gone, or already reviewed", earlier(subject)),
        part(subject, annex, "Reviews", reviews(subject)),
        part(subject, annex, "Other spots", others(subject)),
        part(subject, annex, "Symptoms, medicines and infections", entries(subject)),
        part(subject, None, "To do by the patient", to_do(subject)),
        part(subject, None, "In the patient’s words, in full", full(in_full)),
        part(subject, Some(Section::Ruler), "Ruler", vec![Block::Figure(picture::ruler())]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn line(text: Runs) -> Block {
    Block::Item { text, notes: Vec::new() }
}

/// Tells of every spot how long it stayed, the open ones first.
fn gone_away(subject: &Subject<'_>) -> Vec<Block> {
    let head = [
        "#",
        "place",
        "first seen",
        "last seen",
        "days",
        "to today",
        "limit",
        "passed on",
        "gone",
        "came back",
        "review",
    ];
    let mut spots: Vec<&About<'_>> = subject.spots.iter().collect();
    spots.sort_unstable_by_key(|about| (about.spot.gone, about.spot.number));
    let rows: Vec<Vec<String>> = spots.into_iter().map(|about| stay(subject, about)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table { head: head.map(String::from).to_vec(), rows }]
}

fn stay(subject: &Subject<'_>, about: &About<'_>) -> Vec<String> {
    let spot = &about.tree.spot;
    let none = || "–".to_owned();
    let last = about.present().next_back().map(|look| look.at.day());
    let windows = subject.options.windows;
    let born = spot.since_birth.is_yes();
    let passed = match (last, spot.first_seen) {
        _ if born => none(),
        (None, _) => none(),
        (Some(_), None) => "not known".into(),
        (Some(last), Some(_)) => match persists_from(spot, last, windows) {
            Some(from) if from <= last => show_date(from),
            _ => "no".into(),
        },
    };
    let days = match (last, spot.first_seen) {
        (Some(last), Some(seen)) if !born => (last - seen.earliest()).num_days().max(0).to_string(),
        _ => none(),
    };
    let to_today = match spot.first_seen {
        Some(seen) if !born => (about.today() - seen.earliest()).num_days().max(0).to_string(),
        _ => none(),
    };
    let closed = spot.closed.filter(|closed| !about.as_of.excludes_day(closed.on));
    let gone = match (closed, about.gone().last()) {
        (Some(closed), _) => format!("{} ({})", show_date(closed.on), closed.because.label()),
        (None, Some((day, None))) => show_date(*day),
        _ => none(),
    };
    let back: Vec<String> = about.gone().iter().filter_map(|(_, back)| back.map(show_date)).collect();
    let review = about.reviews().pop().map(|review| {
        let outcome = review.outcome.map_or_else(String::new, |outcome| format!(", {}", outcome.label()));
        format!("{}{outcome}", show_date(review.on))
    });
    vec![
        about.spot.number.to_string(),
        spot.place().in_words(),
        match spot.first_seen {
            _ if born => "since birth".into(),
            Some(seen) => seen.label(),
            None => "unknown".into(),
        },
        last.map_or_else(none, show_date),
        days,
        to_today,
        if born { none() } else { windows.persistence_days.to_string() },
        passed,
        gone,
        if back.is_empty() { none() } else { back.join(", ") },
        review.unwrap_or_else(none),
    ]
}

/// The sources of the flags in the report, each listed once under a number.
#[derive(Default)]
struct Footnotes(Vec<Source>);

impl Footnotes {
    /// Returns the number of a source, as `[2]`.
    fn number(&mut self, source: Source) -> String {
        let at = self.0.iter().position(|known| *known == source).unwrap_or_else(|| {
            self.0.push(source);
            self.0.len() - 1
        });
        format!("[{}]", at + 1)
    }

    fn list(self) -> Vec<Block> {
        let documents = format!("Rules made from two documents: “{}” and “{}”.", DOCUMENTS[0], DOCUMENTS[1]);
        let sources = self
            .0
            .iter()
            .enumerate()
            .map(|(i, source)| line(vec![say(format!("[{}] {}, “{}”", i + 1, source.document, source.section))]));
        std::iter::once(Block::Paragraph(vec![say(documents)])).chain(sources).collect()
    }
}

/// Tells each open flag with its arithmetic: those of the person, then those of the spots by level and number.
fn reasons(subject: &Subject<'_>, footnotes: &mut Footnotes) -> Vec<Block> {
    let level = |flag: &Flag| flag.spot.and_then(|n| subject.assessment.spot(n)).map_or(flag.level, |spot| spot.level);
    let mut open: Vec<&Flag> = subject.open().filter(|flag| flag.level >= Level::FollowUp).collect();
    open.sort_by_key(|flag| (std::cmp::Reverse(level(flag)), flag.spot, std::cmp::Reverse(flag.level)));
    open.into_iter().map(|flag| reason(flag, footnotes)).collect()
}

fn about_flag(flag: &Flag) -> String {
    flag.spot.map_or_else(String::new, |number| format!("Spot {number}: "))
}

fn reason(flag: &Flag, footnotes: &mut Footnotes) -> Block {
    let numbers: Vec<String> = flag.rule.sources.iter().map(|&source| footnotes.number(source)).collect();
    let mut reason = format!("{} {}", flag.reason, numbers.concat());
    if !flag.missing.is_empty() {
        reason.push_str(&format!(" Not answered: {}.", say_fields(&flag.missing)));
    }
    let head =
        format!("{}{} ({}, since {})", about_flag(flag), flag.rule.brief, flag.level.word(), show_date(flag.since));
    Block::Item { text: vec![stress(head)], notes: vec![reason] }
}

fn time(subject: &Subject<'_>) -> Vec<Block> {
    let flagged: Vec<u32> = subject.flagged().into_iter().map(|about| about.spot.number).collect();
    if flagged.is_empty() {
        return Vec::new();
    }
    let span = Span::all(subject.facts, subject.assessment.as_of, 120);
    let mut rows = timeline(subject.facts, subject.assessment, subject.options.windows, span);
    rows.retain(|row| row.spot.is_none_or(|number| flagged.contains(&number)));
    for row in &mut rows {
        if let Some(tree) = row.spot.and_then(|number| subject.facts.spot(number)) {
            row.title = tree.spot.place().in_words();
        }
    }
    picture::timeline(&rows, span).map(Block::Figure).into_iter().collect()
}

fn earlier(subject: &Subject<'_>) -> Vec<Block> {
    let closed = subject.flags.iter().filter(|flag| flag.status != Status::Open);
    let item = |flag: &&Flag| {
        let status = match flag.status {
            Status::Answered => "reviewed",
            _ if flag.spot.is_none() => "past",
            _ => "spot gone",
        };
        let head = format!("{}{} ({status}, since {})", about_flag(flag), flag.rule.brief, show_date(flag.since));
        Block::Item { text: vec![stress(head)], notes: vec![flag.reason.clone()] }
    };
    closed.map(item).collect()
}

fn reviews(subject: &Subject<'_>) -> Vec<Block> {
    let as_of = subject.assessment.as_of;
    let tell = |about: String, review: &Review| {
        let outcome = review.outcome.map_or_else(String::new, |outcome| format!(", {}", outcome.label()));
        let said = review.said.as_ref().map_or_else(String::new, |said| format!(": “{}”", said.on_one_line()));
        let note = say_note(&review.note);
        line(vec![say(format!("{about}: {} on {}{outcome}{said}{note}", review.by.label(), show_date(review.on)))])
    };
    let of_person = subject.facts.reviews.iter().filter(|r| !as_of.excludes_day(r.on));
    let mut items: Vec<Block> = of_person.map(|review| tell("The patient".into(), review)).collect();
    for about in &subject.spots {
        let number = about.spot.number;
        items.extend(about.reviews().into_iter().map(|review| tell(format!("Spot {number}"), review)));
    }
    items
}

fn others(subject: &Subject<'_>) -> Vec<Block> {
    let others: Vec<&About<'_>> = subject.spots.iter().filter(|about| about.spot.level < Level::FollowUp).collect();
    let rows: Vec<Vec<String>> = others.iter().map(|about| other(about)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let head = ["#", "place", "label", "size first", "size latest", "colour", "glass", "next look"];
    let mut blocks = vec![Block::Table { head: head.map(String::from).to_vec(), rows }];
    let open: Vec<&About<'_>> = others.into_iter().filter(|about| !about.spot.gone).collect();
    let missing = front::merged(&open);
    if !missing.is_empty() && subject.has(Section::NotAnswered) {
        blocks.push(Block::Paragraph([vec![say("Not answered. ")], missing].concat()));
    }
    blocks
}

fn other(about: &About<'_>) -> Vec<String> {
    let none = || "–".to_owned();
    let colour = about.present().rev().find(|look| !look.answers.colours.is_empty());
    let glass = about.present().rev().find_map(|look| look.answers.glass_test);
    let mm = |value: f64| format!("{value:.1} mm");
    let gone = about.gone().last().map(|(day, _)| *day);
    let next = match about.spot.next_check {
        Some(next) => show_date(next.day()),
        None => gone.map_or_else(|| "closed".into(), |day| format!("gone {}", show_date(day))),
    };
    vec![
        about.spot.number.to_string(),
        about.tree.spot.place().in_words(),
        about.tree.spot.label.as_ref().map_or_else(none, |label| label.on_one_line()),
        about.spot.diameter.map_or_else(none, |d| mm(d.first)),
        about.spot.diameter.map_or_else(none, |d| format!("{} ±{:.1}", mm(d.latest), d.error)),
        colour.map_or_else(none, |look| look.answers.colours.label()),
        glass.map_or_else(|| "not done".into(), |test| test.label()),
        next,
    ]
}

/// Tells every entry about the person as it was made, with its note.
fn entries(subject: &Subject<'_>) -> Vec<Block> {
    let as_of = subject.assessment.as_of;
    let mut lines = say_entries(subject.facts, as_of);
    for about in &subject.spots {
        for treatment in about.tree.treatments.iter().filter(|t| !as_of.excludes_day(t.started_on)) {
            let what = treatment.what.as_ref().map_or_else(|| "a treatment".into(), |what| what.on_one_line());
            let helped = treatment.improved.label();
            let since = show_date(treatment.started_on);
            let note = say_note(&treatment.note);
            lines.push(format!("Spot {}: {what} from {since}; helped: {helped}{note}.", about.spot.number));
        }
    }
    lines.into_iter().map(|text| line(vec![say(text)])).collect()
}

/// Tells what the patient has to do: the tasks, and the next look of each spot.
fn to_do(subject: &Subject<'_>) -> Vec<Block> {
    let tasks = subject.open().filter(|flag| flag.level == Level::Watch).map(|flag| Block::Item {
        text: vec![stress(format!("{}{}", about_flag(flag), flag.rule.brief))],
        notes: vec![flag.reason.clone()],
    });
    let mut days: Vec<(crate::domain::Moment, Vec<u32>)> = Vec::new();
    for about in &subject.spots {
        let Some(next) = about.spot.next_check else { continue };
        match days.iter_mut().find(|(day, _)| day.day() == next.day()) {
            Some((_, numbers)) => numbers.push(about.spot.number),
            None => days.push((next, vec![about.spot.number])),
        }
    }
    days.sort_by_key(|(day, _)| *day);
    let looks = days.into_iter().map(|(day, numbers)| {
        let next = say_next_look(day, subject.assessment.as_of);
        line(vec![say(format!("Spot {}: {next}", say_numbers(&numbers)))])
    });
    let urged = subject.open().any(|flag| matches!(flag.level, Level::FollowUp | Level::SameDay));
    let again = urged.then(|| line(vec![say(GET_HELP_AGAIN)]));
    again.into_iter().chain(tasks).chain(looks).collect()
}

fn full(in_full: InFull) -> Vec<Block> {
    let texts = in_full.into_texts();
    texts.into_iter().map(|(about, text)| line(vec![stress(format!("{about}: ")), say(text)])).collect()
}
