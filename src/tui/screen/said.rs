//! What the home screen and a spot's page say of a spot: the verdict, the reasons, the description, the chart.

use crate::domain::{AsOf, GlassTest, Look, Moment, Precision, Presence, SpotTree, Word, show_date, show_day};
use crate::guidance::{Assessment, DO_NOT_WAIT, Flag, GET_HELP_AGAIN, Level, SpotAssessment, Status};
use crate::ops::Judged;
use crate::report::{say_fields, say_next_look};
use crate::tui::theme::Role;
use crate::tui::widget::chart::ChartData;
use crate::tui::widget::text::{cut, fit, wrap, wrap_indented, wrap_parts};
use chrono::NaiveDate;
use unicode_width::UnicodeWidthStr;

/// Returns the line that names the alarm of another person. `number` is the emergency number of the settings.
pub(crate) fn alarm_of(name: &str, level: Level, number: Option<&str>) -> String {
    format!("{} {name}: {}", level.mark(), level.headline(None, None, number))
}

/// Returns the growth chart of a spot, up to the moment of the assessment.
pub(crate) fn chart_of(judged: &Judged, spot: &SpotAssessment) -> Option<ChartData> {
    let as_of = judged.assessment.as_of;
    let tree = judged.facts.spot(spot.number)?;
    let reviews = tree.reviews.iter().filter(|r| r.by.counts() && !as_of.excludes_day(r.on)).map(|r| r.on).collect();
    let looks = tree.observations.iter().filter(|look| !as_of.excludes(look.at));
    Some(ChartData::new(looks, &spot.growth, reviews))
}

/// The text for a spot that has only entries dated in the future.
pub(crate) const ONLY_AHEAD: &str = "Everything of this spot is dated after today, so no rule reads it yet. If a clock was wrong \
    and it was entered by mistake, close it.";

/// Returns a line about a spot: when it was first and last seen, and the number of its looks.
pub(crate) fn seen_line(tree: &SpotTree<Look>, spot: &SpotAssessment, as_of: AsOf) -> String {
    seen_parts(tree, spot, as_of).join(" · ")
}

/// Returns the parts of [`seen_line`].
pub(crate) fn seen_parts(tree: &SpotTree<Look>, spot: &SpotAssessment, as_of: AsOf) -> Vec<String> {
    let looks = tree.observations.len();
    let looks = if looks == 1 { "1 look".to_owned() } else { format!("{looks} looks") };
    let mut said = dates(tree, spot, as_of.day());
    said.insert(said.len().min(2), looks);
    said
}

/// Returns the last described features of a spot.
pub(crate) fn described(tree: &SpotTree<Look>) -> String {
    let looks = || tree.observations.iter().rev().filter(|o| o.answers.presence != Presence::Gone);
    let mut words = Vec::new();
    if let Some(look) = looks().find(|l| !l.answers.colours.is_empty()) {
        words.push(look.answers.colours.label());
    }
    words.extend(looks().find_map(|l| l.answers.morphology).map(|m| m.label()));
    if let Some(raised) = looks().map(|l| l.answers.raised).find(|r| r.is_answered()) {
        words.push(if raised.is_yes() { "raised".into() } else { "flat".into() });
    }
    if let Some((at, glass)) = looks().find_map(|l| Some((l.at, l.answers.glass_test?))) {
        let is_latest = looks().next().is_some_and(|latest| latest.at.day() == at.day());
        words.push(match glass {
            GlassTest::Unclear if is_latest => "glass test unclear".into(),
            other if is_latest => format!("{} under glass", other.label()),
            // A rash that faded can stop fading within hours.
            other => format!("glass test {}: {}", show_day(at.day()), other.label()),
        });
    }
    words.join(" · ")
}

/// Returns what to do about a spot, in a sentence. `number` is the one to call in an emergency.
pub(crate) fn to_do(assessment: &Assessment, spot: &SpotAssessment, number: Option<&str>) -> (Role, String) {
    let what = match spot.level {
        Level::None if spot.gone => "Gone or closed".to_owned(),
        Level::None => spot.next_check.map_or_else(String::new, |next| say_next_look(next, assessment.as_of)),
        Level::Watch => titles(assessment, spot),
        level => level.headline(spot.see, spot.next_check, number),
    };
    (Role::of_level(spot.level), format!("{} {what}", spot.level.mark()).trim_start().to_owned())
}

/// Returns what to do about a spot, with the titles of its open flags.
pub(crate) fn verdict(assessment: &Assessment, spot: &SpotAssessment, number: Option<&str>) -> (Role, String) {
    let (role, what) = to_do(assessment, spot, number);
    let titles = if spot.level > Level::Watch { titles(assessment, spot) } else { String::new() };
    (role, format!("{what} {titles}").trim_end().to_owned())
}

fn titles(assessment: &Assessment, spot: &SpotAssessment) -> String {
    let open = assessment.flags_of(spot.number).filter(|flag| flag.status == Status::Open);
    open.map(|flag| flag.rule.title).collect::<Vec<_>>().join(" · ")
}

/// The most lines of a reason where it is in brief.
const MOST_OF_REASON: usize = 8;

/// Returns the open flags in brief, each with the day since when and as much of its reason as the height allows, and
/// whether there is more. Without open flags, it is the neutral sentence.
pub(crate) fn brief_why(
    assessment: &Assessment,
    spot: &SpotAssessment,
    width: u16,
    height: u16,
) -> (Vec<(Role, String)>, bool) {
    let height = usize::from(height);
    let ways = (1..=MOST_OF_REASON).rev().map(|most| brief_lines(assessment, spot, usize::from(width), most));
    let (mut lines, mut is_cut) = (Vec::new(), false);
    for way in ways {
        (lines, is_cut) = way;
        // The last line is left to say how to see the rest.
        if lines.len() + usize::from(is_cut) <= height {
            return (lines, is_cut);
        }
    }
    if lines.len() > height || is_cut {
        lines.truncate(height.saturating_sub(1));
        is_cut = true;
    }
    (lines, is_cut)
}

/// Returns the height that [`brief_why`] fills with reasons in brief.
pub(crate) fn brief_height(assessment: &Assessment, spot: &SpotAssessment, width: u16) -> u16 {
    let (lines, is_cut) = brief_lines(assessment, spot, usize::from(width), MOST_OF_REASON);
    (lines.len() + usize::from(is_cut)) as u16
}

/// Returns the open flags with at most so many lines of each reason, and whether a reason is cut.
fn brief_lines(
    assessment: &Assessment,
    spot: &SpotAssessment,
    width: usize,
    most: usize,
) -> (Vec<(Role, String)>, bool) {
    let open: Vec<&Flag> = assessment.flags_of(spot.number).filter(|f| f.status == Status::Open).collect();
    let (mut lines, mut is_cut) = (Vec::new(), false);
    for flag in &open {
        let since = format!("since {}", show_day(flag.since));
        let title = format!("{} {}", flag.level.mark(), flag.rule.title);
        let titled = match title.width() + since.len() < width {
            true => vec![format!("{} {since}", fit(&title, width.saturating_sub(since.len() + 1)))],
            // What it is matters more than since when.
            false => wrap_indented(&title, width, "  "),
        };
        lines.extend(titled.into_iter().map(|line| (Role::of_level(flag.level), line)));
        let mut reason = wrap(&flag.reason, width.saturating_sub(2));
        if reason.len() > most {
            is_cut = true;
            reason.truncate(most);
            if let Some(last) = reason.last_mut() {
                *last = cut(&format!("{last} …"), width.saturating_sub(2));
            }
        }
        lines.extend(reason.into_iter().map(|line| (Role::Text, format!("  {line}"))));
    }
    if open.is_empty() {
        let said = if spot.gone { String::new() } else { assessment.neutral(assessment.flags_of(spot.number)) };
        lines.extend(wrap(&said, width).into_iter().map(|line| (Role::Text, line)));
    }
    (lines, is_cut)
}

/// Returns everything that a spot's page says of the spot, for copying.
pub(crate) fn whole_text(judged: &Judged, number: u32) -> Option<String> {
    let (tree, spot) = (judged.facts.spot(number)?, judged.assessment.spot(number)?);
    let head = format!("Spot {number}, {}", tree.spot.title());
    let known = [seen_line(tree, spot, judged.assessment.as_of), described(tree)].join(" · ");
    let why = why_lines(&judged.assessment, spot, usize::MAX / 2).into_iter().map(|(_, line)| line);
    let (_, verdict) = to_do(&judged.assessment, spot, None);
    let lines = [head, verdict, known.trim_end_matches(" · ").to_owned()].into_iter().chain(why);
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Returns what comes next for a spot: when to look again, and when to get help again. In an emergency it is neither.
pub(crate) fn next_line(assessment: &Assessment, spot: &SpotAssessment) -> String {
    if spot.level == Level::Emergency {
        return DO_NOT_WAIT.to_owned();
    }
    // Who is to be seen today does not wait for a look.
    let next = spot.next_check.filter(|_| spot.level < Level::SameDay);
    let next = next.map_or_else(String::new, |next| say_next_look(next, assessment.as_of));
    let help = if spot.level > Level::Watch { GET_HELP_AGAIN } else { "" };
    format!("{next} {help}").trim().to_owned()
}

/// Returns a short account of a spot for the space beside a drawing: its name and place, what to do, when it was seen,
/// its features and the reasons, the most important first.
pub(crate) fn summary_lines(judged: &Judged, number: u32, call: Option<&str>, width: usize) -> Vec<(Role, String)> {
    let Some(tree) = judged.facts.spot(number) else { return Vec::new() };
    let (title, place) = (tree.spot.title(), tree.spot.place().label());
    let mut lines: Vec<(Role, String)> = Vec::new();
    let mut say = |role: Role, text: &str| lines.extend(wrap(text, width).into_iter().map(|line| (role, line)));
    say(Role::Title, &format!("{number}  {title}"));
    let Some(spot) = judged.assessment.spot(number) else {
        say(Role::Text, ONLY_AHEAD);
        return lines;
    };
    let (role, verdict) = verdict(&judged.assessment, spot, call);
    say(role, &verdict);
    if title != place {
        say(Role::Text, &place);
    }
    let dates = dates(tree, spot, judged.assessment.as_of.day());
    wrap_parts(&dates, width).iter().for_each(|line| say(Role::Text, line));
    Some(described(tree)).filter(|words| !words.is_empty()).iter().for_each(|words| say(Role::Text, words));
    for flag in judged.assessment.flags_of(number).filter(|flag| flag.status == Status::Open) {
        say(Role::Text, &flag.reason);
    }
    lines
}

/// Returns how long ago a day is, after a comma; nothing for a day to come.
fn ago(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        ..=-1 => String::new(),
        0 => ", today".to_owned(),
        1 => ", yesterday".to_owned(),
        days => format!(", {days} days ago"),
    }
}

/// Returns when a spot was first seen, in days to `today` if the day is known.
pub(crate) fn first_seen(tree: &SpotTree<Look>, today: NaiveDate) -> String {
    match tree.spot.first_seen {
        _ if tree.spot.since_birth.is_yes() => "there since birth".to_owned(),
        Some(seen) if seen.precision == Precision::Day => format!("first seen {}{}", seen.label(), ago(seen.on, today)),
        Some(seen) => format!("first seen {}", seen.label()),
        None => "first seen: unknown".to_owned(),
    }
}

/// Returns when something was noticed, as one says it on the phone.
pub(crate) fn on_the_phone(at: Moment, today: NaiveDate) -> String {
    let day = match (today - at.day()).num_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => format!("on {}{}", show_date(at.day()), ago(at.day(), today)),
    };
    at.time().map_or_else(|| day.clone(), |time| format!("{day} at {}", time.format("%H:%M")))
}

/// Returns when a spot was first and last seen, in days to `today`, and whether it is closed or gone.
fn dates(tree: &SpotTree<Look>, spot: &SpotAssessment, today: NaiveDate) -> Vec<String> {
    let last = spot.last_observed.map(|at| format!("last look {}{}", show_date(at.day()), ago(at.day(), today)));
    let end = match (tree.spot.closed, spot.gone) {
        (Some(closed), _) => Some(format!("closed: {}", closed.because.label())),
        (None, true) => Some("gone".to_owned()),
        (None, false) => None,
    };
    [Some(first_seen(tree, today)), last, end].into_iter().flatten().collect()
}

/// Returns the reasons for the level of a spot, which stand below its verdict: each open flag, each flag no longer open,
/// and the next look. Without open flags, it has the neutral sentence.
pub(crate) fn why_lines(assessment: &Assessment, spot: &SpotAssessment, width: usize) -> Vec<(Role, String)> {
    let mut lines: Vec<(Role, String)> = Vec::new();
    let mut say = |role: Role, text: &str| lines.extend(wrap(text, width).into_iter().map(|line| (role, line)));
    let open: Vec<&Flag> = assessment.flags_of(spot.number).filter(|f| f.status == Status::Open).collect();
    for flag in &open {
        let role = Role::of_level(flag.level);
        say(role, &format!("{} {}", flag.level.mark(), flag.rule.title));
        let source = flag.rule.sources.first().map_or("", |s| s.document);
        say(Role::Text, &format!("{} [{source}]", flag.reason));
    }
    if spot.level > Level::Watch {
        say(Role::Text, GET_HELP_AGAIN);
    }
    for flag in assessment.flags_of(spot.number).filter(|f| f.status != Status::Open) {
        say(Role::Dim, &format!("{}: {}, since {}", flag.status.word(), flag.rule.title, show_date(flag.since)));
    }
    if open.is_empty() && !spot.gone {
        say(Role::Text, &assessment.neutral(assessment.flags_of(spot.number)));
    }
    // The verdict of a spot without a flag is its next look, and who is to be seen today does not wait for one.
    if let Some(next) = spot.next_check.filter(|_| matches!(spot.level, Level::Watch | Level::FollowUp)) {
        say(Role::Text, &say_next_look(next, assessment.as_of));
    }
    if open.is_empty() && !spot.gone && !spot.missing.is_empty() {
        say(Role::Dim, &format!("Not answered: {}.", say_fields(&spot.missing)));
    }
    lines
}
