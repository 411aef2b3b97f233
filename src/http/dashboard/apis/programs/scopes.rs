//! Change what a program may do with the API.

use super::{Group, groups};
use crate::error::{Error, FieldErrors};
use crate::features::client_grants::{programs, update};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/programs/scopes.html")]
struct Page {
    chrome: Chrome,
    program: String,
    api_name: String,
    action: String,
    cancel: String,
    groups: Vec<Group>,
    errors: FieldErrors,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&build(&visit, None, FieldErrors::default()).await?)
}

async fn build(visit: &Visit, ticked: Option<Vec<String>>, errors: FieldErrors) -> Result<Page, PageError> {
    let (id, client_id) = (visit.segment("api"), visit.segment("application"));
    let (found, scopes) = visit
        .read(move |tx, context| {
            let scopes = programs::of_api(tx, context, &id)?.scopes;
            Ok((programs::find(tx, context, &id, &client_id)?, scopes))
        })
        .await?;
    let ((api, application, grant), tenant) = (found, visit.tenant_id());
    Ok(Page {
        chrome: visit.chrome(),
        action: urls::api_program(tenant, &api.id, &application.client_id, "scopes"),
        cancel: urls::api_part(tenant, &api.id, "programs"),
        groups: groups(scopes, &ticked.unwrap_or(grant.scopes)),
        program: application.name,
        api_name: api.name,
        errors,
    })
}

/// The scopes that a press of "Select all" or "Select none" leaves ticked; none if neither was pressed.
pub(super) async fn ticked(visit: &Visit, fields: &Fields) -> Result<Option<Vec<String>>, PageError> {
    let id = visit.segment("api");
    match fields.text("tick") {
        "all" => {
            let found = visit.read(move |tx, context| programs::of_api(tx, context, &id)).await?;
            Ok(Some(found.scopes.into_iter().map(|scope| scope.name).collect()))
        }
        "none" => Ok(Some(Vec::new())),
        _ => Ok(None),
    }
}

/// Saves what is ticked.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    if let Some(scopes) = ticked(&visit, &fields).await? {
        return render::page(&build(&visit, Some(scopes), FieldErrors::default()).await?);
    }
    let (api, client_id, scopes) = (visit.segment("api"), visit.segment("application"), fields.all("scope"));
    let (asked, wanted) = (api.clone(), scopes.clone());
    let saved = visit.write(move |tx, context| {
        if wanted.is_empty() {
            return Err(Error::field("scope", "Tick at least one scope, or revoke the program's access."));
        }
        let (_, application, grant) = programs::find(tx, context, &asked, &client_id)?;
        Ok((application, update::update(tx, context, &grant.id, &wanted)?))
    });
    match saved.await {
        Ok((application, (grant, changed))) => {
            let scopes = counted(grant.scopes.len(), "scope", "scopes");
            let text = match changed {
                true => format!("{} has {scopes} now. Tokens that were given out keep theirs.", application.name),
                false => "Nothing was changed.".to_owned(),
            };
            render::done(&visit.request, urls::api_part(visit.tenant_id(), &api, "programs"), text)
        }
        Err(Error::Invalid(errors)) => render::invalid(&build(&visit, Some(scopes), errors).await?),
        Err(other) => Err(other.into()),
    }
}
