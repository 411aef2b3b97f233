//! The shapes of what programs send: made from the Rust types that read it, held against it, and shown in the document.
//!
//! A property of a request is never `null` unless its type says `#[schemars(extend("x-nullable" = true))]`, and an
//! object takes no properties but its own unless it says `#[schemars(extend("x-open" = true))]`.

use super::problem::Problem;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

const NULLABLE: &str = "x-nullable";
const OPEN: &str = "x-open";

/// Which part of a request is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Query,
    Payload,
}

/// The shape of a type by itself, without references to others.
pub fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| {
        s.inline_subschemas = true;
        s.meta_schema = None;
    });
    let mut schema = Value::from(SchemaGenerator::new(settings).into_root_schema_for::<T>());
    tidy(&mut schema, true);
    schema
}

/// Makes a generated shape say what programs are told: see the module's words. `strict` is for what they send.
pub fn tidy(schema: &mut Value, strict: bool) {
    match schema {
        Value::Object(object) => {
            tidy_object(object, strict);
            object.values_mut().for_each(|inner| tidy(inner, strict));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| tidy(inner, strict)),
        _ => {}
    }
}

fn tidy_object(object: &mut Map<String, Value>, strict: bool) {
    let unknown_format = object.get("format").and_then(Value::as_str).is_some_and(|f| f.contains("int"));
    if unknown_format {
        object.shift_remove("format");
    }
    let open = object.shift_remove(OPEN).is_some();
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    for property in properties.values_mut().filter_map(Value::as_object_mut) {
        if property.shift_remove(NULLABLE).is_none() {
            without_null(property);
        }
    }
    if strict && !open && !object.contains_key("additionalProperties") {
        object.insert("additionalProperties".into(), false.into());
    }
}

/// Takes `null` from what a property may be: an absent one is left out instead.
fn without_null(property: &mut Map<String, Value>) {
    property.retain(|key, value| key != "default" || !value.is_null());
    if let Some(Value::Array(kinds)) = property.get_mut("type") {
        kinds.retain(|kind| kind != "null");
        if let [only] = kinds.as_slice() {
            let only = only.clone();
            property.insert("type".into(), only);
        }
    }
    let Some(Value::Array(any)) = property.get_mut("anyOf") else { return };
    any.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
    if let [Value::Object(only)] = any.as_slice() {
        let only = only.clone();
        property.shift_remove("anyOf");
        property.extend(only);
    }
}

/// A check for a shape.
pub fn validator(schema: &Value) -> Result<Validator, Problem> {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(schema).map_err(|e| crate::error::Error::internal(e).into())
}

/// Holds a value against its shape; the first thing that is wrong is named.
pub fn check(validator: &Validator, schema: &Value, value: &Value, part: Part) -> Result<(), Problem> {
    let Err(error) = validator.validate(value) else { return Ok(()) };
    let (prefix, code) = match part {
        Part::Query => ("Query", "invalid_query_string"),
        Part::Payload => ("Payload", "invalid_body"),
    };
    let place = error.instance_path().as_str().trim_start_matches('/').replace('/', ".");
    let mut message = format!("{prefix} validation error: '{}'", words(&error));
    if !place.is_empty() {
        let described = description(schema, &place).map(|d| format!(" ({d})")).unwrap_or_default();
        message.push_str(&format!(" on property {place}{described}"));
    }
    Err(Problem::bad_request(code, format!("{message}.")))
}

/// What a property is, as its shape describes it.
fn description<'s>(schema: &'s Value, place: &str) -> Option<&'s str> {
    let mut here = schema;
    for step in place.split('.') {
        here = match step.parse::<usize>() {
            Ok(_) => here.get("items")?,
            Err(_) => here.get("properties")?.get(step)?,
        };
    }
    here.get("description")?.as_str().map(|d| d.trim_end_matches('.'))
}

fn words(error: &ValidationError<'_>) -> String {
    let found = error.instance();
    let text = || found.as_str().unwrap_or_default();
    let length = || text().chars().count();
    let items = || found.as_array().map_or(0, Vec::len);
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            format!("Additional properties not allowed: {}", unexpected.join(","))
        }
        ValidationErrorKind::Required { property } => {
            format!("Missing required property: {}", property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::Type { kind } => {
            let wanted = match kind {
                TypeKind::Single(one) => one.to_string(),
                TypeKind::Multiple(several) => several.iter().map(|k| k.to_string()).collect::<Vec<_>>().join(","),
            };
            format!("Expected type {wanted} but found type {}", type_of(found))
        }
        ValidationErrorKind::Format { format } => {
            format!("Object didn't pass validation for format {format}: {}", text())
        }
        ValidationErrorKind::Maximum { limit } => format!("Value {found} is greater than maximum {limit}"),
        ValidationErrorKind::Minimum { limit } => format!("Value {found} is less than minimum {limit}"),
        ValidationErrorKind::MaxLength { limit } => {
            format!("String is too long ({} chars), maximum {limit}", length())
        }
        ValidationErrorKind::MinLength { limit } => {
            format!("String is too short ({} chars), minimum {limit}", length())
        }
        ValidationErrorKind::MaxItems { limit } => format!("Array is too long ({}), maximum {limit}", items()),
        ValidationErrorKind::MinItems { limit } => format!("Array is too short ({}), minimum {limit}", items()),
        ValidationErrorKind::Pattern { pattern } => format!("String does not match pattern {pattern}: {}", text()),
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => {
            format!("No enum match for: {found}")
        }
        ValidationErrorKind::AnyOf { .. } => "Data does not match any schemas from 'anyOf'".to_owned(),
        ValidationErrorKind::OneOfNotValid { .. } | ValidationErrorKind::OneOfMultipleValid { .. } => {
            "Data does not match any schemas from 'oneOf'".to_owned()
        }
        _ => error.to_string(),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Texts of a form or a query as the values their shape asks for; one that is none stays a text, and the check says so.
pub fn typed(pairs: Vec<(String, String)>, schema: &Value) -> Value {
    let mut object = Map::new();
    for (name, text) in pairs {
        let name = name.trim_end_matches("[]").to_owned();
        let shape = schema.get("properties").and_then(|p| p.get(&name));
        let kind = shape.and_then(|s| s.get("type")).and_then(Value::as_str).unwrap_or("string");
        if kind == "array" {
            let list = object.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(text.into());
            }
            continue;
        }
        let value = match kind {
            "integer" => text.parse::<i64>().ok().map(Value::from),
            "number" => text.parse::<f64>().ok().map(Value::from),
            "boolean" => text.parse::<bool>().ok().map(Value::from),
            "object" => serde_json::from_str(&text).ok(),
            _ => None,
        };
        object.insert(name, value.unwrap_or(Value::String(text)));
    }
    Value::Object(object)
}

/// The shape of anything.
pub fn any(_: &mut SchemaGenerator) -> Schema {
    Schema::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    /// A body.
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Body {
        /// How often.
        #[schemars(range(max = 100))]
        count: Option<u32>,
        #[schemars(email)]
        email: String,
        #[schemars(extend("x-nullable" = true), length(min = 1))]
        name: Option<String>,
        items: Option<Vec<Item>>,
    }

    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Item {
        /// What it is called.
        name: String,
    }

    fn told(value: Value) -> String {
        let schema = of::<Body>();
        let problem = check(&validator(&schema).unwrap(), &schema, &value, Part::Payload);
        problem.err().map(|p| p.message).unwrap_or_default()
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place_and_what_it_is() {
        assert_eq!(told(json!({"email": "a@b.example", "name": null, "count": 100, "items": [{"name": "x"}]})), "");
        assert_eq!(told(json!({})), "Payload validation error: 'Missing required property: email'.");
        assert_eq!(
            told(json!({"email": "a@b.example", "more": 1})),
            "Payload validation error: 'Additional properties not allowed: more'."
        );
        assert_eq!(
            told(json!({"email": "a@b.example", "count": 101})),
            "Payload validation error: 'Value 101 is greater than maximum 100' on property count (How often)."
        );
        assert_eq!(
            told(json!({"email": "a@b.example", "count": null})),
            "Payload validation error: 'Expected type integer but found type null' on property count (How often)."
        );
        assert_eq!(
            told(json!({"email": "nobody"})),
            "Payload validation error: 'Object didn't pass validation for format email: nobody' on property email."
        );
        assert_eq!(
            told(json!({"email": "a@b.example", "items": [{"name": 7}]})),
            "Payload validation error: 'Expected type string but found type integer' on property items.0.name (What it is called)."
        );
        assert!(told(json!({"email": "a@b.example", "items": [{"name": "x", "y": 1}]})).contains("not allowed: y"));
        assert!(told(json!({"email": "a@b.example", "name": ""})).contains("too short (0 chars), minimum 1"));
    }

    #[test]
    fn texts_become_what_the_shape_asks_for() {
        let pairs = |list: &[(&str, &str)]| list.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let schema =
            json!({"properties": {"page": {"type": "integer"}, "all": {"type": "boolean"}, "s": {"type": "array"}}});
        let list = [("page", "2"), ("all", "true"), ("s", "a"), ("s[]", "b"), ("x", "1")];
        assert_eq!(typed(pairs(&list), &schema), json!({"page": 2, "all": true, "s": ["a", "b"], "x": "1"}));
        assert_eq!(typed(pairs(&[("page", "two")]), &schema), json!({"page": "two"}));
    }
}
