//! `spotlog rules`: prints what fires each rule, and its sources.

use crate::cli::print::{self, SourceRow};
use crate::cli::session::{Run, Session};
use crate::error::{Error, Result};
use crate::guidance::{Rule, TABLES, find_rule, rules};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Rules {
    /// The rule's name; all rules without one
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

/// One rule, as `--json` prints it.
#[derive(Serialize)]
struct RuleRow {
    /// The name for the command line.
    rule: &'static str,
    title: &'static str,
    /// The level in words, since some rules have more than one.
    level: &'static str,
    fires_when: &'static str,
    /// The questions that the rule reads, by field name.
    asks: &'static [&'static str],
    /// The settings of `windows` that it uses, by name.
    windows: &'static [&'static str],
    sources: Vec<SourceRow>,
    /// Whether none of the sources is one of the two documents.
    outside_the_documents: bool,
}

impl From<&Rule> for RuleRow {
    fn from(rule: &Rule) -> Self {
        RuleRow {
            rule: rule.ident,
            title: rule.title,
            level: rule.level,
            fires_when: rule.fires_when,
            asks: rule.asks,
            windows: rule.windows,
            sources: rule.sources.iter().map(SourceRow::from).collect(),
            outside_the_documents: rule.is_outside(),
        }
    }
}

impl Run for Rules {
    fn run(self, session: &Session) -> Result<u8> {
        let name = self.rule.as_deref();
        let Some(name) = name else {
            if session.out.json {
                session.out.json(&rules().map(RuleRow::from).collect::<Vec<_>>())?;
                return Ok(0);
            }
            let mut text = String::new();
            for table in &TABLES {
                text.push_str(&format!("{}\n", table.title));
                for rule in table.rules {
                    let outside = if rule.is_outside() { " (from outside the documents)" } else { "" };
                    text.push_str(&print::wrap(
                        &format!("{:<28} {}{outside}", rule.ident, rule.title),
                        "  ",
                        "        ",
                    ));
                }
            }
            text.push_str("\nspotlog rules RULE tells what fires it and where it comes from.\n");
            session.out.text(&text)?;
            return Ok(0);
        };
        let rule = find_rule(name).ok_or_else(|| {
            let names: Vec<&str> = rules().map(|rule| rule.ident).collect();
            Error::NotFound(format!("there is no rule {name}; there are: {}", names.join(", ")))
        })?;
        if session.out.json {
            session.out.json(&RuleRow::from(rule))?;
            return Ok(0);
        }
        let mut text = format!("{} ({})\n", rule.title, rule.ident);
        for line in rule.say(&session.settings.windows) {
            text.push_str(&print::wrap(&line, "  ", "  "));
        }
        for window in rule.windows.iter().filter_map(|name| Some((name, session.settings.windows.get(name)?))) {
            text.push_str(&format!("  {} is set to {}\n", window.0, window.1));
        }
        session.out.text(&text)?;
        Ok(0)
    }
}
