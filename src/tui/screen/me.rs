//! The page of the person: personal data, symptoms, medicines and infections. It also names the other people of the
//! journal.

use super::said::alarm_of;
use crate::domain::{NO_NAME, Word, show_date};
use crate::guidance::{Flag, Status, near_misses_of_person};
use crate::ops::{Judged, Reviewed, Saved};
use crate::report::{say_infection, say_medicine, say_personal, say_symptom};
use crate::tui::component::{Component, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::page::Page;
use crate::tui::widget::text::{page_area, put, wrap};
use crate::tui::world::World;
use crate::tui::yes_no::YesNo;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};

/// The page of the person.
#[derive(Default)]
pub(crate) struct MeScreen {
    page: Page,
    /// The entries of the rows of the page. The first row is the personal data and has none.
    entries: Vec<Option<Saved>>,
}

fn inner(body: Rect) -> Rect {
    page_area(body, 100)
}

impl MeScreen {
    /// Returns the selected entry; `None` for the personal data.
    fn selected_entry(&self) -> Option<&Saved> {
        self.entries.get(self.page.selected()?)?.as_ref()
    }

    fn person_form(world: &World) -> Step {
        match &world.loaded.judged {
            Some(judged) => Step::Ask(form::person(&judged.facts.person)),
            None => Step::Tell("There is nobody yet: the first entry makes the first person.".into()),
        }
    }

    /// Returns the lines above the entries.
    fn lines(&self, world: &World, width: usize) -> Vec<(Role, String)> {
        let mut lines: Vec<(Role, String)> = Vec::new();
        let mut say = |role: Role, text: &str| lines.extend(wrap(text, width).into_iter().map(|line| (role, line)));
        let number = world.start.emergency_number.as_deref();
        let emergency =
            number.map_or_else(|| world.with_keys(Context::Me, "not set; {emergency-number} sets it"), str::to_owned);
        let Some(judged) = &world.loaded.judged else {
            let text = "Nobody yet: the first entry makes the first person. Press {new-spot} for a spot, {symptoms} for \
                        symptoms.";
            say(Role::Text, &world.with_keys(Context::Me, text));
            say(Role::Text, &format!("Emergency number: {emergency}"));
            return lines;
        };
        let assessment = &judged.assessment;
        let others: Vec<&str> =
            world.loaded.people.iter().map(String::as_str).filter(|name| *name != assessment.name).collect();
        for (name, level) in &world.loaded.others {
            say(Role::of_level(*level), &alarm_of(name, *level, number));
        }
        if !others.is_empty() {
            let next = world.with_keys(Context::Me, "{next-person} goes on to the next.");
            say(Role::Text, &format!("Also in this journal: {}. {next}", others.join(", ")));
        }
        say(Role::Text, &format!("Emergency number: {emergency}"));
        let flags: Vec<&Flag> = assessment.flags.iter().filter(|flag| flag.spot.is_none()).collect();
        for flag in flags {
            let role = if flag.status == Status::Open { Role::of_level(flag.level) } else { Role::Dim };
            say(Role::Text, "");
            say(role, &format!("{} {}{}", flag.level.mark(), flag.rule.title, said_of(flag.status)));
            say(Role::Text, &flag.reason);
        }
        let nearly = near_misses_of_person(&judged.facts, assessment, &world.start.windows);
        if !nearly.is_empty() {
            say(Role::Text, "");
            say(Role::Title, "Not yet, but nearly");
        }
        for n in nearly {
            say(Role::Text, &format!("{} {}: {}", n.level.mark(), n.rule.title, n.when));
        }
        say(Role::Text, "");
        say(Role::Title, "What is known");
        lines
    }
}

/// Returns what is said of a flag that is not open.
fn said_of(status: Status) -> &'static str {
    match status {
        Status::Open => "",
        Status::Answered => ", answered by a review",
        Status::Resting => ", earlier",
    }
}

impl Component for MeScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Me)
    }

    fn lay_out(&mut self, world: &World) {
        let inner = inner(world.body());
        let width = usize::from(inner.width);
        let mut lines = self.lines(world, width);
        let known = world.loaded.judged.as_ref().map_or_else(Vec::new, |judged| known(judged, world));
        let mut rows = Vec::new();
        for (_, text) in &known {
            let start = lines.len();
            lines.extend(wrap(text, width).into_iter().map(|line| (Role::Text, line)));
            rows.push(start..lines.len());
        }
        let on = self.selected_entry().map(Saved::id);
        self.entries = known.into_iter().map(|(entry, _)| entry).collect();
        let is_it = |entry: &Option<Saved>| entry.as_ref().map(Saved::id) == on;
        if let Some(row) = self.entries.iter().position(is_it) {
            self.page.keep_on(row);
        }
        self.page.set_rows(lines, rows, inner);
    }

    fn go(&mut self, by: isize, world: &World) {
        self.page.go(by, inner(world.body()));
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let step = match command {
            Command::Review => Step::Ask(form::review_of(Reviewed::Person, world.name())),
            Command::Medicine => Step::Ask(form::medicine()),
            Command::Infection => Step::Ask(form::infection()),
            Command::NewPerson => Step::Ask(form::new_person()),
            Command::EditPerson => MeScreen::person_form(world),
            Command::Correct => match self.selected_entry() {
                Some(entry) => Step::Ask(form::correct(entry, "")),
                None => MeScreen::person_form(world),
            },
            Command::StrikeOut => match self.selected_entry() {
                Some(entry) => Step::Confirm(YesNo::StrikeOut(Box::new(entry.clone()))),
                None if world.loaded.judged.is_some() => Step::Ask(form::strike_person(world.name())),
                None => return Some(Vec::new()),
            },
            Command::EraseForGood => {
                // A medicine or a symptom cannot be erased alone.
                let is_person = world.loaded.judged.is_some() && self.selected_entry().is_none();
                let person = if is_person { format!("person {}", world.name()) } else { String::new() };
                Step::Ask(form::erase(&person))
            }
            Command::AddNote => match self.selected_entry() {
                Some(entry) => Step::Ask(form::add_note(entry)),
                None => MeScreen::person_form(world),
            },
            _ => return None,
        };
        Some(vec![step])
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        let inner = inner(world.body());
        let clicked = self.page.row_at(column, row, inner)?;
        if self.page.selected() == Some(clicked) {
            return Some(Command::Correct);
        }
        self.page.select(clicked, inner);
        None
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let name = world.loaded.judged.as_ref().map_or(NO_NAME, |judged| &judged.assessment.name);
        put(buffer, body, 1, 0, &format!(" {name} "), theme.style(Role::Title));
        let inner = inner(body);
        self.page.draw(inner, body, theme, buffer);
        None
    }
}

/// Returns what is known of the person: the personal data first, then each entry, newest first.
fn known(judged: &Judged, world: &World) -> Vec<(Option<Saved>, String)> {
    let (facts, as_of) = (&judged.facts, judged.assessment.as_of);
    let personal = say_personal(&facts.person);
    let personal = if personal.is_empty() {
        let text = "Nothing of the person yet. {correct} adds the birth date and a long-term illness, which make some \
                    rules stricter.";
        world.with_keys(Context::Me, text)
    } else {
        personal.join(" ")
    };
    let mut known = vec![(None, personal)];
    let symptoms = facts.symptoms.iter().rev().filter(|r| !as_of.excludes(r.at));
    known.extend(symptoms.map(|r| (Some(Saved::Symptom(r.clone())), say_symptom(r))));
    let medicines = facts.medicines.iter().rev().filter(|r| !as_of.excludes_day(r.started_on));
    known.extend(medicines.map(|r| (Some(Saved::Medicine(r.clone())), say_medicine(r, as_of))));
    let infections = facts.infections.iter().rev().filter(|r| !as_of.excludes_day(r.on));
    known.extend(infections.map(|r| (Some(Saved::Infection(r.clone())), say_infection(r))));
    let reviews = facts.reviews.iter().rev().filter(|r| !as_of.excludes_day(r.on));
    known.extend(reviews.map(|r| {
        let said = r.said.as_ref().map_or_else(String::new, |said| format!(": \"{}\"", said.on_one_line()));
        (Some(Saved::Review(None, r.clone())), format!("Review by {} on {}{said}.", r.by.label(), show_date(r.on)))
    }));
    if known.len() == 1 {
        let text = "{symptoms} logs symptoms, {medicine} a medicine, {infection} an infection.";
        known[0].1 = format!("{} {}", known[0].1, world.with_keys(Context::Me, text));
    }
    known
}
