//! Assign users to a role: search, tick, assign.

use crate::error::{Error, FieldErrors};
use crate::features::roles::users;
use crate::features::users::assign_roles;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::Address;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::listed_user::ListedUser;
use crate::model::user::UserId;
use askama::Template;

#[derive(Template)]
#[template(path = "roles/assign_users.html")]
struct Page {
    chrome: Chrome,
    role: String,
    search: String,
    rows: Vec<Row>,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

/// A user the search found.
struct Row {
    id: String,
    name: String,
    more: String,
    has: bool,
}

/// Shows the search and what it finds.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    ask(&visit, address.search(), FieldErrors::default()).await
}

async fn ask(visit: &Visit, search: String, errors: FieldErrors) -> PageResult {
    let (id, asked) = (visit.segment("role"), search.clone());
    let (role, found) = visit.read(move |tx, context| users::candidates(tx, context, &id, &asked)).await?;
    let tenant = visit.tenant_id();
    let row = |(user, has): (ListedUser, bool)| Row {
        name: user.display_name().to_owned(),
        more: format!("{} · {}", user.email.as_deref().unwrap_or(user.id.as_str()), user.connection),
        id: user.id.to_string(),
        has,
    };
    let page = Page {
        chrome: visit.chrome(),
        action: urls::role_part(tenant, &role.id, "users/assign"),
        cancel: urls::role_part(tenant, &role.id, "users"),
        rows: found.into_iter().map(row).collect(),
        role: role.name,
        search,
        errors,
    };
    if page.errors.is_empty() { render::page(&page) } else { render::invalid(&page) }
}

/// Gives the role to whoever is ticked.
pub async fn save(visit: Visit, form: Fields) -> PageResult {
    let ids = form.all("user");
    if ids.is_empty() {
        let errors = FieldErrors::one("user", "Search for a user and tick them.");
        return ask(&visit, form.text("q").to_owned(), errors).await;
    }
    assign(&visit, ids).await
}

/// Gives the role to the one user the address names (the undoing of a removal).
pub async fn one(visit: Visit) -> PageResult {
    assign(&visit, vec![visit.user_id().to_string()]).await
}

async fn assign(visit: &Visit, ids: Vec<String>) -> PageResult {
    let role = visit.segment("role");
    let url = urls::role_part(visit.tenant_id(), &role, "users");
    let assigned = visit.write(move |tx, context| {
        let mut assigned = Vec::new();
        for id in &ids {
            let (user, new) =
                assign_roles::assign_roles(tx, context, &UserId::from_text(id), std::slice::from_ref(&role))?;
            assigned.extend(Some(user).filter(|_| !new.is_empty()));
        }
        Ok::<_, Error>(assigned)
    });
    let text = match assigned.await?.as_slice() {
        [] => "They had this role already.".to_owned(),
        [user] => format!("{} now has this role.", user.display_name()),
        many => format!("{} now have this role.", counted(many.len(), "user", "users")),
    };
    render::done(&visit.request, url, text)
}
