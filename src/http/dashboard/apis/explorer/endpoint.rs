//! One endpoint: what it takes, what it answers, and a form that tries it with the caller's token.

use super::operation::{Answer, Field, Operation};
use super::{operations, tone};
use crate::error::{Error, FieldErrors};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::inside::{Asked, Inside};
use crate::http::hall::json_view::JsonView;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown_once;
use crate::http::urls;
use crate::model::resource_server::ResourceServer;
use actix_web::http::Method;
use actix_web::web;
use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "apis/explorer/endpoint.html")]
struct Page {
    chrome: Chrome,
    operation: Operation,
    tone: &'static str,
    body_fields: Vec<Field>,
    answers: Vec<(Answer, Option<JsonView>)>,
    /// The parameters and what is typed for each.
    inputs: Vec<(Field, String)>,
    takes_body: bool,
    body: String,
    has_token: bool,
    curl: String,
    answered: Option<Shown>,
    errors: FieldErrors,
    action: String,
    back: String,
    programs: String,
}

/// What a try was answered with.
struct Shown {
    status: String,
    tone: &'static str,
    headers: Vec<(String, String)>,
    json: Option<JsonView>,
}

/// What was typed.
struct Typed {
    values: Vec<String>,
    body: String,
}

/// Headers worth showing.
const TOLD: [&str; 6] =
    ["content-type", "link", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];

/// Shows it.
pub async fn page(visit: Visit) -> PageResult {
    let (api, _, operation) = found(&visit).await?;
    let example = operation.body.as_ref().map(|body| serde_json::to_string_pretty(&body.example).unwrap_or_default());
    let typed = Typed { values: vec![String::new(); operation.parameters.len()], body: example.unwrap_or_default() };
    render::page(&build(&visit, &api.id, operation, typed, None, FieldErrors::default()))
}

type Found = (ResourceServer, web::Data<Inside>, Operation);

async fn found(visit: &Visit) -> Result<Found, PageError> {
    let (api, inside, all) = operations(visit).await?;
    let id = visit.segment("operation");
    let operation = all.into_iter().find(|operation| operation.id == id).ok_or(Error::NotFound("page"))?;
    Ok((api, inside, operation))
}

/// Sends what was typed, with the token, and shows the answer.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (api, inside, operation) = found(&visit).await?;
    let values =
        operation.parameters.iter().map(|p| fields.text(&format!("parameter-{}", p.name)).to_owned()).collect();
    let typed = Typed { values, body: fields.text("body").to_owned() };
    let kept_at = kept_at(&visit, &api.id);
    let kept = shown_once::take(&visit.app, &visit.request, &kept_at);
    let token = fields.filled("token").map(str::to_owned).or(kept);
    let mut errors = mistakes(&operation, &typed);
    if token.is_none() {
        errors.push("token", "Paste a token. Machine to machine has one to try.");
    }
    if let Some(token) = &token {
        shown_once::keep(&visit.app, &visit.request, &kept_at, token)?;
    }
    if !errors.is_empty() {
        return render::invalid(&build(&visit, &api.id, operation, typed, None, errors));
    }
    let asked = Asked {
        method: Method::from_bytes(operation.method.as_bytes()).map_err(Error::internal)?,
        base: visit.app.config.base_url(&visit.tenant),
        path: format!("{}{}", urls::API, address(&operation, &typed)),
        token,
        body: operation.body.as_ref().map(|_| typed.body.clone()),
    };
    match inside.call(&visit.app, &visit.request, asked).await {
        Ok(answer) => {
            let json: Option<Value> = serde_json::from_str(&answer.body).ok();
            let status = answer.status;
            let shown = Shown {
                tone: if status.is_success() { "good" } else { "bad" },
                status: format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default()),
                headers: answer.headers.into_iter().filter(|(name, _)| TOLD.contains(&name.as_str())).collect(),
                json: json.as_ref().map(JsonView::of),
            };
            render::page(&build(&visit, &api.id, operation, typed, Some(shown), FieldErrors::default()))
        }
        Err(Error::Invalid(errors)) => render::invalid(&build(&visit, &api.id, operation, typed, None, errors)),
        Err(other) => Err(other.into()),
    }
}

/// What cannot be sent at all; everything else is for the API to say.
fn mistakes(operation: &Operation, typed: &Typed) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for (parameter, value) in operation.parameters.iter().zip(&typed.values) {
        if parameter.place == "path" && value.trim().is_empty() {
            errors.push(format!("parameter-{}", parameter.name), format!("Enter {}.", parameter.name));
        }
    }
    if operation.body.is_some() && serde_json::from_str::<Value>(&typed.body).is_err() {
        errors.push("body", "This is not JSON.");
    }
    errors
}

/// Path and query with what was typed; placeholders where nothing was.
fn address(operation: &Operation, typed: &Typed) -> String {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for (parameter, value) in operation.parameters.iter().zip(&typed.values).filter(|(_, v)| !v.trim().is_empty()) {
        let value = urls::encode(value.trim());
        match parameter.place.as_str() {
            "path" => path = path.replace(&format!("{{{}}}", parameter.name), &value),
            _ => query.push(format!("{}={value}", parameter.name)),
        }
    }
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// The try as a command; the token is the reader's to fill in.
fn curl(base: &str, operation: &Operation, typed: &Typed) -> String {
    let url = format!("{base}{}{}", urls::API, address(operation, typed));
    commands::curl(&operation.method, &url, operation.body.as_ref().map(|_| typed.body.as_str()))
}

/// Where a token waits for the next try.
pub fn kept_at(visit: &Visit, api: &str) -> String {
    urls::api_part(visit.tenant_id(), api, "explorer")
}

fn build(
    visit: &Visit,
    api: &str,
    operation: Operation,
    typed: Typed,
    answered: Option<Shown>,
    errors: FieldErrors,
) -> Page {
    let tenant = visit.tenant_id();
    let view = |answer: &Answer| (answer.clone(), answer.example.as_ref().map(JsonView::of));
    Page {
        chrome: visit.chrome(),
        tone: tone(&operation.method),
        curl: curl(&visit.app.config.base_url(&visit.tenant), &operation, &typed),
        answers: operation.answers.iter().map(view).collect(),
        inputs: operation.parameters.iter().cloned().zip(typed.values).collect(),
        takes_body: operation.body.is_some(),
        body_fields: operation.body.as_ref().map(|body| body.fields.clone()).unwrap_or_default(),
        body: typed.body,
        has_token: shown_once::waits(&visit.app, &visit.request, &kept_at(visit, api)),
        action: urls::api_part(tenant, api, &format!("explorer/{}", operation.id)),
        back: urls::api_part(tenant, api, "explorer"),
        programs: urls::api_part(tenant, api, "programs"),
        answered,
        errors,
        operation,
    }
}
