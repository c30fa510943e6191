//! Snapshot tests of every screen and form at three sizes: letters and roles. A change of one cell shows in the review
//! of its snapshot. `INSTA_UPDATE=always cargo test snapshots` accepts the current output.

use crate::harness::Screen;

/// The name of each snapshot, and the keys that lead there from the demo journal.
pub(crate) const SCREENS: [(&str, &str); 39] = [
    ("spots", ""),
    ("spots_filtered", "/back"),
    ("spot", "<Enter>"),
    ("spot_why", "<Enter>w"),
    ("spot_doctor", "<Enter><Tab><Tab>"),
    ("round", "c"),
    ("round_answered", "csb<C-s>"),
    ("round_size", "csb"),
    ("correct_look", "<Enter>e"),
    ("strike_out", "<Enter>x"),
    ("note", "<Enter>a"),
    ("glass", "g"),
    ("glass_done", "gd"),
    ("map", "m"),
    ("map_back", "m<Tab>"),
    ("timeline", "t"),
    ("timeline_near", "t++"),
    ("me", "M"),
    ("history", "H"),
    ("report", "r"),
    ("guide", "i"),
    ("emergency", "gdy"),
    ("help", "?"),
    ("palette", ":rep"),
    ("form_new_spot", "n"),
    ("form_look", "l<Tab><Tab>3.5<Tab>r"),
    ("form_look_group", "l<Tab><Tab><Tab><Tab>si<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Enter>pa<Tab>"),
    ("form_place", "nwri<Down>"),
    ("form_review", "<Enter>v"),
    ("form_treatment", "<Enter>T"),
    ("form_symptoms", "y"),
    ("form_medicine", "Mm"),
    ("form_infection", "Mf"),
    ("form_person", "Me"),
    ("form_number", "Mx"),
    ("form_export", "re"),
    ("form_settings", "S"),
    ("form_erase", "X"),
    ("erasing", "X<Enter>er"),
];

const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 40)];

#[test]
fn every_screen_is_drawn_as_it_was() {
    for (name, keys) in SCREENS {
        let drawn = SIZES.map(|(width, height)| {
            let mut screen = Screen::demo(width, height);
            screen.press(keys);
            format!("== {width}x{height}\n{}-- roles\n{}", screen.text(), screen.roles())
        });
        insta::assert_snapshot!(name, drawn.concat());
    }
}

#[test]
fn an_empty_journal_is_drawn_as_it_was() {
    for (name, keys) in [("empty_spots", ""), ("empty_map", "m"), ("empty_timeline", "t"), ("empty_report", "r")] {
        let drawn = SIZES.map(|(width, height)| {
            let mut screen = Screen::empty(width, height);
            screen.press(keys);
            format!("== {width}x{height}\n{}-- roles\n{}", screen.text(), screen.roles())
        });
        insta::assert_snapshot!(name, drawn.concat());
    }
}
