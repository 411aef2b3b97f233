//! The users table: reading and changing one profile. The list is in `user_list.rs`.

use super::bulk::insert_all;
use super::columns::{object, to_json};
use super::connection::AnyConnection;
use super::connections::ConnectionRow;
use super::db::Tx;
use super::dialect;
use super::outbox;
use super::schema::connections;
use super::schema::users::dsl;
use super::search_values;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::connection::Connection;
use crate::model::tenant::TenantId;
use crate::model::user::{User, UserId};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// One row as both databases return it.
#[derive(Debug, Clone, Queryable, QueryableByName, Selectable, Serialize, Deserialize)]
#[diesel(table_name = super::schema::users)]
pub(super) struct UserRow {
    user_id: String,
    connection: String,
    strategy: String,
    email: Option<String>,
    email_verified: bool,
    username: Option<String>,
    phone_number: Option<String>,
    phone_verified: bool,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    nickname: Option<String>,
    picture: Option<String>,
    user_metadata: String,
    app_metadata: String,
    profile: String,
    blocked: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
    last_login: Option<Timestamp>,
    last_ip: Option<String>,
    logins_count: i64,
    last_password_reset: Option<Timestamp>,
    multifactor_last_modified: Option<Timestamp>,
    version: i64,
}

impl UserRow {
    /// Where it stands in the order of creation.
    pub(super) fn place(&self) -> (Timestamp, String) {
        (self.created_at, self.user_id.clone())
    }

    pub(super) fn into_user(self) -> Result<User> {
        Ok(User {
            id: UserId::from_text(self.user_id),
            connection: self.connection,
            strategy: self.strategy,
            email: self.email,
            email_verified: self.email_verified,
            username: self.username,
            phone_number: self.phone_number,
            phone_verified: self.phone_verified,
            name: self.name,
            given_name: self.given_name,
            family_name: self.family_name,
            nickname: self.nickname,
            picture: self.picture,
            user_metadata: object(&self.user_metadata)?,
            app_metadata: object(&self.app_metadata)?,
            profile: object(&self.profile)?,
            blocked: self.blocked,
            created_at: self.created_at,
            updated_at: self.updated_at,
            last_login: self.last_login,
            last_ip: self.last_ip,
            logins_count: self.logins_count,
            last_password_reset: self.last_password_reset,
            multifactor_last_modified: self.multifactor_last_modified,
            version: self.version,
        })
    }
}

/// What is written of a user: everything but the key, the generated columns and the version.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = super::schema::users)]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
struct UserValues<'a> {
    connection: &'a str,
    strategy: &'a str,
    email: Option<&'a str>,
    email_verified: bool,
    username: Option<&'a str>,
    phone_number: Option<&'a str>,
    phone_verified: bool,
    name: Option<&'a str>,
    given_name: Option<&'a str>,
    family_name: Option<&'a str>,
    nickname: Option<&'a str>,
    picture: Option<&'a str>,
    user_metadata: String,
    app_metadata: String,
    profile: String,
    blocked: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
    last_login: Option<Timestamp>,
    last_ip: Option<&'a str>,
    logins_count: i64,
    last_password_reset: Option<Timestamp>,
    multifactor_last_modified: Option<Timestamp>,
    name_key: String,
    search_text: String,
}

impl<'a> UserValues<'a> {
    fn of(user: &'a User) -> Result<Self> {
        Ok(Self {
            connection: &user.connection,
            strategy: &user.strategy,
            email: user.email.as_deref(),
            email_verified: user.email_verified,
            username: user.username.as_deref(),
            phone_number: user.phone_number.as_deref(),
            phone_verified: user.phone_verified,
            name: user.name.as_deref(),
            given_name: user.given_name.as_deref(),
            family_name: user.family_name.as_deref(),
            nickname: user.nickname.as_deref(),
            picture: user.picture.as_deref(),
            user_metadata: to_json(&user.user_metadata)?,
            app_metadata: to_json(&user.app_metadata)?,
            profile: to_json(&user.profile)?,
            blocked: user.blocked,
            created_at: user.created_at,
            updated_at: user.updated_at,
            last_login: user.last_login,
            last_ip: user.last_ip.as_deref(),
            logins_count: user.logins_count,
            last_password_reset: user.last_password_reset,
            multifactor_last_modified: user.multifactor_last_modified,
            name_key: user.name_key(),
            search_text: user.search_text(),
        })
    }
}

/// A user by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<User> {
    row(tx, tenant, user)?.into_user()
}

/// A user's row.
pub(super) fn row(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<UserRow> {
    dsl::users
        .filter(dsl::tenant_id.eq(tenant.as_str()).and(dsl::user_id.eq(user.as_str())))
        .select(UserRow::as_select())
        .first(tx.conn())
        .optional()?
        .ok_or(Error::NotFound("user"))
}

/// A user by id, with the connection of their primary identity.
pub fn find_with_connection(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<(User, Connection)> {
    let of_user = connections::tenant_id.eq(dsl::tenant_id).and(connections::name.eq(dsl::connection));
    let row: Option<(UserRow, ConnectionRow)> = dsl::users
        .inner_join(connections::table.on(of_user))
        .filter(dsl::tenant_id.eq(tenant.as_str()).and(dsl::user_id.eq(user.as_str())))
        .select((UserRow::as_select(), ConnectionRow::as_select()))
        .first(tx.conn())
        .optional()?;
    let (user, connection) = row.ok_or(Error::NotFound("user"))?;
    Ok((user.into_user()?, connection.into_connection()?))
}

/// A user by id, locked until the transaction ends, so that what is read here is what is changed.
pub fn find_for_update(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<User> {
    dialect::lock_user(tx, tenant.as_str(), user.as_str())?;
    find(tx, tenant, user)
}

/// Locks users until the transaction ends; those who are not there are none of its business.
pub fn lock_all(tx: &mut Tx, tenant: &TenantId, ids: &[&UserId]) -> Result<()> {
    let ids: Vec<_> = ids.iter().map(|id| id.as_str()).collect();
    Ok(dialect::lock_users(tx, tenant.as_str(), &ids)?)
}

/// Those of these users that exist, by id.
pub fn among(tx: &mut Tx, tenant: &TenantId, ids: &[UserId]) -> Result<Vec<User>> {
    // A list of ids is an array on one database and so many binds on the other.
    let some = dsl::user_id.eq_any(ids.iter().map(UserId::as_str));
    let mine = dsl::users.filter(dsl::tenant_id.eq(tenant.as_str())).order(dsl::user_id);
    let rows: Vec<UserRow> = match tx.conn() {
        AnyConnection::Sqlite(conn) => mine.filter(some).select(UserRow::as_select()).load(conn)?,
        AnyConnection::Postgres(conn) => mine.filter(some).select(UserRow::as_select()).load(conn)?,
    };
    rows.into_iter().map(UserRow::into_user).collect()
}

/// Users with exactly this email address, the oldest first (at most 100).
pub fn with_email(tx: &mut Tx, tenant: &TenantId, email: &str) -> Result<Vec<User>> {
    let rows: Vec<UserRow> = dsl::users
        .filter(dsl::tenant_id.eq(tenant.as_str()).and(dsl::email.eq(email)))
        .order((dsl::created_at, dsl::user_id))
        .limit(100)
        .select(UserRow::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(UserRow::into_user).collect()
}

/// Adds a user.
pub fn insert(tx: &mut Tx, tenant: &TenantId, user: &User) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(user))
}

/// Adds users, in this order (it becomes their row sequence).
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[User]) -> Result<()> {
    insert_all!(tx, dsl::users, all, |user| Ok((
        dsl::tenant_id.eq(tenant.as_str()),
        dsl::user_id.eq(user.id.as_str()),
        dsl::version.eq(user.version),
        UserValues::of(user)?,
    )));
    search_values::insert_of_users(tx, tenant, all)
}

/// Writes a user's attributes and raises the version. `user.version` must be the stored one, else [`Error::Conflict`].
pub fn update(tx: &mut Tx, tenant: &TenantId, user: &User) -> Result<()> {
    let target = dsl::users.filter(
        dsl::tenant_id.eq(tenant.as_str()).and(dsl::user_id.eq(user.id.as_str())).and(dsl::version.eq(user.version)),
    );
    let changed =
        diesel::update(target).set((UserValues::of(user)?, dsl::version.eq(user.version + 1))).execute(tx.conn())?;
    if changed == 1 { search_values::update_of_user(tx, tenant, user) } else { Err(Error::Conflict) }
}

/// Removes a user with everything that belongs to them (foreign keys cascade). The history stays.
pub fn delete(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<()> {
    outbox::forget(tx, tenant, user)?;
    let target = dsl::users.filter(dsl::tenant_id.eq(tenant.as_str()).and(dsl::user_id.eq(user.as_str())));
    match diesel::delete(target).execute(tx.conn())? {
        0 => Err(Error::NotFound("user")),
        _ => Ok(()),
    }
}
