//! The growth chart: readings with their error, the baseline, and the limit. A reading above the limit is more than the
//! measurement error explains.

use crate::domain::{LengthUnit, Look, Method, Notation, Presence, median, show_day, show_size};
use crate::guidance::{Growth, Series, assumed_error};
use crate::report::timeline::Span;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::text::{cut, put};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// The columns of the axis at the left.
const AXIS: u16 = 5;
/// The least width with labels at the right.
const WIDE: u16 = 40;

/// The data of a chart, computed once from the facts.
pub(crate) struct ChartData {
    readings: Vec<Reading>,
    reviews: Vec<NaiveDate>,
    baseline: Option<f64>,
    limit: Option<f64>,
    /// The widths across, where measured. No rule reads them.
    widths: Vec<(NaiveDate, f64)>,
    /// The trend line of steady growth that counts: two days with the height of the line at each.
    trend: Option<[(NaiveDate, f64); 2]>,
}

struct Reading {
    day: NaiveDate,
    mm: f64,
    error: f64,
    by_eye: bool,
}

impl ChartData {
    /// Creates chart data from the observations of a spot, in order of time.
    pub(crate) fn new<'a>(looks: impl Iterator<Item = &'a Look>, growth: &Growth, reviews: Vec<NaiveDate>) -> Self {
        let present: Vec<&Look> = looks.filter(|look| look.answers.presence != Presence::Gone).collect();
        let width = |look: &&Look| Some((look.at.day(), look.answers.measurement?.width()?.median()));
        let widths = present.iter().filter_map(width).collect();
        let readings = present.iter().filter_map(|look| {
            let (method, readings) = look.answers.diameter()?;
            let mm = readings.median();
            Some(Reading { day: look.at.day(), mm, error: assumed_error(mm), by_eye: method == Method::Eye })
        });
        let last = growth.series[growth.since_review.min(growth.series.len())..].last();
        ChartData {
            readings: readings.collect(),
            reviews,
            baseline: last.and_then(|s| s.last_jump).map(|j| j.baseline),
            limit: last.and_then(|s| s.last_jump).map(|j| j.baseline + j.limit),
            widths,
            trend: last.and_then(trend_line),
        }
    }

    /// Returns whether there are no readings.
    pub(crate) fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// Returns the legend of the marks in use, in one line of that many columns. What has no room is named at the lines.
    pub(crate) fn caption(&self, width: usize) -> String {
        let Some(last) = self.readings.last().filter(|_| self.limit.is_some() || self.readings.len() > 1) else {
            return cut("not enough readings to compare", width);
        };
        let in_use = |is_used: bool, text: &str| is_used.then(|| text.to_owned());
        let parts = [
            in_use(self.readings.iter().any(|reading| !reading.by_eye), "● size"),
            in_use(self.readings.iter().any(|reading| reading.by_eye), "○ by eye"),
            Some(format!("│ error ±{}", show_size(last.error))),
            in_use(self.drawn_reviews().next().is_some(), "R review"),
            in_use(self.trend.is_some(), "∙ trend"),
            in_use(!self.widths.is_empty(), "▫ width"),
            self.limit.map(|limit| match Notation::current().unit {
                LengthUnit::Millimetres => format!("╌ limit {limit:.2}"),
                LengthUnit::Inches => format!("╌ limit {}", show_size(limit)),
            }),
            in_use(self.baseline.is_some(), "┄ first"),
        ];
        let mut parts: Vec<String> = parts.into_iter().flatten().collect();
        loop {
            let texts = ["  ", " "].map(|gap| parts.join(gap));
            match texts.into_iter().find(|text| text.width() <= width || parts.len() == 1) {
                Some(text) => return cut(&text, width),
                None => drop(parts.pop()),
            }
        }
    }

    /// Returns the reviews between the first and the last reading.
    fn drawn_reviews(&self) -> impl Iterator<Item = NaiveDate> {
        let days = self.readings.first().zip(self.readings.last()).map(|(first, last)| first.day..=last.day);
        self.reviews.iter().copied().filter(move |day| days.as_ref().is_some_and(|days| days.contains(day)))
    }

    /// Returns the labels at the right of a wide chart: the last size, the limit and the baseline, each at its height.
    fn values(&self, width: u16) -> Vec<(f64, String, Role)> {
        let (Some(last), true) = (self.readings.last(), width >= WIDE) else { return Vec::new() };
        let last = (last.mm, brief(last.mm), Role::Title);
        let limit = self.limit.map(|mm| (mm, "limit".to_owned(), Role::Limit));
        let first = self.baseline.map(|mm| (mm, format!("first {}", brief(mm)), Role::Text));
        [Some(last), limit, first].into_iter().flatten().collect()
    }

    /// Draws into `area`: an axis at the left, dates below, and the readings in between. Needs 16 columns and 5 rows.
    pub(crate) fn draw(&self, area: Rect, theme: Theme, buffer: &mut Buffer) {
        let (Some(first), Some(last)) = (self.readings.first(), self.readings.last()) else { return };
        if area.width < 16 || area.height < 5 {
            return;
        }
        let values = self.values(area.width);
        let margin = values.iter().map(|(_, label, _)| label.width() as u16 + 1).max().unwrap_or(0);
        let plot = Rect { x: area.x + AXIS, y: area.y, width: area.width - AXIS - 1 - margin, height: area.height - 1 };
        let lines = self.baseline.into_iter().chain(self.limit).chain(self.widths.iter().map(|(_, mm)| *mm));
        let lines: Vec<f64> = lines.collect();
        let high =
            self.readings.iter().map(|r| r.mm + r.error).chain(lines.iter().copied()).fold(f64::MIN, f64::max).ceil();
        let thin = self.widths.iter().map(|(_, mm)| *mm);
        let low = self.readings.iter().map(|r| (r.mm - r.error).max(0.0)).chain(thin).fold(f64::MAX, f64::min).floor();
        let span_mm = (high - low).max(1.0);
        let span_days = ((last.day - first.day).num_days() as f64).max(1.0);
        let column = |day: NaiveDate| {
            let part = (day - first.day).num_days() as f64 / span_days;
            (part * f64::from(plot.width.saturating_sub(1))).round() as u16
        };
        let row = |mm: f64| {
            let part = ((high - mm) / span_mm).clamp(0.0, 1.0);
            (part * f64::from(plot.height.saturating_sub(1))).round() as u16
        };
        self.draw_axis(area, plot, (low, high), row, theme, buffer);
        for (value, glyph, role) in [(self.baseline, "┄", Role::Baseline), (self.limit, "╌", Role::Limit)] {
            if let Some(value) = value {
                for x in 0..plot.width {
                    put(buffer, plot, x, row(value), glyph, theme.style(role));
                }
            }
        }
        for review in self.drawn_reviews() {
            for y in 0..plot.height {
                put(buffer, plot, column(review), y, "┊", theme.style(Role::Dim));
            }
            put(buffer, plot, column(review), 0, "R", theme.style(Role::Text));
        }
        for reading in &self.readings {
            let (top, bottom) = (row(reading.mm + reading.error), row((reading.mm - reading.error).max(0.0)));
            for y in top..=bottom {
                put(buffer, plot, column(reading.day), y, "│", theme.style(Role::Band));
            }
        }
        if let Some([(from, low), (to, high)]) = self.trend {
            let (left, right) = (column(from), column(to));
            for x in left..=right {
                let part = f64::from(x - left) / f64::from((right - left).max(1));
                put(buffer, plot, x, row(low + (high - low) * part), "∙", theme.style(Role::FollowUp));
            }
        }
        for (day, mm) in &self.widths {
            put(buffer, plot, column(*day), row(*mm), "▫", theme.style(Role::Reading));
        }
        for reading in &self.readings {
            let glyph = if reading.by_eye { "○" } else { "●" };
            put(buffer, plot, column(reading.day), row(reading.mm), glyph, theme.style(Role::Reading));
        }
        // A label gives way to one that came before it.
        let mut taken = Vec::new();
        for (mm, label, role) in &values {
            let y = row(*mm);
            if !taken.contains(&y) {
                put(buffer, area, AXIS + plot.width + 1, y, label, theme.style(*role));
                taken.push(y);
            }
        }
        self.draw_days((first.day, last.day), Rect { y: plot.bottom(), height: 1, ..plot }, theme, buffer);
    }

    /// Names the months below the plot, or the first and the last day where few months have room.
    fn draw_days(&self, (from, to): (NaiveDate, NaiveDate), area: Rect, theme: Theme, buffer: &mut Buffer) {
        let axis = Span { from, to, columns: usize::from(area.width) }.axis(to, "");
        let named: Vec<&(usize, String)> = axis.ticks.iter().filter(|(_, label)| !label.is_empty()).collect();
        if named.len() > 1 {
            for (x, label) in named {
                put(buffer, area, *x as u16, 0, label, theme.style(Role::Text));
            }
            return;
        }
        put(buffer, area, 0, 0, &show_day(from), theme.style(Role::Text));
        let last = show_day(to);
        if from < to {
            put(buffer, area, area.width.saturating_sub(last.width() as u16), 0, &last, theme.style(Role::Text));
        }
    }

    fn draw_axis(
        &self,
        area: Rect,
        plot: Rect,
        (low, high): (f64, f64),
        row: impl Fn(f64) -> u16,
        theme: Theme,
        buffer: &mut Buffer,
    ) {
        for y in 0..plot.height {
            put(buffer, area, 3, y, "│", theme.style(Role::Border));
        }
        let marks = (high - low).round() as i64;
        // Labels are whole millimetres, at most one per row.
        let step = (marks / i64::from(plot.height).max(1) + 1).max(1);
        let mut taken = None;
        for mm in (low as i64..=high as i64).step_by(step as usize) {
            let y = row(mm as f64);
            if taken != Some(y) {
                put(buffer, area, 0, y, &axis_label(mm), theme.style(Role::Text));
                taken = Some(y);
            }
        }
    }
}

/// Returns a size as briefly as the caption and the labels of lines have it.
fn brief(mm: f64) -> String {
    match Notation::current().unit {
        LengthUnit::Millimetres => format!("{mm:.1}"),
        LengthUnit::Inches => show_size(mm),
    }
}

/// Returns the label of a whole millimetre on the axis: four columns.
fn axis_label(mm: i64) -> String {
    match Notation::current().unit {
        LengthUnit::Millimetres => format!("{mm:>2} ┤"),
        LengthUnit::Inches => {
            let inches = format!("{:.2}", mm as f64 / LengthUnit::Inches.millimetres());
            let short: String = inches.strip_prefix('0').unwrap_or(&inches).chars().take(3).collect();
            format!("{short:>3}┤")
        }
    }
}

/// Returns the trend line of growth that counts (Theil-Sen). It passes through the median of the residuals.
fn trend_line(series: &Series) -> Option<[(NaiveDate, f64); 2]> {
    let trend = series.growing?.1.trend;
    let (first, last) = (series.points.first()?, series.points.last()?);
    let days = |day: NaiveDate| (day - first.day).num_days() as f64;
    let mut left: Vec<f64> = series.points.iter().map(|p| p.value - trend.slope * days(p.day)).collect();
    let start = median(&mut left)?;
    Some([(first.day, start), (last.day, start + trend.slope * days(last.day))])
}
