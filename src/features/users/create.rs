//! Create User: a user of a database connection, with a password; pending until they sign in for the first time.

use super::change_phone;
use super::send_verification_email::{self, Link};
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::connection::{Connection, Kind};
use crate::model::email_address::EmailAddress;
use crate::model::identity::Identity;
use crate::model::metadata::{self, MetadataKind};
use crate::model::root_attributes::RootAttributes;
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
        if !self.is_passwordless() && !self.connection.keeps_passwords() {
            return Some(match self.connection.kind() {
                Kind::Database => format!("{label} is a database of your own: its users are created there."),
                _ => format!("Users of {label} are created by their first login."),
            });
        }
        (!self.enabled).then(|| format!("{label}: connection is disabled, because no application uses it."))
    }

    fn is_passwordless(&self) -> bool {
        self.connection.kind() == Kind::Passwordless
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
    pub phone_number: String,
}

/// A user that may be created: the draft, checked, with its password hashed.
#[derive(Clone)]
pub struct NewUser {
    pub connection: String,
    /// How the user signs in.
    pub names: Names,
    /// Argon2id, made before the transaction; none where users sign in without a password.
    pub password_hash: Option<String>,
    pub more: More,
}

/// What a user signs in with; which of them there are depends on the connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub email: Option<EmailAddress>,
    pub username: Option<Username>,
    /// A plus sign and digits.
    pub phone_number: Option<String>,
}

/// What programs may say about a user from the start.
#[derive(Debug, Clone, Default)]
pub struct More {
    /// The id in the connection; made up when there is none.
    pub id: Option<String>,
    pub email_verified: bool,
    pub phone_verified: bool,
    pub blocked: bool,
    pub root: RootAttributes,
    pub user_metadata: JsonObject,
    pub app_metadata: JsonObject,
    /// Whether a mail to verify the address goes out; as the connection says when that is none.
    pub verify_email: Option<bool>,
}

/// The database connections of the tenant, by name: two statements.
pub fn choices(tx: &mut Tx, context: &Context) -> Result<Vec<Choice>> {
    let all = connections::all(tx, &context.tenant)?;
    let enabled = connections::enabled_ids(tx, &context.tenant)?;
    let databases = all.into_iter().filter(|c| c.kind() == Kind::Database);
    Ok(databases.map(|connection| Choice { enabled: enabled.contains(&connection.id), connection }).collect())
}

/// A connection by its name.
pub fn choice(tx: &mut Tx, context: &Context, name: &str) -> Result<Choice> {
    let connection = connections::by_name(tx, &context.tenant, name)?;
    let enabled = !connections::client_ids(tx, &context.tenant, &connection.id)?.is_empty();
    Ok(Choice { connection, enabled })
}

/// Holds a draft against the rules of its connection, and names every mistake.
pub fn check(choices: &[Choice], draft: &Draft) -> Result<Names, FieldErrors> {
    let mut errors = FieldErrors::default();
    let choice = choices.iter().find(|c| c.connection.name == draft.connection);
    match choice.map(Choice::why_not) {
        None => errors.push("connection", "Choose a connection."),
        Some(Some(why)) => errors.push("connection", why),
        Some(None) => {}
    }
    let by_phone = choice.is_some_and(|c| c.connection.strategy == "sms");
    let email = if by_phone && draft.email.trim().is_empty() {
        None
    } else {
        errors.keep(EmailAddress::parse(&draft.email)).map(|email| email.lower_cased())
    };
    let phone_number = Some(draft.phone_number.trim()).filter(|number| by_phone || !number.is_empty());
    if let Some(number) = phone_number {
        errors.keep(change_phone::check(number));
    }
    let needs_name = choice.filter(|c| c.connection.requires_username());
    let username =
        needs_name.and_then(|c| errors.keep(Username::parse(&draft.username, c.connection.username_length())));
    let with_password = choice.filter(|c| !c.is_passwordless());
    let policy = with_password.map(|c| c.connection.password_policy());
    let personal = [draft.username.trim(), email.as_ref().map_or("", EmailAddress::local_part)];
    for failure in policy.iter().flat_map(|p| p.failures(&draft.password, &personal)) {
        errors.push("password", failure);
    }
    if draft.password != draft.repeat {
        errors.push("repeat", "The two passwords differ.");
    }
    errors.into_result()?;
    Ok(Names { email, username, phone_number: phone_number.map(str::to_owned) })
}

/// Creates the user and queues the mail with the link to verify their email address, if the connection says so.
/// Answers with the user and whether a mail was queued.
pub fn create(tx: &mut Tx, context: &Context, new: &NewUser, link: &Link) -> Result<(User, bool)> {
    let connection = usable(tx, context, &new.connection)?;
    let identity = identity(context, &connection, new);
    let user = user(context, &connection, &identity, new);
    for (kind, document) in [(MetadataKind::User, &user.user_metadata), (MetadataKind::App, &user.app_metadata)] {
        metadata::check(kind, document).map_err(|mistake| mistake.into_field(kind))?;
    }
    users::insert(tx, &context.tenant, &user)?;
    identities::insert(tx, &context.tenant, &user.id, &identity)?;
    if let Some(hash) = &new.password_hash {
        password_credentials::put(tx, &context.tenant, &identity, hash, context.now, false)?;
    }
    let wanted = new.more.verify_email.unwrap_or_else(|| connection.mails_verification());
    let mailed = wanted && user.email.is_some() && !user.email_verified;
    if mailed {
        send_verification_email::queue(tx, context, &user, link)?;
    }
    let diff = audit::changes([
        ("connection", Value::Null, connection.name.as_str().into()),
        ("email", Value::Null, user.email.clone().into()),
        ("username", Value::Null, user.username.clone().into()),
        ("phone_number", Value::Null, user.phone_number.clone().into()),
        ("password", Value::Null, new.password_hash.as_ref().map_or(Value::Null, |_| "*****".into())),
        ("verification_mail", Value::Null, if mailed { "queued".into() } else { Value::Null }),
    ]);
    audit::record(tx, context, Entry { code: "sapi", description: "Create a User".into(), user: Some(&user), diff })?;
    Ok((user, mailed))
}

/// The connection, if a user can be created in it now; it may have been disabled since the form was shown.
fn usable(tx: &mut Tx, context: &Context, name: &str) -> Result<Connection> {
    let choice = choice(tx, context, name)?;
    match choice.why_not() {
        Some(why) => Err(Error::field("connection", why)),
        None => Ok(choice.connection),
    }
}

fn identity(context: &Context, connection: &Connection, new: &NewUser) -> Identity {
    Identity {
        provider: connection.strategy.clone(),
        provider_user_id: new.more.id.clone().unwrap_or_else(|| context.ids.of_second(context.now)),
        connection: connection.name.clone(),
        is_social: false,
        position: 0,
        login_email: new.names.email.as_ref().map(|email| email.as_str().to_owned()),
        login_username: new.names.username.as_ref().map(|u| u.as_str().to_owned()),
        profile_data: JsonObject::new(),
    }
}

fn user(context: &Context, connection: &Connection, identity: &Identity, new: &NewUser) -> User {
    let More { root, .. } = &new.more;
    let phone_number = new.names.phone_number.clone();
    // A person is shown by what they sign in with until somebody says their name.
    let known_as = identity.login_email.clone().or_else(|| phone_number.clone());
    let nickname = new.names.email.as_ref().map(|email| email.local_part().to_owned());
    User {
        id: UserId::new(&identity.provider, &identity.provider_user_id),
        connection: connection.name.clone(),
        strategy: connection.strategy.clone(),
        email: identity.login_email.clone(),
        email_verified: new.more.email_verified && identity.login_email.is_some(),
        username: identity.login_username.clone(),
        phone_verified: new.more.phone_verified && phone_number.is_some(),
        phone_number,
        name: root.name.clone().or(known_as),
        given_name: root.given_name.clone(),
        family_name: root.family_name.clone(),
        nickname: root.nickname.clone().or(nickname),
        picture: root.picture.clone(),
        user_metadata: new.more.user_metadata.clone(),
        app_metadata: new.more.app_metadata.clone(),
        profile: JsonObject::new(),
        blocked: new.more.blocked,
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
