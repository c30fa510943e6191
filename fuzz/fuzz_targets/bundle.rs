//! Fuzzes opening of a journal with its pictures in one file: it is refused or opened, and no name in it leaves it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::exchange::{BundleOf, BundleReader};

fuzz_target!(|bytes: &[u8]| {
    for of in [BundleOf::Export, BundleOf::Backup] {
        let Ok(mut bundle) = BundleReader::open(std::io::Cursor::new(bytes), of) else { continue };
        let _ = bundle.journal();
        for (place, hash, _) in bundle.pictures().to_vec() {
            let _ = bundle.picture(place, hash);
        }
    }
});
