//! The emergency page: the number to call, what to say on the phone, then the reasons. It fills the screen, and one key
//! closes it.

use super::said::{alarm_of, described, first_seen, on_the_phone};
use crate::domain::{Look, SpotTree};
use crate::guidance::{DANGER_SIGNS, DO_NOT_WAIT, Flag, GET_HELP_AGAIN, Level, call_now};
use crate::tui::keymap::Context;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget;
use crate::tui::widget::list::Scroll;
use crate::tui::widget::text::{cut, fit, put, wrap};
use crate::tui::world::{World, footer_rows};
use chrono::{Datelike, NaiveDateTime};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

/// What is said of an alarm that depends on what is typed.
pub(crate) const UNSAVED: &str = "What is typed and not saved yet counts here too.";

/// What the page is about.
pub(crate) struct Urgent<'a> {
    /// The open urgent flags, and those that an open form or a draft would raise.
    pub flags: Vec<&'a Flag>,
    /// Whether a form or a draft raises one of them.
    pub has_unsaved: bool,
    /// The spots of the open forms and of the drafts, as they are typed so far.
    pub typed: Vec<&'a SpotTree<Look>>,
}

/// The emergency page.
#[derive(Default)]
pub(crate) struct EmergencyPage {
    pub scroll: Scroll,
    /// When it opened over a form that was being typed in; `None` if it was asked for.
    opened_at: Option<NaiveDateTime>,
}

/// The most spots that are described for the phone.
const MOST_SPOTS: usize = 4;

/// How long a page that opens by itself takes no letters, in milliseconds. They were meant for the form.
const TYPED_OVER: i64 = 1_500;

fn area(world: &World) -> Rect {
    let (width, height) = world.size;
    Rect { x: 0, y: 0, width, height: height.saturating_sub(footer_rows(world.size)) }
}

fn page(screen: Rect) -> Rect {
    let width = screen.width.saturating_sub(4).min(96);
    Rect { x: screen.x + 2, y: screen.y + 1, width, height: screen.height.saturating_sub(2) }
}

impl EmergencyPage {
    /// Creates a page that opens while a form is typed in.
    pub(crate) fn over_typing(now: NaiveDateTime) -> EmergencyPage {
        EmergencyPage { opened_at: Some(now), ..EmergencyPage::default() }
    }

    /// Returns whether a letter is still meant for the form below.
    pub(crate) fn is_typed_over(&self, now: NaiveDateTime) -> bool {
        // If the clock was set back, the page takes letters.
        self.opened_at.is_some_and(|opened| (0..TYPED_OVER).contains(&(now - opened).num_milliseconds()))
    }

    /// Returns the number of lines and how many of them fit.
    pub(crate) fn extent(urgent: &Urgent<'_>, world: &World) -> (usize, usize) {
        let page = page(area(world));
        let (call, lines) = lines(urgent, world, usize::from(page.width));
        (lines.len(), usize::from(rest_of(page, &call).height))
    }

    /// Draws the page over the whole screen but its footer.
    pub(crate) fn draw(&self, urgent: &Urgent<'_>, world: &World, theme: Theme, buffer: &mut Buffer) {
        let area = area(world);
        Clear.render(area, buffer);
        Block::bordered().border_style(theme.style(Role::Border)).render(area, buffer);
        // Whom it is about stands where the header would name them.
        if world.loaded.judged.is_some() && !world.is_blurred {
            let name = format!(" {} ", world.name());
            put(buffer, area, 1, 0, &cut(&name, usize::from(area.width.saturating_sub(2))), theme.style(Role::Title));
        }
        let page = page(area);
        let (call, lines) = lines(urgent, world, usize::from(page.width));
        for (y, line) in (0..).zip(&call) {
            put(buffer, page, 0, y, line, theme.style(Role::Emergency));
        }
        widget::page::draw(&lines, self.scroll, rest_of(page, &call), area, theme, buffer);
    }
}

/// Returns the part of the page below the headline.
fn rest_of(page: Rect, call: &[String]) -> Rect {
    let height = page.height.min(call.len() as u16);
    Rect { y: page.y + height, height: page.height - height, ..page }
}

/// Returns the headline, which stays in view, and the lines below it, which scroll.
fn lines(urgent: &Urgent<'_>, world: &World, width: usize) -> (Vec<String>, Vec<(Role, String)>) {
    let Urgent { flags, has_unsaved, typed } = urgent;
    let mut call: Vec<String> = Vec::new();
    let number = world.start.emergency_number.as_deref();
    let mut lines: Vec<(Role, String)> = Vec::new();
    let mut say = |role: Role, text: &str| lines.extend(wrap(text, width).into_iter().map(|line| (role, line)));
    let mut is_said = !has_unsaved;
    let mut say_unsaved = |say: &mut dyn FnMut(Role, &str)| {
        if !std::mem::replace(&mut is_said, true) {
            say(Role::Text, UNSAVED);
        }
    };
    let of = |level: Level| flags.iter().filter(move |flag| flag.level == level);
    if of(Level::Emergency).next().is_some() {
        call.extend(wrap(&format!("!!! {}", call_now(number)), width).iter().map(|line| fit(line, width)));
        say(Role::Title, DO_NOT_WAIT);
        say_unsaved(&mut say);
        if number.is_none() {
            let text = "{emergency-number} saves your emergency number, which is then shown here.";
            say(Role::Text, &world.with_keys(Context::Emergency, text));
        }
        let emergencies: Vec<&Flag> = of(Level::Emergency).copied().collect();
        tell_all(&mut say, &emergencies, typed, world);
    }
    let same_day: Vec<&Flag> = of(Level::SameDay).copied().collect();
    if !same_day.is_empty() {
        say(Role::SameDay, &format!("!! {}", Level::SameDay.headline(None, None, None)));
        say_unsaved(&mut say);
        tell_all(&mut say, &same_day, typed, world);
        if of(Level::Emergency).next().is_none() {
            if lacks_test(&same_day, typed, world) {
                let text =
                    "A glass test may tell more, and takes a minute: in the list of spots, {glass-test} on the spot.";
                say(Role::Text, &world.with_keys(Context::Spots, text));
                say(Role::Text, "");
            }
            say(Role::Title, "What makes it an emergency");
            DANGER_SIGNS.iter().for_each(|signs| say(Role::Text, signs));
            say(Role::Text, "");
        }
        say(Role::Text, GET_HELP_AGAIN);
        say(Role::Text, "");
    }
    if flags.is_empty() {
        let call = number.unwrap_or("your local emergency number");
        say(Role::Title, &format!("If it feels like an emergency, do not ask this journal: call {call} now."));
    }
    if number.is_none() && of(Level::Emergency).next().is_none() {
        let text = "Your emergency number is not set yet; {emergency-number} keeps it.";
        say(Role::Text, &world.with_keys(Context::Emergency, text));
    }
    if flags.is_empty() {
        tell_without_flags(&mut say, world);
    }
    let more = if flags.is_empty() {
        "{back} goes back."
    } else {
        "{back} goes back to where you were; {report} shows the page for the doctor."
    };
    say(Role::Text, &world.with_keys(Context::Emergency, more));
    (call, lines)
}

/// Names the people with an alarm, and the signs of an emergency. Only then says that nothing is marked as one.
fn tell_without_flags(say: &mut impl FnMut(Role, &str), world: &World) {
    let number = world.start.emergency_number.as_deref();
    say(Role::Text, "");
    for (name, level) in &world.loaded.others {
        let name = if world.is_blurred { "Somebody else" } else { name };
        say(Role::of_level(*level), &alarm_of(name, *level, number));
        let text = format!("In the list of spots {{next-person}} goes to {name}.");
        say(Role::Text, &world.with_keys(Context::Spots, &text));
        say(Role::Text, "");
    }
    for signs in DANGER_SIGNS {
        say(Role::Text, signs);
    }
    say(Role::Text, "");
    let text = "{symptoms} logs symptoms; what is urgent shows at once, while you type.";
    say(Role::Text, &world.with_keys(Context::Emergency, text));
    let is_named = world.loaded.people.len() > 1 && !world.is_blurred;
    let of = if is_named { format!(" for {}", world.name()) } else { String::new() };
    say(Role::Text, &format!("Nothing that was entered{of} is marked as an emergency. That does not rule one out."));
}

/// Says what to say on the phone, and then why.
fn tell_all(say: &mut impl FnMut(Role, &str), flags: &[&Flag], typed: &[&SpotTree<Look>], world: &World) {
    say(Role::Text, "");
    say(Role::Title, "On the phone, say");
    for line in to_say(flags, typed, world) {
        say(Role::Text, &line);
    }
    say(Role::Text, "");
    say(Role::Title, "Why");
    for flag in flags {
        tell(say, flag);
    }
    say(Role::Text, "");
}

/// Returns what to say on the phone: who it is, what was noticed, and since when.
fn to_say(flags: &[&Flag], typed: &[&SpotTree<Look>], world: &World) -> Vec<String> {
    let mut lines = Vec::new();
    let judged = world.loaded.judged.as_ref();
    let today = world.context().as_of().day();
    if let Some(born) = judged.and_then(|judged| judged.facts.person.born) {
        let months = (today.year() - born.year()) * 12 + today.month() as i32
            - born.month() as i32
            - i32::from(today.day() < born.day());
        lines.push(match (today.years_since(born), months) {
            (Some(0), 0) => format!("Age: {} days.", (today - born).num_days()),
            (Some(0 | 1), 1) => "Age: 1 month.".to_owned(),
            (Some(0 | 1), months) => format!("Age: {months} months."),
            (years, _) => format!("Age: {} years.", years.unwrap_or_default()),
        });
    } else {
        lines.push("Age: the birth date is not in this journal.".to_owned());
    }
    let evidence = || flags.iter().flat_map(|flag| &flag.evidence);
    let mut noticed: Vec<String> = Vec::new();
    for symptom in evidence().filter(|evidence| evidence.observation.is_none()) {
        let said = format!("{} {}", symptom.what, on_the_phone(symptom.at, today));
        if !noticed.contains(&said) {
            noticed.push(said);
        }
    }
    if !noticed.is_empty() {
        lines.push(format!("Noticed: {}.", noticed.join("; ")));
    }
    let mut trees = spots_of(flags, typed, world);
    // What is typed now and what was looked at last matter most; nobody says ten spots on the phone.
    let is_saved = |tree: &SpotTree<Look>| typed.iter().all(|of_form| of_form.spot.number != tree.spot.number);
    trees.sort_by_key(|tree| (is_saved(tree), std::cmp::Reverse(tree.observations.last().map(|look| look.at))));
    let more = trees.len().saturating_sub(MOST_SPOTS);
    for tree in trees.into_iter().take(MOST_SPOTS) {
        let described = described(tree);
        let described = if described.is_empty() { described } else { format!("; {}", described.replace(" · ", ", ")) };
        let is_tested = tree.observations.iter().any(|look| look.answers.glass_test.is_some());
        let glass = if is_tested { "" } else { "; glass test not done" };
        let place = tree.spot.place().label();
        lines.push(format!("On the skin: {place}, {}{described}{glass}.", first_seen(tree, today)));
    }
    match more {
        0 => {}
        1 => lines.push("One more spot counts here.".to_owned()),
        more => lines.push(format!("{more} more spots count here.")),
    }
    lines
}

/// Returns the spots of these flags, as they are typed or else as they are saved.
fn spots_of<'a>(flags: &[&Flag], typed: &[&'a SpotTree<Look>], world: &'a World) -> Vec<&'a SpotTree<Look>> {
    let judged = world.loaded.judged.as_ref();
    let mut spots: Vec<u32> = flags.iter().filter_map(|flag| flag.spot).collect();
    spots.sort_unstable();
    spots.dedup();
    let of_form = |number| typed.iter().copied().find(|tree| tree.spot.number == number);
    spots.iter().filter_map(|&number| of_form(number).or_else(|| judged?.facts.spot(number))).collect()
}

/// Returns whether a spot of these flags had no glass test today or yesterday. An older one may no longer hold.
fn lacks_test(flags: &[&Flag], typed: &[&SpotTree<Look>], world: &World) -> bool {
    let today = world.context().as_of().day();
    let is_fresh = |look: &Look| look.answers.glass_test.is_some() && (today - look.at.day()).num_days() <= 1;
    spots_of(flags, typed, world).iter().any(|tree| !tree.observations.iter().any(is_fresh))
}

fn tell(say: &mut impl FnMut(Role, &str), flag: &Flag) {
    let about = flag.spot.map_or_else(String::new, |n| format!("Spot {n}: "));
    say(Role::Title, &format!("{about}{}", flag.rule.title));
    say(Role::Text, &flag.reason);
    if let Some(source) = flag.rule.sources.first() {
        say(Role::Dim, &format!("{}, \"{}\"", source.document, source.section));
    }
}
