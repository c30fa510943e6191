//! Cutting, wrapping and drawing text.

use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the inside of a frame, with a column free at each side.
pub(crate) fn inside(frame: Rect) -> Rect {
    let (width, height) = (frame.width.saturating_sub(4), frame.height.saturating_sub(2));
    Rect { x: frame.x + 2, y: frame.y + 1, width, height }
}

/// Returns the area for text inside a frame. It has at most `widest` columns, since long lines are hard to follow.
pub(crate) fn page_area(frame: Rect, widest: u16) -> Rect {
    let inside = inside(frame);
    Rect { width: inside.width.min(widest), ..inside }
}

/// Returns the columns that a text takes.
fn width(text: &str) -> usize {
    match () {
        () if text.is_ascii() => text.len(),
        () if text.chars().all(is_single) => text.chars().count(),
        () => text.width(),
    }
}

/// Returns whether a character takes one column and joins with no other such character. Most of what is drawn is of
/// them, and needs no tables of Unicode: ASCII, accented letters, some punctuation, arrows, lines, blocks and dots.
fn is_single(c: char) -> bool {
    matches!(c, ' '..='~' | '°'..='ÿ' | '\u{2010}'..='\u{2026}' | '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25cf}')
}

/// Cuts a text to `most` columns. A cut text ends in an ellipsis.
pub(crate) fn cut(text: &str, most: usize) -> String {
    cut_to(text, most).into_owned()
}

fn cut_to(text: &str, most: usize) -> Cow<'_, str> {
    if width(text) <= most {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut left = most.saturating_sub(1);
    for piece in text.graphemes(true) {
        let needs = piece.width();
        if needs > left {
            break;
        }
        left -= needs;
        kept.push_str(piece);
    }
    if most > 0 {
        kept.push('…');
    }
    Cow::Owned(kept)
}

/// Pads a text on the right to `columns`, or cuts it.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    let mut text = cut(text, columns);
    let missing = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// Pads a text on the left to `columns`, or cuts it.
pub(crate) fn fit_right(text: &str, columns: usize) -> String {
    let text = cut_to(text, columns);
    let missing = columns.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(missing))
}

/// Wraps a text to `width` columns. Control characters, which a terminal would obey, become spaces.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(&strip_control_chars(text), width.max(1)).into_iter().map(|line| line.into_owned()).collect()
}

/// Wraps a text to `width` columns. All lines but the first begin with `indent`.
pub(crate) fn wrap_indented(text: &str, width: usize, indent: &str) -> Vec<String> {
    let options = textwrap::Options::new(width.max(indent.len() + 1)).subsequent_indent(indent);
    textwrap::wrap(&strip_control_chars(text), options).into_iter().map(|line| line.into_owned()).collect()
}

/// Joins parts into lines of `width` columns. No part is broken if it fits into a line.
pub(crate) fn wrap_parts(parts: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.width() + 3 + part.width() <= width => *line = format!("{line} · {part}"),
            _ => lines.push(part.clone()),
        }
    }
    lines.iter().flat_map(|line| wrap(line, width)).collect()
}

/// Replaces control characters by spaces.
fn strip_control_chars(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) { text.replace(char::is_control, " ").into() } else { text.into() }
}

/// Writes into the lower edge of a frame how many lines are below the visible ones; `None` for some.
pub(crate) fn more_below(buffer: &mut Buffer, frame: Rect, lines: Option<usize>, theme: Theme) {
    if lines != Some(0) && frame.width > 30 {
        let more = match lines {
            None => " more below ".to_owned(),
            Some(1) => " 1 more line ".to_owned(),
            Some(lines) => format!(" {lines} more lines "),
        };
        let x = frame.width.saturating_sub(more.len() as u16 + 2);
        put(buffer, frame, x, frame.height.saturating_sub(1), &more, theme.style(Role::Dim));
    }
}

/// Writes one line at a position inside `area`. It is cut at the right edge of `area` and of the screen. A window may
/// be smaller than any planned layout.
pub(crate) fn put(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) {
    let (left, top) = (area.x.saturating_add(x), area.y.saturating_add(y));
    let right = area.right().min(buffer.area.right());
    if y >= area.height || top >= buffer.area.bottom() || left >= right {
        return;
    }
    let room = usize::from(right - left);
    let text = cut_to(text, room);
    let text = strip_control_chars(&text);
    let start = buffer.index_of(left, top);
    // A style adds to that of the cell, so a title on a frame would be as faint as its line. Lines that cross stay alike.
    let covers = if text.starts_with(is_line) { 0 } else { width(&text).min(room) };
    for cell in &mut buffer.content[start..start + covers] {
        if cell.symbol().starts_with(is_line) {
            cell.set_style(Style::reset());
        }
    }
    if text.chars().all(is_single) {
        for (cell, c) in buffer.content[start..start + room].iter_mut().zip(text.chars()) {
            cell.set_char(c).set_style(style);
        }
    } else {
        buffer.set_stringn(left, top, text, room, style);
    }
}

/// Returns whether a character is part of a drawn line (the Unicode block Box Drawing).
fn is_line(c: char) -> bool {
    ('\u{2500}'..='\u{257f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Modifier};

    #[test]
    fn a_title_on_a_frame_is_not_as_faint_as_its_line() {
        let faint = Style::new().dim().fg(Color::DarkGray);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        let area = buffer.area;
        buffer.set_string(0, 0, "┌──────┐", faint);
        buffer.set_string(0, 1, "selected", faint);
        put(&mut buffer, area, 1, 0, "ab", Style::new().bold());
        put(&mut buffer, area, 1, 1, "ab", Style::new().bold());
        let look = |x: u16| (buffer[(x, 0)].fg, buffer[(x, 0)].modifier);
        assert_eq!(look(1), (Color::Reset, Modifier::BOLD));
        assert_eq!(look(4), (Color::DarkGray, Modifier::DIM));
        assert!(buffer[(1, 1)].modifier.contains(Modifier::DIM), "other cells keep what they have");
    }

    #[test]
    fn a_text_of_any_script_is_drawn_as_the_library_draws_it() {
        let texts = [
            "plain",
            "",
            "a · b – c ↗",
            "e\u{301}te\u{301}",
            "中文 and 字",
            "naïve",
            "👩‍👩‍👧 ok",
            "👩\u{200d}▶ x",
            "▶\u{fe0f}x",
            "ﾊﾞﾊﾞﾊﾞab",
            "\u{600}1x",
        ];
        let screen = Rect::new(2, 1, 16, 3);
        for text in texts {
            for columns in 0..12 {
                let area = Rect::new(4, 2, columns, 1);
                let (mut ours, mut theirs) = (Buffer::empty(screen), Buffer::empty(screen));
                put(&mut ours, area, 0, 0, text, Style::new().bold());
                theirs.set_stringn(4, 2, cut(text, usize::from(columns)), usize::from(columns), Style::new().bold());
                assert_eq!(ours, theirs, "{text:?} in {columns} columns");
            }
        }
    }

    #[test]
    fn nothing_is_written_beyond_an_area() {
        let area = Rect::new(1, 0, 4, 1);
        for text in ["é\r\né\r\né\r\n", "ab\tcd\tef", "中文中文", "ﾊﾞﾊﾞﾊﾞ"] {
            let mut buffer = Buffer::with_lines(["│││││││", "│││││││"]);
            put(&mut buffer, area, 0, 0, text, Style::new().bold());
            let beyond = (0..7).flat_map(|x| [(x, 0), (x, 1)]).filter(|&at| !area.contains(at.into()));
            for at in beyond {
                assert_eq!((buffer[at].symbol(), buffer[at].modifier), ("│", Modifier::empty()), "{text:?} {at:?}");
            }
        }
    }

    #[test]
    fn a_single_character_takes_a_column_whatever_stands_around_it() {
        let singles: Vec<char> = ('\0'..='\u{2fff}').filter(|c| is_single(*c)).collect();
        for &c in &singles {
            assert_eq!(c.to_string().width(), 1, "{c:?}");
            for other in ['a', '\u{e9}', '▶', '•', '↗'] {
                assert_eq!(format!("{other}{c}").graphemes(true).count(), 2, "{other:?} {c:?}");
                assert_eq!(format!("{c}{other}").graphemes(true).count(), 2, "{c:?} {other:?}");
            }
        }
    }

    #[test]
    fn wide_and_joined_characters_are_never_cut_in_half() {
        assert_eq!(cut("中文字", 4), "中…");
        assert_eq!(cut("中文字", 6), "中文字");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(fit("ab", 4), "ab  ");
        assert_eq!(cut("abc", 0), "");
    }
}
