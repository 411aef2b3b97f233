//! Which users of a file are there already.

use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::{identities, log_events, users};
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// What the users of a batch are told apart by.
#[derive(Debug, Default)]
pub struct Keys<'a> {
    pub emails: Vec<&'a str>,
    pub usernames: Vec<&'a str>,
    /// Ids at the provider.
    pub ids: Vec<&'a str>,
    pub phones: Vec<&'a str>,
}

/// The owner of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub user: UserId,
    pub provider_user_id: String,
    /// Not 0 for an account that is linked to another user.
    pub position: i32,
}

/// Who has which key.
#[derive(Debug, Default)]
pub struct Matches {
    pub by_email: HashMap<String, Owner>,
    pub by_username: HashMap<String, Owner>,
    pub by_id: HashMap<String, UserId>,
    pub by_phone: HashMap<String, UserId>,
}

type Row = (String, String, String, i32);

/// Looks keys up among the users of a connection; ids are unique in all connections of its strategy.
pub fn find(tx: &mut Tx, tenant: &TenantId, connection: &str, provider: &str, keys: &Keys) -> Result<Matches> {
    let mut found = Matches::default();
    // A list of keys is an array on one database and so many binds on the other.
    macro_rules! among {
        ($query:expr, $column:expr, $keys:expr) => {
            match tx.conn() {
                AnyConnection::Sqlite(conn) => $query.filter($column.eq_any($keys)).load(conn)?,
                AnyConnection::Postgres(conn) => $query.filter($column.eq_any($keys)).load(conn)?,
            }
        };
    }
    let of_connection =
        identities::table.filter(identities::tenant_id.eq(tenant.as_str()).and(identities::connection.eq(connection)));
    let owner = (identities::user_id, identities::provider_user_id, identities::position);
    if !keys.emails.is_empty() {
        let email = identities::login_email.assume_not_null();
        let query = of_connection.select((email, owner.0, owner.1, owner.2));
        found.by_email = owners(among!(query, identities::login_email, &keys.emails));
    }
    if !keys.usernames.is_empty() {
        let username = identities::login_username.assume_not_null();
        let query = of_connection.select((username, owner.0, owner.1, owner.2));
        found.by_username = owners(among!(query, identities::login_username, &keys.usernames));
    }
    if !keys.ids.is_empty() {
        let query = identities::table
            .filter(identities::tenant_id.eq(tenant.as_str()).and(identities::provider.eq(provider)))
            .select((identities::provider_user_id, identities::user_id));
        let rows: Vec<(String, String)> = among!(query, identities::provider_user_id, &keys.ids);
        found.by_id = rows.into_iter().map(|(key, user)| (key, UserId::from_text(user))).collect();
    }
    if !keys.phones.is_empty() {
        let query = users::table
            .filter(users::tenant_id.eq(tenant.as_str()).and(users::connection.eq(connection)))
            .select((users::phone_number.assume_not_null(), users::user_id));
        let rows: Vec<(String, String)> = among!(query, users::phone_number, &keys.phones);
        found.by_phone = rows.into_iter().map(|(key, user)| (key, UserId::from_text(user))).collect();
    }
    Ok(found)
}

fn owners(rows: Vec<Row>) -> HashMap<String, Owner> {
    let owner = |(key, user, provider_user_id, position): Row| {
        (key, Owner { user: UserId::from_text(user), provider_user_id, position })
    };
    rows.into_iter().map(owner).collect()
}

/// Which of these users a job has changed since it was described.
pub fn touched_by(
    tx: &mut Tx,
    tenant: &TenantId,
    job: &str,
    since: Timestamp,
    ids: &[&str],
) -> Result<HashSet<UserId>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let query = log_events::table
        .filter(log_events::tenant_id.eq(tenant.as_str()).and(log_events::date.ge(since)))
        .filter(log_events::details.like(format!("%{}%", super::dialect::escape_like(job))).escape('\\'))
        .select(log_events::user_id.assume_not_null());
    let some = log_events::user_id.eq_any(ids);
    let rows: Vec<String> = match tx.conn() {
        AnyConnection::Sqlite(conn) => query.filter(some).load(conn)?,
        AnyConnection::Postgres(conn) => query.filter(some).load(conn)?,
    };
    Ok(rows.into_iter().map(UserId::from_text).collect())
}
