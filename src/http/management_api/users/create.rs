//! `POST /users`.

use super::json::UserJson;
use crate::error::{Cause, Error, FieldErrors};
use crate::features::users::create::{self, Draft, More, NewUser};
use crate::features::users::profiles;
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::links;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::projection::Projection;
use crate::http::management_api::reply::Created;
use crate::http::urls;
use crate::model::JsonObject;
use crate::model::root_attributes::RootAttributes;
use actix_web::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;

/// The body.
#[derive(Deserialize, JsonSchema)]
pub struct Body {
    /// Name of the connection the user should be created in
    #[schemars(length(min = 1))]
    connection: String,
    /// The user's email
    #[schemars(email)]
    #[serde(default)]
    email: String,
    /// The user's phone number (following the E.164 recommendation)
    #[schemars(regex(pattern = r"^\+[0-9]{1,15}$"))]
    #[serde(default)]
    phone_number: String,
    /// Data that the user may change
    #[serde(default)]
    user_metadata: JsonObject,
    /// Data that only applications and operators may change
    #[serde(default)]
    app_metadata: JsonObject,
    /// Whether the user is blocked
    #[serde(default)]
    blocked: bool,
    /// Whether the email address is verified
    #[serde(default)]
    email_verified: bool,
    /// Whether the phone number is verified
    #[serde(default)]
    phone_verified: bool,
    /// The user's given name
    #[schemars(length(min = 1, max = 150))]
    given_name: Option<String>,
    /// The user's family name
    #[schemars(length(min = 1, max = 150))]
    family_name: Option<String>,
    /// The user's full name
    #[schemars(length(min = 1, max = 300))]
    name: Option<String>,
    /// The user's nickname
    #[schemars(length(min = 1, max = 300))]
    nickname: Option<String>,
    /// Address of a picture
    #[schemars(url)]
    picture: Option<String>,
    /// The id in the connection
    #[schemars(length(max = 255), regex(pattern = r"^\S*$"))]
    user_id: Option<String>,
    /// Initial password
    #[schemars(length(min = 1))]
    #[serde(default)]
    password: String,
    /// Whether a mail to verify the address goes out; as the connection says when that is not said
    verify_email: Option<bool>,
    /// The user's username
    #[schemars(length(min = 1, max = 128))]
    #[serde(default)]
    username: String,
}

/// Creates a user.
pub async fn create(call: Call<NoQuery, Body>) -> Result<Created<UserJson>, Problem> {
    let body = &call.body;
    let name = body.connection.clone();
    let found = call.read_with(move |tx, context| create::choice(tx, context, &name)).await;
    let choice = found.map_err(|problem| match problem.code {
        Some("inexistent_connection") => {
            Problem::bad_request("inexistent_connection", "The connection does not exist.")
        }
        _ => problem,
    })?;
    let takes_username = choice.connection.requires_username();
    if !body.username.is_empty() && !takes_username {
        return Err(Problem::bad_request(
            "operation_not_supported",
            "Cannot set username for connection without requires_username",
        ));
    }
    let draft = Draft {
        connection: body.connection.clone(),
        email: body.email.clone(),
        username: body.username.clone(),
        password: body.password.clone(),
        repeat: body.password.clone(),
        phone_number: body.phone_number.clone(),
    };
    let names = create::check(&[choice], &draft).map_err(refused)?;
    let root = root(body).map_err(refused)?;
    let password_hash = match body.password.as_str() {
        "" => None,
        password => Some(call.app.passwords.hash(password.to_owned()).await?),
    };
    let more = More {
        id: body.user_id.clone().filter(|id| !id.is_empty()),
        email_verified: body.email_verified,
        phone_verified: body.phone_verified,
        blocked: body.blocked,
        root,
        user_metadata: body.user_metadata.clone(),
        app_metadata: body.app_metadata.clone(),
        verify_email: body.verify_email,
    };
    let new = NewUser { connection: body.connection.clone(), names, password_hash, more };
    let link = links::mailed(&call, urls::VERIFY_EMAIL);
    let written = call.write(move |tx, context| {
        let (user, _) = create::create(tx, context, &new, &link)?;
        profiles::one(tx, context, &user.id)
    });
    let profile = written.await.map_err(|error| match error {
        Error::Invalid(errors) => refused(errors),
        other => other.into(),
    })?;
    Ok(Created(UserJson::of(&profile, &Projection::default())))
}

/// The names and the picture, by the rules of their form.
fn root(body: &Body) -> Result<RootAttributes, FieldErrors> {
    RootAttributes::parse(|key| {
        let text = match key {
            "name" => &body.name,
            "given_name" => &body.given_name,
            "family_name" => &body.family_name,
            "nickname" => &body.nickname,
            _ => &body.picture,
        };
        text.as_deref().unwrap_or_default()
    })
}

/// Mistakes in the words programs look for.
fn refused(errors: FieldErrors) -> Problem {
    if errors.cause() == Some(Cause::Taken) {
        return Problem::new(StatusCode::CONFLICT, Some("auth0_idp_error"), "The user already exists.");
    }
    if !errors.of("password").is_empty() {
        return Problem::bad_request("auth0_idp_error", "PasswordStrengthError: Password is too weak");
    }
    Error::Invalid(errors).into()
}
