//! The values of the file: words of closed lists, and what the schema demands of texts.

use crate::domain::{Word, WordList};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::borrow::Cow;

/// What the schema demands of an id, of a time of change, of a day and of a moment, as far as a pattern can.
pub(super) const UUID: &str = "^(urn:uuid:)?\\{?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\\}?$";
pub(super) const TIME: &str =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$";
pub(super) const DAY: &str = "^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
pub(in crate::exchange) const MOMENT: &str =
    "^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9])?$";

/// A word of a closed list, exactly as in the format.
pub(super) struct OneOf<W>(pub(super) W);

impl<W: Word> Serialize for OneOf<W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<'de, W: Word> Deserialize<'de> for OneOf<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Cow::<'de, str>::deserialize(deserializer)?;
        W::from_word(word.as_bytes()).map(OneOf).ok_or_else(|| D::Error::custom(W::unknown(&word)))
    }
}

impl<W: Word> JsonSchema for OneOf<W> {
    fn schema_name() -> Cow<'static, str> {
        W::WHAT.trim_start_matches("a ").trim_start_matches("an ").replace(' ', "-").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words: Vec<&str> = W::ALL.iter().map(|w| w.word()).collect();
        schemars::json_schema!({ "type": "string", "enum": words })
    }
}

/// Returns the words of a list of the file. No list is an empty one.
pub(super) fn words<W: Word>(list: Option<Vec<OneOf<W>>>) -> WordList<W> {
    list.into_iter().flatten().map(|word| word.0).collect()
}

/// Returns words as a list of the file.
pub(super) fn list_of<W: Word>(words: &WordList<W>) -> Vec<OneOf<W>> {
    words.iter().map(OneOf).collect()
}
