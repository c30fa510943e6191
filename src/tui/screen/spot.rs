//! The page of a spot: chart, reasons, observations, reviews, treatments and history.

use super::said::{ONLY_AHEAD, chart_of, described, seen_line, verdict, why_lines};
use crate::domain::{Answer, Observation, SpotTree, Word, show_date};
use crate::guidance::{SpotAssessment, near_misses_of_spot, say_growth};
use crate::ops::{HistoryEntry, Judged, Saved};
use crate::report::{say_glass_tests, say_moment, say_observation};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::page::{Page, say};
use crate::tui::widget::text::{cut, put, wrap};
use crate::tui::world::World;
use crate::tui::yes_no::YesNo;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};

/// The page of a spot.
pub(crate) struct SpotPage {
    pub number: u32,
    tree: Option<Box<SpotTree<Observation>>>,
    history: Vec<HistoryEntry>,
    has_chart: bool,
    /// Whether the reasons fit beside the text. Otherwise they are part of it.
    why_fits: bool,
    /// The text below the chart. Its rows are the entries.
    page: Page,
    /// The line at which the reasons begin, if they are part of the text.
    why: Option<usize>,
}

/// The areas of the chart, the reasons and the text.
struct Areas {
    chart: Option<Rect>,
    /// Only present if there is room for two columns.
    why: Option<Rect>,
    text: Rect,
}

impl Areas {
    /// Divides `body`. `has_chart` is whether there is a chart to draw.
    fn new(body: Rect, has_chart: bool) -> Areas {
        let inner = Rect {
            x: body.x + 2,
            y: body.y + 3,
            width: body.width.saturating_sub(4),
            height: body.height.saturating_sub(4),
        };
        if inner.width >= 90 {
            let width = inner.width * 45 / 100;
            let side = Rect { x: inner.x + inner.width - width, width, ..inner };
            let taken = if has_chart { (inner.height / 2).clamp(5, 14) + 2 } else { 0 };
            let chart = Rect { height: taken.saturating_sub(2), ..side };
            let why = Rect { y: side.y + taken, height: side.height.saturating_sub(taken), ..side };
            return Areas {
                chart: has_chart.then_some(chart),
                why: Some(why),
                text: Rect { width: inner.width - width - 2, ..inner },
            };
        }
        if inner.height < 16 || !has_chart {
            return Areas { chart: None, why: None, text: inner };
        }
        let chart = Rect { height: 7, ..inner };
        Areas { chart: Some(chart), why: None, text: Rect { y: inner.y + 9, height: inner.height - 9, ..inner } }
    }
}

impl SpotPage {
    /// Creates an empty page of a spot.
    pub(crate) fn new(number: u32) -> SpotPage {
        SpotPage {
            number,
            tree: None,
            history: Vec::new(),
            has_chart: false,
            why_fits: false,
            page: Page::default(),
            why: None,
        }
    }

    /// Returns the saved entries in the order of the rows: looks, reviews and treatments, newest first, then the spot.
    fn entries(&self) -> Vec<Saved> {
        let Some(tree) = &self.tree else { return Vec::new() };
        let number = tree.spot.number;
        let looks = tree.observations.iter().rev().map(|look| Saved::Look(number, look.clone()));
        let reviews = tree.reviews.iter().rev().map(|review| Saved::Review(Some(number), review.clone()));
        let treatments = tree.treatments.iter().rev().map(|treatment| Saved::Treatment(number, treatment.clone()));
        looks.chain(reviews).chain(treatments).chain([Saved::Spot(tree.spot.clone())]).collect()
    }

    fn selected_entry(&self) -> Option<Saved> {
        let mut entries = self.entries();
        let row = self.page.selected()?;
        (row < entries.len()).then(|| entries.swap_remove(row))
    }

    /// Sets the loaded spot and its history.
    pub(crate) fn fill(&mut self, tree: Box<SpotTree<Observation>>, history: Vec<HistoryEntry>) {
        let on = self.selected_entry().map(|entry| entry.id());
        self.tree = Some(tree);
        // The cursor stays on its entry, which may be another row now.
        if let Some(row) = self.entries().iter().position(|entry| Some(entry.id()) == on) {
            self.page.keep_on(row);
        }
        self.history = history;
    }
}

impl Component for SpotPage {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Spot)
    }

    fn selected(&self, _world: &World) -> Selected {
        Selected::Here(Some(self.number))
    }

    fn needs(&self) -> Option<Effect> {
        Some(Effect::LoadSpot(self.number))
    }

    fn lay_out(&mut self, world: &World) {
        let World { loaded, start, now, .. } = world;
        let spot = loaded.judged.as_ref().and_then(|judged| judged.assessment.spot(self.number));
        self.has_chart = spot.is_some_and(|spot| spot.diameter.is_some());
        let areas = Areas::new(world.body(), self.has_chart);
        let width = usize::from(areas.text.width);
        let (mut lines, mut rows) = (Vec::new(), Vec::new());
        if let Some(tree) = &self.tree {
            let mut entry = |lines: &mut Vec<(Role, String)>, text: &str| {
                let start = lines.len();
                say(lines, Role::Text, text, width, "            ");
                rows.push(start..lines.len());
            };
            looks(&mut lines, world, tree, &mut entry);
            others(&mut lines, tree, &mut entry);
            heading(&mut lines, "The spot itself");
            entry(&mut lines, &say_spot(tree));
        }
        self.why = None;
        if let (Some(judged), Some(spot)) = (&loaded.judged, spot) {
            let why = |width: u16| why_lines(&judged.assessment, spot, usize::from(width));
            self.why_fits = areas.why.is_some_and(|area| why(area.width).len() <= usize::from(area.height));
            if !self.why_fits {
                heading(&mut lines, "Why");
                self.why = Some(lines.len() - 1);
                lines.extend(why(areas.text.width));
            }
        }
        if let (Some(judged), Some(spot)) = (&loaded.judged, spot) {
            let nearly = near_misses_of_spot(&judged.facts, &judged.assessment, &start.windows, self.number);
            if !nearly.is_empty() {
                heading(&mut lines, "Not yet, but nearly");
            }
            for n in &nearly {
                let text = format!("{} ({}): {}", n.rule.title, n.level.word(), n.when);
                say(&mut lines, Role::Text, &text, width, "  ");
            }
            if let Some(growth) = say_growth(spot) {
                heading(&mut lines, "Growth");
                say(&mut lines, Role::Text, &growth, width, "");
            }
            glass_tests(&mut lines, judged, spot, self.number, width);
        }
        if !self.history.is_empty() {
            heading(&mut lines, "History");
            for entry in &self.history {
                let at = now.show_time(entry.change.at);
                let undone = if entry.change.undone_by.is_some() { " (undone)" } else { "" };
                say(&mut lines, Role::Dim, &format!("{at}  {}{undone}", entry.change.what), width, "");
            }
        }
        self.page.set_rows(lines, rows, areas.text);
    }

    fn go(&mut self, by: isize, world: &World) {
        self.page.go(by, Areas::new(world.body(), self.has_chart).text);
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let text = Areas::new(world.body(), self.has_chart).text;
        let title = world.loaded.title(self.number).unwrap_or_default();
        let entry = || self.selected_entry();
        let step = match command {
            Command::Why => {
                self.page.show(self.why.unwrap_or(0), text);
                return Some(Vec::new());
            }
            Command::Correct => Step::Ask(form::correct(&entry()?, title)),
            Command::AddNote => match entry()? {
                look @ Saved::Look(..) => Step::Ask(form::add_note(&look)),
                other => Step::Tell(format!("Only a look or a symptom has a note; {} has none.", other.describe())),
            },
            Command::StrikeOut => Step::Confirm(YesNo::StrikeOut(Box::new(entry()?))),
            _ => return None,
        };
        Some(vec![step])
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        let text = Areas::new(world.body(), self.has_chart).text;
        let clicked = self.page.row_at(column, row, text)?;
        if self.page.selected() == Some(clicked) {
            return Some(Command::Correct);
        }
        self.page.select(clicked, text);
        None
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        let block = Block::bordered().border_style(theme.style(Role::Border));
        block.render(body, buffer);
        let Some(judged) = &world.loaded.judged else { return None };
        let tree = judged.facts.spot(self.number)?;
        let Some(spot) = judged.assessment.spot(self.number) else {
            let said = if judged.assessment.ahead.only.contains(&self.number) {
                ONLY_AHEAD
            } else {
                "Nothing was logged of this spot as of this day."
            };
            for (y, line) in wrap(said, usize::from(body.width.saturating_sub(4))).iter().enumerate() {
                put(buffer, body, 2, y as u16 + 1, line, theme.style(Role::Dim));
            }
            return None;
        };
        let place = tree.spot.place().label();
        let title = tree.spot.title();
        let called = if title == place { String::new() } else { format!(" · {place}") };
        let width = usize::from(body.width.saturating_sub(4));
        put(
            buffer,
            body,
            1,
            0,
            &cut(&format!(" Spot {}  {title}{called} ", self.number), width),
            theme.style(Role::Title),
        );
        let (role, verdict) = verdict(&judged.assessment, spot);
        put(buffer, body, 2, 1, &cut(&verdict, width), theme.style(role));
        let described = described(tree);
        let known = [seen_line(tree, spot), described].join(" · ");
        put(buffer, body, 2, 2, &cut(known.trim_end_matches(" · "), width), theme.style(Role::Text));
        let areas = Areas::new(body, self.has_chart);
        let chart = chart_of(judged, spot);
        if let (Some(area), Some(chart)) = (areas.chart, chart) {
            chart.draw(area, theme, buffer);
            let below = Rect { y: area.y + area.height, height: 1, ..area };
            put(buffer, below, 0, 0, &chart.caption(), theme.style(Role::Dim));
        }
        if let Some(area) = areas.why.filter(|_| self.why_fits) {
            let lines = why_lines(&judged.assessment, spot, usize::from(area.width));
            for (y, (role, line)) in lines.iter().take(usize::from(area.height)).enumerate() {
                put(buffer, area, 0, y as u16, line, theme.style(*role));
            }
        }
        self.page.draw(areas.text, body, theme, buffer);
        None
    }
}

fn heading(lines: &mut Vec<(Role, String)>, text: &str) {
    if !lines.is_empty() {
        lines.push((Role::Text, String::new()));
    }
    lines.push((Role::Title, text.to_owned()));
}

/// Appends the glass tests, newest first, and the next due date.
fn glass_tests(lines: &mut Vec<(Role, String)>, judged: &Judged, spot: &SpotAssessment, number: u32, width: usize) {
    let Some(tree) = judged.facts.spot(number) else { return };
    let tests = say_glass_tests(tree, judged.assessment.as_of);
    if tests.is_empty() {
        return;
    }
    heading(lines, "Glass tests");
    for test in &tests {
        say(lines, Role::Text, test, width, "  ");
    }
    if let Some(next) = spot.next_check {
        say(lines, Role::Dim, &format!("Next look: {}.", say_moment(next)), width, "  ");
    }
}

/// Appends a row.
type AddRow<'r> = dyn FnMut(&mut Vec<(Role, String)>, &str) + 'r;

/// Appends the observations, newest first.
fn looks(lines: &mut Vec<(Role, String)>, world: &World, tree: &SpotTree<Observation>, add: &mut AddRow<'_>) {
    heading(lines, "Looks");
    if tree.observations.is_empty() {
        lines.push((Role::Dim, world.with_keys(Context::Spot, "None yet. Press {look} to log one.")));
    }
    tree.observations.iter().rev().for_each(|observation| add(lines, &say_observation(observation)));
}

fn others(lines: &mut Vec<(Role, String)>, tree: &SpotTree<Observation>, add: &mut AddRow<'_>) {
    if !tree.reviews.is_empty() {
        heading(lines, "Reviews");
    }
    for r in tree.reviews.iter().rev() {
        let outcome = r.outcome.map_or_else(String::new, |o| format!(", {}", o.label()));
        let said = r.said.as_ref().map_or_else(String::new, |s| format!(": \"{s}\""));
        add(lines, &format!("{:<11} {}{outcome}{said}", show_date(r.on), r.by.label()));
    }
    if !tree.treatments.is_empty() {
        heading(lines, "Treatments");
    }
    for t in tree.treatments.iter().rev() {
        let what = t.what.as_ref().map_or("a treatment", |w| &**w);
        add(lines, &format!("{:<11} {what}; improved: {}", show_date(t.started_on), t.improved.label()));
    }
}

/// Words what was entered of the spot itself.
fn say_spot(tree: &SpotTree<Observation>) -> String {
    let spot = &tree.spot;
    let seen = spot.first_seen.map_or_else(|| "unknown".into(), |seen| seen.label());
    let mut said = vec![spot.place().label(), format!("first seen {seen}")];
    if spot.since_birth != Answer::Unanswered {
        said.push(format!("since birth: {}", spot.since_birth.label()));
    }
    said.extend(spot.onset.map(|onset| format!("came {}", onset.label())));
    if !spot.contexts.is_empty() {
        said.push(format!("after {}", spot.contexts.label()));
    }
    said.extend(spot.label.as_ref().map(|label| format!("\"{}\"", label.on_one_line())));
    said.join(", ")
}
