//! Answers of the plain mode that are one of several.

use crate::tui::widget::choices::spoken;
use std::borrow::Cow;

/// The fewest letters that stand for the only answer that begins with them. One letter is enough for yes and no.
const FEWEST: usize = 3;

/// What was typed where one of several answers is asked for.
pub(super) enum Chosen {
    /// The answer with this index.
    One(usize),
    /// Enter alone.
    Nothing,
    /// The input has ended.
    Ended,
}

/// Returns whether the answer is yes.
pub(super) fn is_yes(answer: &str) -> bool {
    one_of(&["yes"], answer) == Some(0)
}

/// Parses numbers or words, separated by commas, into words of the list. `None` if one of them is not in the list.
pub(super) fn chosen(words: &[Cow<'static, str>], answer: &str) -> Option<Vec<Cow<'static, str>>> {
    let spoken: Vec<String> = words.iter().map(|word| spoken(word)).collect();
    answer.split(',').map(|part| Some(words[one_of(&spoken, part)?].clone())).collect()
}

/// Returns the index of the answer with these words, this number or this beginning. `None` if there is none, or if several
/// begin so.
pub(super) fn one_of(labels: &[impl AsRef<str>], answer: &str) -> Option<usize> {
    let answer = plain(answer);
    let labels: Vec<String> = labels.iter().map(|label| plain(label.as_ref())).collect();
    let exact = labels.iter().position(|label| *label == answer);
    let number = || answer.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < labels.len());
    let begun = || {
        let is_long = answer.chars().count() >= FEWEST;
        let is_begun = |label: &str| label.starts_with(&answer) && (is_long || ["yes", "no"].contains(&label));
        let mut begun = (0..labels.len()).filter(|at| !answer.is_empty() && is_begun(&labels[*at]));
        begun.next().filter(|_| begun.next().is_none())
    };
    exact.or_else(number).or_else(begun)
}

/// Returns a text without what phones and people write in several ways.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace('-', " ").replace('\u{2019}', "'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::RoundAnswer;
    use crate::tui::form;

    #[test]
    fn an_answer_is_meant_by_its_words_its_number_or_its_beginning_and_never_guessed() {
        let glass = ["fades", "does not fade", "unclear"];
        for (typed, at) in
            [("Fades", Some(0)), ("does-not", Some(1)), ("3", Some(2)), ("fade", Some(0)), ("unc", Some(2))]
        {
            assert_eq!(one_of(&glass, typed), at, "{typed}");
        }
        for typed in ["", " ", "no", "not", "n", "0", "4", "fa", "fades not", "yes"] {
            assert_eq!(one_of(&glass, typed), None, "{typed:?}");
        }
        assert_eq!(one_of(&["dark red", "dark pink"], "dark"), None);
        assert_eq!(one_of(&["can't see"], "can\u{2019}t"), Some(0));
        assert_eq!(one_of(&["Me", "1", "Anne-Marie"], "1"), Some(1));
        assert_eq!(one_of(&["Me", "1", "Anne-Marie"], "anne-marie"), Some(2));
    }

    #[test]
    fn no_list_takes_a_yes_or_no_that_it_does_not_have() {
        let forms = [form::new_spot(), form::look(1, ""), form::symptoms(""), form::review(1, ""), form::medicine()];
        let of_forms = forms.iter().flat_map(|form| &form.fields).filter_map(|field| field.choices());
        let mut lists: Vec<Vec<String>> =
            of_forms.map(|choices| choices.words.iter().map(|word| spoken(word)).collect()).collect();
        lists.push(RoundAnswer::ALL.iter().map(|answer| answer.label().to_owned()).collect());
        assert!(lists.len() > 40);
        for list in lists {
            for typed in ["y", "yes", "n", "no", "not", "none", "nothing", "in", "it", "see", "less", "face"] {
                let meant = one_of(&list, typed).map(|at| list[at].as_str());
                assert!(meant.is_none_or(|label| label.starts_with(typed)), "{typed}: {meant:?}");
                assert!(
                    meant.is_none_or(|label| label == typed || ["yes", "no"].contains(&label)),
                    "{typed}: {meant:?}"
                );
            }
        }
    }
}
