//! Let a program call the API: one that is there, or a new one.

use super::{Group, groups};
use crate::error::{Error, FieldErrors};
use crate::features::client_grants::programs::{self, Which};
use crate::http::dashboard::applications::secret;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::application::Application;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/programs/add.html")]
struct Page {
    chrome: Chrome,
    api_name: String,
    action: String,
    cancel: String,
    /// Client id and name of those that can be chosen, and whether it is.
    others: Vec<(String, String, bool)>,
    /// The name of a new program, as typed.
    new_name: String,
    groups: Vec<Group>,
    errors: FieldErrors,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    program: String,
    name: String,
    scopes: Vec<String>,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&build(&visit, Typed::default(), FieldErrors::default()).await?)
}

async fn build(visit: &Visit, typed: Typed, errors: FieldErrors) -> Result<Page, PageError> {
    let id = visit.segment("api");
    let found = visit.read(move |tx, context| programs::of_api(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    let other = |application: Application| {
        let is_chosen = application.client_id == typed.program;
        (application.client_id, application.name, is_chosen)
    };
    Ok(Page {
        chrome: visit.chrome(),
        action: urls::api_part(tenant, &found.api.id, "programs/add"),
        cancel: urls::api_part(tenant, &found.api.id, "programs"),
        api_name: found.api.name,
        others: found.others.into_iter().map(other).collect(),
        groups: groups(found.scopes, &typed.scopes),
        new_name: typed.name,
        errors,
    })
}

/// Grants what is ticked, and shows a new program's secret once; or ticks all or none, where there are no scripts for it.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let api = visit.segment("api");
    let typed = Typed {
        program: fields.text("program").to_owned(),
        name: fields.text("name").to_owned(),
        scopes: fields.all("scope"),
    };
    if let Some(scopes) = super::scopes::ticked(&visit, &fields).await? {
        return render::page(&build(&visit, Typed { scopes, ..typed }, FieldErrors::default()).await?);
    }
    let which = match typed.program.as_str() {
        "" => Which::New(typed.name.clone()),
        id => Which::Existing(id.to_owned()),
    };
    let (asked, scopes) = (api.clone(), typed.scopes.clone());
    match visit.write(move |tx, context| programs::authorize(tx, context, &asked, &which, &scopes)).await {
        Ok((application, made)) => {
            let text = format!("{} may call this API.", application.name);
            match made {
                Some(value) => {
                    render::tell(&visit.request, text);
                    secret::show(&visit, &application, &value)
                }
                None => render::done(&visit.request, urls::api_part(visit.tenant_id(), &api, "programs"), text),
            }
        }
        Err(Error::Invalid(errors)) => render::invalid(&build(&visit, typed, errors).await?),
        Err(other) => Err(other.into()),
    }
}
