//! Fuzzes opening of a journal with its pictures in one file: it is refused or opened, and no name in it leaves it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::exchange::BundleReader;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut bundle) = BundleReader::open(std::io::Cursor::new(bytes)) else { return };
    let _ = bundle.journal();
    for (place, hash, _) in bundle.pictures().to_vec() {
        let _ = bundle.picture(place, hash);
    }
});
