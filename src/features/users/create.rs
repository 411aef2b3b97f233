//! Create User: a user of a database connection, with a password; pending until they sign in for the first time.

use super::send_verification_email::{self, Link};
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::connection::{Connection, Kind};
use crate::model::email_address::EmailAddress;
use crate::model::identity::Identity;
use crate::model::user::{User, UserId};
use crate::model::username::Username;
use crate::store::{Tx, connections, identities, password_credentials, users};
use serde_json::Value;

/// A database connection in the drop-down.
#[derive(Debug, Clone)]
pub struct Choice {
    pub connection: Connection,
    /// Whether some application uses it.
    pub enabled: bool,
}

impl Choice {
    /// Why no user can be created in it; none when one can.
    pub fn why_not(&self) -> Option<String> {
        let label = self.connection.label();
        if !self.connection.keeps_passwords() {
            return Some(format!("{label} is a database of your own: its users are created there."));
        }
        (!self.enabled).then(|| format!("{label}: connection is disabled, because no application uses it."))
    }
}

/// What was typed.
#[derive(Clone, Default)]
pub struct Draft {
    pub connection: String,
    pub email: String,
    pub username: String,
    pub password: String,
    pub repeat: String,
}

/// A user that may be created: the draft, checked, with its password hashed.
#[derive(Clone)]
pub struct NewUser {
    pub connection: String,
    pub email: EmailAddress,
    pub username: Option<Username>,
    /// Argon2id, made before the transaction.
    pub password_hash: String,
}

/// The database connections of the tenant, by name: two statements.
pub fn choices(tx: &mut Tx, context: &Context) -> Result<Vec<Choice>> {
    let enabled = connections::enabled_ids(tx, &context.tenant)?;
    let all = connections::all(tx, &context.tenant)?;
    let databases = all.into_iter().filter(|c| c.kind() == Kind::Database);
    Ok(databases.map(|connection| Choice { enabled: enabled.contains(&connection.id), connection }).collect())
}

/// Holds a draft against the rules of its connection, and names every mistake.
pub fn check(choices: &[Choice], draft: &Draft) -> Result<(EmailAddress, Option<Username>), FieldErrors> {
    let mut errors = FieldErrors::default();
    let choice = choices.iter().find(|c| c.connection.name == draft.connection);
    match choice.map(Choice::why_not) {
        None => errors.push("connection", "Choose a connection."),
        Some(Some(why)) => errors.push("connection", why),
        Some(None) => {}
    }
    let email = errors.keep(EmailAddress::parse(&draft.email)).map(|email| email.lower_cased());
    let needs_name = choice.filter(|c| c.connection.requires_username());
    let username =
        needs_name.and_then(|c| errors.keep(Username::parse(&draft.username, c.connection.username_length())));
    let policy = choice.map(|c| c.connection.password_policy());
    let personal = [draft.username.trim(), email.as_ref().map_or("", EmailAddress::local_part)];
    for failure in policy.iter().flat_map(|p| p.failures(&draft.password, &personal)) {
        errors.push("password", failure);
    }
    if draft.password != draft.repeat {
        errors.push("repeat", "The two passwords differ.");
    }
    errors.into_result()?;
    email.map(|email| (email, username)).ok_or_else(|| FieldErrors::one("email", "Enter an email address."))
}

/// Creates the user and queues the mail with the link to verify their email address, if the connection says so.
/// Answers with the user and whether a mail was queued.
pub fn create(tx: &mut Tx, context: &Context, new: &NewUser, link: &Link) -> Result<(User, bool)> {
    let connection = usable(tx, context, &new.connection)?;
    let identity = identity(context, &connection, new);
    let user = user(context, &connection, &identity, new);
    users::insert(tx, &context.tenant, &user)?;
    identities::insert(tx, &context.tenant, &user.id, &identity)?;
    password_credentials::put(tx, &context.tenant, &identity, &new.password_hash, context.now, false)?;
    let mailed = connection.mails_verification();
    if mailed {
        send_verification_email::queue(tx, context, &user, link)?;
    }
    let diff = audit::changes([
        ("connection", Value::Null, connection.name.as_str().into()),
        ("email", Value::Null, new.email.as_str().into()),
        ("username", Value::Null, user.username.clone().into()),
        ("password", Value::Null, "*****".into()),
        ("verification_mail", Value::Null, if mailed { "queued".into() } else { Value::Null }),
    ]);
    audit::record(tx, context, Entry { code: "sapi", description: "Create a User".into(), user: Some(&user), diff })?;
    Ok((user, mailed))
}

/// The connection, if a user can be created in it now; it may have been disabled since the form was shown.
fn usable(tx: &mut Tx, context: &Context, name: &str) -> Result<Connection> {
    let connection = connections::by_name(tx, &context.tenant, name)?;
    let enabled = !connections::client_ids(tx, &context.tenant, &connection.id)?.is_empty();
    let choice = Choice { connection, enabled };
    match choice.why_not() {
        Some(why) => Err(Error::field("connection", why)),
        None => Ok(choice.connection),
    }
}

fn identity(context: &Context, connection: &Connection, new: &NewUser) -> Identity {
    Identity {
        provider: connection.strategy.clone(),
        provider_user_id: context.ids.hex(12),
        connection: connection.name.clone(),
        is_social: false,
        position: 0,
        login_email: Some(new.email.as_str().to_owned()),
        login_username: new.username.as_ref().map(|u| u.as_str().to_owned()),
        profile_data: JsonObject::new(),
    }
}

fn user(context: &Context, connection: &Connection, identity: &Identity, new: &NewUser) -> User {
    User {
        id: UserId::new(&identity.provider, &identity.provider_user_id),
        connection: connection.name.clone(),
        strategy: connection.strategy.clone(),
        email: identity.login_email.clone(),
        email_verified: false,
        username: identity.login_username.clone(),
        phone_number: None,
        phone_verified: false,
        // A person is shown by their email address until somebody says their name.
        name: identity.login_email.clone(),
        given_name: None,
        family_name: None,
        nickname: Some(new.email.local_part().to_owned()),
        picture: None,
        user_metadata: JsonObject::new(),
        app_metadata: JsonObject::new(),
        profile: JsonObject::new(),
        blocked: false,
        created_at: context.now,
        updated_at: context.now,
        last_login: None,
        last_ip: None,
        logins_count: 0,
        last_password_reset: None,
        multifactor_last_modified: None,
        version: 1,
    }
}
