//! Change Password: set it here, or mail a link with which the user chooses one.

use super::confirm;
use super::send_verification_email::link;
use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::context::Context;
use crate::features::users::change_password::{self, NewPassword};
use crate::features::users::details::{self, Header};
use crate::features::users::reset_password;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::Command;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::connection::Connection;
use crate::model::user::User;
use askama::Template;

#[derive(Template)]
#[template(path = "users/actions/change_password.html")]
struct Page {
    chrome: Chrome,
    name: String,
    /// Why there is no password to change here; empty when there is one.
    locked: String,
    /// Where a link would go; empty when there is no address.
    email: String,
    by_mail: bool,
    policy: String,
    must_change: bool,
    errors: FieldErrors,
    password_error: String,
    commands: Vec<Command>,
    action: String,
    cancel: String,
    users_href: String,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    let header = header(&visit).await?;
    render::page(&form(&visit, &header, &Fields::default(), FieldErrors::default(), true))
}

/// Does what was chosen.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let header = header(&visit).await?;
    let done =
        if fields.text("how") == "mail" { mail(&visit, &header).await } else { set(&visit, &header, &fields).await };
    match done {
        Ok(text) => render::done(&visit.request, confirm::back(&visit, &header.user.id), text),
        Err(Error::Invalid(errors)) => {
            render::invalid(&form(&visit, &header, &fields, errors, fields.ticked("must_change")))
        }
        Err(other) => Err(other.into()),
    }
}

async fn header(visit: &Visit) -> Result<Header, crate::http::hall::errors::PageError> {
    let id = visit.user_id();
    visit.read(move |tx, context| details::header(tx, context, &id)).await
}

async fn set(visit: &Visit, header: &Header, fields: &Fields) -> Result<String, Error> {
    let Header { user, connection, .. } = header;
    let hash = hash_new(&visit.app, &visit.context, connection, user, fields).await?;
    let new = NewPassword { hash, must_change: fields.ticked("must_change") };
    let id = user.id.clone();
    visit.write(move |tx, context| change_password::change_password(tx, context, &id, &new)).await?;
    Ok(format!("The password of {} is changed; their sessions have ended.", user.display_name()))
}

/// Holds a new password against the connection's policy and the passwords it remembers, and hashes it.
pub async fn hash_new(
    app: &App,
    context: &Context,
    connection: &Connection,
    user: &User,
    fields: &Fields,
) -> Result<String, Error> {
    let password = fields.text("password").to_owned();
    change_password::check(connection, user, &password, fields.text("repeat"))?;
    let (id, context) = (user.id.clone(), context.clone());
    let refused = app.read(move |tx| change_password::refused(tx, &context, &id)).await?;
    if app.passwords.is_among(&password, refused).await? {
        return Err(change_password::reused(connection).into());
    }
    app.passwords.hash(password).await
}

async fn mail(visit: &Visit, header: &Header) -> Result<String, Error> {
    let id = header.user.id.clone();
    let link = link(visit, urls::RESET_PASSWORD);
    let user = visit.write(move |tx, context| reset_password::send_reset_link(tx, context, &id, &link)).await?;
    let address = user.email.as_deref().unwrap_or_default();
    Ok(format!("A mail with the link is queued for {address}.{}", visit.mail_stays()))
}

fn form(visit: &Visit, header: &Header, fields: &Fields, errors: FieldErrors, must_change: bool) -> Page {
    let Header { user, connection, .. } = header;
    let tenant = visit.tenant_id();
    let locked = if connection.keeps_passwords() {
        String::new()
    } else {
        format!("{} keeps the passwords of its users itself.", connection.label())
    };
    Page {
        chrome: visit.chrome(),
        name: user.display_name().to_owned(),
        locked,
        email: user.email.clone().unwrap_or_default(),
        by_mail: fields.text("how") == "mail",
        policy: connection.password_policy().in_words(),
        must_change,
        password_error: errors.all_of("password"),
        errors,
        commands: visit.commands([("", commands::change_password(&user.id))]),
        action: urls::user_part(tenant, &user.id, "change-password"),
        cancel: urls::user(tenant, &user.id),
        users_href: urls::users(tenant),
    }
}
