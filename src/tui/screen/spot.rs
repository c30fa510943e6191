//! The page of a spot: verdict, chart and reasons above, and tabs with its entries below.

mod tabs;

use super::said::{ONLY_AHEAD, brief_why, chart_of, described, next_line, seen_line, verdict};
use crate::domain::{Observation, SpotTree};
use crate::ops::{HistoryEntry, Saved};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::page::Page;
use crate::tui::widget::text::{cut, fit_right, put, wrap};
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
    has_chart: bool,
    tab: Tab,
    /// The lines of the tab. Its rows are the entries.
    page: Page,
}

/// The areas of the page, from top to bottom.
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
    /// Divides `body`. `has_chart` is whether there is a chart to draw.
    fn new(body: Rect, has_chart: bool) -> Areas {
        let inner = Rect {
            x: body.x + 2,
            y: body.y + 1,
            width: body.width.saturating_sub(4),
            height: body.height.saturating_sub(2),
        };
        let head = Rect { height: inner.height.min(2), ..inner };
        let lines = if inner.width < 84 { 2 } else { 1 };
        let next = (inner.height >= 16).then(|| Rect { y: inner.bottom() - lines, height: lines, ..inner });
        let mut top = head.bottom();
        let bottom = next.map_or(inner.bottom(), |next| next.y);
        let (mut chart, mut why) = (None, None);
        let upper = (inner.height * 2 / 5).clamp(6, 16);
        if inner.height >= 16 && inner.width >= 76 {
            let width = if has_chart { inner.width * 56 / 100 } else { 0 };
            chart = has_chart.then_some(Rect { y: top, width, height: upper, ..inner });
            let x = inner.x + if has_chart { width + 3 } else { 0 };
            why = Some(Rect { x, y: top, width: inner.right() - x, height: upper });
            top += upper;
        } else if inner.height >= 16 {
            if has_chart {
                chart = Some(Rect { y: top, height: 7, ..inner });
                top += 7;
            }
            if inner.height >= 24 {
                why = Some(Rect { y: top, height: 6, ..inner });
                top += 6;
            }
        }
        let tabs = Rect { y: top, height: 1, ..inner };
        let text = Rect { y: top + 1, height: bottom.saturating_sub(top + 1), ..inner };
        Areas { head, chart, why, tabs, text, next }
    }
}

impl SpotPage {
    /// Creates an empty page of a spot.
    pub(crate) fn new(number: u32) -> SpotPage {
        SpotPage { number, tree: None, history: Vec::new(), has_chart: false, tab: Tab::Looks, page: Page::default() }
    }

    fn areas(&self, world: &World) -> Areas {
        Areas::new(world.body(), self.has_chart)
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
    fn labels(&self, world: &World, width: u16) -> Vec<(Tab, u16, String)> {
        let Some(tree) = &self.tree else { return Vec::new() };
        let label = |tab: Tab| {
            let text = match tab.count(tree, &self.history, world) {
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
        // Without room for all, the current one and its neighbours are shown.
        let at = Tab::ALL.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        (0..=at)
            .map(|from| place(&Tab::ALL[from..]).0)
            .find(|labels| labels.iter().any(|(tab, x, text)| *tab == self.tab && x + text.width() as u16 <= width))
            .unwrap_or_default()
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
        let spot = world.loaded.judged.as_ref().and_then(|judged| judged.assessment.spot(self.number));
        self.has_chart = spot.is_some_and(|spot| spot.diameter.is_some());
        let area = self.areas(world).text;
        let (lines, rows) = match &self.tree {
            Some(tree) => self.tab.lines(tree, &self.history, world, usize::from(area.width)),
            None => (Vec::new(), Vec::new()),
        };
        self.page.set_rows(lines, rows, area);
    }

    fn go(&mut self, by: isize, world: &World) {
        self.page.go(by, self.areas(world).text);
    }

    fn page(&self, world: &World) -> u16 {
        self.areas(world).text.height.saturating_sub(1).max(1)
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let title = world.loaded.title(self.number).unwrap_or_default();
        let entry = || self.selected_entry();
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
        let Areas { tabs, text, .. } = self.areas(world);
        if row == tabs.y {
            let x = column.checked_sub(tabs.x)?;
            let labels = self.labels(world, tabs.width);
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
        let Some(spot) = judged.assessment.spot(self.number) else {
            let said = if judged.assessment.ahead.only.contains(&self.number) {
                ONLY_AHEAD
            } else {
                "Nothing was logged of this spot as of this day."
            };
            for (y, line) in wrap(said, width).iter().enumerate() {
                put(buffer, body, 2, y as u16 + 1, line, theme.style(Role::Dim));
            }
            return None;
        };
        let areas = self.areas(world);
        let (role, verdict) = verdict(&judged.assessment, spot);
        put(buffer, areas.head, 0, 0, &cut(&verdict, width), theme.style(role));
        let known = [seen_line(tree, spot, judged.assessment.as_of), described(tree)].join(" · ");
        put(buffer, areas.head, 0, 1, &cut(known.trim_end_matches(" · "), width), theme.style(Role::Text));
        if let (Some(area), Some(chart)) = (areas.chart, chart_of(judged, spot)) {
            chart.draw(Rect { height: area.height.saturating_sub(1), ..area }, theme, buffer);
            let below = Rect { y: area.bottom() - 1, height: 1, ..area };
            put(buffer, below, 0, 0, &cut(&chart.caption(), usize::from(area.width)), theme.style(Role::Dim));
        }
        if let Some(area) = areas.why {
            let (lines, rest) = brief_why(&judged.assessment, spot, area.width, area.height);
            for (y, (role, line)) in lines.iter().enumerate() {
                put(buffer, area, 0, y as u16, line, theme.style(*role));
            }
            if rest > 0 {
                let more = world.with_keys(Context::Spot, "{why} shows all");
                let more = fit_right(&more, usize::from(area.width));
                put(buffer, area, 0, area.height - 1, &more, theme.style(Role::Dim));
            }
        }
        put(buffer, areas.tabs, 0, 0, &"─".repeat(width), theme.style(Role::Border));
        for (tab, x, text) in self.labels(world, areas.tabs.width) {
            let role = if tab == self.tab { Role::Title } else { Role::Text };
            put(buffer, areas.tabs, x, 0, &text, theme.style(role));
        }
        if let Some(area) = areas.next {
            for (y, line) in wrap(&next_line(&judged.assessment, spot), width).iter().enumerate() {
                put(buffer, area, 0, y as u16, line, theme.style(Role::Text));
            }
        }
        self.page.draw(areas.text, body, theme, buffer);
        None
    }
}
