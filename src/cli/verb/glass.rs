//! `spotlog glass`: explains the glass test.

use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::domain::show_date;
use crate::error::{Error, Result};
use crate::guidance::GLASS_TEST;
use crate::ops;
use crate::report::say_glass_tests;
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Glass {
    #[arg(value_name = "SPOT")]
    spot: Option<u32>,
}

/// The glass tests of a spot, as `--json` prints them.
#[derive(Serialize)]
struct GlassTests<'a> {
    spot: u32,
    /// A sentence for each test, the latest first.
    tests: &'a [String],
    /// The day of the next look, with a time if the schedule is in hours.
    next_check: Option<String>,
    /// How to do the test.
    steps: &'static [&'static str],
}

/// The glass test in general, as `--json` prints it.
#[derive(Serialize)]
struct GlassGuide {
    steps: &'static [&'static str],
    /// Where to look on darker skin.
    darker_skin: &'static str,
}

impl Run for Glass {
    fn run(self, session: &Session) -> Result<u8> {
        let spot = self.spot;
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
                session.out.json(&GlassTests {
                    spot: number,
                    tests: &tests,
                    next_check: standing.next_check.map(|m| m.to_string()),
                    steps: &GLASS_TEST.steps,
                })?;
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
            session.out.json(&GlassGuide { steps: &GLASS_TEST.steps, darker_skin: GLASS_TEST.darker_skin })?;
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
}
