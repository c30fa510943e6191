//! Tests of the rules of the fourth table, illnesses with a rash. Also tests what a higher risk, a review, a gone spot
//! and a mistake do in three tables.

use crate::rules_kit::{answered_by, asks, each, flags_of, judge, table, with_edges, with_until_gone};

const DOCTOR: &str = "doctor";

#[test]
fn spots_with_a_sore_throat_and_swollen_glands_are_for_the_same_day() {
    let rule = |base: &str, rows: &str| table("after-sore-throat", "", base, rows);
    rule(
        "spot chest 01-01; look 03-05T10:00; ",
        "
        has 03-05 sore-throat; has 03-05 swollen-glands => same-day | has 03-05 sore-throat => -
        has 03-05 swollen-glands => - | has 03-05 sore-throat; not 03-05 swollen-glands => -
        not 03-05 sore-throat; has 03-05 swollen-glands => - | has 03-05 sore-throat; has 03-05 fever => -
        has 03-03T10:00 sore-throat; has 03-07T10:00 swollen-glands => same-day
        has 03-03T09:59 sore-throat; has 03-05T10:00 swollen-glands => -
        has 03-05 sore-throat; has 03-05 swollen-glands; me born=2020-01-01 => same-day
        has 03-05 sore-throat; has 03-05 swollen-glands; me born=1940-01-01 => same-day
        ",
    );
    rule("has 03-05 sore-throat; has 03-05 swollen-glands", "=> - | ; spot chest 01-01 => -");
    for (one, other) in [("sore-throat", "swollen-glands"), ("swollen-glands", "sore-throat")] {
        let spot = format!("has 03-05T10:00 {one}; spot chest 01-01; look 03-05T10:00");
        with_edges("after-sore-throat", "", &spot, other, "same-day", "-");
        with_until_gone("after-sore-throat", &spot, other, "same-day", "-");
    }
}

#[test]
fn blisters_that_itch_or_stay_on_one_side_are_to_be_followed_up() {
    let rule = |base: &str, rows: &str| table("itchy-blisters", DOCTOR, base, rows);
    rule(
        "spot chest 01-01; look 03-05 ",
        "
        morphology=blister itch=yes => follow-up | morphology=blister itch=no => - | morphology=blister => -
        morphology=welt itch=yes => - | itch=yes => - | morphology=blister count=many => -
        morphology=blister; look 03-20 itch=yes => follow-up
        itch=yes; look 03-20 morphology=blister => follow-up
        itch=yes; look 03-06 itch=no; look 03-20 morphology=blister => -
        itch=yes; review 03-10 doctor; look 03-20 morphology=blister => -
        morphology=blister itch=yes; gone 03-20 => follow-up resting
        ",
    );
    each(
        "itchy-blisters",
        DOCTOR,
        "spot chest 01-01 side=*; look 03-05 morphology=blister itch=no count=three-or-more",
        &[(&["left", "right"], "follow-up"), (&["middle", "both"], "-")],
    );
    rule(
        "spot chest 01-01 side=left; look 03-05 morphology=blister ",
        "
        count=three-or-more => follow-up | count=many => follow-up | count=two => -
        spread=several-places => follow-up | spread=one-place => - |  => -
        ",
    );
    let one_sided = "spot chest 01-01 side=left; look 03-05 morphology=blister count=many ";
    asks("itchy-blisters", one_sided, &[("itch", "itch=no")]);
}

#[test]
fn a_rash_that_goes_from_the_face_to_the_body_is_to_be_followed_up() {
    let rule = |base: &str, rows: &str| table("face-then-body", DOCTOR, base, rows);
    rule(
        "spot cheek 03-03; look 03-03 count=many; spot chest ",
        "
        03-03; look 03-15 count=many => - | 03-04; look 03-15 count=many => follow-up
        03-10; look 03-15 count=many => follow-up | 03-11; look 03-15 count=many => -
        03-02; look 03-15 count=many => - | ?; look 03-05 count=many => - | 2025-03; look 03-15 count=many => -
        03-04; look 03-15 count=three-or-more => follow-up | 03-04; look 03-15 count=two => -
        03-04; look 03-15 => - | 03-04; look 03-15 morphology=patch => follow-up
        03-04; look 03-15 spread=several-places => follow-up | 03-04 => -
        03-06; look 03-15 count=many; window new_days=3 => follow-up
        03-07; look 03-15 count=many; window new_days=3 => -
        03-13; look 03-15 count=many; window new_days=10 => follow-up
        03-14; look 03-15 count=many; window new_days=10 => -
        03-04; look 03-15 count=many; has 03-15 fever => same-day
        03-04; look 03-15 count=many; has 03-03 fever => follow-up
        03-04; look 03-15 count=many; has 03-15 chills => follow-up
        ",
    );
    for (face, first, not) in [("2025-02", "02-08", "02-09"), ("2025", "01-08", "01-09")] {
        let face = format!("spot face {face}; look 03-03 count=many; spot back ");
        rule(&format!("{face}{first}; look 03-15 count=many"), "=> follow-up");
        rule(&format!("{face}{not}; look 03-15 count=many"), "=> -");
    }
    rule(
        "spot chest 03-05; look 03-15 count=many; spot cheek ",
        "
        03-03; look 03-03 count=many => follow-up | 03-03; look 03-03 morphology=patch => follow-up
        03-03; look 03-03 count=two => - | 03-03; look 03-03 => - | 03-03 => -
        ?; look 03-03 count=many => - | 03-03; look 03-03 count=many; closed 03-20 mistake => -
        03-03; look 03-03 count=many; gone 03-20 => follow-up
        ",
    );
    let (before, after) = ("spot cheek 03-03; look 03-03 count=many; spot ", " 03-05; look 03-15 count=many");
    let trunk = ["chest", "breast", "abdomen", "side", "upper-back", "lower-back", "back", "buttock", "hip"];
    let limbs = ["shoulder", "elbow-fold", "palm", "fingernail", "thigh-front", "calf", "sole", "toenail"];
    let elsewhere = ["neck-front", "groin", "genitals", "scalp", "ear", "nose", "other"];
    let body: &[(&[&str], &str)] = &[(&trunk, "follow-up"), (&limbs, "follow-up"), (&elsewhere, "-")];
    each("face-then-body", DOCTOR, &format!("{before}*{after}"), body);
    let face = ["forehead", "temple", "eyebrow", "eyelid", "eye", "nose", "cheek", "lip", "chin", "face"];
    let row = "spot * 03-03; look 03-03 count=many; spot chest 03-05; look 03-15 count=many";
    each(
        "face-then-body",
        DOCTOR,
        row,
        &[(&face, "follow-up"), (&["scalp", "ear", "inside-mouth", "neck-front"], "-")],
    );
    let later = "spot cheek 02-20; look 02-20 count=many; spot chest 02-25; look 03-05T10:00 count=many";
    with_edges("face-then-body", DOCTOR, later, "fever", "same-day", "follow-up");
    with_until_gone("face-then-body", later, "fever", "same-day", "follow-up");
    asks("face-then-body", later, &[("fever", "; not 03-05 fever")]);
    let found = judge(later);
    assert_eq!(flags_of("face-then-body", &found).map(|flag| flag.spot).collect::<Vec<_>>(), [Some(2)]);
}

#[test]
fn a_rough_rash_in_the_folds_is_to_be_followed_up() {
    let sites: &[(&[&str], &str)] = &[
        (&["neck-front", "neck-back", "armpit", "groin"], "follow-up"),
        (&["elbow-fold", "knee-back", "chest", "genitals", "buttock"], "-"),
    ];
    each("rough-rash-in-folds", DOCTOR, "spot * 01-01; look 03-05 count=many surface=rough", sites);
    table(
        "rough-rash-in-folds",
        DOCTOR,
        "spot armpit 01-01; look 03-05 ",
        "
        surface=rough count=three-or-more => follow-up | surface=rough count=two => - | surface=rough => -
        surface=rough spread=several-places => follow-up | surface=rough morphology=patch => follow-up
        surface=scaly count=many => - | surface=smooth count=many => - | count=many => -
        surface=rough; look 03-20 count=many => follow-up
        surface=rough count=many; has 03-05 chills => follow-up
        ",
    );
    let rough = "spot groin 01-01; look 03-05T10:00 surface=rough count=many";
    with_edges("rough-rash-in-folds", DOCTOR, rough, "fever", "same-day", "follow-up");
    with_until_gone("rough-rash-in-folds", rough, "fever", "same-day", "follow-up");
    asks("rough-rash-in-folds", rough, &[("fever", "; not 03-05 fever")]);
}

#[test]
fn redness_of_the_face_with_the_eyes_is_to_be_followed_up() {
    let rule = |row: &str, values: &[(&[&str], &str)]| each("face-and-eyes", DOCTOR, row, values);
    let red = ["red", "bright-red", "dark-red", "pink", "dark-pink", "skin,pink"];
    let colours: &[(&[&str], &str)] = &[(&red, "follow-up"), (&["purple", "brown", "skin", "none"], "-")];
    rule("has 03-05 blurred-vision; spot nose 01-01; look 03-05 colours=*", colours);
    rule("has 03-05 blurred-vision; spot nose 01-01; look 03-05 glass=unclear colours=*", colours);
    let face = ["forehead", "temple", "eyebrow", "eyelid", "eye", "nose", "cheek", "lip", "chin", "face"];
    let sites: &[(&[&str], &str)] = &[(&face, "follow-up"), (&["scalp", "ear", "neck-front", "inside-mouth"], "-")];
    rule("has 03-05 watery-or-itchy-eyes; spot * 01-01; look 03-05 colours=red", sites);
    let signs: &[(&[&str], &str)] =
        &[(&["watery-or-itchy-eyes", "blurred-vision"], "follow-up"), (&["light-sensitivity", "fever", "cough"], "-")];
    rule("has 03-05 *; spot face 01-01; look 03-05 colours=pink", signs);
    let pink = "spot face 01-01; look 02-01 colours=pink; look 03-05T10:00";
    with_until_gone("face-and-eyes", pink, "watery-or-itchy-eyes", "follow-up", "-");
    let red = "spot face 01-01; look 03-05T10:00 colours=red";
    with_edges("face-and-eyes", DOCTOR, red, "blurred-vision", "follow-up", "-");
}

/// A case that fires each rule assessed at the observations of a spot, all on 5 March.
const FIRINGS: &[(&str, &str, &str)] = &[
    ("sudden-crop", "spot chest 03-05 onset=sudden; look 03-05 count=many", "same-day"),
    ("spreading", "spot chest 01-01; look 03-05 spreading=yes", "same-day"),
    ("after-new-medicine", "took 03-01; spot chest 03-05; look 03-05", "follow-up"),
    ("allergic-reaction", "has 03-05 trouble-breathing; spot chest 01-01; look 03-05", "emergency"),
    ("painful-eye-mouth-genitals", "spot eye 03-05; look 03-05 pain=yes", "emergency"),
    ("rash-emergency-signs", "spot chest 01-01; look 03-05 spread=whole-body", "emergency"),
    ("rash-with-warning-signs", "has 03-05 dizziness; spot chest 03-05; look 03-05", "same-day"),
    ("maybe-infected", "spot chest 01-01; look 03-05 pus=yes", "follow-up"),
    ("pinprick-rash-not-itchy", "spot chest 03-03; look 03-05 count=many morphology=pinprick", "same-day"),
    ("non-fading-rash", "spot chest 01-01; look 03-05 count=many glass=unclear", "same-day"),
    ("non-fading-rash", "spot chest 03-03; look 03-05 count=many glass=unclear", "emergency"),
    ("non-fading-spot", "spot chest 03-03; look 03-05 glass=unclear", "follow-up"),
    ("non-fading-and-ill", "has 03-05 fever; spot chest 01-01; look 03-05 glass=unclear", "emergency"),
    ("stopped-fading", "spot chest 01-01; look 03-03 glass=fades; look 03-05 glass=unclear", "same-day"),
    (
        "pinpricks-to-bruise",
        "spot chest 01-01; look 03-03 morphology=pinprick; look 03-05 morphology=bruise",
        "emergency",
    ),
    ("non-fading-patch", "spot chest 01-01; look 03-05 morphology=patch glass=unclear", "same-day"),
    ("leg-spots-and-ill", "has 03-05 cough; spot shin 01-01; look 03-05 glass=unclear", "same-day"),
    ("infant-fever-rash", "me born=2024-06-01; has 03-05 fever; spot chest 01-01; look 03-05", "emergency"),
    ("after-sore-throat", "has 03-05 sore-throat; has 03-05 swollen-glands; spot chest 01-01; look 03-05", "same-day"),
    ("itchy-blisters", "spot chest 01-01; look 03-05 morphology=blister itch=yes", "follow-up"),
    ("face-then-body", "spot cheek 03-01; look 03-01 count=many; spot chest 03-04; look 03-05 count=many", "follow-up"),
    ("rough-rash-in-folds", "spot groin 01-01; look 03-05 count=many surface=rough", "follow-up"),
    ("face-and-eyes", "has 03-05 blurred-vision; spot face 01-01; look 03-05 colours=red", "follow-up"),
];

#[test]
fn a_review_of_the_spot_answers_what_is_dated_up_to_it() {
    for (rule, case, level) in FIRINGS {
        answered_by(rule, DOCTOR, case, level, "review", ["03-04", "03-05"]);
        let others = format!("; visit 03-05 doctor => {level} | ; spot back 01-01; review 03-05 doctor => {level}");
        table(rule, DOCTOR, case, &others);
        table(rule, DOCTOR, case, &format!("; closed 03-05 removed => {level} answered"));
    }
    // The flag is dated by the symptom, if that is later than the observation.
    for (rule, case, level) in [
        ("non-fading-and-ill", "spot chest 01-01; look 03-05 glass=unclear; has 03-09 fever", "emergency"),
        ("leg-spots-and-ill", "spot shin 01-01; look 03-05 glass=unclear; has 03-09 cough", "same-day"),
        ("face-and-eyes", "spot face 01-01; look 03-05 colours=red; has 03-09 blurred-vision", "follow-up"),
        (
            "after-sore-throat",
            "spot face 01-01; look 03-05; has 03-06 sore-throat; has 03-09 swollen-glands",
            "same-day",
        ),
    ] {
        answered_by(rule, DOCTOR, case, level, "review", ["03-08", "03-09"]);
    }
}

#[test]
fn a_review_of_the_person_or_of_any_spot_answers_what_is_about_the_person() {
    for (rule, case, level) in [
        ("meningitis-signs", "has 03-04 stiff-neck; has 03-05 fever", "emergency"),
        ("sepsis-signs", "has 03-04 sweating; has 03-05 fever", "same-day"),
        ("sepsis-signs", "has 03-05 sweating; spot chest 01-01; look 03-05 glass=unclear", "emergency"),
        ("collapse-signs", "has 03-05 seizure", "emergency"),
        ("with-illness", "spot chest 03-05; look 03-05 pain=yes", "follow-up"),
        ("with-illness", "spot chest 03-03; look 03-03; has 03-05 cough", "follow-up"),
    ] {
        for review in ["visit", "spot back 01-01; review"] {
            answered_by(rule, DOCTOR, case, level, review, ["03-04", "03-05"]);
        }
        let back = format!("{case}; spot back 01-01");
        let rows = format!("; closed 03-04 removed => {level} | ; closed 03-05 removed => {level} answered");
        table(rule, DOCTOR, &back, &rows);
    }
    let again = "has 03-05 seizure; visit 03-06 doctor; has 03-07 seizure";
    table("collapse-signs", "", again, "=> emergency | ; visit 03-07 nurse => emergency answered");
}

#[test]
fn what_does_not_fade_stays_open_when_the_spot_is_gone() {
    let stays = ["non-fading-rash", "non-fading-spot", "non-fading-and-ill", "non-fading-patch", "stopped-fading"];
    for (rule, case, level) in FIRINGS {
        let rests = *level == "follow-up" && !stays.contains(rule);
        let when_gone = if rests { format!("{level} resting") } else { (*level).to_owned() };
        let rows = format!("; unaged; gone 06-01 => {when_gone} | ; unaged; gone 06-01; look 07-01 => {level}");
        table(rule, DOCTOR, case, &rows);
        table(rule, DOCTOR, case, &format!("; review 03-05 doctor; gone 06-01 => {level} answered"));
    }
}

#[test]
fn a_mistake_raises_nothing() {
    for (rule, case, level) in FIRINGS {
        let mistake = format!("{case}; unaged; closed 06-01 mistake");
        let resting = format!("{level} resting");
        table(rule, DOCTOR, &mistake, &format!("=> {resting} | ; as-of 05-31 => {level}"));
        let found = judge(&mistake);
        let spot = found.spots.last().unwrap();
        assert_eq!((spot.level.word(), spot.next_check), ("none", None), "{mistake}");
    }
}

#[test]
fn after_a_review_that_knew_the_spot_only_a_change_or_an_emergency_opens_three_rules_again() {
    for (rule, seen, answers) in [
        ("pinprick-rash-not-itchy", "02-28", "count=many morphology=pinprick"),
        ("non-fading-rash", "01-01", "count=many glass=unclear"),
        ("non-fading-patch", "01-01", "morphology=patch glass=unclear"),
    ] {
        let at_risk = if rule == "non-fading-patch" { "same-day answered" } else { "emergency answered" };
        let spot = format!("spot chest {seen}; look 03-05 {answers}");
        let rows = format!(
            "
        ; review 03-01 doctor known => same-day answered | ; review 03-01 nurse monitor => same-day answered
        ; review 03-01 dermatologist treat => same-day | ; review 03-01 doctor biopsy => same-day
        ; review 03-01 doctor unsure => same-day | ; review 03-01 doctor => same-day
        ; review 03-01 pharmacist known => same-day
        ; review 03-01 doctor known; review 03-03 doctor treat => same-day
        ; review 03-01 doctor treat; review 03-03 doctor known => same-day answered
        ; review 03-01 doctor known; review 03-03 pharmacist treat => same-day answered
        ; review 03-01 doctor known; gone 03-09 => same-day answered
        ; review 03-01 doctor known; me long_term_illness=yes => {at_risk}
        changes=none; review 03-01 doctor known => same-day answered
        changes=size; review 03-01 doctor known => same-day
        ; look 03-07 changes=colour; review 03-01 doctor known => same-day
        ; look 03-01 changes=size; review 03-01 doctor known => same-day answered
        outline=regular; look 03-07 outline=irregular; review 03-01 doctor known => same-day
        mm=1,1,1; look 03-07 mm=9,9,9; look 03-08 mm=9,9,9; review 03-01 doctor known => same-day
        ",
        );
        table(rule, "", &spot, &rows);
    }
    let known = "; review 03-01 doctor known";
    for (rule, case, level) in [
        ("non-fading-rash", "spot chest 01-01; look 03-05 count=many glass=unclear spreading=yes", "emergency"),
        ("non-fading-rash", "spot chest 02-28; look 03-05 count=many glass=unclear", "emergency"),
        ("non-fading-rash", "has 03-05 fever; spot chest 01-01; look 03-05 count=many glass=unclear", "emergency"),
        (
            "non-fading-patch",
            "has 03-05 fever; spot chest 01-01; look 03-05 morphology=patch glass=unclear",
            "emergency",
        ),
        ("non-fading-patch", "spot chest 02-28; look 03-05 morphology=patch glass=unclear spreading=yes", "emergency"),
        ("non-fading-patch", "spot chest 02-28; look 03-05 morphology=patch glass=unclear", "same-day answered"),
    ] {
        table(rule, "", case, &format!("{known} => {level}"));
    }
    let held = ["pinprick-rash-not-itchy", "non-fading-rash", "non-fading-patch"];
    for (rule, case, level) in FIRINGS.iter().filter(|(rule, ..)| !held.contains(rule)) {
        table(rule, DOCTOR, case, &format!("{known} => {level}"));
    }
}

/// Cases of the three rules that a higher risk raises, each same-day on 5 March.
const RAISED: [(&str, &str); 3] = [
    ("pinprick-rash-not-itchy", "spot chest 03-03; look 03-05 count=many morphology=pinprick glass=fades"),
    ("non-fading-rash", "spot chest 01-01; look 03-05 count=many glass=unclear"),
    ("sepsis-signs", "has 03-04 fever; has 03-05 lethargy"),
];

#[test]
fn a_higher_risk_makes_the_same_day_an_emergency() {
    for (rule, case) in RAISED {
        table(
            rule,
            "",
            case,
            "
         => same-day | ; me born=1959-03-05 => emergency | ; me born=1959-03-06 => same-day
        ; me born=2024-03-05 => same-day | ; me born=2024-03-06 => emergency | ; me born=1990-01-01 => same-day
        ; me long_term_illness=yes => emergency | ; me long_term_illness=no => same-day
        ; infection 03-05 skin => emergency | ; infection 02-03 lungs => emergency
        ; infection 02-02 lungs => same-day | ; infection 03-06 gut => same-day
        ; infection 03-01 gut => emergency | ; infection 03-01 urine => emergency
        ; infection 03-01 other => emergency
        ; infection 02-26 other; window recent_infection_days=7 => emergency
        ; infection 02-25 other; window recent_infection_days=7 => same-day
        ; me pregnant=yes conditions=cancer,diabetes => same-day
        ",
        );
        for risk in ["me born=1950-01-01", "me long_term_illness=yes", "infection 03-01 skin"] {
            let found = judge(&format!("{case}; {risk}"));
            let reason = &flags_of(rule, &found).next().unwrap().reason;
            assert!(reason.contains("higher risk"), "{rule}, {risk}: {reason}");
        }
        let plain = judge(case);
        assert!(!flags_of(rule, &plain).next().unwrap().reason.contains("higher risk"), "{rule}");
    }
    for (rule, case, level) in [
        ("non-fading-patch", "spot chest 01-01; look 03-05 glass=unclear morphology=patch", "same-day"),
        ("stopped-fading", "spot chest 01-01; look 03-03 glass=fades; look 03-05 glass=unclear", "same-day"),
        ("non-fading-spot", "spot chest 03-03; look 03-05 glass=unclear", "follow-up"),
    ] {
        table(rule, DOCTOR, case, &format!("; me long_term_illness=yes born=1950-01-01 => {level}"));
    }
}
