//! Edit User Identity: the root attributes, where the connection lets them be edited.

use crate::error::Error;
use crate::features::users::details::{self, Header};
use crate::features::users::saved::{Edit, Saved};
use crate::features::users::update;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::clash::ClashView;
use crate::http::hall::commands::Command;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::JsonObject;
use crate::model::field_errors::FieldErrors;
use crate::model::root_attributes::{KEYS, RootAttributes};
use crate::model::three_way;
use crate::model::user::User;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::Value;

const LABELS: [(&str, &str); 5] = [
    ("Name", "Up to 300 characters."),
    ("Given name", ""),
    ("Family name", ""),
    ("Nickname", ""),
    ("Picture", "An absolute address; empty for the initials."),
];

#[derive(Template)]
#[template(path = "users/edit.html")]
struct Page {
    chrome: Chrome,
    name: String,
    users_href: String,
    back: String,
    action: String,
    /// Why nothing can be edited; empty when it can.
    locked: String,
    inputs: Vec<Input>,
    errors: FieldErrors,
    clashes: Vec<ClashView>,
    version: i64,
    /// What the form started from, as JSON.
    original: String,
    commands: Vec<Command>,
}

struct Input {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    value: String,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    let header = header(&visit).await?;
    let values = RootAttributes::of(&header.user).to_object();
    render::page(&build(&visit, &header, &values))
}

/// Saves.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let yours = match RootAttributes::parse(|key| fields.text(key)) {
        Ok(yours) => yours,
        Err(errors) => return again(&visit, &fields, errors).await,
    };
    let original: Option<JsonObject> = serde_json::from_str(fields.text("original")).ok();
    let edit = Edit {
        yours: yours.clone(),
        original: original.as_ref().map(RootAttributes::from_object),
        version: fields.number("version").unwrap_or_default(),
    };
    let id = visit.user_id();
    match visit.write(move |tx, context| update::update(tx, context, &id, &edit)).await {
        Ok((user, saved)) => {
            let text = match saved {
                Saved::Unchanged => "Nothing was different; nothing was changed.".to_owned(),
                Saved::Whole => format!("{} is saved.", user.display_name()),
                Saved::Joined => {
                    format!("{} is saved, together with what somebody else changed meanwhile.", user.display_name())
                }
            };
            render::done(&visit.request, urls::user(visit.tenant_id(), &user.id), text)
        }
        Err(Error::Invalid(errors)) => again(&visit, &fields, errors).await,
        Err(Error::Conflict) => conflict(&visit, original.as_ref(), &yours.to_object()).await,
        Err(other) => Err(other.into()),
    }
}

/// 422: the form again, as typed.
async fn again(visit: &Visit, fields: &Fields, errors: FieldErrors) -> PageResult {
    let header = header(visit).await?;
    let typed: JsonObject = KEYS.into_iter().map(|key| (key.to_owned(), fields.text(key).into())).collect();
    let page = build(visit, &header, &typed);
    render::invalid(&Page {
        version: fields.number("version").unwrap_or_default(),
        original: fields.text("original").to_owned(),
        errors,
        ..page
    })
}

/// 409: both sides, and the form with what can be joined.
async fn conflict(visit: &Visit, original: Option<&JsonObject>, yours: &JsonObject) -> PageResult {
    let header = header(visit).await?;
    let merge = three_way::join(original, yours, &RootAttributes::of(&header.user).to_object());
    let label = |key: &str| KEYS.iter().position(|k| *k == key).map_or(key, |i| LABELS[i].0).to_owned();
    let clashes = merge.clashes.iter().map(|clash| ClashView::of(label(&clash.key), clash)).collect();
    render::with_status(StatusCode::CONFLICT, &Page { clashes, ..build(visit, &header, &merge.merged) })
}

async fn header(visit: &Visit) -> Result<Header, crate::http::hall::errors::PageError> {
    let id = visit.user_id();
    visit.read(move |tx, context| details::header(tx, context, &id)).await
}

/// What the user has of the root attributes: the others are not sent.
fn present(user: &User) -> Value {
    let mut values = RootAttributes::of(user).to_object();
    values.retain(|_, value| value.as_str().is_some_and(|text| !text.is_empty()));
    Value::Object(values)
}

fn build(visit: &Visit, header: &Header, values: &JsonObject) -> Page {
    let tenant = visit.tenant_id();
    let user = &header.user;
    let value = |key: &str| values.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let input = |(name, (label, hint)): (&'static str, (&'static str, &'static str))| Input {
        kind: if name == "picture" { "url" } else { "text" },
        value: value(name),
        name,
        label,
        hint,
    };
    Page {
        chrome: visit.chrome(),
        name: user.display_name().to_owned(),
        users_href: urls::users(tenant),
        back: urls::user(tenant, &user.id),
        action: urls::user_part(tenant, &user.id, "edit"),
        locked: header.connection.root_attributes_locked().unwrap_or_default(),
        inputs: KEYS.into_iter().zip(LABELS).map(input).collect(),
        errors: FieldErrors::default(),
        clashes: Vec::new(),
        version: user.version,
        commands: visit.commands([("", super::commands::update(&user.id, present(user)))]),
        original: Value::Object(RootAttributes::of(user).to_object()).to_string(),
    }
}
