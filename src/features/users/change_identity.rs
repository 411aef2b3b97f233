//! Change how a user signs in with an account that is linked to them: what the primary one has verbs of its own for.

use super::change_phone;
use super::patch::Changes;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::connection::{Connection, Kind};
use crate::model::email_address::EmailAddress;
use crate::model::identity::Identity;
use crate::model::user::UserId;
use crate::model::username::Username;
use crate::store::{Tx, connections, identities, users};
use serde_json::Value;

/// Changes the email address, username and phone number of a linked account. Safe to repeat.
pub fn change_identity(
    tx: &mut Tx,
    context: &Context,
    id: &UserId,
    identity: &Identity,
    changes: &Changes,
) -> Result<()> {
    let connection = connections::by_name(tx, &context.tenant, &identity.connection)?;
    let mut data = identity.profile_data.clone();
    email(tx, context, &connection, identity, changes, &mut data)?;
    if let Some(typed) = &changes.username {
        if !connection.requires_username() || !connection.keeps_passwords() {
            let words = format!("Users of {} sign in without a username.", connection.label());
            return Err(Error::unsupported("username", words));
        }
        let username = Username::parse(typed, connection.username_length())?;
        identities::set_login_username(tx, &context.tenant, identity, Some(username.as_str()))?;
        data.insert("username".to_owned(), username.as_str().into());
    }
    phone(&connection, changes, &mut data)?;
    if data == identity.profile_data {
        return Ok(());
    }
    identities::set_profile_data(tx, &context.tenant, id, identity, &data)?;
    let mut user = users::find(tx, &context.tenant, id)?;
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let place = format!("identities.{}", identity.own_user_id().as_str());
    let diff = vec![audit::change(&place, identity.profile_data.clone(), data)];
    let description = "Update a linked account".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })
}

fn email(
    tx: &mut Tx,
    context: &Context,
    connection: &Connection,
    identity: &Identity,
    changes: &Changes,
    data: &mut JsonObject,
) -> Result<()> {
    if let Some(typed) = &changes.email {
        if let Some(why) = connection.email_locked() {
            return Err(Error::unsupported("email", why));
        }
        let parsed = EmailAddress::parse(typed)?;
        let wished = if connection.kind() == Kind::Database { parsed.lower_cased() } else { parsed };
        identities::set_login_email(tx, &context.tenant, identity, Some(wished.as_str()))?;
        data.insert("email".to_owned(), wished.as_str().into());
        data.insert("email_verified".to_owned(), changes.email_verified.unwrap_or(false).into());
    } else if let Some(verified) = changes.email_verified {
        if let Some(why) = connection.verification_locked() {
            return Err(Error::unsupported("email_verified", why));
        }
        data.insert("email_verified".to_owned(), verified.into());
    }
    Ok(())
}

fn phone(connection: &Connection, changes: &Changes, data: &mut JsonObject) -> Result<()> {
    if changes.phone.number.is_none() && changes.phone.verified.is_none() {
        return Ok(());
    }
    if connection.strategy != "sms" && connection.kind() != Kind::Database {
        let words = format!("The phone number comes from {}.", connection.label());
        return Err(Error::unsupported("phone_number", words));
    }
    match &changes.phone.number {
        Some(Some(number)) => {
            change_phone::check(number)?;
            data.insert("phone_number".to_owned(), number.as_str().into());
            data.insert("phone_verified".to_owned(), false.into());
        }
        Some(None) => {
            data.shift_remove("phone_number");
            data.shift_remove("phone_verified");
        }
        None => {}
    }
    if let (Some(verified), Some(Value::String(_))) = (changes.phone.verified, data.get("phone_number")) {
        data.insert("phone_verified".to_owned(), verified.into());
    }
    Ok(())
}
