//! The password hashes of database identities.

use super::db::Tx;
use super::schema::password_credentials as table;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::identity::Identity;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// Stores an identity's password hash (argon2id, PHC string).
pub fn put(
    tx: &mut Tx,
    tenant: &TenantId,
    identity: &Identity,
    hash: &str,
    changed_at: Timestamp,
    must_change: bool,
) -> Result<()> {
    let values = (table::hash.eq(hash), table::changed_at.eq(changed_at), table::must_change.eq(must_change));
    let key = (tenant.as_str(), identity.provider.as_str(), identity.provider_user_id.as_str());
    let changed = diesel::update(table::table.find(key)).set(values).execute(tx.conn())?;
    if changed == 0 {
        let key = (table::tenant_id.eq(key.0), table::provider.eq(key.1), table::provider_user_id.eq(key.2));
        diesel::insert_into(table::table).values((key, values)).execute(tx.conn())?;
    }
    Ok(())
}
