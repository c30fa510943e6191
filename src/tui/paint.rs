//! A terminal backend that writes changed cells in few bytes.
//!
//! Ratatui's own backend sends a full position and both colours at every change of style. A key in a list beside a
//! chart costs some 1,500 bytes, which is noticeable on a slow line. This one writes the shortest sequences that every
//! ECMA-48 terminal supports. Everything else is delegated to [`CrosstermBackend`].

use crate::domain::visible;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use std::io::{self, Write};

/// A backend that writes few bytes.
pub(super) struct CompactBackend<W: Write> {
    inner: CrosstermBackend<W>,
    /// Whether the cursor is shown, if known.
    cursor: Option<bool>,
    position: Position,
    /// The size of the terminal, if known. Querying it at every frame costs up to a tenth of a frame.
    size: Option<Size>,
    /// The output buffer, kept for its capacity.
    out: String,
}

impl<W: Write> CompactBackend<W> {
    /// Creates a backend that writes to `writer`.
    pub(super) fn new(writer: W) -> CompactBackend<W> {
        let inner = CrosstermBackend::new(writer);
        let size = inner.size().ok().map(usable);
        CompactBackend { inner, cursor: None, position: Position::ORIGIN, size, out: String::new() }
    }

    /// Queries the size again and forgets the cursor state, after a resize or after another program used the terminal.
    pub(super) fn look_again(&mut self) {
        self.size = self.inner.size().ok().map(usable);
        self.cursor = None;
    }
}

/// Replaces a size of zero, which a terminal reports if it does not know its size. One line is enough to show the
/// message that asks for a larger window.
fn usable(size: Size) -> Size {
    if size.width == 0 || size.height == 0 { Size::new(size.width.max(80), size.height.max(1)) } else { size }
}

/// The style that the terminal writes with.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const BLANK: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl Pen {
    fn of(cell: &Cell) -> Pen {
        Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Returns whether a space looks the same in both styles. Only the background and modifiers that show on a space
    /// count.
    fn same_for_space(self, other: Pen) -> bool {
        let fills = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        let plain = |pen: Pen| !pen.modifier.intersects(fills);
        self.bg == other.bg && plain(self) && plain(other)
    }

    /// Writes the shorter of two sequences that change this style to `to`: a full one after a reset, or only the
    /// additions.
    fn change(self, to: Pen, out: &mut String) {
        let (anew, added) = (to.added_to(BLANK), to.added_to(self));
        // Removing a modifier needs a reset.
        let takes_away = !self.modifier.difference(to.modifier).is_empty();
        let _ = if takes_away || anew.len() < added.len() {
            write!(out, "\x1b[{}{anew}m", if anew.is_empty() { "" } else { "0" })
        } else {
            write!(out, "\x1b[{}m", added.trim_start_matches(';'))
        };
    }

    /// Returns the SGR numbers that this style has in addition to `from`, each with a semicolon before it.
    fn added_to(self, from: Pen) -> String {
        const NUMBERS: [(Modifier, u8); 9] = [
            (Modifier::BOLD, 1),
            (Modifier::DIM, 2),
            (Modifier::ITALIC, 3),
            (Modifier::UNDERLINED, 4),
            (Modifier::SLOW_BLINK, 5),
            (Modifier::RAPID_BLINK, 6),
            (Modifier::REVERSED, 7),
            (Modifier::HIDDEN, 8),
            (Modifier::CROSSED_OUT, 9),
        ];
        let mut numbers = String::new();
        let new = self.modifier.difference(from.modifier);
        for (_, number) in NUMBERS.iter().filter(|(modifier, _)| new.contains(*modifier)) {
            let _ = write!(numbers, ";{number}");
        }
        for (colour, old, base) in [(self.fg, from.fg, 30), (self.bg, from.bg, 40)] {
            if colour != old {
                let _ = match (colour, sixteen(colour)) {
                    (_, Some(place @ 0..8)) => write!(numbers, ";{}", base + place),
                    (_, Some(place)) => write!(numbers, ";{}", base + 60 + place - 8),
                    (Color::Indexed(place), _) => write!(numbers, ";{};5;{place}", base + 8),
                    (Color::Rgb(r, g, b), _) => write!(numbers, ";{};2;{r};{g};{b}", base + 8),
                    _ => write!(numbers, ";{}", base + 9),
                };
            }
        }
        numbers
    }
}

/// Returns the index of a colour in the terminal's sixteen.
fn sixteen(colour: Color) -> Option<u8> {
    const SIXTEEN: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    SIXTEEN.iter().position(|known| *known == colour).map(|place| place as u8)
}

/// Writes the cells, and resets the style at the end.
fn write_cells<'a>(content: impl Iterator<Item = (u16, u16, &'a Cell)>, out: &mut String) {
    let mut pen = BLANK;
    // The position of the cursor, if known.
    let mut cursor: Option<(u16, u16)> = None;
    for (x, y, cell) in content {
        match cursor {
            Some(at) if at == (x, y) => {}
            Some((left, row)) if row == y && left < x => {
                let _ = match x - left {
                    1 => write!(out, "\x1b[C"),
                    columns => write!(out, "\x1b[{columns}C"),
                };
            }
            _ => {
                let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
            }
        }
        let (symbol, wanted) = (cell.symbol(), Pen::of(cell));
        if pen != wanted && !(symbol == " " && pen.same_for_space(wanted)) {
            pen.change(wanted, out);
            pen = wanted;
        }
        // A symbol may be a letter with many combining marks, tags or joiners.
        out.push_str(&visible(symbol));
        // Terminals disagree on the width of joined and wide letters. After one, the position is written again.
        let mut letters = symbol.chars();
        let narrow = letters.next().is_some_and(|c| unicode_width::UnicodeWidthChar::width(c) == Some(1));
        cursor = (narrow && letters.next().is_none()).then_some((x + 1, y));
    }
    if pen != BLANK {
        out.push_str("\x1b[m");
    }
}

impl<W: Write> Backend for CompactBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.out.clear();
        write_cells(content, &mut self.out);
        self.inner.write_all(self.out.as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.replace(false) == Some(false) { Ok(()) } else { self.inner.hide_cursor() }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor.replace(true) == Some(true) { Ok(()) } else { self.inner.show_cursor() }
    }

    /// Returns the last position that was set. Some terminals never answer a query.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.position)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.position = position.into();
        self.inner.set_cursor_position(self.position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.inner.append_lines(lines)
    }

    fn size(&self) -> io::Result<Size> {
        self.size.map_or_else(|| self.inner.size().map(usable), Ok)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use std::num::NonZero;

    const SIZE: (u16, u16) = (12, 4);

    fn colour() -> impl Strategy<Value = Color> {
        prop_oneof![
            4 => Just(Color::Reset),
            1 => Just(Color::Magenta),
            1 => Just(Color::White),
            1 => any::<u8>().prop_map(Color::Indexed),
            1 => Just(Color::Rgb(1, 2, 3)),
        ]
    }

    /// Only modifiers that the test emulator distinguishes. It stores bold and dim as two values of one attribute.
    fn modifier() -> impl Strategy<Value = Modifier> {
        let known = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
        any::<u16>().prop_map(move |bits| {
            let some = Modifier::from_bits_truncate(bits) & known;
            if some.contains(Modifier::BOLD) { some.difference(Modifier::DIM) } else { some }
        })
    }

    fn frame() -> impl Strategy<Value = Buffer> {
        let letter = prop_oneof![Just(" "), Just("a"), Just("│"), Just("●"), Just("中")];
        let cells = usize::from(SIZE.0 / 2 * SIZE.1);
        proptest::collection::vec((letter, colour(), colour(), modifier()), cells).prop_map(|cells| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
            for (at, (letter, fg, bg, modifier)) in cells.into_iter().enumerate() {
                let (x, y) = (at as u16 % (SIZE.0 / 2) * 2, at as u16 / (SIZE.0 / 2));
                buffer.set_string(x, y, letter, Style::new().fg(fg).bg(bg).add_modifier(modifier));
            }
            buffer
        })
    }

    /// Returns the cells that an emulator shows for these bytes.
    fn shown(bytes: &[u8]) -> Vec<String> {
        let (columns, rows) = (NonZero::new(SIZE.0).unwrap(), NonZero::new(SIZE.1).unwrap());
        let mut parser = vt100::Parser::new(rows, columns, 0);
        parser.process(bytes);
        let screen = parser.screen();
        let cell = |at: u16| {
            let cell = screen.cell(at / SIZE.0, at % SIZE.0).unwrap();
            let letter = if cell.contents().is_empty() { " " } else { cell.contents() };
            let fills = cell.inverse() || cell.underline();
            let ink = if letter == " " && !fills {
                String::new()
            } else {
                format!("{:?} {} {} {}", cell.fgcolor(), cell.bold(), cell.dim(), cell.italic())
            };
            format!("{letter} {ink} {:?} {} {}", cell.bgcolor(), cell.underline(), cell.inverse())
        };
        (0..SIZE.0 * SIZE.1).map(cell).collect()
    }

    proptest! {
        #[test]
        fn the_screen_is_the_same_as_with_the_backend_of_the_library(first in frame(), second in frame()) {
            let (mut few, mut many) = (Vec::new(), Vec::new());
            let (mut thrifty, mut library) = (CompactBackend::new(&mut few), CrosstermBackend::new(&mut many));
            let empty = Buffer::empty(first.area);
            for (old, new) in [(&empty, &first), (&first, &second)] {
                let changed = old.diff(new);
                thrifty.draw(changed.iter().map(|&(x, y, cell)| (x, y, cell))).unwrap();
                library.draw(changed.iter().map(|&(x, y, cell)| (x, y, cell))).unwrap();
            }
            prop_assert!(few.len() <= many.len());
            prop_assert_eq!(shown(&few), shown(&many));
        }
    }
}
