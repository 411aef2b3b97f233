//! What a page does, as a command for a terminal: a call of the Management API with a token that its reader fills in.
//! Method, path and scopes come from the API's own table; a page names the endpoint as the API's document does.

use actix_web::{HttpRequest, web};
use serde_json::Value;
use std::collections::HashMap;

/// An endpoint as the table has it.
#[derive(Debug, Clone)]
pub struct Known {
    pub method: String,
    /// For example `/api/v2/users/{id}`.
    pub path: String,
    pub scopes: &'static [&'static str],
}

/// The endpoints by their names.
#[derive(Debug, Clone, Default)]
pub struct Endpoints(pub HashMap<String, Known>);

/// A call: the name of an endpoint, such as `patch_users_id`, what stands in its path, and its body.
#[derive(Debug, Clone)]
pub struct ApiCall {
    pub endpoint: &'static str,
    pub parts: Vec<(&'static str, String)>,
    pub body: Option<Value>,
}

/// A command as a page shows it.
#[derive(Debug, Clone)]
pub struct Command {
    /// What it does; empty where the page says so.
    pub label: String,
    pub text: String,
    /// The scope that lets a token do it.
    pub scope: &'static str,
}

/// A call as a command, for the house at an address. A page does without a command whose endpoint is gone.
pub fn command(request: &HttpRequest, base: &str, label: &str, call: &ApiCall) -> Option<Command> {
    let endpoints = request.app_data::<web::Data<Endpoints>>();
    let known = endpoints.and_then(|all| all.0.get(call.endpoint));
    if known.is_none() {
        tracing::error!(endpoint = call.endpoint, "a page names an endpoint that is not in the table");
    }
    let known = known?;
    let mut path = known.path.clone();
    for (name, value) in &call.parts {
        path = path.replace(&format!("{{{name}}}"), &crate::http::urls::encode(value));
    }
    Some(Command {
        label: label.to_owned(),
        text: curl(&known.method, &format!("{base}{path}"), call.body.as_ref().map(Value::to_string).as_deref()),
        // The first is the one that allows all of it; those after it allow a part.
        scope: known.scopes.first().copied().unwrap_or_default(),
    })
}

/// The words for a shell; whoever reads them puts a token into `$TOKEN`.
pub fn curl(method: &str, url: &str, body: Option<&str>) -> String {
    let quoted = |text: &str| text.replace('\'', r"'\''");
    let mut words = format!("curl --request {method} '{}'", quoted(url));
    words.push_str(" \\\n  --header \"Authorization: Bearer $TOKEN\"");
    if let Some(body) = body {
        words.push_str(" \\\n  --header 'Content-Type: application/json'");
        words.push_str(&format!(" \\\n  --data '{}'", quoted(body)));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::curl;

    #[test]
    fn a_quote_stays_inside_its_word() {
        assert_eq!(
            curl("PATCH", "https://a.example/x", Some(r#"{"name":"O'Hara"}"#)),
            "curl --request PATCH 'https://a.example/x' \\\n  --header \"Authorization: Bearer $TOKEN\" \\\n  --header 'Content-Type: application/json' \\\n  --data '{\"name\":\"O'\\''Hara\"}'"
        );
    }
}
