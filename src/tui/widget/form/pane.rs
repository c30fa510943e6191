//! The help beside the fields: the question in focus, what it was last time, and what saving would do.

use super::Form;
use crate::domain::{Notation, Readings, show_date, show_size};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::{FieldKind, Line};
use crate::tui::widget::text::{cut, put, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What is said where no flag would be open (docs/guidance.md, section 6).
const NO_RULE: &str = "No rule matches yet. That does not mean the spot is fine.";

impl Form {
    /// Returns whether the form has help: guides for its questions, or rules that read it.
    pub(super) fn is_explained(&self) -> bool {
        self.fields.iter().any(|field| !field.guide.is_empty())
    }

    /// Draws the help. A rule parts it from the fields, at its left or above it.
    pub(crate) fn draw_pane(&self, pane: Rect, is_beside: bool, theme: Theme, buffer: &mut Buffer) {
        let area = if is_beside {
            for y in 0..pane.height {
                put(buffer, Rect { x: pane.x - 1, ..pane }, 0, y, "│", theme.style(Role::Border));
            }
            Rect { x: pane.x + 1, width: pane.width.saturating_sub(2), ..pane }
        } else {
            let rule = format!("├{}┤", "─".repeat(usize::from(pane.width)));
            let frame = Rect { x: pane.x - 1, width: pane.width + 2, ..pane };
            put(buffer, frame, 0, 0, &rule, theme.style(Role::Border));
            Rect { x: pane.x + 1, y: pane.y + 1, width: pane.width.saturating_sub(2), height: pane.height - 1 }
        };
        let width = usize::from(area.width);
        let height = usize::from(area.height);
        let (mut about, outlook) = (self.about(width, is_beside), self.outlook(width, is_beside));
        // The flags stay visible: the help gives way.
        let room = height.saturating_sub(outlook.len().min(height / 2 + 1));
        about.truncate(room);
        if is_beside && !about.is_empty() && !outlook.is_empty() {
            about.push((Role::Text, String::new()));
        }
        for (y, (role, line)) in about.into_iter().chain(outlook).take(height).enumerate() {
            put(buffer, area, 0, y as u16, &line, theme.style(role));
        }
    }

    /// Returns the lines about the question in focus.
    fn about(&self, width: usize, is_beside: bool) -> Vec<(Role, String)> {
        let Some(field) = self.fields.get(self.list.cursor) else { return Vec::new() };
        let mut lines = Vec::new();
        let mut say = |role: Role, text: &str| lines.extend(wrap(text, width).into_iter().map(|line| (role, line)));
        match field.kind {
            FieldKind::Group { .. } => {
                say(Role::Title, field.label);
                say(Role::Text, "More questions. Each may stay not answered.");
            }
            FieldKind::Save if field.guide.is_empty() => {
                say(Role::Text, "Saves what is answered. The rest stays not answered.");
            }
            _ if is_beside => {
                say(Role::Title, field.label);
                say(Role::Text, field.guide);
            }
            _ => say(Role::Text, field.guide),
        }
        if let (Some(day), false) = (self.last_on, field.last.is_empty()) {
            let less_or_more = self.compared().map_or_else(String::new, |compared| format!(" {compared}"));
            say(Role::Text, &format!("On {}: {}.{less_or_more}", show_date(day), field.last));
        }
        lines
    }

    /// Compares the size that is typed with the last one.
    fn compared(&self) -> Option<String> {
        let field = self.fields.get(self.list.cursor)?;
        let FieldKind::Line(input, Line::Size) = &field.kind else { return None };
        let unit = Notation::current().unit;
        let (now, _) = Readings::parse(input.value(), unit).ok()?;
        let (last, _) = Readings::parse(&field.last, unit).ok()?;
        let change = now.median() - last.median();
        Some(match change {
            _ if change.abs() < 0.05 => "This is the same.".to_owned(),
            _ if change > 0.0 => format!("This is {} more.", show_size(change)),
            _ => format!("This is {} less.", show_size(-change)),
        })
    }

    /// Returns the lines about what saving would do.
    fn outlook(&self, width: usize, is_beside: bool) -> Vec<(Role, String)> {
        let Some(foreseen) = &self.foreseen else { return Vec::new() };
        if let Some(field) = self.fields.iter().find(|field| field.error.is_some()) {
            let said = format!("It cannot be saved yet: see \"{}\".", field.label);
            return wrap(&said, width).into_iter().map(|line| (Role::Error, line)).collect();
        }
        // An entry of the person concerns every spot, so only what it changes is said.
        let is_of_spot = foreseen.spot.is_some();
        let mut flags: Vec<_> = foreseen.flags.iter().filter(|foreseen| foreseen.is_new || is_of_spot).collect();
        if flags.is_empty() && !(is_of_spot && self.is_changed) {
            return Vec::new();
        }
        flags.sort_by_key(|foreseen| (!foreseen.is_new, std::cmp::Reverse(foreseen.flag.level)));
        let said = flags.iter().map(|foreseen| {
            let what = if foreseen.is_new { "new" } else { "stays open" };
            let flag = &foreseen.flag;
            (Role::of_level(flag.level), format!("{} {}: {what}", flag.level.mark(), flag.rule.title))
        });
        if !is_beside {
            let all: Vec<String> = said.map(|(_, text)| text).collect();
            let all = if all.is_empty() { NO_RULE.to_owned() } else { all.join(" · ") };
            let role = flags.first().map_or(Role::Dim, |foreseen| Role::of_level(foreseen.flag.level));
            return vec![(role, cut(&format!("If you save now: {all}"), width))];
        }
        let mut lines = vec![(Role::Title, "If you save now".to_owned())];
        for (role, text) in said {
            lines.extend(wrap(&text, width).into_iter().map(|line| (role, line)));
        }
        if flags.is_empty() {
            lines.extend(wrap(NO_RULE, width).into_iter().map(|line| (Role::Dim, line)));
        }
        lines.extend(
            wrap("Not answered stays not answered. It is never read as no.", width)
                .into_iter()
                .map(|line| (Role::Dim, line)),
        );
        lines
    }
}
