//! Lengths on the skin, in millimetres.

use super::{FieldError, LengthUnit, Method, Notation, Word};

/// A length in millimetres, over 0 and at most 300.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Millimetres(f64);

impl Millimetres {
    /// The largest allowed length, in millimetres.
    pub const MAX: f64 = 300.0;

    /// Creates a length, if the number is over 0 and at most [`Millimetres::MAX`].
    pub fn new(mm: f64) -> Result<Self, FieldError> {
        if mm > 0.0 && mm <= Self::MAX {
            Ok(Millimetres(mm))
        } else {
            Err(FieldError::new(format!("{mm} mm is not a size; allowed: over 0 and at most 300 mm")))
        }
    }

    /// Returns the number of millimetres.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// One to three successive readings of one length. Never empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readings {
    values: [Millimetres; 3],
    len: u8,
}

impl Readings {
    /// The size that "pinpoint" means: the middle of its usual range, always an estimate by eye.
    pub const PINPOINT_MM: f64 = 0.5;

    /// Creates readings from numbers in millimetres. Returns `None` for an empty list, which means "not measured".
    ///
    /// # Errors
    ///
    /// The error names the invalid reading.
    pub fn from_mm(values: &[f64]) -> Result<Option<Self>, FieldError> {
        let Some(&first) = values.first() else { return Ok(None) };
        if values.len() > 3 {
            return Err(FieldError::new(format!("{} readings were given; at most 3 are allowed", values.len())));
        }
        let mut kept = [Millimetres(first); 3];
        for (i, &mm) in values.iter().enumerate() {
            kept[i] = Millimetres::new(mm).map_err(|e| e.at(format_args!("[{i}]")))?;
        }
        Ok(Some(Readings { values: kept, len: values.len() as u8 }))
    }

    /// Returns the readings, in the given order.
    pub fn as_slice(&self) -> &[Millimetres] {
        &self.values[..usize::from(self.len)]
    }

    /// Returns the readings in millimetres, in the given order.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        self.as_slice().iter().map(|mm| mm.0)
    }

    /// Returns the number of readings: 1, 2 or 3.
    pub fn count(&self) -> usize {
        usize::from(self.len)
    }

    /// Returns the median of the readings in millimetres (the mean of two).
    pub fn median(&self) -> f64 {
        let mut values = self.values.map(Millimetres::get);
        median(&mut values[..self.count()]).unwrap_or_default()
    }

    /// Parses sizes as typed: `3`, `3mm`, `0.3 cm`, `1/8 in`, `1 1/8 in`, `pinpoint`, `3 3 3.5`. A unit after the last
    /// reading applies to all of them. A fraction after a whole number belongs to it. Numbers without any unit are in
    /// `unit`. The second value is true for a word that is always an estimate.
    pub fn parse(text: &str, unit: LengthUnit) -> Result<(Self, bool), FieldError> {
        const ALLOWED: &str =
            "allowed: up to three readings such as 3, 3mm, 0.3 cm, 1/8 in, 1 1/8 in, pinpoint, or 3 3 3.5";
        let wrong = |why: String| FieldError::new(format!("{why}; {ALLOWED}"));
        let text = text.trim().to_lowercase();
        if text == "pinpoint" {
            let readings = Readings::from_mm(&[Self::PINPOINT_MM])?;
            return Ok((readings.ok_or_else(|| wrong("no size was given".into()))?, true));
        }
        let mut readings: Vec<(f64, Option<f64>)> = Vec::new();
        let mut follows_whole = false;
        let separated = text.replace(", ", " ; ").replace([';', '\t'], " ; ");
        for word in separated.split_whitespace() {
            if word == ";" {
                follows_whole = false;
                continue;
            }
            let split = word.find(|c: char| c.is_alphabetic() || c == '"').unwrap_or(word.len());
            let (number, unit) = word.split_at(split);
            let factor = match unit {
                "" => None,
                "mm" => Some(1.0),
                "cm" => Some(10.0),
                "in" | "inch" | "inches" | "\"" => Some(25.4),
                _ => return Err(wrong(format!("\"{word}\" is not a size"))),
            };
            if number.is_empty() {
                match readings.last_mut() {
                    Some((_, unit @ None)) => *unit = factor,
                    _ => return Err(wrong(format!("\"{word}\" has no number before it"))),
                }
            } else {
                let value = parse_number(number).ok_or_else(|| {
                    if number.contains(',') {
                        wrong(format!("\"{number}\" could be one size or several: write a point, or a space"))
                    } else {
                        wrong(format!("\"{word}\" is not a size"))
                    }
                })?;
                match readings.last_mut() {
                    Some((whole, unit @ None)) if follows_whole && number.contains('/') && value < 1.0 => {
                        (*whole, *unit) = (*whole + value, factor);
                        follows_whole = false;
                        continue;
                    }
                    _ => readings.push((value, factor)),
                }
                follows_whole = factor.is_none() && number.chars().all(|c| c.is_ascii_digit());
            }
        }
        let last_unit = readings.last().and_then(|r| r.1).unwrap_or(unit.millimetres());
        // Rounded to a nanometre, so that 0.3 cm is 3 mm and not 2.9999999999999996.
        let mm: Vec<f64> =
            readings.iter().map(|(v, unit)| (v * unit.unwrap_or(last_unit) * 1e6).round() / 1e6).collect();
        match Readings::from_mm(&mm) {
            Ok(Some(readings)) => Ok((readings, false)),
            Ok(None) => Err(wrong("no size was given".into())),
            Err(e) => Err(FieldError::new(e.message)),
        }
    }
}

fn parse_number(text: &str) -> Option<f64> {
    let plain = |t: &str| -> Option<f64> {
        let shaped = !t.is_empty() && t.chars().all(|c| c.is_ascii_digit() || c == '.');
        shaped.then(|| t.parse::<f64>().ok()).flatten()
    };
    match text.split_once('/') {
        Some((top, bottom)) => Some(plain(top)? / plain(bottom).filter(|&b| b > 0.0)?),
        None => plain(text),
    }
}

/// The size of a spot at one look, and how it was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    by: Option<Method>,
    diameter: Option<Readings>,
    width: Option<Readings>,
}

impl Measurement {
    /// Creates a measurement. A diameter needs its method. A width, which no rule reads, does not. Returns `None` if
    /// nothing is given.
    pub fn new(
        by: Option<Method>,
        diameter: Option<Readings>,
        width: Option<Readings>,
    ) -> Result<Option<Self>, FieldError> {
        if diameter.is_some() && by.is_none() {
            let allowed: Vec<_> = Method::ALL.iter().map(|m| m.word()).collect();
            return Err(FieldError::new(format!(
                "a diameter needs how it was measured; allowed: {}",
                allowed.join(", ")
            ))
            .at("measured_by"));
        }
        let given = by.is_some() || diameter.is_some() || width.is_some();
        Ok(given.then_some(Measurement { by, diameter, width }))
    }

    /// Returns how it was measured. Never `None` if there is a diameter.
    pub fn by(&self) -> Option<Method> {
        self.by
    }

    /// Returns the longest diameter.
    pub fn diameter(&self) -> Option<Readings> {
        self.diameter
    }

    /// Returns the width across it. It is recorded and shown, but no rule reads it.
    pub fn width(&self) -> Option<Readings> {
        self.width
    }
}

/// Formats readings for display: `3 3 3.5 mm`, or `0.12 0.12 0.14 in`.
pub fn show_readings(readings: Readings) -> String {
    match Notation::current().unit {
        LengthUnit::Millimetres => {
            let all: Vec<_> = readings.iter().map(show_mm).collect();
            format!("{} mm", all.join(" "))
        }
        unit @ LengthUnit::Inches => {
            let all: Vec<_> = readings.iter().map(|mm| format!("{:.2}", mm / unit.millimetres())).collect();
            format!("{} in", all.join(" "))
        }
    }
}

/// Formats a reading in millimetres so that it is short and can be typed. A file may have readings with any number of
/// digits.
fn show_mm(mm: f64) -> String {
    let shown = if mm < 0.001 { format!("{:.6}", mm.max(1e-6)) } else { format!("{mm:.3}") };
    shown.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns the median: the middle value, or the mean of the middle two; `None` for no values. Reorders the values.
pub fn median(values: &mut [f64]) -> Option<f64> {
    match values {
        [] => return None,
        // Most sizes are one reading.
        [only] => return Some(*only),
        _ => {}
    }
    let middle = values.len() / 2;
    let odd = values.len() % 2 == 1;
    let (lower, &mut upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if odd {
        return Some(upper);
    }
    let below = lower.iter().copied().max_by(f64::total_cmp)?;
    Some((below + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_of_any_number_of_digits_are_shown_short() {
        for (mm, shown) in [
            (3.0, "3 mm"),
            (30.5, "30.5 mm"),
            (100.0, "100 mm"),
            (3.175, "3.175 mm"),
            (10.0 / 3.0, "3.333 mm"),
            (0.0003, "0.0003 mm"),
            (1e-300, "0.000001 mm"),
            (300.0, "300 mm"),
        ] {
            assert_eq!(show_readings(Readings::from_mm(&[mm]).unwrap().unwrap()), shown);
            assert!(Readings::parse(shown, LengthUnit::Millimetres).is_ok(), "{shown}");
        }
    }

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, mm) in [
            ("3", vec![3.0]),
            ("3mm", vec![3.0]),
            ("3 mm", vec![3.0]),
            ("0.3 cm", vec![3.0]),
            (".5", vec![0.5]),
            ("1/8 in", vec![3.175]),
            ("1/8\"", vec![3.175]),
            ("1 1/8 in", vec![28.575]),
            ("1 1/2 in", vec![38.1]),
            ("1/8 1/8 in", vec![3.175, 3.175]),
            ("1, 1/8 in", vec![25.4, 3.175]),
            ("3; 1/2", vec![3.0, 0.5]),
            ("3 1/2 4 1/2", vec![3.5, 4.5]),
            ("pinpoint", vec![0.5]),
            ("3 3 3.5", vec![3.0, 3.0, 3.5]),
            ("3, 3, 3.5 mm", vec![3.0, 3.0, 3.5]),
            ("0.3 0.4 cm", vec![3.0, 4.0]),
            ("300", vec![300.0]),
        ] {
            let (readings, _) = Readings::parse(text, LengthUnit::Millimetres).unwrap();
            assert_eq!(readings.iter().collect::<Vec<_>>(), mm, "{text}");
        }
        for (text, mm) in [("1/8", 3.175), ("3mm", 3.0), ("0.3 cm", 3.0)] {
            assert_eq!(Readings::parse(text, LengthUnit::Inches).unwrap().0.median(), mm, "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused_with_what_is_allowed() {
        for text in ["", "mm", "0", "-1", "301", "abc", "3 4 5 6", "3,5", "1/0", "3 furlongs", "nan", "1e2", "inf"] {
            let error = Readings::parse(text, LengthUnit::Millimetres).unwrap_err();
            assert!(error.message.contains("allowed"), "{text}: {error}");
        }
    }

    #[test]
    fn the_value_of_readings_is_their_median() {
        for (mm, value) in [
            (vec![3.0], 3.0),
            (vec![5.0, 4.5], 4.75),
            (vec![3.5, 3.0, 3.0], 3.0),
            // The sum minus the largest and the smallest would be 1.9999999999999996.
            (vec![1.6, 2.0, 2.0], 2.0),
        ] {
            assert_eq!(Readings::from_mm(&mm).unwrap().unwrap().median(), value);
        }
    }
}
