//! The panel of the body map: what is known of the selected spot, and the list of the spots on the drawings.

use crate::domain::{View, Word};
use crate::report::body::positions_of;
use crate::tui::screen::said::summary_lines;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::ListState;
use crate::tui::widget::text::{cut, fit, put, wrap};
use crate::tui::world::{Loaded, World};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The lines that are kept for the selected spot where the list is long.
const LEAST_DETAIL: u16 = 9;
/// The lines for the selected spot at most.
const MOST_DETAIL: u16 = 16;
/// The height of a panel that has room for a list.
const LEAST_WITH_LIST: u16 = 6;

/// The height of a panel that has room for where other spots are.
const LEAST_WITH_ELSEWHERE: u16 = 11;

/// The panel, laid out for its area and the journal.
#[derive(Default)]
pub(super) struct Panel {
    detail: Rect,
    list: Rect,
    /// The spots on the drawings, most urgent first.
    numbers: Vec<u32>,
    /// Where the other spots are, in the last lines.
    elsewhere: Vec<String>,
}

impl Panel {
    /// Divides `area`. `drawn` are the numbers on the drawings.
    pub(super) fn new(area: Option<Rect>, drawn: Vec<u32>, loaded: &Loaded) -> Panel {
        let area = area.unwrap_or_default();
        let area = Rect { width: area.width.saturating_sub(1), ..area };
        let rows = loaded.rows.iter().map(|row| row.number);
        let numbers: Vec<u32> = rows.filter(|number| drawn.contains(number)).collect();
        if area.height < LEAST_WITH_LIST {
            return Panel { detail: area, numbers, ..Panel::default() };
        }
        let elsewhere = wrap(&elsewhere(&drawn, loaded), usize::from(area.width));
        let has_room = |line: &String| !line.is_empty() && area.height >= LEAST_WITH_ELSEWHERE;
        let elsewhere: Vec<String> = elsewhere.into_iter().filter(has_room).collect();
        let below = elsewhere.len() as u16;
        let most = area.height.saturating_sub(below + LEAST_DETAIL.min(area.height / 2) + 1);
        let height = (numbers.len() as u16).min(most);
        // The list stays where it is when the detail changes.
        let y = area.bottom().saturating_sub(height + below).min(area.y + MOST_DETAIL + 1);
        let list = Rect { y, height, ..area };
        let detail = Rect { height: list.y.saturating_sub(area.y + 1), ..area };
        Panel { detail, list, numbers, elsewhere }
    }

    /// Returns the first visible index of the list.
    fn first(&self, selected: Option<u32>) -> usize {
        let at = selected.and_then(|number| self.numbers.iter().position(|n| *n == number)).unwrap_or(0);
        let mut list = ListState { cursor: at, offset: 0 };
        list.follow(self.numbers.len(), usize::from(self.list.height));
        list.offset
    }

    /// Returns the number of the row at a cell of the screen.
    pub(super) fn number_at(&self, column: u16, row: u16, selected: Option<u32>) -> Option<u32> {
        let is_inside = self.list.contains((column, row).into());
        let line = is_inside.then(|| usize::from(row - self.list.y))?;
        self.numbers.get(self.first(selected) + line).copied()
    }

    /// Draws the selected spot, or `here`, the place at the cursor, above the list.
    pub(super) fn draw(&self, world: &World, selected: Option<u32>, here: &str, theme: Theme, buffer: &mut Buffer) {
        let width = usize::from(self.detail.width);
        let judged = world.loaded.judged.as_ref();
        let lines = match selected.zip(judged) {
            Some((number, judged)) => summary_lines(judged, number, world.start.emergency_number.as_deref(), width),
            None => {
                let none = if self.numbers.is_empty() { "No spot on this drawing." } else { "" };
                let said = wrap(none, width).into_iter().map(|line| (Role::Text, line));
                [(Role::Title, here.to_owned())].into_iter().chain(said).collect()
            }
        };
        let height = usize::from(self.detail.height);
        for (y, (role, line)) in lines.iter().take(height).enumerate() {
            let is_cut = y + 1 == height && lines.len() > height;
            let line = if is_cut { cut(&format!("{line} …"), width) } else { line.clone() };
            put(buffer, self.detail, 0, y as u16, &line, theme.style(*role));
        }
        let first = self.first(selected);
        let width = usize::from(self.list.width);
        let (shown, all) = (usize::from(self.list.height), self.numbers.len());
        if shown > 0 && all > shown {
            let above = Rect { y: self.list.y.saturating_sub(1), height: 1, ..self.list };
            let text = format!("{} to {} of {all} spots", first + 1, (first + shown).min(all));
            put(buffer, above, 0, 0, &text, theme.style(Role::Dim));
        }
        for (y, number) in self.numbers.iter().skip(first).take(usize::from(self.list.height)).enumerate() {
            let Some(row) = world.loaded.rows.iter().find(|row| row.number == *number) else { continue };
            let facts = if width < 30 { String::new() } else { cut(row.facts.trim(), 15) };
            let title = fit(&row.title, width.saturating_sub(8 + facts.chars().count()));
            let line = format!("{:<3}{number:>3} {title} {facts}", row.level.mark());
            let role = if selected == Some(*number) { Role::Selected } else { Role::Text };
            put(buffer, self.list, 0, y as u16, &line, theme.style(role));
        }
        for (y, line) in self.elsewhere.iter().enumerate() {
            put(
                buffer,
                Rect { y: self.list.bottom() + y as u16, height: 1, ..self.list },
                0,
                0,
                line,
                theme.style(Role::Dim),
            );
        }
    }
}

/// Returns where the spots are that are not on the shown drawings.
fn elsewhere(drawn: &[u32], loaded: &Loaded) -> String {
    let Some(judged) = &loaded.judged else { return String::new() };
    let (mut on, mut nowhere) = (vec![Vec::new(); View::ALL.len()], Vec::new());
    for row in loaded.rows.iter().filter(|row| !row.is_mistake && !drawn.contains(&row.number)) {
        let Some(tree) = judged.facts.spot(row.number) else { continue };
        match positions_of(&tree.spot).first() {
            Some(at) => on[at.view as usize].push(row.number.to_string()),
            None => nowhere.push(row.number.to_string()),
        }
    }
    let views = View::ALL.iter().zip(&on).filter(|(_, numbers)| !numbers.is_empty());
    let views = views.map(|(view, numbers)| format!("{}: {}", view.label(), numbers.join(", ")));
    let nowhere = (!nowhere.is_empty()).then(|| format!("another place, on no drawing: {}", nowhere.join(", ")));
    let parts: Vec<String> = views.chain(nowhere).collect();
    if parts.is_empty() { String::new() } else { format!("Also {}", parts.join(" · ")) }
}
