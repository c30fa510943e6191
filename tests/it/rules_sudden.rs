//! Tests of the rules of the second table: sudden, spreading, painful, after a medicine.

use crate::rules_kit::{asks, each, flags_of, judge, outcome, table, with_edges, with_until_gone};

const DOCTOR: &str = "doctor";
/// A spot that is no longer new.
const OLD: &str = "spot chest 01-01; look 03-05T10:00";

/// Symptoms that only the rule `with-illness` of this table uses.
const BESIDE: &[&str] = &["cough", "chills", "nausea", "sweating", "joint-pain", "lethargy", "weakness"];

#[test]
fn a_spot_is_new_for_a_week_after_the_last_day_it_can_have_been_seen_first() {
    let rule = |base: &str, rows: &str| table("painful-eye-mouth-genitals", "", base, rows);
    rule(
        "spot eyelid ",
        "
        03-03; look 03-10 pain=yes => emergency | 03-03; look 03-10T23:59 pain=yes => emergency
        03-03; look 03-11 pain=yes => - | 03-03; look 03-11T00:00 pain=yes => -
        2025-02; look 03-07 pain=yes => emergency | 2025-02; look 03-08 pain=yes => -
        2025-03; look 03-10; look 03-17 pain=yes => emergency | 2025-03; look 03-10; look 03-18 pain=yes => -
        2024; look 01-07 pain=yes => emergency | 2024; look 01-08 pain=yes => -
        2025; look 03-10; look 03-17 pain=yes => emergency | 2025; look 03-10; look 03-18 pain=yes => -
        ?; look 03-03; look 03-10 pain=yes => emergency | ?; look 03-03; look 03-11 pain=yes => -
        ? onset=sudden; look 03-03 pain=yes => emergency | ? onset=gradual; look 03-03 pain=yes => -
        03-03 onset=gradual; look 03-05 pain=yes => emergency | ? since_birth=yes; look 03-05 pain=yes => -
        ? since_birth=yes; look 03-05 pain=yes; me born=2025-02-26 => emergency
        ? since_birth=yes; look 03-05 pain=yes; me born=2025-02-25 => -
        03-03; look 03-06 pain=yes; window new_days=3 => emergency
        03-03; look 03-07 pain=yes; window new_days=3 => -
        03-03; look 03-17 pain=yes; window new_days=14 => emergency
        ",
    );
}

#[test]
fn a_sudden_crop_is_counted_in_one_spot() {
    let rule = |base: &str, rows: &str| table("sudden-crop", DOCTOR, base, rows);
    rule(
        "spot chest 03-03 onset=sudden; look 03-05 ",
        "
        count=three-or-more => same-day | count=many => same-day | count=two => -
        count=one => - |  => - | count=many glass=fades => follow-up
        count=many glass=unclear => same-day | count=many glass=does-not-fade => same-day
        glass=fades; look 03-06 count=many => follow-up | count=many; look 03-06 glass=fades => same-day
        count=many glass=fades; review 03-04 doctor => follow-up
        count=many glass=fades; review 03-05 doctor => follow-up answered
        # Dated by the look that first counted three or more, also where they are counted again.
        count=many; review 03-06 doctor; look 03-08 count=many => same-day answered
        count=two; review 03-06 doctor; look 03-08 count=many => same-day
        ",
    );
    rule(
        "spot chest 03-03 ",
        "
        onset=sudden; look 03-10 count=many => same-day | onset=sudden; look 03-11 count=many => -
        onset=sudden; look 03-06 count=many; window new_days=3 => same-day
        onset=sudden; look 03-07 count=many; window new_days=3 => - | onset=gradual; look 03-05 count=many => -
        ; look 03-05 count=many => -
        ",
    );
    asks("sudden-crop", "spot chest * onset=sudden; look 03-05 count=many", &[("first_seen", "03-03")]);
    asks("sudden-crop", "spot chest 03-03 onset=sudden; look 03-05 count=many ", &[("glass_test", "glass=fades")]);
}

#[test]
fn a_sudden_crop_is_counted_over_three_spots() {
    let rule = |base: &str, rows: &str| table("sudden-crop", DOCTOR, base, rows);
    let three = "same-day, same-day, same-day";
    rule(
        "spot chest 03-03; look 03-03; spot back 03-03; look 03-04; spot calf ",
        &format!(
            "
        03-06; look 03-06 => {three} | 03-07; look 03-07 => -
        03-04; look 03-04; window rapid_hours=24 => {three} | 03-05; look 03-05; window rapid_hours=24 => -
        03-07; look 03-07; window rapid_hours=96 => {three} | 03-06; look 03-13 => {three}
        03-06; look 03-14; unaged => same-day, same-day | 03-06; look 03-06 glass=fades => same-day, same-day, follow-up
        03-06; look 03-06 glass=unclear => {three} | 2025-03; look 03-06 => - | ?; look 03-06 => -
        03-06 since_birth=yes; look 03-06 => - | 03-06 since_birth=no onset=gradual; look 03-06 => {three}
        03-06; look 03-06; closed 03-09 mistake => -
        03-06; look 03-06; closed 03-09 mistake; as-of 03-08 => {three} | 03-06; look 03-06; as-of 03-05 => -
        "
        ),
    );
    rule("spot chest 03-03; look 03-03; spot back 03-03; look 03-04", "=> -");
    // All three must be within the window of each other, not only of this one.
    rule("spot chest 03-03; look 03-03; spot back 03-05; look 03-05; spot calf 03-08; look 03-08", "=> -");
    // The flag is dated by the day on which the third spot was first seen, for the first spot too.
    let others = "spot back 03-03; look 03-04; spot calf 03-06; look 03-06";
    for (review, expected) in [("03-05", three), ("03-06", "same-day, same-day, same-day answered")] {
        let case = format!("spot chest 03-03; look 03-03; review {review} doctor; {others}");
        assert_eq!(outcome("sudden-crop", &judge(&case)), expected, "{case}");
    }
    asks("sudden-crop", &format!("spot chest 03-03 *; look 03-03; {others}"), &[("onset", "onset=gradual")]);
    asks("sudden-crop", &format!("spot chest 03-03; look 03-03 *; {others}"), &[("count", "count=one")]);
    let found = judge(&format!("spot chest 03-03; look 03-03; {others}"));
    let spots: Vec<_> = flags_of("sudden-crop", &found).map(|flag| (flag.spot, flag.since.to_string())).collect();
    assert_eq!(spots, [1, 2, 3].map(|number| (Some(number), "2025-03-06".to_owned())));
}

#[test]
fn spreading_is_said_or_counted_within_three_days() {
    let rule = |base: &str, rows: &str| table("spreading", DOCTOR, base, rows);
    rule(
        "spot chest 01-01; look 03-03T10:00 ",
        "
        spreading=yes => same-day | spreading=yes glass=fades => follow-up
        spreading=yes glass=unclear => emergency | spreading=yes glass=does-not-fade => emergency
        spreading=no => - |  => - | spreading=yes glass=fades; look 03-06T10:00 glass=unclear => emergency
        spreading=yes glass=fades; look 03-06T10:01 glass=unclear => follow-up
        spreading=yes glass=fades; look 03-06 glass=unclear => emergency
        spreading=yes glass=fades; look 03-07 glass=unclear => follow-up
        glass=unclear; look 03-04 spreading=yes => emergency
        glass=unclear; review 03-04 doctor; look 03-05 spreading=yes => same-day
        count=one; look 03-06T10:00 count=two => same-day | count=one; look 03-06T10:01 count=two => -
        count=one; look 03-04T10:00 count=two; window rapid_hours=24 => same-day
        count=one; look 03-04T10:01 count=two; window rapid_hours=24 => -
        count=three-or-more; look 03-04 count=many glass=fades => follow-up | count=two; look 03-04 count=one => -
        count=two; look 03-04 count=two => - | ; look 03-04 count=many => -
        count=one; look 03-04; look 03-05 count=two => same-day
        count=two; look 03-04 count=one; look 03-05 count=two => same-day
        count=one; look 03-05; look 03-07 count=two => -
        spread=one-place; look 03-06T10:00 spread=several-places => same-day
        spread=one-place; look 03-06T10:01 spread=several-places => -
        spread=several-places; look 03-04 spread=whole-body => same-day
        spread=whole-body; look 03-04 spread=one-place => - | ; look 03-04 spread=whole-body => -
        count=one; unsure 03-04 count=two => same-day | count=one; gone 03-04 count=two => -
        ; gone 03-04 spreading=yes => - | spreading=yes; gone 03-04 => same-day
        spreading=yes glass=fades; gone 03-04 => follow-up resting
        spreading=yes glass=fades; gone 03-04; look 03-09 => follow-up
        ",
    );
    rule(
        "spot chest 01-01; look 03-03 spreading=yes glass=fades; look ",
        "
        03-06 glass=unclear => emergency | 03-06T23:59 glass=unclear => emergency
        03-07 glass=unclear => follow-up | 03-07T00:00 glass=unclear => follow-up
        ",
    );
    asks("spreading", "spot chest 01-01; look 03-03 spreading=yes ", &[("glass_test", "glass=fades")]);
}

#[test]
fn illness_counts_with_a_new_spot_a_rash_or_an_unanswered_change() {
    let rule = |base: &str, rows: &str| table("with-illness", DOCTOR, base, rows);
    rule(
        "spot chest 03-03; look ",
        "
        03-10 pain=yes => follow-up | 03-11 pain=yes => - | 03-10; has 03-10 cough => follow-up
        03-11; has 03-13 cough => - | 03-06 pain=yes; window new_days=3 => follow-up
        03-07 pain=yes; window new_days=3 => - | 03-05 pain=no => - | 03-05 itch=yes => -
        03-05 => - | 03-05 pain=yes; closed 03-09 mistake => - | 03-05; has 03-05 cough; closed 03-09 mistake => -
        03-05 pain=yes; gone 03-08 => follow-up
        ",
    );
    rule(
        "spot chest 01-01; look 03-05 pain=yes",
        "
        => - | count=many => follow-up
        count=three-or-more => follow-up | count=two => -
        spread=whole-body => follow-up | spread=several-places => follow-up
        spread=one-place => - | morphology=patch => follow-up
        morphology=bruise => follow-up | morphology=blister => -
        changes=size => follow-up | changes=none => -
        ",
    );
    rule(
        "spot chest 01-01; ",
        "
        look 03-05 changes=feel; look 03-08 pain=yes => follow-up
        look 03-05 pain=yes; look 03-08 changes=feel => -
        look 03-05 changes=feel; has 03-07 cough => follow-up
        look 03-05 changes=feel; review 03-06 doctor; has 03-07 cough => -
        look 03-05 colours=red; look 03-08 colours=black pain=yes => follow-up
        look 03-05 outline=regular; look 03-08 outline=irregular pain=yes => follow-up
        look 03-05 raised=no; look 03-08 raised=yes pain=yes => follow-up
        look 03-05 mm=3,3,3; look 03-08 mm=9,9,9; look 03-09 mm=9,9,9 pain=yes => follow-up
        look 03-05 changes=size; review 03-06 doctor; look 03-08 pain=yes => -
        look 03-05 changes=size; review 03-08 doctor; look 03-08 pain=yes => -
        look 03-05 changes=size; review 03-06 pharmacist; look 03-08 pain=yes => follow-up
        look 03-05 changes=size; look 03-08 pain=yes; review 03-09 doctor => follow-up answered
        look 03-05 changes=size; look 03-08 pain=yes; review 03-07 doctor; look 03-09 pain=yes => -
        ",
    );
    let new = "spot chest 03-03; look 03-05T10:00";
    with_edges("with-illness", DOCTOR, new, "chills", "follow-up", "-");
    with_until_gone("with-illness", new, "bleeding-gums", "follow-up", "-");
    with_edges("with-illness", DOCTOR, &format!("{OLD} count=many"), "dizziness", "follow-up", "-");
    each("with-illness", DOCTOR, "spot chest 03-03; look 03-05; has 03-05 *", &[(BESIDE, "follow-up")]);
    let found = judge("spot chest 03-03; look 03-05; spot back 03-04; look 03-05; has 03-05 cough");
    let [flag] = flags_of("with-illness", &found).collect::<Vec<_>>()[..] else { panic!("one flag") };
    assert_eq!(flag.spot, None, "it is about the person");
    assert!(flag.reason.contains("Spot 1") && flag.reason.contains("Spot 2"), "{}", flag.reason);
}

#[test]
fn a_new_medicine_counts_for_eight_weeks_before_the_spot() {
    let rule = |base: &str, rows: &str| table("after-new-medicine", DOCTOR, base, rows);
    rule(
        "spot chest 03-03; look 03-10; ",
        "
        took 03-03 => follow-up | took 03-04 => - | took 01-06 => follow-up
        took 01-05 => - | => - | took 01-05; took 03-03 => follow-up
        took 02-17; window medicine_days=14 => follow-up | took 02-16; window medicine_days=14 => -
        took 03-01; gone 03-12 => follow-up resting
        # Dated by the day the spot was first seen.
        took 03-01; review 03-03 doctor => follow-up answered | took 03-01; review 03-02 doctor => follow-up
        ",
    );
    rule(
        "spot chest ",
        "
        2025-02; look 03-10; took 02-28 => follow-up | 2025-02; look 03-10; took 03-01 => -
        2025-02; look 03-10; took 01-03 => follow-up | 2025-02; look 03-10; took 01-02 => -
        2025-03; look 03-10; took 03-10 => follow-up | 2025-03; look 03-10; took 03-11 => -
        2025-03; look 03-10; took 01-13 => follow-up | 2025-03; look 03-10; took 01-12 => -
        2024; look 03-10; took 2024-12-31 => follow-up | 2024; look 03-10; took 01-01 => -
        2024; look 03-10; took 2024-11-05 => follow-up | 2024; look 03-10; took 2024-11-04 => -
        ?; look 03-10; look 03-20; took 03-10 => follow-up | ?; look 03-10; look 03-20; took 03-11 => -
        ?; look 03-10; look 03-20; took 01-13 => follow-up | ?; look 03-10; look 03-20; took 01-12 => -
        ?; look 03-10; took 03-10; review 03-10 doctor => follow-up answered
        ?; look 03-10; took 03-10; review 03-09 doctor => follow-up
        ? since_birth=yes; look 03-10; took 03-10 => -
        ? since_birth=yes; look 03-10; took 03-01; me born=2025-03-01 => follow-up
        ? since_birth=yes; look 03-10; took 03-02; me born=2025-03-01 => - | 03-03; took 03-03 => -
        ",
    );
    asks("after-new-medicine", "spot chest *; look 03-10; took 03-01", &[("first_seen", "03-03")]);
}

#[test]
fn an_allergic_reaction_is_told_by_breath_and_swelling_or_by_fever_and_its_cause() {
    let rule = |base: &str, rows: &str| table("allergic-reaction", "", base, rows);
    each(
        "allergic-reaction",
        "",
        &format!("{OLD}; has 03-05 *"),
        &[
            (&["trouble-breathing", "swelling-face-eyes-lips"], "emergency"),
            (&["fever", "seizure", "trouble-speaking-or-swallowing"], "-"),
            (BESIDE, "-"),
        ],
    );
    with_edges("allergic-reaction", "", OLD, "trouble-breathing", "emergency", "-");
    with_until_gone("allergic-reaction", OLD, "swelling-face-eyes-lips", "emergency", "-");
    let welt = "spot chest 01-01 contexts=food; look 03-05T10:00 morphology=welt";
    with_edges("allergic-reaction", "", welt, "fever", "emergency", "-");
    with_until_gone("allergic-reaction", welt, "fever", "emergency", "-");
    rule(
        "has 03-05 fever; spot chest 01-01 contexts=food; look 03-05 ",
        "
        itch=yes => emergency | itch=no => - |  => -
        morphology=welt => emergency | morphology=blister => - | spreading=yes => emergency
        spreading=no => - | itch=yes; has 03-05 trouble-breathing => emergency
        ",
    );
    rule(
        "spot chest 01-01 contexts=food; look 02-01 itch=yes; look 03-05",
        "; has 03-05 fever => emergency | ; not 03-05 fever => - | ; has 03-05 chills => -",
    );
    rule(
        "has 03-05 fever; spot chest ",
        "
        01-01 contexts=product; look 03-05 itch=yes => emergency
        01-01 contexts=insect,food; look 03-05 itch=yes => emergency
        01-01 contexts=insect; look 03-05 itch=yes => - | 01-01; look 03-05 itch=yes => -
        03-03; look 03-05 itch=yes; took 03-03 => emergency | 03-03; look 03-05 itch=yes; took 03-04 => -
        03-03; look 03-05 itch=yes; took 02-28 => emergency | 03-03; look 03-05 itch=yes; took 02-27 => -
        03-03; look 03-05; took 02-28 => -
        03-03; look 03-05 itch=yes; took 03-02; window rapid_hours=24 => emergency
        03-03; look 03-05 itch=yes; took 03-01; window rapid_hours=24 => -
        2025-02; look 03-05 itch=yes; took 02-25 => emergency | 2025-02; look 03-05 itch=yes; took 02-24 => -
        2025-02; look 03-05 itch=yes; took 03-01 => - | 2024; look 03-05 itch=yes; took 2024-12-28 => emergency
        2024; look 03-05 itch=yes; took 2024-12-27 => - | ?; look 03-05 itch=yes; took 03-02 => emergency
        ?; look 03-05 itch=yes; took 03-01 => - | ? since_birth=yes; look 03-05 itch=yes; took 03-05 => -
        ",
    );
    let breath = "has 03-05 trouble-breathing; spot chest 03-03; look 03-05";
    asks("allergic-reaction", breath, &[("itch", " itch=no"), ("fever", "; not 03-05 fever")]);
    asks("allergic-reaction", breath, &[("swelling-face-eyes-lips", "; not 03-04 swelling-face-eyes-lips")]);
}

#[test]
fn pain_in_the_eye_mouth_or_genitals_is_an_emergency_while_new() {
    each(
        "painful-eye-mouth-genitals",
        "",
        "spot * 03-03; look 03-05 pain=yes",
        &[
            (&["eye", "eyelid", "inside-mouth", "genitals"], "emergency"),
            (&["eyebrow", "lip", "cheek", "groin", "anus", "chest"], "-"),
        ],
    );
    table(
        "painful-eye-mouth-genitals",
        "",
        "spot inside-mouth 03-03; look 03-05 ",
        "
        pain=no => - |  => - | warm_or_swollen=yes => -
        # Pain counts at its own look only.
        ; look 03-11 pain=yes => - | pain=yes; gone 03-06 => emergency | ; gone 03-06 pain=yes => -
        ",
    );
    asks("painful-eye-mouth-genitals", "spot eye *; look 03-05 pain=yes", &[("first_seen", "03-03")]);
}

/// The signs that make a rash an emergency. [`WARNING_SIGNS`] are those to report the same day.
const EMERGENCY_SIGNS: &[&str] = &[
    "trouble-breathing",
    "trouble-speaking-or-swallowing",
    "swelling-face-eyes-lips",
    "light-sensitivity",
    "seizure",
    "drowsy-or-unresponsive",
];
const WARNING_SIGNS: &[&str] = &[
    "fever",
    "severe-head-or-neck-pain",
    "stiff-neck",
    "trouble-breathing",
    "frequent-vomiting",
    "frequent-diarrhoea",
    "confused-or-less-alert",
    "dizziness",
];

#[test]
fn a_rash_over_the_whole_body_an_open_wound_or_a_sign_is_an_emergency() {
    table(
        "rash-emergency-signs",
        "",
        "spot chest 01-01; look 03-05 ",
        "
        spread=whole-body => emergency | spread=several-places => - |  => -
        count=many surface=open-wound => emergency | count=three-or-more surface=open-wound => emergency
        count=two surface=open-wound => - | surface=open-wound => -
        spread=several-places surface=open-wound => emergency | morphology=patch surface=open-wound => emergency
        morphology=lump surface=open-wound => - | count=many surface=oozing => - | count=many => -
        surface=open-wound; look 03-20 count=many => emergency
        surface=open-wound; review 03-10 doctor; look 03-20 count=many => -
        spread=whole-body; look 03-06 spread=one-place => emergency
        ",
    );
    // A new spot with an open wound is not a rash.
    table("rash-emergency-signs", "", "spot chest 03-03; look 03-05 surface=open-wound", "=> -");
    let others = &["fever", "headache", "dizziness", "confused-or-less-alert", "vomiting"];
    for spot in ["spot chest 03-03; look 03-05", "spot chest 01-01; look 03-05 count=three-or-more"] {
        let row = format!("{spot}; has 03-05 *");
        each("rash-emergency-signs", "", &row, &[(EMERGENCY_SIGNS, "emergency"), (others, "-"), (BESIDE, "-")]);
    }
    each("rash-emergency-signs", "", &format!("{OLD} count=two; has 03-05 *"), &[(EMERGENCY_SIGNS, "-")]);
    let rows = "03-03; look 03-10 => emergency | 03-02; look 03-10 => -";
    table("rash-emergency-signs", "", "has 03-10 seizure; spot chest", rows);
    with_edges("rash-emergency-signs", "", &format!("{OLD} count=many"), "seizure", "emergency", "-");
    with_until_gone("rash-emergency-signs", &format!("{OLD} count=many"), "seizure", "emergency", "-");
    let sign = "has 03-05 seizure; spot chest 03-03; look 03-05 ";
    asks("rash-emergency-signs", sign, &[("count", "count=one"), ("spread", "spread=one-place")]);
    asks("rash-emergency-signs", sign, &[("surface", "surface=smooth")]);
}

#[test]
fn a_rash_with_a_warning_sign_is_for_the_same_day() {
    let rule = |base: &str, rows: &str| table("rash-with-warning-signs", "", base, rows);
    let others = &["headache", "vomiting", "diarrhoea", "drowsy-or-unresponsive", "seizure", "light-sensitivity"];
    for spot in ["spot chest 03-03; look 03-05", "spot chest 01-01; look 03-05 morphology=bruise"] {
        let row = format!("{spot}; has 03-05 *");
        each("rash-with-warning-signs", "", &row, &[(WARNING_SIGNS, "same-day"), (others, "-"), (BESIDE, "-")]);
    }
    each("rash-with-warning-signs", "", &format!("{OLD} count=two; has 03-05 *"), &[(WARNING_SIGNS, "-")]);
    rule("has 03-10 fever; spot chest ", "03-03; look 03-10 => same-day | 03-02; look 03-10 => -");
    for symptom in ["vomiting", "diarrhoea"] {
        for (times, expected) in [
            (&["03-05T00:00", "03-05T12:00", "03-06T00:00"][..], "same-day"),
            (&["03-05T00:00", "03-05T12:00", "03-06T00:01"], "-"),
            (&["03-05T00:00", "03-06T00:00"], "-"),
            (&["03-05T00:00", "03-05T00:00", "03-05T12:00"], "-"),
            (&["03-05", "03-05T12:00", "03-06"], "same-day"),
            (&["03-04", "03-05", "03-06"], "-"),
            (&["03-04T23:00", "03-05T12:00", "03-06T00:00", "03-06T10:00"], "same-day"),
        ] {
            let entries: Vec<String> = times.iter().map(|at| format!("; has {at} {symptom}")).collect();
            rule(&format!("spot chest 03-03; look 03-05T12:00{}", entries.concat()), &format!("=> {expected}"));
        }
    }
    let two = "spot chest 03-03; look 03-05; has 03-05T08:00 vomiting; has 03-05T09:00 vomiting; ";
    rule(two, "has 03-05T10:00 diarrhoea => - | not 03-05T10:00 vomiting => - | has 03-05 vomiting => same-day");
    with_edges("rash-with-warning-signs", "", &format!("{OLD} spread=several-places"), "dizziness", "same-day", "-");
    with_until_gone("rash-with-warning-signs", &format!("{OLD} morphology=patch"), "stiff-neck", "same-day", "-");
    let sign = "has 03-05 dizziness; spot chest 03-03; look 03-05 ";
    asks("rash-with-warning-signs", sign, &[("count", "count=one"), ("spread", "spread=one-place")]);
    asks("rash-with-warning-signs", sign, &[("fever", "; not 03-05 fever")]);
}

#[test]
fn a_treatment_has_two_weeks_to_help() {
    table(
        "not-improving",
        "dermatologist",
        "spot chest 01-01; treated 03-03 ",
        "
        improved=no; as-of 03-16 => - | improved=no; as-of 03-17 => follow-up
        improved=no; as-of 03-16T23:59 => - | improved=no; as-of 03-17T00:00 => follow-up
        ; as-of 03-17 => follow-up | improved=yes; as-of 12-31 => -
        improved=no; as-of 03-09; window treatment_days=7 => -
        improved=no; as-of 03-10; window treatment_days=7 => follow-up
        improved=yes; treated 03-04 improved=no; as-of 03-18 => follow-up
        improved=yes; treated 03-04 improved=no; as-of 03-17 => -
        improved=no; look 03-10; gone 03-15; as-of 03-17 => follow-up resting
        improved=no; review 03-16 doctor; as-of 03-17 => follow-up
        improved=no; review 03-17 doctor => follow-up answered | improved=no; review 03-17 other => follow-up
        improved=no; closed 03-20 removed => follow-up answered
        improved=no; closed 03-20 mistake => follow-up resting
        ",
    );
}

#[test]
fn an_infection_is_suspected_or_seen() {
    table(
        "maybe-infected",
        DOCTOR,
        "spot chest 01-01; look 03-05T10:00 ",
        "
        suspects_infection=yes => follow-up | suspects_infection=no => - | pus=yes => follow-up
        pus=no => - |  => - | pain=yes warm_or_swollen=yes => follow-up
        pain=yes => - | pain=yes warm_or_swollen=no => - | warm_or_swollen=yes => -
        pain=yes; look 03-06 warm_or_swollen=yes => - | ; gone 03-06 pus=yes => - | ; has 03-05 fever => -
        pus=yes; has 03-05 chills => follow-up | suspects_infection=yes; has 03-05 fever => same-day
        pain=yes warm_or_swollen=yes; has 03-05 fever => same-day | pus=yes; gone 03-06 => follow-up resting
        pus=yes; has 03-05 fever; gone 03-06 => same-day
        # The highest level of what no review has answered.
        pus=yes; has 03-05T10:00 fever; review 03-06 doctor; look 03-20 pus=yes => follow-up
        pus=yes; has 03-05T10:00 fever; review 03-06 doctor; look 03-20 pus=yes; gone 03-21 => follow-up resting
        pus=yes; review 03-06 doctor; has 03-07 fever => same-day
        ",
    );
    with_edges("maybe-infected", DOCTOR, &format!("{OLD} pus=yes"), "fever", "same-day", "follow-up");
    with_until_gone("maybe-infected", &format!("{OLD} pus=yes"), "fever", "same-day", "follow-up");
    let base = "spot chest 01-01; look 03-05 pus=yes ";
    asks("maybe-infected", base, &[("pain", "pain=no"), ("warm_or_swollen", "warm_or_swollen=no")]);
    asks("maybe-infected", base, &[("suspects_infection", "suspects_infection=no"), ("fever", "; not 03-05 fever")]);
    asks("maybe-infected", "spot chest 01-01; look 03-05 suspects_infection=yes ", &[("pus", "pus=no")]);
}
