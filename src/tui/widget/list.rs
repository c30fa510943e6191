//! List cursors and scroll positions.

/// The cursor of a list and its viewport. The viewport follows the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListState {
    pub cursor: usize,
    /// The first visible line.
    pub offset: usize,
}

impl ListState {
    /// Moves the cursor by `by` lines within `len`, and the viewport with it.
    pub(crate) fn go(&mut self, by: isize, len: usize, height: usize) {
        self.set(self.cursor.saturating_add_signed(by), len, height);
    }

    /// Moves the cursor to a line within `len`, and the viewport with it.
    pub(crate) fn set(&mut self, to: usize, len: usize, height: usize) {
        self.cursor = to.min(len.saturating_sub(1));
        self.follow(len, height);
    }

    /// Scrolls the cursor into view. Must also be called after the height or the list has changed.
    pub(crate) fn follow(&mut self, len: usize, height: usize) {
        let height = height.max(1);
        self.cursor = self.cursor.min(len.saturating_sub(1));
        if self.cursor < self.offset {
            self.offset = self.cursor;
        } else if self.cursor >= self.offset + height {
            self.offset = self.cursor + 1 - height;
        }
        self.offset = self.offset.min(len.saturating_sub(height));
    }
}

/// The scroll position of text without a cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scroll {
    pub offset: usize,
}

impl Scroll {
    /// Scrolls by `by` lines within `len`.
    pub(crate) fn go(&mut self, by: isize, len: usize, height: usize) {
        self.offset = self.offset.saturating_add_signed(by).min(len.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_follows_the_cursor() {
        let mut list = ListState::default();
        list.go(7, 20, 5);
        assert_eq!((list.cursor, list.offset), (7, 3));
        list.go(-1, 20, 5);
        assert_eq!((list.cursor, list.offset), (6, 3));
        list.go(100, 20, 5);
        assert_eq!((list.cursor, list.offset), (19, 15));
        list.follow(3, 5);
        assert_eq!((list.cursor, list.offset), (2, 0));
        list.go(1, 0, 5);
        assert_eq!((list.cursor, list.offset), (0, 0));
    }
}
