//! The verbs that explain: reference cards, rules, the glass test.

use super::{Session, print};
use crate::domain::show_date;
use crate::error::{Error, Result};
use crate::guidance::{CARDS, Card, Feature, GLASS_TEST, NOT_A_MATCH, Rule, TABLES, find_card, find_rule, rules};
use crate::ops;
use crate::report::say_glass_tests;
use serde_json::{Value, json};

pub fn guide(session: &Session, name: Option<&str>) -> Result<u8> {
    let Some(name) = name else {
        if session.out.json {
            session.out.json(&CARDS.iter().map(card_json).collect::<Vec<_>>())?;
            return Ok(0);
        }
        let mut text = print::wrap(NOT_A_MATCH, "", "");
        text.push('\n');
        text.extend(CARDS.iter().map(|card| format!("{:<28} spotlog guide {}\n", card.title, card.ident)));
        session.out.text(&text)?;
        return Ok(0);
    };
    let card = find_card(name).ok_or_else(|| {
        let names: Vec<&str> = CARDS.iter().map(|card| card.ident).collect();
        Error::NotFound(format!("there is no card {name}; there are: {}", names.join(", ")))
    })?;
    if session.out.json {
        session.out.json(&card_json(card))?;
        return Ok(0);
    }
    let mut text = format!("{}\n", card.title);
    for (label, said) in card.lines() {
        text.push_str(&print::wrap(&said, &format!("  {label:<12}"), "              "));
    }
    text.push('\n');
    text.push_str(&print::wrap(NOT_A_MATCH, "", ""));
    session.out.text(&text)?;
    Ok(0)
}

fn card_json(card: &Card) -> Value {
    let said = |feature: Feature| card.features.iter().find(|(f, _)| *f == feature).map(|(_, text)| *text);
    let features: serde_json::Map<String, Value> = Feature::ALL
        .iter()
        .map(|&f| (f.label().to_lowercase().replace(' ', "_"), said(f).map_or(Value::Null, Value::from)))
        .collect();
    json!({
        "card": card.ident,
        "title": card.title,
        "also": card.also,
        "features": features,
        "sources": card.sources.iter().map(|s| json!({"document": s.document, "section": s.section})).collect::<Vec<_>>(),
    })
}

pub fn rules_verb(session: &Session, name: Option<&str>) -> Result<u8> {
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
                text.push_str(&print::wrap(&format!("{:<28} {}{outside}", rule.ident, rule.title), "  ", "        "));
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

pub fn glass(session: &Session, spot: Option<u32>) -> Result<u8> {
    let mut text = String::new();
    if let Some(number) = spot {
        let store = session.open_to_read()?;
        let judged = ops::assess(&store, &session.context())?;
        let found = judged.as_ref().and_then(|j| j.facts.spot(number).zip(j.assessment.spot(number)));
        let (tree, standing) =
            found.ok_or_else(|| Error::NotFound(format!("there is no spot {number} as of that day")))?;
        if let Some(judged) = &judged {
            session.urgent(&judged.assessment)?;
            session.ahead(&judged.assessment.ahead)?;
        }
        let tests = say_glass_tests(tree, session.context().as_of());
        if session.out.json {
            let next = standing.next_check.map(|m| m.to_string());
            session
                .out
                .json(&json!({ "spot": number, "tests": tests, "next_check": next, "steps": GLASS_TEST.steps }))?;
            return Ok(0);
        }
        text.push_str(&format!("Glass tests of spot {number}, {}\n", tree.spot.title()));
        if tests.is_empty() {
            text.push_str("  None yet.\n");
        }
        text.extend(tests.iter().map(|test| format!("  {test}\n")));
        if let Some(next) = standing.next_check {
            text.push_str(&format!("  Next look: {}.\n", show_date(next.day())));
        }
        text.push('\n');
    } else if session.out.json {
        session.out.json(&json!({ "steps": GLASS_TEST.steps, "darker_skin": GLASS_TEST.darker_skin }))?;
        return Ok(0);
    }
    for (i, step) in GLASS_TEST.steps.iter().enumerate() {
        text.push_str(&print::wrap(step, &format!("{}. ", i + 1), "   "));
    }
    text.push_str(&print::wrap(GLASS_TEST.darker_skin, "", ""));
    for answer in GLASS_TEST.answers {
        text.push('\n');
        text.push_str(&print::wrap(answer.means, &format!("{}: ", answer.label), "  "));
        text.push_str(&print::wrap(answer.does_not_mean, "  ", "  "));
    }
    let number = spot.map_or_else(|| "SPOT".to_owned(), |n| n.to_string());
    text.push_str(&format!("\nspotlog look {number} --glass fades, does-not-fade or unclear logs it.\n"));
    session.out.text(&text)?;
    Ok(0)
}
