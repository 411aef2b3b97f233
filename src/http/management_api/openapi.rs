//! The API's document (OpenAPI 3.1), made from the table that serves the requests.

use super::endpoint::{Endpoint, Endpoints};
use super::problem::{ErrorBody, Problem};
use super::schema::tidy;
use crate::http::urls;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// What any call may be answered with when it fails.
const FAILURES: &[(u16, &str)] = &[
    (400, "The request is not as the API describes it"),
    (401, "There is no token, or none that is believed"),
    (403, "The token's scopes do not allow this"),
    (404, "There is no such thing in this tenant"),
    (409, "Something of the kind is there already, or somebody else changed it meanwhile"),
    (413, "The body is too large"),
    (415, "The body is neither JSON nor a form"),
    (429, "Too many calls"),
    (503, "The database is not available, or a search took too long"),
];

/// The document of a table, for a tenant at an address.
pub fn document(endpoints: &Endpoints, base: &str) -> Result<Value, Problem> {
    let settings = SchemaSettings::draft2020_12().with(|s| {
        s.meta_schema = None;
        s.definitions_path = "/components/schemas".into();
    });
    let mut generator = SchemaGenerator::new(settings);
    let error = generator.subschema_for::<ErrorBody>();
    let mut paths = Map::new();
    for endpoint in endpoints.all() {
        let operation = operation(endpoint, &mut generator, error.as_value())?;
        let path = paths.entry(endpoint.path.clone()).or_insert_with(|| json!({}));
        path[endpoint.method.as_str().to_ascii_lowercase()] = operation;
    }
    let mut schemas = Value::Object(generator.take_definitions(true));
    tidy(&mut schemas, false);
    Ok(json!({
        "openapi": "3.1.0",
        "info": { "title": "Gatehouse Management API", "version": "2" },
        "servers": [{ "url": format!("{base}{}", urls::API) }],
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
        },
    }))
}

fn operation(endpoint: &Endpoint, generator: &mut SchemaGenerator, error: &Value) -> Result<Value, Problem> {
    let mut responses = Map::new();
    let success = endpoint.status.canonical_reason().unwrap_or("Done");
    let mut answer = json!({ "description": success });
    if let Some(shape) = (endpoint.reply)(generator) {
        let mut shape = Value::from(shape);
        tidy(&mut shape, false);
        answer["content"] = json!({ "application/json": { "schema": shape } });
    }
    responses.insert(endpoint.status.as_u16().to_string(), answer);
    if let Some(nothing) = endpoint.or_nothing {
        let words = nothing.canonical_reason().unwrap_or("Done");
        responses.insert(nothing.as_u16().to_string(), json!({ "description": words }));
    }
    for (status, words) in FAILURES {
        let body = json!({ "application/json": { "schema": error } });
        responses.insert(status.to_string(), json!({ "description": words, "content": body }));
    }
    let mut operation = json!({
        "operationId": endpoint.id(),
        "tags": [endpoint.path.split('/').nth(1).unwrap_or_default()],
        "summary": endpoint.summary,
        "security": [{ "bearer": endpoint.scopes }],
        "parameters": parameters(endpoint)?,
        "responses": responses,
    });
    let body = endpoint.body_shape()?;
    if !body.is_nothing() {
        let required = endpoint.method != "DELETE" || body.schema.get("required").is_some();
        let schema = json!({ "schema": body.schema });
        let content = if endpoint.takes_file {
            json!({ "multipart/form-data": schema })
        } else {
            json!({ "application/json": schema, "application/x-www-form-urlencoded": schema })
        };
        operation["requestBody"] = json!({ "required": required, "content": content });
    }
    Ok(operation)
}

fn parameters(endpoint: &Endpoint) -> Result<Vec<Value>, Problem> {
    let in_path = endpoint.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }))
        .collect();
    let shape = endpoint.query_shape()?;
    let required = shape.schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = shape.schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, mut schema) in properties {
        let description = schema.as_object_mut().and_then(|s| s.shift_remove("description"));
        let needed = required.iter().any(|r| *r == Value::String(name.clone()));
        let mut parameter = json!({ "name": name, "in": "query", "required": needed, "schema": schema });
        if let Some(description) = description {
            parameter["description"] = description;
        }
        all.push(parameter);
    }
    Ok(all)
}
