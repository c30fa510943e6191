//! The person: who they are, symptoms, medicines, infections; and the other people of the journal.

use crate::guidance::{Flag, nearly_for_person};
use crate::report::say_person;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Scroll;
use crate::tui::widget::text::{more_below, page, put, wrap};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

#[derive(Default)]
pub struct MeScreen {
    pub scroll: Scroll,
    /// The names of everybody in the journal.
    pub people: Vec<String>,
    lines: Vec<(Role, String)>,
}

fn inner(body: Rect) -> Rect {
    page(body, 100)
}

impl MeScreen {
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn height(body: Rect) -> usize {
        usize::from(inner(body).height)
    }

    /// The person after the one that is shown.
    pub fn next_person(&self, shown: &str) -> Option<String> {
        let at = self.people.iter().position(|name| name == shown)?;
        let next = self.people.get((at + 1) % self.people.len())?;
        (next != shown).then(|| next.clone())
    }

    pub fn lines_for(&self, world: &World, body: Rect) -> Vec<(Role, String)> {
        let width = usize::from(inner(body).width);
        let mut lines: Vec<(Role, String)> = Vec::new();
        let mut say = |role: Role, text: &str| lines.extend(wrap(text, width).into_iter().map(|line| (role, line)));
        let number = world.start.emergency_number.as_deref();
        let emergency = number.map_or_else(|| "not set; x sets it".to_owned(), str::to_owned);
        let Some(judged) = &world.loaded.judged else {
            say(Role::Text, "Nobody yet: the first entry makes the first person. Press n for a spot, y for symptoms.");
            say(Role::Text, &format!("Emergency number: {emergency}"));
            return lines;
        };
        let assessment = &judged.assessment;
        let others: Vec<&str> =
            self.people.iter().map(String::as_str).filter(|name| *name != assessment.name).collect();
        for (name, level) in &world.loaded.others {
            say(Role::of_level(*level), &format!("{} {name}: {}", level.mark(), level.headline(None, None)));
        }
        if !others.is_empty() {
            say(Role::Dim, &format!("Also in this journal: {}. p goes on to the next.", others.join(", ")));
        }
        say(Role::Text, &format!("Emergency number: {emergency}"));
        let flags: Vec<&Flag> = assessment.flags.iter().filter(|flag| flag.spot.is_none()).collect();
        for flag in flags {
            let role =
                if flag.status == crate::guidance::Status::Open { Role::of_level(flag.level) } else { Role::Dim };
            say(Role::Text, "");
            say(
                role,
                &format!("{} {} ({}, {})", flag.level.mark(), flag.rule.title, flag.level.word(), flag.status.word()),
            );
            say(Role::Text, &flag.reason);
        }
        let nearly = nearly_for_person(&judged.facts, assessment, &world.start.windows);
        if !nearly.is_empty() {
            say(Role::Text, "");
            say(Role::Title, "Not yet, but nearly");
        }
        for n in nearly {
            say(Role::Text, &format!("{} ({}): {}", n.rule.title, n.level.word(), n.when));
        }
        say(Role::Text, "");
        say(Role::Title, "What is known");
        let known = say_person(&judged.facts, assessment.as_of);
        if known.is_empty() {
            say(
                Role::Dim,
                "Nothing yet. e adds the birth date and a long-term illness, which make some rules stricter;",
            );
            say(Role::Dim, "y logs symptoms, m a medicine, f an infection.");
        }
        for line in known.iter().rev() {
            say(Role::Text, line);
        }
        lines
    }

    pub fn lay_out(&mut self, lines: Vec<(Role, String)>, body: Rect) {
        self.lines = lines;
        self.scroll.go(0, self.lines.len(), Self::height(body));
    }

    pub fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let name = world.loaded.judged.as_ref().map_or("Me", |judged| &judged.assessment.name);
        put(buffer, body, 1, 0, &format!(" {name} "), theme.style(Role::Title));
        let inner = inner(body);
        let shown = self.lines.iter().skip(self.scroll.offset).take(usize::from(inner.height));
        for (y, (role, line)) in shown.enumerate() {
            put(buffer, inner, 0, y as u16, line, theme.style(*role));
        }
        more_below(
            buffer,
            body,
            self.lines.len().saturating_sub(self.scroll.offset + usize::from(inner.height)),
            theme,
        );
    }
}
