//! Change Email.

use super::confirm;
use crate::error::{Error, FieldErrors};
use crate::features::users::change_email::{self, NewEmail};
use crate::features::users::details::{self, Header};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::Command;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::email_address::EmailAddress;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "users/actions/change_email.html")]
struct Page {
    chrome: Chrome,
    name: String,
    /// Why it cannot be changed here; empty when it can.
    locked: String,
    /// The address the user has now.
    current: String,
    email: String,
    verified: bool,
    errors: FieldErrors,
    /// Somebody else changed it since the form was shown.
    conflict: bool,
    commands: Vec<Command>,
    action: String,
    cancel: String,
    users_href: String,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&form(&visit, String::new(), false, FieldErrors::default(), false).await?)
}

/// Changes it.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let id = visit.user_id();
    let (typed, verified) = (fields.text("email").to_owned(), fields.ticked("verified"));
    let email = match EmailAddress::parse(&typed) {
        Ok(email) => email,
        Err(errors) => return render::invalid(&form(&visit, typed, verified, errors, false).await?),
    };
    let new = NewEmail { email, verified, seen: fields.text("seen").to_owned() };
    let wanted = id.clone();
    let changed = visit.write(move |tx, context| change_email::change_email(tx, context, &wanted, &new)).await;
    match changed {
        Ok((user, changed)) => {
            let address = user.email.as_deref().unwrap_or_default();
            let text = if changed {
                format!("The email address is {address} now.")
            } else {
                format!("The email address was {address} already.")
            };
            render::done(&visit.request, confirm::back(&visit, &id), text)
        }
        Err(Error::Invalid(errors)) => render::invalid(&form(&visit, typed, verified, errors, false).await?),
        Err(Error::Conflict) => {
            let page = form(&visit, typed, verified, FieldErrors::default(), true).await?;
            render::with_status(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn form(
    visit: &Visit,
    email: String,
    verified: bool,
    errors: FieldErrors,
    conflict: bool,
) -> Result<Page, crate::http::hall::errors::PageError> {
    let id = visit.user_id();
    let Header { user, connection, .. } = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    Ok(Page {
        chrome: visit.chrome(),
        name: user.display_name().to_owned(),
        locked: connection.email_locked().unwrap_or_default(),
        commands: visit.commands([("", commands::change_email(&user.id))]),
        action: urls::user_part(tenant, &user.id, "change-email"),
        cancel: urls::user(tenant, &user.id),
        users_href: urls::users(tenant),
        current: user.email.unwrap_or_default(),
        email,
        verified,
        errors,
        conflict,
    })
}
