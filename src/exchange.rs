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
mod sync_v1;
mod table;

pub use bundle::{AnyBundle, BundleOf, BundleReader, BundleWriter, Seekable, is_bundle};
pub use calendar::calendar;
pub use erased_v1::{read_erased, write_erased};
pub use fhir::{BundleKind, Codes, SNOMED_NOTICE, Source, write_fhir};
pub use journal::{
    Canonical, JournalVersion, MAX_FILE_BYTES, read_journal, read_journal_file, spot_json, write_journal,
    write_journal_as,
};
pub use picture_key::PictureKey;
pub use report_v1::{FlagV1, write_report};
pub use sealed::{ExposeSecret, Sealing, SecretString, broken, is_sealed, seal, unseal, unsealing};
pub use sync_v1::{Gone, SyncFile, checksum, read_sync, write_sync};
pub use table::{Table, Whose, read_table, write_table};

use schemars::schema_for;

/// Returns the JSON Schema of each format, by the name of the format.
pub fn schemas() -> [(&'static str, schemars::Schema); 3] {
    let [one, two] = JournalVersion::ALL.map(|version| (version.format(), journal::schema(version)));
    [one, two, (report_v1::FORMAT, schema_for!(report_v1::ReportV1))]
}
