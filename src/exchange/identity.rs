//! Ids for the records of a hand-written file that have none.
//!
//! They are derived from the content (UUID version 5), so that the same file gives the same ids. People are identified
//! by name and spots by number, so that a file can grow and keep its ids. Other records are identified by their whole
//! content, and identical ones by their position among each other.

use std::collections::BTreeMap;
use uuid::Uuid;

/// The namespace of ids derived from content.
const SPACE: Uuid = Uuid::from_u128(0x5f0e_6a0c_3b0d_5c59_9f6c_7370_6f74_6c67);

/// Creates the ids of one file.
#[derive(Default)]
pub(super) struct Identity {
    alike: BTreeMap<Uuid, u32>,
}

impl Identity {
    /// Returns the id of a record with this parent and content.
    pub(super) fn of(&mut self, kind: &str, parent: Option<Uuid>, content: &str) -> Uuid {
        let parent = parent.map_or_else(String::new, |p| p.to_string());
        let id = Uuid::new_v5(&SPACE, format!("{kind}\n{parent}\n{content}").as_bytes());
        let seen = self.alike.entry(id).or_insert(0);
        *seen += 1;
        if *seen == 1 { id } else { Uuid::new_v5(&id, seen.to_string().as_bytes()) }
    }
}
