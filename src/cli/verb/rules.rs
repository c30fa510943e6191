//! `spotlog rules`: prints what fires each rule, and its sources.

use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::error::{Error, Result};
use crate::guidance::{Rule, TABLES, find_rule, rules};
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Rules {
    /// The rule's name; all rules without one
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

impl Run for Rules {
    fn run(self, session: &Session) -> Result<u8> {
        let name = self.rule.as_deref();
        let Some(name) = name else {
            if session.out.json {
                session.out.json(&rules().map(rule_json).collect::<Vec<_>>())?;
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
            session.out.json(&rule_json(rule))?;
            return Ok(0);
        }
        let mut text = format!("{} ({})\n", rule.title, rule.ident);
        for line in rule.say() {
            text.push_str(&print::wrap(&line, "  ", "  "));
        }
        for window in rule.windows.iter().filter_map(|name| Some((name, session.settings.windows.get(name)?))) {
            text.push_str(&format!("  {} is set to {}\n", window.0, window.1));
        }
        session.out.text(&text)?;
        Ok(0)
    }
}

fn rule_json(rule: &Rule) -> Value {
    json!({
        "rule": rule.ident,
        "title": rule.title,
        "fires_when": rule.fires_when,
        "level": rule.level,
        "outside_the_documents": rule.is_outside(),
        "sources": rule.sources.iter().map(|s| json!({"document": s.document, "section": s.section})).collect::<Vec<_>>(),
        "windows": rule.windows,
        "asks": rule.asks,
    })
}
