//! The guided glass test: the steps, a timed press, and three answers with their meaning.

use crate::domain::{Answers, GlassTest, Moment, Presence, Word};
use crate::guidance::GLASS_TEST;
use crate::ops::{NewLook, Now};
use crate::report::say_glass_tests;
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::{Act, Effect};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Scroll;
use crate::tui::widget::page;
use crate::tui::widget::text::{cut, page_area, put};
use crate::tui::world::World;
use chrono::{NaiveDateTime, TimeDelta};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use std::ops::Range;

/// The lines of the screen, and what a click on some of them asks for.
type Lines = (Vec<(Role, String)>, Vec<(Range<usize>, Command)>);

/// The screen of the glass test.
pub(crate) struct GlassScreen {
    /// The tested spot; `None` before the first spot is logged.
    pub spot: Option<u32>,
    title: String,
    scroll: Scroll,
    /// The start of the timed press.
    pressed: Option<NaiveDateTime>,
}

/// Returns the observation for a result. It has the time to the minute, since the next test may be due within hours.
pub(crate) fn look(result: GlassTest, now: Now) -> NewLook {
    let mut answers = Answers::only(Presence::Present);
    answers.glass_test = Some(result);
    NewLook::with_answers(Moment::at(now.local), answers)
}

impl GlassScreen {
    /// Creates the test of the selected spot, or of the first spot before it is logged.
    pub(crate) fn new(spot: Option<u32>, world: &World) -> GlassScreen {
        let title = spot.and_then(|number| world.loaded.title(number)).unwrap_or_default().to_owned();
        GlassScreen { spot, title, scroll: Scroll::default(), pressed: None }
    }

    /// Returns the remaining seconds of the press, or `None` if none was started.
    pub(crate) fn left(&self, now: Now) -> Option<i64> {
        let began = self.pressed?;
        let seconds = TimeDelta::seconds(GLASS_TEST.seconds as i64);
        let left = (began + seconds - now.local).num_milliseconds();
        // If the clock was set back, the rest must not be hours.
        Some(((left + 999) / 1000).clamp(0, GLASS_TEST.seconds as i64))
    }

    /// Logs the result. Unless the spot fades, the symptoms form opens next. Before the first spot is logged, the
    /// result is put into the form of a new spot.
    fn answered(&self, result: GlassTest, world: &World) -> Vec<Step> {
        let Some(number) = self.spot else {
            let mut form = form::new_spot();
            if let Some(field) = form.fields.iter_mut().find(|field| field.name == "glass_test") {
                field.choose(result.word());
            }
            form.is_changed = true;
            form.go_to("with", world.body());
            return vec![Step::Close, Step::Ask(form)];
        };
        let act = Act::Look(number, Box::new(look(result, world.now)));
        let mut steps = vec![Step::Close, Step::Do(Effect::Act(act))];
        if result != GlassTest::Fades {
            let mut form = form::symptoms(world.name());
            form.title = format!("Symptoms of {}: ill now? It counts with the test", world.name());
            steps.push(Step::Ask(form));
        }
        steps
    }

    fn lines(&self, world: &World, width: usize) -> Lines {
        let (mut lines, mut links) = (Vec::new(), Vec::new());
        let mut say = |role: Role, text: &str, indent: &str| {
            let from = lines.len();
            page::say(&mut lines, role, text, width, indent);
            from..lines.len()
        };
        for (i, step) in GLASS_TEST.steps.iter().enumerate() {
            say(Role::Text, &format!("{}. {step}", i + 1), "   ");
        }
        say(Role::Text, GLASS_TEST.darker_skin, "");
        say(Role::Text, "", "");
        match self.left(world.now) {
            None => {
                let text = "{press-glass} counts the seconds while you press.";
                links.push((say(Role::Key, &world.with_keys(Context::Glass, text), ""), Command::PressGlass));
            }
            Some(0) => drop(say(Role::Title, "What do you see through the glass?", "")),
            Some(left) => {
                let bar = "█".repeat(left as usize) + &"░".repeat((GLASS_TEST.seconds as i64 - left).max(0) as usize);
                say(Role::Title, &format!("Press …  {bar}  {left}"), "");
            }
        }
        say(Role::Text, "", "");
        let answers = [Command::Fades, Command::DoesNotFade, Command::Unclear];
        for (command, answer) in answers.into_iter().zip(GLASS_TEST.answers) {
            let label = world.with_keys(Context::Glass, &format!("{{{}}}  {}", command.ident(), answer.label));
            links.push((say(Role::Title, &label, "   "), command));
            let means = format!("   {} {}", answer.means, answer.does_not_mean);
            links.push((say(Role::Text, &means, "   "), command));
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
                say(Role::Text, test, "");
            }
            if let Some(next) = standing.next_check {
                say(Role::Text, &format!("Next look: {}.", next.label()), "");
            }
        }
        (lines, links)
    }
}

impl Component for GlassScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Glass)
    }

    fn selected(&self, _world: &World) -> Selected {
        Selected::Here(self.spot)
    }

    fn go(&mut self, by: isize, world: &World) {
        let inner = inner(world.body());
        let len = self.lines(world, usize::from(inner.width)).0.len();
        self.scroll.go(by, len, usize::from(inner.height));
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        Some(match command {
            Command::PressGlass => {
                self.pressed = Some(world.now.local);
                Vec::new()
            }
            Command::Fades => self.answered(GlassTest::Fades, world),
            Command::DoesNotFade => self.answered(GlassTest::DoesNotFade, world),
            Command::Unclear => self.answered(GlassTest::Unclear, world),
            _ => return None,
        })
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        let inner = inner(world.body());
        if !inner.contains(Position { x: column, y: row }) {
            return None;
        }
        let line = self.scroll.offset + usize::from(row - inner.y);
        let (_, links) = self.lines(world, usize::from(inner.width));
        links.into_iter().find(|(lines, _)| lines.contains(&line)).map(|(_, command)| command)
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let title = match self.spot {
            Some(number) => format!(" Glass test of spot {number}, {} ", self.title),
            None => " Glass test ".to_owned(),
        };
        put(buffer, body, 1, 0, &cut(&title, usize::from(body.width.saturating_sub(2))), theme.style(Role::Title));
        let inner = inner(body);
        let (lines, _) = self.lines(world, usize::from(inner.width));
        page::draw(&lines, self.scroll, inner, body, theme, buffer);
        None
    }
}

fn inner(body: Rect) -> Rect {
    page_area(body, 90)
}
