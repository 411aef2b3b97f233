//! Enrolled factors of users.

use super::bulk::insert_all;
use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::mfa_enrollments as table;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::factor::{Factor, FactorKind};
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct FactorRow {
    enrollment_id: String,
    kind: String,
    name: String,
    identifier: Option<String>,
    enrolled_at: Timestamp,
    last_used_at: Option<Timestamp>,
}

impl FactorRow {
    fn into_factor(self) -> Result<Factor> {
        let kind = FactorKind::parse(&self.kind)
            .ok_or_else(|| Error::Internal(format!("unknown kind of factor: {}", self.kind)))?;
        Ok(Factor {
            id: self.enrollment_id,
            kind,
            name: self.name,
            identifier: self.identifier,
            enrolled_at: self.enrolled_at,
            last_used_at: self.last_used_at,
        })
    }
}

/// A user's factors, the oldest first.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Factor>> {
    let rows: Vec<FactorRow> = table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .order((table::enrolled_at, table::enrollment_id))
        .select(FactorRow::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(FactorRow::into_factor).collect()
}

/// The factors of these users, the oldest first, by the user's id.
pub fn of_users(tx: &mut Tx, tenant: &TenantId, ids: &[&str]) -> Result<HashMap<String, Vec<Factor>>> {
    // A list of ids is an array on one database and so many binds on the other.
    let some = table::user_id.eq_any(ids);
    let mine = table::table.filter(table::tenant_id.eq(tenant.as_str())).order((
        table::user_id,
        table::enrolled_at,
        table::enrollment_id,
    ));
    let rows: Vec<(String, FactorRow)> = match tx.conn() {
        AnyConnection::Sqlite(conn) => mine.filter(some).select((table::user_id, FactorRow::as_select())).load(conn)?,
        AnyConnection::Postgres(conn) => {
            mine.filter(some).select((table::user_id, FactorRow::as_select())).load(conn)?
        }
    };
    let mut found: HashMap<String, Vec<Factor>> = HashMap::new();
    for (user, row) in rows {
        found.entry(user).or_default().push(row.into_factor()?);
    }
    Ok(found)
}

/// Adds a factor to a user. The secret, where there is one, is stored hashed by whoever enrols it.
pub fn insert(tx: &mut Tx, tenant: &TenantId, user: &UserId, factor: &Factor) -> Result<()> {
    insert_all(tx, tenant, &[(user.clone(), factor.clone())])
}

/// Adds factors to their users.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[(UserId, Factor)]) -> Result<()> {
    insert_all!(tx, table::table, all, |(user, factor)| Ok((
        table::tenant_id.eq(tenant.as_str()),
        table::enrollment_id.eq(&factor.id),
        table::user_id.eq(user.as_str()),
        table::kind.eq(factor.kind.as_str()),
        table::name.eq(&factor.name),
        table::identifier.eq(factor.identifier.as_deref()),
        table::enrolled_at.eq(factor.enrolled_at),
        table::last_used_at.eq(factor.last_used_at),
    )));
    Ok(())
}

/// Keeps the sealed secrets of authenticator apps, by the factor's id.
pub fn set_secrets(tx: &mut Tx, tenant: &TenantId, sealed: &[(String, String)]) -> Result<()> {
    for (factor, secret) in sealed {
        let target = table::table.find((tenant.as_str(), factor));
        diesel::update(target).set(table::secret.eq(secret)).execute(tx.conn())?;
    }
    Ok(())
}

/// The sealed secret of a factor, if it has one.
pub fn secret(tx: &mut Tx, tenant: &TenantId, factor: &str) -> Result<Option<String>> {
    let secret = table::table.find((tenant.as_str(), factor)).select(table::secret);
    Ok(secret.first::<Option<String>>(tx.conn()).optional()?.flatten())
}

/// Gives a factor another name.
pub fn set_name(tx: &mut Tx, tenant: &TenantId, factor: &str, name: &str) -> Result<()> {
    diesel::update(table::table.find((tenant.as_str(), factor))).set(table::name.eq(name)).execute(tx.conn())?;
    Ok(())
}

/// Removes some of a user's factors.
pub fn delete(tx: &mut Tx, tenant: &TenantId, user: &UserId, factors: &[Factor]) -> Result<()> {
    for factor in factors {
        let target = table::table.find((tenant.as_str(), &factor.id)).filter(table::user_id.eq(user.as_str()));
        diesel::delete(target).execute(tx.conn())?;
    }
    Ok(())
}

/// Puts the hash of a factor's secret in the place of the former one.
pub fn set_secret_hash(tx: &mut Tx, tenant: &TenantId, factor: &Factor, hash: &str) -> Result<()> {
    let target = table::table.find((tenant.as_str(), &factor.id));
    diesel::update(target).set(table::secret_hash.eq(hash)).execute(tx.conn())?;
    Ok(())
}
