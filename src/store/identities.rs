//! The identities of users.

use super::bulk::insert_all;
use super::columns::{object, to_json};
use super::connection::AnyConnection;
use super::connections::ConnectionRow;
use super::db::Tx;
use super::schema::{connections, identities};
use super::search_values;
use crate::error::Result;
use crate::model::JsonObject;
use crate::model::connection::Connection;
use crate::model::identity::Identity;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = identities)]
pub(super) struct IdentityRow {
    provider: String,
    provider_user_id: String,
    connection: String,
    is_social: bool,
    position: i32,
    login_email: Option<String>,
    login_username: Option<String>,
    profile_data: String,
}

impl IdentityRow {
    pub(super) fn into_identity(self) -> Result<Identity> {
        Ok(Identity {
            profile_data: object(&self.profile_data)?,
            provider: self.provider,
            provider_user_id: self.provider_user_id,
            connection: self.connection,
            is_social: self.is_social,
            position: self.position,
            login_email: self.login_email,
            login_username: self.login_username,
        })
    }
}

/// A user's identities, the primary first.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Identity>> {
    rows(tx, tenant, user)?.into_iter().map(IdentityRow::into_identity).collect()
}

/// Their rows, in the same order.
pub(super) fn rows(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<IdentityRow>> {
    Ok(identities::table
        .filter(identities::tenant_id.eq(tenant.as_str()).and(identities::user_id.eq(user.as_str())))
        .order(identities::position)
        .select(IdentityRow::as_select())
        .load(tx.conn())?)
}

/// What an identity that is not there would share with one that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    Account,
    Email,
    Username,
}

/// Which key of an identity another one has, if any: what the unique indexes would refuse.
pub fn shared(tx: &mut Tx, tenant: &TenantId, identity: &Identity) -> Result<Option<Shared>> {
    let key = (tenant.as_str(), identity.provider.as_str(), identity.provider_user_id.as_str());
    let account = identities::table.find(key).select(identities::user_id);
    if account.first::<String>(tx.conn()).optional()?.is_some() {
        return Ok(Some(Shared::Account));
    }
    let of_connection = || {
        identities::table
            .filter(identities::tenant_id.eq(tenant.as_str()).and(identities::connection.eq(&identity.connection)))
            .select(identities::user_id)
    };
    if let Some(email) = &identity.login_email {
        let taken = of_connection().filter(identities::login_email.eq(email));
        if taken.first::<String>(tx.conn()).optional()?.is_some() {
            return Ok(Some(Shared::Email));
        }
    }
    if let Some(username) = &identity.login_username {
        let taken = of_connection().filter(identities::login_username.eq(username));
        if taken.first::<String>(tx.conn()).optional()?.is_some() {
            return Ok(Some(Shared::Username));
        }
    }
    Ok(None)
}

/// A user's identities with the connection of each, the primary first.
pub fn with_connections(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<(Identity, Connection)>> {
    let of_identity =
        connections::tenant_id.eq(identities::tenant_id).and(connections::name.eq(identities::connection));
    let rows: Vec<(IdentityRow, ConnectionRow)> = identities::table
        .inner_join(connections::table.on(of_identity))
        .filter(identities::tenant_id.eq(tenant.as_str()).and(identities::user_id.eq(user.as_str())))
        .order(identities::position)
        .select((IdentityRow::as_select(), ConnectionRow::as_select()))
        .load(tx.conn())?;
    rows.into_iter().map(|(identity, c)| Ok((identity.into_identity()?, c.into_connection()?))).collect()
}

/// The identities of these users, the primary first, by the user's id.
pub fn of_users(tx: &mut Tx, tenant: &TenantId, ids: &[&str]) -> Result<HashMap<String, Vec<Identity>>> {
    // A list of ids is an array on one database and so many binds on the other.
    let some = identities::user_id.eq_any(ids);
    let mine = identities::table
        .filter(identities::tenant_id.eq(tenant.as_str()))
        .order((identities::user_id, identities::position));
    let rows: Vec<(String, IdentityRow)> = match tx.conn() {
        AnyConnection::Sqlite(conn) => {
            mine.filter(some).select((identities::user_id, IdentityRow::as_select())).load(conn)?
        }
        AnyConnection::Postgres(conn) => {
            mine.filter(some).select((identities::user_id, IdentityRow::as_select())).load(conn)?
        }
    };
    let mut found: HashMap<String, Vec<Identity>> = HashMap::new();
    for (user, row) in rows {
        found.entry(user).or_default().push(row.into_identity()?);
    }
    Ok(found)
}

/// Adds an identity to a user.
pub fn insert(tx: &mut Tx, tenant: &TenantId, user: &UserId, identity: &Identity) -> Result<()> {
    insert_all(tx, tenant, &[(user.clone(), identity.clone())])
}

/// Adds identities to their users.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[(UserId, Identity)]) -> Result<()> {
    insert_all!(tx, identities::table, all, |(user, identity)| Ok((
        identities::tenant_id.eq(tenant.as_str()),
        identities::user_id.eq(user.as_str()),
        identities::provider.eq(&identity.provider),
        identities::provider_user_id.eq(&identity.provider_user_id),
        identities::position.eq(identity.position),
        identities::connection.eq(&identity.connection),
        identities::is_social.eq(identity.is_social),
        identities::login_email.eq(identity.login_email.as_deref()),
        identities::login_username.eq(identity.login_username.as_deref()),
        identities::profile_data.eq(to_json(&identity.profile_data)?),
    )));
    search_values::insert_of_identities(tx, tenant, all)
}

/// Changes the email an identity signs in with.
pub fn set_login_email(tx: &mut Tx, tenant: &TenantId, identity: &Identity, email: Option<&str>) -> Result<()> {
    let target = identities::table.find((tenant.as_str(), &identity.provider, &identity.provider_user_id));
    diesel::update(target).set(identities::login_email.eq(email)).execute(tx.conn())?;
    Ok(())
}

/// Changes the username an identity signs in with.
pub fn set_login_username(tx: &mut Tx, tenant: &TenantId, identity: &Identity, username: Option<&str>) -> Result<()> {
    let target = identities::table.find((tenant.as_str(), &identity.provider, &identity.provider_user_id));
    diesel::update(target).set(identities::login_username.eq(username)).execute(tx.conn())?;
    Ok(())
}

/// Writes what a linked account brought along.
pub fn set_profile_data(
    tx: &mut Tx,
    tenant: &TenantId,
    user: &UserId,
    identity: &Identity,
    data: &JsonObject,
) -> Result<()> {
    let target = identities::table.find((tenant.as_str(), &identity.provider, &identity.provider_user_id));
    diesel::update(target).set(identities::profile_data.eq(to_json(data)?)).execute(tx.conn())?;
    search_values::update_of_identities(tx, tenant, user)
}

/// Gives an identity to another user, at a position that is free there; its password goes with it.
pub fn give(tx: &mut Tx, tenant: &TenantId, identity: &Identity, to: &UserId, position: i32) -> Result<()> {
    let target = identities::table.find((tenant.as_str(), &identity.provider, &identity.provider_user_id));
    let from: String = target.select(identities::user_id).first(tx.conn())?;
    let values = (
        identities::user_id.eq(to.as_str()),
        identities::position.eq(position),
        identities::profile_data.eq(to_json(&identity.profile_data)?),
    );
    diesel::update(target).set(values).execute(tx.conn())?;
    search_values::update_of_identities(tx, tenant, &UserId::from_text(from))?;
    search_values::update_of_identities(tx, tenant, to)
}
