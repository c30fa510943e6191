//! What the lines of a report are made from. A thread builds them.

use super::theme::Role;
use crate::domain::Facts;
use crate::guidance::{Assessment, Windows};
use crate::ops::Judged;
use crate::report::{self, Document, Extras, Options, Section};
use std::sync::Arc;

/// What the lines of a report are made from.
pub(crate) struct ReportSource {
    pub judged: Arc<Judged>,
    pub extras: Extras,
    pub windows: Windows,
    pub emergency_number: Option<String>,
    /// The omitted parts.
    pub without: Vec<Section>,
    /// In columns.
    pub width: usize,
}

impl ReportSource {
    /// Builds the lines of the whole report.
    pub(crate) fn lines(&self) -> Vec<(Role, String)> {
        self.built(report::report)
    }

    /// Builds the lines of page 1, which takes the same time however many spots there are.
    pub(crate) fn page_1(&self) -> Vec<(Role, String)> {
        self.built(report::page_1)
    }

    fn built(&self, build: Build) -> Vec<(Role, String)> {
        let emergency_number = self.emergency_number.as_deref();
        let options =
            Options { emergency_number, extras: &self.extras, without: &self.without, ..Options::new(&self.windows) };
        let document = build(&self.judged.facts, &self.judged.assessment, options);
        let lines = report::lines(&document, self.width);
        lines.into_iter().map(|line| (role_of(line.role), line.text)).collect()
    }
}

/// Builds the whole report or a part of it.
type Build = fn(&Facts, &Assessment, Options<'_>) -> Document;

fn role_of(role: report::Role) -> Role {
    match role {
        report::Role::Title | report::Role::Heading => Role::Title,
        report::Role::Urgent => Role::SameDay,
        report::Role::Emergency => Role::Emergency,
        report::Role::Item => Role::FollowUp,
        report::Role::Body => Role::Text,
        report::Role::Note => Role::Dim,
    }
}
