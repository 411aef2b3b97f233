//! Change a user in several respects at once, as programs do: all of it happens, or nothing. Each respect is the verb that
//! the dashboard has a page for.

use super::change_email::{self, NewEmail};
use super::change_identity::change_identity;
use super::change_password::{self, NewPassword};
use super::change_phone::{self, NewPhone};
use super::change_username;
use super::mark_verified::mark_verified;
use super::saved::Edit;
use super::send_verification_email::{self, Link};
use super::set_blocked::set_blocked;
use super::ticket;
use super::update::update;
use super::update_metadata::{document, update_metadata};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::email_address::EmailAddress;
use crate::model::identity::Identity;
use crate::model::metadata::{self, MetadataKind};
use crate::model::root_attributes::{KEYS, RootAttributes};
use crate::model::user::UserId;
use crate::store::{Tx, identities, users};
use serde_json::Value;

/// What is to change; what is none stays as it is.
#[derive(Clone, Default)]
pub struct Changes {
    /// The identity that is meant, by its connection; none for the primary one.
    pub connection: Option<String>,
    /// The application that people go on to from the page of a mailed link.
    pub client_id: Option<String>,
    pub email: Option<String>,
    pub email_verified: Option<bool>,
    pub username: Option<String>,
    pub phone: NewPhone,
    pub password: Option<NewPassword>,
    pub blocked: Option<bool>,
    /// Names, nickname and picture by their keys; `null` takes one away.
    pub root: JsonObject,
    /// Merged at the first level; `null` takes a key away, an empty object all of them.
    pub user_metadata: Option<JsonObject>,
    pub app_metadata: Option<JsonObject>,
    /// Mails a link to verify the address, unless it is verified.
    pub verification: Option<Link>,
}

/// Changes that cannot be asked for together.
const APART: [(&str, &str); 5] = [
    ("password", "email"),
    ("password", "email_verified"),
    ("username", "email"),
    ("username", "email_verified"),
    ("username", "password"),
];

impl Changes {
    /// Refuses what cannot be asked for together.
    pub fn check(&self) -> Result<()> {
        let asked = |field: &str| match field {
            "password" => self.password.is_some(),
            "username" => self.username.is_some(),
            "email" => self.email.is_some(),
            _ => self.email_verified.is_some(),
        };
        match APART.iter().find(|(a, b)| asked(a) && asked(b)) {
            None => Ok(()),
            Some((a, b)) => Err(Error::unsupported(*a, format!("Cannot update {a} and {b} simultaneously"))),
        }
    }
}

/// Changes a user. Safe to repeat: what is so already stays so.
pub fn patch(tx: &mut Tx, context: &Context, id: &UserId, changes: &Changes) -> Result<()> {
    changes.check()?;
    let user = users::find_for_update(tx, &context.tenant, id)?;
    let leads_to = ticket::login_page(tx, context, changes.client_id.as_deref())?;
    match linked(tx, context, id, changes)? {
        Some(identity) => change_identity(tx, context, id, &identity, changes)?,
        None => sign_in_names(tx, context, id, changes, user.email.as_deref())?,
    }
    if !changes.root.is_empty() {
        let edit = root(tx, context, id, &changes.root)?;
        update(tx, context, id, &edit)?;
    }
    for (kind, patch) in [(MetadataKind::User, &changes.user_metadata), (MetadataKind::App, &changes.app_metadata)] {
        let Some(patch) = patch else { continue };
        let user = users::find(tx, &context.tenant, id)?;
        let yours = metadata::merge(document(&user, kind), patch);
        update_metadata(tx, context, id, kind, &Edit { yours, original: None, version: user.version })?;
    }
    if let Some(blocked) = changes.blocked {
        set_blocked(tx, context, id, blocked)?;
    }
    if let Some(password) = &changes.password {
        change_password::change_password_of(tx, context, id, changes.connection.as_deref(), password)?;
    }
    if let Some(link) = &changes.verification
        && !users::find(tx, &context.tenant, id)?.email_verified
    {
        let link = Link { leads_to, ..link.clone() };
        send_verification_email::send_verification_email(tx, context, id, &link)?;
    }
    Ok(())
}

fn sign_in_names(tx: &mut Tx, context: &Context, id: &UserId, changes: &Changes, seen: Option<&str>) -> Result<()> {
    if let Some(email) = &changes.email {
        let new = NewEmail {
            email: EmailAddress::parse(email)?,
            verified: changes.email_verified.unwrap_or(false),
            seen: seen.unwrap_or_default().to_owned(),
        };
        change_email::change_email(tx, context, id, &new)?;
    } else if let Some(verified) = changes.email_verified {
        mark_verified(tx, context, id, verified)?;
    }
    if let Some(username) = &changes.username {
        change_username::change_username(tx, context, id, username)?;
    }
    if changes.phone.number.is_some() || changes.phone.verified.is_some() {
        change_phone::change_phone(tx, context, id, &changes.phone)?;
    }
    Ok(())
}

/// The linked account that is meant by its connection; none when it is the primary one.
fn linked(tx: &mut Tx, context: &Context, id: &UserId, changes: &Changes) -> Result<Option<Identity>> {
    let Some(connection) = &changes.connection else { return Ok(None) };
    let all = identities::of_user(tx, &context.tenant, id)?;
    let Some(named) = all.into_iter().find(|identity| identity.connection == *connection) else {
        return Err(Error::field("connection", format!("The user has no identity in the connection {connection}.")));
    };
    if named.position > 0 && !changes.root.is_empty() {
        let words = "Names and pictures are those of the primary identity; they cannot be changed of another one.";
        return Err(Error::unsupported("connection", words));
    }
    Ok(Some(named).filter(|identity| identity.position > 0))
}

/// The root attributes as they will be.
fn root(tx: &mut Tx, context: &Context, id: &UserId, patch: &JsonObject) -> Result<Edit<RootAttributes>> {
    let user = users::find(tx, &context.tenant, id)?;
    let mut object = RootAttributes::of(&user).to_object();
    for key in KEYS {
        match patch.get(key) {
            Some(Value::Null) => drop(object.shift_remove(key)),
            Some(value) => drop(object.insert(key.to_owned(), value.clone())),
            None => {}
        }
    }
    let yours = RootAttributes::parse(|key| object.get(key).and_then(Value::as_str).unwrap_or_default())?;
    Ok(Edit { yours, original: None, version: user.version })
}
