//! Tests of the rules of the third table: spots that do not fade under glass, meningitis, sepsis.

use crate::rules_kit::{asks, each, judge, outcome, table, with_edges, with_until_gone};

const DOCTOR: &str = "doctor";
/// A spot that is no longer new, with an unclear glass test.
const OLD: &str = "spot chest 01-01; look 03-05T10:00 glass=unclear";

const MENINGITIS: &[&str] = &["fever", "headache", "nausea", "light-sensitivity", "vomiting"];
/// Entries that count as one of the meningitis symptoms.
const AS_MENINGITIS: &[&str] = &["severe-head-or-neck-pain", "frequent-vomiting"];
const SEPSIS: &[&str] = &["fever", "sweating", "fast-heart-or-breathing", "lethargy"];
const LESS_ALERT: &[&str] = &["confused-or-less-alert", "drowsy-or-unresponsive"];
/// Listed symptoms that no list of this table contains except that of the legs.
const BESIDE: &[&str] = &["cough", "chills", "dizziness", "diarrhoea", "sore-throat", "joint-pain", "blurred-vision"];

#[test]
fn pinpricks_that_do_not_itch_count_whatever_the_glass_says() {
    let rule = |base: &str, rows: &str| table("pinprick-rash-not-itchy", "", base, rows);
    rule(
        "spot chest 03-03; look 03-05 ",
        "
        count=three-or-more morphology=pinprick => same-day | count=many morphology=pinprick itch=no => same-day
        count=many morphology=pinprick itch=yes => - | count=two morphology=pinprick => -
        morphology=pinprick => - | spread=several-places morphology=pinprick => same-day
        spread=whole-body morphology=pinprick => same-day | spread=one-place morphology=pinprick => -
        count=many morphology=spot => - | count=many => - | count=many morphology=pinprick glass=fades => same-day
        count=many morphology=pinprick glass=unclear => same-day | count=many mm=1.9 => same-day
        count=many mm=2 => - | count=many mm=5,1.9,1.9 => same-day | count=many mm=1.8,2.2 => -
        count=two mm=1.9 => - | count=many; look 03-06 morphology=pinprick => same-day
        count=many itch=yes; look 03-06 morphology=pinprick => -
        count=many; review 03-05 doctor treat; look 03-06 morphology=pinprick => same-day
        count=many; review 03-06 doctor treat; look 03-07 morphology=pinprick => -
        ",
    );
    let base = "spot chest 03-03; look 03-05 count=many morphology=pinprick ";
    asks("pinprick-rash-not-itchy", base, &[("itch", "itch=no"), ("born", "; me born=1990-01-01")]);
    asks("pinprick-rash-not-itchy", base, &[("long_term_illness", "; me long_term_illness=no")]);
    asks("pinprick-rash-not-itchy", "spot chest 03-03; look 03-05 spread=whole-body mm=1 ", &[("count", "count=two")]);
}

#[test]
fn old_pinpricks_count_only_when_they_spread_or_with_a_symptom() {
    let rule = |base: &str, rows: &str| table("pinprick-rash-not-itchy", "", base, rows);
    rule(
        "* count=many morphology=pinprick",
        "
        spot chest 03-03; look 03-23 => same-day | spot chest 03-03; look 03-24 => -
        spot chest 2025-03; look 03-21 => same-day | spot chest 2025-03; look 03-22 => -
        spot chest 2025; look 01-21 => same-day | spot chest 2025; look 01-22 => -
        spot chest ?; look 03-05 => same-day | spot chest ?; look 03-05; look 03-12 => same-day
        spot chest ?; look 03-05; look 03-13 => - | spot chest ? onset=gradual; look 03-05 => -
        spot chest ? since_birth=yes; look 03-05 => -
        spot chest ? since_birth=yes; me born=2023-03-05; look 03-05 => -
        window persistence_days=14; spot chest 03-03; look 03-16 => same-day
        window persistence_days=14; spot chest 03-03; look 03-17 => -
        window new_days=14; spot chest ?; look 03-05; look 03-19 => same-day
        window new_days=14; spot chest ?; look 03-05; look 03-20 => -
        ",
    );
    let old = "spot chest 01-01; look 03-05T10:00 count=many morphology=pinprick";
    rule(
        old,
        "
        => - | spreading=yes => same-day | spreading=no => -
        spreading=yes itch=yes => - | ; look 03-06 spreading=yes => same-day | ; has 03-05 chills => same-day
        itch=yes; has 03-05 chills => -
        ",
    );
    let said = "spot chest 01-01; look 03-03T10:00 spreading=yes; look * count=many morphology=pinprick";
    rule(said, "03-06T10:00 => same-day | 03-06T10:01 => -");
    with_edges("pinprick-rash-not-itchy", "", old, "cough", "same-day", "-");
    with_until_gone("pinprick-rash-not-itchy", old, "blurred-vision", "same-day", "-");
}

#[test]
fn what_does_not_fade_is_a_rash_by_count_or_spread() {
    let rule = |base: &str, rows: &str| table("non-fading-rash", "", base, rows);
    rule(
        "spot chest 01-01; look 03-05 ",
        "
        count=three-or-more glass=does-not-fade => same-day | count=many glass=unclear => same-day
        count=many glass=fades => - | count=many => - | count=two glass=unclear => -
        glass=unclear => - | spread=several-places glass=unclear => same-day
        spread=whole-body glass=unclear => same-day | spread=one-place glass=unclear => -
        morphology=patch glass=unclear => - | morphology=bruise glass=does-not-fade => -
        count=many glass=unclear spreading=yes => emergency | count=many glass=unclear spreading=no => same-day
        count=many; look 03-20 glass=unclear => same-day | glass=unclear; look 03-20 count=many => same-day
        glass=unclear; look 03-06 glass=fades; look 03-20 count=many => -
        count=many glass=unclear; look 03-06 glass=fades => same-day
        count=two glass=unclear; look 03-07 count=many => emergency
        count=two glass=unclear; look 03-09 count=many => same-day
        ",
    );
    rule(
        "spot chest 03-03; look ",
        "
        03-10 count=many glass=unclear => emergency | 03-11 count=many glass=unclear => same-day
        03-06 count=many glass=unclear; window new_days=3 => emergency
        03-07 count=many glass=unclear; window new_days=3 => same-day
        ",
    );
    let said = "spot chest 01-01; look 03-03T10:00 spreading=yes; look * count=many glass=unclear";
    rule(said, "03-06T10:00 => emergency | 03-06T10:01 => same-day");
    let old = format!("{OLD} count=many");
    let with = format!("{old}; has 03-05 *");
    let urgent = [MENINGITIS, AS_MENINGITIS, SEPSIS, LESS_ALERT, &["stiff-neck", "fatigue", "unusual-bruising"]];
    for signs in urgent {
        each("non-fading-rash", "", &with, &[(signs, "emergency")]);
    }
    each("non-fading-rash", "", &with, &[(BESIDE, "same-day"), (&["seizure", "bleeding-gums"], "same-day")]);
    with_edges("non-fading-rash", "", &old, "lethargy", "emergency", "same-day");
    with_until_gone("non-fading-rash", &old, "fatigue", "emergency", "same-day");
    asks("non-fading-rash", "spot chest *; look 03-05 count=many glass=unclear", &[("first_seen", "01-01")]);
    asks("non-fading-rash", &old, &[("spreading", " spreading=no"), ("fever", "; not 03-05 fever")]);
    asks("non-fading-rash", &old, &[("fatigue", "; not 03-05 fatigue"), ("born", "; me born=1990-01-01")]);
    asks("non-fading-rash", &old, &[("unusual-bruising", "; not 03-05 unusual-bruising")]);
    asks("non-fading-rash", &old, &[("long_term_illness", "; me long_term_illness=no")]);
}

#[test]
fn one_or_two_new_dots_that_do_not_fade_are_not_passed_over() {
    table(
        "non-fading-spot",
        DOCTOR,
        "spot chest 03-03; look ",
        "
        03-05 glass=unclear => follow-up | 03-05 glass=does-not-fade count=two spread=one-place => follow-up
        03-05 glass=unclear count=three-or-more => - | 03-05 glass=unclear spread=several-places => -
        03-05 glass=unclear morphology=patch => follow-up | 03-05 glass=fades => - | 03-05 => -
        03-10 glass=unclear => follow-up | 03-11 glass=unclear => -
        03-06 glass=unclear; window new_days=3 => follow-up | 03-07 glass=unclear; window new_days=3 => -
        03-05 glass=unclear; look 03-06 glass=fades => follow-up | 03-05 glass=unclear; gone 03-06 => follow-up
        ",
    );
    asks("non-fading-spot", "spot chest *; look 03-05 glass=unclear", &[("first_seen", "03-03")]);
    let base = "spot chest 03-03; look 03-05 glass=unclear ";
    asks("non-fading-spot", base, &[("count", "count=one"), ("spread", "spread=one-place")]);
}

#[test]
fn not_fading_and_ill_is_an_emergency_from_one_spot_up() {
    let with = "spot chest 01-01; look 03-05 glass=*";
    for sign in ["fever", "fatigue", "unusual-bruising"] {
        let rows: &[(&[&str], &str)] = &[(&["unclear", "does-not-fade"], "emergency"), (&["fades"], "-")];
        each("non-fading-and-ill", "", &format!("{with}; has 03-05 {sign}"), rows);
        table("non-fading-and-ill", "", &format!("spot chest 01-01; look 03-05; has 03-05 {sign}"), "=> -");
    }
    let rows: &[(&[&str], &str)] = &[(BESIDE, "-"), (&["headache", "stiff-neck", "lethargy", "bleeding-gums"], "-")];
    each("non-fading-and-ill", "", &format!("{OLD}; has 03-05 *"), rows);
    with_edges("non-fading-and-ill", "", OLD, "fever", "emergency", "-");
    with_until_gone("non-fading-and-ill", OLD, "unusual-bruising", "emergency", "-");
    let fever = format!("{OLD}; has 03-05 fever");
    asks("non-fading-and-ill", &fever, &[("fatigue", "; not 03-05 fatigue")]);
    asks("non-fading-and-ill", &fever, &[("unusual-bruising", "; not 03-05 unusual-bruising")]);
}

#[test]
fn what_faded_before_and_does_not_now_is_for_the_same_day() {
    table(
        "stopped-fading",
        "",
        "spot chest 01-01; look 03-03 glass=fades; ",
        "
        look 03-24 glass=unclear => same-day | look 03-25 glass=unclear => -
        look 03-24T23:59 glass=does-not-fade => same-day
        look 03-17 glass=unclear; window persistence_days=14 => same-day
        look 03-18 glass=unclear; window persistence_days=14 => - | look 03-24 glass=fades => - | look 03-24 => -
        look 03-10; look 03-24 glass=unclear => same-day
        look 03-10 glass=fades; look 03-25 glass=unclear => same-day
        gone 03-10; look 03-24 glass=unclear => same-day | gone 03-24 glass=unclear => -
        review 03-10 doctor known; look 03-24 glass=unclear => same-day
        look 03-24 glass=unclear; review 03-24 doctor => same-day answered
        look 03-24 glass=unclear; has 03-24 cough => emergency
        look 03-24 glass=unclear; not 03-24 cough => same-day
        # Still not fading as far as is known, when the symptom comes; counted between the two tests.
        look 03-24 glass=unclear; look 04-20; has 04-20 chills => emergency
        look 03-25 glass=unclear; look 04-20; has 04-20 chills => -
        # A later test that does not fade either takes nothing back.
        look 03-24 glass=unclear; look 04-20 glass=does-not-fade; has 04-20 chills => emergency
        look 03-24 glass=unclear; look 04-20 glass=fades; look 05-20 glass=unclear; has 05-20 chills; unaged => same-day
        look 03-24 glass=unclear; look 04-20 glass=fades; has 04-20T10:00 chills; unaged => same-day
        ",
    );
    let first = "spot chest 01-01; look 03-03 glass=unclear; look 03-05 glass=fades";
    table("stopped-fading", "", first, "=> - | ; look 03-06 glass=unclear => same-day");
    let stopped = "spot chest 01-01; look 02-20 glass=fades; look 03-05T10:00 glass=unclear";
    with_edges("stopped-fading", "", stopped, "blurred-vision", "emergency", "same-day");
    with_until_gone("stopped-fading", stopped, "chills", "emergency", "same-day");
}

#[test]
fn pinpricks_that_become_a_bruise_within_a_week_are_an_emergency() {
    table(
        "pinpricks-to-bruise",
        "",
        "spot chest 01-01; look 03-03T08:00 morphology=pinprick; ",
        "
        look 03-10 morphology=bruise => emergency | look 03-10T23:00 morphology=patch => emergency
        look 03-11 morphology=bruise => - | look 03-11 morphology=patch => -
        look 03-03T09:00 morphology=patch => emergency | look 03-05 morphology=blister => - | look 03-05 => -
        look 03-05 morphology=bruise glass=fades => emergency
        look 03-05 morphology=spot; look 03-10 morphology=bruise => emergency | gone 03-05 morphology=bruise => -
        look 03-05; look 03-11 morphology=bruise => -
        review 03-04 doctor known; look 03-05 morphology=bruise => emergency
        ",
    );
    let reverse = "spot chest 01-01; look 03-03 morphology=bruise; look 03-05 morphology=pinprick";
    table("pinpricks-to-bruise", "", reverse, "=> -");
}

#[test]
fn a_red_or_purple_patch_that_does_not_fade_is_for_the_same_day() {
    let rule = |base: &str, rows: &str| table("non-fading-patch", "", base, rows);
    let colours: &[(&[&str], &str)] = &[
        (&["red", "bright-red", "dark-red", "purple", "brown", "pink,red", "none"], "same-day"),
        (&["pink", "dark-pink", "blue", "black", "skin,orange"], "-"),
    ];
    for what in ["morphology=patch", "morphology=bruise", "count=many mm=2.1", "spread=several-places mm=9"] {
        each("non-fading-patch", "", &format!("{OLD} {what} colours=*"), colours);
    }
    rule(
        "spot chest 01-01; look 03-05 colours=purple ",
        "
        glass=unclear count=three-or-more mm=2.1 => same-day | glass=unclear count=many mm=2 => -
        glass=unclear count=many mm=1.9,2.1 => - | glass=unclear count=many => -
        glass=unclear count=two mm=2.1 => - | glass=unclear mm=2.1 => -
        glass=unclear spread=one-place mm=2.1 => - | glass=unclear morphology=lump => -
        glass=does-not-fade morphology=patch => same-day | glass=fades morphology=patch => -
        morphology=patch => - | morphology=patch; look 03-20 glass=unclear => same-day
        glass=unclear morphology=patch spreading=yes => same-day
        ",
    );
    rule(
        "spot chest 03-03; look ",
        "
        03-10 glass=unclear morphology=patch spreading=yes => emergency
        03-11 glass=unclear morphology=patch spreading=yes => same-day
        03-10 glass=unclear morphology=patch spreading=no => same-day
        03-10 glass=unclear morphology=patch => same-day
        03-05T10:00 spreading=yes; look 03-08T10:00 glass=unclear morphology=patch => emergency
        03-05T10:00 spreading=yes; look 03-08T10:01 glass=unclear morphology=patch => same-day
        ",
    );
    let patch = format!("{OLD} morphology=patch");
    let signs: &[(&[&str], &str)] = &[
        (&["bleeding-gums", "unusual-bruising", "fever"], "emergency"),
        (&["fatigue", "headache", "lethargy"], "same-day"),
        (BESIDE, "same-day"),
    ];
    each("non-fading-patch", "", &format!("{patch}; has 03-05 *"), signs);
    with_edges("non-fading-patch", "", &patch, "bleeding-gums", "emergency", "same-day");
    with_until_gone("non-fading-patch", &patch, "fever", "emergency", "same-day");
    asks("non-fading-patch", &patch, &[("colours", " colours=red"), ("fever", "; not 03-05 fever")]);
    asks("non-fading-patch", &patch, &[("bleeding-gums", "; not 03-05 bleeding-gums")]);
    asks("non-fading-patch", &patch, &[("unusual-bruising", "; not 03-05 unusual-bruising")]);
}

#[test]
fn spots_on_the_leg_with_an_illness_are_for_the_same_day() {
    let rule = |base: &str, rows: &str| table("leg-spots-and-ill", "", base, rows);
    let front = ["thigh-front", "thigh-back", "knee", "knee-back", "shin", "calf"];
    let foot = ["ankle", "heel", "foot-top", "sole", "toe", "toenail"];
    let elsewhere = ["hip", "buttock", "groin", "chest", "forearm-front", "other"];
    let sites: &[(&[&str], &str)] = &[(&front, "same-day"), (&foot, "same-day"), (&elsewhere, "-")];
    each("leg-spots-and-ill", "", "has 03-05 fatigue; spot * 01-01; look 03-05 colours=red raised=yes", sites);
    let leg = "spot shin 01-01; look 03-05T10:00 ";
    rule(
        leg,
        "
        colours=red raised=yes; has 03-05 fatigue => same-day | colours=red raised=no; has 03-05 fatigue => -
        colours=red; has 03-05 fatigue => - | colours=red glass=unclear raised=no; has 03-05 fatigue => same-day
        colours=red glass=fades raised=no; has 03-05 fatigue => -
        colours=red glass=fades raised=yes; has 03-05 fatigue => same-day
        colours=brown glass=does-not-fade; has 03-05 fatigue => same-day
        colours=brown raised=yes; has 03-05 fatigue => - | glass=unclear; has 03-05 fatigue => same-day
        raised=yes; has 03-05 fatigue => - | colours=pink glass=unclear raised=yes; has 03-05 fatigue => -
        colours=purple raised=yes => - | colours=purple raised=yes surface=open-wound => same-day
        colours=purple raised=yes surface=crusted => - | colours=purple surface=open-wound => -
        colours=purple raised=yes; look 03-20 surface=open-wound => same-day
        ",
    );
    let ill = ["joint-pain", "fatigue", "numbness", "weakness", "belly-pain", "muscle-ache", "blood-in-urine"];
    let also = ["cough", "vomiting", "frequent-vomiting", "fever"];
    let none = ["headache", "chills", "nausea", "lethargy", "unusual-bruising", "diarrhoea", "sweating"];
    let signs: &[(&[&str], &str)] = &[(&ill, "same-day"), (&also, "same-day"), (&none, "-")];
    each("leg-spots-and-ill", "", &format!("{leg} colours=dark-red raised=yes; has 03-05 *"), signs);
    with_edges("leg-spots-and-ill", "", &format!("{leg} colours=red raised=yes"), "cough", "same-day", "-");
    with_until_gone("leg-spots-and-ill", &format!("{leg} colours=red raised=yes"), "numbness", "same-day", "-");
    let base = format!("has 03-05 cough; {leg} glass=unclear ");
    asks(
        "leg-spots-and-ill",
        &base,
        &[("colours", "colours=red"), ("raised", "raised=no"), ("surface", "surface=rough")],
    );
    let raised = format!("has 03-05 cough; {leg} colours=red raised=yes ");
    asks("leg-spots-and-ill", &raised, &[("glass_test", "glass=fades")]);
}

#[test]
fn a_test_that_faded_while_unwell_is_a_task_and_lowers_nothing() {
    let rule = |base: &str, rows: &str| table("fades-but-unwell", "", base, rows);
    let faded = "spot chest 01-01; look 03-05T10:00 glass=fades";
    for signs in [MENINGITIS, AS_MENINGITIS, SEPSIS, LESS_ALERT, &["stiff-neck"]] {
        each("fades-but-unwell", "", &format!("{faded}; has 03-05 *"), &[(signs, "watch")]);
    }
    let rows: &[(&[&str], &str)] = &[(BESIDE, "-"), (&["fatigue", "unusual-bruising", "seizure"], "-")];
    each("fades-but-unwell", "", &format!("{faded}; has 03-05 *"), rows);
    with_edges("fades-but-unwell", "", faded, "sweating", "watch", "-");
    rule(
        "has 03-05T10:00 fever; spot chest 01-01; ",
        "
        look 03-05 glass=unclear => - | look 03-05 => - | look 02-01 glass=fades; look 03-05 => watch
        look 03-05 glass=fades; look 03-08 glass=unclear => -
        look 03-05 glass=fades; look 03-08 glass=fades => - | look 03-05; look 03-08 glass=fades => -
        look 03-05 glass=unclear; look 03-06 glass=fades => watch | look 03-05 glass=fades; gone 03-08 => -
        look 03-05 glass=fades; closed 03-08 removed => - | look 03-05 glass=fades; closed 03-08 mistake => -
        look 03-05 glass=fades; as-of 03-05 => watch | look 03-05 glass=fades; as-of 03-05T09:59 => -
        ",
    );
    let ill = format!("{faded}; has 03-05T11:00 fever");
    let next = |case: &str| judge(case).next_check.map(|at| at.to_string());
    assert_eq!(next(&ill).as_deref(), Some("2025-03-05T12:00"), "two hours after the test");
    assert_eq!(next(&format!("{ill}; review 03-05 doctor")).as_deref(), Some("2025-04-04"));
    let stays = "spot chest 03-03; look 03-05T09:00 glass=unclear; look 03-05T10:00 glass=fades; has 03-05T10:00 fever";
    let found = judge(stays);
    assert_eq!(outcome("fades-but-unwell", &found), "watch");
    assert_eq!(outcome("non-fading-spot", &found), "follow-up");
    assert_eq!(outcome("non-fading-and-ill", &found), "emergency", "the earlier look is with the fever too");
}

#[test]
fn signs_of_meningitis_need_no_spot() {
    let rule = |base: &str, rows: &str| table("meningitis-signs", "", base, rows);
    let row = "has 03-05 stiff-neck; has 03-05 *";
    each("meningitis-signs", "", row, &[(MENINGITIS, "emergency"), (AS_MENINGITIS, "emergency"), (BESIDE, "-")]);
    each("meningitis-signs", "", row, &[(&["stiff-neck", "lethargy", "seizure"], "-")]);
    let row = "has 03-05 fever; has 03-05 nausea; has 03-05 *";
    let third: &[&str] = &["headache", "light-sensitivity", "vomiting", "severe-head-or-neck-pain", "stiff-neck"];
    each("meningitis-signs", "", row, &[(third, "emergency"), (&["fever", "nausea"], "-"), (BESIDE, "-")]);
    rule(
        "",
        "
        has 03-05 stiff-neck => - | has 03-05 fever; has 03-05 headache => -
        has 03-05 fever; has 03-05 headache; has 03-05 severe-head-or-neck-pain => -
        has 03-05 fever; has 03-05 vomiting; has 03-05 frequent-vomiting => -
        has 03-05 stiff-neck; not 03-05 fever => - | not 03-05 stiff-neck; has 03-05 fever => -
        has 03-05 stiff-neck; has 03-05 fever; not 03-06 stiff-neck => emergency
        has 03-03T10:00 stiff-neck; has 03-05T10:00 fever => emergency
        has 03-03T10:00 stiff-neck; has 03-05T10:01 fever => -
        has 03-03T10:00 fever; has 03-05T10:00 stiff-neck => emergency
        has 03-03T10:00 fever; has 03-05T10:01 stiff-neck => -
        has 03-03 stiff-neck; has 03-05 fever => emergency | has 03-03 stiff-neck; has 03-06 fever => -
        has 03-03 stiff-neck; has 03-05T23:59 fever => emergency
        has 03-03 stiff-neck; has 03-06T00:00 fever => -
        has 03-03T10:00 fever; has 03-04 nausea; has 03-05T10:00 headache => emergency
        has 03-03T10:00 fever; has 03-04 nausea; has 03-05T10:01 headache => -
        has 03-03T10:00 fever; has 03-05T10:00 nausea; has 03-07T10:00 headache => -
        has 03-04T10:00 stiff-neck; has 03-05T10:00 fever; window with_hours=24 => emergency
        has 03-04T10:00 stiff-neck; has 03-05T10:01 fever; window with_hours=24 => -
        has 03-05 stiff-neck; has 03-06 fever; as-of 03-05 => -
        ",
    );
    let stiff = "has 03-05 stiff-neck; has 03-05 fever; ";
    asks("meningitis-signs", stiff, &[("headache", "not 03-05 headache"), ("nausea", "not 03-05 nausea")]);
    asks("meningitis-signs", stiff, &[("vomiting", "not 03-05 vomiting")]);
    asks("meningitis-signs", stiff, &[("light-sensitivity", "not 03-05 light-sensitivity")]);
}

#[test]
fn signs_of_sepsis_are_more_urgent_with_a_spot() {
    let rule = |base: &str, rows: &str| table("sepsis-signs", "", base, rows);
    each("sepsis-signs", "", "has 03-05 *", &[(SEPSIS, "-"), (LESS_ALERT, "-")]);
    each("sepsis-signs", "", "has 03-05 fever; has 03-05 *", &[(&SEPSIS[1..], "same-day"), (LESS_ALERT, "same-day")]);
    each("sepsis-signs", "", "has 03-05 lethargy; has 03-05 *", &[(BESIDE, "-"), (&["fatigue", "lethargy"], "-")]);
    rule(
        "",
        "
        has 03-05 confused-or-less-alert; has 03-05 drowsy-or-unresponsive => -
        has 03-05 sweating; not 03-05 fever => - | has 03-03T10:00 sweating; has 03-05T10:00 fever => same-day
        has 03-03T10:00 sweating; has 03-05T10:01 fever => - | has 03-03 sweating; has 03-05 fever => same-day
        has 03-03 sweating; has 03-06 fever => -
        has 03-04T10:00 sweating; has 03-05T10:00 fever; window with_hours=24 => same-day
        has 03-04T10:00 sweating; has 03-05T10:01 fever; window with_hours=24 => -
        ",
    );
    let glass = |glass: &str| format!("spot chest 01-01; look 03-05T10:00 {glass}; has 03-05 *");
    each("sepsis-signs", "", &glass(""), &[(SEPSIS, "-"), (LESS_ALERT, "emergency")]);
    each("sepsis-signs", "", &glass("glass=fades"), &[(SEPSIS, "-"), (LESS_ALERT, "emergency")]);
    let urgent = &[(SEPSIS, "emergency"), (LESS_ALERT, "emergency"), (BESIDE, "-")];
    each("sepsis-signs", "", &glass("glass=unclear"), urgent);
    each("sepsis-signs", "", &glass("glass=does-not-fade"), urgent);
    each("sepsis-signs", "", &glass("glass=unclear; closed 03-10 mistake"), &[(SEPSIS, "-"), (LESS_ALERT, "-")]);
    let present = "spot chest 01-01; look 03-05T10:00";
    rule(present, "; has 03-05 fever; has 03-05 lethargy => same-day");
    // The emergency was answered; the later symptoms are not.
    rule(OLD, "; has 03-05 fever; visit 03-06 doctor; has 04-10 fever; has 04-10 lethargy => same-day");
    with_edges("sepsis-signs", "", present, "confused-or-less-alert", "emergency", "-");
    with_until_gone("sepsis-signs", present, "drowsy-or-unresponsive", "emergency", "-");
    with_edges("sepsis-signs", "", OLD, "sweating", "emergency", "-");
    with_until_gone("sepsis-signs", OLD, "fever", "emergency", "-");
    let two = "has 03-05 fever; has 03-05 lethargy; ";
    asks("sepsis-signs", two, &[("sweating", "not 03-05 sweating"), ("born", "me born=1990-01-01")]);
    asks("sepsis-signs", two, &[("long_term_illness", "me long_term_illness=no")]);
    asks("sepsis-signs", two, &[("fast-heart-or-breathing", "not 03-05 fast-heart-or-breathing")]);
    asks("sepsis-signs", two, &[("confused-or-less-alert", "not 03-05 confused-or-less-alert")]);
}

#[test]
fn a_sign_of_collapse_is_an_emergency_by_itself() {
    let signs = &["drowsy-or-unresponsive", "seizure", "trouble-breathing", "swelling-face-eyes-lips"];
    let others = &["confused-or-less-alert", "trouble-speaking-or-swallowing", "fever", "stiff-neck"];
    each("collapse-signs", "", "has 03-05 *", &[(signs, "emergency"), (others, "-"), (BESIDE, "-")]);
    each("collapse-signs", "", "not 03-05 *", &[(signs, "-")]);
    each("collapse-signs", "", "has 03-05T10:00 *; as-of 03-05T09:59", &[(signs, "-")]);
    each("collapse-signs", "", "has 03-05 *; not 03-06 *", &[(signs, "emergency")]);
}

#[test]
fn fever_with_a_spot_under_one_year_is_an_emergency() {
    let rule = |base: &str, rows: &str| table("infant-fever-rash", "", base, rows);
    rule(
        "has 03-05 fever; spot chest ?; look 03-05; me ",
        "
        born=2024-03-06 => emergency | born=2024-03-05 => - | born=2025-03-05 => emergency
        pregnant=no => -
        ",
    );
    rule(
        "me born=2024-06-01; spot chest ",
        "
        ?; look 03-05 => - | ?; look 03-05; has 03-05 chills => - | ?; look 03-05; not 03-05 fever => -
        ? since_birth=yes; look 03-05; has 03-05 fever => -
        ? since_birth=no; look 03-05; has 03-05 fever => emergency
        2025-01; look 03-05; has 03-05 fever => emergency
        # The age is that at the look.
        ?; look 05-31; has 06-02 fever => emergency | ?; look 06-01; has 05-31 fever => -
        ",
    );
    let infant = "me born=2024-06-01; spot chest 01-01; look 03-05T10:00";
    with_edges("infant-fever-rash", "", infant, "fever", "emergency", "-");
    with_until_gone("infant-fever-rash", infant, "fever", "emergency", "-");
    let unknown = "me born=2024-06-01; has 03-05 fever; spot chest ? *; look 03-05";
    asks("infant-fever-rash", unknown, &[("since_birth", "since_birth=no")]);
}
