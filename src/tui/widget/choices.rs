//! The state of a field with a fixed list of words: the chosen words and the highlighted one.
//!
//! Letters and arrows highlight a word. The highlighted word already counts as an answer whenever the form is read, and
//! leaving the field chooses it. So no answer is lost between a key and the next field.

use std::borrow::Cow;

/// Returns a word of a list as it is read: without hyphens, which only the pattern of a date keeps.
pub(crate) fn spoken(word: &str) -> String {
    if word.starts_with("yyyy") { word.to_owned() } else { word.replace('-', " ") }
}

/// A fixed list of words to choose from.
pub(crate) struct Choices {
    pub words: Vec<Cow<'static, str>>,
    /// Whether choosing a word deselects the others.
    pub only_one: bool,
    /// The index of the word that counts if none is chosen and an answer is needed: how was measured last.
    pub usual: Option<usize>,
    chosen: Vec<bool>,
    /// The index of the word at the cursor.
    cursor: usize,
    /// Whether the word at the cursor is highlighted. Leaving the field chooses it.
    is_lit: bool,
    /// Whether Space toggled a word since the field got the focus. From then on arrows only move the cursor.
    is_ticked: bool,
    /// The letters typed to find a word.
    typed: String,
}

impl Choices {
    /// Creates a list with no word chosen.
    pub(crate) fn new(words: impl IntoIterator<Item = impl Into<Cow<'static, str>>>, only_one: bool) -> Choices {
        let words: Vec<_> = words.into_iter().map(Into::into).collect();
        let chosen = vec![false; words.len()];
        Choices {
            words,
            only_one,
            usual: None,
            chosen,
            cursor: 0,
            is_lit: false,
            is_ticked: false,
            typed: String::new(),
        }
    }

    /// Chooses the word at an index, and moves the cursor there.
    pub(crate) fn choose(&mut self, index: usize) {
        if self.only_one {
            self.chosen.fill(false);
        }
        self.chosen[index] = true;
        self.cursor = index;
    }

    /// Sets which words are chosen, by index. Words beyond the end of the slice are not chosen.
    pub(crate) fn set(&mut self, chosen: &[bool]) {
        self.chosen.iter_mut().enumerate().for_each(|(i, is)| *is = chosen.get(i).is_some_and(|&chosen| chosen));
    }

    /// Deselects every word, and drops the typed letters and the highlight.
    pub(crate) fn clear(&mut self) {
        self.chosen.fill(false);
        self.let_go();
    }

    /// Returns whether the word is chosen. A word that is only highlighted is not.
    pub(crate) fn is_chosen(&self, index: usize) -> bool {
        self.chosen[index]
    }

    /// Returns the words that are the answer: the chosen ones and the highlighted one.
    pub(crate) fn answer(&self) -> impl Iterator<Item = &str> {
        let replaced = self.only_one && self.is_lit;
        let is_answer = move |index: usize| (self.chosen[index] && !replaced) || self.lit() == Some(index);
        self.words.iter().enumerate().filter(move |(index, _)| is_answer(*index)).map(|(_, word)| word.as_ref())
    }

    /// Returns the word that counts if none is chosen and an answer is needed.
    pub(crate) fn usual(&self) -> Option<&str> {
        self.usual.map(|index| self.words[index].as_ref())
    }

    /// Returns a word as a list shows it, with its box.
    pub(crate) fn shown(&self, index: usize) -> (&'static str, String) {
        let is_usual = self.usual == Some(index) && self.answer().next().is_none();
        let mark = match (self.only_one, self.chosen[index]) {
            (true, true) => "(•)",
            (true, false) if is_usual => "(·)",
            (true, false) => "( )",
            (false, true) => "[x]",
            (false, false) => "[ ]",
        };
        let word = match &self.words[index] {
            Cow::Borrowed(ours) => spoken(ours),
            Cow::Owned(heading) => heading.clone(),
        };
        (mark, word)
    }

    /// Clicks a word: one answer is chosen, and one of several is chosen or left out again.
    pub(crate) fn click(&mut self, index: usize) {
        self.let_go();
        self.cursor = index;
        match self.chosen[index] {
            true if !self.only_one => self.chosen[index] = false,
            _ => self.choose(index),
        }
    }

    /// Returns the index of the highlighted word.
    pub(crate) fn lit(&self) -> Option<usize> {
        self.is_lit.then_some(self.cursor)
    }

    /// Returns the index where the cursor is shown. In a list with one answer it is shown only on a chosen or
    /// highlighted word.
    pub(crate) fn cursor(&self) -> Option<usize> {
        let is_chosen = self.chosen.get(self.cursor).is_some_and(|&chosen| chosen);
        (self.is_lit || !self.only_one || is_chosen).then_some(self.cursor)
    }

    /// Returns the letters typed so far.
    pub(crate) fn typed(&self) -> &str {
        &self.typed
    }

    /// Returns whether a word starts with these letters.
    pub(crate) fn begins(&self, letters: &str) -> bool {
        self.find(letters).is_some()
    }

    /// Handles typed letters, which highlight the first word that starts with all of them. A space toggles the word.
    pub(crate) fn write(&mut self, text: &str) {
        if text == " " {
            // With one answer, a space may continue a word, as in "does not". With several, Space always toggles.
            let longer = format!("{}-", self.typed);
            if !self.only_one || self.typed.is_empty() || self.find(&longer).is_none() {
                self.toggle();
                return;
            }
        }
        let letters = text.trim_end_matches(['\r', '\n']).to_lowercase().replace([' ', '_'], "-");
        let longer = format!("{}{letters}", self.typed);
        // With one answer, a letter that fits no longer word may start another word: first y, then n.
        let begins_anew = self.only_one && self.find(&longer).is_none() && self.find(&letters).is_some();
        self.typed = if begins_anew { letters } else { longer };
        self.look_up();
    }

    /// Deletes the last typed letter. Returns false if there was none.
    pub(crate) fn erase_letter(&mut self) -> bool {
        let erased = self.typed.pop().is_some();
        if erased {
            self.look_up();
        }
        erased
    }

    /// Drops the typed letters and the highlight. Returns false if there was neither.
    pub(crate) fn let_go(&mut self) -> bool {
        let held = self.is_lit || !self.typed.is_empty();
        self.typed.clear();
        self.is_lit = false;
        held
    }

    /// Moves to the next word, or to the previous one.
    pub(crate) fn step(&mut self, forward: bool) {
        self.typed.clear();
        let len = self.words.len();
        // The first step from "not answered" goes onto a word, not past it.
        if self.cursor().is_some() || !forward {
            self.cursor = if forward { (self.cursor + 1) % len } else { (self.cursor + len - 1) % len };
        }
        self.is_lit = !self.is_ticked;
    }

    /// Toggles the word at the cursor. Does nothing if letters were typed that fit no word.
    pub(crate) fn toggle(&mut self) {
        if !self.typed.is_empty() && !self.is_lit {
            return;
        }
        match self.chosen[self.cursor] {
            true => self.chosen[self.cursor] = false,
            false => self.choose(self.cursor),
        }
        self.let_go();
        self.is_ticked = true;
    }

    /// Leaves the field, which chooses the highlighted word.
    ///
    /// # Errors
    ///
    /// Returns the typed letters if they fit no word. The focus must then stay here.
    pub(crate) fn leave(&mut self) -> Result<(), &str> {
        if !self.typed.is_empty() && !self.is_lit {
            return Err(&self.typed);
        }
        if self.is_lit {
            self.choose(self.cursor);
        }
        self.let_go();
        self.is_ticked = false;
        Ok(())
    }

    fn look_up(&mut self) {
        let found = if self.typed.is_empty() { None } else { self.find(&self.typed) };
        self.is_lit = found.is_some();
        self.cursor = found.unwrap_or(self.cursor);
    }

    /// Returns the index of the word that equals the letters, or else of the first that starts with them. The case does
    /// not count: a skin type is written II, and the headings of a table in any way.
    fn find(&self, typed: &str) -> Option<usize> {
        // A space is typed as the hyphen of our words, and headings have spaces.
        let plain = |word: &str| word.to_lowercase().replace([' ', '_'], "-");
        let typed = plain(typed);
        let place = |fits: &dyn Fn(&str) -> bool| self.words.iter().position(|word| fits(&plain(word)));
        place(&|word| word == typed).or_else(|| place(&|word| word.starts_with(&typed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours() -> Choices {
        Choices::new(["bright-red", "red", "brown", "red-brown"], false)
    }

    fn answer(choices: &Choices) -> Vec<String> {
        choices.answer().map(str::to_owned).collect()
    }

    #[test]
    fn letters_highlight_one_word_and_leaving_chooses_it() {
        for (typed, word) in
            [("r", "red"), ("red", "red"), ("red-", "red-brown"), ("b", "bright-red"), ("BRO", "brown")]
        {
            let mut choices = colours();
            for letter in typed.chars() {
                choices.write(&letter.to_string());
            }
            assert_eq!(answer(&choices), [word], "it counts before the field is left");
            assert!(!choices.is_chosen(choices.lit().unwrap()));
            assert_eq!(choices.leave(), Ok(()));
            assert_eq!((answer(&choices), choices.lit()), (vec![word.to_owned()], None), "{typed}");
        }
    }

    #[test]
    fn letters_that_fit_no_word_stay_and_choose_nothing() {
        let mut choices = colours();
        choices.write("r");
        choices.write("x");
        assert_eq!((answer(&choices), choices.leave()), (vec![], Err("rx")));
        choices.write(" ");
        assert_eq!((answer(&choices), choices.typed()), (vec![], "rx"));
        assert!(choices.erase_letter());
        assert_eq!(answer(&choices), ["red"]);
        assert!(choices.erase_letter() && !choices.erase_letter());
        assert_eq!((answer(&choices), choices.leave()), (vec![], Ok(())));
    }

    #[test]
    fn space_chooses_and_after_it_arrows_only_move() {
        let mut choices = colours();
        choices.write("red");
        choices.write(" ");
        choices.step(true);
        assert_eq!(answer(&choices), ["red"]);
        choices.write("bro");
        assert_eq!((answer(&choices), choices.leave()), (vec!["red".to_owned(), "brown".to_owned()], Ok(())));
        choices.step(false);
        assert_eq!(answer(&choices), ["red", "brown"], "it is chosen already");
        choices.step(false);
        assert_eq!(answer(&choices), ["bright-red", "red", "brown"], "arrows highlight too");
        assert!(choices.let_go());
        assert_eq!(answer(&choices), ["red", "brown"]);
    }

    #[test]
    fn one_answer_takes_the_place_of_another_only_when_it_is_left() {
        let mut choices = Choices::new(["fades", "does-not-fade"], true);
        choices.choose(0);
        for letter in ["d", "o", "e", "s", " ", "n"] {
            choices.write(letter);
        }
        assert_eq!((answer(&choices), choices.is_chosen(0)), (vec!["does-not-fade".to_owned()], true));
        choices.let_go();
        assert_eq!(answer(&choices), ["fades"]);
        choices.write("d");
        choices.write("f");
        assert_eq!((answer(&choices), choices.typed()), (vec!["fades".to_owned()], "f"), "another answer is begun");
        choices.write("x");
        assert_eq!((choices.typed(), choices.lit()), ("fx", None));
    }
}
