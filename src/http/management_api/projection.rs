//! Answers with some of their attributes only: `fields` names them, `include_fields` says whether to keep or drop them.

use super::paging::Listed;
use crate::model::JsonObject;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::marker::PhantomData;

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

/// A thing of which attributes may have been left out.
#[derive(Debug, Clone)]
pub struct InPart<T> {
    json: Value,
    thing: PhantomData<T>,
}

impl<T: Serialize> InPart<T> {
    /// What is asked for of a thing.
    pub fn of(thing: &T, projection: &Projection) -> Self {
        let json = serde_json::to_value(thing).unwrap_or_default();
        Self { json: projection.apply_to(json), thing: PhantomData }
    }
}

impl<T> Serialize for InPart<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for InPart<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}InPart", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        schema.remove("required");
        schema
    }
}

impl<T: Listed> Listed for InPart<T> {
    const KEY: &'static str = T::KEY;
    const WITH_LENGTH: bool = T::WITH_LENGTH;
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
