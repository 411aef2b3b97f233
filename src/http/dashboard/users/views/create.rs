//! Save a view.

use crate::error::{Error, FieldErrors};
use crate::features::saved_views::create;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::list::canonical;
use crate::http::hall::address::Address;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/views/create.html")]
struct Page {
    chrome: Chrome,
    /// The name, as typed.
    typed: String,
    /// What is saved: the list's query.
    query: String,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

fn form(visit: &Visit, name: String, query: String, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    let cancel = urls::users_with(tenant, &query);
    Page { chrome: visit.chrome(), typed: name, query, errors, action: urls::create_saved_view(tenant, ""), cancel }
}

/// Shows the form.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let query = canonical(address.get("query").unwrap_or_default());
    if query.is_none() {
        address.refuse("query", "what stands after the ? of a list of users");
    }
    let query = query.unwrap_or_default();
    render::page(&form(&visit, String::new(), query, FieldErrors::default()))
}

/// Saves it and shows the list as it stands.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let name = fields.text("name").to_owned();
    let Some(query) = canonical(fields.text("query")) else { return Err(PageError::damaged()) };
    let (typed, asked) = (name.clone(), query.clone());
    match visit.write(move |tx, context| create::create(tx, context, &name, &query)).await {
        Ok(view) => {
            let back = urls::users_with(visit.tenant_id(), &view.query);
            render::done(
                &visit.request,
                back,
                format!("The view {} is saved. Everybody here finds it under Views.", view.name),
            )
        }
        Err(Error::Invalid(errors)) => render::invalid(&form(&visit, typed, asked, errors)),
        Err(other) => Err(other.into()),
    }
}
