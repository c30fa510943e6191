//! Page 1: everything in two columns, in the largest letters that leave room for all, never below the least size. Where
//! even that is too much, whole parts go to page 2 in a fixed order.

use super::flow::{GUTTER, beside, set};
use super::font::{Fonts, Weight};
use super::page::{Area, Draw, ElementKind, LEAST, Placed};
use super::set::{Bit, Setter, stacked};
use crate::report::document::{Block, Part, Sheet};
use crate::report::picture::Picture;
use crate::report::run::{Run, Runs, join, say, stress};
use crate::report::{NOT_EXAMINED, Section};

/// The sizes to try, in points, the largest first.
const SIZES: [f64; 4] = [9.4, 9.1, 8.8, LEAST];
/// What goes to page 2 last when page 1 is full, in this order. Other parts that may go do so before.
const LAST_TO_GO: [Section; 4] = [Section::NotAnswered, Section::Changes, Section::Questions, Section::Figures];
/// The height of a row of the clinician's box: what a crowded page gives, the least otherwise, and the most.
const ROW: [f64; 3] = [4.4, 5.0, 9.0];

/// How page 1 is set.
#[derive(Clone, Copy)]
struct Plan {
    size: f64,
    /// Whether each fact of a card starts a new line; otherwise they form one paragraph.
    is_roomy: bool,
    /// How many parts go to page 2, the first of [`that_may_go`].
    moved: usize,
    /// How many cards stay.
    cards: usize,
}

/// Sets page 1. Returns what goes to page 2 as well.
pub(super) fn page<'f>(
    sheet: &Sheet,
    fonts: &'f Fonts,
    area: Area,
    leaves: usize,
) -> (Setter<'f>, Vec<Placed>, Vec<Part>) {
    let all = cards(sheet).len();
    let whole = Plan { size: LEAST, is_roomy: true, moved: 0, cards: all };
    let movable = that_may_go(sheet).len();
    let moving = (0..=movable).flat_map(|moved| {
        let roomy = SIZES.iter().map(move |&size| Plan { size, moved, ..whole });
        roomy.chain([Plan { is_roomy: false, moved, ..whole }])
    });
    let fewer = (0..all).rev().map(|cards| Plan { is_roomy: false, moved: movable, cards, ..whole });
    let mut last = None;
    for plan in moving.chain(fewer) {
        let (setter, draws, over) = try_page(sheet, fonts, area, leaves, plan);
        let fits = over <= 0.0;
        last = Some((setter, draws, left_over(sheet, plan)));
        if fits {
            break;
        }
    }
    // There is always a plan, since there are sizes.
    last.unwrap_or_else(|| (Setter::new(fonts, LEAST, leaves), Vec::new(), Vec::new()))
}

fn cards(sheet: &Sheet) -> Vec<&Block> {
    let blocks = sheet.front.iter().flat_map(|part| &part.blocks);
    blocks.filter(|block| is_card(block)).collect()
}

fn is_card(block: &Block) -> bool {
    matches!(block, Block::Card(_))
}

/// Returns the parts that page 2 may take, the first to go first. Verdict, background, cards, the clinician's box and the
/// foot stay.
fn that_may_go(sheet: &Sheet) -> Vec<&Part> {
    let stays = |part: &Part| {
        part.heading.is_empty()
            || matches!(part.section, Some(Section::Background | Section::Answer))
            || part.blocks.iter().any(is_card)
    };
    let place = |part: &Part| LAST_TO_GO.iter().position(|section| part.section == Some(*section));
    let at = |wanted| sheet.front.iter().filter(move |part| !stays(part) && place(part) == wanted);
    std::iter::once(None).chain((0..LAST_TO_GO.len()).map(Some)).flat_map(at).collect()
}

/// Returns the parts that stay on page 1 and those that go to page 2, both in reading order.
fn divided(sheet: &Sheet, plan: Plan) -> (Vec<&Part>, Vec<&Part>) {
    let going = that_may_go(sheet);
    let goes = |part: &&Part| going.iter().take(plan.moved).any(|going| std::ptr::eq(*going, *part));
    sheet.front.iter().partition(|part| !goes(part))
}

/// Returns the parts that a plan leaves to page 2.
fn left_over(sheet: &Sheet, plan: Plan) -> Vec<Part> {
    let cards: Vec<Block> = cards(sheet).into_iter().skip(plan.cards).cloned().collect();
    let cards =
        (!cards.is_empty()).then(|| Part { section: None, heading: "Further spots to look at".into(), blocks: cards });
    cards.into_iter().chain(divided(sheet, plan).1.into_iter().cloned()).collect()
}

/// Sets page 1 by a plan. Returns by how much it is too high.
fn try_page<'f>(
    sheet: &Sheet,
    fonts: &'f Fonts,
    area: Area,
    leaves: usize,
    plan: Plan,
) -> (Setter<'f>, Vec<Placed>, f64) {
    let mut setter = Setter::new(fonts, plan.size, leaves);
    setter.is_roomy = plan.is_roomy;
    let mut page = PageOne { draws: Vec::new(), area, y: area.top };
    head(&mut setter, &mut page, sheet);
    let half = (area.width() - GUTTER) / 2.0;
    let mut cells: Vec<Bit> = Vec::new();
    let mut foot: Vec<&Part> = Vec::new();
    for (placed, part) in divided(sheet, plan).0.into_iter().enumerate() {
        match (part.section, &part.blocks[0]) {
            (_, Block::Card(_)) => {
                let stay = part.blocks.iter().take(plan.cards);
                cells.extend(stay.flat_map(|block| set(&mut setter, block, half)).collect::<Vec<_>>());
            }
            (Some(Section::Background), Block::Pairs(pairs)) => background(&mut setter, &mut page, pairs),
            (None, _) if placed == 0 => verdict(&mut setter, &mut page, part),
            (section, _) if section == Some(Section::Answer) || part.heading.is_empty() => foot.push(part),
            (Some(Section::Figures), Block::Figure(map)) => cells.push(map_cell(&mut setter, part, map, half)),
            _ => {
                let mut bits = setter.heading(&part.heading, half);
                bits.extend(part.blocks.iter().flat_map(|block| set(&mut setter, block, half)));
                cells.push(stacked(bits));
            }
        }
    }
    columns(&mut page, cells, half + GUTTER, if plan.is_roomy { 1.0 } else { 0.4 });
    // The rows to write in take what is left.
    let rows = foot.iter().flat_map(|part| &part.blocks).map(|block| match block {
        Block::Ticks { rows, .. } => rows.len(),
        _ => 0,
    });
    let rows: usize = rows.sum();
    let about: Vec<Bit> = foot
        .iter()
        .filter(|part| part.section != Some(Section::Answer))
        .flat_map(|part| part.blocks.iter())
        .flat_map(|block| small(&mut setter, block, area.width()))
        .collect();
    let about_height: f64 = about.iter().map(|bit| bit.height).sum::<f64>() + 1.0;
    let head = if rows > 0 { setter.leading(setter.size) + 3.0 } else { 0.0 };
    let room = area.bottom - page.y - about_height - head - 2.0;
    let row = (room / rows.max(1) as f64).clamp(ROW[usize::from(plan.is_roomy)], ROW[2]);
    for part in foot.iter().filter(|part| part.section == Some(Section::Answer)) {
        for block in &part.blocks {
            if let Block::Ticks { rows, choices } = block {
                ticks(&mut setter, &mut page, &part.heading, (rows, choices), row);
            }
        }
    }
    page.y += 1.0;
    about.into_iter().for_each(|bit| page.put(bit, 0.0));
    (setter, page.draws, page.y - area.bottom)
}

/// Sets the body map with its heading, caption and legend: beside it where there is room, otherwise below.
fn map_cell(setter: &mut Setter<'_>, part: &Part, map: &Picture, width: f64) -> Bit {
    const GAP: f64 = 2.0;
    const LEAST_ROOM: f64 = 24.0;
    let drawn = setter.figure(&Picture { caption: String::new(), ..map.clone() }, width);
    let room = width - map.width - GAP;
    let is_beside = room >= LEAST_ROOM;
    let room = if is_beside { room } else { width };
    let legend = part.blocks.iter().skip(1).map(|block| match block {
        Block::Paragraph(runs) => runs.clone(),
        _ => Runs::new(),
    });
    let runs = join(
        [vec![stress(format!("{}.", part.heading))], vec![say(map.caption.as_str())]].into_iter().chain(legend),
        " ",
    );
    let text = stacked(small(setter, &Block::Paragraph(runs), room));
    let rule = Draw::Rule { from: (0.0, 0.0), to: (width, 0.0), heavy: false };
    let rule = Bit { height: 1.0, draws: vec![Placed { leaf: None, draw: rule }], ..Bit::default() };
    let both = if is_beside { beside(vec![drawn, text], map.width + GAP) } else { stacked([drawn, text]) };
    stacked([rule, both])
}

struct PageOne {
    draws: Vec<Placed>,
    area: Area,
    y: f64,
}

impl PageOne {
    /// Places a bit at the current height.
    fn put(&mut self, bit: Bit, x: f64) {
        let height = bit.height;
        self.at(bit, x, self.y);
        self.y += height;
    }

    fn at(&mut self, bit: Bit, x: f64, y: f64) {
        let by = (self.area.left + x, y);
        self.draws.extend(bit.draws.into_iter().map(|p| Placed { leaf: p.leaf, draw: p.draw.moved(by) }));
    }

    fn decorate(&mut self, draw: Draw) {
        self.draws.push(Placed { leaf: None, draw });
    }
}

/// Places cells in two columns, each in the one that is higher up, so that they read from left to right.
fn columns(page: &mut PageOne, cells: Vec<Bit>, step: f64, below: f64) {
    let mut ends = [page.y + 1.0; 2];
    for cell in cells {
        let column = usize::from(ends[1] + 0.01 < ends[0]);
        let height = cell.height;
        page.at(cell, step * column as f64, ends[column]);
        ends[column] += height + below;
    }
    page.y = ends[0].max(ends[1]);
}

/// Sets the alarm, who it is, and what kind of record.
fn head(setter: &mut Setter<'_>, page: &mut PageOne, sheet: &Sheet) {
    let width = page.area.width();
    let size = setter.size;
    if let Some([call, wait]) = &sheet.alarm {
        let from = setter.leaves;
        let leaf = setter.leaf();
        let runs = [stress(format!("{call} ")), say(wait.as_str())];
        let bits = setter.lines(leaf, &runs, size * 1.15, |_| (2.0, width - 4.0));
        setter.element(ElementKind::Paragraph, from);
        let top = page.y;
        page.y += 1.0;
        bits.into_iter().for_each(|bit| page.put(bit, 0.0));
        page.y += 1.2;
        let (from, to) = ((page.area.left, top), (page.area.right, page.y));
        page.decorate(Draw::Frame { from, to, heavy: true });
        page.y += 1.5;
    }
    let top = page.y;
    let records = [stress(sheet.head.record()), say(NOT_EXAMINED)];
    let right = records.iter().map(|run| {
        let weight = if run.strong { Weight::Bold } else { Weight::Regular };
        setter.fonts.width(&run.text, LEAST, weight)
    });
    let right = right.fold(0.0, f64::max) + 1.0;
    let from = setter.leaves;
    let leaf = setter.leaf();
    let bits = setter.lines(leaf, &[stress(sheet.head.who())], 14.0, |_| (0.0, width - right - 4.0));
    setter.element(ElementKind::Heading(1, sheet.head.who()), from);
    bits.into_iter().for_each(|bit| page.put(bit, 0.0));
    let below = page.y;
    page.y = top;
    for run in records {
        let from = setter.leaves;
        let leaf = setter.leaf();
        let bits = setter.lines(leaf, &[run], LEAST, |_| (width - right, right));
        setter.element(ElementKind::Paragraph, from);
        bits.into_iter().for_each(|bit| page.put(bit, 0.0));
    }
    page.y = page.y.max(below) + 0.8;
    page.decorate(Draw::Rule { from: (page.area.left, page.y), to: (page.area.right, page.y), heavy: false });
    page.y += 1.0;
}

/// Sets the verdict: its first line in larger letters.
fn verdict(setter: &mut Setter<'_>, page: &mut PageOne, part: &Part) {
    let (size, width) = (setter.size, page.area.width());
    for (i, block) in part.blocks.iter().enumerate() {
        setter.size = if i == 0 { size * 1.12 } else { size };
        set(setter, block, width).into_iter().for_each(|bit| page.put(bit, 0.0));
    }
    setter.size = size;
    page.y += 0.8;
}

/// Sets the background in a frame, in two columns.
fn background(setter: &mut Setter<'_>, page: &mut PageOne, pairs: &[(String, Runs)]) {
    let half = (page.area.width() - GUTTER) / 2.0;
    let top = page.y;
    let mut ends = [top + 1.0; 2];
    for (name, said) in pairs {
        let runs: Vec<Run> = [vec![stress(format!("{name}: "))], said.clone()].concat();
        let bit = stacked(setter.paragraph(&runs, half - 2.0));
        let column = usize::from(ends[1] + 0.01 < ends[0]);
        let height = bit.height;
        page.at(bit, 2.0 + (half + GUTTER - 2.0) * column as f64, ends[column]);
        ends[column] += height;
    }
    page.y = ends[0].max(ends[1]) + 0.8;
    let (from, to) = ((page.area.left, top), (page.area.right, page.y));
    page.decorate(Draw::Frame { from, to, heavy: false });
    page.y += 0.6;
}

/// Sets a block in the least size.
fn small(setter: &mut Setter<'_>, block: &Block, width: f64) -> Vec<Bit> {
    let size = std::mem::replace(&mut setter.size, LEAST);
    let bits = set(setter, block, width);
    setter.size = size;
    bits
}

/// Sets the clinician's box: a row for each card, with boxes to tick and a line to write on.
fn ticks(
    setter: &mut Setter<'_>,
    page: &mut PageOne,
    heading: &str,
    (rows, choices): (&[(u32, String)], &[String]),
    row: f64,
) {
    const SPOT: f64 = 44.0;
    const BOX: f64 = 2.8;
    let (top, width, size) = (page.y, page.area.width(), setter.size);
    page.y += 1.0;
    let from = setter.leaves;
    let leaf = setter.leaf();
    let bits = setter.lines(leaf, &[stress(heading)], size, |_| (2.0, width - 4.0));
    setter.element(ElementKind::Heading(2, heading.to_owned()), from);
    bits.into_iter().for_each(|bit| page.put(bit, 0.0));
    for (number, place) in rows {
        let from = setter.leaves;
        let leaf = Some(setter.leaf());
        let base = row * 0.72;
        let name = setter.fitted(&[stress(format!("{number} {place}"))], size, SPOT - 2.0);
        let text = |x: f64, weight, text: String| Placed {
            leaf,
            draw: Draw::Text { at: (x, base), size, weight, text, is_white: false },
        };
        let mut bit = Bit { height: row, draws: vec![text(2.0, Weight::Bold, format!("{name} "))], ..Bit::default() };
        let mut x = SPOT;
        for choice in choices {
            let frame = Draw::Frame { from: (x, base - BOX + 0.3), to: (x + BOX, base + 0.3), heavy: false };
            bit.draws
                .extend([Placed { leaf, draw: frame }, text(x + BOX + 1.0, Weight::Regular, format!("{choice} "))]);
            x += BOX + 1.0 + setter.fonts.width(choice, size, Weight::Regular) + 4.0;
        }
        let line = crate::report::picture::Shape::Line {
            points: vec![(x, base + 0.6), (width - 2.0, base + 0.6)],
            stroke: crate::report::picture::Stroke::Dotted,
        };
        bit.draws.push(Placed { leaf: None, draw: Draw::Shape { at: (0.0, 0.0), scale: 1.0, shape: line } });
        setter.element(ElementKind::Paragraph, from);
        page.put(bit, 0.0);
    }
    page.y += 0.6;
    let (from, to) = ((page.area.left, top), (page.area.right, page.y));
    page.decorate(Draw::Frame { from, to, heavy: false });
}
