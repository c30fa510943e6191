//! The frozen public formats. Each has its own structs, separate from the domain's. A change of meaning is a new
//! version beside the old one.

mod bundle;
mod calendar;
mod erased_v1;
mod fhir;
mod identity;
mod journal;
mod picture_key;
mod report_v1;
mod sealed;
mod source;
mod sync_v1;
mod table;

pub use bundle::{AnyBundle, BundleOf, BundleReader, BundleWriter, Seekable, is_bundle};
pub use calendar::calendar;
pub use erased_v1::{read_erased, write_erased};
pub use fhir::{SNOMED_NOTICE, write_fhir};
pub use journal::{
    Canonical, JournalVersion, MAX_FILE_BYTES, read_journal, spot_json, write_journal, write_journal_as,
};
pub use picture_key::PictureKey;
pub use report_v1::{FlagV1, write_report};
pub use sealed::{ExposeSecret, Sealing, SecretString, broken, is_sealed, seal, unseal, unsealing};
pub use source::{BundleKind, Choices, Codes, DataWriter, Source};
pub use sync_v1::{Gone, SyncFile, checksum, read_sync, write_sync};
pub use table::{Columns, Table, Whose, read_columns, read_table, write_table};

use crate::error::Error;
use crate::report::{About, Content, FormatOf};
use schemars::schema_for;

/// The formats of a report for programs, in the order in which they are offered. Tables have no marks: a person may have
/// edited one to import it again.
pub static DATA_FORMATS: [FormatOf<DataWriter>; 3] = [
    FormatOf {
        about: About {
            word: "json",
            endings: &["json"],
            content: Content::Json,
            marks: &[("{\n  \"format\": \"spotlog-report/", "")],
        },
        write: |source, out| write_report(source.assessment, out).map_err(Error::unwritten()),
    },
    FormatOf {
        about: About {
            word: "fhir",
            endings: &[],
            content: Content::Json,
            marks: &[("{\n  \"resourceType\": \"Bundle\"", "\"Self-recorded spot journal, not a diagnosis\"")],
        },
        write: |source, out| write_fhir(source, out),
    },
    FormatOf {
        about: About { word: "csv", endings: &["csv"], content: Content::Text, marks: &[] },
        write: |source, out| {
            if source.choices.byte_order_mark {
                out.write_all("\u{feff}".as_bytes()).map_err(Error::unwritten())?;
            }
            write_table(&(source.records)()?, out).map_err(|why| Error::unwritten()(std::io::Error::other(why)))
        },
    },
];

/// Returns the JSON Schema of each format, by the name of the format.
pub fn schemas() -> Vec<(&'static str, schemars::Schema)> {
    let journals = JournalVersion::ALL.map(|version| (version.format(), journal::schema(version)));
    journals.into_iter().chain([(report_v1::FORMAT, schema_for!(report_v1::ReportV1))]).collect()
}
