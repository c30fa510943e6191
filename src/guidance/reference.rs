//! Generates the rule reference from the rule tables.

use super::fired::FlagKind;
use super::rule::{Judge, Rule};
use super::rules::{VERSIONS, Version};
use super::{DOCUMENTS, NEUTRAL, RULES_VERSION, TABLES, WINDOWS, Windows};

/// Returns the text of docs/rules.md.
pub fn markdown() -> String {
    let mut text = format!(
        "# Rules\n\nMade from the tables that judge (`src/guidance/rules.rs`); a test keeps it true. Rule set version \
         {RULES_VERSION}, made from two documents: \"{}\" and \"{}\". Where a rule comes from outside of them, its source \
         says so.\n\nA rule about a spot is judged at every look with what was known then. Nothing entered later takes a \
         finding back; a review by a dermatologist, doctor or nurse answers it. Where no rule fires, this stands instead:\n\n\
         > {NEUTRAL}\n\n## Windows\n\nThe documents leave these open. Each can be set in the settings file, under \
         `[windows]`, within its bounds.\n\n| name | default | allowed | what it decides |\n|---|---|---|---|\n",
        DOCUMENTS[0], DOCUMENTS[1]
    );
    for w in WINDOWS {
        text.push_str(&format!("| `{}` | {} | {} to {} | {} |\n", w.name, w.default, w.least, w.most, w.meaning));
    }
    for table in &TABLES {
        text.push_str(&format!("\n## {}\n", table.title));
        for rule in table.rules {
            text.push_str(&format!("\n### {} (`{}`)\n\n", rule.title, rule.ident));
            text.push_str(&rule.say_named().iter().enumerate().map(|(i, line)| bullet(i, line)).collect::<String>());
        }
    }
    text.push_str(HIGHER_RISK);
    text.push_str(REST);
    text.push_str(URGENCY);
    text.push_str(GROWTH);
    text.push_str("\n## Versions of the rule set\n");
    for version in VERSIONS {
        text.push_str(&say_version(version));
    }
    text
}

fn say_version(version: &Version) -> String {
    if version.changes.is_empty() {
        return format!("\nVersion {} was the first.\n", version.name);
    }
    let width =
        textwrap::Options::new(120).subsequent_indent("  ").word_splitter(textwrap::WordSplitter::NoHyphenation);
    let changes = version.changes.iter().map(|change| textwrap::fill(&format!("- {change}"), &width) + "\n");
    format!("\nVersion {}:\n\n{}", version.name, changes.collect::<String>())
}

fn bullet(place: usize, line: &str) -> String {
    if place == 0 { format!("{line}\n\n") } else { format!("- {line}\n") }
}

impl Rule {
    /// Describes the rule: first what fires it, then one line for each other fact. Periods have the values of `windows`.
    pub fn say(&self, windows: &Windows) -> Vec<String> {
        self.facts().iter().map(|line| with_values(line, windows)).collect()
    }

    /// Describes the rule with the names of the windows, and the windows it uses.
    fn say_named(&self) -> Vec<String> {
        let mut lines = self.facts();
        if !self.windows.is_empty() {
            lines.push(format!("Windows: {}", self.windows.join(", ")));
        }
        lines
    }

    fn facts(&self) -> Vec<String> {
        let mut lines = vec![format!("Fires when {}.", self.fires_when)];
        let see = if self.level.contains("follow-up") {
            format!(". Follow-up is with: {}", self.see.word())
        } else {
            String::new()
        };
        lines.push(format!("Level: {}{see}", self.level));
        lines.push(match (&self.judge, self.kind) {
            (Judge::Person { .. }, _) => "About the person; a review of the person or of any spot answers it, and it rests recheck_days after the latest evidence".into(),
            (_, FlagKind::Task) => "Something to do: it holds on the day, or it does not".into(),
            (_, FlagKind::SettledByReview) => "About a spot; a review that is not unsure settles it for good".into(),
            (_, FlagKind::ReopensOnChange) => {
                "About a spot; after a review that knew it or wants it monitored, only a change or an emergency opens it again".into()
            }
            (_, FlagKind::Finding) => "About a spot; a review answers it".into(),
        });
        if self.stays_when_gone {
            lines.push("It stays open when the spot is gone, until a review answers it".into());
        }
        let sources = self.sources.iter().map(|s| format!("Source: {}, \"{}\"", s.document, s.section));
        lines.extend(sources);
        if self.is_outside() {
            lines.push("This rule comes from outside the two documents".into());
        }
        if !self.asks.is_empty() {
            lines.push(format!("Asks: {}", self.asks.join(", ").replace('_', " ")));
        }
        lines
    }
}

/// Replaces the names of windows by their values. A period has its unit as the last word of its name: `with_hours` is
/// "48 hours".
fn with_values(text: &str, windows: &Windows) -> String {
    WINDOWS.iter().fold(text.to_owned(), |text, window| {
        let value = windows.get(window.name).unwrap_or(window.default);
        match window.name.rsplit_once('_') {
            Some((_, unit @ ("days" | "hours"))) => {
                let period = format!("{value} {unit}");
                // "1 to new_days days" has its unit already.
                text.replace(&format!("{} {unit}", window.name), &period).replace(window.name, &period)
            }
            _ => text.replace(window.name, &value.to_string()),
        }
    })
}

const HIGHER_RISK: &str = "
## Higher risk

No flag of its own. An age under 1 or of 66 and more, a long-term illness answered with yes, or an infection in the last
recent_infection_days makes an emergency of `pinprick-rash-not-itchy`, `non-fading-rash` and `sepsis-signs` where they
would be same-day, and their reason says so. Not answered raises nothing; pregnancy, conditions and notes never raise or
lower anything. (Tiny Red Dots On Skin, \"Sepsis and Petechiae\".)
";

const REST: &str = "
## While a spot is gone

Its flags rest, and open again when it is back. Those that are same-day or an emergency stay open, and so do those whose rule
says so.
";

const URGENCY: &str = "
## How urgency ages

A finding at same-day or emergency keeps that level for urgent_days after its date. From the next day on it is a
follow-up with a doctor, and its reason says what it was and when. The finding itself stays until a review answers it.
New evidence is a new finding with a date of its own. A flag is as urgent as its most urgent finding that no review has
answered, and is dated by the finding that it shows. Answered flags keep the level they had.
";

const GROWTH: &str = "
## Growth, told from a shaky ruler

One reading of a small spot is taken to be off by 0.5 mm, or a tenth of its size where that is more (one standard
deviation).

- Baseline: the first measurement where it was taken three times, otherwise the median of the first up to three. From the
  eighth measurement on it is the median of all but the last four.
- Jump: a measurement over the baseline by more than the limit asks to be taken twice more within three days. The limit
  is at least 1.25 mm. It widens with the person's own scatter, which leaves out the two newest measurements. The median
  of all readings decides; where none are taken within 14 days, the measurement counts as it is.
- Trend: four measurements or more over 28 days or more are tested for a steady rise (Theil-Sen slope, z over 3, and 1 mm
  or more in all).

Readings by eye are left out. Another method of measuring starts a new series, and so does a review. What you notice
yourself always counts, whatever the measurements say. docs/accuracy.md says how often this is wrong.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidance::rules;

    #[test]
    fn a_rule_is_told_with_the_values_of_the_settings_and_without_their_names() {
        let mut windows = Windows::default();
        windows.set("new_days", 5).unwrap();
        assert_eq!(with_values("1 to new_days days, within with_hours", &windows), "1 to 5 days, within 48 hours");
        assert_eq!(with_values("at often_bleeds looks, early_recheck_days", &windows), "at 2 looks, 7 days");
        for rule in rules() {
            let told = rule.say(&windows).join("\n");
            assert!(WINDOWS.iter().all(|window| !told.contains(window.name)), "{told}");
            let doubled = ["days days", "hours hours"].iter().any(|twice| told.contains(twice));
            assert!(!doubled, "{told}");
        }
    }
}
