//! Fuzzy matching of a text by a few letters.

/// Points for each matched letter, with a bonus at the start of a word and directly after the previous match.
const FOUND: i32 = 16;
const WORD: i32 = 8;
const NEXT: i32 = 12;
/// The penalty for each letter skipped between two matches.
const GAP: i32 = 1;

/// Scores how well a text contains the wanted letters in order, or returns `None` if one is missing. Case is ignored.
/// The best of all possible matches counts.
pub(crate) fn score(text: &str, wanted: &str) -> Option<i32> {
    let small = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (text, wanted) = (small(text), small(wanted));
    let mut rest = text.iter();
    if !wanted.iter().all(|letter| rest.any(|c| c == letter)) {
        return None;
    }
    // The best score for the letters so far, by the index of the last match.
    let mut best: Vec<Option<i32>> = Vec::new();
    for (n, letter) in wanted.iter().enumerate() {
        let mut ways = vec![None; text.len()];
        // The best score that ends before this index, minus the penalty for the gap since.
        let mut before: Option<i32> = None;
        for (at, c) in text.iter().enumerate() {
            if c == letter {
                let begins_word = at == 0 || !text[at - 1].is_alphanumeric();
                let here = FOUND + if begins_word { WORD } else { 0 };
                let next = at.checked_sub(1).and_then(|last| best.get(last).copied().flatten()).map(|way| way + NEXT);
                let way = if n == 0 { Some(0) } else { next.max(before) };
                ways[at] = way.map(|way| way + here);
            }
            before = before.map(|way| way - GAP).max(best.get(at).copied().flatten());
        }
        best = ways;
    }
    if wanted.is_empty() { Some(0) } else { best.into_iter().flatten().max() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_in_their_order_and_nothing_else_is() {
        for (text, wanted) in
            [("new spot", "ns"), ("Report: the page", "REP"), ("spot 12 chest", "12"), ("é à", "à"), ("x", "")]
        {
            assert!(score(text, wanted).is_some(), "{wanted} in {text}");
        }
        for (text, wanted) in [("new spot", "sn"), ("report", "reporter"), ("", "a")] {
            assert_eq!(score(text, wanted), None, "{wanted} in {text}");
        }
    }

    #[test]
    fn what_begins_a_word_or_stands_together_is_found_first() {
        for (better, worse, wanted) in [
            ("report: the page", "repeat an order", "repo"),
            ("new spot", "answer post", "sp"),
            ("undo: take back", "round", "und"),
            ("spot 2 chest", "spot 12 chest", "2"),
            ("glass test", "settings: last", "gt"),
        ] {
            assert!(score(better, wanted) > score(worse, wanted), "{wanted}: {better} before {worse}");
        }
    }
}
