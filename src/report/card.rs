//! The card of a flagged spot: all that a doctor reads of it in a minute, as data.

use super::in_full::InFull;
use super::picture::{self, Picture};
use super::run::{Run, Runs, join, say, stress};
use crate::domain::{
    AsOf, Bleeding, Choice, GlassTest, Look, Method, OnCard, Onset, Precision, Presence, Question, Review, SpotTree,
    Treatment, Word, questions_of_card, show_date, show_day,
};
use crate::guidance::{Assessment, Evidence, Flag, Level, SpotAssessment, Status};
use chrono::NaiveDate;

/// A flagged spot.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The number that chart, map and tables name it by.
    pub number: u32,
    /// Its highest open flag.
    pub level: Level,
    /// The part of the body, with a capital.
    pub place: String,
    /// The person's own label.
    pub label: Option<String>,
    /// What was recorded, a line each: how long and how large; how it looks, with the glass test; symptoms; treatment,
    /// review and photos.
    pub facts: Vec<Runs>,
    /// The sizes over time; `None` if it was measured at no look.
    pub chart: Option<Picture>,
    /// The open flags, a few words each.
    pub why: Runs,
}

/// The longest label and the longest quotation on a card, in characters. The whole of it stands on page 2.
const LABEL: usize = 100;
const QUOTATION: usize = 90;
/// A label up to this long takes at most two lines of a card in any script, so it is not repeated on page 2.
const SHORT_LABEL: usize = 30;

/// Builds the card of a spot. `photos` are the days of its photos.
pub(super) fn card(
    tree: &SpotTree<Look>,
    spot: &SpotAssessment,
    assessment: &Assessment,
    photos: &[NaiveDate],
    in_full: &mut InFull,
) -> Card {
    let about = About::new(tree, spot, assessment.as_of);
    let number = spot.number;
    let treated = [treatments(&about, in_full), vec![last_review(&about, in_full), photographed(&about, photos)]];
    let facts = [
        vec![how_long(&about), size(&about, assessment)],
        [then_and_now(&about), vec![glass(&about)]].concat(),
        noticed(&about),
        treated.concat(),
    ];
    if let Some(note) = &tree.spot.note {
        in_full.cut(&format!("Spot {number}, note"), &note.on_one_line(), 0);
    }
    let label = tree.spot.label.as_ref().map(|label| label.on_one_line()).filter(|label| !label.trim().is_empty());
    Card {
        number,
        level: spot.level,
        place: capital(&tree.spot.place().in_words()),
        label: label.map(|label| match label.chars().count() {
            ..=SHORT_LABEL => label,
            _ => in_full.cut_always(&format!("Spot {number}, label"), &label, LABEL),
        }),
        facts: facts.into_iter().map(|line| join(line, " · ")).filter(|line| !line.is_empty()).collect(),
        chart: picture::growth(tree, spot, assessment.as_of),
        why: why(assessment, number, assessment.as_of.day()),
    }
}

/// A spot with its looks up to the as-of moment.
pub(super) struct About<'a> {
    pub tree: &'a SpotTree<Look>,
    pub spot: &'a SpotAssessment,
    pub as_of: AsOf,
    /// Every look, those that say gone too, in the order of time.
    pub looks: Vec<&'a Look>,
}

impl<'a> About<'a> {
    pub(super) fn new(tree: &'a SpotTree<Look>, spot: &'a SpotAssessment, as_of: AsOf) -> Self {
        let looks = tree.observations.iter().filter(|look| !as_of.excludes(look.at)).collect();
        About { tree, spot, as_of, looks }
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.as_of.day()
    }

    pub(super) fn when(&self, day: NaiveDate) -> String {
        when(day, self.today())
    }

    /// Returns the looks at which it was there.
    pub(super) fn present(&self) -> impl DoubleEndedIterator<Item = &'a Look> + '_ {
        self.looks.iter().copied().filter(|look| look.answers.presence != Presence::Gone)
    }

    /// Returns the day of each look that says gone for the first time, and the day of the look at which it was back.
    pub(super) fn gone(&self) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let mut gone: Vec<(NaiveDate, Option<NaiveDate>)> = Vec::new();
        for look in &self.looks {
            let is_away = gone.last().is_some_and(|(_, back)| back.is_none());
            match (look.answers.presence == Presence::Gone, is_away) {
                (true, false) => gone.push((look.at.day(), None)),
                (false, true) => gone.last_mut().into_iter().for_each(|last| last.1 = Some(look.at.day())),
                _ => {}
            }
        }
        gone
    }

    /// Returns the reviews up to the as-of moment, the latest last.
    pub(super) fn reviews(&self) -> Vec<&'a Review> {
        let mut reviews: Vec<&Review> = self.tree.reviews.iter().filter(|r| !self.as_of.excludes_day(r.on)).collect();
        reviews.sort_by_key(|review| review.on);
        reviews
    }
}

/// Formats a day, without its year where the year is clear: in the eleven months before today.
pub(super) fn when(day: NaiveDate, today: NaiveDate) -> String {
    if (0..330).contains(&(today - day).num_days()) { show_day(day) } else { show_date(day) }
}

/// Formats a number of days as a person says it: `26 days`, `7½ months`, `3 years`.
pub(super) fn span(days: i64) -> String {
    let (halves, unit) = match days {
        1 => return "1 day".into(),
        ..=0 | 2..=60 => return format!("{days} days"),
        61..=729 => (days as f64 / 30.44 * 2.0, "months"),
        _ => (days as f64 / 365.25 * 2.0, "years"),
    };
    let halves = halves.round() as i64;
    format!("{}{} {unit}", halves / 2, if halves % 2 == 1 { "½" } else { "" })
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Joins days with commas; of many only the first and the last, with their number.
fn days_said(days: &[NaiveDate], about: &About<'_>) -> String {
    match days {
        [first, _, _, .., last] => {
            format!("{} times, {} to {}", days.len(), about.when(*first), about.when(*last))
        }
        days => days.iter().map(|day| about.when(*day)).collect::<Vec<_>>().join(", "),
    }
}

fn how_long(about: &About<'_>) -> Runs {
    let spot = &about.tree.spot;
    let mut said = match spot.first_seen {
        _ if spot.since_birth.is_yes() => vec![stress("since birth")],
        Some(seen) => {
            let days = (about.today() - seen.earliest()).num_days().max(0);
            let (spoken, exact) = (span(days), if days == 1 { "1 day".to_owned() } else { format!("{days} days") });
            let since = match seen.precision {
                Precision::Day => about.when(seen.on),
                _ => seen.label(),
            };
            let exact = if spoken == exact { String::new() } else { format!("{exact}, ") };
            vec![stress(spoken), say(" ("), spare(exact), say(format!("since {since})"))]
        }
        None => {
            let last = about.looks.last().map(|look| format!(", last looked at {}", about.when(look.at.day())));
            vec![stress("first seen: unknown"), say(last.unwrap_or_default())]
        }
    };
    let gone = about.gone();
    let days: Vec<NaiveDate> = gone.iter().filter(|(_, back)| back.is_some()).map(|(day, _)| *day).collect();
    if !days.is_empty() {
        let times = match days.len() {
            1 => String::new(),
            2 => " twice".to_owned(),
            n => format!(" {n} times"),
        };
        said.extend([stress(format!(", came back{times}")), say(format!(" (gone {})", days_said(&days, about)))]);
    }
    if let Some((day, None)) = gone.last() {
        said.push(stress(format!(", gone {}", about.when(*day))));
    }
    let came = match spot.onset {
        Some(Onset::Sudden) => " suddenly",
        Some(Onset::Gradual) => " gradually",
        None => "",
    };
    let contexts = spot.contexts.label().replace(", ", " and ");
    let after = if contexts.is_empty() { String::new() } else { format!(" after: {contexts}") };
    if !(came.is_empty() && after.is_empty()) {
        said.push(say(format!(", came{came}{after}")));
    }
    said
}

/// Returns words that a crowded page may leave out.
fn spare(text: String) -> Run {
    Run { is_spare: true, ..say(text) }
}

fn size(about: &About<'_>, assessment: &Assessment) -> Runs {
    let measured: Vec<(NaiveDate, Method, f64)> = about
        .present()
        .filter_map(|look| look.answers.diameter().map(|(by, readings)| (look.at.day(), by, readings.median())))
        .collect();
    let (Some(first), Some(last)) = (measured.first(), measured.last()) else { return vec![say("not measured")] };
    let error = crate::guidance::assumed_error(last.2);
    let now = format!("{:.1} mm", last.2);
    let grew = assessment.flags_of(about.spot.number).any(|flag| flag.status == Status::Open && flag.rule.says_growth);
    let now = if grew { stress(now) } else { say(now) };
    let (then, today) = (about.when(first.0), about.when(last.0));
    let mut said = Runs::new();
    let by = if first.1 == last.1 { last.1.label() } else { format!("{}, then {}", first.1.label(), last.1.label()) };
    let days = if measured.len() > 1 { format!(", {then} to {today}") } else { format!(", {today}") };
    if measured.len() > 1 {
        said.push(say(format!("{:.1} → ", first.2)));
    }
    said.extend([now, say(format!(" ±{error:.1} ({by}")), spare(days), say(")")]);
    let width = about.present().rev().find_map(|look| look.answers.measurement?.width());
    said.extend(width.map(|width| say(format!(", {:.1} mm across", width.median()))));
    said
}

/// Says how it looked at first and how it looks now; what became of a no is new.
fn then_and_now(about: &About<'_>) -> Vec<Runs> {
    let describe = |question: &Question| {
        let mut said = about.present().filter_map(|look| Some((look.at.day(), question.say(&look.answers)?)));
        let first = said.next()?;
        let answers: Vec<(NaiveDate, String)> = std::iter::once(first).chain(said).collect();
        let (then, now) = (&answers[0].1, &answers[answers.len() - 1].1);
        // The day from which it has been as it is now.
        let from = answers.iter().rev().take_while(|(_, words)| words == now).last().map(|(day, _)| *day);
        let from = from.map(|day| about.when(day)).unwrap_or_default();
        Some(match (then == now, question.choice == Choice::YesNo) {
            (true, _) => vec![say(now.clone())],
            (false, true) => vec![stress(now.clone()), say(format!(" (new {from})"))],
            (false, false) => vec![stress(format!("{then} → {now}")), say(format!(" ({from})"))],
        })
    };
    questions_of_card(OnCard::ThenAndNow).filter_map(describe).collect()
}

/// Says each answer with its days, in the order in which they were first given.
fn noticed(about: &About<'_>) -> Vec<Runs> {
    let mut said = Vec::new();
    for question in questions_of_card(OnCard::WithDays) {
        let is_bleeding = question.name == "bleeding";
        let mut answers: Vec<(String, bool, Vec<NaiveDate>)> = Vec::new();
        for look in &about.looks {
            let Some(mut words) = question.say(&look.answers) else { continue };
            if let Bleeding::Answered { bled: true, after_injury } = look.answers.bleeding
                && is_bleeding
            {
                let injury = match Option::<bool>::from(after_injury) {
                    Some(true) => "after an injury",
                    Some(false) => "no injury",
                    None => "injury: not answered",
                };
                words = format!("bled, {injury}");
            }
            let words = words.replace("changed:", "change noticed:");
            let is_no = words.starts_with("no ") || words.starts_with("not ") || words.contains("no infection");
            match answers.iter_mut().find(|(known, ..)| *known == words) {
                Some((.., days)) => days.push(look.at.day()),
                None => answers.push((words, is_no, vec![look.at.day()])),
            }
        }
        for (words, is_no, mut days) in answers {
            // Of a no only the last day says something.
            days.dedup();
            let days = if is_no { days.split_off(days.len().saturating_sub(1)) } else { days };
            let words = format!("{words} {}", days_said(&days, about));
            said.push(vec![if is_bleeding && !is_no { stress(words) } else { say(words) }]);
        }
    }
    said
}

fn glass(about: &About<'_>) -> Runs {
    let mut tests: Vec<(GlassTest, NaiveDate)> = Vec::new();
    for (test, day) in about.present().filter_map(|look| Some((look.answers.glass_test?, look.at.day()))) {
        match tests.last_mut() {
            Some(last) if last.0 == test => last.1 = day,
            _ => tests.push((test, day)),
        }
    }
    let before = tests.len().saturating_sub(2);
    let said = tests.iter().skip(before).map(|(test, day)| {
        let words = format!("{} {}", test.label(), about.when(*day));
        vec![if *test == GlassTest::Fades { say(words) } else { stress(words) }]
    });
    let said = join(said, ", then ");
    if said.is_empty() { vec![say("glass test: not done")] } else { [vec![say("glass test: ")], said].concat() }
}

fn treatments(about: &About<'_>, in_full: &mut InFull) -> Vec<Runs> {
    const MOST: usize = 2;
    let known: Vec<&Treatment> =
        about.tree.treatments.iter().filter(|t| !about.as_of.excludes_day(t.started_on)).collect();
    let mut said: Vec<Runs> = known
        .iter()
        .rev()
        .take(MOST)
        .map(|treatment| {
            let what = treatment.what.as_ref().map_or_else(|| "a treatment".into(), |what| what.on_one_line());
            let what = in_full.cut(&format!("Spot {}, treatment", about.spot.number), &what, QUOTATION);
            let since = about.when(treatment.started_on);
            vec![say(format!("{what} since {since}, helped: {}", treatment.improved.label()))]
        })
        .collect();
    if known.len() > MOST {
        said.push(vec![say(format!("{} treatments before", known.len() - MOST))]);
    }
    said
}

fn last_review(about: &About<'_>, in_full: &mut InFull) -> Runs {
    let Some(review) = about.reviews().pop() else { return Runs::new() };
    let outcome = review.outcome.map_or_else(String::new, |outcome| format!(", {}", outcome.label()));
    let quoted = review.said.as_ref().map_or_else(String::new, |said| {
        let words = in_full.cut(&format!("Spot {}, review", about.spot.number), &said.on_one_line(), QUOTATION);
        format!(", “{words}”")
    });
    vec![say(format!("last review: {} {}{outcome}{quoted}", review.by.label(), about.when(review.on)))]
}

fn photographed(about: &About<'_>, photos: &[NaiveDate]) -> Runs {
    match photos.len() {
        0 => Runs::new(),
        1 => vec![say(format!("photo {}", days_said(photos, about)))],
        2 | 3 => vec![say(format!("photos {}", days_said(photos, about)))],
        n => {
            let (first, last) = (about.when(photos[0]), about.when(photos[n - 1]));
            vec![say(format!("{n} photos, {first} to {last}"))]
        }
    }
}

/// Says why a spot, or the person, is flagged: the alarms with their day, then the others.
pub(super) fn why_of<'a>(flags: impl Iterator<Item = &'a Flag>, today: NaiveDate) -> Runs {
    let mut alarms: Vec<(Level, NaiveDate, Vec<String>)> = Vec::new();
    let mut said: Vec<Runs> = Vec::new();
    for flag in flags.filter(|flag| flag.status == Status::Open && flag.level >= Level::FollowUp) {
        if flag.level == Level::FollowUp {
            said.push(vec![say(flag.rule.brief)]);
            continue;
        }
        let with = symptoms(&flag.evidence);
        let brief = if with.is_empty() { flag.rule.brief.into() } else { format!("{} ({with})", flag.rule.brief) };
        match alarms.iter_mut().find(|(level, since, _)| (*level, *since) == (flag.level, flag.since)) {
            Some((.., briefs)) => briefs.push(brief),
            None => alarms.push((flag.level, flag.since, vec![brief])),
        }
    }
    let alarms = alarms.into_iter().map(|(level, since, briefs)| {
        vec![stress(format!("{} {}: {}", level.word(), when(since, today), briefs.join("; ")))]
    });
    join(alarms.chain(said), " · ")
}

fn why(assessment: &Assessment, number: u32, today: NaiveDate) -> Runs {
    why_of(assessment.flags_of(number), today)
}

/// Joins the symptoms of a flag: its evidence that is no look.
fn symptoms(evidence: &[Evidence]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for evidence in evidence.iter().filter(|evidence| evidence.observation.is_none()) {
        if !words.contains(&evidence.what.as_str()) {
            words.push(&evidence.what);
        }
    }
    words.join(", ")
}

impl Card {
    /// Returns the facts on one line.
    pub fn facts(&self) -> Runs {
        join(self.facts.iter().cloned(), " · ")
    }

    /// Returns the word of a level that cannot wait for an appointment.
    pub fn urgent(&self) -> Option<&'static str> {
        (self.level >= Level::SameDay).then(|| self.level.word())
    }

    /// Returns number, place and label on one line.
    pub fn title(&self) -> Vec<Run> {
        let mut title = vec![stress(format!("{} {}", self.number, self.place))];
        title.extend(self.urgent().map(|word| stress(format!(" · {word}"))));
        title.extend(self.label.as_ref().map(|label| say(format!(" “{label}”"))));
        title
    }
}
