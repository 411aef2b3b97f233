//! The Settings tab of an API.

use super::section;
use crate::error::{Error, FieldErrors};
use crate::features::resource_servers::{show, update};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::resource_server::ResourceServer;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/settings.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    api_name: String,
    identifier: String,
    version: i64,
    errors: FieldErrors,
    /// The name somebody else saved meanwhile.
    theirs: Option<String>,
    action: String,
    delete: String,
    /// Whether it is this house's own, which nobody changes.
    is_system: bool,
}

fn build(visit: &Visit, api: &ResourceServer, name: String, errors: FieldErrors, theirs: Option<String>) -> Page {
    let tenant = visit.tenant_id();
    Page {
        chrome: visit.chrome(),
        section: section(tenant, api, ""),
        action: urls::api(tenant, &api.id),
        delete: urls::api_part(tenant, &api.id, "delete"),
        identifier: api.identifier.clone(),
        is_system: api.is_system,
        version: api.version,
        api_name: name,
        errors,
        theirs,
    }
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("api");
    let (api, _) = visit.read(move |tx, context| show::show(tx, context, &id)).await?;
    render::page(&build(&visit, &api, api.name.clone(), FieldErrors::default(), None))
}

/// Saves; of two concurrent saves the second is told, and keeps its typing.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let id = visit.segment("api");
    let version = fields.number("version").unwrap_or_default();
    let typed = fields.text("name").to_owned();
    let (asked, name) = (id.clone(), typed.clone());
    let result = visit.write(move |tx, context| update::update(tx, context, &asked, version, &name)).await;
    let errors = match result {
        Ok((api, changed)) => {
            let text = if changed { "Saved." } else { "Nothing was changed." };
            return render::done(&visit.request, urls::api(visit.tenant_id(), &api.id), text);
        }
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Conflict) => FieldErrors::default(),
        Err(other) => return Err(other.into()),
    };
    let (api, _) = visit.read(move |tx, context| show::show(tx, context, &id)).await?;
    if errors.is_empty() {
        let page = build(&visit, &api, typed, errors, Some(api.name.clone()));
        return render::with_status(StatusCode::CONFLICT, &page);
    }
    render::invalid(&Page { version, ..build(&visit, &api, typed, errors, None) })
}
