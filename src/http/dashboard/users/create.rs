//! Create User: a dialog over the list, and a page of its own.

use super::actions::send_verification_email::link;
use crate::error::{Error, FieldErrors};
use crate::features::users::create::{self, Choice, Draft, More, NewUser};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::Address;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::Command;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/create.html")]
struct Page {
    chrome: Chrome,
    options: Vec<Choosable>,
    /// Why some connections cannot be chosen, with a way to change that.
    disabled: Vec<Disabled>,
    any: bool,
    typed: Typed,
    errors: FieldErrors,
    commands: Vec<Command>,
    action: String,
    users_href: String,
    connections_href: String,
}

/// The part of the form that depends on the connection.
#[derive(Template)]
#[template(path = "users/create.html", block = "for_connection")]
struct ForConnection {
    typed: Typed,
    errors: FieldErrors,
}

/// What the form shows again. Passwords never come back.
#[derive(Default)]
struct Typed {
    /// Whether there is a connection at all.
    shown: bool,
    email: String,
    username: String,
    needs_username: bool,
    username_hint: String,
    policy: String,
    password_error: String,
}

/// A connection in the drop-down.
struct Choosable {
    name: String,
    label: String,
    enabled: bool,
    selected: bool,
}

/// A connection that cannot be chosen.
struct Disabled {
    why: String,
    /// Where it can be enabled; empty when it cannot.
    href: String,
}

/// Shows the form, or only the part that depends on the connection.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let choices = choices(&visit).await?;
    let names = choices.iter().map(|choice| (choice.connection.name.as_str(), choice.connection.name.clone()));
    let draft = Draft {
        connection: address.choice("connection", names).unwrap_or_default(),
        username: address.text("username").unwrap_or_default(),
        ..Draft::default()
    };
    if address.choice("part", [("fields", ())]).is_some() {
        let typed = typed(chosen(&choices, &draft), &draft, &FieldErrors::default());
        return render::page(&ForConnection { typed, errors: FieldErrors::default() });
    }
    render::page(&form(&visit, &choices, &draft, FieldErrors::default()))
}

/// Creates the user.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let draft = Draft {
        connection: fields.text("connection").to_owned(),
        email: fields.text("email").to_owned(),
        username: fields.text("username").to_owned(),
        password: fields.text("password").to_owned(),
        repeat: fields.text("repeat").to_owned(),
        ..Draft::default()
    };
    let choices = choices(&visit).await?;
    let errors = match create(&visit, &choices, &draft).await {
        Ok(answer) => return Ok(answer),
        Err(Error::Invalid(errors)) => errors,
        Err(other) => return Err(other.into()),
    };
    render::invalid(&form(&visit, &choices, &draft, errors))
}

async fn create(visit: &Visit, choices: &[Choice], draft: &Draft) -> Result<actix_web::HttpResponse, Error> {
    let names = create::check(choices, draft)?;
    let password_hash = Some(visit.app.passwords.hash(draft.password.clone()).await?);
    let new = NewUser { connection: draft.connection.clone(), names, password_hash, more: More::default() };
    let link = link(visit, urls::VERIFY_EMAIL);
    let (user, mailed) = visit.write(move |tx, context| create::create(tx, context, &new, &link)).await?;
    let mut text = format!("{} was created.", user.display_name());
    if mailed {
        text.push_str(" A mail with a link to verify the address is queued.");
        text.push_str(visit.mail_stays());
    }
    render::done(&visit.request, urls::user(visit.tenant_id(), &user.id), text).map_err(Error::internal)
}

async fn choices(visit: &Visit) -> Result<Vec<Choice>, PageError> {
    visit.read(create::choices).await
}

/// The connection that is chosen: the one that was, else the first that can be.
fn chosen<'a>(choices: &'a [Choice], draft: &Draft) -> Option<&'a Choice> {
    let typed = choices.iter().find(|c| c.connection.name == draft.connection);
    typed.or_else(|| choices.iter().find(|c| c.why_not().is_none())).or(choices.first())
}

fn typed(choice: Option<&Choice>, draft: &Draft, errors: &FieldErrors) -> Typed {
    let connection = choice.map(|c| &c.connection);
    Typed {
        shown: connection.is_some(),
        email: draft.email.clone(),
        username: draft.username.clone(),
        needs_username: connection.is_some_and(|c| c.requires_username()),
        username_hint: connection.map(|c| c.username_length()).map_or_else(String::new, |l| {
            format!("{} to {} characters; the user may sign in with it instead of the email address.", l.min, l.max)
        }),
        policy: connection.map_or_else(String::new, |c| c.password_policy().in_words()),
        password_error: errors.all_of("password"),
    }
}

fn form(visit: &Visit, choices: &[Choice], draft: &Draft, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    let chosen = chosen(choices, draft);
    let options = choices.iter().map(|c| Choosable {
        name: c.connection.name.clone(),
        label: c.connection.label().to_owned(),
        enabled: c.why_not().is_none(),
        selected: chosen.is_some_and(|chosen| chosen.connection.id == c.connection.id),
    });
    let disabled = choices.iter().filter_map(|c| {
        let href = if c.connection.keeps_passwords() {
            urls::connection_applications(tenant, &c.connection.id)
        } else {
            String::new()
        };
        c.why_not().map(|why| Disabled { why, href })
    });
    let call = chosen.map(|c| ("", super::commands::create(&c.connection.name, c.connection.requires_username())));
    Page {
        commands: visit.commands(call),
        options: options.collect(),
        disabled: disabled.collect(),
        any: choices.iter().any(|c| c.why_not().is_none()),
        typed: typed(chosen, draft, &errors),
        errors,
        action: urls::create_user(tenant),
        users_href: urls::users(tenant),
        connections_href: urls::connections(tenant),
        chrome: visit.chrome(),
    }
}
