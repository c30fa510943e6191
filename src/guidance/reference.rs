//! The rule reference, made from the tables that judge.

use super::{DOCUMENTS, NEUTRAL, RULES, RULES_VERSION, WINDOWS};

/// The page docs/rules.md.
pub fn markdown() -> String {
    let mut text = format!(
        "# Rules\n\nMade from the table that judges (`src/guidance/rule.rs`); a test keeps it true. Rule set version \
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
    text.push_str("\n## Rules, in the order of a report\n");
    for rule in RULES {
        text.push_str(&format!("\n### {} (`{}`)\n\nFires when {}.\n\n", rule.title, rule.ident, rule.fires_when));
        let see = match rule.level {
            "watch" => String::new(),
            _ => format!(", to see: {}", rule.see.word()),
        };
        text.push_str(&format!("- Level: {}{see}\n", rule.level));
        for source in rule.sources {
            text.push_str(&format!("- Source: {}, \"{}\"\n", source.document, source.section));
        }
        if !rule.windows.is_empty() {
            text.push_str(&format!("- Windows: {}\n", rule.windows.join(", ")));
        }
        if !rule.asks.is_empty() {
            text.push_str(&format!("- Asks: {}\n", rule.asks.join(", ")));
        }
    }
    text.push_str(GROWTH);
    text
}

const GROWTH: &str = "
## Growth, told from a shaky ruler

One reading of a small spot is taken to be off by 0.5 mm, or a tenth of its size where that is more (one standard
deviation); from the fifth measurement on by the person's own scatter, between that and twice that. The baseline is the
first measurement where it was taken three times, otherwise the median of the first up to three. A measurement over the
baseline by more than the limit, which is at least 1.25 mm, asks to be taken twice more within three days; the median of
all of them decides, and where none are taken within 14 days it counts as it is. Beside that, four measurements or more
over 28 days or more are tested for a steady rise (Theil-Sen slope, z over 3, and 1 mm or more in all). Readings by eye
are left out; another method of measuring starts anew, and so does a review. What you notice yourself always counts,
whatever the measurements say.
";
