//! Edit `user_metadata` or `app_metadata` as JSON.

use crate::error::Error;
use crate::features::users::details::{self, Header};
use crate::features::users::saved::{Edit, Saved};
use crate::features::users::update_metadata::{document, update_metadata};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::clash::ClashView;
use crate::http::hall::commands::Command;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::field_errors::FieldErrors;
use crate::model::metadata::{self, MetadataKind};
use crate::model::user::PROFILE_ADVISED;
use crate::model::{JsonObject, three_way};
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::json;

/// Largest document a form carries a second time as what it started from; of larger ones only the version tells changes.
const CARRIED: usize = 256 * 1024;

#[derive(Template)]
#[template(path = "users/metadata.html")]
struct Page {
    chrome: Chrome,
    name: String,
    users_href: String,
    back: String,
    action: String,
    /// The document's name.
    kind: &'static str,
    title: &'static str,
    hint: &'static str,
    text: String,
    errors: FieldErrors,
    error_line: usize,
    clashes: Vec<ClashView>,
    version: i64,
    /// What the form started from, as JSON; empty when it is too large.
    original: String,
    commands: Vec<Command>,
}

/// Shows `user_metadata`.
pub async fn user_page(visit: Visit) -> PageResult {
    page(visit, MetadataKind::User).await
}

/// Saves `user_metadata`.
pub async fn user_save(visit: Visit, fields: Fields) -> PageResult {
    save(visit, fields, MetadataKind::User).await
}

/// Shows `app_metadata`.
pub async fn app_page(visit: Visit) -> PageResult {
    page(visit, MetadataKind::App).await
}

/// Saves `app_metadata`.
pub async fn app_save(visit: Visit, fields: Fields) -> PageResult {
    save(visit, fields, MetadataKind::App).await
}

async fn page(visit: Visit, kind: MetadataKind) -> PageResult {
    let header = header(&visit).await?;
    let text = pretty(document(&header.user, kind));
    render::page(&build(&visit, &header, kind, text))
}

async fn save(visit: Visit, fields: Fields, kind: MetadataKind) -> PageResult {
    let typed = fields.text(kind.as_str()).to_owned();
    let yours = match metadata::parse(kind, &typed) {
        Ok(yours) => yours,
        Err(mistake) => {
            let line = mistake.position.map_or(0, |(line, _)| line);
            return again(&visit, &fields, kind, mistake.into_field(kind), line).await;
        }
    };
    let original: Option<JsonObject> = serde_json::from_str(fields.text("original")).ok();
    let version = fields.number("version").unwrap_or_default();
    let edit = Edit { yours: yours.clone(), original: original.clone(), version };
    let id = visit.user_id();
    match visit.write(move |tx, context| update_metadata(tx, context, &id, kind, &edit)).await {
        Ok((user, saved)) => {
            let name = kind.as_str();
            let mut text = match saved {
                Saved::Unchanged => format!("{name} was like this already; nothing was changed."),
                Saved::Whole => format!("{name} is saved."),
                Saved::Joined => format!("{name} is saved, together with what somebody else changed meanwhile."),
            };
            if user.profile_bytes() > PROFILE_ADVISED {
                let kilobytes = user.profile_bytes().div_ceil(1024);
                text += &format!(" The profile has {kilobytes} KB now: applications and rules work best below 10 KB.");
            }
            render::done(&visit.request, urls::user(visit.tenant_id(), &user.id), text)
        }
        Err(Error::Invalid(errors)) => again(&visit, &fields, kind, errors, 0).await,
        Err(Error::Conflict) => conflict(&visit, kind, original.as_ref(), &yours).await,
        Err(other) => Err(other.into()),
    }
}

/// 422: the form again, as typed.
async fn again(
    visit: &Visit,
    fields: &Fields,
    kind: MetadataKind,
    errors: FieldErrors,
    error_line: usize,
) -> PageResult {
    let header = header(visit).await?;
    let page = build(visit, &header, kind, fields.text(kind.as_str()).to_owned());
    render::invalid(&Page {
        version: fields.number("version").unwrap_or_default(),
        original: fields.text("original").to_owned(),
        errors,
        error_line,
        ..page
    })
}

/// 409: both sides, and the editor with what can be joined.
async fn conflict(visit: &Visit, kind: MetadataKind, original: Option<&JsonObject>, yours: &JsonObject) -> PageResult {
    let header = header(visit).await?;
    let merge = three_way::join(original, yours, document(&header.user, kind));
    let clashes = merge.clashes.iter().map(|clash| ClashView::of(clash.key.clone(), clash)).collect();
    render::with_status(StatusCode::CONFLICT, &Page { clashes, ..build(visit, &header, kind, pretty(&merge.merged)) })
}

async fn header(visit: &Visit) -> Result<Header, PageError> {
    let id = visit.user_id();
    visit.read(move |tx, context| details::header(tx, context, &id)).await
}

fn build(visit: &Visit, header: &Header, kind: MetadataKind, text: String) -> Page {
    let tenant = visit.tenant_id();
    let user = &header.user;
    let (part, title, hint) = match kind {
        MetadataKind::User => (
            "user-metadata",
            "Edit user_metadata",
            "A JSON object. Applications may let the user edit it. Names may not contain . or $.",
        ),
        MetadataKind::App => (
            "app-metadata",
            "Edit app_metadata",
            "A JSON object that the user cannot edit. Names may not contain . or $; names of the profile such as email are reserved.",
        ),
    };
    let original = serde_json::to_string(document(user, kind)).unwrap_or_default();
    Page {
        chrome: visit.chrome(),
        name: user.display_name().to_owned(),
        users_href: urls::users(tenant),
        back: urls::user(tenant, &user.id),
        action: urls::user_part(tenant, &user.id, part),
        kind: kind.as_str(),
        errors: FieldErrors::default(),
        error_line: 0,
        clashes: Vec::new(),
        version: user.version,
        commands: visit
            .commands([("", super::commands::update(&user.id, json!({ kind.as_str(): document(user, kind) })))]),
        original: if original.len() <= CARRIED { original } else { String::new() },
        title,
        text,
        hint,
    }
}

fn pretty(object: &JsonObject) -> String {
    serde_json::to_string_pretty(object).unwrap_or_default()
}
