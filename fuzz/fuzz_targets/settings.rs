//! A settings file: what is read can be kept, and says the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::config::Settings;
use spotlog::tui::keymap::Keymap;

fuzz_target!(|text: &str| {
    if let Ok(settings) = Settings::parse(text) {
        let _ = (settings.changes(), Keymap::with(&settings.keys));
    }
});
