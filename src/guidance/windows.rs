//! The periods that the documents leave open, as settings (docs/guidance.md, section 1).

use crate::domain::FieldError;

/// A window: its name in the settings file, its meaning and its bounds.
pub struct Window {
    /// The key in the settings file, in snake case.
    pub name: &'static str,
    /// The label in forms, at most 21 characters.
    pub label: &'static str,
    /// The meaning and the unit.
    pub meaning: &'static str,
    /// The meaning with the values, for a form.
    pub help: &'static str,
    /// The value without a setting, in the unit of `meaning`.
    pub default: u16,
    /// The smallest allowed value.
    pub least: u16,
    /// The largest allowed value.
    pub most: u16,
}

macro_rules! windows {
    ($($name:ident: $default:literal, $least:literal to $most:literal, $label:literal, $meaning:literal;)+) => {
        /// The value of every window.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Windows {
            $(#[doc = $meaning] pub $name: u16,)+
        }

        /// Every window.
        pub const WINDOWS: &[Window] = &[
            $(Window {
                name: stringify!($name),
                label: $label,
                meaning: $meaning,
                help: concat!(
                    $meaning, ". Usual: ", $default, ". A change judges the whole journal anew."
                ),
                default: $default,
                least: $least,
                most: $most,
            },)+
        ];

        impl Default for Windows {
            fn default() -> Self {
                Windows { $($name: $default,)+ }
            }
        }

        impl Windows {
            /// Sets a window by name.
            ///
            /// # Errors
            ///
            /// Fails for an unknown name or a value out of bounds.
            pub fn set(&mut self, name: &str, value: i64) -> Result<(), FieldError> {
                let window = WINDOWS.iter().find(|w| w.name == name).ok_or_else(|| {
                    let names: Vec<_> = WINDOWS.iter().map(|w| w.name).collect();
                    FieldError::new(format!("there is no such window; allowed: {}", names.join(", "))).at(name)
                })?;
                if value < i64::from(window.least) || value > i64::from(window.most) {
                    let message = format!("{value} is out of bounds; allowed: {} to {}", window.least, window.most);
                    return Err(FieldError::new(message).at(name));
                }
                match name {
                    $(stringify!($name) => self.$name = value as u16,)+
                    _ => unreachable!("the name was found in the table"),
                }
                Ok(())
            }

            /// Returns the value of a window by name.
            pub fn get(&self, name: &str) -> Option<u16> {
                match name {
                    $(stringify!($name) => Some(self.$name),)+
                    _ => None,
                }
            }
        }
    };
}

windows! {
    persistence_days: 21, 14 to 28, "Not gone after, days", "How many days \"a few weeks\" are: from then on a spot has not gone away";
    early_recheck_days: 7, 1 to 14, "Look again, fresh", "Days after which a fresh spot is looked at again";
    recheck_days: 30, 7 to 90, "Look again, older", "Days after which an older spot is looked at again";
    with_hours: 48, 24 to 96, "Symptom near spot, h", "Hours within which a symptom counts as being with a present spot";
    new_days: 7, 3 to 14, "A spot is new, days", "Days from first seen during which a spot is new";
    rapid_hours: 72, 24 to 168, "Sudden or rapid, h", "How many hours \"suddenly\" and \"rapidly\" are";
    medicine_days: 56, 14 to 90, "After medicine, days", "Days after the start of a medicine in which a new spot counts as after it";
    treatment_days: 14, 7 to 28, "Should help in, days", "Days after which a treatment should have helped";
    scratch_days: 7, 3 to 14, "Scratch gone in, days", "Days after which the mark of a scratch or knock should have gone";
    heat_hours: 24, 24 to 72, "Heat rash gone in, h", "Hours after which heat rash should have gone";
    often_bleeds: 2, 2 to 5, "Often: bleeds in 30 d", "How many bleeds in 30 days are often";
    recent_infection_days: 30, 7 to 90, "Infection recent, days", "Days for which an infection counts as recent";
    urgent_days: 7, 3 to 14, "Urgent for, days", "Days for which a call for help stays as urgent as it was";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_takes_its_bounds_and_nothing_beyond() {
        for window in WINDOWS {
            let mut windows = Windows::default();
            assert_eq!(windows.get(window.name), Some(window.default));
            for (value, allowed) in
                [(window.least, true), (window.most, true), (window.least - 1, false), (window.most + 1, false)]
            {
                assert_eq!(windows.set(window.name, i64::from(value)).is_ok(), allowed, "{} {value}", window.name);
            }
        }
        assert!(Windows::default().set("patience", 3).unwrap_err().message.contains("persistence_days"));
    }
}
