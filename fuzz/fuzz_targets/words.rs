//! Fuzzes parsing of dates, sizes, lesion sites and texts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::domain::{LengthUnit, Millimetres, Moment, Name, Place, Readings, Said, Text, suggest_places};

fuzz_target!(|text: &str| {
    let now = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(14, 30, 0));
    let now = now.expect("a minute of the calendar");
    if let Ok(said) = Said::parse(text, now) {
        let _ = (said.moment(), said.first_seen().map(|seen| seen.map(|seen| seen.label())));
    }
    if let Ok(moment) = text.parse::<Moment>() {
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
    for (_, unit) in LengthUnit::ALL {
        if let Ok((readings, _)) = Readings::parse(text, unit) {
            assert!(readings.iter().all(|mm| Millimetres::new(mm).is_ok()));
        }
    }
    let _ = (Place::parse(text), suggest_places(text), text.parse::<Name>(), text.parse::<Text>());
});
