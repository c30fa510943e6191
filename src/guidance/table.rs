//! The rules, in the four tables of guidance section 2, which are also the order in a report.

mod change;
mod illness;
mod non_fading;
mod source;
mod sudden;

use super::See;
use super::rule::{Judge, Kind, Rule, Telling};

/// One table: a heading and its rules.
pub struct Table {
    pub title: &'static str,
    pub rules: &'static [Rule],
}

pub static TABLES: [Table; 4] = [
    Table { title: "Persistence and change", rules: change::RULES },
    Table { title: "Sudden, spreading, painful, after a medicine", rules: sudden::RULES },
    Table { title: "Spots that do not fade, meningitis, sepsis", rules: non_fading::RULES },
    Table { title: "Illnesses with a rash", rules: illness::RULES },
];

/// Every rule, in the order of a report.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLES.iter().flat_map(|table| table.rules)
}

pub fn find_rule(ident: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.ident == ident)
}

/// What most rules have in common; each row replaces the rest.
const FINDING: Rule = Rule {
    ident: "",
    title: "",
    fires_when: "",
    level: "",
    see: See::Doctor,
    sources: &[],
    asks: &[],
    windows: &[],
    kind: Kind::Finding,
    stays_when_gone: false,
    raised_by_risk: false,
    judge: Judge::EveryLook(|_, _| {}),
    tell: |_, _| Telling { reason: String::new(), evidence: Vec::new() },
};
