use super::*;
use crate::tui::screen::{person_forms, settings};
use crate::tui::widget::field::Kind;
use crate::tui::{Start, model::Model};

fn clock() -> crate::ops::Now {
    let local = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(14, 30, 0).unwrap();
    crate::ops::Now { local, utc: local.and_utc() }
}

/// Every form that the program can open.
fn forms() -> Vec<Form> {
    let today = clock().today();
    let person = crate::ops::demo_journal(today).unwrap().remove(0).person;
    let start = Model::new(Start::new(clock), (80, 24)).start;
    vec![
        new_spot(),
        look(1, "chest"),
        review(1, "chest"),
        review_of(Reviewed::Person, "Me"),
        treatment(1, "chest"),
        export(today, true),
        sections(&[]),
        person_forms::symptoms("Me"),
        person_forms::medicine(),
        person_forms::infection(),
        person_forms::person(&person),
        person_forms::new_person(),
        settings::form(&start),
    ]
}

#[test]
fn every_word_of_every_list_of_every_form_is_taken_by_its_letters_and_by_their_beginning() {
    let mut words = 0;
    for (f, form) in forms().into_iter().enumerate() {
        for i in 0..form.fields.len() {
            let (Kind::One(choices) | Kind::Many(choices)) = &form.fields[i].kind else { continue };
            for word in choices.words.clone() {
                let begins = |length: usize| choices.words.iter().filter(|w| w.starts_with(&word[..length])).count();
                let shortest = (1..word.len()).find(|&length| begins(length) == 1).unwrap_or(word.len());
                for typed in [word, &word[..shortest]] {
                    let mut field = forms().remove(f).fields.remove(i);
                    field.clear();
                    typed.chars().for_each(|c| field.write(&c.to_string()));
                    assert!(field.leave(), "{} {typed}", field.name);
                    assert_eq!(field.words(), [word], "{} {typed}", field.name);
                    words += 1;
                }
            }
            let mut field = forms().remove(f).fields.remove(i);
            field.clear();
            "zzz".chars().for_each(|c| field.write(&c.to_string()));
            assert!(!field.leave() && field.error.is_some(), "{}", field.name);
            (0..3).for_each(|_| field.erase());
            assert!(field.leave() && field.words().is_empty(), "{}", field.name);
        }
    }
    assert!(words > 400);
}
