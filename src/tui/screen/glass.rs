//! The guided glass test: how it is done, a timed press, three answers and what each means.

use crate::domain::{Answers, GlassTest, Moment, Presence};
use crate::guidance::GLASS_TEST;
use crate::ops::{NewLook, Now};
use crate::report::say_glass_tests;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Scroll;
use crate::tui::widget::text::{cut, more_below, page, put, wrap};
use crate::tui::world::World;
use chrono::{NaiveDateTime, TimeDelta};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

pub struct GlassScreen {
    /// The spot that is tested; `None` before the first spot is logged.
    pub spot: Option<u32>,
    pub title: String,
    pub scroll: Scroll,
    /// When the press that is being counted began.
    pressed: Option<NaiveDateTime>,
}

/// The look that an answer of the test becomes: at this minute, since the next test is due by the hour.
pub fn look(result: GlassTest, now: Now) -> NewLook {
    let mut answers = Answers::only(Presence::Present);
    answers.glass_test = Some(result);
    NewLook { at: Moment::at(now.local), answers, note: None, photos: Vec::new(), with: Vec::new() }
}

impl GlassScreen {
    pub fn new(spot: Option<u32>, title: String) -> GlassScreen {
        GlassScreen { spot, title, scroll: Scroll::default(), pressed: None }
    }

    pub fn press(&mut self, now: Now) {
        self.pressed = Some(now.local);
    }

    /// Seconds of the press that are left; `None` where no press is being counted.
    pub fn left(&self, now: Now) -> Option<i64> {
        let began = self.pressed?;
        let seconds = TimeDelta::seconds(GLASS_TEST.seconds as i64);
        let left = (began + seconds - now.local).num_milliseconds();
        // A clock that was set back must not count for hours.
        Some(((left + 999) / 1000).clamp(0, GLASS_TEST.seconds as i64))
    }

    pub fn height(body: Rect) -> usize {
        usize::from(inner(body).height)
    }

    pub fn len(&self, world: &World, body: Rect) -> usize {
        self.lines(world, usize::from(inner(body).width)).len()
    }

    fn lines(&self, world: &World, width: usize) -> Vec<(Role, String)> {
        let mut lines: Vec<(Role, String)> = Vec::new();
        let mut say = |role: Role, text: &str, indent: &str| {
            for (i, line) in wrap(text, width.saturating_sub(indent.len())).into_iter().enumerate() {
                lines.push((role, if i == 0 { line } else { format!("{indent}{line}") }));
            }
        };
        for (i, step) in GLASS_TEST.steps.iter().enumerate() {
            say(Role::Text, &format!("{}. {step}", i + 1), "   ");
        }
        say(Role::Text, GLASS_TEST.darker_skin, "");
        say(Role::Text, "", "");
        match self.left(world.now) {
            None => say(Role::Key, "Space counts the seconds while you press.", ""),
            Some(0) => say(Role::Title, "What do you see through the glass?", ""),
            Some(left) => {
                let bar = "█".repeat(left as usize) + &"░".repeat((GLASS_TEST.seconds as i64 - left).max(0) as usize);
                say(Role::Title, &format!("Press …  {bar}  {left}"), "");
            }
        }
        say(Role::Text, "", "");
        for (key, answer) in ["f", "d", "u"].iter().zip(GLASS_TEST.answers) {
            say(Role::Title, &format!("{key}  {}", answer.label), "   ");
            say(Role::Text, &format!("   {} {}", answer.means, answer.does_not_mean), "   ");
        }
        let tree = self.spot.zip(world.loaded.judged.as_ref());
        if let Some((number, judged)) = tree
            && let (Some(tree), Some(standing)) = (judged.facts.spot(number), judged.assessment.spot(number))
        {
            let tests = say_glass_tests(tree, judged.assessment.as_of);
            say(Role::Text, "", "");
            say(Role::Title, "Tests so far", "");
            if tests.is_empty() {
                say(Role::Dim, "None yet.", "");
            }
            for test in tests.iter().take(6) {
                say(Role::Dim, test, "");
            }
            if let Some(next) = standing.next_check {
                say(Role::Dim, &format!("Next look: {}.", crate::report::say_moment(next)), "");
            }
        }
        lines
    }

    pub fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let title = match self.spot {
            Some(number) => format!(" Glass test of spot {number}, {} ", self.title),
            None => " Glass test ".to_owned(),
        };
        put(buffer, body, 1, 0, &cut(&title, usize::from(body.width.saturating_sub(2))), theme.style(Role::Title));
        let inner = inner(body);
        let lines = self.lines(world, usize::from(inner.width));
        for (y, (role, line)) in lines.iter().skip(self.scroll.offset).take(usize::from(inner.height)).enumerate() {
            put(buffer, inner, 0, y as u16, line, theme.style(*role));
        }
        more_below(buffer, body, lines.len().saturating_sub(self.scroll.offset + usize::from(inner.height)), theme);
    }
}

fn inner(body: Rect) -> Rect {
    page(body, 90)
}
