//! The check round: what its keys do.

use super::tell_nothing_selected;
use crate::domain::Moment;
use crate::ops::{NewLook, RoundAnswer, due_spots};
use crate::tui::form;
use crate::tui::message::{Act, Effect};
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use crate::tui::screen::round::{RoundScreen, Said};

pub fn begin(model: &mut Model) {
    let Some(judged) = &model.world.loaded.judged else { return tell_nothing_selected(model) };
    let numbers = due_spots(&judged.assessment);
    if numbers.is_empty() {
        let next = judged.assessment.next_check.map(|m| crate::domain::show_date(m.day()));
        model.tell(match next {
            Some(day) => format!("No look is due. The next one is on {day}."),
            None => "No look is due.".to_owned(),
        });
        return;
    }
    let spots = numbers.iter().map(|&number| {
        let hard = judged.facts.spot(number).is_some_and(|tree| tree.spot.site.is_hard_to_see());
        (number, hard)
    });
    let round = RoundScreen::new(spots.collect());
    model.screens.retain(|screen| !matches!(screen, Screen::Round(_)));
    model.screens.push(Screen::Round(round));
}

fn in_round(model: &mut Model, change: impl FnOnce(&mut RoundScreen)) {
    if let Screen::Round(round) = model.screen_mut() {
        change(round);
    }
}

pub fn answer(model: &mut Model, answer: RoundAnswer) {
    in_round(model, |round| round.say(Said::Key(answer)));
}

pub fn go(model: &mut Model, by: isize) {
    in_round(model, |round| round.go(by));
}

pub fn order(model: &mut Model) {
    if let Screen::Round(round) = model.screen_mut() {
        let now = round.turn_order();
        model.tell(now);
    }
}

/// Everything about this spot, in the form of a look; its answers wait with the others of the round.
pub fn details(model: &mut Model) {
    let Screen::Round(round) = model.screen() else { return };
    let Some(number) = round.number() else { return };
    let title = model.world.loaded.rows.iter().find(|row| row.number == number).map(|row| row.title.clone());
    let form = form::look(number, &title.unwrap_or_default());
    model.screens.push(Screen::Form(form));
}

/// Whether a look at that spot was asked for by a round below its form.
pub fn takes(model: &Model, number: u32) -> bool {
    let below = model.screens.len().checked_sub(2).map(|at| &model.screens[at]);
    matches!(below, Some(Screen::Round(round)) if round.number() == Some(number))
}

/// Takes the look of a form into the round that lies under it.
pub fn give(model: &mut Model, look: NewLook) {
    model.screens.pop();
    in_round(model, |round| round.say(Said::Look(Box::new(look))));
}

pub fn save(model: &mut Model) -> Vec<Effect> {
    let at: Moment = model.world.context().as_of().moment();
    let Screen::Round(round) = model.screen() else { return Vec::new() };
    let looks = round.looks(at);
    if looks.is_empty() {
        model.screens.pop();
        model.tell("Nothing was answered, and nothing is logged.");
        return Vec::new();
    }
    vec![Effect::Act(Act::Round(looks))]
}
