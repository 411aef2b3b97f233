//! The keys that sign a tenant's tokens.

use super::db::Tx;
use super::dialect;
use super::schema::signing_keys;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::signing_key::{KeyState, SigningKey};
use crate::model::tenant::TenantId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = signing_keys)]
struct KeyRow {
    kid: String,
    state: String,
    modulus: String,
    exponent: String,
    certificate: String,
    sealed_key: String,
    created_at: Timestamp,
    current_since: Option<Timestamp>,
    current_until: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
}

impl KeyRow {
    fn into_key(self) -> Result<SigningKey> {
        Ok(SigningKey {
            state: KeyState::parse(&self.state)
                .ok_or_else(|| Error::Internal(format!("unknown state of a signing key: {}", self.state)))?,
            kid: self.kid,
            modulus: self.modulus,
            exponent: self.exponent,
            certificate: self.certificate,
            sealed_key: self.sealed_key,
            created_at: self.created_at,
            current_since: self.current_since,
            current_until: self.current_until,
            revoked_at: self.revoked_at,
        })
    }
}

/// A tenant's keys, the newest first (at most 100).
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<SigningKey>> {
    let rows: Vec<KeyRow> = signing_keys::table
        .filter(signing_keys::tenant_id.eq(tenant.as_str()))
        .order((signing_keys::created_at.desc(), signing_keys::kid))
        .limit(100)
        .select(KeyRow::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(KeyRow::into_key).collect()
}

/// A key by its name.
pub fn find(tx: &mut Tx, tenant: &TenantId, kid: &str) -> Result<SigningKey> {
    let row: Option<KeyRow> =
        signing_keys::table.find((tenant.as_str(), kid)).select(KeyRow::as_select()).first(tx.conn()).optional()?;
    row.ok_or(Error::NotFound("signing key"))?.into_key()
}

/// The key whose turn this is, if the tenant has one.
pub fn in_state(tx: &mut Tx, tenant: &TenantId, state: KeyState) -> Result<Option<SigningKey>> {
    let row: Option<KeyRow> = signing_keys::table
        .filter(signing_keys::tenant_id.eq(tenant.as_str()).and(signing_keys::state.eq(state.as_str())))
        .order(signing_keys::created_at.desc())
        .select(KeyRow::as_select())
        .first(tx.conn())
        .optional()?;
    row.map(KeyRow::into_key).transpose()
}

/// Holds off everybody else who would make or rotate the tenant's keys, until the transaction ends.
pub fn lock(tx: &mut Tx, tenant: &TenantId) -> Result<()> {
    Ok(dialect::lock_tenant(tx, tenant.as_str())?)
}

/// Adds a key.
pub fn insert(tx: &mut Tx, tenant: &TenantId, key: &SigningKey) -> Result<()> {
    let values = (
        signing_keys::tenant_id.eq(tenant.as_str()),
        signing_keys::kid.eq(&key.kid),
        signing_keys::state.eq(key.state.as_str()),
        signing_keys::modulus.eq(&key.modulus),
        signing_keys::exponent.eq(&key.exponent),
        signing_keys::certificate.eq(&key.certificate),
        signing_keys::sealed_key.eq(&key.sealed_key),
        signing_keys::created_at.eq(key.created_at),
        signing_keys::current_since.eq(key.current_since),
        signing_keys::current_until.eq(key.current_until),
        signing_keys::revoked_at.eq(key.revoked_at),
    );
    diesel::insert_into(signing_keys::table).values(values).execute(tx.conn())?;
    Ok(())
}

/// Writes a key's turn.
pub fn update(tx: &mut Tx, tenant: &TenantId, key: &SigningKey) -> Result<()> {
    let values = (
        signing_keys::state.eq(key.state.as_str()),
        signing_keys::current_since.eq(key.current_since),
        signing_keys::current_until.eq(key.current_until),
        signing_keys::revoked_at.eq(key.revoked_at),
    );
    diesel::update(signing_keys::table.find((tenant.as_str(), &key.kid))).set(values).execute(tx.conn())?;
    Ok(())
}
