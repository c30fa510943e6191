use super::*;
use crate::domain::{Choice, Given, Presence};

/// A version of which every question is later. There is no such file.
const NONE_YET: u8 = 0;

/// Returns an answer to every question.
fn all_answers() -> Answers {
    let mut answers = Answers::only(Presence::Present);
    for question in questions() {
        let given = match question.choice {
            Choice::YesNo => Given::YesNo(true),
            Choice::One(words) => Given::Word(words[0]),
            Choice::Any(words) | Choice::AnyOrNone(words) => Given::Words(words.to_vec()),
        };
        question.set(&mut answers, &given).unwrap();
    }
    answers
}

#[test]
fn what_an_older_version_does_not_have_is_taken_out_and_put_back() {
    let known = all_answers();
    let later = LaterMut::Answers(&mut known.clone()).get(NONE_YET).unwrap();
    let mut answers = known;
    LaterMut::Answers(&mut answers).clear(NONE_YET);
    assert_eq!(answers, Answers { measurement: known.measurement, ..Answers::only(known.presence) });
    assert_eq!(LaterMut::Answers(&mut answers).get(NONE_YET), None);
    LaterMut::Answers(&mut answers).set(NONE_YET, later);
    assert_eq!(answers, known);
}

#[test]
fn what_a_version_has_is_neither_taken_out_nor_put_back() {
    let newest =
        questions().map(|question| question.since).max().unwrap_or(BACKGROUND_AND_NOTES).max(BACKGROUND_AND_NOTES);
    let known = all_answers();
    let mut answers = known;
    assert_eq!(LaterMut::Answers(&mut answers).get(newest), None);
    LaterMut::Answers(&mut answers).clear(newest);
    assert_eq!(answers, known);
    let mut empty = Answers::only(Presence::Present);
    LaterMut::Answers(&mut empty).set(newest, Later::Answers(Box::new(known)));
    assert_eq!(empty, Answers::only(Presence::Present));
}

#[test]
fn a_note_is_later_than_version_1_and_not_than_version_2() {
    let text: Option<Text> = Some("under the collar".parse().unwrap());
    for (version, is_later) in [(BACKGROUND_AND_NOTES - 1, true), (BACKGROUND_AND_NOTES, false)] {
        let (mut with, mut without) = (text.clone(), None);
        assert_eq!(LaterMut::Note(&mut with).get(version).is_some(), is_later);
        LaterMut::Note(&mut with).clear(version);
        assert_eq!(with.is_none(), is_later);
        LaterMut::Note(&mut without).set(version, Later::Note(text.clone()));
        assert_eq!(without.is_some(), is_later);
    }
}
