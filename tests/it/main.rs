//! All integration tests in one binary, so that it is linked once.

mod accuracy;
mod ahead;
mod anonymous;
mod background;
mod circles;
mod cli;
#[cfg(target_os = "linux")]
mod conventions;
#[cfg(target_os = "linux")]
mod copies;
mod corrections;
#[cfg(unix)]
mod crash;
mod drafts;
mod erase;
#[cfg(target_os = "linux")]
mod erase_faults;
mod examples;
mod exchange;
#[cfg(target_os = "linux")]
mod faults;
mod foreign;
mod harness;
#[cfg(feature = "photos")]
mod inbox;
mod journals;
mod journeys;
mod keeping;
mod lost;
#[cfg(feature = "photos")]
mod photos;
mod plain;
mod project;
mod properties;
#[cfg(unix)]
mod pty;
mod rebound;
mod reports;
mod rules;
mod rules_illness;
mod rules_kit;
mod rules_non_fading;
mod rules_sudden;
mod screens;
mod snapshots;
mod store;
mod sync;
mod tables;
mod tui;
mod urgency;
mod verbs;
mod versions;
mod visible;
mod wording;
