//! Create API.

use crate::error::{Error, FieldErrors};
use crate::features::resource_servers::create;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/create.html")]
struct Page {
    chrome: Chrome,
    api_name: String,
    identifier: String,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

fn form(visit: &Visit, name: &str, identifier: &str, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    Page {
        chrome: visit.chrome(),
        api_name: name.to_owned(),
        identifier: identifier.to_owned(),
        errors,
        action: urls::create_api(tenant),
        cancel: urls::apis(tenant),
    }
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&form(&visit, "", "", FieldErrors::default()))
}

/// Creates the API and goes to its permissions, which come next.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (name, identifier) = (fields.text("name").to_owned(), fields.text("identifier").to_owned());
    match visit.write(move |tx, context| create::create(tx, context, &name, &identifier)).await {
        Ok(api) => {
            let url = urls::api_part(visit.tenant_id(), &api.id, "permissions");
            render::done(&visit.request, url, format!("{} is created. Add its permissions next.", api.name))
        }
        Err(Error::Invalid(errors)) => {
            render::invalid(&form(&visit, fields.text("name"), fields.text("identifier"), errors))
        }
        Err(other) => Err(other.into()),
    }
}
