//! Cells that stand for a picture of kitty (kitty, "The terminal graphics protocol", "Unicode placeholders"). Inside of
//! tmux a picture has no place of its own. Where a cell with a placeholder is drawn, kitty draws that part of the
//! picture; the colour of the cell is its number.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

const PLACEHOLDER: char = '\u{10eeee}';

/// The marks that number rows and columns, in the order that kitty gives them; the first hundred of 297.
const MARKS: [char; 100] = [
    '\u{0305}', '\u{030d}', '\u{030e}', '\u{0310}', '\u{0312}', '\u{033d}', '\u{033e}', '\u{033f}', '\u{0346}',
    '\u{034a}', '\u{034b}', '\u{034c}', '\u{0350}', '\u{0351}', '\u{0352}', '\u{0357}', '\u{035b}', '\u{0363}',
    '\u{0364}', '\u{0365}', '\u{0366}', '\u{0367}', '\u{0368}', '\u{0369}', '\u{036a}', '\u{036b}', '\u{036c}',
    '\u{036d}', '\u{036e}', '\u{036f}', '\u{0483}', '\u{0484}', '\u{0485}', '\u{0486}', '\u{0487}', '\u{0592}',
    '\u{0593}', '\u{0594}', '\u{0595}', '\u{0597}', '\u{0598}', '\u{0599}', '\u{059c}', '\u{059d}', '\u{059e}',
    '\u{059f}', '\u{05a0}', '\u{05a1}', '\u{05a8}', '\u{05a9}', '\u{05ab}', '\u{05ac}', '\u{05af}', '\u{05c4}',
    '\u{0610}', '\u{0611}', '\u{0612}', '\u{0613}', '\u{0614}', '\u{0615}', '\u{0616}', '\u{0617}', '\u{0657}',
    '\u{0658}', '\u{0659}', '\u{065a}', '\u{065b}', '\u{065d}', '\u{065e}', '\u{06d6}', '\u{06d7}', '\u{06d8}',
    '\u{06d9}', '\u{06da}', '\u{06db}', '\u{06dc}', '\u{06df}', '\u{06e0}', '\u{06e1}', '\u{06e2}', '\u{06e4}',
    '\u{06e7}', '\u{06e8}', '\u{06eb}', '\u{06ec}', '\u{0730}', '\u{0732}', '\u{0733}', '\u{0735}', '\u{0736}',
    '\u{073a}', '\u{073d}', '\u{073f}', '\u{0740}', '\u{0741}', '\u{0743}', '\u{0745}', '\u{0747}', '\u{0749}',
    '\u{074a}',
];

/// Puts the placeholders of a picture into the cells of an area.
pub(super) fn put(id: u32, area: Rect, buffer: &mut Buffer) {
    let colour = Color::Indexed(u8::try_from(id).unwrap_or(u8::MAX));
    for y in 0..area.height {
        for x in 0..area.width {
            if let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) {
                cell.reset();
                cell.set_symbol(&symbol(y, x)).set_style(Style::new().fg(colour));
            }
        }
    }
}

/// Returns the placeholder of a row and a column. A column without a mark is the one after that at its left.
fn symbol(row: u16, column: u16) -> String {
    let mark = |at: u16| MARKS.get(usize::from(at)).copied();
    let column = mark(row).and_then(|_| mark(column));
    [Some(PLACEHOLDER), mark(row), column].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_cell_of_a_picture_tells_its_row_and_its_column() {
        let area = Rect::new(2, 1, 120, 3);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 124, 6));
        put(0x73, area, &mut buffer);
        assert_eq!(buffer[(2, 1)].symbol(), "\u{10eeee}\u{305}\u{305}");
        assert_eq!(buffer[(4, 2)].symbol(), "\u{10eeee}\u{30d}\u{30e}");
        assert_eq!(buffer[(121, 3)].symbol(), "\u{10eeee}\u{30e}", "the column follows from the cell at its left");
        assert_eq!((buffer[(1, 1)].symbol(), buffer[(2, 4)].symbol()), (" ", " "));
        for position in area.positions() {
            assert_eq!((buffer[position].symbol().width(), buffer[position].fg), (1, Color::Indexed(0x73)));
        }
    }
}
