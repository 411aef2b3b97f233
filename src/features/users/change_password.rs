//! Change Password: set directly by an operator, or by the user through a mailed link. Sessions and refresh tokens end.

use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::identity::Identity;
use crate::model::ticket::TicketKind;
use crate::model::user::{User, UserId};
use crate::store::{
    Tx, connections, former_passwords, identities, password_credentials, tickets, user_sessions, users,
};

/// A password that may be set: checked with [`check`], hashed before the transaction.
#[derive(Clone)]
pub struct NewPassword {
    /// Argon2id.
    pub hash: String,
    /// Whether the user must choose another one at the next login.
    pub must_change: bool,
}

/// Holds a password and its repetition against the policy of the connection, and names every mistake.
pub fn check(connection: &Connection, user: &User, password: &str, repeat: &str) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let local = user.email.as_deref().and_then(|e| e.rsplit_once('@')).map(|(local, _)| local);
    let own = [user.name.as_deref(), user.nickname.as_deref(), user.username.as_deref(), local];
    let told = ["name", "first", "last"].map(|key| user.user_metadata.get(key).and_then(|v| v.as_str()));
    let personal: Vec<&str> = own.into_iter().chain(told).flatten().collect();
    for failure in connection.password_policy().failures(password, &personal) {
        errors.push("password", failure);
    }
    if password != repeat {
        errors.push("repeat", "The two passwords differ.");
    }
    errors.into_result()
}

/// The hashes of the passwords that a user's connection refuses: the one in force and former ones.
pub fn refused(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Vec<String>> {
    Ok(refused_of(tx, context, id, None)?.1)
}

/// Likewise of the account of a connection (the primary one if none is named), and its connection.
pub fn refused_of(
    tx: &mut Tx,
    context: &Context,
    id: &UserId,
    connection: Option<&str>,
) -> Result<(Connection, Vec<String>)> {
    let user = users::find(tx, &context.tenant, id)?;
    let (identity, connection) = own_identity(tx, context, &user, connection)?;
    let history = connection.password_policy().history;
    let refused = former_passwords::latest(tx, &context.tenant, &identity, history)?;
    Ok((connection, refused))
}

/// What is wrong with a password that is one of the [`refused`].
pub fn reused(connection: &Connection) -> FieldErrors {
    let words = match connection.password_policy().history {
        1 => "The password must differ from the present password.".to_owned(),
        n => format!("The password must not be one of the last {n} passwords."),
    };
    FieldErrors::one("password", words)
}

/// Sets the password, ends the user's sessions, revokes their refresh tokens and withdraws mailed reset links.
pub fn change_password(tx: &mut Tx, context: &Context, id: &UserId, new: &NewPassword) -> Result<User> {
    change_password_of(tx, context, id, None, new)
}

/// Likewise of the account of a connection; the primary one if none is named.
pub fn change_password_of(
    tx: &mut Tx,
    context: &Context,
    id: &UserId,
    connection: Option<&str>,
    new: &NewPassword,
) -> Result<User> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let (identity, connection) = own_identity(tx, context, &user, connection)?;
    let history = connection.password_policy().history;
    former_passwords::keep(tx, &context.tenant, &identity, history.saturating_sub(1))?;
    password_credentials::put(tx, &context.tenant, &identity, &new.hash, context.now, new.must_change)?;
    user.last_password_reset = Some(context.now);
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let ended = user_sessions::end_all(tx, &context.tenant, id)?;
    tickets::withdraw(tx, &context.tenant, id, TicketKind::ResetPassword)?;
    let diff = vec![
        audit::change("password", "*****", "*****"),
        audit::change("must_change_password", serde_json::Value::Null, new.must_change),
        audit::change("sessions", ended.sessions, 0),
        audit::change("refresh_tokens", ended.devices, 0),
    ];
    audit::record(tx, context, Entry { code: "scp", description: "Change Password".into(), user: Some(&user), diff })?;
    Ok(user)
}

/// The identity whose password is ours, and its connection.
fn own_identity(tx: &mut Tx, context: &Context, user: &User, named: Option<&str>) -> Result<(Identity, Connection)> {
    let all = identities::of_user(tx, &context.tenant, &user.id)?;
    let wanted = |identity: &Identity| named.is_none_or(|name| identity.connection == name);
    let identity = match (all.into_iter().find(wanted), named) {
        (Some(identity), _) => identity,
        (None, Some(name)) => {
            return Err(Error::field("connection", format!("The user has no identity in the connection {name}.")));
        }
        (None, None) => return Err(Error::internal("a user without an identity")),
    };
    let connection = connections::by_name(tx, &context.tenant, &identity.connection)?;
    if !connection.keeps_passwords() {
        return Err(Error::unsupported("password", "Passwords of this connection are kept elsewhere."));
    }
    Ok((identity, connection))
}
