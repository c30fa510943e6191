//! What can be typed after `report`.

use crate::report::Section;
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The form [default: by the ending of the file, otherwise text]
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// Write to a file instead of the screen; - is the screen
    #[arg(long, value_name = "FILE", value_parser = super::path())]
    pub out: Option<PathBuf>,
    /// Replace a file that is there already; a report of spotlog's is replaced without it
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Only these spots, in the formats that people read
    #[arg(long = "spot", value_name = "SPOT")]
    pub spots: Vec<u32>,
    /// Leave a part out; what needs attention always stays
    #[arg(long, value_name = "PART", value_parser = PossibleValuesParser::new(Section::ALL.map(|(word, _)| word)))]
    pub without: Vec<String>,
    /// Everybody of the journal, each on pages of their own
    #[arg(long, conflicts_with_all = ["spots"])]
    pub everyone: bool,
    /// Tell what changed since that day, or since the last-review of each spot
    #[arg(long, value_name = "DATE", default_value = "last-review")]
    pub since: String,
    /// Without name, birth date and every word of your own
    #[arg(long)]
    pub anonymous: bool,
    #[arg(long, value_enum, default_value_t = PaperSize::A4)]
    pub paper: PaperSize,
    /// Codes of body sites in FHIR; snomed may need a licence
    #[arg(long, value_enum, default_value_t = SiteCodes::Text)]
    pub codes: SiteCodes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    #[value(alias = "txt")]
    Text,
    #[value(alias = "md")]
    Markdown,
    #[value(alias = "htm")]
    Html,
    Pdf,
    Json,
    Fhir,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperSize {
    A4,
    Letter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SiteCodes {
    Text,
    Snomed,
}
