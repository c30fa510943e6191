//! What the formats for programs are written from.

use crate::domain::{Facts, Journal, Moment};
use crate::error::Result;
use crate::guidance::Assessment;
use std::io::Write;

/// Whether sites also get SNOMED CT codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codes {
    /// Only the names of the sites, as text and local codes.
    #[default]
    Text,
    /// SNOMED CT codes too. Show [`SNOMED_NOTICE`](super::SNOMED_NOTICE) with the export.
    Snomed,
}

/// What kind of bundle is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BundleKind {
    /// A document to read and keep.
    #[default]
    Document,
    /// A transaction that a server stores.
    Transaction,
}

/// The data of one person, up to the as-of moment.
pub struct Source<'a> {
    /// What the rules read.
    pub facts: &'a Facts,
    /// What the rules found.
    pub assessment: &'a Assessment,
    /// The spot and the time of each photo.
    pub photos: &'a [(u32, Moment)],
    /// Loads the whole records of the person, for what the facts do not have.
    pub records: &'a dyn Fn() -> Result<Journal>,
    /// Whether to leave out everything that could identify the person.
    pub anonymous: bool,
    /// The choices for a format.
    pub choices: Choices,
}

/// What can be chosen for a format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choices {
    /// The codes of lesion sites in FHIR.
    pub codes: Codes,
    /// The kind of bundle in FHIR.
    pub bundle: BundleKind,
    /// Whether a table begins with the mark from which some spreadsheets know its letters.
    pub byte_order_mark: bool,
}

/// Writes a format for programs.
pub type DataWriter = fn(&Source<'_>, &mut dyn Write) -> Result<()>;
