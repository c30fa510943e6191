//! The JSON Schema of each version.

use super::JournalVersion;
use super::layout;

/// The mark of a property in the schema that a later version added.
const SINCE: &str = "x-since";

/// Returns the JSON Schema of a version: without the properties of later ones.
pub(in crate::exchange) fn schema(version: JournalVersion) -> schemars::Schema {
    let mut schema = schemars::schema_for!(layout::Journal).to_value();
    keep_known(&mut schema, version);
    if let Some(format) = schema.pointer_mut("/properties/format").and_then(serde_json::Value::as_object_mut) {
        format.insert("const".into(), version.format().into());
    }
    // It was an object and still is.
    schema.try_into().unwrap_or_default()
}

fn keep_known(schema: &mut serde_json::Value, version: JournalVersion) {
    match schema {
        serde_json::Value::Object(map) => {
            if let Some(properties) = map.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
                let since = |property: &serde_json::Value| property.get(SINCE).and_then(serde_json::Value::as_u64);
                properties.retain(|_, property| since(property).is_none_or(|since| since <= version.number().into()));
            }
            map.remove(SINCE);
            map.values_mut().for_each(|value| keep_known(value, version));
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(|value| keep_known(value, version)),
        _ => {}
    }
}
