//! Finds a size that looks like a slip of the keyboard.

use crate::domain::{Facts, Look, Moment, Readings, show_date, show_readings};

/// A size this many times the last one, or one part in this many of it, is asked about.
const FAR: f64 = 5.0;

/// A size far from the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct FarSize {
    size: Readings,
    last: Readings,
    last_at: Moment,
}

impl FarSize {
    /// Returns the two sizes in a sentence.
    pub fn say(&self) -> String {
        format!(
            "{} is far from the last size, {} on {}.",
            show_readings(self.size),
            show_readings(self.last),
            show_date(self.last_at.day())
        )
    }
}

/// Compares a size with the last one at or before a time. `None` if it is not far from it, or if there is none. `looks`
/// are those of the spot without the one that is compared.
pub fn far_size<'l>(looks: impl Iterator<Item = &'l Look>, at: Moment, size: Option<Readings>) -> Option<FarSize> {
    let size = size?;
    let before = looks.filter(|look| look.at <= at).filter_map(|look| Some((look.at, look.answers.diameter()?.1)));
    let (last_at, last) = before.last()?;
    let ratio = size.median() / last.median();
    (ratio >= FAR || ratio <= 1.0 / FAR).then_some(FarSize { size, last, last_at })
}

/// Returns the address of a look of a spot, as the command line takes it: the day, and the place among the looks of that
/// day.
pub fn address_of_look(facts: &Facts, number: u32, look: &Look) -> String {
    let day = look.at.day();
    let looks = facts.spot(number).map_or(&[][..], |tree| &tree.observations);
    let place = looks.iter().filter(|known| known.at.day() == day).position(|known| known.id == look.id);
    // One look of a day has its place too: others of that day may be in the history.
    format!("{number}@{day}/{}", place.map_or(1, |place| place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Answers, Measurement, Method, ObservationId, Presence};

    fn look(day: &str, size: &str) -> Look {
        let readings = Readings::parse(size, crate::domain::LengthUnit::Millimetres).unwrap().0;
        let measurement = Measurement::new(Some(Method::Ruler), Some(readings), None).unwrap();
        let answers = Answers { measurement, ..Answers::only(Presence::Present) };
        Look { id: ObservationId(uuid::Uuid::nil()), at: Moment::on(day.parse().unwrap()), answers }
    }

    #[test]
    fn a_size_is_far_from_five_times_the_last_one_on_and_from_a_fifth_down() {
        let before = [look("2026-11-01", "30"), look("2026-11-08", "3")];
        for (day, size, is_far) in [
            ("2026-11-15", "15", true),
            ("2026-11-15", "14.9", false),
            ("2026-11-15", "0.6", true),
            ("2026-11-15", "0.61", false),
            ("2026-11-15", "3 3 30", false),
            ("2026-11-01", "30", false),
            ("2026-10-01", "30", false),
        ] {
            let new = look(day, size);
            let found = far_size(before.iter(), new.at, new.answers.diameter().map(|(_, size)| size));
            assert_eq!(found.is_some(), is_far, "{size} on {day}");
        }
        assert_eq!(far_size(before.iter(), before[0].at, None), None);
    }
}
