//! An endpoint as the API's document describes it, read for people.

use serde_json::{Map, Value, json};

/// How deep an example goes.
const DEPTH: usize = 8;

/// An endpoint.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its name in addresses, for example `get_users_id`.
    pub id: String,
    pub method: String,
    pub path: String,
    /// What it does, in a few words.
    pub summary: String,
    /// What it is about, for example `users`.
    pub group: String,
    /// Scopes of which a caller needs one.
    pub scopes: Vec<String>,
    pub parameters: Vec<Field>,
    pub body: Option<Body>,
    pub answers: Vec<Answer>,
}

/// A parameter, or a property of the body.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    /// `path` or `query`; empty for a property.
    pub place: String,
    /// What it may be, in words.
    pub kind: String,
    pub required: bool,
    pub description: String,
}

/// What is sent.
#[derive(Debug, Clone)]
pub struct Body {
    pub fields: Vec<Field>,
    /// The least that will do.
    pub example: Value,
}

/// What may come back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: String,
    pub words: String,
    pub is_good: bool,
    pub example: Option<Value>,
}

/// All endpoints of a document, by path and method.
pub fn all(document: &Value) -> Vec<Operation> {
    let paths = document.get("paths").and_then(Value::as_object);
    let lines = paths.into_iter().flatten().flat_map(|(path, methods)| {
        methods.as_object().into_iter().flatten().map(move |(method, operation)| (path, method, operation))
    });
    lines.map(|(path, method, operation)| read(document, path, method, operation)).collect()
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    Operation {
        id: text(operation, "operationId"),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "summary"),
        group: operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default().to_owned(),
        scopes: strings(operation.pointer("/security/0/bearer")),
        parameters: parameters.into_iter().flatten().map(parameter).collect(),
        body: operation.pointer("/requestBody/content/application~1json/schema").map(|schema| body(document, schema)),
        answers: answers(document, operation),
    }
}

fn parameter(parameter: &Value) -> Field {
    Field {
        name: text(parameter, "name"),
        place: text(parameter, "in"),
        kind: parameter.get("schema").map(kind).unwrap_or_default(),
        required: parameter.get("required").and_then(Value::as_bool).unwrap_or_default(),
        description: text(parameter, "description"),
    }
}

fn body(document: &Value, schema: &Value) -> Body {
    let required = strings(schema.get("required"));
    let properties = schema.get("properties").and_then(Value::as_object);
    let field = |(name, schema): (&String, &Value)| Field {
        name: name.clone(),
        place: String::new(),
        kind: kind(schema),
        required: required.contains(name),
        description: text(schema, "description"),
    };
    let mut fields: Vec<Field> = properties.into_iter().flatten().map(field).collect();
    fields.sort_by_key(|field| !field.required);
    Body { fields, example: example(document, schema, DEPTH, true) }
}

fn answers(document: &Value, operation: &Value) -> Vec<Answer> {
    let all = operation.get("responses").and_then(Value::as_object);
    let answer = |(status, answer): (&String, &Value)| {
        let is_good = status.starts_with('2');
        let schema = answer.pointer("/content/application~1json/schema").filter(|_| is_good);
        Answer {
            status: status.clone(),
            words: text(answer, "description"),
            is_good,
            example: schema.map(|schema| example(document, schema, DEPTH, false)),
        }
    };
    all.into_iter().flatten().map(answer).collect()
}

/// What a value may be: its type, its choices, its limits.
fn kind(schema: &Value) -> String {
    if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
        let choices: Vec<String> = choices
            .iter()
            .filter(|choice| !choice.is_null())
            .map(|c| c.as_str().map_or_else(|| c.to_string(), str::to_owned))
            .collect();
        return format!("one of {}", choices.join(", "));
    }
    let mut words = match schema.get("type") {
        Some(Value::String(one)) if one == "array" => {
            format!(
                "list of {}",
                schema.get("items").map(kind).filter(|k| !k.is_empty()).unwrap_or("anything".to_owned())
            )
        }
        Some(Value::String(one)) => one.clone(),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    };
    if let Some(format) = schema.get("format").and_then(Value::as_str) {
        words = format!("{words} ({format})");
    }
    let number = |name: &str| schema.get(name).and_then(Value::as_f64);
    for (least, most, unit) in [("minimum", "maximum", ""), ("minLength", "maxLength", " characters")] {
        words.push_str(&match (number(least), number(most)) {
            (Some(least), Some(most)) => format!(", {least} to {most}{unit}"),
            (None, Some(most)) => format!(", at most {most}{unit}"),
            (Some(least), None) if least > 1.0 => format!(", at least {least}{unit}"),
            _ => String::new(),
        });
    }
    words
}

/// A value that a shape allows. `least` leaves out what need not be there.
fn example(document: &Value, schema: &Value, depth: usize, least: bool) -> Value {
    let named =
        schema.get("$ref").and_then(Value::as_str).and_then(|name| document.pointer(name.trim_start_matches('#')));
    if let Some(named) = named {
        return if depth == 0 { Value::Null } else { example(document, named, depth - 1, least) };
    }
    for given in ["default", "const"] {
        if let Some(value) = schema.get(given) {
            return value.clone();
        }
    }
    if let Some(first) = schema.pointer("/enum/0") {
        return first.clone();
    }
    let several = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    if let Some(first) = several.and_then(|all| all.iter().find(|one| one.get("type").is_none_or(|t| t != "null"))) {
        return example(document, first, depth, least);
    }
    let kind = schema.get("type").and_then(|kind| kind.as_str().or_else(|| kind.get(0)?.as_str()));
    match kind {
        Some("object") => object(document, schema, depth, least),
        Some("array") if depth == 0 => json!([]),
        Some("array") => json!([schema.get("items").map(|items| example(document, items, depth - 1, least))]),
        Some("boolean") => json!(true),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("string") => json!(word(schema.get("format").and_then(Value::as_str))),
        _ => json!({}),
    }
}

fn object(document: &Value, schema: &Value, depth: usize, least: bool) -> Value {
    let required = strings(schema.get("required"));
    let properties = schema.get("properties").and_then(Value::as_object);
    let shown = properties.into_iter().flatten().filter(|(name, _)| depth > 0 && (!least || required.contains(name)));
    let shown = shown.map(|(name, schema)| (name.clone(), example(document, schema, depth - 1, least)));
    Value::Object(shown.collect::<Map<String, Value>>())
}

fn word(format: Option<&str>) -> &'static str {
    match format {
        Some("email") => "ida@example.com",
        Some("date-time") => "2026-01-05T10:00:00.000Z",
        Some("uri") => "https://example.com/",
        _ => "text",
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let all = value.and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_read_with_what_it_takes_and_gives() {
        let document = json!({
            "components": { "schemas": { "User": { "type": "object", "properties": {
                "email": { "type": "string", "format": "email" }, "roles": { "type": "array", "items": { "type": "string" } } } } } },
            "paths": { "/users/{id}": { "patch": {
                "operationId": "patch_users_id", "summary": "Update a user", "tags": ["users"],
                "security": [{ "bearer": ["update:users"] }],
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }],
                "requestBody": { "content": { "application/json": { "schema": { "type": "object", "required": ["name"],
                    "properties": { "age": { "type": "integer", "minimum": 0, "maximum": 9 }, "name": { "type": "string" } } } } } },
                "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/User" } } } } },
            } } },
        });
        let all = all(&document);
        let operation = &all[0];
        assert_eq!(
            (all.len(), operation.method.as_str(), operation.scopes.join(" ")),
            (1, "PATCH", "update:users".into())
        );
        assert_eq!((operation.parameters[0].kind.as_str(), operation.parameters[0].required), ("string", true));
        let body = operation.body.as_ref().unwrap();
        assert_eq!(body.example, json!({ "name": "text" }));
        assert_eq!((body.fields[0].name.as_str(), body.fields[1].kind.as_str()), ("name", "integer, 0 to 9"));
        assert_eq!(operation.answers[0].example, Some(json!({ "email": "ida@example.com", "roles": ["text"] })));
    }
}
