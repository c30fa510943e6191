//! The JSON Schema of each version.

use super::JournalVersion;
use super::layout;
use serde_json::Value;
use std::collections::BTreeSet;

/// The mark of a property in the schema that a later version added.
const SINCE: &str = "x-since";

/// Returns the JSON Schema of a version: without the properties of later ones.
pub(in crate::exchange) fn schema(version: JournalVersion) -> schemars::Schema {
    let mut schema = schemars::schema_for!(layout::Journal).to_value();
    // Version 1 was frozen with the definitions of version 2, which nothing in it names.
    let mut named = schema.clone();
    keep_known(&mut named, version.max(JournalVersion::Two));
    let named = names(&named);
    keep_known(&mut schema, version);
    if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        definitions.retain(|name, _| named.contains(name));
    }
    if let Some(format) = schema.pointer_mut("/properties/format").and_then(Value::as_object_mut) {
        format.insert("const".into(), version.format().into());
    }
    // It was an object and still is.
    schema.try_into().unwrap_or_default()
}

/// Returns the names of the definitions that some property refers to.
fn names(schema: &Value) -> BTreeSet<String> {
    match schema {
        Value::Object(map) => {
            let named = map.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/"));
            named.map(str::to_owned).into_iter().chain(map.values().flat_map(names)).collect()
        }
        Value::Array(list) => list.iter().flat_map(names).collect(),
        _ => BTreeSet::new(),
    }
}

fn keep_known(schema: &mut Value, version: JournalVersion) {
    match schema {
        Value::Object(map) => {
            if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
                let since = |property: &Value| property.get(SINCE).and_then(Value::as_u64);
                properties.retain(|_, property| since(property).is_none_or(|since| since <= version.number().into()));
            }
            map.remove(SINCE);
            map.values_mut().for_each(|value| keep_known(value, version));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| keep_known(value, version)),
        _ => {}
    }
}
