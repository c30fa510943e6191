//! Words of the patient that are cut on page 1 and stand whole after it.

/// The texts that were cut, each with what it is about.
#[derive(Default)]
pub(super) struct InFull(Vec<(String, String)>);

impl InFull {
    /// Returns at most `most` characters of a text; a longer one is kept whole for page 2.
    pub(super) fn cut(&mut self, about: &str, text: &str, most: usize) -> String {
        if most > 0 && text.chars().count() <= most { text.to_owned() } else { self.cut_always(about, text, most) }
    }

    /// Does the same, and keeps a text that is not cut as well.
    pub(super) fn cut_always(&mut self, about: &str, text: &str, most: usize) -> String {
        let whole = (about.to_owned(), text.to_owned());
        if !self.0.contains(&whole) {
            self.0.push(whole);
        }
        let mut cut: String = text.chars().take(most).collect();
        if cut.len() < text.len() {
            cut.truncate(cut.trim_end().len());
            cut.push('…');
        }
        cut
    }

    /// Returns the texts in the order of page 1.
    pub(super) fn into_texts(self) -> Vec<(String, String)> {
        self.0
    }
}
