//! The password hashes of database identities.

use super::bulk::insert_all;
use super::db::Tx;
use super::schema::password_credentials as table;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::identity::Identity;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// A password as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Credential {
    /// Argon2id, a PHC string; empty while the next one is there.
    pub hash: String,
    /// The hash of another system, as JSON.
    pub imported: Option<String>,
}

/// A password hashed by another system, and whose it is.
pub type Imported = (Identity, String);

/// An identity's password, if it has one.
pub fn find(tx: &mut Tx, tenant: &TenantId, identity: &Identity) -> Result<Option<Credential>> {
    let key = (tenant.as_str(), identity.provider.as_str(), identity.provider_user_id.as_str());
    Ok(table::table.find(key).select((table::hash, table::imported)).first(tx.conn()).optional()?)
}

/// Adds passwords hashed by another system to identities that have none.
pub fn insert_imported(tx: &mut Tx, tenant: &TenantId, all: &[Imported], at: Timestamp) -> Result<()> {
    insert_all!(tx, table::table, all, |(identity, imported)| Ok((
        table::tenant_id.eq(tenant.as_str()),
        table::provider.eq(&identity.provider),
        table::provider_user_id.eq(&identity.provider_user_id),
        table::hash.eq(""),
        table::changed_at.eq(at),
        table::must_change.eq(false),
        table::imported.eq(imported),
    )));
    Ok(())
}

/// Puts another imported hash in the place of an imported one; a password of our own stays.
pub fn replace_imported(tx: &mut Tx, tenant: &TenantId, identity: &Identity, imported: &str) -> Result<bool> {
    let key = (tenant.as_str(), identity.provider.as_str(), identity.provider_user_id.as_str());
    let target = table::table.find(key).filter(table::imported.is_not_null());
    Ok(diesel::update(target).set(table::imported.eq(imported)).execute(tx.conn())? == 1)
}

/// Stores an identity's password hash (argon2id, PHC string).
pub fn put(
    tx: &mut Tx,
    tenant: &TenantId,
    identity: &Identity,
    hash: &str,
    changed_at: Timestamp,
    must_change: bool,
) -> Result<()> {
    let values = (
        table::hash.eq(hash),
        table::changed_at.eq(changed_at),
        table::must_change.eq(must_change),
        table::imported.eq(None::<&str>),
    );
    let key = (tenant.as_str(), identity.provider.as_str(), identity.provider_user_id.as_str());
    let changed = diesel::update(table::table.find(key)).set(values).execute(tx.conn())?;
    if changed == 0 {
        let key = (table::tenant_id.eq(key.0), table::provider.eq(key.1), table::provider_user_id.eq(key.2));
        diesel::insert_into(table::table).values((key, values)).execute(tx.conn())?;
    }
    Ok(())
}
