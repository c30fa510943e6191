//! The page of a spot: verdict, chart and reasons above, and tabs with its entries below.

mod tabs;

use super::latest::Latest;
use super::said::{ONLY_AHEAD, brief_height, brief_why, chart_of, described, next_line, seen_line, verdict};
use crate::domain::{Look, Observation, SpotTree};
use crate::guidance::{Level, SpotAssessment};
use crate::ops::{self, HistoryEntry, Judged, Saved};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::form;
use crate::tui::graphics::Shown;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::ChartData;
use crate::tui::widget::page::Page;
use crate::tui::widget::text::{cut, fit_right, inside, put, wrap};
use crate::tui::world::World;
use crate::tui::yes_no::YesNo;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use tabs::Tab;
use unicode_width::UnicodeWidthStr;

/// The page of a spot.
pub(crate) struct SpotPage {
    pub number: u32,
    tree: Option<Box<SpotTree<Observation>>>,
    history: Vec<HistoryEntry>,
    tab: Tab,
    /// The lines of the tab. Its rows are the entries.
    page: Page,
    /// What is above and below the tab.
    around: Around,
    pub latest: Box<Latest>,
}

/// The commands about the selected entry of a tab.
const OF_ENTRY: [Command; 3] = [Command::Correct, Command::AddNote, Command::StrikeOut];

/// The fewest lines of the tab beside a chart.
const LEAST_TEXT: u16 = 3;

/// What is above and below the tab, laid out for the window.
#[derive(Default)]
struct Around {
    areas: Areas,
    /// The verdict, and when it was seen.
    head: Vec<(Role, String)>,
    chart: Option<ChartData>,
    /// The reasons in brief.
    why: Vec<(Role, String)>,
    /// Whether there is more than the brief reasons.
    has_more: bool,
    /// What comes next.
    next: Vec<String>,
}

/// The areas of the page, from top to bottom.
#[derive(Default)]
struct Areas {
    /// The verdict and the line below it.
    head: Rect,
    chart: Option<Rect>,
    /// The reasons in brief.
    why: Option<Rect>,
    tabs: Rect,
    text: Rect,
    /// What comes next.
    next: Option<Rect>,
}

impl Areas {
    /// Divides the inside of the frame: `head` and `next` are their lines, `below` those of the tab, `has_chart` is
    /// whether there is a chart to draw. `why_of` returns the height of all reasons in brief at a width.
    fn new(inner: Rect, (head, next, below): (u16, u16, u16), has_chart: bool, why_of: impl Fn(u16) -> u16) -> Areas {
        let head = Rect { height: inner.height.min(head), ..inner };
        let next = next.min(inner.height / 4);
        let next = (inner.height >= 16).then(|| Rect { y: inner.bottom() - next, height: next, ..inner });
        let mut top = head.bottom();
        let bottom = next.map_or(inner.bottom(), |next| next.y);
        let (mut chart, mut why) = (None, None);
        if inner.height >= 16 && inner.width >= 76 {
            let width = if has_chart { inner.width * 56 / 100 } else { 0 };
            let x = inner.x + if has_chart { width + 3 } else { 0 };
            // Rows that the tab leaves empty go to the reasons.
            let usual = (inner.height * 2 / 5).clamp(6, 16);
            let room = bottom.saturating_sub(top).saturating_sub(below.max(LEAST_TEXT).saturating_add(1));
            let upper = why_of(inner.right() - x).min(room).max(usual);
            chart = has_chart.then_some(Rect { y: top, width, height: upper.min(16), ..inner });
            why = Some(Rect { x, y: top, width: inner.right() - x, height: upper });
            top += upper;
        } else if inner.height >= 16 {
            if has_chart {
                chart = Some(Rect { y: top, height: 7, ..inner });
                top += 7;
            }
            if inner.height >= 24 {
                let height = if inner.height >= 34 { 10 } else { 6 };
                why = Some(Rect { y: top, height, ..inner });
                top += height;
            }
        }
        let tabs = Rect { y: top, height: 1, ..inner };
        let text = Rect { y: top + 1, height: bottom.saturating_sub(top + 1), ..inner };
        Areas { head, chart, why, tabs, text, next }
    }
}

impl Around {
    /// Lays out what is known of the spot. `below` is the number of lines of the tab.
    fn new(judged: &Judged, tree: &SpotTree<Look>, spot: &SpotAssessment, world: &World, below: u16) -> Around {
        let inner = inside(world.body());
        let width = usize::from(inner.width);
        let (role, verdict) = verdict(&judged.assessment, spot, world.start.emergency_number.as_deref());
        let known = [seen_line(tree, spot, judged.assessment.as_of), described(tree)].join(" · ");
        let known = known.trim_end_matches(" · ");
        // A tall and narrow window has room for two lines of each. What is urgent is never cut where it can be read.
        let most = if inner.height >= 24 { 2 } else { 1 };
        let most_of_verdict = if spot.level >= Level::SameDay { most.max(4) } else { most };
        let lines = |role: Role, text: &str, most: usize| {
            let mut lines = wrap(text, width);
            let is_cut = lines.len() > most;
            lines.truncate(most);
            if let Some(last) = lines.last_mut().filter(|_| is_cut) {
                *last = cut(&format!("{last} …"), width);
            }
            lines.into_iter().map(move |line| (role, line))
        };
        let head: Vec<(Role, String)> =
            lines(role, &verdict, most_of_verdict).chain(lines(Role::Text, known, most)).collect();
        let mut next = wrap(&next_line(&judged.assessment, spot), width);
        let mut chart = spot.diameter.and_then(|_| chart_of(judged, spot));
        let why_of = |width| brief_height(&judged.assessment, spot, width);
        let divide = |next: &[String], has_chart| {
            Areas::new(inner, (head.len() as u16, next.len() as u16, below), has_chart, why_of)
        };
        let mut areas = divide(&next, chart.is_some());
        // A long alarm leaves the looks a few lines before it leaves the chart any.
        if areas.text.height < LEAST_TEXT && chart.is_some() {
            chart = None;
            areas = divide(&next, false);
        }
        if areas.text.height < LEAST_TEXT {
            next.clear();
            areas = divide(&next, chart.is_some());
        }
        let (why, has_more) = match areas.why {
            Some(area) => brief_why(&judged.assessment, spot, area.width, area.height),
            None => (Vec::new(), false),
        };
        Around { areas, head, chart, why, has_more, next }
    }

    fn draw(&self, world: &World, theme: Theme, buffer: &mut Buffer) {
        let draw_lines = |area: Rect, lines: &[(Role, String)], buffer: &mut Buffer| {
            for (y, (role, line)) in lines.iter().take(usize::from(area.height)).enumerate() {
                put(buffer, area, 0, y as u16, line, theme.style(*role));
            }
        };
        draw_lines(self.areas.head, &self.head, buffer);
        if let (Some(area), Some(chart)) = (self.areas.chart, &self.chart) {
            chart.draw(Rect { height: area.height.saturating_sub(1), ..area }, theme, buffer);
            let below = Rect { y: area.bottom() - 1, height: 1, ..area };
            put(buffer, below, 0, 0, &chart.caption(usize::from(area.width)), theme.style(Role::Text));
        }
        if let Some(area) = self.areas.why {
            draw_lines(area, &self.why, buffer);
            if self.has_more {
                let more = fit_right(&world.with_keys(Context::Spot, "{why} shows all"), usize::from(area.width));
                put(buffer, area, 0, area.height - 1, &more, theme.style(Role::Dim));
            }
        }
        if let Some(area) = self.areas.next {
            for (y, line) in self.next.iter().enumerate() {
                put(buffer, area, 0, y as u16, line, theme.style(Role::Text));
            }
        }
    }
}

impl SpotPage {
    /// Creates an empty page of a spot.
    pub(crate) fn new(number: u32) -> SpotPage {
        let (page, around) = (Page::default(), Around::default());
        let (tree, history, tab, latest) = (None, Vec::new(), Tab::Looks, Box::default());
        SpotPage { number, tree, history, tab, page, around, latest }
    }

    fn selected_entry(&self) -> Option<Saved> {
        let mut entries = self.tab.entries(self.tree.as_deref()?);
        let row = self.page.selected()?;
        (row < entries.len()).then(|| entries.swap_remove(row))
    }

    /// Sets the loaded spot and its history.
    pub(crate) fn fill(&mut self, tree: Box<SpotTree<Observation>>, history: Vec<HistoryEntry>) {
        let on = self.selected_entry().map(|entry| entry.id());
        // The cursor stays on its entry, which may be another row now.
        if let Some(row) = self.tab.entries(&tree).iter().position(|entry| Some(entry.id()) == on) {
            self.page.keep_on(row);
        }
        self.tree = Some(tree);
        self.history = history;
    }

    fn show(&mut self, tab: Tab, world: &World) {
        self.tab = tab;
        self.page = Page::default();
        self.lay_out(world);
    }

    /// Returns the position of the spot in the list of the home screen, and the length of the list.
    fn position(&self, world: &World) -> Option<(usize, usize)> {
        let rows = &world.loaded.rows;
        Some((rows.iter().position(|row| row.number == self.number)?, rows.len()))
    }

    /// Goes to the spot before or after this one in the list. The tab stays.
    fn turn(&mut self, forward: bool, world: &World) -> Vec<Step> {
        let rows = &world.loaded.rows;
        let Some((at, count)) = self.position(world) else { return Vec::new() };
        let to = if forward { (at + 1) % count } else { (at + count - 1) % count };
        *self = SpotPage { tab: self.tab, ..SpotPage::new(rows[to].number) };
        vec![Step::Do(Effect::LoadSpot(self.number))]
    }

    /// Returns the labels of the tabs with their columns.
    fn labels(&self, width: u16) -> Vec<(Tab, u16, String)> {
        let Some(tree) = &self.tree else { return Vec::new() };
        let label = |tab: Tab| {
            let text = match tab.count(tree, &self.history) {
                Some(count) => format!("{} {count}", tab.title()),
                None => tab.title().to_owned(),
            };
            if tab == self.tab { format!("‹{text}›") } else { format!(" {text} ") }
        };
        let place = |shown: &[Tab]| {
            let mut x = 0;
            let mut labels = Vec::new();
            for &tab in shown {
                let text = label(tab);
                let next = x + text.width() as u16;
                labels.push((tab, x, text));
                x = next;
            }
            (labels, x)
        };
        let (all, end) = place(&Tab::ALL);
        if end <= width {
            return all;
        }
        // Without room for all, the current one and its neighbours are shown, and a sign where more follow.
        let width = width.saturating_sub(2);
        let at = Tab::ALL.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        let whole = |from: usize| {
            let labels = place(&Tab::ALL[from..]).0;
            labels.into_iter().filter(|(_, x, text)| x + text.width() as u16 <= width).collect::<Vec<_>>()
        };
        let shows_current = |labels: &Vec<(Tab, u16, String)>| labels.iter().any(|(tab, ..)| *tab == self.tab);
        (0..=at).map(whole).find(shows_current).unwrap_or_default()
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
        let judged = world.loaded.judged.as_ref();
        let inner = inside(world.body());
        // Many entries leave no row, and need not be laid out to know it. A photo beside the lines needs its rows.
        let is_short = |tree: &&SpotTree<Observation>| {
            let most = usize::from(inner.height);
            tree.observations.len() < most && self.history.len() < most && !self.latest.has_room(inner, world)
        };
        // The longest tab counts, so that the tabs stay where they are when another one is shown.
        let width = usize::from(inner.width);
        let tabs = Tab::ALL.into_iter().filter(|tab| *tab != Tab::Why);
        let lines_of = |tree| tabs.map(|tab| tab.lines(tree, &self.history, world, width).0.len()).max().unwrap_or(0);
        let below = self.tree.as_deref().filter(is_short).map_or(usize::MAX, lines_of);
        let below = u16::try_from(below).unwrap_or(u16::MAX);
        let known = judged.and_then(|judged| {
            let (tree, spot) = (judged.facts.spot(self.number)?, judged.assessment.spot(self.number)?);
            Some(Around::new(judged, tree, spot, world, below))
        });
        self.around = known.unwrap_or_default();
        self.around.areas.text = self.latest.lay_out(self.around.areas.text, world);
        let area = self.around.areas.text;
        let (lines, rows) = match &self.tree {
            Some(tree) => self.tab.lines(tree, &self.history, world, usize::from(area.width)),
            None => (Vec::new(), Vec::new()),
        };
        self.page.set_rows(lines, rows, area);
    }

    fn go(&mut self, by: isize, _world: &World) {
        self.page.go(by, self.around.areas.text);
    }

    fn page(&self, _world: &World) -> u16 {
        self.around.areas.text.height.saturating_sub(1).max(1)
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let title = world.loaded.title(self.number).unwrap_or_default();
        let entry = || self.selected_entry();
        if OF_ENTRY.contains(&command) && entry().is_none() {
            let text = "There is no entry on this tab to correct or strike out. {next-tab} shows the next tab.";
            return Some(vec![Step::Tell(world.with_keys(Context::Spot, text))]);
        }
        let step = match command {
            Command::NextTab | Command::PreviousTab => {
                self.show(self.tab.next(command == Command::NextTab), world);
                return Some(Vec::new());
            }
            Command::NextSpot | Command::PreviousSpot => return Some(self.turn(command == Command::NextSpot, world)),
            Command::Why => {
                self.show(if self.tab == Tab::Why { Tab::Looks } else { Tab::Why }, world);
                return Some(Vec::new());
            }
            Command::Correct => {
                let mut form = form::correct(&entry()?, title);
                self.tab.question().into_iter().for_each(|name| form.go_to(name, world.body()));
                Step::Ask(form)
            }
            Command::AddNote => Step::Ask(form::add_note(&entry()?)),
            Command::EraseForGood => {
                let Some(Saved::Look(number, look)) = entry() else { return None };
                let facts = &world.loaded.judged.as_ref()?.facts;
                let look = facts.spot(number)?.observations.iter().find(|known| known.id == look.id)?;
                Step::Ask(form::erase(&format!("look {}", ops::address_of_look(facts, number, look))))
            }
            Command::StrikeOut => Step::Confirm(YesNo::StrikeOut(Box::new(entry()?))),
            _ => return None,
        };
        Some(vec![step])
    }

    fn offers(&self, command: Command, _world: &World) -> bool {
        !OF_ENTRY.contains(&command) || self.selected_entry().is_some()
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        let Areas { tabs, text, .. } = self.around.areas;
        if row == tabs.y {
            let x = column.checked_sub(tabs.x)?;
            let labels = self.labels(tabs.width);
            let hit = labels.iter().find(|(_, from, text)| (*from..from + text.width() as u16).contains(&x));
            hit.map(|(tab, ..)| *tab).into_iter().for_each(|tab| self.show(tab, world));
            return None;
        }
        let clicked = self.page.row_at(column, row, text)?;
        if self.page.selected() == Some(clicked) {
            return Some(Command::Correct);
        }
        self.page.select(clicked, text);
        None
    }

    fn pictures(&self, world: &World) -> Vec<Shown> {
        self.latest.picture(world).into_iter().collect()
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let judged = world.loaded.judged.as_ref()?;
        let tree = judged.facts.spot(self.number)?;
        let width = usize::from(body.width.saturating_sub(4));
        let place = tree.spot.place().label();
        let title = tree.spot.title();
        let called = if title == place { String::new() } else { format!(" · {place}") };
        let title = format!(" Spot {}  {title}{called} ", self.number);
        put(buffer, body, 1, 0, &cut(&title, width), theme.style(Role::Title));
        if let Some((at, count)) = self.position(world) {
            let position = format!(" {} of {count} ", at + 1);
            let x = body.width.saturating_sub(position.len() as u16 + 2);
            if title.width() + 2 < usize::from(x) {
                put(buffer, body, x, 0, &position, theme.style(Role::Dim));
            }
        }
        if judged.assessment.spot(self.number).is_none() {
            let said = if judged.assessment.ahead.only.contains(&self.number) {
                ONLY_AHEAD
            } else {
                "Nothing was logged of this spot as of this day."
            };
            for (y, line) in wrap(said, width).iter().enumerate() {
                put(buffer, body, 2, y as u16 + 1, line, theme.style(Role::Text));
            }
            return None;
        }
        self.around.draw(world, theme, buffer);
        let areas = &self.around.areas;
        put(buffer, areas.tabs, 0, 0, &"─".repeat(width), theme.style(Role::Border));
        let labels = self.labels(areas.tabs.width);
        if labels.last().is_some_and(|(tab, ..)| Some(tab) != Tab::ALL.last()) {
            put(buffer, areas.tabs, areas.tabs.width.saturating_sub(1), 0, "…", theme.style(Role::Text));
        }
        for (tab, x, text) in labels {
            let role = if tab == self.tab { Role::Title } else { Role::Text };
            put(buffer, areas.tabs, x, 0, &text, theme.style(role));
        }
        self.page.draw(areas.text, body, theme, buffer);
        self.latest.draw(world, Context::Spot, theme, buffer);
        None
    }
}
