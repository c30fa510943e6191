//! Fuzzes a settings file: its changes and its key bindings can be computed without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::config::Settings;
use spotlog::tui::keymap::Keymap;

fuzz_target!(|text: &str| {
    if let Ok(settings) = Settings::parse(text) {
        let _ = (settings.changes(), Keymap::with(&settings.keys));
    }
});
