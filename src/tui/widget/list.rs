//! A cursor in a list, and which part of the list is in view.

/// The cursor is the truth; the view follows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    pub cursor: usize,
    /// The first line in view.
    pub offset: usize,
}

impl ListState {
    /// Moves the cursor by `by` lines within `len`, and the view with it.
    pub fn go(&mut self, by: isize, len: usize, height: usize) {
        self.set(self.cursor.saturating_add_signed(by), len, height);
    }

    pub fn set(&mut self, to: usize, len: usize, height: usize) {
        self.cursor = to.min(len.saturating_sub(1));
        self.follow(len, height);
    }

    /// Brings the cursor into view; called too when the height or the list has changed.
    pub fn follow(&mut self, len: usize, height: usize) {
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

/// Lines without a cursor: only the view moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    pub offset: usize,
}

impl Scroll {
    pub fn go(&mut self, by: isize, len: usize, height: usize) {
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
