//! The content of a report, in the order in which a doctor reads it (product page, "The page for the doctor").

use super::timeline::{Span, timeline};
use super::{Block, Document, picture, say_fields, say_next_look, say_person};
use crate::domain::{AsOf, Facts, GlassTest, Look, Presence, Review, SpotTree, Word, show_date};
use crate::guidance::{
    Assessment, DO_NOT_WAIT, DOCUMENTS, Flag, GET_HELP_AGAIN, Level, RULES_VERSION, STANDING, Source, SpotAssessment,
    Status, Windows, call_now,
};
use chrono::NaiveDate;

/// An optional section of the report. What needs attention, its sources and the standing notices cannot be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The table of the spots with an open flag at follow-up or above.
    FlaggedSpots,
    /// The growth charts, the body map and the timeline.
    Figures,
    /// The person, symptoms, medicines and treatments.
    Background,
    /// What changed since the last review, or since [`Options::since`].
    Changes,
    /// The notes that are questions for the doctor.
    Questions,
    /// The questions that were never answered.
    NotAnswered,
    /// The part after the doctor's page: other spots, closed flags and reviews.
    Annex,
    /// A ruler of exact length, to check the size of the print.
    Ruler,
}

impl Section {
    /// Every section, with its word on the command line.
    pub const ALL: [(&'static str, Section); 8] = [
        ("flagged-spots", Section::FlaggedSpots),
        ("figures", Section::Figures),
        ("background", Section::Background),
        ("changes", Section::Changes),
        ("questions", Section::Questions),
        ("not-answered", Section::NotAnswered),
        ("annex", Section::Annex),
        ("ruler", Section::Ruler),
    ];

    /// Returns the section with that word.
    pub fn of(word: &str) -> Option<Section> {
        Section::ALL.iter().find(|(known, _)| *known == word).map(|(_, section)| *section)
    }
}

/// What a report shows beyond the facts and the assessment. It is loaded with them, so a section that needs more has one
/// place to get it from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// The person's notes that are questions, with spot and day.
    pub questions: Vec<String>,
}

/// The extras of a report without any.
static NO_EXTRAS: Extras = Extras { questions: Vec::new() };

/// The options of a report.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The periods of the rules. Those that open flags use are named at the end.
    pub windows: &'a Windows,
    /// The spots to include; empty for all.
    pub only: &'a [u32],
    /// Named in the headline of an emergency; `None` says "your local emergency number".
    pub emergency_number: Option<&'a str>,
    /// The start of the changes; `None` for the last review of each spot.
    pub since: Option<NaiveDate>,
    /// What the store has beyond the facts.
    pub extras: &'a Extras,
    /// The sections to leave out.
    pub without: &'a [Section],
}

impl<'a> Options<'a> {
    /// Creates the options of a complete report of all spots.
    pub fn new(windows: &'a Windows) -> Self {
        Options { windows, only: &[], emergency_number: None, since: None, extras: &NO_EXTRAS, without: &[] }
    }
}

/// Builds the report of one person.
pub fn report(facts: &Facts, assessment: &Assessment, options: Options<'_>) -> Document {
    let Options { windows, only, emergency_number, .. } = options;
    let wanted = |number: u32| only.is_empty() || only.contains(&number);
    let flags: Vec<&Flag> = assessment.flags.iter().filter(|f| f.spot.is_none_or(wanted)).collect();
    let spots: Vec<&SpotAssessment> = assessment.spots.iter().filter(|s| wanted(s.number)).collect();
    let mut blocks = Vec::new();
    let open: Vec<&Flag> = flags.iter().copied().filter(|f| f.status == Status::Open).collect();
    let highest = open.iter().map(|f| f.level).max().unwrap_or(Level::None);
    if highest == Level::Emergency {
        blocks.push(Block::Title(call_now(emergency_number)));
        blocks.push(Block::Paragraph(DO_NOT_WAIT.into()));
    }
    blocks.push(Block::Title(format!("Spot journal of {}", assessment.name)));
    blocks.push(Block::Paragraph(format!(
        "As of {}. {STANDING} Sizes in millimetres; one reading can be off by about 0.5 mm or a tenth of the size, \
         whichever is more.",
        show_date(assessment.as_of.day())
    )));
    if let Some(said) = assessment.ahead.say(assessment.as_of) {
        blocks.push(Block::Paragraph(said));
    }
    let mut footnotes = Footnotes::default();
    attention(&mut blocks, &open, &flags, assessment, emergency_number, &mut footnotes);
    let with = |section| !options.without.contains(&section);
    if with(Section::FlaggedSpots) {
        table(&mut blocks, "Flagged spots", facts, &spots, assessment, |s| s.level >= Level::FollowUp);
    }
    if with(Section::Figures) {
        figures(&mut blocks, facts, &spots, assessment, windows);
    }
    if with(Section::Background) {
        background(&mut blocks, facts, &spots, assessment.as_of);
    }
    if with(Section::Changes) {
        changes_since(&mut blocks, facts, &spots, assessment, options.since);
    }
    if with(Section::Questions) {
        questions(&mut blocks, &options.extras.questions);
    }
    let (flagged, others): (Vec<&SpotAssessment>, _) = spots.iter().partition(|s| s.level >= Level::FollowUp);
    if with(Section::NotAnswered) {
        missing(&mut blocks, "What was not answered", &flagged);
    }
    footnotes.list(&mut blocks);
    footer(&mut blocks, &open, windows);
    if with(Section::Annex) || with(Section::Ruler) {
        blocks.push(Block::Annex("Annex".into()));
    }
    if with(Section::Annex) {
        table(&mut blocks, "Other spots", facts, &spots, assessment, |s| s.level < Level::FollowUp);
        closed_flags(&mut blocks, &flags);
        reviews(&mut blocks, facts, &spots, assessment.as_of);
        if with(Section::NotAnswered) {
            missing(&mut blocks, "What was not answered of the other spots", &others);
        }
    }
    if with(Section::Ruler) {
        blocks.push(Block::Heading("Ruler".into()));
        blocks.push(Block::Figure(picture::ruler()));
    }
    Document { blocks }.visible()
}

/// Adds the growth charts of the flagged spots, the body map and the timeline.
fn figures(
    blocks: &mut Vec<Block>,
    facts: &Facts,
    spots: &[&SpotAssessment],
    assessment: &Assessment,
    windows: &Windows,
) {
    let flagged: Vec<&SpotAssessment> = spots.iter().copied().filter(|s| s.level >= Level::FollowUp).collect();
    let trees = || flagged.iter().filter_map(|s| facts.spot(s.number).map(|tree| (tree, *s)));
    let charts: Vec<Block> =
        trees().filter_map(|(tree, s)| picture::growth(tree, s, assessment.as_of)).map(Block::Figure).collect();
    let map = picture::body_map(trees().map(|(tree, _)| tree)).map(Block::Figure);
    let span = Span::all(facts, assessment.as_of, 120);
    let mut rows = timeline(facts, assessment, windows, span);
    rows.retain(|row| row.spot.is_none_or(|n| flagged.iter().any(|s| s.number == n)));
    let rows = if flagged.is_empty() { Vec::new() } else { rows };
    let line = picture::timeline(&rows, span).map(Block::Figure);
    if charts.is_empty() && map.is_none() && line.is_none() {
        return;
    }
    blocks.push(Block::Heading("Size, place and time".into()));
    blocks.extend(charts);
    blocks.extend(map);
    blocks.extend(line);
}

/// Adds the changes since the last review of each spot, or since the requested day.
fn changes_since(
    blocks: &mut Vec<Block>,
    facts: &Facts,
    spots: &[&SpotAssessment],
    assessment: &Assessment,
    since: Option<NaiveDate>,
) {
    let as_of = assessment.as_of;
    let mut items = Vec::new();
    for tree in spots.iter().filter_map(|s| facts.spot(s.number)) {
        let counting = tree.reviews.iter().filter(|r| r.by.counts() && !as_of.excludes_day(r.on));
        let Some(from) = since.or(counting.map(|r| r.on).max()) else { continue };
        let looks: Vec<&Look> = tree.observations.iter().filter(|o| !as_of.excludes(o.at)).collect();
        let split = looks.partition_point(|o| o.at.day() <= from);
        let (before, after) = looks.split_at(split);
        if after.is_empty() {
            continue;
        }
        let size = |looks: &[&Look]| looks.iter().rev().find_map(|o| o.answers.diameter()).map(|(_, r)| r.median());
        let colours = |looks: &[&Look]| {
            let found = looks.iter().rev().find(|o| !o.answers.colours.is_empty());
            found.map(|o| o.answers.colours.label())
        };
        let mut parts = vec![if after.len() == 1 { "1 look".to_owned() } else { format!("{} looks", after.len()) }];
        match (size(before), size(after)) {
            (Some(then), Some(now)) => parts.push(format!("{then:.1} mm then, {now:.1} mm now")),
            (None, Some(now)) => parts.push(format!("{now:.1} mm now")),
            _ => {}
        }
        if let (Some(then), Some(now)) = (colours(before), colours(after))
            && then != now
        {
            parts.push(format!("colour {then} then, {now} now"));
        }
        let raised = assessment.flags_of(tree.spot.number).filter(|f| f.status == Status::Open && f.since > from);
        let raised: Vec<&str> = raised.filter(|f| f.level >= Level::FollowUp).map(|f| f.rule.title).collect();
        if !raised.is_empty() {
            parts.push(format!("noticed since: {}", raised.join(", ")));
        }
        items.push(Block::Item {
            mark: "-".into(),
            text: format!("Spot {}, since {}: {}.", tree.spot.number, show_date(from), parts.join("; ")),
            notes: Vec::new(),
            urgent: false,
        });
    }
    if !items.is_empty() {
        blocks.push(Block::Heading(if since.is_some() { "Since that day" } else { "Since the last review" }.into()));
        blocks.extend(items);
    }
}

/// Adds the person's questions: the notes that end in a question mark.
fn questions(blocks: &mut Vec<Block>, questions: &[String]) {
    if questions.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Questions for the doctor".into()));
    blocks.extend(questions.iter().map(|text| Block::Item {
        mark: "?".into(),
        text: text.clone(),
        notes: Vec::new(),
        urgent: false,
    }));
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

    fn list(self, blocks: &mut Vec<Block>) {
        if self.0.is_empty() {
            return;
        }
        blocks.push(Block::Heading("Sources".into()));
        blocks.extend(self.0.iter().enumerate().map(|(i, source)| Block::Item {
            mark: format!("[{}]", i + 1),
            text: format!("{}, \"{}\"", source.document, source.section),
            notes: Vec::new(),
            urgent: false,
        }));
    }
}

fn attention(
    blocks: &mut Vec<Block>,
    open: &[&Flag],
    flags: &[&Flag],
    assessment: &Assessment,
    emergency_number: Option<&str>,
    footnotes: &mut Footnotes,
) {
    blocks.push(Block::Heading("What needs attention".into()));
    if open.is_empty() {
        blocks.push(Block::Paragraph(assessment.neutral(flags.iter().copied())));
        if let Some(next) = assessment.next_check {
            blocks.push(Block::Paragraph(say_next_look(next, assessment.as_of)));
        }
        return;
    }
    let mut heading = None;
    for flag in open {
        let next = flag.spot.and_then(|n| assessment.spot(n)).and_then(|s| s.next_check);
        let headline = match flag.level {
            Level::Watch => "To do".to_owned(),
            Level::Emergency => call_now(emergency_number),
            level => level.headline(flag.see, next),
        };
        if heading.as_ref() != Some(&headline) {
            blocks.push(Block::Paragraph(headline.clone()));
            heading = Some(headline);
        }
        blocks.push(item(flag, footnotes));
    }
    if open.iter().any(|f| matches!(f.level, Level::FollowUp | Level::SameDay)) {
        blocks.push(Block::Paragraph(GET_HELP_AGAIN.into()));
    }
}

fn item(flag: &Flag, footnotes: &mut Footnotes) -> Block {
    let about = match flag.spot {
        Some(number) => format!("Spot {number}: "),
        None => String::new(),
    };
    let numbers: Vec<String> = flag.rule.sources.iter().map(|&source| footnotes.number(source)).collect();
    let mut reason = format!("{} {}", flag.reason, numbers.concat());
    if !flag.missing.is_empty() {
        reason.push_str(&format!(" Not answered: {}.", say_fields(&flag.missing)));
    }
    let notes = vec![reason];
    Block::Item {
        mark: flag.level.mark().into(),
        text: format!("{about}{} ({}, since {})", flag.rule.title, flag.level.word(), show_date(flag.since)),
        notes,
        urgent: flag.level >= Level::SameDay,
    }
}

fn table(
    blocks: &mut Vec<Block>,
    heading: &str,
    facts: &Facts,
    spots: &[&SpotAssessment],
    assessment: &Assessment,
    wanted: impl Fn(&SpotAssessment) -> bool,
) {
    let rows: Vec<Vec<String>> =
        spots.iter().filter(|s| wanted(s)).filter_map(|s| Some(row(facts.spot(s.number)?, s, assessment))).collect();
    if rows.is_empty() {
        return;
    }
    let head =
        ["#", "where", "first seen", "days", "first mm", "latest mm", "error", "by", "colour", "glass", "next look"];
    blocks.push(Block::Heading(heading.into()));
    blocks.push(Block::Table { head: head.map(String::from).to_vec(), rows });
}

fn row(tree: &SpotTree<Look>, s: &SpotAssessment, assessment: &Assessment) -> Vec<String> {
    let mm = |value: Option<f64>| value.map_or_else(|| "-".into(), |v| format!("{v:.1}"));
    let as_of = assessment.as_of;
    let looks =
        || tree.observations.iter().filter(move |o| !as_of.excludes(o.at) && o.answers.presence != Presence::Gone);
    let colour = looks().rev().find(|l| !l.answers.colours.is_empty()).map(|l| l.answers.colours.label());
    let glass = looks().rev().find_map(|l| l.answers.glass_test).map(|g| match g {
        GlassTest::Fades => "fades",
        GlassTest::DoesNotFade => "does not fade",
        GlassTest::Unclear => "unclear",
    });
    let next = match s.next_check {
        Some(next) => show_date(next.day()),
        None if s.gone => "gone".into(),
        None => "-".into(),
    };
    vec![
        s.number.to_string(),
        tree.spot.title(),
        match tree.spot.first_seen {
            _ if tree.spot.since_birth.is_yes() => "since birth".into(),
            Some(seen) => seen.label(),
            None => "unknown".into(),
        },
        s.days_seen.map_or_else(|| "-".into(), |days| days.to_string()),
        mm(s.diameter.map(|d| d.first)),
        mm(s.diameter.map(|d| d.latest)),
        s.diameter.map_or_else(|| "-".into(), |d| format!("±{:.1}", d.error)),
        looks().rev().find_map(|l| l.answers.diameter()).map_or_else(|| "-".into(), |(by, _)| by.label()),
        colour.unwrap_or_else(|| "-".into()),
        glass.unwrap_or("not done").into(),
        next,
    ]
}

fn closed_flags(blocks: &mut Vec<Block>, flags: &[&Flag]) {
    let closed: Vec<&&Flag> = flags.iter().filter(|f| f.status != Status::Open).collect();
    if closed.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Resting and answered flags".into()));
    for flag in closed {
        let about = flag.spot.map_or_else(String::new, |n| format!("Spot {n}: "));
        blocks.push(Block::Item {
            mark: String::new(),
            text: format!("{about}{} ({}, since {})", flag.rule.title, flag.status.word(), show_date(flag.since)),
            notes: vec![flag.reason.clone()],
            urgent: false,
        });
    }
}

fn reviews(blocks: &mut Vec<Block>, facts: &Facts, spots: &[&SpotAssessment], as_of: AsOf) {
    let say = |about: String, review: &Review| Block::Item {
        mark: String::new(),
        text: format!("{about}: {} on {}", review.by.label(), show_date(review.on)),
        notes: [
            review.outcome.map(|o| format!("Outcome: {}.", o.label())),
            review.said.as_ref().map(|said| format!("Said: {}", said.on_one_line())),
        ]
        .into_iter()
        .flatten()
        .collect(),
        urgent: false,
    };
    let known = |r: &&Review| !as_of.excludes_day(r.on);
    let mut items: Vec<Block> =
        facts.reviews.iter().filter(known).map(|r| say(facts.person.name.to_string(), r)).collect();
    for tree in spots.iter().filter_map(|s| facts.spot(s.number)) {
        items.extend(tree.reviews.iter().filter(known).map(|r| say(format!("Spot {}", tree.spot.number), r)));
    }
    if !items.is_empty() {
        blocks.push(Block::Heading("Reviews".into()));
        blocks.extend(items);
    }
}

fn background(blocks: &mut Vec<Block>, facts: &Facts, spots: &[&SpotAssessment], as_of: AsOf) {
    let mut lines = say_person(facts, as_of);
    for tree in spots.iter().filter_map(|s| facts.spot(s.number)) {
        for t in tree.treatments.iter().filter(|t| !as_of.excludes_day(t.started_on)) {
            let what = t.what.as_ref().map_or_else(|| "a treatment".into(), |w| w.on_one_line());
            lines.push(format!(
                "Spot {}: {what} from {}; improved: {}.",
                tree.spot.number,
                show_date(t.started_on),
                t.improved.label()
            ));
        }
    }
    if !lines.is_empty() {
        blocks.push(Block::Heading("The person, symptoms, medicines, treatments".into()));
        blocks.extend(lines.into_iter().map(|text| Block::Item {
            mark: "-".into(),
            text,
            notes: Vec::new(),
            urgent: false,
        }));
    }
}

/// Adds the questions that were never answered: first those open for every spot, then the others of each spot.
fn missing(blocks: &mut Vec<Block>, heading: &str, spots: &[&SpotAssessment]) {
    let open: Vec<&SpotAssessment> = spots.iter().copied().filter(|s| !s.gone && !s.missing.is_empty()).collect();
    let Some(first) = open.first() else { return };
    blocks.push(Block::Heading(heading.into()));
    let shared: Vec<&'static str> =
        first.missing.iter().copied().filter(|q| open.iter().all(|s| s.missing.contains(q))).collect();
    let shared = if open.len() > 1 { shared } else { Vec::new() };
    let mut item = |text: String| {
        blocks.push(Block::Item { mark: "?".into(), text, notes: Vec::new(), urgent: false });
    };
    if !shared.is_empty() {
        let numbers: Vec<String> = open.iter().map(|s| s.number.to_string()).collect();
        item(format!("Spots {}: {}.", numbers.join(", "), say_fields(&shared)));
    }
    for s in &open {
        let own: Vec<&'static str> = s.missing.iter().copied().filter(|q| !shared.contains(q)).collect();
        if !own.is_empty() {
            let also = if shared.is_empty() { "" } else { "also " };
            item(format!("Spot {}: {also}{}.", s.number, say_fields(&own)));
        }
    }
}

fn footer(blocks: &mut Vec<Block>, open: &[&Flag], windows: &Windows) {
    let mut used: Vec<&str> = open.iter().flat_map(|f| f.rule.windows.iter().copied()).collect();
    used.sort_unstable();
    used.dedup();
    let windows: Vec<String> = used.iter().filter_map(|name| Some(format!("{name} {}", windows.get(name)?))).collect();
    blocks.push(Block::Heading("About this report".into()));
    blocks.push(Block::Paragraph(format!(
        "Rules, version {RULES_VERSION}, made from two documents: \"{}\" and \"{}\". Self-recorded, not examined, not \
         a diagnosis.{}",
        DOCUMENTS[0],
        DOCUMENTS[1],
        if windows.is_empty() { String::new() } else { format!(" Windows used: {}.", windows.join(", ")) }
    )));
}
