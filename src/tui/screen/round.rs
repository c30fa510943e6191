//! The check round: the open spots one by one, those that are due first, each with its last known state and one key
//! to answer.

mod asked;

pub(crate) use asked::{RoundForm, Said};

use super::latest::Latest;
use super::said::{chart_of, described, seen_parts, to_do, why_lines};
use crate::domain::{Moment, show_date, show_size};
use crate::ops::{NewLook, RoundAnswer, RoundSpot, StoredDraft, round_spots};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::form::{self, kept, kept::Answered};
use crate::tui::graphics::Shown;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::{Act, Effect};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::form::Form;
use crate::tui::widget::keys::Keys;
use crate::tui::widget::list::Scroll;
use crate::tui::widget::page::{self, say};
use crate::tui::widget::text::{cut, fit, inside, put};
use crate::tui::world::World;
use crate::tui::yes_no::YesNo;
use asked::{Also, Asked};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

/// The spots of a check round with the answers so far. Nothing is logged before the round is saved.
pub(crate) struct RoundScreen {
    spots: Vec<Asked>,
    /// The index of the current spot. One past the last is the summary.
    at: usize,
    /// The number of the spot from which the summary was opened.
    left: Option<u32>,
    /// The scroll position of the summary.
    scroll: Scroll,
    hard_first: bool,
    /// The photo of the current spot.
    pub latest: Box<Latest>,
    /// The spot whose photos were asked for.
    photos_of: Option<u32>,
}

/// What is said at the end of a round without an answer.
pub(crate) const NOTHING_SEEN: &str = "No spot was looked at, so nothing is logged.";

/// The rows of a photo with its line, if there is room.
const PHOTO_ROWS: u16 = 14;

/// The commands that answer, in the order in which they are shown.
const ANSWERS: [Command; 6] = [
    Command::RoundSame,
    Command::RoundBigger,
    Command::RoundSmaller,
    Command::RoundGone,
    Command::RoundCannotSee,
    Command::RoundDetails,
];

impl RoundScreen {
    /// Creates a round of the open spots.
    ///
    /// # Errors
    ///
    /// Fails with a message if no spot is open.
    pub(crate) fn begin(world: &World) -> Result<RoundScreen, String> {
        let Some(judged) = &world.loaded.judged else { return Err(world.nothing_selected()) };
        let spots = round_spots(&judged.assessment);
        if spots.is_empty() {
            return Err("No spot is open, so there is nothing to look at.".to_owned());
        }
        let asked = spots.into_iter().filter_map(|RoundSpot { number, is_due }| {
            let spot = &judged.facts.spot(number)?.spot;
            Some(Asked::new(spot, is_due))
        });
        let mut round = RoundScreen::new(asked.collect());
        if let Some(draft) = world.loaded.drafts.iter().find(|draft| draft.what == kept::ROUND) {
            round.resume(&draft.answers, world);
        }
        Ok(round)
    }

    /// Creates a round of spots.
    fn new(spots: Vec<Asked>) -> RoundScreen {
        let (latest, photos_of) = (Box::default(), None);
        let mut round =
            RoundScreen { spots, at: 0, left: None, scroll: Scroll::default(), hard_first: true, latest, photos_of };
        round.turn_order();
        round
    }

    /// Returns the current spot, or `None` at the summary.
    pub(crate) fn number(&self) -> Option<u32> {
        self.spots.get(self.at).map(|asked| asked.number)
    }

    /// Returns the effect that keeps the answers so far as a draft, or deletes the draft where there are none.
    pub(crate) fn keep(&self, world: &World) -> Effect {
        let (what, today) = (kept::ROUND.to_owned(), world.said_now().date());
        let answered = self.spots.iter().filter(|asked| asked.is_answered());
        let mut answers: kept::Typed = answered.map(|asked| (asked.id.to_string(), asked.typed(today))).collect();
        if answers.is_empty() {
            return Effect::DropDraft(what);
        }
        answers.extend(kept::answers_of_gone(&world.loaded.drafts, world.loaded.judged.as_deref()));
        Effect::KeepDraft(Box::new(StoredDraft { what, at: world.now.utc, answers }))
    }

    /// Takes the answers of a draft. One that cannot be read is asked again.
    fn resume(&mut self, typed: &kept::Typed, world: &World) {
        for asked in &mut self.spots {
            if let Some(said) = typed.get(&asked.id.to_string()).and_then(|said| Answered::read(said)) {
                asked.resume(said, world);
            }
        }
        self.at = self.spots.iter().position(|asked| asked.said.is_none()).unwrap_or(self.spots.len());
    }

    /// Takes the numbers that the spots have now, and leaves out those that are no longer there.
    pub(crate) fn follow_spots(&mut self, world: &World) {
        let Some(judged) = &world.loaded.judged else { return };
        let on = self.spots.get(self.at).map(|asked| asked.id);
        self.spots.retain_mut(|asked| asked.follow(&judged.facts));
        let at = self.spots.iter().position(|asked| Some(asked.id) == on);
        self.at = at.unwrap_or(self.at.min(self.spots.len()));
    }

    fn is_untouched(&self) -> bool {
        !self.spots.iter().any(Asked::is_answered)
    }

    /// Records the answer for the current spot and moves to the next.
    pub(crate) fn say(&mut self, said: Said, today: NaiveDate) {
        if let Some(asked) = self.spots.get_mut(self.at) {
            if matches!(said, Said::Key(RoundAnswer::Gone | RoundAnswer::CannotSee)) {
                // What is not there or was not seen neither fades nor itches.
                asked.also.clear();
            }
            asked.said = Some(said);
            asked.on = Some(today);
            self.left = Some(asked.number);
            self.at += 1;
        }
    }

    /// Returns the number of each answered spot and its answer in words.
    pub(crate) fn answers(&self, today: NaiveDate) -> Vec<(u32, String)> {
        let answered = self.spots.iter().filter(|asked| asked.is_answered());
        answered.map(|asked| (asked.number, asked.say(today))).collect()
    }

    /// Moves past the spots with an answer. Returns the number of the next one and whether it is due; `None` after the last.
    pub(crate) fn next_open(&mut self) -> Option<(u32, bool)> {
        while self.spots.get(self.at).is_some_and(|asked| asked.said.is_some()) {
            self.at += 1;
        }
        self.spots.get(self.at).map(|asked| (asked.number, asked.is_due))
    }

    /// Moves past the current spot without an answer.
    pub(crate) fn skip(&mut self) {
        self.turn_to(true);
    }

    /// Returns the place of the current spot in the round, from 1, and the number of its spots.
    pub(crate) fn position(&self) -> (usize, usize) {
        (self.at + 1, self.spots.len())
    }

    /// Takes back the answer given last before the current spot, and shows that spot.
    fn take_back(&mut self, world: &World) -> Vec<Step> {
        let at = self.at.min(self.spots.len());
        let Some(last) = self.spots[..at].iter().rposition(Asked::is_answered) else {
            return vec![Step::Tell("No answer of this round was given before this spot.".to_owned())];
        };
        let asked = &mut self.spots[last];
        (asked.said, asked.on) = (None, None);
        asked.also.clear();
        let told = format!("The answer for spot {} is taken back.", asked.number);
        self.at = last;
        vec![Step::Do(self.keep(world)), Step::Tell(told)]
    }

    fn turn_to(&mut self, forward: bool) {
        let is_summary = self.at == self.spots.len();
        self.left = self.number().or(self.left);
        self.at = match forward {
            true => (self.at + 1).min(self.spots.len()),
            false if is_summary => {
                let left = self.spots.iter().position(|asked| Some(asked.number) == self.left);
                left.unwrap_or(self.spots.len().saturating_sub(1))
            }
            false => self.at.saturating_sub(1),
        };
    }

    /// Toggles whether the spots that are hard to see come first or last. A round starts with them last. Returns a
    /// message that names the new order.
    fn turn_order(&mut self) -> &'static str {
        self.hard_first = !self.hard_first;
        let first = self.hard_first;
        let on = self.number();
        self.spots
            .sort_unstable_by_key(|asked| (asked.said.is_none(), !asked.is_due, asked.is_hard != first, asked.number));
        // Answered spots come first. The current spot is the first unanswered one, unless the summary is shown.
        let open = self.spots.iter().position(|asked| asked.said.is_none());
        self.at = if on.is_none() { self.spots.len() } else { open.unwrap_or(self.spots.len()) };
        if first {
            "Spots that need a mirror or a helper come first."
        } else {
            "Spots that need a mirror or a helper come last."
        }
    }

    /// Shows the summary first; from there, logs all answers as one change, or closes the round if there are none.
    fn finish(&mut self, world: &World) -> Vec<Step> {
        if self.at < self.spots.len() && !self.is_untouched() {
            (self.left, self.at) = (self.number(), self.spots.len());
            self.scroll = Scroll::default();
            return Vec::new();
        }
        let looks = self.looks(world.context().as_of().moment());
        if looks.is_empty() {
            let forget = Step::Do(Effect::DropDraft(kept::ROUND.to_owned()));
            return vec![Step::Close, forget, Step::Tell(NOTHING_SEEN.to_owned())];
        }
        vec![Step::Do(Effect::Act(Act::Round(looks)))]
    }

    /// Returns the form that asks for the size of the current spot, if it was measured before.
    fn size_form(&self, answer: RoundAnswer, world: &World) -> Option<Form> {
        let number = self.number()?;
        let looks = &world.loaded.judged.as_ref()?.facts.spot(number)?.observations;
        let (by, _) = looks.iter().rev().find_map(|look| look.answers.diameter())?;
        Some(form::round_size(number, world.loaded.title(number).unwrap_or_default(), answer, Some(by)))
    }

    /// Opens the observation form of the current spot. Its answers are logged with the round.
    fn details(&self, world: &World) -> Vec<Step> {
        let form = self.number().map(|number| form::look(number, world.loaded.title(number).unwrap_or_default()));
        form.map(Step::Ask).into_iter().collect()
    }

    /// Returns the observations to log.
    pub(crate) fn looks(&self, at: Moment) -> Vec<(u32, NewLook)> {
        self.spots.iter().filter_map(|asked| Some((asked.number, asked.look(at)?))).collect()
    }

    /// Returns the effect that loads the photos of the current spot, if they were not asked for.
    pub(crate) fn wants_photos(&mut self) -> Option<Effect> {
        let number = self.number();
        if number == self.photos_of {
            return None;
        }
        self.photos_of = number;
        *self.latest = Latest::default();
        number.map(Effect::LoadPhotos)
    }

    /// Returns the lines about the current spot above its answers.
    fn head(asked: &Asked, world: &World, width: usize) -> Vec<(Role, String)> {
        let Some(judged) = &world.loaded.judged else { return Vec::new() };
        let (Some(tree), Some(spot)) = (judged.facts.spot(asked.number), judged.assessment.spot(asked.number)) else {
            return Vec::new();
        };
        let hard = if asked.is_hard { "mirror or helper · " } else { "" };
        let next =
            spot.next_check.filter(|_| !asked.is_due).map(|next| format!("not due before {}", show_date(next.day())));
        let mut seen = seen_parts(tree, spot, judged.assessment.as_of);
        if spot.last_observed.is_some() {
            // The last look matters most here, and a narrow window cuts the line.
            seen.swap(0, 1);
        }
        let seen = seen.join(" · ");
        let described = Some(described(tree)).filter(|said| !said.is_empty());
        let size = spot.diameter.map(|d| format!("last size {} ±{}", show_size(d.latest), show_size(d.error)));
        let said = match asked.is_answered() {
            true => format!("Said so far: {}", asked.say(world.said_now().date())),
            false => "Is it the same?".to_owned(),
        };
        let (role, verdict) = to_do(&judged.assessment, spot, world.start.emergency_number.as_deref());
        let lines = [
            Some((Role::Title, format!("{}  {}", asked.number, tree.spot.place_and_label()))),
            Some((role, verdict)),
            Some((Role::Text, format!("{hard}{seen}"))),
            Some((Role::Text, size.into_iter().chain(next).chain(described).collect::<Vec<_>>().join(" · "))),
            Some((Role::Text, String::new())),
            Some((Role::Title, said)),
        ];
        lines.into_iter().flatten().map(|(role, line)| (role, cut(&line, width))).collect()
    }

    /// Returns the keys of the answers: the main ones, then what is added to them.
    fn keys(world: &World, width: u16) -> Keys {
        let key = |command: Command, plus: &str| {
            let text = format!("{plus}{{{}}} {}", command.ident(), command.label());
            (command, world.with_keys(Context::Round, &text))
        };
        let answers = ANSWERS.iter().map(|command| key(*command, "")).collect();
        Keys::new([answers, Also::ALL.iter().map(|(command, ..)| key(*command, "+ ")).collect()], width)
    }

    /// Returns the area of the keys, below a head of that many lines.
    fn keys_area(head: usize, inner: Rect) -> Rect {
        let head = inner.height.min(head as u16);
        Rect { y: inner.y + head, height: inner.height - head, ..inner }
    }

    fn draw_spot(&self, asked: &Asked, world: &World, frame: Rect, inner: Rect, theme: Theme, buffer: &mut Buffer) {
        let (at, all) = self.position();
        put(buffer, frame, 1, 0, &format!(" Check round  {at} of {all} "), theme.style(Role::Title));
        let Some(judged) = &world.loaded.judged else { return };
        let Some(spot) = judged.assessment.spot(asked.number) else { return };
        let width = usize::from(inner.width);
        let mut y = 0;
        for (role, line) in RoundScreen::head(asked, world, width) {
            put(buffer, inner, 0, y, &line, theme.style(role));
            y += 1;
        }
        let keys = RoundScreen::keys(world, inner.width);
        keys.draw(RoundScreen::keys_area(usize::from(y), inner), theme, buffer);
        y += keys.height() + 1;
        let chart = chart_of(judged, spot).filter(|chart| !chart.is_empty());
        if let Some(chart) = chart.filter(|_| inner.height >= y + 8) {
            let height = ((inner.height - y) / 2).clamp(6, 12);
            chart.draw(Rect { y: inner.y + y, height, width: inner.width.min(80), ..inner }, theme, buffer);
            y += height;
            put(buffer, inner, 0, y, &chart.caption(width), theme.style(Role::Text));
            y += 2;
        }
        let why = why_lines(&judged.assessment, spot, width.min(100));
        let room = usize::from(inner.height.saturating_sub(y));
        for (at, (role, text)) in why.iter().enumerate().take(room) {
            let is_cut = at + 1 == room && why.len() > room;
            let text = if is_cut { cut(&format!("{text} …"), width) } else { text.clone() };
            put(buffer, inner, 0, y, &text, theme.style(*role));
            y += 1;
        }
        self.draw_progress(world, frame, theme, buffer);
    }

    /// Draws a mark for each spot into the lower edge: answered, current, or open; and what was just answered.
    fn draw_progress(&self, world: &World, frame: Rect, theme: Theme, buffer: &mut Buffer) {
        let mark = |(i, asked): (usize, &Asked)| match (i == self.at, asked.said.is_some()) {
            (true, _) => '◆',
            (false, true) => '●',
            (false, false) => '○',
        };
        let marks: String = self.spots.iter().enumerate().map(mark).collect();
        let answered = self.spots.iter().filter(|asked| asked.is_answered()).count();
        let room = usize::from(frame.width.saturating_sub(4));
        let before =
            self.at.checked_sub(1).and_then(|before| self.spots.get(before)).filter(|asked| asked.is_answered());
        let before = before.map(|asked| {
            let title = world.loaded.title(asked.number).unwrap_or_default();
            format!("{title}: {}", asked.say(world.said_now().date()))
        });
        let brief = format!("{answered} of {} answered", self.spots.len());
        let all = format!("{answered} answered  {marks}");
        let said = before.iter().flat_map(|before| [format!("{all}  {before}"), format!("{brief}  {before}")]);
        let texts: Vec<String> = said.chain([all.clone(), brief.clone()]).map(|text| format!(" {text} ")).collect();
        let text = texts.iter().find(|text| text.width() <= room).unwrap_or(&texts[texts.len() - 1]);
        put(buffer, frame, 2, frame.height.saturating_sub(1), text, theme.style(Role::Text));
    }

    /// Returns the lines of the summary: what to do, the answers, and what was not answered.
    fn summary(&self, world: &World, width: usize) -> Vec<(Role, String)> {
        let today = world.said_now().date();
        let answered = self.spots.iter().filter(|asked| asked.is_answered()).count();
        let head = match answered {
            0 => world.with_keys(Context::Round, "Nothing was answered. {back} leaves, {round-back} goes back."),
            _ => {
                let keys = "{round-save} logs all of it as one change; {round-back} goes back.";
                format!("{answered} of {} answered. {}", self.spots.len(), world.with_keys(Context::Round, keys))
            }
        };
        let mut lines = Vec::new();
        say(&mut lines, Role::Title, &head, width, "");
        lines.push((Role::Text, String::new()));
        let (said, open): (Vec<&Asked>, Vec<&Asked>) = self.spots.iter().partition(|asked| asked.is_answered());
        let room = width.saturating_sub(24).min(40);
        for asked in said.into_iter().chain(open) {
            let title = fit(world.loaded.title(asked.number).unwrap_or_default(), room);
            let (words, role) = match asked.is_answered() {
                true => (asked.say(today), Role::Text),
                false => ("not answered".to_owned(), Role::Dim),
            };
            say(&mut lines, role, &format!("{:>4}  {title}  {words}", asked.number), width, "      ");
        }
        lines
    }
}

impl Component for RoundScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Round)
    }

    fn selected(&self, _world: &World) -> Selected {
        Selected::Here(self.number())
    }

    fn lay_out(&mut self, world: &World) {
        let inner = inside(world.body());
        self.latest.lay_out(Rect { height: inner.height.min(PHOTO_ROWS), ..inner }, world);
    }

    fn go(&mut self, by: isize, world: &World) {
        if self.number().is_none() {
            let inner = inside(world.body());
            let len = self.summary(world, usize::from(inner.width)).len();
            self.scroll.go(by, len, usize::from(inner.height));
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let answer = match command {
            Command::RoundSame => RoundAnswer::Same,
            Command::RoundBigger => RoundAnswer::Bigger,
            Command::RoundSmaller => RoundAnswer::Smaller,
            Command::RoundGone => RoundAnswer::Gone,
            Command::RoundCannotSee => RoundAnswer::CannotSee,
            Command::RoundFades | Command::RoundItches => {
                let also = Also::ALL.iter().find(|(known, ..)| *known == command).map(|(_, also, _)| *also);
                if let (Some(asked), Some(also)) = (self.spots.get_mut(self.at), also) {
                    match asked.also.iter().position(|known| *known == also) {
                        Some(at) => drop(asked.also.remove(at)),
                        None => asked.also.push(also),
                    }
                    asked.on = Some(world.said_now().date());
                }
                return Some(vec![Step::Do(self.keep(world))]);
            }
            Command::RoundDetails => return Some(self.details(world)),
            Command::RoundSave => return Some(self.finish(world)),
            Command::RoundOrder => return Some(vec![Step::Tell(self.turn_order().into())]),
            Command::RoundSkip | Command::RoundBack => {
                self.turn_to(command == Command::RoundSkip);
                return Some(Vec::new());
            }
            // The answers are not saved, so there is no change to undo.
            Command::Undo => return Some(self.take_back(world)),
            Command::Redo => {
                return Some(vec![Step::Tell("In a round an answer is given again by its own key.".into())]);
            }
            Command::Back if !self.is_untouched() => return Some(vec![Step::Confirm(YesNo::LeaveRound)]),
            _ => return None,
        };
        if matches!(answer, RoundAnswer::Bigger | RoundAnswer::Smaller)
            && let Some(form) = self.size_form(answer, world)
        {
            return Some(vec![Step::Ask(form)]);
        }
        self.say(Said::Key(answer), world.said_now().date());
        Some(vec![Step::Do(self.keep(world))])
    }

    fn offers(&self, command: Command, _world: &World) -> bool {
        let of_spot = [Command::RoundFades, Command::RoundItches, Command::RoundSkip, Command::Photos];
        self.number().is_some() || !(ANSWERS.contains(&command) || of_spot.contains(&command))
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        let asked = self.spots.get(self.at)?;
        let inner = self.latest.beside(inside(world.body()));
        let head = RoundScreen::head(asked, world, usize::from(inner.width)).len();
        RoundScreen::keys(world, inner.width).at(RoundScreen::keys_area(head, inner), column, row)
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        match self.spots.get(self.at) {
            Some(asked) => {
                self.draw_spot(asked, world, body, self.latest.beside(inside(body)), theme, buffer);
                self.latest.draw(world, Context::Round, theme, buffer);
            }
            None => {
                put(buffer, body, 1, 0, " Check round  summary ", theme.style(Role::Title));
                let inner = inside(body);
                let lines = self.summary(world, usize::from(inner.width));
                page::draw(&lines, self.scroll, inner, body, theme, buffer);
            }
        }
        None
    }

    fn pictures(&self, world: &World) -> Vec<Shown> {
        self.latest.picture(world).into_iter().collect()
    }
}
