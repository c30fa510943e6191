//! The side of the home screen: what is known of the selected spot, its chart, the reasons and the latest looks.

use crate::domain::{AsOf, Look, SpotTree};
use crate::guidance::Level;
use crate::ops::Judged;
use crate::report::say_look;
use crate::tui::keymap::Context;
use crate::tui::rows::Row;
use crate::tui::screen::said::{ONLY_AHEAD, chart_of, described, seen_parts, to_do, why_lines};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::text::{cut, put, wrap, wrap_parts};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

/// The greatest width of the chart. A wider one would say no more.
const CHART: u16 = 90;

/// Draws the side of the selected row; an empty frame if there is none.
pub(super) fn draw(row: Option<&Row>, judged: &Judged, world: &World, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let block = Block::bordered().border_style(theme.style(Role::Border));
    let inner = block.inner(area);
    block.render(area, buffer);
    let assessment = &judged.assessment;
    let Some(row) = row else { return };
    let Some(tree) = judged.facts.spot(row.number) else { return };
    let title = format!(" {}  {} ", row.number, row.title);
    put(buffer, area, 1, 0, &cut(&title, usize::from(area.width.saturating_sub(2))), theme.style(Role::Title));
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let width = usize::from(inner.width);
    let Some(spot) = row.spot.map(|index| &assessment.spots[index]) else {
        for (y, line) in wrap(ONLY_AHEAD, width).iter().enumerate() {
            put(buffer, inner, 0, y as u16, line, theme.style(Role::Text));
        }
        return;
    };
    let mut y = 0;
    let (role, what) = to_do(assessment, spot, world.start.emergency_number.as_deref());
    for line in wrap(&what, width) {
        put(buffer, inner, 0, y, &line, theme.style(role));
        y += 1;
    }
    let seen = wrap_parts(&seen_parts(tree, spot, assessment.as_of), width);
    for line in seen.into_iter().chain(wrap(&described(tree), width)) {
        put(buffer, inner, 0, y, &line, theme.style(Role::Text));
        y += 1;
    }
    let chart = chart_of(judged, spot);
    // What is urgent needs the room for its reasons.
    let least = if spot.level >= Level::SameDay { 26 } else { 16 };
    if let Some(chart) = chart.filter(|c| !c.is_empty() && inner.height >= least) {
        let height = (inner.height / 3).clamp(6, 10);
        y += 1;
        let area = Rect { y: inner.y + y, width: inner.width.min(CHART), height, ..inner };
        chart.draw(area, theme, buffer);
        y += height;
        put(buffer, inner, 0, y, &chart.caption(usize::from(inner.width)), theme.style(Role::Text));
        y += 1;
    }
    y += 1;
    let lines = why_lines(assessment, spot, width);
    let room = usize::from(inner.height.saturating_sub(y));
    for (i, (role, line)) in lines.iter().take(room).enumerate() {
        let cut_off = i + 1 == room && lines.len() > room;
        let rest = || world.with_keys(Context::Spots, "… {open} shows the rest");
        let (role, line) = if cut_off { (Role::Dim, &rest()) } else { (*role, line) };
        put(buffer, inner, 0, y, line, theme.style(role));
        y += 1;
    }
    draw_looks(
        tree,
        assessment.as_of,
        Rect { y: inner.y + y, height: inner.height.saturating_sub(y), ..inner },
        theme,
        buffer,
    );
}

/// Lists the latest looks where there is room below everything else.
fn draw_looks(tree: &SpotTree<Look>, as_of: AsOf, area: Rect, theme: Theme, buffer: &mut Buffer) {
    if area.height < 4 {
        return;
    }
    put(buffer, area, 0, 1, "Looks", theme.style(Role::Title));
    let looks = tree.observations.iter().rev().filter(|look| !as_of.excludes(look.at));
    for (y, look) in (2..area.height).zip(looks) {
        put(buffer, area, 0, y, &cut(&say_look(look), usize::from(area.width)), theme.style(Role::Text));
    }
}
