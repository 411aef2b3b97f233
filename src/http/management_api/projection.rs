//! Answers with some of their attributes only: `fields` names them, `include_fields` says whether to keep or drop them.

use crate::model::JsonObject;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// The two parameters.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Projection {
    /// Attributes to include or exclude, separated by commas
    fields: Option<String>,
    /// Whether the named fields are included (true, the default) or excluded
    include_fields: Option<bool>,
}

impl Projection {
    /// Leaves what is asked for.
    pub fn apply(&self, object: JsonObject) -> JsonObject {
        let named: Vec<&str> = self.fields.iter().flat_map(|f| f.split(',')).map(str::trim).collect();
        if named.iter().all(|name| name.is_empty()) {
            return object;
        }
        let include = self.include_fields.unwrap_or(true);
        object.into_iter().filter(|(key, _)| named.contains(&key.as_str()) == include).collect()
    }

    /// The same for a value that is an object.
    pub fn apply_to(&self, value: Value) -> Value {
        match value {
            Value::Object(object) => Value::Object(self.apply(object)),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn named_attributes_stay_or_go() {
        let keys = |fields: Option<&str>, include_fields| {
            let projection = Projection { fields: fields.map(str::to_owned), include_fields };
            let Value::Object(left) = projection.apply_to(json!({"a": 1, "b": 2, "c": 3})) else {
                return String::new();
            };
            left.keys().cloned().collect::<String>()
        };
        assert_eq!(keys(None, Some(false)), "abc");
        assert_eq!(keys(Some(""), None), "abc");
        assert_eq!(keys(Some("a, c,x"), None), "ac");
        assert_eq!(keys(Some("a,c"), Some(false)), "b");
    }
}
