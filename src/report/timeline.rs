//! The timeline: one row for each spot, from first seen to gone or now. It shows which spots persist.

mod span;

pub use span::{Axis, Span};

use crate::domain::{AsOf, Facts, GlassTest, Look, Presence, SpotTree, Word, show_date};
use crate::guidance::{Assessment, Level, Windows, persists_from};
use chrono::NaiveDate;

/// The content of a cell, in ascending order of priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Nothing is known: before first seen, or after it was gone.
    Empty,
    /// Present, for fewer days than count as persisting.
    There,
    /// Present and persisting.
    Stays,
    /// Not looked at since, and not known to be gone.
    Unknown,
    /// The day from which the spot persists.
    Persists,
    /// A medicine was taken.
    Taken,
    /// A symptom was noticed.
    Symptom,
    /// A look without a glass test.
    Look,
    /// A look with a glass test that faded.
    Fades,
    /// A look with a glass test that did not fade, or was unclear.
    DoesNotFade,
    /// A review that counts.
    Review,
    /// A look that says gone, or the day on which the spot was closed.
    Gone,
    /// An entry dated after the as-of day.
    Later,
}

impl Cell {
    /// Returns the legend of every cell that spots can have, and of the others if there are any.
    pub fn legend(rows: &[Row]) -> Vec<(Cell, &'static str)> {
        let is_rare = |cell: Cell| matches!(cell, Cell::Taken | Cell::Symptom | Cell::Later);
        let used = Cell::legend_of_used(rows);
        Cell::LEGEND.into_iter().filter(|entry| !is_rare(entry.0) || used.contains(entry)).collect()
    }

    /// Returns the legend of the cells of these rows.
    pub fn legend_of_used(rows: &[Row]) -> Vec<(Cell, &'static str)> {
        Cell::LEGEND.into_iter().filter(|(cell, _)| rows.iter().any(|row| row.cells.contains(cell))).collect()
    }

    const LEGEND: [(Cell, &'static str); 12] = [
        (Cell::There, "there"),
        (Cell::Persists, "a few weeks"),
        (Cell::Stays, "has not gone away"),
        (Cell::Unknown, "not looked at"),
        (Cell::Look, "look"),
        (Cell::Fades, "fades under glass"),
        (Cell::DoesNotFade, "not fading under glass"),
        (Cell::Review, "review"),
        (Cell::Gone, "gone"),
        (Cell::Taken, "medicine"),
        (Cell::Symptom, "symptom"),
        (Cell::Later, "dated later"),
    ];

    /// Returns the character for the cell.
    pub fn glyph(self) -> char {
        match self {
            Cell::Empty => ' ',
            Cell::There => '─',
            Cell::Stays => '━',
            Cell::Unknown => '╌',
            Cell::Persists => '┃',
            Cell::Taken => '▬',
            Cell::Symptom => '*',
            Cell::Look => '●',
            Cell::Fades => 'f',
            Cell::DoesNotFade => 'd',
            Cell::Review => 'R',
            Cell::Gone => '×',
            Cell::Later => '»',
        }
    }
}

/// One row: its title, and a cell for each column.
pub struct Row {
    /// The spot's title, or the name of a medicine or a symptom.
    pub title: String,
    /// `None` for the rows above the spots.
    pub spot: Option<u32>,
    /// The level of the spot; none for the rows above the spots.
    pub level: Level,
    /// When it was, for the rows above the spots.
    pub dates: String,
    /// As many as the span has columns, oldest first.
    pub cells: Vec<Cell>,
}

/// Returns the rows of a person: medicines and symptoms first, then the spots by urgency.
pub fn timeline(facts: &Facts, assessment: &Assessment, windows: &Windows, span: Span) -> Vec<Row> {
    let as_of = assessment.as_of;
    let mut rows = Vec::new();
    for m in facts.medicines.iter().filter(|m| !as_of.excludes_day(m.started_on)) {
        let title = m.name.as_ref().map_or_else(|| "a medicine".into(), |name| name.on_one_line());
        let until = m.stopped_on.filter(|day| !as_of.excludes_day(*day)).unwrap_or(as_of.day());
        let mut cells = vec![Cell::Empty; span.columns];
        fill(&mut cells, span, m.started_on, until, Cell::Taken);
        let stopped = m.stopped_on.filter(|day| !as_of.excludes_day(*day));
        let stopped = stopped.map_or_else(String::new, |day| format!(", stopped {}", show_date(day)));
        let dates = format!("medicine, started {}{stopped}", show_date(m.started_on));
        rows.push(Row { title, spot: None, level: Level::None, dates, cells });
    }
    let mut symptoms: Vec<_> = facts.symptoms.iter().filter(|s| s.present && !as_of.excludes(s.at)).collect();
    symptoms.sort_by_key(|s| (s.symptom, s.at));
    for same in symptoms.chunk_by(|a, b| a.symptom == b.symptom) {
        let mut cells = vec![Cell::Empty; span.columns];
        same.iter().for_each(|s| set(&mut cells, span, s.at.day(), Cell::Symptom));
        let mut days: Vec<String> = same.iter().map(|s| show_date(s.at.day())).collect();
        days.dedup();
        let dates = format!("symptom, noticed {}", days.join(", "));
        rows.push(Row { title: same[0].symptom.label(), spot: None, level: Level::None, dates, cells });
    }
    let mut spots: Vec<_> = assessment.spots.iter().collect();
    spots.sort_unstable_by_key(|s| (std::cmp::Reverse(s.level), s.gone, s.number));
    for s in spots {
        let Some(tree) = facts.spot(s.number).filter(|tree| !tree.spot.is_mistake(as_of)) else { continue };
        let cells = spot_cells(tree, facts.person.born, as_of, windows, span);
        rows.push(Row { title: tree.spot.title(), spot: Some(s.number), level: s.level, dates: String::new(), cells });
    }
    for tree in assessment.ahead.only.iter().filter_map(|&number| facts.spot(number)) {
        let cells = vec![Cell::Empty; span.columns];
        rows.push(Row {
            title: tree.spot.title(),
            spot: Some(tree.spot.number),
            level: Level::None,
            dates: String::new(),
            cells,
        });
    }
    for row in rows.iter_mut().filter(|row| row.spot.is_some_and(|number| assessment.ahead.has(number))) {
        // They are to the right of the last day.
        if let Some(last) = row.cells.last_mut().filter(|_| span.to >= as_of.day()) {
            *last = Cell::Later;
        }
    }
    rows
}

fn spot_cells(tree: &SpotTree<Look>, born: Option<NaiveDate>, as_of: AsOf, windows: &Windows, span: Span) -> Vec<Cell> {
    let mut cells = vec![Cell::Empty; span.columns];
    let looks: Vec<&Look> = tree.observations.iter().filter(|o| !as_of.excludes(o.at)).collect();
    let seen = tree.spot.first_seen_if_born(born).map(|seen| seen.earliest());
    // Without a birth date, a spot that was there since birth is drawn from the left edge.
    let seen = seen.or(tree.spot.since_birth.is_yes().then_some(span.from));
    let Some(from) = seen.or(looks.first().map(|look| look.at.day())) else { return cells };
    let closed = tree.spot.closed.filter(|closed| !as_of.excludes_day(closed.on)).map(|closed| closed.on);
    let stays_from = persists_from(&tree.spot, from, windows);
    let mut there = Some(from);
    for pair in looks.iter().enumerate() {
        let (index, look) = pair;
        let day = look.at.day();
        let gone = look.answers.presence == Presence::Gone;
        let next = looks.get(index + 1).map(|next| next.at.day());
        if gone {
            if let Some(start) = there.take() {
                run(&mut cells, span, start, day, stays_from);
            }
        } else if there.is_none() {
            there = Some(day);
        }
        if next.is_none()
            && let Some(start) = there
        {
            run(&mut cells, span, start, day, stays_from);
            fill(&mut cells, span, day, closed.unwrap_or(as_of.day()), Cell::Unknown);
        }
    }
    if looks.is_empty() {
        fill(&mut cells, span, from, closed.unwrap_or(as_of.day()), Cell::Unknown);
    }
    for look in &looks {
        let mark = match (look.answers.presence, look.answers.glass_test) {
            (Presence::Gone, _) => Cell::Gone,
            (_, Some(GlassTest::Fades)) => Cell::Fades,
            (_, Some(GlassTest::DoesNotFade | GlassTest::Unclear)) => Cell::DoesNotFade,
            (_, None) => Cell::Look,
        };
        set(&mut cells, span, look.at.day(), mark);
    }
    let reviews = tree.reviews.iter().filter(|r| r.by.counts() && !as_of.excludes_day(r.on));
    reviews.for_each(|r| set(&mut cells, span, r.on, Cell::Review));
    if let Some(closed) = closed {
        set(&mut cells, span, closed, Cell::Gone);
    }
    cells
}

/// Marks the days from `from` to `to` as present, and from `stays_from` on as persisting.
fn run(cells: &mut [Cell], span: Span, from: NaiveDate, to: NaiveDate, stays_from: Option<NaiveDate>) {
    fill(cells, span, from, to, Cell::There);
    if let Some(stays) = stays_from.filter(|&stays| stays <= to) {
        fill(cells, span, stays.max(from), to, Cell::Stays);
        set(cells, span, stays, Cell::Persists);
    }
}

fn fill(cells: &mut [Cell], span: Span, from: NaiveDate, to: NaiveDate, cell: Cell) {
    let (from, to) = (from.max(span.from), to.min(span.to));
    if let (Some(first), Some(last)) = (span.column(from), span.column(to))
        && from <= to
    {
        cells[first..=last].iter_mut().for_each(|c| *c = (*c).max(cell));
    }
}

fn set(cells: &mut [Cell], span: Span, day: NaiveDate, cell: Cell) {
    if let Some(at) = span.column(day) {
        cells[at] = cells[at].max(cell);
    }
}

/// Renders the timeline as lines of text, with dates and legend.
pub fn timeline_text(facts: &Facts, assessment: &Assessment, windows: &Windows, width: usize) -> String {
    use unicode_width::UnicodeWidthStr;
    const TITLE: usize = 28;
    let span = Span::all(facts, assessment.as_of, width.saturating_sub(TITLE + 1).max(20));
    let mut text = String::new();
    let rows = timeline(facts, assessment, windows, span);
    for row in &rows {
        let number = row.spot.map_or_else(String::new, |n| n.to_string());
        let mut title: String = row.title.chars().take(TITLE - 8).collect();
        while title.width() > TITLE - 8 {
            title.pop();
        }
        let pad = " ".repeat(TITLE - 8 - title.width());
        let cells: String = row.cells.iter().map(|cell| cell.glyph()).collect();
        let line = format!("{:<3} {number:>3} {title}{pad} {cells}", row.level.mark());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let today = if assessment.as_of.is_live() { "today".to_owned() } else { show_date(assessment.as_of.day()) };
    let axis = span.axis(assessment.as_of.day(), &today).line(span.columns);
    text.push_str(format!("{}{axis}", " ".repeat(TITLE + 1)).trim_end());
    text.push_str(&format!("\n{} to {}", show_date(span.from), show_date(span.to)));
    let mut left = 0;
    for (cell, what) in Cell::legend_of_used(&rows) {
        let entry = format!("{} {what}", cell.glyph());
        let needs = entry.width() + 2;
        text.push_str(if needs > left { "\n" } else { "  " });
        left = if needs > left { width } else { left }.saturating_sub(needs);
        text.push_str(&entry);
    }
    text.push('\n');
    text
}
