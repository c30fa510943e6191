//! The guide: how to take a photo, the rules, and the reference cards to compare with a spot.

use super::said::described;
use crate::guidance::{CARDS, Card, NOT_A_MATCH, Rule, TABLES, TAKING_THE_PHOTO};
use crate::tui::component::{Component, Step, contexts_of};
use crate::tui::keymap::{Command, Context};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{ListState, Scroll};
use crate::tui::widget::page;
use crate::tui::widget::text::{cut, fit, inside, more_below, put, wrap};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};

/// The minimum width for showing the entry beside the list.
const TWO_COLUMNS: u16 = 76;

/// The width of the label before a feature of a card.
const LABEL: usize = 12;

/// The screen of the guide.
#[derive(Default)]
pub(crate) struct GuideScreen {
    list: ListState,
    /// Whether the entry has the focus, so that keys scroll it. In a narrow window it replaces the list.
    is_open: bool,
    scroll: Scroll,
    /// The spot that was open when the guide was opened; its description is shown too.
    spot: Option<u32>,
}

enum Entry {
    Card(&'static Card),
    Rule(&'static Rule),
    Photo,
}

fn entries() -> impl Iterator<Item = Entry> {
    let rules = TABLES.iter().flat_map(|table| table.rules).map(Entry::Rule);
    // How to do it and what is watched for come before the cards, which are to compare with.
    [Entry::Photo].into_iter().chain(rules).chain(CARDS.iter().map(Entry::Card))
}

fn entry(index: usize) -> Option<Entry> {
    entries().nth(index)
}

struct Areas {
    list: Rect,
    entry: Rect,
}

fn areas(body: Rect) -> Areas {
    if body.width < TWO_COLUMNS {
        return Areas { list: body, entry: body };
    }
    let width = (body.width * 2 / 5).clamp(30, 44);
    let entry = Rect { x: body.x + width, width: body.width - width, ..body };
    Areas { list: Rect { width, ..body }, entry }
}

fn rows(body: Rect) -> usize {
    usize::from(inside(areas(body).list).height)
}

impl GuideScreen {
    fn len() -> usize {
        entries().count()
    }

    /// Creates the screen. With a spot, the cursor is on the first card, to compare with.
    pub(crate) fn new(spot: Option<u32>) -> GuideScreen {
        let mut screen = GuideScreen { spot, ..GuideScreen::default() };
        screen.list.cursor = spot.map_or(0, |_| Self::len() - CARDS.len());
        screen
    }

    /// Opens the card at an index of [`CARDS`].
    pub(crate) fn show(&mut self, place: usize) {
        self.list.cursor = Self::len() - CARDS.len() + place;
        self.is_open = true;
    }

    /// Returns the lines of the entry at the cursor.
    fn lines(&self, world: &World, body: Rect) -> Vec<(Role, String)> {
        let width = usize::from(inside(areas(body).entry).width);
        let mut lines: Vec<(Role, String)> = Vec::new();
        let mut say = |role: Role, text: &str, indent: &str| page::say(&mut lines, role, text, width, indent);
        if let Some((number, judged)) = self.spot.zip(world.loaded.judged.as_ref())
            && let Some(tree) = judged.facts.spot(number)
        {
            say(Role::Text, &format!("Spot {number}, {}: {}", tree.spot.title(), described(tree)), "");
            say(Role::Text, "", "");
        }
        match entry(self.list.cursor) {
            Some(Entry::Card(card)) => {
                say(Role::Title, card.title, "");
                say(Role::Dim, NOT_A_MATCH, "");
                let room = width.saturating_sub(LABEL);
                for (label, said) in card.lines() {
                    for (i, line) in wrap(&said, room).into_iter().enumerate() {
                        let label = if i == 0 { label } else { "" };
                        lines.push((Role::Text, format!("{label:<LABEL$}{line}")));
                    }
                }
            }
            Some(Entry::Photo) => {
                say(Role::Title, TAKING_THE_PHOTO.title, "");
                for (number, step) in (1..).zip(TAKING_THE_PHOTO.steps) {
                    say(Role::Text, &format!("{number}. {step}"), "   ");
                }
                say(Role::Dim, TAKING_THE_PHOTO.limits, "");
            }
            Some(Entry::Rule(rule)) => {
                say(Role::Title, rule.title, "");
                for line in rule.say(&world.start.windows) {
                    say(Role::Text, &line, "");
                }
                for name in rule.windows {
                    if let Some(value) = world.start.windows.get(name) {
                        say(Role::Dim, &format!("{name} is set to {value}"), "");
                    }
                }
            }
            None => {}
        }
        lines
    }

    fn draw_list(&self, area: Rect, theme: Theme, buffer: &mut Buffer) {
        Block::bordered().border_style(theme.style(Role::Border)).render(area, buffer);
        put(buffer, area, 1, 0, " Guide ", theme.style(Role::Title));
        let inner = inside(area);
        let width = usize::from(inner.width);
        let shown = entries().enumerate().skip(self.list.offset).take(usize::from(inner.height));
        for (y, (index, entry)) in shown.enumerate() {
            let (kind, title) = match entry {
                Entry::Card(card) => ("card", card.title),
                Entry::Rule(rule) => ("rule", rule.title),
                Entry::Photo => ("how", TAKING_THE_PHOTO.title),
            };
            let text = format!("{} {kind}", fit(&cut(title, width.saturating_sub(5)), width.saturating_sub(5)));
            let role = match index == self.list.cursor {
                true if self.is_open => Role::Title,
                true => Role::Selected,
                false => Role::Text,
            };
            put(buffer, inner, 0, y as u16, &text, theme.style(role));
        }
        let below = Self::len().saturating_sub(self.list.offset + usize::from(inner.height));
        more_below(buffer, area, Some(below), theme);
    }
}

impl Component for GuideScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Guide)
    }

    fn lay_out(&mut self, world: &World) {
        self.list.follow(Self::len(), rows(world.body()));
    }

    /// Moves in the list or the entry, whichever has the focus.
    fn go(&mut self, by: isize, world: &World) {
        let body = world.body();
        if self.is_open {
            let len = self.lines(world, body).len();
            self.scroll.go(by, len, usize::from(inside(areas(body).entry).height));
        } else {
            self.list.go(by, Self::len(), rows(body));
            self.scroll = Scroll::default();
        }
    }

    fn command(&mut self, command: Command, _world: &World) -> Option<Vec<Step>> {
        match command {
            Command::Open => self.is_open = true,
            Command::Back if self.is_open => self.is_open = false,
            _ => return None,
        }
        Some(Vec::new())
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        let areas = areas(body);
        let narrow = areas.list == areas.entry;
        if !narrow || !self.is_open {
            self.draw_list(areas.list, theme, buffer);
        }
        if !narrow || self.is_open {
            Block::bordered().border_style(theme.style(Role::Border)).render(areas.entry, buffer);
            let heading = match entry(self.list.cursor) {
                Some(Entry::Photo) => " How to do it ",
                _ => " What the documents say ",
            };
            put(buffer, areas.entry, 1, 0, heading, theme.style(Role::Title));
            let inner = inside(areas.entry);
            let lines = self.lines(world, body);
            page::draw(&lines, self.scroll, inner, areas.entry, theme, buffer);
        }
        None
    }
}
