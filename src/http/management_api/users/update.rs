//! `PATCH /users/{id}`.

use super::json::UserJson;
use crate::error::{Cause, Error, FieldErrors};
use crate::features::users::change_password::{self, NewPassword};
use crate::features::users::change_phone::NewPhone;
use crate::features::users::patch::{self, Changes};
use crate::features::users::{details, profiles};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::links;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::projection::Projection;
use crate::http::management_api::reply::Done;
use crate::http::urls;
use crate::model::JsonObject;
use crate::model::root_attributes::KEYS;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The body; attributes it does not know are left alone.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("x-open" = true))]
pub struct Body {
    /// Whether the user is blocked
    blocked: Option<bool>,
    /// Whether the email address is verified
    email_verified: Option<bool>,
    /// Email address of the user
    #[schemars(email, extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    email: Option<Option<String>>,
    /// The user's phone number (following the E.164 recommendation)
    #[schemars(regex(pattern = r"^\+[0-9]{1,15}$"), extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    phone_number: Option<Option<String>>,
    /// Whether the phone number is verified
    phone_verified: Option<bool>,
    /// Data that the user may change; merged at the first level
    user_metadata: Option<JsonObject>,
    /// Data that only applications and operators may change; merged at the first level
    app_metadata: Option<JsonObject>,
    /// The user's given name
    #[schemars(length(min = 1, max = 150), extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    given_name: Option<Option<String>>,
    /// The user's family name
    #[schemars(length(min = 1, max = 150), extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    family_name: Option<Option<String>>,
    /// The user's full name
    #[schemars(length(min = 1, max = 300), extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    name: Option<Option<String>>,
    /// The user's nickname
    #[schemars(length(min = 1, max = 300), extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    nickname: Option<Option<String>>,
    /// Address of a picture
    #[schemars(url, extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    picture: Option<Option<String>>,
    /// Whether a mail to verify the address goes out
    #[serde(default)]
    verify_email: bool,
    /// Accepted; there is nothing to verify a phone number with
    #[expect(dead_code, reason = "programs send it, and it changes nothing")]
    verify_phone_number: Option<bool>,
    /// New password
    #[schemars(length(min = 1), extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    password: Option<Option<String>>,
    /// Name of the connection whose identity is changed; the primary one if none is named
    #[schemars(length(min = 1))]
    connection: Option<String>,
    /// Client id of the application that the user goes on to from the page of the mailed link
    #[schemars(length(min = 1))]
    client_id: Option<String>,
    /// The user's username
    #[schemars(length(min = 1, max = 128), extend("x-nullable" = true))]
    #[serde(default, deserialize_with = "said")]
    username: Option<Option<String>>,
}

/// What is there, be it `null`.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Body {
    /// Names, nickname and picture by their keys, those that are there.
    fn root(&self) -> JsonObject {
        let values = [&self.name, &self.given_name, &self.family_name, &self.nickname, &self.picture];
        let pairs = KEYS.into_iter().zip(values);
        pairs
            .filter_map(|(key, value)| Some((key.to_owned(), value.clone()?.map_or(Value::Null, Value::from))))
            .collect()
    }

    /// Whether anything but the two documents is to change.
    fn is_of_profile(&self) -> bool {
        let texts = [&self.email, &self.phone_number, &self.password, &self.username];
        let flags = [self.blocked, self.email_verified, self.phone_verified];
        !self.root().is_empty()
            || self.verify_email
            || texts.iter().any(|text| text.is_some())
            || flags.iter().any(Option::is_some)
    }
}

/// Updates a user.
pub async fn update(call: Call<NoQuery, Body>) -> Result<Done<UserJson>, Problem> {
    may(&call)?;
    let id = call.user_id();
    let changes = changes(&call).await?;
    let written = call.write(move |tx, context| {
        patch::patch(tx, context, &id, &changes)?;
        profiles::one(tx, context, &id)
    });
    let profile = written.await.map_err(refused)?;
    Ok(Done(UserJson::of(&profile, &Projection::default())))
}

/// A caller without `update:users` changes the documents its scopes are about, and nothing else.
fn may(call: &Call<NoQuery, Body>) -> Result<(), Problem> {
    if call.has("update:users") {
        return Ok(());
    }
    let body = &call.body;
    let app = body.app_metadata.is_none() || call.has("update:users_app_metadata");
    let own = body.user_metadata.is_none() || call.has("update:current_user_metadata");
    if app && own && !body.is_of_profile() { Ok(()) } else { Err(Problem::insufficient_scope(&["update:users"])) }
}

async fn changes(call: &Call<NoQuery, Body>) -> Result<Changes, Problem> {
    let body = &call.body;
    let mut changes = Changes {
        connection: body.connection.clone(),
        client_id: body.client_id.clone(),
        email: set("email", &body.email)?,
        email_verified: body.email_verified,
        username: set("username", &body.username)?,
        phone: NewPhone { number: body.phone_number.clone(), verified: body.phone_verified },
        password: None,
        blocked: body.blocked,
        root: body.root(),
        user_metadata: body.user_metadata.clone(),
        app_metadata: body.app_metadata.clone(),
        verification: body.verify_email.then(|| links::mailed(call, urls::VERIFY_EMAIL)),
    };
    if let Some(password) = set("password", &body.password)? {
        // Before the slow part: what cannot be asked for together, and who is not there.
        changes.password = Some(NewPassword { hash: String::new(), must_change: false });
        changes.check()?;
        changes.password = Some(NewPassword { hash: hash(call, password).await?, must_change: false });
    }
    Ok(changes)
}

/// A value that may be replaced and not taken away.
fn set(field: &'static str, value: &Option<Option<String>>) -> Result<Option<String>, Problem> {
    match value {
        Some(None) => Err(Error::unsupported(field, format!("The {field} cannot be removed.")).into()),
        Some(value) => Ok(value.clone()),
        None => Ok(None),
    }
}

/// Holds a new password against the connection's policy and the passwords it remembers, and hashes it.
async fn hash(call: &Call<NoQuery, Body>, password: String) -> Result<String, Problem> {
    let (id, named) = (call.user_id(), call.body.connection.clone());
    let (user, (connection, refused)) = call
        .read_with(move |tx, context| {
            let user = details::header(tx, context, &id)?.user;
            Ok((user, change_password::refused_of(tx, context, &id, named.as_deref())?))
        })
        .await?;
    change_password::check(&connection, &user, &password, &password)
        .map_err(|_| Problem::bad_request("auth0_idp_error", "PasswordStrengthError: Password is too weak"))?;
    if call.app.passwords.is_among(&password, refused).await? {
        let words = "PasswordHistoryError: Password has previously been used";
        return Err(Problem::bad_request("auth0_idp_error", words));
    }
    Ok(call.app.passwords.hash(password).await?)
}

/// Mistakes in the words programs look for.
fn refused(error: Error) -> Problem {
    let taken = |errors: &FieldErrors| errors.cause() == Some(Cause::Taken);
    match &error {
        Error::Invalid(errors) if taken(errors) => {
            let field =
                errors.iter().next().map_or("email", |e| if e.field == "username" { "username" } else { "email" });
            Problem::bad_request("auth0_idp_error", format!("The specified new {field} already exists"))
        }
        Error::NotFound("application") => Problem::bad_request("inexistent_client", "The client does not exist."),
        _ => error.into(),
    }
}
